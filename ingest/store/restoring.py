"""Taking decisions back: the rows as they were before. What was replaced stays on record as a version of its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update

from ingest.model import Approval, BulletinDraft, DraftKind, DraftState, FaqDraft, Unsupported
from ingest.store.aggregate import Aggregate
from ingest.store.codec import APPROVALS, UNSUPPORTED, decode_content, encode_content
from ingest.store.draft_rows import headline, window
from ingest.store.entries import entry_of
from ingest.store.search_index import index_for
from ingest.store.search_terms import fields_of
from ingest.store.stamp import Kind, changed
from ingest.store.tables import approvals, draft_versions, drafts, entries


@dataclass(frozen=True, slots=True)
class Version:
    """The words of a draft as they stood until they were replaced (`cause`, by the version after)."""

    version: int
    cause: str
    content: FaqDraft | BulletinDraft
    unsupported: tuple[Unsupported, ...]
    editor: str | None
    at: dt.datetime


class Restoring(Aggregate):
    """Every function is compare and set: False if somebody was faster."""

    def version(self, draft_id: int, version: int) -> Version | None:
        """A version that was replaced."""
        c = draft_versions.c
        kind = select(draft_versions, drafts.c.kind).join(drafts, drafts.c.id == c.draft_id)
        r = self.conn.execute(kind.where(c.draft_id == draft_id, c.version == version)).first()
        if r is None:
            return None
        content = decode_content(DraftKind(r.kind), r.content)
        return Version(r.version, r.cause, content, UNSUPPORTED.decode(r.unsupported), r.editor, r.at)

    def unsign(self, draft_id: int, version: int, actor: str) -> bool:
        c = approvals.c
        mine = delete(approvals).where(c.draft_id == draft_id, c.version == version, c.actor == actor)
        return self.conn.execute(mine).rowcount == 1

    def reissue(
        self,
        id: int,
        *,
        version: int,
        state: DraftState,
        to: DraftState,
        words: Version | None,
        signed: int,
        without: str,
        cause: str,
    ) -> bool:
        """The next version in state `to`, with the older `words` (None: those that it has). The sign-offs on version
        `signed`, which had these very words, hold for it; not that of `without`. Numbers of versions never return, so
        that nobody who saw another one can decide about this."""
        c = drafts.c
        old = self.conn.execute(select(drafts).where(c.id == id, c.version == version, c.state == state)).first()
        if old is None:
            return False
        values: dict[str, Any] = {"version": version + 1, "state": to.value, "changed_at": self.clock()}
        if words:
            text, atoms = encode_content(words.content), UNSUPPORTED.encode(words.unsupported)
            values |= {"content": text, "unsupported": atoms, "last_editor": words.editor}
            values |= {"headline": headline(words.content), "confidence": words.content.confidence}
            values |= window(words.content)
        if self.conn.execute(update(drafts).where(c.id == id, c.version == version).values(values)).rowcount != 1:
            return False
        kept = {"draft_id": id, "version": version, "cause": cause, "content": old.content}
        kept |= {"unsupported": old.unsupported, "editor": old.last_editor, "at": self.clock()}
        self.conn.execute(insert(draft_versions).values(kept))
        self._carry(id, signed, version + 1, without)
        return True

    def _carry(self, id: int, signed: int, version: int, without: str) -> None:
        a = approvals.c
        others = select(a.actor, a.role, a.at).where(a.draft_id == id, a.version == signed, a.actor != without)
        rows = [{"draft_id": id, "version": version, **row._mapping} for row in self.conn.execute(others)]
        if rows:
            self.conn.execute(insert(approvals), rows)

    def revive_replaced_by(self, entry_id: int) -> list[int]:
        """The entries that this one had replaced are in use again, as if they had never been out of it: what they were
        is in the record."""
        c = entries.c
        replaced = (c.superseded_by == entry_id) & c.withdrawn.is_(None)
        rows = self.conn.execute(select(entries).where(replaced)).all()
        self.conn.execute(update(entries).where(replaced).values(superseded_by=None, ended_at=None))
        changed(self.conn, Kind.ENTRIES)
        index_for(self.conn).put({row.id: fields_of(entry_of(row)) for row in rows})
        return [row.id for row in rows]

    def unvalidate(self, entry_id: int, signed: tuple[Approval, ...]) -> bool:
        """The entry waits for a second sign-off again; `signed` is left."""
        seen = update(entries).where(entries.c.id == entry_id, entries.c.validated.is_(True))
        values = {"validated": False, "approvals": APPROVALS.encode(signed)}
        changed(self.conn, Kind.ENTRIES)
        return self.conn.execute(seen.values(values)).rowcount == 1
