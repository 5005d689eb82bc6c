"""How it was reckoned, as one paragraph to paste into a report."""

from __future__ import annotations

from collections.abc import Sequence

from formulation.chance.counting import LEAST_ANTECEDENTS, LEAST_OUTCOMES
from formulation.chance.draws import DRAWS
from formulation.chance.nulls import MOST_SHIFTS, PERMUTED, SHIFTED
from formulation.errors import counted
from formulation.findings import Change, ScaleChange, Weight

__all__ = ["methods_of"]


def methods_of(
    weights: Sequence[Weight],
    changes: Sequence[Change],
    scales: Sequence[ScaleChange],
    *,
    family: int,
    seed: int,
) -> str:
    """Return a methods paragraph that speaks of what was done, and of nothing else.

    Parameters
    ----------
    weights, changes, scales
        What was weighed.
    family
        How many questions were corrected for.
    seed
        What chance was drawn with.
    """
    reckoned = [weight.method for weight in weights if weight.is_testable]
    parts = ["Weighing was done with the Python library formulation."]
    if any("exposed" in method for method in reckoned):
        parts += [_EXPOSURE, SHIFTED]
    if any("risk sets" in method for method in reckoned):
        parts += [_BY_AGE, PERMUTED]
    if any(change.p_shift is not None for change in changes):
        parts.append(_CHANGE)
    if scales:
        parts.append(_SCALES)
    if any("draws" in method for method in reckoned):
        parts.append(f"Uncertain dates were drawn {DRAWS} times within what is known of them.")
    if family:
        parts.append(
            f"Probabilities were corrected for {counted(family, 'question')} after Benjamini and "
            f"Hochberg (1995){'; those of changes were not' * bool(changes)}. The seed was {seed}."
        )
    parts.append(_GATE)
    return " ".join(parts)


_EXPOSURE = (
    "Outcomes were counted in the time that followed an antecedent within the stated window and in "
    "the rest of the time at risk, which is the time in which both would have been noticed and the "
    "stated bonds held, without the first window of each stretch and without the time inside an "
    "outcome. Rates were compared by the exact conditional test, with Clopper and Pearson's "
    f"interval, and by a circular shift test with at most {MOST_SHIFTS} shifts, which decides."
)
_BY_AGE = (
    "Endings were compared within risk sets of like age (Mantel and Haenszel's ratio for matched "
    "sets, with the exact interval of the Poisson-binomial test)."
)
_CHANGE = (
    "Rates before and after the event were compared in the same way, its own span left out, with "
    "the outcomes rolled along the watched time and the boundary fixed."
)
_SCALES = (
    "Ratings were compared by nonoverlap of all pairs and by baseline-corrected tau (Tarlow 2017)."
)
_GATE = (
    f"Questions with fewer than {LEAST_OUTCOMES} outcomes or {LEAST_ANTECEDENTS} antecedents in "
    "watched time were not tested. Results speak of the order of events and not of their causes, "
    "nor of the formulation."
)
