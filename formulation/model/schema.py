"""The JSON Schema of a case file, by which editors complete and check it while it is written.

It is made from the records, so it cannot fall behind them.  It knows keys, kinds of statement,
words and shapes; what only the whole case can tell (names that stand for nothing, dates that
cannot be) remains for the reading.  A closed vocabulary stands in it by the words that are
written, not by every spelling that is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from inspect import cleandoc
from typing import Any

from formulation.model.base import Record, Statement
from formulation.model.case import ALL_KINDS, Case
from formulation.model.figures import Consent
from formulation.model.kinds import FIGURES, SECTIONS, kinds, kinds_in
from formulation.terms import vocabulary

__all__ = ["case_schema"]

_Schema = dict[str, Any]

_ID: _Schema = {"type": "string", "pattern": r"^[^A-Z0-9\s._-]\S*$", "maxLength": 100}
_TEXT: _Schema = {"type": ["string", "number"], "minLength": 1}
_DATE: _Schema = {"type": ["string", "integer"], "minLength": 1}
_WHEN: _Schema = {"anyOf": [_DATE, {"type": "array", "items": _DATE, "minItems": 1}]}
_PERIODS: _Schema = {"anyOf": [_DATE, {"type": "array", "items": _WHEN}]}
_REFERENCES = {
    "figure": "the id of a figure",
    "symptom": "the id of a symptom",
    "statement": "the id of a statement",
    "source": "the id of a source",
    "any": "the id of a figure, a symptom or a statement",
    "resolution": "the id of a conflict, or its parties",
}
#: what editors show of a key whose value is a text, a date or a number
_MEANINGS = {
    "when": "A date: 2020-03-01, 2020-03, 2011~ (about), 2010/2012 (from, to), 2010/.. (from on).",
    "age": "How old the patient was: 15, 8..9, 15~, 18 months.",
    "apart": "How far from what 'after' or 'before' names: 2 days, 4..5 weeks, 9 months~.",
    "lasts": "How long it lasted: 90 minutes, 3..5 weeks.",
    "recurring": "Whether it happened time and again; 'when' then bounds the episodes.",
    "often": "How often, in the source's words; kept, never counted.",
    "what": "What it was, in short.",
    "words": "The person's own words.",
    "recorded": "When it was written down.",
    "note": "A remark.",
    "severity": "From 0 to 10.",
}
_SECTIONS = {
    "sources": "Where statements come from, by their ids.",
    "people": "The figures of the case, by their ids.",
    "symptoms": "Symptoms, syndromes, diseases and injuries, by their ids.",
    "bonds": "What holds between figures over a span.",
    "inner": "What holds within one person.",
    "events": "What happens.",
    "claims": "How things hang together, with what else could explain them.",
}


def case_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a case file, by the keys of the file.

    Examples
    --------
    >>> schema = case_schema()
    >>> schema["required"], schema["$defs"]["conflict"]["required"]
    (['formulation', 'id'], ['conflict'])
    """
    head = _properties(Case)
    head["observed"] = _observed()
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Case formulation",
        "description": "A psychodynamic case formulation, format 1.",
        "type": "object",
        "properties": {
            "formulation": {"const": 1, "description": "The format of this file."},
            **{key: head.get(key) or _section(key) for key in Case.keys().values()},
        },
        "required": ["formulation", "id"],
        "additionalProperties": False,
        "$defs": {
            "statement": {"properties": _properties(Statement)},
            "consent": _record(Consent),
            **{section: _figure(cls) for section, cls in FIGURES.items()},
            **{kind: _record(cls) for kind, cls in kinds().items()},
        },
    }
    return deepcopy(schema)


def _observed() -> _Schema:
    each = {"propertyNames": {"enum": [ALL_KINDS, *kinds()]}, "additionalProperties": _PERIODS}
    told = "When events would have been noticed: periods, or periods for each kind."
    return {"description": told, "anyOf": [*_PERIODS["anyOf"], {"type": "object", **each}]}


def _section(section: str) -> _Schema:
    told: _Schema = {"description": _SECTIONS[section]}
    if section in FIGURES:
        held = {"$ref": f"#/$defs/{section}"}
        return {**told, "type": "object", "propertyNames": _ID, "additionalProperties": held}
    items = {"anyOf": [{"$ref": f"#/$defs/{kind}"} for kind in kinds_in(section)]}
    return {**told, "type": "array", "items": items}


def _figure(cls: type[Record]) -> _Schema:
    """Return the schema of a record whose id is the key in front of it."""
    told = _record(cls)
    del told["properties"]["id"]
    required = [key for key in told.pop("required", []) if key != "id"]
    return told | ({"required": required} if required else {})


def _record(cls: type[Record]) -> _Schema:
    keys = cls.keys()
    required = [keys[name] for name, field in cls.model_fields.items() if field.is_required()]
    told: _Schema = {
        "title": (getattr(cls, "kind", "") or cls.__name__.lower()).replace("_", " "),
        "description": cleandoc(cls.__doc__ or ""),
        "type": "object",
        "properties": _properties(cls),
        "additionalProperties": False,
    }
    return told | ({"required": required} if required else {})


def _properties(cls: type[Record]) -> dict[str, _Schema]:
    """Return the schema of each field that is no section, by its key in a file."""
    elsewhere = {*FIGURES, *SECTIONS, "observed"}
    keys = {name: key for name, key in cls.keys().items() if name not in elsewhere}
    told = {key: _field(cls, name) for name, key in keys.items()}
    if issubclass(cls, Statement) and cls is not Statement:
        shared = [key for key in Statement.keys().values() if key in told]
        told |= {key: {"$ref": f"#/$defs/statement/properties/{key}"} for key in shared}
    return told


def _field(cls: type[Record], name: str) -> _Schema:
    field, refs, terms = cls.model_fields[name], cls.refs(), cls.terms()
    if name == "id":
        return {**_ID, "description": "The name by which it is referred to."}
    if name == "consent":
        return {"$ref": "#/$defs/consent"}
    if name in terms:
        return _term(terms[name])
    one, told = _TEXT, {}
    if name in refs:
        one = _TEXT if refs[name].or_text else {"type": "string", "minLength": 1}
        told = {"description": _REFERENCES[refs[name].to] + " or a text" * refs[name].or_text}
    if "tuple" in str(field.annotation):
        return told | _one_or_list(field.metadata, one)
    return told | (one if name in refs else _value(cls, name))


def _term(name: str) -> _Schema:
    words = vocabulary(name)
    offered = {"examples" if words.is_open else "enum": list(words.words)}
    return {"type": "string", "minLength": 1, "description": words.title, **offered}


def _bounds(metadata: Iterable[Any], **keys: str) -> _Schema:
    """Return the bounds that a field sets itself, each under its key in a schema."""
    marks = list(metadata)
    told = {
        key: [getattr(m, name) for m in marks if hasattr(m, name)] for name, key in keys.items()
    }
    return {key: values[0] for key, values in told.items() if values}


def _one_or_list(metadata: Iterable[Any], one: _Schema) -> _Schema:
    """Return the schema of one value or a list, or of a list alone where one is too few."""
    bounds = _bounds(metadata, min_length="minItems", max_length="maxItems")
    listed = {"type": "array", "items": one, **bounds}
    return listed if bounds.get("minItems", 0) > 1 else {"anyOf": [one, listed]}


def _value(cls: type[Record], name: str) -> _Schema:
    """Return the schema of a date, an age, a number, a truth or a text."""
    field = cls.model_fields[name]
    told = {"description": _MEANINGS[name]} if name in _MEANINGS else {}
    if name in ("when", "born", "died", "onset", "recorded"):
        return told | _WHEN
    if field.annotation is bool:
        return told | {"type": "boolean"}
    if "float" in str(field.annotation):
        return {**told, "type": "number", **_bounds(field.metadata, ge="minimum", le="maximum")}
    return told | (_DATE if name == "age" else _TEXT)
