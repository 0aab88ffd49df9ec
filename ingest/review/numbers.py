"""The numbers for the head of the centre, for a period and, if wished, one source, category or department.

What each figure counts stands beside it on the page (`web/catalogues/numbers.*.toml`, "numbers.means"). Reading only.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from ingest.model import Actor, Category, DraftState, Role
from ingest.review.access import Need, Permission, require, unmet
from ingest.review.counting import Period, share
from ingest.review.desk_numbers import (
    Choices,
    Desk,
    Edited,
    Fate,
    Reason,
    Step,
    Volume,
    Waiting,
    Whose,
)
from ingest.review.ready import ready
from ingest.store import waits
from ingest.store.numbers import Turned
from ingest.store.scopes import Scope
from ingest.store.spreads import Spread
from ingest.store.store import Store

STEPS = ("printed_seen", "seen_drafted", "drafted_signed", "signed_published", "seen_published")


def desk(store: Store, actor: Actor, period: Period, whose: Whose, zone: ZoneInfo, now: dt.datetime) -> Desk:
    """For somebody who may read numbers. Raises WrongRole."""
    require(actor, Permission.READ_NUMBERS)
    return count(store, period, whose, zone, now)


def choices(store: Store, actor: Actor) -> Choices:
    """Raises WrongRole."""
    require(actor, Permission.READ_NUMBERS)
    with store.reading() as tx:
        return Choices(tuple(tx.numbers.sources()), tuple(tx.numbers.departments()))


def count(store: Store, period: Period, whose: Whose, zone: ZoneInfo, now: dt.datetime) -> Desk:
    """`now` is an instant; days are those of `zone`. A constant number of queries, in one consistent view."""
    scope = _scope(period, whose, zone)
    offset = int((scope.until.astimezone(zone).utcoffset() or dt.timedelta()).total_seconds())
    local = now.astimezone(zone).replace(tzinfo=None)
    with store.reading() as tx:
        spreads = tx.numbers.spreads(scope, offset)
        turned = tx.numbers.turned(scope)
        return Desk(
            period=period,
            at=now,
            ready=ready(tx, period, scope, zone, local),
            steps=tuple(_step(name, spreads.get(name)) for name in STEPS),
            waiting=_waiting(tx.numbers.waiting(scope, local)),
            edited=_edited(tx.numbers.edited(scope), spreads.get("changed")),
            by_source=_fates(tx.numbers.published_by_source(scope), ((t.source_id, t) for t in turned)),
            by_rule=_fates(tx.numbers.published_by_rule(scope), ((t.rule, t) for t in turned)),
            reasons=_reasons(turned),
            by_category=_volumes(tx.numbers.by_category(scope)),
            by_day={day: Volume(*v) for day, v in sorted(tx.numbers.by_day(scope, zone.key, offset).items())},
        )


def _scope(period: Period, whose: Whose, zone: ZoneInfo) -> Scope:
    since = dt.datetime.combine(period.first, dt.time.min, zone)
    until = dt.datetime.combine(period.last + dt.timedelta(days=1), dt.time.min, zone)
    return Scope(since, until, whose.source_id, whose.category, whose.department)


def _step(name: str, spread: Spread | None) -> Step:
    return Step(name, spread.count, spread.median, spread.p90) if spread else Step(name, 0, None, None)


def _edited(found: tuple[int, int, int, int], spread: Spread | None) -> Edited:
    entries, unchanged, changed, length = found
    rate = changed / length if length else None
    return Edited(share(unchanged, entries), rate, *((spread.median, spread.p90) if spread else (None, None)))


def _waiting(found: Iterable[waits.Waiting]) -> tuple[Waiting, ...]:
    """By who is waited for first; what waits longest on top."""
    merged: dict[tuple[Need, str | None], Waiting] = {}
    for row in found:
        needs = unmet(row.tier, row.signed)
        roles = needs[0] if needs and row.state is not DraftState.RETURNED else frozenset[Role]()
        old = merged.get((roles, row.department))
        merged[roles, row.department] = Waiting(
            roles,
            row.department,
            row.drafts + (old.drafts if old else 0),
            min(row.oldest, old.oldest) if old else row.oldest,
            (row.drafts if row.published else 0) + (old.published if old else 0),
        )
    return tuple(sorted(merged.values(), key=lambda waiting: waiting.oldest))


def _fates(published: Mapping[str, int], turned: Iterable[tuple[str, Turned]]) -> tuple[Fate, ...]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name, one in turned:
        counts[name][one.verdict] += 1
    rows = [_fate(name, published.get(name, 0), counts[name]) for name in {*published, *counts}]
    return tuple(sorted(rows, key=lambda fate: (-(fate.returned + fate.rejected), -fate.published, fate.name)))


def _fate(name: str, published: int, verdicts: Counter[str]) -> Fate:
    returned, rejected = verdicts[DraftState.RETURNED.value], verdicts[DraftState.REJECTED.value]
    return Fate(name, published, returned, rejected, share(returned + rejected, published + returned + rejected))


def _reasons(turned: Sequence[Turned]) -> tuple[Reason, ...]:
    """The same words are the same reason; one draft seen at two sources counts once."""
    drafts: dict[tuple[str, str, str], list[Turned]] = defaultdict(list)
    for one in turned:
        drafts[one.verdict, one.code, " ".join(one.reason.split())].append(one)
    rows = [
        Reason(*key, len({t.draft_id for t in all_}), _names(t.source_id for t in all_), _names(t.rule for t in all_))
        for key, all_ in drafts.items()
    ]
    return tuple(sorted(rows, key=lambda reason: (-reason.count, reason.verdict, reason.text)))


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))


def _volumes(found: Mapping[Category | None, tuple[int, int]]) -> dict[str, Volume]:
    """The most notices first; "none" where no category was found."""
    rows = sorted(found.items(), key=lambda item: (-item[1][0], -item[1][1], str(item[0])))
    return {(name.value if name else "none"): Volume(*v) for name, v in rows}
