"""Bytes → Document: sniff what they are, decode, find the notice, keep the place of every passage."""

from __future__ import annotations

import mimetypes
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from ingest.extract import ocr
from ingest.extract.attach import together, with_attachments
from ingest.extract.detect import CSV, DOCX, MESSAGE, PDF, PROTECTED, SPREADSHEETS, ZIP, media_type_of
from ingest.extract.html import Selectors, read_html
from ingest.extract.plain import read_text
from ingest.model import Document, Link
from ingest.text.encoding import decode

__all__ = ["extract"]

_HOLDERS = frozenset((ZIP, MESSAGE))


@dataclass(frozen=True, slots=True)
class _Asked:
    """How to read a file; `inside` are the kinds of holders that it was found in: no zip is opened inside a zip."""

    url: str | None = None
    media_type: str | None = None
    charset: str | None = None
    selectors: Selectors = field(default_factory=Selectors)
    encoding: str | None = None
    date_order: str = "DMY"
    inside: frozenset[str] = frozenset()


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
    ocr.BUDGET.begin()
    return _extract(raw, _Asked(url, media_type, charset, Selectors(body, title, date), encoding, date_order))


def _extract(raw: bytes, asked: _Asked) -> Document:
    kind = media_type_of(raw, asked.media_type, asked.url)
    if kind in asked.inside:
        return Document("", "", media_type=kind, url=asked.url, problem="unsupported")
    if reader := _reader(kind):
        return reader(raw, kind, asked)
    if kind == PROTECTED:
        return Document("", "", media_type=kind, url=asked.url, problem="password")
    if not kind.startswith("text/"):
        return Document("", "", media_type=kind, url=asked.url, problem="unsupported")
    decoded = decode(raw, header=asked.charset, hint=asked.encoding)
    if kind == CSV:
        from ingest.extract.separated import read_csv

        return read_csv(decoded, url=asked.url, order=asked.date_order)
    if kind == "text/html":
        return read_html(decoded, url=asked.url, selectors=asked.selectors, order=asked.date_order)
    return read_text(decoded, markdown=kind == "text/markdown", url=asked.url, order=asked.date_order)


_Reader = Callable[[bytes, str, _Asked], Document]


def _reader(kind: str) -> _Reader | None:
    """Who reads files of a kind; the modules are loaded when the first file needs them."""
    if kind in SPREADSHEETS:
        return _spreadsheet
    if kind.startswith("image/"):
        return _picture
    return {PDF: _pdf, DOCX: _docx, ZIP: _zip, MESSAGE: _message}.get(kind)


def _pdf(raw: bytes, kind: str, asked: _Asked) -> Document:
    from ingest.extract.pdf import read_pdf

    return read_pdf(raw, url=asked.url, order=asked.date_order)


def _docx(raw: bytes, kind: str, asked: _Asked) -> Document:
    from ingest.extract.docx import read_docx

    return read_docx(raw, url=asked.url, order=asked.date_order)


def _spreadsheet(raw: bytes, kind: str, asked: _Asked) -> Document:
    from ingest.extract.spreadsheet import read_spreadsheet

    return read_spreadsheet(raw, kind, url=asked.url, order=asked.date_order)


def _picture(raw: bytes, kind: str, asked: _Asked) -> Document:
    from ingest.extract.picture import read_picture

    return read_picture(raw, kind, url=asked.url, order=asked.date_order)


def _zip(raw: bytes, kind: str, asked: _Asked) -> Document:
    from ingest.extract.archive import Unsafe, members

    try:
        held = members(raw)
    except Unsafe:
        return Document("", "", media_type=kind, url=asked.url, problem="unsupported")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return Document("", "", media_type=kind, url=asked.url, problem="broken")
    types = {m.name: mimetypes.guess_type(m.name)[0] for m in held}
    parts = [
        (m.name, _unread(m.problem) if m.raw is None else _member(m.raw, kind, asked, types[m.name])) for m in held
    ]
    whole = together(parts)
    return _renamed(whole, kind, asked) if whole else _unread(_worst(p.problem for _, p in parts), kind, asked.url)


def _message(raw: bytes, kind: str, asked: _Asked) -> Document:
    from ingest.extract.message import read_message

    document, files = read_message(raw, url=asked.url, order=asked.date_order)
    parts = [(f.name, _member(f.raw, kind, asked, f.media_type)) for f in files]
    if document.problem is None:
        return with_attachments(document, [(Link("", name), part) for name, part in parts])
    return _led(document, together(parts)) or _renamed(document, kind, asked, _worst(p.problem for _, p in parts))


def _led(message: Document, files: Document | None) -> Document | None:
    """A message that is only a subject and its files: the files' text under the subject."""
    if files is None:
        return None
    if not message.title:
        return replace(files, media_type=message.media_type, url=message.url)
    bare = _titled(message.title)
    whole = with_attachments(bare, [(Link("", ""), files)])
    published = files.published or message.published
    by = files.published_from if files.published else message.published_from
    return replace(
        whole, language=files.language, script=files.script, published=published, published_from=by,
        media_type=message.media_type, url=message.url,
    )  # fmt: skip


def _titled(title: str) -> Document:
    from ingest.extract.assemble import assemble

    return assemble(title, (), media_type=MESSAGE, title_place="subject")


def _member(raw: bytes, holder: str, asked: _Asked, media_type: str | None = None) -> Document:
    said = media_type if media_type and media_type.startswith("text/") else None
    return _extract(raw, _Asked(media_type=said, date_order=asked.date_order, inside=asked.inside | {holder}))


def _unread(problem: str | None, kind: str = ZIP, url: str | None = None) -> Document:
    return Document("", "", media_type=kind, url=url, problem=problem or "empty")


def _worst(problems: Iterable[str | None]) -> str:
    """The one that a person can do most about."""
    found = {p for p in problems if p}
    return next((p for p in ("password", "image_only", "mojibake", "broken", "unsupported") if p in found), "empty")


def _renamed(document: Document, kind: str, asked: _Asked, problem: str | None = None) -> Document:
    return replace(document, media_type=kind, url=asked.url, problem=problem or document.problem)
