"""Two published figures for the same thing never count at the same time: a sign-off stops until somebody settles it.

The same thing: the same item counted in the same unit, of the same product, for the same people (`sameness`). At the
same time: the two periods overlap. Entries of the draft's own notice, and the one that it replaces anyway, are no
contradiction: there the new words take the place of the old ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingest.model import Actor, AuditEvent, BulletinDraft, Entry, Facts, FaqDraft, Moment, StoredDraft
from ingest.review.facts import facts_of
from ingest.review.quoting import quoted
from ingest.review.refusals import Contradicts, NoSuchEntry, ReasonMissing
from ingest.review.sameness import Bearing, bearing
from ingest.review.transaction import Clock
from ingest.store.entry_facts import EntryFact, Quoted, StoredFact
from ingest.store.transaction import Transaction

_EARLIEST_ZONE = dt.timedelta(hours=12)
"""It is at least so late somewhere: what is over there is over everywhere."""


class Settlement(StrEnum):
    """What a person says of a contradiction."""

    REPLACE = "replace"
    """The draft takes the entry's place when it is published."""
    END = "end"
    """The entry is withdrawn now."""
    DIFFERENT = "different"
    """The two figures are of different things: both count."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """`theirs` is what `entry` says of `label`, `ours` what the draft says. `expected`: the draft itself tells that it
    was so before."""

    entry: Entry
    label: str
    theirs: str
    ours: str
    about_key: str
    theirs_key: str
    ours_key: str
    expected: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """How one entry's contradiction is settled. END and DIFFERENT need a reason."""

    entry_id: int
    settlement: Settlement
    reason: str = ""


Settled = Mapping[int, tuple[Settlement, frozenset[tuple[str, ...]]]]


def conflicts(tx: Transaction, draft: StoredDraft, clock: Clock) -> tuple[Conflict, ...]:
    """What contradicts `draft` among the published entries and was not settled yet. Four queries."""
    revision = tx.notices.revision(draft.revision_id)
    return contradictions(tx, draft, facts_of(tx, revision), clock) if revision else ()


def contradictions(tx: Transaction, draft: StoredDraft, facts: Facts, clock: Clock) -> tuple[Conflict, ...]:
    """The same, where the facts of the draft's revision are known."""
    record = {draft.id: tx.audit.events(f"draft:{draft.id}", limit=1000)}
    return conflicts_of(tx, [draft], facts, record, clock)[draft.id]


def conflicts_of(
    tx: Transaction,
    drafts: Sequence[StoredDraft],
    facts: Facts,
    record: Mapping[int, Sequence[AuditEvent]],
    clock: Clock,
) -> dict[int, tuple[Conflict, ...]]:
    """The same for drafts of one revision, whose `record` is known by their ids (newest first). Three queries."""
    mine = {draft.id: quoted(draft.content, facts) for draft in drafts}
    about = {fact.about_key for facts_ in mine.values() for fact in facts_ if fact.kind is Quoted.FIGURE}
    said = tx.entry_facts.about(about, Quoted.FIGURE)
    entries = {entry.id: entry for entry in tx.entries.several({fact.entry_id for fact in said})}
    now = clock().replace(tzinfo=None) - _EARLIEST_ZONE
    together = tx.carried.together([draft.id for draft in drafts]) if entries else {}
    return {
        draft.id: tuple(
            _open(
                draft,
                mine[draft.id],
                said,
                _without(entries, together.get(draft.id)),
                _settled(record.get(draft.id, ())),
                now,
            )
        )
        for draft in drafts
    }


def _without(entries: Mapping[int, Entry], replaced: frozenset[int] | None) -> Mapping[int, Entry]:
    """Entries that one decision corrects together with the draft are on their way out."""
    return {id: entry for id, entry in entries.items() if id not in (replaced or ())}


def _open(
    draft: StoredDraft,
    mine: Sequence[EntryFact],
    said: Sequence[StoredFact],
    entries: Mapping[int, Entry],
    settled: Settled,
    now: dt.datetime,
) -> Iterator[Conflict]:
    figures = [fact for fact in mine if fact.kind is Quoted.FIGURE]
    ours = {(fact.about_key, fact.says_key) for fact in figures}
    about = {fact.about_key for fact in figures}
    agreeing = {(fact.entry_id, fact.about_key) for fact in said if (fact.about_key, fact.says_key) in ours}
    for fact in said:
        entry = entries.get(fact.entry_id)
        if fact.about_key not in about or (fact.entry_id, fact.about_key) in agreeing or entry is None:
            continue
        if _rivals(draft, entry, fact, now):
            yield from (c for c in _told(entry, fact, figures, mine) if not _is_settled(c, settled))


def require_agreement(tx: Transaction, draft: StoredDraft, clock: Clock) -> None:
    """Raises Contradicts. What is published already passed here before."""
    if not tx.entries.of_draft(draft.id) and conflicts(tx, draft, clock):
        raise Contradicts


def settle_conflicts(
    tx: Transaction, actor: Actor, draft: StoredDraft, choices: Iterable[Choice], clock: Clock
) -> None:
    """Put what a person says on record. Raises NoSuchEntry for what is no contradiction (any more), ReasonMissing."""
    open_ = conflicts(tx, draft, clock)
    for choice in choices:
        mine = [conflict for conflict in open_ if conflict.entry.id == choice.entry_id]
        if not mine:
            raise NoSuchEntry
        if choice.settlement is not Settlement.REPLACE and not choice.reason.strip():
            raise ReasonMissing
        for conflict in mine:
            detail = {
                "entry": choice.entry_id,
                "version": draft.version,
                "figure": conflict.label,
                "theirs": conflict.theirs,
                "ours": conflict.ours,
                "values": [conflict.about_key, conflict.theirs_key, conflict.ours_key],
                "reason": choice.reason.strip(),
            }
            action = f"conflict.{choice.settlement.value}"
            tx.audit.append(actor.name, action, f"draft:{draft.id}", detail, clock())
        if choice.settlement is Settlement.REPLACE:
            tx.drafts.hold_to(draft.id, [choice.entry_id])
        if choice.settlement is Settlement.END and tx.entries.withdraw(choice.entry_id, choice.reason.strip()):
            detail = {"reason": choice.reason.strip(), "draft": draft.id}
            tx.audit.append(actor.name, "withdrawn", f"entry:{choice.entry_id}", detail, clock())


def _settled(events: Iterable[AuditEvent]) -> Settled:
    """What was said last of each entry, and of which values. The record is where it is kept; newest first."""
    found: dict[int, tuple[Settlement, frozenset[tuple[str, ...]]]] = {}
    for event in reversed(list(events)):
        kind, _, name = event.action.partition(".")
        entry, values = event.detail.get("entry"), event.detail.get("values")
        if kind == "conflict" and isinstance(entry, int) and isinstance(values, list):
            settlement = Settlement(name)
            before = found.get(entry, (settlement, frozenset()))
            kept = before[1] if before[0] is settlement else frozenset()
            found[entry] = settlement, kept | {tuple(map(str, values))}
    return found


def replaced_with(tx: Transaction, draft_id: int) -> tuple[int, ...]:
    """The entries whose place the draft takes when it is published, beside the one that it revises."""
    found = _settled(tx.audit.events(f"draft:{draft_id}", limit=1000))
    return tuple(entry for entry, (settlement, _) in found.items() if settlement is Settlement.REPLACE)


def _is_settled(conflict: Conflict, settled: Settled) -> bool:
    settlement, values = settled.get(conflict.entry.id, (None, frozenset()))
    if settlement is Settlement.DIFFERENT:  # another value is another question
        return (conflict.about_key, conflict.theirs_key, conflict.ours_key) in values
    return settlement is Settlement.REPLACE


def _rivals(draft: StoredDraft, entry: Entry, fact: StoredFact, now: dt.datetime) -> bool:
    """Would both count at the same time, for the same people and the same product?"""
    if entry.notice_id == draft.notice_id or entry.id == draft.revises:
        return False
    theirs, ours = (
        _period(entry.content, entry.starts, entry.expires),
        _period(draft.content, draft.starts, draft.expires),
    )
    over = theirs[1] is not None and theirs[1] <= now
    return (
        not over
        and _overlap(theirs, ours)
        and _bearing(entry.title, entry.content, fact.label).meets(_bearing(draft.title, draft.content, fact.label))
    )


def _period(
    content: FaqDraft | BulletinDraft, starts: Moment | None, expires: Moment | None
) -> tuple[dt.datetime | None, dt.datetime | None]:
    """A day on which to look at a bulletin again is not its end."""
    looked_at = isinstance(content, BulletinDraft) and content.review
    return (starts.earliest() if starts else None), (expires.latest() if expires and not looked_at else None)


def _overlap(
    a: tuple[dt.datetime | None, dt.datetime | None], b: tuple[dt.datetime | None, dt.datetime | None]
) -> bool:
    first = a[0] is None or b[1] is None or a[0] < b[1]
    return first and (b[0] is None or a[1] is None or b[0] < a[1])


def _bearing(title: str, content: FaqDraft | BulletinDraft, label: str) -> Bearing:
    head = content.question if isinstance(content, FaqDraft) else f"{content.headline} {content.who}"
    return bearing(f"{title}\n{head}\n{label}")


def _told(
    entry: Entry, fact: StoredFact, figures: Iterable[EntryFact], mine: Iterable[EntryFact]
) -> Iterator[Conflict]:
    former = {m.says_key for m in mine if m.kind is Quoted.FORMER and m.about_key == fact.about_key}
    for ours in figures:
        if ours.about_key == fact.about_key:
            keys = (fact.about_key, fact.says_key, ours.says_key)
            yield Conflict(entry, ours.label, fact.value, ours.value, *keys, expected=fact.says_key in former)
            return
