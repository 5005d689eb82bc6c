"""What a report is made from: a case, and what others found, weighed and missed in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from formulation.findings import Change, Finding, Gap, ScaleChange, Weight
from formulation.model.base import Statement, in_list
from formulation.model.case import Case
from formulation.model.figures import Person
from formulation.patterns.pattern import Pattern
from formulation.views.report.content import Sentence
from formulation.views.report.profiles import said_as

__all__ = ["Material", "by_pattern"]


@dataclass(frozen=True)
class Material:
    """A case and all that was found out about it.

    Attributes
    ----------
    case
        The case as the profile shows it, dates included.
    profile
        Who may read the report.
    findings, near_misses
        What fits, in order, and what nearly fits.
    weights, changes
        What was weighed.
    gaps
        What a review missed.
    patterns
        The patterns that were looked for.
    methods
        How it was weighed, as a paragraph.
    was_cut
        Whether there were more findings than were looked at.
    sought_near
        Whether near misses were looked for at all.
    """

    case: Case
    profile: str = "private"
    findings: Sequence[Finding] = ()
    near_misses: Sequence[Finding] = ()
    weights: Sequence[Weight] = ()
    changes: Sequence[Change | ScaleChange] = ()
    gaps: Sequence[Gap] = ()
    patterns: Sequence[Pattern] = ()
    methods: str = ""
    was_cut: bool = False
    sought_near: bool = True

    @cached_property
    def numbers(self) -> dict[str, str]:
        """What each statement, figure and symptom goes by: 12, F3, S1."""
        told = {id: str(n) for n, id in enumerate(self.case.ids, 1)}
        told |= {one.id: f"F{n}" for n, one in enumerate(self.case.people, 1)}
        return told | {one.id: f"S{n}" for n, one in enumerate(self.case.symptoms, 1)}

    @cached_property
    def named_by(self) -> Counter[str]:
        """How many statements name each figure, symptom and statement."""
        return Counter(id for s in self.case.statements for _, id in s.ids_named())

    @cached_property
    def accounts(self) -> dict[str, tuple[str, ...]]:
        """The other accounts of each statement of which there is more than one, by its id."""
        families: dict[str, list[str]] = {}
        for id in self.case.ids if self.case.other_accounts else ():
            families.setdefault(self.case.first_account(id), []).append(id)
        several = [own for own in families.values() if len(own) > 1]
        return {id: tuple(other for other in own if other != id) for own in several for id in own}

    def differing(self, refs: Iterable[str]) -> tuple[Sentence, ...]:
        """Return a sentence on the other accounts of some statements; none where there are none."""
        ids = tuple(dict.fromkeys(refs))
        disputed = [id for id in ids if id in self.accounts]
        others = dict.fromkeys(one for id in disputed for one in self.accounts[id])
        beside = [id for id in others if id not in ids]
        if not beside:
            return ()
        count = len(disputed) if disputed[1:] else "one"
        of = f"Of {count} of these statements " if ids[1:] else ""
        one, many = "another account differs", "other accounts differ"
        told = of + (one if len(beside) == 1 else many)
        return (self.say(f"{told[0].upper()}{told[1:]}.", beside),)

    def with_accounts(self, sentence: Sentence) -> tuple[Sentence, ...]:
        """Return a sentence, with one after it where another account of it differs."""
        return (sentence, *self.differing(sentence.refs))

    def figure(self, id: str) -> str:
        """Return a figure as a sentence; one that goes by its role is not told it twice."""
        record = self.case[id]
        if isinstance(record, Person) and record.label == f"the {record.role}":
            record = record.model_copy(update={"role": None})
        return record.sentence(self.case.name)

    def statement(self, id: str) -> Statement:
        """Return the statement with that id."""
        return self.case.statements[self.case.index_of[id]]

    def say(self, text: str, refs: Iterable[str] = (), *, of: Iterable[str] = ()) -> Sentence:
        """Return a sentence as the profile shows it.

        Parameters
        ----------
        text
            The words.
        refs
            The ids it speaks of; those the case does not have are passed over.
        of
            The ids of sources; those of what it speaks of unless said.
        """
        known = tuple(dict.fromkeys(id for id in refs if id in self.case))
        sources = tuple(of) or tuple(dict.fromkeys(self._sources(known)))
        return Sentence(said_as(text, self.profile), known, sources)

    def again(self, sentence: Sentence) -> Sentence:
        """Return a sentence that was made elsewhere, as the profile shows it."""
        return self.say(sentence.text, sentence.refs, of=sentence.sources)

    def _sources(self, ids: Iterable[str]) -> Iterator[str]:
        for id in ids:
            yield from getattr(self.case[id], "source", ())

    def name(self, ids: Iterable[str]) -> str:
        """Return figures, symptoms and statements by their names, as a list."""
        return in_list([self.case.name(id) for id in ids])

    def of_kinds(self, *kinds: str) -> list[tuple[str, Statement]]:
        """Return the statements of some kinds with their ids, in the order they began."""
        spans = self.case.chronology.spans
        told = zip(spans, self.case.ids, self.case.statements, strict=True)
        own = [
            (span.start_latest, n, id, s) for n, (span, id, s) in enumerate(told) if s.kind in kinds
        ]
        return [(id, statement) for _, _, id, statement in sorted(own, key=lambda one: one[:2])]


def by_pattern(findings: Sequence[Finding]) -> Iterator[list[Finding]]:
    """Yield findings pattern by pattern, in the order in which each comes first."""
    for name in dict.fromkeys(finding.pattern for finding in findings):
        yield [finding for finding in findings if finding.pattern == name]
