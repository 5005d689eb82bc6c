"""Each pattern of the catalogue fits its case, misses its near miss, and stays silent.

The verdicts stand in the case files, as comments on the lines concerned: ``# fits: complete,
certain``, ``# near: flare, too late by 3 days``, ``# silent: why``.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from formulation import find, read_case
from formulation.model import Case, Conflict, Person, Resolution
from formulation.patterns.catalogue import catalogue
from formulation.patterns.pattern import Pattern

FOLDER = Path(__file__).parent.parent / "examples" / "patterns"
PATTERNS = {pattern.pattern: pattern for pattern in catalogue()}
each_pattern = pytest.mark.parametrize("name", PATTERNS)


def case_of(name: str, kind: str) -> Case:
    return read_case(FOLDER / name / f"{kind}.yaml")


def verdict(name: str, kind: str) -> tuple[str, str]:
    """What a case file says of itself: the words after the mark, and the line they stand on."""
    text = (FOLDER / name / f"{kind}.yaml").read_text(encoding="utf-8")
    [(line, words)] = re.findall(rf"^(.*)# {kind}: (.+)$", text, flags=re.M)
    return words.strip(), line


def lines_of(case: Case) -> set[str]:
    """A case as one text a statement, figures and symptoms among them, to be compared."""
    keys = case.to_keys()
    told = {
        f"{section}: {key} {value}"
        for section in ("people", "symptoms", "sources")
        for key, value in keys.get(section, {}).items()
    }
    told |= {repr(statement) for statement in case.statements}
    return told | {f"observed: {keys.get('observed')}"}


def test_the_catalogue_holds_at_least_twenty_patterns() -> None:
    """And each folder of cases belongs to one of them."""
    assert len(PATTERNS) >= 20
    assert {path.name for path in FOLDER.iterdir() if path.is_dir()} == set(PATTERNS)


@each_pattern
def test_each_pattern_has_its_source_and_says_what_it_does_not_claim(name: str) -> None:
    """Whose idea it is, what a trainee should know, its own sentence, and how far it reaches."""
    pattern = PATTERNS[name]

    assert pattern.source
    assert pattern.about
    assert pattern.says
    assert pattern.does_not_claim


@each_pattern
def test_each_pattern_fits_its_case(name: str) -> None:
    """As completely and as certainly as the line of its episode says."""
    case, (words, line) = case_of(name, "fits"), verdict(name, "fits")

    [finding, *_] = find(case, name).matches

    assert f"{finding.status}, {finding.certainty}" == words
    assert any(f"id: {id}," in line for id in finding.statements)
    assert case.origin == "synthetic"


@each_pattern
def test_each_pattern_misses_its_near_miss_for_the_stated_reason(name: str) -> None:
    """Nothing is found; the first near miss says at which step, and why."""
    case, (words, _) = case_of(name, "near"), verdict(name, "near")

    found = find(case, PATTERNS[name], near_misses=10)

    assert list(found.matches) == []
    failed = found.near_misses[0].failed
    assert failed is not None
    assert f"{failed.step}, {failed.reason}" == words


@each_pattern
def test_each_near_miss_differs_from_what_fits_in_one_fact(name: str) -> None:
    """One statement is changed, is added or is left out; everything else is word for word."""
    fits, near = lines_of(case_of(name, "fits")), lines_of(case_of(name, "near"))

    assert 1 <= len(fits - near) + len(near - fits) <= 2
    assert len(fits - near) <= 1
    assert len(near - fits) <= 1


@each_pattern
def test_each_pattern_is_silent_on_its_look_alike(name: str) -> None:
    """Neither found nor nearly found."""
    case, (why, _) = case_of(name, "silent"), verdict(name, "silent")

    found = find(case, PATTERNS[name], near_misses=10)

    assert why
    assert list(found) == []


@each_pattern
def test_the_examples_have_no_faults_beyond_new_words(name: str) -> None:
    """A trainee may open them in the editor and check them."""
    for kind in ("fits", "near", "silent"):
        assert [p for p in case_of(name, kind).problems() if not p.is_warning] == []


GAIN = "possible-secondary-gain"


def test_a_gain_is_told_as_a_sequence_and_never_as_an_intent() -> None:
    """No word of wanting, using or seeking; what benefit does not say is said."""
    [finding, *_] = find(case_of(GAIN, "fits"), GAIN)

    told = finding.because.casefold()
    for word in ("uses", "in order to", "attention", "manipulat", "feign", "so that", "wants"):
        assert word not in told
    assert "makes no symptom less real" in told


def test_a_gain_names_disease_injury_and_drug_first() -> None:
    """Before anything is said of what came after what."""
    [finding, *_] = find(read_case(FOLDER.parent / "elizabeth.yaml"), GAIN)

    first = finding.because.split(".")[0]
    assert "primary lateral sclerosis" in first
    assert "spinal injury" in first
    assert "ketamine" in first


def test_no_gain_is_read_into_a_risk() -> None:
    """A danger to life is acted on; no pattern of benefit asks for one."""
    asked = {step.kind for step in PATTERNS[GAIN].every_step}

    assert "risk" not in asked
    assert not [p for p in PATTERNS.values() if any(s.kind == "risk" for s in p.every_step)]


def test_a_resolution_that_names_its_conflict_stands_beside_those_of_the_same_two() -> None:
    """Whom it is between is read off the conflict, as the search reads it."""
    steps = [
        {"as": "quarrel", "conflict": ["A", "B"], "times": ">= 2"},
        {"as": "peace", "resolution": ["A", "B"], "after": "quarrel", "within": "7 days",
         "times": ">= 2"},
    ]  # fmt: skip
    pattern = Pattern(pattern="x", title="X", steps=steps)
    case = Case(id="x", origin="synthetic").adding(
        Person(id="ann", name="Ann"),
        Person(id="bo", name="Bo"),
        [Conflict(id=f"q{n}", between=["ann", "bo"], when=f"2020-0{n}-01") for n in (1, 3, 5)],
        [Resolution(between=f"q{n}", when=f"2020-0{n}-05") for n in (1, 3)],
        Resolution(between="q5", when="2020-08-05"),
    )

    [finding] = find(case, pattern)

    assert "comes to rest (5 August 2020)" in finding.because.rpartition("not part of this:")[2]


def test_flares_without_benefit_and_benefit_without_flares_stand_beside_a_gain() -> None:
    """The comparison is told with the finding, statement by statement."""
    case = case_of(GAIN, "fits")
    [finding, *_] = find(case, GAIN)

    assert "Also recorded, but not part of this:" in finding.because
