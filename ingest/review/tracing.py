"""What of an edited draft nothing supports: the gate of `draft.grounding`, as the review desk asks it.

A draft that was merged into an entry of another notice stands on both sources: what the entry says was traced to its
own source when it was approved. So does one that values of another notice were carried into.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from ingest.draft.grounding import check
from ingest.draft.revised import without_before
from ingest.model import BulletinDraft, Document, Facts, FaqDraft, StoredDraft, Unsupported
from ingest.review.facts import facts_of
from ingest.review.readiness import period, period_names, read_by_eye
from ingest.review.vouching import vouched_draft
from ingest.store.notices import StoredRevision
from ingest.store.transaction import Transaction

Content = FaqDraft | BulletinDraft


def untraced(
    tx: Transaction, draft: StoredDraft, content: Content, revision: StoredRevision
) -> tuple[Unsupported, ...]:
    """What of the edit nothing supports. A date of validity that the editor left alone keeps the verdict it had."""
    facts = facts_of(tx, revision)
    found = without_before(loose(tx, content, revision.document, facts, draft), revision.differences)
    left_alone = {
        name
        for name, old, new in zip(period_names(content), period(draft.content), period(content), strict=True)
        if old == new and name not in {atom.place for atom in draft.unsupported}
    }
    return read_by_eye([atom for atom in found if atom.place not in left_alone], draft.flags)


def loose(
    tx: Transaction,
    content: Content,
    document: Document,
    facts: Facts,
    draft: StoredDraft,
    *,
    today: dt.date | None = None,
) -> tuple[Unsupported, ...]:
    """What neither this source nor that of the entry which the draft replaces supports."""
    found = vouched_draft(tx, draft.id, content, check(content, document, facts, today=today))
    other = _other(tx, draft) if found else None
    return found if other is None else _both(found, check(content, other.document, facts_of(tx, other), today=today))


def _other(tx: Transaction, draft: StoredDraft) -> StoredRevision | None:
    entry = tx.entries.get(draft.revises) if draft.revises is not None else None
    if entry is None or entry.notice_id == draft.notice_id:
        return None
    return tx.notices.revision(entry.revision_id)


def _both(found: Iterable[Unsupported], others: Iterable[Unsupported]) -> tuple[Unsupported, ...]:
    also = set(others)
    return tuple(atom for atom in found if atom in also)
