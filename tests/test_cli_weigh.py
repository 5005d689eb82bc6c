"""The command ``weigh``, the weights with which ``find`` ends, and the page that explains them."""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from formulation import catalogue, read_case, weigh, write_case
from formulation.casefile import faults_in
from formulation.cli.speaking import shown
from formulation.model import Escalation, Intervention, Rating, Resolution, Source
from tests.test_cli import FAULTY, in_words, on_a_terminal, run
from tests.test_cli import command as own_process
from tests.test_docs import ROOT, blocks
from tests.test_weigh import STEADY, day, diary, flares, quarrels

EXAMPLES = ROOT / "examples"
FLAGSHIP = "idealized-pair-conflict-flare"
ONE = ("--pattern", FLAGSHIP)
WEIGHT_KEYS = [
    *("pattern", "question", "roles", "method", "outcome_events", "exposed_days", "unexposed_days"),
    *("in_exposed", "in_unexposed", "expected", "rate_ratio", "ci95", "p_exact", "p_shift"),
    *("p_adjusted", "verdict", "hits", "misses", "unprompted"),
]
CHANGE_KEYS = [
    *("event", "outcome", "before", "after", "rate_ratio", "ci95", "p_exact", "p_shift"),
    *("verdict", "rivals"),
]
TALK = Intervention(id="talk", text="a talk", when="2021-07-01")
#: four quarrels, and flares of which two are known to within a fortnight after one
UNSURE = (
    quarrels((40, 100, 160, 220)),
    flares((44, 103, 80, 130)),
    Escalation(id="vague", of="pain", when=f"[{day(155)}..{day(168)}]"),
    Escalation(id="vaguer", of="pain", when=f"[{day(228)}..{day(241)}]"),
)


def keep(path: str, *statements: Any, id: str = "diary", **said: Any) -> None:
    """Write a year's diary of those statements to a file."""
    case = diary(*statements, **said)
    Path(path).write_text(write_case(case).replace("id: diary", f"id: {id}", 1), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with one diary: four quarrels, six flares, three of them soon after."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    keep("diary.yaml", *STEADY)
    return tmp_path


def strict(constant: str) -> NoReturn:
    raise AssertionError(f"{constant} is no JSON")


def read(*args: str, input: str | None = None) -> Any:  # whatever the document holds
    told = run(*args, "--json", input=input)
    assert (told.exit_code, told.stderr) == (0, "")
    return json.loads(told.stdout, parse_constant=strict)


def on_one_line(text: str) -> str:
    return " ".join(text.split())


# --- the document -------------------------------------------------------------------------------


def test_a_weight_has_the_keys_of_the_contract(folder: Path) -> None:
    """`case` and `weights` around it; hits and unprompted are outcomes, misses antecedents."""
    told = read("weigh", "diary.yaml", *ONE)

    assert list(told) == ["case", "weights"]
    assert told["case"] == "diary"
    (weight,) = told["weights"]
    assert list(weight) == WEIGHT_KEYS
    assert weight == weigh(read_case("diary.yaml"), FLAGSHIP)[0].to_dict()
    assert weight["roles"] == {"P": "liz", "S": "pain"}
    assert weight["hits"] == ["f43", "f103", "f163"]
    assert weight["misses"] == ["q220"]
    assert weight["unprompted"] == ["f80", "f130", "f300"]
    assert (weight["exposed_days"], weight["unexposed_days"]) == (56, 291)
    assert (weight["outcome_events"], weight["in_exposed"], weight["in_unexposed"]) == (6, 3, 3)


def test_a_ratio_without_bound_is_null(folder: Path) -> None:
    """Where no flare came alone, the ratio and the upper end are infinite, which JSON has not."""
    keep("diary.yaml", quarrels((40, 100, 160, 220, 280)), flares((43, 103, 163, 223, 283)))

    (weight,) = read("weigh", "diary.yaml", *ONE)["weights"]

    assert (weight["in_exposed"], weight["in_unexposed"]) == (5, 0)
    assert weight["rate_ratio"] is None
    low, high = weight["ci95"]
    assert low > 1
    assert high is None


def test_what_cannot_be_weighed_has_no_numbers_and_says_why(folder: Path) -> None:
    """All keys stand; tests and ratio are null, and `method` holds the reason."""
    keep("diary.yaml", *STEADY, observed=())

    (weight,) = read("weigh", "diary.yaml", *ONE)["weights"]

    assert list(weight) == WEIGHT_KEYS
    assert weight["verdict"] == "not testable"
    assert weight["method"] == "none: nothing says when such events would have been noticed"
    assert weight["ci95"] == [None, None]
    numbers = ("expected", "rate_ratio", "p_exact", "p_shift", "p_adjusted")
    assert [weight[name] for name in numbers] == [None] * 5


def test_with_an_event_come_the_changes_with_their_keys(folder: Path) -> None:
    """Flares and conflicts before and after, with events and days; the ratio is after : before."""
    keep("diary.yaml", *STEADY, TALK)

    told = read("weigh", "diary.yaml", "--change", "talk")

    assert list(told)[:3] == ["case", "weights", "changes"]
    assert [list(change) for change in told["changes"]] == [CHANGE_KEYS] * 2
    pain, conflict = told["changes"]
    assert [(c["event"], c["outcome"]) for c in (pain, conflict)] == [
        ("talk", "pain"),
        ("talk", "conflict"),
    ]
    assert pain["before"] == {"events": 5, "days": 181}
    assert pain["after"] == {"events": 1, "days": 183}
    assert pain["rate_ratio"] == pytest.approx(1 / 183 / (5 / 181))
    assert conflict["verdict"] == "not testable"
    assert (conflict["rate_ratio"], conflict["ci95"]) == (None, [None, None])
    assert all(isinstance(rival, str) for rival in pain["rivals"])


def test_a_change_to_nothing_at_all_is_a_number_and_from_nothing_is_null(folder: Path) -> None:
    """No flare afterwards makes the ratio nought; none before makes it infinite."""
    keep("diary.yaml", flares((20, 40, 60, 80, 100, 120)), TALK)
    keep("later.yaml", flares((200, 220, 240, 260, 280, 300)), TALK)

    (ended,) = read("weigh", "diary.yaml", "--change", "talk")["changes"]
    (begun,) = read("weigh", "later.yaml", "--change", "talk")["changes"]

    assert ended["rate_ratio"] == 0
    assert begun["rate_ratio"] is None
    assert begun["ci95"][1] is None


def test_several_cases_make_a_list_and_so_does_a_folder(folder: Path) -> None:
    """In the order in which they were named; a folder makes a list even of one case."""
    keep("other.yaml", *STEADY, id="other")

    named = read("weigh", "other.yaml", "diary.yaml", "--change", "hero_a")
    Path("other.yaml").unlink()
    whole = read("weigh", ".", *ONE)

    assert list(named) == ["cases"]
    assert [one["case"] for one in named["cases"]] == ["other", "diary"]
    assert all(list(one)[:3] == ["case", "weights", "changes"] for one in named["cases"])
    assert whole == {"cases": [read("weigh", "diary.yaml", *ONE)]}


def test_standard_input_is_weighed_too(folder: Path) -> None:
    """A dash stands for what is piped in, in words and as a document."""
    text = Path("diary.yaml").read_text()

    assert read("weigh", "-", input=text) == read("weigh", "diary.yaml")
    assert run("weigh", "-", input=text).stdout == run("weigh", "diary.yaml").stdout


# --- what is asked ------------------------------------------------------------------------------


def test_naming_a_pattern_narrows_what_is_shown_and_not_what_is_corrected_for(folder: Path) -> None:
    """Each weight is, key for key, what it is among all."""
    path = str(EXAMPLES / "elizabeth_diary.yaml")
    every = read("weigh", path)["weights"]

    shown_alone = read("weigh", path, *ONE)["weights"]

    assert shown_alone == [weight for weight in every if weight["pattern"] == FLAGSHIP]
    assert len({weight["pattern"] for weight in every}) > 1
    assert any(weight["p_adjusted"] > weight["p_shift"] for weight in shown_alone)


def test_a_window_that_is_set_changes_the_question(folder: Path) -> None:
    """A week: 365 days less the first 7 and four days of quarrels, of which 4 times 7 exposed."""
    (weight,) = read("weigh", "diary.yaml", *ONE, "--set", "within=7days")["weights"]

    assert weight["question"] == "Do flares of pain come more often in the 7 days after quarrels?"
    assert (weight["exposed_days"], weight["unexposed_days"]) == (28, 326)
    assert read("weigh", "diary.yaml", *ONE)["weights"][0]["question"] == (
        "Do flares of pain come more often in the 14 days after quarrels?"
    )


def test_ones_own_patterns_are_weighed_and_enlarge_the_family(folder: Path) -> None:
    """A pattern file's questions are asked beside the catalogue's."""
    own = next(p for p in catalogue() if p.pattern == FLAGSHIP).to_keys() | {"pattern": "mine"}
    Path("mine.json").write_text(json.dumps(own))

    told = read("weigh", "diary.yaml", "--patterns", "mine.json")["weights"]

    assert [w["pattern"] for w in told if "14 days after quarrels" in w["question"]] == [
        FLAGSHIP,
        "mine",
    ]
    text = run("weigh", "diary.yaml", "--patterns", "mine.json", "--pattern", "mine").stdout
    assert "once 3 questions are allowed for." in on_one_line(text)
    text = run("weigh", "diary.yaml", *ONE).stdout
    assert "once 2 questions are allowed for." in on_one_line(text)


def test_of_two_accounts_that_of_the_source_counts(folder: Path) -> None:
    """Her flare came three days after the quarrel; by his account it came three weeks after."""
    his = Escalation(id="his", of="pain", when=day(61), alternative_of="f43", source="bob_says")
    keep("diary.yaml", Source(id="bob_says", cite="Bob, by telephone"), *STEADY, his)

    (first,) = read("weigh", "diary.yaml", *ONE)["weights"]
    (by_him,) = read("weigh", "diary.yaml", *ONE, "--account", "bob_says")["weights"]

    assert first["hits"] == ["f43", "f103", "f163"]
    assert by_him["hits"] == ["f103", "f163"]
    assert by_him["unprompted"] == ["his", "f80", "f130", "f300"]


@pytest.mark.parametrize("form", [pytest.param((), marks=pytest.mark.slow), ("--json",)])
def test_the_same_seed_gives_the_same_bytes(folder: Path, form: tuple[str, ...]) -> None:
    """Also in another process with another order of hashes, and where dates are drawn."""
    keep("diary.yaml", *UNSURE, TALK)
    asked = ("weigh", "diary.yaml", *ONE, "--seed", "3", "--change", "talk", *form)

    told = own_process(*asked, env={**os.environ, "PYTHONHASHSEED": "1", "COLUMNS": "100"})

    assert (told.returncode, told.stderr) == (0, b"")
    assert told.stdout.decode() == run(*asked).stdout


def test_another_seed_changes_nothing_where_every_date_is_known(folder: Path) -> None:
    """Neither dates nor shifts are drawn in a year of known days; the text names its seed."""
    one, other = (read("weigh", "diary.yaml", "--seed", seed) for seed in "12")

    assert one == other
    assert one["weights"]
    assert " The seed was 2." in on_one_line(run("weigh", "diary.yaml", "--seed", "2").stdout)


@pytest.mark.slow
def test_another_seed_draws_uncertain_dates_anew(folder: Path) -> None:
    """The counts may be the same; the share of draws is told, and the test moves."""
    keep("diary.yaml", *UNSURE)

    first, second = (read("weigh", "diary.yaml", *ONE, "--seed", seed) for seed in "12")

    assert "200 draws of uncertain dates" in first["weights"][0]["method"]
    assert first != second
    assert first["weights"][0].keys() == second["weights"][0].keys()


# --- what a person reads ------------------------------------------------------------------------


def test_what_was_weighed_is_told_with_its_misses_and_what_it_means(folder: Path) -> None:
    """Question, verdict, numbers, meaning, what stands beside it, and how it was reckoned."""
    (weight,) = weigh(read_case("diary.yaml"), FLAGSHIP)

    told = run("weigh", "diary.yaml", *ONE).stdout

    title, summary, blank, *rest = told.splitlines()
    assert (title, blank) == ("diary", "")
    assert summary == (
        "1 question asked, 1 could be weighed. Verdicts are about the order of events, not about "
        "why."
    )
    assert rest[:3] == [
        "1. Do flares of pain come more often in the 14 days after quarrels?",
        f"   {FLAGSHIP}",
        "   Who is who: P is Liz, S is pain.",
    ]
    verdict = f"{weight.verdict.capitalize()}. {weight.because}"
    labels = ("It means: ", "What would change it: ", "What it does not mean: ")
    meaning = [label + text for label, text in zip(labels, weight.means, strict=True)]
    notes = [f"- {note}" for note in weight.notes]
    places = [on_one_line(told).find(text) for text in (verdict, *meaning, *notes)]
    assert -1 not in places
    assert places == sorted(places)
    assert on_one_line(told).endswith(
        "How it was reckoned, to paste into a report "
        + weigh(read_case("diary.yaml"), FLAGSHIP).methods
    )


def test_no_line_is_wider_than_the_terminal(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty columns are enough for all but a title."""
    monkeypatch.setenv("COLUMNS", "60")

    told = run("weigh", str(EXAMPLES / "elizabeth_diary.yaml"), "--change", "session").stdout

    assert max(map(len, told.splitlines()[1:])) <= 60


def test_a_change_is_told_in_its_own_words(folder: Path) -> None:
    """Less often, not 'opposite'; what else could have done it stands below, a line each."""
    path = str(EXAMPLES / "elizabeth_diary.yaml")
    change = weigh(read_case(path), FLAGSHIP, change="session").changes[0]

    told = on_one_line(run("weigh", path, *ONE, "--change", "session").stdout)

    assert change.verdict == "opposite"
    assert f"Less often. {change.because}" in told
    assert "Opposite" not in told
    assert f"What else could have done it: - {' - '.join(change.rivals)}" in told


def test_ratings_before_and_after_are_told_too(folder: Path) -> None:
    """With the word that a start that was chosen cannot be tested by lot."""
    ratings = [
        Rating(id=f"r{n}", of="mood", value=n % 5 + n // 180 * 3, when=day(n))
        for n in range(5, 360, 20)
    ]
    keep("diary.yaml", *STEADY, TALK, ratings)
    (scale,) = weigh(read_case("diary.yaml"), change="talk").scales

    told = on_one_line(run("weigh", "diary.yaml", "--change", "talk").stdout)

    assert scale.scale == "mood"
    assert f"Before and after the intervention (a talk): mood {scale.because}" in told
    assert "a start that was chosen cannot be tested so." in told


def test_cases_are_told_one_after_another(folder: Path) -> None:
    """Each with its own title and its own paragraph for a report."""
    keep("other.yaml", *STEADY, id="other")

    told = run("weigh", ".", *ONE).stdout

    each = [run("weigh", name, *ONE).stdout for name in ("diary.yaml", "other.yaml")]
    assert told == "\n".join(each)


def test_a_file_of_nothing_that_could_be_asked_is_told_so(folder: Path) -> None:
    """That is no failure."""
    Path("empty.yaml").write_text("formulation: 1\nid: empty\n")

    told = run("weigh", "empty.yaml")

    assert (told.exit_code, told.stderr) == (0, "")
    assert on_one_line(told.stdout) == (
        "empty None of these patterns asks a question of this case that could be weighed: nothing "
        "in the file is of the kind they ask about."
    )


def test_the_founding_case_is_not_testable_and_says_why_and_what_to_record(folder: Path) -> None:
    """The published texts date nothing and say nothing of when anyone looked."""
    told = run("weigh", str(EXAMPLES / "elizabeth.yaml"), *ONE)

    assert (told.exit_code, told.stderr) == (0, "")
    why, _, wanted = told.stdout.partition("\n   To be able to weigh them, record:\n")
    assert on_one_line(why) == (
        "Elizabeth and her superheroes 2 questions asked, none could be weighed. Verdicts are "
        "about the order of events, not about why. "
        "What cannot be weighed "
        "- Whether flares of chronic pain come more often after quarrels cannot be weighed: "
        "nothing says when such events would have been noticed; there is no quarrel with a date "
        "of its own (1 told as recurring, and not counted), where 3 are needed; there is no flare "
        "of chronic pain with a date of its own (1 told as recurring, and not counted), where 5 "
        "are needed. (idealized-pair-conflict-flare) "
        "- Whether truces between Diane and Stephanie come more often after flares cannot be "
        "weighed: nothing says when such events would have been noticed; there is no flare with "
        "a date of its own (1 told as recurring, and not counted), where 3 are needed; there is "
        "no truce between Diane and Stephanie with a date of its own (1 told as recurring, and "
        "not counted), where 5 are needed. (idealized-pair-conflict-flare)"
    )
    assert sorted(wanted.splitlines()) == [
        "   - each flare of chronic pain with its date, 5 of them at the least",
        "   - each flare with its date, 3 of them at the least",
        "   - each quarrel with its date, 3 of them at the least",
        "   - each truce between Diane and Stephanie with its date, 5 of them at the least",
        "   - under 'observed', when each conflict would have been noted, quiet days included",
        "   - under 'observed', when each escalation would have been noted, quiet days included",
        "   - under 'observed', when each resolution would have been noted, quiet days included",
    ]


# --- find ends with weights ---------------------------------------------------------------------

HEADING = "How this weighs against chance\n"


def test_find_carries_the_weights_of_what_was_asked_for(folder: Path) -> None:
    """`weights` stands after `findings`, and is what weigh says of those patterns."""
    found = read("find", "diary.yaml", *ONE)

    assert list(found) == ["case", "findings", "weights"]
    assert len(found["findings"]) == 3
    assert found["weights"] == read("weigh", "diary.yaml", *ONE)["weights"]


def test_find_carries_weights_for_each_of_several_cases(folder: Path) -> None:
    """Each case has its own."""
    keep("other.yaml", *STEADY, flares((44,), prefix="more"), id="other")

    found = read("find", ".", *ONE)["cases"]

    assert [one["weights"][0]["in_exposed"] for one in found] == [3, 4]


def test_find_prints_the_weight_of_each_pattern_that_it_found_in_one_paragraph(
    folder: Path,
) -> None:
    """Verdict and sentence stand together, before what the patterns do not claim."""
    truces = [Resolution(id=f"t{n}", between=f"q{n}", when=day(n + 5)) for n in (40, 100)]
    keep("diary.yaml", *STEADY, truces)
    weights = weigh(read_case("diary.yaml"), FLAGSHIP)

    told = run("find", "diary.yaml", *ONE).stdout

    after = told.partition(f"\n{HEADING}")[2]
    paragraphs = re.split(r"^   (?! )|^(?=')", after.partition("\n\n")[0], flags=re.MULTILINE)[1:]
    assert [on_one_line(text) for text in paragraphs] == [
        *(f"{FLAGSHIP}: {w.verdict}. {w.because}" for w in weights),
        "'formulation weigh' tells what each means, and how it was done.",
    ]
    assert len(weights) == 2
    assert after.index("What these patterns do not claim") > after.index(FLAGSHIP)


def test_find_prints_no_weight_of_what_it_did_not_find(folder: Path) -> None:
    """A question that could be weighed is not told where its pattern fits nowhere."""
    keep("diary.yaml", quarrels((40, 100, 160)), flares((20, 35, 80, 130, 200, 300)))

    told = run("find", "diary.yaml", *ONE)

    assert "no findings." in told.stdout
    assert HEADING not in told.stdout
    assert read("weigh", "diary.yaml", *ONE)["weights"][0]["in_exposed"] == 0


# --- files and pictures -------------------------------------------------------------------------


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_output_is_written_whole_to_a_file(folder: Path, form: tuple[str, ...]) -> None:
    """What -o writes is what would have been shown, and nothing else is left in the folder."""
    shown_text = run("weigh", "diary.yaml", *form).stdout
    Path("told.txt").write_text("of last week")

    told = run("weigh", "diary.yaml", *form, "-o", "told.txt")

    assert (told.exit_code, told.stdout, told.stderr) == (0, "", "")
    assert Path("told.txt").read_text() == shown_text
    assert sorted(path.name for path in folder.iterdir()) == ["diary.yaml", "told.txt"]


@pytest.mark.parametrize("wrong", [("--change", "nobody"), ("--account", "nobody"), ("no.yaml",)])
def test_what_was_written_before_stays_where_nothing_could_be_weighed(
    folder: Path, wrong: tuple[str, ...]
) -> None:
    """A file is written at the end, or not at all."""
    Path("told.txt").write_text("of last week")

    told = run("weigh", "diary.yaml", *wrong, "-o", "told.txt")

    assert told.exit_code in (1, 2)
    assert Path("told.txt").read_text() == "of last week"
    assert sorted(path.name for path in folder.iterdir()) == ["diary.yaml", "told.txt"]


@pytest.mark.parametrize(
    ("name", "begins", "holds"),
    [
        ("w.svg", b"<svg", b"within 14 days after"),
        ("w.PNG", b"\x89PNG\r\n\x1a\n", b"IHDR"),
        ("w.html", b"<!DOCTYPE html>", b"within 14 days after"),
    ],
)
def test_a_picture_is_drawn_by_the_name_of_its_file(
    folder: Path, name: str, begins: bytes, holds: bytes
) -> None:
    """Where it is goes to standard error, so that the document stays a document."""
    told = run("weigh", "diary.yaml", *ONE, "--json", "--draw", name)

    assert (told.exit_code, told.stderr) == (0, f"Drawn: {name}\n")
    assert json.loads(told.stdout)["case"] == "diary"
    picture = Path(name).read_bytes()
    assert picture.startswith(begins)
    assert holds in picture


def test_with_an_event_the_change_is_drawn(folder: Path) -> None:
    """Before and after, instead of the first weight."""
    keep("diary.yaml", *STEADY, TALK)

    run("weigh", "diary.yaml", "--draw", "weight.svg")
    run("weigh", "diary.yaml", "--change", "talk", "--draw", "change.svg")

    weight, change = (Path(name).read_text() for name in ("weight.svg", "change.svg"))
    assert "a talk" in change
    assert "a talk" not in weight


def test_where_nothing_could_be_weighed_there_is_nothing_to_draw(folder: Path) -> None:
    """The words are told all the same; no empty picture is left."""
    keep("diary.yaml", *STEADY, observed=())

    told = run("weigh", "diary.yaml", "--draw", "weight.svg")

    assert told.exit_code == 2
    assert "What cannot be weighed\n" in told.stdout
    assert told.stderr == (
        "Error: nothing here could be weighed, so that there is nothing to draw\n"
    )
    assert not Path("weight.svg").exists()


# --- how it ends --------------------------------------------------------------------------------

PICTURE_OF_ONE = "--draw draws the weights of one case, and needs the name of a file"


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("diary.yaml", "--pattern", "flair"), "no pattern is called 'flair'"),
        (("diary.yaml", "--change", "tlk"), "no statement is called 'tlk'; did you mean 'talk'?"),
        (("diary.yaml", "--account", "he"), "no source is called 'he'"),
        (("diary.yaml", "--set", "width=1"), "--set width=1: no pattern asked for has a value"),
        (("diary.yaml", "copy.yaml", "--draw", "w.svg"), PICTURE_OF_ONE),
        ((".", "--draw", "w.svg"), PICTURE_OF_ONE),
        (("diary.yaml", "--draw", "-"), PICTURE_OF_ONE),
        (("diary.yaml", "--draw", "w.gif"), "no format of a weight is called 'gif'"),
        (
            ("diary.yaml", "--draw", "w.svg", "-o", "./w.svg"),
            "the weights and their picture cannot both be written to one file",
        ),
        (("",), "a file is named by an empty text"),
        (("-", "-"), "standard input (-) can be read only once"),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_code_2(
    folder: Path, args: tuple[str, ...], told: str
) -> None:
    """Unknown names end as they do for find and draw."""
    keep("diary.yaml", *STEADY, TALK)
    keep("copy.yaml", *STEADY, id="copy")

    ended = run("weigh", *args)

    assert ended.exit_code == 2
    assert ended.stderr.startswith(f"Error: {told}")
    assert ended.stderr.count("\n") == 1
    assert sorted(path.name for path in folder.iterdir()) == ["copy.yaml", "diary.yaml"]


def test_a_seed_below_nought_is_refused(folder: Path) -> None:
    """It is wrong use."""
    ended = run("weigh", "diary.yaml", "--seed", "-1")

    assert (ended.exit_code, ended.stdout) == (2, "")
    assert "'--seed'" in ended.stderr


@pytest.mark.parametrize(
    ("option", "name"),
    [
        ("-o", "diary.yaml"),
        ("--draw", "diary.yaml"),
        ("-o", "link.yaml"),
        ("-o", "own.json"),
        ("--draw", "own.json"),
    ],
)
def test_what_is_read_is_never_written_over(folder: Path, option: str, name: str) -> None:
    """Not the case, not by a link, and not the patterns."""
    own = json.dumps(catalogue()[0].to_keys() | {"pattern": "mine"})
    Path("own.json").write_text(own)
    before = Path("diary.yaml").read_text()
    Path("link.yaml").symlink_to("diary.yaml")

    ended = run("weigh", "diary.yaml", "--patterns", "own.json", option, name)

    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr == (
        f"Error: {name} is what is read here, and it is not written over; give another name\n"
    )
    assert Path("diary.yaml").read_text() == before
    assert Path("own.json").read_text() == own


def test_a_faulty_case_is_told_and_not_weighed(folder: Path) -> None:
    """Its faults on standard error, exit code 1, and the sound one beside it is not told either."""
    Path("faulty.yaml").write_text(FAULTY)

    ended = run("weigh", "diary.yaml", "faulty.yaml")

    assert (ended.exit_code, ended.stdout) == (1, "")
    assert ended.stderr == in_words(faults_in("faulty.yaml")[1])


def test_a_file_that_is_not_there_is_told(folder: Path) -> None:
    """With the nearest name."""
    ended = run("weigh", "dairy.yaml")

    assert (ended.exit_code, ended.stdout) == (1, "")
    assert ended.stderr == "dairy.yaml: there is no such file; did you mean 'diary.yaml'?\n"


def test_an_event_without_a_date_parts_nothing(folder: Path) -> None:
    """That is a fault of what the file holds, so it ends with 1."""
    keep("diary.yaml", *STEADY, Intervention(id="talk", text="a talk"))

    ended = run("weigh", "diary.yaml", "--change", "talk")

    assert (ended.exit_code, ended.stdout) == (1, "")
    assert ended.stderr == (
        "'talk' has no date of its own, so that nothing lies before it or after it "
        "(accepted: an event that happened once, with its date)\n"
    )


# --- nothing from a case acts on a terminal -----------------------------------------------------

HOSTILE = "\x1b[2J\u202e\u2066\x9b31m\r\a pain"


def hostile(path: str) -> Any:
    """Write a case whose every name tries to clear the screen and to turn the line around."""
    named = diary(*STEADY).people[0].model_copy(update={"name": f"Liz{HOSTILE}"})
    symptom = diary(*STEADY).symptoms[0].model_copy(update={"name": HOSTILE})
    others = [one for one in (*diary().people, *diary().bonds) if one.id != "liz"]
    ratings = [Rating(id=f"r{n}", of=HOSTILE, value=n, when=day(20 * n)) for n in range(18)]
    talk = Intervention(id="talk", text=HOSTILE, when=day(180))
    people = (named, symptom, *others)
    case = diary(*STEADY, talk, ratings, people=people)
    keep(path, *STEADY, talk, ratings, people=people)
    return case


def test_names_cannot_act_in_what_is_told(folder: Path) -> None:
    """Escapes and marks that turn the line are shown as �, on the screen and in a file."""
    hostile("diary.yaml")

    told = run("weigh", "diary.yaml", "--change", "talk", "-o", "told.txt")
    found = run("find", "diary.yaml", *ONE).stdout
    text = Path("told.txt").read_text()

    assert told.exit_code == 0
    assert "Do flares of �[2J���31m � pain come more often" in on_one_line(text)
    assert HEADING in found
    for printed in (text, found):
        assert shown(printed) == printed


def test_names_cannot_act_in_what_is_refused(folder: Path) -> None:
    """What was typed, and the names that are offered instead, are text too."""
    hostile("diary.yaml")

    for option in ("--change", "--account", "--pattern"):
        ended = run("weigh", "diary.yaml", option, HOSTILE)

        assert ended.exit_code == 2
        assert shown(ended.stderr) == ended.stderr


def test_the_document_keeps_every_character_as_an_escape(folder: Path) -> None:
    """A program gets the name as it is, and a person who looks at it is safe."""
    case = hostile("diary.yaml")

    told = run("weigh", "diary.yaml", "--change", "talk", "--json").stdout

    assert shown(told) == told
    weights = weigh(case, change="talk")
    assert json.loads(told)["weights"] == [weight.to_dict() for weight in weights]


@pytest.mark.skipif(os.name == "nt", reason="a terminal of this kind is POSIX")
def test_only_headings_are_bold_on_a_terminal(folder: Path) -> None:
    """The only escapes are our own: bold on, bold off."""
    hostile("diary.yaml")

    told = on_a_terminal("weigh", "diary.yaml", *ONE)

    assert b"\x1b[1mHow it was reckoned, to paste into a report\x1b[0m" in told
    assert set(re.findall(rb"\x1b[^m]*m", told)) == {b"\x1b[1m", b"\x1b[0m"}


def test_the_longest_names_are_cut_in_sentences(folder: Path) -> None:
    """A name of 500 letters leaves a sentence that can still be read."""
    symptom = diary().symptoms[0].model_copy(update={"name": "x" * 500})
    people = (symptom, *(one for one in (*diary().people, *diary().bonds)))
    keep("diary.yaml", *STEADY, people=people)

    told = run("weigh", "diary.yaml", *ONE).stdout

    assert max(map(len, told.split())) < 100


# --- the page -----------------------------------------------------------------------------------

PAGE = "weighing.md"


def excerpts() -> Iterator[Any]:
    """Each command that the page quotes from, with the pieces that it quotes."""
    for block in blocks(PAGE, "text"):
        asked, _, quoted = block.partition("\n")
        if asked.startswith("$ "):
            yield pytest.param(asked.removeprefix("$ "), quoted.split("[…]\n"), id=asked[14:60])


@pytest.mark.parametrize(("asked", "pieces"), list(excerpts()))
def test_what_the_page_quotes_is_what_the_command_says(
    asked: str, pieces: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Line for line, in this order, with […] where something is left out."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")
    name, *args = shlex.split(asked)

    told = run(*args).stdout

    assert name == "formulation"
    places = [told.find(piece) for piece in pieces]
    assert all(pieces)
    assert -1 not in places
    assert places == sorted(places)


def test_the_python_of_the_page_runs_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """One block after another, as one would type them."""
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {}
    code = blocks(PAGE, "python")

    for block in code:
        exec(compile(block, PAGE, "exec"), names)

    assert code


def test_the_page_explains_every_verdict() -> None:
    """Each has a row, with what it means and what it does not."""
    text = (ROOT / "docs" / PAGE).read_text(encoding="utf-8")
    rows = re.findall(r"^\| \*\*([a-z ]+)\*\* \| .+ \| .+ \|$", text, re.MULTILINE)

    assert rows == [
        *("supported", "weak", "opposite", "not supported", "too few to tell", "not testable")
    ]
