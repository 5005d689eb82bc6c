"""Claims with their rivals, gaps with their questions, methods, sources, and every statement."""

from __future__ import annotations

from collections.abc import Iterator

from formulation.errors import counted
from formulation.findings import Gap
from formulation.model.base import Record, Statement, in_list
from formulation.model.claims import Claim, Goal
from formulation.model.figures import Person, Source, Symptom
from formulation.views.report.content import (
    Block,
    Card,
    Group,
    Listing,
    Prose,
    Row,
    Section,
    Sentence,
    Table,
)
from formulation.views.report.dynamics import development_blocks
from formulation.views.report.hedging import hedged, how_known, in_full, stopped
from formulation.views.report.material import Material

__all__ = [
    "claims_section",
    "gaps_section",
    "methods_section",
    "sources_section",
    "statements_section",
]

_LEVELS = {
    "error": "What does not add up",
    "warning": "What is missing",
    "info": "What may be worth a thought",
}
_GROUPS = {
    "predisposing": "Predisposing",
    "precipitating": "Precipitating",
    "perpetuating": "Perpetuating",
    "protective": "Protective",
    "mechanism": "Mechanism",
    None: "Other claims",
}
_COLUMNS = ("Kind", "What is said", "How it is known", "Source")
_KINDS = {"bonds": "Bonds", "inner": "Inner life", "events": "Events", "claims": "Claims and goals"}


# -- claims --------------------------------------------------------------------------------------


def claims_section(m: Material) -> Section:
    """Return each claim with whose it is, what else could explain it and what would refute it."""
    claims = [(id, s) for id, s in _identified(m) if isinstance(s, Claim)]
    own = [(id, claim) for id, claim in claims if claim.scope != "general"]
    groups = []
    for as_, title in _GROUPS.items():
        cards = tuple(_claim(m, id, claim) for id, claim in own if claim.as_ == as_)
        groups += [Group(title, cards)] if cards else []
    general = tuple(m.again(hedged(m.case, c)) for _, c in claims if c.scope == "general")
    groups += [Group("What the literature says", (Listing(general),))] if general else []
    goals = tuple(m.again(hedged(m.case, s)) for _, s in _identified(m) if isinstance(s, Goal))
    groups += [Group("Goals", (Listing(goals),))] if goals else []
    told = (
        "Each claim stands with what else could explain it, and with what would count against it."
    )
    nothing = "No claim about how things hang together is written down."
    lead = Prose((m.say(told if claims else nothing),))
    blocks: tuple[Block, ...] = (lead, *development_blocks(m), *groups)
    return Section("claims", "Claims and their rivals", blocks)


def _identified(m: Material) -> Iterator[tuple[str, Statement]]:
    return zip(m.case.ids, m.case.statements, strict=True)


def _claim(m: Material, id: str, claim: Claim) -> Card:
    told = [m.again(hedged(m.case, claim))]
    if claim.from_ and claim.to:
        verb = {"raises": "raises", "lowers": "lowers"}.get(claim.effect or "", "acts on")
        ends = f"From {m.name(claim.from_)} to {m.name(claim.to)}"
        arrow = f"{ends}: the one {verb} the other, it is held."
        told.append(m.say(arrow, [*claim.from_, *claim.to], of=claim.source))
    if claim.alternative_of:
        told.append(
            m.say("It is another account of a claim that stands here too.", [claim.alternative_of])
        )
    elif id in m.accounts:
        told += m.differing([id])
    blocks: list[Block] = [Prose(tuple(told))]
    blocks.append(
        _or_nothing(m, claim.rivals, "What else could explain it", "No rival is recorded.")
    )
    blocks.append(
        _or_nothing(m, claim.against, "What would count against it", "Nothing is recorded.")
    )
    if claim.predicts:
        blocks.append(Listing(tuple(map(m.say, claim.predicts)), "What it predicts"))
    if claim.outcome:
        blocks.append(Prose((m.say(stopped(claim.outcome)),), "What came of it."))
    ids = (id, *(other for other in (*claim.from_, *claim.to) if other in m.case))
    level = f"{claim.inference} inference" if claim.inference else ""
    mark = level or claim.basis or "no basis given"
    return Card(f"claim-{m.numbers[id]}", claim.text, mark, tuple(blocks), ids)


def _or_nothing(m: Material, texts: tuple[str, ...], label: str, nothing: str) -> Block:
    if texts:
        return Listing(tuple(m.say(stopped(text)) for text in texts), label)
    return Prose((m.say(nothing),), f"{label}.", "note")


# -- gaps ----------------------------------------------------------------------------------------


def gaps_section(m: Material) -> Section:
    """Return what a formulation lacks, with the question to ask in the next session."""
    groups = []
    for level, title in _LEVELS.items():
        own = [gap for gap in m.gaps if gap.level == level]
        cards = tuple(_gap(m, f"gap-{level}-{n}", gap) for n, gap in enumerate(own, 1))
        groups += [Group(title, cards)] if cards else []
    told = (
        "What a reader would miss, and what to ask next. It speaks of what is written down, never "
        "of the person, and nothing in it is scored."
    )
    lead = Prose((m.say(told if m.gaps else "No gaps were looked for, or none were found."),))
    return Section("gaps", "Gaps and questions for the next session", (lead, *groups))


def _gap(m: Material, name: str, gap: Gap) -> Card:
    about = tuple(id for id in gap.about if id in m.case)
    blocks = (
        Prose((m.say(stopped(gap.told), about),)),
        Prose((m.say(stopped(gap.question)),), "To ask.", "question"),
        Prose((m.say(stopped(gap.why)),), "Why it matters.", "note"),
    )
    return Card(name, gap.title, gap.check, blocks, about)


# -- methods and sources -------------------------------------------------------------------------


def methods_section(m: Material, version: str) -> Section:
    """Return how it was done, in words to paste into a paper."""
    searched = counted(len(m.patterns), "named pattern") if m.patterns else "Named patterns"
    were = "was" if len(m.patterns) == 1 else "were"
    told = (
        f"{searched} {were} searched for in the statements of this case by fixed rules, with the "
        f"Python library formulation {version}, offline. A match is certain, possible or described "
        "as to the order in time only. Nothing is concluded from a blank."
    )
    more = (
        f"At most {len(m.findings)} findings were looked at; there are more." if m.was_cut else ""
    )
    near = "" if m.sought_near else "In a case of this length near misses are not looked for."
    sentences = [m.say(text) for text in (told, more, near, m.methods) if text]
    return Section("methods", "Methods", (Prose(tuple(sentences)),))


def sources_section(m: Material) -> Section:
    """Return where the statements come from."""
    rows = tuple(_source(m, source) for source in m.case.sources)
    head = ("Source", "Statements")
    table = Table("sources", "Sources, and how many statements rest on each", head, rows)
    lead = Prose((m.say("No source is named."),))
    return Section("sources", "Sources", (table,) if rows else (lead,))


def _source(m: Material, source: Source) -> Row:
    told = [stopped(source.cite)]
    told += [f"By {stopped(source.by)}"] if source.by else []
    told += [source.url] if source.url else []
    told += [stopped(source.note)] if source.note else []
    own = [id for id, statement in _identified(m) if source.id in statement.source]
    return Row(source.id, source.id, (m.say(" ".join(told)), m.say(str(len(own)))))


# -- every statement -----------------------------------------------------------------------------


def statements_section(m: Material) -> Section:
    """Return tables of figures, symptoms and statements, each row found by its number."""
    tables = []
    figures = [_figure_row(m, person.id, person) for person in m.case.people]
    figures += [_figure_row(m, symptom.id, symptom) for symptom in m.case.symptoms]
    if figures:
        head = ("What is said", "Source")
        table = Table("figures", "Figures and symptoms", head, tuple(figures))
        tables.append(Group("Figures and symptoms", (table,)))
    for section, title in _KINDS.items():
        rows = [_row(m, id, s) for id, s in _identified(m) if s.section == section]
        if rows:
            tables.append(Group(title, (Table(section, title, _COLUMNS, tuple(rows)),)))
    lead = Prose((m.say("All that the report rests on. The numbers are those in brackets above."),))
    return Section("statements", "All statements", (lead, *tables))


def _figure_row(m: Material, id: str, record: Person | Symptom) -> Row:
    told = m.say(_with_note(record, in_full(m.case, record, stopped(m.figure(id)))))
    return Row(id, m.numbers[id], (told, _sources(record)))


def _row(m: Material, id: str, statement: Statement) -> Row:
    cells = (
        m.say(statement.kind.replace("_", " ")),
        m.say(_with_note(statement, in_full(m.case, statement, m.case.tell(statement)))),
        m.say(stopped(how_known(m.case, statement) + _differing(m, id))),
        _sources(statement),
    )
    return Row(id, m.numbers[id], cells)


def _differing(m: Material, id: str) -> str:
    """Return which other accounts differ, for a table in which nothing can be pressed."""
    others = [m.numbers[other] for other in m.accounts.get(id, ())]
    if not others:
        return ""
    differ = "another account differs" if len(others) == 1 else "other accounts differ"
    return f"; {differ}: {in_list(others)}"


def _sources(record: Record) -> Sentence:
    return Sentence("", (), tuple(getattr(record, "source", ())))


def _with_note(record: Record, told: str) -> str:
    words, note = getattr(record, "words", None), getattr(record, "note", None)
    told += f" In their words: “{words}”." if words else ""
    return told + (f" Note: {stopped(note)}" if note else "")
