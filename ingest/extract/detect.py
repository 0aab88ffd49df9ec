"""What bytes are, by the bytes themselves; what the server says is only a hint."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from ingest.extract.compound import MAGIC, Compound, Damaged

_HTML = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|title|meta|script|table|div|p|h[1-6]|br|ul|font|span|center)\b", re.I
)
_XML = re.compile(rb"^\s*(?:\xef\xbb\xbf)?\s*<\?xml")
_NAMES = {
    "text/html": "text/html",
    "application/xhtml+xml": "text/html",
    "text/markdown": "text/markdown",
    "text/plain": "text/plain",
}
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
OLD_OFFICE = "application/msword"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
XLS = "application/vnd.ms-excel"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
SPREADSHEETS = frozenset((XLSX, XLSB, XLS, ODS))
CSV = "text/csv"
_CSV = frozenset((CSV, "application/csv", "text/tab-separated-values"))
ZIP = "application/zip"
MESSAGE = "message/rfc822"
PROTECTED = "application/x-protected-office"
"""An Office file that opens with a password only: a compound file round the encrypted one ([MS-OFFCRYPTO])."""
IMAGES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
    b"BM": "image/bmp",
}
_COMPOUND = {
    "EncryptedPackage": PROTECTED,
    "WordDocument": OLD_OFFICE,
    "Workbook": XLS,
    "Book": XLS,
}
_HEADERS = re.compile(
    rb"(?:(?:Received|Return-Path|Delivered-To|From|To|Cc|Date|Subject|Message-ID|MIME-Version|Sender|Reply-To|X-[\w-]+"
    rb"|DKIM-Signature|Content-[\w-]+|List-[\w-]+|Authentication-Results|ARC-[\w-]+):[^\r\n]*\r?\n"
    rb"(?:[ \t][^\r\n]*\r?\n)*){3}",
    re.I,
)
_HEAD = 2048


def media_type_of(raw: bytes, declared: str | None = None, url: str | None = None) -> str:
    """One of text/html, text/plain, text/markdown, application/pdf, a type named above, or one that we can't read."""
    head = raw[:_HEAD]
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _zipped(raw)
    if head.startswith(MAGIC):
        return _compound(raw)
    if (image := _image(head)) is not None:
        return image
    if _HEADERS.match(raw[: _HEAD * 8]):
        return MESSAGE
    return _text_type(raw, declared, url)


def _image(head: bytes) -> str | None:
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    found = (name for magic, name in IMAGES.items() if head.startswith(magic))
    return next(found, None) if b"\x00" in head else None


def _compound(raw: bytes) -> str:
    try:
        names = Compound(raw).names
    except Damaged:
        names = frozenset(n for n in _COMPOUND if n.encode("utf-16-le") in raw)
    return next((kind for name, kind in _COMPOUND.items() if name in names), "application/x-ole-storage")


def _zipped(raw: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = set(archive.namelist())
            said = _said(archive) if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, zlib.error):
        return DOCX if b"word/" in raw[: _HEAD * 8] else XLSX if b"xl/" in raw[: _HEAD * 8] else ZIP
    if said.startswith(ODS):
        return ODS
    for part, kind in (("word/document", DOCX), ("xl/workbook.bin", XLSB), ("xl/", XLSX)):
        if "[Content_Types].xml" in names and any(n.startswith(part) for n in names):
            return kind
    if "word/document.xml" in names or "xl/workbook.xml" in names:
        return DOCX if "word/document.xml" in names else XLSX
    return said or ZIP


def _said(archive: zipfile.ZipFile) -> str:
    with archive.open("mimetype") as file:
        return file.read(100).decode("latin-1")


def _text_type(raw: bytes, declared: str | None, url: str | None) -> str:
    said = (declared or "").split(";", 1)[0].strip().lower()
    path = (url or "").split("?", 1)[0].lower()
    head = raw[:_HEAD]
    sixteen = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in head and not sixteen and head.count(0) > len(head) / 50:
        return said if said and said not in _NAMES and "pdf" not in said else "application/octet-stream"
    if _HTML.search(raw[: _HEAD * 8]) or (_XML.match(head) and b"<html" in raw):
        return "text/html" if said not in ("text/markdown", "text/plain") or _HTML.match(head.lstrip()) else said
    if said == "text/markdown" or path.endswith((".md", ".markdown")):
        return "text/markdown"
    if said in _CSV or path.endswith((".csv", ".tsv")):
        return CSV
    if said == "text/html" and (b"<" in head or not raw.strip()):
        return "text/html"
    return "text/plain"
