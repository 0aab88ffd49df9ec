"""The next page of a list, however a site says it."""

from __future__ import annotations

import pytest
from shelf import HOME, Shelf, source, visit

from ingest.text.causes import told

NEXT = "http://www.bank.example/notice/index_2.html"


def page(pager: str, *numbers: int) -> str:
    entries = "".join(f'<li><a class="n" href="/n/{n}00.html">关于调整服务的公告第{n}号</a></li>' for n in numbers)
    return f"<ul>{entries}</ul><div>{pager}</div>"


def pages_read(first: str, depth: int = 2, **changes: object) -> list[str]:
    shelf = Shelf({HOME: first, NEXT: page("", 9)})
    visit(shelf, source(link=("a.n",), pages=depth, **changes))
    return shelf.asked


@pytest.mark.parametrize(
    "pager",
    [
        '<a href="index_2.html">下一页</a>',
        '<a href="index_2.html">下页 &gt;</a>',
        '<a href="index_2.html">[ 下一頁 ]</a>',
        '<a href="index_2.html">Next »</a>',
        '<a href="index_2.html">›</a>',
        '<a href="index_2.html" title="下一页"><img src="r.gif"></a>',
        '<a rel="nofollow next" href="index_2.html">Older</a>',
        '<link rel="next" href="index_2.html">',
        '<span>1</span> <a href="index_2.html">2</a> <a href="index_3.html">3</a>',
        '<a href="#">1</a><a href="index_2.html">2</a>',
        '<a href="index.html">第1页</a><a href="index_2.html">第 2 页</a><a href="index_3.html">第 3 页</a>',
        '<script>createPageHTML(3, 1, "index", "html");</script>',
    ],
)
def test_the_next_page_is_found(pager: str) -> None:
    assert pages_read(page(pager, 1, 2, 3)) == [HOME, NEXT]


@pytest.mark.parametrize(
    "pager",
    [
        '<a href="#" onclick="jump(2)">下一页</a>',
        '<a href="javascript:next()">下一页</a>',
        '<a href="http://other.example/2">下一页</a>',
        '<a href="index.html">下一页</a>',
        '<a href="2019.html">2019</a>',
        '<a href="index_0.html">上一页</a>',
        '<script>createPageHTML(3, 2, "index", "html");</script>',
    ],
)
def test_what_is_no_next_page_is_not_followed(pager: str) -> None:
    assert pages_read(page(pager, 1, 2, 3)) == [HOME]


def test_a_selector_for_the_next_page_is_the_only_say() -> None:
    pager = '<a href="index_7.html">下一页</a><a class="go" href="index_2.html">&gt;&gt;</a>'
    assert pages_read(page(pager, 1), next=("a.go",)) == [HOME, NEXT]
    assert pages_read(page(pager, 1), next=("a.none",)) == [HOME]


def test_no_deeper_than_asked_for() -> None:
    assert pages_read(page('<a href="index_2.html">下一页</a>', 1), depth=1) == [HOME]


def test_pages_that_lead_in_a_circle_or_bring_nothing_new_end_the_visit() -> None:
    shelf = Shelf(
        {HOME: page('<a href="index_2.html">下一页</a>', 1), NEXT: page('<a href="index_3.html">下一页</a>', 1)}
    )
    visit(shelf, source(link=("a.n",), pages=9))
    assert shelf.asked == [HOME, NEXT]
    shelf = Shelf(
        {HOME: page('<a href="index_2.html">下一页</a>', 1), NEXT: page('<a href="index.html">下一页</a>', 2)}
    )
    visit(shelf, source(link=("a.n",), pages=9))
    assert shelf.asked == [HOME, NEXT]


def test_max_items_ends_the_visit() -> None:
    shelf = Shelf({HOME: page('<a href="index_2.html">下一页</a>', 1, 2, 3), NEXT: page("", 4)})
    assert len(visit(shelf, source(link=("a.n",), pages=5, max_items=2)).candidates) == 2
    assert shelf.asked == [HOME]


def test_a_later_page_that_fails_is_a_warning() -> None:
    listing = visit(Shelf({HOME: page('<a href="index_2.html">下一页</a>', 1)}), source(link=("a.n",), pages=2))
    assert len(listing.candidates) == 1
    assert told(listing.warnings[0]).en.startswith(f"list page {NEXT}: the server has no such page")


def test_a_remembered_page_still_knows_its_next() -> None:
    shelf = Shelf({HOME: page('<a href="index_2.html">下一页</a>', 1), NEXT: page("", 2)}, conditional=True)
    first = visit(shelf, source(link=("a.n",), pages=2))
    again = visit(shelf, source(link=("a.n",), pages=2), {p.url: p for p in first.pages})
    assert (again.not_modified, again.candidates) == (2, first.candidates)
