"""The numbers for the head of the centre, for a period and, if wished, one source, category or department.

What each figure counts stands beside it on the page (`web/catalogues/numbers.*.toml`, "numbers.means"). Reading only.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from ingest.model import Actor, Category, DraftState, Moment, Role
from ingest.review.access import Need, Permission, require, unmet
from ingest.review.counting import Period, Share, share
from ingest.store import numbers as counted
from ingest.store.numbers import Begun, Scope, Spread, Turned
from ingest.store.store import Store
from ingest.store.transaction import Transaction

LISTED = 100
"""Late notices that are listed one by one, the newest first."""
STEPS = ("printed_seen", "seen_drafted", "drafted_signed", "signed_published", "seen_published")


@dataclass(frozen=True, slots=True)
class Whose:
    """None counts all."""

    source_id: str | None = None
    category: Category | None = None
    department: str | None = None


class Why(StrEnum):
    """Why a bulletin was not there when its subject began."""

    FOUND_LATE = "found_late"
    """The notice itself was first seen after that."""
    SIGNED_LATE = "signed_late"
    OPEN = "open"
    """It waits still."""


@dataclass(frozen=True, slots=True)
class Late:
    """`waited_for`: the roles whose sign-off came, or comes, after the start; empty where it waits to be amended.
    `seen` and `published` are naive local times."""

    notice_id: int
    draft_id: int
    headline: str
    title: str
    starts: Moment
    why: Why
    waited_for: tuple[Need, ...]
    department: str | None
    seen: dt.datetime
    published: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Ready:
    """Of the notices that began: those whose bulletins all were published before. `why` counts the others."""

    share: Share
    why: Mapping[Why, int]
    late: tuple[Late, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """How long something took; None where it never happened."""

    name: str
    count: int
    median_seconds: float | None
    p90_seconds: float | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Drafts that wait for the same people. `roles` empty: for whoever amends what was returned."""

    roles: Need
    department: str | None
    drafts: int
    oldest: dt.datetime
    published: int
    """Of these: shown already, as not yet validated."""


@dataclass(frozen=True, slots=True)
class Edited:
    """`rate`: characters changed, of all that were published; median and p90 are of the edited ones."""

    unchanged: Share
    rate: float | None
    median: float | None
    p90: float | None


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of the drafts of a source or a rule. `turned`: returned or rejected, of all these decisions."""

    name: str
    published: int
    returned: int
    rejected: int
    turned: Share


@dataclass(frozen=True, slots=True)
class Reason:
    verdict: str
    code: str
    text: str
    count: int
    sources: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Volume:
    """Notices that came and entries that were published."""

    notices: int
    published: int


@dataclass(frozen=True, slots=True)
class Desk:
    """All of it. `at`: when it was counted."""

    period: Period
    at: dt.datetime
    ready: Ready
    steps: tuple[Step, ...]
    waiting: tuple[Waiting, ...]
    edited: Edited
    by_source: tuple[Fate, ...]
    by_rule: tuple[Fate, ...]
    reasons: tuple[Reason, ...]
    by_category: Mapping[str, Volume]
    by_day: Mapping[dt.date, Volume]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the numbers can be narrowed to."""

    sources: tuple[str, ...]
    departments: tuple[str, ...]


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
            ready=_ready(tx, period, scope, zone, local),
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


# ------------------------------------------------------------------------------------------------ ready before start


def _ready(tx: Transaction, period: Period, scope: Scope, zone: ZoneInfo, now: dt.datetime) -> Ready:
    begun = [b for b in tx.numbers.begun(period.first, period.last, scope) if b.starts.earliest() <= now]
    late = {b.draft_id: why for b in begun if (why := _why(b, zone))}
    behind = {b.notice_id: late[b.draft_id] for b in begun if b.draft_id in late}
    every = {b.notice_id for b in begun}
    newest = sorted((b for b in begun if b.draft_id in late), key=lambda b: (b.starts.earliest(), b.draft_id))[-LISTED:]
    return Ready(
        share(len(every) - len(behind), len(every)),
        {why: n for why in Why if (n := list(behind.values()).count(why))},
        tuple(_told(tx, newest[::-1], late, zone)),
    )


def _why(begun: Begun, zone: ZoneInfo) -> Why | None:
    start = begun.starts.earliest().replace(tzinfo=zone)
    if begun.published and begun.published <= start:
        return None
    if begun.seen > start:
        return Why.FOUND_LATE
    return Why.SIGNED_LATE if begun.published else Why.OPEN


def _told(tx: Transaction, begun: Sequence[Begun], why: Mapping[int, Why], zone: ZoneInfo) -> Iterator[Late]:
    ids = [b.draft_id for b in begun]
    known, signed = tx.numbers.headlines(ids), tx.numbers.signed(ids)
    for b in begun:
        headline, title, tier, state, department = known[b.draft_id]
        start = b.starts.earliest().replace(tzinfo=zone)
        after = tuple(frozenset({role}) for role, at in signed.get(b.draft_id, ()) if at > start)
        given = [role for role, _ in signed.get(b.draft_id, ())]
        waits = state is DraftState.PENDING
        yield Late(
            notice_id=b.notice_id,
            draft_id=b.draft_id,
            headline=headline,
            title=title,
            starts=b.starts,
            why=why[b.draft_id],
            waited_for=after + (unmet(tier, given) if waits else ()),
            department=department,
            seen=_local(b.seen, zone),
            published=_local(b.published, zone) if b.published else None,
        )


def _local(at: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    return at.astimezone(zone).replace(tzinfo=None)


# ------------------------------------------------------------------------------------------------------------ others


def _step(name: str, spread: Spread | None) -> Step:
    return Step(name, spread.count, spread.median, spread.p90) if spread else Step(name, 0, None, None)


def _edited(found: tuple[int, int, int, int], spread: Spread | None) -> Edited:
    entries, unchanged, changed, length = found
    rate = changed / length if length else None
    return Edited(share(unchanged, entries), rate, *((spread.median, spread.p90) if spread else (None, None)))


def _waiting(found: Iterable[counted.Waiting]) -> tuple[Waiting, ...]:
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
