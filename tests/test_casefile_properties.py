"""What holds of every case and every text: what is written reads back, and nothing else escapes."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from formulation.casefile import faults_in, read_case, write_case
from formulation.errors import CaseError
from formulation.model import Case
from formulation.model.kinds import kinds
from formulation.notation import Limits, write_flow
from tests.strategies import AWKWARD, cases, texts

#: made-up cases are large, and the machine may be busy
generous = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def read(text: str, name: str = "case.yaml") -> Case:
    file = io.StringIO(text)
    file.name = name
    return read_case(file)


def as_json(case: Case) -> str:
    return json.dumps({"formulation": 1, **case.to_keys()}, ensure_ascii=False)


@generous
@given(cases())
def test_what_is_written_reads_back_as_the_same_case(case: Case):
    """read(write(case)) == case, with every text and every date as it was."""
    assert read(write_case(case)) == case


@generous
@given(cases())
def test_json_reads_back_as_the_same_case(case: Case):
    """The same holds of JSON, with its own numbers and truths."""
    assert read(as_json(case), "case.json") == case


@settings(generous, max_examples=6)
@given(cases(of_kinds=sorted(kinds())))
def test_a_case_of_every_kind_of_statement_reads_back(case: Case):
    """One of each kind in one case, in YAML and in JSON."""
    assert {type(s) for s in case.statements} >= set(kinds().values())
    assert read(write_case(case)) == read(as_json(case), "case.json") == case


@generous
@given(cases())
def test_writing_is_stable_byte_for_byte(case: Case):
    """Writing what was read from a written file changes nothing."""
    text = write_case(case)

    assert write_case(read(text)) == text
    assert write_case(read(as_json(case))) == text


@generous
@given(cases())
def test_reading_finds_nothing_grave_in_what_adds_up(case: Case):
    """A case that stands in Python stands as a file, with the warnings it has in Python."""
    again, faults = faults_in(io.StringIO(write_case(case)))

    assert again == case
    assert sorted(f.problem for f in faults) == sorted(p.fault.problem for p in case.problems())
    assert all(f.is_warning and f.line and f.column for f in faults)


@generous
@given(cases())
def test_every_warning_points_at_its_word(case: Case):
    """The place of a fault is where its value stands in the file."""
    text = write_case(case)
    lines = text.split("\n")

    for fault in faults_in(io.StringIO(text))[1]:
        assert fault.line is not None
        assert fault.column is not None
        rest = lines[fault.line - 1][fault.column - 1 :]
        assert rest.lstrip('"').startswith(fault.value)


@generous
@given(cases(max_statements=3), st.data())
def test_one_character_more_or_less_gives_a_case_or_faults_with_places(
    case: Case, data: st.DataObject
):
    """A slip of the pen anywhere in a file is answered with a case or with sentences."""
    text = write_case(case)
    at = data.draw(st.integers(0, len(text)))
    slip = data.draw(st.sampled_from(["", "x", ",", ":", " ", "\n", "[", "}", '"', "#", "-", "é"]))

    again, faults = faults_in(io.StringIO(text[:at] + slip + text[at + 1 :]))

    assert (again is None) == any(not fault.is_warning for fault in faults)
    assert all(str(fault) for fault in faults)


def answered(source: Any) -> None:
    """Read what may be anything, and see that the answer is a case or a sentence for each fault."""
    case, faults = faults_in(source, limits=Limits(bytes=1 << 20))

    assert (case is None) == any(not fault.is_warning for fault in faults)
    for fault in faults:
        assert fault.problem
        assert "Traceback" not in str(fault)


@generous
@given(st.binary(max_size=200))
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfe\x00\x00")
@example(b"formulation: 1\nid: \xff")
def test_any_bytes_give_a_case_or_faults(data: bytes):
    """Nothing but a case or faults comes of any bytes."""
    answered(io.BytesIO(data))


@generous
@given(st.text(max_size=100) | st.text("[]{},:#-&*!|>'\"%@`?~ \n\tabx01", max_size=40))
@example("formulation: 1\nid: one\n" + "x: " * 300)
@example("{" * 40 + "}" * 40)
@example('{"formulation": 1, "id": "\\ud800"}')
@example('{"formulation": 1, "id": "x", "people": {"a": {"born": 1e999}}}')
@example('{"formulation": 1, "id": "x", "title": ' + "9" * 5000 + "}")
def test_any_text_gives_a_case_or_faults(text: str):
    """Nothing but a case or faults comes of any text, half a character included."""
    answered(io.StringIO(text))
    if text.strip():
        answered(io.StringIO("formulation: 1\nid: one\n" + text))


_WORDS = """formulation id people symptoms sources observed consent disguise bonds inner events
claims anna x Anna by of after when age apart lasts role severity from as is hidden value"""
_keys = st.sampled_from([*_WORDS.split(), "", *kinds()])
_scalars = st.sampled_from(
    ["1", "anna", "x", "", "2020", "true", "no", "15", "patient", "7 days", "projection", "pian"]
) | st.sampled_from(AWKWARD)
_values = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys, inner, max_size=4),
    max_leaves=12,
)
_statements = st.lists(st.dictionaries(_keys, _values, max_size=4) | _values, max_size=4)
_figures = st.dictionaries(_keys, st.dictionaries(_keys, _values, max_size=3) | _values, max_size=3)


@generous
@given(
    st.fixed_dictionaries(
        {"formulation": st.just("1"), "id": st.just("one")},
        optional={
            "people": _figures, "symptoms": _figures, "sources": _figures, "bonds": _statements,
            "inner": _statements, "events": _statements, "claims": _statements,
            "observed": _values, "consent": _values, "peopl": _figures, "evnts": _statements,
        },
    )
    | st.dictionaries(_keys, _values, max_size=5)
    | _values,
)  # fmt: skip
def test_any_tree_of_keys_and_values_gives_a_case_or_faults(tree: Any):
    """Every wrong shape in every place is answered, in YAML and in JSON alike."""
    answered(io.StringIO(write_flow(tree)))
    answered(io.StringIO(json.dumps(tree)))


@generous
@given(_statements, _figures)
def test_yaml_and_json_of_the_same_tree_have_the_same_faults(events: Any, people: Any):
    """What is wrong does not depend on the spelling; only places do."""
    tree = {"formulation": "1", "id": "one", "people": people, "events": events}

    by_yaml = faults_in(io.StringIO(write_flow(tree)))
    by_json = faults_in(io.StringIO(json.dumps(tree)))

    assert by_yaml[0] == by_json[0]
    said = [
        sorted((f.problem.split(" line ")[0], f.value) for f in told)
        for _, told in (by_yaml, by_json)
    ]
    assert [p for p, _ in said[0] if "has no value" not in p] == [
        p for p, _ in said[1] if "has no value" not in p
    ]


@generous
@given(texts)
def test_any_text_survives_as_a_name_on_disk(text: str):
    """The bytes of a file hold any text that people may have written."""
    case = Case(id="one", title=text)

    assert read_case(io.BytesIO(write_case(case).encode("utf-8"))) == case


@pytest.mark.parametrize("suffix", ["yaml", "json"])
@settings(generous, max_examples=20)
@given(case=cases())
def test_files_read_back_too(suffix: str, case: Case, tmp_path_factory: pytest.TempPathFactory):
    """Through a real file and its name, as a person saves it."""
    path: Path = tmp_path_factory.mktemp("case") / f"case.{suffix}"

    text = write_case(case, path)

    assert path.read_bytes() == text.encode("utf-8")
    assert read_case(path) == case


@generous
@given(cases())
def test_a_case_that_cannot_stand_is_never_returned(case: Case):
    """One lost name is enough to refuse the whole."""
    text = write_case(case)
    claims = "" if "\nclaims:\n" in text else "\nclaims:\n"

    with pytest.raises(CaseError, match="'nobody-of-this-name'"):
        read(text + claims + "  - {goal: peace, by: nobody-of-this-name}\n")
