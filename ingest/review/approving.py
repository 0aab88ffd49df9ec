"""Drafts of one notice approved together. Each is its own decision: one that is refused keeps no other from passing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.errors import ReviewError
from ingest.model import Actor
from ingest.review.access import Permission, require
from ingest.review.decisions import Outcome, approve
from ingest.review.transaction import Clock, deciding
from ingest.store.store import Store


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one draft: an outcome, or why it was refused."""

    draft_id: int
    outcome: Outcome | None = None
    refusal: ReviewError | None = None

    @property
    def code(self) -> str:
        """ "published", "unvalidated", "waiting", or the name of the refusal."""
        if self.outcome is None:
            return type(self.refusal).__name__
        if self.outcome.entry_id is None:
            return "waiting"
        return "published" if self.outcome.validated else "unvalidated"


def approve_all(
    store: Store, actor: Actor, notice_id: int, versions: Mapping[int, int], clock: Clock
) -> tuple[Result, ...]:
    """Sign each draft of the notice in the version that the person saw, in the order given. Raises WrongRole."""
    with deciding(store, actor, "approve", f"notice:{notice_id}", clock):
        require(actor, Permission.DECIDE)
    return tuple(_one(store, actor, draft_id, version, clock) for draft_id, version in versions.items())


def _one(store: Store, actor: Actor, draft_id: int, version: int, clock: Clock) -> Result:
    try:
        return Result(draft_id, approve(store, actor, draft_id, version, clock))
    except ReviewError as refusal:
        return Result(draft_id, refusal=refusal)
