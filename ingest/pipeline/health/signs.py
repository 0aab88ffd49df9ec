"""Signs that a visit was not as usual at its source. Each says so with a cause, or nothing.

Every limit lies beyond what was ever measured there, and well away from its middle: a source whose figures vary by
themselves stays well, and one that breaks leaves that range at once.
"""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Callable, Iterator, Sequence

from ingest.model import Cause, Health, Measures, Source, SourceKind, Usual
from ingest.pipeline.health.learn import DAY, spread

MISSED = "all_new"
"""The cause that is told at once: the next visit can't show it again."""

_Odd = Callable[[float, Sequence[float]], bool]
"""How one page compares with those before it."""

_VISITS = 5
"""Good visits before anything is usual."""
_FEW = 4
"""Lists that are usually shorter than this have no drop."""
_GAPS, _MANY_GAPS = 8, 40
_SILENCE = 10.0
"""Days without news that are never too long: public holidays."""
_PAGES, _IN_A_ROW = 20, 3
ABOUT_PAGES = frozenset(("menu", "same_body"))
"""Causes that only another page can lift."""
_BOXES = frozenset((SourceKind.FOLDER, SourceKind.MAILBOX))
"""Kinds that people fill and clear: how much is in them says nothing."""
_TOLD_WHAT_TO_LIST = frozenset((SourceKind.PAGE, SourceKind.FOLDER))
"""Kinds where nobody expects news."""


def signs(source: Source, seen: Measures, health: Health, at: dt.datetime) -> tuple[Cause, ...]:
    """All that is odd, the weightiest first. `health` is how the source was before the visit."""
    usual = health.usual
    found = [*pages(seen, health), dead(seen)]
    if source.kind not in _BOXES:
        found = [fewer(seen, usual, source), undated(seen, usual), *found, overflow(seen)]
    if source.kind not in _TOLD_WHAT_TO_LIST:
        found.append(silent(seen, health, at))
    return tuple(cause for cause in found if cause)


def fewer(seen: Measures, usual: Usual, source: Source) -> Cause | None:
    """A drop of listed items. Where the configuration says what to expect, that alone counts."""
    if not seen.listed or source.expect is not None or len(usual.items) < _VISITS:
        return None
    middle, sigma = spread(usual.items)
    dropped = seen.listed < min(usual.items) and 2 * seen.listed < middle and middle - seen.listed > 4 * sigma
    if middle < _FEW or not dropped:
        return None
    return Cause("few_items", {"found": seen.listed, "expected": round(middle)})


def undated(seen: Measures, usual: Usual) -> Cause | None:
    """No entry has a date where most had one: the list is read past its dates."""
    if seen.dated or seen.listed < 3 or len(usual.dated) < _VISITS or statistics.median(usual.dated) < 0.8:
        return None
    return Cause("no_dates", {"n": seen.listed})


def pages(seen: Measures, health: Health) -> Iterator[Cause]:
    """Bodies that became a menu or an error page. Once they did, only a page that is as it was ends that."""
    if not seen.lengths:
        yield from (cause for cause in health.causes if cause.code in ABOUT_PAGES)
        return
    if seen.alike >= 3 and 2 * seen.alike >= len(seen.lengths):
        yield Cause("same_body", {"n": seen.alike})
    again = any(cause.code in ABOUT_PAGES for cause in health.causes)
    shrunk = _odd(seen.lengths, health.usual.lengths, _short, again)
    linked = _odd(seen.linked, health.usual.linked, _menu, again)
    if shrunk or linked:
        usually = round(statistics.median(health.usual.lengths))
        yield Cause("menu", {"characters": round(statistics.median(seen.lengths)), "usual": usually})


def _odd(seen: Sequence[float], before: Sequence[float], odd: _Odd, again: bool) -> bool:
    """Are some pages in a row all `odd` beside those before them? Those of this visit count whole; `again`: the row
    was found before, and pages of good visits that began it are left out."""
    borrowed = _IN_A_ROW - 1 if again else max(0, _IN_A_ROW - len(seen))
    older = before[: max(0, len(before) - borrowed)]
    last = seen if again else (*before[len(older) :], *seen)
    return len(older) >= _PAGES and all(odd(page, older) for page in last)


def _short(length: float, older: Sequence[float]) -> bool:
    return length < min(older) and 5 * length < statistics.median(older)


def _menu(share: float, older: Sequence[float]) -> bool:
    return share > 0.6 and share > max(older) + 0.2


def dead(seen: Measures) -> Cause | None:
    """A list of which a good part leads nowhere."""
    if seen.dead < 2 or 5 * seen.dead < seen.listed:
        return None
    return Cause("dead_links", {"n": seen.dead, "of": seen.listed})


def overflow(seen: Measures) -> Cause | None:
    """None of the entries was there at the last good visit: what came and went in between was never seen."""
    if seen.listed_before < 3 or seen.listed < 3 or seen.carried or seen.fresh < seen.listed:
        return None
    return Cause(MISSED, {"n": seen.listed})


def silent(seen: Measures, health: Health, at: dt.datetime) -> Cause | None:
    """No news for much longer than ever."""
    gaps = health.usual.gaps
    if seen.fresh or health.last_news is None or len(gaps) < _GAPS:
        return None
    silence, longest = (at - health.last_news) / DAY, max(gaps)
    if silence <= max(_SILENCE, (2.5 if len(gaps) >= _MANY_GAPS else 3) * longest):
        return None
    return Cause("no_news", {"days": int(silence), "longest": round(longest) or 1})
