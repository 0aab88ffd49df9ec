"""What is remembered of hosts that do not answer, and of their robots.txt."""

from __future__ import annotations

import datetime as dt

from ingest.model import Cause, HostState, RobotsFile, Validators
from ingest.store import Store
from ingest.store.addresses import Address

NOON = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


def test_a_host_in_trouble_is_remembered_and_forgotten_when_it_is_well(store: Store) -> None:
    because = Cause("http_503", {"status": 503}, (Cause("left_alone", {"until": "12:05", "failures": 3}),))
    state = HostState("www.bank.example", 3, 1, because, NOON, NOON + dt.timedelta(minutes=5))
    with store.writing() as tx:
        tx.hosts.keep(state)
        tx.hosts.keep(HostState("login:a", 1, 1, Cause("login_failed"), NOON, NOON))
    with store.reading() as tx:
        assert tx.hosts.get("www.bank.example") == state
        assert [s.host for s in tx.hosts.in_trouble()] == ["login:a", "www.bank.example"]
        assert tx.hosts.get("other.example") is None
    with store.writing() as tx:
        tx.hosts.keep(HostState("www.bank.example"))
    with store.reading() as tx:
        assert tx.hosts.get("www.bank.example") is None


def test_the_newest_state_of_a_host_replaces_the_one_before(store: Store) -> None:
    for failures in (1, 2):
        with store.writing() as tx:
            tx.hosts.keep(HostState("a.example", failures, cause=Cause("timeout"), since=NOON))
    with store.reading() as tx:
        assert tx.hosts.get("a.example") == HostState("a.example", 2, cause=Cause("timeout"), since=NOON)


def test_robots_files_keep_their_bytes_and_since_when_they_can_not_be_read(store: Store) -> None:
    read = RobotsFile("https://a.example", "User-agent: *\nDisallow: /内部\n".encode(), NOON)
    never = RobotsFile("https://b.example:8443", None, None, NOON)
    for _ in range(2):
        with store.writing() as tx:
            tx.hosts.keep_robots(read)
            tx.hosts.keep_robots(never)
    with store.reading() as tx:
        assert tx.hosts.robots("https://a.example") == read
        assert tx.hosts.robots("https://b.example:8443") == never
        assert tx.hosts.robots("http://a.example") is None


def test_how_long_a_server_vouches_for_an_address_is_kept_with_it(store: Store) -> None:
    url = "https://a.example/1"
    with store.writing() as tx:
        tx.addresses.record([Address(url, Validators('"1"', None, "00", NOON), None, None, NOON)])
    with store.reading() as tx:
        assert tx.addresses.known([url])[url].validators.fresh_until == NOON
    later = NOON + dt.timedelta(minutes=20)
    with store.writing() as tx:
        tx.addresses.vouched({url: later, "https://a.example/unknown": later})
    with store.reading() as tx:
        assert tx.addresses.known([url])[url].validators == Validators('"1"', None, "00", later)
