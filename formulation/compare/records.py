"""What a comparison returns: who is who, what answers what, how alike it is, and what divides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from statistics import fmean
from typing import Any

__all__ = [
    "Agreement",
    "Alignment",
    "Comparison",
    "Counterpart",
    "Disagreement",
    "Likeness",
    "Match",
    "Matched",
    "Part",
    "Said",
    "Score",
    "Unmatched",
]


def rounded(number: float | None) -> float | None:
    """Return a number as a document for programs holds it."""
    return None if number is None else round(number, 6)


@dataclass(frozen=True, slots=True)
class Said:
    """A figure, symptom or statement of one file: its id there, and its words."""

    id: str
    told: str


@dataclass(frozen=True, slots=True)
class Part:
    """One respect in which two statements can be held side by side.

    Attributes
    ----------
    about
        ``kind``, ``who``, ``direction``, ``link``, ``term``, ``date``, ``basis`` or ``text``.
    likeness
        From 0, nothing in common, to 1, the same.
    weight
        How much it counts beside the others.
    told
        Why, in words.
    is_one_sided
        Whether only one of the two says anything of it: an omission, no disagreement.
    """

    about: str
    likeness: float
    weight: float
    told: str
    is_one_sided: bool = False


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A person or symptom of one file and the one that stands for it in the other.

    Attributes
    ----------
    section
        ``people`` or ``symptoms``.
    reference, other
        The two, by id and name; ``None`` where a file has none.
    similarity
        From 0 to 1; 0 where there is no counterpart.
    told
        Why they were taken for one; of one without counterpart, where words of the other file name
        it all the same.
    """

    section: str
    reference: Said | None
    other: Said | None
    similarity: float
    told: str

    def to_dict(self) -> dict[str, Any]:
        """Return its keys in ``formulation compare --json``."""
        return asdict(self) | {"similarity": rounded(self.similarity)}


@dataclass(frozen=True, slots=True)
class Match:
    """Two statements, one of each file, taken to say the same thing, with how far they do.

    Attributes
    ----------
    section
        The section that both stand in.
    reference, other
        The two statements.
    similarity
        From 0 to 1.
    parts
        Every respect in which they could be compared.
    """

    section: str
    reference: Said
    other: Said
    similarity: float
    parts: tuple[Part, ...]

    @property
    def agrees(self) -> tuple[str, ...]:
        """What the two agree in: ``who``, ``date`` and so on."""
        return tuple(part.about for part in self.parts if part.likeness == 1)

    @property
    def differs(self) -> tuple[str, ...]:
        """What they do not agree in, or only one of them says."""
        return tuple(part.about for part in self.parts if part.likeness < 1)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why they are as alike as they are, in words; what divides them comes first."""
        return tuple(p.told for p in sorted(self.parts, key=lambda part: part.likeness))

    def to_dict(self) -> dict[str, Any]:
        """Return its keys in ``formulation compare --json``."""
        return {
            "section": self.section,
            "reference": asdict(self.reference),
            "other": asdict(self.other),
            "similarity": rounded(self.similarity),
            "agrees": list(self.agrees),
            "differs": list(self.differs),
            "reasons": list(self.reasons),
        }


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A statement that the other file does not have.

    Attributes
    ----------
    section, kind
        Where it stands, and what it is.
    said
        Its id, which is its place in its file, and its words.
    alternatives
        Ids of other accounts of the same fact in the same file; the other has none of them.
    nearest
        What comes nearest in the other file, with the reasons why it is not the same; ``None``
        where nothing there is of its kind.  Its ``reference`` is the reference's, as always.
    """

    section: str
    kind: str
    said: Said
    alternatives: tuple[str, ...] = ()
    nearest: Match | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return its keys in ``formulation compare --json``."""
        return {
            "section": self.section,
            "kind": self.kind,
            **asdict(self.said),
            "alternatives": list(self.alternatives),
            "nearest": self.nearest.to_dict() if self.nearest else None,
        }


@dataclass(frozen=True, slots=True)
class Score:
    """How much of the reference the other has, and how much of the other the reference has.

    Attributes
    ----------
    section
        ``people``, ``symptoms``, ``bonds``, ``inner``, ``events``, ``claims``, or ``statements``
        for the last four together.
    both, missing, extra
        How many both have, only the reference has, and only the other has.
    """

    section: str
    both: int
    missing: int
    extra: int

    @property
    def precision(self) -> float | None:
        """The share of the other's that the reference has; ``None`` where the other has none."""
        return _share(self.both, self.both + self.extra)

    @property
    def recall(self) -> float | None:
        """The share of the reference's that the other has; ``None`` where that has none."""
        return _share(self.both, self.both + self.missing)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of the two, the same whoever is the reference."""
        return _share(2 * self.both, 2 * self.both + self.missing + self.extra)

    def to_dict(self) -> dict[str, Any]:
        """Return its keys in ``formulation compare --json``."""
        shares = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return asdict(self) | {name: rounded(share) for name, share in shares.items()}


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far formulations agree in a coding of yes and no, beyond what chance would give.

    Attributes
    ----------
    grid
        ``defenses``, ``bonds``, ``claims`` or ``patterns``.
    title, cell
        What is coded, and what is asked in each cell.
    cells
        How many there are; the same for every formulation.
    coded
        How many of them each formulation says yes to, in order.
    all, none
        How many of them all say yes to, and none does.
    statistic
        ``Cohen's kappa`` for two formulations, ``Fleiss' kappa`` for more.
    value
        It; ``None`` where it is not defined.
    why_not
        Why it is not, in words; empty where it is.
    """

    grid: str
    title: str
    cell: str
    cells: int
    coded: tuple[int, ...]
    all: int
    none: int
    statistic: str
    value: float | None
    why_not: str = ""

    @property
    def alike(self) -> float | None:
        """The share of cells in which all say the same; ``None`` where there are no cells."""
        return _share(self.all + self.none, self.cells)

    def to_dict(self) -> dict[str, Any]:
        """Return its keys in ``formulation compare --json``."""
        told = asdict(self) | {"coded": list(self.coded), "value": rounded(self.value)}
        return told | {"alike": rounded(self.alike)}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Something on which two formulations part.

    Attributes
    ----------
    about
        ``finding``, ``who``, ``direction``, ``order``, ``link``, ``basis``, ``kind``, ``term``,
        ``date`` or ``text``, from what matters most to what matters least.
    told
        A sentence.
    reference, other
        What each file says, by id and in words; empty where it says nothing.
    changes
        Names of the patterns that fit one file only and rest on this.
    """

    about: str
    told: str
    reference: tuple[Said, ...]
    other: tuple[Said, ...]
    changes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return its keys in ``formulation compare --json``."""
        return {
            "about": self.about,
            "told": self.told,
            "reference": [asdict(said) for said in self.reference],
            "other": [asdict(said) for said in self.other],
            "changes": list(self.changes),
        }

    def __str__(self) -> str:
        """Return the sentence."""
        return self.told


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two formulations of one person side by side; neither is changed, and nothing is merged.

    Attributes
    ----------
    reference, other
        What the two are called.
    figures
        Who is who, and who has no counterpart.
    matches
        The statements that both have, in the order of the reference.
    missing, extra
        The statements that only the reference has, and only the other.
    scores
        One for each section, then one for all statements.
    agreement
        One for each coding of yes and no.
    disagreements
        What matters most first.
    """

    reference: str
    other: str
    figures: tuple[Counterpart, ...]
    matches: tuple[Match, ...]
    missing: tuple[Unmatched, ...]
    extra: tuple[Unmatched, ...]
    scores: tuple[Score, ...]
    agreement: tuple[Agreement, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()

    @property
    def similarity(self) -> float | None:
        """How alike the statements are as a whole, from 0 to 1, the same in both directions.

        Twice the similarity of what both have, over all that the two have together; ``None``
        where neither has a statement.
        """
        total = self.score.both * 2 + self.score.missing + self.score.extra
        return 2 * sum(match.similarity for match in self.matches) / total if total else None

    @property
    def score(self) -> Score:
        """The score of all statements together."""
        return self.scores[-1]

    def to_dict(self) -> dict[str, Any]:
        """Return its keys in ``formulation compare --json``."""
        return {
            "reference": self.reference,
            "other": self.other,
            "similarity": rounded(self.similarity),
            "scores": [score.to_dict() for score in self.scores],
            "agreement": [agreement.to_dict() for agreement in self.agreement],
            "disagreements": [one.to_dict() for one in self.disagreements],
            "figures": [figure.to_dict() for figure in self.figures],
            "matches": [match.to_dict() for match in self.matches],
            "missing": [one.to_dict() for one in self.missing],
            "extra": [one.to_dict() for one in self.extra],
        }

    def __str__(self) -> str:
        """Return how many statements both have, and how many one only."""
        score = self.score
        return (
            f"{self.reference} and {self.other}: both have {score.both}, only {self.reference} "
            f"{score.missing}, only {self.other} {score.extra}."
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two or more formulations of one person, each beside each.

    Attributes
    ----------
    names
        What they are called; the first is the reference.
    pairs
        Every two of them, the earlier as the reference of the later.
    agreement
        How far all of them agree beyond chance.
    notes
        What to know before reading on: that they seem to be of two people, or are one file twice.
    """

    names: tuple[str, ...]
    pairs: tuple[Alignment, ...]
    agreement: tuple[Agreement, ...]
    notes: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Alignment]:
        """Go through the pairs."""
        return iter(self.pairs)

    def to_dict(self) -> dict[str, Any]:
        """Return what stands under ``comparison`` in ``formulation compare --json``."""
        return {
            "formulations": list(self.names),
            "notes": list(self.notes),
            "agreement": [agreement.to_dict() for agreement in self.agreement],
            "pairs": [pair.to_dict() for pair in self.pairs],
        }

    def __str__(self) -> str:
        """Return one sentence for each pair."""
        return " ".join(map(str, self.pairs))

    def __repr__(self) -> str:
        """Return what is compared, briefly."""
        return f"<Comparison of {', '.join(self.names)}>"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two formulations are, of the same person or of different ones."""

    reference: str
    other: str
    similarity: float
    is_matched: bool

    def to_dict(self) -> dict[str, Any]:
        """Return its keys in ``formulation compare --json``."""
        return asdict(self) | {"similarity": rounded(self.similarity)}


@dataclass(frozen=True, slots=True)
class Matched:
    """Matched against mismatched: formulations of one person, and of different people.

    Attributes
    ----------
    likenesses
        Every two formulations, with their similarity.
    p
        How often as large a difference comes of giving the formulations to people at random,
        the way they were given counted among them: never nought.
    least
        The least that p can be with so many formulations.
    ways
        In how many ways they were given to people.
    is_exact
        Whether these are all the ways there are; else they were drawn with `seed`.
    seed
        With what they were drawn.
    """

    likenesses: tuple[Likeness, ...]
    p: float
    least: float
    ways: int
    is_exact: bool
    seed: int

    def _of(self, is_matched: bool) -> list[float]:
        return [one.similarity for one in self.likenesses if one.is_matched is is_matched]

    @property
    def pairs(self) -> tuple[int, int]:
        """How many pairs are of one person, and how many of two."""
        return len(self._of(True)), len(self._of(False))

    @property
    def same(self) -> float:
        """The mean similarity of two formulations of one person."""
        return fmean(self._of(True))

    @property
    def different(self) -> float:
        """The mean similarity of two formulations of different people."""
        return fmean(self._of(False))

    def to_dict(self) -> dict[str, Any]:
        """Return what stands under ``matched`` in ``formulation compare --json``."""
        return {
            "same": rounded(self.same),
            "different": rounded(self.different),
            "p": rounded(self.p),
            "least": rounded(self.least),
            "ways": self.ways,
            "is_exact": self.is_exact,
            "seed": self.seed,
            "likenesses": [one.to_dict() for one in self.likenesses],
        }

    def __str__(self) -> str:
        """Return what was found as sentences."""
        from formulation.compare.words import told_of_matched

        return told_of_matched(self)
