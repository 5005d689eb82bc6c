"""The near miss: an episode that looks like a pattern, and the step at which it fails."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from formulation.exercises.episodes import Episode, Episodes, rule_of, step_words
from formulation.exercises.kind import (
    Kind,
    Made,
    Material,
    Offer,
    UnsuitableError,
    lettered,
    quoted,
    with_chance,
)
from formulation.exercises.sheet import Question, Solution
from formulation.findings import Failure
from formulation.model.case import Case
from formulation.patterns.catalogue import catalogue
from formulation.patterns.pattern import Pattern

__all__ = ["KIND"]

_RIGHT_STEP = 0.5
_MOST_OF_ONE = 2
_MOST_OTHER_STEPS = 2

_NONE = "none is told"
_EARLY, _LATE = "told, but too early", "told, but too late"
_SOON = "told, but too soon after"
_FEW = "told, but too few times"
_THERE = "told, though it must not be"
_TIMED = (_EARLY, _LATE, _SOON)
#: how a step fails, by how the search says it
_BEGINNINGS = {
    "none recorded": _NONE,
    "recorded": _THERE,
    "too early": _EARLY,
    "too late": _LATE,
    "too soon": _SOON,
}
#: what is mistaken for it at the same step; only of what is told can the time be mistaken
_TURNED = {
    _NONE: _LATE,
    _EARLY: _LATE,
    _LATE: _EARLY,
    _SOON: _LATE,
    _FEW: _NONE,
    _THERE: _NONE,
}


def make(material: Material) -> list[Made]:
    """Ask at which step an episode fails, and how."""
    made: list[Made] = []
    told, episodes = set[str](), Episodes(material)
    for pattern in material.shuffled(catalogue()):
        near = (one for one in episodes.of(pattern)[1] if _is_telling(pattern, one))
        for episode in islice(near, min(_MOST_OF_ONE, material.most - len(made))):
            if episode.text not in told:
                made.append(_made(material, pattern, episode, str(len(made) + 1)))
                told.add(episode.text)
        if len(made) == material.most:
            break
    if not made:
        raise UnsuitableError("nothing in it comes near a pattern without fitting it")
    return made


def _is_telling(pattern: Pattern, episode: Episode) -> bool:
    """Tell whether the episode shows why it fails: something is there, and the reason is plain.

    All other steps hold whatever the dates leave open: of each the sheet alone decides.
    """
    near_days = {step.name for step in pattern.settled_steps if step.anniversary_of}
    # round an anniversary a flare is both too late and too early
    is_plain = episode.failed.step not in near_days and episode.found.certainty != "possible"
    return bool(episode.found.steps) and is_plain


def _how(case: Case, failed: Failure) -> str:
    """Return how a step fails, in words that give no number away."""
    for beginning, words in _BEGINNINGS.items():
        if failed.reason.startswith(beginning):
            return words
    if failed.nearest is None or failed.against is None:
        return _FEW
    spans = case.chronology.spans
    nearest, against = (spans[case.index_of[id]] for id in (failed.nearest, failed.against))
    return _EARLY if nearest.start_latest < against.start_earliest else _LATE


def _made(material: Material, pattern: Pattern, episode: Episode, number: str) -> Made:
    case, failed = material.case, episode.failed
    how = _how(case, failed)
    options, credits = lettered(material, _offers(material, pattern, episode, how))
    question = Question(
        id=number,
        form="choose",
        ask="This looks like the pattern, and is not. Where does it fail?",
        given=[*rule_of(pattern), episode.text],
        options=options,
        hint="Take the steps in their order and stop at the first that does not hold.",
    )
    solution = Solution(
        question=number,
        form="choose",
        credits=credits,
        quotes=quoted(case, [case.statements[n] for n in episode.statements]),
        look_at=_mended(episode, how),
        model=f"{_told(failed.step, how)} ({episode.reason})",
    )
    return Made(question, with_chance(solution))


def _offers(material: Material, pattern: Pattern, episode: Episode, how: str) -> Iterator[Offer]:
    """Yield how the step fails, how it does not, and the same of steps that hold."""
    right = f"So it is: {episode.because}. {_mended(episode, how)}"
    yield Offer(_told(episode.failed.step, how), 1, right)
    yield _other_reason(episode, how)
    held = [step.name for step in pattern.required if step.name in episode.found.steps]
    for step in material.drawn(held, _MOST_OTHER_STEPS):
        for words in _elsewhere(how):
            reason = f"“{step_words(step)}” is told, and holds; look at another step."
            yield Offer(_told(step, words), 0, reason)


def _other_reason(episode: Episode, how: str) -> Offer:
    """Return the right step with another reason; of what the sheet gainsays nothing is earned."""
    words, why = _told(episode.failed.step, _TURNED[how]), episode.because
    if _TURNED[how] in _TIMED and how in _TIMED:
        reason = f"The right step, and its time is what fails, but the other way: {why}."
        return Offer(words, _RIGHT_STEP, reason)
    return Offer(words, 0, f"The right step, but the sheet does not say so: {why}.")


def _elsewhere(how: str) -> tuple[str, str]:
    """Return how other steps are said to fail: by being left out, and by their time.

    Where one step comes too late after another, that other comes too early: that is not offered.
    """
    return _NONE, _EARLY if how == _EARLY else _LATE


def _told(step: str, how: str) -> str:
    return f"{step_words(step)}: {how}"


def _mended(episode: Episode, how: str) -> str:
    """Return what would make it fit, as a sentence."""
    if how == _THERE:
        return "Without it the pattern would fit."
    if how == _FEW:
        return "With more of them it would fit."
    wanted = episode.failed.wanted
    if wanted.startswith("dated"):
        return f"It would fit with one {wanted}."
    return f"It would fit if “{episode.step}” were told, in its place and in its time."


KIND = Kind(
    name="near-miss",
    title="Nearly, but not quite",
    level=1,
    trains="To say exactly what keeps an episode from fitting a pattern.",
    make=make,
)
