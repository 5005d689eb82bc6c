"""The columns of a map on their way: each read as a statement of a case, and judged as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from formulation.casefile.reading import Reading
from formulation.diary.columns import (
    CELL,
    NOT_READ,
    NOT_SAID,
    Column,
    Reads,
    cell_fields,
    content_of,
    sample_of,
)
from formulation.diary.rules import Baseline, Rule
from formulation.errors import Fault, nearest_word, shortened
from formulation.model.base import Statement
from formulation.model.case import Case
from formulation.model.kinds import kinds, kinds_named
from formulation.model.problems import problems_of

__all__ = ["ColumnReading"]

#: statements that a cell can make; the others are not dated, or nobody's to keep a diary of
_SECTIONS = ("inner", "events")
_Path = tuple[str | int, ...]


class ColumnReading:
    """Reads what a map says of each column.

    Parameters
    ----------
    reading
        The map, which takes in what is wrong.
    case
        The case that the map holds.
    source, basis
        What the statements say of where they are from, unless their column does.
    """

    def __init__(self, reading: Reading, case: Case, source: str, basis: str | None) -> None:
        self.reading, self.case = reading, case
        self.said_of_all = {"source": source} | ({"basis": basis} if basis else {})

    def tell(
        self, path: _Path, problem: str, value: str = "", accepted: str = "", near: str = ""
    ) -> None:
        """Take in a fault of the last key of a path."""
        self.reading.faults.tell(path, Fault(problem, value, accepted, near), is_of_key=True)

    def columns(self, listed: Mapping[str, Any]) -> tuple[Column, ...]:
        """Read all columns, then judge their statements as those of the case."""
        read = [self.column(name, said) for name, said in listed.items() if said != NOT_READ]
        columns = [column for column in read if column is not None]
        trials = {column.name: self.trial(column) for column in columns}
        self.judge(trials)
        return tuple(column for column in columns if trials[column.name])

    def column(self, name: str, said: Any) -> Column | None:
        """Read one column: the kind of statement, what the cell says of it, and how it is read."""
        path = ("columns", name)
        if not isinstance(said, dict):
            cure = f"{{rating: pain}}, {{conflict: [ben, dora]}}, or: {NOT_READ}"
            self.tell(path, "this does not say what the column is", shortened(str(said)), cure)
            return None
        said = dict(said)
        rates = "rating" in said
        rule = self.rule(path, said.pop("escalation")) if rates and "escalation" in said else None
        own = {key: said.pop(key) for key in _reads_keys(rates=False) if key in said}
        cls = self.kind_of(path, said)
        if cls is None:
            return None
        own |= {"escalation": rule} if rule else {}
        reads = self.reading.read_record(Reads, own, path) or Reads()
        said = self.sayable(path, cls, said)
        keys = {**self.said_of_all, **({"value": CELL} if rates else {}), **said}
        field = next(cell_fields(keys), "")
        content = content_of(cls, field) if field else "count" if reads.count else "answer"
        column = Column(name, cls, keys, field, content, reads)
        wrong = _at_odds(column)
        if wrong is not None:
            self.reading.faults.tell((*path, *wrong[0]), wrong[1], is_of_key=True)
        return column if wrong is None else None

    def kind_of(self, path: tuple[str, str], said: dict[str, Any]) -> type[Statement] | None:
        """Return the kind of statement that a column makes; tell where it has none or several."""
        own = [kind for kind, cls in kinds().items() if cls.section in _SECTIONS]
        named = kinds_named(said)
        if len(named) == 1 and named[0] in own:
            return kinds()[named[0]]
        if len(named) > 1:
            problem = f"this can be read as {' or as '.join(map(repr, named))}"
            self.tell(path, problem, "", "one of them here, and a column of its own for the other")
        elif named:
            problem = f"a cell of a diary cannot make a {named[0]!r} statement"
            self.tell((*path, named[0]), problem, named[0], ", ".join(own))
        else:
            near = next(filter(None, (nearest_word(key, own) for key in said)), "")
            problem = f"no key says what {shortened(path[1], 40)!r} tells of"
            self.tell(path, problem, shortened(", ".join(said)), ", ".join(own), near)
        return None

    def sayable(self, path: _Path, cls: type[Statement], keys: dict[str, Any]) -> dict[str, Any]:
        """Tell what a column cannot say; return the rest, to be read on."""
        offered = [key for key in cls.keys().values() if key not in NOT_SAID]
        listed = ", ".join((*offered, *_reads_keys(rates=cls.kind == "rating")))
        good = dict(keys)
        for key, value in keys.items():
            if key in NOT_SAID:
                self.tell((*path, key), f"{key!r} is told by the row", key, "no such key here")
                del good[key]
            elif key not in offered:
                problem = f"a column of {cls.kind!r} has no {key!r}"
                near = nearest_word(key, listed.split(", "))
                self.tell((*path, key), problem, key, listed, near)
                del good[key]
            elif isinstance(value, str) and value.startswith("$") and value != CELL:
                self.tell((*path, key), f"{value!r} stands for nothing", value, CELL, CELL)
                good[key] = CELL
        return good

    def rule(self, path: _Path, said: Any) -> Rule | None:
        """Read when ratings become an escalation."""
        at, cure = (*path, "escalation"), "{of: pain, threshold: 7, gap: 3 days}"
        if not isinstance(said, dict):
            self.tell(at, "a rule holds its keys in braces", shortened(str(said)), cure)
            return None
        said, base = dict(said), said.get("baseline")
        if base is not None and not isinstance(base, dict):
            cure = "baseline: {deviations: 2}"
            self.tell((*at, "baseline"), "a baseline holds its keys in braces", "", cure)
            return None
        if base is not None:
            said["baseline"] = self.reading.read_record(Baseline, base, (*at, "baseline"))
        rule = self.reading.read_record(Rule, said, at)
        if rule is not None and (rule.threshold is not None) == (base is not None):
            has = (
                "both a threshold and a baseline" if base else "neither a threshold nor a baseline"
            )
            self.tell(at, f"this rule has {has}", "", "threshold: 7, or baseline: {deviations: 2}")
            return None
        return rule

    # --- judged as statements of the case ---

    def trial(self, column: Column) -> tuple[Statement, ...]:
        """Return statements that a column could make; none where that cannot be."""
        path = ("columns", column.name)
        beside = column.keys.get(column.field)
        figures = [p.id for p in self.case.people if p.id not in (beside or ())]
        symptoms = [s.id for s in self.case.symptoms]
        there = {"figures": figures, "symptoms": symptoms}.get(column.content)
        if there is not None and len(there) < column.fewest_names:
            problem = f"the map has too few {column.content} for a cell to name"
            section = "people:" if column.content == "figures" else "symptoms:"
            self.tell((*path, column.field), problem, "", f"{section} as in a case file")
            return ()
        keys = dict(column.keys)
        if column.field:
            keys = column.filled(sample_of(column, figures, symptoms))
        made = self.reading.read_record(column.cls, {**keys, "when": "2000-01-01"}, path)
        rule = column.reads.escalation
        if made is None:
            return ()
        return (made, *([escalation_of(rule, made)] if rule else []))

    def judge(self, trials: Mapping[str, Sequence[Statement]]) -> None:
        """Tell names in columns that stand for nothing, and figures that are left unsaid."""
        before = {section: len(getattr(self.case, section)) for section in _SECTIONS}
        after = {section: list(getattr(self.case, section)) for section in _SECTIONS}
        whose: dict[tuple[str, int], _Path] = {}
        for name, made in trials.items():
            for n, statement in enumerate(made):
                place = statement.section, len(after[statement.section])
                whose[place] = ("columns", name, *(["escalation", "of"] if n else []))
                after[statement.section].append(statement)
        fields = {name: getattr(self.case, name) for name in Case.model_fields}
        fields |= {section: tuple(made) for section, made in after.items()}
        for problem in problems_of(Case.model_construct(**fields)):
            section, *rest = problem.path
            if rest and section in before and int(rest[0]) >= before[str(section)]:
                path = whose[str(section), int(rest[0])]
                is_of_rule = path[-2:] == ("escalation", "of")
                self.reading.faults.tell(path if is_of_rule else (*path, *rest[1:]), problem.fault)


def _reads_keys(*, rates: bool) -> list[str]:
    return [key for key in Reads.keys().values() if rates or key != "escalation"]


def escalation_of(rule: Rule, rating: Statement) -> Statement:
    """Return the escalation that a rule makes of a rating, without its date."""
    by = getattr(rating, "by", None)
    keys = {"escalation": list(rule.of)} | ({"by": by} if by else {})
    return kinds()["escalation"].from_keys(keys)


def _at_odds(column: Column) -> tuple[_Path, Fault] | None:
    """Return what does not go together in one column, with the keys that lead to it."""
    fields, reads = list(cell_fields(column.keys)), column.reads
    if len(fields) > 1:
        return (fields[1],), Fault("a cell can fill one place", CELL, f"{CELL} once")
    if column.field and not column.content:
        return (column.field,), Fault(f"a cell cannot fill {column.field!r}", CELL, "another key")
    if reads.count and column.field:
        return ("count",), Fault("a cell cannot both count and fill a place", "", "one of the two")
    if reads.split and column.content not in ("figures", "symptoms", "text"):
        return ("split",), Fault("only names and texts are split", "", f"{CELL} for a name or text")
    rule, scale = reads.escalation, reads.scale
    if scale and column.content != "number":
        return ("scale",), Fault("only numbers have a scale", "", "rating: …, beside it")
    if rule and scale and rule.threshold is not None:
        if not scale.lowest <= rule.threshold <= scale.highest:
            told = Fault(
                "no rating of the scale reaches this threshold",
                f"{rule.threshold:g}",
                scale.sentence(),
            )
            return ("escalation", "threshold"), told
    return None
