"""A pattern reads like a case with letters in place of names; it is equally YAML, JSON and Python.

A capital letter stands for a figure, a symptom or a term.  A step is a statement with letters,
its relations to other steps, and whether it may or must not be there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, InstanceOf, ValidationError, model_validator

from formulation.errors import Fault, PatternError, nearest_word
from formulation.model.base import Namer, Record, Statement, faults_of
from formulation.model.fields import Duration, Id, Text, Truth, refused
from formulation.model.kinds import kinds

__all__ = ["RELATIONS", "Pattern", "Step", "Weighing", "is_letter"]

#: how a step's onset lies to another's, with the words for it
RELATIONS: Mapping[str, str] = {
    "after": "later than the onset of",
    "from": "not earlier than the onset of",
    "before": "earlier than the onset of",
    "during": "within",
    "after_end_of": "later than the end of",
}
_STEP_KEYS = ("as", *RELATIONS, "within", "at_least", "optional", "absent")
#: what tells of a statement's own time and place in the file; a pattern does not ask for it
_NOT_ASKED = frozenset(
    [
        "id",
        "when",
        "age",
        "after",
        "before",
        "apart",
        "lasts",
        "often",
        "recorded",
        "alternative_of",
        "source",
        "note",
    ]
)


def is_letter(word: object) -> bool:
    """Tell whether a word is a variable: one capital letter, perhaps with a digit."""
    return isinstance(word, str) and re.fullmatch(r"[A-Z][0-9]?", word) is not None


def _names(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_names)]
#: what a step asks of one key: letters, a word, or a condition such as ``>= 7`` or ``level: 4``
Asked = tuple[str, ...] | str | dict[str, str]


class Step(Record):
    """One statement of a pattern, with letters for names.

    Parameters
    ----------
    as_
        The step's name, by which others refer to it.
    kind
        The kind of statement.
    asks
        What it asks of the statement's keys: letters, words, conditions.
    after, from_, before, during, after_end_of
        Steps to whose onset (or end) this step's onset is related; all must hold.
    within, at_least
        Bounds on the distance to each of them, inclusive.
    optional, absent
        Whether the step may be missing; whether it must not be there.

    Examples
    --------
    >>> Step(as_="quarrel", conflict=["A", "B"], during="ideal")
    Step(as_='quarrel', conflict=('A', 'B'), during=('ideal',))
    """

    own: ClassVar[tuple[str, ...]] = _STEP_KEYS

    as_: Id = Field(alias="as")
    kind: str
    asks: dict[str, Asked]
    after: Names = ()
    from_: Names = Field(default=(), alias="from")
    before: Names = ()
    during: Names = ()
    after_end_of: Names = ()
    within: Duration | None = None
    at_least: Duration | None = None
    optional: Truth = False
    absent: Truth = False

    @model_validator(mode="before")
    @classmethod
    def _sort_keys(cls, given: object) -> object:
        """Tell the statement's own keys from the step's."""
        if not isinstance(given, Mapping) or "asks" in given:
            return given
        own = {"as_", "from_", *cls.own}
        step = {key: value for key, value in given.items() if key in own}
        asks = {key.removesuffix("_"): v for key, v in given.items() if key not in own}
        kind = _kind_of(asks)
        return {**step, "kind": kind, "asks": _asked(kind, asks)}

    @property
    def record(self) -> type[Statement]:
        """The class of the statements it asks for."""
        return kinds()[self.kind]

    def field(self, key: str) -> str:
        """Return the Python name of the field that a key of its statements' files holds."""
        return next(name for name, k in self.record.keys().items() if k == key)

    def relations(self) -> Iterator[tuple[str, str]]:
        """Yield ``(relation, other step)``, in reading order."""
        for relation in RELATIONS:
            field = "from_" if relation == "from" else relation
            for other in getattr(self, field):
                yield relation, other

    def letters(self) -> tuple[str, ...]:
        """Return the letters it names, each once, in the order they are written."""
        found = [w for asked in self.asks.values() for w in _words(asked) if is_letter(w)]
        return tuple(dict.fromkeys(found))

    @property
    def is_required(self) -> bool:
        """Whether a match needs a statement for it."""
        return not self.optional and not self.absent

    def to_keys(self) -> dict[str, Any]:
        """Return the step as it is written in a pattern file."""
        told: dict[str, Any] = {"as": self.as_}
        told |= {key: _written(value) for key, value in self.asks.items()}
        for name, key in self.keys().items():
            value = getattr(self, name)
            if key in self.own and key != "as" and value:
                told[key] = _written(value)
        return told

    def __repr__(self) -> str:
        """Return a recipe: Python that makes an equal step."""
        told = {"as_": self.as_} | {_python(k): v for k, v in self.asks.items()}
        told |= {name: value for name, value in self.said() if name not in ("kind", "asks", "as_")}
        return f"Step({', '.join(f'{name}={value!r}' for name, value in told.items())})"

    def sentence(self, name: Namer) -> str:  # noqa: ARG002 - letters name themselves
        """Return the step as a sentence with letters for people."""
        asked = ", ".join(f"{key} {_in_words(value)}" for key, value in self.asks.items())
        related = "".join(f", {rel.replace('_', ' ')} {other}" for rel, other in self.relations())
        bounds = f", within {self.within}" if self.within else ""
        bounds += f", at least {self.at_least}" if self.at_least else ""
        mark = " (if recorded)" if self.optional else " (must not be recorded)" * self.absent
        return f"{self.as_}: {asked}{related}{bounds}{mark}."


def _python(key: str) -> str:
    return f"{key}_" if key in ("is", "as", "from") else key


def _words(asked: Asked) -> tuple[str, ...]:
    if isinstance(asked, dict):
        return tuple(asked.values())
    return (asked,) if isinstance(asked, str) else asked


def _in_words(asked: Asked) -> str:
    if isinstance(asked, dict):
        return " and ".join(f"{key} {value}" for key, value in asked.items())
    return " and ".join(_words(asked))


def _written(value: Any) -> Any:
    if isinstance(value, tuple):
        return value[0] if len(value) == 1 else list(value)
    return value


def _kind_of(asks: Mapping[str, object]) -> str:
    """Return the one kind of statement whose keys these are."""
    named = [kind for kind in kinds() if kind in asks]
    fitting = [k for k in named if all(o == k or o in kinds()[k].keys().values() for o in named)]
    if fitting:
        return fitting[0]
    if named:
        problem = f"a step asks for one kind of statement, here are {' and '.join(named)}"
        raise refused(Fault(problem, ", ".join(named), "one of them a step"))
    given = ", ".join(asks)
    near = next((n for key in asks if (n := nearest_word(key, kinds()))), "")
    cure = "a kind of statement, such as idealizes, conflict or escalation"
    raise refused(Fault("the step names no kind of statement", given, cure, near))


def _asked(kind: str, asks: Mapping[str, object]) -> dict[str, Asked]:
    known = [key for key in kinds()[kind].keys().values() if key not in _NOT_ASKED]
    found: dict[str, Asked] = {kind: ()}
    for key, value in asks.items():
        if key not in known:
            told = ", ".join((*known, *_STEP_KEYS))
            near = nearest_word(key, (*known, *_STEP_KEYS))
            raise refused(Fault(f"a step with {kind!r} has no {key!r}", key, told, near))
        found[key] = _one_asked(key, value)
    return found


def _one_asked(key: str, value: object) -> Asked:
    if isinstance(value, Mapping):
        return {str(k): str(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return tuple(str(v) for v in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return (value,) if isinstance(value, str) and is_letter(value) else str(value)
    raise refused(Fault(f"{key} cannot be this", str(value), "a letter, a word or a list of them"))


class Weighing(Record):
    """One question of a pattern to be weighed against chance."""

    outcome: Text
    after: Text
    within: Duration
    while_open: Text | None = None

    def sentence(self, name: Namer) -> str:  # noqa: ARG002 - names steps
        """Return the question in words."""
        open_ = f", while {self.while_open} is open" if self.while_open else ""
        return f"Does {self.outcome} come within {self.within} after {self.after}{open_}?"


def _steps(value: object) -> object:
    if not isinstance(value, list | tuple):
        return value
    return tuple(Step.from_keys(_by_key(v)) if isinstance(v, Mapping) else v for v in value)


def _by_key(given: Mapping[str, Any]) -> dict[str, Any]:
    return {key.removesuffix("_"): value for key, value in given.items()}


def _weighings(value: object) -> object:
    if not isinstance(value, list | tuple):
        return value
    return tuple(Weighing.from_keys(v) if isinstance(v, Mapping) else v for v in value)


class Pattern(Record):
    """A named dynamic pattern, to be found in cases.

    Parameters
    ----------
    pattern, title, source
        Its name, what it says in one line, and whose idea it is.
    roles, kinds
        What a letter's figure must be: its role (``{"P": "patient"}``), its kind.
    steps
        :class:`Step` records, or mappings that read like them.
    episode
        The step that identifies one occurrence; the last required step unless said.
    weigh
        The questions that weighing asks of it.
    does_not_claim
        What must not be read into a match.

    Raises
    ------
    PatternError
        Where it is misspelt or can never match, telling everything wrong at once.
    """

    pattern: Id
    title: Text
    source: Text | None = None
    about: Text | None = None
    roles: dict[str, str] = {}
    kinds: dict[str, str] = {}
    steps: Annotated[tuple[InstanceOf[Step], ...], BeforeValidator(_steps), Field(min_length=1)]
    episode: Text | None = None
    weigh: Annotated[tuple[InstanceOf[Weighing], ...], BeforeValidator(_weighings)] = ()
    does_not_claim: Text | None = None

    def __init__(self, /, **fields: Any) -> None:
        """Read the fields, then judge whether the pattern can match anything."""
        raise_faults(fields, by_name=True)
        super().__init__(**fields)

    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    @property
    def required(self) -> tuple[Step, ...]:
        """The steps a match needs."""
        return tuple(step for step in self.steps if step.is_required)

    @cached_property
    def by_name(self) -> dict[str, Step]:
        """Each step by its name."""
        return {step.as_: step for step in self.steps}

    @property
    def episode_step(self) -> str:
        """The step that identifies one occurrence."""
        return self.episode or self.required[-1].as_

    def letters(self) -> tuple[str, ...]:
        """Return all letters, in the order they are first written."""
        return tuple(dict.fromkeys(w for step in self.steps for w in step.letters()))

    def to_keys(self) -> dict[str, Any]:
        """Return the pattern as it is written in a file."""
        told = super().to_keys()
        told["steps"] = [step.to_keys() for step in self.steps]
        if self.weigh:
            told["weigh"] = [question.to_keys() for question in self.weigh]
        return told

    def sentence(self, name: Namer) -> str:  # noqa: ARG002 - a title names nobody
        """Return the title as a sentence."""
        return self.title.rstrip(".") + "."


def faults_in(
    fields: Mapping[str, Any], *, by_name: bool = False
) -> list[tuple[tuple[Any, ...], Fault]]:
    """Return everything wrong with a pattern's fields, each with its path; empty if nothing is."""
    from formulation.patterns.judging import judged

    found: list[tuple[tuple[Any, ...], Fault]] = []
    for section, cls in (("steps", Step), ("weigh", Weighing)):
        items = fields.get(section, ())
        for index, item in enumerate(items if isinstance(items, list | tuple) else ()):
            if isinstance(item, Mapping):
                found += [((section, index), f) for f in _wrong(cls, _by_key(item))]
    if found:
        return found
    try:
        pattern = Pattern.model_validate(fields, by_name=by_name, by_alias=not by_name)
    except ValidationError as error:
        return [((), fault) for fault in faults_of(error, Pattern, by_name=by_name)]
    return judged(pattern)


def _wrong(cls: type[Record], item: Mapping[str, Any]) -> Iterable[Fault]:
    try:
        cls.from_keys(item)
    except ValidationError as error:
        return faults_of(error, cls)
    return ()


def raise_faults(fields: Mapping[str, Any], *, by_name: bool = False) -> None:
    """Raise a :class:`PatternError` with everything wrong with a pattern's fields."""
    found = faults_in(fields, by_name=by_name)
    if found:
        raise PatternError(fault for _, fault in found)
