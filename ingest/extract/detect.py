"""What bytes are, by the bytes themselves; what the server says is only a hint."""

from __future__ import annotations

import io
import re
import zipfile

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
_HEAD = 2048


def media_type_of(raw: bytes, declared: str | None = None, url: str | None = None) -> str:
    """One of text/html, text/plain, text/markdown, application/pdf, the DOCX type, or another type we can't read."""
    head = raw[:_HEAD]
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _zipped(raw)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return OLD_OFFICE
    if head.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")) and b"\x00" in head:
        return "image/*"
    return _text_type(raw, declared, url)


def _zipped(raw: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return DOCX if b"word/" in raw[: _HEAD * 8] else "application/zip"
    if "word/document.xml" in names:
        return DOCX
    if "xl/workbook.xml" in names:
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return "application/zip"


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
    if said == "text/html" and (b"<" in head or not raw.strip()):
        return "text/html"
    return "text/plain"
