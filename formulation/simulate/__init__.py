"""Made-up diaries with a planted truth: for examples, for exercises, and to test the weighing.

Whoever looks for a link in a diary wants to know how often such a look is fooled.  So one makes
diaries in which the truth is known, because it was put there, and looks whether it is found.

**How it works.**  A *recipe* names *streams* of events: quarrels, flares, rallies.  Every day, for
every stream, a coin is tossed.  How often it falls on "happens" is the rate of the stream, divided
by 30 days, and multiplied by whatever holds on that day:

- *bursts* and *drift* make a stream cluster: days alike come together, as they do in lives.  Two
  streams that cluster each for itself still have nothing to do with each other, and look as if.
- a *driver*, such as the severity of an illness, raises several streams at once.  They then come
  together though neither brings the other about.  It may be rated weekly, or never.
- a *turning point*, such as an intervention, multiplies rates from the next day on.
- a *chain* multiplies the rate of one stream by its *lift* on the days 1 to D after an event of
  another: once, also where two such windows overlap.  This is the rate ratio that weighing asks
  for.  The other sort of chain lets one event follow another with a chance and a lag.

A stream has one event a day at most.  *Endings* toss a coin a day for every open quarrel: by its
age alone, or more often falling on "ends" after something came.

Then somebody writes it down, or does not.  *Gaps* are days on which no diary was kept: `observed`
leaves them out.  Some entries are *forgotten*, on days that count as observed.  Some are known to
the week or the month only.  Life goes on in gaps, and went on before the first day.

**What it keeps.**  Each name in a recipe has coins of its own, drawn from the seed and the name.
The same recipe and seed give the same bytes; and two recipes that differ in one chain have
everything else in common, coin for coin.  The case that comes out says ``origin: synthetic`` and
carries its recipe and its seed in a source.

**What it is not.**  No model of people.  Nobody's diary is like this, and a method that passes
here may still fail on a life.

>>> from formulation.model import Case, Escalation, Person, Symptom
>>> begun = Case(id="one").adding(Person(id="liz", role="patient"), Symptom(id="pain"))
>>> flares = Stream(name="flare", rate=2, lines=[Escalation(of="pain")])
>>> case = simulate(Recipe(case=begun, start="2021-03-01", days=60, streams=[flares]), seed=3)
>>> case.origin, case.observed, len(case.events)
('synthetic', {'all': ('2021-03-01/2021-04-29',)}, 5)
"""

from __future__ import annotations

from formulation.simulate.living import Happening, happenings
from formulation.simulate.recipe import (
    Bursts,
    Chain,
    Drift,
    Driver,
    Ending,
    Recipe,
    Recording,
    Stream,
    TurningPoint,
)
from formulation.simulate.recording import read_recipe, recipe_of, seed_of, simulate

__all__ = [
    "Bursts",
    "Chain",
    "Drift",
    "Driver",
    "Ending",
    "Happening",
    "Recipe",
    "Recording",
    "Stream",
    "TurningPoint",
    "happenings",
    "read_recipe",
    "recipe_of",
    "seed_of",
    "simulate",
]
