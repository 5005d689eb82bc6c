"""The commands ``exercise``: made from a case, taken, and marked with reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from formulation.cli.case_files import AsJson
from formulation.cli.exercise_files import answers_in, files_in, keys_in, told_as
from formulation.cli.reading import cases_of, files_of, refuse_overwriting
from formulation.cli.speaking import (
    Heading,
    complain,
    json_text,
    paragraph,
    refuse,
    say,
    shown,
    table,
)
from formulation.errors import CaseError, Fault, counted

if TYPE_CHECKING:
    from formulation.exercises.classroom import Classroom
    from formulation.exercises.marking import Marking, Override
    from formulation.exercises.sheet import Answers, Key, Sheet
    from formulation.model.case import Case

__all__ = ["exercise", "kind_names", "make", "mark", "take"]


def kind_names(incomplete: str = "") -> list[str]:
    """Return the names of the kinds of exercises that begin so."""
    from formulation.exercises.kinds import KINDS

    return [name for name in KINDS if name.startswith(incomplete)]


OneCase = Annotated[str, typer.Argument(metavar="CASE", hidden=True)]
AnyCase = Annotated[str | None, typer.Option("--for", metavar="CASE", help="Those it suits.")]
KindName = Annotated[
    str,
    typer.Option(
        "--kind", metavar="KIND", help="Which kind of exercise.", autocompletion=kind_names
    ),
]
Seed = Annotated[int, typer.Option(min=0, metavar="N", help="Draw the questions so.")]
Most = Annotated[int, typer.Option(min=1, max=50, metavar="N", help="So many questions at most.")]
Variants = Annotated[
    int | None,
    typer.Option(min=1, max=200, metavar="N", help="Write so many sheets, with one seed each."),
]
SheetInto = Annotated[
    str | None,
    typer.Option("-o", "--output", metavar="FILE", help="The sheet: .html, .md or .json."),
]
KeyInto = Annotated[str | None, typer.Option("--key", metavar="FILE", help="The key: .json.")]
SheetFile = Annotated[str, typer.Argument(metavar="SHEET", hidden=True)]
AnswersInto = Annotated[
    str | None, typer.Option("-o", "--output", metavar="FILE", help="The answers: .json.")
]
Name = Annotated[str | None, typer.Option("--name", metavar="NAME", help="Who answers.")]
AnswerFiles = Annotated[list[str], typer.Argument(metavar="ANSWERS", hidden=True)]
KeyFiles = Annotated[
    list[str], typer.Option("--key", metavar="FILE", help="A key, or a folder of them.")
]
Overrides = Annotated[
    str | None,
    typer.Option("--overrides", metavar="FILE", help="Your own marks: a .csv table."),
]
TableInto = Annotated[
    str | None,
    typer.Option("-o", "--output", metavar="FILE", help="The class's table: .csv or .html."),
]
FeedbackInto = Annotated[
    str | None,
    typer.Option("--feedback", metavar="FOLDER", help="A page of feedback for each student."),
]


def exercise(context: typer.Context, case: AnyCase = None, json: AsJson = False) -> None:
    """List the kinds of exercises, rung by rung, and what each trains."""
    if context.invoked_subcommand is not None:
        return
    from formulation.exercises.kind import LEVELS
    from formulation.exercises.kinds import kinds
    from formulation.exercises.making import kinds_for

    suited = kinds_for(*cases_of([case])) if case else [kind.name for kind in kinds()]
    told = [kind for kind in kinds() if kind.name in suited]
    if json:
        listed = [{"kind": k.name, "level": k.level, "trains": k.trains} for k in told]
        say(json_text({"kinds": listed}))
        return
    for level, words in LEVELS.items():
        rows = [(kind.name, kind.trains) for kind in told if kind.level == level]
        if rows:
            say(Heading(f"Rung {level}: {words}"), *table(rows, "  "), "")
    say(*paragraph("'formulation exercise make CASE --kind KIND' makes one."))


def make(
    case: OneCase,
    kind: KindName,
    seed: Seed = 0,
    most: Most = 5,
    variants: Variants = None,
    output: SheetInto = None,
    key: KeyInto = None,
) -> None:
    """Make an exercise from a case: a sheet for students, and a key kept apart from it.

    CASE is a case file, or the name of an example.  The same seed makes the same sheet and key
    again.  With --variants the sheet and the key are folders, and each sheet has a seed of its own.
    """
    from formulation.exercises.making import make_exercise

    read = _case_named(case)
    files = [case] if Path(case).exists() else []
    if variants is not None:
        _make_variants(read, kind, range(seed, seed + variants), most, output, key)
        return
    if key is not None and key == output:
        refuse("the sheet and its key are two files: whoever has the key has the answers")
    for path in (output, key):
        refuse_overwriting(path, files)
    sheet, its_key = make_exercise(read, kind, seed=seed, most=most)
    if output is None or output == "-":
        say(*map(shown, told_as(sheet, "md").rstrip("\n").split("\n")))
    else:
        _write(output, told_as(sheet, _ending(output, ("html", "md", "json"))))
        questions = counted(len(sheet.questions), "question")
        complain(f"{output} is written: {sheet.title}, {questions}.")
    _write_key(its_key, key, again=f"--seed {seed} --most {most}")


def _case_named(case: str) -> Case:
    """Return the case of a file, or the example of that name."""
    from formulation.examples import example_names, read_example

    if not Path(case).exists() and case in example_names():
        return read_example(case)
    files = files_of([case])
    if len(files) > 1:
        refuse(f"{case} holds several cases; an exercise is made from one")
    return cases_of(files)[0]


def _make_variants(
    case: Case, kind: str, seeds: range, most: int, output: str | None, key: str | None
) -> None:
    """Write a sheet and a key for each seed, into two folders."""
    from formulation.exercises.making import make_exercise

    if output is None or key is None:
        refuse("--variants needs two folders: -o for the sheets and --key for the keys")
    sheets, keys = Path(output), Path(key)
    if sheets.resolve() == keys.resolve():
        refuse("the sheets and the keys go into two folders: who has the keys has the answers")
    for folder in (sheets, keys):
        folder.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        sheet, its_key = make_exercise(case, kind, seed=seed, most=most)
        for ending in ("html", "md", "json"):
            _write(sheets / f"{sheet.id}.{ending}", told_as(sheet, ending))
        _write(keys / f"{sheet.id}-key.json", told_as(its_key, "json"))
    complain(f"{counted(len(seeds), 'sheet')} in {output}, each as .html, .md and .json;")
    complain(f"{counted(len(seeds), 'key')} in {key}.")


def _write_key(key: Key, path: str | None, *, again: str) -> None:
    if path is None:
        complain(f"No key is written; the same command with --key FILE writes it ({again}).")
        return
    _ending(path, ("json",))
    _write(path, told_as(key, "json"))
    complain(f"{path} is its key; keep it apart from the sheet.")


def _ending(path: str, accepted: Sequence[str]) -> str:
    """Return the ending of a file's name; end the command where it is none that is written."""
    ending = Path(path).suffix.lower().removeprefix(".")
    if ending not in accepted:
        refuse(f"{path} must end in {' or '.join('.' + one for one in accepted)}")
    return ending


def _write(path: str | Path, text: str) -> None:
    from formulation.notation import write_atomically

    write_atomically(path, text)


def take(sheet: SheetFile, output: AnswersInto = None, name: Name = None) -> None:
    """Take an exercise here, one question after another, and keep the answers in a file.

    SHEET is the sheet as .json.  Enter skips a question, ? shows its hint, back goes back.
    """
    from formulation.exercises.files import read_sheet, text_of
    from formulation.exercises.html_sheet import answers_file_name
    from formulation.exercises.taking import take as taken

    refuse_overwriting(output, [sheet])
    asked = read_sheet(sheet)
    into = output or answers_file_name(asked)
    _ending(into, ("json",))
    if Path(into).exists():
        refuse(f"{into} is there already and stays as it is; -o names another file")
    answers = taken(asked, _asked, _told, name=name)
    _write(into, text_of(answers))
    say("", f"Your answers are in {into}.")


def _asked(prompt: str) -> str:
    """Return a line that is typed; the end of input ends the exercise."""
    typer.echo(shown(prompt), nl=False)
    return input()


def _told(lines: list[str]) -> None:
    for line in lines:
        say(*(paragraph(line, _indent_of(line)) or [""]))


def _indent_of(line: str) -> str:
    return " " * (len(line) - len(line.lstrip(" ")))


def mark(
    answers: AnswerFiles,
    key: KeyFiles,
    overrides: Overrides = None,
    output: TableInto = None,
    feedback: FeedbackInto = None,
    json: AsJson = False,
) -> None:
    """Mark answers by their keys, with the reason for each mark.

    ANSWERS are files, .json or a filled-in .md sheet, or folders of them.  One student's feedback
    is told; of several the table of the class.  A mark of your own stands in place of the computed
    one: a table of name, sheet, question, share (0 to 1) and reason.
    """
    keys = keys_in(key)
    handed_in = list(answers_in(files_in(answers, ("json", "md"), "answers")))
    own = _overrides(overrides)
    refuse_overwriting(output, [*answers, *key, *filter(None, [overrides])])
    marked = [_marked(file, given, keys, own) for file, given in handed_in]
    _tell_marks(marked, keys, output, json=json)
    if feedback is not None:
        _write_feedback(marked, keys, Path(feedback))


def _overrides(path: str | None) -> dict[str, list[Override]]:
    from formulation.exercises.overriding import read_overrides

    return read_overrides(path) if path else {}


def _marked(
    file: str, given: Answers, keys: dict[str, Key], own: dict[str, list[Override]]
) -> Marking:
    from formulation.exercises.marking import mark as marked

    if given.sheet not in keys:
        fault = Fault("there is no key for this sheet", given.sheet, ", ".join(keys), file=file)
        raise CaseError([fault])
    named = given if given.name else given.model_copy(update={"name": Path(file).stem})
    mine = [*own.get(given.sheet, []), *own.get("", [])]
    return marked(keys[given.sheet], named, overrides=mine)


def _tell_marks(
    marked: list[Marking], keys: dict[str, Key], output: str | None, *, json: bool
) -> None:
    from formulation.exercises.classroom import Classroom

    room = Classroom(tuple(marked))
    if output is not None and output != "-":
        text = _class_page(room) if _ending(output, ("csv", "html")) == "html" else room.to_csv()
        _write(output, text)
        complain(f"{output} is written: {counted(len(marked), 'sheet')} marked.")
        return
    if json:
        say(json_text({"markings": [one.to_dict() for one in marked]}))
        return
    if len(marked) == 1:
        _tell_one(marked[0], keys[marked[0].sheet].asked)
        return
    say(*_class_in_words(room))


def _class_page(room: Classroom) -> str:
    from formulation.exercises.class_page import class_as_page

    return class_as_page(room)


def _tell_one(marking: Marking, sheet: Sheet | None) -> None:
    from formulation.exercises.telling import marking_in_words

    _told(marking_in_words(marking, sheet))


def _class_in_words(room: Classroom) -> Iterator[str]:
    from formulation.exercises.classroom import share_in_words

    yield Heading("What each earned")
    yield from table(room.to_rows(), "  ")
    yield ""
    yield Heading("What was hardest, measured against guessing")
    for one in room.struggles[:10]:
        told = (
            f"{one.title}, question {one.question} ({one.sheet}): {share_in_words(one.share)} on "
            f"the average, {share_in_words(one.chance)} by guessing; {one.answered} of "
            f"{one.asked} answered."
        )
        yield from paragraph(told, "  ", "    ")
        if one.commonest:
            answer, count = one.commonest
            heard = f"The commonest other answer was {answer} ({count}). {one.reason}"
            yield from paragraph(heard, "    ")


def _write_feedback(marked: list[Marking], keys: dict[str, Key], folder: Path) -> None:
    from formulation.cli.exercise_files import feedback_name
    from formulation.exercises.html_sheet import marking_as_page

    folder.mkdir(parents=True, exist_ok=True)
    for marking in marked:
        sheet = keys[marking.sheet].asked
        if sheet is None:
            refuse(f"the key of {marking.sheet} holds no copy of its sheet; make it anew")
        _write(folder / feedback_name(marking), marking_as_page(marking, sheet))
    complain(f"{counted(len(marked), 'page')} of feedback in {folder}.")
