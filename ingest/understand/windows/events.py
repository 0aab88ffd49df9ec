"""An event as the end of a window: "until further notice", while stocks last."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.model import Category, EndKind, WindowRole
from ingest.understand.windows.candidates import GIVEN_OUT, Found
from ingest.understand.windows.context import Place
from ingest.understand.windows.lexicon import beside
from ingest.understand.windows.notice import Notice
from ingest.understand.windows.stretch import Shape
from ingest.understand.windows.undated import event_alone

_R = WindowRole
_COMMA = re.compile(r"[,;](?!\d)")
_QUOTA = 20
"""Characters before "while stocks last" within which it is said that there are new ones each day or month."""
_DOORS = (Category.BRANCH_CHANGE, Category.HOLIDAY_HOURS)


def with_event(notice: Notice, place: Place, got: list[Found]) -> list[Found]:
    """ "…起，结束时间另行通知": the end is an event."""
    m = notice.event_in(place)
    if m and got and not beside("of_the_end").search(m[0]) and _of_another(notice.text[got[-1].end : m.start()]):
        return got
    if m and got and _told_later(notice.text[got[-1].end : m.start()], m[0]):
        return got
    if not m:
        return _while_stocks_last(notice, place, got)
    before = [f for f in got if f.stretch.end <= m.start() + 2 and _unended(f) and f.role is not _R.RESUME]
    if before and notice.text.find("。", before[-1].end, m.start()) < 0:
        f = before[-1]
        return [replace(_for_now(notice, x), last=None, end=max(x.end, m.end())) if x is f else x for x in got]
    if len(got) == 1 and got[0].stretch.shape is Shape.FROM and _unended(got[0]) and got[0].role is not _R.RESUME:
        return [_for_now(notice, got[0])]
    if got:
        return got
    return event_alone(notice, place, m)


def _told_later(between: str, event: str) -> bool:
    """Behind a semicolon: an event of something else ("…; the one at the station stays where it is until then")."""
    _, semicolon, clause = between.rpartition(";")
    return bool(semicolon) and (not beside("of_the_end").search(event) or bool(beside("other_subject").match(clause)))


def _of_another(between: str) -> bool:
    """ "B产品9月15日停售,C产品停售时间另行通知": the event is told of another thing."""
    clause = between.rpartition(",")[2]
    return "," in between and bool(beside("own_event").search(clause)) and not beside("of_the_end").search(clause)


def _while_stocks_last(notice: Notice, place: Place, got: list[Found]) -> list[Found]:
    """ "自1日起发售,售完为止": what is given out from a day on lasts until nothing is left."""
    told = beside("used_up").finditer(notice.text, place.start, place.end)
    m = next((m for m in told if not _each_time(notice.text[max(place.start, m.start() - _QUOTA) : m.start()])), None)
    if m is None or len(got) != 1 or got[0].role not in GIVEN_OUT or not _unended(got[0]):
        return got
    if got[0].stretch.shape is not Shape.FROM or "。" in notice.text[got[0].end : m.start()]:
        return got
    return [replace(got[0], end_kind=EndKind.EVENT, end=max(got[0].end, m.end()))]


def _each_time(before: str) -> bool:
    """ "每月限10,000名,额满为止": there are new ones next month."""
    return beside("each_time").search(",".join(_COMMA.split(before)[-2:])) is not None


def _for_now(notice: Notice, f: Found) -> Found:
    """What lasts until something happens; doors that shut until then are not shut for good."""
    doors = f.role in (_R.EFFECTIVE, _R.STOP_SERVICE) and notice.category in _DOORS
    said = f"{notice.text[f.place.start : f.place.end]} {' '.join(f.place.row)}"
    if doors and beside("shut").search(said):
        return replace(f, end_kind=EndKind.EVENT, role=_R.CLOSURE)
    down = f.role is _R.EFFECTIVE and beside("down").search(notice.text, f.place.start, f.place.end)
    return replace(f, end_kind=EndKind.EVENT, role=_R.OUTAGE if down else f.role)


def _unended(f: Found) -> bool:
    """No end is told; a bare day ("20日至检修结束") is no end either."""
    day = f.stretch.shape is Shape.POINT and f.role in (_R.OUTAGE, _R.CLOSURE) and f.first == f.last
    return (f.last is None and f.end_kind is EndKind.OPEN) or day
