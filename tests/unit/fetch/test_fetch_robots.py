"""robots.txt: who may be read, how often, and what happens when the file itself is out of order."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from loopback_web import Time, Web, answer, raw

from ingest.model import Fetched, FetchFailed, Snapshot

Get = Callable[..., Fetched]
RULES = b"User-agent: *\nDisallow: /*.pdf$\nDisallow: /private\nCrawl-delay: 4\n"


def test_robots_is_read_once_and_obeyed_with_wildcards(web: Web, get: Get) -> None:
    web.pages |= {"/robots.txt": answer(200, RULES), "/a": answer(200, b"a"), "/b.pdf": answer(200, b"b")}
    snapshot, refused = get("/a"), get("/b.pdf")
    assert isinstance(snapshot, Snapshot) and snapshot.requests == 2
    assert isinstance(refused, FetchFailed) and (refused.code, refused.permanent, refused.requests) == (
        "robots",
        True,
        0,
    )
    assert web.paths() == ["/robots.txt", "/a"]


def test_crawl_delay_spaces_the_requests_up_to_a_cap(web: Web, get: Get, time: Time) -> None:
    web.pages |= {"/robots.txt": answer(200, RULES), "/a": answer(200, b"a")}
    get("/a")
    get("/a")
    assert time.slept == [4.0]
    get("/a", max_crawl_delay=1.0)
    get("/a", max_crawl_delay=1.0)
    assert time.slept == [4.0, 1.0]


def test_rules_for_our_own_name_win(web: Web, get: Get) -> None:
    web.pages |= {
        "/robots.txt": answer(200, b"User-agent: *\nDisallow: /\n\nUser-agent: ingest\nAllow: /\n"),
        "/a": answer(200),
    }
    assert isinstance(get("/a"), Snapshot)


@pytest.mark.parametrize(
    "page",
    [
        answer(404),
        answer(403),
        answer(200, b"<html>no such page</html>"),
        answer(302, Location="http://login.example/"),
    ],
)
def test_no_robots_means_everything_is_allowed(web: Web, get: Get, page: object) -> None:
    web.pages |= {"/robots.txt": page, "/a": answer(200, b"a")}  # type: ignore[dict-item]
    assert isinstance(get("/a"), Snapshot)


def test_a_moved_robots_is_followed_on_its_host(web: Web, get: Get) -> None:
    web.pages |= {"/robots.txt": answer(301, Location="/r.txt"), "/r.txt": answer(200, RULES)}
    assert isinstance(refused := get("/private/1"), FetchFailed) and refused.code == "robots"


def test_robots_out_of_order_forbids_all_for_now_and_is_not_asked_for_each_page(web: Web, get: Get, time: Time) -> None:
    web.pages |= {"/robots.txt": answer(500), "/a": answer(200, b"a")}
    first, second = get("/a", attempts=2), get("/a", attempts=2)
    assert isinstance(first, FetchFailed) and (first.code, first.permanent, first.requests) == (
        "robots_unreachable",
        False,
        2,
    )
    assert isinstance(second, FetchFailed) and (second.code, second.requests) == ("robots_unreachable", 0)
    web.pages["/robots.txt"] = answer(404)
    time.seconds += 61
    assert isinstance(get("/a", attempts=2), Snapshot)


def test_a_dead_host_is_a_dead_host_and_not_a_robots_matter(web: Web, get: Get) -> None:
    web.pages["/robots.txt"] = raw(b"")
    assert isinstance(dead := get("/a", attempts=1), FetchFailed) and dead.code == "connection"


def test_robots_can_be_ignored(web: Web, get: Get) -> None:
    web.pages |= {"/robots.txt": answer(200, RULES), "/private": answer(200, b"a")}
    assert isinstance(get("/private", obey_robots=False), Snapshot)
    assert web.paths() == ["/private"]
