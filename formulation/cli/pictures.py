"""Which picture a file's name asks for, and what may be drawn into it."""

from __future__ import annotations

from pathlib import Path

from formulation.cli.speaking import refuse

__all__ = ["CHARTS", "GRAPHS", "MAP_FORMATS", "PICTURES", "format_of"]

#: formats for other programs, with what their files end in
GRAPHS = {"graphml": ("graphml",), "mermaid": ("mmd", "mermaid")}
PICTURES = ("svg", "png", "pdf", "dot")
MAP_FORMATS = (*PICTURES, *GRAPHS)
CHARTS = ("svg", "png", "pdf", "html", "json")


def format_of(
    path: str | None,
    format: str | None = None,
    *,
    what: str = "a map",
    formats: tuple[str, ...] = MAP_FORMATS,
) -> str:
    """Return the format asked for, or what a path ends in; SVG where neither says.

    Parameters
    ----------
    path, format
        The file, and the format where it was said.
    what, formats
        What is drawn, in words, and in which formats it can be.

    Raises
    ------
    UnknownName
        Where there is no such format.
    """
    from formulation.errors import UnknownName

    if format is None and path not in (None, "-"):
        ending = Path(path or "").suffix.lower().removeprefix(".")
        if not ending:
            cure = "end it in .svg" + (", or give --format" if formats == MAP_FORMATS else "")
            refuse(f"{path} does not say which picture to draw; {cure}")
        by_ending = {end: kind for kind, endings in GRAPHS.items() for end in endings}
        format = by_ending.get(ending, ending) if formats == MAP_FORMATS else ending
    name = (format or "svg").lower()
    if name not in formats:
        raise UnknownName(name, f"format of {what}", formats)
    return name
