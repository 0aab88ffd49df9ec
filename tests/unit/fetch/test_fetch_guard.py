"""No private address is connected to, however it is spelled, and the address checked is the one connected to."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import httpcore
import pytest
from loopback_web import Web, answer, site

from ingest.fetch.client import Client
from ingest.fetch.guard import Backend, Guard, Refused, Unresolved
from ingest.fetch.policy import FetchPolicy
from ingest.model import FetchFailed, Snapshot

PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:a9fe:a9fe",
    "2002:7f00:1::", "64:ff9b::a9fe:a9fe",
]  # fmt: skip


@pytest.mark.parametrize("text", PRIVATE)
def test_private_addresses_are_refused(text: str) -> None:
    assert not Guard().admits(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_admitted(text: str) -> None:
    assert Guard().admits(ipaddress.ip_address(text))


def test_an_intranet_source_may_be_private_but_never_cloud_metadata() -> None:
    guard = Guard(intranet=True)
    assert guard.admits(ipaddress.ip_address("10.1.2.3"))
    assert guard.admits(ipaddress.ip_address("::1"))
    for text in ("169.254.169.254", "::ffff:169.254.169.254", "0.0.0.0", "224.0.0.1", "240.0.0.1"):
        assert not guard.admits(ipaddress.ip_address(text))


def test_networks_and_names_can_be_allowed() -> None:
    guard = Guard(("10.0.0.0/8", "wiki.bank.example"))
    assert guard.admits(ipaddress.ip_address("::ffff:10.9.9.9"))
    assert not guard.admits(ipaddress.ip_address("192.168.0.1"), "www.bank.example")
    assert guard.admits(ipaddress.ip_address("192.168.0.1"), "Wiki.bank.example")


@pytest.mark.parametrize(
    "name", ["localhost", "db.localhost", "2130706433", "0x7f000001", "127.1", "[::1]", "nas", "x.local", "a.internal"]
)
def test_private_names_are_not_handed_to_a_proxy(name: str) -> None:
    with pytest.raises(Refused):
        Guard().check_name(name)


def test_public_names_are_handed_to_a_proxy() -> None:
    Guard().check_name("www.bank.example")
    Guard().check_name("1.bank.example")
    Guard(("nas",)).check_name("nas")
    Guard(intranet=True).check_name("nas")


def test_the_name_is_resolved_once_and_the_checked_address_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [["93.184.215.14"], ["127.0.0.1"]]
    connected: list[str] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: [(0, 0, 0, "", (ip, 80)) for ip in answers.pop(0)])

    def connect(self: object, host: str, *_: Any) -> httpcore.NetworkStream:
        connected.append(host)
        raise httpcore.ConnectError("enough")

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    with pytest.raises(httpcore.ConnectError, match="enough"):
        Backend(Guard()).connect_tcp("rebind.example", 80)
    with pytest.raises(Refused):
        Backend(Guard()).connect_tcp("rebind.example", 80)
    assert connected == ["93.184.215.14"]


def test_of_several_addresses_the_next_is_tried_and_private_ones_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    found = ["10.0.0.1", "93.184.215.14", "93.184.215.15"]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: [(0, 0, 0, "", (ip, 80)) for ip in found])
    tried: list[str] = []

    def connect(self: object, host: str, *_: Any) -> httpcore.NetworkStream:
        tried.append(host)
        if host.endswith("14"):
            raise httpcore.ConnectTimeout("silent")
        return httpcore.NetworkStream()

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    Backend(Guard()).connect_tcp("two.example", 80)
    assert tried == ["93.184.215.14", "93.184.215.15"]


def test_an_unknown_name_is_unresolved(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: Any, **__: Any) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", none)
    with pytest.raises(Unresolved):
        Guard().resolve("no.example", 80)


def test_a_client_refuses_loopback_unless_the_policy_or_the_source_allows_it(web: Web) -> None:
    web.pages["/"] = answer(200, b"intranet")
    with Client(FetchPolicy(obey_robots=False, use_environment=False)) as client:
        refused = client.get(web.url("/"), source=site(web))
        assert isinstance(refused, FetchFailed) and (refused.code, refused.permanent) == ("private_address", True)
        assert isinstance(client.get(web.url("/"), source=site(web, allow_private=True)), Snapshot)


def test_a_name_that_turns_private_between_two_requests_is_refused_at_the_second(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding, from the outside: the first answer leads to the site, the next one to cloud metadata."""
    answers, asked = ["127.0.0.1", "169.254.169.254", "10.0.0.8"], 0

    def resolver(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        nonlocal asked
        asked += 1
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers[min(asked, len(answers)) - 1], port))]

    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda h, *a, **k: resolver(h, *a, **k) if "rebind" in str(h) else real(h, *a, **k)
    )
    url = f"http://rebind.example:{web.port}/n"
    web.pages["/n"] = answer(200, b"public", Connection="close")
    policy = FetchPolicy(allow_private=("127.0.0.0/8",), obey_robots=False, use_environment=False, attempts=1)
    with Client(policy, sleep=lambda _: None) as client:
        first, *later = [client.get(url, source=site(web, urls=(url,))) for _ in range(3)]
    assert isinstance(first, Snapshot) and first.raw == b"public"
    assert [f.code for f in later if isinstance(f, FetchFailed)] == ["private_address"] * 2
    assert (asked, len(web.seen)) == (3, 1)


def test_a_redirect_to_a_name_that_resolves_to_a_private_address_is_refused_though_the_host_is_allowed(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo

    def resolver(host: str, port: int, *rest: Any, **options: Any) -> list[Any]:
        if host == "files.bank.example":
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.168.0.7", port))]
        return real(host, port, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    web.pages["/n"] = answer(302, Location="http://files.bank.example/a.pdf")
    source = site(web, hosts=("127.0.0.1", "files.bank.example"))
    policy = FetchPolicy(allow_private=("127.0.0.0/8",), obey_robots=False, use_environment=False)
    with Client(policy, sleep=lambda _: None) as client:
        refused = client.get(web.url("/n"), source=source)
    assert isinstance(refused, FetchFailed) and (refused.code, refused.requests) == ("private_address", 1)
