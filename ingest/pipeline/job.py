"""What goes to a reader and what comes back. A run's own process knows these alone; what reads (`read.py`) is loaded by
the readers, so that a run which finds nothing new ends sooner."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.draft.by_hand import by_hand
from ingest.model import (
    BulletinDraft,
    Document,
    Drafts,
    FactDifference,
    Facts,
    FaqDraft,
    Fingerprint,
    Link,
    Reading,
    Unsupported,
    WatchedRows,
)

__all__ = ["NOT_A_PAGE", "Attachment", "Draft", "Job", "Read", "by_hand"]

NOT_A_PAGE = frozenset({"block_page", "login_page", "soft_404", "script_only", "empty", "no_table"})
"""Problems that mean the address did not give the notice at all."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that the notice links to. Bytes and the types are as they came."""

    link: Link
    raw: bytes
    media_type: str | None


@dataclass(frozen=True, slots=True)
class Job:
    """Bytes to read and what is known beside them. The selectors are the source's."""

    raw: bytes
    reading: Reading
    url: str | None = None
    media_type: str | None = None
    charset: str | None = None
    encoding: str | None = None
    body: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    rows: WatchedRows | None = None
    """Tables of the page that are watched row by row: then it is no article."""
    name: str | None = None
    """Of the file, for a document that has no title and no address."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A checked draft. `unsupported` is empty, or the draft can't be approved."""

    content: FaqDraft | BulletinDraft
    unsupported: tuple[Unsupported, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What a job gave."""

    document: Document
    fingerprint: Fingerprint
    facts: Facts
    drafts: Drafts
    checked: tuple[Draft, ...] = ()
    differences: tuple[FactDifference, ...] | None = None
    """Of a page that is watched row by row: what changed since the last state, () for the first one."""
