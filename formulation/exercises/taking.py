"""An exercise taken in a terminal: one question at a time, with nothing lost that was answered.

Asking and telling come in by the door, so that a program or a test can sit where a student does.

>>> from formulation.exercises.sheet import Option, Question, Sheet
>>> offered = [Option(id="a", text="her brother"), Option(id="b", text="her doctor")]
>>> question = Question(id="1", form="choose", ask="Who is idealized?", options=offered)
>>> sheet = Sheet(id="s", kind="k", level=1, title="t", case="c", questions=[question])
>>> typed = iter(["the brother", "a", ""])
>>> take(sheet, lambda prompt: next(typed), lambda lines: None).given
{'1': ('a',)}
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from formulation.errors import CaseError, counted
from formulation.exercises.marking import unlisted, words_in
from formulation.exercises.sheet import Answers, Question, Sheet, letters_in
from formulation.exercises.telling import (
    about_words,
    level_words,
    question_in_words,
    term_words,
)
from formulation.model.base import in_list
from formulation.notation import read_text
from formulation.terms import vocabulary

__all__ = ["Ask", "Tell", "take"]

#: shows a prompt and returns what was typed; raises :class:`EOFError` where nothing more comes
Ask = Callable[[str], str]
#: shows lines
Tell = Callable[[list[str]], None]
_END = "."


def take(sheet: Sheet, ask: Ask, tell: Tell, *, name: str | None = None) -> Answers:
    """Let somebody answer a sheet in a terminal.

    Enter alone leaves a question as it is, ``?`` shows its hint, ``back`` goes to the one before
    and ``stop`` ends; so do the end of input and Ctrl-C, which keep what was answered.

    Parameters
    ----------
    sheet
        The sheet.
    ask
        Shows a prompt and returns the line typed; raises :class:`EOFError` at the end of input.
    tell
        Shows lines; what they hold is people's words and not yet fit for a terminal.
    name
        Who answers, for the answers' file.
    """
    sitting = _Sitting(sheet, ask, tell)
    try:
        sitting.begin()
        sitting.go_through()
    except (EOFError, KeyboardInterrupt, _Stop):
        tell(["", "Stopped here; what was answered is kept."])
    given = {question.id: sitting.given.get(question.id, ()) for question in sheet.questions}
    given = {id: words for id, words in given.items() if any(word.strip() for word in words)}
    tell([f"{len(given)} of {counted(len(sheet.questions), 'question')} answered."])
    return Answers(sheet=sheet.id, name=name, given=given)


class _Again(Exception):
    """What was typed is no answer; the message says what would be one.

    `instead` is what was typed in the meantime: another answer, or a wish.
    """

    def __init__(self, message: str = "", instead: str = "") -> None:
        super().__init__(message)
        self.instead = instead


class _Stop(Exception):
    """The student wants to stop here."""


@dataclass(frozen=True)
class _Sitting:
    """One student before one sheet, and what has been answered so far."""

    sheet: Sheet
    ask: Ask
    tell: Tell
    given: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def begin(self) -> None:
        """Tell what the sheet is; what may be hard to read comes only when asked for."""
        sheet = self.sheet
        self.tell([sheet.title, level_words(sheet.level), about_words(sheet)])
        if sheet.content_note:
            self.tell(["", f"Before you read. {sheet.content_note}"])
            answer = self.ask("Enter to read on, stop to leave it: ").strip().casefold()
            if answer in ("stop", "no", "n", "quit", "q"):
                raise _Stop
        if sheet.story:
            self.tell(["", "The story", *("  " + paragraph for paragraph in sheet.story)])

    def go_through(self) -> None:
        """Ask every question, as often and in whichever direction the student wants."""
        at, last = 0, len(self.sheet.questions)
        while at < last:
            move = self._one(self.sheet.questions[at])
            if at + move < 0:
                self.tell(["This is the first question."])
            at = max(at + move, 0)
            if at == last and self._wants_back():
                at -= 1

    def _wants_back(self) -> bool:
        typed = self.ask("Enter to finish, back to change an answer: ")
        return typed.strip().casefold() == "back"

    def _one(self, question: Question) -> int:
        """Ask one question until it is settled; return how far to go on, -1 for back."""
        self.tell(["", *question_in_words(question)])
        if before := self.given.get(question.id):
            told = in_list([" ".join(word.split())[:60] for word in before])
            self.tell([f"  Your answer so far: {told}. Enter keeps it, - takes it back."])
        instead = ""
        while typed := instead or self.ask(_prompt(question)).strip():
            instead = ""
            if _is_wish(typed, question):
                if typed.casefold() == "back":
                    return -1
                self._obey(typed.casefold(), question)
                continue
            try:
                self._take_down(question, typed)
                return 1
            except _Again as again:
                instead = again.instead
                self.tell([str(again)] * bool(str(again)))
        return 1

    def _obey(self, wish: str, question: Question) -> None:
        if wish == "stop":
            raise _Stop
        if wish == "-":
            self.given.pop(question.id, None)
            self.tell(["Your answer is taken back."])
        elif wish == "words":
            self.tell([f"The words: {', '.join(term_words(question))}."])
        else:
            hint = f"Hint: {question.hint}" if question.hint else "There is no hint for this one."
            self.tell([hint])

    # -- reading what was typed

    def _take_down(self, question: Question, typed: str) -> None:
        """Keep an answer; raises :class:`_Again` where it is none."""
        match question.form:
            case "term":
                answer = [self._word(question, typed)]
            case "write":
                self._write(question, typed)
                return
            case "case":
                answer = [self._case(typed)]
            case _:
                answer = _letters(question, typed)
        self.given[question.id] = tuple(answer)

    def _write(self, question: Question, typed: str) -> None:
        """Take down a text line by line, so that what there is of it is kept whatever happens."""
        lines = [typed]
        while lines[-1].strip() != _END:
            self.given[question.id] = ("\n".join(lines).strip(),)
            lines.append(self.ask("  "))

    def _word(self, question: Question, typed: str) -> str:
        """Return a word as the vocabulary spells it; for a slip the nearest is offered."""
        if not question.vocabulary:
            return typed
        words, named = vocabulary(question.vocabulary), words_in(typed, question.vocabulary)
        if len(named) > 1:
            raise _Again(f"One word is asked for; these are {len(named)}: {in_list(named)}.")
        [typed] = named
        if found := words.canonical(typed):
            return found
        if near := words.nearest(typed):
            self.tell([unlisted(typed, question.vocabulary)])
            reply = self.ask("Enter for yes, no to write another: ").strip()
            if reply.casefold() in _YES:
                return near
            if reply.casefold() in _NO:
                raise _Again("Then write another; words shows the list.")
            raise _Again(instead=reply)
        if words.is_open:
            return typed
        raise _Again(f"'{typed}' is not on the list; words shows the list.")

    def _case(self, name: str) -> str:
        """Return the text of a case file; what keeps it from being marked is told at once."""
        from formulation.exercises.whole import unmarkable

        text = _file_text(name)
        if wrong := unmarkable(text):
            told = (f"{one.about}: {one.text}" if one.about else one.text for one in wrong)
            self.tell(["", *told, "It is kept all the same. Mend it, go back and name it again."])
        return text


_YES, _NO = ("", "y", "yes"), ("n", "no")


def _is_wish(typed: str, question: Question) -> bool:
    """Tell whether a line is a wish and no answer; an option of that name comes first."""
    wishes = ("?", "-", "back", "stop", *(["words"] if question.vocabulary else []))
    is_option = any(typed.casefold() == option.id.casefold() for option in question.options)
    return typed.casefold() in wishes and not is_option


def _prompt(question: Question) -> str:
    letters = [option.id for option in question.options]
    wanted = {
        "choose": in_list(letters, "or"),
        "choose-many": f"All that apply of {in_list(letters)}",
        "order": "The letters, the earliest first",
        "term": "The word, or words to see the list",
        "write": f"Your text; a line with only {_END} ends it",
        "case": "The name of your case file",
    }[question.form]
    hint = "? for a hint, " if question.hint else ""
    return f"{wanted} ({hint}Enter to skip, back, stop): "


def _letters(question: Question, typed: str) -> list[str]:
    ids = [option.id for option in question.options]
    found, strange = letters_in(typed, ids)
    if strange or not found:
        told = f"There is no {in_list(strange, 'or')} here" if strange else "That names no option"
        raise _Again(f"{told}; the letters are {in_list(ids)}.")
    found = list(dict.fromkeys(found))
    if question.form == "choose" and len(found) > 1:
        raise _Again(f"One letter is asked for; these are {len(found)}: {in_list(found)}.")
    missing = [id for id in ids if id not in found]
    if question.form == "order" and missing:
        raise _Again(f"All of them are to be put into order; still missing: {in_list(missing)}.")
    return [id for id in ids if id in found] if question.form == "choose-many" else found


def _file_text(name: str) -> str:
    """Return the text of a file."""
    try:
        return read_text(name)[0].strip()
    except CaseError as error:
        raise _Again(str(error)) from error
