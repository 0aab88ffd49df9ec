"""Years that nobody printed: which of them a person has to look at.

A day without a year is read by the notice's other years; the eye does the same. It is in doubt where the notice prints
no year at all, where the day falls in another year than the publication and that year is not printed, and where a
stretch runs from today or across the turn of the year to a day without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.understand.windows.candidates import Found
from ingest.understand.windows.notice import Notice

_PRINTED = re.compile(r"(?<![A-Za-z\d,.])20\d\d(?!\d{5})(?![\d,]*元)")
_NEAR = 1
"""Years so far from that of publication may give a day its year; those of laws and foundings do not."""


def inferred(notice: Notice, found: Iterable[Found]) -> tuple[Found, ...]:
    """The windows whose year is in doubt, in the order of the text."""
    printed = _years(notice)
    guessed = sorted((f for f in found if f.guessed), key=lambda f: f.start)
    return tuple(f for f in guessed if not printed or _ambiguous(f, printed | {notice.published.year}))


def shown(notice: Notice, doubtful: tuple[Found, ...]) -> tuple[Found, ...]:
    """Those that are pointed at: where no year is printed the first one speaks for all."""
    return doubtful if _years(notice) else doubtful[:1]


def _years(notice: Notice) -> set[int]:
    years = {int(m[0]) for text in (notice.title, notice.text) for m in _PRINTED.finditer(text)}
    return {y for y in years if abs(y - notice.published.year) <= _NEAR}


def _ambiguous(f: Found, known: set[int]) -> bool:
    years = {m.day.year for m in f.borders if m is not None}
    open_end = f.stretch.first is not None and f.stretch.first.now and f.stretch.last is not None
    return open_end or len(years) > 1 or not years <= known
