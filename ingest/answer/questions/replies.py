"""A department's reply: whose question it answers, and whether its sender may answer for that department.

In-Reply-To and References name the mail of ours that it answers, else the mark in its subject does. What comes from
somebody else, or answers nothing that we know, waits for a person. `From` is what a message says of itself: that a
sender really is who it says is for the mail server to check.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from email.message import Message
from importlib.resources import files

from ingest.answer.questions.forwarding import found
from ingest.answer.questions.handling import LONGEST_NOTE, addresses
from ingest.answer.questions.refusals import NoSuchMail
from ingest.answer.questions.rules import Rules
from ingest.model import Actor, Document, Snapshot
from ingest.review.access import Permission, require
from ingest.review.transaction import Clock, deciding
from ingest.store.forwarded import Question
from ingest.store.forwarding_log import ContactKind
from ingest.store.store import Store
from ingest.store.transaction import Transaction
from ingest.text.messages import head_of, senders_of
from ingest.text.subjects import header_of

_TAG = re.compile(r"\[Q-(\d{1,18})-([0-9a-f]{6})\]", re.I)
_ID = re.compile(r"<([^<>\s@]+)@[^<>\s]*>")
_MOST_IDS = 100


@dataclass(frozen=True, slots=True)
class Letter:
    """What of a message decides where it belongs. `answers`: the ids that it names, without their hosts."""

    message_id: str
    senders: tuple[str, ...]
    subject: str
    answers: tuple[str, ...]
    automatic: bool
    text: str


def letter_of(raw: bytes, document: Document) -> Letter:
    """`document`: what was read of the message, elsewhere: a stranger wrote it. The text is without what it quotes."""
    message = head_of(raw)
    named = f"{header_of(message, 'In-Reply-To')} {header_of(message, 'References')}"
    return Letter(
        message_id=_storable(header_of(message, "Message-ID")),
        senders=tuple(_storable(sender) for sender in senders_of(message)),
        subject=_storable(header_of(message, "Subject")),
        answers=tuple(dict.fromkeys(_storable(id_) for id_ in _ID.findall(named)[-_MOST_IDS:])),
        automatic=_automatic(message),
        text=_storable(unquoted(_body(document))),
    )


def receive(
    tx: Transaction, snapshot: Snapshot, letter: Letter, rules: Rules, senders: tuple[str, ...]
) -> ContactKind | None:
    """Log a message that came, once; what it was taken for, or None if it was there before. `senders`: who may answer
    beside the departments' own addresses ("@bank.example": all of that domain)."""
    question = _question(tx, letter)
    kind = ContactKind.STRANGER
    if question and letter.automatic:
        kind = ContactKind.AUTOMATIC
    elif question and _known(tx, letter, question, rules, senders):
        kind = ContactKind.MAIL_IN
    elif letter.automatic:
        kind = ContactKind.DROPPED
    logged = tx.forwarding_log.add(
        question.id if question else None,
        kind,
        ", ".join(letter.senders) or "?",
        letter.text[:LONGEST_NOTE],
        message_id=letter.message_id or f"sha256:{snapshot.sha256}",
        subject=letter.subject[:500],
        snapshot_sha=snapshot.sha256,
    )
    if logged is None:
        return None
    tx.snapshots.keep(snapshot)
    subject = f"question:{question.id}" if question else "questions"
    detail = {"from": list(letter.senders), "sha256": snapshot.sha256, "kind": kind.value, "mail": logged}
    tx.audit.append(Actor.system().name, "question.mail", subject, detail, tx.clock())
    return kind


def take(store: Store, actor: Actor, contact_id: int, question_id: int, clock: Clock) -> None:
    """A person vouches for a mail: it answers this question. Raises WrongRole, NoSuchMail, NoSuchQuestion."""
    with deciding(store, actor, "take_mail", f"question:{question_id}", clock) as tx:
        require(actor, Permission.HANDLE_QUESTIONS)
        if tx.forwarding_log.get(contact_id) is None:
            raise NoSuchMail
        found(tx, question_id)
        if not tx.forwarding_log.settle(contact_id, ContactKind.MAIL_IN, question_id):
            raise NoSuchMail
        tx.audit.append(actor.name, "question.mail_taken", f"question:{question_id}", {"mail": contact_id}, clock())


def drop(store: Store, actor: Actor, contact_id: int, clock: Clock) -> None:
    """A person says that a mail answers nothing. Raises WrongRole, NoSuchMail."""
    with deciding(store, actor, "drop_mail", "questions", clock) as tx:
        require(actor, Permission.HANDLE_QUESTIONS)
        mail = tx.forwarding_log.get(contact_id)
        if mail is None or not tx.forwarding_log.settle(contact_id, ContactKind.DROPPED, mail.question_id):
            raise NoSuchMail
        tx.audit.append(actor.name, "question.mail_dropped", "questions", {"mail": contact_id}, clock())


def _question(tx: Transaction, letter: Letter) -> Question | None:
    named = tx.forwarding_log.answered_by(letter.answers) if letter.answers else None
    if named is not None:
        return tx.forwarded.get(named)
    tag = _TAG.search(letter.subject)
    return tx.forwarded.by_key(int(tag[1]), tag[2].lower()) if tag else None


def _known(tx: Transaction, letter: Letter, question: Question, rules: Rules, senders: tuple[str, ...]) -> bool:
    """May each one who signs as sender answer for the department?"""
    department = rules.department(question.department)
    own = addresses(tx, department) if department else set()
    others = {sender.lower() for sender in senders}
    return bool(letter.senders) and all(
        sender in own or sender in others or f"@{sender.rpartition('@')[2]}" in others for sender in letter.senders
    )


def _automatic(message: Message) -> bool:
    """Out of office and the like (RFC 3834), and what lists and servers send."""
    said = header_of(message, "Auto-Submitted").partition(";")[0].strip().lower()
    return said not in ("", "no") or header_of(message, "Precedence").lower() in ("bulk", "junk", "auto_reply")


def _storable(text: str) -> str:
    """Without what no database takes: NUL, and halves of characters."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def _body(document: Document) -> str:
    """The text of the message without its subject, which stands above it as the title."""
    text = document.text.strip()
    return text.removeprefix(document.title).strip() if document.title else text


def unquoted(text: str) -> str:
    """What was written anew: without lines marked as quoted, and without everything from where a mail program says that
    the old mail begins."""
    kept: list[str] = []
    for line in text.split("\n"):
        if _begins().match(line.strip()):
            break
        if not line.lstrip().startswith(">"):
            kept.append(line)
    return "\n".join(kept).strip()


@functools.cache
def _begins() -> re.Pattern[str]:
    forms = tomllib.loads(files("ingest.answer").joinpath("lexicon/replies.toml").read_text("utf-8"))["old_mail_begins"]
    return re.compile("|".join(f"(?:{form})" for form in forms), re.I)
