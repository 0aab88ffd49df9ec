"""Redirects are followed by hand: own hosts only, no circles, no private addresses."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback_web import Web, answer, in_turn

from ingest.fetch.hosts import is_own, resolve, split
from ingest.model import Fetched, FetchFailed, Snapshot, Source, SourceKind

Get = Callable[..., Fetched]


def code(fetched: Fetched) -> str:
    assert isinstance(fetched, FetchFailed), fetched
    return fetched.code


def test_a_redirect_inside_the_host_is_followed(web: Web, get: Get) -> None:
    web.pages["/old"] = answer(301, Location="new page?a=1#top")
    web.pages["/new%20page"] = answer(200, b"here")
    snapshot = get("/old", obey_robots=False)
    assert isinstance(snapshot, Snapshot)
    assert (snapshot.requested, snapshot.url, snapshot.requests) == (web.url("/old"), web.url("/new%20page?a=1"), 2)


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("http://169.254.169.254/latest/meta-data/", "foreign_host"),
        ("http://other.example/", "foreign_host"),
        ("http://127.0.0.1:1/", "foreign_host"),
        ("http://127.0.0.1/", "connection"),
        ("file:///etc/passwd", "bad_url"),
        ("ftp://127.0.0.1/", "bad_url"),
        ("http://other.example\\@127.0.0.1/", "bad_url"),
    ],
)
def test_a_redirect_elsewhere_is_refused(web: Web, get: Get, location: str, expected: str) -> None:
    web.pages["/old"] = answer(302, Location=location)
    assert code(get("/old", obey_robots=False, attempts=1)) == expected
    assert web.paths() == ["/old"]


def test_a_redirect_to_itself_is_a_loop_unless_it_sets_a_cookie(web: Web, get: Get) -> None:
    web.pages["/old"] = answer(302, Location="/old")
    assert code(get("/old", obey_robots=False)) == "redirect_loop"
    web.pages["/gate"] = in_turn(answer(302, Location="/gate", Set_Cookie="pass=1"), answer(200, b"in"))
    assert isinstance(get("/gate", obey_robots=False), Snapshot)
    assert web.seen[-1][1]["cookie"] == "pass=1"


def test_redirects_to_ever_new_addresses_end(web: Web, get: Get) -> None:
    web.pages["/old"] = lambda handler: answer(302, Location=handler.path + "x" if "?" in handler.path else "/old?x")(
        handler
    )
    assert code(get("/old", obey_robots=False)) == "many_redirects"
    assert len(web.seen) == 6


def source(*urls: str, hosts: tuple[str, ...] = ()) -> Source:
    return Source("s", SourceKind.PAGE, urls=urls, hosts=hosts)


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("http://www.bank.example/x", True),
        ("https://WWW.bank.example./x", True),
        ("https://bank.example/x", True),
        ("https://www.bank.example:443/x", True),
        ("https://www.bank.example:8443/x", False),
        ("https://m.bank.example/x", False),
        ("https://www.bank.example.evil.example/x", False),
        ("https://www.bank.example@evil.example/x", False),
        ("https://evil.example#@www.bank.example/", False),
        ("https://www.bank.example:99999/", False),
        ("gopher://www.bank.example/", False),
    ],
)
def test_own_hosts_are_exact_but_for_www(url: str, own: bool) -> None:
    assert is_own(url, source("http://www.bank.example/list")) is own


def test_configured_hosts_replace_the_address_and_a_named_port_counts() -> None:
    assert is_own(
        "https://files.bank.example/a.pdf", source("https://www.bank.example/", hosts=("files.bank.example",))
    )
    assert not is_own("https://www.bank.example/", source("https://www.bank.example/", hosts=("files.bank.example",)))
    port = source("http://bank.example:8080/list", hosts=("bank.example", "cdn.example:81"))
    assert is_own("http://bank.example:8080/1", port)
    assert is_own("http://cdn.example:81/1", port)
    assert not is_own("http://bank.example:81/1", port)


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_breaks_the_address_rules(base: str, reference: str) -> None:
    for text in (base, resolve("http://www.bank.example/a/", reference), resolve(base, reference)):
        split(text)
        is_own(text, source("http://www.bank.example/"))
