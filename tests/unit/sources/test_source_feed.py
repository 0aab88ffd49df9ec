"""Feeds: every dialect, every usual defect, and nothing that is no feed."""

from __future__ import annotations

import datetime as dt
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shelf import Shelf, failure, source, visit

from ingest.model import Candidate, Cause, FetchFailed, Listing
from ingest.sources import kind_of

FEED = "https://www.bank.example/feed.xml"


def rss(items: str, head: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    return f'{head}<rss version="2.0"><channel><link>https://www.bank.example/news/</link>{items}</channel></rss>'


def item(title: str = "关于调整手续费的公告", link: str = "/n/1.html", date: str = "", rest: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate>{rest}</item>"


def read(raw: str | bytes, **changes: object) -> tuple[Candidate, ...]:
    return visit(Shelf({FEED: raw}), source("feed", FEED, **changes)).candidates


def test_rss_gives_address_title_date_and_summary() -> None:
    (c,) = read(
        rss(item(date="Sun, 22 Nov 2026 08:00:00 +0800", rest="<description>&lt;p&gt;自即日起&lt;/p&gt;</description>"))
    )
    assert c == Candidate(
        "https://www.bank.example/n/1.html", "关于调整手续费的公告", dt.date(2026, 11, 22), "<p>自即日起</p>"
    )


def test_atom_and_rdf_are_read() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">Fees &amp;amp; &lt;b&gt;limits&lt;/b&gt;</title>'
        '<link href="https://www.bank.example/a"/><updated>2026-11-21T23:30:00Z</updated>'
        "<summary>short</summary><content>much longer text</content></entry></feed>"
    )
    assert read(atom) == (
        Candidate("https://www.bank.example/a", "Fees & limits", dt.date(2026, 11, 21), "much longer text"),
    )
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="x"><title>Rate</title>'
        "<link>https://www.bank.example/r</link><dc:date>2026-11-20</dc:date></item></rdf:RDF>"
    )
    assert read(rdf) == (Candidate("https://www.bank.example/r", "Rate", dt.date(2026, 11, 20)),)


def test_json_feed_is_read() -> None:
    items = [
        {
            "id": "1",
            "url": "/a",
            "title": "通知",
            "content_text": "正文",
            "date_published": "2026-11-20T10:00:00+08:00",
        },
        {"id": "https://www.bank.example/b", "summary": "s"},
        {"id": "nowhere"},
        "nonsense",
    ]
    listing = visit(Shelf({FEED: json.dumps({"version": "x", "items": items})}), source("feed", FEED))
    assert listing.candidates == (
        Candidate("https://www.bank.example/a", "通知", dt.date(2026, 11, 20), "正文"),
        Candidate("https://www.bank.example/b", None, None, "s"),
    )
    assert listing.warnings == (Cause("no_address", {"n": 1}),)


@pytest.mark.parametrize(
    "date", ["2026年11月21日 09:30", "2026-11-21", "Sat, 21 Nov 2026 01:00:00 GMT", "二〇二六年十一月二十一日"]
)
def test_dates_are_read_as_printed_and_keep_their_day(date: str) -> None:
    assert read(rss(item(date=date)))[0].published == dt.date(2026, 11, 21)


def test_an_unreadable_date_is_no_date() -> None:
    assert read(rss(item(date="soon")))[0].published is None


@pytest.mark.parametrize(
    "raw",
    [
        "\r\n\n  " + rss(item()),
        b"\xef\xbb\xbf\n" + rss(item()).encode(),
        rss(item(), '<?xml version="1.0" encoding="gb2312"?>').replace("手续费", "镕手续费").encode("gb18030"),
        rss(item(rest="<description><![CDATA[never closed")),
        rss(item() + "<item><title>a & b</title><link>/2</link></item>"),
        rss(item(title="关于调整手续费的公告\x0b")),
        rss(item(rest="<description>&nbsp;&undefined;</description>")),
    ],
    ids=[
        "blank lines first",
        "byte order mark",
        "gb2312 with a gb18030 sign",
        "open cdata",
        "bare ampersand",
        "control",
        "entities",
    ],
)
def test_careless_feeds_are_read(raw: str | bytes) -> None:
    first = read(raw)[0]
    assert first.url == "https://www.bank.example/n/1.html"
    assert first.title and first.title.replace("镕", "") == "关于调整手续费的公告"


def test_bad_bytes_cost_no_entry() -> None:
    raw = rss(item() + item(link="/n/2.html")).encode().replace("告".encode(), b"\xff\xfe", 1)
    assert [c.url[-6:] for c in read(raw)] == ["1.html", "2.html"]


def test_a_guid_is_the_address_if_it_is_one() -> None:
    guid = "<item><title>x</title><guid isPermaLink='false'>{}</guid></item>"
    assert read(rss(guid.format("https://www.bank.example/g")))[0].url == "https://www.bank.example/g"
    listing = visit(Shelf({FEED: rss(guid.format("urn:uuid:1") + item())}), source("feed", FEED))
    assert len(listing.candidates) == 1 and listing.warnings[0].code == "no_address"


def test_an_enclosure_stands_in_for_a_missing_link() -> None:
    entry = '<item><title>费率表</title><enclosure url="https://www.bank.example/f.pdf" type="application/pdf" length="1"/></item>'
    assert read(rss(entry))[0].url == "https://www.bank.example/f.pdf"


@pytest.mark.parametrize(
    "raw", ["<!DOCTYPE html><html><body>请求被拒绝</body></html>", "404", "", '{"error": 1}', "{", b"\x00\x01\xff"]
)
def test_what_is_no_feed_is_a_failure(raw: str | bytes) -> None:
    assert failure(Shelf({FEED: raw}), source("feed", FEED)).code == "not_a_feed"


def test_an_empty_feed_is_a_warning_not_a_failure() -> None:
    assert visit(Shelf({FEED: rss("")}), source("feed", FEED)).warnings == (Cause("no_entries"),)


def test_entity_bombs_and_external_entities_are_harmless() -> None:
    layers = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{layers}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    began = time.monotonic()
    candidates = read(rss(item(title="&l9;&f;"), head))
    assert time.monotonic() - began < 2
    assert all("root:" not in (c.title or "") and len(c.title or "") < 1000 for c in candidates)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    one = source("feed", FEED)
    for body in (raw, b"<rss version='2.0'><channel><item>" + raw, b'{"items": [' + raw):
        assert isinstance(kind_of(one).visit(one, Shelf({FEED: body}), {}), Listing | FetchFailed)
