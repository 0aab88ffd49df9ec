from __future__ import annotations

import datetime as dt
import hashlib
import re
import shutil

import pytest
from applications import people, standing
from builders import (
    ADMIN,
    AGENT,
    AUDITOR,
    BOTH,
    BUSINESS,
    CUSTOMER,
    LEADER,
    OPERATOR,
    fee_page,
    outage_page,
    publish_all,
    put,
)
from clocked import Clock
from visits import PASSWORD, PEOPLE, Browser

from ingest.answer.importing import keep_file
from ingest.store.carried import CarriedDraft
from ingest.store.proposals import NewProposal
from ingest.store.store import Store
from ingest.web.app import create_app
from ingest.web.options import WebOptions
from ingest.web.security import HEADERS, LARGEST_FORM

DECIDERS = {ADMIN, CUSTOMER, BUSINESS, BOTH}
READERS = DECIDERS | {AUDITOR}
EVERYBODY = set(PEOPLE)
MANAGERS = {OPERATOR}
EXPERTS = {BUSINESS, BOTH}
HANDLERS = {ADMIN, CUSTOMER, BOTH}
FORWARDERS = DECIDERS | {AGENT, LEADER}
CSV = b"question,answer\nIs it free?,It is free.\n"
FILE = "/import/" + hashlib.sha256(CSV).hexdigest()
ROUTES = [
    ("GET", "/account", EVERYBODY),
    ("GET", "/account/password", EVERYBODY),
    ("POST", "/account/password", EVERYBODY),
    ("POST", "/account/sessions/1/end", EVERYBODY),
    ("POST", "/account/sessions/end-others", EVERYBODY),
    ("POST", "/account/tokens", EVERYBODY),
    ("POST", "/account/tokens/1/revoke", EVERYBODY),
    ("GET", "/expert", EXPERTS),
    ("GET", "/expert/1", EXPERTS),
    ("POST", "/expert/1/approve", EXPERTS),
    ("POST", "/expert/1/return", EXPERTS),
    ("GET", "/people", MANAGERS | {AUDITOR}),
    ("GET", "/people.csv", MANAGERS | {AUDITOR}),
    ("POST", "/people", MANAGERS),
    ("GET", "/people/1", MANAGERS | {AUDITOR}),
    ("POST", "/people/1", MANAGERS),
    ("POST", "/people/1/password", MANAGERS),
    ("POST", "/people/1/disable", MANAGERS),
    ("POST", "/people/1/enable", MANAGERS),
    ("POST", "/people/1/revoke", MANAGERS),
    ("GET", "/numbers", {ADMIN, CUSTOMER, BOTH, AUDITOR}),
    ("GET", "/numbers/late.csv", {ADMIN, CUSTOMER, BOTH, AUDITOR}),
    ("GET", "/bands", {ADMIN, CUSTOMER, BOTH, AUDITOR}),
    ("GET", "/bands/bands.csv", {ADMIN, CUSTOMER, BOTH, AUDITOR}),
    ("POST", "/bands/count", {ADMIN, CUSTOMER, BOTH}),
    ("GET", "/proposals", {ADMIN, CUSTOMER, BOTH, AUDITOR}),
    ("GET", "/proposals/1", {ADMIN, CUSTOMER, BOTH, AUDITOR}),
    ("POST", "/proposals/1/apply", {ADMIN, CUSTOMER, BOTH}),
    ("POST", "/proposals/1/dismiss", {ADMIN, CUSTOMER, BOTH}),
    ("GET", "/export", {ADMIN, CUSTOMER, BOTH, AUDITOR}),
    ("GET", "/export/faq.csv", {ADMIN, CUSTOMER, BOTH, AUDITOR}),
    ("GET", "/import", {ADMIN, CUSTOMER, BOTH}),
    ("POST", "/import", {ADMIN, CUSTOMER, BOTH}),
    ("GET", FILE, {ADMIN, CUSTOMER, BOTH}),
    ("POST", FILE, {ADMIN, CUSTOMER, BOTH}),
    ("GET", "/flags", EVERYBODY),
    ("GET", "/entries/1/flag", DECIDERS | {AGENT, LEADER}),
    ("POST", "/entries/1/flag", DECIDERS | {AGENT, LEADER}),
    ("POST", "/flags/1/answer", DECIDERS),
    ("POST", "/flags/1/amend", DECIDERS),
    ("GET", "/queue", READERS),
    ("POST", "/queue/views", READERS),
    ("POST", "/queue/views/1/rename", READERS),
    ("POST", "/queue/views/1/default", READERS),
    ("POST", "/queue/views/1/delete", READERS),
    ("POST", "/queue/together", DECIDERS),
    ("GET", "/turned-away", READERS),
    ("POST", "/turned-away/1/admit", DECIDERS),
    ("POST", "/drafts/1/snooze", DECIDERS),
    ("POST", "/drafts/1/wake", DECIDERS),
    ("POST", "/drafts/1/assign", DECIDERS),
    ("POST", "/undo", DECIDERS),
    ("GET", "/events", READERS),
    ("POST", "/notices/1/claim", DECIDERS),
    ("POST", "/notices/1/release", DECIDERS),
    ("GET", "/drafts/1", READERS),
    ("GET", "/notices/1", READERS),
    ("POST", "/notices/1/approve", DECIDERS),
    ("POST", "/notices/1/facts", DECIDERS),
    ("POST", "/drafts/1/typed", DECIDERS),
    ("POST", "/drafts/1/forget", DECIDERS),
    ("POST", "/drafts/1/preview", DECIDERS),
    ("GET", "/drafts/1/similar", READERS),
    ("GET", "/drafts/1/split", READERS),
    ("POST", "/drafts/1/split", DECIDERS),
    ("GET", "/drafts/1/merge/1", DECIDERS),
    ("POST", "/drafts/1/merge/1", DECIDERS),
    ("GET", "/drafts/1/conflicts", READERS),
    ("POST", "/drafts/1/conflicts", DECIDERS),
    ("GET", "/find", EVERYBODY),
    ("GET", "/find/hits", EVERYBODY),
    ("GET", "/find/unanswered", {ADMIN, CUSTOMER, BOTH, AUDITOR}),
    ("GET", "/find/cards/1", EVERYBODY),
    ("POST", "/find/cards/1/asked", DECIDERS | {AGENT, LEADER}),
    ("GET", "/questions", READERS),
    ("GET", "/questions/mine", FORWARDERS),
    ("GET", "/questions/numbers", {ADMIN, CUSTOMER, BOTH, AUDITOR}),
    ("GET", "/questions/numbers.csv", {ADMIN, CUSTOMER, BOTH, AUDITOR}),
    ("POST", "/questions/forward", FORWARDERS),
    ("POST", "/questions/left-open/1/1", HANDLERS),
    ("GET", "/questions/1", READERS),
    ("POST", "/questions/1/seen", FORWARDERS),
    ("POST", "/questions/1/assign", HANDLERS),
    ("POST", "/questions/1/log", HANDLERS),
    ("POST", "/questions/1/send", HANDLERS),
    ("POST", "/questions/1/close", HANDLERS),
    ("POST", "/questions/1/join", HANDLERS),
    ("POST", "/questions/1/point", HANDLERS),
    ("POST", "/questions/1/answer", HANDLERS),
    ("POST", "/questions/mails/1/take", HANDLERS),
    ("POST", "/questions/mails/1/drop", HANDLERS),
    ("GET", "/board", EVERYBODY),
    ("GET", "/board/bulletin.json", EVERYBODY),
    ("GET", "/board/urgent", EVERYBODY),
    ("POST", "/board/read/1", {AGENT, LEADER}),
    ("GET", "/board/readers", {ADMIN, AUDITOR, LEADER}),
    ("GET", "/board/readers.csv", {ADMIN, AUDITOR, LEADER}),
    ("GET", "/board/editions/1/bulletin.json", {ADMIN, AUDITOR}),
    ("GET", "/entries/1/readers", {ADMIN, AUDITOR, LEADER}),
    ("GET", "/entries/1/readers.csv", {ADMIN, AUDITOR, LEADER}),
    ("POST", "/entries/1/material", DECIDERS),
    ("POST", "/entries/1/pin", {ADMIN}),
    ("POST", "/entries/1/unpin", {ADMIN}),
    ("POST", "/people/1/team", MANAGERS),
    ("POST", "/drafts/1/approve", DECIDERS - {ADMIN}),
    ("POST", "/drafts/1/publish-now", DECIDERS - {ADMIN}),
    ("POST", "/drafts/1/amend", DECIDERS),
    ("POST", "/drafts/1/return", DECIDERS),
    ("POST", "/drafts/1/reject", DECIDERS),
    ("POST", "/entries/1/withdraw", DECIDERS),
    ("POST", "/entries/1/keep", DECIDERS),
    ("GET", "/entries/1", EVERYBODY),
    ("GET", "/entries/1/evidence.zip", {ADMIN, CUSTOMER, BOTH, AUDITOR}),
    ("GET", "/impact", READERS),
    ("POST", "/impact", DECIDERS),
    ("GET", "/corrections/1", READERS),
    ("POST", "/corrections/1/approve", DECIDERS),
    ("GET", "/audit", {AUDITOR}),
    ("GET", "/audit/export.csv", {AUDITOR}),
    ("GET", "/audit/export.jsonl", {AUDITOR}),
    ("GET", "/audit/verify", {AUDITOR}),
    ("GET", "/revisions/2", READERS),
    ("POST", "/revisions/2/carry", DECIDERS),
    ("POST", "/revisions/2/keep", DECIDERS),
    ("POST", "/disappearances/1/expire", DECIDERS),
    ("POST", "/disappearances/1/leave", DECIDERS),
]


def test_every_route_is_in_the_table(app):
    open_to_all = {
        "/",
        "/login",
        "/login/sso",
        "/login/sso/back",
        "/logout",
        "/healthz",
        "/healthz/live",
        "/metrics",
        "/static/edition.css",
    }
    known = {(method, re.sub(r"/(?:[12]|[0-9a-f]{64})(?=/|$)", "/{id}", path)) for method, path, _ in ROUTES}
    found = {
        (
            method,
            re.sub(
                r"\{\w+\}",
                "{id}",
                route.path.replace("{filename}", "bulletin.json")
                .replace("{name}.csv", "late.csv")
                .replace("{form}", "csv"),
            ),
        )
        for route in _routes(app)
        if route.path not in open_to_all
        for method in route.methods
    }
    assert found == known


def _routes(app):
    from fastapi.routing import APIRoute

    def walk(routes):
        for route in routes:
            if isinstance(route, APIRoute):
                yield route
            else:
                yield from walk(getattr(route, "routes", ()) or ())

    from ingest.web.app import SCREENS

    return [route for screen in SCREENS for route in walk(screen.router.routes)]


@pytest.fixture(scope="module")
def entered(_sqlite_template, _routes, quick_hashes, tmp_path_factory):
    """A store in which everybody has logged in; the cookies and the token of each."""
    file, clock = tmp_path_factory.mktemp("entered") / "store.db", Clock()
    shutil.copy(_sqlite_template, file)
    store = Store.open(str(file), clock=clock)
    people(store, PEOPLE)
    browsers = {person.name: Browser(standing(_routes, store, clock)) for person in PEOPLE}
    for person in PEOPLE:
        assert browsers[person.name].log_in(person).status_code == 303
    tokens = {name: browser.hidden("/account/password")["csrf"] for name, browser in browsers.items()}
    store.close()
    return file, {name: (browser.cookies, tokens[name]) for name, browser in browsers.items()}


@pytest.mark.parametrize(
    ("method", "path", "allowed"), ROUTES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_each_role_reaches_only_what_it_may(entered, _routes, tmp_path, clock, method, path, allowed):
    file, known = entered
    store = Store.open(str(shutil.copy(file, tmp_path / "store.db")), clock=clock)
    app = standing(_routes, store, clock)
    _scene(store, path)
    for person in PEOPLE:
        browser = Browser(app)
        cookies, token = known[person.name]
        browser.cookies = dict(cookies)
        fields = {"csrf": token, "version": "999", "reason": "why"}
        answer = browser.send(method, path, data=fields if method == "POST" else None)
        if person in allowed:
            kept = (404,) if "/editions/" in path else (200,)
            assert answer.status_code in (kept if method == "GET" else (200, 303, 404, 409, 422)), person.name
        else:
            assert answer.status_code in (403, 409), (person.name, answer.status_code)
            assert answer.status_code == 403 or person in DECIDERS
    store.close()


def _scene(store, path):
    """Of pages about what was published or revised, that there is such a thing."""
    drafts = put(store, *fee_page())
    if path.startswith("/questions"):
        with store.writing() as tx:
            tx.forwarded.add("哪些加油站参加？", "k", "zh", "ab12cd")
    if path.startswith("/revisions"):
        put(store, *fee_page("5元"), notice_id=drafts[0].notice_id)
    if "/merge/" in path:
        publish_all(store, put(store, *outage_page())[:1], store.clock)
    if (
        path
        in (
            "/entries/1",
            "/entries/1/evidence.zip",
            "/corrections/1",
            "/find/cards/1",
            "/entries/1/flag",
            "/proposals/1",
        )
        or "/readers" in path
    ):
        publish_all(store, drafts, store.clock)
    if path == FILE:
        keep_file(store, ADMIN, CSV, store.clock)
    if path == "/proposals/1":
        with store.writing() as tx:
            tx.proposals.renew([NewProposal("promote", "1", (1,), {})], ["promote"])
    if path == "/corrections/1":
        with store.writing() as tx:
            tx.carried.join([CarriedDraft(drafts[0].id, 1, 1, 1, ())])


@pytest.mark.parametrize(("method", "path"), [route[:2] for route in ROUTES] + [("GET", "/"), ("POST", "/logout")])
def test_nothing_is_shown_or_done_without_a_session(store, browser, method, path):
    put(store, *fee_page())
    data, headers = {"version": "1"} if method == "POST" else None, {"Accept": "text/html"}
    answer = browser.send(method, path, data=data, headers=headers)
    assert answer.status_code == 303 and answer.headers["location"].startswith("/login?next=")


PAGES = [
    "/login",
    "/queue",
    "/drafts/1",
    "/board",
    "/nothing",
    "/healthz",
    "/static/pages.css",
    "/static/edition.css",
    "/board/bulletin.json",
]


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_security_headers(store, logged_in, path):
    put(store, *fee_page())
    answer = logged_in(CUSTOMER).get(path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store" or path.startswith("/static/")


@pytest.mark.parametrize("path", ["/login", "/queue", "/drafts/1", "/board", "/nothing"])
def test_no_page_needs_inline_script_or_style_or_anything_from_elsewhere(store, logged_in, path):
    from bs4 import BeautifulSoup

    put(store, *fee_page())
    page = BeautifulSoup(logged_in(CUSTOMER).get(path).text, "lxml")
    assert not page.select("style, [style], script:not([src]), iframe")
    assert not [tag for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]
    assert all(tag["src"].startswith("/static/") for tag in page.select("[src]"))
    assert all(tag["href"].startswith("/static/") for tag in page.select("link"))
    labelled = {label.get("for") for label in page.select("label")}
    for field in page.select("input:not([type=hidden]), select, textarea"):
        assert field.get("id") in labelled or field.find_parent("label")


FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_form_of_another_site_changes_nothing(store, logged_in, headers):
    put(store, *fee_page())
    browser = logged_in(CUSTOMER)
    fields = browser.hidden("/drafts/1")
    answer = browser.post("/drafts/1/approve", fields, ours=False, headers=headers)
    assert answer.status_code == 403
    assert (
        browser.post("/login", {"name": "chen", "password": PASSWORD}, ours=False, headers=headers).status_code == 403
    )
    with store.reading() as tx:
        assert tx.drafts.approvals(1, 1) == []


def test_an_old_browser_is_known_by_its_origin(store, logged_in):
    put(store, *fee_page())
    browser = logged_in(CUSTOMER)
    fields = browser.hidden("/drafts/1")
    assert browser.post("/drafts/1/approve", fields, ours=False, headers={"Origin": "http://t"}).status_code == 303


@pytest.mark.parametrize("token", ["", "0" * 64, "ü", None])
def test_a_form_without_the_token_of_the_session_changes_nothing(store, logged_in, token):
    put(store, *fee_page())
    browser = logged_in(CUSTOMER)
    fields = {"version": "1"} if token is None else {"version": "1", "csrf": token}
    assert browser.post("/drafts/1/approve", fields).status_code == 403


def test_the_token_of_another_session_does_not_serve(store, logged_in):
    put(store, *fee_page())
    fields = logged_in(BUSINESS).hidden("/drafts/1")
    assert logged_in(CUSTOMER).post("/drafts/1/approve", fields).status_code == 403


def test_an_oversized_form_is_refused_unread(logged_in):
    browser = logged_in(CUSTOMER)
    assert browser.post("/logout", {"csrf": "x" * LARGEST_FORM}).status_code == 403


@pytest.mark.parametrize("version", ["", "x", "-1", "²", "9" * 30])
def test_a_version_that_is_no_number_is_refused(store, logged_in, version):
    put(store, *fee_page())
    browser = logged_in(CUSTOMER)
    assert browser.post("/drafts/1/approve", {"version": version}, page="/board").status_code == 404


# ----------------------------------------------------------------------------------------------------------- sessions


def test_the_cookie_is_hidden_from_scripts_and_secure_where_pages_are(store, clock, app):
    plain = Browser(app).log_in(CUSTOMER).headers["set-cookie"]
    assert "HttpOnly" in plain and "SameSite=lax" in plain and "Secure" not in plain
    https = create_app(store, WebOptions("b", clock=clock, secure_cookies=True))
    answer = Browser(https).log_in(CUSTOMER)
    assert "Secure" in answer.headers["set-cookie"] and "strict-transport-security" in answer.headers


def test_wrong_passwords_say_so_and_close_log_in_for_a_while(browser, clock):
    first = browser.log_in(CUSTOMER, "wrong")
    assert first.status_code == 403 and "用户名或密码不正确" in first.text and "set-cookie" not in first.headers
    for _ in range(4):
        last = browser.log_in(CUSTOMER, "wrong")
    assert "08:30:30" in last.text and "08:30:30" in browser.log_in(CUSTOMER).text
    clock.forward(seconds=31)
    assert browser.log_in(CUSTOMER).status_code == 303


def test_a_session_ends_after_its_time_and_says_so(logged_in, clock):
    browser = logged_in(CUSTOMER)
    clock.now += dt.timedelta(hours=12)
    answer = browser.get("/queue?tier=R")
    assert answer.headers["location"] == "/login?next=/queue%3Ftier%3DR&expired=1"
    assert "登录已过期" in browser.get(answer.headers["location"]).text


def test_log_out_revokes_the_session(logged_in):
    browser = logged_in(CUSTOMER)
    kept = dict(browser.cookies)
    assert browser.post("/logout", page="/board").headers["location"] == "/login"
    browser.cookies = kept
    assert browser.get("/queue").status_code == 303


@pytest.mark.parametrize(
    ("wish", "target"),
    [
        ("/queue?tier=R", "/queue?tier=R"),
        ("//evil.example", "/"),
        ("https://evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/a\r\nSet-Cookie: x=y", "/"),
        ("", "/"),
    ],
)
def test_log_in_leads_only_inside(browser, wish, target):
    answer = browser.post("/login", {"name": "chen", "password": PASSWORD, "next": wish})
    assert answer.headers["location"] == target


def test_refusals_are_on_record(store, logged_in):
    put(store, *fee_page())
    agent = logged_in(AGENT)
    agent.post("/drafts/1/approve", {"version": "1"}, page="/board")
    with store.reading() as tx:
        event = tx.audit.events("draft:1")[0]
    assert (event.actor, event.action) == ("an", "refused")
