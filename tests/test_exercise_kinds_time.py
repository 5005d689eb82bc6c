"""Exercises about time, held to files read anew: orders that cannot be, dates that cannot stand."""

from __future__ import annotations

import json
import re
from itertools import combinations

import pytest

from formulation import read_case
from formulation.errors import CaseError
from formulation.exercises.kind import told_barely
from formulation.exercises.kinds import kind_named
from formulation.model import Case, LifeEvent, Person
from formulation.model.base import Statement
from formulation.model.chronology import Chronology
from tests.exercise_checks import asked_of, case_named, every_case, exercise, questions_of

#: years by which a slip of the pen may move a date
_SLIPS = (1, -1, 9, -9, 10, -10)
_QUICK = ("dora", "elizabeth", "lookalikes", "lucy_r")
#: a few in the plain run, the others in the slow one
_TIMED = [
    pytest.param(name, marks=[pytest.mark.slow] * (name not in _QUICK))
    for name in every_case()
    if "confounded" not in name and "unlinked" not in name
]


# -- files, written by hand from a case's keys ----------------------------------------------------


def _keys_of(case: Case) -> dict[str, list[dict]]:
    """The statements of a case as a file tells them, by section, each under its id."""
    told = {"bonds": [], "inner": [], "events": [], "claims": []}
    for id, statement in zip(case.ids, case.statements, strict=True):
        told[statement.section].append({**statement.to_keys(), "id": id})
    return told


def _written(case: Case, told: dict[str, list[dict]], tmp_path):
    """A file of the case with these statements."""
    head = {"formulation": 1, **case.to_keys()}
    path = tmp_path / "case.json"
    path.write_text(json.dumps(head | told), encoding="utf-8")
    return path


def _refusal(case: Case, told: dict[str, list[dict]], tmp_path) -> str:
    """Why a file is refused; nothing where it can be read."""
    try:
        read_case(_written(case, told, tmp_path))
    except CaseError as error:
        return str(error)
    return ""


def _changed(told: dict[str, list[dict]], id: str, **update) -> dict[str, list[dict]]:
    """The statements with keys of one of them changed; a key given nothing is left out."""

    def new(keys: dict) -> dict:
        changed = {**keys, **update} if keys["id"] == id else keys
        return {key: value for key, value in changed.items() if value is not None}

    return {section: [new(keys) for keys in listed] for section, listed in told.items()}


def _by_text(case: Case, solution=None) -> dict[str, str]:
    """The id of each statement by the sentence that an exercise tells it in.

    Of two told alike, two truces of one day, it is the one that the solution quotes.
    """
    if id(case) not in _told:
        ids = zip(case.ids, case.statements, strict=True)
        _told[id(case)] = case, {told_barely(case, s): one for one, s in ids}
    told = _told[id(case)][1]
    quoted = [quote.statement for quote in solution.quotes] if solution else []
    return told | {told_barely(case, case[one]): one for one in quoted}


#: the sentences of each case that was looked at, with the case, so that no other takes its place
_told: dict[int, tuple[Case, dict[str, str]]] = {}


# -- what came first ------------------------------------------------------------------------------


def _reckoned(told: dict[str, Statement], case: Case) -> Chronology:
    """The times of these statements alone, with the patient's birth."""
    index_of = {id: n for n, id in enumerate(told)}
    born = next((p.born for p in case.people if p.id == case.patient), None)
    return Chronology(list(told.values()), index_of, born)


def _of_the_sheet(case: Case, question) -> tuple[dict[str, str], dict[str, Statement]]:
    """The scenes by their letters, and what the sheet tells and nothing else, by its ids."""
    ids = _by_text(case)
    scenes = {option.id: ids[option.text] for option in question.options}
    told = [*scenes.values(), *(ids[text] for text in question.given if text in ids)]
    return scenes, {id: case[id] for id in told}


def _can_come_first(told: dict[str, Statement], case: Case, earlier: str, later: str) -> bool:
    """Tell whether something can have happened after the one and before the other."""
    between = LifeEvent(text="a moment", after=[earlier], before=[later])
    return not _reckoned({**told, "between": between}, case).clashes


def _is_tied_by_since(case: Case, one: str, other: str) -> bool:
    pair = {one: other, other: one}
    return any(getattr(case[id], "since", None) == pair[id] for id in pair)


@pytest.mark.parametrize("name", _TIMED)
def test_a_pair_is_claimed_just_where_no_dates_can_turn_it_round(name):
    """Nothing fits between a claimed pair the other way round; of a free pair both ways can be."""
    case, looked_at = case_named(name), 0
    for question, solution in questions_of([exercise(name, "order-scenes", n) for n in range(2)]):
        scenes, told = _of_the_sheet(case, question)
        claimed = {(order.earlier, order.later) for order in solution.orders}
        for one, other in combinations(scenes, 2):
            forwards = _can_come_first(told, case, scenes[one], scenes[other])
            backwards = _can_come_first(told, case, scenes[other], scenes[one])
            looked_at += 1
            if (one, other) in claimed:
                assert forwards
                assert not backwards
            elif (other, one) in claimed:
                assert backwards
                assert not forwards
            elif not _is_tied_by_since(case, scenes[one], scenes[other]):
                assert forwards
                assert backwards

    assert looked_at >= 12


@pytest.mark.parametrize("name", ["dora", "lucy_r", "anna_o"])
def test_no_scene_is_a_conclusion_or_hangs_on_what_is_disputed(name):
    """Scenes are what happened: no inference, no second account, nothing dated by either."""
    case = case_named(name)
    ids, events = (
        _by_text(case),
        {id: keys for keys in _keys_of(case)["events"] for id in [keys["id"]]},
    )
    open_ = {id for id in events if "alternative_of" in events[id]}
    open_ |= {events[id]["alternative_of"] for id in open_}

    for seed in range(4):
        for question, _ in questions_of([exercise(name, "order-scenes", seed)]):
            for option in question.options:
                keys = events[ids[option.text]]
                assert keys.get("basis") != "inferred"
                assert not open_ & {ids[option.text], *_named(keys)}


def _named(keys: dict) -> set[str]:
    told = (keys.get(key, ()) for key in ("after", "before", "since"))
    return {id for ids in told for id in ((ids,) if isinstance(ids, str) else ids)}


def test_scenes_with_overlapping_dates_are_free():
    """Of four scenes two may have come in either order, and either earns everything."""
    case = Case(id="one").adding(
        Person(id="ann", role="patient"),
        LifeEvent(id="move", text="she moves", when="1990-05"),
        LifeEvent(id="job", text="she finds work", when="1990-05-01/1990-06"),
        LifeEvent(id="birth", text="a child is born", when="1992", after="move"),
        LifeEvent(id="fall", text="she falls", when="2001", after="birth"),
    )
    [(question, solution)] = questions_of([asked_of(case, "order-scenes")])
    letter = {_by_text(case)[option.text]: option.id for option in question.options}

    assert question.is_open
    assert question.ask.endswith("either order is right.")
    assert {(o.earlier, o.later) for o in solution.orders} == {
        (letter[one], letter[other])
        for one, other in [
            ("move", "birth"),
            ("move", "fall"),
            ("job", "birth"),
            ("job", "fall"),
            ("birth", "fall"),
        ]
    }
    assert (
        f"{letter['birth']} begins no later than 31 December 1992, {letter['fall']} no earlier "
        "than 1 January 2001."
    ) in [order.reason for order in solution.orders]


def test_where_no_dates_tell_scenes_apart_the_reason_says_what_ties_them():
    """An order in words is quoted as it stands on the sheet, each under its letter."""
    case = Case(id="one").adding(
        Person(id="ann", role="patient"),
        LifeEvent(id="move", text="she moves", when="1990"),
        LifeEvent(id="birth", text="a child is born", after="move"),
        LifeEvent(id="job", text="she finds work", after="birth"),
        LifeEvent(id="fall", text="she falls", after="job"),
    )
    [(question, solution)] = questions_of([asked_of(case, "order-scenes")])
    letter = {_by_text(case)[option.text]: option.id for option in question.options}
    reasons = {(order.earlier, order.later): order.reason for order in solution.orders}

    assert reasons[letter["birth"], letter["job"]] == (
        f"What is told ties them: {letter['birth']} is told as “after the event (she moves)”, "
        f"{letter['job']} is told as “after the event (a child is born)”."
    )


# -- which date cannot be -------------------------------------------------------------------------


def _slips(name: str, seeds: int):
    """The questions in which one date was changed, with what was changed and how."""
    case = case_named(name)
    for seed in range(seeds):
        one = exercise(name, "dating-error", seed, 4)
        for question, solution in questions_of([one] if one else []):
            if question.ask.startswith("One of these dates"):
                yield (question, solution, *_slip(case, question, solution))


def _slip(case: Case, question, solution) -> tuple[str, str]:
    """The statement that was changed, and the date that it was given."""
    known = _by_text(case)
    [changed] = [option.text for option in question.options if option.text not in known]
    for id in (quote.statement for quote in solution.quotes):
        statement = case[id]
        for years in _SLIPS:
            moved = re.sub(
                r"(?<!\d)\d{4}(?!\d)",
                lambda found, years=years: f"{int(found[0]) + years:04}",
                statement.when or "",
            )
            if told_barely(case, statement.model_copy(update={"when": moved})) == changed:
                return id, moved
    raise AssertionError(changed)


def _are_the_right_ones(name: str, seeds: int, tmp_path) -> int:
    """See that just the right options' dates, left out, let the file be read; count them all."""
    case, looked_at = case_named(name), 0
    for question, solution, id, when in _slips(name, seeds):
        wrong = _changed(_keys_of(case), id, when=when)
        ids = _by_text(case, solution)
        assert _refusal(case, wrong, tmp_path)
        for option in question.options:
            without = _changed(wrong, ids.get(option.text, id), when=None)
            looked_at += 1
            assert (_refusal(case, without, tmp_path) == "") == (option.id in solution.right)
    return looked_at


@pytest.mark.parametrize("name", ["dora", "anna_o", "elizabeth", "lookalikes"])
def test_just_the_right_dates_let_the_rest_stand(name, tmp_path):
    """The file with the slip is refused; without a right one's date it reads, else it does not."""
    assert _are_the_right_ones(name, 1, tmp_path) > 5


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [n for n in every_case() if n not in ("elisabeth_von_r", "lucy_r")]
)
def test_just_the_right_dates_let_the_rest_of_any_case_stand(name, tmp_path):
    """The same of every example that has such a question, with more seeds."""
    assert _are_the_right_ones(name, 4, tmp_path) > 5


@pytest.mark.parametrize("name", _TIMED)
def test_the_sheet_alone_shows_which_date_cannot_be(name):
    """With nothing but what the sheet tells the same dates are guilty, and no others."""
    case = case_named(name)
    for question, solution, id, when in _slips(name, 2):
        known = _by_text(case, solution)
        ids = {option.id: known.get(option.text, id) for option in question.options}
        shown = [*ids.values(), *(known[text] for text in question.given if text in known)]
        told = {one: case[one] for one in shown} | {id: _dated(case[id], when)}
        assert _reckoned(told, case).clashes
        for letter, one in ids.items():
            without = _reckoned({**told, one: _dated(told[one], None)}, case)
            assert (not without.clashes) == (letter in solution.right)


@pytest.mark.parametrize("name", ["dora", "anna_o", "elizabeth", "lookalikes"])
def test_what_one_question_alters_stands_in_no_other(name):
    """Beside the true line anybody could tell the false one, without a glance at the dates."""
    case, altered = case_named(name), 0
    for seed in range(2):
        one = exercise(name, "dating-error", seed, 4)
        asked = list(questions_of([one] if one else []))
        for question, solution in asked:
            if question.ask.startswith("One of these dates"):
                id, _when = _slip(case, question, solution)
                true = told_barely(case, case[id])
                others = (other for other, _ in asked if other is not question)
                told = [t for q in others for t in (*q.given, *(o.text for o in q.options))]
                assert not [text for text in told if true in text]
                altered += 1

    assert altered


@pytest.mark.parametrize(
    ("name", "seed"), [("elizabeth_diary", 300), ("elizabeth_diary", 1), ("lookalikes", 0)]
)
def test_which_quarrel_a_truce_ended_stands_on_the_sheet(name, seed):
    """Where an answer rests on a truce having ended a quarrel nobody has to guess that it did."""
    case, rests = case_named(name), 0
    for question, solution in questions_of([exercise(name, "dating-error", seed, 4)]):
        told = {quote.statement for quote in solution.quotes}
        ends = [case[id] for id in told if case[id].kind == "resolution"]
        for quarrel in (s.subjects[0] for s in ends if s.subjects[0] in told):
            who = case.name(quarrel)
            assert (
                f"{who[:1].upper()}{who[1:]} that is told here is the very one that comes to rest "
                "here."
            ) in question.given
            rests += 1

    assert rests


@pytest.mark.parametrize("name", ["elizabeth_diary", "lookalikes"])
def test_no_quarrel_on_a_sheet_can_be_taken_for_another(name):
    """A truce told before a later quarrel of the same two would look like the error."""
    case, seen = case_named(name), 0
    for question, solution, id, _when in _slips(name, 2):
        known = _by_text(case, solution)
        told = [case[known.get(option.text, id)] for option in question.options]
        quarrels = [s.id for s in told if s.kind == "conflict"]
        quarrels += [s.subjects[0] for s in told if s.kind == "resolution"]
        names = {case.name(quarrel) for quarrel in quarrels}
        assert len(names) == len(set(quarrels))
        seen += len(quarrels)

    assert seen


def test_the_reason_says_that_a_truce_ended_a_quarrel():
    """It is no file that speaks to a student."""
    for _, solution in questions_of([exercise("elizabeth_diary", "dating-error", 300, 4)]):
        told = " ".join(credit.reason for credit in solution.credits)
        assert " ended the conflict between " in told
        assert "resolves" not in told


def _years(name: str, question, solution, id: str, when: str) -> dict[str, str]:
    """The year that meets the eye in each option, by its letter."""
    known, case = _by_text(case_named(name), solution), case_named(name)
    dates = {o.id: case[known[o.text]].when if o.text in known else when for o in question.options}
    return {letter: re.search(r"(?<!\d)\d{4}(?!\d)", told)[0] for letter, told in dates.items()}


@pytest.mark.parametrize(
    ("name", "seeds"),
    [("elizabeth", 2), ("dora", 4), ("lookalikes", 2), ("little_hans", 6), ("anna_o", 2)],
)
def test_the_wrong_date_is_not_known_by_its_year(name, seeds):
    """It is not the only one of its year; who names what is earns no more than a blind answer."""
    won = blind = 0.0
    for question, solution, id, when in _slips(name, seeds):
        years = _years(name, question, solution, id, when)
        told = list(years.values())
        [wrong] = [o.id for o in question.options if o.text not in _by_text(case_named(name))]
        alone = [letter for letter, year in years.items() if told.count(year) == 1]
        assert wrong not in alone or len(alone) == len(told)
        won += len({*alone} & {*solution.right}) / max(len(alone), 1)
        blind += solution.chance

    assert 0 <= won <= blind
    assert blind


def test_where_no_year_can_be_hidden_nothing_is_asked():
    """Of four dates in one year and one in another anybody would choose the other."""
    days = [LifeEvent(id=f"d{n}", text=f"day {n}", when=f"2001-0{n}") for n in range(1, 5)]
    chained = [
        day.model_copy(update={"after": (f"d{n}",)}) if n else day for n, day in enumerate(days)
    ]
    ann = Person(id="ann", role="patient")
    far = [LifeEvent(id=f"e{n}", text=f"year {n}", when=f"{n}") for n in (2000, 2002, 2010, 2011)]
    with pytest.raises(Exception, match=r"^it has no date that its other dates, ages and orders"):
        kind_named("dating-error").make(_material(Case(id="one").adding(ann, *chained)))

    assert kind_named("dating-error").make(_material(Case(id="one").adding(ann, *chained, *far)))


def _dated(statement: Statement, when: str | None) -> Statement:
    return statement.model_copy(update={"when": when})


@pytest.mark.parametrize("name", ["dora", "anna_o", "elizabeth", "lookalikes"])
def test_every_date_shown_is_of_an_event_that_nobody_disputes(name):
    """Dates that could be wrong are of events; none is a conclusion, none has two accounts."""
    case = case_named(name)
    events = {keys["id"]: keys for keys in _keys_of(case)["events"]}
    open_ = {id for id in events if "alternative_of" in events[id]}
    open_ |= {events[id]["alternative_of"] for id in open_}
    known = _by_text(case)
    for question, _, id, _when in _slips(name, 3):
        for shown in (known.get(option.text, id) for option in question.options):
            assert events[shown].get("basis") != "inferred"
            assert not open_ & {shown, *_named(events[shown])}


def test_the_slip_is_told_in_words_with_what_the_case_has():
    """The reason names what clashes as one says it, and the date as it was before."""
    case = Case(id="one").adding(
        Person(id="ann", role="patient", name="Ann", born="1960-05-01"),
        LifeEvent(id="school", text="she leaves school", when="1978-06", age="18"),
        LifeEvent(id="job", text="she finds work", when="1980"),
        LifeEvent(id="child", text="a child is born", when="1984"),
        LifeEvent(id="fall", text="she falls", when="1990"),
    )
    [(question, solution)] = questions_of([asked_of(case, "dating-error", 0, 1)])
    [right] = [c for c in solution.credits if c.share == 1]
    text = next(option.text for option in question.options if option.id == right.answer)
    year = re.search(r"June (\d{4})", text)[1]

    assert question.given == ("Ann was born 1 May 1960.",)
    assert right.reason == (
        f"These cannot all be: the event (she leaves school) is at age 18; the event (she leaves "
        f"school) is dated June {year}; Ann was born 1 May 1960. The case has June 1978."
    )
    assert solution.model == "In the case itself: She leaves school, June 1978, at the age of 18."


# -- two accounts with two dates ------------------------------------------------------------------


def _disputes(name: str, seeds: int = 3):
    case = case_named(name)
    for seed in range(seeds):
        for question, solution in questions_of([exercise(name, "dating-error", seed, 4)]):
            if question.ask.startswith("Two accounts"):
                yield case, question, solution


def _fits(case: Case, text: str, both: list[str], tmp_path) -> bool:
    """Tell whether a file with only one of two accounts can be read."""
    [kept] = [id for id in both if told_barely(case, case[id]) in text]
    [left] = [id for id in both if id != kept]
    keys = _keys_of(case)
    own = {
        k: v for listed in keys.values() for s in listed if s["id"] == kept for k, v in s.items()
    }
    other = {
        k: v for listed in keys.values() for s in listed if s["id"] == left for k, v in s.items()
    }
    first = own.get("alternative_of", kept)
    own = {key: value for key, value in own.items() if key != "alternative_of"} | {"id": first}
    if not {"after", "before"} & own.keys():
        own |= {key: other[key] for key in ("after", "before") if key in other}
    told = {
        section: [
            own if s["id"] == first else s for s in listed if s["id"] not in {*both} - {first}
        ]
        for section, listed in keys.items()
    }
    return not _refusal(case, told, tmp_path)


@pytest.mark.parametrize("name", ["dora", "lucy_r", "little_hans", "anna_o"])
def test_an_account_can_stand_just_where_a_file_with_it_alone_can_be_read(name, tmp_path):
    """The question about two dates is answered as the files with one account each are."""
    asked = list(_disputes(name))
    for case, question, solution in asked:
        both = [quote.statement for quote in solution.quotes]
        fits = tuple(_fits(case, text, both, tmp_path) for text in question.given[:2])
        [right] = [o.text for o in question.options if o.id in solution.right]
        assert (
            right
            == {
                (True, True): "Each can be so: nothing here decides it.",
                (True, False): "The first can be so, and the second cannot.",
                (False, True): "The second can be so, and the first cannot.",
            }[fits]
        )

    assert asked


def test_the_known_disputes_come_out_as_they_are_known():
    """Freud's slip of 1923 is found; Hans's horse, Lucy's year and the first kiss stay open."""
    found = {}
    for name in ("dora", "lucy_r", "little_hans"):
        for _case, question, solution in _disputes(name):
            [right] = [o.text for o in question.options if o.id in solution.right]
            words = next(
                w
                for w in ("1899", "kisses", "1882", "rocking")
                if w in " ".join(question.given[:2])
            )
            found.setdefault(words, set()).add(right.split()[0])

    assert found == {"1899": {"The"}, "kisses": {"Each"}, "1882": {"Each"}, "rocking": {"Each"}}


def test_either_account_of_an_open_dispute_earns_little_and_is_told_by_whom():
    """Who takes one account for settled is told whose it is, and that the other stands as well."""
    [(_, question, solution), *_] = _disputes("little_hans", 1)
    credits = {o.text: c for o, c in zip(question.options, solution.credits, strict=True)}

    assert not question.is_open
    for text in (
        "The first can be so, and the second cannot.",
        "The second can be so, and the first cannot.",
    ):
        assert credits[text].share == 0.25
        assert credits[text].reading.startswith("his father; Graf, M. (19")
        assert credits[text].reason.startswith(
            "That account can stand, but the other can stand with the rest as well. "
        )
    assert len(credits) == 3


def test_what_the_file_notes_of_an_account_is_told_with_every_answer():
    """That 1882 is a slip for 1892 stands nowhere but in a note: whoever answers reads it."""
    [(_, question, solution), *_] = _disputes("lucy_r", 1)
    word = next(told.split()[1] for told in question.given[:2] if "December 1882" in told)

    assert len(solution.credits) == 3
    for credit in solution.credits:
        assert f"The file notes of the {word} account: “It should be 1892.”" in credit.reason
    assert "It should be" not in " ".join(question.given)


def test_which_account_comes_first_is_drawn():
    """The account that the case rests on is now the first and now the second."""
    first = {question.given[0][:60] for _, question, _ in _disputes("little_hans", 6)}

    assert len(first) == 2


def test_the_kind_says_what_it_cannot_do():
    """A case whose dates nothing ties together is told so, in words for a teacher."""
    case = Case(id="one").adding(
        Person(id="ann", role="patient"),
        *(LifeEvent(text=f"day {n}", when=f"2001-01-0{n}") for n in range(1, 7)),
    )
    with pytest.raises(Exception, match=r"^it has no date that its other dates, ages and orders"):
        kind_named("dating-error").make(_material(case))


def _material(case: Case):
    from numpy.random import default_rng

    from formulation.exercises.kind import Material

    return Material(case, (), default_rng(0), 2, tuple, dict)
