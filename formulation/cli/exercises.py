"""The commands ``exercise``: made from a case, taken, and marked with reasons."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from formulation.cli.case_files import AsJson
from formulation.cli.exercise_files import answers_in, feedback_names, keys_in, told_as
from formulation.cli.exercise_places import refuse_filled_in, refuse_no_place, refuse_own_marks
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
    width,
)
from formulation.errors import CaseError, Fault, counted, nearest_word, shortened

if TYPE_CHECKING:
    from formulation.cli.exercise_files import Inbox
    from formulation.exercises.classroom import Classroom, Struggle
    from formulation.exercises.marking import Marking
    from formulation.exercises.sheet import Key, Sheet
    from formulation.model.case import Case

__all__ = ["exercise", "kind_names", "make", "mark", "take"]

_USUAL = 5
_SHEETS = ("html", "md", "json")
_MOST_STRUGGLES, _WIDEST, _LONGEST_ASKED = 10, 30, 160


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
Most = Annotated[
    int | None,
    typer.Option(
        min=1, max=50, metavar="N", help="So many questions at most.", show_default=str(_USUAL)
    ),
]
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

    suited = kinds_for(_case_named(case)) if case else [kind.name for kind in kinds()]
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
    most: Most = None,
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
    wanted = most or _USUAL
    if variants is not None:
        made = _make_variants(read, kind, range(seed, seed + variants), wanted, output, key)
        _tell_fewer(made, most)
        return
    _refuse_sheet(output, key, files)
    sheet, its_key = make_exercise(read, kind, seed=seed, most=wanted)
    if output is None or output == "-":
        say(*told_as(sheet, "md").rstrip("\n").split("\n"))
    else:
        _write(output, told_as(sheet, _ending(output, _SHEETS)))
        questions = counted(len(sheet.questions), "question")
        complain(f"{output} is written: {sheet.title}, {questions}.")
    _tell_fewer([sheet], most)
    _write_key(its_key, key, again=f"--seed {seed} --most {wanted}")


def _refuse_sheet(output: str | None, key: str | None, files: Sequence[str]) -> None:
    """End the command where a sheet or its key has no place, before anything is written."""
    if key is not None and output is not None and Path(key).resolve() == Path(output).resolve():
        refuse("the sheet and its key are two files: whoever has the key has the answers")
    for path in (output, key):
        refuse_overwriting(path, files)
    if output is not None and output != "-":
        _ending(output, _SHEETS)
    if key is not None:
        _ending(key, ("json",))
    places = [path for path in (output, key) if path not in (None, "-")]
    for path in filter(None, places):
        refuse_no_place(path)
    refuse_filled_in(filter(None, places))


def _case_named(case: str) -> Case:
    """Return the case of a file, or the example of that name."""
    from formulation.examples import example_names, read_example

    names = example_names()
    if not Path(case).exists():
        if case in names:
            return read_example(case)
        if not Path(case).suffix:
            problem = "no file and no example is called so"
            raise CaseError([Fault(problem, case, ", ".join(names), nearest_word(case, names))])
    files = files_of([case])
    if len(files) > 1:
        refuse(f"{case} holds several cases; an exercise is made from one")
    return cases_of(files)[0]


def _make_variants(
    case: Case, kind: str, seeds: range, most: int, output: str | None, key: str | None
) -> list[Sheet]:
    """Write a sheet and a key for each seed, into two folders; return the sheets."""
    from formulation.exercises.making import make_exercise

    if output is None or key is None:
        refuse("--variants needs two folders: -o for the sheets and --key for the keys")
    sheets, keys = Path(output), Path(key)
    if sheets.resolve() == keys.resolve():
        refuse("the sheets and the keys go into two folders: who has the keys has the answers")
    for folder in (sheets, keys):
        if folder.exists() and not folder.is_dir():
            refuse(f"{folder} is a file; --variants takes two folders")
    made = [make_exercise(case, kind, seed=seed, most=most) for seed in seeds]
    refuse_filled_in(sheets / f"{sheet.id}.{ending}" for sheet, _ in made for ending in _SHEETS)
    for folder in (sheets, keys):
        folder.mkdir(parents=True, exist_ok=True)
    for sheet, its_key in made:
        for ending in _SHEETS:
            _write(sheets / f"{sheet.id}.{ending}", told_as(sheet, ending))
        _write(keys / f"{sheet.id}-key.json", told_as(its_key, "json"))
    complain(f"{counted(len(made), 'sheet')} in {output}, each as .html, .md and .json.")
    complain(f"{counted(len(made), 'key')} in {key}; keep them apart from the sheets.")
    _tell_sameness([sheet for sheet, _ in made])
    return [sheet for sheet, _ in made]


def _tell_fewer(sheets: Sequence[Sheet], most: int | None) -> None:
    """Say so where there are fewer questions than somebody asked for."""
    numbers = {len(sheet.questions) for sheet in sheets}
    if most is not None and min(numbers) < most:
        told = f"--most {most}: only {counted(min(numbers), 'question')} could be made"
        complain(f"{told} from this case{' for some of the sheets' if len(numbers) > 1 else ''}.")


def _tell_sameness(sheets: Sequence[Sheet]) -> None:
    """Say so where the variants of a sheet ask the same: a case may have no more to ask."""
    asked = {
        frozenset((q.ask, q.given, frozenset(o.text for o in q.options)) for q in sheet.questions)
        for sheet in sheets
    }
    if len(asked) < len(sheets):
        told = "all ask the same questions" if len(asked) == 1 else "some ask the same questions"
        complain(f"Of these sheets {told}, in another order; the case has no more to ask.")


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
    if Path(sheet).suffix.lower() in (".html", ".md") and Path(sheet).is_file():
        refuse(f"{sheet} is a sheet to be read; what is taken here is the one that ends in .json")
    asked = read_sheet(sheet)
    into = output or answers_file_name(asked)
    _ending(into, ("json",))
    if Path(into).exists():
        refuse(f"{into} is there already and stays as it is; -o names another file")
    refuse_no_place(into)
    answers = taken(asked, _asked, _told, name=name)
    _write(into, text_of(answers))
    say("", f"Your answers are in {into}.")


def _asked(prompt: str) -> str:
    """Return a line that is typed; the end of input ends the exercise.

    What comes through a pipe no terminal shows, and is shown here.
    """
    typer.echo(shown(prompt), nl=False)
    typed = input()
    if not sys.stdin.isatty():
        say(typed or " ")
    return typed


def _told(lines: list[str]) -> None:
    # at once: a blank line alone is not written
    say(*(part for line in lines for part in paragraph(line, _indent_of(line)) or [""]))


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

    ANSWERS are files, .json or a filled-in .md sheet, or folders of them; what cannot be marked is
    told, and the rest is marked.  One student's feedback is told; of several the table of the
    class.  A mark of your own stands in place of the computed one: a table of name, sheet,
    question, share (0 to 1) and reason, or the class's .csv with its last columns filled in.
    """
    _refuse_places(output, feedback, [*answers, *key, *filter(None, [overrides])])
    keys, notes = keys_in(key)
    inbox = answers_in(answers)
    marked, faults = _all_marked(inbox, keys, overrides)
    if not marked:
        # without a fault it is the notes that say why
        complain(*([] if faults else inbox.notes))
        raise CaseError(faults or [Fault("there is nothing to mark", accepted="answered sheets")])
    if output is not None:
        refuse_own_marks(output, marked)
    room = _room(marked, keys)
    told = [*notes, *inbox.notes, *_notes_of(marked)]
    if output is not None and output != "-":
        _write_table(room, output, [*map(str, faults), *told])
    if feedback is not None:
        _write_feedback(marked, keys, Path(feedback))
    if json:
        say(json_text(_as_document(room, faults, told)))
    elif output is None or output == "-":
        is_one = len(marked) == 1
        _tell_one(marked[0], keys[marked[0].sheet].asked) if is_one else say(*_class_in_words(room))
    complain(*told)
    if faults:
        complain(f"What could not be used ({counted(len(faults), 'fault')}):")
        raise CaseError(faults)


def _refuse_places(output: str | None, feedback: str | None, inputs: Sequence[str]) -> None:
    """End the command where what it writes has no place, before anything is marked."""
    refuse_overwriting(output, inputs)
    if output is not None and output != "-":
        _ending(output, ("csv", "html"))
        refuse_no_place(output)
    if feedback is not None and Path(feedback).exists() and not Path(feedback).is_dir():
        refuse(f"{feedback} is a file; --feedback takes a folder for the pages")


def _all_marked(
    inbox: Inbox, keys: dict[str, Key], overrides: str | None
) -> tuple[list[Marking], list[Fault]]:
    """Return what can be marked, and what keeps the rest from it."""
    from formulation.exercises.marking import mark as marked_by
    from formulation.exercises.overriding import OwnMarks, read_own
    from formulation.model.base import in_list

    own = read_own(overrides) if overrides else OwnMarks()
    marked: list[Marking] = []
    faults = [*inbox.faults]
    for file, given in inbox.handed_in:
        if given.sheet not in keys:
            near = nearest_word(given.sheet, keys)
            cure = f"a sheet of these keys: {in_list(_first(list(keys)))}"
            problem = "there is no key for this sheet"
            faults.append(Fault(problem, given.sheet, cure, near, file))
            continue
        mine = own.of(given.sheet, given.name or "")
        marked.append(marked_by(keys[given.sheet], given, overrides=mine))
    return marked, faults + own.unused(marked) * bool(marked)


def _first(names: list[str], most: int = 8) -> list[str]:
    """Return the first of many names, and how many more there are."""
    more = len(names) - most
    return names if more < 2 else [*names[:most], f"{more} more"]


def _room(marked: list[Marking], keys: dict[str, Key]) -> Classroom:
    from formulation.exercises.classroom import Classroom

    return Classroom(tuple(marked), keys)


def _notes_of(marked: list[Marking]) -> list[str]:
    return [f"{one.name}, {one.sheet}: {note}" for one in marked for note in one.notes]


def _as_document(room: Classroom, faults: list[Fault], notes: list[str]) -> dict[str, Any]:
    return {
        "markings": [one.to_dict() for one in room.markings],
        "struggles": [one.to_dict() for one in room.struggles],
        "faults": [fault.to_dict() for fault in faults],
        "notes": notes,
    }


def _write_table(room: Classroom, output: str, notes: list[str]) -> None:
    if output.lower().endswith(".html"):
        from formulation.exercises.class_page import class_as_page

        _write(output, class_as_page(room, notes))
    else:
        text = room.to_csv()
        # a spreadsheet program takes a text for UTF-8 only where it is marked so
        _write(output, text if text.isascii() else "\ufeff" + text)
    complain(f"{output} is written: {counted(len(room.markings), 'sheet')} marked.")


def _tell_one(marking: Marking, sheet: Sheet | None) -> None:
    from formulation.exercises.telling import marking_in_words

    _told(marking_in_words(marking, sheet))


def _class_in_words(room: Classroom) -> Iterator[str]:
    yield Heading("What each earned")
    yield from _each_earned(room.to_rows())
    if room.struggles:
        yield ""
        yield Heading("What was hardest, measured against guessing")
    for one in room.struggles[:_MOST_STRUGGLES]:
        yield from _struggle_in_words(one)
    more = len(room.struggles) - _MOST_STRUGGLES
    if more > 0:
        told = f"And {counted(more, 'question')} that went better; -o class.html tells of more."
        yield from paragraph(told, "  ")


def _each_earned(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Yield the table of a class; with more columns than fit, a paragraph for each student."""
    first, *others = ((shortened(name, _WIDEST), *row) for name, *row in rows)
    widths = (max(map(len, column)) + 2 for column in zip(first, *others, strict=True))
    if sum(widths) <= width():
        yield from table([first, *others], "  ")
        return
    for name, *points in others:
        told = "; ".join(f"{title} {own}" for title, own in zip(first[1:], points, strict=True))
        yield from paragraph(f"{name}: {told}", "  ", "    ")


def _struggle_in_words(one: Struggle) -> Iterator[str]:
    from formulation.exercises.classroom import share_in_words

    asked = shortened(one.asked_about or one.title, _LONGEST_ASKED)
    yield from paragraph(f"{asked} ({one.title}, {one.where})", "  ", "    ")
    told = (
        f"{share_in_words(one.share)} on the average, {share_in_words(one.chance)} by guessing; "
        f"{one.answered} of {one.asked} answered."
    )
    yield from paragraph(told, "    ")
    if one.slip:
        slip = shortened(one.slip.words, _LONGEST_ASKED)
        yield from paragraph(f"The commonest slip ({one.slips}): {slip}", "    ")


def _write_feedback(marked: list[Marking], keys: dict[str, Key], folder: Path) -> None:
    from formulation.exercises.html_sheet import marking_as_page

    sheets = {one.sheet: keys[one.sheet].asked for one in marked}
    for id, sheet in sheets.items():
        if sheet is None:
            refuse(f"the key of {id} holds no copy of its sheet; make it anew")
    folder.mkdir(parents=True, exist_ok=True)
    for name, marking in zip(feedback_names(marked), marked, strict=True):
        sheet = sheets[marking.sheet]
        assert sheet is not None
        _write(folder / name, marking_as_page(marking, sheet))
    complain(f"{counted(len(marked), 'page')} of feedback in {folder}.")
