"""One step of a pattern: a statement with letters for names, and how it lies to other steps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BeforeValidator, Field, InstanceOf, model_validator

from formulation.errors import Fault, nearest_word
from formulation.model.base import Namer, Record, Statement
from formulation.model.fields import Id, Truth, check_duration, refused
from formulation.model.kinds import kinds

__all__ = [
    "RELATIONS",
    "AnyOf",
    "Asked",
    "Step",
    "by_key",
    "is_letter",
    "read_step",
    "values_set",
    "with_values",
]

#: how a step's onset lies to another's, with the words that stand before its name
RELATIONS: Mapping[str, str] = {
    "after": "later than",
    "from": "no earlier than",
    "before": "earlier than",
    "during": "during",
    "after_end_of": "after the end of",
    "anniversary_of": "near the anniversary of",
}
_BESIDE = ("as", *RELATIONS, "within", "at_least", "times", "each", "optional", "absent")
#: what tells of a statement's own time and place in the file; a pattern does not ask for it
_NOT_ASKED = frozenset(
    "id when age after before apart lasts often recorded alternative_of source note".split()
)
#: a value that is set elsewhere, ``$within``
SET_ELSEWHERE = re.compile(r"\$([a-z][a-z0-9_]*)")
_ENOUGH = re.compile(r"(>=|>)\s*([0-9]{1,3})")


def is_letter(word: object) -> bool:
    """Tell whether a word is a variable: one capital letter, perhaps with a digit."""
    return isinstance(word, str) and re.fullmatch(r"[A-Z][0-9]?", word) is not None


def _names(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _window(text: str) -> str:
    """Read a length of time, or ``$name`` for a value that is set elsewhere."""
    return text if SET_ELSEWHERE.fullmatch(text) else check_duration(text)


def _enough(text: str) -> str:
    """Read ``>= 3``; to count exactly, or at most, would be to take a blank for a no."""
    found = _ENOUGH.fullmatch(text)
    if "$" in text:
        return text
    if found is None:
        number = re.search(r"(?<![0-9])[0-9]{1,3}(?![0-9])", text)
        cure = f"'>= {number[0] if number else 3}', for a file shows only that there are so many"
        raise refused(Fault("repetition is told as at least so many", text, cure))
    if int(found[2]) + (found[1] == ">") < 2:
        raise refused(Fault("a step is there once in any case", text, "'>= 2' or more"))
    return text


def _counted_letter(text: str) -> str:
    if not is_letter(text):
        raise refused(Fault("different figures are counted by their letter", text, "each: A"))
    return text


Names = Annotated[tuple[str, ...], BeforeValidator(_names)]
Window = Annotated[str, AfterValidator(_window)]
#: what a step asks of one key: letters, a word, or a condition such as ``>= 7`` or ``level: 4``
Asked = tuple[str, ...] | str | dict[str, str]


class Placed(Record):
    """What a step and a choice among steps share: how they lie to other steps, how often."""

    own: ClassVar[tuple[str, ...]] = _BESIDE

    after: Names = ()
    from_: Names = Field(default=(), alias="from")
    before: Names = ()
    during: Names = ()
    after_end_of: Names = ()
    anniversary_of: Names = ()
    within: Window | None = None
    at_least: Window | None = None
    times: Annotated[str, AfterValidator(_enough)] | None = None
    each: Annotated[str, AfterValidator(_counted_letter)] | None = None
    optional: Truth = False
    absent: Truth = False

    def relations(self) -> Iterator[tuple[str, str]]:
        """Yield ``(relation, other step)``, in reading order."""
        for relation in RELATIONS:
            for other in getattr(self, "from_" if relation == "from" else relation):
                yield relation, other

    @property
    def is_required(self) -> bool:
        """Whether a match needs a statement for it."""
        return not self.optional and not self.absent

    @property
    def least_times(self) -> int:
        """How many different statements it asks for: 1 unless it is repeated."""
        found = _ENOUGH.fullmatch(self.times or "")
        return int(found[2]) + (found[1] == ">") if found else 1

    def placing(self) -> dict[str, Any]:
        """Return what is said of its place and number, under the keys of a file."""
        keys = self.keys()
        named = ((name, key) for name, key in keys.items() if key in _BESIDE and key != "as")
        return {key: _written(v) for name, key in named if (v := getattr(self, name))}

    def placing_in_words(self) -> str:
        """Return its relations and marks as a sentence would add them."""
        told = "".join(f", {rel.replace('_', ' ')} {other}" for rel, other in self.relations())
        told += f", within {self.within}" if self.within else ""
        told += f", at least {self.at_least}" if self.at_least else ""
        told += f", times {self.times}" if self.times else ""
        told += f", each {self.each}" if self.each else ""
        return told + (
            " (if recorded)" if self.optional else " (must not be recorded)" * self.absent
        )


@cache
def _fields_of(cls: type[Statement]) -> dict[str, str]:
    """Return the Python name of each field by the key of a file."""
    return {key: name for name, key in cls.keys().items()}


class Step(Placed):
    """One statement of a pattern, with letters for names.

    Parameters
    ----------
    as_
        The step's name, by which others refer to it.
    kind
        The kind of statement.
    asks
        What it asks of the statement's keys: letters, words, conditions.
    after, from_, before, during, after_end_of, anniversary_of
        Steps to whose onset, end or calendar day this step's onset is related; all must hold.
    within, at_least
        Bounds on the distance to each of them, inclusive.
    times, each
        How many different statements it asks for (``">= 3"``), and of how many different figures.
    optional, absent
        Whether the step may be missing; whether it must not be there.

    Examples
    --------
    >>> Step(as_="quarrel", conflict=["A", "B"], during="ideal")
    Step(as_='quarrel', conflict=('A', 'B'), during=('ideal',))
    """

    as_: Id = Field(alias="as")
    kind: str
    asks: dict[str, Asked]

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
    def name(self) -> str:
        """The step's name, as :attr:`AnyOf.name` is that of a choice."""
        return self.as_

    @property
    def record(self) -> type[Statement]:
        """The class of the statements it asks for."""
        return kinds()[self.kind]

    def field(self, key: str) -> str:
        """Return the Python name of the field that a key of its statements' files holds."""
        return _fields_of(self.record)[key]

    @cached_property
    def named_letters(self) -> tuple[str, ...]:
        """The letters it names, each once, in the order they are written."""
        found = [w for asked in self.asks.values() for w in _words(asked) if is_letter(w)]
        return tuple(dict.fromkeys(found))

    def letters(self) -> tuple[str, ...]:
        """Return the letters it names, each once, in the order they are written."""
        return self.named_letters

    def to_keys(self) -> dict[str, Any]:
        """Return the step as it is written in a pattern file."""
        asks = {key: _written(value) for key, value in self.asks.items()}
        return {"as": self.as_, **asks, **self.placing()}

    def __repr__(self) -> str:
        """Return a recipe: Python that makes an equal step."""
        told = {"as_": self.as_} | {_python(k): v for k, v in self.asks.items()}
        told |= {name: value for name, value in self.said() if name not in ("kind", "asks", "as_")}
        return f"Step({', '.join(f'{name}={value!r}' for name, value in told.items())})"

    def sentence(self, name: Namer) -> str:  # noqa: ARG002 - letters name themselves
        """Return the step as a sentence with letters for people."""
        asked = ", ".join(f"{key} {_in_words(value)}" for key, value in self.asks.items())
        return f"{self.as_}: {asked}{self.placing_in_words()}."


def _several(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    if len(steps) < 2:
        told = ", ".join(step.as_ for step in steps)
        raise refused(Fault("a choice is one among several steps", told, "two steps or more"))
    return steps


class AnyOf(Placed):
    """A choice among steps: one of them is to be there, and the one that is gets named.

    Parameters
    ----------
    as_
        The name by which other steps refer to whichever is bound; needed only for that.
    any_of
        The steps, each with a name of its own.
    after, from_, before, during, after_end_of, anniversary_of, within, at_least, times, each
        What holds of each of them.
    optional, absent
        Whether none may be there; whether none must be.
    """

    as_: Id | None = Field(default=None, alias="as")
    any_of: Annotated[tuple[InstanceOf[Step], ...], AfterValidator(_several)]

    @model_validator(mode="before")
    @classmethod
    def _read_steps(cls, given: object) -> object:
        """Read each alternative; a name it is not given is that of its kind."""
        if not isinstance(given, Mapping) or not isinstance(given.get("any_of"), list | tuple):
            return given
        steps = [read_step(v) if isinstance(v, Mapping) else v for v in given["any_of"]]
        return {**given, "any_of": tuple(steps)}

    @property
    def name(self) -> str:
        """The name of the whole: as given, or made of its steps' names."""
        return self.as_ or " or ".join(step.as_ for step in self.any_of)

    def letters(self) -> tuple[str, ...]:
        """Return the letters its steps name, each once, in the order they are written."""
        return tuple(dict.fromkeys(w for step in self.any_of for w in step.letters()))

    def placed(self) -> tuple[Step, ...]:
        """Return its steps with the relations and marks that hold of each."""
        return self._placed

    @cached_property
    def _placed(self) -> tuple[Step, ...]:
        return tuple(self._placing_one(step) for step in self.any_of)

    def _placing_one(self, step: Step) -> Step:
        update: dict[str, Any] = {}
        for name, key in self.keys().items():
            value, own = getattr(self, name), getattr(step, name, None)
            if key in RELATIONS:
                update[name] = tuple(dict.fromkeys((*(own or ()), *value)))
            elif key in _BESIDE and key != "as":
                update[name] = own or value
        return step.model_copy(update=update)

    def to_keys(self) -> dict[str, Any]:
        """Return the choice as it is written in a pattern file."""
        named = {"as": self.as_} if self.as_ else {}
        return {**named, "any_of": [step.to_keys() for step in self.any_of], **self.placing()}

    def sentence(self, name: Namer) -> str:
        """Return the choice as a sentence with letters for people."""
        told = "; or ".join(step.sentence(name).rstrip(".") for step in self.any_of)
        return f"{self.as_ or 'one'}: any of ({told}){self.placing_in_words()}."


def read_step(given: Mapping[str, Any]) -> Step | AnyOf:
    """Read a step, or a choice among steps, from the keys of a pattern file."""
    return (AnyOf if "any_of" in given else Step).from_keys(by_key(given))


def by_key(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return keys as a file spells them: in Python a key that is a reserved word ends in ``_``."""
    return {str(key).removesuffix("_"): value for key, value in given.items()}


def with_values(told: Any, values: Mapping[str, str]) -> Any:
    """Return what a file holds with each ``$name`` in it replaced by the value of that name."""
    if isinstance(told, str):
        return SET_ELSEWHERE.sub(lambda m: values.get(m[1], m[0]), told)
    if isinstance(told, list | tuple):
        return [with_values(one, values) for one in told]
    if isinstance(told, dict):
        return {key: with_values(one, values) for key, one in told.items()}
    return told


def values_set(one: Record) -> list[str]:
    """Return the names of the values that are set elsewhere for a step or a question.

    >>> values_set(Step(as_="b", trauma="P", after="a", within="$within"))
    ['within']
    """
    return SET_ELSEWHERE.findall(repr(one.to_keys()))


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
            told = ", ".join((*known, *_BESIDE))
            near = nearest_word(key, (*known, *_BESIDE))
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
