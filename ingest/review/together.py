"""Several drafts in one go: each is a decision of its own, with its own version check, and none stops another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ingest.errors import ReviewError
from ingest.model import Actor, FlagCode, Tier
from ingest.review.access import Permission, require
from ingest.review.decisions import approve
from ingest.review.filters import Band
from ingest.review.refusals import NoSuchDraft, NotHarmless
from ingest.review.transaction import Clock, deciding
from ingest.store.desk import DraftRow
from ingest.store.store import Store

SERIOUS = frozenset(
    {FlagCode.MALFORMED_DATE, FlagCode.NEEDS_TEXT, FlagCode.CONFLICT, FlagCode.WEEKDAY_MISMATCH, FlagCode.RECOGNISED}
)
MOST = 500


class Harm(StrEnum):
    """Why a draft has to be looked at by itself."""

    REGULATED = "regulated"
    UNTRACED = "untraced"
    FLAGGED = "flagged"
    UNSURE = "unsure"


def harms(row: DraftRow) -> Iterator[Harm]:
    """None: it may be approved together with others."""
    if row.tier is Tier.REGULATED:
        yield Harm.REGULATED
    if row.untraced:
        yield Harm.UNTRACED
    if SERIOUS & set(row.flags):
        yield Harm.FLAGGED
    if Band.of(row.confidence) is not Band.SURE:
        yield Harm.UNSURE


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one draft: `refusal` is None if it went through. `harms`: why it is not harmless."""

    draft_id: int
    version: int
    headline: str
    language: str
    refusal: ReviewError | None
    harms: tuple[Harm, ...] = ()


Deed = Callable[[int, int], object]
"""A decision about a version of a draft."""


def approve_together(store: Store, actor: Actor, picked: Mapping[int, int], clock: Clock) -> tuple[Result, ...]:
    """Sign the harmless ones of `picked` (versions by draft)."""

    def sign(draft_id: int, version: int) -> object:
        return approve(store, actor, draft_id, version, clock)

    return each(store, actor, picked, sign, "approve", clock, only_harmless=True)


def admit(store: Store, actor: Actor, name: str, subject: str, clock: Clock) -> None:
    """Who may not decide is told nothing of what is wrong with their wish. Raises WrongRole, which is audited."""
    with deciding(store, actor, name, subject, clock):
        require(actor, Permission.DECIDE)


def each(
    store: Store,
    actor: Actor,
    picked: Mapping[int, int],
    deed: Deed,
    name: str,
    clock: Clock,
    *,
    only_harmless: bool = False,
) -> tuple[Result, ...]:
    """`deed` for each of `picked`, in their order. Raises WrongRole."""
    admit(store, actor, name, "queue:drafts", clock)
    with store.reading() as tx:
        rows = {row.id: row for row in tx.desk.get(picked)}
    results = tuple(
        _one(rows.get(draft_id), draft_id, version, deed, only_harmless)
        for draft_id, version in list(picked.items())[:MOST]
    )
    detail = {
        "action": name,
        "done": [result.draft_id for result in results if result.refusal is None],
        "refused": [result.draft_id for result in results if result.refusal],
    }
    with store.writing() as tx:
        tx.audit.append(actor.name, "together", "queue:drafts", detail, clock())
    return results


def _one(row: DraftRow | None, draft_id: int, version: int, deed: Deed, only_harmless: bool) -> Result:
    if row is None:
        return Result(draft_id, version, str(draft_id), "", NoSuchDraft())
    found = tuple(harms(row)) if only_harmless else ()
    refusal: ReviewError | None = NotHarmless() if found else None
    if refusal is None:
        try:
            deed(draft_id, version)
        except ReviewError as error:
            refusal = error
    return Result(draft_id, version, row.headline, row.language, refusal, found)
