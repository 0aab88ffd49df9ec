"""What agents flagged in published entries: for whom it waits, and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.model import Actor, Entry
from ingest.store.entry_flags import EntryFlag
from ingest.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Flagged:
    """`owner`: who signed the entry last; `mine`: does it wait for whoever looks? `entry` is the one that was flagged,
    whatever became of it."""

    flag: EntryFlag
    entry: Entry
    owner: str | None
    mine: bool = False


def waiting(tx: Transaction, actor: Actor) -> tuple[Flagged, ...]:
    """What waits for an answer: one's own first, then the oldest. Two queries."""
    found = flagged(tx, tx.entry_flags.open(), actor)
    return tuple(sorted(found, key=lambda one: not one.mine))


def flagged(tx: Transaction, flags: Sequence[EntryFlag], actor: Actor) -> tuple[Flagged, ...]:
    entries = {entry.id: entry for entry in tx.entries.several({flag.entry_id for flag in flags})}
    return tuple(_view(flag, entries[flag.entry_id], actor) for flag in flags)


def _view(flag: EntryFlag, entry: Entry, actor: Actor) -> Flagged:
    """It waits for those who signed the entry, and for the experts of its department."""
    owner = entry.approvals[-1].actor if entry.approvals else None
    signed = any(approval.actor == actor.name for approval in entry.approvals)
    return Flagged(flag, entry, owner, signed or (flag.department is not None and flag.department == actor.department))
