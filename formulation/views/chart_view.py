"""A picture of numbers as data: its description in Vega-Lite, and the same in words.

Vega-Lite (Satyanarayan, Moritz, Wongsuphasawat & Heer 2017) is the language that Altair writes; the
descriptions here are plain dictionaries of it, so that a picture costs no import until it is drawn.
"""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from formulation.errors import DrawError

if TYPE_CHECKING:
    import altair

__all__ = ["CURE", "ChartView", "Spec"]

#: a description, or part of one, in Vega-Lite
Spec = dict[str, Any]

#: what to do where a package for pictures of numbers is missing
CURE = "run 'pip install altair vl-convert-python'"


@dataclass(frozen=True)
class ChartView:
    """A picture of numbers: what it shows, for eyes and in words.

    Attributes
    ----------
    title, lead
        The title, and the sentence under it.
    alt
        What the picture shows, in a few sentences with its numbers, for those who hear it read.
    prose
        All that the picture says, in paragraphs of a line each.
    spec
        The picture in Vega-Lite; the data stand in it, and nothing is loaded.
    narrow
        The same for the width of a telephone.
    """

    title: str
    lead: str
    alt: str
    prose: str
    spec: Spec = field(repr=False, hash=False)
    narrow: Spec = field(repr=False, hash=False)

    def to_vega_lite(self, *, narrow: bool = False) -> Spec:
        """Return the picture in Vega-Lite, to be changed at will; `narrow` fits a telephone."""
        return deepcopy(self.narrow if narrow else self.spec)

    def to_json(self) -> str:
        """Return the picture as Vega-Lite text, the same for the same record byte by byte."""
        return json.dumps(self.spec, indent=1, ensure_ascii=False) + "\n"

    def to_altair(self) -> altair.VConcatChart:
        """Return the picture as an Altair chart, to be shown or changed in a notebook.

        Raises
        ------
        DrawError
            Where Altair is missing.
        """
        try:
            from altair import VConcatChart
        except ImportError as error:
            told = f"this needs Altair, and it is not here ({error}): {CURE}"
            raise DrawError(told, self.to_json()) from error
        chart: altair.VConcatChart = VConcatChart.from_dict(self.to_vega_lite())
        return chart

    def save(self, path: str, *, format: str | None = None) -> None:
        """Draw the picture into a file that ends in .svg, .png, .pdf, .html or .json.

        Raises
        ------
        DrawError
            Where it cannot be drawn or written.
        UnknownName
            Where there is no such format.
        """
        from formulation.views.draw import draw

        draw(self, path, format=format)

    def _repr_svg_(self) -> str:
        """Show the picture in a notebook."""
        from formulation.views.draw import draw

        return str(draw(self, format="svg"))
