"""Hosts that do not answer are left alone for ever longer, asked once in between, and never given up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

import pytest
from host_memory import Remembered
from loopback_web import Time, Web, answer, in_turn, raw, site

from ingest.fetch.client import Client
from ingest.fetch.policy import FetchPolicy
from ingest.model import Fetched, FetchFailed, HostState, Snapshot

HOST = "127.0.0.1"


@pytest.fixture
def memory() -> Remembered:
    return Remembered()


@pytest.fixture
def run(web: Web, time: Time, memory: Remembered) -> Callable[..., Any]:
    """A context manager: one run, with a client of its own that remembers what the runs before it found out."""

    @contextmanager
    def client(insist: bool = False, **policy: Any) -> Any:
        options = {"allow_private": ("127.0.0.0/8",), "use_environment": False, "obey_robots": False, "attempts": 2}
        made = FetchPolicy(**{"seconds_between_requests": 0.0, **options, **policy})
        clocks: dict[str, Any] = {"clock": time.now, "sleep": time.sleep, "monotonic": time.monotonic}
        with Client(made, **clocks, jitter=lambda: 0.0, memory=memory, insist=insist) as one:
            yield lambda path: one.get(web.url(path), source=site(web))

    return client


def failed(fetched: Fetched) -> FetchFailed:
    assert isinstance(fetched, FetchFailed), fetched
    return fetched


def left_alone(fetched: Fetched) -> bool:
    return failed(fetched).requests == 0 and [c.code for c in failed(fetched).because] == ["left_alone"]


def test_failures_are_counted_from_run_to_run_until_the_host_is_left_alone(
    web: Web, time: Time, memory: Remembered, run: Any
) -> None:
    web.pages["/list"] = raw(b"")
    for hour in range(3):
        with run() as get:
            assert failed(get("/list")).requests == 2
        assert memory.hosts[HOST].failures == hour + 1
        time.seconds += 30
    state = memory.hosts[HOST]
    assert (state.trips, state.since, state.cause and state.cause.code) == (1, state.since, "connection")
    with run() as get:
        assert left_alone(get("/list"))
    assert len(web.seen) == 6


def test_pauses_grow_to_a_cap_and_each_is_followed_by_one_request(web: Web, time: Time, run: Any) -> None:
    web.pages["/list"] = raw(b"")
    with run(attempts=1) as get:
        for _ in range(3):
            get("/list")
    pauses, started, asked = [], time.seconds, len(web.seen)
    while len(pauses) < 7:
        time.seconds += 30
        with run() as get:
            get("/list")
        if len(web.seen) > asked:
            assert len(web.seen) == asked + 1, "a trial is one request, without further attempts"
            pauses.append(time.seconds - started)
            started, asked = time.seconds, len(web.seen)
    assert pauses == [60, 240, 960, 3000, 3000, 3000, 3000]


def test_a_host_that_is_back_is_asked_as_ever(web: Web, time: Time, memory: Remembered, run: Any) -> None:
    web.pages["/list"] = raw(b"")
    with run(attempts=1) as get:
        for _ in range(3):
            get("/list")
    web.pages["/list"] = answer(200, b"back")
    time.seconds += 61
    with run() as get:
        assert isinstance(get("/list"), Snapshot) and isinstance(get("/list"), Snapshot)
    assert memory.hosts[HOST] == HostState(HOST)


def test_an_hourly_run_always_asks(web: Web, time: Time, run: Any) -> None:
    web.pages["/list"] = raw(b"")
    for hour in range(48):
        with run() as get:
            assert not left_alone(get("/list")), hour
        time.seconds = (hour + 1) * 3600.0


def test_retry_after_is_honoured_by_the_next_run_and_a_day_at_most(
    web: Web, time: Time, memory: Remembered, run: Any
) -> None:
    web.pages["/list"] = answer(503, Retry_After="7200")
    with run() as get:
        assert failed(get("/list")).requests == 1
    time.seconds += 7100
    with run() as get:
        assert left_alone(get("/other"))
    web.pages["/list"] = answer(429, Retry_After="99999999")
    time.seconds += 101
    with run() as get:
        assert failed(get("/list")).code == "http_429"
    assert memory.hosts[HOST].until == time.now() + dt.timedelta(days=1)


def test_whoever_names_a_source_has_it_asked_at_once(web: Web, memory: Remembered, run: Any) -> None:
    web.pages["/list"] = in_turn(answer(503, Retry_After="7200"), answer(200, b"back"))
    with run() as get:
        get("/list")
    with run(insist=True) as get:
        assert isinstance(get("/list"), Snapshot)
    assert memory.hosts[HOST] == HostState(HOST)


def test_pages_that_are_out_of_order_do_not_keep_the_pages_behind_them_from_being_read(web: Web, run: Any) -> None:
    web.pages["/list"] = answer(200, b"list")
    for n in range(12):
        web.pages[f"/{n}"] = answer(503)
    web.pages["/last"] = answer(200, b"read")
    with run(attempts=1) as get:
        get("/list")
        for n in range(12):
            assert failed(get(f"/{n}")).requests in (1, 2)
        assert isinstance(get("/last"), Snapshot)


def test_a_host_that_breaks_down_in_the_middle_of_a_visit_is_left_alone(web: Web, run: Any) -> None:
    web.pages["/list"] = in_turn(answer(200, b"list"), answer(503))
    for n in range(12):
        web.pages[f"/{n}"] = answer(503)
    with run(attempts=1) as get:
        results = [get("/list"), *(get(f"/{n}") for n in range(12))]
    assert [left_alone(r) for r in results[1:]] == [False] * 5 + [True] * 7
    assert len(web.seen) == 1 + 5 + 1


def test_a_page_that_is_missing_says_nothing_of_its_host(web: Web, memory: Remembered, run: Any) -> None:
    with run() as get:
        for n in range(6):
            assert failed(get(f"/{n}")).code == "http_404"
    assert memory.hosts == {}


def test_a_clock_that_was_set_back_opens_no_circuit_for_ever(
    web: Web, time: Time, memory: Remembered, run: Any
) -> None:
    memory.hosts[HOST] = HostState(HOST, 9, 9, until=time.now() + dt.timedelta(days=400))
    web.pages["/list"] = answer(200, b"read")
    with run() as get:
        assert isinstance(get("/list"), Snapshot)


def test_attempts_are_spread_by_chance(web: Web, time: Time) -> None:
    web.pages["/n"] = in_turn(answer(503), answer(503), answer(200))
    policy = FetchPolicy(allow_private=(HOST,), use_environment=False, obey_robots=False, seconds_between_requests=0)
    with Client(policy, clock=time.now, sleep=time.sleep, monotonic=time.monotonic, jitter=lambda: 0.5) as client:
        assert isinstance(client.get(web.url("/n"), source=site(web)), Snapshot)
    assert time.slept == [0.625, 2.5]


ROBOTS = b"User-agent: *\nDisallow: /private\n"


def test_robots_is_read_once_a_day_whatever_the_number_of_runs(web: Web, time: Time, run: Any) -> None:
    web.pages |= {"/robots.txt": answer(200, ROBOTS), "/a": answer(200, b"a"), "/private": answer(200)}
    for _ in range(24):
        with run(obey_robots=True) as get:
            assert isinstance(get("/a"), Snapshot) and failed(get("/private")).code == "robots"
        time.seconds += 3600
    assert web.paths().count("/robots.txt") == 1
    with run(obey_robots=True) as get:
        get("/a")
    assert web.paths().count("/robots.txt") == 2


def test_robots_that_was_read_before_counts_on_while_it_is_out_of_order(web: Web, time: Time, run: Any) -> None:
    web.pages |= {"/robots.txt": in_turn(answer(200, ROBOTS), answer(500)), "/a": answer(200), "/private": answer(200)}
    with run(obey_robots=True) as get:
        get("/a")
    time.seconds += 25 * 3600
    with run(obey_robots=True) as get:
        assert isinstance(get("/a"), Snapshot) and failed(get("/private")).code == "robots"


def test_robots_that_can_never_be_read_forbids_all_for_a_month(web: Web, time: Time, run: Any) -> None:
    web.pages |= {"/robots.txt": answer(500), "/a": answer(200)}
    for _ in range(31):
        with run(obey_robots=True, attempts=1) as get:
            assert failed(get("/a")).code == "robots_unreachable"
        time.seconds += 86_400
    with run(obey_robots=True, attempts=1) as get:
        assert isinstance(get("/a"), Snapshot)


def test_a_dead_host_is_left_alone_though_its_robots_was_what_was_asked_for(web: Web, time: Time, run: Any) -> None:
    web.pages["/robots.txt"] = raw(b"")
    for _ in range(3):
        with run(obey_robots=True) as get:
            assert failed(get("/a")).code == "connection"
    with run(obey_robots=True) as get:
        assert left_alone(get("/a"))
