"""The whole program over each kind of list: sitemaps, JSON, and pages that only a script fills."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from bank_web import FEE, BankWeb, Runs, fee_page

from ingest.model import VisitStatus

SITEMAP = "id = 'map'\nkind = 'sitemap'\nurl = '{base}/'\nmatch = ['/n/*']"


def sitemap(bank: BankWeb, **changed: str) -> bytes:
    rows = "".join(
        f"<url><loc>{bank.base}{path}</loc><lastmod>{changed.get(path[3:4], '2026-01-05')}</lastmod></url>"
        for path in [*(p for p, _ in bank.listed), "/about.html"]
    )
    return f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{rows}</urlset>".encode()


def notices_asked(bank: BankWeb) -> list[str]:
    asked = [path for path in bank.requests if path.startswith("/n/")]
    bank.requests.clear()
    return asked


def test_a_site_is_read_by_its_sitemap_and_asked_only_for_what_changed(runs: Runs, bank: BankWeb) -> None:
    bank.pages["/robots.txt"] = f"User-agent: *\nSitemap: {bank.base}/maps/all.xml\n".encode()
    bank.pages["/maps/all.xml"] = sitemap(bank)
    visit = runs.one(SITEMAP)
    assert (visit.status, visit.found, visit.new) == (VisitStatus.OK, 3, 3)
    assert sorted(notices_asked(bank)) == ["/n/6.html", "/n/7.html", "/n/8.html"]
    days = []
    for _ in range(7):  # on one day in seven each page is asked although its date is old
        visit = runs.one(SITEMAP)
        assert (visit.status, visit.unchanged) == (VisitStatus.UNCHANGED, 3)
        days.append(notices_asked(bank))
        runs.clock.forward(hours=23)
    assert sorted(path for day in days for path in day) == ["/n/6.html", "/n/7.html", "/n/8.html"]
    bank.pages["/n/7.html"] = fee_page(7, fee=25)
    bank.pages["/maps/all.xml"] = sitemap(bank, **{"7": runs.clock().date().isoformat()})
    visit = runs.one(SITEMAP)
    assert visit.revised == 1 and "/n/7.html" in notices_asked(bank)


def rows(bank: BankWeb, *, whole: bool = False) -> list[dict[str, Any]]:
    found = []
    for path, title in bank.listed:
        month = int(path[3])
        row: dict[str, Any] = {"id": month, "title": title, "at": 1772668800000}
        found.append(row | ({"html": FEE.format(month=month, fee=15, extra="")} if whole else {}))
    return found


API = """id = 'api'
kind = 'json_api'
url = '{base}/api/list'
pages = 9
[source.json]
items = 'data.rows'
title = 'title'
date = 'at'
"""


def test_a_posted_list_leads_page_by_page_to_notices_by_template(runs: Runs, bank: BankWeb) -> None:
    def listed(_: BaseHTTPRequestHandler) -> bytes:
        asked = dict(parse_qsl(bank.posted[-1].decode()))
        at = int(asked["pageNo"]) - 1
        return json.dumps({"code": 0, "data": {"rows": rows(bank)[2 * at : 2 * at + 2]}}).encode()

    bank.pages["/api/list"] = listed
    block = API + "detail = '{base}/n/{{id}}.html'\nsize = 2\nform = {{ pageNo = '{{page}}', pageSize = '{{size}}' }}"
    visit = runs.one(block)
    assert (visit.status, visit.found, visit.new) == (VisitStatus.OK, 3, 3)
    assert bank.posted == [f"pageNo={n}&pageSize=2".encode() for n in (1, 2, 3)]
    visit = runs.one(block)
    assert (visit.status, visit.unchanged, visit.not_modified) == (VisitStatus.UNCHANGED, 3, 3)
    bank.listed.append(("/n/9.html", "关于调整借记卡收费标准的公告（2026年9月）"))
    bank.pages["/n/9.html"] = fee_page(9)
    assert runs.one(block).new == 1


def test_notices_that_stand_in_the_list_are_read_without_a_request_each(runs: Runs, bank: BankWeb) -> None:
    bank.pages["/api/list"] = lambda _: json.dumps({"data": {"rows": rows(bank, whole=True)}}).encode()
    block = (API + "body = 'html'\ndetail = '{base}/#/notice/{{id}}'").replace("pages = 9\n", "")
    visit = runs.one(block)
    assert (visit.status, visit.new, visit.requests) == (VisitStatus.OK, 3, 2)
    assert visit.drafts and not notices_asked(bank)
    visit = runs.one(block)
    assert (visit.status, visit.unchanged, visit.drafts) == (VisitStatus.UNCHANGED, 3, 0)
    changed = rows(bank, whole=True)
    changed[0]["html"] = FEE.format(month=6, fee=30, extra="")
    bank.pages["/api/list"] = json.dumps({"data": {"rows": changed}}).encode()
    assert runs.one(block).revised == 1
    changed.pop(0)
    bank.pages["/api/list"] = json.dumps({"data": {"rows": changed}}).encode()
    visit = runs.one(block)
    assert (visit.revised, visit.turned_away, visit.gone) == (0, 0, 0)


def test_notices_may_stand_in_the_json_of_their_own_address(runs: Runs, bank: BankWeb) -> None:
    views = {"n": 0}

    def detail(handler: BaseHTTPRequestHandler) -> bytes:
        month = int(parse_qs(urlsplit(handler.path).query)["id"][0])
        views["n"] += 1
        return json.dumps(
            {"views": views["n"], "data": {"content": FEE.format(month=month, fee=15, extra="")}}
        ).encode()

    bank.pages["/api/list"] = json.dumps({"data": {"rows": rows(bank)}}).encode()
    bank.pages["/api/detail"] = detail
    block = API.replace("pages = 9\n", "") + "detail = '{base}/api/detail?id={{id}}'\ndetail_body = 'data.content'"
    visit = runs.one(block)
    assert (visit.status, visit.new, visit.turned_away) == (VisitStatus.OK, 3, 0)
    with runs.store.reading() as tx:
        assert {d.title for d in tx.drafts.queue()} == {title for _, title in bank.listed}
    assert runs.one(block).status is VisitStatus.UNCHANGED
    bank.pages["/api/detail"] = b'{"code": 500, "msg": "busy", "data": null}'
    visit = runs.one(block)
    assert visit.status in (VisitStatus.DEGRADED, VisitStatus.FAILED) and visit.revised == visit.gone == 0


def test_an_interface_that_answers_with_an_error_loses_nothing(runs: Runs, bank: BankWeb) -> None:
    bank.pages["/api/list"] = json.dumps({"data": {"rows": rows(bank)}}).encode()
    block = API.replace("pages = 9\n", "") + "detail = '{base}/n/{{id}}.html'"
    assert runs.one(block).new == 3
    bank.pages["/api/list"] = '{"code": "E401", "msg": "会话超时"}'.encode()
    visit = runs.one(block)
    assert visit.status is VisitStatus.FAILED and visit.causes[0].code == "no_items"
    bank.pages["/api/list"] = json.dumps({"data": {"rows": rows(bank)}}).encode()
    assert runs.one(block).status is VisitStatus.UNCHANGED


def test_a_list_in_the_state_of_a_page_is_read_without_running_it(runs: Runs, bank: BankWeb) -> None:
    state = json.dumps({"props": {"pageProps": {"list": rows(bank)}}}, ensure_ascii=False)
    bank.pages["/spa"] = (
        f"<!doctype html><meta charset='utf-8'><script id='__NEXT_DATA__' type='application/json'>{state}</script>".encode()
    )
    block = """id = 'spa'
kind = 'json_api'
url = '{base}/spa'
[source.json]
items = 'props.pageProps.list'
title = 'title'
date = 'at'
detail = '/n/{{id}}.html'
"""
    assert runs.one(block).new == 3
    assert runs.one(block).not_modified == 4
