"""Whatever is written reads back, here and elsewhere; whatever is read never crashes."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from formulation.errors import CaseError
from formulation.notation import (
    Document,
    Limits,
    Mapping,
    Node,
    Scalar,
    Sequence,
    json_document,
    key_at,
    node_at,
    parse_json,
    parse_yaml,
    plain,
    read_text,
    write_atomically,
    write_flow,
    write_scalar,
)

# awkward on purpose: signs of YAML, line ends, marks nobody sees, what looks like a number
SIGNS = " \t\n\r:#,-?[]{}&*!|>'\"%@`~=<\\/.+_0123456789eExXoObBtTzZnNyY"
UNSEEN = "\x00\x07\x1b\x7f\x85\xa0\xad\u200c\u200d\u2028\u2029\u202e\u2066\ufeff\ufffd\ufffe\uffff"
LETTERS = "abcñéßЖשעمش妈😀👩\U0010ffff"
WORDS = ["null", "No", "TRUE", "on", "1985", "2023-01-05", "2023-01", "12:30", "1e3", ".inf", "<<"]

texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.text(SIGNS, max_size=8),
    st.text(SIGNS + UNSEEN + LETTERS, max_size=12),
    st.sampled_from(WORDS),
    st.tuples(st.sampled_from(WORDS), st.text(SIGNS, max_size=2)).map("".join),
)
values = st.recursive(
    texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
scraps = [
    *("a: ", "- ", "? ", "&x ", "*x ", "!t ", "<<: ", "--- ", "...\n", "# ", "|", ">", "  ", "\n"),
    *("{", "}", "[", "]", ",", ":", '"', "'", "\\", "\t", "b", "1", "NaN", '"\\ud83d"'),
    *("%YAML 1.1\n", "%TAG ", "\ud800", "\ufeff", "\x00"),
]
noises = st.one_of(
    st.text(max_size=40),
    st.text(st.characters(), max_size=20),
    st.text(SIGNS + UNSEEN + "ab", max_size=60),
    st.lists(st.sampled_from(scraps), max_size=30).map("".join),
)


def has_empty(value: Any) -> bool:
    """Tell whether some text of a value is empty, which is a fault where a case is read."""
    if isinstance(value, dict):
        return "" in value or any(map(has_empty, value.values()))
    return any(map(has_empty, value)) if isinstance(value, list) else value == ""


def nodes(node: Node, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Node]]:
    """Return every node with its path."""
    found: list[tuple[tuple[str | int, ...], Node]] = [(path, node)]
    if isinstance(node, Mapping):
        for key, value in node.items:
            found += nodes(value, (*path, key.text))
    if isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            found += nodes(item, (*path, index))
    return found


# --- writing and reading ---------------------------------------------------------------------


@given(values)
@settings(max_examples=300)
def test_what_is_written_reads_back(value: Any) -> None:
    """Each awkward text, nested as it comes, is the same afterwards; only emptiness is told."""
    document = parse_yaml(write_flow(value))

    if value == "":
        assert document.root is None
    else:
        assert plain(document.root) == value
        assert bool(document.faults) == has_empty(value)


@given(values)
@settings(max_examples=300)
def test_other_readers_agree_on_what_is_written(value: Any) -> None:
    """A common YAML reader, which makes numbers and dates of words, reads the same texts."""
    assert yaml.load(write_flow(value), Loader=yaml.SafeLoader) == value


@given(values)
def test_what_is_written_stands_on_one_line(value: Any) -> None:
    """One statement a line: no text breaks it, whatever it holds."""
    assert len(write_flow(value).splitlines()) == 1


@given(texts)
def test_a_text_is_read_alike_in_a_block_and_in_brackets(text: str) -> None:
    """A writer need not know where a text will stand."""
    written = write_scalar(text or "x")
    block = f"a: {written}\nb:\n  - {written}\n"

    read = plain(parse_yaml(block).root)

    assert read == {"a": text or "x", "b": [text or "x"]}


@given(texts)
def test_a_quoted_text_is_json(text: str) -> None:
    """Quotes and escapes are those that YAML and JSON share."""
    assert json.loads(write_scalar(text, quote=True)) == text


@given(texts)
def test_writing_is_canonical(text: str) -> None:
    """A text written, read and written again is the same, to the byte."""
    once = write_scalar(text or "x")

    again = write_scalar(plain(parse_yaml(once).root))

    assert again == once


@given(st.dictionaries(texts.filter(bool), st.booleans() | st.integers() | st.floats(-1e9, 1e9)))
def test_switches_and_numbers_are_written_plain(value: dict[str, Any]) -> None:
    """They are read as their texts, and a reader of cases makes of them what they were."""
    read = plain(parse_yaml(write_flow(value)).root)

    assert {key: json.loads(text) for key, text in read.items()} == value


# --- YAML and JSON ---------------------------------------------------------------------------


@given(values, st.sampled_from([None, 1, "\t"]), st.booleans())
@settings(max_examples=200)
def test_json_and_yaml_agree(value: Any, indent: Any, ascii_only: bool) -> None:
    """The same data, however its JSON is laid out, is the same in both notations."""
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)

    data, document = parse_json(text)
    from_nodes = json_document(text)

    if has_empty(value):
        assert data is None
        assert document.faults == from_nodes.faults != ()
        assert document.root is None or plain(document.root) == value
    else:
        assert (data, document) == (value, None)
        assert plain(from_nodes.root) == plain(parse_yaml(write_flow(value)).root) == value


@given(values.filter(lambda value: not has_empty(value)))
def test_each_json_node_stands_where_it_says(value: Any) -> None:
    """What stands at the place of a text is that text, in JSON."""
    text = json.dumps(value, indent=2)
    lines = text.split("\n")

    for _, node in nodes(json_document(text).root):
        rest = lines[node.line - 1][node.column - 1 :]
        if isinstance(node, Scalar):
            assert rest.startswith(json.dumps(node.text))
        else:
            assert rest[0] == ("{" if isinstance(node, Mapping) else "[")


@given(values.filter(lambda value: not has_empty(value)))
def test_each_yaml_node_stands_where_it_says(value: Any) -> None:
    """What stands at the place of a text is that text as it is written, also after emoji."""
    text = write_flow(value)

    for _, node in nodes(parse_yaml(text).root):
        rest = text[node.column - 1 :]
        if isinstance(node, Scalar):
            assert rest.startswith(write_scalar(node.text))
            assert node.is_plain == (rest[0] != '"')
        else:
            assert rest[0] == ("{" if isinstance(node, Mapping) else "[")


@given(values.filter(lambda value: not has_empty(value)))
def test_each_node_is_found_by_its_path(value: Any) -> None:
    """Paths of keys and positions lead to the node, and to the key that names it."""
    root = parse_yaml(write_flow(value)).root

    for path, node in nodes(root):
        assert node_at(root, path) is node
        key = key_at(root, path)
        if path and isinstance(path[-1], str):
            assert isinstance(key, Scalar)
            assert key.text == path[-1]
        else:
            assert key is node


@given(st.lists(st.tuples(texts.filter(bool), texts.filter(bool)), min_size=1, max_size=6))
def test_a_key_that_stands_twice_is_told_in_both_notations(pairs: list[tuple[str, str]]) -> None:
    """As many faults as further entries, each at its own place; the first stays."""
    first = dict(reversed(pairs))
    in_json = "{" + ", ".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in pairs) + "}"
    in_yaml = "\n".join(f"{write_scalar(k, quote=True)}: {write_scalar(v)}" for k, v in pairs)

    data, document = parse_json(in_json)

    assert (data is None) == (len(first) < len(pairs))
    for read in (json_document(in_json), parse_yaml(in_yaml)):
        assert plain(read.root) == first
        assert len(read.faults) == len(pairs) - len(first)
        assert all("stands here again" in fault.problem for fault in read.faults)
    assert document is None or len(document.faults) == len(pairs) - len(first)


# --- any text at all -------------------------------------------------------------------------


@given(noises)
@settings(max_examples=500)
def test_any_text_gives_nodes_or_faults(text: str) -> None:
    """No text makes the readers fail otherwise, and every fault has a place in the text."""
    for document in (parse_yaml(text, "f"), json_document(text, "f")):
        assert (document.root is not None) or document.faults
        for fault in document.faults:
            line, column = fault.line or 0, fault.column or 0
            assert 1 <= line <= len(document.lines)
            assert 1 <= column <= len(document.lines[line - 1]) + 1
            assert fault.text == document.lines[line - 1]
            assert str(fault).startswith(f"f:{line}:{column}: ")


@given(noises)
@settings(max_examples=300)
def test_json_is_clean_or_has_a_document(text: str) -> None:
    """Data without faults, or faults with places; never both, never neither."""
    data, document = parse_json(text)

    if document is None:
        assert data == json.loads(text.removeprefix("\ufeff"))
    else:
        assert data is None
        assert document.faults


@given(noises)
@settings(max_examples=300)
def test_what_is_read_without_a_fault_can_be_written(text: str) -> None:
    """Reading and writing agree on what a text may hold."""
    document: Document = parse_yaml(text)

    if not document.faults:
        assert plain(parse_yaml(write_flow(plain(document.root))).root) == plain(document.root)


@given(noises, st.integers(1, 4), st.integers(1, 12))
def test_no_text_gets_past_the_limits(text: str, depth: int, most: int) -> None:
    """Whatever is read is no deeper and no larger than the caller allowed."""
    document = parse_yaml(text, limits=Limits(depth=depth, nodes=most))

    if document.root is not None:
        found = nodes(document.root)
        assert len(found) <= most
        assert all(len(path) <= depth for path, _ in found)


@given(st.binary(max_size=60) | noises.map(lambda text: text.encode("utf-8", "surrogatepass")))
@settings(max_examples=300)
def test_any_bytes_give_a_text_or_one_sentence(data: bytes) -> None:
    """A file is read as the text it holds, or refused in one sentence."""
    try:
        text, _ = read_text(io.BytesIO(data))
    except CaseError as error:
        assert len(error.faults) == 1  # noqa: PT017 - both outcomes are right
    else:
        assert "\r" not in text
        assert text.strip()
        unified = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        assert text.encode() == unified


@given(texts.filter(lambda text: text.strip() and not set(text) & {"\0", "\r"}))
@settings(max_examples=50)
def test_a_file_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """To the byte, but for a byte-order mark at its head."""
    path = tmp_path_factory.getbasetemp() / "liz.yaml"
    write_atomically(path, text)

    assert path.read_bytes() == text.encode()
    if text.removeprefix("\ufeff").strip():
        assert read_text(path) == (text.removeprefix("\ufeff"), str(path))
