"""Labelled windows against those that were read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from gold import Case, Fact
from values import recurring, said
from wording import letters, likeness

from ingest.model import EndKind, Moment, Window

_TODAY = re.compile(r"即日|发布之日|公告之日|公告日|\bnow\b|immediate|date of this", re.I)
_NEXT = re.compile(r"次日|翌日|24[:时]|next day|midnight", re.I)


def borders(window: Window) -> tuple[dt.datetime | None, dt.datetime | None]:
    """The first minute, and the first minute after it: "30 April" ends as "1 May 00:00" does."""
    start, end = window.start, window.end
    return start.earliest() if start else None, end.latest() if end else None


def starts_right(label: Fact[Window], found: Iterable[Window]) -> bool:
    """Is there a window with the same start (or, where none is stated, the same end)?"""
    start, end = borders(label.value)
    return any((borders(w)[0] == start) if start else (borders(w)[1] == end) for w in found)


def same(label: Fact[Window], window: Window) -> bool:
    """Role, both borders, kind of end and recurrence."""
    return (
        borders(label.value) == borders(window)
        and window.role.value in label.roles
        and label.value.end_kind is window.end_kind
        and _same_recurrence(label.value.recurrence, window.recurrence)
    )


def _same_recurrence(label: str | None, found: str | None) -> bool:
    a, b = recurring(label), recurring(found)
    if "text" in a and "text" in b:
        return likeness(label, found) >= 0.5
    return a == b


def known(labels: Iterable[Fact[Window]], window: Window) -> bool:
    """Does a label have the same borders in a role that it accepts?"""
    return any(borders(f.value) == borders(window) and window.role.value in f.roles for f in labels)


def judgeable(case: Case, window: Window, notice: str) -> bool:
    """Does a label have its dates, or is it invented? Nobody said whether other windows are right."""
    return any(_days(f.value) == _days(window) for f in case.windows) or invented(case, window, notice)


def invented(case: Case, window: Window, notice: str) -> bool:
    """Dates of no label that the quote does not state; or a quote from outside; or the bare publication date."""
    if any(_days(window) == _days(f.value) for f in case.windows):
        return False
    quote = window.evidence.quote
    if letters(quote) not in letters(notice):
        return True
    moments = [m for m in (window.start, window.end) if m]
    if not moments:
        return not window.recurrence and window.end_kind is not EndKind.EVENT
    return not all(_stated(m, quote, case.published) for m in moments)


def _days(window: Window) -> tuple[dt.date | None, dt.date | None]:
    return window.start.day if window.start else None, window.end.day if window.end else None


def _stated(moment: Moment, quote: str, published: dt.date | None) -> bool:
    if moment.day == published:
        return bool(_TODAY.search(quote))
    have, before = said(quote), moment.day - dt.timedelta(days=1)
    if _NEXT.search(quote) and {("date", before), ("md", before.month, before.day)} & have:
        return True
    return bool({("date", moment.day), ("md", moment.day.month, moment.day.day)} & have)
