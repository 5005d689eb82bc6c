"""A pattern as a small drawing in time: a lane for each step, in the order that is asked for.

:func:`motif` works out what stands right of what and nothing else: a :class:`Motif` is data.  Its
text for a terminal is made by :mod:`formulation.views.lanes`, its page by
:mod:`formulation.views.motif_page`.  Columns are an order, not a scale.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from formulation.patterns.pattern import AnyOf, Pattern, Step
from formulation.views.asking import placed, told, window
from formulation.views.style import STYLE, Style

__all__ = ["Choice", "Lane", "Motif", "Tie", "motif"]

#: sections whose statements last; what happens is a point unless something falls within it
_LASTING = ("bonds", "inner")


class Tie(NamedTuple):
    """How a lane is tied to another.

    Attributes
    ----------
    relation
        ``after``, ``from``, ``before``, ``during``, ``after_end_of`` or ``anniversary_of``.
    lane
        The number of the other lane.
    column
        Where on the other lane it is measured from: its onset, its end, or within it.
    """

    relation: str
    lane: int
    column: int


class Choice(NamedTuple):
    """A choice among steps: its name, empty where it has none, and in words how many of them."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One step in time.

    Attributes
    ----------
    name, kind
        The step's name, and the kind of statement it asks for.
    asks
        What it asks for, as a sentence with letters.
    relations
        How it lies to other steps, in words.
    mark
        ``required``, ``optional`` or ``absent``.
    start, end
        The columns of its onset, and up to which it must last; the same for what is a point.
    lasts
        Whether it is drawn as a bar: a state, or an event that others fall within.
    is_ended
        Whether its end is asked about.
    is_free
        Whether nothing is asked of its time, by itself or by another.
    least_times, count
        How many different ones are asked for, and that in words; ``""`` for one.
    window
        How near it is to be to what it is tied to, in words.
    ties
        How it is tied to other lanes.
    choice
        The number of the choice that it belongs to.
    """

    name: str
    kind: str
    asks: str
    relations: str
    mark: str
    start: int
    end: int
    lasts: bool = False
    is_ended: bool = False
    is_free: bool = False
    least_times: int = 1
    count: str = ""
    window: str = ""
    ties: tuple[Tie, ...] = ()
    choice: int | None = None

    @property
    def left(self) -> tuple[Tie, ...]:
        """The ties drawn as a bracket from the left: what it comes after."""
        return tuple(t for t in self.ties if self._is_bracketed(t) and t.column < self.start)

    @property
    def right(self) -> tuple[Tie, ...]:
        """The ties drawn as a bracket to the right: what it comes before."""
        return tuple(t for t in self.ties if self._is_bracketed(t) and t.column > self.start)

    def _is_bracketed(self, tie: Tie) -> bool:
        return tie.relation != "during" or bool(self.window)


@dataclass(frozen=True)
class Motif:
    """A pattern as a drawing in time, as data.

    Attributes
    ----------
    title, alt
        What it shows, in a few words, and for those who hear it read.
    lanes, choices
        The steps, and the choices among steps that some belong to.
    columns
        How many columns there are, from left to right.
    apart
        Relations that cannot stand in one drawing with the rest, in words: those of choices that
        exclude each other.
    note
        What the pattern does not claim.
    style
        The looks.
    """

    title: str
    alt: str
    lanes: tuple[Lane, ...]
    choices: tuple[Choice, ...] = ()
    columns: int = 1
    apart: tuple[str, ...] = ()
    note: str = ""
    style: Style = field(default=STYLE, repr=False)

    def to_text(self, width: int = 80, *, ascii: bool = False) -> str:
        """Return the drawing made of characters.

        Parameters
        ----------
        width
            How many characters a line may have, at least 40.
        ascii
            Whether to keep to the characters of ASCII.
        """
        from formulation.views.lanes import text_of

        return text_of(self, width, is_ascii=ascii)

    def to_dot(self) -> str:
        """Return the drawing as text in the DOT language, every place in it worked out."""
        from formulation.views.motif_page import dot_of

        return dot_of(self)

    def to_svg(self) -> str:
        """Return the drawing as an SVG that needs nothing beside it.

        Raises
        ------
        DrawError
            Where it cannot be drawn.
        """
        from formulation.views.draw import draw

        return str(draw(self, format="svg"))

    def _repr_svg_(self) -> str:
        """Show the drawing in a notebook."""
        return self.to_svg()


def motif(pattern: Pattern, *, style: Style | None = None) -> Motif:
    """Lay a pattern out as a drawing in time.

    Parameters
    ----------
    pattern
        The pattern, with the values of its parameters.
    style
        How things look; by default :data:`formulation.views.style.STYLE`.

    Returns
    -------
    Motif
        The drawing as data: ``print(motif(pattern).to_text())`` shows it, and
        ``draw(motif(pattern), "motif.svg")`` draws it.
    """
    return _Layout(pattern).motif(style or STYLE)


# -- what stands right of what -------------------------------------------------------------------


class _Order:
    """Columns under demands such as "two at least one right of five", as far left as can be."""

    def __init__(self) -> None:
        self.columns: dict[int, int] = defaultdict(int)
        self.demands: dict[int, list[tuple[int, int]]] = defaultdict(list)

    def ask(self, later: int, earlier: int, least: int) -> bool:
        """Ask that `later` stand `least` right of `earlier`; ``False`` where it cannot be."""
        before = dict(self.columns)
        self.demands[earlier].append((later, least))
        waiting = deque([earlier])
        while waiting:
            one = waiting.popleft()
            for other, gap in self.demands[one]:
                if self.columns[other] >= self.columns[one] + gap:
                    continue
                if other == earlier:  # round in a circle: it would have to stand right of itself
                    self.demands[earlier].pop()
                    self.columns = defaultdict(int, before)
                    return False
                self.columns[other] = self.columns[one] + gap
                waiting.append(other)
        return True


class _Layout:
    """Works out the columns of a pattern's steps, each step with a number for onset and end."""

    def __init__(self, pattern: Pattern) -> None:
        self.pattern = pattern
        self.steps: list[Step] = []
        self.choice_of: list[int | None] = []
        self.choices: list[AnyOf] = []
        self.names: dict[str, list[int]] = defaultdict(list)
        for one in pattern.settled_steps:
            for step in (one,) if isinstance(one, Step) else one.placed():
                self._number(step, one)
        self.related = [
            (n, relation, other, self.names[other])
            for n, step in enumerate(self.steps)
            for relation, other in step.relations()
        ]
        self.held = {m for _, rel, _, others in self.related for m in others if "of" not in rel}
        self.order = _Order()
        self.apart: list[str] = []
        self.ties: dict[int, list[tuple[str, int]]] = defaultdict(list)

    def _number(self, step: Step, one: Step | AnyOf) -> None:
        number = len(self.steps)
        self.steps.append(step)
        self.names[step.as_].append(number)
        if isinstance(one, Step):
            self.choice_of.append(None)
            return
        if one not in self.choices[-1:]:
            self.choices.append(one)
        self.choice_of.append(len(self.choices) - 1)
        self.names[one.name].append(number)
