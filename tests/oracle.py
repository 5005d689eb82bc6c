"""A literal reading of docs/decisions/semantics.md: nested loops over records, no columns.

Slow on purpose.  It shares with the search only the scalar relations of `formulation.dates`, which
are held to possible worlds elsewhere, and the case's own words for who an unsaid figure is.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from formulation.dates import (
    FOREVER,
    MINUTES_PER_DAY,
    Precision,
    Span,
    Truth,
    distance,
    is_after,
    is_after_end,
    is_during,
    is_from,
    parse_duration,
    parse_span,
)
from formulation.model.case import Case
from formulation.patterns.judging import space_of
from formulation.patterns.pattern import Pattern, Step

Match = dict[str, int]  # step -> index of the statement
Roles = dict[str, str]  # letter -> id or term


def settled(case: Case, index: int) -> Span:
    """T5, T7: onset and end of one statement."""
    statement, span = case.statements[index], case.chronology.spans[index]
    if statement.section in ("bonds", "inner"):
        return span
    if statement.kind == "conflict" and not statement.recurring and not statement.lasts:
        has_end = span.is_interval and not str(statement.when).endswith("/")
        if not has_end and (end := _resolved(case, index)):
            return span._replace(
                end_earliest=max(span.start_earliest, end.start_earliest),
                end_latest=end.start_latest,
                end_precision=end.start_precision,
                is_interval=True,
            )
    if span.is_interval or statement.recurring:
        return span
    return span._replace(
        end_earliest=span.start_earliest,
        end_latest=FOREVER,
        end_precision=Precision.NONE,
        is_interval=True,
    )


def _resolved(case: Case, index: int) -> Span | None:
    conflict, mine = case.statements[index], case.chronology.spans[index]
    naming: list[tuple[Span, bool]] = []
    later: list[tuple[Span, bool]] = []
    for n, other in enumerate(case.statements):
        if other.kind != "resolution" or other.recurring:
            continue
        span = case.chronology.spans[n]
        if other.subjects == (case.ids[index],):
            naming.append((span, True))
        elif set(other.subjects) == set(conflict.subjects) and is_after(span, mine):
            later.append((span, is_after(span, mine) is Truth.CERTAIN))
    ends = naming or later
    if not ends:
        return None
    low = min((s for s, _ in ends), key=lambda s: s.start_earliest)
    sure = [s for s, is_sure in ends if is_sure]
    high = max((s for s, _ in ends), key=lambda s: s.start_latest)
    if sure:
        high = min(sure, key=lambda s: s.start_latest)
    alike = low.start_precision == high.start_precision
    return low._replace(
        start_latest=high.start_latest,
        start_precision=low.start_precision if alike else Precision.NONE,
    )


def named_under(case: Case, index: int, key: str) -> tuple[str, ...]:
    """What a statement names under a key of the file, unsaid figures filled in."""
    statement = case.statements[index]
    name = next(n for n, k in statement.keys().items() if k == key)
    if name == "by":
        return case.by_whom(statement)
    if statement.kind == "rally" and name == "to":
        return (case.to_whom(statement),)  # type: ignore[return-value]
    value = getattr(statement, name)
    words = (value,) if isinstance(value, str) else tuple(value or ())
    if statement.kind == "resolution" and key == "resolution" and len(words) == 1:
        return case.statements[case.index_of[words[0]]].subjects
    return words


def readings(case: Case, pattern: Pattern, step: Step, index: int, roles: Roles) -> Iterator[Roles]:
    """M1: every way a statement can be read as a step, given the letters bound so far."""
    options: list[Roles] = [dict(roles)]
    for key, asked in step.asks.items():
        words = named_under(case, index, key)
        if isinstance(asked, str):
            if asked not in words:
                return
            continue
        wider: list[Roles] = []
        for option in options:
            for chosen in permutations(words, len(asked)):
                tied = {**option}
                if all(tied.setdefault(a, w) == w for a, w in zip(asked, chosen, strict=True)):
                    wider.append(tied)
        options = wider
    yield from (o for o in options if _roles_fit(case, pattern, o))


def _roles_fit(case: Case, pattern: Pattern, roles: Roles) -> bool:
    people = {p.id: p for p in case.people}
    for letter, role in pattern.roles.items():
        if letter in roles and people[roles[letter]].role != role:
            return False
    return all(
        people[roles[letter]].kind == kind
        for letter, kind in pattern.kinds.items()
        if letter in roles
    )


def figures_differ(pattern: Pattern, roles: Roles) -> bool:
    """M1: different letters for figures are different figures."""
    letters = {
        letter
        for step in pattern.steps
        for key, asked in step.asks.items()
        if space_of(step, key) == "figure"
        for letter in asked
        if letter in roles
    }
    return len({roles[x] for x in letters}) == len(letters)


def names(case: Case, a: int, b: int) -> bool:
    """M5: whether either of two statements names the other."""
    ids = case.ids
    return any(id == ids[b] for _, id in case.statements[a].ids_named()) or any(
        id == ids[a] for _, id in case.statements[b].ids_named()
    )


def judge(case: Case, step: Step, relation: str, y: int, x: int) -> Truth:
    """T2-T8, M5: one relation with its window, for one pair of statements."""
    one, other = case.statements[y], case.statements[x]
    if one.recurring or other.recurring:
        return Truth.CERTAIN if _described(case, step, relation, y, x) else Truth.IMPOSSIBLE
    sy, sx = settled(case, y), settled(case, x)
    order = _order(case, relation, y, x, sy, sx)
    if not step.within and not step.at_least:
        return order
    least, most = _apart(case, relation, y, x, sy, sx)
    if step.within:
        limit = parse_duration(step.within).longest
        order = min(order, _bounded(most <= limit, least > limit))
    if step.at_least:
        limit = parse_duration(step.at_least).shortest
        order = min(order, _bounded(least >= limit, most < limit))
    return order


def _bounded(certain: bool, impossible: bool) -> Truth:
    # dates and a chain through a repeated course may contradict one another: then it cannot be
    return Truth.IMPOSSIBLE if impossible else Truth.CERTAIN if certain else Truth.POSSIBLE


def _stated(case: Case, y: int, x: int) -> tuple[int, int, int, int]:
    return case.chronology.gap(x, y) or (-FOREVER, FOREVER, -FOREVER, FOREVER)


def _order(case: Case, relation: str, y: int, x: int, sy: Span, sx: Span) -> Truth:
    if relation == "before":
        return _order(case, "after", x, y, sx, sy)
    if relation == "during":
        found = is_during(sy, sx)
        return Truth.IMPOSSIBLE if _stated(case, y, x)[1] < 0 else found
    if relation == "after_end_of":
        return is_after_end(sy, sx)
    strict = 1 if relation == "after" else 0
    found = is_after(sy, sx) if strict else is_from(sy, sx)
    least, most = _stated(case, y, x)[:2]
    if most < strict or found is Truth.IMPOSSIBLE:
        return Truth.IMPOSSIBLE
    return Truth.CERTAIN if least >= strict else found


def _apart(case: Case, relation: str, y: int, x: int, sy: Span, sx: Span) -> tuple[int, int]:
    if relation == "before":
        return _apart(case, "after", x, y, sx, sy)
    if relation == "after_end_of":
        start, end = (sx.end_earliest, sx.end_latest)
        return distance(
            sy,
            sx._replace(start_earliest=start, start_latest=end, start_precision=sx.end_precision),
        )
    least, most = distance(sy, sx)
    gap = _stated(case, y, x)
    crisp = sy.start_precision == sx.start_precision == Precision.MINUTE
    scale = 1 if crisp else MINUTES_PER_DAY
    low, high = gap[:2] if crisp else gap[2:]
    low = low if low <= -FOREVER else low * scale
    high = high if high >= FOREVER else high * scale
    return max(least, low), min(most, high)


def _described(case: Case, step: Step, relation: str, y: int, x: int) -> bool:
    one, other = case.statements[y], case.statements[x]
    states = ("bonds", "inner")
    if (
        one.recurring != other.recurring
        and one.section not in states
        and other.section not in states
    ):
        if not names(case, y, x):
            return False
    if relation == "during":
        sy, sx = settled(case, y), settled(case, x)
        return sy.end_latest >= sx.start_earliest and sy.start_earliest <= sx.end_latest
    if relation == "before":
        y, x = x, y
    least, most = _stated(case, y, x)[:2]
    holds = least >= (0 if relation == "from" else 1)
    if step.within:
        holds = holds and least <= parse_duration(step.within).longest
    if step.at_least:
        holds = holds and most >= parse_duration(step.at_least).shortest
    return holds


def _accounts(case: Case) -> dict[int, int]:
    """M7: each statement that has other accounts -> the first account's index."""
    first: dict[int, int] = {}
    for n in range(len(case.statements)):
        here = n
        while case.statements[here].alternative_of:
            here = case.index_of[case.statements[here].alternative_of]  # type: ignore[index]
        if here != n:
            first[n] = first[here] = here
    return first


def _may_stand(case: Case, pattern: Pattern, match: Match, step: Step, index: int) -> bool:
    """M3, M7: whether a statement may stand beside those bound before."""
    accounts = _accounts(case)
    for name, other in match.items():
        if other == index and set(step.letters()) == set(pattern.by_name[name].letters()):
            return False
        if other != index and index in accounts and accounts.get(other) == accounts[index]:
            return False
    return True


def ways(
    case: Case, pattern: Pattern, step: Step, match: Match, roles: Roles
) -> Iterator[tuple[int, Roles, Truth]]:
    """Every way to bind a step beside a partial match, with its truth; impossible ones left out."""
    for index, statement in enumerate(case.statements):
        if statement.kind != step.kind or not _may_stand(case, pattern, match, step, index):
            continue
        for read in readings(case, pattern, step, index, roles):
            if not step.absent and not figures_differ(pattern, read):
                continue
            truth = _weakest(case, pattern, step, match, index)
            if truth is not Truth.IMPOSSIBLE:
                yield index, read, truth


def _weakest(case: Case, pattern: Pattern, step: Step, match: Match, index: int) -> Truth:
    """M4: the weakest of a step's relations to those bound, and of theirs to it."""
    truths = [Truth.CERTAIN]
    for relation, other in step.relations():
        if other in match:
            truths.append(judge(case, step, relation, index, match[other]))
        elif step.optional:
            truths.append(Truth.IMPOSSIBLE)
    for name, bound in match.items() if step.is_required else ():
        earlier = pattern.by_name[name]
        for relation, other in earlier.relations():
            if other == step.as_:
                truths.append(judge(case, earlier, relation, bound, index))
    return min(truths)


def matches(case: Case, pattern: Pattern) -> list[tuple[Match, Roles, Truth]]:
    """Every combination of required steps, with each optional step in every way it binds."""
    found: list[tuple[Match, Roles, Truth]] = [({}, {}, Truth.CERTAIN)]
    for step in pattern.required:
        found = [
            ({**match, step.as_: index}, read, min(truth, more))
            for match, roles, truth in found
            for index, read, more in ways(case, pattern, step, match, roles)
        ]
    found = _once(pattern, found)
    for step in (s for s in pattern.steps if s.absent):
        found = [
            (
                match,
                roles,
                min(truth, Truth.POSSIBLE)
                if _doubtful(case, pattern, step, match, roles)
                else truth,
            )
            for match, roles, truth in found
            if not _is_there(case, pattern, step, match, roles)
        ]
    for step in (s for s in pattern.steps if s.optional):
        wider: list[tuple[Match, Roles, Truth]] = []
        for match, roles, truth in found:
            bound = [
                ({**match, step.as_: index}, read, truth)
                for index, read, _ in ways(case, pattern, step, match, roles)
            ]
            wider += bound or [(match, roles, truth)]
        found = wider
    return found


def _is_there(case: Case, pattern: Pattern, step: Step, match: Match, roles: Roles) -> bool:
    return any(truth is Truth.CERTAIN for _, _, truth in ways(case, pattern, step, match, roles))


def _doubtful(case: Case, pattern: Pattern, step: Step, match: Match, roles: Roles) -> bool:
    """M6: possibly there, or not watched for all the while (days listed one by one)."""
    if any(True for _ in ways(case, pattern, step, match, roles)):
        return True
    periods = case.observed.get(step.kind, case.observed.get("all", ()))
    first, last = -FOREVER, FOREVER
    for relation, other in step.relations():
        x = settled(case, match[other])
        if relation == "before":
            last = min(last, x.start_latest)
        else:
            first = max(first, x.end_earliest if relation == "after_end_of" else x.start_earliest)
            if relation == "during":
                last = min(last, x.end_latest)
        if step.within:
            limit = parse_duration(step.within).longest
            if relation == "before":
                first = max(first, x.start_earliest - limit)
            else:
                to = x.end_latest if relation == "after_end_of" else x.start_latest
                last = min(last, to + limit)
    if last - first > 400 * MINUTES_PER_DAY:
        return not any(_holds(parse_span(p), first, last) for p in periods)
    days = range(first // MINUTES_PER_DAY, last // MINUTES_PER_DAY + 1)
    return not all(any(_day_watched(parse_span(p), day) for p in periods) for day in days)


def _day_watched(period: Span, day: int) -> bool:
    first, last = day * MINUTES_PER_DAY, day * MINUTES_PER_DAY + MINUTES_PER_DAY - 1
    return _holds(period, first, last)


def _holds(period: Span, first: int, last: int) -> bool:
    if not period.is_interval:
        return period.start_earliest <= first and last <= period.end_latest
    start = period.start_latest
    if period.start_precision is Precision.DAY:
        start = start // MINUTES_PER_DAY * MINUTES_PER_DAY
    end = period.end_earliest
    if period.end_precision is Precision.DAY:
        end = end // MINUTES_PER_DAY * MINUTES_PER_DAY + MINUTES_PER_DAY - 1
    return start <= first and last <= end


def _renamings(pattern: Pattern) -> list[dict[str, str]]:
    """M2: renamings of letters under which the pattern, as a set of sentences, is the same."""
    letters = pattern.letters()
    whole = _as_set(pattern, {})
    found = []
    for renamed in permutations(letters):
        swap = dict(zip(letters, renamed, strict=True))
        fits = all(pattern.roles.get(a) == pattern.roles.get(b) for a, b in swap.items())
        if fits and any(
            _as_set(pattern, swap, steps) == whole for steps in _step_renamings(pattern)
        ):
            found.append(swap)
    return found


def _step_renamings(pattern: Pattern) -> Iterator[dict[str, str]]:
    steps = [s.as_ for s in pattern.steps]
    by_kind: dict[str, list[str]] = {}
    for step in pattern.steps:
        by_kind.setdefault(step.kind, []).append(step.as_)

    def build(kinds: list[str], so_far: dict[str, str]) -> Iterator[dict[str, str]]:
        if not kinds:
            yield so_far
            return
        own = by_kind[kinds[0]]
        for order in permutations(own):
            yield from build(kinds[1:], so_far | dict(zip(own, order, strict=True)))

    assert steps
    yield from build(list(by_kind), {})


def _as_set(
    pattern: Pattern, swap: dict[str, str], steps: dict[str, str] | None = None
) -> set[str]:
    steps = steps or {}
    told = set()
    for step in pattern.steps:
        asks = {
            key: sorted(swap.get(w, w) for w in asked) if isinstance(asked, tuple) else asked
            for key, asked in step.asks.items()
        }
        related = sorted((r, steps.get(o, o)) for r, o in step.relations())
        flags = (step.within, step.at_least, step.optional, step.absent)
        told.add(
            repr((steps.get(step.as_, step.as_), sorted(asks.items(), key=repr), related, flags))
        )
    return told


def _once(
    pattern: Pattern, found: list[tuple[Match, Roles, Truth]]
) -> list[tuple[Match, Roles, Truth]]:
    renamings = _renamings(pattern)

    def is_first(roles: Roles) -> bool:
        letters = [x for x in pattern.letters() if x in roles]
        mine = [roles[x] for x in letters]
        return all(mine <= [roles[swap[x]] for x in letters] for swap in renamings)

    return [entry for entry in found if is_first(entry[1])]
