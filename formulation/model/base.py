"""What all records share: they are frozen, refuse strangers, and say themselves in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Annotated, Any, ClassVar, Self, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from formulation.dates import span_in_words
from formulation.errors import CaseError, Fault, nearest_word, shortened
from formulation.model.amounts import age_in_words, amount_in_words
from formulation.model.fields import (
    AgeText,
    Duration,
    FigureId,
    Id,
    Ref,
    SourceIds,
    StatementId,
    StatementIds,
    TermOf,
    Text,
    Truth,
    When,
)

__all__ = [
    "Namer",
    "Record",
    "Several",
    "Statement",
    "faults_by_key",
    "faults_of",
    "in_list",
    "plainly",
]

_Mark = TypeVar("_Mark")
_MOST_TOLD = 200  # nobody mends more in one record, and a hostile one may hold millions

#: turns an id, or ``None`` for "unsaid", into the words for it; :class:`Several` for several
Namer = Callable[[str | None], str]


class Several(str):
    """Words for more than one, "her parents", with which a verb agrees."""

    __slots__ = ()


def plainly(id: str | None) -> str:
    """Name a figure by its id, and an unsaid one as someone; the namer used without a case."""
    return "someone" if id is None else id


def in_list(words: tuple[str, ...] | list[str], joint: str = "and") -> str:
    """Join words as a sentence does.

    >>> in_list(["Anna", "Hans", "Lucy"])
    'Anna, Hans and Lucy'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


class Record(BaseModel):
    """One thing written down, never changed afterwards.

    In Python the fields go by their Python names; in a file by the file's keys
    (:meth:`keys`).  A wrong field is refused with the nearest right one.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        defer_build=True,
        validate_by_name=True,
        validate_by_alias=False,
        coerce_numbers_to_str=True,
        str_strip_whitespace=True,
        str_min_length=1,
    )

    def __init__(self, /, **fields: Any) -> None:
        """Read the fields by their Python names.

        Raises
        ------
        CaseError
            Telling everything wrong with them at once.
        """
        try:
            super().__init__(**fields)
        except ValidationError as error:
            raise CaseError(faults_of(error, type(self), by_name=True)) from None

    # pydantic then validates files without calling this door for every record
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    @classmethod
    def keys(cls) -> dict[str, str]:
        """Return the file's key of each field, by the field's Python name, in reading order."""
        return _keys_of(cls)

    @classmethod
    def refs(cls) -> dict[str, Ref]:
        """Return what each referring field refers to, by the field's Python name."""
        return _marks_of(cls, Ref)

    @classmethod
    def terms(cls) -> dict[str, str]:
        """Return the vocabulary of each field that has one, by the field's Python name."""
        return {name: mark.vocabulary for name, mark in _marks_of(cls, TermOf).items()}

    @classmethod
    def from_keys(cls, keys: Mapping[str, Any]) -> Self:
        """Read the record from the keys of a case file.

        Raises
        ------
        pydantic.ValidationError
            With every wrong key and value; :func:`faults_of` tells them.
        """
        return cls.model_validate(keys, by_alias=True, by_name=False)

    def said(self) -> Iterator[tuple[str, Any]]:
        """Yield each field that was said, with its value, in reading order."""
        for name in self.keys():
            value, field = getattr(self, name), type(self).model_fields[name]
            if value != field.get_default(call_default_factory=True):
                yield name, value

    def to_keys(self) -> dict[str, Any]:
        """Return what was said under the keys of a case file, ready to be written."""
        keys = self.keys()
        return {keys[name]: _plain(value) for name, value in self.said()}

    def ids_named(self) -> Iterator[tuple[str, str]]:
        """Yield every ``(field, id)`` this record refers to by a field that takes only ids."""
        for name, ref in self.refs().items():
            value = getattr(self, name)
            if value and not ref.or_text:
                for id in (value,) if isinstance(value, str) else value:
                    yield name, id

    def __repr__(self) -> str:
        """Return a recipe: Python that makes an equal record."""
        told = ", ".join(f"{name}={value!r}" for name, value in self.said())
        return f"{type(self).__name__}({told})"

    def __str__(self) -> str:
        """Return a sentence, naming figures by their ids."""
        return self.sentence(plainly)

    def sentence(self, name: Namer) -> str:  # noqa: ARG002 - for those that have one
        """Return the record as one sentence, `name` giving the words for an id.

        One that has no sentence of its own is told by its recipe.
        """
        return repr(self)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        told = [_plain(v) for v in value]
        return told[0] if len(told) == 1 and isinstance(told[0], str) else told
    if isinstance(value, Record):
        return value.to_keys()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


@cache
def _keys_of(cls: type[Record]) -> dict[str, str]:
    """Order the fields as a reader meets them: id, own fields, then what all statements share."""
    shared = Statement.model_fields if issubclass(cls, Statement) else {}
    own = [name for name in cls.model_fields if name not in shared]
    order = [*own, *shared] if "id" in own else ["id", *own, *(n for n in shared if n != "id")]
    return {n: cls.model_fields[n].alias or n for n in order if n in cls.model_fields}


def _metadata(annotation: Any) -> Iterator[Any]:
    yield from getattr(annotation, "__metadata__", ())
    for part in get_args(annotation):
        yield from _metadata(part)


@cache
def _marks_of(cls: type[Record], kind: type[_Mark]) -> dict[str, _Mark]:
    found: dict[str, _Mark] = {}
    for name in _keys_of(cls):
        field = cls.model_fields[name]
        for mark in (*field.metadata, *_metadata(field.annotation)):
            if isinstance(mark, kind):
                found[name] = mark
    return found


class Statement(Record):
    """Something said of a case: one bond, inner state, event or claim, on one line of a file.

    Attributes
    ----------
    id
        The name other statements refer to it by.
    when, age, after, before, apart, lasts
        When it began or held: an EDTF text, the patient's age, or an order among statements with
        the distance between their onsets; and how long it lasted.
    recurring
        Whether the source describes a repeated episode; `when` then bounds the episodes.
    often
        How often, in the source's words; kept, never counted.
    what, words, note
        A short text; the person's own words; a remark.
    source, said_by, basis, inference, confidence, recorded
        Where it stands, whose account it is, how it is known, and when it was written down.
    alternative_of
        The statement of which this is another account; the two never join.
    """

    kind: ClassVar[str] = ""
    section: ClassVar[str] = ""
    subject: ClassVar[str] = "of"
    #: who an unsaid ``by`` is: ``patient``, ``therapist``, or ``""`` where it is unknown
    unsaid_by: ClassVar[str] = ""
    #: the sentence, its afterthoughts (field, words) and the noun phrase: fields in braces, and
    #: behind one ``[is|are]`` what follows it if it names one or several
    telling: ClassVar[str] = ""
    adding_to_it: ClassVar[tuple[tuple[str, str], ...]] = ()
    noun: ClassVar[str] = ""

    id: Id | None = None
    what: Text | None = None
    recurring: Truth = False
    when: When | None = None
    age: AgeText | None = None
    after: StatementIds = ()
    before: StatementIds = ()
    apart: Duration | None = None
    lasts: Duration | None = None
    often: Text | None = None
    words: Text | None = None
    source: SourceIds = ()
    said_by: FigureId | None = None
    basis: Annotated[str, TermOf("basis")] | None = None
    inference: Annotated[str, TermOf("inference")] | None = None
    confidence: Annotated[str, TermOf("confidence")] | None = None
    recorded: When | None = None
    alternative_of: StatementId | None = None
    note: Text | None = None

    @property
    def subjects(self) -> tuple[str, ...]:
        """What the statement's own key holds: one id, several, or a text."""
        value = getattr(self, self.subject)
        return (value,) if isinstance(value, str) else tuple(value)

    def told(self, name: Namer) -> str:
        """Return the bare sentence, without dates and without a full stop."""
        told = self._filled(self._wording(), name)
        for field, words in self.adding_to_it:
            if _is_said(getattr(self, field)):
                told += self._filled(words, name)
        return told

    def called(self, name: Namer) -> str:
        """Return a noun phrase for it, for other sentences: "the conflict between Ann and Bo"."""
        told = self._filled(self._naming(), name)
        return f"{told} ({_phrase(self.what)})" if self.what else told

    def sentence(self, name: Namer) -> str:
        """Return the statement as a sentence with its time, `name` giving the words for an id."""
        told = self.told(name)
        if self.what:
            told += f": {_phrase(self.what)}"
        if self.recurring:
            told += ", time and again"
        if self.often:
            told += f", {_phrase(self.often)}"
        told += self.when_in_words(name)
        told += self._how_known()
        return ended(told[:1].upper() + told[1:])

    def _how_known(self) -> str:
        doubt = ["inferred"] if self.basis == "inferred" else []
        doubt += [f"{self.confidence} confidence"] if self.confidence else []
        return f" ({', '.join(doubt)})" if doubt else ""

    def when_in_words(self, name: Namer) -> str:
        """Return its time as words that follow a sentence, each part behind a comma."""
        apart = f"{amount_in_words(self.apart)} " if self.apart else ""
        parts = [
            f", {span_in_words(self.when)}" if self.when else "",
            f", at the age of {age_in_words(self.age)}" if self.age else "",
            f", {apart}after {in_list([name(i) for i in self.after])}" if self.after else "",
            f", {apart}before {in_list([name(i) for i in self.before])}" if self.before else "",
            f", lasting {amount_in_words(self.lasts)}" if self.lasts else "",
        ]
        return "".join(parts)

    def _wording(self) -> str:
        """Return the template of the sentence; a kind may have more than one."""
        return self.telling

    def _naming(self) -> str:
        """Return the template of the noun phrase."""
        return self.noun

    def _filled(self, template: str, name: Namer) -> str:
        """Put words for the fields in braces; ``[is|are]`` agrees with the field before it."""

        def words_for(found: re.Match[str]) -> str:
            field, one, several = found.groups()
            words = self._words(field, name)
            return words + ((several if isinstance(words, Several) else one) or "")

        return _BRACED.sub(words_for, template)

    def _words(self, field: str, name: Namer) -> str:
        """Return the words for what a field holds, `name` giving those for ids."""
        value, is_ref = getattr(self, field), field in self.refs()
        if isinstance(value, tuple):
            each = [name(v) if is_ref else v for v in value]
            return Several(in_list(each)) if len(each) > 1 else each[0]
        if is_ref:
            told = name(value)
            # where nothing is called so it is anybody's text
            return _phrase(told) if told == value else told
        return _phrase(f"{value:.12g}" if isinstance(value, float) else str(value))


_BRACED = re.compile(r"\{(\w+)\}(?:\[([^|\]]*)\|([^\]]*)\])?")


def _is_said(value: object) -> bool:
    """Tell whether a field says something; nought does, "not hidden" does not."""
    return value is not None and value is not False and value != ()


def ended(told: str) -> str:
    """Return a sentence with its full stop, if it has no end of its own."""
    return told if told.endswith((".", "!", "?", "…")) else f"{told}."


#: a full stop that belongs to the word before it: an initial ("Herr K."), or dots
_OWN_STOP = re.compile(r"(?:\b[A-Z]|\.)\.$")


def _phrase(text: str) -> str:
    """Return a text as a part of a sentence, on one line and without a full stop of its own."""
    line = shortened(text)
    return line if not line.endswith(".") or _OWN_STOP.search(line) else line[:-1]


def begins_with_of(text: str) -> bool:
    """Tell whether a text goes on from the word before it: "fear" and "of being left".

    >>> [begins_with_of(text) for text in ("of being left", "often", "that she leaves")]
    [True, False, False]
    """
    return text.lstrip().startswith("of ")


_SAID_BY_PYDANTIC = {
    "string_too_short": "is empty",
    "too_short": "needs more",
    "too_long": "holds too many",
}


def _accepted(error: ErrorDetails) -> str:
    limits = error.get("ctx", {})
    number = "a number, written 7 or 7.5"
    told = {
        "greater_than_equal": f"{limits.get('ge', 0):g} or more",
        "less_than_equal": f"{limits.get('le', 0):g} or less",
        "float_parsing": number,
        "float_type": number,
        "finite_number": "a finite number",
        "string_type": "a text",
        "string_too_short": "at least one character",
        "tuple_type": "one value or a list",
        "dict_type": "names and what they stand for, {name: …}",
        "is_instance_of": f"{_with_article(str(limits.get('class')))}(…)",
        "bool_type": "true or false",
        "bool_parsing": "true or false",
        "too_short": f"at least {limits.get('min_length')}",
        "too_long": f"at most {limits.get('max_length')}",
        "string_unicode": "text in Unicode",
    }
    return told.get(error["type"], error["msg"])


def faults_of(error: ValidationError, cls: type[Record], *, by_name: bool = False) -> list[Fault]:
    """Tell what pydantic found wrong with a record in this library's words.

    Parameters
    ----------
    error
        What pydantic raised.
    cls
        The record's class, whose keys are offered.
    by_name
        Whether the fields were given by their Python names.

    Returns
    -------
    list of Fault
        One for each wrong field, without place; :func:`faults_by_key` says which field.
    """
    return [fault for _, fault in faults_by_key(error, cls, by_name=by_name)]


def faults_by_key(
    error: ValidationError, cls: type[Record], *, by_name: bool = False
) -> list[tuple[tuple[str | int, ...], Fault]]:
    """Tell the same as :func:`faults_of`, each with the key it is about.

    The key is a path: the field's, then the position in its list where only one item is wrong.
    """
    wrong = islice(error.errors(include_url=False), _MOST_TOLD)
    return [(found["loc"], _fault(found, cls, by_name=by_name)) for found in wrong]


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_shown, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    return "" if isinstance(value, dict | Record) or value is None else str(value)


def _fault(error: ErrorDetails, cls: type[Record], *, by_name: bool) -> Fault:
    field = str(error["loc"][0]) if error["loc"] else ""
    if error["type"] == "formulation":
        context = error["ctx"]
        problem = f"{field}: {error['msg']}" if field else error["msg"]
        return Fault(problem, context["value"], context["accepted"], context["nearest"])
    if error["type"] == "extra_forbidden":
        return _stranger(field, cls, by_name=by_name)
    if error["type"] == "missing":
        return Fault(f"{_whose(cls)} needs {field!r}", "", f"{field}: …")
    problem = _SAID_BY_PYDANTIC.get(error["type"], "cannot be this")
    return Fault(f"{field} {problem}", _shown(error["input"]), _accepted(error))


def _stranger(field: str, cls: type[Record], *, by_name: bool) -> Fault:
    """Tell a key that a record does not have; Python and a file may spell the right one apart."""
    keys = cls.keys()
    names = list(keys) if by_name else list(keys.values())
    spelt = {file: name for name, file in keys.items()} if by_name else keys
    near = spelt.get(field) or nearest_word(field, names)
    return Fault(f"{_whose(cls)} has no {field!r}", field, ", ".join(names), near)


def _whose(cls: type[Record]) -> str:
    if issubclass(cls, Statement):
        return f"{_with_article(cls.kind.replace('_', ' '), quote=True)} statement"
    return _with_article(cls.__name__.lower())


def _with_article(noun: str, *, quote: bool = False) -> str:
    article = "an" if noun[:1].lower() in "aeiou" else "a"
    return f"{article} {noun!r}" if quote else f"{article} {noun}"
