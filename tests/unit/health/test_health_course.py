"""One bad visit alerts nobody, a trouble is told once, and so is its end."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from course_of import BEGIN, SOURCE, USUAL, Course, codes
from hypothesis import given
from hypothesis import strategies as st

from ingest.model import HealthChange, HealthStatus, VisitStatus
from ingest.pipeline.health.course import Patience
from ingest.pipeline.health.watch import key_of

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def test_one_failed_visit_is_told_on_its_line_and_alerts_nobody() -> None:
    course = Course().usual(3)
    failed = course.fail()
    assert failed.report.status is VisitStatus.FAILED and failed.report.since == BEGIN + 3 * HOUR
    course.usual(5)
    assert course.told == [] and course.health and course.health.since is None


def test_failures_in_a_row_are_told_once_and_their_end_once() -> None:
    course = Course().usual(3)
    course.fail(40)
    assert course.told == ["trouble"]
    (event,) = course.events
    assert (event.status, event.since, event.at) == (HealthStatus.FAILING, BEGIN + 3 * HOUR, BEGIN + 5 * HOUR)
    course.usual(1)
    assert course.told == ["trouble"] and course.health and course.health.status is HealthStatus.WELL
    course.usual(10)
    assert course.told == ["trouble", "recovered"] and course.events[1].since == event.since


def test_attempts_within_minutes_count_only_when_the_trouble_lasts() -> None:
    course = Course(every=dt.timedelta(minutes=5)).usual(3)
    course.fail(12)
    assert course.told == []
    course.fail()
    assert course.told == ["trouble"]


def test_a_daily_source_is_told_at_its_second_bad_day_and_recovers_at_its_first_good_one() -> None:
    course = Course(every=DAY).usual(3)
    course.fail()
    assert course.told == []
    course.fail()
    assert course.told == ["trouble"]
    course.usual()
    assert course.told == ["trouble", "recovered"]


def test_a_source_that_comes_and_goes_is_one_trouble() -> None:
    course = Course().usual(3)
    for _ in range(40):
        course.fail(3)
        course.usual()
    assert course.told == ["trouble"]
    course.usual(2)
    assert course.told == ["trouble", "recovered"]


def test_a_suspicious_source_that_then_fails_is_told_again_and_the_way_back_is_not() -> None:
    course = Course().usual(8)
    few = replace(USUAL, listed=2, listed_before=2, carried=2, dated=2)
    for _ in range(4):
        course.visit(few)
    assert [e.status for e in course.events] == [HealthStatus.DEGRADED]
    course.fail(4)
    assert [e.status for e in course.events] == [HealthStatus.DEGRADED, HealthStatus.FAILING]
    for _ in range(4):
        course.visit(few)
    course.usual(2)
    assert course.told == ["trouble", "trouble", "recovered"]
    assert len({key_of(event) for event in course.events}) == 3


def test_skipped_visits_say_nothing() -> None:
    course = Course().usual(3)
    course.fail(2)
    before = course.health
    for _ in range(5):
        course.visit(None, status=VisitStatus.SKIPPED)
    assert course.told == [] and before and course.health
    assert replace(course.health, visits=before.visits) == before


def test_visits_and_requests_are_counted_for_monitors() -> None:
    course = Course().usual(3)
    course.fail(2)
    assert course.health and course.health.visits == {"unchanged": 3, "failed": 2} and course.health.requests == 10
    assert (course.health.last_good, course.health.visited) == (BEGIN + 2 * HOUR, BEGIN + 4 * HOUR)


def test_a_window_that_overflowed_is_told_at_once_and_once() -> None:
    course = Course().usual(3)
    assert codes(course.visit(replace(USUAL, carried=0, fresh=20))) == ["all_new"]
    assert course.told == ["missed"] and course.events[0].change is HealthChange.MISSED
    course.usual(5)
    assert course.told == ["missed"]


def test_addresses_that_are_new_at_every_visit_are_a_trouble_and_told_as_one() -> None:
    course = Course().usual(3)
    for _ in range(30):
        course.visit(replace(USUAL, carried=0, fresh=20))
    assert course.told == ["missed", "trouble"]


def test_another_block_of_the_configuration_learns_anew() -> None:
    course = Course().usual(10)
    few = replace(USUAL, listed=3, listed_before=3, carried=3, dated=3)
    assert codes(course.visit(few)) == ["few_items"]
    course.source = replace(SOURCE, link=("ul.short a",))
    assert codes(course.visit(few)) == []


@given(st.lists(st.booleans(), max_size=120), st.integers(1, 5), st.sampled_from([HOUR, 6 * HOUR, DAY]))
def test_every_trouble_is_told_at_most_once_and_every_recovery_belongs_to_one(
    good: list[bool], visits: int, every: dt.timedelta
) -> None:
    course = Course(every=every, patience=Patience(visits=visits))
    for well in good:
        course.usual() if well else course.fail()
    assert course.told == (["trouble", "recovered"] * len(course.told))[: len(course.told)]
    assert len({key_of(event) for event in course.events}) == len(course.events)


@given(st.integers(0, 30), st.integers(1, 6), st.sampled_from([HOUR, 6 * HOUR, DAY]))
def test_what_stays_bad_is_told_within_the_visits_that_patience_allows(
    before: int, visits: int, every: dt.timedelta
) -> None:
    course = Course(every=every, patience=Patience(visits=visits)).usual(before)
    course.fail(max(visits, 2))
    assert course.told == ["trouble"]
