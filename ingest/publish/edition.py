"""The day's edition: which published entries agents see at a moment, in which order, and how far to rely on it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from zoneinfo import ZoneInfo

from ingest.model import Coverage, DraftKind, Entry, EntryState, FaqDraft, VisitReport, VisitStatus
from ingest.publish.dates import Dated
from ingest.publish.lifecycle import SOON, Phase, phase
from ingest.publish.sections import LIVE, Section, marks_of, news, standing_for
from ingest.store.board import FRESH
from ingest.store.pins import Pin

__all__ = [
    "CoverageStatement",
    "Edition",
    "Item",
    "Section",
    "compose",
    "faq_of",
    "item_of",
    "local",
    "news",
    "state_coverage",
]


_RANK = {section: n for n, section in enumerate(Section)}


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as this edition shows it. `marks` are all the sections that fit it; `faqs` belong to the same notice."""

    entry: Entry
    state: EntryState
    marks: tuple[Section, ...]
    published: dt.datetime
    """Naive, local time of the bank."""
    faqs: tuple[Item, ...] = ()
    phase: Phase = Phase.ACTIVE
    pinned: dt.datetime | None = None
    """To the top until then, local time."""

    @property
    def live(self) -> bool:
        return self.state in LIVE


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
    """Every live FAQ entry that it was made of."""
    coverage: CoverageStatement
    more: bool = False
    """Is more in force than stands here? Search finds it."""
    dates: tuple[Dated, ...] = ()
    """For the calendar, where one is written."""

    @property
    def items(self) -> Iterator[Item]:
        return (item for _, items in self.sections for item in items)


def compose(
    entries: Sequence[Entry],
    coverage: Coverage,
    *,
    bank_name: str,
    language: str,
    now: dt.datetime,
    time_zone: str,
    replaced: Sequence[Entry] = (),
    faqs: Sequence[Entry] = (),
    more: bool = False,
    pins: Mapping[int, Pin] = MappingProxyType({}),
) -> Edition:
    """The edition at `now` (naive, local). `entries` may hold ended and superseded ones; `replaced` are those in whose
    place they stand; `faqs` are other questions in use, for exports of them all; `pins` by entry."""
    zone = ZoneInfo(time_zone)
    before = standing_for([*entries, *replaced])
    items = [item_of(entry, now, zone, before.get(entry.id, ()), pins.get(entry.id)) for entry in entries]
    live = [item for item in items if item.entry.kind is DraftKind.FAQ and item.live]
    others = [item_of(entry, now, zone, before.get(entry.id, ())) for entry in faqs]
    statement = state_coverage(coverage, zone)
    return Edition(
        bank_name=bank_name,
        language=language,
        time_zone=time_zone,
        day=now.date(),
        since=_since(items, statement, now, [local(pin.at, zone) for pin in pins.values()]),
        sections=_sections(items, sorted(live, key=_order)),
        faqs=tuple(sorted([*live, *others], key=_order)),
        coverage=statement,
        more=more,
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


def item_of(
    entry: Entry, now: dt.datetime, zone: ZoneInfo, before: Sequence[Entry] = (), pin: Pin | None = None
) -> Item:
    """The entry as an edition of `now` shows it; `before`: what it replaced."""
    published = local(entry.published_at, zone)
    ended = local(entry.ended_at, zone) if entry.ended_at else published
    marks = tuple(marks_of(entry, published, ended, now, before, pinned=pin is not None))
    until = local(pin.until, zone) if pin else None
    return Item(entry, entry.state(now), marks, published, phase=phase(entry, now), pinned=until)


def _sections(items: Iterable[Item], faqs: Sequence[Item]) -> tuple[tuple[Section, tuple[Item, ...]], ...]:
    """Bulletin notices with the FAQs of their change. An FAQ stands for itself where its notice has no bulletin, or
    where it has to be seen before it."""
    of_notice: dict[int, list[Item]] = defaultdict(list)
    for faq in faqs:
        of_notice[faq.entry.notice_id].append(faq)
    bulletins = [item for item in items if item.entry.kind is DraftKind.BULLETIN and item.marks]
    stands = {item.entry.notice_id: _RANK[item.marks[0]] for item in bulletins if item.live}
    alone = [item for item in faqs if _RANK[item.marks[0]] < stands.get(item.entry.notice_id, len(_RANK))]
    gone = [item for item in items if item.entry.kind is DraftKind.FAQ and item.marks[:1] == (Section.CORRECTED,)]
    alone += [item for item in gone if not item.live]
    shown = sorted([*(_with_faqs(item, of_notice) for item in bulletins), *alone], key=_order)
    return tuple((section, found) for section in Section if (found := tuple(i for i in shown if i.marks[0] is section)))


def _with_faqs(item: Item, of_notice: dict[int, list[Item]]) -> Item:
    if not item.live:
        return item
    own = tuple(f for f in of_notice[item.entry.notice_id] if f.entry.content.change == item.entry.content.change)
    return replace(item, faqs=own)


def _order(item: Item) -> tuple[str, dt.datetime, int]:
    starts = item.entry.starts.earliest() if item.entry.starts else dt.datetime.max
    return item.entry.urgency.value, starts, item.entry.id


def _since(
    items: Iterable[Item], coverage: CoverageStatement, now: dt.datetime, pinned: Iterable[dt.datetime]
) -> dt.datetime:
    """The last moment up to `now` at which anything in the edition changed; midnight at the earliest."""
    moments = [dt.datetime.combine(now.date(), dt.time.min), *pinned]
    moments += [coverage.at] if coverage.at else []
    for item in items:
        moments += [item.published, item.published + FRESH]
        moments += [item.entry.starts.earliest(), item.entry.starts.earliest() - SOON] if item.entry.starts else []
        moments += [item.entry.expires.latest(), item.entry.expires.latest() - SOON] if item.entry.expires else []
    return max(moment for moment in moments if moment <= now)


def faq_of(item: Item) -> FaqDraft | None:
    """The item's content, if it is an FAQ entry."""
    return item.entry.content if isinstance(item.entry.content, FaqDraft) else None
