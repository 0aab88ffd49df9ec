"""What is proposed for a place that nobody has described, and that it works as it stands."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelf import Shelf

from ingest.model import FetchFailed, JsonList, Source, SourceKind
from ingest.settings import of_text
from ingest.sources.proposals.block import block, toml
from ingest.sources.proposals.look import propose
from ingest.sources.proposals.places import address_of, named
from ingest.sources.proposals.proposal import Proposal

HOST = "http://www.bank.example"
LIST = f"{HOST}/notice/list.html"
TITLES = [
    "关于调整个人网银转账手续费的公告",
    "关于系统升级暂停服务的公告",
    "信用卡五折观影活动",
    "春节期间营业安排的通知",
]


def row(n: int, title: str) -> str:
    return f'<li class="item"><a href="/n/2026/{n}.html">{title}</a><span class="date">2026-11-{n:02}</span></li>'


def listed(rows: str, rest: str = "", head: str = "") -> str:
    return (
        f"<html><head><meta charset='utf-8'>{head}<title>公告</title></head><body>"
        "<div class='nav'><a href='/a/1001.html'>个人业务</a><a href='/a/1002.html'>公司业务</a></div>"
        f"<div class='main'><ul class='news-list'>{rows}</ul>{rest}</div>"
        "<div class='footer'><a href='/about/1003.html'>关于我们</a></div></body></html>"
    )


def notice(title: str, text: str) -> str:
    return (
        f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><div class='nav'>个人业务 公司业务 投资理财</div>"
        f"<div class='detail'><h1>{title}</h1><div class='article-content'><p>{text * 4}</p></div></div>"
        "<div class='footer'>版权所有 京ICP备10000001号 客户服务热线</div></body></html>"
    )


def site(**pages: Any) -> dict[str, Any]:
    rows = "".join(row(n, title) for n, title in enumerate(TITLES, 11))
    details = {
        f"{HOST}/n/2026/{n}.html": notice(t, f"我行将于2026年12月{n}日起施行{t}，敬请留意。")
        for n, t in enumerate(TITLES, 11)
    }
    return {LIST: listed(rows), **details, **pages}


def proposed(pages: dict[str, Any], url: str = LIST, **options: Any) -> Proposal:
    made = propose(url, "place", Shelf(pages), **options)
    assert isinstance(made, Proposal), made
    return made


def keys(made: Proposal) -> dict[str, Any]:
    block_ = tomllib.loads(block(made.source))["source"][0]
    return {k: v for k, v in block_.items() if k not in ("id", "every")}


def test_a_list_is_proposed_with_selectors_that_give_the_same_entries() -> None:
    made = proposed(site())
    assert keys(made) == {
        "kind": "listing",
        "url": LIST,
        "link": ["ul.news-list li a"],
        "date": ["span.date"],
        "body": ["div.article-content"],
        "language": "zh",
        "expect": 4,
    }
    assert [c.title for c in made.entries] == TITLES and made.dated == 4 and made.works
    tried = {t.selector: (t.found, t.agrees) for t in made.tried if t.key == "link"}
    assert tried["ul.news-list li a"] == (4, 4) and made.charset == "utf-8 (meta)"


def test_the_block_is_read_back_as_the_source_that_was_tried() -> None:
    made = proposed(site())
    read = of_text(Path("sources.toml"), block(made.source)).sources[0]
    for key in ("id", "kind", "urls", "link", "date", "body", "pages", "encoding", "language", "expect", "match"):
        assert getattr(read, key) == getattr(made.source, key), key


def test_names_that_a_build_tool_made_are_not_proposed() -> None:
    rows = "".join(
        f'<div class="css-1ab2c3 x7Yq"><a class="sc-bdVaJa" href="/n/2026/{n}.html">{t}</a> 2026-11-{n}</div>'
        for n, t in enumerate(TITLES, 11)
    )
    made = proposed(site(**{LIST: listed("", f"<section class='notices'>{rows}</section>")}))
    assert made.source.link == ("section.notices a",) and len(made.entries) == 4


def test_further_pages_are_tried_before_they_are_proposed() -> None:
    more = "".join(row(n, f"关于第{n}号产品费率调整的公告") for n in range(1, 5))
    pager = "<div class='pager'><a href='list_2.html'>下一页</a></div>"
    rows = "".join(row(n, title) for n, title in enumerate(TITLES, 11))
    pages = site(**{LIST: listed(rows, pager), f"{HOST}/notice/list_2.html": listed(more)})
    made = proposed(pages)
    assert made.source.pages == 2 and made.source.expect == 8 and len(made.entries) == 8
    same = proposed({**pages, f"{HOST}/notice/list_2.html": listed(rows)})
    assert same.source.pages == 1
    lost = proposed({k: v for k, v in pages.items() if "list_2" not in k})
    assert lost.source.pages == 1 and "next_unread" in [n.key for n in lost.notes]


RSS = "<rss version='2.0'><channel><title>n</title>{items}</channel></rss>"


def items(titles: list[str]) -> str:
    return "".join(
        f"<item><title>{t}</title><link>{HOST}/n/2026/{n}.html</link><pubDate>Sun, 22 Nov 2026 08:00:00 +0800</pubDate></item>"
        for n, t in enumerate(titles, 11)
    )


FEED_LINK = "<link rel='alternate' type='application/rss+xml' href='/rss.xml'>"


def test_a_feed_that_the_page_names_is_preferred_where_it_has_the_same_entries() -> None:
    rows = "".join(row(n, title) for n, title in enumerate(TITLES, 11))
    pages = site(**{LIST: listed(rows, head=FEED_LINK), f"{HOST}/rss.xml": RSS.format(items=items(TITLES))})
    made = proposed(pages)
    assert (made.source.kind, made.source.urls, len(made.entries)) == (SourceKind.FEED, (f"{HOST}/rss.xml",), 4)
    assert "feed_of_page" in [n.key for n in made.notes]
    other = "<item><title>股东大会</title><link>http://www.bank.example/ir/9.html</link></item>" * 3
    made = proposed({**pages, f"{HOST}/rss.xml": RSS.format(items=other)})
    assert made.source.kind is SourceKind.LISTING and "other_feed" in [n.key for n in made.notes]


def test_a_feed_is_known_by_its_content_whatever_its_address_says() -> None:
    made = proposed({f"{HOST}/press.html": RSS.format(items=items(TITLES))}, f"{HOST}/press.html")
    assert keys(made) == {"kind": "feed", "url": f"{HOST}/press.html", "language": "zh", "expect": 4}


def test_a_feed_whose_entries_lie_elsewhere_names_that_host() -> None:
    moved = items(TITLES).replace(HOST, "https://static.bank.example")
    made = proposed({f"{HOST}/rss.xml": RSS.format(items=moved)}, f"{HOST}/rss.xml")
    assert made.source.hosts == ("www.bank.example", "static.bank.example")


def test_a_list_whose_entries_lie_on_another_host_of_the_house_names_it() -> None:
    rows = "".join(row(n, title) for n, title in enumerate(TITLES, 11)).replace("/n/", "http://file.bank.example/n/")
    made = proposed({LIST: listed(rows)})
    assert made.source.hosts == ("www.bank.example", "file.bank.example") and len(made.entries) == 4
    strange = rows.replace("file.bank.example", "www.other.example")
    assert proposed({LIST: listed(strange)}).source.kind is not SourceKind.LISTING


def test_an_encoding_that_no_page_declares_is_named() -> None:
    page = listed("".join(row(n, title) for n, title in enumerate(TITLES, 11))).replace("charset='utf-8'", "")
    made = proposed(site(**{LIST: page.encode("gb18030")}))
    assert made.source.encoding == "gb18030" and [c.title for c in made.entries] == TITLES
    declared = page.replace("<head><meta ", "<head><meta charset='gbk'").encode("gbk")
    assert proposed(site(**{LIST: declared})).source.encoding is None


def test_json_is_described_by_what_stands_in_it() -> None:
    rows = [
        {"noticeId": n, "title": t, "publishDate": f"2026-11-{n}", "author": "办公室", "url": f"/n/2026/{n}.html"}
        for n, t in enumerate(TITLES, 11)
    ]
    text = json.dumps({"code": 0, "data": {"total": 4, "rows": rows}}, ensure_ascii=False)
    made = proposed({f"{HOST}/api/list": text}, f"{HOST}/api/list", time_zone="Asia/Shanghai")
    assert made.source.json == JsonList("data.rows", link=("url",), title=("title",), date=("publishDate",))
    assert [(c.title, str(c.published)) for c in made.entries][:1] == [(TITLES[0], "2026-11-11")]
    read = of_text(Path("sources.toml"), block(made.source)).sources[0]
    assert read.json == made.source.json


def test_json_that_carries_the_notices_themselves_needs_no_addresses() -> None:
    rows = [
        {"id": n, "title": t, "content": f"<p>{t}，自2026年12月{n}日起施行，详情请咨询网点。</p>" * 3}
        for n, t in enumerate(TITLES, 1)
    ]
    page = f"<html><body><div id='app'></div><script id='__NEXT_DATA__' type='application/json'>{json.dumps({'props': {'list': rows}})}</script></body></html>"
    made = proposed({f"{HOST}/news": page}, f"{HOST}/news")
    assert made.source.kind is SourceKind.JSON_API and made.works
    assert made.source.json and made.source.json.detail == "/news#/{id}" and made.source.json.body == ("content",)
    assert of_text(Path("sources.toml"), block(made.source)).sources[0].json == made.source.json


def test_a_sitemap_is_narrowed_to_what_reads_like_notices() -> None:
    urls = [f"{HOST}/notice/{n}/{n}.html" for n in range(60)] + [f"{HOST}/loans/x/{n}.html" for n in range(60)]
    text = "<urlset>" + "".join(f"<url><loc>{u}</loc><lastmod>2026-11-01</lastmod></url>" for u in urls) + "</urlset>"
    made = proposed({f"{HOST}/sitemap.xml": text}, f"{HOST}/sitemap.xml")
    assert made.source.kind is SourceKind.SITEMAP
    assert made.source.match and all("/notice/" in c.url for c in made.entries)


def test_a_page_for_scripts_only_and_a_page_that_is_a_notice_are_told_apart() -> None:
    shell = "<html><body><div id='root'></div><script src='/app.js'></script></body></html>"
    made = proposed({LIST: shell})
    assert made.source.kind is SourceKind.RENDERED and not made.works
    made = proposed(
        {LIST: notice("收费标准", "借记卡年费10元，挂失手续费15元，60周岁以上客户免收，自2026年1月1日起执行。" * 3)}
    )
    assert made.source.kind is SourceKind.PAGE and made.works


@pytest.mark.parametrize(
    "page", [b"", b"\x00\xff" * 99, b"%PDF-1.4 broken", b"{", b"<html", b"<a href='http://[>x</a>" * 9]
)
def test_whatever_an_address_gives_a_look_at_it_ends(page: bytes) -> None:
    assert isinstance(proposed({LIST: page}), Proposal)


def test_a_text_with_links_beside_it_is_a_page_unless_a_person_says_otherwise() -> None:
    rows = "".join(row(n, title) for n, title in enumerate(TITLES, 11))
    prose = "<p>本行个人贷款利率按照中国人民银行公布的贷款市场报价利率加点形成，具体以合同约定为准。</p>" * 60
    pages = site(**{LIST: listed(rows, prose)})
    made = proposed(pages)
    assert made.source.kind is SourceKind.PAGE and "list_beside" in [n.key for n in made.notes]
    assert proposed(pages, kind=SourceKind.LISTING).source.link == ("ul.news-list li a",)
    assert proposed(site(), kind=SourceKind.PAGE).source.kind is SourceKind.PAGE


def test_what_all_pages_of_a_site_say_is_no_text_of_the_list() -> None:
    rows = "".join(row(n, title) for n, title in enumerate(TITLES, 11))
    legal = "".join(
        f"<p>本网站所载内容仅供参考，第{n}条：未经本行书面许可不得转载或以其他方式使用。</p>" for n in range(40)
    )
    pages = {url: page.replace("<div class='footer'>", f"{legal}<div class='foot'>") for url, page in site().items()}
    made = proposed({**pages, LIST: listed(rows, legal)})
    assert made.source.kind is SourceKind.LISTING and made.source.expect == 4


def test_links_of_a_few_words_are_a_menu_and_no_list() -> None:
    menu = "".join(
        f"<li><a href='/m/{n}.html'>{t}</a></li>"
        for n, t in enumerate(("公司新闻", "产品介绍", "服务网点", "联系方式"))
    )
    page = f"<html><meta charset='utf-8'><body><ul>{menu}</ul><div><p>{'借记卡年费10元，挂失手续费15元。' * 9}</p></div></body></html>"
    assert proposed({LIST: page}).source.kind is SourceKind.PAGE


def test_a_home_page_tells_where_lists_may_be() -> None:
    text = f"<p>{'本行为您提供存款、贷款、结算等服务，欢迎莅临各营业网点办理业务。' * 30}</p>"
    links = "<a href='/news/'>新闻中心</a><a href='/notice/'>最新公告</a><a href='/loan/'>贷款</a>"
    page = f"<html><meta charset='utf-8'><body><div class='nav'>{links}</div>{text}</body></html>"
    made = proposed({f"{HOST}/": page}, f"{HOST}/")
    told = [(n.about["url"], n.about["label"]) for n in made.notes if n.key == "try_also"]
    assert told == [(f"{HOST}/notice/", "最新公告"), (f"{HOST}/news/", "新闻中心")]


def test_days_and_months_are_told_apart_by_the_whole_list() -> None:
    dates = ("11/22/2026", "03/04/2026", "10/01/2026", "09/28/2026")
    rows = "".join(
        f"<li class='item'><a href='/n/{n}.html'>Changes to our debit card terms, part {n}</a><span class='when'>{d}</span></li>"
        for n, d in enumerate(dates, 11)
    )
    made = proposed({LIST: listed(rows)})
    assert made.source.date_order == "MDY" and made.source.language == "en"
    assert str(made.entries[1].published) == "2026-03-04"


def test_an_address_that_gives_nothing_says_why() -> None:
    failed = propose(LIST, "x", Shelf({}))
    assert isinstance(failed, FetchFailed) and failed.code == "http_404"


def test_each_address_is_asked_once() -> None:
    shelf = Shelf(site())
    propose(LIST, "x", shelf)
    assert len(shelf.asked) == len(set(shelf.asked)) <= 5


def test_how_a_place_is_entered_goes_with_the_look_and_stays_out_of_the_block() -> None:
    like = Source("old", SourceKind.LISTING, headers={"X-Key": "env:KEY"}, allow_private=True)
    made = proposed(site(), like=like)
    assert made.source.headers == {"X-Key": "env:KEY"}
    assert "allow_private = true" in block(made.source) and "env:KEY" not in block(made.source)


@pytest.mark.parametrize(
    ("url", "taken", "id_"),
    [
        ("http://www.bank.example/notice/list.html", (), "bank-notice"),
        ("http://www.bank.example/notice/list.html", ("bank-notice", "bank-notice-2"), "bank-notice-3"),
        ("https://www.bank.com.cn/", (), "bank"),
        ("https://m.bank.com.cn/公告/index_12.html", (), "bank"),
        ("https://www.ecb.bank.example/press", (), "ecb-press"),
        ("https://www.boj.or.jp/en/rss/whatsnew.xml", (), "boj-whatsnew"),
        ("http://127.0.0.1:8000/x_y/Press.Releases/", (), "place-press"),
    ],
)
def test_an_id_says_where_the_place_is(url: str, taken: tuple[str, ...], id_: str) -> None:
    assert named(url, taken) == id_


def test_an_address_may_lack_its_scheme() -> None:
    assert address_of("www.bank.example/n?a=1") == "https://www.bank.example/n?a=1"
    assert address_of("http://a.example") == "http://a.example"


@given(st.text())
def test_every_text_is_written_as_toml_reads_it(text: str) -> None:
    clean = text.encode("utf-8", "replace").decode()
    assert tomllib.loads(f"a = {toml(text)}\nb = {toml([text, text])}") == {"a": clean, "b": [clean, clean]}


@given(st.text(max_size=60), st.sampled_from(["http://", "https://", ""]))
def test_every_address_has_an_id_that_the_configuration_takes(rest: str, scheme: str) -> None:
    try:
        id_ = named(f"{scheme}www.bank.example/{rest}", ())
    except ValueError:
        return
    text = f'[[source]]\nid = "{id_}"\nkind = "feed"\nurl = "https://a.example/"\n'
    assert of_text(Path("sources.toml"), text).sources[0].id == id_
