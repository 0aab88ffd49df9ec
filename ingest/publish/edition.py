"""The day's edition: which published entries agents see at a moment, in which order, and how far to rely on it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from ingest.model import Coverage, DraftKind, Entry, EntryState, FaqDraft, Urgency, VisitReport, VisitStatus

_NEW_FOR = dt.timedelta(hours=24)
_SOON = dt.timedelta(days=3)
_ENDED_FOR = dt.timedelta(days=3)
_LIVE = (EntryState.ACTIVE, EntryState.SCHEDULED)


class Section(StrEnum):
    """Where an entry stands, in the order of the page. Each stands in the first that fits."""

    URGENT = "urgent"
    NEW = "new"
    CHANGED = "changed"
    STARTS_TODAY = "starts_today"
    ENDING = "ending"
    ACTIVE = "active"
    SCHEDULED = "scheduled"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as this edition shows it. `marks` are all the sections that fit it; `faqs` belong to the same notice."""

    entry: Entry
    state: EntryState
    marks: tuple[Section, ...]
    published: dt.datetime
    """Naive, local time of the bank."""
    faqs: tuple[Item, ...] = ()

    @property
    def live(self) -> bool:
        return self.state in _LIVE


@dataclass(frozen=True, slots=True)
class CoverageStatement:
    """How far silence can be trusted: what was due, and what became of it. `at` is local time, None before any run."""

    at: dt.datetime | None
    read: tuple[VisitReport, ...]
    suspicious: tuple[VisitReport, ...]
    failed: tuple[VisitReport, ...]
    skipped: tuple[VisitReport, ...]
    time_zone: str = "UTC"

    @property
    def due(self) -> int:
        return len(self.read) + len(self.suspicious) + len(self.failed) + len(self.skipped)

    @property
    def complete(self) -> bool:
        """Were all sources read? Only then does an empty bulletin mean that there is nothing new."""
        return self.at is not None and 0 < self.due == len(self.read)


@dataclass(frozen=True, slots=True)
class Edition:
    """What agents see. `since` is when its content last changed by itself or by a decision: local time."""

    bank_name: str
    language: str
    time_zone: str
    day: dt.date
    since: dt.datetime
    sections: tuple[tuple[Section, tuple[Item, ...]], ...]
    faqs: tuple[Item, ...]
    """Every live FAQ entry."""
    coverage: CoverageStatement

    @property
    def items(self) -> Iterator[Item]:
        return (item for _, items in self.sections for item in items)


def compose(
    entries: Sequence[Entry], coverage: Coverage, *, bank_name: str, language: str, now: dt.datetime, time_zone: str
) -> Edition:
    """The edition at `now` (naive, local). `entries` holds the ended and superseded ones too."""
    zone = ZoneInfo(time_zone)
    replacing = frozenset(entry.superseded_by for entry in entries if entry.superseded_by)
    items = [_item(entry, now, zone, entry.id in replacing) for entry in entries]
    faqs = sorted((item for item in items if item.entry.kind is DraftKind.FAQ and item.live), key=_order)
    statement = state_coverage(coverage, zone)
    return Edition(
        bank_name=bank_name,
        language=language,
        time_zone=time_zone,
        day=now.date(),
        since=_since(items, statement, now),
        sections=_sections(items, faqs),
        faqs=tuple(faqs),
        coverage=statement,
    )


def state_coverage(coverage: Coverage, zone: ZoneInfo | dt.timezone) -> CoverageStatement:
    """Sources by what became of their latest visit."""

    def of(*statuses: VisitStatus) -> tuple[VisitReport, ...]:
        return tuple(visit for visit in coverage.visits if visit.status in statuses)

    return CoverageStatement(
        at=local(coverage.at, zone) if coverage.at else None,
        read=of(VisitStatus.OK, VisitStatus.UNCHANGED),
        suspicious=of(VisitStatus.DEGRADED),
        failed=of(VisitStatus.FAILED),
        skipped=of(VisitStatus.SKIPPED),
        time_zone=zone.key if isinstance(zone, ZoneInfo) else "UTC",
    )


def local(instant: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """An aware instant as the bank's naive local time."""
    return instant.astimezone(zone).replace(tzinfo=None)


def _item(entry: Entry, now: dt.datetime, zone: ZoneInfo, replacing: bool) -> Item:
    published = local(entry.published_at, zone)
    return Item(entry, entry.state(now), tuple(_marks(entry, published, now, replacing)), published)


def _marks(entry: Entry, published: dt.datetime, now: dt.datetime, replacing: bool) -> Iterator[Section]:
    state = entry.state(now)
    if state not in _LIVE:
        if _ended_lately(entry, state, published, now):
            yield Section.ENDED
        return
    starts = entry.starts.earliest() if entry.starts else None
    if entry.urgency is Urgency.P0 or (entry.urgency is Urgency.P1 and starts and _near(starts, now)):
        yield Section.URGENT
    if now - published < _NEW_FOR:
        yield Section.CHANGED if replacing else Section.NEW
    if starts and starts.date() == now.date():
        yield Section.STARTS_TODAY
    if state is EntryState.ACTIVE and entry.expires and entry.expires.latest() - now <= _SOON:
        yield Section.ENDING
    yield Section.ACTIVE if state is EntryState.ACTIVE else Section.SCHEDULED


def _near(starts: dt.datetime, now: dt.datetime) -> bool:
    return starts.date() == now.date() or dt.timedelta(0) <= starts - now <= _SOON


def _ended_lately(entry: Entry, state: EntryState, published: dt.datetime, now: dt.datetime) -> bool:
    if state is EntryState.EXPIRED and entry.expires:
        return now - entry.expires.latest() <= _ENDED_FOR
    return state is EntryState.WITHDRAWN and now - published <= _ENDED_FOR


def _sections(items: Iterable[Item], faqs: Sequence[Item]) -> tuple[tuple[Section, tuple[Item, ...]], ...]:
    """Bulletin notices with the FAQs of their change; FAQs of notices without a bulletin stand for themselves."""
    of_notice: dict[int, list[Item]] = defaultdict(list)
    for faq in faqs:
        of_notice[faq.entry.notice_id].append(faq)
    bulletins = [item for item in items if item.entry.kind is DraftKind.BULLETIN and item.marks]
    covered = {item.entry.notice_id for item in bulletins if item.live}
    alone = [item for item in faqs if item.entry.notice_id not in covered]
    shown = sorted([*(_with_faqs(item, of_notice) for item in bulletins), *alone], key=_order)
    return tuple((section, found) for section in Section if (found := tuple(i for i in shown if i.marks[0] is section)))


def _with_faqs(item: Item, of_notice: dict[int, list[Item]]) -> Item:
    if not item.live:
        return item
    own = tuple(f for f in of_notice[item.entry.notice_id] if f.entry.content.change == item.entry.content.change)
    return Item(item.entry, item.state, item.marks, item.published, own)


def _order(item: Item) -> tuple[str, dt.datetime, int]:
    starts = item.entry.starts.earliest() if item.entry.starts else dt.datetime.max
    return item.entry.urgency.value, starts, item.entry.id


def _since(items: Iterable[Item], coverage: CoverageStatement, now: dt.datetime) -> dt.datetime:
    """The last moment up to `now` at which anything in the edition changed; midnight at the earliest."""
    moments = [dt.datetime.combine(now.date(), dt.time.min)]
    moments += [coverage.at] if coverage.at else []
    for item in items:
        moments += [item.published, item.published + _NEW_FOR]
        moments += [item.entry.starts.earliest(), item.entry.starts.earliest() - _SOON] if item.entry.starts else []
        moments += [item.entry.expires.latest(), item.entry.expires.latest() - _SOON] if item.entry.expires else []
    return max(moment for moment in moments if moment <= now)


def faq_of(item: Item) -> FaqDraft | None:
    """The item's content, if it is an FAQ entry."""
    return item.entry.content if isinstance(item.entry.content, FaqDraft) else None
