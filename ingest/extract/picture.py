"""Pictures → Document: their text where it can be read (see `ocr`), else a document that says it needs one."""

from __future__ import annotations

from dataclasses import replace

from ingest.extract import ocr
from ingest.extract.plain import read_text
from ingest.model import Document
from ingest.text.encoding import decode

_LEAST = 20
"""Characters; a picture that says less is a logo or a decoration."""


def read_picture(raw: bytes, kind: str, *, url: str | None, order: str) -> Document:
    """`problem` is "image_only" where there is no text to be had."""
    return document_of(ocr.lines_of(raw), kind, url=url, order=order)


def document_of(lines: list[str] | None, kind: str, *, url: str | None, order: str) -> Document:
    """The document of what was read in a picture or a scan."""
    text = "\n\n".join(lines or ())
    if len("".join(text.split())) < _LEAST:
        return Document("", "", media_type=kind, url=url, problem="image_only")
    read = read_text(decode(text.encode(), header="utf-8"), markdown=False, url=url, order=order)
    return replace(read, media_type=kind, charset=None, recognised=True)
