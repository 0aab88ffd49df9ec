"""Places behind a log-in: by form, kept over the visit, renewed once when it is lost; by HTTP basic; never told."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl

import pytest
from host_memory import Remembered
from loopback_web import NOW, Time, Web, answer, raw, site

from ingest.fetch.client import Client
from ingest.fetch.failure import Failure
from ingest.fetch.policy import FetchPolicy
from ingest.fetch.secrets import Secrets
from ingest.model import Cause, Fetched, FetchFailed, Login, Snapshot, Source, SourceKind
from ingest.text.causes import told

PASSWORD = "geheim-密码-42"
SECRETS = {"BANK_PASSWORD": PASSWORD, "TOKEN": "tok-abc-123", "SESSION": "cookie-value-9"}


class Intranet:
    """A site of a bank's own: a form with a token that is good once, and sessions that it may forget."""

    def __init__(self, web: Web) -> None:
        self.web, self.tokens, self.sessions, self.posted = web, 0, set[str](), list[dict[str, str]]()
        self.password, self.extra = PASSWORD, ""
        web.pages["/login"] = self.form
        web.pages["/do-login"] = self.check
        web.pages["/notices"] = self.inside
        web.pages["/welcome"] = answer(200, "<p>欢迎，读者</p><a href='/out'>退出</a>".encode())

    def form(self, handler: BaseHTTPRequestHandler) -> None:
        self.tokens += 1
        page = f"""<html><meta charset="utf-8"><form action="/search" method="get"><input name="q"></form>
        <form action="do-login" method="post"><input type="hidden" name="csrf" value="t{self.tokens}">
        <input name="account"><input type="password" name="pw"><input type="checkbox" name="keep" checked>
        <input type="checkbox" name="news"><select name="branch"><option value="1">A</option>
        <option value="2" selected>B</option></select><input type="submit" name="go" value="登录">
        <input type="submit" name="other" value="x">{self.extra}</form></html>"""
        answer(200, page.encode(), Set_Cookie=f"pre=t{self.tokens}; Path=/", Content_Type="text/html")(handler)

    def check(self, handler: BaseHTTPRequestHandler) -> None:
        fields = dict(parse_qsl(self.web.bodies[-1].decode(), keep_blank_values=True))
        self.posted.append(fields)
        cookies = handler.headers.get("Cookie", "")
        token = f"t{self.tokens}"
        if fields.get("pw") == self.password and fields.get("csrf") == token and f"pre={token}" in cookies:
            self.sessions.add(token)
            answer(303, Location="/welcome", Set_Cookie=f"sid={token}; HttpOnly; Path=/")(handler)
        else:
            self.form(handler)

    def inside(self, handler: BaseHTTPRequestHandler) -> None:
        cookies = dict(c.partition("=")[::2] for c in handler.headers.get("Cookie", "").split("; "))
        if cookies.get("sid") in self.sessions:
            answer(200, "<ul><li>内部公告</li></ul>".encode(), Content_Type="text/html")(handler)
        else:
            answer(302, Location="/login?back=/notices")(handler)


@pytest.fixture
def intranet(web: Web) -> Intranet:
    return Intranet(web)


def source_of(web: Web, **login: Any) -> Source:
    named = {"user": "reader", "password_env": "BANK_PASSWORD", "url": web.url("/login"), **login}
    return site(web, id="intranet", login=Login(**named))


@pytest.fixture
def ask(web: Web, time: Time) -> Callable[..., Callable[[str], Fetched]]:
    """ask(source) gives get(path) by a new client each time it is called."""
    clients: list[Client] = []

    def made(source: Source, environment: dict[str, str] = SECRETS, memory: Remembered | None = None) -> Any:
        policy = FetchPolicy(
            allow_private=("127.0.0.0/8",), use_environment=False, seconds_between_requests=0, obey_robots=False
        )
        clocks: dict[str, Any] = {"clock": time.now, "sleep": time.sleep, "monotonic": time.monotonic}
        client = Client(policy, **clocks, jitter=lambda: 0.0, environment=environment, memory=memory)
        clients.append(client)
        return lambda path: client.get(path if "://" in path else web.url(path), source=source)

    yield made  # type: ignore[misc]
    for client in clients:
        client.close()


def code(fetched: Fetched) -> str:
    assert isinstance(fetched, FetchFailed), fetched
    return fetched.code


def test_the_form_is_filled_as_a_browser_would_and_the_session_is_kept(web: Web, intranet: Intranet, ask: Any) -> None:
    get = ask(source_of(web))
    for _ in range(3):
        page = get("/notices")
        assert isinstance(page, Snapshot) and "内部公告" in page.raw.decode()
    assert intranet.posted == [
        {"csrf": "t1", "keep": "on", "branch": "2", "go": "登录", "account": "reader", "pw": PASSWORD}
    ]
    assert web.paths() == ["/login", "/do-login", "/welcome", "/notices", "/notices", "/notices"]
    sent = web.seen[1][1]
    assert (sent["referer"], sent["origin"]) == (web.url("/login"), web.url(""))
    assert sent["content-type"] == "application/x-www-form-urlencoded"


def test_a_page_that_turns_into_the_log_in_page_is_asked_again_after_one_log_in(
    web: Web, intranet: Intranet, ask: Any
) -> None:
    get = ask(source_of(web))
    get("/notices")
    intranet.sessions.clear()
    again = get("/notices")
    assert isinstance(again, Snapshot) and "内部公告" in again.raw.decode()
    assert len(intranet.posted) == 2 and again.requests == 6


@pytest.mark.parametrize("shown", [answer(401), answer(200, "<p>会话已过期</p>".encode(), Content_Type="text/html")])
def test_a_401_and_the_words_of_an_end_are_understood_too(web: Web, intranet: Intranet, ask: Any, shown: Any) -> None:
    def lost_once(handler: BaseHTTPRequestHandler) -> None:
        (shown if len(intranet.posted) < 2 else intranet.inside)(handler)

    web.pages["/notices"] = lost_once
    assert isinstance(ask(source_of(web, expired="会话已过期"))("/notices"), Snapshot)
    assert len(intranet.posted) == 2


def test_a_place_that_always_asks_for_a_log_in_is_told_after_one_more_and_not_besieged(
    web: Web, intranet: Intranet, ask: Any
) -> None:
    web.pages["/notices"] = answer(302, Location="/login")
    get = ask(source_of(web))
    assert code(get("/notices")) == "login_required"
    assert [code(get("/notices")) for _ in range(3)] == ["login_required"] * 3
    assert len(intranet.posted) == 2


def test_a_page_with_a_password_box_is_no_log_in_page_where_the_words_of_success_stand(
    web: Web, intranet: Intranet, ask: Any
) -> None:
    body = "<a>退出</a><form><input type='password' name='p'></form><p>公告</p>".encode()
    web.pages["/notices"] = answer(200, body, Content_Type="text/html")
    assert isinstance(ask(source_of(web, success="退出"))("/notices"), Snapshot)


def test_a_refused_password_is_not_tried_again_for_an_hour_though_runs_start_anew(
    web: Web, intranet: Intranet, ask: Any, time: Time
) -> None:
    intranet.password, memory = "another", Remembered()
    for _ in range(4):
        assert code(ask(source_of(web), memory=memory)("/notices")) == "login_failed"
        time.seconds += 600
    assert len(intranet.posted) == 1
    time.seconds += 3600
    intranet.password = PASSWORD
    assert isinstance(ask(source_of(web), memory=memory)("/notices"), Snapshot)
    assert len(intranet.posted) == 2 and memory.hosts["login:intranet"].trips == 0


def test_the_words_of_success_must_stand_on_the_page_behind_the_form(web: Web, intranet: Intranet, ask: Any) -> None:
    assert code(ask(source_of(web, success="Herzlich willkommen"))("/notices")) == "login_failed"


@pytest.mark.parametrize(
    "page",
    [
        b"<p>no form</p>",
        b"<form method='get'><input name='u'><input type='password' name='p'></form>",
        b"<form method='post'><input type='password' name='p'></form>",
        b"<form method='post' action='javascript:go()'><input name='u'><input type='password' name='p'></form>",
    ],
)
def test_a_page_without_a_usable_form_is_told(web: Web, ask: Any, page: bytes) -> None:
    web.pages["/login"] = answer(200, page, Content_Type="text/html")
    assert code(ask(source_of(web))("/notices")) == "login_form"


def test_the_form_and_its_fields_can_be_named(web: Web, intranet: Intranet, ask: Any) -> None:
    web.pages["/login"] = answer(
        200,
        b"<form method='post' action='/wrong'><input name='a'><input type='password' name='b'></form>"
        b"<form id='second' method='post' action='/do-login'><input name='who'><input name='note'>"
        b"<input name='pin'></form>",
        Content_Type="text/html",
    )
    named = {"form": "#second", "user_field": "who", "password_field": "pin", "fields": {"lang": "zh"}}
    ask(source_of(web, **named))("/notices")
    assert intranet.posted[0] == {"note": "", "lang": "zh", "who": "reader", "pin": PASSWORD}


def test_a_form_in_gbk_is_sent_in_gbk(web: Web, intranet: Intranet, ask: Any) -> None:
    page = "<meta charset='gbk'><p>请登录网上银行公告系统</p><form method='post' action='/do-login'>"
    page += "<input type='hidden' name='org' value='总行'><input name='u'><input type='password' name='p'></form>"
    web.pages["/login"] = answer(200, page.encode("gbk"), Content_Type="text/html; charset=gbk")
    ask(source_of(web))("/notices")
    assert b"org=%D7%DC%D0%D0" in web.bodies[-1]


def test_a_password_that_the_environment_lacks_is_told_by_the_name_of_its_variable(
    web: Web, intranet: Intranet, ask: Any
) -> None:
    failed = ask(source_of(web), environment={})("/notices")
    assert code(failed) == "secret_missing" and "BANK_PASSWORD" in told(failed.cause).zh
    assert intranet.posted == []


def test_no_secret_is_told_in_failures_logs_or_by_repr(
    web: Web, intranet: Intranet, ask: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    source = source_of(web)
    web.pages["/notices"] = answer(302, Location=f"http://{SECRETS['TOKEN']}.example/?p={PASSWORD}")
    told_of = [ask(source)("/notices"), ask(source)(web.url(f"/n?t={PASSWORD}"))]
    web.pages["/notices"] = raw(b"")
    told_of.append(ask(site(web, headers={"X-Token": "env:TOKEN"}))("/notices"))
    broken = {"TOKEN": "first\r\nX-Evil: 1"}
    told_of.append(ask(site(web, headers={"X-Token": "env:TOKEN"}), environment=broken)("/notices"))
    assert code(told_of[-1]) == "secret_missing"
    for failed in told_of[:1] + told_of[2:]:
        assert PASSWORD not in repr(failed) + str(told(failed.cause))
    assert not any(secret in repr(source) + caplog.text for secret in (*SECRETS.values(), "X-Evil"))


def test_a_secret_is_hidden_in_every_spelling_and_behind_every_cause() -> None:
    source = Source("s", SourceKind.LISTING, login=Login("u", "P"), cookies={"a": "env:SHORT"})
    secrets = Secrets(source, {"P": "päss wörd/1", "SHORT": "abc"})
    inner = Cause(
        "connection", {"detail": "at ?p=p%C3%A4ss%20w%C3%B6rd/1 abc"}, (Cause("proxy", {"detail": "päss wörd/1"}),)
    )
    told_of = secrets.hide(Failure("robots_unreachable", {"x": "p%C3%A4ss+w%C3%B6rd%2F1", "n": 3}, because=(inner,)))
    assert told_of.about == {"x": "***", "n": 3}
    assert told_of.because == (Cause("connection", {"detail": "at ?p=*** abc"}, (Cause("proxy", {"detail": "***"}),)),)


def test_basic_goes_to_the_places_that_the_configuration_names_and_nowhere_else(web: Web, ask: Any) -> None:
    web.pages["/n"] = answer(302, Location=f"http://localhost:{web.port}/n2")
    web.pages["/n2"] = answer(200, b"x")
    basic = Login("reader", "BANK_PASSWORD")
    source = site(web, hosts=("127.0.0.1", f"localhost:{web.port}"), login=basic, headers={"X-Key": "env:TOKEN"})
    assert isinstance(ask(source)("/n"), Snapshot)
    first, second = web.seen[0][1], web.seen[1][1]
    assert first["authorization"].startswith("Basic ") and first["x-key"] == "tok-abc-123"
    assert "authorization" not in second and "x-key" not in second


def test_headers_and_cookies_may_name_secrets_and_cookies_of_the_server_join_them(web: Web, ask: Any) -> None:
    web.pages["/n"] = answer(200, b"x", Set_Cookie="seen=1; Path=/")
    headers = {"Authorization": "Bearer env:TOKEN", "accept-language": "en"}
    get = ask(site(web, headers=headers, cookies={"lang": "zh", "s": "env:SESSION"}))
    get("/n")
    get("/n")
    assert web.seen[0][1]["authorization"] == "Bearer tok-abc-123"
    assert web.seen[0][1]["accept-language"] == "en"
    assert [h["cookie"] for _, h in web.seen] == ["lang=zh; s=cookie-value-9", "lang=zh; s=cookie-value-9; seen=1"]


def test_cookies_belong_to_the_source_that_got_them(web: Web, time: Time) -> None:
    web.pages["/n"] = answer(200, b"x", Set_Cookie="who=first; Path=/")
    policy = FetchPolicy(allow_private=("127.0.0.1",), use_environment=False, obey_robots=False)
    with Client(policy, clock=lambda: NOW, sleep=time.sleep) as client:
        for id_ in ("a", "b", "a"):
            client.get(web.url("/n"), source=site(web, id=id_))
    assert [h.get("cookie") for _, h in web.seen] == [None, None, "who=first"]


def test_a_source_has_a_proxy_of_its_own_with_a_password_from_the_environment(web: Web, time: Time) -> None:
    web.pages["http://www.bank.example/n"] = answer(200, b"through")
    policy = FetchPolicy(use_environment=False, obey_robots=False, proxy="http://127.0.0.1:9")
    at = {"urls": ("http://www.bank.example/n",), "proxy_password_env": "BANK_PASSWORD"}
    proxied = site(web, proxy=web.url("").replace("//", "//me@"), **at)
    with Client(policy, clock=lambda: NOW, sleep=time.sleep, environment={"BANK_PASSWORD": "pw"}) as client:
        assert isinstance(client.get("http://www.bank.example/n", source=proxied), Snapshot)
    assert web.seen[0][1]["proxy-authorization"] == "Basic bWU6cHc="
    with Client(policy, clock=lambda: NOW, sleep=time.sleep, environment={}) as client:
        assert code(client.get("http://www.bank.example/n", source=proxied)) == "secret_missing"


def test_a_source_may_go_without_the_proxy_of_all_others(web: Web, time: Time) -> None:
    web.pages["/n"] = answer(200, b"direct")
    policy = FetchPolicy(
        allow_private=("127.0.0.1",), use_environment=False, obey_robots=False, proxy="http://127.0.0.1:9", attempts=1
    )
    with Client(policy, clock=lambda: NOW, sleep=time.sleep) as client:
        assert isinstance(client.get(web.url("/n"), source=site(web, id="a", proxy="direct")), Snapshot)
        assert isinstance(client.get(web.url("/n"), source=site(web, id="b")), FetchFailed)


def test_the_user_agent_says_whom_to_turn_to() -> None:
    policy = FetchPolicy(contact="it@bank.example")
    assert policy.agent == "ingest/0.1 (bank notices; one reader, polite; +it@bank.example)"
    assert FetchPolicy("mine/2", contact="https://bank.example/bot").agent == "mine/2 (+https://bank.example/bot)"
    assert policy.robot == "ingest"
