"""What others did to a draft since somebody looked at it: the words that changed, and the decisions."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from ingest.model import Actor, AuditEvent, BulletinDraft, DraftState, FaqDraft, Moment, StoredDraft
from ingest.review.access import Permission, require
from ingest.review.comparison import Line, compare
from ingest.store.store import Store
from ingest.store.transaction import Transaction

_LEFT_OUT = frozenset({"intent", "change", "citations", "confidence", "written_by", "model_refused", "review"})
"""Fields of a content that are no words of it."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What changed in one field, word by word."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """`deeds`: the decisions since, oldest first. `state` and `version`: as the draft is now."""

    state: DraftState
    version: int
    language: str
    fields: tuple[FieldChange, ...]
    deeds: tuple[AuditEvent, ...]


def changes_since(store: Store, actor: Actor, draft_id: int, version: int) -> Since | None:
    """What happened to the draft since its `version` stood there; None if there is no such draft or version.

    Raises WrongRole."""
    require(actor, Permission.READ_QUEUE)
    with store.reading() as tx:
        draft = tx.drafts.get(draft_id)
        if draft is None or not 1 <= version <= draft.version:
            return None
        seen = draft.content if version == draft.version else _words(tx, draft_id, version)
        if seen is None:
            return None
        return Since(draft.state, draft.version, draft.language, _fields(seen, draft), _deeds(tx, draft, version))


def _words(tx: Transaction, draft_id: int, version: int) -> FaqDraft | BulletinDraft | None:
    kept = tx.restoring.version(draft_id, version)
    return kept.content if kept else None


def _fields(seen: FaqDraft | BulletinDraft, draft: StoredDraft) -> tuple[FieldChange, ...]:
    before, after = _texts(seen), _texts(draft.content)
    changed = (
        FieldChange(name, compare(before.get(name, ""), text))
        for name, text in after.items()
        if before.get(name) != text
    )
    return tuple(change for change in changed if change.lines)


def _texts(content: FaqDraft | BulletinDraft) -> dict[str, str]:
    names = (field.name for field in dataclasses.fields(content) if field.name not in _LEFT_OUT)
    return {name: _text(getattr(content, name)) for name in names}


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return "\n".join(map(str, value))
    return str(value).replace("T", " ") if isinstance(value, Moment) else str(value or "")


def _deeds(tx: Transaction, draft: StoredDraft, version: int) -> tuple[AuditEvent, ...]:
    """Since the edit that made `version`; sign-offs and decisions on it are told, refusals are not."""
    newest = [event for event in tx.audit.events(f"draft:{draft.id}") if event.action != "refused"]
    found: list[AuditEvent] = []
    for event in newest:
        if event.action == "amended" and event.detail.get("version") == version:
            break
        found.append(event)
    return tuple(reversed(found[:5]))
