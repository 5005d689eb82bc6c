"""Events happen: quarrels and truces, flares and remissions, losses, sessions, insights."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from formulation.model.base import Namer, Statement
from formulation.model.denials import begins_as_no, rules_out
from formulation.model.fields import (
    AnyId,
    AnyIds,
    Couple,
    FigureId,
    FigureIds,
    IdOrText,
    Pair,
    StatementId,
    SymptomId,
    SymptomIds,
    TermOf,
    Text,
)
from formulation.model.fields import ResolutionOf as _ResolutionOf

__all__ = [
    "Care",
    "Change",
    "Conflict",
    "Dream",
    "Episode",
    "Escalation",
    "Harm",
    "Insight",
    "Intervention",
    "Invalidation",
    "LifeEvent",
    "Loss",
    "Rally",
    "Rating",
    "Remission",
    "Repair",
    "Resolution",
    "Risk",
    "Rupture",
    "Separation",
    "Session",
    "Trauma",
    "Treatment",
]


class Event(Statement):
    """A statement of something that happens."""

    section: ClassVar[str] = "events"


class Conflict(Event):
    """A quarrel or open strain between two figures or more; inner conflicts stand apart."""

    kind: ClassVar[str] = "conflict"
    subject: ClassVar[str] = "between"
    telling: ClassVar[str] = "{between} are in conflict"
    adding_to_it: ClassVar = (("over", " over {over}"),)
    noun: ClassVar[str] = "the conflict between {between}"

    between: Pair = Field(alias="conflict")
    over: Text | None = None


class Resolution(Event):
    """A conflict comes to rest: in a truce, repaired, or merely avoided.

    `between` names the conflict by its id, or its parties.
    """

    kind: ClassVar[str] = "resolution"
    subject: ClassVar[str] = "between"
    telling: ClassVar[str] = "the conflict between {between} comes to rest"
    adding_to_it: ClassVar = (("quality", " ({quality})"),)
    noun: ClassVar[str] = "the resolution between {between}"

    between: _ResolutionOf = Field(alias="resolution")
    quality: Annotated[str, TermOf("resolution_quality")] | None = None

    def _wording(self) -> str:
        return self.telling if len(self.between) > 1 else "{between} comes to rest"

    def _naming(self) -> str:
        return self.noun if len(self.between) > 1 else "the resolution of {between}"


class Escalation(Event):
    """A symptom flares or worsens; `severity` runs from 0 to 10."""

    kind: ClassVar[str] = "escalation"
    unsaid_by: ClassVar[str] = "patient"
    telling: ClassVar[str] = "{of}[ flares| flare]"
    adding_to_it: ClassVar = (("by", " in {by}"), ("severity", " (severity {severity} of 10)"))
    noun: ClassVar[str] = "the flare of {of}"

    of: SymptomIds = Field(alias="escalation")
    by: FigureId | None = None
    severity: float | None = Field(default=None, ge=0, le=10, allow_inf_nan=False)


class Remission(Event):
    """A symptom is gone or nearly gone."""

    kind: ClassVar[str] = "remission"
    unsaid_by: ClassVar[str] = "patient"
    telling: ClassVar[str] = "{of}[ remits| remit]"
    adding_to_it: ClassVar = (("by", " in {by}"),)
    noun: ClassVar[str] = "the remission of {of}"

    of: SymptomId = Field(alias="remission")
    by: FigureId | None = None


#: what something did, by the word for how it changed
_TURNS: dict[str | None, str] = {
    None: "changed",
    "less": "lessened",
    "more": "increased",
    "ended": "ended",
    "unchanged": "did not change",
}


class Change(Event):
    """Something became less, more, ended or stayed as it was, since something else."""

    kind: ClassVar[str] = "change"
    telling: ClassVar[str] = "{of} changed"
    adding_to_it: ClassVar = (
        ("aspect", " in {aspect}"),
        ("since", " since {since}"),
    )
    noun: ClassVar[str] = "the change in {of}"

    of: AnyId = Field(alias="change")
    aspect: Annotated[str, TermOf("change_aspect")] | None = None
    how: Annotated[str, TermOf("change_how")] | None = None
    since: StatementId | None = None

    def _wording(self) -> str:
        return f"{{of}} {_TURNS[self.how]}"


class Rally(Event):
    """People gather around someone, the patient unless said."""

    kind: ClassVar[str] = "rally"
    subject: ClassVar[str] = "who"
    telling: ClassVar[str] = "{who}[ rallies| rally] around {to}"
    noun: ClassVar[str] = "the rally of {who}"

    who: FigureIds = Field(alias="rally", min_length=1)
    to: FigureId | None = None


class Care(Event):
    """Someone is comforted, helped, or relieved of a duty."""

    kind: ClassVar[str] = "care"
    telling: ClassVar[str] = "{of}[ is| are] cared for"
    adding_to_it: ClassVar = (("by", " by {by}"), ("form", " ({form})"))
    noun: ClassVar[str] = "the care for {of}"

    of: FigureId = Field(alias="care")
    by: FigureIds = ()
    form: Annotated[str, TermOf("care_form")] | None = None


class Harm(Event):
    """Someone is hurt by someone; an unsaid `by` is unknown."""

    kind: ClassVar[str] = "harm"
    telling: ClassVar[str] = "{of}[ is| are] hurt"
    adding_to_it: ClassVar = (("by", " by {by}"),)
    noun: ClassVar[str] = "the hurt to {of}"

    of: FigureId = Field(alias="harm")
    by: FigureIds = ()

    @property
    def is_to_oneself(self) -> bool:
        """Whether the file says of one figure, and of nobody else, that they hurt themselves."""
        return self.by == (self.of,)

    def _wording(self) -> str:
        # nobody's pronoun is guessed, and "Ann is hurt by Ann" reads as two people
        own = "{of}[ comes| come] to self-inflicted harm"
        return own if self.is_to_oneself else self.telling

    def told(self, name: Namer) -> str:
        """Return the bare sentence; harm to oneself names who it is once."""
        return self._filled(self._wording(), name) if self.is_to_oneself else super().told(name)

    def _naming(self) -> str:
        return "the self-inflicted harm to {of}" if self.is_to_oneself else self.noun


class Invalidation(Event):
    """Someone's experience is denied, excused or explained away.

    In Python the person is ``of`` and the experience ``of_``; in a file the kind's own key holds
    the person and ``of`` the experience.
    """

    kind: ClassVar[str] = "invalidation"
    telling: ClassVar[str] = "the experience of {of} is invalidated"
    adding_to_it: ClassVar = (("by", " by {by}"), ("of_", " (about {of_})"))
    noun: ClassVar[str] = "the invalidation of {of}"

    of: FigureId = Field(alias="invalidation")
    of_: AnyId | None = Field(default=None, alias="of")
    by: FigureIds = ()


class Trauma(Event):
    """Something overwhelming befalls someone."""

    kind: ClassVar[str] = "trauma"
    telling: ClassVar[str] = "{of}[ suffers| suffer] a trauma"
    adding_to_it: ClassVar = (("by", " at the hands of {by}"),)
    noun: ClassVar[str] = "the trauma of {of}"

    of: FigureId = Field(alias="trauma")
    by: FigureIds = ()


class Loss(Event):
    """Someone loses a person, a role, a faith, an ability; `by` who loses, unknown unless said."""

    kind: ClassVar[str] = "loss"
    telling: ClassVar[str] = "{of}[ is| are] lost"
    noun: ClassVar[str] = "the loss of {of}"

    of: IdOrText = Field(alias="loss")
    by: FigureId | None = None

    def _wording(self) -> str:
        return "{by}[ loses| lose] {of}" if self.by else self.telling


class Separation(Event):
    """Two figures are apart for a time."""

    kind: ClassVar[str] = "separation"
    subject: ClassVar[str] = "between"
    telling: ClassVar[str] = "{between} are separated"
    noun: ClassVar[str] = "the separation of {between}"

    between: Couple = Field(alias="separation")


class LifeEvent(Event):
    """Something of weight in a life that no other kind says better."""

    kind: ClassVar[str] = "life_event"
    subject: ClassVar[str] = "text"
    telling: ClassVar[str] = "{text}"
    adding_to_it: ClassVar = (("by", ", in the life of {by}"),)
    noun: ClassVar[str] = "the event ({text})"

    text: Text = Field(alias="life_event")
    by: FigureId | None = None


class Session(Event):
    """A session of treatment."""

    kind: ClassVar[str] = "session"
    subject: ClassVar[str] = "text"
    telling: ClassVar[str] = "session: {text}"
    adding_to_it: ClassVar = (("by", ", with {by}"),)
    noun: ClassVar[str] = "the session ({text})"

    text: Text = Field(alias="session")
    by: FigureIds = ()


class Treatment(Event):
    """A course of treatment over a span."""

    kind: ClassVar[str] = "treatment"
    subject: ClassVar[str] = "text"
    telling: ClassVar[str] = "treatment: {text}"
    adding_to_it: ClassVar = (("dose", ", {dose}"), ("route", ", {route}"))
    noun: ClassVar[str] = "the treatment ({text})"

    text: Text = Field(alias="treatment")
    dose: Text | None = None
    route: Text | None = None
    by: FigureIds = ()

    def _wording(self) -> str:
        # true of who prescribes and of who talks; behind the text it would read as a part of it
        return "treatment by {by}: {text}" if self.by else self.telling


class Intervention(Event):
    """One deliberate step of a treatment."""

    kind: ClassVar[str] = "intervention"
    subject: ClassVar[str] = "text"
    telling: ClassVar[str] = "intervention: {text}"
    adding_to_it: ClassVar = (
        ("dose", ", {dose}"),
        ("route", ", {route}"),
        ("homework", "; homework: {homework}"),
    )
    noun: ClassVar[str] = "the intervention ({text})"

    text: Text = Field(alias="intervention")
    dose: Text | None = None
    route: Text | None = None
    homework: Text | None = None
    by: FigureIds = ()

    def _wording(self) -> str:
        return "intervention by {by}: {text}" if self.by else self.telling


class Insight(Event):
    """Someone sees something about themselves for the first time."""

    kind: ClassVar[str] = "insight"
    subject: ClassVar[str] = "text"
    unsaid_by: ClassVar[str] = "patient"
    telling: ClassVar[str] = "{by}[ comes| come] to see: {text}"
    adding_to_it: ClassVar = (("about", " (about {about})"),)
    noun: ClassVar[str] = "the insight ({text})"

    text: Text = Field(alias="insight")
    by: FigureId | None = None
    about: AnyIds = ()


class Rupture(Event):
    """Strain in the working alliance, with the figure named."""

    kind: ClassVar[str] = "rupture"
    unsaid_by: ClassVar[str] = "patient"
    telling: ClassVar[str] = "the alliance between {by} and {of} is strained"
    noun: ClassVar[str] = "the rupture with {of}"

    of: FigureId = Field(alias="rupture")
    by: FigureId | None = None


class Repair(Event):
    """A rupture is mended."""

    kind: ClassVar[str] = "repair"
    telling: ClassVar[str] = "{of} is repaired"
    noun: ClassVar[str] = "the repair of {of}"

    of: StatementId = Field(alias="repair")


class Episode(Event):
    """A relationship episode as told (CCRT): a wish, the other's response, one's own response."""

    kind: ClassVar[str] = "episode"
    unsaid_by: ClassVar[str] = "patient"
    telling: ClassVar[str] = "an episode between {by} and {of}"
    adding_to_it: ClassVar = (
        ("wish", "; wish: {wish}"),
        ("response_other", "; the other's response: {response_other}"),
        ("response_self", "; own response: {response_self}"),
    )
    noun: ClassVar[str] = "the episode with {of}"

    of: FigureId = Field(alias="episode")
    by: FigureId | None = None
    wish: Text | None = None
    response_other: Text | None = None
    response_self: Text | None = None


class Dream(Event):
    """A dream, as told."""

    kind: ClassVar[str] = "dream"
    subject: ClassVar[str] = "text"
    unsaid_by: ClassVar[str] = "patient"
    telling: ClassVar[str] = "{by}[ dreams| dream]: {text}"
    noun: ClassVar[str] = "the dream ({text})"

    text: Text = Field(alias="dream")
    by: FigureId | None = None


class Rating(Event):
    """A value on a scale."""

    kind: ClassVar[str] = "rating"
    unsaid_by: ClassVar[str] = "patient"
    telling: ClassVar[str] = "{by}[ is| are] rated on {of}"
    adding_to_it: ClassVar = (("value", ": {value}"),)
    noun: ClassVar[str] = "the rating of {of}"

    of: Text = Field(alias="rating")
    value: float | None = Field(default=None, allow_inf_nan=False)
    by: FigureId | None = None

    def _words(self, field: str, name: Namer) -> str:
        # a diary's own scale is often called by the id of the symptom that it rates
        rated = name(self.of) if field == "of" else self.of
        return super()._words(field, name) if rated == self.of else rated


class Risk(Event):
    """A danger to life or limb that was noted; it asks to be acted on, not analysed.

    One that was asked about and not found is written the same way ("none found today") and is not
    told as a danger: a text that begins with none, nil, no, not, denies or denied is told as the
    answer to a question.  That there is nothing to act on is read more narrowly, from such a text
    in which every other word is plain (:func:`formulation.model.denials.rules_out`).
    """

    kind: ClassVar[str] = "risk"
    subject: ClassVar[str] = "text"
    unsaid_by: ClassVar[str] = "patient"
    telling: ClassVar[str] = "a risk noted for {by}: {text}"
    adding_to_it: ClassVar = (("form", " ({form})"),)
    noun: ClassVar[str] = "the risk ({text})"

    text: Text = Field(alias="risk")
    form: Annotated[str, TermOf("risk_form")] | None = None
    by: FigureId | None = None

    @property
    def is_answer_no(self) -> bool:
        """Whether the text begins as an answer does that finds or admits nothing.

        "No plan, but thinks of it daily" does too, and is a danger all the same.
        """
        return begins_as_no(self.text)

    @property
    def is_ruled_out(self) -> bool:
        """Whether text and `what` say no more than that no risk was found or admitted."""
        return rules_out(self.text, self.what or "")

    def _wording(self) -> str:
        if not self.is_answer_no:
            return self.telling
        return f"as to {'{form}' if self.form else 'risk'}, for {{by}}: {{text}}"

    def told(self, name: Namer) -> str:
        """Return the bare sentence; what was asked about and not found is told as such."""
        return self._filled(self._wording(), name) if self.is_answer_no else super().told(name)

    def _naming(self) -> str:
        if not self.is_answer_no:
            return self.noun
        return f"the question of {'{form}' if self.form else 'risk'} ({{text}})"
