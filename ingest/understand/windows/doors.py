"""Days on which some doors open for hours: what is closed on them is not closed for those hours of each day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ingest.model import Category, WindowRole
from ingest.understand.windows.candidates import Found
from ingest.understand.windows.lexicon import beside, words
from ingest.understand.windows.notice import Notice

_R = WindowRole
_CLOSING = (Category.HOLIDAY_HOURS, Category.BRANCH_CHANGE)
_CLAUSE = 16
"""Characters around hours within which a verb says that doors are open."""

_EARLY, _LATE = dt.time(6), dt.time(22, 30)
"""Hours within which counters and phones are attended."""
_SURE = 5.0
"""The score of a closure that a clause of its own tells."""


def with_open_hours(notice: Notice, got: Iterable[Found]) -> Iterator[Found]:
    """ "9日至12日:三家网点9:30至15:30开门,其他网点歇业": closed on those days; open for the hours, beside it."""
    for f in got:
        if _served(notice, f):
            yield replace(f, role=_R.EFFECTIVE, key=False)
        elif not _opens(notice, f):
            yield f
        elif _shut_elsewhere(notice, f):
            yield replace(f, recurrence=None, stretch=replace(f.stretch, hours=None), score=_SURE)
            yield replace(f, role=_R.EFFECTIVE, key=False)
        else:
            yield replace(f, role=_R.EFFECTIVE)


def _served(notice: Notice, f: Found) -> bool:
    """ "电话理财: 26日9:00至18:00": hours of a day in a notice of holidays, and no word that anything stops."""
    if notice.category is not Category.HOLIDAY_HOURS or f.role is not _R.CLOSURE or not (f.first and f.last):
        return False
    first, last = f.first.time, f.last.time
    if first is None or last is None or f.first.day != f.last.day or first < _EARLY or last > _LATE:
        return False
    said = f"{notice.text[f.place.start : f.place.end]} {f.place.header} {f.place.lead}"
    return beside("no_doors").search(said) is None


def _opens(notice: Notice, f: Found) -> bool:
    hours = f.stretch.hours
    if notice.category not in _CLOSING or f.role is not _R.CLOSURE or hours is None or not f.recurrence:
        return False
    low, high = max(f.place.start, hours[0].start - _CLAUSE), min(f.place.end, hours[1].end + _CLAUSE)
    around = notice.text[low : hours[0].start] + notice.text[hours[1].end : high]
    return beside("attended").search(around) is not None and beside("shut").search(around) is None


def _shut_elsewhere(notice: Notice, f: Found) -> bool:
    """Does another clause of the sentence say that doors stay shut?"""
    clauses = notice.text[f.place.start : f.place.end].replace("。", ",").replace(";", ",").split(",")
    return any(
        words().calendar["closed"].search(clause.strip()) or beside("others_shut").search(clause) for clause in clauses
    )
