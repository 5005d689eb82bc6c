"""A pattern reads like a case with letters in place of names; it is equally YAML, JSON and Python.

A capital letter stands for a figure, a symptom or a term.  A step is a statement with letters,
its relations to other steps, and whether it may or must not be there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, InstanceOf, ValidationError

from formulation.errors import CaseError, Fault, PatternError, nearest_word
from formulation.model.base import Namer, Record, faults_of
from formulation.model.fields import Id, Text, refused
from formulation.patterns.step import (
    RELATIONS,
    AnyOf,
    Step,
    Window,
    by_key,
    is_letter,
    read_step,
    values_set,
    with_values,
)

if TYPE_CHECKING:
    from formulation.patterns.plan import Plan

__all__ = ["RELATIONS", "AnyOf", "Pattern", "Step", "Weighing", "is_letter"]

#: what the sentence of a pattern may name before anything else
NAMED_FIRST = ("disease", "injury", "drug")


class Weighing(Record):
    """One question of a pattern to be weighed against chance."""

    outcome: Text
    after: Text
    within: Window
    while_open: Text | None = None

    def sentence(self, name: Namer) -> str:  # noqa: ARG002 - names steps
        """Return the question in words."""
        open_ = f", while {self.while_open} is open" if self.while_open else ""
        return f"Does {self.outcome} come within {self.within} after {self.after}{open_}?"


def _steps(value: object) -> object:
    if not isinstance(value, list | tuple):
        return value
    return tuple(read_step(v) if isinstance(v, Mapping) else v for v in value)


def _weighings(value: object) -> object:
    if not isinstance(value, list | tuple):
        return value
    return tuple(Weighing.from_keys(v) if isinstance(v, Mapping) else v for v in value)


def _one_or_several(value: object) -> object:
    """Read one word, or several of which any will do."""
    if isinstance(value, list | tuple) and not value:
        raise refused(Fault("a list of words is empty", "", "one word or several"))
    return tuple(value) if isinstance(value, list) else value


def _several(value: object) -> object:
    return (value,) if isinstance(value, str) else _one_or_several(value) if value else value


def _first_named(words: tuple[str, ...]) -> tuple[str, ...]:
    for word in words:
        if word not in NAMED_FIRST:
            near = nearest_word(word, NAMED_FIRST)
            cure = ", ".join(NAMED_FIRST)
            raise refused(Fault(f"{word!r} cannot be named first", word, cure, near))
    return words


Words = Annotated[str | tuple[str, ...], BeforeValidator(_one_or_several)]


class Pattern(Record):
    """A named dynamic pattern, to be found in cases.

    Parameters
    ----------
    pattern, title, source
        Its name, what it says in one line, and whose idea it is.
    about
        What a trainee should know of it.
    roles, kinds
        What a letter's figure or symptom must be: its role (``{"P": "patient"}``), its kind; of
        several words any will do.
    parameters
        Values that a user may set, with their defaults; ``$name`` in a step stands for one.
    steps
        :class:`Step` and :class:`AnyOf` records, or mappings that read like them.
    episode
        The step that identifies one occurrence; the last required step unless said.
    weigh
        The questions that weighing asks of it.
    does_not_claim
        What must not be read into a match.
    says
        Its own sentence, letters and steps in braces: ``{P} came to devalue {A}``.
    names_first
        What its sentence names before anything else, of what the case holds.

    Raises
    ------
    PatternError
        Where it is misspelt or can never match, telling everything wrong at once.
    """

    pattern: Id
    title: Text
    source: Text | None = None
    about: Text | None = None
    roles: dict[str, Words] = {}
    kinds: dict[str, Words] = {}
    parameters: dict[str, str] = {}
    steps: Annotated[
        tuple[InstanceOf[Step] | InstanceOf[AnyOf], ...],
        BeforeValidator(_steps),
        Field(min_length=1),
    ]
    episode: Text | None = None
    weigh: Annotated[tuple[InstanceOf[Weighing], ...], BeforeValidator(_weighings)] = ()
    does_not_claim: Text | None = None
    says: Text | None = None
    names_first: Annotated[
        tuple[str, ...], BeforeValidator(_several), AfterValidator(_first_named)
    ] = ()

    def __init__(self, /, **fields: Any) -> None:
        """Read the fields, then judge whether the pattern can match anything."""
        raise_faults(fields, by_name=True)
        super().__init__(**fields)

    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    def setting(self, **values: str) -> Pattern:
        """Return this pattern with other values for its parameters.

        Raises
        ------
        PatternError
            For a parameter it does not have, or a value with which it could never match.
        """
        faults = [_unknown_parameter(self, name) for name in values if name not in self.parameters]
        if faults:
            raise PatternError(faults)
        told = {name: getattr(self, name) for name, _ in self.said()}
        return Pattern(**told | {"parameters": self.parameters | values})

    @cached_property
    def settled_steps(self) -> tuple[Step | AnyOf, ...]:
        """The steps as they are searched for, with the values of its parameters in them."""
        if not self.parameters:
            return self.steps
        return tuple(read_step(with_values(s.to_keys(), self.parameters)) for s in self.steps)

    @cached_property
    def every_step(self) -> tuple[Step, ...]:
        """Every single step, each of a choice's with what holds of the whole."""
        parts = ((s,) if isinstance(s, Step) else s.placed() for s in self.settled_steps)
        return tuple(step for part in parts for step in part)

    @property
    def required(self) -> tuple[Step | AnyOf, ...]:
        """The steps, and choices among steps, that a match needs."""
        return tuple(step for step in self.settled_steps if step.is_required)

    @cached_property
    def by_name(self) -> dict[str, Step]:
        """Each single step by its name."""
        return {step.as_: step for step in self.every_step}

    @property
    def episode_step(self) -> str:
        """The step that identifies one occurrence."""
        return self.episode or self.required[-1].name

    @cached_property
    def plan(self) -> Plan:
        """The pattern made ready to be searched for."""
        from formulation.patterns.plan import plan_of

        return plan_of(self)

    def letters(self) -> tuple[str, ...]:
        """Return all letters, in the order they are first written."""
        return tuple(dict.fromkeys(w for step in self.steps for w in step.letters()))

    def to_keys(self) -> dict[str, Any]:
        """Return the pattern as it is written in a file."""
        told = super().to_keys()
        told["steps"] = [step.to_keys() for step in self.steps]
        if self.weigh:
            told["weigh"] = [question.to_keys() for question in self.weigh]
        for field in ("roles", "kinds"):
            if field in told:
                words = told[field].items()
                told[field] = {k: v if isinstance(v, str) else list(v) for k, v in words}
        return told

    def sentence(self, name: Namer) -> str:  # noqa: ARG002 - a title names nobody
        """Return the title as a sentence."""
        return self.title.rstrip(".") + "."


def _unknown_parameter(pattern: Pattern, name: str) -> Fault:
    known = pattern.parameters
    problem = f"the pattern {pattern.pattern!r} has no parameter {name!r}"
    cure = ", ".join(f"{key} ({value})" for key, value in known.items())
    return Fault(problem, name, cure or "none: all its values are fixed", nearest_word(name, known))


Placed = tuple[tuple[Any, ...], Fault]


def pattern_and_faults(
    fields: Mapping[str, Any], *, by_name: bool = False
) -> tuple[Pattern | None, list[Placed]]:
    """Return the pattern, and everything wrong with its fields, each with its path.

    The pattern is ``None`` where it cannot even be read.
    """
    from formulation.patterns.judging import judged

    try:
        pattern = Pattern.model_validate(fields, by_name=by_name, by_alias=not by_name)
    except (ValidationError, CaseError) as error:
        found = [*_wrong_steps(fields), *_wrong_questions(fields)]
        if not found and isinstance(error, ValidationError):
            found = [((), fault) for fault in faults_of(error, Pattern, by_name=by_name)]
        return None, found
    return pattern, [*_wrong_parameters(pattern)] or judged(pattern)


def _wrong_steps(fields: Mapping[str, Any]) -> Iterator[Placed]:
    items = fields.get("steps", ())
    for index, item in enumerate(items if isinstance(items, list | tuple) else ()):
        path = ("steps", index)
        choices = item.get("any_of") if isinstance(item, Mapping) else None
        inner = [
            ((*path, "any_of", n), fault)
            for n, one in enumerate(choices if isinstance(choices, list | tuple) else ())
            if isinstance(one, Mapping)
            for fault in _wrong(Step, by_key(one))
        ]
        yield from inner
        if isinstance(item, Mapping) and not inner:
            yield from ((path, fault) for fault in _wrong(_class_of(item), by_key(item)))


def _class_of(item: Mapping[str, Any]) -> type[Record]:
    return AnyOf if "any_of" in item else Step


def _wrong_questions(fields: Mapping[str, Any]) -> Iterator[Placed]:
    items = fields.get("weigh", ())
    for index, item in enumerate(items if isinstance(items, list | tuple) else ()):
        if isinstance(item, Mapping):
            yield from ((("weigh", index), f) for f in _wrong(Weighing, by_key(item)))


def _wrong(cls: type[Record], item: Mapping[str, Any]) -> Iterable[Fault]:
    try:
        cls.from_keys(item)
    except ValidationError as error:
        return faults_of(error, cls)
    return ()


def _wrong_parameters(pattern: Pattern) -> Iterator[Placed]:
    """Yield ``$names`` that nothing sets, names that nothing uses, and values that cannot be."""
    asked: set[str] = set()
    for section in ("steps", "weigh"):
        for index, item in enumerate(getattr(pattern, section)):
            for name in values_set(item):
                asked.add(name)
                if name not in pattern.parameters:
                    yield (section, index), _unknown_parameter(pattern, name)
    for name, value in pattern.parameters.items():
        if "$" in value:
            cure = "the value itself, such as 7 days"
            yield ("parameters", name), Fault("a value cannot be set elsewhere", value, cure)
            return
        if name not in asked:
            problem = f"no step uses the parameter {name!r}"
            yield ("parameters", name), Fault(problem, name, f"${name} in a step, or no parameter")
    if asked <= pattern.parameters.keys():
        yield from _wrong_values(pattern)


def _wrong_values(pattern: Pattern) -> Iterator[Placed]:
    """Yield what no longer reads once the values of the parameters are put in their places."""
    told = with_values(pattern.to_keys(), pattern.parameters)
    wrong = [*_wrong_steps(told), *_wrong_questions(told)]
    for path, fault in wrong:
        item = getattr(pattern, path[0])[path[1]]
        values = pattern.parameters
        named = next((n for n in values_set(item) if values[n] in fault.value), None)
        yield (("parameters", named) if named else path), fault


def raise_faults(fields: Mapping[str, Any], *, by_name: bool = False) -> None:
    """Raise a :class:`PatternError` with everything wrong with a pattern's fields."""
    _, found = pattern_and_faults(fields, by_name=by_name)
    if found:
        raise PatternError(fault for _, fault in found)
