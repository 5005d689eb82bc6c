"""Whether a pattern can match anything at all: every reason why it cannot, with its cure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice, product
from math import prod
from typing import Any

from formulation.dates import parse_duration
from formulation.errors import Fault, nearest_word
from formulation.model.base import Statement
from formulation.model.distances import Net, contradiction
from formulation.patterns.pattern import Pattern
from formulation.patterns.step import AnyOf, Asked, Step, is_letter
from formulation.patterns.wording import wrong_words_in
from formulation.terms import vocabulary

__all__ = ["CONDITION", "judged", "space_of"]

Placed = tuple[tuple[Any, ...], Fault]
_MOST_STEPS = 60
_MOST_VARIANTS = 64
_MOST_DAYS_FROM_ANNIVERSARY = 90
#: a number, perhaps with how a value is compared with it: ``7``, ``>= 7``
CONDITION = re.compile(r"(>=|<=|>|<|=)?\s*([0-9]+(?:\.[0-9]+)?)")


@dataclass(frozen=True)
class _Plain:
    """A pattern in which every choice among steps has been made, as far as judging asks.

    `paths` says where each step stands; `names` leads from a name to its step, where the name of
    a choice leads to the step taken.
    """

    pattern: Pattern
    steps: tuple[Step, ...]
    paths: tuple[tuple[Any, ...], ...]
    names: dict[str, Step]


def judged(pattern: Pattern) -> list[Placed]:
    """Return everything that keeps `pattern` from ever matching, each with its path."""
    found = [*_step_names(pattern), *_choices(pattern)]
    if not found:
        each = list(_each_once(pattern))
        found = [fault for one in each for fault in _words_and_letters(one)]
    if not found:
        found = [fault for one in each for fault in _placing(one)]
        found += _of_the_whole(pattern)
    if not found:
        found = [fault for one in _plain(pattern) for fault in _contradictions(one)]
    return list({(path, str(fault)): (path, fault) for path, fault in found}.values())


def _words_and_letters(plain: _Plain) -> Iterator[Placed]:
    yield from _asked_words(plain)
    yield from _letters(plain)


def _placing(plain: _Plain) -> Iterator[Placed]:
    yield from _relations(plain)
    yield from _windows(plain)
    yield from _repetition(plain)


def _of_the_whole(pattern: Pattern) -> Iterator[Placed]:
    yield from _weighed(pattern)
    yield from _counted(pattern)
    yield from wrong_words_in(pattern)


def _parts(index: int, one: Step | AnyOf) -> list[tuple[Step, tuple[Any, ...]]]:
    if isinstance(one, Step):
        return [(one, ("steps", index))]
    return [(step, ("steps", index, "any_of", n)) for n, step in enumerate(one.placed())]


def _each_once(pattern: Pattern) -> Iterator[_Plain]:
    """Yield plain patterns in which each step of each choice is taken once at least."""
    parts = [_parts(index, one) for index, one in enumerate(pattern.settled_steps)]
    for n in range(max(map(len, parts))):
        yield _taking(pattern, tuple(own[n % len(own)] for own in parts))


def _plain(pattern: Pattern) -> Iterator[_Plain]:
    """Yield as many plain patterns as are searched for."""
    parts = [_parts(index, one) for index, one in enumerate(pattern.settled_steps)]
    for chosen in islice(product(*parts), _MOST_VARIANTS):
        yield _taking(pattern, chosen)


def _taking(pattern: Pattern, chosen: tuple[tuple[Step, tuple[Any, ...]], ...]) -> _Plain:
    steps, paths = tuple(step for step, _ in chosen), tuple(path for _, path in chosen)
    names = {step.as_: step for step in steps}
    names |= {one.name: step for one, step in zip(pattern.settled_steps, steps, strict=True)}
    return _Plain(pattern, steps, paths, names)


def _step_names(pattern: Pattern) -> Iterator[Placed]:
    seen: set[str] = set()
    for index, one in enumerate(pattern.settled_steps):
        own = [one.name] if isinstance(one, AnyOf) and one.as_ else []
        for step, path in _parts(index, one):
            if step.as_ in seen:
                cure = "a name of its own for each step"
                yield (
                    (*path, "as"),
                    Fault(f"two steps are called {step.as_!r}", step.as_, cure),
                )
            seen.add(step.as_)
        if own and own[0] in seen:
            problem = f"two steps are called {own[0]!r}"
            yield ("steps", index, "as"), Fault(problem, own[0], "a name of its own for each step")
        seen.update(own)
        if one.optional and one.absent:
            problem = f"step {one.name!r} cannot be both optional and absent"
            yield ("steps", index), Fault(problem, one.name, "one of the two")
    if len(seen) > _MOST_STEPS:
        problem = f"a pattern of {len(seen)} steps is more than can be searched for"
        yield ("steps",), Fault(problem, pattern.pattern, f"at most {_MOST_STEPS} steps")
    if not pattern.required:
        problem = "every step may be missing, so nothing would have to be found"
        yield ("steps",), Fault(problem, pattern.pattern, "at least one step that is required")
    names = [one.name for one in pattern.required]
    if pattern.episode and pattern.episode not in names:
        problem = f"the episode {pattern.episode!r} is not a required step"
        near = nearest_word(pattern.episode, names)
        yield ("episode",), Fault(problem, pattern.episode, ", ".join(names), near)


def _choices(pattern: Pattern) -> Iterator[Placed]:
    """Yield what is wrong with choices among steps."""
    groups = [(n, one) for n, one in enumerate(pattern.steps) if isinstance(one, AnyOf)]
    count = prod(len(one.any_of) for _, one in groups if one.is_required)
    if count > _MOST_VARIANTS:
        problem = f"the choices among steps make {count} patterns"
        yield ("steps",), Fault(problem, str(count), f"at most {_MOST_VARIANTS}")
    for index, one in groups:
        for n, step in enumerate(one.any_of):
            for field in ("optional", "absent", "times", "each"):
                if getattr(step, field):
                    path = ("steps", index, "any_of", n, field)
                    problem = f"{field!r} holds of a choice as a whole, not of {step.as_!r} alone"
                    yield path, Fault(problem, field, f"{field}: … beside any_of")
        if one.times and not one.as_:
            problem = "a choice that is repeated needs a name for its list"
            yield ("steps", index), Fault(problem, one.times, "as: … beside any_of")


def space_of(step: Step, key: str) -> str:
    """Return what a letter under a key stands for: figure, symptom, statement, term, text or any.

    Empty where no letter can stand: for numbers, and for what is true or false.
    """
    return _space(step.record, step.field(key))


@cache
def _space(cls: type[Statement], name: str) -> str:
    if name in cls.terms():
        return "term"
    ref = cls.refs().get(name)
    if ref is not None:
        return {"resolution": "figure"}.get(ref.to, ref.to)
    return "" if cls.model_fields[name].annotation in (float | None, bool) else "text"


def _asked_words(plain: _Plain) -> Iterator[Placed]:
    """Yield words that no statement could have under their key."""
    for step, path in zip(plain.steps, plain.paths, strict=True):
        for key, asked in step.asks.items():
            for fault in _wrong_words(plain, step, key, asked):
                yield (*path, key), fault


def _wrong_words(plain: _Plain, step: Step, key: str, asked: Asked) -> Iterator[Fault]:
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
        elif space not in ("", "text"):
            yield from _wrong_name(plain, step, key, word, space)
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
    if not asked:
        yield Fault(f"the condition on {key!r} is empty", "", "level: 4, a letter or a word")


def _wrong_term(step: Step, key: str, word: str) -> Iterator[Fault]:
    words = vocabulary(step.record.terms()[step.field(key)])
    if not words.is_open and words.canonical(word) is None:
        told = ", ".join(words.words[:8])
        problem = f"{word!r} is not a word for {words.title}"
        yield Fault(problem, word, f"a letter, or {told}", words.nearest(word))


def _wrong_name(plain: _Plain, step: Step, key: str, word: str, space: str) -> Iterator[Fault]:
    if word in plain.names and space in ("statement", "any", "figure"):
        if plain.names[word].optional and not step.optional:
            problem = f"{step.as_!r} names {word!r} under {key!r}, which may be missing"
            yield Fault(problem, word, "a required step")
        if plain.names[word].times:
            problem = f"{key!r} names {word!r}, which is a list of statements"
            yield Fault(problem, word, "a step that is not repeated")
        return
    names = list(plain.names)
    problem = f"{word!r} under {key!r} is neither a letter nor a step"
    cure = "a capital letter" if space == "any" else f"a capital letter for a {space}"
    cure = "the name of a step" if space == "statement" else cure
    yield Fault(problem, word, cure, nearest_word(word, names))


def _letters(plain: _Plain) -> Iterator[Placed]:
    """Yield letters that stand for two kinds of thing."""
    spaces: dict[str, str] = {}
    for step, path in zip(plain.steps, plain.paths, strict=True):
        for key, asked in step.asks.items():
            for letter in filter(is_letter, asked if isinstance(asked, tuple) else ()):
                space = space_of(step, key)
                before = spaces.setdefault(letter, space)
                if before != space and not {before, space} & {"any"}:
                    problem = f"the letter {letter!r} stands for a {before} and for a {space}"
                    cure = "a letter of its own for each"
                    yield (*path, key), Fault(problem, letter, cure)
    yield from _roles(plain.pattern)


def _roles(pattern: Pattern) -> Iterator[Placed]:
    """Yield roles and kinds of letters that no step names, or that are not known."""
    spaces = {
        letter: space_of(step, key)
        for step in pattern.every_step
        for key, asked in step.asks.items()
        for letter in filter(is_letter, asked if isinstance(asked, tuple) else ())
    }
    for field in ("roles", "kinds"):
        for letter, words in getattr(pattern, field).items():
            if letter not in spaces:
                problem = f"no step names the letter {letter!r}"
                cure = ", ".join(spaces) or "a letter that a step names"
                yield (field, letter), Fault(problem, letter, cure)
                continue
            for word in (words,) if isinstance(words, str) else words:
                yield from _wrong_role(field, letter, word, spaces[letter])


def _wrong_role(field: str, letter: str, word: str, space: str) -> Iterator[Placed]:
    name = "symptom_kind" if space == "symptom" else "figure_kind"
    words = vocabulary("role" if field == "roles" else name)
    if (field == "roles" and space == "symptom") or space not in ("figure", "symptom", "any"):
        problem = f"{letter!r} stands for a {space}, which has no {field.removesuffix('s')}"
        yield (field, letter), Fault(problem, letter, "a letter for a figure")
    elif not words.is_open and words.canonical(word) is None:
        told = ", ".join(words.words)
        problem = f"{word!r} is not a word for {words.title}"
        yield (field, letter), Fault(problem, word, told, words.nearest(word))


def _relations(plain: _Plain) -> Iterator[Placed]:
    for step, path in zip(plain.steps, plain.paths, strict=True):
        for relation, other in step.relations():
            fault = _wrong_relation(plain, step, relation, other)
            if fault:
                yield (*path, relation), fault


def _wrong_relation(plain: _Plain, step: Step, relation: str, other: str) -> Fault | None:
    names = plain.names
    mark = "absent" if step.absent else "optional" if step.optional else "required"
    if other not in names:
        problem = f"no step is called {other!r}"
        cure = ", ".join(n for n in names if names[n] is not step)
        return Fault(problem, other, cure, nearest_word(other, names))
    if names[other] is step:
        problem = f"step {other!r} cannot be {relation.replace('_', ' ')} itself"
        return Fault(problem, other, "another step")
    if names[other].absent:
        problem = f"step {step.as_!r} leans on {other!r}, which must be absent"
        return Fault(problem, other, "a step that is there")
    if names[other].optional and not step.optional:
        problem = f"the {mark} step {step.as_!r} leans on {other!r}, which is optional"
        return Fault(problem, other, f"a required step, or optional: true on {step.as_!r}")
    if names[other].times and step.optional:
        problem = f"the optional step {step.as_!r} leans on {other!r}, which is repeated"
        return Fault(problem, other, "a step that is not repeated, or no optional: true")
    return None


def _windows(plain: _Plain) -> Iterator[Placed]:
    for step, path in zip(plain.steps, plain.paths, strict=True):
        for key in ("within", "at_least"):
            if getattr(step, key) and not list(step.relations()):
                problem = f"{key!r} needs a step to count from"
                cure = "after:, from:, before:, during: or after_end_of: with the name of a step"
                yield (*path, key), Fault(problem, getattr(step, key), cure)
        within = parse_duration(step.within).longest if step.within else None
        least = parse_duration(step.at_least).shortest if step.at_least else 0
        if within == 0:
            problem = "a window of no length holds nothing"
            yield (*path, "within"), Fault(problem, step.within or "", "1 day or more")
        elif within is not None and least > within:
            problem = f"at least {step.at_least} cannot be within {step.within}"
            cure = f"{step.at_least} or more"
            yield (*path, "within"), Fault(problem, step.within or "", cure)
        if step.anniversary_of:
            yield from _around_an_anniversary(step, path, within)


def _around_an_anniversary(
    step: Step, path: tuple[Any, ...], within: int | None
) -> Iterator[Placed]:
    if step.at_least:
        problem = "an anniversary is near or it is not: 'at_least' cannot be asked of it"
        yield (*path, "at_least"), Fault(problem, step.at_least, "within: 7 days")
    if within is not None and within > _MOST_DAYS_FROM_ANNIVERSARY * 24 * 60:
        problem = f"within {step.within} of an anniversary is any time of the year"
        yield (*path, "within"), Fault(problem, step.within or "", "90 days or less")
    if [relation for relation, _ in step.relations()] != ["anniversary_of"]:
        problem = f"step {step.as_!r} is near an anniversary, so its time is asked about only once"
        yield (*path, "anniversary_of"), Fault(problem, step.as_, "anniversary_of alone")


def _repetition(plain: _Plain) -> Iterator[Placed]:
    for step, path in zip(plain.steps, plain.paths, strict=True):
        if step.times and not step.is_required:
            mark = "optional" if step.optional else "absent"
            problem = f"the {mark} step {step.as_!r} cannot be repeated"
            yield (*path, "times"), Fault(problem, step.times, f"times, or {mark}: true")
        if step.each and not step.times:
            problem = f"{'each'!r} says what is counted, and {step.as_!r} is not counted"
            yield (*path, "each"), Fault(problem, step.each, "times: '>= 2' beside it")
        if step.each and step.each not in step.letters():
            problem = f"step {step.as_!r} names no letter {step.each!r}"
            yield (*path, "each"), Fault(problem, step.each, ", ".join(step.letters()))


def _counted(pattern: Pattern) -> Iterator[Placed]:
    """Yield letters that ``each`` counts and that steps name which are not repeated."""
    counted = {step.each: step for step in pattern.every_step if step.each and step.times}
    for index, one in enumerate(pattern.settled_steps):
        for letter in (w for w in one.letters() if w in counted and not one.times):
            problem = f"{letter!r} stands for several figures, {one.name!r} for one statement"
            yield ("steps", index), Fault(problem, letter, "another letter, or times")
    for step in counted.values():
        space = next((s for s in _spaces(step) if s not in ("figure", "any")), None)
        if space:
            problem = f"'each' counts figures, and {step.each!r} stands for a {space}"
            yield ("steps",), Fault(problem, str(step.each), "a letter for a figure")


def _spaces(step: Step) -> Iterator[str]:
    for key, asked in step.asks.items():
        if isinstance(asked, tuple) and step.each in asked:
            yield space_of(step, key)


def _weighed(pattern: Pattern) -> Iterator[Placed]:
    names = list(dict.fromkeys([*(s.name for s in pattern.settled_steps), *pattern.by_name]))
    for index, question in enumerate(pattern.weigh):
        for field in ("outcome", "after", "while_open"):
            name = getattr(question, field)
            if name and name not in names:
                near = nearest_word(name, names)
                fault = Fault(f"no step is called {name!r}", name, ", ".join(names), near)
                yield ("weigh", index, field), fault


def _contradictions(plain: _Plain) -> Iterator[Placed]:
    """Yield relations among steps that contradict one another, as distances do."""
    number = {name: plain.steps.index(step) for name, step in plain.names.items()}
    count = len(plain.steps)  # the end of the step n is the moment n + count
    net = Net()
    for n in range(count):
        net.bound(n + count, n, 0)
    for n, step in enumerate(plain.steps):
        for relation, other in step.relations():
            _bind(net, n, number[other], relation, step, end=number[other] + count)
    circle = [n % count for n in contradiction(net)]
    if circle:
        told = " and ".join(sorted({plain.steps[n].as_ for n in circle}))
        problem = f"the orders of {told} contradict one another, so nothing can match"
        yield plain.paths[min(circle)], Fault(problem, told, "orders that can all be")


def _bind(net: Net, later: int, earlier: int, relation: str, step: Step, *, end: int) -> None:
    if relation == "during":
        net.bound(end, later, 0)
    if relation == "after_end_of":
        net.bound(later, end, -1)
    if relation == "before":
        later, earlier = earlier, later
    if relation == "anniversary_of":
        # nearly a year at the least, a few days of which the window may take away
        least = (365 - _MOST_DAYS_FROM_ANNIVERSARY - 2) * 24 * 60
        net.bound(later, earlier, -least)
        return
    strict = 0 if relation in ("from", "during") else 1
    least = parse_duration(step.at_least).shortest if step.at_least else 0
    net.bound(later, earlier, -max(strict, least))
    if step.within and relation != "after_end_of":
        # a day's grace: two days count as whole, however late in them things began
        net.bound(earlier, later, parse_duration(step.within).longest + 24 * 60)
