"""To the minute, by the bank's clock: what is scheduled, in force, about to end, over."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from builders import moment
from hypothesis import given
from hypothesis import strategies as st
from test_publish_edition import edition, entry

from ingest.publish.lifecycle import Phase, phase, wall_clock

SHANGHAI, NEW_YORK, LORD_HOWE = map(ZoneInfo, ("Asia/Shanghai", "America/New_York", "Australia/Lord_Howe"))


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-22T21:59:59", Phase.SCHEDULED),
        ("2026-11-22T22:00", Phase.EXPIRING),
        ("2026-11-23T00:00", Phase.EXPIRING),
        ("2026-11-23T05:59:59", Phase.EXPIRING),
        ("2026-11-23T06:00", Phase.EXPIRED),
    ],
)
def test_an_outage_over_midnight(now, expected):
    outage = entry(starts=moment("2026-11-22T22:00"), expires=moment("2026-11-23T06:00"))
    assert phase(outage, at(now)) is expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-30T23:59:59", Phase.SCHEDULED),
        ("2026-12-01T00:00", Phase.ACTIVE),
        ("2026-12-28T23:59:59", Phase.ACTIVE),
        ("2026-12-29T00:00", Phase.EXPIRING),
        ("2026-12-31T23:59:59", Phase.EXPIRING),
        ("2027-01-01T00:00", Phase.EXPIRED),
    ],
)
def test_a_promotion_by_days_begins_and_ends_with_them(now, expected):
    assert phase(entry(starts=moment("2026-12-01"), expires=moment("2026-12-31")), at(now)) is expected


def test_what_was_taken_back_is_nothing_else_any_more():
    assert phase(entry(withdrawn="wrong", expires=moment("2026-11-01")), at("2026-11-23T08:00")) is Phase.WITHDRAWN
    assert phase(entry(superseded_by=2), at("2026-11-23T08:00")) is Phase.SUPERSEDED


def test_the_server_need_not_be_up_when_something_begins_or_ends():
    """Nothing ticks: an edition made after a night without power is right at once."""
    night = entry(1, starts=moment("2026-11-22T22:00"), expires=moment("2026-11-23T06:00"))
    promotion = entry(2, starts=moment("2026-11-23"), expires=moment("2026-12-31"))
    before, after = at("2026-11-22T18:00"), at("2026-11-23T08:30")
    assert {i.entry.id: i.phase for i in edition(night, promotion, now=before).items} == {
        1: Phase.SCHEDULED,
        2: Phase.SCHEDULED,
    }
    assert {i.entry.id: i.phase for i in edition(night, promotion, now=after).items} == {
        1: Phase.EXPIRED,
        2: Phase.ACTIVE,
    }


def test_nothing_that_is_over_is_ever_among_what_runs():
    over = [entry(n, expires=moment(f"2026-11-{n:02}")) for n in range(1, 23)]
    assert not [item for item in edition(*over).items if item.live]


@pytest.mark.parametrize(
    ("instant", "zone", "expected"),
    [
        ("2026-11-23T00:30+00:00", SHANGHAI, "2026-11-23T08:30"),
        ("2026-11-01T05:15+00:00", NEW_YORK, "2026-11-01T01:15"),
        ("2026-11-01T06:15+00:00", NEW_YORK, "2026-11-01T01:59"),
        ("2026-11-01T07:00+00:00", NEW_YORK, "2026-11-01T02:00"),
        ("2026-03-08T06:59+00:00", NEW_YORK, "2026-03-08T01:59"),
        ("2026-03-08T07:00+00:00", NEW_YORK, "2026-03-08T03:00"),
        ("2026-04-04T15:10+00:00", LORD_HOWE, "2026-04-05T01:59"),
    ],
    ids=[
        "no summer time",
        "first round",
        "second round",
        "after it",
        "before the gap",
        "after the gap",
        "half an hour",
    ],
)
def test_the_clock_of_the_bank(instant, zone, expected):
    assert wall_clock(at(instant), zone) == at(expected)


def test_what_ended_in_the_hour_that_comes_twice_does_not_run_again():
    outage = entry(starts=moment("2026-10-31T22:00"), expires=moment("2026-11-01T01:30"))
    first = at("2026-11-01T05:00+00:00")
    seen = [phase(outage, wall_clock(first + dt.timedelta(minutes=n), NEW_YORK)) for n in range(0, 180)]
    assert seen == [Phase.EXPIRING] * 30 + [Phase.EXPIRED] * 150


def test_what_begins_in_the_hour_that_is_left_out_begins_with_the_next():
    notice = entry(starts=moment("2026-03-08T02:30"))
    assert phase(notice, wall_clock(at("2026-03-08T06:59:59+00:00"), NEW_YORK)) is Phase.SCHEDULED
    assert phase(notice, wall_clock(at("2026-03-08T07:00:00+00:00"), NEW_YORK)) is Phase.ACTIVE


@given(
    st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 1, 1)),
    st.timedeltas(dt.timedelta(0), dt.timedelta(hours=3)),
    st.sampled_from([SHANGHAI, NEW_YORK, LORD_HOWE, ZoneInfo("Europe/Madrid")]),
)
def test_the_clock_never_runs_backwards(utc, step, zone):
    one = utc.replace(tzinfo=dt.UTC)
    assert wall_clock(one, zone) <= wall_clock(one + step, zone)
