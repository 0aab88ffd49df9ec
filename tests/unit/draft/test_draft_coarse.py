"""A beginning that a notice prints as a month or a year only is told no finer."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.draft.voice import voice
from ingest.model import EndKind, Evidence, Moment, Span, Window, WindowRole


def window(day: dt.date, quote: str) -> Window:
    evidence = Evidence(Span(0, len(quote)), quote, "windows.from")
    return Window(WindowRole.EFFECTIVE, Moment(day), None, EndKind.OPEN, evidence)


@pytest.mark.parametrize(
    ("language", "day", "quote", "told"),
    [
        ("zh", dt.date(2027, 3, 1), "3月起", "自2027年3月起"),
        ("zh", dt.date(2026, 12, 1), "自十二月起", "自2026年12月起"),
        ("zh", dt.date(2027, 1, 1), "2027年起", "自2027年起"),
        ("zh", dt.date(2027, 3, 1), "自2027年3月1日起", "自2027年3月1日起"),
        ("zh", dt.date(2027, 3, 1), "3月首日起", "自2027年3月1日起"),
        ("zh", dt.date(2027, 3, 2), "3月2日起", "自2027年3月2日起"),
        ("en", dt.date(2026, 10, 1), "from October 2026", "from October 2026"),
        ("en", dt.date(2027, 1, 1), "From 2027", "from 2027"),
        ("en", dt.date(2026, 10, 1), "from 1 October 2026", "from 1 October 2026"),
        ("en", dt.date(2026, 10, 1), "Starting October 1, 2026", "from 1 October 2026"),
    ],
)
def test_a_beginning_is_told_as_the_notice_prints_it(language: str, day: dt.date, quote: str, told: str) -> None:
    speech, open_ = voice(language), window(day, quote)
    assert speech.stretch(open_) == speech.since(open_) == told
