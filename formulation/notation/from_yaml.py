"""YAML to nodes, by events and a stack of our own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NoReturn

from formulation.notation.building import Builder
from formulation.notation.nodes import USUAL, Document, Limits, Mapping, Place, Scalar, Sequence
from formulation.notation.stumbles import QUOTES, in_words

if TYPE_CHECKING:
    from yaml.error import MarkedYAMLError


def parse_yaml(text: str, file: str = "", *, limits: Limits = USUAL) -> Document:
    """Return the nodes of a YAML text and all that is wrong in it.

    Parameters
    ----------
    text
        One document.  Tags, anchors, aliases, merge keys and empty values are faults.
    file
        The name of the file for messages.
    limits
        How deep and how large.  A syntax fault and a limit end reading, other faults do not.
    """
    return Builder(text, file, limits).read(_read_yaml)


def _read_yaml(builder: Builder) -> None:
    """Read events with our own stack: PyYAML's composer crashes Python on a nest of brackets."""
    import yaml

    if builder.text.startswith("%TAG") or "\n%TAG" in builder.text:  # slow to read by the thousand
        builder.end((1, 1), "a line with %TAG is not read", accepted="no such line")
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the same events, far slower
    try:
        for event in yaml.parse(_without_strange(builder), Loader=loader):
            _take(event, builder)
    except yaml.MarkedYAMLError as error:
        _end_at_stumble(error, builder)
    except (ValueError, OverflowError) as error:  # an escape too large for the slow loader
        builder.end((1, 1), f"this cannot be read as YAML ({error})")


# what YAML does not allow, what it takes for a line end and an editor does not (U+2028), and a
# byte-order mark in mid-text
_STRANGE = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def _without_strange(builder: Builder) -> str:
    """Tell the strange characters and return the text with stand-ins, so that reading goes on."""
    text, line, start = builder.text, 1, 0
    for found in _STRANGE.finditer(text):
        line += text.count("\n", start, found.start())
        start = found.start()
        code = f"{ord(found[0]):04X}"
        problem = f"the character U+{code} cannot stand in a text as it is"
        cure = "no such character"
        if not "\ud800" <= found[0] <= "\udfff":  # half of one cannot be written at all
            cure += f', or "\\u{code}" in double quotes'
        builder.tell((line, start - text.rfind("\n", 0, start)), problem, f"U+{code}", cure)
    return _STRANGE.sub("\ufffd", text)


def _take(event: Any, builder: Builder) -> None:
    kind = type(event).__name__  # PyYAML itself is imported only when a text is read
    line, column = event.start_mark.line + 1, event.start_mark.column + 1
    if kind == "ScalarEvent":
        _tell_marks(event, builder, (line, column))
        builder.scalar(event.value, line, column, not event.style)
    elif kind == "MappingStartEvent":
        _tell_marks(event, builder, (line, column))
        builder.open(Mapping([], line, column))
    elif kind == "SequenceStartEvent":
        _tell_marks(event, builder, (line, column))
        builder.open(Sequence([], line, column))
    elif kind in ("MappingEndEvent", "SequenceEndEvent"):
        builder.frames.pop()
    elif kind == "AliasEvent":
        name = f"*{event.anchor}"
        cure = "what it stands for; in quotes if it is a text"
        builder.tell((line, column), f"an alias ({name}) is not read", name, cure)
        builder.add(Scalar(name, line, column))
    elif kind == "DocumentStartEvent" and builder.root is not None:
        builder.tell((line, column), "a second document begins here", accepted="one in a file")


def _tell_marks(event: Any, builder: Builder, place: Place) -> None:
    if event.anchor is not None:
        cure = "no anchor; a text that begins with & goes in quotes"
        builder.tell(place, f"an anchor (&{event.anchor}) is not read", f"&{event.anchor}", cure)
    if event.tag is not None:
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        cure = "no tag; a text that begins with ! goes in quotes"
        builder.tell(place, f"a tag ({tag}) is not read", tag, cure)


def _end_at_stumble(error: MarkedYAMLError, builder: Builder) -> NoReturn:
    """End at a fault of YAML's own grammar, in plain words instead of a parser's."""
    here: Any = error.problem_mark or error.context_mark
    begun: Any = error.context_mark or here
    place, start = (here.line + 1, here.column + 1), (begun.line + 1, begun.column + 1)
    said, char = f"{error.context}: {error.problem}", builder.text[here.index : here.index + 1]
    if char == "\t":
        said = "tab character"
    elif "cannot start any token" in said:
        builder.end(place, f"a text cannot begin with {char}", char, QUOTES)
    elif re.search("expected ',' or|node content", said):
        _end_at_bracket(builder, place, char, "node content" in said)
    problem, cure, is_at_start = in_words(said)
    builder.end(start if is_at_start else place, problem, "", cure)


def _end_at_bracket(builder: Builder, place: Place, char: str, is_value: bool) -> NoReturn:
    """End where a list or mapping in brackets breaks off, naming the bracket that is open."""
    closings = {"[": "]", "{": "}"}
    for node in (frame.node for frame in reversed(builder.frames)):
        opening = builder.document.lines[node.line - 1][node.column - 1 : node.column]
        closing = closings.get(opening)
        if closing and not char:  # the text is at its end
            problem = f"the {opening} that opens here is never closed"
            builder.end(node, problem, opening, f"{closing} at its end")
        if closing and not is_value:
            whose = f"the {opening} of line {node.line}, column {node.column}"
            problem = f"neither a comma nor the {closing} that closes {whose} stands here"
            cure = f"a comma or {closing}; a text with a comma, a bracket or a quote in quotes"
            builder.end(place, problem, char, cure)
    builder.end(place, "a value is missing here", char, "a value, or one comma fewer")
