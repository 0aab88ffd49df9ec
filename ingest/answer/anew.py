"""A published entry goes back to the desk: a draft with its words, which replaces it once it is approved."""

from __future__ import annotations

from ingest.draft.grounding import check
from ingest.model import Actor, Entry
from ingest.review.carrying import replacing
from ingest.review.facts import facts_of
from ingest.review.refusals import NoSuchEntry
from ingest.review.signing import OPEN
from ingest.review.transaction import Clock
from ingest.store.transaction import Transaction


def draft_anew(tx: Transaction, actor: Actor, entry: Entry, clock: Clock) -> int:
    """The draft's id: the one that waits already, or a new one. The entry stays as it is meanwhile."""
    waiting = [d for d in tx.drafts.of_notice(entry.notice_id) if d.revises == entry.id and d.state in OPEN]
    if waiting:
        return waiting[-1].id
    notice = tx.notices.get(entry.notice_id)
    revision = tx.notices.revision(notice.current_revision_id) if notice else None
    if revision is None:
        raise NoSuchEntry
    unsupported = check(entry.content, revision.document, facts_of(tx, revision))
    draft_id = tx.carried.draft(replacing(tx, entry, revision, entry.content, (), unsupported))
    tx.audit.append(actor.name, "drafted anew", f"draft:{draft_id}", {"entry": entry.id}, clock())
    return draft_id
