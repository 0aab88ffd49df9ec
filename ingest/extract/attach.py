"""A page and the files that it links to, as one document: the files' passages stand behind the page's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.model import Document, Link, Passage, PassageKind, Span, Table


def with_attachments(document: Document, attachments: Sequence[tuple[Link, Document]]) -> Document:
    """`document` with the text of each readable attachment behind its own, offsets moved, places named after it."""
    if document.problem:
        return document
    for link, attached in attachments:
        if not attached.problem and attached.text.strip():
            document = _append(document, link, attached)
    return document


def _append(document: Document, link: Link, attached: Document) -> Document:
    name = link.text.strip() or link.url.rpartition("/")[2]
    at = len(document.text) + 1
    return replace(
        document,
        text=f"{document.text}\n{attached.text}",
        passages=(*document.passages, *(_moved(p, at, name) for p in attached.passages)),
        tables=(*document.tables, *(_moved_table(t, at, name) for t in attached.tables)),
    )


def _shift(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _moved(passage: Passage, by: int, name: str) -> Passage:
    # a document has one title; the attachment's own is a heading in it
    kind = PassageKind.HEADING if passage.kind is PassageKind.TITLE else passage.kind
    return Passage(kind, _shift(passage.span, by), f"{name}: {passage.place}")


def _moved_table(table: Table, by: int, name: str) -> Table:
    rows = tuple(tuple(replace(c, span=_shift(c.span, by)) for c in row) for row in table.rows)
    return replace(table, rows=rows, span=_shift(table.span, by), place=f"{name}: {table.place}")
