"""What a server says of how long its answer holds spares requests, and never hides a notice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback_web import NOW, Time, Web, answer, raw, site

from ingest.fetch.freshness import directives, fresh_until
from ingest.fetch.policy import FetchPolicy
from ingest.model import Fetched, NotModified, Snapshot, Source, SourceKind, Validators

Get = Callable[..., Fetched]
HOURLY = Source("s", SourceKind.LISTING, urls=("http://a.example/",))


def minutes(every: float = 60, **headers: str) -> float | None:
    source = Source("s", SourceKind.LISTING, urls=("http://a.example/",), every=dt.timedelta(minutes=every))
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    until = fresh_until(named, source, FetchPolicy(), NOW)
    return (until - NOW).total_seconds() / 60 if until else None


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"cache_control": "max-age=600"}, 10),
        ({"cache_control": "public, Max-Age=600"}, 10),
        ({"cache_control": 'max-age="600"'}, 10),
        ({"cache_control": "max-age=600, max-age=6000"}, 10),
        ({"cache_control": "max-age=600", "age": "240"}, 6),
        ({"cache_control": "max-age=600", "age": "600"}, None),
        ({"cache_control": "max-age=600", "date": "Sun, 22 Nov 2026 00:52:00 GMT"}, 2),
        ({"cache_control": "max-age=86400"}, 30),
        ({"cache_control": "max-age=99999999999999999999"}, None),
        ({"cache_control": "max-age=-5"}, None),
        ({"cache_control": "max-age"}, None),
        ({"cache_control": "max-age=600, no-cache"}, None),
        ({"cache_control": "no-store, max-age=600"}, None),
        ({"pragma": "no-cache", "cache_control": "max-age=600"}, None),
        ({"cache_control": "s-maxage=600"}, None),
        ({"expires": "Sun, 22 Nov 2026 01:10:00 GMT"}, 10),
        ({"expires": "Sun, 22 Nov 2026 01:10:00 GMT", "date": "Sun, 22 Nov 2026 01:00:00 GMT"}, 10),
        ({"expires": "Sun, 22 Nov 2026 01:10:00 GMT", "cache_control": "max-age=120"}, 2),
        ({"expires": "0"}, None),
        ({"expires": "-1", "cache_control": "private"}, None),
        ({"last_modified": "Sun, 01 Nov 2020 00:00:00 GMT"}, None),
        ({"cache_control": "max-age=600", "vary": "Accept-Encoding, User-Agent"}, 10),
        ({"cache_control": "max-age=600", "vary": "*"}, None),
        ({"cache_control": "max-age=600", "vary": "Accept-Encoding, Cookie"}, None),
        ({"cache_control": "max-age=600", "vary": "Accept-Language"}, None),
    ],
)
def test_only_what_the_server_says_makes_an_answer_fresh(headers: dict[str, str], expected: float | None) -> None:
    assert minutes(**headers) == expected


def test_freshness_ends_before_the_next_regular_visit() -> None:
    assert minutes(every=10, cache_control="max-age=86400") == 5
    assert minutes(every=24 * 60, cache_control="max-age=86400") == 30


def test_a_fresh_page_is_not_asked_for_again_until_its_time_is_over(web: Web, get: Get, time: Time) -> None:
    web.pages["/n"] = answer(200, b"x", Cache_Control="max-age=600", ETag='"1"')
    first = get("/n", obey_robots=False)
    assert isinstance(first, Snapshot)
    time.seconds += 599
    assert get("/n", validators=first.validators, obey_robots=False) == NotModified(
        web.url("/n"), 0, first.validators.fresh_until
    )
    time.seconds += 1
    web.pages["/n"] = raw(b"HTTP/1.1 304 Not Modified\r\nCache-Control: max-age=300\r\n\r\n")
    again = get("/n", validators=first.validators, obey_robots=False)
    assert again == NotModified(web.url("/n"), 1, time.now() + dt.timedelta(seconds=300))
    assert len(web.seen) == 2


def test_a_page_without_validators_is_fresh_too_and_read_whole_afterwards(web: Web, get: Get, time: Time) -> None:
    web.pages["/n"] = answer(200, b"x", Expires="Sun, 22 Nov 2026 01:05:00 GMT")
    first = get("/n", obey_robots=False)
    assert isinstance(first, Snapshot)
    assert isinstance(get("/n", validators=first.validators, obey_robots=False), NotModified)
    time.seconds += 300
    assert isinstance(get("/n", validators=first.validators, obey_robots=False), Snapshot)


def test_an_hourly_visit_asks_whatever_the_server_says(web: Web, get: Get, time: Time) -> None:
    web.pages["/list"] = answer(200, b"x", Cache_Control="max-age=31536000, immutable")
    validators = None
    for hour in range(5):
        time.seconds = 3600.0 * hour
        got = get("/list", validators=validators, obey_robots=False)
        assert isinstance(got, Snapshot)
        validators = got.validators
    assert len(web.seen) == 5


def test_a_fresh_moment_from_before_the_clock_was_set_back_counts_for_nothing(web: Web, get: Get) -> None:
    web.pages["/n"] = answer(200, b"x")
    later = Validators(fresh_until=NOW + dt.timedelta(days=30))
    assert isinstance(get("/n", validators=later, obey_robots=False), Snapshot)


def test_fresh_at_most_nothing_asks_every_time(web: Web, get: Get) -> None:
    web.pages["/n"] = answer(200, b"x", Cache_Control="max-age=600")
    first = get("/n", obey_robots=False, max_fresh_seconds=0)
    assert isinstance(first, Snapshot) and first.validators.fresh_until is None


@given(st.text(max_size=80), st.text(max_size=40), st.text(max_size=20), st.text(max_size=40), st.text(max_size=20))
def test_no_header_breaks_the_rules(control: str, expires: str, age: str, date: str, vary: str) -> None:
    headers = {"cache-control": control, "expires": expires, "age": age, "date": date, "vary": vary}
    until = fresh_until(headers, HOURLY, FetchPolicy(), NOW)
    assert until is None or NOW < until <= NOW + dt.timedelta(minutes=30)
    assert all(name == name.lower() for name in directives(control))


def test_what_is_posted_is_always_asked(web: Web, get: Get) -> None:
    from ingest.fetch.client import Client
    from ingest.model import Post

    web.pages["/q"] = answer(200, b"[]", Cache_Control="max-age=600")
    policy = FetchPolicy(allow_private=("127.0.0.1",), use_environment=False, obey_robots=False)
    with Client(policy, clock=lambda: NOW, sleep=lambda _: None) as client:
        for _ in range(2):
            got = client.get(web.url("/q"), source=site(web), post=Post(b"a=1"))
            assert isinstance(got, Snapshot) and got.validators.fresh_until is None
    assert len(web.seen) == 2
