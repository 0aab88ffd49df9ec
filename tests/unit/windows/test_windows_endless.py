"""Long lines, long tables and long tokens cost no more than their length."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.model import Category, Document, Passage, PassageKind, Reading, Span
from ingest.text.dates import find_dates
from ingest.text.normal import normalise
from ingest.understand.windows import read_windows

UNITS = [
    "1 and ", "1, ", "每周", "每月8日、", "A", "a-", "a.", "1月", "1月1日、", "12.31", "9.1-", "至", "自", "Mon ",
    "Monday to ", "January ", "on ", "the first ", "另行", "直至", "(", "（周一", "2026-01-01 ", "+86 ", "138 ", "10:00-",
    "从1日", "起，", "No ", "a@", "http://a/", "1/2/", "〇", "一", "每", "days ", "计划", "我行计划", "期间的，",
]  # fmt: skip
LIMIT = 1.5
"""Seconds of the processor for 8,000 characters, where a quadratic pattern takes minutes."""


def document(lines: list[str]) -> Document:
    passages, at = [], 0
    for number, line in enumerate(lines):
        kind = PassageKind.TITLE if number == 0 else PassageKind.PARAGRAPH
        passages.append(Passage(kind, Span(at, at + len(line)), "/p"))
        at += len(line) + 1
    return Document(text="\n".join(lines), title=lines[0], passages=tuple(passages))


def seconds(lines: list[str]) -> float:
    doc = document(lines)
    begin = time.process_time()
    today = dt.date(2026, 3, 2)
    read_windows(doc, normalise(doc.text), Reading(today=today), published=today, category=Category.PROMOTION)
    list(find_dates(doc.text))
    return time.process_time() - begin


@pytest.mark.parametrize("unit", UNITS)
def test_an_endless_line_is_read_in_no_time(unit: str) -> None:
    assert seconds(["活动公告", (unit * (8_000 // len(unit)))[:8_000]]) < LIMIT


def test_a_page_of_thousands_of_dated_lines_is_read_in_no_time() -> None:
    line = "自2026年4月1日起停止受理，4月5日9:00恢复；每周三10:00-22:00，恢复时间另行通知。"
    assert seconds(["活动公告", *[line] * 400]) < LIMIT


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(UNITS), min_size=1, max_size=3), st.sampled_from(["", " ", "，", "\t"]))
def test_units_mixed_at_will_are_read_in_no_time(units: list[str], gap: str) -> None:
    piece = gap.join(units) + gap
    assert seconds(["活动公告", piece * (6_000 // len(piece))]) < LIMIT
