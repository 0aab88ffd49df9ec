"""A watched page against its last state: what changed in its rows becomes the revision's differences and its drafts.

Drafts are told against the last state that somebody decided on: while a change waits for its decision, the next one is
told together with it, and nothing is lost between the two.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ingest.draft.rows import beside_tables, write_rows
from ingest.model import (
    Cause,
    Document,
    DraftState,
    Evidence,
    Flag,
    FlagCode,
    HeadChange,
    Known,
    RowChanges,
    Span,
    WatchedRows,
    Window,
)
from ingest.pipeline.job import Read
from ingest.pipeline.read import checked
from ingest.store.notices import StoredRevision
from ingest.store.transaction import Transaction
from ingest.text.causes import told as in_words
from ingest.understand.rows import differences, row_changes, with_previous

_UNDECIDED = frozenset((DraftState.PENDING, DraftState.RETURNED, DraftState.SUPERSEDED))


@dataclass(frozen=True, slots=True)
class Watched:
    """What was read, with its differences and drafts; `suspicious` where the columns are not what they were."""

    read: Read
    suspicious: tuple[Cause, ...] = ()


def against_last(tx: Transaction, read: Read, known: Known | None, rows: WatchedRows, today: dt.date) -> Watched:
    """`read` as it came where there is nothing to compare it with, or nothing changed."""
    if read.document.problem or known is None or known.fingerprint.content == read.fingerprint.content:
        return Watched(read)
    last = tx.notices.revision(known.revision_id)
    if last is None:
        return Watched(read)
    step = row_changes(last.document, read.document, rows)
    made = told_since(read, _decided(tx, last).document, rows, today)
    made = replace(made, differences=differences(step, read.facts.language))
    return Watched(made, tuple(_cause(head, read.document.url) for head in step.heads))


def told_since(read: Read, base: Document, rows: WatchedRows, today: dt.date) -> Read:
    """`read` with the drafts of what changed in the rows since they were as in `base`."""
    document, changes = with_previous(read.document, row_changes(base, read.document, rows))
    windows = tuple(_telling(read.facts.windows, read.document, changes, base))
    facts = replace(read.facts, windows=windows, flags=_flags(document, changes))
    drafts = write_rows(document, facts, changes, today=today)
    made = checked(drafts, document, facts, today=today)
    return replace(read, document=document, facts=facts, drafts=drafts, checked=made)


def _decided(tx: Transaction, last: StoredRevision) -> StoredRevision:
    """The last state whose drafts somebody decided on, or that had none."""
    states: dict[int, set[DraftState]] = {}
    for draft in tx.drafts.of_notice(last.notice_id):
        states.setdefault(draft.revision_id, set()).add(draft.state)
    base = last
    while states.get(base.id) and states[base.id] <= _UNDECIDED:
        earlier = tx.notices.before(base.id)
        if earlier is None:
            break
        base = earlier
    return base


def _telling(windows: Iterable[Window], document: Document, changes: RowChanges, before: Document) -> Iterator[Window]:
    """The windows of the rows that changed, and those beside the tables that were not there before: "effective from
    2015" over a table says nothing of the rate that changed today."""
    rows = [c.new for c in changes.rows if c.new]
    for window in windows:
        span = window.evidence.span
        new = beside_tables(document, span) and window.evidence.quote not in before.text
        if new or any(row.start <= span.start < row.end for row in rows):
            yield window


def _flags(document: Document, changes: RowChanges) -> tuple[Flag, ...]:
    evidence = Evidence(Span(0, len(document.title)), document.title, "rows.columns")
    return tuple(Flag(FlagCode.COLUMNS_CHANGED, evidence, _message(head)) for head in changes.heads)


def _message(head: HeadChange) -> str:
    said = in_words(_cause(head, None))
    return f"{said.zh} / {said.en}"


def _cause(head: HeadChange, url: str | None) -> Cause:
    old, new = (" | ".join(h) if h else "—" for h in (head.old, head.new))
    return Cause("columns_changed", {"url": url or head.table or "—", "old": old, "new": new})
