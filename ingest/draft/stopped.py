"""Rows of a table that say when something stops: what they name goes on for nobody, whatever the words sound like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from ingest.model import Intent, Span, Statement, Window, WindowRole

_STOPS = (WindowRole.OUTAGE, WindowRole.CLOSURE, WindowRole.STOP_SERVICE, WindowRole.STOP_ACCEPTING)
_GOES_ON = (Intent.WHAT_STILL_WORKS, Intent.EXISTING, Intent.EXEMPT)


def without_stopped(
    said: Iterable[Statement], windows: Iterable[Window], row_of: Callable[[Span], int | None], spared: re.Pattern[str]
) -> Iterator[Statement]:
    """`said` without what names the things that stop as if they went on; `row_of` is the row in which a span stands,
    None outside of tables, and `spared` finds the words that say that something does go on."""
    stops = {row_of(w.evidence.span) for w in windows if w.role in _STOPS} - {None}
    for one in said:
        if one.topic not in _GOES_ON or row_of(one.evidence.span) not in stops or spared.search(one.text):
            yield one
