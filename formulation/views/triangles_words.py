"""What the triangles say in words: names of corners, what is covered, the prose twin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from formulation.errors import counted
from formulation.model.base import ended, in_list
from formulation.views.triangles_corners import CONFLICT, PERSON, Entry, Knot, Triangles

__all__ = [
    "CORNERS",
    "LEAD",
    "MOST_KNOTS",
    "coverage",
    "heading_of",
    "in_brief",
    "in_prose",
    "left_over",
]

#: so many triangles of conflict are drawn
MOST_KNOTS = 6

LEAD = (
    "Read a triangle of conflict as: because of an anxiety, a defense may keep a hidden feeling "
    "out of sight. The triangle of person asks with whom: today, in the therapy, in the past. "
    "It is a way of reading, and an empty place is a question, not a finding."
)
#: the name of each corner, and what is meant by it
CORNERS = {
    "D": ("Defense", "how it is kept away"),
    "A": ("Anxiety", "feared, if it showed"),
    "X": ("Hidden feeling", "what is kept away"),
    "O": ("Other", "people of today"),
    "T": ("Therapist", "the transference"),
    "P": ("Past", "parents and other early figures"),
}
_TOWARD = {
    "O": "people of today",
    "T": "the therapist",
    "P": "people of the past",
}

_OF_THE_GROWN_UP = (
    "Who stands under Other and who under Past is read from roles and dates: parents under Past by "
    "custom, some others where what is told of them lies in childhood or more than two years "
    "before the therapy. It may be otherwise."
)
_OF_A_CHILD = (
    "Who stands under Other and who under Past is read from roles and dates. The patient is under "
    "18, so parents stand under Other, unless they had died or a bond with them had ended. Some "
    "others stand under Past where all that is told of them lies more than two years before the "
    "therapy. It may be otherwise."
)
_AT = {"O": "Other", "T": "Therapist", "P": "Past"}


def heading_of(knot: Knot, patient: str) -> str:
    """Return what stands above a triangle of conflict."""
    if knot.conflict:
        mark = " (inferred)" if knot.conflict.is_inferred else ""
        return f"{knot.conflict.words}{mark}"
    if any(knot.corners.values()):
        return f"Told of {patient}; no inner conflict in the file says that these belong together"
    return f"Nothing of it is written down of {patient}"


def coverage(read: Triangles) -> str:
    """Return in words which rows of the grid the file fills, and toward whom."""
    rows: dict[str, list[str]] = {}
    for row in CONFLICT:
        columns = [_TOWARD[column] for column in PERSON if (row, column) in read.cells]
        told = in_list(columns) if columns else "nobody so far"
        entries = [e for (r, _), found in read.cells.items() if r == row for e in found]
        if entries and all(entry.is_by_tie for entry in entries):
            told += ", by way of its inner conflict alone"
        rows.setdefault(told, []).append(f"the {CORNERS[row][0].lower()}")
    words = "; ".join(
        f"{in_list(names)} {'is' if len(names) == 1 else 'are'} told toward {told}"
        for told, names in rows.items()
    )
    return f"{words[:1].upper()}{words[1:]}."


def left_over(read: Triangles) -> Iterator[str]:
    """Yield what the picture has no place for."""
    more = len(read.knots) - MOST_KNOTS
    if more > 0:
        yield (
            f"{counted(more, 'more inner conflict')} of the file {'is' if more == 1 else 'are'} "
            "told in the words that go with this picture."
        )
    for row, entries in read.loose.items():
        words = "; ".join(entry.words for entry in entries[:3])
        more_words = f"; and {len(entries) - 3} more" if len(entries) > 3 else ""
        yield (
            f"Not in the grid, for it is not said toward whom ({CORNERS[row][0].lower()}): "
            f"{words}{more_words}."
        )
    if read.apart:
        named = in_list([f"{name} ({kind})" for name, kind in read.apart[:4]])
        yield f"In no corner, for a triangle of person is one of persons: {named}."
    if any(read.person.values()):
        yield _OF_A_CHILD if read.is_of_child else _OF_THE_GROWN_UP


# -- prose ---------------------------------------------------------------------------------------


def in_brief(read: Triangles) -> str:
    """Return what the picture shows, for those who hear it read."""
    tied = [knot for knot in read.knots if knot.conflict]
    told = counted(len(tied), "inner conflict") if tied else "no inner conflict"
    full = sum(not knot.missing for knot in tied)
    corners = f", {full} of them with all three corners" if tied else ""
    return (
        f"Malan's two triangles for {read.patient}: {told}{corners}. {coverage(read)} "
        "Empty corners are drawn dotted."
    )


def in_prose(read: Triangles) -> Iterator[str]:
    """Yield all that the picture says, a paragraph a line."""
    for number, knot in enumerate(read.knots, start=1):
        name = f"Triangle of conflict {number}" if len(read.knots) > 1 else "Triangle of conflict"
        yield f"{name}: {ended(heading_of(knot, read.patient))}"
        for corner, entries in knot.corners.items():
            yield f"- {CORNERS[corner][0]}: {_told(entries)}"
    yield "Triangle of person:"
    for corner, figures in read.person.items():
        if not figures:
            yield f"- {_AT[corner]}: nobody is written down."
        for figure in figures:
            told = " ".join(entry.told for entry in figure.entries)
            said = told or "no image or feeling is told."
            yield f"- {_AT[corner]}: {figure.label}: {said}"
    yield from _links(read)
    yield f"Both together: {coverage(read)}"
    for (row, column), entries in read.cells.items():
        yield f"- {CORNERS[row][0]} toward {_TOWARD[column]}: {_cell(entries)}"
    yield from left_over(read)


def _told(entries: Sequence[Entry]) -> str:
    return " ".join(entry.told for entry in entries) or "not written down."


def _cell(entries: Sequence[Entry]) -> str:
    return " ".join(
        entry.told + " (By way of the inner conflict that names it.)" * entry.is_by_tie
        for entry in entries
    )


def _links(read: Triangles) -> Iterator[str]:
    for link in read.links:
        one, other = (_TOWARD[end] for end in link.ends)
        told = " ".join(entry.told for entry in link.entries)
        mark = " (inferred)" if link.is_inferred else ""
        yield f"- Said to link {one} and {other}{mark}: {told}"
    drawn = {link.ends for link in read.links}
    missing = [
        f"{_TOWARD[a]} and {_TOWARD[b]}"
        for a, b in (("O", "T"), ("T", "P"), ("O", "P"))
        if (a, b) not in drawn
    ]
    if missing:
        yield f"- No link is written down between {'; nor between '.join(missing)}."
