"""What is due: by interval and cron, in the source's zone, through daylight saving, after failures and restarts."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.model import Source, SourceKind, VisitReport, VisitStatus
from ingest.operate.schedule import due, due_at
from ingest.pipeline.agenda import LONGEST_WAIT, Visited, appointment
from ingest.settings import cron_trigger
from ingest.settings.times import following
from ingest.store.agenda import Appointment

SHANGHAI, NEW_YORK, LORD_HOWE = map(ZoneInfo, ("Asia/Shanghai", "America/New_York", "Australia/Lord_Howe"))
OK, FAILED, SKIPPED = VisitStatus.OK, VisitStatus.FAILED, VisitStatus.SKIPPED
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


def at(text: str, zone: ZoneInfo = SHANGHAI, fold: int = 0) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)


def source(**values: object) -> Source:
    return Source(id="s", kind=SourceKind.FEED, **values)  # type: ignore[arg-type]


def visited(
    watched: Source, asked: dt.datetime, status: VisitStatus = OK, before: Appointment | None = None
) -> Appointment:
    """The appointment after a visit that took no time."""
    made = appointment(Visited(watched, VisitReport("s", status), asked, asked), before, SHANGHAI)
    assert made is not None
    return made


def is_due(watched: Source, last: dt.datetime, now: dt.datetime) -> bool:
    return due_at(watched, visited(watched, last), now, SHANGHAI) <= now


def times(watched: Source, begin: dt.datetime, end: dt.datetime, zone: ZoneInfo) -> list[str]:
    """Every regular time in [begin, end) as the wall clock of `zone` shows it, with its offset."""
    found, now = [], begin.astimezone(dt.UTC) - dt.timedelta(seconds=1)
    while (now := following(watched, now, anchor=begin, bank=zone)) < end:
        found.append(now.astimezone(zone).strftime("%H:%M%z"))
    return found


def test_a_source_that_was_never_visited_is_due() -> None:
    assert due_at(source(), None, at("2026-03-02T08:00"), SHANGHAI) <= at("2026-03-02T08:00")


@pytest.mark.parametrize(("minutes", "expected"), [(30, False), (59, True), (60, True)])
def test_an_hourly_source_is_due_after_an_hour_give_or_take_a_minute(minutes: int, expected: bool) -> None:
    last = at("2026-03-02T08:00")
    assert is_due(source(), last, last + minutes * MINUTE) is expected


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
    assert is_due(source(cron=line), at(last), at(now)) is expected


def test_a_cron_line_that_can_not_be_read_is_a_value_error() -> None:
    with pytest.raises(ValueError, match=r".+"):
        cron_trigger("99 8 * * mon", SHANGHAI)


def test_disabled_sources_are_never_due() -> None:
    assert due([source(enabled=False)], {}, at("2026-03-02T08:00"), SHANGHAI) == []


def test_a_cron_line_is_read_in_the_time_zone_of_its_source() -> None:
    watched = source(cron="0 8 * * *", time_zone="America/New_York")
    assert following(watched, at("2026-03-02T08:00"), anchor=at("2026-03-02T08:00"), bank=SHANGHAI) == at(
        "2026-03-02T08:00", NEW_YORK
    )


# --------------------------------------------------------------------------------------------------- daylight saving


def test_a_nightly_line_runs_once_when_its_hour_is_skipped_and_once_when_it_comes_twice() -> None:
    early = source(cron="30 2 * * *", time_zone="America/New_York")
    late = source(cron="30 1 * * *", time_zone="America/New_York")
    forward, back = at("2026-03-08", NEW_YORK), at("2026-11-01", NEW_YORK)
    assert times(early, forward, at("2026-03-09", NEW_YORK), NEW_YORK) == ["03:30-0400"]
    assert times(late, back, at("2026-11-02", NEW_YORK), NEW_YORK) == ["01:30-0400"]


@pytest.mark.parametrize(
    ("day", "next_day", "hours"), [("2026-03-08", "2026-03-09", 23), ("2026-11-01", "2026-11-02", 25)]
)
@pytest.mark.parametrize("watched", [source(cron="0 * * * *", time_zone="America/New_York"), source(every=HOUR)])
def test_an_hourly_source_is_asked_every_hour_of_a_short_and_of_a_long_day(
    watched: Source, day: str, next_day: str, hours: int
) -> None:
    found = times(watched, at(day, NEW_YORK), at(next_day, NEW_YORK), NEW_YORK)
    assert len(found) == len(set(found)) == hours


def test_half_an_hour_of_daylight_saving_is_kept_too() -> None:
    watched = source(cron="*/15 1-2 * * *", time_zone="Australia/Lord_Howe")
    forward = times(watched, at("2026-10-04", LORD_HOWE), at("2026-10-05", LORD_HOWE), LORD_HOWE)
    assert forward == ["01:00+1030", "01:15+1030", "01:30+1030", "01:45+1030", "02:30+1100", "02:45+1100"]


def test_a_daily_interval_is_twenty_four_hours_also_when_the_clocks_change() -> None:
    begin = at("2026-03-07T08:00", NEW_YORK)
    assert times(source(every=DAY), begin, begin + 3 * DAY, NEW_YORK) == ["08:00-0500", "09:00-0400", "09:00-0400"]


LINES = ("0 * * * *", "*/20 * * * *", "30 1 * * *", "30 2 * * *", "0 8 * * mon-fri", "15 */3 * * *", "0 0 1 * *")


@given(
    st.sampled_from(LINES),
    st.sampled_from(["America/New_York", "Europe/Berlin", "Asia/Shanghai", "Australia/Lord_Howe", "Africa/Casablanca"]),
    st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 12, 31), timezones=st.just(dt.UTC)),
)
def test_the_next_time_is_always_later_and_never_skips_one(line: str, zone: str, now: dt.datetime) -> None:
    watched = source(cron=line, time_zone=zone)
    first = following(watched, now, anchor=now, bank=SHANGHAI)
    assert first > now
    assert following(watched, first - dt.timedelta(seconds=1), anchor=now, bank=SHANGHAI) == first


# ------------------------------------------------------------------------------------------------- failures, restarts


def test_a_daily_source_that_failed_is_asked_again_sooner_and_keeps_its_regular_time() -> None:
    watched, eight = source(cron="0 8 * * *"), at("2026-03-02T08:00")
    first = visited(watched, eight, FAILED)
    second = visited(watched, first.due, FAILED, first)
    third = visited(watched, second.due, OK, second)
    assert [first.due - eight, second.due - first.due] == [5 * MINUTE, 10 * MINUTE]
    assert third.due == third.regular == eight + DAY and third.failures == 0


def test_a_source_that_is_asked_every_five_minutes_is_asked_less_often_while_it_fails_but_at_its_own_times() -> None:
    watched, begin = source(every=5 * MINUTE), at("2026-03-02T08:00")
    now, made, gaps = begin, None, []
    for _ in range(10):
        made = visited(watched, now, FAILED, made)
        gaps.append((made.due - now) // MINUTE)
        now = made.due
        assert (now - begin) % (5 * MINUTE) == dt.timedelta(0)
    assert gaps == [5, 10, 20, 40, 80, 160, 320, 360, 360, 360]
    assert visited(watched, now, OK, made).due == now + 5 * MINUTE


@given(st.sampled_from([*LINES, "5m", "45m", "7h", "1d", "7d"]), st.lists(st.booleans(), max_size=30))
def test_no_source_waits_longer_than_its_schedule_or_six_hours_and_none_forever(plan: str, fails: list[bool]) -> None:
    units = {"m": MINUTE, "h": HOUR, "d": DAY}
    watched = source(cron=plan) if " " in plan else source(every=int(plan[:-1]) * units[plan[-1]])
    now, made = at("2026-03-02T08:00").astimezone(dt.UTC), None
    for failed in fails:
        made = visited(watched, now, FAILED if failed else OK, made)
        regular = following(watched, now + MINUTE, anchor=made.regular, bank=SHANGHAI)
        assert now < made.due <= max(regular, now + LONGEST_WAIT)
        now = made.due


def test_a_late_visit_does_not_move_the_times_that_follow() -> None:
    watched, nine = source(every=HOUR), at("2026-03-02T09:00")
    made = visited(watched, nine - HOUR)
    for late in (0, 7, 7, 59):
        made = visited(watched, made.due + late * MINUTE, OK, made)
    assert made.due == nine + 5 * HOUR  # the one that came 59 minutes late is as good as the next


def test_after_days_without_power_a_source_is_asked_once_not_once_for_each_time_missed() -> None:
    watched = source(every=HOUR)
    made = visited(watched, at("2026-03-02T08:00"))
    later = at("2026-03-05T17:20")
    assert due([watched], {"s": made}, later, SHANGHAI) == [watched]
    again = visited(watched, later, OK, made)
    assert due([watched], {"s": again}, later, SHANGHAI) == []
    assert again.due == at("2026-03-05T18:00")


def test_a_visit_that_was_skipped_changes_nothing() -> None:
    asked = at("2026-03-02T08:00")
    assert appointment(Visited(source(), VisitReport("s", SKIPPED), asked, asked), None, SHANGHAI) is None


def test_another_schedule_in_the_configuration_counts_at_once() -> None:
    eight = at("2026-03-02T08:00")
    made = visited(source(cron="0 8 1 * *"), eight)
    hourly = source(every=HOUR)
    assert due([hourly], {"s": made}, eight + 30 * MINUTE, SHANGHAI) == []
    assert due([hourly], {"s": made}, eight + HOUR, SHANGHAI) == [hourly]


def test_a_clock_that_was_years_ahead_for_once_stops_nothing() -> None:
    watched = source(every=HOUR)
    made = visited(watched, at("2031-01-01T00:00"))
    assert due([watched], {"s": made}, at("2026-03-02T08:00"), SHANGHAI) == [watched]


def test_what_is_told_of_the_servers_clock_stays_until_it_tells_again() -> None:
    asked = at("2026-03-02T08:00")
    first = appointment(Visited(source(), VisitReport("s", OK), asked, asked, skew=-40), None, SHANGHAI)
    assert first and first.skew == -40
    assert visited(source(), asked + HOUR, FAILED, first).skew == -40
