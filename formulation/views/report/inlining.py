"""Pictures made ready to stand in one page: no id twice, no styles, statements marked.

What is drawn for a statement is marked with ``data-statement``, its id as
:func:`formulation.views.quoting.svg_id` writes it, several with blanks between; a page finds all
of it by that.  What comes in was written by this package, with people's words escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as Tree

from formulation.views.picture import MapView
from formulation.views.quoting import svg_id

__all__ = ["inlined", "inlined_map"]

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "{http://www.w3.org/1999/xlink}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_LOCAL = re.compile(r"url\(#([^)]+)\)")
_COUNT = re.compile(r"×\d+|†")
_LONG = re.compile(r"-?\d+\.\d{2,}")
#: what tells programs of Vega's marks, and readers nothing
_NOISE = re.compile(r"aria-roledescription|role|aria-hidden|aria-label|pointer-events|class")
_TOOLTIP = 600
#: where more statements are drawn than this they have no tooltips: a page holds each sentence once
_MOST_TOOLTIPS = 2_000

Tree.register_namespace("", _SVG)
Tree.register_namespace("xlink", "http://www.w3.org/1999/xlink")


def inlined(svg: str, prefix: str) -> str:
    """Return a picture that can stand in a page beside others.

    Parameters
    ----------
    svg
        The picture, as this package draws it.
    prefix
        Stands before every id in it.
    """
    root = Tree.fromstring(svg)
    groups = root.findall(".//*[@data-statement]")
    for group in groups:
        group.attrib = {"data-statement": group.attrib["data-statement"]}
        if len(groups) > _MOST_TOOLTIPS:
            _drop_titles(group)
    _made_plain(root, prefix)
    return _written(root)


def inlined_map(svg: str, view: MapView, prefix: str) -> str:
    """Return a map that can stand in a page, every line, note and figure marked with what it shows.

    Parameters
    ----------
    svg
        The map, as Graphviz drew it.
    view
        The map as data.
    prefix
        Stands before every id in it.
    """
    root = Tree.fromstring(svg)
    marks, words = _marks(view)
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


def _marks(view: MapView) -> tuple[dict[tuple[str, ...], str], dict[tuple[str, ...], str]]:
    """Return by the classes of a group what it stands for, and that in words."""
    marks, words = {}, {}
    for shown in view.shown():
        ids = tuple(map(svg_id, shown.statements))
        for key in (ids[:20], ids):
            marks[key], words[key] = " ".join(ids), " ".join(shown.sentences)
    for node in view.nodes:
        key = (svg_id(node.id),)
        marks[key], words[key] = key[0], node.sentence
    return marks, words


def _mark(group: Tree.Element, tokens: str, words: str) -> None:
    _drop_titles(group)
    group.attrib.clear()
    group.set("data-statement", tokens)
    title = Tree.Element(f"{{{_SVG}}}title")
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
        for name, value in list(element.attrib.items()):
            del element.attrib[name]
            for new, told in _plain(name, value, prefix, is_root=is_root):
                element.set(new, told)
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
        value = _LOCAL.sub(rf"url(#{prefix}\1)", value)
        yield name, _LONG.sub(_rounded, value) if name in _LENGTHS else value


_LENGTHS = frozenset("d points x y x1 x2 y1 y2 cx cy r rx ry width height transform".split())


def _rounded(found: re.Match[str]) -> str:
    return f"{float(found[0]):.1f}".removesuffix(".0")


def _written(root: Tree.Element) -> str:
    return Tree.tostring(root, encoding="unicode")
