"""Bonds hold between figures over a span: how they are tied, and how one sees another."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from formulation.model.base import Statement
from formulation.model.fields import AnyIds, Couple, FigureId, FigureIds, TermOf, Text

__all__ = [
    "Countertransference",
    "Devaluation",
    "Idealization",
    "Perception",
    "Relationship",
    "Stance",
    "Transference",
]


class Bond(Statement):
    """A statement that holds between figures over a span."""

    section: ClassVar[str] = "bonds"


class Relationship(Bond):
    """Two figures are tied: by marriage, kinship, friendship, treatment."""

    kind: ClassVar[str] = "relationship"
    subject: ClassVar[str] = "between"
    telling: ClassVar[str] = "there is a bond between {between}"
    adding_to_it: ClassVar = (("is_", ": {is_}"), ("quality", ", described as {quality}"))
    noun: ClassVar[str] = "the bond between {between}"

    between: Couple = Field(alias="relationship")
    is_: Annotated[str, TermOf("relationship")] | None = Field(default=None, alias="is")
    quality: Annotated[str, TermOf("relationship_quality")] | None = None


class Idealization(Bond):
    """One figure sees another as better than anyone is, whatever that figure does.

    `reading` says whether the author reads it as idealization of other's image (DMRS level 4,
    faults can be named and are waved away) or as splitting (level 2, no fault in the picture).
    """

    kind: ClassVar[str] = "idealizes"
    unsaid_by: ClassVar[str] = "patient"
    telling: ClassVar[str] = "{by}[ idealizes| idealize] {of}"
    adding_to_it: ClassVar = (("image", " as “{image}”"), ("reading", ", read as {reading}"))
    noun: ClassVar[str] = "the idealization of {of}"

    of: FigureId = Field(alias="idealizes")
    by: FigureId | None = None
    image: Text | None = None
    reading: Annotated[str, TermOf("reading")] | None = None


class Devaluation(Bond):
    """One figure sees another as worse than anyone is."""

    kind: ClassVar[str] = "devalues"
    unsaid_by: ClassVar[str] = "patient"
    telling: ClassVar[str] = "{by}[ devalues| devalue] {of}"
    adding_to_it: ClassVar = (("image", " as “{image}”"),)
    noun: ClassVar[str] = "the devaluation of {of}"

    of: FigureId = Field(alias="devalues")
    by: FigureId | None = None
    image: Text | None = None


class Perception(Bond):
    """One figure has an image of another: good, bad, or mixed."""

    kind: ClassVar[str] = "sees"
    unsaid_by: ClassVar[str] = "patient"
    telling: ClassVar[str] = "{by}[ has| have] an image of {of}"
    adding_to_it: ClassVar = (("image", ": “{image}”"), ("valence", " (a {valence} one)"))
    noun: ClassVar[str] = "the image of {of}"

    of: FigureId = Field(alias="sees")
    by: FigureId | None = None
    image: Text | None = None
    valence: Annotated[str, TermOf("valence")] | None = None


class Stance(Bond):
    """One figure stands as victim, rescuer or persecutor toward another (Karpman's triangle)."""

    kind: ClassVar[str] = "stance"
    unsaid_by: ClassVar[str] = "patient"
    telling: ClassVar[str] = "{by}[ takes| take] the stance of a {of}"
    adding_to_it: ClassVar = (("toward", " toward {toward}"),)
    noun: ClassVar[str] = "the stance of a {of}"

    of: Annotated[str, TermOf("stance")] = Field(alias="stance")
    by: FigureId | None = None
    toward: FigureIds = ()


class Transference(Bond):
    """What is lived again with the therapist, and whom or what it repeats."""

    kind: ClassVar[str] = "transference"
    unsaid_by: ClassVar[str] = "patient"
    telling: ClassVar[str] = "{by}[ brings| bring] a transference to {of}"
    adding_to_it: ClassVar = (
        ("quality", " ({quality})"),
        ("repeats", ", seen as repeating {repeats}"),
    )
    noun: ClassVar[str] = "the transference to {of}"

    of: FigureId = Field(alias="transference")
    by: FigureId | None = None
    repeats: AnyIds = ()
    quality: Annotated[str, TermOf("transference_quality")] | None = None


class Countertransference(Bond):
    """What the patient stirs in the therapist."""

    kind: ClassVar[str] = "countertransference"
    unsaid_by: ClassVar[str] = "therapist"
    telling: ClassVar[str] = "{of}[ stirs| stir] a countertransference"
    adding_to_it: ClassVar = (("by", " in {by}"), ("feeling", ": {feeling}"))
    noun: ClassVar[str] = "the countertransference to {of}"

    of: FigureId = Field(alias="countertransference")
    by: FigureId | None = None
    feeling: Text | None = None
