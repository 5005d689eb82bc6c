"""What of a map ``draw`` is asked for: a date, a basis, a neighbourhood, a pair, an episode."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from formulation.cli.speaking import refuse

if TYPE_CHECKING:
    import networkx as nx

    from formulation.findings import Finding
    from formulation.model.case import Case
    from formulation.views.map import MapSeries, MapView

__all__ = ["After", "Around", "Basis", "Before", "Episode", "MapAsked", "Source"]

_BASES = ("observed", "reported", "informant", "inferred", "unsaid")


def _bases(incomplete: str = "") -> list[str]:
    return [name for name in _BASES if name.startswith(incomplete)]


Basis = Annotated[
    list[str] | None,
    typer.Option(
        metavar="BASIS",
        help="Map only what is known so: observed (seen or told, no inference), reported, "
        "informant, inferred or unsaid; may be given again.",
        autocompletion=_bases,
    ),
]
Source = Annotated[
    str | None,
    typer.Option(metavar="ID", help="Map only what stands in this source, or this figure tells."),
]
Around = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Map this figure and those tied to it."),
]
Before = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Map two dates side by side, what changed marked: the first"),
]
After = Annotated[str | None, typer.Option(metavar="DATE", help="and the second of them.")]
Episode = Annotated[
    bool,
    typer.Option(
        "--episode",
        help="With --pattern: three small maps, before, during and after its first finding.",
    ),
]


@dataclass(frozen=True, slots=True)
class MapAsked:
    """What of a map was asked for, as it was written."""

    at: str | None = None
    basis: tuple[str, ...] = ()
    source: str | None = None
    around: str | None = None
    before: str | None = None
    after: str | None = None
    episode: bool = False

    def given(self) -> list[str]:
        """Return the names of the options that were given, in their order."""
        return [f"--{name}" for name in self.__slots__ if getattr(self, name)]

    def check(self, view: str, *, is_map: bool, is_graph: bool, has_pattern: bool) -> None:
        """End the command where options do not go together, or a date cannot be read.

        Parameters
        ----------
        view, is_map
            The name of the view, and whether it is the map.
        is_graph
            Whether the map is written for other programs.
        has_pattern
            Whether a pattern is to be marked.
        """
        given = self.given()
        for name in ("at", "before", "after"):
            _read_date(getattr(self, name), f"--{name}")
        if given and not is_map:
            what = "draws the map as of a date" if given[0] == "--at" else "is for the map"
            refuse(f"{given[0]} {what}; leave it out for --view {view}")
        if (self.before is None) != (self.after is None):
            refuse("--before and --after name two dates to compare; give both")
        if self.before and (self.at or self.episode or has_pattern):
            other = "--at" if self.at else "--episode" if self.episode else "--pattern"
            refuse(f"--before and --after compare two dates; leave out {other}")
        if self.episode and not has_pattern:
            refuse("--episode shows the first finding of a pattern; give a --pattern too")
        if self.episode and len(given) > 1:
            refuse(f"--episode has dates and figures of its own; leave out {given[0]}")
        if is_graph and (self.before or self.episode):
            refuse(f"{'--before' if self.before else '--episode'} draws pictures, not graphs")

    def view(self, case: Case, finding: Finding | None) -> MapView | MapSeries:
        """Return the map or maps of a case, with a finding marked if there is one."""
        from formulation.views.map import compare_maps, map_view
        from formulation.views.multiples import multiples_view

        if self.episode and finding is not None:
            return multiples_view(case, finding)
        basis = self.basis or None
        if self.before is not None and self.after is not None:
            return compare_maps(
                case,
                self.before,
                self.after,
                basis=basis,
                source=self.source,
                around=self.around,
            )
        return map_view(
            case,
            at=self.at,
            finding=finding,
            basis=basis,
            source=self.source,
            around=self.around,
        )

    def graph(self, case: Case) -> nx.MultiDiGraph[str]:
        """Return the map of a case as a graph for other programs."""
        from formulation.graph import map_of

        if not (self.basis or self.source or self.around):
            return map_of(case, at=self.at)
        from formulation.views.map_draft import Wanted

        return Wanted.of(case, self.basis, self.source, self.around).drafted(self.at).graph


def _read_date(date: str | None, option: str) -> None:
    """End the command where a date cannot be read."""
    from formulation.dates import parse_span
    from formulation.errors import DateError

    if date is None:
        return
    try:
        parse_span(date)
    except DateError as error:
        refuse(f"{option}: {error}")
