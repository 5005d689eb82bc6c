"""Text in and out: what is read knows its place, what is wrong is said with place and cure."""

from __future__ import annotations

import io
import json
import os
import pickle
import stat
import threading
from pathlib import Path

import pytest
import yaml

from formulation.errors import CaseError, Fault
from formulation.notation import (
    Document,
    Limits,
    Mapping,
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

FOUNDING = """\
formulation: 1
people:
  liz: {name: Elizabeth, role: patient}
events:
  - {id: feud, conflict: [stephanie, diane], recurring: true}
  - {id: flare, what: "pain, again"}
"""


def sentences(document: Document | None) -> list[str]:
    """Return each fault's sentence, without the line shown under it."""
    assert document is not None
    return [str(fault).split("\n")[0] for fault in document.faults]


def refusal(raising: pytest.ExceptionInfo[CaseError]) -> str:
    """Return the one sentence of an error that holds one fault."""
    assert len(raising.value.faults) == 1
    return str(raising.value)


# --- nodes -----------------------------------------------------------------------------------


def test_every_scalar_is_its_text() -> None:
    """No `no` becomes false, no year a number, no date a date, whatever the style."""
    text = "{a: no, b: 1985, c: 2023-01-05, d: ~, e: 'x', f: \"y\", g: 1e3, h: 0o7}"

    read = plain(parse_yaml(text).root)

    assert list(read.values()) == ["no", "1985", "2023-01-05", "~", "x", "y", "1e3", "0o7"]


def test_every_node_knows_where_it_begins() -> None:
    """Lines and columns count from 1."""
    root = parse_yaml(FOUNDING).root

    events = node_at(root, ("events",))
    pair = node_at(root, ("events", 0, "conflict"))
    diane = node_at(root, ("events", 0, "conflict", 1))

    assert isinstance(root, Mapping)
    assert isinstance(events, Sequence)
    assert isinstance(pair, Sequence)
    assert isinstance(diane, Scalar)
    assert [(n.line, n.column) for n in (root, events, pair, diane)] == [
        (1, 1),
        (5, 3),
        (5, 26),
        (5, 38),
    ]


def test_columns_count_characters_beyond_the_basic_plane_once() -> None:
    """An emoji moves what follows by one column, as in an editor."""
    document = parse_yaml("{😀: 1, b: 2}")

    key = key_at(document.root, ("b",))

    assert (key.line, key.column) == (1, 8)


def test_a_quoted_text_is_told_from_a_plain_one() -> None:
    """The reader of cases may want to know whether `[a..b]` was quoted."""
    root = parse_yaml("{a: x, b: 'x', c: \"x\"}").root

    styles = [node_at(root, (key,)).is_plain for key in "abc"]

    assert styles == [True, False, False]


def test_a_block_text_keeps_its_lines() -> None:
    """A text of several lines is read as YAML folds it, and stands where its sign does."""
    root = parse_yaml("a: |\n  one\n  two\nb: x\n").root

    text = node_at(root, ("a",))

    assert (text.text, text.line, text.column, text.is_plain) == ("one\ntwo\n", 1, 4, False)


def test_the_node_at_a_path_is_the_deepest_one_reached() -> None:
    """A missing key gives the mapping, a missing item the list, a step into a text the text."""
    root = parse_yaml(FOUNDING).root

    feud = node_at(root, ("events", 0))

    assert node_at(root, ("events", 0, "when")) is feud
    assert node_at(root, ("events", 7, "when")) is node_at(root, ("events",))
    assert node_at(root, ("events", -1)) is node_at(root, ("events",))
    assert node_at(root, ("formulation", "x")) is node_at(root, ("formulation",))
    assert node_at(root, ()) is root


def test_the_key_at_a_path_is_the_key_itself() -> None:
    """A fault about a key points at the key; without a key it points where the path broke off."""
    root = parse_yaml(FOUNDING).root

    key = key_at(root, ("people", "liz", "role"))

    assert (key.text, key.line, key.column) == ("role", 3, 26)
    assert key_at(root, ("events", 1)) is node_at(root, ("events", 1))
    assert key_at(root, ("people", "jc")) is node_at(root, ("people",))
    assert key_at(root, ("people", "jc", "role")) is node_at(root, ("people",))
    assert key_at(root, ()) is root


def test_a_document_makes_a_fault_with_place_and_line() -> None:
    """The reader of cases says what is wrong; file, place and line are filled in."""
    document = parse_yaml(FOUNDING, "liz.yaml")

    fault = document.fault(
        key_at(document.root, ("people", "liz", "role")),
        "no such key",
        value="role",
        accepted="name or kind",
        nearest="rule",
        is_warning=True,
    )

    assert fault == Fault(
        problem="no such key",
        value="role",
        accepted="name or kind",
        nearest="rule",
        file="liz.yaml",
        line=3,
        column=26,
        text="  liz: {name: Elizabeth, role: patient}",
        is_warning=True,
    )


def test_a_fault_beyond_the_last_line_stands_at_its_end() -> None:
    """YAML calls the end of a text a line of its own; an editor shows none."""
    document = parse_yaml("a: b")

    fault = document.fault((2, 1), "here it ends")

    assert str(fault) == "text:1:5: here it ends\n    a: b\n        ^"


def test_limits_refuse_what_would_overflow_python() -> None:
    """A depth beyond 200 or a limit of nought is a mistake of the caller."""
    with pytest.raises(ValueError) as raised:
        Limits(depth=201)

    assert str(raised.value) == (
        "limits are 1 or more, and depth at most 200: "
        "Limits(bytes=33554432, depth=201, nodes=2000000)"
    )
    with pytest.raises(ValueError):
        Limits(nodes=0)


# --- faults that reading survives ------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told", "kept"),
    [
        (
            "a: 1\nb: 2\na: 3",
            "text:3:1: the key 'a' stands here again; the first, at line 1, column 1, is kept "
            "(accepted: each key once)",
            {"a": "1", "b": "2"},
        ),
        (
            "a: !!str x",
            "text:1:4: a tag (!!str) is not read "
            "(accepted: no tag; a text that begins with ! goes in quotes)",
            {"a": "x"},
        ),
        (
            "a: !python/object:os.system {b: c}",
            "text:1:4: a tag (!python/object:os.system) is not read "
            "(accepted: no tag; a text that begins with ! goes in quotes)",
            {"a": {"b": "c"}},
        ),
        (
            "a: &x [b]",
            "text:1:4: an anchor (&x) is not read "
            "(accepted: no anchor; a text that begins with & goes in quotes)",
            {"a": ["b"]},
        ),
        (
            "a: *x",
            "text:1:4: an alias (*x) is not read "
            "(accepted: what it stands for; in quotes if it is a text)",
            {"a": "*x"},
        ),
        (
            "{<<: b, c: d}",
            "text:1:2: a merge key (<<) is not read (accepted: the keys written out)",
            {"c": "d"},
        ),
        ("a:\nb: c", "text:1:1: 'a' has no value (accepted: a value, or no such key)", None),
        ('a: ""', "text:1:1: 'a' has no value (accepted: a value, or no such key)", {"a": ""}),
        ("{a: , b: c}", "text:1:2: 'a' has no value (accepted: a value, or no such key)", None),
        (
            "- \n- a",
            "text:1:2: this item of the list is empty (accepted: a value, or no item)",
            None,
        ),
        ("'': a", "text:1:1: this key is empty (accepted: a text as the key)", {"": "a"}),
        (
            "? [a]\n? c\n: d",
            "text:1:3: a key cannot be a list or a mapping (accepted: a text)",
            {"c": "d"},
        ),
        (
            "a: b\n--- \nc: d",
            "text:2:1: a second document begins here (accepted: one in a file)",
            {"a": "b"},
        ),
        (
            "a: b\n---\n",
            "text:2:1: a second document begins here (accepted: one in a file)",
            {"a": "b"},
        ),
        (
            "a: x\x07y",
            "text:1:5: the character U+0007 cannot stand in a text as it is "
            '(accepted: no such character, or "\\u0007" in double quotes)',
            {"a": "x\ufffdy"},
        ),
        (
            "a: b\nc: x\u2028y",
            "text:2:5: the character U+2028 cannot stand in a text as it is "
            '(accepted: no such character, or "\\u2028" in double quotes)',
            {"a": "b", "c": "x\ufffdy"},
        ),
        (
            "a: \ud800",
            "text:1:4: the character U+D800 cannot stand in a text as it is "
            "(accepted: no such character)",
            {"a": "\ufffd"},
        ),
    ],
)
def test_a_fault_in_yaml_is_told_and_reading_goes_on(
    text: str, told: str, kept: dict[str, object] | None
) -> None:
    """Each thing that YAML allows and a case does not is one fault, with place and cure."""
    document = parse_yaml(text)

    assert sentences(document) == [told]
    assert kept is None or plain(document.root) == kept


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "{id: a, what: he said this, then left}",
            "text:1:29: 'then left' has no value (accepted: put a text with a comma in quotes)",
        ),
        (
            "{what: yes, please, id: a}",
            "text:1:13: 'please' has no value (accepted: put a text with a comma in quotes)",
        ),
        (
            "{what: he left,\n  then came}",
            "text:2:3: 'then came' has no value (accepted: put a text with a comma in quotes)",
        ),
        (
            "{id: a, what:he said}",
            "text:1:9: 'what:he said' has no value (accepted: a blank after the colon)",
        ),
        (
            "{feud}",
            "text:1:2: 'feud' has no value (accepted: a colon, a blank and a value)",
        ),
        (
            "{a: b, then: }",
            "text:1:8: 'then' has no value (accepted: a value, or no such key)",
        ),
    ],
)
def test_a_text_cut_at_its_comma_gets_the_advice_to_quote_it(text: str, told: str) -> None:
    """The commonest slip in one-line notes is told from a key that merely has no value."""
    assert sentences(parse_yaml(text)) == [told]


def test_faults_are_told_all_at_once_in_the_order_of_the_text() -> None:
    """A person mends a file in one go."""
    text = "a: &x 1\nb:\na: *x\nc: {d: !t e}\nf: \x01\n"

    places = [(fault.line, fault.column) for fault in parse_yaml(text).faults]

    assert places == [(1, 4), (2, 1), (3, 1), (3, 4), (4, 8), (5, 4)]


def test_a_third_entry_of_a_key_names_the_first_too() -> None:
    """Each further entry is a fault of its own; none is dropped in silence."""
    told = sentences(parse_yaml("a: 1\na: 2\na: 3"))

    assert [sentence[:9] for sentence in told] == ["text:2:1:", "text:3:1:"]
    assert all("the first, at line 1, column 1, is kept" in sentence for sentence in told)


def test_the_same_key_in_two_mappings_is_no_fault() -> None:
    """Only a key that stands twice in one place is."""
    assert parse_yaml("[{a: 1}, {a: 2, b: {a: 3}}]").faults == ()


def test_an_alias_bomb_costs_nothing() -> None:
    """Aliases are told, never followed: nine levels of nine are a hundred nodes, not a billion."""
    levels = [f"- &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 10)]
    document = parse_yaml("- &l0 lol\n" + "\n".join(levels))

    aliases = [fault for fault in document.faults if fault.problem.startswith("an alias")]

    assert len(aliases) == 81
    assert plain(document.root)[9] == ["*l8"] * 9


def test_a_file_of_nothing_but_faults_is_left_after_two_hundred() -> None:
    """A hostile file cannot fill the memory with messages."""
    document = parse_yaml("- \n" * 10_000)

    assert len(document.faults) == 201
    assert document.faults[-1].problem == "reading stops here, after 200 faults"
    assert document.root is None


# --- faults that end reading -----------------------------------------------------------------

QUOTES = "put the text in quotes"
LINED_UP = (
    "this is neither in line with the keys above nor part of a value (accepted: the indentation "
    "of those keys; a text with a quote or bracket wholly in quotes)"
)
OUTSIDE = (
    "this is outside of all that stands above (accepted: the indentation of the first key, and "
    "nothing after its closing bracket)"
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\ta: b", "1:1: a tab is used for indentation (accepted: blanks)"),
        ("a: b\n\tc: d", "2:1: a tab is used for indentation (accepted: blanks)"),
        ("a: |\n\tb", "2:1: a tab is used for indentation (accepted: blanks)"),
        ('a: "b', "1:4: this quote is never closed (accepted: the closing quote)"),
        ("a: b\nc: 'd\ne: f", "2:4: this quote is never closed (accepted: the closing quote)"),
        (
            'a: "b\n---\nc"',
            "1:4: this quote is still open at a line that begins with --- or ... "
            "(accepted: the closing quote)",
        ),
        ("[a, b", "1:1: the [ that opens here is never closed (accepted: ] at its end)"),
        ("a: {b: [c,\n\n", "1:8: the [ that opens here is never closed (accepted: ] at its end)"),
        (
            "a:\n  - {b: c # d",
            "2:5: the { that opens here is never closed (accepted: } at its end)",
        ),
        (
            "a: he said: no",
            "1:11: a colon and a blank inside a text "
            f"(accepted: {QUOTES}, or bring the key in line with the others)",
        ),
        (
            "a: b\n  c: d",
            "2:4: a colon and a blank inside a text "
            f"(accepted: {QUOTES}, or bring the key in line with the others)",
        ),
        (
            "a: b\nfoo\nc: d",
            "2:1: this line has no key (accepted: a key, a colon, a blank and a value; "
            "a text that goes on is set further in)",
        ),
        ("a:\n   b: c\n  d: e", f"3:3: {LINED_UP}"),
        ('a: "b" c', f"1:8: {LINED_UP}"),
        (
            "- a\nb: c",
            "2:1: this is not in line with the items of the list above "
            "(accepted: a dash under their dashes)",
        ),
        (
            "a: - b",
            "1:4: an item of a list (- ) begins in mid-line (accepted: the list on lines of its "
            f"own, or in brackets; {QUOTES} if it is one)",
        ),
        ("  a: b\nc: d", f"2:1: {OUTSIDE}"),
        ("{a: b}\nc: d", f"2:1: {OUTSIDE}"),
        ("a: @b", f"1:4: a text cannot begin with @ (accepted: {QUOTES})"),
        ("a: `b`", f"1:4: a text cannot begin with ` (accepted: {QUOTES})"),
        ("a: %b", f"1:4: a text cannot begin with % (accepted: {QUOTES})"),
        ("a: & co", f"1:4: a text cannot begin with & or * (accepted: {QUOTES})"),
        ("a: *** b", f"1:4: a text cannot begin with & or * (accepted: {QUOTES})"),
        ("a: !<b c", f"1:4: a text cannot begin with ! (accepted: {QUOTES})"),
        ("a: |b", f"1:4: a text cannot begin with | or > (accepted: {QUOTES})"),
        ("%b", f"1:1: a line cannot begin with % (accepted: {QUOTES})"),
        (
            "a: ? b",
            f"1:4: a text cannot begin with a question mark and a blank (accepted: {QUOTES})",
        ),
        (
            'a: "C:\\qx"',
            "1:7: this backslash means nothing that is known "
            "(accepted: two of them (\\\\) for a backslash)",
        ),
        ("[a, , b]", "1:5: a value is missing here: ',' (accepted: a value, or one comma fewer)"),
        (
            "{a:, b: c}",
            f"1:3: a colon stands here without a blank (accepted: a blank after it, or {QUOTES})",
        ),
        (
            "%TAG ! tag:x,2000:\n--- a",
            "1:1: a line with %TAG is not read (accepted: no such line)",
        ),
        (
            "a: b\n...\n%TAG ! tag:x,2000:\n--- c",
            "1:1: a line with %TAG is not read (accepted: no such line)",
        ),
        ("# only a comment", "1:1: nothing is written here (accepted: a key and a value)"),
        ("", "1:1: nothing is written here (accepted: a key and a value)"),
        ("---", "1:4: nothing is written here (accepted: a key and a value)"),
    ],
)
def test_a_fault_of_grammar_ends_reading_in_plain_words(text: str, told: str) -> None:
    """No parser's jargon: what is wrong, where, and what would do."""
    document = parse_yaml(text, "liz.yaml")

    assert sentences(document) == [f"liz.yaml:{told}"]
    assert document.root is None


@pytest.mark.parametrize(
    ("text", "place", "brackets", "whose", "value"),
    [
        ("{a: he said [sic], b: c}", "1:13", "{}", "line 1, column 1", "["),
        ("- {a: b\n- {c: d}", "2:3", "{}", "line 1, column 3", "{"),
        ("a: [b, c\nd: e", "2:2", "[]", "line 1, column 4", ":"),
        ("{a: [b}", "1:7", "[]", "line 1, column 5", "}"),
        ('{a: "b" c}', "1:9", "{}", "line 1, column 1", "c"),
    ],
)
def test_what_breaks_off_a_list_in_brackets_names_the_bracket(
    text: str, place: str, brackets: str, whose: str, value: str
) -> None:
    """Where a comma, a closing bracket or quotes are missing, both ends are shown."""
    opening, closing = brackets
    (fault,) = parse_yaml(text).faults

    assert fault.place == f"text:{place}"
    assert fault.problem == (
        f"neither a comma nor the {closing} that closes the {opening} of {whose} stands here"
    )
    assert fault.value == value
    assert fault.accepted == (
        f"a comma or {closing}; a text with a comma, a bracket or a quote in quotes"
    )


def test_faults_found_before_the_grammar_broke_are_kept() -> None:
    """One run tells everything up to the place where reading had to stop."""
    document = parse_yaml("a: !t b\nc:\nd: [e\n")

    assert [fault.place for fault in document.faults] == ["text:1:4", "text:2:1", "text:3:4"]


def test_the_offending_line_is_shown_with_a_caret() -> None:
    """The caret stands under the character, also after an emoji."""
    (fault,) = parse_yaml("x: y\na: 😀 b: c", "liz.yaml").faults

    assert str(fault).split("\n")[1:] == ["    a: 😀 b: c", "          ^"]


@pytest.mark.parametrize("unit", ["[", "- ", "[[],", "{a: ", "[b, {c: "])
def test_a_deep_nest_is_one_fault(unit: str) -> None:
    """Two hundred thousand brackets, which crash PyYAML's composer, are one sentence."""
    document = parse_yaml(unit * (200_000 // len(unit)), "deep.yaml")

    assert [fault.problem for fault in document.faults] == ["this is nested too deep"]
    assert document.faults[0].accepted == "at most 32 levels of lists and keys"
    assert document.faults[0].line == 1


def test_a_deep_nest_of_braces_is_told_once_as_a_key() -> None:
    """Each brace within a brace is a key that is a mapping; the first says so for all."""
    document = parse_yaml("{" * 200_000)

    assert sentences(document) == [
        "text:1:2: a key cannot be a list or a mapping (accepted: a text)",
        "text:1:33: this is nested too deep (accepted: at most 32 levels of lists and keys)",
    ]


def test_the_limits_are_the_callers_to_set() -> None:
    """Thirty-two levels pass and thirty-three do not, unless the caller allows more."""
    nest = "[" * 33 + "]" * 33

    assert parse_yaml(nest[1:-1]).faults == ()
    assert parse_yaml(nest).faults != ()
    assert parse_yaml(nest, limits=Limits(depth=33)).faults == ()
    assert sentences(parse_yaml("[a, b, c]", limits=Limits(nodes=3))) == [
        "text:1:8: there are more than 3 keys and values"
    ]


def test_carriage_returns_and_a_byte_order_mark_do_not_move_places() -> None:
    """A file from another system has the same lines and columns."""
    for text in ("\ufeffa: 1\r\nb: 2\r\na: 3\r\n", "a: 1\rb: 2\ra: 3\r"):
        document = parse_yaml(text)

        assert [fault.place for fault in document.faults] == ["text:3:1"]
        assert document.faults[0].text == "a: 3"
        assert plain(document.root) == {"a": "1", "b": "2"}


def test_without_the_c_parser_the_same_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where PyYAML was built without libyaml, reading is slower and the nodes are the same."""
    with_c = parse_yaml(FOUNDING + "a: &x !t b\n")
    monkeypatch.delattr(yaml, "CBaseLoader")
    without_c = parse_yaml(FOUNDING + "a: &x !t b\n")

    assert plain(without_c.root) == plain(with_c.root)
    assert without_c.faults == with_c.faults
    assert sentences(parse_yaml('"\\UFFFFFFFF"')) == [
        "text:1:1: this cannot be read as YAML (Python int too large to convert to C int)"
    ]
    assert sentences(parse_yaml('"\\ud800"')) == [
        "text:1:1: half of a character (U+D800) stands in this text "
        "(accepted: both halves (\\ud83d\\ude00), or the character itself)"
    ]


# --- JSON ------------------------------------------------------------------------------------


def test_clean_json_is_given_as_it_is() -> None:
    """Nothing wrong, no document: numbers and booleans are Python's."""
    text = '\ufeff{"a": [1, 2.5, true, "x"],\r\n "b": {"c": "\\ud83d\\ude00\\/"}}'

    data, document = parse_json(text)

    assert data == {"a": [1, 2.5, True, "x"], "b": {"c": "😀/"}}
    assert document is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '{"a": 1,\n "a": 2}',
            "2:2: the key 'a' stands here again; the first, at line 1, column 2, is kept "
            "(accepted: each key once)",
        ),
        ('{"a": null}', "1:2: 'a' has no value (accepted: a value, or no such key)"),
        ('{"a": ""}', "1:2: 'a' has no value (accepted: a value, or no such key)"),
        ('[[""]]', "1:3: this item of the list is empty (accepted: a value, or no item)"),
        ('{"": 1}', "1:2: this key is empty (accepted: a text as the key)"),
        (
            "[NaN]",
            "1:2: this number is endless or too large: 'NaN' "
            "(accepted: a finite number, or a text in quotes)",
        ),
        (
            "[-Infinity]",
            "1:2: this number is endless or too large: '-Infinity' "
            "(accepted: a finite number, or a text in quotes)",
        ),
        (
            "[1e999]",
            "1:2: this number is endless or too large: '1e999' "
            "(accepted: a finite number, or a text in quotes)",
        ),
        (
            f"[{'9' * 400}]",
            f"1:2: this number is endless or too large: '{'9' * 79}…' "
            "(accepted: a finite number, or a text in quotes)",
        ),
        (
            f"[{'9' * 5000}]",
            f"1:2: this number is endless or too large: '{'9' * 79}…' "
            "(accepted: a finite number, or a text in quotes)",
        ),
        (
            '{"a": "x\\ud83d"}',
            "1:7: half of a character (U+D83D) stands in this text "
            "(accepted: both halves (\\ud83d\\ude00), or the character itself)",
        ),
        (
            '["\ud800"]',
            "1:2: half of a character (U+D800) stands in this text "
            "(accepted: both halves (\\ud83d\\ude00), or the character itself)",
        ),
    ],
)
def test_a_fault_in_json_is_told_with_its_place_and_the_rest_is_kept(text: str, told: str) -> None:
    """What JSON allows and a case does not is told as for YAML."""
    data, document = parse_json(text)

    assert data is None
    assert sentences(document) == [f"text:{told}"]
    assert document.root is not None


VALUE_MISSING = (
    "a value is missing here "
    "(accepted: a text in double quotes, a number, true, false, a list or a mapping)"
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "1:1: nothing is written here (accepted: a key and a value)"),
        (" \n ", "1:1: nothing is written here (accepted: a key and a value)"),
        ("null", "1:1: nothing is written here (accepted: a key and a value)"),
        ("[1, tru]", f"1:5: {VALUE_MISSING}"),
        ("[", f"1:2: {VALUE_MISSING}"),
        (
            "{'a': 1}",
            "1:2: a key is missing here "
            "(accepted: a key in double quotes, and no comma before the closing })",
        ),
        ('{"a" 1}', "1:6: a colon is missing here (accepted: a colon between key and value)"),
        ("[1\n 2]", "2:2: a comma is missing here (accepted: a comma, or the closing bracket)"),
        ("[1] 2", "1:5: this stands after the end (accepted: one value in a file)"),
        ('["abc', "1:2: this quote is never closed (accepted: the closing quote)"),
        (
            '["a\nb"]',
            "1:4: a line break, tab or control character stands in a text "
            "(accepted: \\n for a line break, \\t for a tab)",
        ),
        (
            '["\\q"]',
            "1:3: this backslash means nothing that is known "
            "(accepted: two of them (\\\\) for a backslash)",
        ),
        (
            "[" * 200_000,
            "1:33: this is nested too deep (accepted: at most 32 levels of lists and keys)",
        ),
    ],
)
def test_what_is_not_json_is_told_in_plain_words(text: str, told: str) -> None:
    """Python's reader finds the place; the words are ours."""
    data, document = parse_json(text, "liz.json")

    assert data is None
    assert document.root is None
    assert sentences(document) == [f"liz.json:{told}"]


def test_json_keeps_to_the_limits() -> None:
    """Depth and number of values are bounded as for YAML."""
    nest = "[" * 33 + "]" * 33

    assert parse_json(nest[1:-1])[1] is None
    assert sentences(parse_json(nest)[1])[0].startswith("text:1:33: this is nested too deep")
    assert sentences(parse_json('{"a": 1, "b": 2}', limits=Limits(nodes=4))[1]) == [
        "text:1:15: there are more than 4 keys and values"
    ]
    assert parse_json('{"a": 1, "b": 2}', limits=Limits(nodes=5))[1] is None


def test_json_nodes_know_their_places() -> None:
    """Tabs for indentation, escapes and escaped quotes do not move what follows them."""
    text = '{\n\t"a\\"": "\\ud83d\\ude00\\/", "b": [1.50, true],\n\t"c": {}}'

    document = json_document(text, "liz.json")
    places = [(node.text, node.line, node.column, node.is_plain) for node in leaves(document.root)]

    assert document.faults == ()
    assert places == [
        ('a"', 2, 2, False),
        ("😀/", 2, 9, False),
        ("b", 2, 27, False),
        ("1.50", 2, 33, True),
        ("true", 2, 39, True),
        ("c", 3, 2, False),
    ]


def leaves(node: object) -> list[Scalar]:
    """Return the keys and texts of a node in their order."""
    if isinstance(node, Mapping):
        return [leaf for key, value in node.items for leaf in (key, *leaves(value))]
    if isinstance(node, Sequence):
        return [leaf for item in node.items for leaf in leaves(item)]
    assert isinstance(node, Scalar)
    return [node]


# --- writing text ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["stephanie", "chronic pain", "2011~/2023-01", "1985~", "don't", "Zoë", "妈妈", "😀", "(said)"],
)
def test_a_harmless_text_is_written_as_it_is(text: str) -> None:
    """Notes stay notes: no quotes where none are needed."""
    assert write_scalar(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "a ", " a", "a, b", "a: b", "a #b", "- a", "[a..b]", "{a}", "who?", "'a'"),
        *('it\'s "so"', "~", "=", "<<", "*a", "&a", "!a", "%a", "@a", "`a`", "|", ">"),
        *("no", "Yes", "NULL", "true", "off", "y", "1985", "1_000", "1e3", "0x1F", "0o7", ".5"),
        *("2023-01-05", "2023-1-5 10", "12:30"),
    ],
)
def test_a_text_that_some_reader_would_take_for_something_else_is_quoted(text: str) -> None:
    """Switches, numbers, dates and signs go in quotes; what is in them is JSON."""
    written = write_scalar(text)

    assert written.startswith('"')
    assert json.loads(written) == text


def test_quotes_may_be_asked_for() -> None:
    """A starting file shows where quotes go."""
    assert write_scalar("a text", quote=True) == '"a text"'


def test_what_cannot_be_seen_is_written_by_its_number() -> None:
    """Control characters, line ends, and what turns the direction of a line are spelt out."""
    text = 'a\n\t\r\x00\x85\u2028\ufeff\u202e"\\'

    assert write_scalar(text) == r'"a\n\t\r\u0000\u0085\u2028\ufeff\u202e\"\\"'


def test_joined_emoji_and_persian_stay_readable() -> None:
    """What joins or parts letters is invisible, but no danger: quoted and left."""
    assert write_scalar("👩\u200d⚕ می\u200cخواهم") == '"👩\u200d⚕ می\u200cخواهم"'


def test_half_of_a_character_cannot_be_written() -> None:
    """No file could hold it, so it is refused before a file is opened."""
    with pytest.raises(CaseError) as raised:
        write_scalar("a\ud83d")

    assert refusal(raised) == "half of a character cannot be written: 'U+d83d'"


def test_a_value_is_written_on_one_line() -> None:
    """Lists, mappings, numbers and switches, nested as they come."""
    value = {"id": "feud", "conflict": ["stephanie", "diane"], "recurring": True, "on": (1, 2.5)}

    assert write_flow(value) == (
        '{id: feud, conflict: [stephanie, diane], recurring: true, "on": [1, 2.5]}'
    )
    assert write_flow([]) == "[]"
    assert write_flow({"a": False, "b": {}}) == "{a: false, b: {}}"


@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), b"a", {"a": None}])
def test_what_no_case_file_holds_is_not_written(value: object) -> None:
    """Unknown is left out, never written as nothing."""
    inner = value["a"] if isinstance(value, dict) else value
    with pytest.raises(CaseError) as raised:
        write_flow(value)

    assert refusal(raised) == f"this cannot be written in a case file: {str(inner)!r}"


def test_a_very_long_key_is_read_back() -> None:
    """YAML reads a key of more than 1,024 characters only behind a question mark."""
    value = {"k" * 2000: ["x"], "b": "c"}

    written = write_flow(value)

    assert written.startswith("{? kkk")
    assert plain(parse_yaml(written).root) == value


# --- reading files ---------------------------------------------------------------------------


def refused(path: object, **limits: int) -> str:
    """Return the one sentence with which a file is refused."""
    with pytest.raises(CaseError) as raised:
        read_text(path, limits=Limits(**limits))
    return refusal(raised)


def test_a_file_is_read_with_its_name(tmp_path: Path) -> None:
    """Byte-order mark and foreign line ends are gone; a path is named as it was given."""
    path = tmp_path / "liz.yaml"
    path.write_bytes("\ufeffa: é\r\nb: 1\rc: 2\n".encode())

    assert read_text(path) == ("a: é\nb: 1\nc: 2\n", str(path))
    assert read_text(str(path)) == read_text(path)


def test_open_files_are_read_too(tmp_path: Path) -> None:
    """Text, bytes, and files with and without a name."""
    path = tmp_path / "liz.yaml"
    path.write_text("a: é", encoding="utf-8")

    assert read_text(io.StringIO("\ufeffa: é\r\n")) == ("a: é\n", "text")
    assert read_text(io.BytesIO("a: é".encode())) == ("a: é", "text")
    with path.open("rb", buffering=0) as file:
        assert read_text(file) == ("a: é", str(path))
    with path.open(encoding="utf-8") as file:
        assert read_text(file) == ("a: é", str(path))


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its bytes are read, whatever encoding the terminal has."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("a: é".encode()), "ascii"))

    assert read_text("-") == ("a: é", "standard input")


def test_standard_input_without_bytes_is_read_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook or a test may put any text there."""
    monkeypatch.setattr("sys.stdin", io.StringIO("a: b"))

    assert read_text("-") == ("a: b", "standard input")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_read(tmp_path: Path) -> None:
    """`formulation check <(generate)` works."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=("a: b",))
    writer.start()

    text, _ = read_text(pipe)
    writer.join()

    assert text == "a: b"


def test_a_missing_file_offers_the_nearest_name(tmp_path: Path) -> None:
    """The whole path is offered, ready to be copied."""
    (tmp_path / "elizabeth.yaml").write_text("a: b")
    wanted, near = tmp_path / "elizabet.yaml", tmp_path / "elizabeth.yaml"

    assert refused(wanted) == f"{wanted}: there is no such file; did you mean {str(near)!r}?"


def test_a_missing_file_in_this_folder_is_named_without_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the person typed it, so it is offered."""
    (tmp_path / "elizabeth.yaml").write_text("a: b")
    monkeypatch.chdir(tmp_path)

    assert refused("elizabet.yaml") == (
        "elizabet.yaml: there is no such file; did you mean 'elizabeth.yaml'?"
    )
    assert refused("zzz") == "zzz: there is no such file"


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    """The folder is what to mend, not the name in it; a file is no folder."""
    folder = tmp_path / "cases"
    (tmp_path / "file").write_text("x")
    inside = tmp_path / "file" / "liz.yaml"

    assert refused(folder / "liz.yaml") == (
        f"{folder / 'liz.yaml'}: there is no folder {str(folder)!r}"
    )
    assert refused(inside) == f"{inside}: there is no folder {str(tmp_path / 'file')!r}"


def test_a_text_given_for_a_path_is_recognized() -> None:
    """The commonest slip in a script gets its cure."""
    assert refused("formulation: 1\npeople: {}") == (
        "formulation: 1: this is no file "
        "(accepted: the name of a file, or io.StringIO(text) for the text itself)"
    )


def test_a_name_no_system_allows_is_no_such_file() -> None:
    """A NUL in a name, or a name too long for any system, does not escape as another error."""
    assert refused("li\0z").endswith(": there is no such file")
    assert refused("l" * 5000).startswith("l" * 5000 + ": th")


def test_a_folder_is_said_to_be_one(tmp_path: Path) -> None:
    """Reading a folder of cases is another room's work."""
    assert refused(tmp_path) == (
        f"{tmp_path}: this is a folder, not a file (accepted: a file in it)"
    )


def test_a_file_that_may_not_be_read_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's own word is translated."""
    path = tmp_path / "liz.yaml"
    path.write_text("a: b")

    def forbid(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbid)

    assert refused(path) == f"{path}: there is no permission for this file to be read"


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """A hundred megabytes are refused by their size, and the cure can be copied."""
    path = tmp_path / "big.yaml"
    with path.open("wb") as file:
        file.truncate(100 * 2**20)

    assert refused(path) == (
        f"{path}: this has 104,857,600 bytes, more than the 33,554,432 bytes that are read "
        "(accepted: a smaller file, or a higher limit: limits=Limits(bytes=104857600))"
    )


def test_a_stream_is_read_to_the_limit_and_no_further() -> None:
    """What has no size beforehand is measured while it is read."""
    stream = io.BytesIO(b"a: bcd, and more")

    assert refused(stream, bytes=6) == (
        "text: this has more than the 6 bytes that are read "
        "(accepted: a smaller file, or a higher limit: limits=Limits(bytes=…))"
    )
    assert stream.tell() == 7
    assert read_text(io.BytesIO(b"a: bcd"), limits=Limits(bytes=6)) == ("a: bcd", "text")
    assert "more than the 6 bytes" in refused(io.StringIO("a: éé"), bytes=6)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_a_device_without_end_comes_to_an_end() -> None:
    """A device says it has no bytes, and never stops giving them."""
    assert "this has more than the 1,000 bytes that are read" in refused("/dev/zero", bytes=1000)


def test_a_binary_file_is_told_by_its_first_nul(tmp_path: Path) -> None:
    """A picture or a word processor's file is no text, and the place shows where it ceased."""
    path = tmp_path / "liz.docx"
    path.write_bytes(b"a: b\r\nc: \xc3\xa9\x00\xff")

    assert refused(path) == (
        f"{path}:2:5: a NUL byte: this is no text (accepted: YAML or JSON saved as UTF-8)"
    )


def test_a_byte_that_is_not_utf8_is_shown(tmp_path: Path) -> None:
    """A file in Latin-1 shows the line and column of its first umlaut."""
    path = tmp_path / "liz.yaml"
    path.write_bytes("a: b\nname: Zo\N{LATIN SMALL LETTER E WITH DIAERESIS}".encode("latin-1"))

    assert refused(path) == (
        f"{path}:2:9: the byte 0xEB is not UTF-8 (accepted: YAML or JSON saved as UTF-8)"
    )


@pytest.mark.parametrize(
    ("encoding", "told"), [("utf-16", "UTF-16"), ("utf-32", "UTF-32"), ("utf-16-be", "")]
)
def test_utf16_and_utf32_get_the_advice_to_save_as_utf8(
    tmp_path: Path, encoding: str, told: str
) -> None:
    """With a byte-order mark the encoding is named; without one it is no text."""
    path = tmp_path / "liz.yaml"
    path.write_bytes("a: b".encode(encoding))

    sentence = f": this is {told} (accepted: the file saved as UTF-8)"
    without = ":1:1: a NUL byte: this is no text (accepted: YAML or JSON saved as UTF-8)"

    assert refused(path) == str(path) + (sentence if told else without)


def test_big_endian_marks_are_known_too() -> None:
    """The byte order does not matter."""
    assert refused(io.BytesIO(b"\xfe\xff\0a")).startswith("text: this is UTF-16")
    assert refused(io.BytesIO(b"\0\0\xfe\xff\0\0\0a")).startswith("text: this is UTF-32")


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf\n"])
def test_an_empty_file_is_told_how_to_begin(tmp_path: Path, data: bytes) -> None:
    """Nothing but blanks is empty, too."""
    path = tmp_path / "liz.yaml"
    path.write_bytes(data)

    assert refused(path) == (
        f"{path}: the file is empty (accepted: a case; `formulation new` writes one to start from)"
    )


def test_a_file_opened_in_the_wrong_encoding_is_told(tmp_path: Path) -> None:
    """The caller opened it, so the caller's choice is named."""
    path = tmp_path / "liz.yaml"
    path.write_bytes("é".encode())

    with path.open(encoding="ascii") as file:
        assert refused(file) == (
            f"{path}: this could not be read ('ascii' codec can't decode byte 0xc3 in position 0: "
            "ordinal not in range(128))"
        )


def test_an_error_of_reading_can_be_pickled(tmp_path: Path) -> None:
    """Many cases are read in many processes."""
    with pytest.raises(CaseError) as raised:
        read_text(tmp_path)

    assert pickle.loads(pickle.dumps(raised.value)).faults == raised.value.faults


# --- writing files ---------------------------------------------------------------------------


def unwritten(path: Path, text: str = "new") -> str:
    """Return the one sentence with which writing is refused."""
    with pytest.raises(CaseError) as raised:
        write_atomically(path, text)
    return refusal(raised)


def test_a_file_is_written_as_utf8_with_plain_line_ends(tmp_path: Path) -> None:
    """The same bytes on every system, and nothing left beside them."""
    path = tmp_path / "liz.yaml"
    write_atomically(path, "a: é\nb: c\n")

    assert path.read_bytes() == "a: é\nb: c\n".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_has_the_mode_the_system_gives(tmp_path: Path) -> None:
    """A case written is as readable as one saved by an editor."""
    (tmp_path / "other").write_text("x")
    write_atomically(tmp_path / "liz.yaml", "a: b")

    assert (tmp_path / "liz.yaml").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_an_existing_file_keeps_its_mode(tmp_path: Path) -> None:
    """A private file stays private."""
    path = tmp_path / "liz.yaml"
    path.write_text("old")
    path.chmod(0o600)
    write_atomically(str(path), "new")

    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_link_is_kept_and_its_file_replaced(tmp_path: Path) -> None:
    """Also through two links and into another folder."""
    folder = tmp_path / "cases"
    folder.mkdir()
    target, link, second = folder / "liz.yaml", tmp_path / "link", tmp_path / "second"
    target.write_text("old")
    link.symlink_to(target)
    second.symlink_to(link)
    write_atomically(second, "new")

    assert link.is_symlink()
    assert second.is_symlink()
    assert target.read_text() == "new"


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    """A full disk or an impatient person in mid-writing costs nothing."""
    path = tmp_path / "liz.yaml"
    path.write_text("old")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises((CaseError, KeyboardInterrupt)) as raised:
        write_atomically(path, "new")

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
    assert str(raised.value) in (
        "",
        f"{path}: this could not be written (No space left on device)",
    )


def test_a_text_no_file_can_hold_leaves_the_old_file(tmp_path: Path) -> None:
    """Half of a character is found before anything is opened."""
    path = tmp_path / "liz.yaml"
    path.write_text("old")

    assert unwritten(path, "a\ud800").startswith(f"{path}: this could not be written ('utf-8'")
    assert path.read_text() == "old"


def test_a_missing_folder_to_write_to_is_said(tmp_path: Path) -> None:
    """No folder is made behind a person's back."""
    folder = tmp_path / "cases"

    assert unwritten(folder / "liz.yaml") == (
        f"{folder / 'liz.yaml'}: there is no folder {str(folder)!r}"
    )
    assert not folder.exists()


def test_a_folder_cannot_be_written_over(tmp_path: Path) -> None:
    """The folder and what is in it stay."""
    assert unwritten(tmp_path) == (
        f"{tmp_path}: this is a folder, not a file (accepted: a file in it)"
    )


def test_a_read_only_file_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though its folder would let it be replaced."""
    path = tmp_path / "liz.yaml"
    path.write_text("old")
    monkeypatch.setattr(os, "access", lambda *_: False)

    assert unwritten(path) == f"{path}: there is no permission for this file to be written"
    assert path.read_text() == "old"


def test_links_in_a_ring_are_one_sentence(tmp_path: Path) -> None:
    """Neither a crash nor an endless search."""
    ring = tmp_path / "ring"
    ring.symlink_to(ring)

    assert unwritten(ring).startswith(f"{ring}: this could not be written (")


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="no such device here")
def test_a_device_is_written_to_and_stays_one() -> None:
    """`--to /dev/null` does not turn the device into a file."""
    write_atomically("/dev/null", "a: b")

    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
