"""The numbers for the head of the centre, counted by both databases."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from builders import BUSINESS, CUSTOMER, changed, fee_page, moment, outage_page, publish_all, put
from clocked import Clock

from ingest.model import Category, Role
from ingest.review import numbers
from ingest.review.counting import Period, Span, period
from ingest.review.decisions import amend, approve, reject, return_
from ingest.review.desk_numbers import Whose, Why
from ingest.review.undoing import undo

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEK = Period(dt.date(2026, 11, 23), dt.date(2026, 11, 29))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def count(store, clock):
    def counted(period=WEEK, **whose):
        return numbers.count(store, period, Whose(**whose), SHANGHAI, clock())

    return counted


def fee_from(day, *, url="https://www.lakebank.example/n/1", source="lake-notices"):
    import dataclasses

    document, facts, faq, bulletin = fee_page()
    document = dataclasses.replace(document, url=url, text=document.text + url)
    return document, facts, changed(faq, valid_from=moment(day)), changed(bulletin, starts=moment(day)), source


def put_fee(store, day, n=1, source="lake-notices"):
    *page, _ = fee_from(day, url=f"https://www.lakebank.example/n/{n}")
    return put(store, *page, source=source)


# ------------------------------------------------------------------------------------------------ ready before start


def test_a_notice_is_ready_when_its_bulletin_was_published_before_it_began(store, clock, count):
    publish_all(store, put_fee(store, "2026-11-24"), clock)
    assert count().ready.share.of == 0  # it has not begun
    clock.forward(days=2)
    ready = count().ready
    assert (ready.share.hits, ready.share.of, ready.late) == (1, 1, ())


def test_what_was_signed_late_names_whose_sign_off_came_late(store, clock, count):
    _faq, bulletin = put_fee(store, "2026-11-24")
    approve(store, CUSTOMER, bulletin.id, 1, clock)
    clock.forward(days=2)
    approve(store, BUSINESS, bulletin.id, 1, clock)
    ready = count().ready
    assert (ready.share.hits, ready.share.of, ready.why) == (0, 1, {Why.SIGNED_LATE: 1})
    (late,) = ready.late
    assert late.waited_for == (frozenset({Role.BUSINESS_EXPERT}),) and late.headline == bulletin.content.headline
    assert late.published == dt.datetime(2026, 11, 25, 8, 30) and late.seen == dt.datetime(2026, 11, 23, 8, 30)


def test_what_still_waits_names_everybody_it_waits_for(store, clock, count):
    put_fee(store, "2026-11-24")
    clock.forward(days=2)
    (late,) = count().ready.late
    assert late.why is Why.OPEN
    assert late.waited_for == (frozenset({Role.CUSTOMER_EXPERT}), frozenset({Role.BUSINESS_EXPERT}))


def test_a_notice_that_was_found_after_its_start_could_not_be_ready(store, clock, count):
    publish_all(store, put_fee(store, "2026-11-22"), clock)
    ready = count(Period(dt.date(2026, 11, 16), dt.date(2026, 11, 22))).ready
    assert (ready.share.of, ready.why) == (1, {Why.FOUND_LATE: 1})


def test_rejected_bulletins_and_older_revisions_are_not_asked_to_be_ready(store, clock, count):
    _, bulletin = put_fee(store, "2026-11-24")
    reject(store, CUSTOMER, bulletin.id, 1, "不适用", clock)
    published = publish_all(store, put_fee(store, "2026-11-25", 2), clock)
    *page, _ = fee_from("2026-11-25", url="https://www.lakebank.example/n/3")
    put(store, *page, notice_id=published[0].notice_id)
    clock.forward(days=3)
    ready = count().ready
    assert (ready.share.hits, ready.share.of) == (1, 1)  # agents could read it in time, whatever came later


# ------------------------------------------------------------------------------------------------------------- steps


def test_times_are_medians_and_ninth_deciles_of_what_was_published_in_the_period(store, clock, count):
    drafts = [put_fee(store, "2026-12-01", n)[0] for n in range(1, 5)]
    for draft in drafts:
        clock.forward(hours=1)
        approve(store, CUSTOMER, draft.id, 1, clock)
        clock.forward(minutes=30)
        approve(store, BUSINESS, draft.id, 1, clock)
    steps = {step.name: step for step in count().steps}
    assert steps["drafted_signed"].count == 4
    assert steps["drafted_signed"].median_seconds == pytest.approx(2.5 * 3600, abs=1)
    assert steps["drafted_signed"].p90_seconds == pytest.approx(5.5 * 3600, abs=1)
    assert steps["signed_published"].median_seconds == pytest.approx(1800, abs=1)
    assert steps["printed_seen"].median_seconds == pytest.approx(3 * 86400 + 8.5 * 3600, abs=1)  # printed on the 20th
    assert count(Period(dt.date(2026, 11, 16), dt.date(2026, 11, 22))).steps[0].count == 0


# ----------------------------------------------------------------------------------------------------------- waiting


def test_what_waits_is_grouped_by_who_is_waited_for_first(store, clock, count):
    _faq, bulletin = put_fee(store, "2026-12-01")
    clock.forward(hours=2)
    approve(store, CUSTOMER, bulletin.id, 1, clock)
    outage = put(store, *outage_page())
    approve(store, CUSTOMER, outage[0].id, 1, clock)
    return_(store, CUSTOMER, outage[1].id, 1, "补充影响范围", clock)
    waiting = {row.roles: row for row in count().waiting}
    assert waiting[frozenset({Role.CUSTOMER_EXPERT})].drafts == 1
    assert waiting[frozenset({Role.BUSINESS_EXPERT})].drafts == 1
    everybody = frozenset({Role.CUSTOMER_EXPERT, Role.BUSINESS_EXPERT, Role.ADMINISTRATOR})
    assert (waiting[everybody].drafts, waiting[everybody].published) == (1, 1)
    assert waiting[frozenset()].drafts == 1  # returned: to be amended first
    assert waiting[frozenset({Role.BUSINESS_EXPERT})].oldest == clock() - dt.timedelta(hours=2)


# ------------------------------------------------------------------------------------------------------------- edits


def test_edits_are_counted_in_characters_of_words_that_changed(store, clock, count):
    faq, bulletin = put_fee(store, "2026-12-01")
    content = changed(faq.content, answer=faq.content.answer + "请留意公告。")
    edited = amend(store, CUSTOMER, faq.id, 1, content, clock)
    with store.writing() as tx:
        tx.users.add("du", "Du", frozenset({Role.CUSTOMER_EXPERT}), "x")
    from ingest.model import Actor

    approve(store, Actor("du", frozenset({Role.CUSTOMER_EXPERT})), faq.id, edited.version, clock)
    approve(store, BUSINESS, faq.id, edited.version, clock)
    publish_all(store, [bulletin], clock)
    found = count().edited
    assert (found.unchanged.hits, found.unchanged.of, found.median) == (1, 2, 6)
    assert 0 < found.rate < 0.1


# ----------------------------------------------------------------------------------------------------------- reasons


def test_reasons_name_the_sources_and_the_rules_they_were_about(store, clock, count):
    first = put_fee(store, "2026-12-01", 1, "lake-notices")
    second = put_fee(store, "2026-12-01", 2, "lake-news")
    reject(store, CUSTOMER, first[0].id, 1, "重复  内容", clock)
    reject(store, CUSTOMER, second[0].id, 1, "重复 内容", clock)
    return_(store, CUSTOMER, first[1].id, 1, "日期不清", clock)
    publish_all(store, second[1:], clock)
    found = count()
    assert [(r.verdict, r.text, r.count, r.sources, r.rules) for r in found.reasons] == [
        ("rejected", "重复 内容", 2, ("lake-news", "lake-notices"), ("how_much",)),
        ("returned", "日期不清", 1, ("lake-notices",), ("bulletin",)),
    ]
    sources = {fate.name: (fate.published, fate.returned, fate.rejected) for fate in found.by_source}
    assert sources == {"lake-notices": (0, 1, 1), "lake-news": (1, 0, 1)}
    assert {fate.name: fate.rejected for fate in found.by_rule} == {"how_much": 2, "bulletin": 0}


def test_what_was_taken_back_is_no_reason(store, clock, count):
    faq, _ = put_fee(store, "2026-12-01")
    reject(store, CUSTOMER, faq.id, 1, "误操作", clock)
    undo(store, CUSTOMER, clock)
    found = count()
    assert not found.reasons and not found.by_source


# ------------------------------------------------------------------------------------------------------------ volume


def test_volume_is_counted_by_category_and_by_the_banks_calendar_day(store, clock, count):
    publish_all(store, put_fee(store, "2026-12-01"), clock)
    clock.now = dt.datetime(2026, 11, 24, 17, 0, tzinfo=dt.UTC)  # 01:00 on the 25th in Shanghai
    put(store, *outage_page())
    found = count()
    volumes = {name: (v.notices, v.published) for name, v in found.by_category.items()}
    assert volumes == {"fee_change": (1, 2), "maintenance": (1, 0)}
    days = {day: (v.notices, v.published) for day, v in found.by_day.items()}
    assert days == {dt.date(2026, 11, 23): (1, 2), dt.date(2026, 11, 25): (1, 0)}


def test_a_source_a_category_or_a_department_narrows_every_number(store, clock, count):
    publish_all(store, put_fee(store, "2026-11-24", 1, "lake-notices"), clock)
    outage = put(store, *outage_page(), source="lake-news")
    reject(store, CUSTOMER, outage[0].id, 1, "重复", clock)
    clock.forward(days=2)
    for whose in ({"source_id": "lake-news"}, {"category": Category.MAINTENANCE}):
        found = count(**whose)
        assert list(found.by_category) == ["maintenance"] and found.edited.unchanged.of == 0
        assert [late.headline for late in found.ready.late] == ["Mobile banking down tonight"]
        assert [reason.text for reason in found.reasons] == ["重复"] and sum(w.drafts for w in found.waiting) == 1
    nobody = count(department="cards")
    assert not (nobody.by_category or nobody.waiting or nobody.reasons or nobody.ready.share.of)


def test_the_number_of_queries_does_not_grow(store, clock, count):
    from sqlalchemy import event

    def queries():
        asked = []
        with store.reading() as tx:
            engine = tx.conn.engine
        note = lambda *a: asked.append(a[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", note)
        count()
        event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    few = queries()
    for n in range(2, 9):
        publish_all(store, put_fee(store, "2026-11-24", n)[:1], clock)
        put_fee(store, "2026-11-23", n + 20)
    clock.forward(days=2)
    assert queries() == few <= 17


def test_periods_are_whole_weeks_and_months_of_the_banks_calendar():
    today = dt.date(2026, 11, 26)
    assert period(Span.WEEK, today) == WEEK
    assert period(Span.LAST_WEEK, today) == Period(dt.date(2026, 11, 16), dt.date(2026, 11, 22))
    assert period(Span.MONTH, today) == Period(dt.date(2026, 11, 1), dt.date(2026, 11, 30))
    assert period(Span.LAST_MONTH, today) == Period(dt.date(2026, 10, 1), dt.date(2026, 10, 31))
    assert period(Span.DATES, today, dt.date(2026, 1, 2)) == Period(dt.date(2026, 1, 2), today)
