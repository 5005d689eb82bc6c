"""Statements as one clinician says them to another: what is told, by whom, how it is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from formulation.errors import shortened
from formulation.model.base import Record, Several, Statement, in_list
from formulation.model.case import Case
from formulation.views.report.content import Sentence

__all__ = ["hedged", "how_known", "in_full", "merged", "stopped"]

_KNOWN = re.compile(r" \((?:inferred(?:, \w+ confidence)?|\w+ confidence)\)$")
_CUT = "…"
#: a sentence names a statement, which may be called by another
_NAMED_WITHIN = 2
#: fields in which statements that are told in one sentence may differ
_APART = {"id", "of", "source", "note", "words", "recorded"}


def stopped(text: str) -> str:
    """Return words as a sentence with its full stop.

    >>> stopped("chronic pain flares"), stopped("Why?")
    ('Chronic pain flares.', 'Why?')
    """
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if not text or text[-1] in ".!?…" else f"{text}."


def hedged(case: Case, statement: Statement, also: Sequence[Statement] = ()) -> Sentence:
    """Return a statement as a sentence that says how it is known.

    Parameters
    ----------
    case
        The case.
    statement
        The statement.
    also
        Others that differ from it in whom they are about and are told with it.
    """
    told = _KNOWN.sub("", _told(case, statement, also).removesuffix("."))
    known = _clause(case, statement, is_whose=statement.kind != "claim" or not statement.said_by)
    joint = " " if known.startswith("(") else ", " if told[-1:] not in "!?…" else " – "
    text = f"{told}{joint}{known}" if known else told
    every = (statement, *also)
    refs = tuple(case.ids[_place(case, one)] for one in every)
    sources = dict.fromkeys(source for one in every for source in one.source)
    return Sentence(stopped(text), refs, tuple(sources))


def _told(case: Case, statement: Statement, also: Sequence[Statement]) -> str:
    if not also:
        return case.tell(statement)
    subjects = dict.fromkeys(id for one in (statement, *also) for id in one.subjects)
    names = Several(in_list([case.name(id) for id in subjects]))
    own = statement.subjects[0]
    return statement.sentence(lambda id: names if id == own else case.name(id))


def _place(case: Case, statement: Statement) -> int:
    """Return where a statement stands in the case; two that say the same are told apart."""
    return next(n for n, one in enumerate(case.statements) if one is statement)


def _clause(case: Case, statement: Statement, *, is_whose: bool) -> str:
    """Return how it is known: "as Elizabeth reports", "as JC infers (a theoretical inference)".

    Where the sentence says itself whose it is, only how sure it is.
    """
    who = case.name(statement.said_by) if statement.said_by else ""
    s = "" if isinstance(who, Several) else "s"
    clause = {
        "observed": f"as {who} observed" if who else "as was observed",
        "reported": f"as {who} report{s}" if who else "as is reported",
        "informant": f"as {who} told" if who else "as an informant told",
        "inferred": f"as {who} infer{s}" if who else "as is inferred",
        None: f"by the account of {who}" if who else "",
    }[statement.basis] * is_whose
    doubt = [f"a {statement.inference} inference"] if statement.inference else []
    doubt += [f"{statement.confidence} confidence"] if statement.confidence else []
    return f"{clause} ({', '.join(doubt)})".strip() if doubt else clause


def how_known(case: Case, statement: Statement) -> str:
    """Return basis, inference, confidence and account in a few words, for a table.

    ``no basis given`` where none of them is said.
    """
    parts = [statement.basis or ""]
    parts += [f"{statement.inference} inference"] if statement.inference else []
    parts += [f"{statement.confidence} confidence"] if statement.confidence else []
    parts += [f"by the account of {case.name(statement.said_by)}"] if statement.said_by else []
    return "; ".join(filter(None, parts)) or "no basis given"


def in_full(case: Case, record: Record, told: str) -> str:
    """Return a sentence with the whole of each text that it cuts short.

    Parameters
    ----------
    case
        The case.
    record
        What the sentence tells; texts of what it names are told whole too.
    told
        The sentence.
    """
    if _CUT not in told:
        return told
    for text in _texts(case, record, _NAMED_WITHIN):
        whole, cut = " ".join(text.split()), shortened(text)
        if cut.endswith(_CUT) and cut != whole:  # its first letter may be a capital by now
            told = told.replace(cut[1:], whole[1:].removesuffix("."))
    return stopped(told)


def _texts(case: Case, record: Record, deep: int) -> Iterator[str]:
    """Yield all texts of a record, and of those that it names."""
    for _, value in record.said():
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, str):
                yield one
                if deep and one in case:
                    yield from _texts(case, case[one], deep - 1)


def merged(case: Case, statements: Iterable[Statement]) -> list[Sentence]:
    """Return statements as sentences; those that differ in one name only share a sentence."""
    alike: dict[str, list[Statement]] = {}
    for statement in statements:
        own = "of" in type(statement).model_fields and len(statement.subjects) == 1
        key = (
            repr(statement.model_dump(exclude=_APART)) + statement.kind if own else repr(statement)
        )
        alike.setdefault(key, []).append(statement)
    return [hedged(case, first, rest) for first, *rest in alike.values()]
