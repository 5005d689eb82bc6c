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

    def notes(self) -> Iterator[str]:
        """Yield what is to be read below the drawing: how to read it, and what it leaves out."""
        if self.columns > 1:
            yield "Left to right is an order and no scale, and only what is joined is ordered."
        else:
            yield "No order in time is asked."
        if self.apart:
            yield f"Not drawn, for it cannot stand in one picture: {', '.join(self.apart)}."

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
        self.ended = self._named_by("after_end_of")
        self.held = self.ended | self._named_by("during")
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

    def _named_by(self, relation: str) -> set[int]:
        return {m for _, asked, _, others in self.related if asked == relation for m in others}

    def motif(self, style: Style) -> Motif:
        """Return the drawing."""
        self._place()
        ranks = self._ranks()
        lanes = tuple(self._lane(n, ranks) for n in range(len(self.steps)))
        choices = tuple(Choice(one.as_ or "", _how_many(one)) for one in self.choices)
        return Motif(
            title=self.pattern.title,
            alt=" ".join(_in_words(lanes, choices)),
            lanes=lanes,
            choices=choices,
            columns=max(ranks.values()) + 1,
            apart=tuple(self.apart),
            note=self.pattern.does_not_claim or "",
            style=style,
        )

    def _place(self) -> None:
        """Ask for what must be, then for what reads better where both would do."""
        for m in sorted(self.ended):
            self.order.ask(_end(m), _start(m), 1)
        for n, relation, name, others in self.related:
            demands = [demand for m in others for demand in self._hard(n, relation, m)]
            if all(self.order.ask(*demand) for demand in demands):
                self.ties[n] += [(relation, m) for m in others]
            else:
                words = f"{self.steps[n].as_} {relation.replace('_', ' ')} {name}"
                self.apart.append(words)
        for n, ties in self.ties.items():
            for relation, m in ties:
                for demand in self._soft(n, relation, m):
                    self.order.ask(*demand)

    def _hard(self, n: int, relation: str, m: int) -> Iterator[tuple[int, int, int]]:
        """Yield what must be: what stands later, what earlier, and by how many columns at least."""
        if relation == "before":
            yield _start(m), _start(n), 1
        elif relation == "after_end_of":
            yield _start(n), _end(m), 1
        else:
            yield _start(n), _start(m), 0 if relation in ("from", "during") else 1
        if relation == "during" and m in self.ended:
            yield _end(m), _start(n), 0

    def _soft(self, n: int, relation: str, m: int) -> Iterator[tuple[int, int, int]]:
        if relation in ("from", "during"):
            yield _start(n), _start(m), 1
        if relation == "during" and m in self.ended:
            yield _end(m), _start(n), 1

    def _ranks(self) -> dict[int, int]:
        """Return the column of each number, no column without anything in it."""
        asked = [_start(n) for n in range(len(self.steps))] + [_end(m) for m in self.ended]
        used = sorted({self.order.columns[number] for number in asked})
        return {number: used.index(self.order.columns[number]) for number in asked}

    def _lane(self, n: int, ranks: Mapping[int, int]) -> Lane:
        step = self.steps[n]
        within = [k for k, ties in self.ties.items() if ("during", n) in ties]
        lasts = not step.absent and (step.record.section in _LASTING or n in self.held)
        ends = [ranks[_start(n)], *(ranks[_start(k)] for k in within)] if lasts else []
        ties = [self._tie(n, relation, m, ranks) for relation, m in self.ties[n]]
        is_alone = self.choice_of[n] is None  # the statements of a choice are counted together
        return Lane(
            name=step.as_,
            kind=step.kind,
            asks=_begun(told(step)),
            relations=placed(step),
            mark="absent" if step.absent else "optional" if step.optional else "required",
            start=ranks[_start(n)],
            end=ranks.get(_end(n), max(ends, default=ranks[_start(n)])),
            lasts=lasts,
            is_ended=n in self.ended,
            is_free=not ties and all(n != m for others in self.ties.values() for _, m in others),
            least_times=step.least_times if is_alone else 1,
            count=_count(step) if is_alone else "",
            window=window(step),
            ties=tuple(ties),
            choice=self.choice_of[n],
        )

    def _tie(self, n: int, relation: str, m: int, ranks: Mapping[int, int]) -> Tie:
        if relation == "after_end_of":
            return Tie(relation, m, ranks[_end(m)])
        is_inside = relation == "during" and not window(self.steps[n])
        return Tie(relation, m, ranks[_start(n if is_inside else m)])


def _start(n: int) -> int:
    return 2 * n


def _end(n: int) -> int:
    return 2 * n + 1


def _count(step: Step) -> str:
    if not step.times:
        return ""
    return f"{step.least_times} or more" + (f", each another {step.each}" if step.each else "")


def _how_many(one: AnyOf) -> str:
    if one.absent:
        return "none of"
    return f"{one.least_times} or more of" if one.times else "one of"


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _in_words(lanes: Sequence[Lane], choices: Sequence[Choice]) -> Iterator[str]:
    """Yield the drawing in sentences."""
    yield f"A drawing in time, from left to right; steps from top to bottom: {len(lanes)}."
    before = None
    for lane in lanes:
        if lane.choice is not None and lane.choice != before:
            name, words = choices[lane.choice]
            yield f"{_begun(words)} these{f', as {name}' * bool(name)}:"
        before = lane.choice
        yield f"{lane.name}: {lane.asks}{lane.relations}."
