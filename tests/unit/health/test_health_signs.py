"""What is odd at a source, beside what is usual there."""

from __future__ import annotations

import datetime as dt
import statistics
from dataclasses import replace

import pytest
from course_of import BEGIN, SOURCE, USUAL, Course, codes
from hypothesis import given
from hypothesis import strategies as st

from ingest.model import Cause, Measures, SourceKind, VisitStatus
from ingest.pipeline.health.learn import spread
from ingest.text.causes import told_all

DAY = dt.timedelta(days=1)
LONG = Measures(listed=20, listed_before=20, carried=19, fresh=1, dated=20, lengths=(1500,), linked=(0.02,), alike=1)


def listing(n: int, **changes: int) -> Measures:
    return replace(USUAL, **{"listed": n, "listed_before": n, "carried": n, "dated": n, **changes})


@pytest.mark.parametrize("before", [(20,) * 5, (18, 25, 22, 20, 19, 24), (10, 11, 12, 13, 14)])
def test_a_list_that_is_suddenly_short_is_degraded(before: tuple[int, ...]) -> None:
    course = Course()
    for n in before:
        course.visit(listing(n))
    dropped = course.visit(listing(4))
    assert dropped.report.status is VisitStatus.DEGRADED and codes(dropped) == ["few_items"]
    assert told_all(dropped.report.causes).zh.startswith("仅 4 条，预期约")


@pytest.mark.parametrize("before", [(20,) * 4, (3, 3, 3, 3, 3), (1, 40, 3, 30, 2, 25, 9), (20, 9, 20, 4, 20, 20)])
def test_short_histories_short_lists_and_restless_ones_have_no_drop(before: tuple[int, ...]) -> None:
    course = Course()
    for n in before:
        course.visit(listing(n))
    assert codes(course.visit(listing(1 if max(before) < 10 else 4))) == []


@pytest.mark.parametrize("kind", [SourceKind.FOLDER, SourceKind.MAILBOX])
def test_what_people_clear_has_no_drop(kind: SourceKind) -> None:
    course = Course(source=replace(SOURCE, kind=kind)).usual(10)
    assert codes(course.visit(listing(1, dated=0))) == []


def test_what_the_configuration_expects_counts_alone() -> None:
    course = Course(source=replace(SOURCE, expect=3)).usual(10)
    assert codes(course.visit(listing(4))) == []


def test_a_bad_visit_teaches_nothing() -> None:
    course = Course().usual(6)
    for _ in range(100):
        assert codes(course.visit(listing(2))) == ["few_items"]


def test_dead_links_that_stay_do_not_blind_it_to_a_drop() -> None:
    course = Course()
    assert [codes(course.visit(listing(20, dead=5))) for _ in range(6)] == [["dead_links"]] * 6
    assert codes(course.visit(listing(4, dead=1))) == ["few_items"]


def test_a_list_that_loses_all_its_dates_is_degraded() -> None:
    course = Course().usual(5)
    assert codes(course.visit(listing(20, dated=1))) == []
    assert codes(course.visit(listing(20, dated=0))) == ["no_dates"]
    never = Course()
    assert [codes(never.visit(listing(20, dated=0))) for _ in range(9)] == [[]] * 9


def test_bodies_that_became_a_menu_are_noticed_across_visits_and_stay_so_until_a_page_is_as_before() -> None:
    course = Course()
    for n in range(25):
        course.visit(replace(LONG, lengths=(1200 + 40 * n,)))
    menu = replace(LONG, lengths=(90,), linked=(0.9,))
    assert [codes(course.visit(menu)) for _ in range(3)] == [[], [], ["menu"]]
    assert codes(course.visit(USUAL)) == ["menu"]
    assert codes(course.visit(menu)) == ["menu"]
    course.fail()
    assert codes(course.visit(USUAL)) == ["menu"]
    assert codes(course.visit(LONG)) == []
    assert codes(course.visit(USUAL)) == []


def test_one_page_full_of_links_or_short_is_no_menu() -> None:
    course = Course()
    for n in range(30):
        course.visit(replace(LONG, lengths=(1200 + 10 * n,)))
    assert codes(course.visit(replace(LONG, lengths=(80, 1300, 1250), linked=(0.9, 0.0, 0.0)))) == []


def test_different_addresses_with_one_text_are_noticed_at_the_first_visit() -> None:
    first = Measures(listed=8, fresh=8, lengths=(400,) * 8, linked=(0.1,) * 8, alike=7)
    assert codes(Course().visit(first)) == ["same_body"]
    assert codes(Course().visit(replace(first, alike=3))) == []


def test_a_list_of_which_a_good_part_leads_nowhere_is_degraded() -> None:
    course = Course()
    assert codes(course.visit(listing(20, dead=1))) == []
    assert codes(course.visit(listing(20, dead=4))) == ["dead_links"]
    assert codes(course.visit(listing(4, dead=4), Cause("none_had", {"of": 4}))) == ["none_had"]


def test_a_window_that_overflowed_is_suspected_only_where_lists_show_what_is_new() -> None:
    turned = replace(USUAL, carried=0, fresh=20)
    for kind, expected in ((SourceKind.FEED, ["all_new"]), (SourceKind.FOLDER, []), (SourceKind.MAILBOX, [])):
        course = Course(source=replace(SOURCE, kind=kind)).usual(2)
        assert codes(course.visit(turned)) == expected
    assert codes(Course().visit(replace(USUAL, listed_before=0, carried=0, fresh=20))) == []


def test_silence_that_is_much_longer_than_ever_is_told() -> None:
    course = Course(every=DAY)
    for day in range(60):
        course.visit(replace(USUAL, carried=19, fresh=1) if day % 3 == 0 else USUAL)
    silent = [codes(course.visit(USUAL)) for _ in range(12)]
    assert silent[:6] == [[]] * 6 and silent[-1] == ["no_news"]
    assert codes(course.visit(replace(USUAL, carried=19, fresh=1))) == []


def test_a_list_of_old_news_is_told_from_its_dates_alone() -> None:
    days = tuple((BEGIN - 400 * DAY - n * 5 * DAY).date() for n in range(20))
    course = Course()
    course.visit(Measures(listed=20, fresh=20, dated=20, dates=days))
    old = course.visit()
    assert codes(old) == ["no_news"] and "399 days" in told_all(old.report.causes).en
    fresh = Course()
    fresh.visit(Measures(listed=20, fresh=20, dated=20, dates=tuple(d + 399 * DAY for d in days)))
    assert codes(fresh.visit()) == []


@given(
    st.integers(4, 300).flatmap(
        lambda size: st.lists(st.integers(max(1, round(size * 0.7)), round(size * 1.3)), min_size=1, max_size=80)
    ),
    st.floats(0.7, 1.0),
    st.lists(st.tuples(st.integers(400, 4000), st.floats(0.0, 0.3)), max_size=40),
)
def test_whatever_varies_within_its_usual_range_is_never_odd(
    sizes: list[int], dated: float, pages: list[tuple[int, float]]
) -> None:
    course = Course()
    for n, size in enumerate(sizes):
        page = pages[n] if n < len(pages) else None
        seen = listing(size, dated=max(1, int(size * dated)))
        if page:
            seen = replace(seen, fresh=1, carried=size - 1, lengths=(page[0],), linked=(page[1],), alike=1)
        assert codes(course.visit(seen)) == []
    assert course.told == []


@given(st.lists(st.integers(16, 30), min_size=5, max_size=80), st.integers(1, 4))
def test_a_list_that_falls_below_half_of_a_steady_one_is_told_within_three_visits(sizes: list[int], left: int) -> None:
    course = Course()
    for size in sizes:
        course.visit(listing(size))
    assert course.told == []
    usual = course.health and course.health.usual.items
    for _ in range(3):
        course.visit(listing(left))
    restless = usual and statistics.median(usual) - left <= 4 * spread(usual)[1]
    assert course.told == ([] if restless else ["trouble"])
