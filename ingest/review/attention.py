"""What is published and needs a decision: a second sign-off, a source that changed, a notice that is gone, an entry
that an agent flagged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.model import Actor, Disappearance, Entry
from ingest.review.flagged import Flagged, waiting
from ingest.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Gone:
    """A notice whose page is gone, and what is published of it: to be taken off, or to be left as it is."""

    notice: Disappearance
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Attention:
    """`unvalidated` were published by one person and need a second; `changed` are published while their source says
    something else, and nothing waits that would replace them; `flagged` wait for an answer to whoever flagged them."""

    unvalidated: tuple[Entry, ...] = ()
    changed: tuple[Entry, ...] = ()
    gone: tuple[Gone, ...] = ()
    flagged: tuple[Flagged, ...] = ()

    def __len__(self) -> int:
        return len(self.unvalidated) + len(self.changed) + len(self.gone) + len(self.flagged)


def attention(tx: Transaction, actor: Actor, now: dt.datetime) -> Attention:
    """Without what is over at `now` (naive local time of the bank). Six queries."""
    vanished = tx.disappearances.undecided()
    left = tx.desk.published([notice.notice_id for notice in vanished], now)
    unvalidated, changed = tuple(tx.desk.unvalidated(now)), tuple(tx.desk.changed(now))
    return Attention(unvalidated, changed, tuple(_gone(vanished, left)), waiting(tx, actor))


def _gone(vanished: Sequence[Disappearance], entries: Sequence[Entry]) -> Iterator[Gone]:
    """Those of which something is published still."""
    for notice in vanished:
        if mine := tuple(entry for entry in entries if entry.notice_id == notice.notice_id):
            yield Gone(notice, mine)
