"""The made-up bank's web site: pages as such sites really serve them (GBK lists, layout tables, view counters, a feed).

`Site.answer(path)` gives status, headers and bytes. `Site.edit()` makes the second day: two notices change, one is removed.
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

_ZH = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{title}_公告信息_霁川银行</title></head><body>
<table width="980" align="center"><tr><td><a href="/">首页</a> | <a href="/notices/index.html">公告信息</a> | <a href="/promo/friday.html">优惠活动</a> |
<a href="/en/notices.html">English</a></td><td>24小时客服热线 95260</td></tr></table>
<table width="980" align="center"><tr><td width="200" valign="top"><b>热门推荐</b><br><a href="/loan">消费贷年化利率3.0%起</a><br>
<a href="/card">办卡享300元礼品</a></td><td valign="top"><div class="pos">您的位置：<a href="/">首页</a> &gt; 公告信息</div>{main}</td></tr></table>
<div class="footer">版权所有 霁川银行股份有限公司 晋ICP备12345678号-1 投诉电话：0351-5550110</div></body></html>"""

_ZH_NOTICE = """<h1 class="tit">{title}</h1><div class="sub">发布时间：{date} 来源：霁川银行 浏览次数：{views} 次 字号：[大 中 小]</div>
<div class="TRS_Editor">{body}</div><div class="share">分享到：微信 微博 【打印】【关闭】</div>
<div class="next">上一篇：<a href="/notices/index.html">返回列表</a></div>"""

_EN = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} | Jichuan Bank</title></head><body>
<header><nav><a href="/">Home</a> <a href="/en/notices.html">Notices</a> <a href="/en/cards">Cards: 5% cashback</a></nav></header>
<main>{main}</main><footer>© Jichuan Bank. Call 95260. <a href="/privacy">Privacy</a></footer></body></html>"""


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
        rows = "".join(
            f'<li><a href="/{n["path"]}" title="{html.escape(n["title"])}">{_cut(n["title"])}</a><span>[{n["date"]}]</span></li>'
            for n in entries
        )
        pager = '<a href="/notices/index.html">上一页</a>' if page else '<a href="/notices/index_1.html">下一页</a>'
        main = f'<ul class="list">{rows}</ul><div class="page">{pager}</div>'
        return _answer(_ZH.format(title="公告列表", main=main).encode("gb18030"), "text/html")

    def _english_list(self) -> str:
        rows = "".join(
            f'<li><a href="/{n["path"]}">{n["title"]}</a> <time datetime="{n["date"]}">{_english_date(n["date"])}</time></li>'
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
