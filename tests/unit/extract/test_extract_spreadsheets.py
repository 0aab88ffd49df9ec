"""Spreadsheets: sheets as tables with their headings, figures as printed, and files that mean harm."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from spreadsheet_files import ods, rates, xls, xlsb, xlsx, zipped

from ingest.extract import extract
from ingest.extract.detect import ODS, XLS, XLSB, XLSX
from ingest.model import Document, PassageKind


def grid(document: Document, at: int = 0) -> list[list[str]]:
    return [[c.text for c in row] for row in document.tables[at].rows]


def heads(document: Document, at: int = 0) -> list[list[bool]]:
    return [[c.header for c in row] for row in document.tables[at].rows]


RATES = [["项目", "期限", "年利率"], ["整存整取", "三个月", "0.65%"], ["整存整取", "一年", "0.95%"]]


@pytest.mark.parametrize(("raw", "kind"), [(xlsx(rates), XLSX), (xls(), XLS), (ods(), ODS)], ids=["xlsx", "xls", "ods"])
def test_a_rate_table_reads_the_same_in_every_format(raw: bytes, kind: str) -> None:
    document = extract(raw)
    assert (document.media_type, document.title, document.problem) == (kind, "人民币存款挂牌利率表", None)
    assert grid(document)[:3] == RATES
    assert heads(document)[:2] == [[True] * 3, [False] * 3]
    assert "内部使用" not in document.text
    assert all(p.span.of(document.text) for p in document.passages)


def test_a_binary_workbook_shows_its_percentages() -> None:
    document = extract(xlsb())
    assert (document.media_type, grid(document)) == (XLSB, [["期限", "年利率"], ["三个月", "0.65%"]])


def test_lines_over_and_under_the_table_are_text_and_the_byline_is_the_day() -> None:
    document = extract(xlsx(rates))
    assert (document.published, document.published_from) == (dt.date(2026, 3, 1), "byline")
    assert document.text.endswith("注：以网点公布为准。")
    assert grid(document)[3] == ["执行日期", "2026-03-04", ""]
    assert next(p.place for p in document.passages if p.kind is PassageKind.ROW) == "sheet 挂牌利率, row 3 row 1"


def test_headings_of_two_rows_are_headings() -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        for row in (["币种", "汇率", None], [None, "买入", "卖出"], ["美元", 7.1, 7.2], ["欧元", 7.8, 7.9]):
            sheet.append(row)
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B1:C1")

    assert heads(extract(xlsx(fill))) == [[True] * 3, [True] * 3, [False] * 3, [False] * 3]


def test_an_empty_row_parts_two_tables_but_not_one_table_from_its_figures() -> None:
    def fill(book: Any) -> None:
        rows = [
            ["业务", "收费"],
            ["转账", 5],
            [None],
            ["挂失", 10],
            [None],
            ["附表二 账户管理"],
            ["账户", "收费"],
            ["小额", 3],
        ]
        for row in rows:
            book.active.append(row)

    document = extract(xlsx(fill))
    assert [grid(document, n) for n in range(2)] == [
        [["业务", "收费"], ["转账", "5"], ["挂失", "10"]],
        [["账户", "收费"], ["小额", "3"]],
    ]
    assert "附表二 账户管理" in document.text.split("\n")


def test_a_row_across_a_table_stays_in_it() -> None:
    def fill(book: Any) -> None:
        for row in (["业务", "收费"], ["一、结算", None], ["转账", 5], ["二、其他", None], ["挂失", 10]):
            book.active.append(row)

    assert grid(extract(xlsx(fill)))[1] == ["一、结算", ""]


def test_hidden_rows_columns_and_sheets_are_not_told() -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        for row in (["业务", "成本", "收费"], ["转账", 2, 5], ["旧业务", 1, 9], ["挂失", 3, 10]):
            sheet.append(row)
        sheet.column_dimensions["B"].hidden = True
        sheet.row_dimensions[3].hidden = True
        draft = book.create_sheet("底稿")
        draft["A1"] = "内部使用"
        draft.sheet_state = "veryHidden"

    document = extract(xlsx(fill))
    assert grid(document) == [["业务", "收费"], ["转账", "5"], ["挂失", "10"]]
    assert "内部使用" not in document.text


def test_several_sheets_stand_under_their_names() -> None:
    def fill(book: Any) -> None:
        book.active.title = "对公"
        book.active.append(["业务", "收费"])
        book.active.append(["转账", 5])
        other = book.create_sheet("对私")
        other.append(["业务", "收费"])
        other.append(["转账", 2])

    document = extract(xlsx(fill))
    assert document.title == "对公"
    assert "对私" in [p.span.of(document.text) for p in document.passages if p.kind is PassageKind.HEADING]
    assert [t.place for t in document.tables] == ["sheet 对公, row 1", "sheet 对私, row 1"]


def test_a_sheet_that_is_a_letter_is_read_as_paragraphs() -> None:
    def fill(book: Any) -> None:
        for line in ("关于调整保管箱租金的通知", "我行自2026年6月1日起调整保管箱租金。", "芦汀银行", "2026年5月6日"):
            book.active.append([line])

    document = extract(xlsx(fill))
    assert (document.title, document.tables, document.published) == (
        "关于调整保管箱租金的通知",
        (),
        dt.date(2026, 5, 6),
    )
    assert document.text.split("\n")[1] == "我行自2026年6月1日起调整保管箱租金。"


def test_a_page_that_calls_itself_a_workbook_is_a_page() -> None:
    page = "<html><meta charset='utf-8'><body><table border=1><tr><th>业务</th><th>收费</th></tr><tr><td>转账</td><td>5元</td></tr></table></body></html>"
    document = extract(page.encode(), url="https://bank.example/fees.xls", media_type=XLS)
    assert (document.media_type, grid(document)[1]) == ("text/html", ["转账", "5元"])


def test_two_cells_at_the_far_corners_of_a_sheet_cost_no_memory() -> None:
    def fill(book: Any) -> None:
        book.active["A1"] = "业务"
        book.active["XFD1048576"] = "5元"

    assert extract(xlsx(fill)).problem == "unsupported"


def test_a_bomb_is_turned_away_before_it_is_unpacked() -> None:
    sheet = b"<worksheet><sheetData>" + b"<row><c><v>1</v></c></row>" * 9_000_000
    raw = zipped(
        {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": sheet}
    )
    assert len(raw) < 2_000_000 and extract(raw).problem == "unsupported"


def test_entities_are_not_resolved() -> None:
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r' Type='x/officeDocument' Target='xl/workbook.xml'/></Relationships>",
        "xl/workbook.xml": "<!DOCTYPE w [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><workbook><sheets><sheet name='&a;'/></sheets></workbook>",
    }
    document = extract(zipped(parts))
    assert "root" not in document.text and document.problem in ("broken", "empty")


@pytest.mark.parametrize("raw", [xlsx(rates), xls(), ods(), xlsb()], ids=["xlsx", "xls", "ods", "xlsb"])
@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_damaged_file_says_so(raw: bytes, cut: float) -> None:
    document = extract(raw[: int(len(raw) * cut)])
    assert document.problem in ("broken", "unsupported", "empty") and document.text == ""


@pytest.mark.parametrize("raw", [xls(), xlsb()], ids=["xls", "xlsb"])
def test_no_flipped_byte_stops_the_reading(raw: bytes) -> None:
    for at in range(0, len(raw), max(1, len(raw) // 97)):
        damaged = bytearray(raw)
        damaged[at] ^= 0xFF
        assert isinstance(extract(bytes(damaged)), Document)


def test_a_workbook_with_a_password_says_so() -> None:
    manifest = "<m:manifest xmlns:m='urn:x'><m:encryption-data/></m:manifest>"
    raw = zipped({"mimetype": ODS, "content.xml": b"\x00\x01", "META-INF/manifest.xml": manifest})
    assert extract(raw).problem == "password"


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_tables_as_text_are_tables(sign: str) -> None:
    lines = ["收费标准表", sign.join(("业务", "收费")), sign.join(("转账", '"5元,每笔"')), sign.join(("挂失", "10元"))]
    document = extract("\r\n".join(lines).encode("gb18030"), url="https://bank.example/fees.csv")
    assert (document.title, document.media_type) == ("收费标准表", "text/csv")
    assert grid(document) == [["业务", "收费"], ["转账", "5元,每笔"], ["挂失", "10元"]]


def test_a_table_as_text_inside_a_zip_is_known_by_its_name() -> None:
    document = extract(zipped({"fees.csv": "Item,Fee\nCopy,$1\n"}))
    assert grid(document) == [["Item", "Fee"], ["Copy", "$1"]]


def test_a_table_as_text_that_is_none_is_empty_or_lines() -> None:
    assert extract(b"", media_type="text/csv").problem == "empty"
    assert extract(b'a,"b\x00\n' * 3, media_type="text/csv").problem is None
