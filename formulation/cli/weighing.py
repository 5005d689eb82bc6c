"""The command ``weigh``: whether it is more than chance, and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from formulation.cli.case_files import AsJson
from formulation.cli.patterns import OwnPatterns, PatternNames, known_patterns
from formulation.cli.pictures import CHARTS, format_of
from formulation.cli.reading import (
    CasePaths,
    ToldInto,
    cases_of,
    files_of,
    has_many,
    refuse_overwriting,
    with_progress,
)
from formulation.cli.searching import asked_patterns
from formulation.cli.setting import Settings
from formulation.cli.speaking import complain, emit, json_text, refuse

if TYPE_CHECKING:
    from formulation.chance.weigh import Weights
    from formulation.model.case import Case
    from formulation.patterns.pattern import Pattern

__all__ = ["weigh", "weights_of", "with_asked"]

Change = Annotated[
    str | None,
    typer.Option(metavar="EVENT", help="Add what changed since this event, by its id."),
]
Account = Annotated[
    str | None,
    typer.Option(
        metavar="SOURCE", help="Where several tell of one fact, count this source's account."
    ),
]
Seed = Annotated[
    int, typer.Option(min=0, metavar="N", help="What uncertain dates and shifts are drawn with.")
]
Draw = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help="Draw the first that could be weighed, with --change the first change: SVG, PNG, PDF "
        "or HTML by the file's name.",
    ),
]


def weigh(
    cases: CasePaths,
    pattern: PatternNames = None,
    patterns: OwnPatterns = None,
    settings: Settings = None,
    change: Change = None,
    account: Account = None,
    seed: Seed = 0,
    draw: Draw = None,
    output: ToldInto = None,
    json: AsJson = False,
) -> None:
    """Weigh a case's patterns against chance: the misses beside the hits, with an interval.

    CASE is a file, a folder of them, or - for standard input; several may be named.  Verdicts are
    about the order of events, never about the formulation.  What cannot be weighed is said with
    what to record.  All questions of the catalogue are allowed for, also those not shown.
    """
    files = files_of(cases)
    if draw is not None and (len(files) > 1 or draw == "-"):
        refuse("--draw draws the weights of one case, and needs the name of a file")
    if draw is not None and output is not None and Path(output).resolve() == Path(draw).resolve():
        refuse("the weights and their picture cannot both be written to one file")
    for written in (output, draw):
        refuse_overwriting(written, [*files, *(patterns or ())])
    shown = asked_patterns(pattern, patterns, settings)
    if draw is not None:
        format_of(draw, what="a weight", formats=CHARTS)
    family = with_asked(known_patterns(patterns), shown)
    read = list(with_progress(cases_of(files), "Weighing"))
    options = {"change": change, "account": account, "seed": seed}
    found = [(case, weights_of(case, shown, family, **options)) for case in read]
    if json:
        told = [_as_dict(case, weights, change) for case, weights in found]
        emit([json_text({"cases": told} if has_many(cases) else told[0])], output)
    else:
        from formulation.cli.telling_weights import told_weights

        lines: list[str] = []
        for case, weights in found:
            lines += [""] * bool(lines) + told_weights(case, weights)
        emit(lines, output)
    if draw is not None:
        _draw(found[0][1], draw)


def with_asked(known: Sequence[Pattern], asked: Sequence[Pattern]) -> list[Pattern]:
    """Return all patterns that are known, those asked for as they are asked for."""
    by_name = {pattern.pattern: pattern for pattern in asked}
    return [by_name.get(pattern.pattern, pattern) for pattern in known]


def weights_of(
    case: Case, shown: Sequence[Pattern], family: Sequence[Pattern], **options: Any
) -> Weights:
    """Weigh a case with every pattern that is known, and return the weights of those shown."""
    from formulation.chance.weigh import weigh

    return weigh(case, family, **options).only(shown)


def _as_dict(case: Case, weights: Weights, change: str | None) -> dict[str, Any]:
    told: dict[str, Any] = {"case": case.id, "weights": [weight.to_dict() for weight in weights]}
    if change is not None:
        told["changes"] = [one.to_dict() for one in weights.changes]
        if weights.scales:
            told["scales"] = [one.to_dict() for one in weights.scales]
    return told


def _draw(weights: Weights, path: str) -> None:
    from formulation.views import charts
    from formulation.views.draw import draw

    changes = [change for change in weights.changes if change.p_shift is not None]
    tested = [weight for weight in weights if weight.is_testable]
    if changes:
        draw(charts.change_view(changes[0]), path)
    elif weights.scales:
        draw(charts.scale_view(weights.scales[0]), path)
    elif tested:
        draw(charts.weight_view(tested[0]), path)
    else:
        refuse("nothing here could be weighed, so that there is nothing to draw")
    complain(f"Drawn: {path}")
