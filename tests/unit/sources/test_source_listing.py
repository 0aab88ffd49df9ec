"""List pages with selectors: links, titles, dates, and what is remembered."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shelf import HOME, Shelf, failure, listed, source, visit

from ingest.model import Cause, FetchFailed, Listing


def rows(*items: str) -> str:
    return '<ul class="list">' + "".join(f"<li>{i}</li>" for i in items) + "</ul>"


def test_selectors_choose_links_titles_and_dates() -> None:
    html = rows(
        '<h4>公告甲</h4><b>2026年11月2日</b><a href="1.html">查看</a><i>发布 2020-01-01</i>',
        '<h4>公告乙</h4><a href="2.html">查看</a>',
    )
    found = listed(
        html + '<a href="/about">关于本行的一切</a>', link=(".none a", ".list a"), title=("h4",), date=("b", "i")
    )
    assert found == [("/notice/1.html", "公告甲", "2026-11-02"), ("/notice/2.html", "公告乙", None)]


def test_a_selector_may_choose_the_row_instead_of_the_link() -> None:
    assert [f[0] for f in listed(rows('<a href="1.html">公告</a>', "<p>none</p>"), link=("li",))] == ["/notice/1.html"]


def test_a_selector_that_cannot_be_read_is_passed_over() -> None:
    assert len(listed(rows('<a href="1.html">公告</a>'), link=("li[", "li a"))) == 1


def test_scripts_mail_anchors_pictures_foreign_hosts_and_the_page_itself_are_no_entries() -> None:
    hrefs = [
        "javascript:void(0)",
        "mailto:a@bank.example",
        "#top",
        "",
        "tel:95500",
        "http://other.example/1",
        "index.html",
        "a.jpg",
        "//[bad",
    ]
    html = rows(*(f'<a href="{h}">一个公告</a>' for h in hrefs), '<a href="//bank.example/ok#part">一个公告</a>')
    assert [f[0] for f in listed(html, link=("a",))] == ["http://bank.example/ok"]


def test_links_are_listed_once_in_order_and_without_fragment() -> None:
    html = rows('<a href="b.html#x">乙</a>', '<a href="a.html">甲</a>', '<a href="b.html">关于乙的公告</a>')
    assert listed(html, link=("a",)) == [("/notice/b.html", "关于乙的公告", None), ("/notice/a.html", "甲", None)]


def test_a_bare_ampersand_stays_an_ampersand() -> None:
    (found,) = listed(rows('<a href="show?ID=7&currentPage=1&copy=2&regionId=3&amp;lt=4">公告</a>'), link=("a",))
    assert found[0] == "/notice/show?ID=7&currentPage=1&copy=2&regionId=3&lt=4"


def test_the_base_of_the_page_counts() -> None:
    assert listed('<base href="/other/">' + rows('<a href="1.html">公告</a>'), link=("a",))[0][0] == "/other/1.html"


@pytest.mark.parametrize("cut", ["关于系统维护…", "关于系统维护...", "关于系统维护……"])
def test_a_cut_title_is_completed_from_the_title_attribute(cut: str) -> None:
    full = "关于系统维护期间暂停服务的公告"
    assert listed(rows(f'<a href="1" title="{full}">{cut}</a>'), link=("a",))[0][1] == full
    assert listed(rows(f'<a href="1" title="点击查看">{cut}</a>'), link=("a",))[0][1] == cut


def test_inline_marks_do_not_cut_a_title_and_cards_are_named_by_their_heading() -> None:
    marked = '<a href="1.html">关于<font color="red">停止</font>销售的 <b>公告</b></a>'
    card = '<a href="2.html"><img src="p.jpg"><h3>积分规则更新</h3><p>自下月起，积分有效期延长。</p><em>2026-11-02</em></a>'
    assert listed(rows(marked, card), link=("a",)) == [
        ("/notice/1.html", "关于停止销售的 公告", None),
        ("/notice/2.html", "积分规则更新", "2026-11-02"),
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<ul>",
                "<li>",
                "<a href=1>公告标题文字",
                "</a>",
                "</li>",
                "2026-01-02",
                "<table>",
                "<td>",
                "</ul>",
                "<h3>",
                "&",
                "<",
            ]
        )
    )
)
def test_no_markup_breaks_the_reader(parts: list[str]) -> None:
    assert isinstance(visit(Shelf({HOME: "".join(parts)}), source(pages=2)), Listing)


def test_nesting_of_any_depth_is_read() -> None:
    deep = '<a href="1.html">' + "<span>" * 2000 + "关于调整服务的公告"
    visit(Shelf({HOME: deep}), source())
    visit(Shelf({HOME: "<div>" * 5000 + rows('<a href="1.html">公告</a>')}), source())


def test_the_address_in_a_script_is_found() -> None:
    html = rows(
        """<a href="javascript:;" onclick="show('/n/1.html', 3)">公告一</a>""",
        """<a href="javascript:open('/n/2.jsp?id=4')">公告二</a>""",
    )
    assert [f[0] for f in listed(html, link=("a",))] == ["/n/1.html", "/n/2.jsp?id=4"]


def test_pages_are_decoded_by_what_they_are() -> None:
    page = ("<meta charset=gb2312>" + rows('<a href="1.html">关于朱镕基题词的公告</a>')).encode("gb18030")
    assert visit(Shelf({HOME: page}), source(link=("a",))).candidates[0].title == "关于朱镕基题词的公告"


@pytest.mark.parametrize(
    ("html", "key"),
    [
        ("<html><script src=app.js></script><body><div id=app></div></body></html>", "list_script_only"),
        ("<meta http-equiv=refresh content='0;url=/x'>", "list_script_only"),
        ("<p>" + "本行公告正在整理。" * 30 + "</p>", "no_"),
        ("", "no_"),
    ],
)
def test_a_page_without_entries_is_a_warning_with_a_key(html: str, key: str) -> None:
    for link in ((), ("ul.list a",)):
        (warning,) = visit(Shelf({HOME: html}), source(link=link)).warnings
        assert warning.code == (key if key != "no_" else "no_match" if link else "no_list")


def test_an_unchanged_page_is_not_read_again() -> None:
    shelf = Shelf({HOME: rows('<a href="1.html">公告甲乙丙</a>')}, conditional=True)
    first = visit(shelf, source(link=("a",)))
    again = visit(shelf, source(link=("a",)), {p.url: p for p in first.pages})
    assert (again.not_modified, again.requests, again.candidates) == (1, 1, first.candidates)
    shelf.conditional = False
    marked = dataclasses.replace(first.pages[0], candidates=())
    same = visit(shelf, source(link=("a",)), {HOME: marked})
    assert (same.not_modified, same.candidates) == (0, ())


def test_a_list_that_cannot_be_fetched_is_a_failure() -> None:
    assert failure(Shelf({}), source()).code == "http_404"


def test_of_several_lists_one_may_fail() -> None:
    two = "http://www.bank.example/two"
    listing = visit(Shelf({two: rows('<a href="1.html">公告</a>')}), source("listing", HOME, two, link=("a",)))
    assert len(listing.candidates) == 1 and listing.requests == 2
    assert listing.warnings == (Cause("page_failed", {"url": HOME}, (Cause("http_404"),)),)


def test_max_items_caps_the_list() -> None:
    html = rows(*(f'<a href="{n}.html">公告第{n}号</a>' for n in range(30)))
    assert len(listed(html, link=("a",), max_items=7)) == 7


def test_a_failure_counts_every_request() -> None:
    shelf = Shelf({HOME: FetchFailed(HOME, "timeout", requests=3)})
    assert failure(shelf, source()).requests == 3
