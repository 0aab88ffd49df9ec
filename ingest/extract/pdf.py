"""PDF → Document: lines with their places from PDFium, ruled tables from pdfplumber, paragraphs put together again.

PDFium is not thread-safe: every use stands under one lock.
"""

from __future__ import annotations

import io
import logging
import threading
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.extract import ocr
from ingest.extract.assemble import assemble
from ingest.extract.detect import PDF
from ingest.extract.pdf_tables import FoundTable, find_tables
from ingest.extract.pdf_text import Row, notice_of, rows_of
from ingest.extract.picture import document_of
from ingest.extract.problems import garbled, soup
from ingest.model import Document

_LOCK = threading.Lock()
_FEW = 20
_MOST_PAGES = 300
_MOST_SCANNED, _SCALE = 2, 2.5
"""Pages of a scan that are read, and how much larger than their points they are drawn."""
_PATH, _IMAGE = 2, 3
logging.getLogger("pdfminer").setLevel(logging.ERROR)


@dataclass(slots=True)
class _File:
    """What was read: rows of all pages, tables by page, and how many pages are pictures."""

    rows: list[Row] = field(default_factory=list)
    tables: list[FoundTable] = field(default_factory=list)
    pages: int = 0
    pictures: int = 0


def read_pdf(raw: bytes, *, url: str | None, order: str) -> Document:
    """The notice of a PDF. `problem`: "password", "broken", "image_only" (a scan), "mojibake" (fonts without names)."""
    read = _read(raw)
    if isinstance(read, str):
        return Document("", "", media_type=PDF, url=url, problem=read)
    notice = notice_of(read.rows, read.tables, order)
    document = assemble(notice.title, notice.blocks, media_type=PDF, title_place="page 1")
    problem = None
    if len(document.text.strip()) < _FEW * max(1, read.pages // 2):
        problem = "image_only" if read.pictures else "empty"
    if problem == "image_only" and (scanned := _scanned(raw)):
        return document_of(scanned, PDF, url=url, order=order)
    problem = problem or garbled(document.text) or soup(document.text)
    return replace(document, published=notice.published, published_from=notice.published_from, url=url, problem=problem)


def _read(raw: bytes) -> _File | str:
    import pypdfium2

    with _LOCK:
        try:
            pdf = pypdfium2.PdfDocument(raw)
        except pypdfium2.PdfiumError as error:
            return "password" if "password" in str(error).lower() else "broken"
        try:
            return _read_pages(pdf, raw)
        except (pypdfium2.PdfiumError, ValueError, OverflowError):
            return "broken"
        finally:
            pdf.close()


def _scanned(raw: bytes) -> list[str]:
    """The lines of a scan, where pictures can be read here."""
    import pypdfium2

    if not ocr.available():
        return []
    with _LOCK:
        pdf = pypdfium2.PdfDocument(raw)
        try:
            pages = range(min(len(pdf), _MOST_SCANNED))
            sheets = (pdf[n].render(scale=_SCALE, grayscale=True).to_pil() for n in pages)
            return [line for sheet in sheets for line in ocr.read(sheet) or ()]
        except (pypdfium2.PdfiumError, ValueError, OverflowError):
            return []
        finally:
            pdf.close()


def _read_pages(pdf: Any, raw: bytes) -> _File | str:
    file = _File(pages=min(len(pdf), _MOST_PAGES))
    ruled = []
    for number in range(file.pages):
        page = pdf[number]
        kinds = [o.type for o in page.get_objects(filter=[_PATH, _IMAGE], max_depth=2)]
        file.pictures += _IMAGE in kinds
        file.rows += rows_of(page, number)
        if kinds.count(_PATH) >= 1 and file.rows and file.rows[-1].page == number:
            ruled.append(number)
        page.close()
    if not file.pages:
        return "broken"
    file.tables = find_tables(io.BytesIO(raw), ruled)
    return file
