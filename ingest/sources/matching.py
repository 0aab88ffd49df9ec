"""Which of the entries that a list gives count: `match` and `newer_than` of the source.

A pattern is an address with `*` for anything. One that begins with "/" is held against path and query, any other
against the whole address. One behind "!" takes out what it matches. Without others the rest counts.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Sequence

from ingest.model import Candidate, Source


def matching(candidates: Sequence[Candidate], source: Source, now: dt.datetime) -> tuple[Candidate, ...]:
    """Those of `candidates` that count. Of old ones the newest: a list without news is not an empty list."""
    fitting = tuple(c for c in candidates if not source.match or counts(c.url, source.match))
    if source.newer_than is None:
        return fitting
    recent = tuple(c for c in fitting if _day(c) >= (now - source.newer_than).date())
    return recent or tuple(sorted(fitting, key=_day)[-1:])


def _day(candidate: Candidate) -> dt.date:
    """What tells no date is not known to be old."""
    if candidate.modified:
        return candidate.modified.date()
    return candidate.published or dt.date.max


def counts(url: str, patterns: tuple[str, ...]) -> bool:
    """Whether an address counts."""
    wanted, unwanted = _compiled(patterns)
    place = "/" + url.split("/", 3)[3] if url.count("/") >= 3 else "/"
    if any(_fits(form, url, place) for form in unwanted):
        return False
    return not wanted or any(_fits(form, url, place) for form in wanted)


Form = tuple[bool, re.Pattern[str]]
"""Is it held against the path? And its expression."""


def _fits(form: Form, url: str, place: str) -> bool:
    return form[1].fullmatch(place if form[0] else url) is not None


@functools.lru_cache(maxsize=256)
def _compiled(patterns: tuple[str, ...]) -> tuple[tuple[Form, ...], tuple[Form, ...]]:
    wanted = tuple(_form(p) for p in patterns if not p.startswith("!"))
    return wanted, tuple(_form(p[1:]) for p in patterns if p.startswith("!"))


def _form(pattern: str) -> Form:
    expression = ".*".join(map(re.escape, re.split(r"\*+", pattern)))
    return pattern.startswith("/"), re.compile(expression, re.S)
