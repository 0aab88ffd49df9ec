"""My account, people, one-time passwords, sessions that end: through the pages."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re

import pytest
from bs4 import BeautifulSoup
from builders import ADMIN, AUDITOR, CUSTOMER, OPERATOR
from visits import PASSWORD, Browser

from ingest.model import Role
from ingest.review import accounts
from ingest.settings.desk_blocks import Department
from ingest.web.app import create_app
from ingest.web.options import HeaderTrust, WebOptions

NEW = "mist over the lake"


def once(page: str) -> str:
    """The one-time password, or token, that a page shows."""
    return BeautifulSoup(page, "lxml").select_one(".made code").text


def user(store, name):
    with store.reading() as tx:
        return tx.users.by_name(name)


def actions(store, name):
    with store.reading() as tx:
        return [event.action for event in tx.audit.events(f"user:{name}")]


# --------------------------------------------------------------------------------------------------------- passwords


def test_a_one_time_password_serves_once_and_leads_to_where_the_person_wanted(store, app, clock):
    accounts.set_password(store, accounts.at_the_machine("test"), "chen", "once upon a lake", clock, once=True)
    browser = Browser(app)
    assert (
        browser.post("/login", {"name": "chen", "password": "once upon a lake", "next": "/queue?tier=R"}).status_code
        == 303
    )
    first = browser.get("/queue?tier=R")
    assert first.headers["location"] == "/account/password?next=/queue%3Ftier%3DR"
    page = browser.get(first.headers["location"])
    assert "只能使用一次" in page.text and 'name="old"' not in page.text
    set_ = browser.post(
        "/account/password", {"new": NEW, "again": NEW, "next": "/queue?tier=R"}, page="/account/password"
    )
    assert set_.headers["location"] == "/queue?tier=R"
    assert browser.get("/queue").status_code == 200
    assert Browser(app).log_in(CUSTOMER, "once upon a lake").status_code == 403
    assert Browser(app).log_in(CUSTOMER, NEW).status_code == 303


@pytest.mark.parametrize(
    ("new", "again", "said"),
    [
        ("short", "short", "少于 10 个字符"),
        ("password1234", "password1234", "过于常见"),
        ("aaaaaaaaaaaaaa", "aaaaaaaaaaaaaa", "过于常见"),
        ("0987654321", "0987654321", "过于常见"),
        ("chenchenchen1", "chenchenchen1", "过于接近"),
        (PASSWORD, PASSWORD, "与现用密码相同"),
        (NEW, NEW + "!", "不一致"),
        ("x" * 5 + "mist over" * 40, "x" * 5 + "mist over" * 40, "超过 200"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(store, logged_in, new, again, said):
    browser = logged_in(CUSTOMER)
    answer = browser.post("/account/password", {"old": PASSWORD, "new": new, "again": again}, page="/account/password")
    assert answer.status_code == 422 and said in answer.text
    assert browser.get("/account").status_code == 200


def test_another_password_needs_the_one_of_now_and_wrong_ones_count(store, logged_in):
    browser = logged_in(CUSTOMER)
    fields = {**browser.hidden("/account/password"), "old": "wrong", "new": NEW, "again": NEW}
    answers = [browser.post("/account/password", fields) for _ in range(5)]
    assert "现用密码不正确" in answers[0].text and "08:30:30" in answers[4].text
    assert "08:30:30" in browser.post("/account/password", fields | {"old": PASSWORD}).text
    assert actions(store, "chen").count("password_refused") == 5


def test_another_password_ends_every_other_session_and_keeps_this_browser_in(store, logged_in):
    here, there = logged_in(CUSTOMER), logged_in(CUSTOMER)
    before = dict(here.cookies)
    fields = {"old": PASSWORD, "new": NEW, "again": NEW}
    answer = here.post("/account/password", fields, page="/account/password")
    assert answer.headers["location"] == "/account?done=password" and here.cookies != before
    assert here.get("/account").status_code == 200 and there.get("/account").status_code == 303
    here.cookies = before
    assert here.get("/account").status_code == 303


# ---------------------------------------------------------------------------------------------------------- sessions


def test_sessions_are_listed_with_their_browser_and_can_be_ended(app, logged_in, clock):
    here, there = logged_in(CUSTOMER), Browser(app)
    there.send(
        "POST",
        "/login",
        data={"name": "chen", "password": PASSWORD},
        headers={"User-Agent": "Telephone <script>"},
    )
    page = here.get("/account")
    assert "Telephone &lt;script&gt;" in page.text and page.text.count("本机") == 1
    ends = re.findall(r'action="(/account/sessions/[0-9a-f]{16}/end)"', page.text)
    assert len(ends) == 1
    assert here.post(ends[0], page="/account").headers["location"] == "/account?done=session"
    assert there.get("/account").status_code == 303 and here.get("/account").status_code == 200
    assert here.post(ends[0], page="/account").status_code == 404


def test_nobody_ends_the_session_of_somebody_else(store, logged_in):
    victim, other = logged_in(CUSTOMER), logged_in(ADMIN)
    with store.reading() as tx:
        handle = tx.sessions.of(user(store, "chen").id, dt.timedelta(hours=1))[0].handle
    assert other.post(f"/account/sessions/{handle}/end", page="/account").status_code == 404
    assert other.post("/account/sessions/%25/end", page="/account").status_code == 404
    assert victim.get("/account").status_code == 200


def test_all_other_sessions_end_at_once(logged_in):
    here, others = logged_in(CUSTOMER), [logged_in(CUSTOMER) for _ in range(3)]
    assert here.post("/account/sessions/end-others", page="/account").headers["location"] == "/account?done=others"
    assert here.get("/account").status_code == 200 and all(o.get("/account").status_code == 303 for o in others)


@pytest.mark.parametrize(
    ("referer", "target"),
    [
        ("http://t/drafts/7?x=1", "/drafts/7%3Fx%3D1"),
        ("http://evil.example/drafts/7", "/"),
        ("http://t//evil.example", "/"),
        ("", "/"),
    ],
)
def test_a_form_that_was_sent_too_late_leads_back_to_its_page(browser, referer, target):
    answer = browser.post("/account/tokens", {"name": "x"}, headers={"Referer": referer} if referer else {})
    location = answer.headers["location"]
    assert location == f"/login?next={target}" or (target == "/" and browser.get(location).text.count('value="/"'))


def test_a_session_that_is_not_used_ends_and_one_that_is_used_lasts(logged_in, clock):
    used, idle = logged_in(CUSTOMER), logged_in(CUSTOMER)
    for _ in range(3):
        clock.forward(minutes=25)
        assert used.get("/account").status_code == 200
    assert "expired=1" in idle.get("/account").headers["location"]
    clock.forward(minutes=61)
    assert used.get("/account").status_code == 303


def test_use_is_noted_once_a_minute(store, logged_in, clock):
    browser = logged_in(CUSTOMER)

    def seen():
        with store.reading() as tx:
            return tx.sessions.of(user(store, "chen").id, dt.timedelta(hours=1))[0].seen

    began = seen()
    clock.forward(seconds=59)
    browser.get("/account")
    assert seen() == began
    clock.forward(seconds=2)
    browser.get("/account")
    assert seen() == clock()


def test_log_in_over_an_open_session_ends_it(app, logged_in):
    browser = logged_in(CUSTOMER)
    kept = dict(browser.cookies)
    browser.log_in(ADMIN)
    browser.cookies = kept
    assert browser.get("/account").status_code == 303


def test_a_token_is_shown_once_and_can_be_revoked(logged_in):
    browser = logged_in(CUSTOMER)
    made = browser.post("/account/tokens", {"name": "座席 <b>", "days": "30"}, page="/account")
    token = once(made.text)
    again = browser.get("/account").text
    assert token.startswith("ingest_") and token not in again and "座席 &lt;b&gt;" in again
    assert browser.post("/account/tokens/1/revoke", page="/account").headers["location"] == "/account?done=revoked"
    assert "已撤销" in browser.get("/account").text
    assert browser.post("/account/tokens", {"name": " "}, page="/account").status_code == 422


# ------------------------------------------------------------------------------------------------------------ people


def test_who_manages_people_adds_one_with_a_password_that_serves_once(store, app, logged_in):
    manager = logged_in(OPERATOR)
    fields = {"name": "li.na", "display": "李娜", "email": "li.na@bank.example", "role_agent": "yes"}
    page = manager.post("/people", fields, page="/people")
    password = once(page.text)
    assert page.status_code == 200 and password not in manager.get("/people").text
    found = user(store, "li.na")
    assert (found.display, found.email, found.roles, found.must_change) == (
        "李娜",
        "li.na@bank.example",
        {Role.AGENT},
        True,
    )
    newcomer = Browser(app)
    assert newcomer.post("/login", {"name": "li.na", "password": password}).status_code == 303
    assert newcomer.get("/board").headers["location"].startswith("/account/password")
    assert actions(store, "li.na")[-1] == "user_added"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "chen", "role_agent": "yes"}, "已有名为"),
        ({"name": "new", "role_agent": ""}, "至少要有一个角色"),
        ({"name": "new", "role_agent": "yes", "email": "nobody"}, "不是邮件地址"),
        ({"name": " ", "role_agent": "yes"}, "用户名须为"),
    ],
)
def test_a_mistake_shows_what_was_typed_and_what_to_do(logged_in, fields, said):
    page = logged_in(OPERATOR).post("/people", {"display": "新人", **fields}, page="/people")
    assert page.status_code == 422 and said in page.text and 'value="新人"' in page.text


def test_roles_are_changed_at_once_and_end_the_sessions(store, logged_in):
    manager, person = logged_in(OPERATOR), logged_in(CUSTOMER)
    id = user(store, "chen").id
    page = manager.get(f"/people/{id}").text
    assert re.search(r'name="role_customer_expert" value="yes" checked', page)
    answer = manager.post(f"/people/{id}", {"display": "陈", "role_agent": "yes"}, page="/people")
    assert answer.headers["location"] == f"/people/{id}?done=described"
    assert person.get("/account").status_code == 303
    assert (user(store, "chen").display, user(store, "chen").roles) == ("陈", {Role.AGENT})


def test_disabling_resetting_and_revoking_end_sessions_at_once(store, app, logged_in):
    manager, id = logged_in(OPERATOR), user(store, "chen").id
    person = logged_in(CUSTOMER)
    manager.post(f"/people/{id}/revoke", page="/people")
    assert person.get("/account").status_code == 303
    person = logged_in(CUSTOMER)
    password = once(manager.post(f"/people/{id}/password", page="/people").text)
    assert person.get("/account").status_code == 303 and Browser(app).log_in(CUSTOMER).status_code == 403
    manager.post(f"/people/{id}/disable", page="/people")
    assert Browser(app).log_in(CUSTOMER, password).status_code == 403
    manager.post(f"/people/{id}/enable", page="/people")
    assert Browser(app).log_in(CUSTOMER, password).status_code == 303
    assert [a for a in actions(store, "chen") if a.startswith(("user_", "password"))] == [
        *("user_enabled", "user_disabled", "password_set", "user_revoked")
    ]


def test_nobody_changes_their_own_roles_or_disables_themselves(store, logged_in):
    manager, id = logged_in(OPERATOR), user(store, "op").id
    fields = {"display": "Op", "role_operator": "yes", "role_customer_expert": "yes"}
    assert manager.post(f"/people/{id}", fields, page="/people").status_code == 403
    assert manager.post(f"/people/{id}/disable", page="/people").status_code == 403
    assert user(store, "op").roles == {Role.OPERATOR} and not user(store, "op").disabled
    assert actions(store, "op")[:2] == ["refused", "refused"]


def test_an_auditor_reads_people_and_changes_nothing(store, logged_in):
    reader = logged_in(AUDITOR)
    page = reader.get(f"/people/{user(store, 'chen').id}").text
    assert "<form class=" not in page and 'action="/people' not in page and "客户专家" in page


def test_the_review_of_rights_lists_top_privileges_first_and_holds_no_formula(store, app, logged_in, clock):
    accounts.add(
        store, accounts.at_the_machine("test"), "=cmd|'x'", "@SUM(1)", [Role.AGENT], NEW, clock, email="+a@bank.example"
    )
    logged_in(CUSTOMER)
    clock.forward(days=3)
    answer = logged_in(AUDITOR).get("/people.csv")
    assert (
        answer.headers["content-type"].startswith("text/csv")
        and "people-2026-11-26.csv" in answer.headers["content-disposition"]
    )
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff")))}
    assert list(rows)[-3:] == ["'=cmd|'x'", "an", "lu"]
    assert rows["chen"]["top_privilege"] == "yes" and rows["chen"]["days_since_login"] == "3"
    assert rows["'=cmd|'x'"]["display"] == "'@SUM(1)" and rows["'=cmd|'x'"]["email"] == "'+a@bank.example"


def test_departments_are_chosen_from_the_settings(store, app, clock):
    cards = Department(id="cards", name={"zh": "银行卡部", "en": "Cards"})
    desk = Browser(create_app(store, WebOptions("b", clock=clock, departments=(cards,))))
    desk.log_in(OPERATOR)
    id = user(store, "bai").id
    assert "银行卡部" in desk.get(f"/people/{id}").text
    fields = {"display": "白", "role_business_expert": "yes"}
    desk.post(f"/people/{id}", {**fields, "department": "cards"}, page="/people")
    assert user(store, "bai").department == "cards"
    desk.post(f"/people/{id}", {**fields, "department": "made up"}, page="/people")
    assert user(store, "bai").department is None


# -------------------------------------------------------------------------------------------------- log-in's defences


def test_unknown_names_are_answered_like_known_ones_and_as_slowly(app, clock):
    def tries(name):
        browser = Browser(app)
        return [browser.post("/login", {"name": name, "password": "wrong"}) for _ in range(6)]

    known, unknown = tries("chen"), tries("nobody at all")
    strip = re.compile(r"chen|nobody at all")
    assert [strip.sub("", a.text) for a in known] == [strip.sub("", a.text) for a in unknown]
    assert "08:30:30" in unknown[-1].text


def test_many_names_from_one_address_close_it_for_a_while(app, clock):
    browser = Browser(app)
    for n in range(50):
        browser.post("/login", {"name": f"guess {n}", "password": "wrong"})
    assert "08:30:30" in browser.log_in(CUSTOMER).text
    clock.forward(seconds=31)
    assert browser.log_in(CUSTOMER).status_code == 303


# ----------------------------------------------------------------------------------------------------- trusted header

TRUST = HeaderTrust("X-Remote-User", "X-Proxy-Secret", "between us two")
SAID = {"X-Remote-User": "chen", "X-Proxy-Secret": "between us two"}


@pytest.fixture
def portal(store, app, clock):
    options = WebOptions("b", clock=clock, header=TRUST, proxies=("127.0.0.0/8",), passwords=False)
    return Browser(create_app(store, options))


def test_a_trusted_proxy_says_who_somebody_is(portal, store):
    first = portal.get("/login?next=/queue", headers=SAID)
    assert first.headers["location"] == "/queue" and portal.get("/queue", headers=SAID).status_code == 200
    assert actions(store, "chen")[0] == "logged_in"


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Remote-User": "chen"},
        {"X-Remote-User": "chen", "X-Proxy-Secret": "guessed"},
        {"X-Remote-User": "", "X-Proxy-Secret": "between us two"},
    ],
)
def test_a_header_without_the_secret_is_refused_and_on_record(portal, store, headers, caplog):
    for path in ("/login", "/queue", "/board"):
        answer = portal.get(path, headers=headers)
        assert answer.status_code == 403 and "set-cookie" not in answer.headers
    assert "only our proxies may send" in caplog.text
    with store.reading() as tx:
        assert tx.audit.events("user:?")[0].action == "header_refused"


def test_who_sends_the_header_again_and_again_does_not_fill_the_record(portal, store, clock):
    for minute in (1, 2):
        clock.forward(minutes=1)
        for _ in range(14):
            assert portal.get("/login", headers={"X-Remote-User": "chen"}).status_code == 403
        with store.reading() as tx:
            assert len(tx.audit.events("user:?")) == 10 * minute


def test_the_same_header_from_elsewhere_is_refused_even_with_the_secret(store, app, clock):
    options = WebOptions("b", clock=clock, header=TRUST, proxies=("10.0.0.5",))
    elsewhere = Browser(create_app(store, options))
    answer = elsewhere.get("/login", headers={**SAID, "X-Forwarded-For": "10.0.0.5"})
    assert answer.status_code == 403 and "set-cookie" not in answer.headers


def test_when_the_proxy_names_somebody_else_the_session_is_over(portal):
    portal.get("/login", headers=SAID)
    assert portal.get("/board", headers={**SAID, "X-Remote-User": "an"}).status_code == 303
    assert portal.get("/login", headers={**SAID, "X-Remote-User": "nobody"}).status_code == 403


def test_where_a_portal_lets_people_in_no_password_does(portal):
    assert portal.log_in(CUSTOMER).status_code == 403
    assert "门户" in portal.get("/login").text and 'type="password"' not in portal.get("/login").text


def test_a_header_that_nobody_configured_means_nothing(browser):
    assert browser.get("/login", headers=SAID).status_code == 200


# ------------------------------------------------------------------------------------------------- names of the host


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("desk.bank.example", True),
        ("DESK.bank.example:8443", True),
        ("desk.bank.example.", True),
        ("127.0.0.1:8000", True),
        ("[::1]:8000", True),
        ("evil.example", False),
        ("desk.bank.example.evil.example", False),
        ("desk.bank.example@evil.example", False),
        ("", False),
        ("[", False),
    ],
)
def test_pages_are_served_under_our_names_only(store, app, clock, host, ours):
    options = WebOptions("b", clock=clock, hosts=frozenset({"desk.bank.example"}))
    answer = Browser(create_app(store, options)).get("/login", headers={"Host": host})
    assert answer.status_code == (200 if ours else 421)
    assert "content-security-policy" in answer.headers


def test_a_balancer_asks_by_whatever_name(store, app, clock):
    desk = Browser(create_app(store, WebOptions("b", clock=clock, hosts=frozenset({"desk.bank.example"}))))
    assert desk.get("/healthz/live", headers={"Host": "pod-7.cluster"}).status_code == 200
    assert desk.get("/metrics", headers={"Host": "evil.example"}).status_code == 421


def test_with_https_the_cookies_are_bound_to_the_host(store, app, clock):
    desk = Browser(create_app(store, WebOptions("b", clock=clock, secure_cookies=True)))
    cookie = desk.log_in(CUSTOMER).headers["set-cookie"]
    assert cookie.startswith("__Host-ingest_session=")
    for part in ("HttpOnly", "SameSite=lax", "Secure", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie and desk.get("/account").status_code == 200
    assert desk.get("/account").headers["strict-transport-security"].startswith("max-age=31536000")
