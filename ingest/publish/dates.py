"""The times that published notices state, as a calendar keeps them: each under a name that stays when it is moved, with
a number that grows, and cancelled when its notice is withdrawn or states it no more."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.model import BulletinDraft, Correction, EndKind, Entry, Evidence, Facts, Span, Window, WindowRole
from ingest.review.facts import corrected
from ingest.store.transaction import Transaction

_KEPT = dt.timedelta(days=30)
_OPEN_KEPT = dt.timedelta(days=400)
_PAST = (WindowRole.AS_OF,)
"""Not a time at which anything happens."""
Read = Mapping[int, tuple[Facts, tuple[Correction, ...]]]


@dataclass(frozen=True, slots=True)
class Dated:
    """`sequence` is 0 at first and grows with each publication that follows. `window.role` is None-like "validity"
    where no fact states a time and the entry's own is taken."""

    name: str
    entry: Entry
    window: Window
    role: str
    sequence: int = 0
    cancelled: bool = False


def dates_of(tx: Transaction, now: dt.datetime, instant: dt.datetime) -> tuple[Dated, ...]:
    """Of what ends later than a month before `now` (naive, local), or states no end and was published within 400 days
    before `instant`."""
    series = tx.calendar.series(now - _KEPT, instant - _OPEN_KEPT)
    read = tx.calendar.facts([entry.revision_id for entry in series])
    return dated(series, read)


def dated(entries: Iterable[Entry], read: Read) -> tuple[Dated, ...]:
    """Bulletin notices, oldest first, with those that they replaced; `read` by revision."""
    series: dict[tuple[int, int], list[Entry]] = defaultdict(list)
    for entry in entries:
        series[entry.notice_id, entry.content.change].append(entry)
    return tuple(one for entries in series.values() for one in _of(entries, read))


def _of(series: Sequence[Entry], read: Read) -> Iterator[Dated]:
    """Times that an earlier one stated and a later one does not are cancelled by the first that does not."""
    told: dict[str, Dated] = {}
    for n, entry in enumerate(series):
        stated = {name: Dated(name, entry, window, role, n) for name, role, window in _windows(entry, read)}
        gone = {
            name: Dated(name, one.entry, one.window, one.role, n, cancelled=True)
            for name, one in told.items()
            if name not in stated and not one.cancelled
        }
        told = {**told, **gone, **stated}
    last = series[-1]
    if last.withdrawn or last.superseded_by:
        told = {
            name: one if one.cancelled else Dated(name, one.entry, one.window, one.role, len(series), cancelled=True)
            for name, one in told.items()
        }
    yield from told.values()


def _windows(entry: Entry, read: Read) -> Iterator[tuple[str, str, Window]]:
    """Those that count in the entry's change, named by what they are and which of their kind; else its own validity."""
    facts = corrected(*read[entry.revision_id]) if entry.revision_id in read else None
    change, seen = entry.content.change, Counter[tuple[str, str]]()
    chosen = [w for w in facts.windows if _counts(w, change)] if facts else []
    for window in chosen:
        kind = (window.role.value, window.applies_to or "")
        seen[kind] += 1
        yield f"notice/{entry.notice_id}/{change}/{kind[0]}/{kind[1]}/{seen[kind]}", kind[0], window
    if not chosen and (own := _own(entry)):
        yield f"notice/{entry.notice_id}/{change}/validity", "validity", own


def _counts(window: Window, change: int) -> bool:
    return window.change == change and window.key and window.role not in _PAST and bool(window.start or window.end)


def _own(entry: Entry) -> Window | None:
    review = isinstance(entry.content, BulletinDraft) and entry.content.review
    end = None if review else entry.expires
    if not (entry.starts or end):
        return None
    nowhere = Evidence(Span(0, 0), "", "entry")
    return Window(WindowRole.EFFECTIVE, entry.starts, end, EndKind.DATE if end else EndKind.OPEN, nowhere)
