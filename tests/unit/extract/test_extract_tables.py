from __future__ import annotations

import pytest

from ingest.extract import extract
from ingest.model import Document, PassageKind


def read(markup: str) -> Document:
    page = f"<h1>关于调整服务价格的公告</h1><p>我行自下月起调整下列服务的价格，请您留意。</p>{markup}<p>特此公告，敬请谅解。</p>"
    return extract(page.encode(), url=None, media_type="text/html", charset="utf-8")


def grid(document: Document, at: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row] for row in document.tables[at].rows]


SPANNED = """<table border=1><tr><td rowspan=2>渠道</td><td colspan=2>手续费</td></tr><tr><td>原价</td><td>现价</td></tr>
<tr><td>柜面</td><td>5元</td><td>2元</td></tr><tr><td>网银</td><td colspan=2>免费</td></tr></table>"""


def test_spanned_cells_stand_in_every_place_and_once_in_the_text() -> None:
    document = read(SPANNED)
    assert grid(document) == [
        ["渠道", "手续费", "手续费"],
        ["渠道", "原价", "现价"],
        ["柜面", "5元", "2元"],
        ["网银", "免费", "免费"],
    ]
    rows = [p.span.of(document.text) for p in document.passages if p.kind is PassageKind.ROW]
    assert rows == ["渠道 | 手续费", "原价 | 现价", "柜面 | 5元 | 2元", "网银 | 免费"]


def test_every_cell_knows_where_it_stands() -> None:
    document = read(SPANNED)
    cells = [cell for row in document.tables[0].rows for cell in row]
    assert all(cell.span.of(document.text) == cell.text for cell in cells)
    assert document.tables[0].rows[0][1] == document.tables[0].rows[0][2]
    assert document.tables[0].span.of(document.text).startswith("渠道 | 手续费")


def test_the_first_row_heads_a_table_without_th() -> None:
    document = read("<table border=1><tr><td>项目</td><td>价格</td></tr><tr><td>挂失</td><td>10元</td></tr></table>")
    assert [[cell.header for cell in row] for row in document.tables[0].rows] == [[True, True], [False, False]]


def test_a_first_row_of_figures_is_no_header() -> None:
    document = read("<table border=1><tr><td>一年</td><td>1.10</td></tr><tr><td>二年</td><td>1.20</td></tr></table>")
    assert not any(cell.header for row in document.tables[0].rows for cell in row)


def test_th_and_thead_mark_headers_and_a_caption_names_the_table() -> None:
    document = read(
        "<table><caption>价目</caption><thead><tr><td>项目</td><td>价格</td></tr></thead><tr><th>挂失</th><td>10元</td></tr></table>"
    )
    assert document.tables[0].caption == "价目"
    assert [[cell.header for cell in row] for row in document.tables[0].rows] == [[True, True], [True, False]]
    assert "价目\n项目 | 价格" in document.text


@pytest.mark.parametrize(
    "layout",
    [
        "<table><tr><td><p>第一段文字说明，内容较长。</p></td></tr><tr><td><p>第二段文字说明，内容较长。</p></td></tr></table>",
        "<table><tr><td><table><tr><td>第一段文字说明，内容较长。</td></tr></table></td><td>第二段文字说明，内容较长。</td></tr></table>",
        "<table><tr><td>第一段文字说明，内容较长。</td><td>第二段文字说明，内容较长。</td></tr></table>",
    ],
)
def test_layout_tables_are_unwrapped(layout: str) -> None:
    document = read(layout)
    assert document.tables == ()
    assert "第一段文字说明，内容较长。\n第二段文字说明，内容较长。" in document.text


def test_paragraphs_inside_a_cell_are_parted_by_a_blank() -> None:
    document = read(
        "<table border=1><tr><th>条款</th><th>内容</th></tr><tr><td><p>第三条</p><p>利息</p></td><td>按日<b>计</b>收</td></tr></table>"
    )
    assert grid(document)[1] == ["第三条 利息", "按日计收"]


@pytest.mark.parametrize("span", ["0", "-3", "x", "99999999", ""])
def test_nonsense_in_spans_does_no_harm(span: str) -> None:
    document = read(
        f"<table border=1><tr><th colspan='{span}'>甲</th><th>乙</th></tr><tr><td rowspan='{span}'>1</td><td>2</td></tr></table>"
    )
    rows = document.tables[0].rows
    assert len({len(row) for row in rows}) == 1
    assert len(rows[0]) <= 100


def test_rows_of_different_lengths_make_a_full_grid() -> None:
    document = read("<table border=1><tr><th>甲</th><th>乙</th><th>丙</th></tr><tr><td>1</td><td>2</td></tr></table>")
    assert grid(document)[1] == ["1", "2", ""]


def test_a_raised_number_stays_raised() -> None:
    page = "<html><body><h1>Limits</h1><p>NetBanking<sup>1</sup> up to Rs.10 lakh<sup> (2) </sup> a day, 20m<sup>2</sup>.</p></body></html>"
    read = extract(page.encode(), url=None, media_type="text/html", charset="utf-8")
    assert "NetBanking¹ up to Rs.10 lakh² a day, 20m²." in read.text
