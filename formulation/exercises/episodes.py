"""Patterns and what fits them, told for exercises: the rule in words, an episode in sentences.

Whether an episode fits is judged as it is told, in a case of its statements alone: a student has
nothing else to judge by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from formulation.exercises.kind import Material, told_barely
from formulation.exercises.times import disputed, only_told
from formulation.findings import Failure, Finding, NearMiss, each_of
from formulation.model.base import in_list
from formulation.patterns.judging import space_of
from formulation.patterns.pattern import Pattern
from formulation.patterns.step import AnyOf, Step
from formulation.timeline import Timeline

__all__ = ["NEED_NOT", "Episode", "Episodes", "rule_of", "step_words"]

#: how the sheet marks a step that may be missing
NEED_NOT = "(need not be there)"

_MOST_SHOWN = 8
#: a miss by years teaches nothing, and long diaries have thousands
_NEAREST = 24
#: how many ways are tried of putting another statement into an episode
_MOST_SWAPS = 8
#: reasons that leave it open whether the pattern fits
_UNDECIDED = ("order unknown", "not dated closely enough for an anniversary")
#: roles that are told by their word and need no letter
_SAID_OUTRIGHT = ("patient", "therapist")
_MOST_ROLES = 4
#: what a letter stands for by what a step asks, the narrower first: for one letter, for several
_STAND_FOR = {
    "symptom": ("is a symptom", "are symptoms"),
    "figure": ("is a person, a group or the like", "are {} different people, groups or the like"),
    "statement": ("is something that is told", "are things that are told"),
    "term": ("is the word for it", "are the words for it"),
    "text": ("is what is said of it", "are what is said of it"),
    "any": ("is somebody or something", "are {} different people or things"),
}
_LETTERS = "The letters mean the same in every line"
_NAMED = "In front of each colon stands the name of a step."


def rule_of(pattern: Pattern) -> list[str]:
    """Return what a pattern asks for: its title, what its letters stand for, then each step."""
    return [f"{pattern.title}.", *_letters_told(pattern), *_steps(pattern)]


def step_words(name: str) -> str:
    """Return the name of a step as a sheet calls it.

    >>> step_words("ideal_a"), step_words("self_image")
    ('ideal A', 'self image')
    """
    parts = [part.upper() if len(part) == 1 else part for part in name.split("_")]
    return " ".join(parts)


def _steps(pattern: Pattern) -> Iterator[str]:
    for one in pattern.settled_steps:
        choices = [one] if isinstance(one, Step) else list(one.any_of)
        words = " or ".join(_asked(pattern, step) + _placed(step) for step in choices)
        after = "" if isinstance(one, Step) else _placed(one)
        yield f"{step_words(one.name)}: {words}{after}."


def _asked(pattern: Pattern, step: Step) -> str:
    """Return what a step asks for, patient and therapist by these words."""
    from formulation.views.asking import told

    words = re.sub(r"'([a-z][a-z0-9_]*)'", lambda found: _in_marks(found[1]), told(step))
    for letter, who in _known_roles(pattern).items():
        words = re.sub(rf"\b{letter}\b", who, words)
    return words


def _placed(one: Step | AnyOf) -> str:
    """Return how a step lies to others, which are named as the sheet calls them."""
    from formulation.views.asking import placed

    fields = {"from_" if name == "from" else name for name, _ in one.relations()}
    named = {name: tuple(map(_in_marks, getattr(one, name))) for name in fields}
    words = placed(one.model_copy(update=named))
    return words.replace("(if recorded)", NEED_NOT).replace(
        "(must not be recorded)", "(must not be there)"
    )


def _in_marks(name: str) -> str:
    return f"“{step_words(name)}”"


def _roles(pattern: Pattern, letter: str) -> tuple[str, ...]:
    told = pattern.roles.get(letter, ())
    return (told,) if isinstance(told, str) else told


def _known_roles(pattern: Pattern) -> dict[str, str]:
    """Return the letters that stand for the patient or the therapist, with these words."""
    roles = {letter: _roles(pattern, letter) for letter in pattern.roles}
    return {letter: f"the {who[0]}" for letter, who in roles.items() if who[0] in _SAID_OUTRIGHT}


def _letters_told(pattern: Pattern) -> Iterator[str]:
    """Yield the line that says what the letters stand for, and what stands before a colon."""
    told: dict[str, list[str]] = {}
    known = _known_roles(pattern)
    for letter in sorted({one for step in pattern.every_step for one in step.named_letters}):
        if letter not in known:
            what = _in_roles(pattern, letter) or _space(pattern, letter)
            told.setdefault(what, []).append(letter)
    words = "; ".join(_stand_for(what, letters) for what, letters in told.items())
    yield (f"{_LETTERS}: {words}. " if words else "") + _NAMED


def _space(pattern: Pattern, letter: str) -> str:
    """Return what a letter stands for: the narrowest that a step asks which always has to be."""
    spaces: dict[bool, list[str]] = {True: [], False: []}
    plain = [one for one in pattern.settled_steps if isinstance(one, Step)]
    for step in pattern.every_step:
        for key, words in step.asks.items():
            if letter in (words if isinstance(words, tuple) else ()):
                spaces[step in plain].append(space_of(step, key))
    return min(spaces[True] or spaces[False], key=list(_STAND_FOR).index)


def _in_roles(pattern: Pattern, letter: str) -> str:
    """Return the roles that a letter is bound to, as part of a sentence; empty where it is free."""
    roles = _roles(pattern, letter)
    some = [*roles[:_MOST_ROLES], *(["the like"] if len(roles) > _MOST_ROLES else [])]
    return f"is a {in_list(some, 'or')}" if some else ""


def _stand_for(what: str, letters: list[str]) -> str:
    """Return what letters stand for, as part of a sentence."""
    one, several = _STAND_FOR.get(what, (what, what))
    number = {2: "two", 3: "three"}.get(len(letters), "")
    return f"{in_list(letters)} {one if len(letters) == 1 else several.format(number)}"


class Episode(NamedTuple):
    """What fits a pattern, or nearly: its statements, how it reads, and what the search says.

    Attributes
    ----------
    statements
        The indices of the statements told, in the order in which they are told.
    text
        The statements as sentences.
    found
        The finding or the near miss that those statements alone give.
    """

    statements: tuple[int, ...]
    text: str
    found: Finding

    @property
    def miss(self) -> NearMiss:
        """The near miss that it is."""
        assert isinstance(self.found, NearMiss)
        return self.found

    @property
    def failed(self) -> Failure:
        """What keeps it from fitting, where it is a near miss."""
        assert self.miss.failed is not None
        return self.miss.failed

    @property
    def step(self) -> str:
        """The step that fails, as the sheet calls it."""
        return step_words(self.failed.step)

    @property
    def reason(self) -> str:
        """Why it fails, naming the step that was missed."""
        reason, against = self.failed.reason, self.failed.against
        if reason == "none recorded":
            return "it is not told, or only of others"
        if reason == "recorded":
            return "it is told, and must not be there"
        if few := re.fullmatch(r"(\d+) of at least (\d+) recorded", reason):
            return f"it is told {few[1]} times, and {few[2]} are asked for"
        steps = self.found.steps.items()
        missed = next((f"“{step_words(n)}”" for n, id in steps if id == against), "it")
        if reason.endswith(" then"):
            return f"at a time when {missed} does not hold"
        return re.sub(r"\bit (began|was over)$", rf"{missed} \1", reason)

    @property
    def because(self) -> str:
        """Why it fails, as the end of a sentence that names the step."""
        reason, step = self.reason, f"“{self.step}”"
        if reason.startswith("it is "):
            return step + reason.removeprefix("it")
        return f"{step} comes {reason}"


class Episodes:
    """The episodes of a case that fit a pattern, and those that nearly do."""

    def __init__(self, material: Material) -> None:
        self._material, self._case = material, material.case

    @cached_property
    def _timeline(self) -> Timeline:
        return Timeline(self._case)

    @cached_property
    def _disputed(self) -> frozenset[int]:
        return disputed(self._case)

    @cached_property
    def _ends(self) -> dict[str, list[int]]:
        """The indices of what ends a conflict, by the conflict's id."""
        ends: dict[str, list[int]] = {}
        for n, statement in enumerate(self._case.statements):
            if statement.kind == "resolution" and len(statement.subjects) == 1:
                ends.setdefault(statement.subjects[0], []).append(n)
        return ends

    def of(self, pattern: Pattern) -> tuple[Iterator[Episode], Iterator[Episode]]:
        """Return what fits a pattern and what nearly does, each in an order drawn by the seed."""
        from formulation.patterns.answers import find

        asked = _needed(pattern)
        found = find(self._timeline, [asked], near_misses=_NEAREST)
        near = [miss for miss in found.near_misses if isinstance(miss, NearMiss)]
        # a diary has hundreds, each made only when it is asked for
        places = self._material.shuffled(range(len(found) - len(found.near_misses)))
        missing = self._material.shuffled(near)
        # with nothing at the step that fails an episode is the shorter for it, and told by that
        missing.sort(key=lambda miss: not (miss.failed and miss.failed.nearest))
        fitting = (found[place] for place in places)
        fits = (one for one in self._fitting(asked, fitting) if not self._is_astray(pattern, one))
        return fits, self._missing(asked, missing)

    def _is_astray(self, pattern: Pattern, one: Episode) -> bool:
        """Tell whether an episode tells what looks like an optional step and is none, at its time.

        Whether it fits could be argued then: the rule says of a truce when it comes, and that it
        need not come.
        """
        from formulation.patterns.answers import find

        case, needed, in_place = self._case, _needed(pattern), set(_all_ids(one.found))
        optional = [step for step in pattern.steps if step.optional]
        asked = {part.kind for step in optional for part in _parts(step)}
        told = {case.ids[n] for n in one.statements if case.statements[n].kind in asked}
        if told <= in_place:
            return False
        alone = only_told(case, one.statements)
        for step in optional:
            steps = (*needed.steps, step.model_copy(update={"optional": False}))
            for found in find(alone, [needed.model_copy(update={"steps": steps})]).matches:
                if found.certainty == one.found.certainty:
                    in_place |= set(_all_ids(found))
        return not told <= in_place

    def _fitting(self, pattern: Pattern, found: Iterator[Finding]) -> Iterator[Episode]:
        from formulation.patterns.answers import find

        for one in found:
            told = self._told(one.statements)
            if not self._can_be_told(one, told):
                continue
            alone = find(only_told(self._case, told), [pattern]).matches
            best = min(alone, key=lambda other: _CERTAINTIES.index(other.certainty), default=None)
            if best:
                yield Episode(told, self._text(pattern, one, told), best)

    def _missing(self, pattern: Pattern, near: Sequence[NearMiss]) -> Iterator[Episode]:
        from formulation.patterns.answers import find

        for miss in near:
            nearest = [miss.failed.nearest] if miss.failed and miss.failed.nearest else []
            told = self._told([*miss.statements, *nearest])
            if not self._can_be_told(miss, told) or _is_undecided(miss):
                continue
            alone = find(only_told(self._case, told), [pattern], near_misses=_NEAREST)
            same = next((one for one in alone.near_misses if _is_alike(one, miss)), None)
            if same and not alone.matches and isinstance(same, NearMiss):
                yield Episode(told, self._text(pattern, miss, told), _by_its_names(pattern, same))

    def mixed(self, pattern: Pattern, one: Episode) -> Iterator[Episode]:
        """Yield an episode with one statement put in another's place, so that it fits no more.

        A few of the ways are tried, drawn by the seed; the steps that must not be there are left.
        """
        from formulation.patterns.answers import find

        asked, case = _needed(pattern), self._case
        bound = {
            name: case.index_of[id] for name in one.found.steps for id in _ids(one.found, name)
        }
        swaps = [
            (name, n)
            for name, at in bound.items()
            for n, s in enumerate(case.statements)
            if s.kind == case.statements[at].kind and n not in one.statements
            if not self._names_a_group(n)
        ]
        for name, n in self._material.drawn(swaps, _MOST_SWAPS):
            ids = [case.ids[at] for at in (bound | {name: n}).values()]
            told = self._told(ids)
            if not self._can_be_told(one.found, told):
                continue
            alone = find(only_told(case, told), [asked], near_misses=1)
            near = [miss for miss in alone.near_misses if isinstance(miss, NearMiss)]
            if near and not alone.matches and not _is_undecided(near[0]):
                swapped = replace(one.found, steps=dict(zip(bound, ids, strict=True)))
                text = self._text(asked, swapped, told)
                yield Episode(told, text, _by_its_names(asked, near[0]))

    def _names_a_group(self, index: int) -> bool:
        """Tell whether a statement names several people at once: who is among them is not told."""
        several = {person.id for person in self._case.people if person.is_several}
        return bool(several & {id for _, id in self._case.statements[index].ids_named()})

    def _can_be_told(self, found: Finding, told: Sequence[int]) -> bool:
        is_single = all(isinstance(bound, str) for bound in found.steps.values())
        return is_single and len(told) <= _MOST_SHOWN and not self._disputed & set(told)

    def _told(self, ids: Sequence[str]) -> tuple[int, ...]:
        """Return the indices of statements by time, what lasted in front.

        With them stand what ended them, and what an undated one hangs on.
        """
        spans, case = self._case.chronology.spans, self._case
        at = {case.index_of[id] for id in ids}
        at |= {end for id in ids for end in self._ends.get(id, ())}
        undated = [case.statements[n] for n in at if not case.statements[n].when]
        at |= {case.index_of[id] for s in undated for id in (*s.after, *s.before)}

        def place(n: int) -> tuple[object, ...]:
            is_event = case.statements[n].section == "events"
            return is_event, spans[n].start_earliest, spans[n].start_latest

        return tuple(sorted(at, key=place))

    def _text(self, pattern: Pattern, found: Finding, told: Sequence[int]) -> str:
        """Return the statements as sentences; those of one time in the order of the steps."""
        case = self._case
        steps = [part.as_ for one in pattern.settled_steps for part in _parts(one)]
        bound = [id for name in steps if name in found.steps for id in _ids(found, name)]
        first = {case.index_of[id]: n for n, id in reversed(list(enumerate(bound)))}
        lasting = [n for n in told if case.statements[n].section != "events"]
        lasting.sort(key=lambda n: first.get(n, len(first)))
        happened = [n for n in told if n not in lasting]
        sentences = (told_barely(case, case.statements[n]) for n in (*lasting, *happened))
        return " ".join(dict.fromkeys(sentences))


def _needed(pattern: Pattern) -> Pattern:
    """Return a pattern without the steps that need not be there.

    Told without them an episode is no longer than a near miss; and of a diary there are fewer ways.
    """
    fields = {name: getattr(pattern, name) for name in type(pattern).model_fields}
    steps = tuple(one for one in pattern.steps if not one.optional)
    return Pattern.model_construct(**fields | {"steps": steps, "weigh": (), "says": None})


_CERTAINTIES = ("certain", "described", "possible")


def _parts(one: object) -> tuple[Step, ...]:
    return (one,) if isinstance(one, Step) else tuple(getattr(one, "any_of", ()))


def _ids(found: Finding, name: str) -> list[str]:
    return list(each_of(found.steps[name]))


def _all_ids(found: Finding) -> list[str]:
    return [id for name in found.steps for id in _ids(found, name)]


def _is_undecided(miss: Finding) -> bool:
    return miss.failed is None or miss.failed.reason in _UNDECIDED


def _is_alike(one: Finding, miss: NearMiss) -> bool:
    """Tell whether two near misses fail at one step, by one statement, and for one reason."""
    if one.failed is None or miss.failed is None:
        return False
    ours, theirs = one.failed, miss.failed
    return (ours.step, ours.nearest, ours.reason) == (theirs.step, theirs.nearest, theirs.reason)


def _by_its_names(pattern: Pattern, miss: NearMiss) -> NearMiss:
    """Return a near miss with its steps called as the rule calls them, a choice by its own name."""
    names = {part.as_: one.name for one in pattern.settled_steps for part in _parts(one)}
    assert miss.failed is not None
    failed = replace(miss.failed, step=names.get(miss.failed.step, miss.failed.step))
    return replace(miss, failed=failed, steps={names.get(n, n): b for n, b in miss.steps.items()})
