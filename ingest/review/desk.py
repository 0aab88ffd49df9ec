"""The queue: what waits for a decision, in the order in which to take it, and for whom. Reading only.

Everything is read in a constant number of queries, and no content of a draft is decoded.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.model import Actor, Approval, Coverage, DraftState, Role
from ingest.review.access import Need, Permission, missing, require, would_sign_as
from ingest.review.attention import Attention, attention
from ingest.review.filters import WINDOWS, Band, Filters, Order, Waits, Within
from ingest.review.order import When, soonest, together, when
from ingest.review.readiness import Condition, in_order, person
from ingest.store.claims import Claim
from ingest.store.desk import DraftRow
from ingest.store.store import Store

READ = 5000
"""Open drafts that are looked at, the most urgent ones; more have never been seen to wait anywhere."""
SHOWN = 500


@dataclass(frozen=True, slots=True)
class Item:
    """A draft of the queue. `signs_as`: the role in which this person can sign it now."""

    row: DraftRow
    when: When
    approvals: tuple[Approval, ...]
    waiting_for: tuple[Need, ...]
    blocked: bool
    signs_as: Role | None

    @property
    def doubtful(self) -> bool:
        """Does something in it need a look?"""
        return bool(self.row.untraced or self.row.flags or Band.of(self.row.confidence) is Band.LOOK)


@dataclass(frozen=True, slots=True)
class Group:
    """The drafts of one notice; `claim`: somebody else is at work on it."""

    notice_id: int
    items: tuple[Item, ...]
    claim: Claim | None

    @property
    def first(self) -> DraftRow:
        return self.items[0].row

    @property
    def when(self) -> When:
        return min((item.when for item in self.items), key=list(When).index)


@dataclass(frozen=True, slots=True)
class Desk:
    """`found` drafts fit the filters, of `open` ones in all (snoozed ones included); `beyond`: how many of these were
    not looked at. `waiting` counts for whom or what they wait."""

    groups: tuple[Group, ...]
    found: int
    open: int
    beyond: int
    waiting: Mapping[Waits, int]
    sources: tuple[str, ...]
    departments: tuple[str, ...]
    coverage: Coverage
    published: Attention
    turned_away: int = 0
    """Pages that the last 24 hours turned away as no notices."""
    head: int = 0
    """The newest event on record when this was read."""

    @property
    def items(self) -> Iterator[Item]:
        return (item for group in self.groups for item in group.items)


def desk(
    store: Store,
    actor: Actor,
    filters: Filters | None = None,
    order: Order = Order.SOONEST,
    *,
    now: dt.datetime,
    grouped: bool = True,
    skip: int = 0,
    behind: Callable[[Item], bool] | None = None,
) -> Desk:
    """The queue as `actor` sees it at `now` (naive local time of the bank), after the first `skip` drafts, or of those
    that stand `behind` some place.

    Raises WrongRole."""
    require(actor, Permission.READ_QUEUE)
    filters = filters or Filters()
    with store.reading() as tx:
        rows = tx.desk.rows(limit=READ)
        signed = tx.drafts.approvals_of(row.id for row in rows)
        every = [_item(row, actor, signed.get(row.id, ()), now) for row in rows]
        worded = tx.desk.matching(filters.words) if filters.words else None
        coverage, open_ = tx.runs.coverage(), tx.desk.count()
        claims = {id: claim for id, claim in tx.claims.live().items() if claim.owner != actor.name}
        published = attention(tx, actor, now)
        turned_away = tx.turned_away.since(store.clock() - dt.timedelta(days=1))
        head = tx.audit.head()
    moment = store.clock()
    fitting = [i for i in every if fits(i, filters, moment) and (worded is None or i.row.id in worded)]
    shown = [item for item in fitting if behind is None or behind(item)]
    return Desk(
        groups=tuple(_groups(_sorted(shown, order, now, grouped)[skip : skip + SHOWN], claims)),
        found=len(fitting),
        open=open_,
        beyond=max(0, open_ - READ),
        waiting=_waiting(every, moment),
        sources=tuple(sorted({v.source_id for v in coverage.visits} | {s for row in rows for s in row.sources})),
        departments=tuple(sorted({row.department for row in rows if row.department})),
        coverage=coverage,
        published=published,
        turned_away=turned_away,
        head=head,
    )


def _item(row: DraftRow, actor: Actor, approvals: tuple[Approval, ...], now: dt.datetime) -> Item:
    role = would_sign_as(actor, row.tier, row.last_editor, approvals, row.department)
    return Item(
        row,
        when(row, now),
        approvals,
        missing(row.tier, approvals),
        blocked=next(_condition(row).blockers(), None) is not None,
        signs_as=role if isinstance(role, Role) else None,
    )


def _condition(row: DraftRow) -> Condition:
    return Condition(
        state=row.state,
        untraced=row.untraced,
        flags=frozenset(row.flags),
        edited=person(row.last_editor),
        dated=bool(row.starts or row.expires),
        whole=row.whole and in_order(row.starts, row.expires),
    )


def _sorted(items: list[Item], order: Order, now: dt.datetime, grouped: bool) -> list[Item]:
    if order is Order.OLDEST:
        rows = sorted((item.row for item in items), key=lambda row: (row.created_at, row.id))
    elif order is Order.DOUBTFUL:
        rows = [item.row for item in items]
        rows.sort(key=lambda row: (-row.untraced, not row.flags, row.confidence, row.id))
    else:
        rows = soonest((item.row for item in items), now)
    of = {item.row.id: item for item in items}
    return [of[row.id] for row in (together(rows) if grouped else rows)]


def _groups(items: Sequence[Item], claims: Mapping[int, Claim]) -> Iterator[Group]:
    """Neighbours of one notice."""
    for notice_id, mine in groupby(items, key=lambda item: item.row.notice_id):
        yield Group(notice_id, tuple(mine), claims.get(notice_id))


# ------------------------------------------------------------------------------------------- what fits, what waits


def fits(item: Item, filters: Filters, now: dt.datetime) -> bool:
    """All but the words. `now` is an instant."""
    row = item.row
    plain = (
        (filters.category, row.category),
        (filters.tier, row.tier),
        (filters.kind, row.kind),
        (filters.department, row.department),
        (filters.blocked, item.blocked),
        (filters.band, Band.of(row.confidence)),
    )
    return (
        all(wanted is None or wanted == found for wanted, found in plain)
        and (filters.source_id is None or filters.source_id in row.sources)
        and (filters.age is None or now - row.created_at >= filters.age.span)
        and (filters.window is None or _within(item, filters.window))
        and _waits(item, filters.waits, now)
    )


def _within(item: Item, window: Within) -> bool:
    if window is Within.OPEN:
        return item.row.starts is None
    if window is Within.RUNNING:
        return item.when is When.BEGUN or (item.when is When.STANDING and item.row.starts is not None)
    return item.when in WINDOWS[window]


def _waits(item: Item, waits: Waits | None, now: dt.datetime) -> bool:
    """Without a wish: all but the snoozed."""
    asleep = item.row.snoozed_until is not None and item.row.snoozed_until > now
    if waits is Waits.SNOOZED or asleep:
        return asleep and waits is Waits.SNOOZED
    return waits is None or waits in set(_waited_for(item))


def _waited_for(item: Item) -> Iterator[Waits]:
    if item.row.department:
        yield Waits.ASSIGNED
    if item.row.state is DraftState.RETURNED:
        yield Waits.RETURNED
        return
    if item.signs_as and not item.blocked:
        yield Waits.ME
    if item.doubtful:
        yield Waits.LOOK
    if any(Role.CUSTOMER_EXPERT in need for need in item.waiting_for):
        yield Waits.CUSTOMER_EXPERT
    if frozenset({Role.BUSINESS_EXPERT}) in item.waiting_for:
        yield Waits.BUSINESS_EXPERT


def _waiting(items: Iterable[Item], now: dt.datetime) -> Mapping[Waits, int]:
    counts = Counter(
        waits
        for item in items
        for waits in ([Waits.SNOOZED] if _waits(item, Waits.SNOOZED, now) else _waited_for(item))
    )
    return {waits: counts[waits] for waits in Waits}
