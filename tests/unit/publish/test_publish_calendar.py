"""bulletin.ics, read by a library that we did not write."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from builders import Page, changed, fee_page, moment, outage_page, publish_all, put
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from ingest.model import BulletinDraft, EndKind, FaqDraft, Intent, Tier, Window, WindowRole
from ingest.publish.calendar_lines import folded, text
from ingest.publish.calendar_zone import zone_lines
from ingest.publish.recurring import recurring
from ingest.publish.write import publish

NOW = dt.datetime(2026, 11, 23, 8, 30)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def written(store, folder: Path, **more) -> Calendar:
    options = {"bank_name": "湖滨银行", "language": "zh", "now": NOW, "time_zone": "Asia/Shanghai", **more}
    publish(store, folder, **options)
    raw = (folder / "bulletin.ics").read_bytes()
    assert b"\r\n" in raw and b"\n" not in raw.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    return Calendar.from_ical(raw)


def events(store, folder: Path, **more) -> dict[str, object]:
    found = written(store, folder, **more).walk("VEVENT")
    assert all(not event.errors for event in found)
    assert len({str(event["UID"]) for event in found}) == len(found)
    return {str(event["SUMMARY"]): event for event in found}


def promotion(*windows: Window, headline: str = "周五缴费立减", more: str = ""):
    page = Page("周五缴费立减活动", f"活动时间为2026年12月1日至2026年12月31日，每周五。{more}")
    facts = page.facts(windows=windows, tier=Tier.STANDARD)
    faq = FaqDraft(Intent.WHEN, "什么时候有立减？", f"每周五。{more}", say="每周五。")
    bulletin = BulletinDraft(
        headline, f"缴费立减。{more}", "每周五", "个人客户", "每周五缴费立减。", starts=moment("2026-12-01")
    )
    return page.document(), facts, faq, bulletin


def window(start: str | None, end: str | None, role=WindowRole.PROMOTION, **more) -> Window:
    page = Page("周五缴费立减活动", "活动时间为2026年12月1日至2026年12月31日，每周五。")
    ends = EndKind.DATE if end else EndKind.OPEN
    dates = (moment(text) if text else None for text in (start, end))
    return Window(role, *dates, ends, page.evidence("活动时间"), **more)


def test_each_window_is_an_event_to_the_minute_or_of_whole_days(store, clock, tmp_path):
    publish_all(store, put(store, *outage_page()), clock)
    publish_all(store, put(store, *fee_page()), clock)
    found = events(store, tmp_path)
    outage = found["Mobile banking down tonight（服务暂停）"]
    assert outage.decoded("DTSTART") == dt.datetime(2026, 11, 23, 22, tzinfo=SHANGHAI)
    assert outage.decoded("DTEND") == dt.datetime(2026, 11, 24, 6, tzinfo=SHANGHAI)
    assert str(outage["STATUS"]) == "CONFIRMED" and str(outage["URL"]) == "https://www.lakebank.example/en/n/2"
    fee = found["柜面跨行转账手续费下调（生效）"]
    assert fee.decoded("DTSTART") == dt.date(2026, 12, 1) and fee.decoded("DTEND") == dt.date(2026, 12, 2)
    assert "未注明结束时间" in str(fee["DESCRIPTION"])


def test_a_time_that_is_moved_keeps_its_uid_and_its_sequence_grows(store, clock, tmp_path):
    first, _ = publish_all(store, put(store, *promotion(window("2026-12-01", "2026-12-31"))), clock)
    (before,) = events(store, tmp_path).values()
    clock.forward(hours=1)
    revised = put(store, *promotion(window("2026-12-01", "2027-01-15"), more="延期。"), notice_id=first.notice_id)
    entries = publish_all(store, revised, clock)
    with store.writing() as tx:
        for old, new in zip(tx.entries.of_notice(first.notice_id)[:2], entries, strict=True):
            tx.entries.supersede(old.id, new.id)
    (after,) = events(store, tmp_path).values()
    assert (str(after["UID"]), int(after["SEQUENCE"])) == (str(before["UID"]), int(before["SEQUENCE"]) + 1)
    assert after.decoded("DTEND") == dt.date(2027, 1, 16)


def test_what_is_withdrawn_or_stated_no_more_is_cancelled_under_its_name(store, clock, tmp_path):
    both = (window("2026-12-01", "2026-12-31"), window("2026-12-01", "2026-12-10", WindowRole.REGISTRATION))
    first, _ = publish_all(store, put(store, *promotion(*both)), clock)
    names = {str(event["UID"]) for event in events(store, tmp_path).values()}
    revised = put(store, *promotion(both[0], more="报名取消。"), notice_id=first.notice_id)
    entries = publish_all(store, revised, clock)
    with store.writing() as tx:
        for old, new in zip(tx.entries.of_notice(first.notice_id)[:2], entries, strict=True):
            tx.entries.supersede(old.id, new.id)
    found = events(store, tmp_path)
    assert (
        str(found["周五缴费立减（报名）"]["STATUS"]) == "CANCELLED"
        and int(found["周五缴费立减（报名）"]["SEQUENCE"]) == 1
    )
    assert str(found["周五缴费立减（活动）"]["STATUS"]) == "CONFIRMED"
    with store.writing() as tx:
        for entry in entries:
            tx.entries.withdraw(entry.id, "活动取消")
    found = events(store, tmp_path)
    assert {str(event["STATUS"]) for event in found.values()} == {"CANCELLED"}
    assert {str(event["UID"]) for event in found.values()} == names
    assert int(found["周五缴费立减（活动）"]["SEQUENCE"]) == 2
    assert events(store, tmp_path, now=dt.datetime(2028, 6, 1)) == {}


def test_a_rule_that_is_certain_comes_again_and_any_other_is_told_in_words(store, clock, tmp_path):
    certain = window("2026-12-01", "2026-12-31", recurrence="weekly:FR")
    vague = window("2026-12-01", "2026-12-31", WindowRole.REWARD, recurrence="每月最后一个工作日")
    publish_all(store, put(store, *promotion(certain, vague)), clock)
    found = events(store, tmp_path)
    weekly = found["周五缴费立减（活动）"]
    assert weekly["RRULE"].to_ical() == b"FREQ=WEEKLY;UNTIL=20261231;BYDAY=FR"
    assert weekly.decoded("DTSTART") == dt.date(2026, 12, 4)
    other = found["周五缴费立减（奖励）"]
    assert "RRULE" not in other and "重复：每月最后一个工作日" in str(other["DESCRIPTION"])


def test_hours_of_each_day_are_told_in_the_banks_zone_with_its_changes_of_the_clock(store, clock, tmp_path):
    hours = window("2026-10-20", "2026-12-31", recurrence="daily:10:00-22:00")
    publish_all(store, put(store, *promotion(hours)), clock)
    calendar = written(store, tmp_path, time_zone="Europe/Berlin", language="en")
    (event,) = calendar.walk("VEVENT")
    assert str(event["DTSTART"].params["TZID"]) == "Europe/Berlin"
    assert event.decoded("DTSTART").replace(tzinfo=None) == dt.datetime(2026, 10, 20, 10)
    assert event["RRULE"].to_ical() == b"FREQ=DAILY;UNTIL=20261231T090000Z"
    (zone,) = calendar.walk("VTIMEZONE")
    ours, theirs = zone.to_tz(), ZoneInfo("Europe/Berlin")
    for at in (dt.datetime(2026, 10, 20, 10), dt.datetime(2026, 10, 26, 10), dt.datetime(2027, 7, 1, 10)):
        assert at.replace(tzinfo=ours).utcoffset() == at.replace(tzinfo=theirs).utcoffset(), at


@pytest.mark.parametrize(
    ("start", "end", "rule", "wanted"),
    [
        ("2026-12-01", None, "monthly:8,18", "FREQ=MONTHLY;BYMONTHDAY=8,18"),
        ("2026-12-01", None, "monthly:31", None),
        ("2026-12-01", None, "weekly:MO,FR daily:09:00-17:00", "FREQ=WEEKLY;BYDAY=MO,FR"),
        ("2026-12-01", None, "daily:22:00-06:00", None),
        ("2026-12-01", None, "daily:00:00-24:00", None),
        ("2026-12-01T12:00", None, "daily:10:00-22:00", None),
        ("2026-12-01T12:00", None, "weekly:FR", None),
        ("2026-12-01", None, "weekly:FR monthly:8", None),
        ("2026-12-01", "2026-12-02", "weekly:FR", None),
        ("2026-12-01", None, "每隔一周", None),
        (None, "2026-12-01", "weekly:FR", None),
    ],
)
def test_only_a_certain_rule_is_a_rule(start, end, rule, wanted):
    found = recurring(window(start, end, recurrence=rule))
    assert (found.rule if found else None) == wanted
    assert recurring(window(start, end, recurrence=rule, exceptions=("12月8日除外",))) is None


def test_hostile_words_stay_inside_their_property(store, clock, tmp_path):
    evil = "x\r\nEND:VEVENT\nBEGIN:VALARM;,\\\u202e" + "长" * 80
    document, facts, faq, bulletin = promotion(window("2026-12-01", None, applies_to=evil), headline=evil)
    facts = dataclasses.replace(facts, title=evil)
    document = dataclasses.replace(document, url="javascript:alert(1)")
    publish_all(store, put(store, document, facts, faq, changed(bulletin, what_changes=evil)), clock)
    calendar = written(store, tmp_path)
    (event,) = calendar.walk("VEVENT")
    assert not calendar.walk("VALARM") and "URL" not in event
    assert "END:VEVENT" in str(event["SUMMARY"]) and "\u202e" not in str(event["SUMMARY"])


def test_the_same_edition_gives_the_same_file_at_any_time(store, clock, tmp_path):
    publish_all(store, put(store, *outage_page()), clock)
    written(store, tmp_path)
    before = (tmp_path / "bulletin.ics").stat().st_mtime_ns
    written(store, tmp_path, now=NOW + dt.timedelta(minutes=9))
    assert (tmp_path / "bulletin.ics").stat().st_mtime_ns == before


def test_a_notice_without_a_stated_time_stands_with_the_validity_of_its_entry(store, clock, tmp_path):
    publish_all(store, put(store, *promotion()), clock)
    assert list(events(store, tmp_path)) == ["周五缴费立减（有效期）"]


@given(st.text())
def test_any_text_comes_back_from_a_reader(value):
    line = folded(f"SUMMARY:{text(value)}")
    assert all(len(piece.encode()) <= 75 for piece in line.split("\r\n"))
    raw = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n{line}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    (event,) = Calendar.from_ical(raw).walk("VEVENT")
    from ingest.publish.inert import inert

    assert str(event["SUMMARY"]).replace("\r", "") == inert(value).replace("\r", "")


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/London", "America/New_York", "Australia/Lord_Howe", "UTC"])
def test_a_zone_is_told_as_it_is(zone):
    lines = "\r\n".join(["BEGIN:VCALENDAR", *zone_lines(zone, 2025, 2028), "END:VCALENDAR", ""])
    ours = Calendar.from_ical(lines).walk("VTIMEZONE")[0].to_tz()
    for n in range(0, 3 * 365, 9):
        at = dt.datetime(2025, 2, 1, 12) + dt.timedelta(days=n)
        assert at.replace(tzinfo=ours).utcoffset() == at.replace(tzinfo=ZoneInfo(zone)).utcoffset(), at
