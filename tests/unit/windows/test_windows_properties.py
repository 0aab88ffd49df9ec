"""A window printed in any of its forms is read back; no text makes the reader fail."""

from __future__ import annotations

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.model import Document, Reading
from ingest.text.normal import normalise
from ingest.understand.windows import read_windows

PUBLISHED = dt.date(2026, 6, 1)
DAYS = st.dates(dt.date(2026, 6, 2), dt.date(2027, 12, 31))
HOURS = st.times().map(lambda t: t.replace(second=0, microsecond=0))

CHINESE_DAY = (
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.year}年{d.month:02}月{d.day:02}日（含）",
    lambda d: d.isoformat(),
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"民国{d.year - 1911}年{d.month}月{d.day}日",
)
ENGLISH_DAY = (
    lambda d: f"{d.day} {d:%B} {d.year}",
    lambda d: f"{d:%b} {d.day}, {d.year}",
    lambda d: f"{d:%A}, {d.day} {d:%B} {d.year}",
    lambda d: f"{d:%d/%m/%Y}",
    lambda d: f"{d:%d-%m-%Y}",
)


def starts(text: str) -> list[tuple[str, str]]:
    document = Document(text=text, title=text.split("\n")[0])
    windows, _ = read_windows(document, normalise(text), Reading(today=PUBLISHED), published=PUBLISHED)
    return [(str(w.start), str(w.end)) for w in windows]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(DAYS, DAYS, st.sampled_from(CHINESE_DAY), st.sampled_from(["至", "-", "—", "～", "到"]))
def test_a_chinese_period_is_read_back(a: dt.date, b: dt.date, form, dash: str) -> None:  # type: ignore[no-untyped-def]
    a, b = sorted((a, b))
    assert starts(f"公告\n活动时间：{form(a)}{dash}{form(b)}。") == [(str(a), str(b))]


@settings(deadline=None, max_examples=60)
@given(DAYS, DAYS, st.sampled_from(ENGLISH_DAY), st.sampled_from([" to ", " until ", " – ", " through "]))
def test_an_english_period_is_read_back(a: dt.date, b: dt.date, form, word: str) -> None:  # type: ignore[no-untyped-def]
    a, b = sorted((a, b))
    assert starts(f"Notice\nThe promotion runs from {form(a)}{word}{form(b)}.") == [(str(a), str(b))]


@settings(deadline=None, max_examples=60)
@given(DAYS, HOURS, HOURS)
def test_hours_that_end_before_they_start_end_on_the_next_day(day: dt.date, a: dt.time, b: dt.time) -> None:
    later = day + dt.timedelta(days=1) if b <= a else day
    expected = [(f"{day}T{a:%H:%M}", f"{later}T{b:%H:%M}")]
    next_day = "次日" if b <= a else ""
    assert (
        starts(f"系统维护公告\n{day.year}年{day.month}月{day.day}日{a:%H:%M}至{next_day}{b:%H:%M}暂停服务。")
        == expected
    )


@settings(deadline=None, max_examples=40)
@given(DAYS, st.sampled_from(CHINESE_DAY))
def test_a_start_is_read_back(day: dt.date, form) -> None:  # type: ignore[no-untyped-def]
    assert starts(f"公告\n自{form(day)}起执行新标准。") == [(str(day), "None")]


@settings(deadline=None, max_examples=80)
@given(st.text(alphabet="0123456789年月日时至起前自（）:-/., 周一每fromtunilJanMay2026\n", max_size=80))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    document = Document(text=text, title="")
    windows, flags = read_windows(document, normalise(text), Reading(today=PUBLISHED), published=PUBLISHED)
    for evidence in [*(w.evidence for w in windows), *(f.evidence for f in flags)]:
        assert evidence.span.of(text) == evidence.quote
        assert 0 < len(evidence.quote) <= 240
    for w in windows:
        assert not (w.start and w.end) or w.start.earliest() < w.end.latest()
