"""The command ``compare``: two or more formulations of one person, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from formulation.cli.case_files import AsJson
from formulation.cli.reading import ToldInto, cases_of, files_of, refuse_overwriting
from formulation.cli.speaking import Heading, emit, json_text, paragraph, refuse

if TYPE_CHECKING:
    from formulation.compare.records import (
        Agreement,
        Alignment,
        Comparison,
        Counterpart,
        Disagreement,
        Matched,
        Said,
        Unmatched,
    )
    from formulation.model.case import Case

__all__ = ["compare"]

Reference = Annotated[str, typer.Argument(metavar="REFERENCE", hidden=True)]
Others = Annotated[list[str] | None, typer.Argument(metavar="OTHER", hidden=True)]
Unrelated = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FILE",
        help="A formulation of somebody else, to see how alike those are; may be given again.",
    ),
]
Seed = Annotated[int, typer.Option(metavar="N", help="For what is drawn at random; 0 unless said.")]

#: so many of a kind are told; a program gets all of them
_MOST_TOLD = 30
_LONGEST_NAME = 24
_AND_MORE = "and {} more, which --json lists"
_WHAT_SCORES_SAY = (
    "Precision is how much of what {other} has stands in {reference} too, recall how much of what "
    "{reference} has stands in {other} too; F1 is the mean of both, the harmonic one. Two "
    "statements count as one where more than half of what can be compared in them is alike."
)
_WHAT_KAPPA_SAYS = "1 is full agreement, 0 what chance alone would give, less than 0 is less."


def compare(
    reference: Reference,
    others: Others = None,
    unrelated: Unrelated = None,
    seed: Seed = 0,
    output: ToldInto = None,
    json: AsJson = False,
) -> None:
    """Compare two or more formulations of the same person, and tell on what they part.

    REFERENCE is the file beside which each OTHER is put; a folder stands for its files.  People are
    paired by role and name, statements by kind, parties and time.  Nobody's formulation is merged
    into another's, and none is taken for the right one.
    """
    from formulation.compare.comparing import compare

    files = files_of([reference, *(others or [])])
    if len(files) < 2:
        refuse("name two formulations at least: the reference, then the other")
    strangers = files_of(unrelated) if unrelated else []
    refuse_overwriting(output, [*files, *strangers])
    names = _names([*files, *strangers])
    read = cases_of([*files, *strangers])
    own, called = read[: len(files)], names[: len(files)]
    found = compare(*own, names=called)
    apart = _matched(read, names, len(files), seed) if strangers else None
    if json:
        told: dict[str, Any] = found.to_dict()
        told["matched"] = apart.to_dict() if apart else None
        emit([json_text({"comparison": told})], output)
        return
    emit(_told(found, apart), output)


def _names(files: Sequence[str]) -> list[str]:
    """Call each file by its own name, by its path where two have one name, else by number too."""
    stems = ["standard input" if file == "-" else Path(file).stem for file in files]
    names = [s if stems.count(s) == 1 else f for s, f in zip(stems, files, strict=True)]
    again = [names[:n].count(name) for n, name in enumerate(names)]
    return [f"{name} ({n + 1})" if n else name for name, n in zip(names, again, strict=True)]


def _matched(cases: Sequence[Case], names: Sequence[str], own: int, seed: int) -> Matched:
    """Return how alike those of one person are; files of others are of one by one id."""
    from formulation.compare.matching import matched_by

    groups = [("own", "") if n < own else ("other", case.id) for n, case in enumerate(cases)]
    return matched_by([" ".join(group) for group in groups], names, cases, seed=seed)


# --- in words -----------------------------------------------------------------------------------


def _told(found: Comparison, apart: Matched | None) -> list[str]:
    from formulation.compare.words import told_of_matched

    pairs = found.pairs[: len(found.names) - 1]
    lines = [line for note in found.notes for line in (*paragraph(note), "")]
    if len(found.names) > 2:
        lines += _all_together(found)
    for pair in pairs:
        lines += [""] * bool(lines and lines[-1]) + _pair(pair)
    if apart:
        lines += ["", Heading("Matched against mismatched"), *paragraph(told_of_matched(apart))]
    return lines


def _all_together(found: Comparison) -> list[str]:
    """Return the lines about three formulations or more: each with each, then all of them."""
    from formulation.compare.words import number

    lines: list[str] = [Heading("Each with each"), ""]
    head = ("", "", "both", "first only", "second only", "alike by")
    rows = [
        (
            _short(pair.reference),
            _short(pair.other),
            str(pair.score.both),
            str(pair.score.missing),
            str(pair.score.extra),
            number(pair.similarity),
        )
        for pair in found
    ]
    lines += _columns([head, *rows], named=2)
    return [
        *lines,
        "",
        Heading("All of them, beyond chance"),
        "",
        *_agreements(found.agreement, found.names),
    ]


def _pair(pair: Alignment) -> list[str]:
    from formulation.compare.words import told_of_alignment

    lines: list[str] = [Heading(f"{pair.reference} (the reference) and {pair.other}")]
    lines += [*paragraph(told_of_alignment(pair)), "", *_figures(pair)]
    lines += ["", Heading("How much of one is in the other"), "", *_scores(pair)]
    lines += [
        "",
        Heading("Agreement beyond chance"),
        "",
        *_agreements(pair.agreement, (pair.reference, pair.other)),
    ]
    lines += _disagreements(pair)
    for name, alone in ((pair.reference, pair.missing), (pair.other, pair.extra)):
        if alone:
            lines += ["", Heading(f"Only in {name}"), "", *_alone(alone, pair)]
    return lines


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"…{name[1 - _LONGEST_NAME :]}"


def _columns(rows: Sequence[Sequence[str]], *, named: int) -> list[str]:
    """Return rows in columns, the first `named` to the left and numbers to the right."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            f"{cell:<{width}}" if n < named else f"{cell:>{width}}"
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  " + "  ".join(cells).rstrip())
    return lines


def _figures(pair: Alignment) -> Iterator[str]:
    """Say who was taken for whom where they are not called alike, and who stands alone."""
    renamed = [one for one in pair.figures if one.reference and one.other and _is_renamed(one)]
    for one in renamed:
        assert one.reference
        assert one.other
        told = f"{one.reference.told} and {one.other.told} are taken for the same: {one.told}."
        yield from paragraph(told, "  ", "    ")
    for name, is_ours in ((pair.reference, True), (pair.other, False)):
        alone = [_lone(one, is_ours=is_ours) for one in pair.figures]
        if labels := [label for label in alone if label]:
            yield from paragraph(f"Only in {name}: {', '.join(labels)}.", "  ", "    ")
    if not renamed and all(one.reference and one.other for one in pair.figures):
        yield "  The same people and symptoms stand in both."


def _is_renamed(one: Counterpart) -> bool:
    return bool(one.reference and one.other and one.reference.told != one.other.told)


def _lone(one: Counterpart, *, is_ours: bool) -> str:
    here, there = (one.reference, one.other) if is_ours else (one.other, one.reference)
    if not here or there:
        return ""
    return f"{here.told} ({one.told})" if one.told else here.told


def _scores(pair: Alignment) -> list[str]:
    from formulation.compare.words import number

    names = [f"only {_short(name)}" for name in (pair.reference, pair.other)]
    head = ("", "both", *names, "precision", "recall", "F1")
    rows = [
        (
            "all statements" if score.section == "statements" else score.section,
            str(score.both),
            str(score.missing),
            str(score.extra),
            number(score.precision),
            number(score.recall),
            number(score.f1),
        )
        for score in pair.scores
    ]
    why = _WHAT_SCORES_SAY.format(reference=pair.reference, other=pair.other)
    return [*_columns([head, *rows], named=1), "", *paragraph(why, "  ")]


def _agreements(agreements: Iterable[Agreement], names: Sequence[str]) -> Iterator[str]:
    from formulation.compare.words import told_of_agreement

    for one in agreements:
        told = told_of_agreement(one, names)
        yield from paragraph(f"{_capital(one.title)} ({one.cell}) {told}", "  ", "    ")
    yield ""
    yield from paragraph(_WHAT_KAPPA_SAYS, "  ")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _disagreements(pair: Alignment) -> Iterator[str]:
    from formulation.compare.words import HEADINGS

    yield from ("", Heading("On what they part, what follows most from it first"))
    if not pair.disagreements:
        yield from ("", "  They part on nothing that both have.")
    about = ""
    for number, one in enumerate(pair.disagreements[:_MOST_TOLD], start=1):
        if one.about != about:
            about = one.about
            yield from ("", Heading(f"  {HEADINGS[about]}"))
        yield from _disagreement(one, number, pair)
    if len(pair.disagreements) > _MOST_TOLD:
        yield from ("", "  " + _AND_MORE.format(len(pair.disagreements) - _MOST_TOLD))


def _disagreement(one: Disagreement, number: int, pair: Alignment) -> Iterator[str]:
    start = f"  {number}. "
    yield from paragraph(one.told, start, " " * len(start))
    for name, said in ((pair.reference, one.reference), (pair.other, one.other)):
        if said:
            yield from paragraph(
                f"{name}: {_ids(said, one.about)}", " " * len(start), " " * (len(start) + 2)
            )
    if one.changes and one.about != "finding":
        told = f"It bears on: {', '.join(one.changes)}"
        yield from paragraph(told, " " * len(start), " " * (len(start) + 2))


def _ids(said: Sequence[Said], about: str) -> str:
    """Return what a file says with its id, or ids alone where there are many."""
    if about == "finding" or len(said) > 3:
        return f"by {', '.join(one.id for one in said)}"
    return " ".join(f"{one.told} ({one.id})" for one in said)


def _alone(alone: Sequence[Unmatched], pair: Alignment) -> Iterator[str]:
    from formulation.compare.words import told_of_nearest

    for one in alone[:_MOST_TOLD]:
        yield from paragraph(f"{one.said.told} ({one.said.id})", "  ", "    ")
        if nearest := told_of_nearest(one, pair):
            yield from paragraph(nearest, "      ", "        ")
    if len(alone) > _MOST_TOLD:
        yield "  " + _AND_MORE.format(len(alone) - _MOST_TOLD)
