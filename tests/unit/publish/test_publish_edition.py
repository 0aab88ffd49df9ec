from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from builders import fee_page, moment, outage_page

from ingest.model import Coverage, DraftKind, Entry, EntryState, Urgency, VisitReport, VisitStatus
from ingest.publish.edition import Section, compose

NOW = dt.datetime(2026, 11, 23, 8, 30)
UTC = dt.UTC


def entry(id: int = 1, *, faq: bool = False, **fields: Any) -> Entry:
    _, _, question, bulletin = outage_page()
    content = dataclasses.replace(bulletin, urgency=Urgency.P3, starts=None, expires=None)
    return Entry(
        **{
            "id": id,
            "kind": DraftKind.FAQ if faq else DraftKind.BULLETIN,
            "draft_id": id,
            "notice_id": id,
            "revision_id": id,
            "version": 1,
            "content": question if faq else content,
            "category": None,
            "language": "en",
            "title": "Notice",
            "source_url": "https://www.lakebank.example/n",
            "starts": None,
            "expires": None,
            "urgency": Urgency.P3,
            "published_at": dt.datetime(2026, 11, 1, tzinfo=UTC),
            "approvals": (),
            **fields,
        }
    )


def edition(*entries: Entry, now: dt.datetime = NOW, visits: tuple[VisitReport, ...] = ()):
    coverage = Coverage(1, dt.datetime(2026, 11, 23, 0, 5, tzinfo=UTC), visits) if visits else Coverage(None, None)
    return compose(entries, coverage, bank_name="Lake Bank", language="en", now=now, time_zone="Asia/Shanghai")


def section(found: Entry, *more: Entry, now: dt.datetime = NOW) -> Section | None:
    return next(
        (s for s, items in edition(found, *more, now=now).sections if any(i.entry.id == 1 for i in items)), None
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, Section.ACTIVE),
        ({"urgency": Urgency.P0}, Section.URGENT),
        ({"urgency": Urgency.P1, "starts": moment("2026-11-25")}, Section.URGENT),
        ({"urgency": Urgency.P1, "starts": moment("2026-09-01")}, Section.ACTIVE),
        ({"published_at": dt.datetime(2026, 11, 22, 3, tzinfo=UTC)}, Section.NEW),
        ({"starts": moment("2026-11-23T22:00")}, Section.STARTS_TODAY),
        ({"starts": moment("2026-11-23")}, Section.STARTS_TODAY),
        ({"starts": moment("2026-12-01")}, Section.SCHEDULED),
        ({"expires": moment("2026-11-25")}, Section.THIS_WEEK),
        ({"expires": moment("2026-11-30")}, Section.ACTIVE),
        ({"expires": moment("2026-11-23T22:00")}, Section.ENDS_TODAY),
        ({"expires": moment("2026-11-23")}, Section.ENDS_TODAY),
        ({"starts": moment("2026-11-27")}, Section.THIS_WEEK),
        ({"expires": moment("2026-12-25")}, Section.ACTIVE),
        ({"expires": moment("2026-11-22")}, Section.ENDED),
        ({"expires": moment("2026-11-23T08:30")}, Section.ENDED),
        ({"expires": moment("2026-11-23T08:31")}, Section.ENDS_TODAY),
        ({"expires": moment("2026-11-01")}, None),
        ({"superseded_by": 2}, None),
        ({"withdrawn": "cancelled", "ended_at": dt.datetime(2026, 11, 22, tzinfo=UTC)}, Section.CORRECTED),
        ({"withdrawn": "cancelled", "ended_at": dt.datetime(2026, 11, 19, tzinfo=UTC)}, None),
        ({"urgency": Urgency.P0, "expires": moment("2026-11-22")}, Section.ENDED),
    ],
)
def test_each_entry_stands_where_agents_look_for_it(fields, expected):
    assert section(entry(**fields)) is expected


FRESH = {"published_at": dt.datetime(2026, 11, 22, 23, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"revision_id": 7}, Section.CHANGED),
        ({"revision_id": 2}, Section.CORRECTED),
        ({"revision_id": 2, "urgency": Urgency.P0}, Section.CORRECTED),
        ({"revision_id": 2, "material": False}, Section.ACTIVE),
    ],
    ids=["the source changed", "only our words were wrong", "corrections before what is urgent", "only the wording"],
)
def test_an_entry_that_replaces_another_is_told_for_what_it_is(fields, expected):
    assert section(entry(1, **FRESH, **fields), entry(2, superseded_by=1)) is expected


def test_a_corrected_question_stands_at_the_top_although_its_bulletin_is_old():
    made = edition(entry(1), entry(2, faq=True, notice_id=1, revision_id=3, **FRESH), entry(3, superseded_by=2))
    assert [(s, [i.entry.id for i in items]) for s, items in made.sections] == [
        (Section.CORRECTED, [2]),
        (Section.ACTIVE, [1]),
    ]


def test_an_outage_leaves_the_board_to_the_minute():
    outage = entry(starts=moment("2026-11-22T22:00"), expires=moment("2026-11-23T06:00"))
    before, after = dt.datetime(2026, 11, 23, 5, 59), dt.datetime(2026, 11, 23, 6, 0)
    assert next(edition(outage, now=before).items).state is EntryState.ACTIVE
    assert next(edition(outage, now=after).items).state is EntryState.EXPIRED


def test_questions_stand_below_the_bulletin_of_their_change_and_alone_without_one():
    made = edition(entry(1), entry(2, faq=True, notice_id=1), entry(3, faq=True, notice_id=9))
    shown = {item.entry.id: [faq.entry.id for faq in item.faqs] for item in made.items}
    assert shown == {1: [2], 3: []} and [faq.entry.id for faq in made.faqs] == [2, 3]


def test_ended_questions_are_not_offered():
    made = edition(entry(1, faq=True, expires=moment("2026-11-22")))
    assert made.faqs == () and list(made.items) == []


VISITS = tuple(VisitReport(status.value, status) for status in VisitStatus)


def test_silence_is_explained():
    made = edition(visits=VISITS).coverage
    assert (made.due, len(made.read), len(made.suspicious), len(made.failed), len(made.skipped)) == (5, 2, 1, 1, 1)
    assert not made.complete and made.at == dt.datetime(2026, 11, 23, 8, 5)
    assert edition(visits=VISITS[:2]).coverage.complete
    assert not edition().coverage.complete


def test_the_edition_stays_the_same_until_something_happens():
    outage = entry(starts=moment("2026-11-23T22:00"), expires=moment("2026-11-24T06:00"))
    noon, evening = dt.datetime(2026, 11, 23, 12), dt.datetime(2026, 11, 23, 21, 59)
    assert edition(outage, now=noon) == edition(outage, now=evening)
    later = edition(outage, now=dt.datetime(2026, 11, 23, 23))
    assert later.since == dt.datetime(2026, 11, 23, 22) and later != edition(outage, now=noon)


def test_the_order_is_urgency_then_start():
    rows = [
        entry(1, urgency=Urgency.P3),
        entry(2, urgency=Urgency.P2),
        entry(3, urgency=Urgency.P2, starts=moment("2026-10-01")),
    ]
    assert [item.entry.id for item in edition(*rows).items] == [3, 2, 1]


def test_a_fee_change_is_scheduled_until_it_starts():
    _, _, _, bulletin = fee_page()
    fee = entry(content=bulletin, starts=bulletin.starts)
    assert section(fee, now=dt.datetime(2026, 11, 24)) is Section.SCHEDULED
    assert section(fee, now=dt.datetime(2026, 12, 2)) is Section.ACTIVE


@pytest.mark.parametrize(("language", "says"), [("zh", "未注明结束时间"), ("en", "no end stated")])
def test_a_day_of_review_is_never_told_as_the_end(language: str, says: str) -> None:
    from ingest.publish.wording import say_validity

    told = entry(starts=moment("2026-06-01"), expires=moment("2026-08-30"))
    review = dataclasses.replace(told, content=dataclasses.replace(told.content, review=True))
    assert says not in say_validity(told, language)
    assert says in say_validity(review, language)
