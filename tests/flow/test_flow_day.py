"""A full day in the life of the centre, from one night to the next, by the clock on the wall.

Real commands, the real application, mail over SMTP and IMAP and a bank on loopback; only the clock is the test's own, and
documents are read in its own process.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from bank_web import InThread
from clocked import Clock
from day_bank import OUTAGE, PROMOTION, LakeBank, fees, limits
from day_centre import Centre, configure, hire
from houses import HookHouse, MailHouse
from imap_server import PASSWORD, Imap, imap
from test_flow_questions import reply
from visits import PASSWORD as KEY

from ingest import app, settings
from ingest.review import passwords
from ingest.store.store import Store
from ingest.web.app import create_app
from ingest.web.configured import configured

__all__ = ["imap"]


@pytest.fixture
def centre(
    tmp_path: Path, clock: Clock, imap: Imap, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Centre]:
    clock.now -= dt.timedelta(hours=12)  # Sunday evening
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    bank, mail, desktop = LakeBank(), MailHouse(), HookHouse()
    monkeypatch.setattr(app, "clock_on", lambda *_: clock)
    monkeypatch.setattr(app, "ReaderPool", InThread)
    monkeypatch.setattr(passwords, "_hasher", quick)
    monkeypatch.setenv("INGEST_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("INGEST_PASSWORD", KEY)
    monkeypatch.setenv("SSL_CERT_FILE", str(imap.ca))
    monkeypatch.setenv("QUESTIONS_PASSWORD", PASSWORD)
    monkeypatch.setenv("DESKTOP_URL", desktop.url)
    configure(tmp_path, bank, mail, imap)
    hire(tmp_path)
    made = settings.load(tmp_path / "sources.toml")
    store = Store.open(sqlite_url, clock=clock)
    with configured(made, clock) as options:
        yield Centre(tmp_path, clock, bank, mail, imap, desktop, store, create_app(store, options))
    store.close()
    for house in (bank, desktop):
        house.close()
    mail.stop()


def test_a_day_in_the_life_of_the_centre(centre: Centre) -> None:
    the_evening_before(centre)
    notices_come_change_and_disappear_in_the_night(centre)
    the_administrator_works_the_queue(centre)
    two_experts_sign_what_is_regulated(centre)
    what_is_published_reaches_every_channel_once(centre)
    agents_begin_their_shift(centre)
    customers_call(centre)
    a_flag_leads_to_a_correction(centre)
    a_hard_question_is_answered_by_mail(centre)
    the_source_changes_after_the_approval(centre)
    the_promotion_ends_by_the_clock(centre)
    what_was_asked_is_counted(centre)
    the_next_night_doubles_nothing(centre)
    the_auditor_looks_at_all_of_it(centre)


def the_evening_before(c: Centre) -> None:
    """21:00. The first crawl. The late shift publishes that a branch will move."""
    c.at("21:00", day=22)
    first = c.run()
    assert (first["found"], first["new"], first["turned_away"]) == (4, 3, 1)
    branch = c.notice("迁址")
    c.chen.press(branch, f"{branch}/approve")
    assert "城南支行迁址" in c.an.entries()


def notices_come_change_and_disappear_in_the_night(c: Centre) -> None:
    """02:00. An outage and a promotion are announced, a limit becomes another one, the branch's notice is taken down.
    06:00. Nothing is new, and the edition can say so."""
    c.bank.announce("/n/5.html", "信用卡周一加油满减活动公告", PROMOTION)
    c.bank.announce("/n/6.html", "关于系统升级暂停部分服务的公告", OUTAGE)
    c.bank.pages["/n/2.html"] = limits("2万元")
    c.bank.take_down("/n/3.html")
    c.at("02:00")
    night = c.run()
    assert (night["new"], night["revised"], night["gone"]) == (2, 1, 1)
    c.at("06:00")
    quiet = c.run()
    assert (quiet["new"], quiet["revised"], quiet["drafts"]) == (0, 0, 0)
    assert "complete" in (c.folder / "output" / "bulletin.json").read_text("utf-8")


def the_administrator_works_the_queue(c: Centre) -> None:
    """08:30. What starts today is first. The branch does not move after all; one fact was misnamed, and its drafts
    follow; the outage cannot wait for a second person."""
    c.at("08:30")
    titles = [one.text for one in c.ada.see("/queue").select("tr.notice a.title")]
    assert "系统升级" in titles[0] and "加油满减" in titles[1]
    c.ada.press("/queue", "/disappearances/1/expire", reason="公告已撤下，支行确认不迁址")
    assert "城南支行迁址" in c.an.see("/board").select_one("#section-corrected").text
    limits = c.notice("限额")
    c.ada.press(f"{limits}?fact=figure-1", f"{limits}/facts", deed="correct", item="手机银行转账日累计限额")
    page = c.ada.see(limits)
    assert "手机银行转账日累计限额有没有变化" in page.text and "2万元" in page.select_one("article.kind-bulletin").text
    outage = c.notice("系统升级")
    c.ada.press(outage, f"{outage}/approve")
    assert c.an.see("/board").select(".badge-unvalidated, .warning")


def two_experts_sign_what_is_regulated(c: Centre) -> None:
    """08:40. The customer expert signs: limit, promotion and outage are complete, the fee waits for its department,
    which is told by mail and signs at 08:50. In the promotion, a word too many slips through."""
    c.at("08:40")
    slip = c.draft("每人能享受几次")
    c.ada.press(f"/drafts/{slip}?edit={slip}", f"/drafts/{slip}/amend", answer="单笔满200元立减20元，每户每天限享1次。")
    for words in ("限额", "加油满减", "手续费"):
        notice = c.notice(words)
        c.chen.press(notice, f"{notice}/approve")
    for link in c.chen.see("/queue").select("details.attention a[href^='/drafts/']"):
        c.chen.press(str(link["href"]), f"{link['href']}/approve")
    assert "个人柜面跨行转账手续费" not in " ".join(c.an.entries())
    c.ingest("run")
    (mail,) = c.mails_to("cards@bank.example")
    link = re.search(r"http://kb.bank.example(/expert/\d+)", mail.get_content())
    c.at("08:50")
    c.bai.press(link[1], "/expert/.*/approve")
    assert "下调个人柜面跨行转账手续费" in c.an.entries()


def what_is_published_reaches_every_channel_once(c: Centre) -> None:
    """08:55. The files, the agents' mail and the desktop's webhook have the same words; the next minute adds nothing."""
    c.at("08:55")
    c.ingest("run")
    html = (c.folder / "output" / "bulletin.html").read_text("utf-8")
    mails = [mail.get_body(("plain",)).get_content() for mail in c.mails_to("agents@call.example")]
    calls = [json.dumps(body, ensure_ascii=False) for _, _, body in c.desktop.calls]
    for words in ("暂停服务：手机银行转账、网上银行理财", "10元→6元", "名额1000个"):
        assert words in html
        assert [sum(words in told for told in channel) for channel in (mails, calls)] == [1, 1]
    before = c.count()
    c.at("08:56")
    c.ingest("run")
    assert c.count() == before


def agents_begin_their_shift(c: Centre) -> None:
    """09:00. What is urgent interrupts until it is read; the team leader sees who has not."""
    c.at("09:00")
    outage = c.entry("系统升级暂停部分服务")
    assert c.an.see("/find").select(".ringing")
    c.an.press("/board", f"/board/read/{outage}")
    assert not c.an.see("/find").select(".ringing") and c.min.see("/find").select(".ringing")
    late = [one.text.split()[0] for one in c.lu.see("/board/readers").select(".person")]
    assert "min" in late


def customers_call(c: Centre) -> None:
    """10:05. The promotion has begun by itself. Customers' own words find the card; each call counts once."""
    c.at("10:05")
    card = c.an.hits("柜台转账到别的银行收多少钱")[0]
    assert "6元" in card
    fee = c.entry("手续费调整后收多少")
    for person, call in ((c.an, "C-1"), (c.an, "C-1"), (c.min, "C-2")):
        person.press(f"/find/cards/{fee}", f"/find/cards/{fee}/asked", call=call)
    assert "2" in c.an.see(f"/find/cards/{fee}").select_one(".asked").text
    assert any("手机银行转账" in one for one in c.min.hits("手机转不了账")[:3])
    for person in (c.an, c.min, c.an):
        assert person.hits("保险箱钥匙丢失") == []
        person.see("/find?q=保险箱钥匙丢失")


def a_flag_leads_to_a_correction(c: Centre) -> None:
    """10:20. An agent reads a wrong sentence out, and flags it; it is put right and stands first on the board; who had
    opened it is known."""
    c.at("10:20")
    wrong = c.entry("每户每天限享1次")
    assert "每天" in c.an.see(f"/find/cards/{wrong}").text
    sentence = "单笔满200元立减20元，每户每天限享1次。"
    c.an.press(
        f"/entries/{wrong}/flag", f"/entries/{wrong}/flag", sentence=sentence, code="not_true", words="每户只有1次"
    )
    draft = c.ada.press("/flags", "/flags/1/amend")
    c.ada.press(f"{draft}?edit={draft[8:]}", f"{draft}/amend", answer="单笔满200元立减20元，每户限享1次。")
    c.chen.press(draft, f"{draft}/approve")
    c.ada.press("/flags", "/flags/1/answer", answer="fixed")
    page = c.min.see("/board")
    assert "每户限享1次" in page.select_one("#section-corrected").text and "每户每天" not in page.text
    assert "an" in c.readers(wrong)


def a_hard_question_is_answered_by_mail(c: Centre) -> None:
    """10:40. Two agents cannot answer the same question. The department is asked by mail and answers by mail; the answer
    is signed like any other, and both are told."""
    c.at("10:40")
    for person, call in ((c.an, "C-3"), (c.min, "C-4")):
        person.press("/find?q=哪些加油站参加活动？", "/questions/forward", call=call)
    c.ada.press("/questions/1", "/questions/1/assign", department="cards")
    c.ada.press("/questions/1", "/questions/1/send")
    c.ingest("run")
    asked = c.mails_to("cards@bank.example")[-1]
    assert "哪些加油站参加活动？" in asked.get_content()
    c.box.put(reply(asked, "全省中石化加油站均可参加，活动至2026年11月23日18:00结束。"))
    c.at("11:30")
    c.ingest("run")
    c.ada.press("/questions/1", "/questions/1/answer")
    draft = f"/drafts/{c.draft('哪些加油站参加活动')}"
    c.ada.press(f"{draft}?edit={draft[8:]}", f"{draft}/amend", valid_until="2026-11-23 18:00")
    c.chen.press(draft, f"{draft}/approve")
    for person in (c.an, c.min):
        card = person.press("/find", "/questions/1/seen")
        assert "全省中石化加油站均可参加" in person.see(card).text


def the_source_changes_after_the_approval(c: Centre) -> None:
    """14:00. The fee becomes 5元 at the source. Agents see that at once; the new figure is carried into what is published,
    signed by both experts, and takes the old one's place."""
    old = c.entry("手续费调整后收多少")
    c.bank.pages["/n/1.html"] = fees("5元")
    c.at("14:00")
    assert c.run()["revised"] == 1
    assert "under review" in c.an.see(f"/find/cards/{old}").text
    assert "under review" in c.an.see("/board").text
    notice = c.notice("手续费")
    revision = re.search(r"/revisions/\d+", str(c.ada.see(notice)))[0]
    c.ada.press(revision, f"{revision}/carry")
    c.chen.press(notice, f"{notice}/approve")
    waiting = c.bai.see("/expert").select_one(".waiting li a")["href"]
    c.bai.press(waiting, "/expert/.*/approve")
    page = c.an.see("/board")
    assert "10元→5元" in page.select_one("#section-changed, #unread").text and "10元→6元" not in page.text
    assert "5元" in c.an.see(f"/find/cards/{old}").text
    c.ingest("run")
    assert "10元→5元" in c.mails_to("agents@call.example")[-1].get_body(("plain",)).get_content()
    assert {"an", "min"} <= c.readers(old)


def the_promotion_ends_by_the_clock(c: Centre) -> None:
    """17:59 and 18:00. Nobody does anything, and nothing that ended is shown as if it ran."""
    c.at("17:59")
    assert not any("Ended" in hit for hit in c.an.hits("加油满减怎么优惠"))
    c.at("18:00")
    assert all("Ended" in hit for hit in c.an.hits("加油满减怎么优惠") if "加油" in hit)
    page = c.an.see("/board")
    running = " ".join(one.text for one in page.select("article.entry:not(.entry-expired)"))
    assert "名额1000个" not in running and "加油满减" in page.select_one("#section-ended").text


def what_was_asked_is_counted(c: Centre) -> None:
    """18:30. Bands and proposals of the period; what was searched in vain becomes a question."""
    c.at("18:30")
    c.ada.press("/bands", "/bands/count")
    most = json.loads(c.ingest("stats", "bands", "--json"))["entries"][0]
    assert "手续费调整后收多少" in most["question"] and (most["asks"], most["band"]) == (2, "very_high")
    gap = c.ada.see("/proposals").select_one("#kind-gap").parent
    assert "保险箱钥匙丢失" in gap.text
    c.ada.press("/proposals", str(gap.select_one("form[action$=apply]")["action"]))
    assert "保险箱钥匙丢失" in c.ada.see("/questions").text


def the_next_night_doubles_nothing(c: Centre) -> None:
    """02:00 and 06:00 of Tuesday. Everything is read again, and nothing is found, drafted, published or sent twice."""
    before = c.count()
    c.at("02:00", day=24)
    night = c.run("--all")
    assert (night["new"], night["revised"], night["drafts"], night["gone"]) == (0, 0, 0, 0)
    assert c.count() == before
    assert "系统升级暂停部分服务" in c.an.entries()
    c.at("06:00", day=24)
    assert "系统升级" not in " ".join(
        one.text for one in c.an.see("/board").select("article.entry:not(.entry-expired)")
    )


def the_auditor_looks_at_all_of_it(c: Centre) -> None:
    """08:00. The record is whole; what was in force at noon can be seen; the evidence of the fee reproduces."""
    c.at("08:00", day=24)
    assert "the record is whole" in c.ingest("audit", "verify")
    noon = c.au.see("/board?at=2026-11-23T12:00").text
    assert "10元→6元" in noon and "10元→5元" not in noon
    pack = str(c.folder / "evidence.zip")
    c.ingest("evidence", str(c.entry("10元→5元")), "-o", pack)
    assert "is whole" in c.ingest("evidence", "verify", pack, "--database")
    assert "the same drafts again" in c.ingest("evidence", "reproduce", str(c.entry("10元→5元")))
    *lines, total = c.ingest("evidence", "reproduce", "--all").splitlines()
    (answered,) = [line for line in lines if "the same drafts again" not in line]
    assert "a person wrote it" in answered and total == f"{len(lines) - 1} of {len(lines)} the same"
