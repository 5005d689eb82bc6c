"""A case: its people, symptoms and sources, and all that is said of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import BeforeValidator, InstanceOf, ValidationError
from pydantic_core import InitErrorDetails

from formulation.doors import ShownRichly, open_door
from formulation.errors import CaseError, Fault, UnknownName, counted, nearest_word, shortened
from formulation.model.base import Record, Several, Statement, faults_of, in_list
from formulation.model.chronology import Chronology
from formulation.model.fields import Id, TermOf, Text, Texts, Whens, refused
from formulation.model.figures import Consent, Person, Source, Symptom
from formulation.model.kinds import FIGURES, SECTIONS, kinds, kinds_named
from formulation.model.naming import derived_ids

if TYPE_CHECKING:
    import networkx as nx

    from formulation.model.problems import Problem

__all__ = ["ALL_KINDS", "Case"]

#: the key of `observed` under which periods hold for every kind
ALL_KINDS = "all"

#: "the change in the change in …": statements named within names before a bare id stands
_DEEPEST = 3


def _in_order(value: object) -> object:
    """Accept a mapping of ids to fields as well as a sequence of records."""
    if isinstance(value, Mapping):
        named = value.items()
        return tuple({**f, "id": id} if isinstance(f, Mapping) else f for id, f in named)
    return tuple(value) if isinstance(value, list) else value


def _records(section: str) -> Any:
    def read(value: object) -> object:
        value = _in_order(value)
        if not isinstance(value, tuple):
            return value
        made: list[Record] = []
        wrong: list[Fault] = []
        for index, item in enumerate(value):
            try:
                made.append(_record(item, section))
            except CaseError as error:
                whose = item.get("id", index) if isinstance(item, Mapping) else index
                wrong += [replace(f, problem=f"{whose}: {f.problem}") for f in error.faults]
        if wrong:
            raise _carried(wrong)
        return tuple(made)

    return BeforeValidator(read)


def _record(item: object, section: str) -> Record:
    """Return a record of a section, made from the keys of a file if need be."""
    if isinstance(item, Mapping):
        cls = FIGURES[section] if section in FIGURES else _kind_of(item)
        try:
            item = cls.from_keys(item)
        except ValidationError as error:
            raise CaseError(faults_of(error, cls)) from None
    stands = getattr(item, "section", None)
    if isinstance(item, Record) and stands == section:
        return item
    if isinstance(item, Record) and stands:
        problem = f"a record of {stands!r} does not stand in {section!r}"
        raise CaseError([Fault(problem, str(item), f"{stands}=[…], or case.adding(…)")])
    raise CaseError([Fault("this is no record", str(item), "a record of formulation.model")])


def _kind_of(keys: Mapping[str, Any]) -> type[Statement]:
    named = kinds_named(keys)
    if len(named) == 1:
        return kinds()[named[0]]
    if named:
        problem = f"this can be read as {' or as '.join(map(repr, named))}"
        raise CaseError([Fault(problem, named[1], "one subject a statement")])
    near = next(filter(None, (nearest_word(key, kinds()) for key in keys)), "")
    problem = "no key here says what kind of statement this is"
    raise CaseError([Fault(problem, ", ".join(keys), "a kind such as idealizes: …", near)])


def _carried(faults: Iterable[Fault]) -> ValidationError:
    """Wrap faults so that pydantic carries them all through to the reader."""
    told = [InitErrorDetails(type=refused(fault), input="") for fault in faults]
    return ValidationError.from_exception_data("Case", told)


def _consent(value: object) -> object:
    try:
        return Consent.from_keys(value) if isinstance(value, Mapping) else value
    except ValidationError as error:
        raise _carried(faults_of(error, Consent)) from None


def _dict_of_whens(value: object) -> object:
    return value if isinstance(value, Mapping) else {ALL_KINDS: value} if value else {}


Sources = Annotated[tuple[InstanceOf[Source], ...], _records("sources")]
People = Annotated[tuple[InstanceOf[Person], ...], _records("people")]
Symptoms = Annotated[tuple[InstanceOf[Symptom], ...], _records("symptoms")]
Bonds = Annotated[tuple[InstanceOf[Statement], ...], _records("bonds")]
Inners = Annotated[tuple[InstanceOf[Statement], ...], _records("inner")]
Events = Annotated[tuple[InstanceOf[Statement], ...], _records("events")]
Claims = Annotated[tuple[InstanceOf[Statement], ...], _records("claims")]
ConsentRecord = Annotated[InstanceOf[Consent], BeforeValidator(_consent)]
Observed = Annotated[dict[str, Whens], BeforeValidator(_dict_of_whens)]


class Case(ShownRichly, Record):
    """A case as written down; two accounts of one fact stay two statements.

    Parameters
    ----------
    id, title, about, origin, language, consent, disguise
        The head.  `origin` is ``published``, ``clinical``, ``composite`` or ``synthetic``.
    observed
        When events would have been noticed: periods for all kinds, or for each kind.  No rate is
        reckoned outside it.
    sources, people, symptoms
        Records, or a mapping of ids to their fields.
    bonds, inner, events, claims
        The statements, in order.

    Raises
    ------
    CaseError
        Telling everything that does not add up: a name that stands for nothing, an id given
        twice, dates and orders that cannot all be.

    Examples
    --------
    >>> liz = Person(id="liz", role="patient")
    >>> ann = Person(id="ann", name="Ann")
    >>> case = Case(id="one").adding(liz, ann, Idealization(by=liz, of=ann))
    >>> print(case.bonds[0])
    Liz idealizes ann.
    """

    id: Id
    title: Text | None = None
    about: Text | None = None
    origin: Annotated[str, TermOf("origin")] | None = None
    language: Text | None = None
    consent: ConsentRecord | None = None
    disguise: Texts = ()
    observed: Observed = {}
    sources: Sources = ()
    people: People = ()
    symptoms: Symptoms = ()
    bonds: Bonds = ()
    inner: Inners = ()
    events: Events = ()
    claims: Claims = ()

    def __init__(self, /, **fields: Any) -> None:
        """Read the fields, then judge the case as a whole."""
        super().__init__(**fields)
        faults = [problem.in_words(self) for problem in self.problems() if problem.is_grave]
        if faults:
            raise CaseError(faults)

    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """All statements: bonds, inner, events, claims, each in the order of the file."""
        return tuple(s for section in SECTIONS for s in getattr(self, section))

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """One id a statement, in the order of :attr:`statements`; derived where none was given."""
        return derived_ids(self.statements, self._figures)

    @cached_property
    def index_of(self) -> dict[str, int]:
        """The index of each statement in :attr:`statements`, by its id."""
        return {id: index for index, id in enumerate(self.ids)}

    @cached_property
    def other_accounts(self) -> frozenset[str]:
        """The ids of the statements of which another one is a further account."""
        return frozenset(s.alternative_of for s in self.statements if s.alternative_of)

    @cached_property
    def disputed(self) -> frozenset[str]:
        """The ids of the statements beside which another account stands, and of these."""
        told = zip(self.ids, self.statements, strict=True)
        return self.other_accounts | {id for id, s in told if s.alternative_of}

    @cached_property
    def _figures(self) -> dict[str, Person | Symptom]:
        found: dict[str, Person | Symptom] = {person.id: person for person in self.people}
        return found | {symptom.id: symptom for symptom in self.symptoms}

    @cached_property
    def _labels(self) -> dict[str, str]:
        return {
            id: Several(figure.label) if figure.is_several else figure.label
            for id, figure in self._figures.items()
        }

    @cached_property
    def _told(self) -> dict[int, tuple[Statement, str]]:
        """Return sentences that were told; each with its statement, so that no other can be it."""
        return {}

    def __getitem__(self, id: str) -> Record:
        """Return the figure, symptom or statement with that id.

        Raises
        ------
        UnknownName
            Where nothing in the case is called so; the nearest id is offered.
        """
        if id in self._figures:
            return self._figures[id]
        if id not in self.index_of:
            raise UnknownName(id, "figure, symptom or statement", (*self._figures, *self.ids))
        return self.statements[self.index_of[id]]

    def __contains__(self, id: object) -> bool:
        """Tell whether some figure, symptom or statement has that id."""
        return id in self._figures or id in self.index_of

    @cached_property
    def patient(self) -> str | None:
        """The one figure with role patient; ``None`` with none or several."""
        return self._only("patient")

    @cached_property
    def therapist(self) -> str | None:
        """The one figure with role therapist; ``None`` with none or several."""
        return self._only("therapist")

    def _only(self, role: str) -> str | None:
        found = [person.id for person in self.people if person.role == role]
        return found[0] if len(found) == 1 else None

    def by_whom(self, statement: Statement) -> tuple[str, ...]:
        """Return the ids of who feels, thinks, does or has it; empty where that is unknown.

        An unsaid `by` is the patient in the kinds that speak of an inner life or a symptom, and
        the owner of the symptom where the symptom says whose it is.
        """
        said = vars(statement).get("by")
        if said:
            return (said,) if isinstance(said, str) else tuple(said)
        if statement.unsaid_by == "therapist":
            return (self.therapist,) if self.therapist else ()
        if statement.unsaid_by != "patient":
            return ()
        owner = self._owner(statement) or self.patient
        return (owner,) if owner else ()

    def _owner(self, statement: Statement) -> str | None:
        if statement.kind not in ("escalation", "remission"):
            return None
        owners = {getattr(self._figures.get(id), "of", None) for id in statement.subjects}
        return owners.pop() if len(owners) == 1 else None

    def to_whom(self, statement: Statement) -> str | None:
        """Return whom a rally gathers around: the patient unless said."""
        said = getattr(statement, "to", None)
        return said if isinstance(said, str) else self.patient

    def name(self, id: str | None) -> str:
        """Return the words for an id: a name, or a noun phrase for a statement.

        ``None``, an unsaid figure, is the patient.
        """
        return self._named(id, _DEEPEST)

    def _named(self, id: str | None, deep: int) -> str:
        if id is None:
            return self._named(self.patient, deep) if self.patient else "the patient"
        if id in self._labels:
            return self._labels[id]
        if id not in self.index_of or not deep:
            return id
        statement = self.statements[self.index_of[id]]
        return statement.called(lambda other: self._named(other, deep - 1))

    def tell(self, statement: Statement) -> str:
        """Return a statement as a sentence with people's names."""
        if id(statement) not in self._told:  # map, timeline and tables tell the same ones
            self._told[id(statement)] = statement, statement.sentence(self.name)
        return self._told[id(statement)][1]

    @cached_property
    def chronology(self) -> Chronology:
        """When things began and ended, as far as dates, ages and stated orders say."""
        patient = self._figures.get(self.patient or "")
        born = patient.born if isinstance(patient, Person) else None
        return Chronology(self.statements, self.index_of, born)

    def first_account(self, id: str) -> str:
        """Return the id of the account that all others of the same thing lead back to.

        What is no statement, a figure or a symptom, has one account.
        """
        while id in self.index_of and (other := self.statements[self.index_of[id]].alternative_of):
            id = other
        return id

    def adding(self, *records: Record | Iterable[Record]) -> Self:
        """Return a copy of the case with these records added, each in its section.

        Raises
        ------
        CaseError
            Where the longer case does not add up.
        """
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        for record in _flat(records):
            section = getattr(record, "section", None)
            if section not in fields:
                cure = "a person, symptom, source or statement"
                raise CaseError([Fault("this cannot be added to a case", str(record), cure)])
            fields[section] = (*fields[section], record)
        return type(self)(**fields)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy, whose parts are reckoned anew; pydantic's would keep those of the old.

        Like pydantic's it is not judged: see :meth:`problems`.

        Parameters
        ----------
        update
            Fields that are other in the copy.
        deep
            Whether its records are copies too.
        """
        copy = super().model_copy(update=update, deep=deep)
        for name in set(copy.__dict__) - set(type(self).model_fields):
            del copy.__dict__[name]
        return copy

    def problems(self) -> list[Problem]:
        """Return everything that does not add up, grave or merely worth a second look."""
        from formulation.model.problems import problems_of

        return problems_of(self)

    def graph(self) -> nx.MultiDiGraph[str]:
        """Return the case as a graph of figures, symptoms and statements; see ``graph_of``."""
        graph: nx.MultiDiGraph[str] = open_door("graph_of")(self)
        return graph

    def map(self, *, at: str | date | int | None = None) -> nx.MultiDiGraph[str]:
        """Return the relational map, as of the date `at` where it is given; see ``map_of``."""
        graph: nx.MultiDiGraph[str] = open_door("map_of")(self, at=at)
        return graph

    def sentence(self, name: Any = None) -> str:  # noqa: ARG002 - a case names its own
        """Return the case in one sentence: its title and what it holds."""
        parts = [
            counted(len(self.people), "figure"),
            counted(len(self.symptoms), "symptom"),
            counted(len(self.statements), "statement"),
        ]
        return f"{shortened(self.title or self.id)}: {in_list(parts)}."

    def to_keys(self) -> dict[str, Any]:
        """Return the case under the keys of a case file; figures and sources by their ids."""
        told = super().to_keys()
        for section in FIGURES:
            if section in told:
                records = [record.to_keys() for record in getattr(self, section)]
                told[section] = {keys.pop("id"): keys for keys in records}
        for section in SECTIONS:
            if section in told:
                told[section] = [s.to_keys() for s in getattr(self, section)]
        if self.observed:
            periods = {kind: list(whens) for kind, whens in self.observed.items()}
            told["observed"] = periods[ALL_KINDS] if set(periods) == {ALL_KINDS} else periods
        return told


def _flat(records: Iterable[Record | Iterable[Record]]) -> Iterator[Record]:
    for record in records:
        if isinstance(record, Record) or not isinstance(record, Iterable):
            yield record
        else:
            yield from record
