"""A beginning of which a notice prints only the month or the year ("3月起", "from 2027"): it is told no finer."""

from __future__ import annotations

import re

from ingest.model import Window

_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})"
_EN = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_MONTH = re.compile(
    rf"(?<![\d一二三四五六七八九十]){_NUMBER}\s*月份?(?![\d一二三四五六七八九十初中下上底末月])"
    rf"|(?<!\d )(?<!st )(?<!nd )(?<!rd )(?<!th )\b{_EN}\b(?! ?\d{{1,2}}\b)"
)
_YEAR = re.compile(r"20\d\d\s*年度?(?=起)|\b(?:from|in) 20\d\d$", re.I)
_DAY = re.compile(rf"{_NUMBER}\s*[日号]|首[日天]|\bfirst day\b|\d[-/.]\d", re.I)


def coarse(window: Window) -> str:
    """ "month" or "year" for a window that begins on the first of one, and whose words name no day; else ""."""
    start, quote = window.start, window.evidence.quote
    if start is None or start.time or window.end or start.day.day != 1 or _DAY.search(quote):
        return ""
    if _MONTH.search(quote):
        return "month"
    return "year" if start.day.month == 1 and _YEAR.search(quote) else ""
