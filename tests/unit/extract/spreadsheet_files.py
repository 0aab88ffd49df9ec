"""Workbooks made in memory: the same small rate table as .xlsx, .xls, .ods and .xlsb."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import openpyxl
import xlwt

ODS_CELL = "<table:table-cell office:value-type='{kind}' {more}><text:p>{text}</text:p></table:table-cell>"


def xlsx(fill: Callable[[Any], None]) -> bytes:
    """`fill` gets the workbook, which has one sheet."""
    book = openpyxl.Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rates(book: Any) -> None:
    sheet = book.active
    sheet.title = "挂牌利率"
    sheet.append(["人民币存款挂牌利率表", None, None])
    sheet.append(["发布日期：2026年3月1日", None, None])
    sheet.append(["项目", "期限", "年利率"])
    sheet.append(["整存整取", "三个月", 0.0065])
    sheet.append([None, "一年", 0.0095])
    sheet.append(["执行日期", dt.date(2026, 3, 4), None])
    sheet.append(["注：以网点公布为准。", None, None])
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A4:A5")
    for row in (4, 5):
        sheet.cell(row, 3).number_format = "0.00%"
    sheet["B6"].number_format = "mm/dd/yyyy"


def xls() -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("挂牌利率")
    percent, date = xlwt.easyxf(num_format_str="0.00%"), xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日"')
    sheet.write_merge(0, 0, 0, 2, "人民币存款挂牌利率表")
    for column, text in enumerate(("项目", "期限", "年利率")):
        sheet.write(1, column, text)
    sheet.write_merge(2, 3, 0, 0, "整存整取")
    sheet.write(2, 1, "三个月")
    sheet.write(2, 2, 0.0065, percent)
    sheet.write(3, 1, "一年")
    sheet.write(3, 2, 0.0095, percent)
    sheet.write(4, 0, "执行日期")
    sheet.write(4, 1, dt.datetime(2026, 3, 4), date)
    hidden = book.add_sheet("底稿")
    hidden.write(0, 0, "内部使用")
    hidden.visibility = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods() -> bytes:
    def cell(text: str, kind: str = "string", more: str = "") -> str:
        return ODS_CELL.format(text=text, kind=kind, more=more)

    rows = [
        cell("人民币存款挂牌利率表", more="table:number-columns-spanned='3'")
        + "<table:covered-table-cell table:number-columns-repeated='2'/>",
        cell("项目") + cell("期限") + cell("年利率"),
        cell("整存整取", more="table:number-rows-spanned='2' table:number-columns-spanned='1'")
        + cell("三个月")
        + cell("0.65%", "percentage", "office:value='0.0065'"),
        "<table:covered-table-cell/>" + cell("一年") + cell("0.95%", "percentage", "office:value='0.0095'"),
    ]
    body = "".join(f"<table:table-row>{r}</table:table-row>" for r in rows)
    empty = "<table:table-row table:number-rows-repeated='1048000'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>"
    names = " ".join(
        f"xmlns:{n}='urn:oasis:names:tc:opendocument:xmlns:{n}:1.0'" for n in ("office", "table", "text", "style")
    )
    secret = (
        "<table:table table:name='底稿' table:style-name='ta2'><table:table-row>"
        + cell("内部使用")
        + "</table:table-row></table:table>"
    )
    styles = "<office:automatic-styles><style:style style:name='ta2' style:family='table'><style:table-properties table:display='false'/></style:style></office:automatic-styles>"
    content = f"<office:document-content {names}>{styles}<office:body><office:spreadsheet><table:table table:name='挂牌利率'>{body}{empty}</table:table>{secret}</office:spreadsheet></office:body></office:document-content>"
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": "<m/>",
        }
    )


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def _record(number: int, body: bytes) -> bytes:
    head = bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])
    size, lengths = len(body), []
    while True:
        lengths.append(size & 0x7F | (0x80 if size > 127 else 0))
        size >>= 7
        if not size:
            return head + bytes(lengths) + body


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb() -> bytes:
    """Two columns and two rows: a heading each, a term, and 0.0065 as a percentage."""

    def string(column: int, text: str) -> bytes:
        return _record(6, struct.pack("<II", column, 0) + _text(text))

    def row(number: int) -> bytes:
        return _record(0, struct.pack("<IIHHBI", number, 0, 300, 0, 0, 0))

    sheet = (
        _record(129, b"") + _record(148, struct.pack("<IIII", 0, 1, 0, 1)) + _record(145, b"")
        + row(0) + string(0, "期限") + string(1, "年利率")
        + row(1) + string(0, "三个月") + _record(5, struct.pack("<IId", 1, 1, 0.0065))
        + _record(146, b"") + _record(130, b"")
    )  # fmt: skip
    styles = (
        _record(278, b"") + _record(617, struct.pack("<I", 2))
        + _record(47, struct.pack("<HH12x", 0, 0)) + _record(47, struct.pack("<HH12x", 0, 10))
        + _record(618, b"") + _record(279, b"")
    )  # fmt: skip
    book = (
        _record(131, b"")
        + _record(143, b"")
        + _record(156, struct.pack("<II", 0, 1) + _text("rId1") + _text("利率"))
        + _record(144, b"")
        + _record(132, b"")
    )
    relation = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>{}</Relationships>"
    one = "<Relationship Id='{}' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}' Target='{}'/>"
    return zipped(
        {
            "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
            "_rels/.rels": relation.format(one.format("rId1", "officeDocument", "xl/workbook.bin")),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": relation.format(one.format("rId1", "worksheet", "worksheets/sheet1.bin") + one.format("rId2", "styles", "styles.bin")),
            "xl/worksheets/sheet1.bin": sheet,
            "xl/styles.bin": styles,
        }
    )  # fmt: skip
