"""A pager that only a script can follow never ends a list in silence."""

from __future__ import annotations

import pytest
from shelf import HOME, Shelf, source, visit
from test_source_paging import page

from ingest.text.causes import told


def warned(pager: str, **changes: object) -> list[str]:
    listing = visit(Shelf({HOME: page(pager, 1, 2, 3)}), source(**{"link": ("a.n",), "pages": 3} | changes))
    return [w.code for w in listing.warnings]


@pytest.mark.parametrize(
    "pager",
    [
        '<a href="#" onclick="jump(2)">下一页</a>',
        '<a href="javascript:goPage(2)">下一页</a>',
        '<a href="javascript:void(0)" onclick="next()">Next »</a>',
        '<input type="button" value="下一页" onclick="next()">',
        '<button class="more">加载更多</button>',
        '<a class="btn" href="javascript:;">Load more</a>',
        '<div class="pages"><a href="#">1</a><a href="#">2</a><a href="#">下一页</a></div>',
        "<div>共 12 页 <span>上一页</span> <span>下一页</span></div>",
        '<div>1/5 <a href="javascript:;">下一页</a></div>',
        '<ul class="el-pagination"><li class="number active">1</li><li class="number">2</li></ul>',
        '<div id="pagination"></div>',
        '<div class="layui-laypage"><!-- filled by a script --></div>',
        '<nav class="pager"><a href="#" class="page">1</a> <a href="#" class="page">2</a></nav>',
    ],
)
def test_a_pager_that_needs_a_script_is_told(pager: str) -> None:
    assert warned(pager) == ["script_pager"]


@pytest.mark.parametrize(
    "pager",
    [
        "",
        '<a href="javascript:void(0)">上一页</a><a href="javascript:void(0)">下一页</a>',
        '<a href="#">下一页</a>',
        '<div>共 1 页 <a href="#" onclick="jump(1)">下一页</a></div>',
        '<button disabled onclick="next()">下一页</button>',
        '<ul><li class="disabled"><a href="#" onclick="next()">下一页</a></li></ul>',
        '<a href="http://other.example/2">下一页</a>',
        '<a href="index.html">下一页</a>',
        '<div class="pager"><a href="index.html">1</a> 2026-11-22</div>',
        '<div class="swiper"><a href="#" onclick="slide(1)">›</a></div>',
        '<a href="/more.html">加载更多</a>',
        '<script>createPageHTML(1, 0, "index", "html");</script><div class="pagination"></div>',
        '<div class="homepage-banner"></div>',
    ],
)
def test_a_list_with_one_page_is_not_suspicious(pager: str) -> None:
    assert warned(pager) == []


def test_who_wants_one_page_is_not_told_of_others() -> None:
    assert warned('<div id="pagination"></div>', pages=1) == []


def test_it_is_told_again_where_the_page_did_not_change() -> None:
    shelf = Shelf({HOME: page("<button>加载更多</button>", 1, 2, 3)}, conditional=True)
    asks = source(link=("a.n",), pages=2)
    first = visit(shelf, asks)
    again = visit(shelf, asks, {p.url: p for p in first.pages})
    assert again.not_modified == 1 and again.warnings == first.warnings
    said = told(again.warnings[0])
    assert HOME in said.en and "rendered" in said.en and "json_api" in said.zh


def test_only_the_first_page_is_judged() -> None:
    after = "http://www.bank.example/notice/index_2.html"
    last = page('<a href="#" onclick="jump(2)">下一页</a>', 4, 5)
    shelf = Shelf({HOME: page('<a href="index_2.html">下一页</a>', 1, 2, 3), after: last})
    listing = visit(shelf, source(link=("a.n",), pages=9))
    assert len(listing.candidates) == 5 and not listing.warnings
