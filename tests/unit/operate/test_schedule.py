"""What is due, by interval and by cron, in the bank's zone."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from ingest.errors import LockHeld
from ingest.model import Source, SourceKind
from ingest.operate.lock import only_run
from ingest.operate.schedule import due, is_due
from ingest.settings import cron_trigger

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def source(**values: object) -> Source:
    return Source(id="s", kind=SourceKind.FEED, **values)  # type: ignore[arg-type]


def test_a_source_that_was_never_visited_is_due() -> None:
    assert is_due(source(), None, at("2026-03-02T08:00"), SHANGHAI)


@pytest.mark.parametrize(("minutes", "expected"), [(30, False), (59, True), (60, True)])
def test_an_hourly_source_is_due_after_an_hour_give_or_take_a_minute(minutes: int, expected: bool) -> None:
    last = at("2026-03-02T08:00")
    assert is_due(source(), last, last + dt.timedelta(minutes=minutes), SHANGHAI) is expected


@pytest.mark.parametrize(
    ("line", "last", "now", "expected"),
    [
        ("0 8 * * mon-fri", "2026-03-06T08:00", "2026-03-08T12:00", False),
        ("0 8 * * mon-fri", "2026-03-06T08:00", "2026-03-09T08:00", True),
        ("0 8 * * 1", "2026-03-02T08:00", "2026-03-03T09:00", False),  # 1 is Monday, as cron has it
        ("0 8 * * 1", "2026-03-02T08:00", "2026-03-09T08:01", True),
        ("0 8 * * 0", "2026-03-07T09:00", "2026-03-08T08:00", True),  # 0 is Sunday
        ("*/15 * * * *", "2026-03-02T08:00", "2026-03-02T08:14", False),
        ("*/15 * * * *", "2026-03-02T08:00", "2026-03-02T08:15", True),
    ],
)
def test_cron_lines_mean_what_cron_means(line: str, last: str, now: str, expected: bool) -> None:
    assert is_due(source(cron=line), at(last), at(now), SHANGHAI) is expected


def test_a_cron_line_that_can_not_be_read_is_a_value_error() -> None:
    with pytest.raises(ValueError, match=r".+"):
        cron_trigger("99 8 * * mon", SHANGHAI)


def test_disabled_sources_are_never_due() -> None:
    assert due([source(enabled=False)], {}, at("2026-03-02T08:00"), SHANGHAI) == []


def test_the_lock_is_held_by_one_and_free_again_after(tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path)) / "output"
    with only_run(folder), pytest.raises(LockHeld), only_run(folder):
        pass
    with only_run(folder):
        pass
