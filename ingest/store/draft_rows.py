"""A draft as a row, and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ingest.model import (
    BulletinDraft,
    Category,
    DraftKind,
    DraftState,
    Facts,
    FaqDraft,
    Flag,
    Moment,
    StoredDraft,
    Tier,
    Unsupported,
    Urgency,
)
from ingest.store.aggregate import AnyRow
from ingest.store.codec import FLAGS, UNSUPPORTED, decode_content, encode_content, kind_of
from ingest.store.columns import key


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a draft has from its notice, and gets anew when the facts of the notice are corrected."""

    tier: Tier
    category: Category | None
    flags: tuple[Flag, ...]
    starts: Moment | None
    expires: Moment | None
    urgency: Urgency

    def columns(self) -> dict[str, Any]:
        values = {"tier": self.tier.value, "category": self.category, "flags": FLAGS.encode(self.flags)}
        return {**values, "starts": self.starts, "expires": self.expires, "urgency": self.urgency.value}


@dataclass(frozen=True, slots=True)
class NewDraft:
    """A draft that enters the queue; the kind follows from the content. `source_ids` are added to the notice's."""

    notice_id: int
    revision_id: int
    content: FaqDraft | BulletinDraft
    tier: Tier
    category: Category | None
    title: str
    language: str
    urgency: Urgency
    source_ids: tuple[str, ...] = ()
    starts: Moment | None = None
    expires: Moment | None = None
    unsupported: tuple[Unsupported, ...] = ()
    flags: tuple[Flag, ...] = ()
    revises: int | None = None
    last_editor: str | None = None
    state: DraftState = DraftState.PENDING
    reason: str | None = None
    department: str | None = None
    split_from: int | None = None

    @classmethod
    def of(
        cls, facts: Facts, content: FaqDraft | BulletinDraft, notice_id: int, revision_id: int, **more: Any
    ) -> NewDraft:
        """A draft about what was read: tier, category, title, language and flags are those of the facts."""
        return cls(
            notice_id=notice_id,
            revision_id=revision_id,
            content=content,
            tier=facts.tier,
            category=facts.category,
            title=facts.title,
            language=facts.language,
            flags=facts.flags,
            **more,
        )

    @property
    def kind(self) -> DraftKind:
        return kind_of(self.content)


def topic(content: FaqDraft | BulletinDraft) -> str:
    """What makes a draft the same draft when the same work is done again."""
    return f"{content.intent}:{key(content.question)}" if isinstance(content, FaqDraft) else ""


def window(content: FaqDraft | BulletinDraft) -> dict[str, Any]:
    if isinstance(content, FaqDraft):
        return {"starts": content.valid_from, "expires": content.valid_until}
    return {"starts": content.starts, "expires": content.expires, "urgency": content.urgency}


def reworded(draft: StoredDraft, content: FaqDraft | BulletinDraft) -> StoredDraft:
    """The draft with other words; start, end and urgency follow them where they changed there."""
    before = window(draft.content)
    moved = {name: value for name, value in window(content).items() if before[name] != value}
    return replace(draft, content=content, **moved)


def stored(row: AnyRow, sources: Mapping[int, tuple[str, ...]]) -> StoredDraft:
    kind = DraftKind(row.kind)
    return StoredDraft(
        id=row.id,
        notice_id=row.notice_id,
        revision_id=row.revision_id,
        kind=kind,
        content=decode_content(kind, row.content),
        state=DraftState(row.state),
        version=row.version,
        tier=Tier(row.tier),
        category=Category(row.category) if row.category else None,
        title=row.title,
        language=row.language,
        source_ids=sources[row.notice_id],
        urgency=Urgency(row.urgency),
        starts=row.starts,
        expires=row.expires,
        unsupported=UNSUPPORTED.decode(row.unsupported),
        flags=FLAGS.decode(row.flags),
        revises=row.revises,
        last_editor=row.last_editor,
        created_at=row.created_at,
        reason=row.reason,
        reason_code=row.reason_code,
        department=row.department,
        due=row.due,
    )


def row_of(new: NewDraft, now: dt.datetime) -> dict[str, Any]:
    return {
        "notice_id": new.notice_id,
        "revision_id": new.revision_id,
        "kind": new.kind.value,
        "change": new.content.change,
        "topic": topic(new.content),
        "content": encode_content(new.content),
        "state": new.state.value,
        "version": 1,
        "tier": new.tier.value,
        "category": new.category,
        "title": new.title,
        "language": new.language,
        "urgency": new.urgency.value,
        "starts": new.starts,
        "expires": new.expires,
        "unsupported": UNSUPPORTED.encode(new.unsupported),
        "flags": FLAGS.encode(new.flags),
        "revises": new.revises,
        "last_editor": new.last_editor,
        "created_at": now,
        "changed_at": now,
        "reason": new.reason,
        "headline": headline(new.content),
        "confidence": new.content.confidence,
        "department": new.department,
        "split_from": new.split_from,
    }


def headline(content: FaqDraft | BulletinDraft) -> str:
    """The line under which a list shows it."""
    return content.question if isinstance(content, FaqDraft) else content.headline
