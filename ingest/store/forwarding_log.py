"""What was said about forwarded questions: calls, mails in and out, reminders (`contacts`). Append-only but for whose
question a mail belongs to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select, update

from ingest.store.aggregate import Aggregate, AnyRow, upsert
from ingest.store.tables import contacts


class ContactKind(StrEnum):
    """STRANGER: a mail whose sender nobody knows, or that answers nothing: a person looks at it. AUTOMATIC: out of
    office."""

    CALL = "call"
    NOTE = "note"
    MAIL_OUT = "mail_out"
    MAIL_IN = "mail_in"
    STRANGER = "stranger"
    AUTOMATIC = "automatic"
    REMINDER = "reminder"
    ESCALATION = "escalation"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Contact:
    """`actor`: who did it, or the sender's address. `snapshot_sha`: the bytes of a mail that came."""

    id: int
    question_id: int | None
    at: dt.datetime
    actor: str
    kind: ContactKind
    words: str
    message_id: str | None
    subject: str | None
    snapshot_sha: str | None


class ForwardingLog(Aggregate):
    """A message is logged once, by its Message-ID."""

    def add(
        self,
        question_id: int | None,
        kind: ContactKind,
        actor: str,
        words: str,
        *,
        message_id: str | None = None,
        subject: str | None = None,
        snapshot_sha: str | None = None,
    ) -> int | None:
        """Its id; None if this message was logged before."""
        row = {"forwarded_id": question_id, "kind": kind.value, "actor": actor, "words": words, "at": self.clock()}
        row |= {"message_id": message_id and message_id[:500], "subject": subject, "snapshot_sha": snapshot_sha}
        new = upsert(self.conn, contacts).values(row).on_conflict_do_nothing(index_elements=["message_id"])
        made = self.conn.execute(new.returning(contacts.c.id)).first()
        return int(made.id) if made else None

    def get(self, id: int) -> Contact | None:
        row = self.conn.execute(select(contacts).where(contacts.c.id == id)).first()
        return _contact(row) if row else None

    def of(self, question_id: int) -> list[Contact]:
        """Oldest first."""
        c = contacts.c
        rows = self.conn.execute(select(contacts).where(c.forwarded_id == question_id).order_by(c.at, c.id))
        return [_contact(row) for row in rows]

    def strangers(self, limit: int = 50) -> list[Contact]:
        """Mails that a person has to look at, the oldest first."""
        rows = select(contacts).where(contacts.c.kind == ContactKind.STRANGER.value).order_by(contacts.c.id)
        return [_contact(row) for row in self.conn.execute(rows.limit(limit))]

    def replies(self, question_ids: Sequence[int]) -> dict[int, int]:
        """How many mails came, by question; one query."""
        c = contacts.c
        chosen = select(c.forwarded_id, func.count()).where(
            c.forwarded_id.in_(question_ids), c.kind == ContactKind.MAIL_IN.value
        )
        return {int(id): int(n) for id, n in self.conn.execute(chosen.group_by(c.forwarded_id))}

    def answered_by(self, message_ids: Sequence[str]) -> int | None:
        """The question that a mail of ours with one of these ids was about."""
        c = contacts.c
        chosen = select(c.forwarded_id).where(c.message_id.in_(message_ids), c.forwarded_id.is_not(None))
        return self.conn.execute(chosen.order_by(c.id.desc()).limit(1)).scalar()

    def known(self, message_id: str) -> bool:
        return self.conn.execute(select(contacts.c.id).where(contacts.c.message_id == message_id)).first() is not None

    def settle(self, id: int, kind: ContactKind, question_id: int | None) -> bool:
        """What a person found out about a mail from a stranger; False if somebody did before."""
        c = contacts.c
        seen = update(contacts).where(c.id == id, c.kind == ContactKind.STRANGER.value)
        return self.conn.execute(seen.values(kind=kind.value, forwarded_id=question_id)).rowcount == 1

    def move(self, question_id: int, into: int) -> None:
        """All that was said about one question belongs to the one that it is joined into."""
        c = contacts.c
        self.conn.execute(update(contacts).where(c.forwarded_id == question_id).values(forwarded_id=into))


def _contact(r: AnyRow) -> Contact:
    return Contact(
        r.id,
        r.forwarded_id,
        r.at,
        r.actor,
        ContactKind(r.kind),
        r.words,
        r.message_id,
        r.subject,
        r.snapshot_sha,
    )
