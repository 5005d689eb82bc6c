"""Recipes are read like case files, refused in whole sentences, and kept beside what they made."""

from __future__ import annotations

import json
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from formulation import read_case, write_case
from formulation.casefile import faults_in
from formulation.dates import parse_span
from formulation.errors import CaseError
from formulation.model import Case, Conflict, Escalation, Person, Source, Symptom
from formulation.simulate import (
    Bursts,
    Chain,
    Driver,
    Ending,
    Recipe,
    Stream,
    read_recipe,
    recipe_of,
    seed_of,
    simulate,
)
from formulation.simulate.days import month_around, observed_pieces, period_of, week_around

EXAMPLES = Path(__file__).parent.parent / "examples"
MAKING = runpy.run_path(str(EXAMPLES / "make_diaries.py"))
DIARIES: tuple[str, ...] = MAKING["DIARIES"]

GOOD = """\
case:
  id: one
  people: {liz: {role: patient}, ann: {name: Ann}, bo: {name: Bo}}
  symptoms: {pain: {name: pain}}
start: 2021-03-01
days: 365
streams:
  - {name: quarrel, rate: 1, lines: [{conflict: [ann, bo]}]}
  - {name: flare, rate: 1, lines: [{escalation: pain}]}
chains:
  - {after: quarrel, then: flare, lift: 4, within: 14 days}
endings:
  - {name: truce, of: quarrel, chance: 0.1}
drivers:
  - {name: mood, raises: {flare: 2}, lasts: 30 days}
turning_points:
  - {name: kap, on: 2021-06-01, line: {intervention: a session}, rates: {flare: 0.5}}
recording: {gaps: [2021-05-01/2021-05-09], forgotten: 0.1}
"""
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a recipe, and give its path."""

    def written(text: str) -> Path:
        path = tmp_path / "recipe.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def told(path: Path) -> list[str]:
    """What is said against a recipe, without the line and its caret."""
    with pytest.raises(CaseError) as error:
        read_recipe(path)
    return [str(fault).split("\n")[0].replace(str(path), "r") for fault in error.value.faults]


# --- reading ---


def test_a_recipe_reads_alike_from_yaml_and_json_and_in_python(write: Write) -> None:
    """Three spellings of one recipe."""
    yaml = read_recipe(write(GOOD))
    as_json = write("").with_name("recipe.json")
    as_json.write_text(json.dumps(yaml.to_keys()), encoding="utf-8")
    people = [Person(id="liz", role="patient"), Person(id="ann", name="Ann")]
    python = Recipe(
        case=Case(id="one").adding(
            people, Person(id="bo", name="Bo"), Symptom(id="pain", name="pain")
        ),
        start="2021-03-01",
        days=365,
        streams=[
            Stream(name="quarrel", rate=1, lines=Conflict(between=["ann", "bo"])),
            Stream(name="flare", rate=1, lines=[{"escalation": "pain"}]),
        ],
        chains=[Chain(after="quarrel", then="flare", lift=4, within="14 days")],
        endings=[Ending(name="truce", of="quarrel", chance=0.1)],
        drivers=[Driver(name="mood", raises={"flare": 2}, lasts="30 days")],
        turning_points=[
            {
                "name": "kap",
                "on": "2021-06-01",
                "line": {"intervention": "a session"},
                "rates": {"flare": 0.5},
            }
        ],
        recording={"gaps": "2021-05-01/2021-05-09", "forgotten": 0.1},
    )

    assert yaml == read_recipe(as_json) == python


def test_a_recipe_tells_what_it_plants(write: Write) -> None:
    """A teacher can print it and read it out."""
    assert str(read_recipe(write(GOOD))) == (
        "A made-up diary of 365 days from 2021-03-01. "
        "quarrel (conflict) comes at a rate of 1 in 30 days. "
        "flare (escalation) comes at a rate of 1 in 30 days. "
        "After quarrel, flare comes 4 times as often within 14 days. "
        "Each quarrel ends by a chance of 0.1 a day. "
        "mood raises flare 2-fold, over about 30 days; it is never rated. "
        "After kap on 2021-06-01: flare times 0.5. "
        "Not observed: 2021-05-01/2021-05-09. Of all entries 10% are forgotten."
    )


def test_every_part_tells_itself() -> None:
    """Bursts, drift, chances, ages, ratings and what is vague."""
    parts = [
        Stream(
            name="flare",
            rate=0.5,
            lines=Escalation(of="pain"),
            bursts=Bursts(every="60 days", lasts="9 days", share=0.5),
            drift={"fold": 2, "lasts": "30 days"},
        ),
        Chain(after=["a", "b"], then="c", chance=0.7, lag="1..3 days"),
        Ending(
            name="truce",
            of="quarrel",
            chance=0.05,
            by_age={"8 days": 0.1},
            after="flare",
            lift=2,
            within="7 days",
        ),
        Driver(name="x", scale="mood", raises={"a": 2, "b": 3}, lasts="9 days", rated="7 days"),
    ]

    assert [str(part) for part in parts] == [
        "flare (escalation) comes at a rate of 0.5 in 30 days. In bursts of 9 days, one every "
        "60 days, comes 50% of it. It waxes and wanes 2-fold over about 30 days.",
        "After a or b, c follows in 70% of cases, 1 to 3 days later.",
        "Each quarrel ends by a chance of 0.05 a day, of 0.1 from 8 days on, 2 times that after "
        "flare within 7 days.",
        "mood raises a 2-fold and b 3-fold, over about 9 days; it is rated every 7 days.",
    ]


# --- what is refused, each in a whole sentence at its place ---

BAD = [
    (
        "then: flare",
        "then: flair",
        "r:11:28: no stream is called 'flair'; did you mean 'flare'? "
        "(accepted: a stream: quarrel, flare)",
    ),
    (
        "raises: {flare: 2}",
        "raises: {flair: 2}",
        "r:15:26: no stream is called 'flair'; did you mean 'flare'? "
        "(accepted: a stream: quarrel, flare)",
    ),
    (
        "escalation: pain",
        "escalation: pian",
        "r:9:49: no symptom is called 'pian'; did you mean 'pain'? "
        "(accepted: the id of a symptom: pain)",
    ),
    (
        "{intervention: a session}",
        "{intervention: a session, by: jc}",
        "r:17:69: no figure is called 'jc' (accepted: the id of a figure: liz, ann, bo)",
    ),
    (
        "escalation: pain",
        "escalatoin: pain",
        "r:9:36: no key here says what kind of statement this is: 'escalatoin'; "
        "did you mean 'escalation'? (accepted: a kind such as conflict: …)",
    ),
    (
        "escalation: pain",
        "escalation: pain, conflict: [ann, bo]",
        "r:9:36: this can be read as 'escalation' or as 'conflict' (accepted: two lines)",
    ),
    (
        "escalation: pain",
        "idealizes: ann",
        "r:9:36: 'idealizes' stands in bonds: it does not happen on a day "
        "(accepted: an event: care, change, conflict, dream, episode, escalation, …)",
    ),
    (
        "escalation: pain",
        "escalation: pain, when: 2021",
        "r:9:36: lines: a line of a recipe has no 'when': the simulation gives it "
        "(accepted: the line without it)",
    ),
    (
        "lines: [{escalation: pain}]",
        "lines: [flare]",
        "r:9:36: this is no line: 'flare' (accepted: the keys of a line, in braces)",
    ),
    (
        "lift: 4, within: 14 days",
        "lift: 4",
        "r:11:5: a chain goes one of two ways, and this says: 'lift' "
        "(accepted: lift: with within:, or chance: with lag:)",
    ),
    (
        "within: 14 days",
        "within: 2..3 weeks",
        "r:11:52: within: a length from here to there will not do here: '2..3 weeks' "
        "(accepted: one length of a day or more: 14 days)",
    ),
    (
        "within: 14 days",
        "within: 5 hours",
        "r:11:52: within: this is not a number of whole days: '5 hours' "
        "(accepted: 3 days, 2 weeks)",
    ),
    (
        "within: 14 days",
        "within: 0 days",
        "r:11:52: within: this is no time at all: '0 days' (accepted: a day or more: 14 days)",
    ),
    (
        "within: 14 days",
        "within: 900 years",
        "r:11:52: within: this is too long a window: '900 years' (accepted: 3650 days at most)",
    ),
    (
        "lift: 4",
        "lift: 40",
        "r:9:25: 'flare' would have to come 1.3 times a day at its height "
        "(accepted: once at most: a lower rate, lift, or share in bursts)",
    ),
    (
        "name: flare, rate: 1",
        "name: flare, rate: 1, bursts: {every: 90 days, lasts: 2 days}",
        "r:9:25: 'flare' would have to come 6 times a day at its height: '1' "
        "(accepted: once at most: a lower rate, lift, or share in bursts)",
    ),
    (
        "name: flare, rate: 1",
        "name: flare, rate: 0",
        "r:11:41: 'flare' has the rate 0, and a lift of nothing is nothing "
        "(accepted: a rate, or chance: and lag: in place of lift: and within:)",
    ),
    ("lift: 4", "lift: -1", "r:11:41: lift cannot be this: '-1' (accepted: 0 or more)"),
    ("lift: 4", "lift: nan", "r:11:41: lift cannot be this: 'nan' (accepted: a finite number)"),
    (
        "raises: {flare: 2}",
        "raises: {flare: 0}",
        "r:15:34: raises: this cannot be nought or less: '0' (accepted: a number above 0)",
    ),
    (
        "days: 365",
        "days: 1.5",
        "r:6:7: days: this is not a number of days: '1.5' (accepted: a whole number from 1)",
    ),
    (
        "days: 365",
        "days: 99999999",
        "r:6:7: the calendar ends before this diary: '99999999' "
        "(accepted: at most 2914210 days from 2021-03-01 on)",
    ),
    (
        "days: 365",
        "days: 900000",
        "r:6:7: 900000 days of 5 streams, chains, endings and drivers are too many "
        "(accepted: days times these, up to 1,000,000)",
    ),
    ("2021-03-01", "2021-02-30", "r:5:8: start: February 2021 has 28 days: '2021-02-30'"),
    (
        "2021-03-01",
        "2021-03",
        "r:5:8: start: this is not a single day: '2021-03' (accepted: 2021-03-01)",
    ),
    (
        "2021-06-01",
        "2023-06-01",
        "r:17:21: this day is not among the 365 from 2021-03-01 on: '2023-06-01' "
        "(accepted: a day of the diary)",
    ),
    (
        "2021-05-01/2021-05-09",
        "2020-01-01/2029-01-01",
        "r:18:19: the gaps leave no day to be observed (accepted: gaps that leave some day)",
    ),
    (
        "2021-05-01/2021-05-09",
        "2020-01-01/2020-01-09",
        "r:18:19: this day is not among the 365 from 2021-03-01 on: '2020-01-01/2020-01-09' "
        "(accepted: a day of the diary)",
    ),
    (
        "2021-05-01/2021-05-09",
        "2021-05-09/2021-05-01",
        "r:18:20: gaps: the interval ends before it starts: '2021-05-09/2021-05-01'; "
        "did you mean '2021-05-01/2021-05-09'?",
    ),
    (
        "2021-05-01/2021-05-09",
        "May 2021",
        "r:18:20: gaps: this is not a period of days: 'May 2021' "
        "(accepted: 2022-07-01/2022-07-14, or a single day)",
    ),
    (
        "forgotten: 0.1",
        "to_week: 0.7, to_month: 0.7",
        "r:18:53: more entries are dated vaguely than there are "
        "(accepted: to_week and to_month that make 1 at most)",
    ),
    (
        "of: quarrel",
        "of: flare",
        "r:13:23: not all lines of 'flare' are conflicts, so there is no end to tell "
        "(accepted: a stream of conflicts)",
    ),
    (
        "chance: 0.1}",
        "chance: 0.1}\n  - {name: peace, of: quarrel, chance: 0.2}",
        "r:14:23: the quarrels of 'quarrel' are ended already "
        "(accepted: one ending for each stream)",
    ),
    (
        "chance: 0.1",
        "chance: 0.5, after: flare, lift: 3",
        "r:13:65: the chance to end would be 1.5 a day: '3' (accepted: 1 at most)",
    ),
    (
        "chance: 0.1",
        "chance: 0.5, after: flare",
        "r:13:5: half of a link stands here "
        "(accepted: both after: and lift:, or neither where age alone decides)",
    ),
    (
        "chance: 0.1",
        "chance: 0.5, within: 3 days",
        "r:13:5: within what comes after nothing: '3 days' (accepted: after: and lift:)",
    ),
    (
        "chance: 0.1",
        "chance: 0.1, quality: truse",
        "r:13:54: quality: 'truse' is not a word for the quality of a resolution; "
        "did you mean 'truce'? (accepted: truce, repaired, avoided)",
    ),
    ("name: flare", "name: quarrel", "r:9:12: the name 'quarrel' is given twice "
     "(accepted: a name of its own)"),
    (
        "name: kap",
        "name: ann",
        "r:17:12: the case has the id 'ann' already (accepted: another name)",
    ),
    (
        "{liz:",
        "{flare-7: {}, liz:",
        "r:9:12: entries are called flare-1, flare-2, …, and the case has a 'flare-7' "
        "(accepted: another name)",
    ),
    (
        "id: one",
        "id: one\n  origin: published",
        "r:3:11: what is made up is synthetic, whatever it begins with: 'published' "
        "(accepted: origin: synthetic, or none)",
    ),
    (
        "id: one",
        "id: one\n  observed: [2021]",
        "r:3:13: the recipe says what is observed "
        "(accepted: start, days and the gaps of recording)",
    ),
    (
        "id: one",
        "id: one\n  sources: {simulation: {cite: x}}",
        "r:3:12: the source 'simulation' is where the recipe will be kept (accepted: another id)",
    ),
    (
        "role: patient",
        "rol: patient",
        "r:3:11: people: liz: a person has no 'rol'; did you mean 'role'? "
        "(accepted: id, name, kind, role, gender, born, died, source, note)",
    ),
    (
        "pain: {name: pain}",
        "pain: {name: pain, of: lizz}",
        "r:4:37: symptom pain: no figure is called 'lizz'; did you mean 'liz'? "
        "(accepted: the id of a figure: liz, ann, bo)",
    ),
    (
        "days: 365",
        "days: 365\nclock: hour",
        "r:7:8: clock: no clock runs like this: 'hour' (accepted: days or minutes)",
    ),
    (
        "flare, rate: 1",
        "flare, rate: 1, severity: [8, 3]",
        "r:9:38: a severity runs from less to more: '8, 3' (accepted: [3, 8])",
    ),
    (
        "flare, rate: 1",
        "flare, rate: 1, severity: 8",
        "r:9:38: severity: this is not from one severity to another: '8' (accepted: [4, 9])",
    ),
    (
        "quarrel, rate: 1",
        "quarrel, rate: 1, severity: [1, 3]",
        "r:8:40: not all lines of 'quarrel' are escalations "
        "(accepted: a severity for flares alone)",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "sentence"), BAD)
def test_a_recipe_that_cannot_be_is_refused_at_its_place(
    write: Write, good: str, bad: str, sentence: str
) -> None:
    """Place, value and cure, and nothing that merely follows from it."""
    assert GOOD.count(good) >= 1

    assert told(write(GOOD.replace(good, bad, 1))) == [sentence]


def test_everything_wrong_is_told_at_once(write: Write) -> None:
    """In the order of the file, and each part with its own keys."""
    bad = GOOD.replace("rate: 1, lines: [{esc", "raet: 1, lines: [{esc").replace(
        "lasts: 30 days", "last: 30 days"
    )

    assert told(write(bad)) == [
        "r:9:5: a stream needs 'rate' (accepted: rate: …)",
        "r:9:19: a stream has no 'raet'; did you mean 'rate'? "
        "(accepted: name, lines, rate, severity, bursts, drift)",
        "r:15:5: a driver needs 'lasts' (accepted: lasts: …)",
        "r:15:38: a driver has no 'last'; did you mean 'lasts'? "
        "(accepted: name, raises, lasts, scale, rated, centre, spread, error)",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "formulation: 1\nid: one\n",
            "r:1:1: this is a case, not a recipe "
            "(accepted: the keys of a recipe: case, start, days, streams)",
        ),
        (
            "- a\n- b\n",
            "r:1:1: this is not a recipe "
            "(accepted: the keys of a recipe: case, start, days, streams)",
        ),
        ("case: {id: one}\nstart: 2021-03-01\ndays: 3\nstreams: none\n",
         "r:4:10: this is no stream: 'none' (accepted: the keys of a stream, in braces)"),
        ("case: one\nstart: 2021-03-01\ndays: 3\nstreams: []\n",
         "r:1:7: this is no case: 'one' (accepted: the keys of a case, in braces)"),
        ("[" * 100_000, "r:1:33: this is nested too deep "
         "(accepted: at most 32 levels of lists and keys)"),
        ("a: &x [1]\n", "r:1:4: an anchor (&x) is not read "
         "(accepted: no anchor; a text that begins with & goes in quotes)"),
    ],
)  # fmt: skip
def test_what_is_no_recipe_is_refused(write: Write, text: str, sentence: str) -> None:
    """A case, a list, a nest of brackets: the first thing said is what it is."""
    assert told(write(text))[0] == sentence


def test_a_file_that_is_not_there_is_told_with_the_nearest(write: Write) -> None:
    """As for a case."""
    path = write(GOOD)
    missing = path.with_name("recipes.yaml")

    with pytest.raises(CaseError) as error:
        read_recipe(missing)

    assert str(error.value) == f"{missing}: there is no such file; did you mean {str(path)!r}?"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"streams": [{"name": "flare", "rate": 1, "lines": [{"escalation": "pian"}]}]},
            "streams 0: no symptom is called 'pian'; did you mean 'pain'? "
            "(accepted: the id of a symptom: pain)",
        ),
        (
            {"chains": [{"after": "flare", "then": "flair", "lift": 2, "within": "3 days"}]},
            "chains 0: no stream is called 'flair'; did you mean 'flare'? "
            "(accepted: a stream: flare)",
        ),
        ({"days": True}, "days: this is not a number of days: 'True' "
         "(accepted: a whole number from 1)"),
        ({"streems": []}, "a recipe has no 'streems'; did you mean 'streams'? (accepted: case, "
         "start, days, streams, chains, endings, drivers, turning_points, recording, clock)"),
    ],
)  # fmt: skip
def test_python_is_told_which_part_is_wrong(fields: dict[str, Any], sentence: str) -> None:
    """There is no line to point at, so the list and the position are named."""
    case = Case(id="one").adding(Person(id="liz", role="patient"), Symptom(id="pain"))
    flares = Stream(name="flare", rate=1, lines=[Escalation(of="pain")])
    good: dict[str, Any] = {"case": case, "start": "2021-03-01", "days": 9, "streams": [flares]}

    with pytest.raises(CaseError) as error:
        Recipe(**good | fields)

    assert str(error.value) == sentence


def test_a_part_of_a_recipe_is_refused_by_itself() -> None:
    """A stream whose line has a slip says so before there is a recipe."""
    with pytest.raises(CaseError) as error:
        Stream(name="flare", rate=1, lines=[{"escalation": "pain", "severty": 3}])

    assert str(error.value).startswith(
        "lines: an 'escalation' statement has no 'severty'; did you mean 'severity'? (accepted: "
    )


# --- recipes carried by cases ---


def test_a_case_that_was_not_made_up_carries_no_recipe() -> None:
    """And says how one that does would look."""
    with pytest.raises(CaseError) as error:
        recipe_of(read_case(EXAMPLES / "elizabeth.yaml"))

    assert str(error.value) == (
        "the case 'elizabeth' carries no recipe (accepted: a case that simulate made: "
        "origin: synthetic, and a source called 'simulation')"
    )


@pytest.mark.parametrize(
    ("note", "of_recipe", "of_seed"),
    [
        (
            "lost",
            "the note of one:1:1: this is not a recipe "
            "(accepted: the keys of a recipe: case, start, days, streams)",
            "the note of this case holds no seed (accepted: seed: 0)",
        ),
        (
            "{seed: x, recipe: {start: 2021}}",
            "the note of one:1:19: a recipe needs 'case' (accepted: case: …)",
            "the note of this case holds no seed: 'x' (accepted: seed: 0)",
        ),
        (
            "{seed: 1",
            "the note of one:1:1: the { that opens here is never closed",
            "the note of one:1:1: the { that opens here is never closed",
        ),
    ],
)
def test_a_note_that_was_changed_is_told(note: str, of_recipe: str, of_seed: str) -> None:
    """The place is counted within the note."""
    changed = Case(
        id="one", origin="synthetic", sources=[Source(id="simulation", cite="x", note=note)]
    )

    for read, sentence in ((recipe_of, of_recipe), (seed_of, of_seed)):
        with pytest.raises(CaseError) as error:
            read(changed)
        assert str(error.value.faults[0]).split("\n")[0].startswith(sentence)


# --- days ---


@pytest.mark.parametrize(
    ("day", "week", "month"),
    [
        (0, "2024-02-26/2024-03-03", "2024-02-01/2024-02-29"),  # Thursday, 29 February 2024
        (-1, "2024-02-26/2024-03-03", "2024-02-01/2024-02-29"),
        (4, "2024-03-04/2024-03-10", "2024-03-01/2024-03-31"),
        (306, "2024-12-30/2025-01-05", "2024-12-01/2024-12-31"),
    ],
)
def test_weeks_run_from_monday_and_months_are_those_of_the_calendar(
    day: int, week: str, month: str
) -> None:
    """Counted from the first day of a diary, also where a year ends within the week."""
    start = "2024-02-29"

    assert period_of(start, week_around(start, day)) == week
    assert period_of(start, month_around(start, day)) == month


def test_the_last_month_of_the_calendar_has_an_end() -> None:
    """December 9999 is not asked for its next month."""
    assert period_of("9999-12-30", month_around("9999-12-30", 1)) == "9999-12-01/9999-12-31"


def test_observed_pieces_lie_between_the_gaps() -> None:
    """In order, whatever the order of the gaps, and none where they meet."""
    gaps = ["2021-03-08/2021-03-09", "2021-03-03", "2021-03-10"]

    assert observed_pieces("2021-03-01", 12, gaps) == [(0, 1), (3, 6), (10, 11)]
    assert observed_pieces("2021-03-01", 3, ["2021-03-01/2021-03-03"]) == []


# --- the example diaries ---


def diary(name: str) -> Case:
    return read_case(EXAMPLES / f"{name}.yaml")


def of(case: Case, name: str) -> list[Any]:
    """The entries of one stream."""
    return [e for e in case.events if (e.id or "").rpartition("-")[0] == name]


def day(entry: Any) -> int:
    return parse_span(entry.when).start_earliest // 1440


each_diary = pytest.mark.parametrize("name", DIARIES)


@each_diary
def test_an_example_diary_is_what_its_recipe_makes(name: str) -> None:
    """Byte for byte; who changes a diary by hand changes the recipe instead."""
    committed = (EXAMPLES / f"{name}.yaml").read_bytes()

    assert MAKING["diary"](name).encode("utf-8") == committed
    assert len(committed) < 250_000


@each_diary
def test_an_example_diary_carries_the_recipe_that_stands_beside_it(name: str) -> None:
    """And its seed, so that anybody can make it again from the diary alone."""
    case = diary(name)

    assert recipe_of(case) == read_recipe(EXAMPLES / "recipes" / f"{name}.yaml")
    assert write_case(simulate(recipe_of(case), seed=seed_of(case))) == write_case(case)


@each_diary
def test_an_example_diary_has_neither_faults_nor_warnings_and_says_it_is_made_up(name: str) -> None:
    """Nobody shall take it for the founding case."""
    case, faults = faults_in(EXAMPLES / f"{name}.yaml")

    assert faults == []
    assert case is not None
    assert (case.id, case.origin) == (name, "synthetic")
    assert "made up" in str(case.title)
    assert str(case.about).startswith("Synthetic: made up by a simulation. No event ")
    assert "Planted: " in str(case.about)


@each_diary
def test_an_example_diary_has_quarrels_of_others_and_truces_that_name_their_quarrel(
    name: str,
) -> None:
    """A dozen quarrels of people whom she does not idealize; truces days to weeks later."""
    case = diary(name)
    idealized = {bond.subjects[0] for bond in case.bonds}

    assert len(of(case, "other-quarrel")) >= 12
    assert all(not idealized & set(q.between) for q in of(case, "other-quarrel"))
    assert all(set(q.between) <= idealized for q in of(case, "quarrel"))
    ages = [day(truce) - day(case[truce.between[0]]) for truce in of(case, "truce")]
    assert len(ages) > 25
    assert min(ages) >= 1
    assert 4 < sorted(ages)[len(ages) // 2] < 28


def rate_ratio(case: Case, after: str, then: str, window: int = 14) -> float:
    """Outcomes a day in the days 1 to `window` after an antecedent, over those of other days."""
    pieces = [parse_span(period) for period in case.observed["all"]]
    at_risk = {
        d
        for piece in pieces
        for d in range(piece.start_earliest // 1440 + window, piece.end_latest // 1440 + 1)
    }
    antecedents = {day(entry) for entry in of(case, after)}
    exposed = {d + lag for d in antecedents for lag in range(1, window + 1)} & at_risk
    sides = [exposed - antecedents, at_risk - exposed - antecedents]
    inside, outside = (
        sum(day(entry) in side for entry in of(case, then)) / len(side) for side in sides
    )
    return inside / outside


@pytest.mark.parametrize(
    ("name", "after", "least", "most"),
    [
        ("elizabeth_diary", "quarrel", 2.5, 7),  # planted: 4
        ("elizabeth_diary", "other-quarrel", 0.4, 1.8),  # planted: 1
        ("elizabeth_diary_unlinked", "quarrel", 0.7, 1.4),  # planted: 1
        ("elizabeth_diary_confounded", "quarrel", 2, 7),  # planted: nothing but severity
        ("elizabeth_diary_any_quarrel", "quarrel", 1.5, 4),  # 4, and raised at other times as well
        ("elizabeth_diary_any_quarrel", "other-quarrel", 1.5, 4),
    ],
)
def test_an_example_diary_shows_what_was_planted(
    name: str, after: str, least: float, most: float
) -> None:
    """The rate of flares in the two weeks after a quarrel, over the rate of other days."""
    assert least < rate_ratio(diary(name), after, "flare") < most


def test_the_diary_and_its_unlinked_twin_have_about_as_many_quarrels_and_flares() -> None:
    """In a month, before the session, so that every story looks just as good."""
    cases = [diary(name) for name in ("elizabeth_diary", "elizabeth_diary_unlinked")]
    months = [(day(case["session"]) - day(case.events[0])) / 30 for case in cases]

    for stream in ("quarrel", "flare"):
        before = [
            sum(day(entry) < day(case["session"]) for entry in of(case, stream)) for case in cases
        ]
        linked, twin = (count / n for count, n in zip(before, months, strict=True))
        assert twin == pytest.approx(linked, rel=0.25)


def test_quarrels_and_flares_are_rarer_after_the_session() -> None:
    """In the linked diary; in the twin the session changes nothing."""
    ratios = {}
    for name in ("elizabeth_diary", "elizabeth_diary_unlinked"):
        case, recipe = diary(name), recipe_of(diary(name))
        session, first = day(case["session"]), parse_span(recipe.start).start_earliest // 1440
        spans = session - first, first + recipe.days - session - 1
        for stream in ("quarrel", "flare"):
            days = [day(entry) for entry in of(case, stream)]
            before, after = (sum(d < session for d in days), sum(d > session for d in days))
            ratios[name, stream] = (after / spans[1]) / (before / spans[0])

    assert ratios["elizabeth_diary", "quarrel"] < 0.6
    assert ratios["elizabeth_diary", "flare"] < 0.6
    assert 0.7 < ratios["elizabeth_diary_unlinked", "quarrel"] < 1.4
    assert 0.7 < ratios["elizabeth_diary_unlinked", "flare"] < 1.4


def test_severity_is_rated_weekly_in_the_confounded_diary_and_runs_with_both() -> None:
    """Who looks at like severities has the rival in the file."""
    case = diary("elizabeth_diary_confounded")
    value_of = {day(r): r.value for r in of(case, "severity")}

    def mean(days: list[int]) -> float:
        latest = [max((r for r in value_of if r <= d), default=None) for d in days]
        known = [value_of[r] for r in latest if r is not None]
        return sum(known) / len(known)

    usual = sum(value_of.values()) / len(value_of)
    assert len(value_of) > 300
    assert mean([day(q) for q in of(case, "quarrel")]) > usual + 1
    assert mean([day(f) for f in of(case, "flare")]) > usual + 1
    assert len(case.observed["all"]) == 3
