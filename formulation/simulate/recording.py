"""From a made-up life to a case: what is written down of it, how exactly, and what is lost."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from formulation.dates import MINUTES_PER_DAY
from formulation.errors import CaseError, Fault
from formulation.model.base import Statement
from formulation.model.case import ALL_KINDS, Case
from formulation.model.figures import Source
from formulation.notation import (
    Document,
    parse_yaml,
    plain,
    read_document,
    write_flow,
)
from formulation.simulate.days import (
    date_of,
    days_between,
    month_around,
    observed_pieces,
    period_of,
    week_around,
)
from formulation.simulate.judging import NOTE, recipe_and_faults
from formulation.simulate.living import Happening, happenings
from formulation.simulate.recipe import Recipe, TurningPoint

__all__ = ["read_recipe", "recipe_of", "seed_of", "simulate"]

_CITE = "Made up by a simulation; nothing in it happened. The note holds its recipe and its seed."
_ABOUT = "A synthetic diary, made up by a simulation: no event in it happened."


def simulate(recipe: Recipe, *, seed: int = 0) -> Case:
    """Make up a dated case: the same recipe and seed give the same case, to the byte.

    Parameters
    ----------
    recipe
        What is planted, and who writes it down.
    seed
        Of all the numbers drawn, 0 or more.

    Returns
    -------
    Case
        Of origin ``synthetic``, with `observed` as the diary was kept and the recipe in a source
        (:func:`recipe_of`, :func:`seed_of`).  Nothing in it is dated outside `observed`, save a
        turning point that falls into a gap.

    Raises
    ------
    CaseError
        Where the seed is no whole number from 0 on.
    """
    lived = happenings(recipe, seed=seed)
    pieces = observed_pieces(recipe.start, recipe.days, recipe.recording.gaps)
    diary = _Diary(recipe, pieces)
    begun = recipe.case
    said = {name: getattr(begun, name) for name in Case.model_fields}
    said |= {
        "origin": "synthetic",
        "about": begun.about or _ABOUT,
        "observed": {ALL_KINDS: [period_of(recipe.start, piece) for piece in pieces]},
        "sources": (*begun.sources, _note(recipe, seed)),
        "events": (*begun.events, *diary.entries(lived)),
    }
    return Case(**said)


def _note(recipe: Recipe, seed: int) -> Source:
    told = write_flow({"seed": seed, "recipe": recipe.to_keys()})
    return Source(id=NOTE, cite=_CITE, note=told)


@dataclass
class _Diary:
    """What is written down in the pieces it is kept, each stream numbered from 1."""

    recipe: Recipe
    pieces: list[tuple[int, int]]
    counts: Counter[str] = field(default_factory=Counter)
    id_of: dict[Happening, str] = field(default_factory=dict)

    def entries(self, lived: tuple[Happening, ...]) -> list[Statement]:
        """Return the entries of what happened, turning points among them, in order of time."""
        told = [(h.time, 1, entry) for h in lived if (entry := self.entry(h))]
        told += [(*self._day_of(turn), self._turn(turn)) for turn in self.recipe.turning_points]
        return [entry for _, _, entry in sorted(told, key=lambda item: item[:2])]

    def _day_of(self, turn: TurningPoint) -> tuple[int, int]:
        return days_between(self.recipe.start, turn.on) * MINUTES_PER_DAY, 0

    def _turn(self, turn: TurningPoint) -> Statement:
        return turn.line.model_copy(update={"id": turn.name, "when": turn.on})

    def entry(self, happening: Happening) -> Statement | None:
        """Return what is written of a happening; ``None`` in a gap, and where it is forgotten.

        Nor is the end of a quarrel written down whose beginning is not.
        """
        piece = next((p for p in self.pieces if p[0] <= happening.day <= p[1]), None)
        if piece is None or happening.kept < self.recipe.recording.forgotten:
            return None
        said: dict[str, Any] = {"when": self.when(happening, piece)}
        if happening.ends is not None:
            if happening.ends not in self.id_of:
                return None
            said["between"] = (self.id_of[happening.ends],)
        self.counts[happening.name] += 1
        self.id_of[happening] = said["id"] = f"{happening.name}-{self.counts[happening.name]}"
        return happening.statement.model_copy(update=said)

    def when(self, happening: Happening, piece: tuple[int, int]) -> str:
        """Return the date as it was written down: the day or minute, the week, or the month."""
        start, day, recording = self.recipe.start, happening.day, self.recipe.recording
        if happening.vague < recording.to_month:
            return self._some_time_in(month_around(start, day), piece, date_of(start, day)[:7])
        if happening.vague < recording.to_month + recording.to_week:
            return self._some_time_in(week_around(start, day), piece)
        if self.recipe.clock == "days":
            return date_of(start, day)
        hour, minute = divmod(happening.minute, 60)
        return f"{date_of(start, day)}T{hour:02}:{minute:02}"

    def _some_time_in(self, days: tuple[int, int], piece: tuple[int, int], name: str = "") -> str:
        """Return "one of these days", as far as observed, by its name where it has one."""
        first, last = max(days[0], piece[0]), min(days[1], piece[1])
        if name and (first, last) == days:
            return name
        first_date, last_date = date_of(self.recipe.start, first), date_of(self.recipe.start, last)
        return first_date if first == last else f"[{first_date}..{last_date}]"


# --- recipes read: from a file, and from a case that was made ---


def read_recipe(path: str | os.PathLike[str]) -> Recipe:
    """Read a recipe from a YAML or JSON file.

    Raises
    ------
    CaseError
        With everything wrong in the file, each with its place and cure.
    """
    return _read(read_document(path))


def _read(document: Document, *within: str) -> Recipe:
    """Return the recipe that stands in a document, under a key where one is given."""
    root = document.root
    if document.faults or root is None:
        raise CaseError(document.faults)
    data = plain(root)
    for key in within:
        data = data.get(key) if isinstance(data, dict) else None
    cure = "the keys of a recipe: case, start, days, streams"
    if not isinstance(data, dict):
        raise CaseError([document.fault(root, "this is not a recipe", accepted=cure)])
    if "formulation" in data:
        problem = "this is a case, not a recipe"
        raise CaseError([document.fault(root, problem, accepted=cure)])
    recipe, found = recipe_and_faults(data)
    if found or recipe is None:
        raise CaseError(document.placed(((*within, *path), fault) for path, fault in found))
    return recipe


def recipe_of(case: Case) -> Recipe:
    """Return the recipe that a made-up case carries.

    ``simulate(recipe_of(case), seed=seed_of(case))`` is the same case again.

    Raises
    ------
    CaseError
        Where the case carries none, or one that has been changed and can no longer be read.
    """
    return _read(_kept(case), "recipe")


def seed_of(case: Case) -> int:
    """Return the seed that a made-up case was made with.

    Raises
    ------
    CaseError
        As for :func:`recipe_of`.
    """
    data = plain(root) if (root := _kept(case).root) is not None else None
    said = data.get("seed") if isinstance(data, dict) else None
    if not isinstance(said, str) or not (said.isascii() and said.isdigit()):
        raise CaseError([Fault("the note of this case holds no seed", str(said or ""), "seed: 0")])
    return int(said)


def _kept(case: Case) -> Document:
    """Return the note in which a made-up case keeps its recipe and its seed."""
    note = next((source.note for source in case.sources if source.id == NOTE), None)
    if case.origin != "synthetic" or note is None:
        problem = f"the case {case.id!r} carries no recipe"
        cure = f"a case that simulate made: origin: synthetic, and a source called {NOTE!r}"
        raise CaseError([Fault(problem, "", cure)])
    document = parse_yaml(note, f"the note of {case.id}")
    if document.faults:
        raise CaseError(document.faults)
    return document
