"""Days without a month ("19日21:30", "1日至3日"): they belong to the month that the notice names for them.

It is named by words ("下列日期均在10月", "all dates are in October"); where nothing is said, in tables and in notices
of holidays and maintenance, it is the month of the last full date before them.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from ingest.model import Category
from ingest.text.dates import chinese_number
from ingest.understand.windows.context import Place
from ingest.understand.windows.forms import MONTH_NUMBER
from ingest.understand.windows.lexicon import beside
from ingest.understand.windows.points import Point

_COUNTED = re.compile(
    r"(?:每个?|[上下次当本]个?月?|月|第|满|近|连续|提前|推迟|前|后|共|为期|超过|不足|达|个|账单|还款|生日|T\+)\s*$"
)
"""Before a number of days, or a day of every month."""
_NUMBERED = re.compile(r"[^\W\d_于在至到自从和及或与即逢月每定为是]\d{1,2}号$")
"""The number of a product, a building, a line ("月享3号"), and no day."""
_LED = re.compile(r"(?:自|从|于|至|到|截至|截止|最迟|最晚|延至|推迟至|顺延至|恢复|在)$")
_GOES_ON = re.compile(r"\s*(?:至|到|-|~|、|和|及|与)\s*")
_CATEGORIES = (Category.HOLIDAY_HOURS, Category.MAINTENANCE, Category.BRANCH_CHANGE)
_SOON = 6
"""A bare day that no date stands before is at most so many days ahead."""
_LATE, _EARLY = 24, 10
"""A day up to the second behind one from the first on is of the next month."""


class Months:
    """The month of bare days, as far as the text has been read."""

    def __init__(self, text: str, category: Category | None, published: dt.date) -> None:
        named = beside("month_named").search(text)
        self._named = _number(named) if named else None
        self._wide = category in _CATEGORIES
        self._last: Point | None = None
        self._published = published

    def filled(self, place: Place, points: list[Point], text: str) -> list[Point]:
        """The points of a place, bare days with their month."""
        out: list[Point] = []
        for at, point in enumerate(points):
            before = out[-1] if out else None
            if _bare(point, text, place.start) and not _joined(before, point, text):
                point = self._dated(place, point, points[at + 1 : at + 2], text)
            elif point.month and point.day and not point.broken:
                self._last = point
            out.append(point)
        return out

    def _dated(self, place: Place, point: Point, follower: list[Point], text: str) -> Point:
        if place.line == (0, 0) and not _states(place, point, follower, text):
            return point
        if self._named:
            return replace(point, month=self._named)
        last = self._last or self._today()
        if last is None or last.month is None or last.day is None or point.day is None:
            return point
        if place.line == (0, 0) and not self._wide:
            return point
        told = point.timed or text[point.end : point.end + 1] == "起"
        if self._last is None and not (told and 0 <= point.day - last.day <= _SOON):
            return point
        over = last.day >= _LATE and point.day <= _EARLY
        return replace(point, month=last.month % 12 + 1 if over else last.month)

    def _today(self) -> Point | None:
        """Where no date stands before a bare day ("17日12时起停业"), it is one of the days ahead."""
        return Point(0, 0, month=self._published.month, day=self._published.day) if self._wide else None


def _number(m: re.Match[str]) -> int:
    if m["en"]:
        return MONTH_NUMBER[m["en"][:3].lower()]
    return int(m["zh"]) if m["zh"].isdigit() else chinese_number(m["zh"])


def _bare(point: Point, text: str, start: int) -> bool:
    if point.day is None or point.month is not None or point.broken or point.now or point.same:
        return False
    if _NUMBERED.search(text, max(start, point.start - 1), point.end):
        return False
    return not _COUNTED.search(text[max(start, point.start - 6) : point.start])


def _joined(before: Point | None, point: Point, text: str) -> bool:
    """Does it go on from a date that gives it its month ("3月1日至5日")?"""
    return before is not None and before.day is not None and bool(_GOES_ON.fullmatch(text[before.end : point.start]))


def _states(place: Place, point: Point, follower: list[Point], text: str) -> bool:
    """Does a bare day of running text tell when something is, and is no day in passing?"""
    before = text[place.start : point.start].rstrip()
    opens = not before.strip(" ,;:(·•-") or before.endswith(":") or _LED.search(before) is not None
    return (
        opens
        or point.timed
        or text[point.end : point.end + 1] == "起"
        or any(_joined(point, f, text) for f in follower)
    )
