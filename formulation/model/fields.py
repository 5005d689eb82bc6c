"""The kinds of value a field of a record can hold, each read strictly and told plainly.

A field says in its type what it refers to: a figure, a symptom, another statement.  Values are
kept as text in the words of the file; what they mean is worked out where it is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError, core_schema

from formulation.dates import parse_age, parse_duration, parse_span
from formulation.errors import DateError, Fault, nearest_word
from formulation.terms import vocabulary

__all__ = ["Ref", "TermOf", "refused", "when_text"]


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a field that names other records: ``to`` says of what kind they must be.

    ``to`` is one of ``figure``, ``symptom``, ``statement``, ``source`` or ``any``; with
    `or_text` a value that names nothing is taken as a text.
    """

    to: str
    or_text: bool = False


@dataclass(frozen=True, slots=True)
class TermOf:
    """Marks a text field whose words come from the vocabulary of that name, and reads them."""

    vocabulary: str

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Read the word before pydantic checks that it is text."""
        return core_schema.no_info_before_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Offer the words: all there are in a closed vocabulary, examples in an open one."""
        words = vocabulary(self.vocabulary)
        key = "examples" if words.is_open else "enum"
        return {"type": "string", key: list(words.words)}

    def read(self, value: object) -> object:
        """Return the usual spelling of a word; refuse a stranger, or a slip in an open list."""
        if not isinstance(value, str):
            return value
        words = vocabulary(self.vocabulary)
        if (found := words.canonical(value.strip())) is not None:
            return found
        return self._new_word(value.strip()) if words.is_open else self._stranger(value.strip())

    def _stranger(self, word: str) -> object:
        words = vocabulary(self.vocabulary)
        told = ", ".join(words.words[:8])
        if len(words.words) > 8:
            told += f", … ({len(words.words)} words: formulation terms {self.vocabulary})"
        problem = f"{word!r} is not a word for {words.title}"
        raise refused(Fault(problem, word, told, words.nearest(word)))

    def _new_word(self, word: str) -> str:
        words = vocabulary(self.vocabulary)
        if slip := misspelling_of(word, words.words):
            problem = f"{word!r} looks like a slip of the pen in {words.title}"
            cure = "the known word, or a new one that is not so like it"
            raise refused(Fault(problem, word, cure, slip))
        return word


def refused(fault: Fault) -> PydanticCustomError:
    """Wrap `fault` so that pydantic carries it through to the reader unharmed."""
    context = {"value": fault.value, "accepted": fault.accepted, "nearest": fault.nearest}
    problem = fault.problem.replace("{", "{{").replace("}", "}}")
    return PydanticCustomError("formulation", problem, context)


def _misspelt_by(word: str, known: str) -> int:
    """Return how many letters are added, dropped, changed or swapped between two words."""
    before: list[int] = []
    last = list(range(len(known) + 1))
    for i, a in enumerate(word, start=1):
        row = [i]
        for j, b in enumerate(known, start=1):
            least = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            swapped = i > 1 and j > 1 and a == known[j - 2] and word[i - 2] == b
            row.append(min(least, before[j - 2] + 1) if swapped else least)
        before, last = last, row
    return last[-1]


def misspelling_of(word: str, words: Iterable[str]) -> str:
    """Return the known word that `word` is a slip of the pen for, or ``""``.

    One letter wrong in a word of four letters or more, two in one of nine or more: near enough
    to be a slip, far enough from "stepmother" not to be taken for "mother".
    """
    folded = word.casefold()
    if len(folded) < 4 or len(folded) > 40:
        return ""
    allowed = 2 if len(folded) >= 9 else 1
    letters = set(folded)
    for listed in words:
        known = listed.casefold()
        # one slip adds and takes away a letter each at most; few words are that like one another
        if abs(len(known) - len(folded)) <= allowed and len(letters ^ set(known)) <= 2 * allowed:
            if 0 < _misspelt_by(folded, known) <= allowed:
                return listed
    return ""


def _is_id(text: str) -> bool:
    first = text[:1]
    rest = text.replace("-", "").replace(".", "").replace("_", "")
    return first.isalpha() and not "A" <= first <= "Z" and rest.isalnum() and len(text) <= 100


def _own_id(value: str) -> str:
    if _is_id(value):
        return value
    lower = value[:1].lower() + value[1:]
    near = lower.replace(" ", "_") if _is_id(lower.replace(" ", "_")) else ""
    problem = f"{value!r} cannot be an id"
    cure = "letters, digits, '-', '_' and '.', beginning with a letter that is not A to Z"
    raise refused(Fault(problem, value, cure, near))


def id_of(value: object) -> object:
    """Return the id where a record is given in place of one; a record without id is refused."""
    if isinstance(value, str) or not hasattr(value, "id"):
        return value
    if value.id is None:
        kind = type(value).__name__
        problem = f"this {kind} has no id to be referred to by"
        raise refused(Fault(problem, str(value), f"{kind}(id='…', …)"))
    return value.id


def _each_once(ids: tuple[object, ...]) -> tuple[object, ...]:
    seen: set[object] = set()
    for id in ids:
        if isinstance(id, str) and id in seen:
            raise refused(Fault("the same id stands here twice", id, "each id once"))
        seen.add(id if isinstance(id, str) else None)
    return ids


def _many(value: object) -> object:
    """Return one or several references as a tuple, in the order given."""
    if value is None:
        return ()
    if isinstance(value, list | tuple):
        ids = tuple(id_of(v) for v in value)
        return ids if len(ids) < 2 else _each_once(ids)
    return (id_of(value),)


def one_or_list(value: tuple[str, ...]) -> str | list[str]:
    """Write a single reference plainly and several as a list."""
    return value[0] if len(value) == 1 else list(value)


def _faults_of(read: Callable[[str], object], text: str) -> None:
    try:
        read(text)
    except DateError as error:
        raise refused(error.faults[0]) from None


def when_text(value: object) -> object:
    """Return a date, a year or a set of dates as the text a case file would hold."""
    if isinstance(value, list | tuple):
        return f"[{','.join(str(part).strip() for part in value)}]"
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:04d}"
    return value


def _check_when(text: str) -> str:
    squeezed = text.replace(", ", ",") if text.startswith("[") else text
    _faults_of(parse_span, squeezed)
    return squeezed


def check_duration(text: str) -> str:
    _faults_of(parse_duration, text)
    return text


def _check_age(text: str) -> str:
    _faults_of(parse_age, text)
    return text


def _truth(value: object) -> object:
    """Read ``true`` and ``false`` and nothing else: ``no`` may be a name or an answer."""
    if isinstance(value, str):
        if value in ("true", "false"):
            return value == "true"
        lower = {"yes": "true", "on": "true", "no": "false", "off": "false"}
        near = lower.get(value.casefold()) or nearest_word(value, ("true", "false"))
        raise refused(Fault(f"{value!r} is neither true nor false", value, "true or false", near))
    return value


def _texts(value: object) -> object:
    """Return one text or several as a tuple."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value


_ONE_OR_LIST_SCHEMA: dict[str, Any] = {
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]
}
_TEXT_OR_YEAR_SCHEMA: dict[str, Any] = {
    "anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "array"}]
}
_written = PlainSerializer(one_or_list, when_used="always")

Id = Annotated[str, AfterValidator(_own_id)]
Text = str
When = Annotated[
    str,
    BeforeValidator(when_text),
    AfterValidator(_check_when),
    WithJsonSchema(_TEXT_OR_YEAR_SCHEMA),
]
Duration = Annotated[str, AfterValidator(check_duration)]
AgeText = Annotated[
    str,
    AfterValidator(_check_age),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "integer"}]}),
]
Truth = Annotated[bool, BeforeValidator(_truth)]

_one = BeforeValidator(id_of)
_several = BeforeValidator(_many)
_list_schema = WithJsonSchema(_ONE_OR_LIST_SCHEMA)

FigureId = Annotated[str, _one, Ref("figure")]
FigureIds = Annotated[tuple[str, ...], _several, _written, _list_schema, Ref("figure")]
Pair = Annotated[
    tuple[str, ...], _several, _written, _list_schema, Field(min_length=2), Ref("figure")
]
Couple = Annotated[
    tuple[str, ...],
    _several,
    _written,
    _list_schema,
    Field(min_length=2, max_length=2),
    Ref("figure"),
]
SymptomId = Annotated[str, _one, Ref("symptom")]
SymptomIds = Annotated[
    tuple[str, ...], _several, _written, _list_schema, Field(min_length=1), Ref("symptom")
]
StatementId = Annotated[str, _one, Ref("statement")]
StatementIds = Annotated[tuple[str, ...], _several, _written, _list_schema, Ref("statement")]
AnyId = Annotated[str, _one, Ref("any")]
AnyIds = Annotated[tuple[str, ...], _several, _written, _list_schema, Ref("any")]
IdOrText = Annotated[str, _one, Ref("any", or_text=True)]
SourceIds = Annotated[tuple[str, ...], _several, _written, _list_schema, Ref("source")]
Texts = Annotated[tuple[str, ...], BeforeValidator(_texts), _written, _list_schema]
Whens = Annotated[tuple[When, ...], BeforeValidator(_texts)]
#: a resolution names one conflict by its id, or the parties
ResolutionOf = Annotated[
    tuple[str, ...],
    _several,
    _written,
    _list_schema,
    Field(min_length=1),
    Ref("resolution"),
]
