"""What moves in a case, as pictures: a pattern as a round, the two triangles, how it came about.

Each is drawn where the case has something for it, and nowhere else; where it has nothing, a
sentence says so or nothing is said.  What is drawn is what stands in the file: no picture of these
adds a step, a corner or a claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from formulation.errors import counted
from formulation.model.base import in_list
from formulation.patterns.pattern import Pattern
from formulation.views.cycle import cycle_view
from formulation.views.cycle_passages import Round, round_of
from formulation.views.cycle_round import Evidence, evidence_of, has_order, stations_of
from formulation.views.development import development_view
from formulation.views.development_claims import development_of
from formulation.views.motif import motif
from formulation.views.report.content import Block, Card, Group, Picture, Prose, Section
from formulation.views.report.material import Material
from formulation.views.report.profiles import pictured_as
from formulation.views.sheet import SheetView
from formulation.views.triangles import triangles_view
from formulation.views.triangles_corners import Triangles, triangles_of

__all__ = ["development_blocks", "dynamics_section", "motif_block"]

#: so many rounds are drawn; a report is read by people
_MOST_ROUNDS = 2
#: with fewer stations what is not closed is a step from one thing to another, and no round
_FEWEST_STATIONS = 3
#: points; what is longer is shown when it is asked for
_LONG = 1_200
#: how a round leads back to its beginning, the surest first
_CLOSED = ("claimed", "recorded")


def dynamics_section(m: Material) -> tuple[Section, ...]:
    """Return the rounds and the triangles of a case; no section where it has neither."""
    rounds, triangles = _rounds(m), _triangles(m)
    if not triangles and not any(isinstance(block, Card) for block in rounds):
        return ()
    told = (
        "The same statements once more, as pictures of what may lead to what. They are ways of "
        "reading a case: what they show stands in the tables, and whether it holds together like "
        "this is for those who know the patient to say."
    )
    blocks = [Group("Read as a round", rounds)] if rounds else []
    if triangles:
        blocks.append(Group("Two triangles", triangles))
    return (Section("dynamics", "Dynamics", (Prose((m.say(told),)), *blocks, *_no(m, triangles))),)


def _no(m: Material, triangles: Sequence[Block]) -> tuple[Prose, ...]:
    """Return why there are no triangles, where a reader will look for them."""
    told = (
        "The triangles of conflict and of person are not drawn: no defense, fear or hidden feeling "
        "is written down, and nothing said of people of today, of the therapist and of people of "
        "the past links one with another."
    )
    return () if triangles else (Prose((m.say(told),), manner="note"),)


# -- rounds --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Read:
    """A found pattern, what was found of it, and its round."""

    pattern: Pattern
    evidence: Evidence
    round: Round

    @property
    def is_closed(self) -> bool:
        """Whether anything in the file leads from its end back to its beginning."""
        return bool(self.round.passages) and self.round.passages[-1].state in _CLOSED

    @property
    def ids(self) -> frozenset[str]:
        """The statements that stand in it."""
        return frozenset(id for station in self.round.stations for id in station.ids)

    @property
    def fullest(self) -> int:
        """How many steps its fullest finding has."""
        return max((len(finding.steps) for finding in self.evidence.found), default=0)

    @property
    def rank(self) -> tuple[int, bool, int, int]:
        """What is told first: what is closed, then what could be weighed, then the longest."""
        state = self.round.passages[-1].state if self.round.passages else ""
        return (
            _CLOSED.index(state) if self.is_closed else len(_CLOSED),
            not any(weight.is_testable for weight in self.evidence.weights),
            -len(self.pattern.settled_steps),
            -len(self.evidence.found),
        )


def _rounds(m: Material) -> tuple[Block, ...]:
    """Return the rounds that are drawn, with a sentence on why these; else why there are none.

    What asks for no order in time is no round: nothing in it leads to anything.
    """
    read = _read(m)
    found = sorted((one for one in read if has_order(one.pattern)), key=lambda one: one.rank)
    if read and not found:
        return (Prose((m.say(_why_none(len(read))),), manner="note"),)
    closed = [one for one in found if one.is_closed]
    apart = _apart(closed)
    drawn = apart[:_MOST_ROUNDS] or _fullest(m, found)
    if found and not drawn:
        return (Prose((m.say(_why_short(found)),), manner="note"),)
    if not drawn:
        return ()
    are_alike = len(apart) == len(drawn)
    words = _why_open(len(read))
    if closed:
        words = _why_closed(len(drawn), len(closed), are_alike=are_alike)
    return (Prose((m.say(words),)), *(_round(m, n, one) for n, one in enumerate(drawn, 1)))


def _fullest(m: Material, found: Sequence[_Read]) -> list[_Read]:
    """Return the one found with most steps, the first of several, as the picture of a round has."""
    place = {name: n for n, name in reversed([*enumerate(f.pattern for f in m.findings)])}
    long = [one for one in found if len(one.round.stations) >= _FEWEST_STATIONS]
    return sorted(long, key=lambda one: (-one.fullest, place[one.pattern.pattern]))[:1]


def _why_none(found: int) -> str:
    who = "none of the found patterns asks" if found > 1 else "the found pattern does not ask"
    return f"No round is drawn, for {who} that one thing comes before another."


def _why_short(found: Sequence[_Read]) -> str:
    titles = in_list([f"“{one.pattern.title}”" for one in found])
    return (
        f"No round is drawn: what was found with an order in time ({titles}) leads from one thing "
        "to another, and no further."
    )


def _read(m: Material) -> list[_Read]:
    names = {finding.pattern for finding in m.findings}
    read = []
    for pattern in m.patterns:
        if pattern.pattern in names:
            evidence = evidence_of(m.case, pattern, m.findings, m.weights)
            parts = stations_of(m.case, pattern, evidence)
            read.append(_Read(pattern, evidence, round_of(m.case, pattern, evidence, parts)))
    return read


def _apart(closed: Sequence[_Read]) -> list[_Read]:
    """Return those that do not all stand on what one before them stands on."""
    kept: list[_Read] = []
    for one in closed:
        if not any(one.ids <= other.ids for other in kept):
            kept.append(one)
    return kept


def _why_closed(drawn: int, closed: int, *, are_alike: bool) -> str:
    told = (
        f"{counted(closed, 'found pattern leads', 'found patterns lead')} back to its beginning, "
        "by a claim or by what is on record"
    ).replace("patterns lead back to its", "patterns lead back to their")
    if closed > drawn:
        told += f"; {'one is' if drawn == 1 else f'{drawn} are'} drawn here"
        told += ", and the others stand on the same statements" * are_alike
    return f"{told}. That it turns in a circle is a reading, and no finding."


def _why_open(found: int) -> str:
    of = f" of the {found} found" if found > 1 else ""
    return (
        "Nothing in the file leads from the end of a found pattern back to its beginning. Drawn is "
        f"the pattern{of} that asks for an order in time and was found with most steps; whether it "
        "turns in a circle is for the author to say."
    )


def _round(m: Material, number: int, one: _Read) -> Card:
    """Return a round as a card; dates in its verdicts are as fine as the profile shows them."""
    weights = [replace(w, because=m.say(w.because).text) for w in one.evidence.weights]
    view = cycle_view(m.case, one.pattern, findings=one.evidence.found, weights=weights)
    return _card(m, f"round-{number}", one.pattern.title, view)


def _card(m: Material, name: str, title: str, view: SheetView) -> Card:
    picture = Picture(name, pictured_as(view, m.profile), is_told=True)
    differing = m.differing(view.statements)
    disputed = (Prose(differing, manner="note"),) if differing else ()
    return Card(f"{name}-card", title, blocks=(picture, *disputed), statements=view.statements)


# -- triangles -----------------------------------------------------------------------------------


def _triangles(m: Material) -> tuple[Block, ...]:
    if not _have_something(triangles_of(m.case)):
        return ()
    view = triangles_view(m.case)
    return (_card(m, "triangles", "Conflict and person, after Malan", view),)


def _have_something(read: Triangles) -> bool:
    """Tell whether a corner of the one, or a side of the other, is written down."""
    corners = (entries for knot in read.knots for entries in knot.corners.values())
    return any(corners) or bool(read.links)


# -- how it came about, and the drawing of a pattern -----------------------------------------------


def development_blocks(m: Material) -> tuple[Picture, ...]:
    """Return all claims of the case in one picture; none where it has no claim of its own."""
    if not any(development_of(m.case).arrows.values()):
        return ()
    view = development_view(m.case)
    fold = "How it came about: all claims in one picture" if view.height > _LONG else ""
    view = pictured_as(view, m.profile)
    return (Picture("development", view, fold=fold, is_told=True),)


def motif_block(pattern: Pattern, number: int) -> Picture:
    """Return the drawing of a pattern, to be unfolded beside its findings.

    Parameters
    ----------
    pattern
        The pattern.
    number
        The how-manieth of the report it is.
    """
    return Picture(f"motif-{number}", motif(pattern), fold="The pattern as a drawing in time")
