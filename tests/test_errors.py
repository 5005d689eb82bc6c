"""What can be wrong is told in one way: the place, the value, what is accepted, the nearest."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulation import errors
from formulation.errors import (
    CaseError,
    DateError,
    DrawError,
    Fault,
    FormulationError,
    FormulationWarning,
    LimitReached,
    PatternError,
    UnknownName,
    nearest_word,
    shortened,
)

FULL = Fault(
    "no figure is called 'anne'",
    "anne",
    "the id of a figure: liz, ann",
    "ann",
    file="case.yaml",
    line=12,
    column=17,
    text="  - {idealizes: anne}",
)


def test_a_fault_says_place_problem_nearest_accepted_and_shows_the_line() -> None:
    """In this order, with a caret under the value."""
    assert str(FULL) == (
        "case.yaml:12:17: no figure is called 'anne'; did you mean 'ann'? "
        "(accepted: the id of a figure: liz, ann)\n"
        "      - {idealizes: anne}\n"
        "                    ^"
    )


SENTENCES = [
    (Fault("is missing"), "is missing"),
    (Fault("cannot be this", "7"), "cannot be this: '7'"),
    (Fault("cannot be this", "7", "a text"), "cannot be this: '7' (accepted: a text)"),
    (Fault("'7' is odd", "7"), "'7' is odd"),
    (Fault("stands here", "a"), "stands here: 'a'"),  # the letter alone is not the value
    (Fault("is odd", "a" * 100), f"is odd: '{'a' * 79}…'"),
    (Fault("is odd", "a\n\tb\x1b[31m"), "is odd: 'a b�[31m'"),
    (Fault("is odd", "x", nearest="even"), "is odd: 'x'; did you mean 'even'?"),
    (Fault("is odd", file="c.yaml"), "c.yaml: is odd"),
    (Fault("is odd", file="c.yaml", line=3), "c.yaml:3: is odd"),
    (Fault("is odd", line=3, column=4), "text:3:4: is odd"),
]


@pytest.mark.parametrize(("fault", "sentence"), SENTENCES)
def test_a_fault_says_what_is_known_of_it_and_no_more(fault: Fault, sentence: str) -> None:
    """No empty brackets, no doubled value, no control characters."""
    assert str(fault) == sentence


def test_a_fault_is_given_its_place_afterwards() -> None:
    """The one who finds it does not know the file; the one who reads the file does."""
    placed = Fault("is odd", "7").at("case.yaml", 3, 5, "x: 7")

    assert placed.place == "case.yaml:3:5"
    assert str(placed) == "case.yaml:3:5: is odd: '7'\n    x: 7\n        ^"


def test_a_long_line_is_shown_around_the_fault() -> None:
    """Eighty characters of it, the caret under the right one."""
    line = "x" * 500 + "FAULT" + "y" * 500
    told = str(Fault("is odd").at("c.yaml", 1, 501, line)).splitlines()

    assert len(told[1]) == 4 + 80
    assert told[1][told[2].index("^") :].startswith("FAULT")


def test_a_fault_becomes_the_keys_of_check_json() -> None:
    """The seven keys, and no more."""
    assert FULL.to_dict() == {
        "file": "case.yaml",
        "line": 12,
        "column": 17,
        "value": "anne",
        "problem": "no figure is called 'anne'",
        "accepted": "the id of a figure: liz, ann",
        "nearest": "ann",
    }


def test_texts_are_shortened_to_one_line() -> None:
    """Blanks become one, what cannot be shown a replacement character, the rest an ellipsis."""
    assert shortened(" a\n b\t\tc ") == "a b c"
    assert shortened("a\x00b\u202ec") == "a�b�c"
    assert shortened("abcdef", 4) == "abc…"
    assert shortened("abcd", 4) == "abcd"


@given(st.text())
def test_a_shortened_text_is_printable_and_short(text: str) -> None:
    """Whatever is written in a file."""
    assert len(shortened(text)) <= 80
    assert shortened(text).isprintable()


def test_the_nearest_word_is_offered_whatever_its_case() -> None:
    """And none where nothing is near."""
    assert nearest_word("Escalaton", ["escalation", "remission"]) == "escalation"
    assert nearest_word("liz", ["Liz", "lisa"]) == "Liz"
    assert nearest_word("x", ["escalation"]) == ""
    assert nearest_word("x", []) == ""


def test_an_error_of_faults_tells_them_all() -> None:
    """A line for each, and the faults themselves for programs."""
    error = CaseError([Fault("is odd", "7"), Fault("is even", "8")])

    assert str(error) == "is odd: '7'\nis even: '8'"
    assert [fault.value for fault in error.faults] == ["7", "8"]


def test_an_error_may_be_made_of_one_sentence() -> None:
    """As a fault without value or cure."""
    assert DateError("this is not a date").faults == (Fault("this is not a date"),)


def test_an_unknown_name_says_which_what_is_near_and_what_is_known() -> None:
    """A dozen at most; the message is plain, not quoted as a KeyError's is."""
    few = UnknownName("feud", "statement", ["fued", "flare"])
    many = UnknownName("q", "term", [f"t{n}" for n in range(20)])

    assert str(few) == ("no statement is called 'feud'; did you mean 'fued'? (known: fued, flare)")
    assert (few.name, few.kind, few.nearest, few.known) == (
        "feud",
        "statement",
        "fued",
        ("fued", "flare"),
    )
    assert str(many).endswith("(known: t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11 …)")
    assert str(UnknownName("x", "term")) == "no term is called 'x'"


BUILTINS = [
    (CaseError("x"), ValueError),
    (PatternError("x"), ValueError),
    (DateError("x"), ValueError),
    (UnknownName("x", "term"), LookupError),
    (DrawError("x"), RuntimeError),
    (LimitReached("x", 3), RuntimeError),
]


@pytest.mark.parametrize(("error", "builtin"), BUILTINS, ids=lambda x: type(x).__name__)
def test_each_error_is_of_this_library_and_of_python(
    error: FormulationError, builtin: type[Exception]
) -> None:
    """A script catches what it expects, or all that this library raises on purpose."""
    assert isinstance(error, FormulationError)
    assert isinstance(error, builtin)


def test_kinds_of_wrong_are_kept_apart() -> None:
    """A case, a pattern and a date that cannot be read are caught separately."""
    assert not issubclass(CaseError, PatternError | DateError)
    assert not issubclass(PatternError, CaseError | DateError)
    assert issubclass(FormulationWarning, UserWarning)


def test_a_picture_that_could_not_be_made_keeps_its_text() -> None:
    """The DOT text is never lost; a limit says how much it was."""
    assert DrawError("no renderer", "digraph {}").dot == "digraph {}"
    assert DrawError("no renderer").dot == ""
    assert LimitReached("more than 10", 10).limit == 10


ERRORS: list[tuple[Any, dict[str, Any]]] = [
    (CaseError([FULL, Fault("is odd", is_warning=True)]), {"faults"}),
    (PatternError("x"), {"faults"}),
    (DateError([FULL]), {"faults"}),
    (UnknownName("feud", "statement", ["fued"]), {"name", "kind", "known", "nearest"}),
    (DrawError("no renderer", "digraph {}"), {"dot"}),
    (LimitReached("more than 10", 10), {"limit"}),
    (FormulationError("x"), set()),
]


@pytest.mark.parametrize(("error", "attributes"), ERRORS, ids=lambda x: type(x).__name__)
def test_an_error_crosses_a_process_whole(error: Exception, attributes: set[str]) -> None:
    """Pickled or copied it says the same and holds the same."""
    for twin in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error), copy.copy(error)):
        assert type(twin) is type(error)
        assert str(twin) == str(error)
        assert all(getattr(twin, name) == getattr(error, name) for name in attributes)


def test_every_public_name_is_there() -> None:
    """What the module lists, it has."""
    assert all(hasattr(errors, name) for name in errors.__all__)


@pytest.mark.parametrize(
    ("word", "nearest"), [("bne", "ben"), ("BNE", "ben"), ("nbe", "ben"), ("xyz", ""), ("bo", "")]
)
def test_swapped_letters_of_a_short_name_are_seen(word: str, nearest: str) -> None:
    """Three letters in another order share too little to be measured, yet are meant."""
    assert nearest_word(word, ["ben", "liz", "ob"]) == nearest
