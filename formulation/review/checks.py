"""The table of checks: what each asks for, how much it matters, why, and whose idea that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

from formulation.errors import UnknownName
from formulation.review.contents import bodily_factors, presenting_problem, strengths
from formulation.review.corners import corners
from formulation.review.evidence import grounds
from formulation.review.instances import misses
from formulation.review.rivals import against, rivals
from formulation.review.sources import voices
from formulation.review.times import times
from formulation.review.wording import Asks

__all__ = ["CHECKS", "LEVELS", "Check", "checks_named"]

#: levels as they are told, what matters most first
LEVELS = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that a formulation is asked.

    Attributes
    ----------
    id
        ``C01``, the number it has in the list of checks, which is longer than this table.
    title
        What it asks for, in words.
    level
        ``error``, ``warning`` or ``info``.
    why
        Why that matters, in one sentence.
    source
        Whose idea it is; "as generally taught" where no text was read for it.
    written
        How a case file says what it asks for.
    finds
        Yields what it finds missing in a case.
    """

    id: str
    title: str
    level: str
    why: str
    source: str
    written: str
    finds: Asks

    def to_dict(self) -> dict[str, str]:
        """Return the keys of ``formulation review --list --json``."""
        return {
            name: getattr(self, name)
            for name in ("id", "title", "level", "why", "source", "written")
        }


_EELLS = "Eells et al. 1998"
_PERRY = "Perry, Cooper & Michels 1987"

_TABLE = (
    Check(
        "C01",
        "A presenting problem with its beginning and its course",
        "error",
        "A formulation explains something: what is suffered, since when, and how it has gone "
        "since come first, set in the context of the life.",
        f"{_PERRY}; {_EELLS}, of whose four components it is the first",
        "a symptom of the patient with `onset` and `course`",
        presenting_problem,
    ),
    Check(
        "C05",
        "A strength, or something that protects",
        "warning",
        "A formulation that tells only of what hurts leaves out what treatment builds on.",
        "Messer & Wolitzky, and the protective of the five Ps, as generally taught",
        "`strength: …` in `inner`, or a claim `as: protective`",
        strengths,
    ),
    Check(
        "C06",
        "What the body does, or that nothing is known of it",
        "warning",
        "Illness and medicines can look like conflict, and are easily left out: of 56 formulations "
        "from real intakes, 2 in 100 named a biological mechanism.",
        f"{_PERRY}, on factors that are not dynamic; {_EELLS}, for the number",
        "a symptom of the kind `disease` or `injury`, or `factor: …` with `domain: biological`, "
        "which may be `factor: none known`",
        bodily_factors,
    ),
    Check(
        "C08",
        "Every inner conflict has a defense, a fear and a hidden feeling",
        "warning",
        "Because of anxiety about a hidden feeling a defense is used: with a corner empty, only "
        "part of the conflict can be shared with the patient.",
        "Malan 1979, the triangle of conflict, as generally taught",
        "`defense`, `fear` and `feeling` of the `inner_conflict`, each the id of a statement",
        corners,
    ),
    Check(
        "C11",
        "Every inference rests on something seen or told, and says how far it goes beyond it",
        "error",
        "Groups of analysts failed to agree because their members inferred at different levels; "
        "an inference tied to what it was drawn from can be looked at by others.",
        "Seitz, the consensus problem; W3C PROV, in which a claim is derived from an observation",
        "`inference: …`; and the person's own `words`, or an insight `about` it, or, for a claim, "
        "`from` and `to`",
        grounds,
    ),
    Check(
        "C12",
        "Every explanation has a rival",
        "warning",
        "A formulation stays tentative: an explanation that nothing else was held against cannot "
        "have been chosen.",
        f"{_PERRY}, on a formulation as limited and revisable",
        "`rivals: […]` of the claim",
        rivals,
    ),
    Check(
        "C13",
        "Every explanation says what would count against it",
        "warning",
        "Where any outcome fits, none speaks for it either.",
        "Grünbaum's critique of clinical evidence, as generally taught",
        "`against: …` of the claim",
        against,
    ),
    Check(
        "C14",
        "Someone looked for the one without the other",
        "warning",
        "People count the times when both came and neglect the other three cells of the table, and "
        "trained clinicians saw links that were not there.",
        "Chapman & Chapman 1967 and 1969; Smedslund 1963 and Jenkins & Ward 1965, "
        "as generally taught",
        "dated events of both kinds, the one without the other; `observed` for both kinds; or the "
        "claim's `outcome`, or its `note` with the word “asked”",
        misses,
    ),
    Check(
        "C24",
        "Nothing comes before its cause, out of its time, or outside a life",
        "error",
        "A cause comes first: where the file tells it otherwise, a date or the explanation has to "
        "give way.",
        "CARE 2013, which asks case reports for a timeline, as generally taught",
        "`when`, `age`, `after` and `before` of the statements; `onset`; `born` and `died`",
        times,
    ),
    Check(
        "C26",
        "More than one voice is heard, and it is said who saw or told what",
        "warning",
        "Where one person treats, observes and reports, nothing in the file can contradict them, "
        "and a reader cannot tell what was seen from what was said.",
        "W3C PROV, on attribution",
        "`source`, `said_by` and `basis`; an account with `basis: informant`, or a source by "
        "someone else",
        voices,
    ),
)

#: every check, by its id, in the order of the list
CHECKS = MappingProxyType({check.id: check for check in _TABLE})


def checks_named(names: str | Iterable[str] | None) -> list[Check]:
    """Return the checks with some ids, in the order of the table; all where none is named.

    Raises
    ------
    UnknownName
        For an id that no check has; the nearest is offered.
    """
    if names is None:
        return list(CHECKS.values())
    asked = [names] if isinstance(names, str) else list(names)
    ids = {name.strip().upper() for name in asked}
    for name in asked:
        if name.strip().upper() not in CHECKS:
            raise UnknownName(name, "check", tuple(CHECKS))
    return [check for id, check in CHECKS.items() if id in ids]
