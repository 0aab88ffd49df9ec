"""The made-up bank's web site: pages as such sites serve them (GBK lists, layout tables, view counters, a feed).

`Site.answer(path)` gives status, headers and bytes. `Site.edit()` makes the second day: two notices change, one goes.
"""

from __future__ import annotations

import email.utils
import hashlib
import html
import itertools
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from importlib.resources import files
from typing import Any

_FILES = files("ingest.demo")
_TYPES = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
_PER_PAGE = 9
_ZH, _ZH_NOTICE, _EN = (
    _FILES.joinpath(f"files/{name}").read_text("utf-8") for name in ("zh.html", "zh-notice.html", "en.html")
)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Site:
    """`base` is the address that links begin with, e.g. "http://127.0.0.1:8765"."""

    base: str = ""
    edited: bool = False
    _views: itertools.count[int] = field(default_factory=lambda: itertools.count(1200, 7))

    @cached_property
    def notices(self) -> list[dict[str, Any]]:
        data = tomllib.loads(_FILES.joinpath("notices.toml").read_text("utf-8"))
        return list(data["notice"])

    def edit(self) -> None:
        """The second day."""
        self.edited = True

    def answer(self, path: str) -> Answer:
        if path == "/robots.txt":
            return _answer(b"User-agent: *\nDisallow: /admin/\nCrawl-delay: 0\n", "text/plain")
        if path == "/feed.xml":
            return _answer(self._feed().encode(), "application/rss+xml; charset=utf-8")
        if path.startswith("/notices/index"):
            return self._list(path)
        if path == "/en/notices.html":
            return _answer(self._english_list().encode(), "text/html; charset=utf-8")
        if path == "/files/card-agreement.docx":
            return _answer(_FILES.joinpath("files/card-agreement.docx").read_bytes(), _TYPES["docx"])
        for notice in self._live():
            if path == "/" + notice["path"]:
                return self._notice(notice)
        return _answer("<html><title>404</title>页面不存在</html>".encode(), "text/html; charset=utf-8", 404)

    def _live(self) -> list[dict[str, Any]]:
        return [n for n in self.notices if not (self.edited and n.get("removed"))]

    def _listed(self, where: str) -> list[dict[str, Any]]:
        return sorted((n for n in self._live() if where in n["list"]), key=lambda n: n["date"], reverse=True)

    def _notice(self, notice: dict[str, Any]) -> Answer:
        if "file" in notice:
            return _answer(_FILES.joinpath(notice["file"]).read_bytes(), _TYPES[notice["file"].rpartition(".")[2]])
        body = notice.get("later", notice["body"]) if self.edited else notice["body"]
        if notice["path"].startswith("en/"):
            main = f"<h1>{notice['title']}</h1><p class='date'>Published {_english_date(notice['date'])}</p>{body}"
            return _answer(_EN.format(title=notice["title"], main=main).encode(), "text/html; charset=utf-8")
        main = _ZH_NOTICE.format(title=notice["title"], date=notice["date"], views=next(self._views), body=body)
        # the view counter makes every copy of these pages differ: no validator, as on such sites
        return _answer(_ZH.format(title=notice["title"], main=main).encode("gb18030"), "text/html", validators=False)

    def _list(self, path: str) -> Answer:
        page = 1 if path == "/notices/index_1.html" else 0
        entries = self._listed("zh")[page * _PER_PAGE : (page + 1) * _PER_PAGE]
        rows = "".join(_row(n) for n in entries)
        pager = '<a href="/notices/index.html">上一页</a>' if page else '<a href="/notices/index_1.html">下一页</a>'
        main = f'<ul class="list">{rows}</ul><div class="page">{pager}</div>'
        return _answer(_ZH.format(title="公告列表", main=main).encode("gb18030"), "text/html")

    def _english_list(self) -> str:
        rows = "".join(
            f'<li><a href="/{n["path"]}">{n["title"]}</a> <time>{_english_date(n["date"])}</time></li>'
            for n in self._listed("en")
        )
        return _EN.format(title="Notices", main=f"<h1>Notices</h1><ul>{rows}</ul>")

    def _feed(self) -> str:
        items = "".join(
            f"<item><title>{html.escape(n['title'])}</title><link>{self.base}/{n['path']}?utm_source=rss</link>"
            f"<guid isPermaLink='false'>{n['path']}</guid><pubDate>{_rfc822(n['date'])}</pubDate></item>"
            for n in self._listed("feed")
        )
        return (
            '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>霁川银行公告</title>'
            f"<link>{self.base}/</link><description>公告</description>{items}</channel></rss>"
        )


def _row(notice: dict[str, Any]) -> str:
    title = notice["title"]
    link = f'<a href="/{notice["path"]}" title="{html.escape(title)}">{_cut(title)}</a>'
    return f"<li>{link}<span>[{notice['date']}]</span></li>"


def _cut(title: str) -> str:
    return html.escape(title if len(title) <= 18 else title[:17] + "…")


def _english_date(day: str) -> str:
    at = date.fromisoformat(day)
    return f"{at.day} {at:%B %Y}"


def _rfc822(day: str) -> str:
    return email.utils.format_datetime(datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC))


def _answer(body: bytes, media_type: str, status: int = 200, *, validators: bool = True) -> Answer:
    headers = {"Content-Type": media_type}
    if validators and status == 200:
        headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    return Answer(status, headers, body)
