"""Sitemaps: what counts, what is asked again, and what is refused."""

from __future__ import annotations

import datetime as dt
import gzip

import pytest
from shelf import Shelf, failure, source, visit

from ingest.model import FetchFailed, Source
from ingest.sources.matching import counts
from ingest.sources.sitemap_file import latest

SITE = "http://www.bank.example"
MAP = f"{SITE}/sitemap.xml"


def urlset(*entries: tuple[str, str | None]) -> str:
    rows = "".join(
        f"<url><loc>{url}</loc>" + (f"<lastmod>{changed}</lastmod>" if changed else "") + "</url>"
        for url, changed in entries
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'


def index(*files: tuple[str, str | None]) -> str:
    rows = "".join(
        f"<sitemap><loc>{u}</loc>" + (f"<lastmod>{m}</lastmod>" if m else "") + "</sitemap>" for u, m in files
    )
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>'


def of(*urls: str, **changes: object) -> Source:
    return source("sitemap", *(urls or (MAP,)), **changes)


def found(pages: dict[str, str | bytes], *urls: str, **changes: object) -> list[str]:
    return [c.url.removeprefix(SITE) for c in visit(Shelf(pages), of(*urls, **changes)).candidates]


def test_what_changed_last_comes_first_and_undated_pages_come_last() -> None:
    page = urlset((f"{SITE}/a", "2026-01-02"), (f"{SITE}/b", None), (f"{SITE}/c", "2026-11-20T08:00:00+08:00"))
    assert found({MAP: page}) == ["/c", "/a", "/b"]


def test_of_a_large_sitemap_the_newest_are_read() -> None:
    page = urlset(*((f"{SITE}/{n}", f"2026-03-{n:02}") for n in range(1, 31)))
    assert found({MAP: page}, max_items=3) == ["/30", "/29", "/28"]
    assert not visit(Shelf({MAP: page}), of(max_items=3)).warnings


def test_a_large_sitemap_without_dates_is_told_at_every_visit() -> None:
    page = urlset(*((f"{SITE}/{n}", None) for n in range(1, 31)))
    shelf = Shelf({MAP: page}, conditional=True)
    first = visit(shelf, of(max_items=3))
    again = visit(shelf, of(max_items=3), {p.url: p for p in first.pages})
    for listing in (first, again):
        assert [w.code for w in listing.warnings] == ["no_lastmod"]
        assert listing.warnings[0].about == {"found": 30, "read": 3}
    assert again.not_modified == 1 and again.candidates == first.candidates


def test_only_addresses_that_match_count() -> None:
    page = urlset(
        *((f"{SITE}{p}", None) for p in ("/notice/1.html", "/notice/old/2.html", "/loan.html", "/notice/?id=3"))
    )
    assert found({MAP: page}, match=("/notice/*", "!/notice/old/*")) == ["/notice/1.html", "/notice/?id=3"]
    listing = visit(Shelf({MAP: page}), of(match=("/none/*",)))
    assert [w.code for w in listing.warnings] == ["none_match"] and listing.warnings[0].about["n"] == 4


@pytest.mark.parametrize(
    ("patterns", "url", "expected"),
    [
        ((), f"{SITE}/x", True),
        (("/n/*",), f"{SITE}/n/1?a=b", True),
        (("/n/*",), f"{SITE}/m/n/1", False),
        (("*/n/*",), f"{SITE}/m/n/1", True),
        (("https://*",), f"{SITE}/n", False),
        (("!/n/*",), f"{SITE}/m", True),
        (("!/n/*",), f"{SITE}/n/1", False),
        (("/",), SITE, True),
        (("/a.b",), f"{SITE}/axb", False),
    ],
)
def test_patterns_are_held_against_the_path_or_the_whole_address(
    patterns: tuple[str, ...], url: str, expected: bool
) -> None:
    assert counts(url, patterns) is expected


def test_old_pages_are_passed_over_but_never_all_of_them() -> None:
    page = urlset((f"{SITE}/new", "2026-11-01"), (f"{SITE}/old", "2020-01-01"), (f"{SITE}/unknown", None))
    assert found({MAP: page}, newer_than=dt.timedelta(days=90)) == ["/new", "/unknown"]
    page = urlset((f"{SITE}/older", "2019-01-01"), (f"{SITE}/old", "2020-01-01"))
    assert found({MAP: page}, newer_than=dt.timedelta(days=90)) == ["/old"]


def test_an_index_leads_to_its_files_also_where_it_did_not_change() -> None:
    pages = {
        MAP: index((f"{SITE}/a.xml", "2026-01-01"), (f"{SITE}/b.xml.gz", "2026-11-01")),
        f"{SITE}/a.xml": urlset((f"{SITE}/1", "2026-01-01")),
        f"{SITE}/b.xml.gz": gzip.compress(urlset((f"{SITE}/2", "2026-11-01")).encode()),
    }
    shelf = Shelf(pages, conditional=True)
    first = visit(shelf, of())
    assert [c.url for c in first.candidates] == [f"{SITE}/2", f"{SITE}/1"]
    assert shelf.asked == [MAP, f"{SITE}/b.xml.gz", f"{SITE}/a.xml"]
    remembered = {p.url: p for p in first.pages}
    again = visit(shelf, of(), remembered)
    assert again.not_modified == 3 and again.candidates == first.candidates
    shelf.pages[f"{SITE}/a.xml"] = urlset((f"{SITE}/1", "2026-01-01"), (f"{SITE}/3", "2026-11-20"))
    assert [c.url for c in visit(shelf, of(), remembered).candidates] == [f"{SITE}/3", f"{SITE}/2", f"{SITE}/1"]


def test_old_files_of_an_index_are_not_asked() -> None:
    shelf = Shelf(
        {
            MAP: index((f"{SITE}/2019.xml", "2019-12-31"), (f"{SITE}/now.xml", None)),
            f"{SITE}/now.xml": urlset((f"{SITE}/1", None)),
        }
    )
    visit(shelf, of(newer_than=dt.timedelta(days=365)))
    assert f"{SITE}/2019.xml" not in shelf.asked


def test_an_index_without_end_is_cut_and_told() -> None:
    pages: dict[str, str | bytes] = {MAP: index(*((f"{SITE}/{n}.xml", None) for n in range(80)))}
    pages |= {f"{SITE}/{n}.xml": urlset((f"{SITE}/n/{n}", "2026-01-01")) for n in range(80)}
    listing = visit(Shelf(pages), of())
    assert len(listing.candidates) == 49 and [w.code for w in listing.warnings] == ["many_sitemaps"]
    assert listing.warnings[0].about == {"read": 50, "left": 31}


def test_an_index_that_leads_to_itself_ends() -> None:
    deep = {f"{SITE}/{n}.xml": index((f"{SITE}/{n + 1}.xml", None), (f"{SITE}/{n}.xml", None)) for n in range(9)}
    shelf = Shelf(deep)
    listing = visit(shelf, of(f"{SITE}/0.xml"))
    assert len(shelf.asked) == 4 and not listing.candidates
    assert [w.code for w in listing.warnings] == ["many_sitemaps"]


def test_one_broken_file_does_not_hide_the_others() -> None:
    pages = {MAP: index((f"{SITE}/a.xml", None), (f"{SITE}/b.xml", None)), f"{SITE}/a.xml": urlset((f"{SITE}/1", None))}
    listing = visit(Shelf(pages), of())
    assert [c.url for c in listing.candidates] == [f"{SITE}/1"]
    assert [w.code for w in listing.warnings] == ["page_failed"]


ROBOTS = f"{SITE}/robots.txt"


def test_a_site_is_read_through_its_robots_txt() -> None:
    robots = f"User-agent: *\nDisallow: /x\nsitemap: {SITE}/s1.xml\nSitemap: /s2.xml\n"
    pages = {
        ROBOTS: robots,
        f"{SITE}/s1.xml": urlset((f"{SITE}/1", None)),
        f"{SITE}/s2.xml": urlset((f"{SITE}/2", None)),
    }
    assert found(pages, SITE) == found(pages, f"{SITE}/") == ["/1", "/2"]


@pytest.mark.parametrize("robots", [{}, {ROBOTS: "User-agent: *\nDisallow:\n"}])
def test_a_site_whose_robots_txt_names_no_sitemap_has_it_in_the_usual_place(robots: dict[str, str]) -> None:
    pages = {**robots, MAP: urlset((f"{SITE}/1", None))}
    listing = visit(Shelf(pages), of(SITE))
    assert [c.url for c in listing.candidates] == [f"{SITE}/1"] and not listing.warnings


def test_a_site_that_refuses_its_robots_txt_has_none() -> None:
    shelf = Shelf({ROBOTS: FetchFailed(ROBOTS, "http_403", status=403), MAP: urlset((f"{SITE}/1", None))})
    listing = visit(shelf, of(SITE))
    assert len(listing.candidates) == 1 and not listing.warnings
    shelf.pages[ROBOTS] = FetchFailed(ROBOTS, "http_503", status=503)
    assert [w.code for w in visit(shelf, of(SITE)).warnings] == ["page_failed"]


def test_sitemaps_of_other_hosts_are_not_asked() -> None:
    shelf = Shelf({ROBOTS: "Sitemap: http://cdn.example/s.xml\n"})
    listing = visit(shelf, of(SITE))
    assert shelf.asked == [ROBOTS] and [w.code for w in listing.warnings] == ["foreign_list"]


def test_addresses_on_other_hosts_are_left_out_and_told_if_they_are_all() -> None:
    assert found({MAP: urlset((f"{SITE}/1", None), ("http://other.example/2", None))}) == ["/1"]
    listing = visit(Shelf({MAP: urlset(("http://m.bank.example/2", None))}), of())
    assert listing.warnings[0].about == {"n": 1, "host": "m.bank.example"}


def test_news_sitemaps_carry_titles_and_dates() -> None:
    page = f"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
      xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
      <url><loc>{SITE}/1</loc><news:news><news:publication><news:name>行讯</news:name></news:publication>
      <news:publication_date>2026-11-20T23:30:00+08:00</news:publication_date><news:title>关于 A&amp;B 的公告</news:title></news:news>
      <image:image><image:loc>{SITE}/x.png</image:loc><image:title>图</image:title></image:image></url></urlset>"""
    (candidate,) = visit(Shelf({MAP: page}), of()).candidates
    assert (candidate.url, candidate.title, candidate.published) == (
        f"{SITE}/1",
        "关于 A&B 的公告",
        dt.date(2026, 11, 20),
    )


def test_careless_sitemaps_are_read_as_they_are_meant() -> None:
    page = f"\n<urlset><url><loc>\n {SITE}/n?a=1&b=2 \n</loc></url><url><loc>/relative</loc></url><url></url><url><loc>mailto:x</loc></url>"
    assert found({MAP: page}) == ["/n?a=1&b=2", "/relative"]


def test_a_plain_list_and_a_feed_are_sitemaps_too() -> None:
    assert found({MAP: f"{SITE}/1\r\n{SITE}/2\n\n"}) == ["/1", "/2"]
    rss = f"<rss version='2.0'><channel><title>n</title><item><title>t</title><link>{SITE}/3</link></item></channel></rss>"
    assert found({MAP: rss}) == ["/3"]


ENTITIES = f"""<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY a "{"x" * 99}"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
<urlset><url><loc>{SITE}/&b;</loc></url><url><loc>{SITE}/&f;</loc></url></urlset>"""


@pytest.mark.parametrize(
    ("page", "instead"),
    [
        (ENTITIES, "document_type"),
        ("<!-- <urlset> -->" + ENTITIES.partition("?>")[2], "document_type"),
        ("<!DOCTYPE html><html><body>404</body></html>", "page_not_feed"),
        ("{}", "no_sitemap_format"),
        ("", "no_sitemap_format"),
        ("<note/>", "no_sitemap_format"),
    ],
)
def test_what_is_no_sitemap_is_refused(page: str, instead: str) -> None:
    failed = failure(Shelf({MAP: page}), of())
    assert (failed.code, failed.because[0].code) == ("not_a_sitemap", instead)


def test_a_broken_and_a_huge_packed_file_are_refused() -> None:
    packed = gzip.compress(urlset((f"{SITE}/1", None)).encode())
    assert failure(Shelf({MAP: packed[:-12]}), of()).code == "bad_encoding"
    bomb = gzip.compress(b"<urlset>" + b" " * 60_000_000)
    assert failure(Shelf({MAP: bomb}), of()).code == "too_large"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-22T10:00:00Z", "2026-11-22T10:10:00+00:00"),
        ("2026-11-22T10:00+08:00", "2026-11-22T02:10:00+00:00"),
        ("2026-11-22 10:00:00", "2026-11-22T22:10:00+00:00"),
        ("2026-11-22", "2026-11-23T11:59:59.999999+00:00"),
        ("2026-02", "2026-03-01T11:59:59.999999+00:00"),
        ("22 Nov 2026", "2026-11-23T11:59:59.999999+00:00"),
        ("2026-13", None),
        ("soon", None),
        ("9999-12-31", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("", None),
    ],
)
def test_a_date_is_the_latest_instant_that_it_can_mean(text: str, expected: str | None) -> None:
    moment = latest(text)
    assert (moment.isoformat() if moment else None) == expected
