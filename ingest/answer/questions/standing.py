"""What an answer stands on: the mail as it came, read before the transaction, or the note that was typed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from ingest.answer.questions.refusals import NoSuchMail
from ingest.extract import extract
from ingest.model import Actor, Document, Snapshot, Validators
from ingest.review.access import Permission, allows
from ingest.review.transaction import Clock
from ingest.store.forwarded import Question
from ingest.store.forwarding_log import ContactKind
from ingest.store.store import Store
from ingest.store.transaction import Transaction

ReadMail = Callable[[bytes], Document]
"""Bytes of a message to what it says. A stranger wrote it, so the pages read it in a process of its own."""


def read_here(raw: bytes) -> Document:
    return extract(raw, media_type="message/rfc822")


@dataclass(frozen=True, slots=True)
class Told:
    """What an administrator writes down. `mail_id`: the logged mail that holds the answer; None:
    it was told otherwise, and what is typed here is the source."""

    question: str
    answer: str
    points: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    mail_id: int | None = None
    by: str = ""
    """Who said it, as the administrator writes it."""


def reread(store: Store, actor: Actor, told: Told, read: ReadMail) -> tuple[Document, str] | None:
    """The mail that holds the answer, and the hash of its bytes; None where it was told otherwise, or is not there."""
    if told.mail_id is None or not allows(actor, Permission.HANDLE_QUESTIONS):
        return None
    with store.reading() as tx:
        mail = tx.forwarding_log.get(told.mail_id)
        raw = tx.snapshots.raw(mail.snapshot_sha) if mail and mail.snapshot_sha else None
    return (read(raw), mail.snapshot_sha) if raw is not None and mail and mail.snapshot_sha else None


def source_of(
    tx: Transaction, question: Question, told: Told, mail: tuple[Document, str] | None, clock: Clock
) -> tuple[Document, str]:
    """The document and the hash of the bytes that it was read from."""
    url = f"ingest:question/{question.id}/{question.version}"
    if told.mail_id is not None:
        return _mail(tx, question, told.mail_id, mail, url)
    raw = _note(question, told, clock).encode()
    sha = hashlib.sha256(raw).hexdigest()
    snapshot = Snapshot(url, url, 200, "text/plain", "utf-8", raw, sha, Validators(sha256=sha), clock(), 0)
    tx.snapshots.keep(snapshot)
    document = extract(raw, media_type="text/plain", charset="utf-8")
    return replace(document, url=url, published=clock().date(), published_from="note"), sha


def _mail(
    tx: Transaction, question: Question, mail_id: int, known: tuple[Document, str] | None, url: str
) -> tuple[Document, str]:
    mail = tx.forwarding_log.get(mail_id)
    of_it = mail and mail.question_id == question.id and mail.kind is ContactKind.MAIL_IN
    if not (mail and of_it and known and mail.snapshot_sha == known[1]):
        raise NoSuchMail
    return replace(known[0], url=url), known[1]


def _note(question: Question, told: Told, clock: Clock) -> str:
    """What was typed, as the source: the question above, so that what is quoted of it has a place too."""
    parts = [told.question.strip(), told.answer.strip(), *told.points]
    if told.by.strip():
        parts.append(f"— {told.by.strip()}, {clock():%Y-%m-%d}")
    return "\n\n".join(parts) + "\n"
