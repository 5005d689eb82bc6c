"""Write ``exercises.md``: one section for each kind, with a question of it as it is asked today.

    python docs/make_exercises.py

What a kind trains and what it asks comes from the library; how it is marked is told here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from formulation.examples import read_example
from formulation.exercises import Question, Solution, make_exercise
from formulation.exercises.kind import LEVELS, Kind
from formulation.exercises.kinds import kinds
from formulation.exercises.sheet import Credit
from formulation.exercises.telling import how_words
from formulation.views.report.markdown import escaped

PAGE = Path(__file__).parent / "exercises.md"
MANY = (
    "Each right one named earns its share of the point, each wrong one takes its share away, and "
    "nothing falls below nothing: who names all of them earns nothing."
)
#: the example that each kind is shown on, and how its answers are marked
SHOWN: dict[str, tuple[str, str]] = {
    "find-pattern": (
        "lookalikes",
        f"{MANY} An episode whose dates leave it open neither adds nor takes. What is right is "
        "what `formulation find` finds; what is wrong came near and failed at one step, and the "
        "reason says at which.",
    ),
    "near-miss": (
        "lookalikes",
        "The step and what is wrong with it: the whole point. Where its time is what fails, too "
        "early for too late or the other way earns half; what the sheet itself gainsays earns "
        "nothing.",
    ),
    "observed-or-inferred": (
        "dora",
        "Asked about is only what the sheet decides: what is told and who tells it. Observed, "
        "reported and told by somebody else are near to one another and earn half; a conclusion "
        "taken for a fact earns nothing, nor a fact taken for a conclusion.",
    ),
    "match-formulation": (
        "dora",
        "One is right. The reason goes through it sentence by sentence and says where in the story "
        "or in the records each has its place, or what in it has none. After Sørbye et al. (2019), "
        "where raters told matched from mismatched formulations.",
    ),
    "order-scenes": (
        "lucy_r",
        "Every two scenes of which it is certain which came first earn the same part of the point "
        "where they stand so. Two whose dates overlap may stand either way.",
    ),
    "dating-error": (
        "elizabeth",
        "One date was changed so that it contradicts the others. Where two are equally guilty both "
        "are right. Where two sources give two dates, the question is which of them the other "
        "facts allow; where they allow both, naming one of them earns a quarter.",
    ),
    "four-cells": (
        "elizabeth_diary",
        f"{MANY} Where a diary was kept the four counts are asked for as well: an answer that is "
        "off by the edge of the window earns half. Where none was, what would have to be recorded.",
    ),
    "rivals": (
        "dora",
        f"{MANY} Right is what the case gives as a rival of the claim, or as what would count "
        "against it; wrong are those of another claim, and the claim in other words.",
    ),
    "predict": (
        "dora",
        "What the claim foretells, or what was found later: two questions, asked apart. The right "
        "direction and the wrong degree earn half. Where accounts of the outcome differ each is "
        "right, with its source.",
    ),
    "missing-corner": (
        "dora",
        "The corner that the case has is right, and so is that of another account. A statement "
        "that belongs at this corner of another conflict earns a quarter, or half where the file "
        "reads its own with low confidence.",
    ),
    "code-defense": (
        "dora",
        "The word is right, and so is each alternative reading of the case. A defense of the same "
        "level earns a quarter, or half where the file reads it with low confidence; the opposite "
        "of the reading earns nothing, nor does another level. The reason says both levels and "
        "what tells the two apart. Synonyms count as the word.",
    ),
    "idealization-or-splitting": (
        "elizabeth",
        f"{MANY} Then made-up excerpts are coded: the right code earns all, deciding where nothing "
        "is decided or doubting where something is earns a quarter, and the other of the two "
        "nothing.",
    ),
    "whole-formulation": (
        "dora",
        "The file is held beside a reference, section by section: see "
        "[what the mark of a formulation is](teaching.md#the-mark-of-a-whole-formulation).",
    ),
}
HEAD = """\
# The exercises, kind by kind

Thirteen kinds, on four rungs of a ladder: recognize, tell the illness narrative, model, name the
elements. Each is made from a case, any case that has what it asks about; the examples do, and so
may a case of your own. What to do with them is told in [Teaching with exercises](teaching.md).
**The answers stand here**: this page is for teachers.

`formulation exercise` lists the kinds, `formulation exercise --for CASE` those that suit a case.
Every question below is what the command above it asks today. Under it stand some answers, what
they earn, and what a student who gave them is told.

| Rung | Kinds |
|---|---|
"""
OPEN = """\
## Open and closed

A question is **closed** where the case decides it: the key has exactly the answers that a search
over the whole case gives, and the tests hold it to that. It is **open** where the case leaves it
open: dates overlap, accounts differ, or a reading is disputed. Then every reading that somebody
holds is right, its reason says whose it is, and the sheet says that more than one answer can be
right. A disputed statement is never the only right answer.

What guessing earns stands beside every mark. Half a point where guessing earns half is nothing
learned.
"""


def page() -> str:
    """Return the whole page."""
    links = {n: ", ".join(_link(kind) for kind in kinds() if kind.level == n) for n in LEVELS}
    rungs = [f"| {level}, {words} | {links[level]} |" for level, words in LEVELS.items()]
    sections = ["\n".join(_section(kind)) for kind in kinds()]
    return HEAD + "\n".join(rungs) + "\n\n" + OPEN + "\n" + "\n".join(sections)


def _link(kind: Kind) -> str:
    anchor = "".join(
        c for c in _title(kind).casefold().replace(" ", "-") if c.isalnum() or c in "-_"
    )
    return f"[{kind.name}](#{anchor})"


def _title(kind: Kind) -> str:
    return f"{kind.name}: {kind.title}"


def _section(kind: Kind) -> Iterator[str]:
    case, marked = SHOWN[kind.name]
    sheet, key = make_exercise(read_example(case), kind.name, most=1)
    question, solution = sheet.questions[0], key.solutions[0]
    yield from (
        f"## {_title(kind)}",
        "",
        f"*Rung {kind.level}: {LEVELS[kind.level]}.* {kind.trains}",
    )
    yield from (
        "",
        "```sh",
        f"formulation exercise make {case} --kind {kind.name} --most 1",
        "```",
        "",
    )
    yield from _question(question)
    yield from ("", f"*How it is marked.* {marked}", "")
    yield from _answers(solution)


def _question(question: Question) -> Iterator[str]:
    told = [*(f"> {escaped(text)}\n>" for text in question.given)]
    told.append(f"> **{escaped(question.ask)}** *{escaped(how_words(question))}*")
    if question.options:
        told.append(">")
        told += [f"> - {escaped(option.id)}) {escaped(option.text)}" for option in question.options]
    yield from told


def _answers(solution: Solution) -> Iterator[str]:
    """Yield what some answers earn, and what is told of them: of each worth the first."""
    if solution.orders:
        first = solution.orders[0]
        pair = f"*{first.earlier}* before *{first.later}*"
        yield from (f"- {pair}: {escaped(first.reason)}", "")
        return
    by_share: dict[float, Credit] = {}
    for credit in solution.credits:
        by_share.setdefault(credit.share, credit)
    for share, credit in sorted(by_share.items(), reverse=True):
        of = f" Whose reading: {credit.reading}." if credit.reading else ""
        yield f"- *{credit.answer}* {_worth(solution, share)}: {escaped(credit.reason + of)}"
    if solution.otherwise:
        yield f"- *another word* earns nothing: {escaped(solution.otherwise)}"
    if by_share:
        yield ""


def _worth(solution: Solution, share: float) -> str:
    """Return what an answer is worth, in words; one of many by its side."""
    if solution.form == "choose-many":
        return {1.0: "is right", 0.0: "is wrong"}.get(share, "is left open")
    return f"earns {share:g}" if share else "earns nothing"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
