"""Whether a pattern can match anything at all: every reason why it cannot, with its cure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from formulation.dates import parse_duration
from formulation.errors import Fault, nearest_word
from formulation.model.distances import Net, contradiction
from formulation.patterns.pattern import Asked, Pattern, Step, is_letter
from formulation.terms import vocabulary

__all__ = ["CONDITION", "judged", "space_of"]

Placed = tuple[tuple[Any, ...], Fault]
_MOST_STEPS = 60
#: a number, perhaps with how a value is compared with it: ``7``, ``>= 7``
CONDITION = re.compile(r"(>=|<=|>|<|=)?\s*(\d+(?:\.\d+)?)")


def judged(pattern: Pattern) -> list[Placed]:
    """Return everything that keeps `pattern` from ever matching, each with its path."""
    found = [*_step_names(pattern), *_asked_words(pattern), *_letters(pattern)]
    if not found:
        found = [*_relations(pattern), *_windows(pattern), *_weighed(pattern)]
    if not found:
        found = [*_orders(pattern)]
    return found


def _step_names(pattern: Pattern) -> Iterator[Placed]:
    seen: set[str] = set()
    for index, step in enumerate(pattern.steps):
        if step.as_ in seen:
            problem = f"two steps are called {step.as_!r}"
            yield (
                ("steps", index, "as"),
                Fault(problem, step.as_, "a name of its own for each step"),
            )
        seen.add(step.as_)
        if step.optional and step.absent:
            problem = f"step {step.as_!r} cannot be both optional and absent"
            yield ("steps", index), Fault(problem, step.as_, "one of the two")
    if len(pattern.steps) > _MOST_STEPS:
        problem = f"a pattern of {len(pattern.steps)} steps is more than can be searched for"
        yield ("steps",), Fault(problem, pattern.pattern, f"at most {_MOST_STEPS} steps")
    if not pattern.required:
        problem = "every step may be missing, so nothing would have to be found"
        yield ("steps",), Fault(problem, pattern.pattern, "at least one step that is required")
    if pattern.episode and pattern.episode not in {s.as_ for s in pattern.required}:
        names = [s.as_ for s in pattern.required]
        problem = f"the episode {pattern.episode!r} is not a required step"
        near = nearest_word(pattern.episode, names)
        yield ("episode",), Fault(problem, pattern.episode, ", ".join(names), near)


def space_of(step: Step, key: str) -> str:
    """Return what a letter under a key stands for: figure, symptom, statement, term or any."""
    cls = step.record
    name = step.field(key)
    if name in cls.terms():
        return "term"
    ref = cls.refs().get(name)
    if ref is None:
        return ""
    return {"resolution": "figure"}.get(ref.to, ref.to)


def _asked_words(pattern: Pattern) -> Iterator[Placed]:
    """Yield words that no statement could have under their key."""
    for index, step in enumerate(pattern.steps):
        for key, asked in step.asks.items():
            for fault in _wrong_words(pattern, step, key, asked):
                yield ("steps", index, key), fault


def _wrong_words(pattern: Pattern, step: Step, key: str, asked: Asked) -> Iterator[Fault]:
    space = space_of(step, key)
    if isinstance(asked, tuple) and len(set(asked)) < len(asked):
        twice = next(word for word in asked if asked.count(word) > 1)
        yield Fault(f"{key!r} cannot name {twice!r} twice", twice, "each letter once")
    if isinstance(asked, dict):
        yield from _wrong_condition(step, key, asked)
        return
    for word in (asked,) if isinstance(asked, str) else asked:
        if is_letter(word):
            if space == "":
                yield Fault(f"{key!r} holds no name, so no letter can stand there", word, "a word")
        elif space == "term":
            yield from _wrong_term(step, key, word)
        elif space:
            yield from _wrong_name(pattern, key, word, space)
        elif _is_number(step, key) and not CONDITION.fullmatch(word):
            yield Fault(f"{key!r} asks for a number", word, "7, '>= 7' or '< 3'")


def _is_number(step: Step, key: str) -> bool:
    return step.record.model_fields[step.field(key)].annotation == (float | None)


def _wrong_condition(step: Step, key: str, asked: dict[str, str]) -> Iterator[Fault]:
    terms = step.record.terms()
    name = step.field(key)
    has_levels = name in terms and any(t.level is not None for t in vocabulary(terms[name]).terms)
    for condition, value in asked.items():
        if condition != "level" or not has_levels:
            cure = "level: 4, for a defense" if has_levels else "a letter or a word"
            yield Fault(f"{key!r} has no condition {condition!r}", condition, cure)
        elif not CONDITION.fullmatch(value):
            yield Fault("a level is a number", value, "4, '>= 4' or '< 3'")


def _wrong_term(step: Step, key: str, word: str) -> Iterator[Fault]:
    words = vocabulary(step.record.terms()[step.field(key)])
    if not words.is_open and words.canonical(word) is None:
        told = ", ".join(words.words[:8])
        problem = f"{word!r} is not a word for {words.title}"
        yield Fault(problem, word, f"a letter, or {told}", words.nearest(word))


def _wrong_name(pattern: Pattern, key: str, word: str, space: str) -> Iterator[Fault]:
    steps = [s.as_ for s in pattern.steps]
    if word in steps and space in ("statement", "any", "figure"):
        return
    problem = f"{word!r} under {key!r} is neither a letter nor a step"
    cure = "a capital letter" if space == "any" else f"a capital letter for a {space}"
    cure = "the name of a step" if space == "statement" else cure
    yield Fault(problem, word, cure, nearest_word(word, steps))


def _letters(pattern: Pattern) -> Iterator[Placed]:
    """Yield letters that stand for two kinds of thing, and roles of letters no step names."""
    spaces: dict[str, str] = {}
    for index, step in enumerate(pattern.steps):
        for key, asked in step.asks.items():
            for letter in filter(is_letter, asked if isinstance(asked, tuple) else ()):
                space = space_of(step, key)
                before = spaces.setdefault(letter, space)
                if before != space and "any" not in (before, space):
                    problem = f"the letter {letter!r} stands for a {before} and for a {space}"
                    cure = "a letter of its own for each"
                    yield ("steps", index, key), Fault(problem, letter, cure)
    for field in ("roles", "kinds"):
        for letter, word in getattr(pattern, field).items():
            if letter not in spaces:
                problem = f"no step names the letter {letter!r}"
                cure = ", ".join(spaces) or "a letter that a step names"
                yield (field, letter), Fault(problem, letter, cure)
            yield from _wrong_role(field, letter, word)


def _wrong_role(field: str, letter: str, word: str) -> Iterator[Placed]:
    words = vocabulary("role" if field == "roles" else "figure_kind")
    if not words.is_open and words.canonical(word) is None:
        told = ", ".join(words.words)
        problem = f"{word!r} is not a word for {words.title}"
        yield (field, letter), Fault(problem, word, told, words.nearest(word))


def _relations(pattern: Pattern) -> Iterator[Placed]:
    names = pattern.by_name
    for index, step in enumerate(pattern.steps):
        for relation, other in step.relations():
            path = ("steps", index, relation)
            if other not in names:
                problem = f"no step is called {other!r}"
                cure = ", ".join(n for n in names if n != step.as_)
                yield path, Fault(problem, other, cure, nearest_word(other, names))
            elif other == step.as_:
                problem = f"step {other!r} cannot be {relation.replace('_', ' ')} itself"
                yield path, Fault(problem, other, "another step")
            elif names[other].absent:
                problem = f"step {step.as_!r} leans on {other!r}, which must be absent"
                yield path, Fault(problem, other, "a step that is there")
            elif names[other].optional and not step.optional:
                mark = "absent" if step.absent else "required"
                problem = f"the {mark} step {step.as_!r} leans on {other!r}, which is optional"
                yield (
                    path,
                    Fault(problem, other, f"a required step, or optional: true on {step.as_!r}"),
                )


def _windows(pattern: Pattern) -> Iterator[Placed]:
    for index, step in enumerate(pattern.steps):
        for key in ("within", "at_least"):
            if getattr(step, key) and not list(step.relations()):
                problem = f"{key!r} needs a step to count from"
                cure = "after:, from:, before:, during: or after_end_of: with the name of a step"
                yield ("steps", index, key), Fault(problem, getattr(step, key), cure)
        within = parse_duration(step.within).longest if step.within else None
        least = parse_duration(step.at_least).shortest if step.at_least else 0
        if within == 0:
            problem = "a window of no length holds nothing"
            yield ("steps", index, "within"), Fault(problem, step.within or "", "1 day or more")
        elif within is not None and least > within:
            problem = f"at least {step.at_least} cannot be within {step.within}"
            cure = f"{step.at_least} or more"
            yield ("steps", index, "within"), Fault(problem, step.within or "", cure)


def _weighed(pattern: Pattern) -> Iterator[Placed]:
    names = [step.as_ for step in pattern.steps]
    for index, question in enumerate(pattern.weigh):
        for field in ("outcome", "after", "while_open"):
            name = getattr(question, field)
            if name and name not in names:
                near = nearest_word(name, names)
                fault = Fault(f"no step is called {name!r}", name, ", ".join(names), near)
                yield ("weigh", index, field), fault


def _orders(pattern: Pattern) -> Iterator[Placed]:
    """Yield relations among steps that contradict one another, as distances do."""
    number = {step.as_: n for n, step in enumerate(pattern.steps)}
    net = Net()
    for step in pattern.steps:
        for relation, other in step.relations():
            _bind(net, number[step.as_], number[other], relation, step)
    circle = contradiction(net)
    if circle:
        told = " and ".join(sorted({pattern.steps[n].as_ for n in circle}))
        problem = f"the orders of {told} contradict one another, so nothing can match"
        yield ("steps", min(circle)), Fault(problem, told, "orders that can all be")


def _bind(net: Net, later: int, earlier: int, relation: str, step: Step) -> None:
    if relation == "before":
        later, earlier = earlier, later
    strict = 0 if relation in ("from", "during") else 1
    least = parse_duration(step.at_least).shortest if step.at_least else 0
    net.bound(later, earlier, -max(strict, least))
    if step.within and relation != "after_end_of":
        # a day's grace: two days count as whole, however late in them things began
        net.bound(earlier, later, parse_duration(step.within).longest + 24 * 60)
