"""What is found of each set of figures at its surest, without making findings of all the rest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from formulation.findings import Finding
from formulation.model.case import Case
from formulation.patterns.answers import Findings, choose
from formulation.patterns.catalogue import catalogue
from formulation.patterns.match import Matches, search
from formulation.patterns.table import numbered
from formulation.timeline import Ints, Timeline

__all__ = ["surest_findings"]


def surest_findings(case: Case) -> list[Finding]:
    """Return what the catalogue finds in a case, of the same figures in a pattern the surest.

    Of thousands of quarrels of the same two, each with its flare, only the most certain is told
    (and the earliest of these), so that the others are left before they are made findings.

    Parameters
    ----------
    case
        The case.
    """
    t = Timeline(case)
    matches = [_that_matter(t, search(t, pattern)) for pattern in catalogue()]
    chosen = [choose(t, one, every=False) for one in matches]
    return list(Findings(t, chosen, [], sum(len(one.heads) for one in chosen)))


def _that_matter(t: Timeline, matches: Matches) -> Matches:
    """Return the matches among which is the finding that is told of each who stand in one.

    These are the surest, in the earliest episode that is as sure.  Repeated episodes are neither
    sure nor unsure, and those who have any keep all of theirs.
    """
    plan, table = matches.plan, matches.table
    letters = [table[name] for name in plan.roles if name in table.letters]
    if len(table) < 2 or not letters or matches.lists.rows:
        return matches
    who = numbered(letters)
    truth = table.truth.astype(np.int64)
    is_sure = truth == _greatest(truth, who)
    onset = t.starts_from[table[plan.pattern.episode_step]]
    earliest = _greatest(np.where(is_sure, -onset, np.iinfo(np.int64).min), who)
    keep = -onset == earliest
    if t.recurring.any():
        each = (table[name] for name in plan.columns)
        is_repeated = np.logical_or.reduce([(rows >= 0) & t.recurring[rows] for rows in each])
        keep |= _greatest(is_repeated.astype(np.int64), who) > 0
    return replace(matches, table=table.take(keep))


def _greatest(values: Ints, who: Ints) -> Ints:
    """Return, beside each value, the greatest of those with the same number."""
    found = np.full(int(who.max()) + 1, np.iinfo(np.int64).min)
    np.maximum.at(found, who, values)
    return found[who]
