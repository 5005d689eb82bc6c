"""Pictures made ready to stand in one page: no id twice, no styles, statements marked.

What is drawn for a statement is marked with ``data-statement``, its id as
:func:`formulation.views.quoting.svg_id` writes it, several with blanks between; a page finds all
of it by that.  Where there are very many, they are marked by their numbers in the report, with a #
before them: ``#12 13``.  What comes in was written by this package, with people's words escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from types import MappingProxyType
from xml.etree import ElementTree as Tree

from formulation.views.picture import MapView
from formulation.views.quoting import showable, svg_id

__all__ = ["MOST_NAMED", "inlined", "inlined_map"]

#: more statements than this are named by their numbers, where they stand together
MOST_NAMED = 20

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "{http://www.w3.org/1999/xlink}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_LOCAL = re.compile(r"url\(#([^)]+)\)")
_COUNT = re.compile(r"×\d+|†")
_LONG = re.compile(r"-?\d+\.\d{2,}")
#: what tells programs of Vega's marks, and readers nothing
_NOISE = re.compile(r"aria-roledescription|role|aria-hidden|aria-label|pointer-events|class")
_TOOLTIP = 600
#: where more statements are drawn than this they have no tooltips, for a page holds each sentence
#: once, and each is as few letters as can be
_MOST_TOOLTIPS = 2_000
_NOBODY: Mapping[str, str] = MappingProxyType({})

Tree.register_namespace("", _SVG)
Tree.register_namespace("xlink", "http://www.w3.org/1999/xlink")


def inlined(svg: str, prefix: str, numbers: Mapping[str, str] = _NOBODY) -> str:
    """Return a picture that can stand in a page beside others.

    Parameters
    ----------
    svg
        The picture, as this package draws it.
    prefix
        Stands before every id in it.
    numbers
        What statements go by in the page, by their ids.
    """
    root = Tree.fromstring(svg)
    groups = root.findall(".//*[@data-statement]")
    is_crowded = len(groups) > _MOST_TOOLTIPS
    for group in groups:
        group.attrib = {"data-statement": group.attrib["data-statement"]}
        if is_crowded:
            _drop_titles(group)
    if not groups:  # what Graphviz calls its parts tells a reader nothing
        for group in root.iter(f"{{{_SVG}}}g"):
            _drop_titles(group, deep=False)
        _unwrap(root)
    _made_plain(root, prefix)
    if is_crowded:
        _made_small(root, {svg_id(id): number for id, number in numbers.items()})
    return _written(root)


def inlined_map(svg: str, view: MapView, prefix: str, numbers: Mapping[str, str] = _NOBODY) -> str:
    """Return a map that can stand in a page, every line, note and figure marked with what it shows.

    Parameters
    ----------
    svg
        The map, as Graphviz drew it.
    view
        The map as data.
    prefix
        Stands before every id in it.
    numbers
        What statements go by in the page, by their ids.
    """
    root = Tree.fromstring(svg)
    marks, words = _marks(view, numbers)
    figures = {(svg_id(node.id),) for node in view.nodes}
    for group in root.iter(f"{{{_SVG}}}g"):
        tokens = tuple((group.get("class") or "").split())
        key = tokens[1:] or ((group.get("id") or ""),)
        if tokens[:1] == ("graph",):
            _drop_titles(group, deep=False)
        elif tokens[:1] in (("node",), ("edge",)) and key in marks:
            _mark(group, marks[key], words[key])
            if key in figures:
                group.set("class", "figure")
        elif tokens[:1] in (("node",), ("edge",)):
            _drop_titles(group)
    _unwrap(root)
    _made_plain(root, prefix)
    return _written(root)


# -- maps ----------------------------------------------------------------------------------------


def _marks(
    view: MapView, numbers: Mapping[str, str]
) -> tuple[dict[tuple[str, ...], str], dict[tuple[str, ...], str]]:
    """Return by the classes of a group what it stands for, and that in words."""
    marks, words = {}, {}
    for shown in view.shown():
        ids, told = tuple(map(svg_id, shown.statements)), " ".join(shown.sentences)
        own = " ".join(ids)
        if len(ids) > MOST_NAMED and numbers.keys() >= set(shown.statements):
            own = "#" + " ".join(numbers[id] for id in shown.statements)
        for key in (ids[:20], ids):
            marks[key], words[key] = own, told
    for node in view.nodes:
        key = (svg_id(node.id),)
        marks[key], words[key] = key[0], node.sentence
    return marks, words


def _mark(group: Tree.Element, tokens: str, words: str) -> None:
    _drop_titles(group)
    group.attrib.clear()
    group.set("data-statement", tokens)
    title = Tree.Element(f"{{{_SVG}}}title")
    words = showable(words)
    title.text = words if len(words) <= _TOOLTIP else words[: _TOOLTIP - 1] + "…"
    group.insert(0, title)
    first = tokens.split(" ", 1)[0]
    for text in list(group.iter(f"{{{_SVG}}}text")):
        _mark_count(text, first)


def _drop_titles(group: Tree.Element, *, deep: bool = True) -> None:
    for parent in list(group.iter()) if deep else [group]:
        for child in list(parent):
            if child.tag == f"{{{_SVG}}}title":
                parent.remove(child)


def _mark_count(text: Tree.Element, token: str) -> None:
    """Set a count, and the sign of one who died, apart from the words around it."""
    found = _COUNT.search(text.text or "")
    if not found or len(text):
        return
    whole = text.text or ""
    part = Tree.SubElement(text, f"{{{_SVG}}}tspan")
    text.text, part.text, part.tail = whole[: found.start()], found[0], whole[found.end() :]
    if found[0] == "†":
        part.set("data-holds", f"{token}_x3a_died")
    else:
        part.set("class", "count")


def _unwrap(root: Tree.Element) -> None:
    """Take away the links that hold nothing but a tooltip."""
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{{{_SVG}}}a":
                place = list(parent).index(child)
                parent.remove(child)
                for n, grandchild in enumerate(list(child)):
                    parent.insert(place + n, grandchild)


# -- every picture -------------------------------------------------------------------------------


def _made_plain(root: Tree.Element, prefix: str) -> None:
    for element in root.iter():
        is_root = element is root
        made = {}
        for name, value in element.attrib.items():
            if name in _AS_IT_IS and "url(" not in value:
                made[name] = value
            else:
                made |= _plain(name, value, prefix, is_root=is_root)
        element.attrib = made
        element.text = (element.text or "").strip("\n") or None
        element.tail = (element.tail or "").strip("\n") or None
    box = (root.get("viewBox") or "0 0 100 100").split()
    root.set("width", f"{float(box[2]):g}")
    root.set("height", f"{float(box[3]):g}")


def _plain(name: str, value: str, prefix: str, *, is_root: bool) -> Iterator[tuple[str, str]]:
    """Yield what an attribute becomes: nothing, itself, or, of a style, its parts."""
    if name == "style":
        for part in value.split(";"):
            key, _, told = part.partition(":")
            if key.strip():
                yield from _plain(key.strip(), told.strip(), prefix, is_root=is_root)
    elif name == "id":
        if not value.startswith(("a_", "node", "edge", "graph")):
            yield name, prefix + value
    elif name == "aria-labelledby":
        yield name, " ".join(prefix + one for one in value.split())
    elif name == "class":
        if value in ("count", "figure"):
            yield name, value
    elif name.startswith((_XLINK, _XML)) or (not is_root and _NOISE.fullmatch(name)):
        return
    else:
        value = _LOCAL.sub(rf"url(#{prefix}\1)", value) if "url(" in value else value
        yield name, _LONG.sub(_rounded, value) if name in _LENGTHS else value


#: what most of a picture is made of, and stays
_AS_IT_IS = frozenset(
    "data-statement fill stroke stroke-width stroke-dasharray stroke-linecap opacity font-size "
    "font-weight font-style text-anchor".split()
)
_LENGTHS = frozenset("d points x y x1 x2 y1 y2 cx cy r rx ry width height transform".split())


def _rounded(found: re.Match[str]) -> str:
    return f"{float(found[0]):.1f}".removesuffix(".0")


def _written(root: Tree.Element) -> str:
    return Tree.tostring(root, encoding="unicode")


# -- very many marks -----------------------------------------------------------------------------


def _made_small(root: Tree.Element, numbers: Mapping[str, str]) -> None:
    """Write marks of one shape without a group of their own, those of a colour in one group."""
    for parent in [one for one in root.iter() if len(one) > _MOST_TOOLTIPS]:
        marks = [_alone(child, numbers) for child in parent]
        for child in list(parent):
            parent.remove(child)
        for fill, alike in groupby(marks, key=_colour_alone):
            if fill is None:
                parent.extend(alike)
                continue
            group = Tree.SubElement(parent, f"{{{_SVG}}}g", {"fill": fill})
            for mark in alike:
                del mark.attrib["fill"]
                group.append(mark)


def _alone(group: Tree.Element, numbers: Mapping[str, str]) -> Tree.Element:
    """Return what is drawn for a statement: its one shape, or the group where there are several."""
    token = group.get("data-statement")
    if token is None:
        return group
    told = f"#{numbers[token]}" if token in numbers else token
    group.set("data-statement", told)
    if len(group) != 1 or len(group[0]):
        return group
    shape = group[0]
    shape.attrib = {"data-statement": told} | _as_path(shape)
    return shape


def _as_path(shape: Tree.Element) -> dict[str, str]:
    """Return the attributes of a shape, those of a plain box as a path, which is shorter."""
    own = shape.attrib
    if shape.tag != f"{{{_SVG}}}rect" or own.keys() - {"x", "y", "width", "height", "rx", "fill"}:
        return own
    if own.get("rx", "0") != "0":
        return own
    shape.tag = f"{{{_SVG}}}path"
    wide = own["width"]
    return {"fill": own["fill"], "d": f"M{own['x']} {own['y']}h{wide}v{own['height']}h-{wide}z"}


def _colour_alone(mark: Tree.Element) -> str | None:
    """Return the colour of a mark that has no other look; ``None`` for all else."""
    is_path = mark.tag == f"{{{_SVG}}}path" and mark.keys() == ["data-statement", "fill", "d"]
    return mark.get("fill") if is_path else None
