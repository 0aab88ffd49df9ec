"""A document and the files that belong to it, as one: the files' passages stand behind its own.

What a file says that can't be read is not forgotten: `Document.unread` names it, and a person is asked for its text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.model import Document, Link, Passage, PassageKind, Span, Table, Unread

_SILENT = "image_only"
"""A page that only shows pictures: their text, where it could be read, is the page's."""


def with_attachments(document: Document, attachments: Sequence[tuple[Link, Document]]) -> Document:
    """`document` with the text of each readable attachment behind its own, offsets moved, places named after it."""
    if document.problem not in (None, _SILENT):
        return document
    for link, attached in attachments:
        name = link.text.strip() or link.url.rpartition("/")[2]
        document = replace(document, unread=(*document.unread, *attached.unread))
        if attached.problem is None and attached.text.strip():
            document = replace(_append(document, attached, name), problem=None)
        elif document.problem is None:
            document = replace(document, unread=(*document.unread, Unread(name, attached.problem or "empty")))
    return document


def together(parts: Sequence[tuple[str, Document]]) -> Document | None:
    """Files without a page of their own: the first readable one, the others behind it. None where none can be read."""
    readable = [n for n, (_, part) in enumerate(parts) if part.problem is None and part.text.strip()]
    if not readable:
        return None
    name, first = parts[readable[0]]
    first = replace(first, passages=tuple(replace(p, place=_within(name, p.place)) for p in first.passages))
    others = [(Link("", name), part) for n, (name, part) in enumerate(parts) if n != readable[0]]
    return with_attachments(first, others)


def _append(document: Document, attached: Document, name: str) -> Document:
    at = len(document.text) + bool(document.text)
    between = "\n" if document.text else ""
    return replace(
        document,
        text=f"{document.text}{between}{attached.text}",
        title=document.title or attached.title,
        recognised=document.recognised or attached.recognised,
        passages=(*document.passages, *(_moved(p, at, name) for p in attached.passages)),
        tables=(*document.tables, *(_moved_table(t, at, name) for t in attached.tables)),
    )


def _shift(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _moved(passage: Passage, by: int, name: str) -> Passage:
    # a document has one title; the attachment's own is a heading in it
    kind = PassageKind.HEADING if passage.kind is PassageKind.TITLE else passage.kind
    return Passage(kind, _shift(passage.span, by), _within(name, passage.place))


def _within(name: str, place: str) -> str:
    return f"{name}: {place}" if name else place


def _moved_table(table: Table, by: int, name: str) -> Table:
    rows = tuple(tuple(replace(c, span=_shift(c.span, by)) for c in row) for row in table.rows)
    return replace(table, rows=rows, span=_shift(table.span, by), place=_within(name, table.place))
