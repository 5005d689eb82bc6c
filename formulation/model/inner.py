"""Inner statements hold within one person: what is wished, feared, felt and defended against."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar

from pydantic import Field

from formulation.model.base import Namer, Several, Statement, begins_with_of
from formulation.model.fields import AnyIds, FigureId, FigureIds, StatementId, TermOf, Text, Truth

__all__ = [
    "Belief",
    "Bind",
    "Defense",
    "Factor",
    "Fear",
    "Feeling",
    "InnerConflict",
    "Need",
    "Strength",
    "Wish",
]


class Inner(Statement):
    """A statement that holds within one person over a span."""

    section: ClassVar[str] = "inner"
    unsaid_by: ClassVar[str] = "patient"

    by: FigureId | None = None

    def _words(self, field: str, name: Namer) -> str:
        """Return the words for a field; who feels something toward themselves is named once."""
        if field not in ("about", "toward"):
            return super()._words(field, name)
        own = name(self.by)
        self_ = "themselves" if isinstance(own, Several) else "self"
        return super()._words(field, lambda id: self_ if name(id) == own else name(id))


# the hyphens of idealization-of-other, not those of self-assertion and help-rejecting
_JOINT = re.compile(r"(?<!\bself)(?<!\bhelp)-")


class Defense(Inner):
    """A way of keeping something out of mind; a word of the DMRS, or a classical one.

    Source: Perry's Defense Mechanism Rating Scales; ``formulation terms defense`` lists them.
    """

    kind: ClassVar[str] = "defense"
    telling: ClassVar[str] = "{by}[ defends| defend] by {of}"
    adding_to_it: ClassVar = (("against", " against {against}"), ("toward", ", toward {toward}"))
    noun: ClassVar[str] = "the defense by {of}"

    of: Annotated[str, TermOf("defense")] = Field(alias="defense")
    against: Text | None = None
    toward: FigureIds = ()

    def _words(self, field: str, name: Namer) -> str:
        told = super()._words(field, name)
        return _JOINT.sub(" ", told) if field == "of" else told


class Wish(Inner):
    """What someone wishes for."""

    kind: ClassVar[str] = "wish"
    subject: ClassVar[str] = "text"
    telling: ClassVar[str] = "{by}[ wishes| wish]: {text}"
    noun: ClassVar[str] = "the wish ({text})"

    text: Text = Field(alias="wish")


class Need(Inner):
    """What someone needs."""

    kind: ClassVar[str] = "need"
    subject: ClassVar[str] = "text"
    telling: ClassVar[str] = "{by}[ needs| need]: {text}"
    noun: ClassVar[str] = "the need ({text})"

    text: Text = Field(alias="need")


class Fear(Inner):
    """What someone fears; Malan's anxiety, when an inner conflict names it."""

    kind: ClassVar[str] = "fear"
    subject: ClassVar[str] = "text"
    telling: ClassVar[str] = "{by}[ fears| fear]: {text}"
    noun: ClassVar[str] = "the fear ({text})"

    text: Text = Field(alias="fear")

    def _wording(self) -> str:
        return "{by}[ has| have] a fear {text}" if begins_with_of(self.text) else self.telling

    def _naming(self) -> str:
        return "the fear {text}" if begins_with_of(self.text) else self.noun


class Feeling(Inner):
    """What someone feels; `hidden` says that it is warded off."""

    kind: ClassVar[str] = "feeling"
    subject: ClassVar[str] = "text"
    telling: ClassVar[str] = "{by}[ feels| feel]: {text}"
    adding_to_it: ClassVar = (("toward", ", toward {toward}"), ("hidden", ", kept hidden"))
    noun: ClassVar[str] = "the feeling ({text})"

    text: Text = Field(alias="feeling")
    hidden: Truth = False
    toward: FigureIds = ()


class Belief(Inner):
    """What someone believes, imagines or expects, of the world or of another's mind."""

    kind: ClassVar[str] = "belief"
    subject: ClassVar[str] = "text"
    noun: ClassVar[str] = "the belief ({text})"

    text: Text = Field(alias="belief")
    about: AnyIds = ()

    def _wording(self) -> str:
        about = " about {about}" if self.about else ""
        return f"{{by}}[ believes| believe]{about}: {{text}}"


class Bind(Statement):
    """Someone is caught between others: a conflict of loyalties, or a strict double bind."""

    kind: ClassVar[str] = "bind"
    section: ClassVar[str] = "inner"
    telling: ClassVar[str] = "{of}[ is| are] in a bind"
    adding_to_it: ClassVar = (("between", " between {between}"), ("form", " ({form})"))
    noun: ClassVar[str] = "the bind of {of}"

    of: FigureIds = Field(alias="bind", min_length=1)
    between: FigureIds = ()
    form: Annotated[str, TermOf("bind_form")] | None = None


class InnerConflict(Inner):
    """Two strivings within one person; its corners name a defense, a fear and a feeling (Malan)."""

    kind: ClassVar[str] = "inner_conflict"
    subject: ClassVar[str] = "text"
    telling: ClassVar[str] = "{by}[ is| are] in inner conflict: {text}"
    adding_to_it: ClassVar = (("code", " ({code})"),)
    noun: ClassVar[str] = "the inner conflict ({text})"

    text: Text = Field(alias="inner_conflict")
    code: Text | None = None
    defense: StatementId | None = None
    fear: StatementId | None = None
    feeling: StatementId | None = None


class Strength(Inner):
    """What helps: a capacity, a resource, a person who stands by."""

    kind: ClassVar[str] = "strength"
    subject: ClassVar[str] = "text"
    telling: ClassVar[str] = "a strength of {by}: {text}"
    noun: ClassVar[str] = "the strength ({text})"

    text: Text = Field(alias="strength")


#: the text of a factor that was looked for and not found
NONE_KNOWN = "none known"


class Factor(Inner):
    """A biological, social or cultural factor, or "none known"."""

    kind: ClassVar[str] = "factor"
    subject: ClassVar[str] = "text"
    telling: ClassVar[str] = "a factor for {by}: {text}"
    adding_to_it: ClassVar = (("domain", " ({domain})"),)
    noun: ClassVar[str] = "the factor ({text})"

    text: Text = Field(alias="factor")
    domain: Annotated[str, TermOf("factor_domain")] | None = None

    def told(self, name: Namer) -> str:
        """Return the bare sentence; that none is known is told as such."""
        if self.text.casefold() != NONE_KNOWN:
            return super().told(name)
        which = f"{self.domain} factor" if self.domain else "factor"
        return self._filled(f"no {which} is known for {{by}}", name)
