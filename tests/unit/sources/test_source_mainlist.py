"""The list of notices is found on pages that nobody wrote selectors for."""

from __future__ import annotations

import pytest
from shelf import Shelf, listed, source, visit

NAV = "".join(
    f'<li><a href="/{p}/">{t}</a></li>'
    for p, t in enumerate(("个人金融", "公司金融", "信用卡服务", "电子银行", "财富管理", "小企业金融服务"))
)
TOP = f'<div class="topNav"><ul>{NAV}</ul></div><div class="crumb"><a href="/">首页</a> &gt; <a href="/n/">本行公告</a></div>'
SIDE = '<aside><ul><li><a href="/hot/1.html">关于热门理财产品发售安排的说明</a></li><li><a href="/hot/2.html">关于手机银行新版上线的说明</a></li></ul></aside>'
END = '<div class="pager"><a href="2.html">2</a><a href="3.html">3</a></div><footer><a href="/law">法律声明</a><a href="/safe">安全提示与风险告知书</a><p>版权所有 本行地址与客户服务热线</p></footer>'
DAYS = range(1, 6)


def around(main: str) -> str:
    return TOP + '<div class="wrap">' + main + "</div>" + SIDE + END


def title(n: int) -> str:
    return f"关于第{n}次调整个人存款服务的公告"


EXPECTED = [(f"/n/{n}00.html", title(n), f"2026-10-0{n}") for n in DAYS]

LAYOUTS = {
    "list": "<ul>" + "".join(f'<li><span>[2026-10-0{n}]</span><a href="/n/{n}00.html">{title(n)}</a></li>' for n in DAYS) + "</ul>",
    "date inside the link": "<ul>" + "".join(f'<li><a href="/n/{n}00.html"><i>2026-10-0{n} 10:30:00</i>&nbsp;{title(n)}</a></li>' for n in DAYS) + "</ul>",
    "date in the text of the link": "<ul>" + "".join(f'<li><a href="/n/{n}00.html">{title(n)} (2026-10-0{n})</a></li>' for n in DAYS) + "</ul>",
    "table": "<table>" + "".join(f'<tr><td>{n}</td><td><a href="/n/{n}00.html">{title(n)}</a></td><td>2026年10月{n}日</td></tr>' for n in DAYS) + "</table>",
    "rows behind": "<div>" + "".join(f'<a href="/n/{n}00.html">{title(n)}</a> <span>2026/10/0{n}</span><br>' for n in DAYS) + "</div>",
    "rows before": "<div>" + "".join(f'<span>2026.10.0{n}</span><a href="/n/{n}00.html">{title(n)}</a><br>' for n in DAYS) + "</div>",
    "definition list": "<dl>" + "".join(f'<dt><a href="/n/{n}00.html">{title(n)}</a></dt><dd>发布日期：2026-10-0{n}</dd>' for n in DAYS) + "</dl>",
    "many definition lists": "".join(f'<dl><dt><a href="/n/{n}00.html">{title(n)}</a></dt><dd><a href="/o/{n}/">分行</a></dd><dd>2026-10-0{n}</dd></dl>' for n in DAYS),
    "tiles": "".join(
        f'<div class="tile"><div><b>0{n}</b><span>2026-10</span></div><a href="/n/{n}00.html"><img src="p.jpg" alt="p.jpg"></a>'
        f'<h3><a href="/n/{n}00.html">{title(n)}</a></h3><p>自2026年12月1日起执行</p><a href="/n/{n}00.html">查看详情</a></div>'
        for n in DAYS
    ),
    "articles": "".join(
        f'<article class="post-{n} tag-{n}"><header><h2><a href="/n/{n}00.html">{title(n)}</a></h2></header>'
        f'<time datetime="2026-10-0{n}">上周</time></article>'
        for n in DAYS
    ),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_list_is_found_with_its_dates_whatever_its_layout(layout: str) -> None:
    assert listed(around(LAYOUTS[layout])) == EXPECTED


def test_month_and_day_take_the_year_from_the_address_only() -> None:
    html = "".join(f'<li><a href="/2026/t2026100{n}_{n}.html">{title(n)}</a>10-0{n}</li>' for n in DAYS)
    assert [f[2] for f in listed(around(f"<ul>{html}</ul>"))] == [f"2026-10-0{n}" for n in DAYS]
    html = "".join(f'<li><a href="/n/{n}.html">{title(n)}</a>[10-0{n}]</li>' for n in DAYS)
    assert listed(around(f"<ul>{html}</ul>")) == [(f"/n/{n}.html", title(n), None) for n in DAYS]


def test_month_and_day_take_the_year_from_the_heading_above_the_list() -> None:
    years = "".join(
        f"<h3>{y}年</h3><ul>"
        + "".join(f'<li><a href="/{y[2:]}/{n}.html">{title(n)}</a>12-0{n}</li>' for n in DAYS)
        + "</ul>"
        for y in ("2026", "2025")
    )
    assert [f[2] for f in listed(around(years))] == [f"{y}-12-0{n}" for y in (2026, 2025) for n in DAYS]


def test_a_date_in_the_title_stays_there_and_is_not_that_of_publication() -> None:
    html = "".join(f'<li><a href="/n/{n}.html">关于2026年12月{n}日系统维护的公告</a></li>' for n in DAYS)
    assert listed(around(f"<ul>{html}</ul>")) == [
        (f"/n/{n}.html", f"关于2026年12月{n}日系统维护的公告", None) for n in DAYS
    ]


def test_an_english_list_is_found() -> None:
    html = "".join(
        f'<li><a href="/press/change-to-savings-rates-{n}">Changes to our savings rates, part {n}</a> {n} October 2026</li>'
        for n in DAYS
    )
    found = listed(
        f'<nav><a href="/p">Personal</a><a href="/b">Business banking</a></nav><ul>{html}</ul><footer><a href="/t">Terms of our website</a></footer>'
    )
    assert found == [
        (f"/press/change-to-savings-rates-{n}", f"Changes to our savings rates, part {n}", f"2026-10-0{n}")
        for n in DAYS
    ]


def test_a_list_of_one_is_a_list() -> None:
    assert listed(
        around('<ul><li><a href="/n/1.html">关于国庆节期间营业安排的公告</a><i>2026-09-28</i></li></ul>')
    ) == [("/n/1.html", "关于国庆节期间营业安排的公告", "2026-09-28")]


def test_two_lists_of_notices_on_one_page_are_both_found() -> None:
    lists = "".join(
        f'<div class="{kind}"><ul>'
        + "".join(f'<li><a href="/{kind}/{n}00.html">{title(n)}（{kind}）</a><i>2026-10-0{n}</i></li>' for n in DAYS)
        + "</ul></div>"
        for kind in ("fees", "offers")
    )
    assert len(listed(around(lists))) == 10


def test_a_home_page_of_tiles_gives_its_tiles_and_not_its_menu() -> None:
    tiles = (
        '<div class="slider"><ul><li><p>防范诈骗：本行不会索要密码</p><a href="/safe/fraud"><img src="b.png" alt="Learn more button"></a></li></ul></div>'
        '<table><tr><td><a href="/n/move"><img src="m.png" alt="搬迁公告 banner"></a></td><td><p><a href="/n/card">信用卡权益更新</a></p></td></tr></table>'
        '<div class="quick"><a href="/rates">贷款利率表</a></div>'
    )
    page = f"<nav><ul>{NAV}</ul></nav>" + tiles + '<nav><a href="/rates">贷款利率表</a></nav>'
    found = {path: title for path, title, _ in listed(page)}
    assert found == {
        "/safe/fraud": "防范诈骗：本行不会索要密码",
        "/n/move": "搬迁公告",
        "/n/card": "信用卡权益更新",
        "/rates": "贷款利率表",
    }


def test_a_page_of_furniture_has_no_list() -> None:
    listing = visit(Shelf({"http://www.bank.example/notice/index.html": TOP + END}), source())
    assert listing.candidates == () and listing.warnings[0].code == "no_list"


def test_names_that_stand_for_the_whole_page_do_not_hide_the_list() -> None:
    assert listed(f'<div class="header-layout">{around(LAYOUTS["list"])}</div>') == EXPECTED
