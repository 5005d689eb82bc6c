"""What a file with mistakes is answered: every fault at once, each with its place and its cure."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from formulation.casefile import faults_in, read_case, read_cases
from formulation.errors import CaseError, Fault
from formulation.notation import Limits

#: a sound beginning of six lines; what is added begins in line 7
BEGINNING = """\
formulation: 1
id: one
people:
  anna: {name: Anna, role: patient}
  ben: {name: Ben}
symptoms: {pain: {name: chronic pain}}
"""


def faults(text: str, name: str = "one.yaml") -> list[Fault]:
    file = io.StringIO(text)
    file.name = name
    return faults_in(file)[1]


def the_fault(text: str, name: str = "one.yaml") -> Fault:
    (fault,) = faults(text, name)
    return fault


def told(text: str) -> str:
    """Return the one fault of a text as a sentence, without its picture of the line."""
    return str(the_fault(text)).splitlines()[0]


TEN_FAULTS = """\
formulation: 1
id: ten
orign: clinical
people:
  anna: {name: Anna, role: pateint}
  ben: {name: Ben}
symptoms:
  pain: {name: chronic pain, domian: somatic}
events:
  - {id: feud, conflict: [anna, bem], over: money}
  - {id: flare, escalaton: pain, after: feud}
  - {id: truce, resolution: feud, quality: truced}
  - {conflict: [anna, ben], when: 17.7.2020}
  - {id: flare, trauma: anna, age: 15}
  - {rally: [ben], recurring: yes, what: he came, as always: late}
"""


def test_ten_faults_get_ten_messages_each_with_its_place_its_value_and_its_cure():
    """Ten different mistakes are told in one reading, in the order of the file."""
    expected = [
        (3, 1, "a case has no 'orign'", "orign", "origin"),
        (5, 28, "role: 'pateint' looks like a slip of the pen in a figure's role",
         "pateint", "patient"),
        (8, 30, "a symptom has no 'domian'", "domian", "domain"),
        (10, 33, "no figure is called 'bem'", "bem", ""),
        (11, 17, "no key here says what kind of statement this is", "escalaton", "escalation"),
        (12, 44, "quality: 'truced' is not a word for the quality of a resolution",
         "truced", "truce"),
        (13, 35, "when: a date", "17.7.2020", "2020-07-17"),
        (14, 10, "the id 'flare' is given again; line 11 has it first", "flare", ""),
        (15, 31, "recurring: 'yes' is neither true nor false", "yes", "true"),
        (15, 51, "a 'rally' statement has no 'as always'", "as always", ""),
    ]  # fmt: skip

    found = faults(TEN_FAULTS)

    places = [(line, column, value, near) for line, column, _, value, near in expected]
    assert [(f.line, f.column, f.value, f.nearest) for f in found] == places
    assert all(f.problem.startswith(line[2]) for f, line in zip(found, expected, strict=True))
    assert all(f.accepted and f.file == "one.yaml" and not f.is_warning for f in found)
    lines = TEN_FAULTS.splitlines()
    assert [f.text for f in found] == [lines[f.line - 1] for f in found if f.line]


def test_the_ten_messages_are_one_error_and_one_text():
    """Whoever reads in Python gets all faults in one error, whose text is all the messages."""
    with pytest.raises(CaseError) as caught:
        read_case(io.StringIO(TEN_FAULTS))

    assert len(caught.value.faults) == 10
    assert str(caught.value).count("\n    ") == 20


def test_a_message_shows_the_place_the_value_the_nearest_word_what_is_accepted_and_the_line():
    """One whole message, with its caret under the value."""
    fault = the_fault(BEGINNING + "events:\n  - {resolution: [anna, ben], quality: truced}\n")

    assert str(fault) == (
        "one.yaml:8:40: quality: 'truced' is not a word for the quality of a resolution; "
        "did you mean 'truce'? (accepted: truce, repaired, avoided)\n"
        "      - {resolution: [anna, ben], quality: truced}\n"
        "                                           ^"
    )


SENTENCES = {
    "a text": ("only a text", "1:1: a case file cannot be a text (accepted: keys and values: "
               "formulation: 1, id: …, people: …, events: …)"),
    "a list": ("- anna\n- ben", "1:1: a case file cannot be a list (accepted: keys and values: "
               "formulation: 1, id: …, people: …, events: …)"),
    "no format": ("id: one", "1:1: this does not say that it is a case file "
                  "(accepted: formulation: 1, as the first key)"),
    "a newer format": (
        "formulation: 2\nid: one\nchapters: {}",
        "1:14: this version reads format 1 of case files, and no other: '2' "
        "(accepted: formulation: 1, or a newer version of this program)",
    ),
    "a format that is no number": (
        "formulation: [1]\nid: one",
        "1:14: this version reads format 1 of case files, and no other "
        "(accepted: formulation: 1, or a newer version of this program)",
    ),
    "no id": ("formulation: 1\ntitle: x", "1:1: a case needs 'id' (accepted: id: …)"),
    "people as a list": (
        "formulation: 1\nid: one\npeople: [anna, ben]\nevents:\n  - {dream: x, by: anna}",
        "3:9: people holds ids with their fields, not a list "
        "(accepted: under people:, indented, lines such as anna: {name: Anna})",
    ),
    "events without dashes": (
        BEGINNING + "events:\n  conflict: [anna, ben]",
        "8:3: events holds a list of statements, not keys and values "
        "(accepted: under events:, indented, lines such as - {conflict: [anna, ben]})",
    ),
    "a section of text": (
        BEGINNING + "claims: none yet",
        "7:9: claims holds a list of statements, not a text: 'none yet' (accepted: under claims:, "
        'indented, lines such as - {claim: "Quarrels make a flare likelier."})',
    ),
    "a figure of text": (
        BEGINNING + "sources:\n  post: Cottone 2024",
        "8:9: 'post' holds its keys in braces, not a text: 'Cottone 2024' "
        '(accepted: notes: {cite: "Session notes, 2024"})',
    ),
    "a statement of text": (
        BEGINNING + "inner:\n  - she wishes to be left alone",
        "8:5: a statement holds its keys in braces, not a text: 'she wishes to be left alone' "
        '(accepted: - {wish: "to be left alone"})',
    ),
    "an id twice": (
        BEGINNING + "sources: {post: {cite: x, id: y}}",
        "7:27: the id stands in front already: 'post' (accepted: no 'id' in the braces)",
    ),
    "consent of text": (
        BEGINNING + "consent: given",
        "7:10: consent holds its keys in braces, not a text: 'given' "
        "(accepted: consent: {given: …, scope: …})",
    ),
    "a key of consent": (
        BEGINNING + "consent: {givn: x}",
        "7:11: a consent has no 'givn'; did you mean 'given'? (accepted: given, scope)",
    ),
    "a figure's id": (
        BEGINNING + "sources: {Post: {cite: x}}",
        "7:11: id: 'Post' cannot be an id; did you mean 'post'? (accepted: letters, digits, '-', "
        "'_' and '.', beginning with a letter that is not A to Z)",
    ),
    "a kind elsewhere": (
        BEGINNING + "bonds:\n  - {escalation: pain}",
        "8:6: 'escalation' stands in events, not in bonds (accepted: this line under events:)",
    ),
    "two kinds": (
        BEGINNING + "inner:\n  - {wish: x, need: y}",
        "8:15: this can be read as 'wish' or as 'need' "
        "(accepted: one of them here, the other on a line of its own)",
    ),
    "no kind": (
        BEGINNING + "claims:\n  - {id: x, what: y}",
        "8:5: no key here says what kind of statement this is "
        "(accepted: one of claim, goal; formulation terms kinds)",
    ),
    "a misspelt kind": (
        BEGINNING + "claims:\n  - {clam: Quarrels hurt.}",
        "8:6: no key here says what kind of statement this is: 'clam'; did you mean 'claim'? "
        "(accepted: claim, goal)",
    ),
    "a kind misspelt elsewhere": (
        BEGINNING + "claims:\n  - {wsh: peace}",
        "8:6: no key here says what kind of statement this is: 'wsh'; did you mean 'wish'? "
        "(accepted: claim, goal)",
    ),
    "a figure where a symptom is meant": (
        BEGINNING + "events:\n  - {escalation: ben}",
        "8:18: 'ben' is a figure, not a symptom (accepted: the id of a symptom: pain)",
    ),
    "an impossible day": (
        BEGINNING + "events:\n  - {dream: x, when: 2021-02-30}",
        "8:22: when: February 2021 has 28 days: '2021-02-30'",
    ),
    "a severity beyond the scale": (
        BEGINNING + "events:\n  - {escalation: pain, severity: 11}",
        "8:34: severity cannot be this: '11' (accepted: 10 or less)",
    ),
    "a couple of one": (
        BEGINNING + "events:\n  - {separation: [anna]}",
        "8:18: separation needs more: '[anna]' (accepted: at least 2)",
    ),
    "the same id twice in a list": (
        BEGINNING + "events:\n  - {separation: [anna, anna]}",
        "8:19: separation: the same id stands here twice: 'anna' (accepted: each id once)",
    ),
    "an id that no record has": (
        BEGINNING + "events:\n  - {dream: x, after: [quarrel]}",
        "8:24: no statement is called 'quarrel' (accepted: a statement, written down first)",
    ),
    "a period that is no date": (
        BEGINNING + "observed: [2020/2021, 2021-13]",
        "7:23: observed: no month has the number 13: '2021-13' (accepted: 01 to 12)",
    ),
    "a kind that is watched": (
        BEGINNING + "observed: {escalaton: 2020}",
        "7:12: 'escalaton' is not a kind of statement; did you mean 'escalation'? "
        "(accepted: a kind such as escalation or conflict)",
    ),
    "orders in a circle": (
        BEGINNING + "events:\n  - {id: a, dream: x, after: b}\n  - {id: b, dream: y, after: a}",
        "8:30: these cannot all be: 'a' is after 'b'; 'b' is after 'a' (accepted: orders and dates "
        "that can all be; a circle is told with claims (from, to))",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", SENTENCES)
def test_each_mistake_alone_gets_one_sentence(kind: str):
    """One mistake, one fault: no train of others follows it."""
    text, sentence = SENTENCES[kind]

    assert told(text + "\n") == f"one.yaml:{sentence}"


def test_a_text_cut_at_its_comma_gets_the_advice_to_quote_it():
    """Without quotes a comma ends a text; what follows looks like a strange key."""
    line = "  - {rally: ben, to: anna, what: he came, and said: nothing}\n"

    fault = the_fault(BEGINNING + "events:\n" + line)

    assert (fault.line, fault.column) == (8, 43)
    assert fault.problem == "a 'rally' statement has no 'and said'"
    assert fault.accepted.startswith(
        "double quotes around a text with a comma; or one of id, rally"
    )


def test_what_follows_a_cut_and_has_no_value_is_told_once():
    """A rest without a colon is told as such, and not once more as an unknown key."""
    line = "  - {rally: ben, to: anna, what: he came, sat down, and said nothing}\n"

    found = faults(BEGINNING + "events:\n" + line)

    assert [(f.value, f.accepted) for f in found] == [
        ("sat down", "put a text with a comma in quotes"),
        ("and said nothing", "put a text with a comma in quotes"),
    ]


def test_a_misspelt_key_gets_the_right_one_and_no_advice_on_commas():
    """Where a key is near, quoting is not what is amiss."""
    fault = the_fault(BEGINNING + "events:\n  - {rally: ben, recuring: true}\n")

    assert fault.nearest == "recurring"
    assert "quotes" not in fault.accepted


def test_an_empty_value_is_told_once():
    """Neither the missing subject nor the unread section is told on top of the empty value."""
    text = BEGINNING + "claims:\nevents:\n  - {conflict: , id: feud}\n  - {dream: x, after: feud}\n"

    assert [(f.line, f.problem) for f in faults(text)] == [
        (7, "'claims' has no value"),
        (9, "'conflict' has no value"),
    ]


def test_duplicate_keys_are_faults_that_point_at_the_second():
    """The second of two equal keys is told of and never dropped in silence."""
    assert told(BEGINNING.replace("  ben:", "  anna:")) == (
        "one.yaml:5:3: the key 'anna' stands here again; the first, at line 4, column 3, is kept "
        "(accepted: each key once)"
    )


@pytest.mark.parametrize(
    ("second", "line", "column"),
    [
        ("symptoms: {anna: {}}", 6, 12),
        ("events:\n  - {dream: x}\n  - {id: ben, dream: y}", 8, 10),
    ],
)
def test_figures_symptoms_and_statements_share_their_ids(second: str, line: int, column: int):
    """An id given twice is told at the second place, naming the line of the first."""
    text = BEGINNING.split("symptoms")[0] + second + "\n"

    fault = the_fault(text)

    first = 4 if "anna: {}" in second else 5
    assert (fault.line, fault.column) == (line, column)
    assert fault.problem.endswith(f"is given again; line {first} has it first")


def test_the_second_of_two_ids_is_the_second_in_the_file():
    """Sections may stand in any order; what comes later in the file is told of."""
    text = "formulation: 1\nid: one\nevents:\n  - {id: anna, session: x}\npeople:\n  anna: {}\n"

    fault = the_fault(text)

    assert (fault.line, fault.column, fault.accepted) == (6, 3, "an id of its own")
    assert fault.problem == "the id 'anna' is given again; line 4 has it first"


def test_an_id_given_three_times_is_told_twice():
    """Each later use is told of, all naming the first."""
    events = "events:\n" + "  - {id: x, dream: y}\n" * 3

    found = faults(BEGINNING + events)

    assert [f.line for f in found] == [9, 10]
    assert {f.problem for f in found} == {"the id 'x' is given again; line 8 has it first"}


def test_sources_have_ids_of_their_own():
    """A source may be called as a person is."""
    text = BEGINNING + "sources: {anna: {cite: her letters}}\n"

    assert faults(text) == []


@pytest.mark.parametrize(
    "line",
    [
        "{id: feud, conflict: [anna]}",
        "{id: feud, conflict: [anna, ben], foo: bar}",
        "{id: feud, conflct: [anna, ben]}",
        "{id: feud, conflict: [anna, ben], when: some day}",
        "{id: feud, quality: bad}",
        "{id: feud, wish: a, need: b}",
    ],
)
def test_a_name_whose_own_line_could_not_be_read_is_not_called_lost(line: str):
    """References to a faulty statement wait until that is mended."""
    text = BEGINNING + f"events:\n  - {line}\n  - {{resolution: feud, after: feud}}\n"

    assert [f.line for f in faults(text)] == [8]


@pytest.mark.parametrize(
    "figure",
    ["{role: pateint}", "{rol: patient}", "{role: patient, born: long ago}", "patient", "[x]"],
)
def test_a_patient_whose_line_is_faulty_is_still_the_patient(figure: str):
    """A slip in the patient's line does not make every statement ask whom it means."""
    text = (
        f"formulation: 1\nid: one\npeople:\n  anna: {figure}\nevents:\n  - {{dream: x, age: 5}}\n"
    )

    assert [f.line for f in faults(text)] == [4]


def test_a_misspelt_section_is_read_as_the_one_that_is_meant():
    """One slip in the name of a section is one fault, and what stands in it is judged in place."""
    text = BEGINNING.replace("people", "poeple") + "events:\n  - {dream: x, by: anna}\n"

    found = faults(text.replace("Ben}", "Ben, rol: pateint}"))

    assert [(f.line, f.column, f.nearest) for f in found] == [
        (3, 1, "people"),
        (5, 20, "role"),
        (5, 25, "patient"),
    ]


def test_the_value_of_a_misspelt_key_is_judged_where_it_stands():
    """A key is read on as the one that is meant, and so is a kind; their values have places."""
    text = BEGINNING + "events:\n  - {escalaton: pane, wen: 13.2020, after: x}\n"

    found = [(f.line, f.column, f.value) for f in faults(text)]

    assert found == [
        (8, 6, "escalaton"),
        (8, 17, "pane"),
        (8, 23, "wen"),
        (8, 28, "13.2020"),
        (8, 44, "x"),
    ]


def test_all_that_is_wrong_in_one_statement_is_told():
    """A wrong word does not hide a lost name beside it."""
    line = "  - {conflict: [anna, ben], after: dinner, basis: hearsay, apart: long}\n"

    found = faults(BEGINNING + "events:\n" + line)

    assert [f.value for f in found] == ["dinner", "hearsay", "long"]


def test_new_words_in_open_vocabularies_are_warnings_and_leave_the_case_standing():
    """A role nobody has listed is kept, and pointed at."""
    text = BEGINNING.replace("name: Ben", "role: teacher of yoga")

    case, (fault,) = faults_in(io.StringIO(text))

    assert case is not None
    assert case.people[1].role == "teacher of yoga"
    assert fault.is_warning
    assert (fault.line, fault.column) == (5, 15)
    assert str(fault).splitlines()[0] == (
        "text:5:15: 'teacher of yoga' is a new word for a figure's role; it is kept "
        "(accepted: known words: formulation terms role)"
    )
    assert read_case(io.StringIO(text)) == case


def test_warnings_are_told_beside_faults_and_left_out_of_the_error():
    """What is merely worth a second look does not stand among what is wrong."""
    text = BEGINNING.replace("name: Ben", "role: teacher of yoga, foo: bar")

    assert [f.is_warning for f in faults(text)] == [True, False]
    with pytest.raises(CaseError) as caught:
        read_case(io.StringIO(text))
    assert [f.value for f in caught.value.faults] == ["foo"]


def test_faults_in_json_have_the_places_of_the_json():
    """JSON is read again for its places, which are those of the file."""
    text = (
        '{"formulation": 1, "id": "one",\n "people": {"anna": {"role": "patient"}},\n'
        ' "events": [{"dream": "x", "when": true}, {"conflict": ["anna", "eve"], "severty": 7}]}'
    )

    found = faults(text, "one.json")

    assert [(f.line, f.column, f.value) for f in found] == [
        (3, 36, "true"),
        (3, 65, "eve"),
        (3, 73, "severty"),
    ]
    assert found[0].place == "one.json:3:36"


def test_what_a_json_name_promises_is_read_as_json():
    """In a .json file braces without quotes are a fault; elsewhere they are YAML."""
    text = "{formulation: 1, id: one}"

    assert the_fault(text, "one.json").accepted.startswith("a key in double quotes")
    assert read_case(io.StringIO(text)).id == "one"


# --- what is no case at all ------------------------------------------------------------------


def sentence_for(path: Path | str, **limits: int) -> str:
    case, found = faults_in(path, limits=Limits(**limits))
    assert case is None
    return "; ".join(str(fault).splitlines()[0] for fault in found)


def test_an_empty_file(tmp_path: Path):
    """An empty file is told how to begin."""
    path = tmp_path / "empty.yaml"
    path.write_bytes(b"")

    assert sentence_for(path) == (
        f"{path}: the file is empty (accepted: a case; `formulation new` writes one to start from)"
    )


def test_a_binary_file(tmp_path: Path):
    """A picture is not mistaken for text."""
    path = tmp_path / "map.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")

    assert "the byte 0x89 is not UTF-8" in sentence_for(path) or "NUL" in sentence_for(path)


def test_a_folder_where_a_file_is_meant(tmp_path: Path):
    """A folder is not a case."""
    sentence = f"{tmp_path}: this is a folder, not a file (accepted: a file in it)"

    assert sentence_for(tmp_path) == sentence


def test_a_file_that_is_not_there_gets_the_name_of_one_that_is(tmp_path: Path):
    """A slip in a file's name is answered with the nearest file."""
    (tmp_path / "elizabeth.yaml").write_text(BEGINNING)

    sentence = sentence_for(tmp_path / "elisabeth.yaml")

    assert "there is no such file" in sentence
    assert sentence.endswith(f"did you mean {str(tmp_path / 'elizabeth.yaml')!r}?")


def test_a_huge_file_is_refused_unread(tmp_path: Path):
    """A hundred megabytes are refused by their number alone; the file here is sparse."""
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(100_000_000)

    sentence = sentence_for(path)

    assert "100,000,000 bytes, more than the 33,554,432 bytes that are read" in sentence


def test_two_hundred_kilobytes_of_brackets(tmp_path: Path):
    """A nest that crashes other readers ends in one sentence, as YAML and as JSON."""
    path = tmp_path / "nest.yaml"
    path.write_text("[" * 200_000)

    assert "nested too deep" in sentence_for(path)
    path.with_suffix(".json").write_text('{"a": ' * 200_000)
    assert "nested too deep" in sentence_for(path.with_suffix(".json"))


def test_an_alias_bomb_is_not_followed():
    """Nine levels of nine aliases would be a billion texts; each alias is a fault instead."""
    levels = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    bomb = "formulation: 1\nid: &a0 x\n" + "\n".join(levels) + "\n"

    found = faults(bomb)

    assert len(found) > 72
    assert "an alias (*a0) is not read" in [f.problem for f in found]


def test_statements_that_come_after_one_another_in_a_loop():
    """Three statements, each after the next: one fault that names them all."""
    events = "".join(f"  - {{id: s{n}, dream: x, after: s{(n + 1) % 3}}}\n" for n in range(3))

    fault = the_fault(BEGINNING + "events:\n" + events)

    assert fault.line in (8, 9, 10)
    assert all(f"'s{n}' is after 's{(n + 1) % 3}'" in fault.problem for n in range(3))


def test_accounts_that_are_each_an_account_of_the_other():
    """Two statements cannot each be another account of the other."""
    events = "  - {id: a, dream: x, alternative_of: b}\n  - {id: b, dream: y, alternative_of: a}\n"

    assert told(BEGINNING + "events:\n" + events).startswith(
        "one.yaml:8:39: 'alternative_of' leads in a circle back to 'a' (accepted: "
    )


def test_a_nul_byte(tmp_path: Path):
    """A NUL is no text; its place is told."""
    path = tmp_path / "nul.yaml"
    path.write_bytes(b"formulation: 1\nid: o\0ne\n")

    assert sentence_for(path).startswith(f"{path}:2:6: ")
    assert "NUL" in sentence_for(path)


def test_utf_16(tmp_path: Path):
    """A file saved as UTF-16 is named as such, also where a folder holds it."""
    path = tmp_path / "wide.yaml"
    path.write_bytes(BEGINNING.encode("utf-16"))

    sentence = f"{path}: this is UTF-16 (accepted: the file saved as UTF-8)"
    assert sentence_for(path) == sentence
    with pytest.raises(CaseError, match="this is UTF-16"):
        read_cases([tmp_path])


def test_a_byte_order_mark_and_carriage_returns_change_nothing(tmp_path: Path):
    """Files from other systems read alike, and their faults keep their places."""
    path = tmp_path / "windows.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + BEGINNING.replace("\n", "\r\n").encode())

    assert read_case(path) == read_case(io.StringIO(BEGINNING))
    path.write_bytes(b"\xef\xbb\xbf" + b"formulation: 1\r\nid: one\r\ntitel: x\r\n")
    ((fault,),) = [faults_in(path)[1]]
    assert (fault.line, fault.column, fault.nearest) == (3, 1, "title")
    assert fault.text == "titel: x"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs a mode that binds")
def test_a_file_that_may_not_be_read(tmp_path: Path):
    """Permission is named as what is missing."""
    path = tmp_path / "secret.yaml"
    path.write_text(BEGINNING)
    path.chmod(0)

    assert "permission" in sentence_for(path)


def test_limits_can_be_narrowed():
    """A caller may let in less than is usual."""
    _, found = faults_in(io.StringIO(BEGINNING), limits=Limits(bytes=20))

    assert "more than the 20 bytes that are read" in found[0].problem


def test_thousands_of_faults_end_in_the_first_two_hundred():
    """Nobody mends more in one go, and a hostile file may hold millions."""
    events = "".join(f"  - {{dream: x, when: someday{n}}}\n" for n in range(1000))

    found = faults(BEGINNING + "events:\n" + events)

    assert len(found) == 201
    assert str(found[-1]) == "one.yaml: reading stops here, after 200 faults"


def test_a_thousand_lost_names_are_told_in_little_time():
    """Every statement names what is not there; the search for near names is bounded."""
    events = "".join(f"  - {{id: s{n}, dream: x, after: t{n}}}\n" for n in range(3000))

    found = faults(BEGINNING + "events:\n" + events)

    assert len(found) == 201
    assert found[0].problem == "no statement is called 't0'"


def test_a_long_value_is_cut_in_its_message():
    """A megabyte where a word is meant is not printed in full."""
    fault = the_fault(BEGINNING + f"inner:\n  - {{defense: {'x' * 1_000_000}}}\n")

    assert len(fault.problem) <= 1000
    assert len(fault.value) <= 1000


def test_blanks_around_ids_do_not_hide_that_they_are_the_same():
    """An id in quotes with a blank is the same id, and its second use is told of."""
    text = BEGINNING + 'sources: {}\nevents:\n  - {id: "ben ", dream: x}\n'

    assert [(f.line, f.value) for f in faults(text)] == [(9, "ben")]
