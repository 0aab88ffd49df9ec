"""From where a request comes: what a proxy says is believed of our own proxies only."""

from __future__ import annotations

import pytest
from visits import Browser

from ingest.web.app import create_app
from ingest.web.client_name import client_name
from ingest.web.options import WebOptions

CASES = [
    ((), "203.0.113.9", "127.0.0.1"),
    (("127.0.0.1",), None, "127.0.0.1"),
    (("127.0.0.1",), "203.0.113.9", "203.0.113.9"),
    (("127.0.0.0/8",), "made up, 203.0.113.9", "203.0.113.9"),
    (("127.0.0.1", "10.0.0.0/8"), "198.51.100.1, 203.0.113.9, 10.0.0.5", "203.0.113.9"),
    (("127.0.0.1", "2001:db8::/32"), "2001:db9::7, 2001:db8::1", "2001:db9::7"),
    (("127.0.0.1",), "not an address", "not an address"),
    (("127.0.0.1",), "x" * 500, "x" * 64),
]


@pytest.mark.parametrize(("proxies", "said", "address"), CASES)
def test_the_address_on_record_is_the_last_one_that_was_no_proxy_of_ours(store, app, clock, proxies, said, address):
    desk = Browser(create_app(store, WebOptions("b", clock=clock, proxies=proxies)))
    headers = {"X-Forwarded-For": said} if said else {}
    desk.send("POST", "/login", data={"name": "chen", "password": "wrong"}, headers=headers)
    with store.reading() as tx:
        assert tx.audit.events("user:chen")[0].detail["address"] == address


@pytest.mark.parametrize(
    ("client", "name"),
    [
        (
            "10.0.0.7 · Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge, Windows · 10.0.0.7",
        ),
        (
            "10.0.0.7 · Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari, iPhone · 10.0.0.7",
        ),
        ("10.0.0.7 · curl/8", "10.0.0.7 · curl/8"),
        ("10.0.0.7", "10.0.0.7"),
        ("", ""),
    ],
)
def test_a_browser_is_told_by_a_name_that_its_owner_knows(client, name):
    assert client_name(client) == name
