"""Circles of claimed effects are found, each once, and told as what they would do.

The oracle below tries every order of every choice of things and multiplies the signs, as one
would by hand.  Sentences are compared whole.
"""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from itertools import pairwise, permutations
from math import prod
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulation import read_case
from formulation.errors import FormulationWarning
from formulation.graph import Loop, loops
from formulation.model import (
    Case,
    Claim,
    Conflict,
    Escalation,
    Person,
    Resolution,
    Symptom,
    Wish,
)

EXAMPLES = Path(__file__).parent.parent / "examples"
THINGS = [
    Symptom(id=id, name=name)
    for id, name in [
        ("worry", "worry"),
        ("sleep", "bad sleep"),
        ("grief", "grief"),
        ("fatigue", "tiredness"),
        ("drink", "drinking"),
    ]
]
IDS = [thing.id for thing in THINGS]
BARE = Case(id="c").adding(
    Person(id="p", name="Pat", role="patient"),
    Person(id="a", name="Ann"),
    Person(id="b", name="Bo"),
    THINGS,
)


def claim(start: str | list[str], end: str | list[str], effect: str | None, **more: Any) -> Claim:
    """A claim under an id made of its two ends, unless another is given."""
    id = more.pop("id", f"{start}-{end}")
    return Claim(id=id, text="so it goes", from_=start, to=end, effect=effect, **more)


def told(*claims: Claim) -> list[Loop]:
    return loops(BARE.adding(*claims))


# ---- in words ---------------------------------------------------------------------------------


def test_a_circle_of_rises_would_keep_itself_going() -> None:
    """Worry brings bad sleep, and bad sleep brings worry."""
    found = told(claim("worry", "sleep", "raises"), claim("sleep", "worry", "raises"))

    assert found == [
        Loop(
            nodes=("worry", "sleep"),
            claims=("worry-sleep", "sleep-worry"),
            sign="reinforcing",
            sentence=(
                "It is claimed that worry makes bad sleep likelier and that bad sleep makes worry "
                "likelier; this circle would keep itself going (reinforcing)."
            ),
        )
    ]
    assert str(found[0]) == found[0].sentence


def test_two_falls_make_a_circle_that_keeps_itself_going() -> None:
    """Less grief, more drinking, and again less grief."""
    (found,) = told(claim("grief", "drink", "lowers"), claim("drink", "grief", "lowers"))

    assert found.sentence == (
        "It is claimed that grief makes drinking less likely and that drinking makes grief less "
        "likely; this circle would keep itself going (reinforcing)."
    )


def test_a_circle_with_one_fall_would_bring_itself_to_rest() -> None:
    """Worry leads to drinking, which dulls it."""
    (found,) = told(
        claim("worry", "sleep", "raises"),
        claim("sleep", "drink", "raises"),
        claim("drink", "worry", "lowers"),
    )

    assert found.sign == "balancing"
    assert found.sentence == (
        "It is claimed that worry makes bad sleep likelier, that bad sleep makes drinking likelier "
        "and that drinking makes worry less likely; this circle would bring itself to rest "
        "(balancing)."
    )


def test_where_an_effect_is_not_said_one_cannot_tell() -> None:
    """The arrow without a sign is named."""
    (found,) = told(claim("worry", "sleep", "raises"), claim("sleep", "worry", None))

    assert found.sign == "cannot tell"
    assert found.sentence == (
        "It is claimed that worry makes bad sleep likelier and that bad sleep bears on worry; one "
        "cannot tell which way this circle would turn: it is not said which way bad sleep bears "
        "on worry."
    )


def test_where_claims_contradict_each_other_one_cannot_tell() -> None:
    """Both claims stand, and the circle rests on both."""
    (found,) = told(
        claim("worry", "sleep", "raises"),
        claim("sleep", "worry", "raises", id="up"),
        claim("sleep", "worry", "lowers", id="down"),
    )

    assert found.sign == "cannot tell"
    assert found.claims == ("worry-sleep", "up", "down")
    assert found.sentence == (
        "It is claimed that worry makes bad sleep likelier and that bad sleep bears on worry; one "
        "cannot tell which way this circle would turn: there is no agreement on how bad sleep "
        "bears on worry."
    )


def test_a_claim_that_says_no_effect_does_not_contradict_one_that_does() -> None:
    """What is left open by one is settled by the other."""
    (found,) = told(
        claim("worry", "sleep", "raises"),
        claim("sleep", "worry", None, id="open"),
        claim("sleep", "worry", "lowers", id="down"),
    )

    assert found.sign == "balancing"
    assert found.claims == ("worry-sleep", "open", "down")


def test_a_thing_may_feed_itself() -> None:
    """A circle of one."""
    (found,) = told(claim("worry", "worry", "raises"))

    assert found.nodes == ("worry",)
    assert found.sentence == (
        "It is claimed that worry makes worry likelier; this circle would keep itself going "
        "(reinforcing)."
    )


def test_one_claim_may_be_several_arrows_of_a_circle() -> None:
    """It is counted once among the claims and once for each arrow in the sign."""
    found = told(
        claim(["worry", "sleep"], ["sleep", "grief"], "lowers", id="all"),
        claim("grief", "worry", "raises", id="back"),
    )

    assert [(loop.nodes, loop.claims, loop.sign) for loop in found] == [
        (("sleep",), ("all",), "balancing"),
        (("worry", "grief"), ("all", "back"), "balancing"),
        (("worry", "sleep", "grief"), ("all", "back"), "reinforcing"),
    ]


def test_no_circle_no_words() -> None:
    """A chain is no circle, and a claim with one end no arrow."""
    assert told(claim("worry", "sleep", "raises"), claim([], "worry", "raises", id="loose")) == []


# ---- what the record itself says --------------------------------------------------------------

QUARREL = Conflict(id="feud", between=["a", "b"], recurring=True)
FLARE = Escalation(id="flare", of="grief", after="feud", recurring=True)
TRUCE = Resolution(id="truce", between="feud", after="flare", recurring=True)
STRAIN = claim("feud", "flare", "raises", id="strain")
LEVER = claim("flare", "truce", "raises", id="lever")


def test_a_quarrel_that_leads_to_its_own_truce_would_come_to_rest() -> None:
    """That the truce ends the quarrel is on record, and no claim is made up for it."""
    case = BARE.adding(QUARREL, FLARE, TRUCE, STRAIN, LEVER)

    (found,) = loops(case)

    feud, flare, truce = map(case.name, ("feud", "flare", "truce"))
    assert found == Loop(
        nodes=("feud", "flare", "truce"),
        claims=("strain", "lever"),
        sign="balancing",
        sentence=(
            f"It is claimed that {feud} makes {flare} likelier and that {flare} makes {truce} "
            f"likelier; on record {truce} brings {feud} to rest; this circle would bring itself "
            "to rest (balancing)."
        ),
    )


def test_a_circle_that_begins_with_the_record_is_told_from_there() -> None:
    """The truce stands first in the case."""
    truce = Resolution(id="truce", between=["a", "b"])
    case = BARE.adding(truce, QUARREL, claim("feud", "truce", "raises"))

    (found,) = loops(case)

    quarrel, peace = case.name("feud"), case.name("truce")
    assert found.sentence == (
        f"On record {peace} brings {quarrel} to rest; it is claimed that {quarrel} makes {peace} "
        "likelier; this circle would bring itself to rest (balancing)."
    )


@pytest.mark.parametrize(
    ("between", "is_circle"), [(["b", "a"], True), (["a", "p"], False), ("other", False)]
)
def test_a_resolution_ends_the_quarrel_it_names_or_that_of_its_parties(
    between: str | list[str], is_circle: bool
) -> None:
    """In whatever order they are named; not another quarrel of theirs that it names."""
    other = Conflict(id="other", between=["a", "b", "p"])
    truce = Resolution(id="truce", between=between, recurring=True)

    found = loops(BARE.adding(QUARREL, other, FLARE, truce, STRAIN, LEVER))

    assert bool(found) == is_circle


def test_a_claim_against_the_record_leaves_the_circle_open() -> None:
    """If the truce is said to breed quarrels, one cannot tell."""
    breeds = claim("truce", "feud", "raises", id="breeds")

    (found,) = loops(BARE.adding(QUARREL, FLARE, TRUCE, STRAIN, LEVER, breeds))

    assert found.sign == "cannot tell"
    assert found.claims == ("strain", "lever", "breeds")


def test_a_resolution_that_no_claim_leads_to_is_no_part_of_a_circle() -> None:
    """The record alone tells no circle."""
    back = claim("feud", "feud", "raises", id="self")

    assert [loop.nodes for loop in loops(BARE.adding(QUARREL, FLARE, TRUCE, back))] == [("feud",)]


# ---- two accounts -----------------------------------------------------------------------------


def test_two_accounts_of_one_claim_never_join_in_a_circle() -> None:
    """Where each alone says an arrow, the circle is nobody's."""
    ours = claim("worry", "sleep", "raises", id="ours")
    theirs = claim("sleep", "worry", "raises", id="theirs", alternative_of="ours")

    assert told(ours, theirs) == []
    assert told(ours, theirs, claim("sleep", "worry", "raises", id="shared")) != []


def test_two_accounts_of_one_thing_never_join_in_a_circle() -> None:
    """Not even accounts of an account."""
    case = BARE.adding(
        Wish(id="one", text="rest"),
        Wish(id="two", text="peace", alternative_of="one"),
        Wish(id="three", text="death", alternative_of="two"),
        claim("one", "worry", "raises"),
        claim("worry", "three", "raises"),
        claim("three", "one", "raises"),
        claim("three", "worry", "raises"),
    )

    assert [loop.nodes for loop in loops(case)] == [("worry", "three")]


def test_two_accounts_that_say_the_same_arrow_are_told_together() -> None:
    """As in the founding case, whose two texts claim the same links."""
    (found,) = told(
        claim("worry", "sleep", "raises", id="post"),
        claim("worry", "sleep", "raises", id="abstract", alternative_of="post"),
        claim("sleep", "worry", "raises", id="back"),
    )

    assert (found.claims, found.sign) == (("post", "abstract", "back"), "reinforcing")


# ---- the founding case ------------------------------------------------------------------------


def test_the_founding_case_has_one_circle_of_each_sort() -> None:
    """Quarrel, flare, truce, fewer quarrels; and a peace that feeds the flare that made it."""
    case = read_case(EXAMPLES / "elizabeth.yaml")

    found = {loop.nodes: loop.sign for loop in loops(case)}

    assert found == {
        ("flare", "truce"): "reinforcing",
        ("feud", "flare", "truce"): "balancing",
    }


# ---- against every order of every choice ------------------------------------------------------

SIGNS = {"raises": 1, "lowers": -1, None: 0}
arrows = st.tuples(st.sampled_from(IDS), st.sampled_from(IDS), st.sampled_from(list(SIGNS)))


def by_hand(said: list[tuple[str, str, str | None]]) -> dict[tuple[str, ...], tuple[str, set[str]]]:
    """Every circle by its nodes, the first in the case in front, with its sign and its claims."""
    found = {}
    for length in range(1, len(IDS) + 1):
        for nodes in permutations(IDS, length):
            if IDS.index(nodes[0]) != min(map(IDS.index, nodes)):
                continue
            steps = [
                [
                    (SIGNS[effect], f"n{n}")
                    for n, (a, b, effect) in enumerate(said)
                    if (a, b) == step
                ]
                for step in pairwise((*nodes, nodes[0]))
            ]
            if all(steps):
                signs = [{sign for sign, _ in step if sign} for step in steps]
                total = prod(s.pop() if len(s) == 1 else 0 for s in signs)
                word = {1: "reinforcing", -1: "balancing", 0: "cannot tell"}[total]
                found[nodes] = word, {id for step in steps for _, id in step}
    return found


@given(st.lists(arrows, max_size=12))
def test_each_circle_is_found_once_with_the_sign_of_its_arrows(
    said: list[tuple[str, str, str | None]],
) -> None:
    """Every order of every choice of things is tried by hand."""
    found = told(*(claim(a, b, effect, id=f"n{n}") for n, (a, b, effect) in enumerate(said)))

    assert {loop.nodes: (loop.sign, set(loop.claims)) for loop in found} == by_hand(said)
    assert len({loop.nodes for loop in found}) == len(found)


@given(st.lists(arrows, max_size=12))
def test_circles_are_told_the_shortest_first_and_then_in_the_order_of_the_case(
    said: list[tuple[str, str, str | None]],
) -> None:
    """The order of the claims has no part in it."""
    claims = [claim(a, b, effect, id=f"n{n}") for n, (a, b, effect) in enumerate(said)]

    order = [loop.nodes for loop in told(*claims)]

    assert order == sorted(order, key=lambda nodes: (len(nodes), [IDS.index(id) for id in nodes]))
    assert order == [loop.nodes for loop in told(*claims[::-1])]


@given(st.lists(arrows, max_size=12))
def test_the_sentence_says_what_the_sign_says(said: list[tuple[str, str, str | None]]) -> None:
    """Every circle names all its things and ends in what it would do."""
    for loop in told(*(claim(a, b, effect, id=f"n{n}") for n, (a, b, effect) in enumerate(said))):
        assert loop.sentence.startswith("It is claimed that ")
        assert all(BARE.name(id) in loop.sentence for id in loop.nodes)
        is_open = "one cannot tell which way this circle would turn" in loop.sentence
        assert is_open == (loop.sign == "cannot tell")
        assert is_open or loop.sentence.endswith(f"({loop.sign}).")


# ---- more than can be told --------------------------------------------------------------------


def crowd(count: int) -> Case:
    """Things of which each is said to raise every other."""
    wishes = [Wish(id=f"w{n}", text=f"wish {n}") for n in range(count)]
    ids = [wish.id for wish in wishes]
    return BARE.adding(
        wishes, (claim(a, [b for b in ids if b != a], "raises", id=f"c-{a}") for a in ids)
    )


def test_more_circles_than_can_be_told_are_said_to_be_more() -> None:
    """Six things that all raise one another make 409 circles (Σ 6!/((6-k)! k), k from 2 to 6)."""
    with pytest.warns(FormulationWarning) as caught:
        found = loops(crowd(6))

    assert len(found) == 200
    assert [str(warning.message) for warning in caught] == [
        "there are more than 200 circles of claimed effects; 200 are told"
    ]
    assert caught[0].filename == __file__


def test_as_many_circles_as_can_be_told_are_told_in_silence() -> None:
    """Asked for 409, all 409 are told."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = loops(crowd(6), most=409)

    assert len(found) == 409


def test_a_crowd_of_long_circles_is_no_trap() -> None:
    """Fifteen rings of six, each raising all of the next, have 6**15 circles and none is short."""
    rings = [[f"w{ring}-{n}" for n in range(6)] for ring in range(15)]
    wishes = [Wish(id=id, text=id) for ring in rings for id in ring]
    claims = [claim(a, b, "raises", id=f"c-{a[0]}") for a, b in pairwise([*rings, rings[0]])]

    with pytest.warns(FormulationWarning, match="more than 20 circles"):
        found = loops(BARE.adding(wishes, claims), most=20)

    assert {len(loop.nodes) for loop in found} >= {15}


def test_which_circles_are_told_is_the_same_in_every_run() -> None:
    """Whatever the order in which this run of Python happens to keep sets of texts."""
    here = Path(__file__).parent
    script = (
        "import warnings; warnings.simplefilter('ignore')\n"
        "from test_loops import crowd, loops\n"
        "print([loop.nodes for loop in loops(crowd(6), most=9)])"
    )
    path = os.pathsep.join([str(here), str(here.parent)])
    another_run = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": path},
        capture_output=True,
        check=True,
        text=True,
    )

    with pytest.warns(FormulationWarning):
        this_run = [loop.nodes for loop in loops(crowd(6), most=9)]

    assert another_run.stdout == f"{this_run}\n"
