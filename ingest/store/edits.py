"""How far what people published is from what the rules proposed, noted when it is published."""

from __future__ import annotations

from sqlalchemy import select

from ingest.model import BulletinDraft, DraftKind, FaqDraft
from ingest.store.aggregate import Aggregate, upsert
from ingest.store.codec import decode_content
from ingest.store.tables import draft_versions, drafts, edits


class Edits(Aggregate):
    """One row for each published entry."""

    def first(self, draft_id: int) -> FaqDraft | BulletinDraft | None:
        """The content that the draft had when it entered the queue; None if it was never replaced."""
        v = draft_versions.c
        replaced = select(drafts.c.kind, v.content).join(drafts, drafts.c.id == v.draft_id)
        row = self.conn.execute(replaced.where(v.draft_id == draft_id).order_by(v.version).limit(1)).first()
        return None if row is None else decode_content(DraftKind(row.kind), row.content)

    def put(self, entry_id: int, changed: int, length: int) -> None:
        """Characters that were changed, and all that were published; written once."""
        row = {"entry_id": entry_id, "changed": changed, "length": length}
        self.conn.execute(upsert(self.conn, edits).values(row).on_conflict_do_nothing())
