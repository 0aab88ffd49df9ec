"""The tables that are watched, and no others."""

from __future__ import annotations

import pytest
from spreadsheet_files import rates as rates_of_march
from spreadsheet_files import xlsx

from ingest.extract import extract
from ingest.extract.watched import tables_only
from ingest.model import Document

PAGE = """<html><head><meta charset="utf-8"><title>存款利率_我的银行</title></head><body>
<div class="nav"><table class="menu"><tr><td>首页</td><td>关于我们</td></tr><tr><td>网点</td><td>招聘</td></tr></table></div>
<h1>存款利率</h1><p>我行存款挂牌利率如下，请客户以网点公布为准，咨询电话：95260。</p>
<h3>人民币</h3><table class="rates"><tr><th>期限</th><th>年利率</th></tr><tr><td>一年</td><td>0.95%</td></tr></table>
<div id="usd"><p>美元</p><table><tr><th>期限</th><th>年利率</th></tr><tr><td>一年</td><td>2.80%</td></tr></table></div>
</body></html>"""


def watched(*table: str, page: str = PAGE) -> Document:
    raw = page.encode()
    return tables_only(extract(raw, url="https://bank.example/r"), raw, table=table, charset=None, encoding=None)


def rates(document: Document) -> list[str]:
    return [t.rows[1][1].text for t in document.tables]


@pytest.mark.parametrize(
    ("table", "found"),
    [
        (("table.rates",), ["0.95%"]),
        (("#usd",), ["2.80%"]),
        (("table.rates", "#usd table"), ["0.95%", "2.80%"]),
        (("#usd", "div#usd > table"), ["2.80%"]),
    ],
)
def test_selectors_choose_tables_or_what_holds_them(table: tuple[str, ...], found: list[str]) -> None:
    document = watched(*table)
    assert (rates(document), document.problem) == (found, None)
    assert all(c.text == "" or c.span.of(document.text) == c.text for t in document.tables for r in t.rows for c in r)


def test_a_page_that_is_nothing_but_a_table_is_read_by_its_selector() -> None:
    bare = "<html><meta charset='utf-8'><title>牌价</title><body><p>现汇</p><table class='x'><tr><td>美元</td><td>712</td></tr><tr><td>欧元</td><td>780</td></tr></table></body></html>"
    document = watched("table.x", page=bare)
    assert [c.text for c in document.tables[0].rows[1]] == ["欧元", "780"] and document.problem is None
    assert document.title


def test_a_table_that_is_not_there_is_told() -> None:
    assert watched("table.gone").problem == "no_table"
    assert (
        watched(
            page="<html><meta charset='utf-8'><body><h1>存款利率</h1><p>"
            + "利率表正在更新，请稍后再来查看。" * 4
            + "</p></body></html>"
        ).problem
        == "no_table"
    )


def test_a_workbook_has_its_own_tables_and_a_damaged_one_has_none() -> None:
    raw = xlsx(rates_of_march)
    document = tables_only(extract(raw), raw, table=(), charset=None, encoding=None)
    assert document.tables[0].rows[1][2].text == "0.65%"
    assert tables_only(extract(raw[:900]), raw[:900], table=(), charset=None, encoding=None).problem == "no_table"


def test_a_block_page_stays_one() -> None:
    blocked = "<html><head><title>Request blocked</title></head><body>Your request was blocked.<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table></body></html>"
    assert watched(page=blocked).problem == "block_page"
