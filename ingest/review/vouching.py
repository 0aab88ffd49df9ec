"""What a draft says that its own source does not, but the revision does whose new values were carried into it."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.draft import grounding
from ingest.model import BulletinDraft, FaqDraft, Unsupported
from ingest.review.facts import facts_of
from ingest.store.transaction import Transaction


def vouched(
    tx: Transaction, revision_id: int | None, content: FaqDraft | BulletinDraft, unsupported: Sequence[Unsupported]
) -> tuple[Unsupported, ...]:
    """`unsupported` without what that other revision supports."""
    revision = tx.notices.revision(revision_id) if revision_id and unsupported else None
    if revision is None:
        return tuple(unsupported)
    return tuple(set_aside(unsupported, grounding.check(content, revision.document, facts_of(tx, revision))))


def set_aside(unsupported: Sequence[Unsupported], there: Sequence[Unsupported]) -> list[Unsupported]:
    """What is unsupported in both sources."""
    return [atom for atom in unsupported if atom in there]


def vouched_draft(
    tx: Transaction, draft_id: int, content: FaqDraft | BulletinDraft, unsupported: Sequence[Unsupported]
) -> tuple[Unsupported, ...]:
    """The same for a draft that values may have been carried into."""
    carried = tx.carried.of_draft(draft_id) if unsupported else None
    return vouched(tx, carried.revision_id if carried else None, content, unsupported)
