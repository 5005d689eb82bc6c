"""The map of a diary: read as a case file is, and refused with the line, the cure and the word."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest

from formulation.diary import read_map
from formulation.errors import CaseError

HEAD = """\
diary: 1
id: lea
date: Day
people:
  lea: {name: Lea, role: patient}
  ben: {name: Ben}
symptoms:
  pain: {name: back pain}
columns:
"""
PAIN = "  Pain: {rating: pain}\n"


def faults_of(text: str) -> list[str]:
    """The faults of a map: place, problem, nearest and cure, without the line that is shown."""
    with pytest.raises(CaseError) as error:
        read_map(StringIO(text))
    return [str(fault).partition("\n")[0] for fault in error.value.faults]


def in_column(said: str) -> list[str]:
    return faults_of(f"{HEAD}  Pain: {said}\n")


def test_a_map_holds_a_case_and_its_columns() -> None:
    """The diary is among its sources; a column reads like a statement."""
    text = HEAD + PAIN + "  Quarrel: {conflict: [lea, $cell], covers: 1 week, basis: observed}\n"

    read = read_map(StringIO(text + "  Notes: not read\nbasis: reported\n"))

    pain, quarrel = read.columns
    assert read.case.id == "lea"
    assert [source.id for source in read.case.sources] == ["diary"]
    assert pain.keys == {
        "rating": "pain", "value": "$cell", "source": "diary", "basis": "reported"
    }  # fmt: skip
    assert (pain.content, pain.field, pain.kinds) == ("number", "value", ("rating",))
    assert (quarrel.content, quarrel.reads.days, quarrel.fewest_names) == ("figures", 7, 1)
    assert quarrel.filled(["ben"])["conflict"] == ["lea", "ben"]
    assert quarrel.keys["basis"] == "observed"
    assert (read.passed_over, read.names) == (("Notes",), ("Day", "Pain", "Quarrel"))


def test_a_map_may_be_json() -> None:
    """The same keys, and places in its faults."""
    text = '{"diary": 1, "id": "a", "date": "Day", "people": {"a": {"role": "patient"}}, %s}'

    assert read_map(StringIO(text % '"columns": {"P": {"rating": "pain"}}')).columns[0].name == "P"
    assert faults_of(text % '"columns": {"P": {"ratng": "pain"}}')[0].startswith(
        "text:1:90: no key says what 'P' tells of: 'ratng'; did you mean 'rating'?"
    )


def test_the_source_of_a_diary_may_be_told() -> None:
    """By its id; statements of the map may name it too."""
    told = 'source: sheet\nsources: {sheet: {cite: "Her sheet", by: lea}}\n'
    told += "events: [{id: kap, session: first, when: 2024-02, source: sheet}]\n"

    read = read_map(StringIO(HEAD + PAIN + told))

    assert [(s.id, s.cite) for s in read.case.sources] == [("sheet", "Her sheet")]
    assert read.columns[0].keys["source"] == "sheet"


def test_a_new_word_in_a_map_is_noted_and_kept() -> None:
    """As in a case file."""
    read = read_map(StringIO(HEAD.replace("name: Ben", "name: Ben, role: pen friend") + PAIN))

    assert [str(note).partition("\n")[0] for note in read.notes] == [
        "text:6:26: 'pen friend' is a new word for a figure's role; it is kept "
        "(accepted: known words: formulation terms role)"
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "formulation: 1\nid: a\n",
            "text:1:1: this is a case, not the map of a diary "
            "(accepted: diary: 1, as the first key of a map)",
        ),
        (
            "columns: {}\n",
            "text:1:1: this does not say that it is the map of a diary "
            "(accepted: diary: 1, as the first key of a map)",
        ),
        (
            "- diary\n",
            "text:1:1: this is no map of a diary (accepted: diary: 1, as the first key of a map)",
        ),
        (
            "diary: 2\n",
            "text:1:8: this version reads format 1 of maps, and no other: '2' "
            "(accepted: diary: 1, as the first key of a map)",
        ),
        ("diary: [\n", "text:1:8: the [ that opens here is never closed (accepted: ] at its end)"),
    ],
)
def test_what_is_no_map_is_refused_at_once(text: str, told: str) -> None:
    """Nothing else is judged then."""
    assert faults_of(text)[0].split(" (")[0] == told.split(" (")[0]


def test_a_map_without_date_or_columns_is_told_so() -> None:
    """With what would stand there."""
    columns = "columns: {Pain: {rating: pain}, Quarrel: {conflict: [ben, dora]}}"

    assert faults_of("diary: 1\nid: a\ncolumns: {}\n") == [
        "text:1:1: the map does not say which column holds the date "
        "(accepted: date: Date, or date: {column: Date, form: DD.MM.YYYY})",
        f"text:3:1: the map says of no column what it is (accepted: {columns})",
    ]
    assert faults_of("diary: 1\nid: a\ndate: Day\n") == [
        f"text:1:1: the map says of no column what it is (accepted: {columns})"
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("colums: {}", "text:11:1: a map has no 'colums'; did you mean 'columns'?"),
        (
            "observed: 2024",
            "text:11:1: when things were observed is told by the diary itself "
            "(accepted: no such key: filled cells say what was observed)",
        ),
        (
            "formulation: 1",
            "text:11:1: a map is no case file yet "
            "(accepted: no such key: a map begins with diary: 1)",
        ),
        (
            "rows_a_day: two",
            "text:11:13: rows_a_day: this is none of the words for it: 'two' "
            "(accepted: one or several)",
        ),
        (
            "encoding: cp125",
            "text:11:11: encoding: this is none of the words for it: 'cp125'; "
            "did you mean 'cp1252'? (accepted: utf-8 or cp1252)",
        ),
        (
            "header: first",
            "text:11:9: header: a row is told by its number: 'first' "
            "(accepted: the number beside the row, from 1)",
        ),
        ("kept: 2024-13", "text:11:7: kept: no month has the number 13: '2024-13' (accepted:"),
        (
            "time: {column: T, form: DD.MM.YYYY}",
            "text:11:19: a time has no form of its own: 'DD.MM.YYYY' (accepted: time: Time)",
        ),
        (
            "recorded: {column: T, form: DD.MM.YY}",
            "text:11:29: form: a year of two digits could be of any century: 'DD.MM.YY' "
            "(accepted: YYYY-MM-DD, DD.MM.YYYY, MM/DD/YYYY, D MMM YYYY, serial)",
        ),
        (
            "words: [ja]",
            "text:11:1: 'words' holds its keys in braces "
            "(accepted: words: {yes, no, missing, and, names})",
        ),
        (
            "words: {yes: ja, missing: [ja]}",
            "text:11:28: 'ja' cannot mean both yes and missing (accepted: one of them)",
        ),
        (
            "words: {names: {B: bne}}",
            "text:11:20: no figure or symptom is called 'bne'; did you mean 'ben'? "
            "(accepted: lea, ben, pain)",
        ),
        (
            "events: [{conflict: [ben, leah], when: 2020}]",
            "text:11:27: no figure is called 'leah'; did you mean 'lea'? "
            "(accepted: the id of a figure: lea, ben)",
        ),
    ],
)  # fmt: skip
def test_a_slip_in_a_map_is_told_with_its_line_and_its_cure(line: str, told: str) -> None:
    """What a case file says and what only a map says alike."""
    faults = faults_of(HEAD + PAIN + line + "\n")

    assert len(faults) == 1
    assert faults[0].startswith(told)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "read it",
            "text:10:3: this does not say what the column is: 'read it' "
            "(accepted: {rating: pain}, {conflict: [ben, dora]}, or: not read)",
        ),
        (
            "{confict: [lea, ben]}",
            "text:10:3: no key says what 'Pain' tells of: 'confict'; did you mean 'conflict'?",
        ),
        (
            "{conflict: [lea, ben], rally: ben}",
            "text:10:3: this can be read as 'conflict' or as 'rally' "
            "(accepted: one of them here, and a column of its own for the other)",
        ),
        ("{idealizes: ben}", "text:10:10: a cell of a diary cannot make a 'idealizes' statement"),
        (
            "{conflict: [lea, bne]}",
            "text:10:26: no figure is called 'bne'; did you mean 'ben'? "
            "(accepted: the id of a figure: lea, ben)",
        ),
        (
            "{conflict: [lea, ben], cover: 7 days}",
            "text:10:32: a column of 'conflict' has no 'cover'; did you mean 'covers'?",
        ),
        (
            "{conflict: [lea, ben], when: 2024}",
            "text:10:32: 'when' is told by the row (accepted: no such key here)",
        ),
        (
            "{conflict: [lea, ben], covers: 1..2 weeks}",
            "text:10:40: covers: a cell cannot speak for this: '1..2 weeks' "
            "(accepted: whole days, 1 to 366: 7 days)",
        ),
        (
            "{conflict: $cel}",
            "text:10:10: '$cel' stands for nothing; did you mean '$cell'? (accepted: $cell)",
        ),
        (
            "{conflict: $cell, over: $cell}",
            "text:10:27: a cell can fill one place: '$cell' (accepted: $cell once)",
        ),
        (
            "{conflict: [lea, ben], source: $cell}",
            "text:10:32: a cell cannot fill 'source': '$cell' (accepted: another key)",
        ),
        (
            "{conflict: $cell, count: true}",
            "text:10:27: a cell cannot both count and fill a place (accepted: one of the two)",
        ),
        (
            "{conflict: [lea, ben], scale: 0..10}",
            "text:10:32: only numbers have a scale (accepted: rating: …, beside it)",
        ),
        (
            '{conflict: [lea, ben], split: "/"}',
            "text:10:32: only names and texts are split (accepted: $cell for a name or text)",
        ),
        (
            "{rating: pain, scale: 10..0}",
            "text:10:31: scale: this is no scale: '10..0' "
            "(accepted: its lowest and highest rating: 0..10)",
        ),
        (
            "{rating: pain, escalation: pain}",
            "text:10:24: a rule holds its keys in braces: 'pain' "
            "(accepted: {of: pain, threshold: 7, gap: 3 days})",
        ),
        (
            "{rating: pain, escalation: {of: pain, gap: 3 days}}",
            "text:10:24: this rule has neither a threshold nor a baseline "
            "(accepted: threshold: 7, or baseline: {deviations: 2})",
        ),
        (
            "{rating: pain, "
            "escalation: {of: pain, threshold: 7, baseline: {deviations: 2}, gap: 1 day}}",
            "text:10:24: this rule has both a threshold and a baseline "
            "(accepted: threshold: 7, or baseline: {deviations: 2})",
        ),
        (
            "{rating: pain, escalation: {of: pain, threshold: 7}}",
            "text:10:36: a rule needs 'gap' (accepted: gap: …)",
        ),
        (
            "{rating: pain, escalation: {of: pain, threshold: 7, gap: 3..4 days}}",
            "text:10:66: gap: a rule is exact: '3..4 days' "
            "(accepted: one length of time, such as 3 days)",
        ),
        (
            "{rating: pain, escalation: {of: pain, threshold: 7, gap: 1 day, worse: high}}",
            "text:10:80: worse: 'high' does not say which ratings are worse; did you mean "
            "'higher'? (accepted: higher or lower)",
        ),
        (
            "{rating: pain, escalation: {of: pian, threshold: 7, gap: 3 days}}",
            "text:10:41: no symptom is called 'pian'; did you mean 'pain'? "
            "(accepted: the id of a symptom: pain)",
        ),
        (
            "{rating: pain, escalation: {of: pain, baseline: 2, gap: 3 days}}",
            "text:10:47: a baseline holds its keys in braces (accepted: baseline: {deviations: 2})",
        ),
        (
            "{rating: pain, escalation: {of: pain, baseline: {deviations: 0}, gap: 3 days}}",
            "text:10:70: deviations: a baseline is exceeded by more than nothing: '0' "
            "(accepted: such as 2)",
        ),
        (
            "{rating: pain, scale: 0..10, escalation: {of: pain, threshold: 70, gap: 3 days}}",
            "text:10:61: no rating of the scale reaches this threshold: '70' (accepted: 0 to 10)",
        ),
    ],
)  # fmt: skip
def test_a_slip_in_a_column_is_told_with_its_place_and_its_cure(said: str, told: str) -> None:
    """Each at the key or the value that is wrong, with the nearest right one."""
    faults = in_column(said)

    assert len(faults) == 1
    assert faults[0].startswith(told)


def test_all_slips_are_told_at_once() -> None:
    """One round of mending, in the order of the file."""
    faults = faults_of(
        HEAD.replace("role: patient", "rol: patient")
        + "  Pain: {rating: pain, scal: 0..10}\n  Quarrel: {conflict: [lea, dora], covers: ever}\n"
        + "colour: red\n"
    )

    assert [fault.split(" ", 1)[0] for fault in faults] == [
        "text:5:20:", "text:10:24:", "text:11:29:", "text:11:44:", "text:12:1:"
    ]  # fmt: skip


def test_whose_rating_it_is_must_be_clear() -> None:
    """With no patient in the map, the column says who is rated, or it is told."""
    text = HEAD.replace(", role: patient", "")

    assert faults_of(text + PAIN) == [
        "text:10:9: who is meant where 'by' is not said? no figure has the role patient "
        "(accepted: role: patient on one figure, or by: …)"
    ]
    assert read_map(StringIO(text + "  Pain: {rating: pain, by: ben}\n")).columns


def test_a_cell_cannot_name_whom_the_map_does_not_know() -> None:
    """Too few figures for a quarrel, no symptom for a flare."""
    lone = HEAD.replace("  ben: {name: Ben}\n", "").replace(
        "symptoms:\n  pain: {name: back pain}\n", ""
    )

    assert faults_of(lone + "  Who: {conflict: $cell}\n  What: {escalation: $cell}\n") == [
        "text:7:9: the map has too few figures for a cell to name "
        "(accepted: people: as in a case file)",
        "text:8:10: the map has too few symptoms for a cell to name "
        "(accepted: symptoms: as in a case file)",
    ]


@pytest.mark.parametrize(
    ("said", "content"),
    [
        ("{conflict: [lea, ben]}", "answer"), ("{conflict: [lea, ben], count: true}", "count"),
        ("{conflict: $cell}", "figures"), ("{rally: $cell}", "figures"),
        ("{harm: lea, by: $cell}", "figures"), ("{resolution: $cell}", "figures"),
        ("{escalation: $cell}", "symptoms"), ("{escalation: pain, severity: $cell}", "number"),
        ("{life_event: $cell}", "text"), ("{loss: $cell, by: lea}", "text"),
        ("{feeling: $cell}", "text"), ("{conflict: [lea, ben], over: $cell}", "text"),
        ("{care: lea, form: $cell}", "term"), ("{dream: $cell, note: told at breakfast}", "text"),
    ],
)  # fmt: skip
def test_what_a_cell_holds_follows_from_where_it_stands(said: str, content: str) -> None:
    """Names, numbers, words of a vocabulary, texts, or an answer where nothing is left open."""
    [column] = read_map(StringIO(f"{HEAD}  Pain: {said}\n")).columns

    assert column.content == content


def test_the_example_map_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """It ships, it says that it is made up, and nothing in it is worth a second look."""
    read = read_map(Path(__file__).parent.parent / "examples" / "diary_map.yaml")

    assert (read.case.origin, read.notes) == ("synthetic", ())
