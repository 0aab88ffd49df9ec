"""`kind = "feed"` at a web page: the feed is the one that the page announces."""

from __future__ import annotations

import pytest
from shelf import HOME, Shelf, failure, source, visit

FEED = "http://www.bank.example/notice/rss.xml"
ITEM = "<item><title>公告</title><link>http://www.bank.example/n/1.html</link></item>"
RSS = f"<rss version='2.0'><channel><title>n</title>{ITEM}</channel></rss>"


def door(*links: str) -> str:
    return f"<!doctype html><html><head>{''.join(links)}</head><body>首页</body></html>"


def link(href: str, type_: str = "application/rss+xml", title: str = "") -> str:
    return f'<link rel="alternate" type="{type_}" title="{title}" href="{href}">'


@pytest.mark.parametrize(
    "page",
    [
        door(link("rss.xml")),
        door('<base href="/notice/">', link("rss.xml", "application/atom+xml")),
        door(link("/comments/rss.xml"), link("/a?x", title="公告 » 评论"), link("rss.xml", title="公告")),
        door(
            '<link rel="stylesheet" href="/a.css">', '<link rel="alternate" hreflang="en" href="/en">', link("rss.xml")
        ),
    ],
)
def test_the_feed_of_a_page_is_found(page: str) -> None:
    shelf = Shelf({HOME: page, FEED: RSS})
    listing = visit(shelf, source("feed"))
    assert [c.title for c in listing.candidates] == ["公告"] and shelf.asked == [HOME, FEED] and not listing.warnings


def test_neither_the_page_nor_its_feed_is_read_again_where_nothing_changed() -> None:
    shelf = Shelf({HOME: door(link("rss.xml")), FEED: RSS}, conditional=True)
    first = visit(shelf, source("feed"))
    again = visit(shelf, source("feed"), {p.url: p for p in first.pages})
    assert (again.not_modified, again.candidates) == (2, first.candidates)


def test_a_page_without_a_feed_and_one_whose_feed_is_elsewhere_are_told_apart() -> None:
    assert failure(Shelf({HOME: door()}), source("feed")).because[0].code == "page_not_feed"
    failed = failure(Shelf({HOME: door(link("http://feeds.example/bank"))}), source("feed"))
    assert (failed.because[0].code, failed.because[0].about) == ("feed_elsewhere", {"url": "http://feeds.example/bank"})


def test_a_page_where_a_feed_was_does_not_lead_to_another_feed() -> None:
    shelf = Shelf({FEED: RSS, "http://www.bank.example/all.xml": RSS})
    first = visit(shelf, source("feed", FEED))
    shelf.pages[FEED] = door(link("/all.xml"))
    from ingest.sources import kind_of

    of = source("feed", FEED)
    failed = kind_of(of).visit(of, shelf, {p.url: p for p in first.pages})
    assert getattr(failed, "code", None) == "not_a_feed"
