"""The queue: drafts, the sign-offs on each of their versions, and the questions that a notice leaves open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, delete, func, insert, select, update

from ingest.model import (
    Approval,
    BulletinDraft,
    Category,
    DraftKind,
    DraftState,
    FaqDraft,
    Flag,
    OpenQuestion,
    Role,
    StoredDraft,
    Tier,
    Unsupported,
)
from ingest.store.aggregate import AnyRow, insert_missing, insert_new
from ingest.store.codec import FLAGS, UNSUPPORTED, decode_content, encode_content, kind_of
from ingest.store.draft_rows import Inherited, NewDraft, headline, row_of, stored, topic, window
from ingest.store.notices import Notices
from ingest.store.placing import Placing
from ingest.store.tables import approvals, draft_versions, drafts, notice_sources, questions

__all__ = ["OPEN", "Drafts", "Inherited", "NewDraft"]

OPEN = (DraftState.PENDING, DraftState.RETURNED)


class Drafts(Placing):
    """A draft changes only by compare and set: the version and the state that were seen stand in the WHERE."""

    # ------------------------------------------------------------------------------------------------------ writing

    def add(self, new: NewDraft) -> int:
        """The draft's id; the same draft of the same revision is added once."""
        return self.add_all([new])[0]

    def add_all(self, new: Sequence[NewDraft]) -> list[int]:
        """Several drafts at the price of one; ids in the order given."""
        if not new:
            return []
        insert_missing(self.conn, drafts, [row_of(n, self.clock()) for n in self.placed(new)])
        insert_missing(
            self.conn,
            notice_sources,
            [{"notice_id": n.notice_id, "source_id": source} for n in new for source in n.source_ids],
        )
        c = drafts.c
        rows = select(c.id, c.revision_id, c.kind, c.change, c.topic).where(
            c.revision_id.in_({n.revision_id for n in new})
        )
        ids = {(r.revision_id, r.kind, r.change, r.topic): r.id for r in self.conn.execute(rows)}
        return [ids[n.revision_id, n.kind, n.content.change, topic(n.content)] for n in new]

    def add_questions(self, notice_id: int, revision_id: int, asked: tuple[OpenQuestion, ...]) -> None:
        """Replaces the revision's open questions."""
        self.conn.execute(delete(questions).where(questions.c.revision_id == revision_id))
        place = {"notice_id": notice_id, "revision_id": revision_id}
        rows = [{**place, "position": n, "question": q.question, "reason": q.reason} for n, q in enumerate(asked)]
        if rows:
            self.conn.execute(insert(questions), rows)

    def supersede_open(self, notice_id: int, *, except_revision: int) -> int:
        """Close the open drafts of older revisions; how many they were."""
        c = drafts.c
        old = update(drafts).where(c.notice_id == notice_id, c.revision_id != except_revision, c.state.in_(OPEN))
        return self.conn.execute(old.values(state=DraftState.SUPERSEDED.value, changed_at=self.clock())).rowcount

    def move(
        self,
        id: int,
        *,
        version: int,
        from_states: tuple[DraftState, ...],
        to: DraftState,
        reason: str | None,
        reason_code: str | None = None,
    ) -> bool:
        """Compare and set: False if somebody else changed or moved the draft meanwhile."""
        c = drafts.c
        seen = update(drafts).where(c.id == id, c.version == version, c.state.in_(from_states))
        values = {"state": to.value, "reason": reason, "reason_code": reason_code, "changed_at": self.clock()}
        return self.conn.execute(seen.values(values)).rowcount == 1

    def amend(
        self,
        id: int,
        *,
        version: int,
        content: FaqDraft | BulletinDraft,
        unsupported: tuple[Unsupported, ...],
        editor: str,
        cause: str = "amended",
        inherited: Inherited | None = None,
        flags: tuple[Flag, ...] | None = None,
    ) -> bool:
        """Replace the words of an open draft: the version grows, so that approvals of the old one no longer count.
        The replaced version is kept, with why it was replaced (`cause`).

        Start, end and urgency follow the content where the edit changed them there, or are what is `inherited`."""
        c = drafts.c
        old = self.conn.execute(select(drafts).where(c.id == id, c.version == version)).first()
        if old is None or old.kind != kind_of(content):
            return False
        before = window(decode_content(DraftKind(old.kind), old.content))
        moved = {name: value for name, value in window(content).items() if before[name] != value}
        values = {
            "content": encode_content(content),
            "unsupported": UNSUPPORTED.encode(unsupported),
            "headline": headline(content),
            "last_editor": editor,
            "version": version + 1,
            "changed_at": self.clock(),
        }
        seen = update(drafts).where(c.id == id, c.version == version, c.state.in_(OPEN))
        also = {**inherited.columns(), "topic": self._topic(old, content)} if inherited else moved
        also |= {} if flags is None else {"flags": FLAGS.encode(flags)}
        if self.conn.execute(seen.values({**values, **also, "confidence": content.confidence})).rowcount != 1:
            return False
        self.conn.execute(insert(draft_versions).values(self._replaced(old, cause)))
        return True

    def replaces(self, id: int, *, version: int, entry_id: int | None, tier: Tier) -> bool:
        """When it is published, as `tier` asks, the draft takes the place of this entry, or of none; False if the draft
        was changed meanwhile."""
        c = drafts.c
        seen = update(drafts).where(c.id == id, c.version == version, c.state.in_(OPEN))
        return self.conn.execute(seen.values(revises=entry_id, tier=tier.value, changed_at=self.clock())).rowcount == 1

    def reopen(self, id: int, *, version: int) -> bool:
        """A draft that was closed because nothing spoke for it any more waits again; False if it was not."""
        c = drafts.c
        closed = update(drafts).where(c.id == id, c.version == version, c.state == DraftState.SUPERSEDED.value)
        values = {"state": DraftState.PENDING.value, "reason": None, "changed_at": self.clock()}
        return self.conn.execute(closed.values(values)).rowcount == 1

    def reassess(self, id: int, *, version: int, confidence: float) -> None:
        """The same words are more or less sure than they were: no new version."""
        c = drafts.c
        draft = self.get(id)
        if draft and draft.version == version and draft.content.confidence != confidence:
            values = {
                "content": encode_content(replace(draft.content, confidence=confidence)),
                "confidence": confidence,
            }
            self.conn.execute(update(drafts).where(c.id == id, c.version == version).values(values))

    def causes(self, draft_ids: Sequence[int]) -> dict[int, set[str]]:
        """Why earlier versions of these drafts were replaced."""
        c, found = draft_versions.c, dict[int, set[str]]()
        rows = select(c.draft_id, c.cause).where(c.draft_id.in_(draft_ids)).distinct()
        for id, cause in self.conn.execute(rows):
            found.setdefault(id, set()).add(cause)
        return found

    def _topic(self, old: AnyRow, content: FaqDraft | BulletinDraft) -> str:
        """Its new topic, unless another draft of the revision has it."""
        c, new = drafts.c, topic(content)
        same = (c.revision_id == old.revision_id) & (c.kind == old.kind) & (c.change == old.change) & (c.topic == new)
        taken = self.conn.execute(select(c.id).where(same, c.id != old.id)).first()
        return str(old.topic) if taken else new

    def _replaced(self, old: AnyRow, cause: str) -> dict[str, Any]:
        return {
            "draft_id": old.id,
            "version": old.version,
            "cause": cause,
            "content": old.content,
            "unsupported": old.unsupported,
            "editor": old.last_editor,
            "at": self.clock(),
        }

    def sign(self, approval: Approval) -> bool:
        """False if this person signed this version before."""
        row = {
            "draft_id": approval.draft_id,
            "version": approval.version,
            "actor": approval.actor,
            "role": approval.role.value,
            "at": approval.at,
        }
        return insert_new(self.conn, approvals, row)

    # ------------------------------------------------------------------------------------------------------ reading

    def get(self, id: int) -> StoredDraft | None:
        return next(iter(self._all(select(drafts).where(drafts.c.id == id))), None)

    def several(self, ids: Sequence[int]) -> list[StoredDraft]:
        """These drafts, in the order in which they were made."""
        return self._all(select(drafts).where(drafts.c.id.in_(ids)).order_by(drafts.c.id))

    def revising(self, entry_ids: Sequence[int]) -> list[StoredDraft]:
        """All drafts that would replace these entries, or did, in the order in which they were made."""
        return self._all(select(drafts).where(drafts.c.revises.in_(entry_ids)).order_by(drafts.c.id))

    def of_notice(self, notice_id: int) -> list[StoredDraft]:
        """All drafts of all revisions, in the order in which they were made."""
        return self._all(select(drafts).where(drafts.c.notice_id == notice_id).order_by(drafts.c.id))

    def queue(
        self,
        *,
        states: Sequence[DraftState] = OPEN,
        limit: int = 500,
        category: Category | None = None,
        tier: Tier | None = None,
        source_id: str | None = None,
    ) -> list[StoredDraft]:
        """Most urgent first, then what starts first (without a start: last), then oldest. Two queries."""
        c = drafts.c
        chosen = select(drafts).where(c.state.in_(states))
        if category:
            chosen = chosen.where(c.category == category)
        if tier:
            chosen = chosen.where(c.tier == tier)
        if source_id:
            shown = select(notice_sources.c.notice_id).where(notice_sources.c.source_id == source_id)
            chosen = chosen.where(c.notice_id.in_(shown))
        return self._all(chosen.order_by(c.urgency, c.starts.is_(None), c.starts, c.id).limit(limit))

    def counts(self) -> dict[DraftState, int]:
        """How many drafts are in each state; every state is there."""
        rows = self.conn.execute(select(drafts.c.state, func.count()).group_by(drafts.c.state))
        return dict.fromkeys(DraftState, 0) | {DraftState(state): n for state, n in rows}

    def questions(self, revision_id: int) -> tuple[OpenQuestion, ...]:
        c = questions.c
        rows = select(c.question, c.reason).where(c.revision_id == revision_id).order_by(c.position)
        return tuple(OpenQuestion(*row) for row in self.conn.execute(rows))

    def approvals(self, draft_id: int, version: int) -> list[Approval]:
        """Sign-offs on this version, oldest first."""
        c = approvals.c
        rows = select(approvals).where(c.draft_id == draft_id, c.version == version).order_by(c.at, c.actor)
        return [Approval(r.draft_id, r.version, r.actor, Role(r.role), r.at) for r in self.conn.execute(rows)]

    def approvals_of(self, ids: Iterable[int]) -> dict[int, tuple[Approval, ...]]:
        """Sign-offs on the present version of each of these drafts, oldest first; those without any are left out.
        One query."""
        wanted, c = list(ids), approvals.c
        now = (drafts.c.id == c.draft_id) & (drafts.c.version == c.version)
        rows = select(approvals).join(drafts, now).where(c.draft_id.in_(wanted)).order_by(c.draft_id, c.at, c.actor)
        found: dict[int, tuple[Approval, ...]] = {}
        for r in self.conn.execute(rows):
            one = Approval(r.draft_id, r.version, r.actor, Role(r.role), r.at)
            found[r.draft_id] = (*found.get(r.draft_id, ()), one)
        return found

    def _all(self, chosen: Select[Any]) -> list[StoredDraft]:
        rows = self.conn.execute(chosen).all()
        if not rows:
            return []
        sources = Notices(self.conn, self.clock).source_ids(sorted({row.notice_id for row in rows}))
        return [stored(row, sources) for row in rows]
