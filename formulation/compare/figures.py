"""Who is who in two files: people by role and name, symptoms by name, kind and code.

Patient stands for patient.  A role that one figure has in each file decides, whatever the two are
called; else names decide, helped by the role.  The best assignment of all is taken
(``scipy.optimize.linear_sum_assignment``), so that nothing hangs on the order of a file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from formulation.compare.pairing import best_pairs
from formulation.compare.records import Counterpart, Said
from formulation.compare.texts import names_alike
from formulation.model.case import Case
from formulation.model.figures import Person, Symptom
from formulation.terms import vocabulary

__all__ = ["WhoIsWho", "who_is_who"]

#: figures less alike than this are not taken for one
LEAST_ALIKE = 0.6
#: roles that name one place in a life
_ALIKE_ROLES = dict.fromkeys(("partner", "spouse", "wife", "husband"), "partner")
#: the groups of roles of which each names one place in a family, and the words for several places
_KIN = frozenset(("parents and children", "kin"))
_GENERAL = frozenset(
    "parent parents child children sibling siblings grandparent grandparents grandchild relative "
    "family in-laws guardian".split()
)
#: how much a role says beside a name: the same, of the same group, unlike, or unsaid in one file
_SAME, _GROUP, _UNLIKE, _UNSAID = 0.3, 0.2, -0.3, -0.05

Figure = TypeVar("Figure", Person, Symptom)
_Judged = tuple[float, str]


class WhoIsWho(NamedTuple):
    """The figures of two files: what stands for each id of the reference, and all of it told."""

    counterpart: dict[str, str]
    told: tuple[Counterpart, ...]


def who_is_who(reference: Case, other: Case) -> WhoIsWho:
    """Return which figure and symptom of one file stands for which of the other.

    Parameters
    ----------
    reference, other
        Two files of one person.
    """
    people = _paired("people", reference.people, other.people, _people_judged(reference, other))
    standing = {c.reference.id: c.other.id for c in people if c.reference and c.other}
    judged = _symptoms_judged(reference, other, standing)
    told = (*people, *_paired("symptoms", reference.symptoms, other.symptoms, judged))
    return WhoIsWho({c.reference.id: c.other.id for c in told if c.reference and c.other}, told)


def _paired(
    section: str,
    reference: Sequence[Figure],
    other: Sequence[Figure],
    judged: Callable[[Figure, Figure], _Judged],
) -> list[Counterpart]:
    """Return the figures of one section with their counterparts, then those without one."""
    ours = sorted(reference, key=lambda figure: figure.id)
    theirs = sorted(other, key=lambda figure: figure.id)
    verdicts = [[judged(a, b) for b in theirs] for a in ours]
    pairs = best_pairs([[v[0] for v in row] for row in verdicts], LEAST_ALIKE)
    found: dict[str, Counterpart] = {}
    for i, j in pairs:
        one, two = ours[i], theirs[j]
        found[one.id] = Counterpart(section, _said(one), _said(two), *verdicts[i][j])
    told = [found.get(a.id) or Counterpart(section, _said(a), None, 0.0, "") for a in reference]
    taken = {theirs[j].id for _, j in pairs}
    left = [figure for figure in other if figure.id not in taken]
    return told + [Counterpart(section, None, _said(figure), 0.0, "") for figure in left]


def _said(figure: Person | Symptom) -> Said:
    return Said(figure.id, figure.label)


def _role(person: Person) -> str | None:
    return _ALIKE_ROLES.get(person.role or "", person.role)


def _people_judged(reference: Case, other: Case) -> Callable[[Person, Person], _Judged]:
    patients = (reference.patient, other.patient)
    counts = [Counter(_role(person) for person in case.people) for case in (reference, other)]

    def judged(a: Person, b: Person) -> _Judged:
        role = _role(a)
        if all(patients) and (a.id == patients[0] or b.id == patients[1]):
            both = (a.id, b.id) == patients
            return (1.0, "the patient in both") if both else (0.0, "")
        if role and role == _role(b) and all(count[role] == 1 for count in counts):
            return 1.0, f"the only {role} in both"
        return _by_name(a, b)

    return judged


def _by_name(a: Person, b: Person) -> _Judged:
    """Judge two people by name, helped or hindered by role and kind."""
    name = max(names_alike(a.label, b.label), names_alike(a.id, b.id) if _is_nameless(a, b) else 0)
    weight, told = _roles_alike(a, b)
    alike = max(0.0, name + weight * (1 - name if weight > 0 else 1))
    if a.kind and b.kind and a.kind != b.kind:
        alike, told = alike * 0.7, f"{told}, a {a.kind} and a {b.kind}"
    how = "the same name" if name == 1 else "a like name"
    return min(1.0, alike), f"{how}, {told}"


def _is_nameless(a: Person | Symptom, b: Person | Symptom) -> bool:
    return a.name is None or b.name is None


def _roles_alike(a: Person, b: Person) -> tuple[float, str]:
    one, two = _role(a), _role(b)
    if not (one and two):
        return _UNSAID if one or two else 0.0, "no role said in both"
    if one == two:
        return _SAME, f"{one} in both"
    told = f"{a.role} and {b.role}"
    terms = [vocabulary("role").get(role) for role in (one, two)]
    groups = {term.group if term else "" for term in terms}
    # whoever is a mother is no father, but may well be told of as a parent
    is_exact = groups <= _KIN and not _GENERAL & {one, two}
    return (_GROUP if len(groups) == 1 and groups != {""} and not is_exact else _UNLIKE), told


def _symptoms_judged(
    reference: Case, other: Case, standing: dict[str, str]
) -> Callable[[Symptom, Symptom], _Judged]:
    def judged(a: Symptom, b: Symptom) -> _Judged:
        owners = (a.of or reference.patient, b.of or other.patient)
        if all(owners) and standing.get(owners[0] or "") != owners[1]:
            return 0.0, ""
        if a.code and a.code == b.code:
            return 1.0, f"the same code, {a.code}"
        name = names_alike(a.label, b.label)
        if _is_nameless(a, b):
            name = max(name, names_alike(a.id, b.id))
        unlike = sum(1 for x, y in ((a.kind, b.kind), (a.domain, b.domain)) if x and y and x != y)
        told = "the same name" if name == 1 else "a like name"
        return name * 0.9**unlike, told

    return judged
