"""What the steps of a pattern ask for, as sentences with letters for names.

The words are those in which the statements themselves are told: a step that asks for an
idealization reads "P idealizes A".  What a sentence has no place for is added behind a comma.
"""

from __future__ import annotations

import re
from typing import Any

from formulation.model.amounts import amount_in_words
from formulation.model.base import Statement, in_list
from formulation.patterns.judging import space_of
from formulation.patterns.pattern import AnyOf, Pattern, Step
from formulation.patterns.step import RELATIONS, Asked, is_letter
from formulation.patterns.wording import BRACED
from formulation.terms import vocabulary

__all__ = ["in_own_letters", "own_sentence", "placed", "told", "window"]

_COMPARED = {
    ">=": "{} or more",
    ">": "more than {}",
    "<=": "{} or less",
    "<": "less than {}",
    "=": "{}",
}
_SOMETHING = "something"
_UNSAID = {"figure": "someone", "symptom": "a symptom"}
#: kinds that are between two; a pattern may name one of them
_OF_TWO = ("relationship", "conflict", "separation", "resolution")


def told(step: Step) -> str:
    """Return what a step asks for as a sentence, letters standing for names.

    >>> told(Step(as_="flare", escalation="S", by="P", severity=">= 7"))
    'S flares in P (severity 7 or more of 10)'
    """
    record, rest = _as_record(step)
    sentence = record.told(_named).replace(f": {_SOMETHING}", ": …")
    return sentence + "".join(f", {words}" for words in rest)


def in_own_letters(step: Step) -> str:
    """Return a step as a noun phrase, letters standing for names.

    >>> in_own_letters(Step(as_="quarrel", conflict=["A", "B"]))
    'the conflict between A and B'
    """
    return _as_record(step)[0].called(_named).replace(f" ({_SOMETHING})", "")


def own_sentence(pattern: Pattern) -> str:
    """Return a pattern's own sentence with letters, and noun phrases for its steps.

    It is empty where the pattern has none.
    """
    steps = {one.name: one for one in pattern.settled_steps} | pattern.by_name

    def words_for(found: re.Match[str]) -> str:
        one = steps.get(found[1])
        if one is None:
            return found[1]
        parts = (one,) if isinstance(one, Step) else one.placed()
        return in_list(list(dict.fromkeys(in_own_letters(step) for step in parts)), "or")

    said = BRACED.sub(words_for, (pattern.says or "").strip()).removesuffix(".")
    return said[:1].upper() + said[1:]


def placed(one: Step | AnyOf) -> str:
    """Return how a step lies to others, how often and whether it must be there.

    Each part stands behind a comma, the marks in brackets; the text is empty where nothing is said.
    """
    together: dict[str, list[str]] = {}
    for relation, other in one.relations():
        together.setdefault(relation, []).append(other)
    words = "".join(f", {_related(rel, one)} {in_list(names)}" for rel, names in together.items())
    if one.within:
        words += f", within {amount_in_words(one.within)}" + _of_each(one)
    if one.at_least:
        words += f", at least {amount_in_words(one.at_least)} apart"
    if one.times:
        words += f", {one.least_times} times or more"
    if one.each:
        words += f", each time with another {one.each}"
    return words + (" (if recorded)" if one.optional else " (must not be recorded)" * one.absent)


def _related(relation: str, one: Step | AnyOf) -> str:
    if relation == "anniversary_of" and not one.within:
        return "on the anniversary of"
    return RELATIONS[relation]


def _of_each(one: Step | AnyOf) -> str:
    if one.anniversary_of:
        return " of that day"
    return " of each" if len(list(one.relations())) > 1 else ""


def window(step: Step) -> str:
    """Return how near a step is to be to those it is related to, in the fewest words.

    >>> window(Step(as_="b", trauma="P", after="a", within="14 days", at_least="2 days"))
    'at least 2 days, within 14 days'
    """
    if step.anniversary_of:
        near = f"within {amount_in_words(step.within)}" if step.within else "same day"
        return f"years later, {near}"
    told = [f"at least {amount_in_words(step.at_least)}"] if step.at_least else []
    told += [f"within {amount_in_words(step.within)}"] if step.within else []
    return ", ".join(told)


# -- a step as if it were a statement ------------------------------------------------------------


def _named(id: str | None) -> str:
    """Name a letter by itself, a step by its name, and who is not asked for as someone."""
    if id is None:
        return "someone"
    return id if is_letter(id) or id in (*_UNSAID.values(), _SOMETHING) else f"'{id}'"


def _as_record(step: Step) -> tuple[Statement, list[str]]:
    """Return a statement with letters in it, and what it has no words for.

    It is made without being judged: letters are no ids, and would be refused.
    """
    subject, *others = step.asks
    fields: dict[str, Any] = {step.field(subject): _value(step, subject)}
    record, rest = step.record.model_construct(**fields), []
    for key in others:
        more = fields | {step.field(key): _value(step, key)}
        fuller = step.record.model_construct(**more)
        if _says_more(fuller, record):
            fields, record = more, fuller
        else:
            rest.append(_condition(step, key))
    return record, rest


def _says_more(fuller: Statement, record: Statement) -> bool:
    try:
        return fuller.told(_named) != record.told(_named)
    except KeyError:  # a letter where the sentence turns on the word
        return False


def _value(step: Step, key: str) -> Any:
    """Return what a step asks of a key, as its field holds it."""
    asked, field = step.asks[key], step.record.model_fields[step.field(key)]
    words = _words(step, key, asked)
    if field.annotation is bool:
        return words == ["true"]
    if "tuple" not in str(field.annotation):
        return in_list(words)
    is_alone = key in _OF_TWO and len(words) == 1 and (is_letter(words[0]) or not asked)
    return (*words, "someone") if is_alone else tuple(words)


def _words(step: Step, key: str, asked: Asked) -> list[str]:
    space = space_of(step, key)
    if isinstance(asked, dict):
        title = vocabulary(step.record.terms()[step.field(key)]).title
        return [f"{title} of level {_compared(asked['level'])}"]
    if not asked:
        return [_UNSAID.get(space, _SOMETHING)]
    words = [asked] if isinstance(asked, str) else list(asked)
    return [_compared(word) if space == "" else word for word in words]


def _compared(condition: str) -> str:
    """Return a number, and how it is compared with, in words."""
    found = re.fullmatch(r"(>=|<=|>|<|=)?\s*(.+)", condition)
    return _COMPARED[found[1] or "="].format(found[2]) if found else condition


def _condition(step: Step, key: str) -> str:
    words = _words(step, key, step.asks[key])
    name = key.replace("_", " ")
    if step.record.model_fields[step.field(key)].annotation is bool:
        return name if words == ["true"] else f"not {name}"
    if space_of(step, key) in ("statement", "any"):
        words = [_named(word) for word in words]
    return f"{name} {in_list(words)}"
