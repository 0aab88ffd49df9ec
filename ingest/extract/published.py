"""When a notice was published: byline near the title → what the head declares → the signature's date → its address.

A date inside the notice's text, in a footer or in a list of other notices is never taken.
"""

from __future__ import annotations

import datetime as dt
import re

from lxml.html import HtmlElement

from ingest.extract.chrome import SURE, furniture_line, lexicon
from ingest.extract.kinds import is_byline, is_signature
from ingest.extract.lines import Line, Page
from ingest.extract.title import json_ld
from ingest.text.dates import find_dates, first_date

Published = tuple[dt.date, str] | None
_META = (
    "pubdate", "publishdate", "publish_date", "article:published_time", "og:published_time", "dcterms.issued",
    "dc.date.issued", "dc.date", "date", "datepublished", "maketime", "release_date",
)  # fmt: skip
_ADDRESS = (
    re.compile(r"(?<!\d)(?P<y>20\d\d)[/-](?P<m>[01]?\d)[/-](?P<d>[0-3]?\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>20\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>20\d\d)/(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"),
)
_IMPRINT = re.compile(
    r"[\W_]*(?:刊登|刊發|刊发|發布|發佈|发布|發出|发出)(?:日期|时间|時間|日)?\s*[:：]"
    r"|\W*(?:Published|Posted|Issued) on\b",
    re.I,
)
"""How the line of an imprint begins that dates the page."""
_NEAR, _SIGNATURE = 6, 2
_CLOCK = re.compile(
    r"今天是|今日是|今天[:：]|今日[:：]|现在是|現在是|现在时间|當前時間|当前时间|北京时间"
    r"|(?:today is|today:|today's date)",
    re.I,
)
"""A line that tells the reader's day, as headers of pages do."""
_TODAY = re.compile(r"(?:\btoday|今天|今日|本日)[\s,，(（]*$", re.I)


def byline_date(page: Page, title: int | None, start: int, end: int, order: str) -> dt.date | None:
    """The date of a byline under the title or in the notice's first lines, or just above the title.

    A labelled one goes before a bare date, a date of publication before one of change; the signature is none.
    """
    first = start if title is None else min(title, start)
    last = min(end - _SIGNATURE if end - start > _SIGNATURE else end, max(start, first + 1) + _NEAR)
    near = [(n, page.lines[n]) for n in (*range(first, last), *range(max(0, first - 3), first))]
    found: list[tuple[int, dt.date]] = []
    for n, line in near:
        if line.chrome or line.grid or line.linked * 2 > len(line.text) or not is_byline(line.text):
            continue
        if _CLOCK.search(line.text) or (n < first and not _bare_or_labelled(line.text)):
            continue
        strong, updated = _read_byline(line, order)
        if strong:
            found.append((3 if lexicon().byline.search(line.text) else 2 if n >= first else 1, strong))
        elif updated:
            found.append((0, updated))
    return max(found, key=lambda f: f[0])[1] if found else None


def _bare_or_labelled(text: str) -> bool:
    """Over the title, a date with words beside it is another notice's entry, unless a label says what it is."""
    dates = list(find_dates(text))
    rest = text[: dates[0].start] + text[dates[0].end :] if dates else text
    return lexicon().byline.search(text) is not None or len(rest.strip(" ·•|｜-—[]【】()（）")) <= 4


def _read_byline(line: Line, order: str) -> tuple[dt.date | None, dt.date | None]:
    """(a date that is labelled as publication or not labelled at all, an "updated" one)"""
    lex, weak = lexicon(), None
    at = 0
    for found in find_dates(line.text, order):
        label = line.text[at : found.start]
        at = found.end
        if lex.updated.search(label) and not lex.published.search(label):
            weak = weak or found.date
        else:
            return found.date, weak
    return None, weak


def declared_date(root: HtmlElement, order: str) -> dt.date | None:
    """What meta elements and JSON-LD declare."""
    metas: dict[str, dt.date] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").lower()
        if name in _META and name not in metas and (date := _compact(meta.get("content") or "", order)):
            metas[name] = date
    if metas:
        return next(metas[n] for n in _META if n in metas)
    return next((d for value in json_ld(root, "datePublished") if (d := _compact(value, order))), None)


def _compact(value: str, order: str) -> dt.date | None:
    return (
        first_date(value, order)
        or first_date(re.sub(r"(20\d\d-\d\d-\d\d)T.*", r"\1", value), order)
        or address_date(value)
    )


def signature_date(page: Page, start: int, end: int, order: str) -> dt.date | None:
    """The date under the notice: a line that holds a date and a place or the bank's name, nothing else."""
    under = [
        x
        for x in page.lines[end : end + 2]
        if x.chrome < SURE and not furniture_line(x.text) and not lexicon().updated.search(x.text)
    ]
    for line in (*reversed(page.lines[max(start, end - 6) : end]), *under):
        if line.grid or line.linked or not is_signature(line.text):
            continue
        if date := first_date(line.text, order):
            return date
    return None


def dateline(page: Page, start: int, end: int, order: str) -> dt.date | None:
    """ "…today, 12 May 2026, announces…" and "本行今日（5月12日）" with its year, in the first paragraphs."""
    for line in page.lines[start : min(end, start + 3)]:
        for found in find_dates(line.text, order):
            if _TODAY.search(line.text[max(0, found.start - 12) : found.start]):
                return found.date
    return None


def imprint_date(page: Page, end: int, order: str) -> dt.date | None:
    """The one line below the notice that says when the page was published, as imprints do; never one of several."""
    said = [x.text for x in page.lines[end:] if _IMPRINT.match(x.text) and not x.linked]
    return first_date(said[0], order) if len(said) == 1 else None


def address_date(url: str | None) -> dt.date | None:
    """/202601/t20260109_104417.html, /2026/01/09/…, …20260109…, /2026/0310.html"""
    for form in _ADDRESS:
        if m := form.search(url or ""):
            try:
                return dt.date(int(m["y"]), int(m["m"]), int(m["d"]))
            except ValueError:
                continue
    return None
