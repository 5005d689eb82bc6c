"""Every kind of exercise from end to end: made, taken in each of its forms, and marked in full."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from formulation.exercises import (
    Answers,
    Key,
    Question,
    Sheet,
    answers_from_markdown,
    mark,
    read_answers,
    sheet_as_page,
)
from formulation.exercises.taking import take
from tests.exercise_checks import every_case, every_kind, exercise, perfect
from tests.test_exercise_sheets import filled

every = pytest.mark.parametrize("kind", every_kind())
_CASES = 5
#: so many in the plain run
_QUICK = 2


def made(kind: str) -> Iterator[tuple[str, Sheet, Key]]:
    """Exercises of a kind from the first five examples that it suits; the long diaries last."""
    names = sorted(every_case(), key=lambda name: ("diary" in name, name))
    suited = ((name, one) for name in names if (one := exercise(name, kind)))
    for name, (sheet, key) in islice(suited, _CASES):
        yield name, sheet, key


def all_right(key: Key) -> dict[str, tuple[str, ...]]:
    return {solution.question: perfect(solution) for solution in key.solutions}


def assert_full_marks(key: Key, answers: Answers) -> None:
    marking = mark(key, answers)
    assert [one.verdict for one in marking.marks] == ["right"] * len(key.solutions)
    assert marking.points == pytest.approx(marking.of)


def typed(question: Question, given: Sequence[str], folder: Path) -> str:
    """What somebody types to give an answer; a case is given by the name of its file."""
    if question.form != "case":
        return ", ".join(given)
    file = folder / "case.yaml"
    file.write_text(given[0], encoding="utf-8")
    return str(file)


@every
def test_it_is_taken_in_a_terminal_and_earns_all(kind: str, tmp_path: Path) -> None:
    """Right answers typed one after another are full marks."""
    for _, sheet, key in islice(made(kind), _QUICK):
        given = all_right(key)
        note = [""] * bool(sheet.content_note)  # Enter reads on
        lines = [*note, *(typed(one, given[one.id], tmp_path) for one in sheet.questions), ""]
        desk = iter(lines)

        answers = take(sheet, lambda _, desk=desk: next(desk), lambda _: None)

        assert_full_marks(key, answers)


@every
def test_it_is_filled_in_on_a_sheet_and_earns_all(kind: str) -> None:
    """Right answers on the Markdown sheet are full marks."""
    for _, sheet, key in islice(made(kind), _QUICK):
        answers = Answers(sheet=sheet.id, given=all_right(key))

        assert_full_marks(key, answers_from_markdown(filled(sheet, answers)))


@pytest.mark.slow
def test_ten_kinds_are_made_from_five_cases_or_more() -> None:
    """Ten kinds at least suit five examples each; the others suit those they can."""
    suited = {kind: len(list(made(kind))) for kind in every_kind()}

    assert sum(count == _CASES for count in suited.values()) >= 10
    assert min(suited.values()) >= 1


@every
@pytest.mark.parametrize(
    "cases",
    [pytest.param(_QUICK, marks=pytest.mark.slow), pytest.param(_CASES, marks=pytest.mark.every)],
)
def test_it_is_answered_in_a_browser_and_earns_all(
    kind: str,
    cases: int,
    tmp_path: Path,
    browser: Any,
) -> None:
    """Right answers on the page, saved as its file, are full marks; no network is asked."""
    for name, sheet, key in islice(made(kind), cases):
        file = tmp_path / f"{name}.html"
        file.write_text(sheet_as_page(sheet), encoding="utf-8")
        page = browser.new_page()
        said: list[str] = []
        page.on("console", lambda message, said=said: said.append(message.text))
        page.on("request", lambda request, said=said: said.append(request.url))
        page.goto(file.as_uri())

        _answer(page, sheet, all_right(key))

        with page.expect_download() as caught:
            page.locator("#save").click()
        kept = tmp_path / f"{name}.json"
        caught.value.save_as(kept)
        page.close()
        assert [one for one in said if not one.startswith("blob:")] == [file.as_uri()]
        assert_full_marks(key, read_answers(kept))


def _answer(page: Any, sheet: Sheet, given: Mapping[str, Sequence[str]]) -> None:
    for number, question in enumerate(sheet.questions, 1):
        place = page.locator(f"#question-{number}")
        if question.form in ("choose", "choose-many"):
            for letter in given[question.id]:
                place.locator(f"input[value='{letter}']").check()
        elif question.form == "order":
            _order(place, given[question.id])
        else:
            box = ".word" if question.form == "term" else "textarea"
            place.locator(box).fill(given[question.id][0])


def _order(place: Any, letters: Sequence[str]) -> None:
    """Move each scene up to its place, the first one first."""
    for at, letter in enumerate(letters):
        row = [one.get_attribute("data-letter") for one in place.locator("[data-letter]").all()]
        for _ in range(row.index(letter) - at):
            place.locator(f"[data-letter={letter}] [data-move='-1']").click()
