"""Bytes → Document: sniff what they are, decode, find the notice, keep the place of every passage."""

from __future__ import annotations

from ingest.extract.detect import DOCX, PDF, media_type_of
from ingest.extract.html import Selectors, read_html
from ingest.extract.plain import read_text
from ingest.model import Document
from ingest.text.encoding import decode

__all__ = ["extract"]


def extract(
    raw: bytes,
    *,
    url: str | None = None,
    media_type: str | None = None,
    charset: str | None = None,
    body: tuple[str, ...] = (),
    title: tuple[str, ...] = (),
    date: tuple[str, ...] = (),
    encoding: str | None = None,
    date_order: str = "DMY",
) -> Document:
    """The notice that `raw` holds. Never raises: `Document.problem` says why there is no trustworthy text.

    `media_type` and `charset` are what the server said, `encoding` what the source is configured with; `body`, `title`
    and `date` are CSS selectors of the source, tried in order before our own search.
    """
    kind = media_type_of(raw, media_type, url)
    if kind == PDF:
        from ingest.extract.pdf import read_pdf

        return read_pdf(raw, url=url, order=date_order)
    if kind == DOCX:
        from ingest.extract.docx import read_docx

        return read_docx(raw, url=url, order=date_order)
    if not kind.startswith("text/"):
        return Document("", "", media_type=kind, url=url, problem="unsupported")
    decoded = decode(raw, header=charset, hint=encoding)
    if kind == "text/html":
        return read_html(decoded, url=url, selectors=Selectors(body, title, date), order=date_order)
    return read_text(decoded, markdown=kind == "text/markdown", url=url, order=date_order)
