"""A report of a case: searched, weighed, reviewed and written down in one call.

>>> from formulation import read_case, report
>>> case = read_case("examples/elizabeth.yaml")
>>> report(case, "elizabeth.html")  # doctest: +SKIP
"""

from __future__ import annotations

import gc
import os
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from formulation import __version__
from formulation.errors import UnknownName
from formulation.model.case import Case
from formulation.notation import write_atomically
from formulation.patterns.catalogue import catalogue, pattern_named
from formulation.patterns.pattern import Pattern

if TYPE_CHECKING:
    from formulation.chance.weigh import Weights
    from formulation.patterns.answers import Findings
    from formulation.timeline import Timeline
    from formulation.views.report.content import Report

__all__ = ["REPORT_FORMATS", "format_of", "report", "report_of", "written"]

#: what a report can be written as, by the ending of its name
REPORT_FORMATS = ("html", "md", "docx", "pdf")
#: so many findings are looked at; the report says where there are more
_MOST_FINDINGS = 1_000
#: and so many in a long case, where a thousand would be the first months and take the longest
_MOST_IN_LONG = 200
_NEAREST = 10
#: a case with more statements is long: near misses are not looked for, which takes longer than
#: all else together
_MOST_FOR_NEAR = 1_500


@contextmanager
def _without_looking_for_circles() -> Iterator[None]:
    """Let Python's collector rest, which would walk the whole case again and again.

    A report makes next to no records that only hold each other, and looking for such took a sixth
    of the time of a long one.
    """
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()


def report(
    case: Case,
    path: str | os.PathLike[str],
    *,
    profile: str = "private",
    patterns: Pattern | str | Iterable[Pattern | str] | None = None,
    seed: int = 0,
) -> None:
    """Find, weigh and review a case, and write it all as one page or document.

    Parameters
    ----------
    case
        The case.
    path
        Where to: a name that ends in .html, .md, .docx or .pdf.  It is written whole or not at all.
    profile
        Who may read it: ``private`` shows everything, ``supervision`` leaves out quotations and
        notes, ``teaching`` puts roles and letters for names and tells dates to the year.
    patterns
        Patterns or their names; the whole catalogue unless said.
    seed
        Draws uncertain dates and shifts, where weighing needs them.

    Raises
    ------
    UnknownName
        Where there is no such profile, pattern or format.
    CaseError
        Where the file cannot be written.
    DrawError
        Where a picture cannot be drawn.
    """
    kind = format_of(path)
    content = report_of(case, profile=profile, patterns=patterns, seed=seed)
    write_atomically(path, written(content, kind))


def format_of(path: str | os.PathLike[str]) -> str:
    """Return what a report is written as in a file of that name.

    Raises
    ------
    UnknownName
        Where a report cannot be written as that.
    """
    ending = Path(path).suffix.lower().removeprefix(".")
    kind = {"htm": "html", "markdown": "md"}.get(ending, ending)
    if kind not in REPORT_FORMATS:
        raise UnknownName(ending, "format of a report", REPORT_FORMATS)
    return kind


@_without_looking_for_circles()
def written(content: Report, kind: str) -> str | bytes:
    """Return a report as the text or the bytes of a file of that kind.

    Raises
    ------
    UnknownName
        Where a report cannot be written as that.
    """
    if kind == "html":
        from formulation.views.report.html import page_of

        return page_of(content)
    if kind == "md":
        from formulation.views.report.markdown import markdown_of

        return markdown_of(content)
    if kind == "docx":
        from formulation.views.report.docx import document_of

        return document_of(content)
    if kind == "pdf":
        from formulation.views.report.pdf import pdf_of

        return pdf_of(content)
    raise UnknownName(kind, "format of a report", REPORT_FORMATS)


@_without_looking_for_circles()
def report_of(
    case: Case,
    *,
    profile: str = "private",
    patterns: Pattern | str | Iterable[Pattern | str] | None = None,
    family: Iterable[Pattern] | None = None,
    seed: int = 0,
) -> Report:
    """Return all that a report of a case says, before it is written.

    Parameters
    ----------
    case, profile, patterns, seed
        As for :func:`report`.
    family
        The patterns whose questions are corrected for; those of the catalogue unless said.
    """
    from formulation.review.answers import review
    from formulation.timeline import Timeline
    from formulation.views.report.building import build_report
    from formulation.views.report.material import Material
    from formulation.views.report.profiles import dated_as, reviewed_as, shown_as

    asked = _asked(patterns)
    told = shown_as(case, profile)
    laid_out = Timeline(told)
    found = _found(laid_out, asked)
    weights = _weighed(laid_out, asked, list(family or asked), seed)
    material = Material(
        case=dated_as(told, profile),
        profile=profile,
        findings=list(found.matches),
        near_misses=list(found.near_misses),
        weights=weights,
        changes=[*weights.changes, *weights.scales],
        gaps=list(review(reviewed_as(case, profile))),
        patterns=asked,
        methods=weights.methods,
        was_cut=found.is_cut,
        sought_near=len(told.statements) <= _MOST_FOR_NEAR,
    )
    return build_report(material, timeline=_timeline(material), version=__version__)


def _asked(patterns: Pattern | str | Iterable[Pattern | str] | None) -> list[Pattern]:
    if patterns is None:
        return list(catalogue())
    several = [patterns] if isinstance(patterns, Pattern | str) else patterns
    return [pattern_named(one) if isinstance(one, str) else one for one in several]


def _found(t: Timeline, asked: list[Pattern]) -> Findings:
    from formulation.patterns.answers import find

    is_long = len(t) > _MOST_FOR_NEAR
    nearest, limit = (0, _MOST_IN_LONG) if is_long else (_NEAREST, _MOST_FINDINGS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it can only say what is_cut says
        return find(t, asked, near_misses=nearest, limit=limit)


def _weighed(t: Timeline, asked: list[Pattern], family: list[Pattern], seed: int) -> Weights:
    from formulation.chance.weigh import weigh

    return weigh(t, family, seed=seed).only(asked)


def _timeline(material: Any) -> Any:
    from formulation.views.timeline import timeline_view

    return timeline_view(
        material.case,
        findings=material.findings,
        weights=material.weights,
        is_cut=material.was_cut,
    )
