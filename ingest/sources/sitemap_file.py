"""One file of a sitemap: addresses, or other files. XML without entities; also plain lists, packed files and feeds."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urljoin

from lxml import etree

from ingest.fetch.hosts import is_own, resolve, split
from ingest.model import Candidate, Cause, FetchFailed, Snapshot, Source
from ingest.sources import feed
from ingest.sources.reading import Parsed
from ingest.text.dates import first_date
from ingest.text.encoding import decode
from ingest.text.markup import collapse

_BYTES = 52_428_800
"""The largest file that sitemaps.org allows, unpacked."""
_ADDRESSES = 50_000
_SLACK = dt.timedelta(minutes=10)
_ANYWHERE = dt.timedelta(hours=12)
"""A day without a time zone ends this much later somewhere on earth."""
_SITEMAP_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.I | re.M)
_DECLARATION = re.compile(r"^<\?xml[^>]*\?>")
_BARE_AMPERSAND = re.compile(r"&(?!(?:#\d+|#x[0-9a-f]+|amp|lt|gt|quot|apos);)", re.I)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_WHOLE = re.compile(r"https?://[^\s#]+", re.I)
_MONTH = re.compile(r"(\d{4})-(\d{2})")


def read_robots(snapshot: Snapshot) -> Parsed:
    """The sitemaps that a robots.txt names; where it names none, the usual place."""
    text = decode(snapshot.raw, header=snapshot.charset).text
    named = dict.fromkeys(resolve(snapshot.url, found) for found in _SITEMAP_LINE.findall(text))
    return Parsed((), children=tuple(named) or (urljoin(snapshot.url, "/sitemap.xml"),))


def read_sitemap(snapshot: Snapshot, source: Source) -> Parsed | FetchFailed:
    """What one file lists. "not_a_sitemap" for web pages, for XML with a document type, and for all else."""
    try:
        raw = _unpacked(snapshot.raw)
    except (zlib.error, EOFError):
        return FetchFailed(snapshot.requested, "bad_encoding", {"detail": "gzip"}, status=snapshot.status)
    if len(raw) > _BYTES:
        return FetchFailed(snapshot.requested, "too_large", {"limit": _BYTES}, permanent=True, status=snapshot.status)
    text = decode(raw, header=snapshot.charset, hint=source.encoding).text.lstrip("\ufeff \t\r\n")
    if not text.startswith("<"):
        return _plain(text, snapshot, source)
    root = _ROOT.search(text)
    if root and root[1].lower() in ("rss", "feed", "rdf"):
        return feed.read(replace(snapshot, raw=raw), source)
    if root and root[1].lower() == "html":
        return _refusal(snapshot, "page_not_feed")
    if root is None or "<!doctype" in text[: root.start()].lower():
        return _refusal(snapshot, "document_type")
    return _xml(text, snapshot, source)


def _unpacked(raw: bytes) -> bytes:
    """Files that end in .gz arrive packed. One byte more than the cap is unpacked at most."""
    if not raw.startswith(b"\x1f\x8b"):
        return raw
    coder = zlib.decompressobj(zlib.MAX_WBITS | 16)
    found = coder.decompress(raw, _BYTES + 1)
    if not coder.eof and len(found) <= _BYTES:
        raise EOFError
    return found


def _refusal(snapshot: Snapshot, instead: str) -> FetchFailed:
    return FetchFailed(snapshot.requested, "not_a_sitemap", status=snapshot.status, because=(Cause(instead),))


def _plain(text: str, snapshot: Snapshot, source: Source) -> Parsed | FetchFailed:
    """One address a line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines or not all(split(line) for line in lines[:10]):
        return _refusal(snapshot, "no_sitemap_format")
    return _own([Candidate(line) for line in lines[:_ADDRESSES] if split(line)], source)


def _xml(text: str, snapshot: Snapshot, source: Source) -> Parsed | FetchFailed:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True, remove_pis=True
    )
    plain = _BARE_AMPERSAND.sub("&amp;", _DECLARATION.sub("", text, count=1))
    root = etree.fromstring(plain.encode("utf-8", "replace"), parser)
    name = _name(root) if root is not None else ""
    if name not in ("urlset", "sitemapindex"):
        return _refusal(snapshot, "no_sitemap_format")
    if root.getroottree().docinfo.internalDTD is not None:
        return _refusal(snapshot, "document_type")
    if name == "sitemapindex":
        return Parsed((), children=_children(root, snapshot, source))
    return _own(list(_candidates(root, snapshot)), source)


def _name(element: etree._Element) -> str:
    """Without its namespace: careless platforms write none, or one of their own."""
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _texts(entry: etree._Element) -> dict[str, str]:
    """The first text of each kind inside an entry, those of a news extension included."""
    found: dict[str, str] = {}
    for element in entry.iter():
        if element is not entry and element.text and (text := collapse(element.text)):
            inside = element.getparent()
            name = "image" if inside is not None and _name(inside) in ("image", "video") else _name(element)
            found.setdefault(name, text)
    return found


def _candidates(root: etree._Element, snapshot: Snapshot) -> Iterator[Candidate]:
    for _, entry in zip(range(_ADDRESSES), root, strict=False):
        texts = _texts(entry)
        if loc := texts.get("loc"):
            url = loc if _WHOLE.fullmatch(loc) else resolve(snapshot.url, loc)
            published = first_date(texts["publication_date"]) if "publication_date" in texts else None
            yield Candidate(url, texts.get("title"), published, modified=latest(texts.get("lastmod", "")))


def _own(candidates: list[Candidate], source: Source) -> Parsed:
    """Only addresses of the source's own hosts count."""
    own = tuple(c for c in candidates if is_own(c.url, source))
    if own or not candidates:
        return Parsed(own)
    hosts = [parts.netloc for c in candidates if (parts := split(c.url))]
    return Parsed((), warnings=(Cause("foreign_entries", {"n": len(hosts), "host": hosts[0]}),) if hosts else ())


def _children(root: etree._Element, snapshot: Snapshot, source: Source) -> tuple[str, ...]:
    """The files of an index, what changed last first; without those that are older than `newer_than`."""
    found: dict[str, dt.datetime | None] = {}
    for entry in root:
        texts = _texts(entry)
        if texts.get("loc") and split(url := resolve(snapshot.url, texts["loc"])):
            found[url] = latest(texts.get("lastmod", ""))
    oldest = snapshot.fetched_at - source.newer_than if source.newer_than else None
    recent = {url: at for url, at in found.items() if at is None or oldest is None or at >= oldest}
    long_ago = dt.datetime.min.replace(tzinfo=dt.UTC)
    return tuple(sorted(recent, key=lambda url: recent[url] or long_ago, reverse=True))


def latest(text: str) -> dt.datetime | None:
    """The latest instant that a W3C date and time can mean ("2026-11", "2026-11-22", "2026-11-22T10:00+08:00")."""
    text = text.strip()
    if month := _MONTH.fullmatch(text):
        return _end_of_month(int(month[1]), int(month[2]))
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        day = first_date(text)
        return _end_of_day(day) if day else None
    try:
        if len(text) <= len("2026-11-22"):
            return _end_of_day(moment.date())
        return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC) + _ANYWHERE).astimezone(dt.UTC) + _SLACK
    except OverflowError:
        return None


def _end_of_day(day: dt.date) -> dt.datetime | None:
    try:
        return dt.datetime.combine(day, dt.time.max, dt.UTC) + _ANYWHERE
    except OverflowError:
        return None


def _end_of_month(year: int, month: int) -> dt.datetime | None:
    try:
        return _end_of_day(dt.date(year, month, calendar.monthrange(year, month)[1]))
    except ValueError:
        return None
