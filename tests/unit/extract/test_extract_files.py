from __future__ import annotations

import datetime as dt
import io
import threading
import zipfile

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH

from ingest.extract import extract
from ingest.extract.detect import DOCX, PDF, media_type_of
from ingest.model import Document, PassageKind


def read(raw: bytes, **options: object) -> Document:
    return extract(raw, **{"url": None, "media_type": None, "charset": None, **options})  # type: ignore[arg-type]


def texts(document: Document, kind: PassageKind) -> list[str]:
    return [p.span.of(document.text) for p in document.passages if p.kind is kind]


def word_file() -> bytes:
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "内部传阅 编号 2026-88"
    word.add_heading("关于调整保管箱租金的通知", level=1)
    word.add_paragraph("日期：2026年5月6日")
    word.add_paragraph("我行自2026年6月1日起调整保管箱租金。")
    table = word.add_table(rows=3, cols=3)
    for row, cells in enumerate([["箱型", "原价", "现价"], ["小箱", "300元", "200元"], ["大箱", "面议", ""]]):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(2, 1).merge(table.cell(2, 2))
    word.add_paragraph("持旧约的客户不受影响", style="List Bullet")
    for text in ("芦汀银行", "2026年5月6日"):
        word.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def test_a_word_file_gives_title_date_table_and_signature() -> None:
    document = read(word_file(), url="https://bank.example/a.docx")
    assert (document.title, document.published, document.media_type) == (
        "关于调整保管箱租金的通知",
        dt.date(2026, 5, 6),
        DOCX,
    )
    assert [[c.text for c in row] for row in document.tables[0].rows][2] == ["大箱", "面议", "面议"]
    assert texts(document, PassageKind.ROW)[2] == "大箱 | 面议"
    assert texts(document, PassageKind.ITEM) == ["持旧约的客户不受影响"]
    assert texts(document, PassageKind.SIGNATURE) == ["芦汀银行", "2026年5月6日"]
    assert "编号" not in document.text


@pytest.mark.parametrize("cut", [40, 2000, 9000])
def test_a_damaged_word_file_is_broken(cut: int) -> None:
    raw = word_file()
    assert read(raw[:cut]).problem in ("broken", "unsupported")


def test_an_empty_word_file_says_so() -> None:
    out = io.BytesIO()
    docx.Document().save(out)
    assert read(out.getvalue()).problem == "empty"


def pdf_file(pages: list[list[tuple[int, int, int, str]]], rules: str = "") -> bytes:
    """A PDF by hand: lines as (x, y, size, text) and, on every page, drawing operators."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        shown = "".join(f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET\n" for x, y, size, text in lines) + rules
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown.encode("latin-1")))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
            % len(objects)
        )
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % k for k in kids), len(kids))
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % p for p in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, table, len(objects) + 1, len(out))  # fmt: skip


LETTER = [
    (60, 815, 8, "Form 12  Service desk 555 0100"),
    (60, 760, 18, "Changes to cheque deposits"),
    (60, 735, 10, "4 May 2026"),
    (60, 710, 10, "From 1 June 2026 cheques that you pay in before three in the afternoon are credited on the same"),
    (60, 698, 10, "working day, so that no interest is lost. Later cheques follow a day after, as they have been to-"),
    (60, 686, 10, "day in most branches."),
    (60, 660, 10, "Nothing else changes."),
]


def test_a_pdf_gives_title_date_and_whole_paragraphs() -> None:
    document = read(
        pdf_file(
            [
                [*LETTER, (270, 20, 8, "Page 1 of 2")],
                [LETTER[0], (60, 700, 10, "Thank you."), (270, 20, 8, "Page 2 of 2")],
            ]
        )
    )
    assert (document.title, document.published, document.media_type) == (
        "Changes to cheque deposits",
        dt.date(2026, 5, 4),
        PDF,
    )
    assert texts(document, PassageKind.PARAGRAPH) == [
        "From 1 June 2026 cheques that you pay in before three in the afternoon are credited on the same working day, so that no interest is lost. "
        "Later cheques follow a day after, as they have been today in most branches.",
        "Nothing else changes.",
        "Thank you.",
    ]
    assert "Service desk" not in document.text and "Page" not in document.text
    assert document.passages[-1].place == "page 2"


RULES = "".join(f"60 {y} m 460 {y} l S\n" for y in (620, 600, 580, 560)) + "".join(
    f"{x} 560 m {x} 620 l S\n" for x in (60, 260, 460)
)


def test_a_ruled_table_of_a_pdf_stands_once_where_it_is() -> None:
    cells = [
        (70, 605, 9, "Service"),
        (270, 605, 9, "New fee"),
        (70, 585, 9, "Draft"),
        (270, 585, 9, "$4"),
        (70, 565, 9, "Copy"),
        (270, 565, 9, "$1"),
    ]
    document = read(pdf_file([[*LETTER, *cells, (60, 520, 10, "Fees are per item, and taxes are included.")]], RULES))
    assert [[c.text for c in row] for row in document.tables[0].rows] == [
        ["Service", "New fee"],
        ["Draft", "$4"],
        ["Copy", "$1"],
    ]
    assert document.text.count("New fee") == 1
    assert document.text.endswith("Copy | $1\nFees are per item, and taxes are included.")
    assert all(c.span.of(document.text) == c.text for row in document.tables[0].rows for c in row)


def test_pdfs_are_read_from_several_threads() -> None:
    raw, titles = pdf_file([LETTER]), list[str]()
    threads = [threading.Thread(target=lambda: titles.append(read(raw).title)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert titles == ["Changes to cheque deposits"] * 6


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"%PDF-1.4 this is no PDF at all", "broken"),
        (pdf_file([[]]), "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "unsupported"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "image_only"),
        (b"PK\x03\x04 not really", "broken"),
    ],
)
def test_files_that_can_t_be_read_say_why(raw: bytes, problem: str) -> None:
    document = read(raw, media_type=PDF)
    assert (document.problem, document.text) == (problem, "")


def test_the_bytes_decide_what_a_file_is() -> None:
    blocked = b"<html><head><title>Request blocked</title></head><body>Your request was blocked.</body></html>"
    document = read(blocked, url="https://bank.example/fees.pdf", media_type=PDF)
    assert (document.media_type, document.problem) == ("text/html", "block_page")
    assert media_type_of(word_file(), "application/octet-stream") == DOCX
    assert media_type_of("公告内容".encode("gbk"), "text/html") == "text/plain"
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("xl/workbook.xml", "")
    assert media_type_of(book.getvalue()).endswith("spreadsheetml.sheet")


def test_plain_text_is_cut_into_paragraphs() -> None:
    raw = "关于系统维护的公告\n\n发布日期：2026-07-01\n我行定于7月5日凌晨进行系统维护。\n届时网上银行暂停服务。\n\n翠屏银行\n2026年7月1日\n"
    document = read(raw.encode("gb18030"), media_type="text/plain")
    assert (document.title, document.published, document.charset) == (
        "关于系统维护的公告",
        dt.date(2026, 7, 1),
        "gb18030",
    )
    assert document.text.split("\n")[1:3] == ["我行定于7月5日凌晨进行系统维护。", "届时网上银行暂停服务。"]


def test_markdown_gives_headings_items_and_pipe_tables() -> None:
    raw = "# New **fees**\n\nSee [the list](https://b.example/x):\n\n- one\n- two\n\n| Item | Fee |\n|---|---|\n| Copy | $1 |\n"
    document = read(raw.encode(), media_type="text/markdown", url="https://b.example/a.md")
    assert (document.title, document.language) == ("New fees", "en")
    assert texts(document, PassageKind.ITEM) == ["one", "two"]
    assert [[c.text for c in row] for row in document.tables[0].rows] == [["Item", "Fee"], ["Copy", "$1"]]
    assert "See the list:" in document.text


def test_a_file_that_is_only_a_table_keeps_it() -> None:
    document = read(b"| Item | Fee |\n|---|---|\n| Copy | $1 |\n", media_type="text/markdown")
    assert document.text == "Item | Fee\nCopy | $1"
