"""Messages (RFC 5322, MIME) and saved pages (.mht) → Document: subject, text and the files that come with it.

Of a message with a text and an HTML part the HTML is read: it keeps the tables. Nothing in it is run or fetched.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import Message
from email.utils import parsedate_to_datetime

from ingest.extract.detect import MESSAGE
from ingest.extract.html import Selectors, read_html
from ingest.extract.plain import read_text
from ingest.model import Document
from ingest.text.encoding import Decoded, decode
from ingest.text.messages import STRANGE, parsed
from ingest.text.subjects import decoded, header_of, title_of, without_forwarding

_MOST_PARTS = 200
_MOST_FILES = 20
_DEPTH = 20
_TITLE = "ingest-subject"
_BODY = re.compile(r"<body[^>]*>", re.I)
_ENOUGH = 0.5
"""An HTML part that says less than half of what the text says holds it in pictures."""
_DECORATION = 30_000
"""Bytes; smaller pictures that the HTML shows are logos and rules."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file that comes with a message."""

    name: str
    raw: bytes
    media_type: str | None


@dataclass(slots=True)
class _Parts:
    """What a message holds."""

    plain: list[Decoded] = field(default_factory=list)
    html: list[Decoded] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)
    shown: list[Part] = field(default_factory=list)
    """Pictures that stand in the text."""


def read_message(raw: bytes, *, url: str | None, order: str) -> tuple[Document, tuple[Part, ...]]:
    """The message's own text, and its files, unread. Never raises; `problem` is "empty" where it says nothing."""
    message = parsed(raw)
    subject = title_of(header_of(message, "Subject"))
    parts = _parts(message)
    if message.get("Snapshot-Content-Location") and parts.html:
        page = read_html(parts.html[0], url=url, selectors=Selectors(), order=order)
        return replace(page, media_type=MESSAGE), ()
    document = _text(subject, parts, url, order)
    if document.problem:
        parts.files += [p for p in parts.shown if len(p.raw) >= _DECORATION]
    if document.published is None and (sent := _sent(message)):
        document = replace(document, published=sent, published_from="meta")
    return replace(document, media_type=MESSAGE, url=url), tuple(parts.files[:_MOST_FILES])


def _text(subject: str, parts: _Parts, url: str | None, order: str) -> Document:
    plain = _plain(subject, "\n".join(p.text for p in parts.plain), order)
    if not parts.html:
        return plain
    page = _page(subject, parts.html[0], url, order)
    if page.problem or len(page.text) < _ENOUGH * len(plain.text):
        return plain if not plain.problem else page
    return page


def _page(subject: str, part: Decoded, url: str | None, order: str) -> Document:
    heading = f'<h1 id="{_TITLE}">{html.escape(subject)}</h1>'
    opened = _BODY.search(part.text)
    text = part.text[: opened.end()] + heading + part.text[opened.end() :] if opened else heading + part.text
    chosen = Selectors(title=(f"#{_TITLE}",)) if subject else Selectors()
    return read_html(replace(part, text=text), url=url, selectors=chosen, order=order)


def _plain(subject: str, text: str, order: str) -> Document:
    lines = without_forwarding(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    if not any(line.strip() for line in lines):
        return Document(subject, subject, media_type=MESSAGE, problem="empty")
    whole = f"{subject}\n\n" + "\n".join(lines) if subject else "\n".join(lines)
    return read_text(Decoded(whole, "utf-8", "header"), markdown=False, url=None, order=order)


def _sent(message: Message) -> dt.date | None:
    """The day of sending, by the sender's own clock and zone."""
    try:
        return parsedate_to_datetime(header_of(message, "Date")).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _parts(message: Message) -> _Parts:
    found = _Parts()
    for number, part in enumerate(_leaves(message, _DEPTH)):
        if number >= _MOST_PARTS:
            break
        _sort(part, found)
    return found


def _leaves(message: Message, depth: int) -> Iterator[Message]:
    """The parts that hold something; a message inside counts as a file."""
    inside = _inside(message)
    if message.get_content_maintype() == "multipart" and isinstance(inside, list):
        for part in inside if depth else ():
            if isinstance(part, Message):
                yield from _leaves(part, depth - 1)
    else:
        yield message


def _inside(message: Message) -> object:
    """The parts, or the text as it came; what its own charset makes unreadable is none."""
    try:
        return message.get_payload()
    except (ValueError, LookupError):
        return None


def _sort(part: Message, found: _Parts) -> None:
    kind, name = part.get_content_type(), _name(part)
    raw = _payload(part)
    attached = part.get_content_disposition() == "attachment" or (bool(name) and not kind.startswith("text/"))
    if kind == "text/plain" and not attached and not name:
        found.plain.append(decode(raw, header=_charset(part)))
    elif kind == "text/html" and not attached and not found.html:
        found.html.append(decode(raw, header=_charset(part)))
    elif kind.startswith("image/") and part.get("Content-ID") and part.get_content_disposition() != "attachment":
        found.shown.append(Part(name or kind, raw, kind))
    elif raw:
        found.files.append(Part(name or kind, raw, kind))


def _payload(part: Message) -> bytes:
    """The bytes of a part as they were before they were encoded; a message inside as it is."""
    inside = _inside(part)
    try:
        if isinstance(inside, list):
            return b"\n".join(m.as_bytes() for m in inside[:1] if isinstance(m, Message))
        data = part.get_payload(decode=True)
    except STRANGE:
        return b""
    return data if isinstance(data, bytes) else b""


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except (ValueError, LookupError):
        return None


def _name(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        return ""
    own = decoded(name).replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in own if c.isprintable()).strip(" .")[:150]
