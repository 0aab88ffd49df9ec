"""Bad days: each marks its source or turns the page away with a reason; the rest goes on and nothing stored is lost."""

from __future__ import annotations

import datetime as dt
import gzip
import os
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from bank_web import FEED, LIST, BankWeb, Runs, fee_page, said

from ingest.errors import NotReady
from ingest.model import Actor, FlagCode, Reading, Role, VisitStatus
from ingest.pipeline.job import Job
from ingest.pipeline.pool import ReaderPool, Unreadable
from ingest.review import decisions


def test_an_empty_list_where_items_were_is_degraded_and_removes_nothing(runs: Runs, bank: BankWeb) -> None:
    runs.one(LIST)
    entries, bank.listed = bank.listed, []
    visit = runs.one(LIST)
    assert visit.status is VisitStatus.DEGRADED and "3 were before" in said(visit)
    assert visit.gone == 0
    bank.listed = entries
    assert runs.one(LIST).status is VisitStatus.UNCHANGED


def test_a_dead_host_fails_alone(runs: Runs, bank: BankWeb) -> None:
    dead = "id = 'dead'\nkind = 'feed'\nurl = 'http://127.0.0.1:9/feed.xml'"
    report = runs.run(dead, LIST)
    assert [v.status for v in report.visits] == [VisitStatus.FAILED, VisitStatus.OK]
    assert said(report.visits[0])


@pytest.mark.parametrize("status", [500, 503, 429, 403])
def test_a_page_that_answers_an_error_is_asked_again_next_time(runs: Runs, bank: BankWeb, status: int) -> None:
    page, bank.pages["/n/7.html"] = bank.pages["/n/7.html"], status
    visit = runs.one(LIST)
    assert visit.new == 2 and visit.status in (VisitStatus.DEGRADED, VisitStatus.OK)
    bank.pages["/n/7.html"] = page
    runs.clock.forward(days=2)
    assert runs.one(LIST).new == 1


def test_a_reason_names_more_than_the_first_page_that_failed(runs: Runs, bank: BankWeb) -> None:
    bank.pages["/n/6.html"], bank.pages["/n/7.html"] = 500, 503
    told = said(runs.one(LIST))
    assert "2 of 3" in told and "/n/6.html" in told and "/n/7.html" in told


def test_a_missing_page_is_turned_away_and_not_asked_every_hour(runs: Runs, bank: BankWeb) -> None:
    bank.listed.append(("/n/none.html", "关于不存在的公告的公告"))
    assert runs.one(LIST).turned_away == 1
    bank.requests.clear()
    runs.one(LIST)
    assert "/n/none.html" not in bank.requests


def test_a_list_that_leads_to_dead_links_only_is_degraded(runs: Runs, bank: BankWeb) -> None:
    for path in list(bank.pages):
        bank.pages[path] = 404
    for _ in range(2):
        visit = runs.one(LIST)
        assert visit.status is VisitStatus.DEGRADED and "not one of 3 pages" in said(visit)


def test_known_notices_that_robots_txt_forbids_now_are_kept_and_the_source_is_degraded(
    runs: Runs, bank: BankWeb
) -> None:
    runs.one(LIST)
    bank.pages["/robots.txt"] = b"User-agent: *\nDisallow: /n/\n"
    visit = runs.one(LIST)
    assert visit.status is VisitStatus.DEGRADED and "where a notice was before" in said(visit)
    assert visit.turned_away == visit.gone == 0
    del bank.pages["/robots.txt"]
    visit = runs.one(LIST)
    assert (visit.status, visit.unchanged, visit.drafts) == (VisitStatus.UNCHANGED, 3, 0)


WATCHED = "id = 'watched'\nkind = 'page'\nurl = '{base}/watched.html'"


def _plain_page(text: str) -> bytes:
    return f"<html><meta charset='utf-8'><title>Tasas</title><body><h1>Tasas vigentes</h1><p>{text}</p></body></html>".encode()


def test_a_watched_page_is_a_notice_also_where_no_rule_knows_what_it_says(runs: Runs, bank: BankWeb) -> None:
    bank.pages["/watched.html"] = _plain_page(
        "Cuenta corriente remunerada para personas naturales y empresas: 2,5. " * 5
    )
    visit = runs.one(WATCHED)
    assert (visit.new, visit.turned_away, visit.drafts) == (1, 0, 1)
    assert runs.one(WATCHED).status is VisitStatus.UNCHANGED
    bank.pages["/watched.html"] = _plain_page(
        "Cuenta corriente remunerada para personas naturales y empresas: 3,5. " * 5
    )
    assert runs.one(WATCHED).revised == 1
    with runs.store.reading() as tx:
        (draft,) = tx.drafts.queue()
    customer = Actor("li.na", frozenset({Role.CUSTOMER_EXPERT}))
    with pytest.raises(NotReady):
        decisions.approve(runs.store, customer, draft.id, draft.version, runs.clock)


def test_a_notice_that_becomes_something_else_still_waits_for_a_decision(runs: Runs, bank: BankWeb) -> None:
    runs.one(LIST)
    bank.pages["/n/6.html"] = _plain_page("Acerca de nosotros: historia de la entidad desde su fundación. " * 6)
    visit = runs.one(LIST)
    assert visit.revised == 1 and visit.drafts == 1


def test_a_soft_404_and_a_block_page_are_no_notices(runs: Runs, bank: BankWeb) -> None:
    bank.pages["/n/6.html"] = "<html><title>404</title><body>您访问的页面不存在</body></html>".encode()
    block = b"<html><title>Access Denied</title><body><h1>Access Denied</h1>You don't have permission. Reference #18.2</body></html>"
    bank.pages["/n/7.html"] = block
    visit = runs.one(LIST)
    assert visit.new == 1 and sorted(t.code for t in visit.turned) == ["block_page", "soft_404"]


def test_a_watched_page_that_never_gave_anything_is_not_well(runs: Runs, bank: BankWeb) -> None:
    bank.pages["/n/6.html"] = "<html><title>404</title><body>您访问的页面不存在</body></html>".encode()
    for _ in range(2):
        visit = runs.one("id = 'one'\nkind = 'page'\nurl = '{base}/n/6.html'")
        assert visit.status is VisitStatus.DEGRADED and "does not exist" in said(visit)


def test_a_known_notice_that_becomes_a_block_page_is_kept_and_the_source_is_degraded(runs: Runs, bank: BankWeb) -> None:
    runs.one(LIST)
    good = bank.pages["/n/6.html"]
    bank.pages["/n/6.html"] = (
        b"<html><title>Access Denied</title><body><h1>Access Denied</h1>Reference #18.2</body></html>"
    )
    visit = runs.one(LIST)
    assert visit.status is VisitStatus.DEGRADED and visit.revised == 0
    bank.pages["/n/6.html"] = good
    assert runs.one(LIST).revised == 0


def test_a_gzip_bomb_and_an_endless_page_cost_one_page(runs: Runs, bank: BankWeb) -> None:
    bomb = gzip.compress(b"\0" * 60_000_000)

    def send_bomb(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Encoding", "gzip")
        handler.send_header("Content-Length", str(len(bomb)))
        handler.end_headers()
        handler.wfile.write(bomb)

    bank.pages["/n/6.html"] = send_bomb
    visit = runs.one(LIST)
    assert visit.new == 2 and len(visit.turned) + (visit.status is VisitStatus.DEGRADED) >= 1


def test_a_redirect_to_a_private_address_is_refused(runs: Runs, bank: BankWeb) -> None:
    def redirect(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", "http://169.254.169.254/latest/meta-data/")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    bank.pages["/n/6.html"] = redirect
    visit = runs.one(LIST)
    assert visit.new == 2
    assert visit.status is VisitStatus.DEGRADED and "169.254.169.254" in said(visit)


def test_a_picture_of_a_notice_becomes_a_draft_that_needs_text(runs: Runs, bank: BankWeb) -> None:
    bank.pages["/n/6.html"] = b"%PDF-1.4\nnot a pdf at all"
    runs.one(LIST)
    with runs.store.reading() as tx:
        flagged = [d for d in tx.drafts.queue() if any(f.code is FlagCode.NEEDS_TEXT for f in d.flags)]
    assert len(flagged) == 1 and flagged[0].title.startswith("关于调整借记卡")


def test_procurement_is_turned_away_and_makes_no_draft(runs: Runs, bank: BankWeb) -> None:
    bank.listed = [("/n/t.html", "网点装修工程招标公告")]
    bank.pages["/n/t.html"] = (
        "<html><meta charset='utf-8'><body><h1>网点装修工程招标公告</h1><div><p>我行就网点装修工程项目进行公开招标，欢迎合格投标人参加。"
        "</p><p>招标编号：ZB-2026-01。投标截止时间：2026年5月20日10:00。投标人须具有独立法人资格，招标文件每套500元。</p></div></body></html>"
    ).encode()
    visit = runs.one(LIST)
    assert visit.drafts == 0 and visit.turned[0].code == "procurement"


def test_a_feed_whose_pages_are_gone_is_read_from_its_summaries(runs: Runs, bank: BankWeb) -> None:
    summary = "我行将自2026年6月1日起将借记卡年费由10元/年下调为5元/年，已扣收的不予退还，详询95260。"
    bank.pages["/feed.xml"] = (
        f"<rss version='2.0'><channel><title>n</title><item><title>关于下调借记卡年费的公告</title><link>{bank.base}/gone.html</link>"
        f"<description>{summary}</description></item></channel></rss>"
    ).encode()
    assert runs.one(FEED).new == 1
    assert runs.one(FEED).drafts == 0


def test_a_page_in_a_wrong_charset_is_read_right(runs: Runs, bank: BankWeb) -> None:
    bank.pages["/n/6.html"] = fee_page(6).decode().replace("charset='utf-8'", "charset='gb2312'").encode("gb18030")
    runs.one(LIST)
    with runs.store.reading() as tx:
        assert any("借记卡挂失补卡手续费" in str(d.content) for d in tx.drafts.queue())


def test_a_document_that_kills_its_reader_costs_that_document_only(tmp_path: Path) -> None:
    reading = Reading(today=dt.date(2026, 3, 2))
    with ReaderPool(1, seconds=30) as pool:
        good = Job(raw=fee_page(6), reading=reading)
        deadly = replace(good, raw=Deadly(b"x"))
        pending = [pool.submit(good), pool.submit(deadly), pool.submit(good)]
        titles = []
        for one in pending:
            try:
                titles.append(pool.result(one).document.title)
            except Unreadable as e:
                titles.append(str(e))
    assert titles[0] == titles[2] == "关于调整借记卡收费标准的公告（2026年6月）"
    assert "died" in titles[1]


class Deadly(bytes):
    """Bytes that end the process which unpacks them."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (9,)
