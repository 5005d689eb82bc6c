"""An SVG of this package read again, so that it can be measured, cut and drawn on paper.

Only what our own pictures hold is understood: transforms, paths of straight lines, curves and arcs,
and lists of numbers.  Nothing is loaded and nothing acts.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree as Tree

__all__ = ["SVG", "Matrix", "Move", "matrix_of", "moves_of", "numbers_in", "size_of", "tag_of"]

SVG = "{http://www.w3.org/2000/svg}"
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?")
_COMMAND = re.compile(r"([MLHVCAZ])([^MLHVCAZ]*)", re.IGNORECASE)
_TRANSFORM = re.compile(r"(translate|scale|rotate|matrix)\(([^)]*)\)")
_ARITY = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "A": 7, "Z": 0}


class Matrix(NamedTuple):
    """How places within an element become places on the page, as SVG writes it."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return where a place comes to lie."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, inner: Matrix) -> Matrix:
        """Return this one with another within it."""
        return Matrix(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            *self.at(inner.e, inner.f),
        )


class Move(NamedTuple):
    """A step of a path: ``M``, ``L``, ``C`` or ``Z``, with its places one after the other."""

    sort: str
    places: tuple[float, ...]


def tag_of(element: Tree.Element) -> str:
    """Return the name of an element."""
    return element.tag.removeprefix(SVG)


def numbers_in(text: str | None) -> list[float]:
    """Return the numbers of an attribute.

    >>> numbers_in("0,0 12.5-3")
    [0.0, 0.0, 12.5, -3.0]
    """
    return [float(found) for found in _NUMBER.findall(text or "")]


def size_of(root: Tree.Element) -> tuple[float, float]:
    """Return the width and the height of a picture, in points."""
    numbers = numbers_in(root.get("viewBox"))
    return (numbers[2], numbers[3]) if len(numbers) == 4 else (100.0, 100.0)


def matrix_of(transform: str | None) -> Matrix:
    """Return what a transform does.

    >>> matrix_of("translate(3,4) scale(2)").at(1, 1)
    (5.0, 6.0)
    """
    made = Matrix()
    for name, inner in _TRANSFORM.findall(transform or ""):
        made = made.then(_single(name, numbers_in(inner)))
    return made


def _single(name: str, told: list[float]) -> Matrix:
    if name == "translate":
        return Matrix(e=told[0], f=told[1] if len(told) > 1 else 0.0)
    if name == "scale":
        return Matrix(a=told[0], d=told[-1])
    if name == "rotate":
        turn = math.radians(told[0])
        own = Matrix(math.cos(turn), math.sin(turn), -math.sin(turn), math.cos(turn))
        if len(told) < 3:
            return own
        x, y = told[1:3]
        return Matrix(e=x, f=y).then(own).then(Matrix(e=-x, f=-y))
    return Matrix(*told[:6])


# -- paths ---------------------------------------------------------------------------------------


def moves_of(path: str | None) -> Iterator[Move]:
    """Yield the steps of a path, each from where the one before it ended.

    >>> [move.sort for move in moves_of("M0,0h5v5Z")]
    ['M', 'L', 'L', 'Z']
    """
    x = y = first_x = first_y = 0.0
    for letter, inner in _COMMAND.findall(path or ""):
        sort = letter.upper()
        arity, numbers = _ARITY.get(sort, 0), numbers_in(inner)
        if sort == "Z":
            yield Move("Z", ())
            x, y = first_x, first_y
        for start in range(0, len(numbers) - arity + 1, arity) if arity else ():
            told = numbers[start : start + arity]
            for move in _moves(sort, told, (x, y), is_relative=letter.islower()):
                yield move
                x, y = move.places[-2:]
            if sort == "M" and not start:
                first_x, first_y = x, y
            sort = "L" if sort == "M" else sort


def _moves(
    sort: str, told: list[float], here: tuple[float, float], *, is_relative: bool
) -> Iterator[Move]:
    x, y = here if is_relative else (0.0, 0.0)
    if sort == "H":
        yield Move("L", (told[0] + x, here[1]))
    elif sort == "V":
        yield Move("L", (here[0], told[0] + y))
    elif sort == "A":
        yield from _arc(here, told, (told[5] + x, told[6] + y))
    else:
        places = [n + (y if odd % 2 else x) for odd, n in enumerate(told)]
        yield Move(sort, tuple(places))


def _arc(
    here: tuple[float, float], told: list[float], there: tuple[float, float]
) -> Iterator[Move]:
    """Yield an arc of an upright ellipse as curves of a quarter turn at most.

    The centre is found as the specification of SVG 1.1 does (appendix F.6.5), without a rotation.
    """
    wide, high, _, is_large, is_sweeping = (abs(n) for n in told[:5])
    if not wide or not high or here == there:
        yield Move("L", there)
        return
    dx, dy = (here[0] - there[0]) / 2 / wide, (here[1] - there[1]) / 2 / high
    length = dx * dx + dy * dy
    if length > 1:  # too small to reach: as large as it must be
        wide, high = wide * math.sqrt(length), high * math.sqrt(length)
        dx, dy, length = dx / math.sqrt(length), dy / math.sqrt(length), 1.0
    off = math.sqrt(max(1 / length - 1, 0.0)) * (-1 if bool(is_large) == bool(is_sweeping) else 1)
    mid_x, mid_y = (here[0] + there[0]) / 2, (here[1] + there[1]) / 2
    middle = (mid_x + off * dy * wide, mid_y - off * dx * high)
    start = math.atan2((here[1] - middle[1]) / high, (here[0] - middle[0]) / wide)
    end = math.atan2((there[1] - middle[1]) / high, (there[0] - middle[0]) / wide)
    turn = (end - start) % math.tau if is_sweeping else -((start - end) % math.tau)
    count = max(math.ceil(abs(turn) / (math.pi / 2) - 1e-9), 1)
    for n in range(count):
        a, b = (start + turn * share / count for share in (n, n + 1))
        yield _curve(middle, (wide, high), a, b)


def _curve(middle: tuple[float, float], radii: tuple[float, float], a: float, b: float) -> Move:
    pull = 4 / 3 * math.tan((b - a) / 4)
    shares = (
        (math.cos(a) - pull * math.sin(a), math.sin(a) + pull * math.cos(a)),
        (math.cos(b) + pull * math.sin(b), math.sin(b) - pull * math.cos(b)),
        (math.cos(b), math.sin(b)),
    )
    places = [m + r * s for pair in shares for m, r, s in zip(middle, radii, pair, strict=True)]
    return Move("C", tuple(places))
