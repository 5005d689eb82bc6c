"""Claims say how things hang together, with their rivals and what would count against them."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from formulation.model.base import Statement
from formulation.model.fields import AnyIds, FigureId, StatementId, TermOf, Text, Texts

__all__ = ["Claim", "Goal"]


class Claim(Statement):
    """An explanation, whose it is, what else could explain it, and what would speak against it.

    `effect` makes it a signed cause–effect arrow from what `from_` names to what `to` names;
    `scope` "general" with a `caveat` marks what the literature says.
    """

    kind: ClassVar[str] = "claim"
    section: ClassVar[str] = "claims"
    subject: ClassVar[str] = "text"
    telling: ClassVar[str] = "it is claimed: {text}"
    adding_to_it: ClassVar = (("caveat", " (caveat: {caveat})"),)
    noun: ClassVar[str] = "the claim ({text})"

    text: Text = Field(alias="claim")
    from_: AnyIds = Field(default=(), alias="from")
    to: AnyIds = ()
    effect: Annotated[str, TermOf("claim_effect")] | None = None
    as_: Annotated[str, TermOf("claim_as")] | None = Field(default=None, alias="as")
    scope: Annotated[str, TermOf("claim_scope")] | None = None
    caveat: Text | None = None
    rivals: Texts = ()
    against: Texts = ()
    predicts: Texts = ()
    outcome: Text | None = None
    revises: StatementId | None = None

    def _wording(self) -> str:
        if self.scope == "general":
            return "the literature claims: {text}"
        return "{said_by}[ claims| claim]: {text}" if self.said_by else self.telling


class Goal(Statement):
    """What the treatment is for."""

    kind: ClassVar[str] = "goal"
    section: ClassVar[str] = "claims"
    subject: ClassVar[str] = "text"
    unsaid_by: ClassVar[str] = "patient"
    telling: ClassVar[str] = "a goal of {by}: {text}"
    noun: ClassVar[str] = "the goal ({text})"

    text: Text = Field(alias="goal")
    by: FigureId | None = None
