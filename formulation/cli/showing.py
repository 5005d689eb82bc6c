"""A pattern as a trainee reads it: what it asks for, who is who, what can be set, its drawing."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from formulation.cli.speaking import Heading, paragraph, speaks_utf8, table, width

if TYPE_CHECKING:
    from formulation.patterns.pattern import AnyOf, Pattern

__all__ = ["as_file", "in_words"]

_STANDS_FOR = {
    "figure": "a figure",
    "symptom": "a symptom",
    "statement": "a statement",
    "any": "a figure, a symptom or a statement",
    "text": "words, the same throughout",
}


def in_words(pattern: Pattern) -> list[str]:
    """Return the lines that tell all of a pattern but its file, its drawing last.

    Parameters
    ----------
    pattern
        The pattern, with the values that are set in it.
    """
    lines: list[str] = [*map(Heading, paragraph(pattern.title)), pattern.pattern]
    lines += paragraph(f"Source: {pattern.source}." if pattern.source else "")
    lines += paragraph(pattern.about or "")
    lines += ["", Heading("What it asks for"), *table(_steps(pattern), "  ")]
    lines += paragraph(_letters(pattern))
    lines += paragraph(_occurrence(pattern))
    lines += [*_values(pattern), *_own_words(pattern)]
    if pattern.does_not_claim:
        lines += ["", *paragraph(f"What it does not claim: {pattern.does_not_claim}")]
    return [*lines, "", Heading("In time"), *_drawn(pattern)]


def _steps(pattern: Pattern) -> Iterator[tuple[str, str]]:
    """Yield each step and what it asks for; the steps of a choice are set in below it."""
    from formulation.patterns.pattern import Step
    from formulation.views.asking import placed, told

    for one in pattern.settled_steps:
        if isinstance(one, Step):
            yield one.as_, told(one) + placed(one)
            continue
        yield one.as_ or "", f"{_of_which(one)}{placed(one)}:"
        for step in one.any_of:
            yield f"  {step.as_}", told(step) + placed(step)


def _of_which(choice: AnyOf) -> str:
    if choice.absent:
        return "none of"
    return "any of" if choice.times else "one of"


def _letters(pattern: Pattern) -> str:
    """Say who or what each letter stands for, those of one kind together."""
    from formulation.model.base import in_list

    together: dict[str, list[str]] = {}
    for letter in pattern.letters():
        together.setdefault(_stands_for(pattern, letter), []).append(letter)
    told = [
        f"{in_list(letters)} {_several(one) if len(letters) > 1 else f'stands for {one}'}"
        for one, letters in together.items()
    ]
    return f"{'; '.join(told)}." if told else ""


def _several(one: str) -> str:
    is_figure = one == _STANDS_FOR["figure"]
    return "stand for different figures" if is_figure else f"each stand for {one}"


def _stands_for(pattern: Pattern, letter: str) -> str:
    from formulation.model.base import in_list

    if letter in {step.each for step in pattern.every_step}:
        return "a different figure each time"
    told = _STANDS_FOR.get(pattern.plan.spaces[letter]) or _word(pattern, letter)
    if role := pattern.roles.get(letter):
        roles = [role] if isinstance(role, str) else list(role)
        only = roles == [role]
        told = f"the {role}" if only else f"someone whose role is {in_list(roles, 'or')}"
    if kind := pattern.kinds.get(letter):
        kinds = [kind] if isinstance(kind, str) else list(kind)
        told += f" of the kind {in_list(kinds, 'or')}"
    is_named = any(letter in s.letters() for s in pattern.settled_steps if not s.absent)
    return told if is_named else f"{told}, whoever it be: only what must not be recorded names it"


def _word(pattern: Pattern, letter: str) -> str:
    """Return what a letter for a word of a vocabulary stands for: "a defense"."""
    from formulation.terms import vocabulary

    titles = (
        vocabulary(terms[step.field(key)]).title
        for step in pattern.every_step
        for terms in [step.record.terms()]
        for key, asked in step.asks.items()
        if letter in asked and step.field(key) in terms
    )
    return next(titles, "a word")


def _occurrence(pattern: Pattern) -> str:
    name = pattern.episode_step
    if any(one.name == name and one.times for one in pattern.settled_steps):
        return f"All '{name}' together are one occurrence."
    return f"Each '{name}' is one occurrence."


def _values(pattern: Pattern) -> list[str]:
    """Return the lines that say what can be set in a pattern, and how."""
    from formulation.model.base import in_list
    from formulation.patterns.step import values_set

    if not pattern.parameters:
        return []
    rows = []
    for name, value in pattern.parameters.items():
        asked = [one.name for one in pattern.steps if name in values_set(one)]
        rows.append((name, f"{value}, in {in_list(asked) if asked else 'what is weighed'}"))
    name, value = next(iter(pattern.parameters.items()))
    setting = shlex.quote(f"{name}={value.replace(' ', '')}")
    how = f"  formulation find CASE --pattern {pattern.pattern} --set {setting}"
    return ["", Heading("What can be set"), *table(rows, "  "), "For example:", how]


def _own_words(pattern: Pattern) -> list[str]:
    from formulation.model.base import in_list
    from formulation.views.asking import own_sentence

    told = own_sentence(pattern)
    if not told:
        return []
    told = f"In its own words: {told}."
    if pattern.names_first:
        first = in_list(list(pattern.names_first), "or")
        told += f" Before that it names any {first} that the file holds."
    return ["", *paragraph(told)]


def _drawn(pattern: Pattern) -> list[str]:
    from formulation.views.motif import motif

    return motif(pattern).to_text(width(), ascii=not speaks_utf8()).split("\n")


def as_file(pattern: Pattern) -> Iterable[str]:
    """Yield the pattern as a file would hold it: a key a line, and a line for each step."""
    from formulation.notation import write_flow

    for key, value in pattern.to_keys().items():
        if key in ("steps", "weigh"):
            yield f"{key}:"
            yield from (f"  - {write_flow(item)}" for item in value)
        else:
            yield f"{key}: {write_flow(value)}"
