"""The JSON Schema of a case file: what editors complete and check, made from the records."""

from __future__ import annotations

import copy
import json
from functools import cache
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from formulation.casefile import starting_file
from formulation.model import Case, Escalation, Statement
from formulation.model.kinds import SECTIONS, kinds, kinds_in
from formulation.model.schema import case_schema
from formulation.terms import vocabulary
from tests.strategies import cases

SMALL: dict[str, Any] = {
    "formulation": 1,
    "id": "one",
    "people": {"anna": {"name": "Anna", "role": "patient"}, "ben": {}},
    "events": [{"conflict": ["anna", "ben"], "when": 2020}],
}


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return case_schema()


@cache
def made_once() -> Draft202012Validator:
    return Draft202012Validator(case_schema())


@pytest.fixture
def validator() -> Draft202012Validator:
    return made_once()


def with_event(**keys: Any) -> dict[str, Any]:
    return {**SMALL, "events": [keys]}


def test_it_is_a_schema_of_draft_2020_12(schema: dict[str, Any]):
    """The schema itself is sound and says which draft it follows."""
    Draft202012Validator.check_schema(schema)

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert json.loads(json.dumps(schema)) == schema


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_every_case_that_adds_up_fits_it(case: Case):
    """What the library writes, an editor does not complain of."""
    keys = {"formulation": 1, **case.to_keys()}

    assert made_once().is_valid(keys)


@settings(deadline=None, max_examples=5, suppress_health_check=[HealthCheck.too_slow])
@given(cases(of_kinds=sorted(kinds())))
def test_a_case_of_every_kind_fits_it(case: Case):
    """No kind of statement is missing from the schema."""
    keys = {"formulation": 1, **case.to_keys()}

    assert [e.message for e in made_once().iter_errors(keys)] == []


def test_the_starting_file_fits_it(validator: Draft202012Validator):
    """The file that a beginner is given has no wavy lines in an editor."""
    keys = yaml.safe_load(starting_file())  # as an editor reads it

    assert [error.message for error in validator.iter_errors(keys)] == []


def test_numbers_that_an_editor_makes_of_texts_fit_it(validator: Draft202012Validator):
    """YAML editors read 1985 and 15 as numbers; the library takes them for texts."""
    event = {"dream": 7, "when": 1985, "age": 15, "note": 3.5}

    assert validator.is_valid(with_event(**event))
    assert validator.is_valid(with_event(dream="x", when=[1985, 1986]))


@pytest.mark.parametrize(
    "change",
    [
        {"formulation": 2},
        {"id": "One"},
        {"id": None},
        {"peple": {}},
        {"people": [{"id": "anna"}]},
        {"people": {"anna": {"nam": "Anna"}}},
        {"people": {"Anna": {}}},
        {"people": {"anna": {"id": "anna"}}},
        {"people": {"anna": {"kind": "pet"}}},
        {"sources": {"post": {}}},
        {"consent": {"givn": "x"}},
        {"origin": "invented"},
        {"observed": {"escalaton": ["2020"]}},
        {"events": {"conflict": ["anna", "ben"]}},
    ],
)
def test_what_no_reading_would_take_does_not_fit(
    change: dict[str, Any], validator: Draft202012Validator
):
    """A wrong key, shape or word at the head or among the figures."""
    assert validator.is_valid(SMALL)
    assert not validator.is_valid({**SMALL, **change})


@pytest.mark.parametrize("missing", ["formulation", "id"])
def test_format_and_id_are_needed(missing: str, validator: Draft202012Validator):
    """A file says that it is a case, and which."""
    short = {key: value for key, value in SMALL.items() if key != missing}

    assert not validator.is_valid(short)


@pytest.mark.parametrize(
    "event",
    [
        {"when": "2020"},
        {"conflict": ["anna"]},
        {"conflict": "anna"},
        {"conflict": ["anna", "ben"], "recuring": True},
        {"conflict": ["anna", "ben"], "basis": "hearsay"},
        {"conflict": ["anna", "ben"], "recurring": "yes"},
        {"conflict": ["anna", "ben"], "trauma": "anna"},
        {"separation": ["anna", "ben", "clara"]},
        {"escalation": "pain", "severity": 11},
        {"escalation": []},
        {"wish": "to be left alone"},
        {"resolution": "feud", "quality": "bad"},
    ],
)
def test_no_kind_or_two_or_a_wrong_value_does_not_fit(
    event: dict[str, Any], validator: Draft202012Validator
):
    """Each statement has one subject key of its section and only the keys of its kind."""
    assert not validator.is_valid(with_event(**event))


def test_a_key_that_names_a_kind_may_be_a_field_of_another(validator: Draft202012Validator):
    """An inner conflict has a fear, an episode a wish."""
    inner = [{"inner_conflict": "x", "fear": "f", "defense": "d", "feeling": "g"}]
    events = [{"episode": "ben", "wish": "to be seen"}, {"invalidation": "anna", "of": "f"}]

    assert validator.is_valid({**SMALL, "inner": inner, "events": events})


def test_every_kind_stands_under_its_key_with_the_keys_of_its_record(schema: dict[str, Any]):
    """Properties go by the file's keys, in reading order, and strangers are refused."""
    for kind, cls in kinds().items():
        told = schema["$defs"][kind]
        assert list(told["properties"]) == list(cls.keys().values())
        assert told["required"] == [kind]
        assert told["additionalProperties"] is False
        assert told["description"].startswith((cls.__doc__ or "").split("\n")[0])


def test_every_section_offers_its_own_kinds_and_no_other(schema: dict[str, Any]):
    """Editors complete what may stand where the cursor is."""
    for section in SECTIONS:
        offered = [item["$ref"] for item in schema["properties"][section]["items"]["anyOf"]]
        assert offered == [f"#/$defs/{kind}" for kind in kinds_in(section)]


def test_no_reference_in_it_is_lost(schema: dict[str, Any]):
    """Everything that is pointed at is there."""

    def references(part: Any) -> list[str]:
        inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else []
        own = [part["$ref"]] if isinstance(part, dict) and "$ref" in part else []
        return [*own, *(found for value in inner for found in references(value))]

    for reference in set(references(schema)):
        here: Any = schema
        for step in reference.removeprefix("#/").split("/"):
            here = here[step]
        assert here


def test_closed_words_are_listed_and_open_ones_offered(schema: dict[str, Any]):
    """A closed vocabulary binds, an open one only gives examples."""
    shared = schema["$defs"]["statement"]["properties"]
    person = schema["$defs"]["people"]["properties"]

    assert shared["basis"]["enum"] == ["observed", "reported", "informant", "inferred"]
    assert schema["$defs"]["defense"]["properties"]["defense"]["enum"] == list(
        vocabulary("defense").words
    )
    assert "patient" in person["role"]["examples"]
    assert "enum" not in person["role"]


def test_bounds_are_those_of_the_records(schema: dict[str, Any]):
    """How many and how much is taken from the fields themselves."""
    severity = schema["$defs"]["escalation"]["properties"]["severity"]
    couple = schema["$defs"]["separation"]["properties"]["separation"]

    assert (severity["minimum"], severity["maximum"]) == (0, 10)
    assert (couple["minItems"], couple["maxItems"]) == (2, 2)
    with pytest.raises(ValueError, match="10 or less"):
        Escalation(of="pain", severity=10.5)


def test_every_shared_key_with_a_plain_value_says_what_it_means(schema: dict[str, Any]):
    """An editor shows a word of help beside each key that any statement may have."""
    shared = schema["$defs"]["statement"]["properties"]

    assert list(shared) == list(Statement.keys().values())
    assert all("description" in told for told in shared.values())


def test_making_it_twice_gives_the_same_and_shares_nothing():
    """Whoever changes the schema that they were given changes only their own."""
    first = case_schema()
    untouched = copy.deepcopy(first)
    first["$defs"].clear()
    first["properties"]["title"]["type"].clear()

    assert case_schema() == untouched
