"""Lists that are asked for by POST, or with headers of their own."""

from __future__ import annotations

from loopback_web import NOW, Web, answer, site

from ingest.fetch.client import Client
from ingest.fetch.policy import FetchPolicy
from ingest.model import FetchFailed, NotModified, Post, Snapshot

POLICY = FetchPolicy(
    allow_private=("127.0.0.0/8",), use_environment=False, seconds_between_requests=0, obey_robots=False, attempts=1
)


def test_a_form_is_posted_with_its_media_type(web: Web) -> None:
    web.pages["/list"] = answer(200, b"[]", Content_Type="application/json")
    with Client(POLICY, clock=lambda: NOW) as client:
        got = client.get(web.url("/list"), source=site(web), post=Post(b"page=1"))
    assert isinstance(got, Snapshot) and got.raw == b"[]"
    assert web.seen[0][1]["content-type"] == "application/x-www-form-urlencoded"


def test_headers_of_one_request_stand_behind_those_of_the_source(web: Web) -> None:
    web.pages["/list"] = answer(200, b"[]", ETag='"1"')
    asked = {"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"}
    with Client(POLICY, clock=lambda: NOW) as client:
        source = site(web, headers={"x-requested-with": "ours"})
        got = client.get(web.url("/list"), source=source, headers=asked)
        assert isinstance(got, Snapshot)
        web.pages["/list"] = answer(304)
        again = client.get(web.url("/list"), source=source, validators=got.validators, headers=asked)
    seen = web.seen[0][1]
    assert (seen["accept"], seen["x-requested-with"]) == ("application/json", "ours")
    assert isinstance(again, NotModified)


def test_nothing_is_posted_to_another_host(web: Web) -> None:
    with Client(POLICY, clock=lambda: NOW) as client:
        got = client.get("http://other.example/", source=site(web), post=Post(b"page=1"))
    assert isinstance(got, FetchFailed) and got.code == "foreign_host" and not web.seen
