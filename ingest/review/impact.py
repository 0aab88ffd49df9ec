"""Which published entries quote a value that changed, of whatever notice, and the drafts that correct them.

The values come from a revision (what its notice said before, and says now), or are typed by a person. The index of what
is published (`store/entry_facts.py`) answers with a constant number of queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from ingest.draft.atoms import keys
from ingest.draft.voice import plain
from ingest.model import Actor, Entry, Facts, StoredDraft
from ingest.review.access import Permission, allows, require
from ingest.review.carry import Carried, carry
from ingest.review.carrying import open_for
from ingest.review.facts import facts_of
from ingest.review.quoting import contact_fact, figure_fact
from ingest.review.refusals import NoSuchRevision, ValueUnread
from ingest.review.value_changes import ValueChange, value_changes
from ingest.store.entry_facts import EntryFact, Quoted, StoredFact
from ingest.store.notices import StoredRevision
from ingest.store.store import Store
from ingest.store.transaction import Transaction

MOST = 50
"""Entries of one list: a decision about more than these is taken in steps."""
_QUALIFIERS = ("", "min", "max", ">=", "<=", ">", "<", "from", "to")
_RATIOS = ("ratio", "ratio_points", "paid_share")
_COUNTS = ("times", "points", "transaction", "card", "account", "customer", "person", "month", "share", "copy", "year")
_TELLING = ("money", "ratio", "term", "phone", "number")


@dataclass(frozen=True, slots=True)
class Asked:
    """What changed: by a revision, or from one typed value to another."""

    revision_id: int | None = None
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Quoting:
    """An entry that quotes a changed value. `same_thing`: of the thing whose value changed, as far as the index knows;
    otherwise the same value of something else. `carried` shows what would be exchanged, with its sentences."""

    entry: Entry
    same_thing: bool
    carried: Carried
    draft: StoredDraft | None
    facts: tuple[StoredFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Impact:
    """`revision` is None for typed values; `notice_title` what it is of. `more`: the list was cut."""

    asked: Asked
    changes: tuple[ValueChange, ...]
    quoting: tuple[Quoting, ...]
    revision: StoredRevision | None
    may_decide: bool
    more: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """The values and the keys under which the index knows them."""

    changes: tuple[ValueChange, ...]
    about: frozenset[str]
    says: frozenset[str]
    revision: StoredRevision | None = None


def impact(store: Store, actor: Actor, asked: Asked) -> Impact:
    """Raises WrongRole, NoSuchRevision, ValueUnread."""
    require(actor, Permission.READ_QUEUE)
    with store.reading() as tx:
        found = changed_values(tx, asked)
        quoting = quoting_entries(tx, found)
    may = allows(actor, Permission.DECIDE)
    return Impact(asked, found.changes, quoting[:MOST], found.revision, may, len(quoting) > MOST)


def changed_values(tx: Transaction, asked: Asked) -> Changed:
    return _of_revision(tx, asked.revision_id) if asked.revision_id else _typed(asked.old, asked.new)


def quoting_entries(tx: Transaction, found: Changed) -> tuple[Quoting, ...]:
    """Those of the same thing first; entries that only seem to quote it, because nothing of it stands in their words,
    are left out."""
    rows = [row for row in tx.entry_facts.about(found.about) if row.says_key in found.says]
    rows += tx.entry_facts.quoting(found.says, Quoted.FIGURE, Quoted.FORMER, Quoted.CONTACT)
    same = {row.entry_id for row in rows if row.about_key in found.about}
    entries = tx.entries.several({row.entry_id for row in rows})
    entries += [e for e in _of_notice(tx, found) if e.id not in {x.id for x in entries}]
    other = _other_things(tx, found, entries)
    waiting = _waiting(tx, entries)
    own = found.revision.notice_id if found.revision else None
    entries.sort(key=lambda e: (e.id not in same and e.notice_id != own, -e.id))
    changing = any(c.changed for c in found.changes)
    every = (_quoting(entry, entry.id in same, found, other, waiting, rows) for entry in entries)
    return tuple(islice((q for q in every if q.carried.replaced or q.carried.left or not changing), MOST + 1))


def changes_in(entry_id: int, same_thing: bool, found: Changed, other: Iterable[StoredFact]) -> tuple[ValueChange, ...]:
    """The changed values, and where the entry speaks of the same thing the equal values of others, which stay."""
    if not same_thing:
        return found.changes
    stay = tuple(
        ValueChange(row.label, c.old, c.old, row.value, row.value)
        for row in other
        if row.entry_id == entry_id
        for c in found.changes
        if c.old in keys(row.value)
    )
    return found.changes + stay


def _quoting(
    entry: Entry,
    same: bool,
    found: Changed,
    other: Sequence[StoredFact],
    waiting: dict[int, StoredDraft],
    rows: Sequence[StoredFact],
) -> Quoting:
    own = found.revision is not None and entry.notice_id == found.revision.notice_id
    same = same or own
    done = carry(entry.content, changes_in(entry.id, same, found, other))
    mine = tuple(dict.fromkeys(row for row in rows if row.entry_id == entry.id))
    return Quoting(entry, same, done, waiting.get(entry.id), mine)


def _of_notice(tx: Transaction, found: Changed) -> list[Entry]:
    """The live entries of the notice itself that rest on its earlier state."""
    if found.revision is None:
        return []
    entries = tx.entries.of_notice(found.revision.notice_id)
    return [e for e in entries if not (e.withdrawn or e.superseded_by) and e.revision_id < found.revision.id]


def _other_things(tx: Transaction, found: Changed, entries: Sequence[Entry]) -> list[StoredFact]:
    """What the entries quote of other things, with a value that changed."""
    rows = tx.entry_facts.of_entries([e.id for e in entries])
    return [row for row in rows if row.says_key in found.says and row.about_key not in found.about]


def _waiting(tx: Transaction, entries: Sequence[Entry]) -> dict[int, StoredDraft]:
    """The open draft that would replace each entry."""
    drafts = tx.drafts.revising([e.id for e in entries])
    found = {e.id: open_for(drafts, e) for e in entries}
    return {id: mine[-1] for id, mine in found.items() if mine}


def _of_revision(tx: Transaction, revision_id: int) -> Changed:
    revision = tx.notices.revision(revision_id)
    before = _before(tx, revision) if revision else None
    if revision is None or before is None:
        raise NoSuchRevision
    old, new = facts_of(tx, before), facts_of(tx, revision)
    gone = _facts(old) - _facts(new)
    changes = tuple(c for c in value_changes(old, new) if c.changed)
    return Changed(changes, frozenset(f.about_key for f in gone), frozenset(f.says_key for f in gone), revision)


def _before(tx: Transaction, revision: StoredRevision) -> StoredRevision | None:
    """The newest earlier state that something was published of; else the one before."""
    rests_on = {e.revision_id for e in tx.entries.of_notice(revision.notice_id) if e.revision_id < revision.id}
    return tx.notices.revision(max(rests_on)) if rests_on else tx.notices.before(revision.id)


def _facts(facts: Facts) -> set[EntryFact]:
    figures = (figure_fact(figure, facts, former=former) for figure in facts.figures for former in (False, True))
    return {f for f in figures if f} | {contact_fact(contact) for contact in facts.contacts}


def _typed(old: str, new: str) -> Changed:
    """From words: "10元" → "6元", "0.5%" → "0.35%", a phone → another. Without a new value nothing changes, and only
    who quotes the old one is asked. Raises ValueUnread."""
    before, after = keys(old), keys(new or old)
    for kind in _TELLING:
        a, b = (sorted((k for k in ks if k[0] == kind), key=repr) for ks in (before, after))
        pairs = [(x, y) for x in a for y in b if x[2:] == y[2:]]
        if not pairs:
            continue
        (x, y), words = pairs[0], kind == "phone"
        if words:
            x, y = ("words", old.strip()), ("words", (new or old).strip())
        change = ValueChange("", x, y, old.strip(), new.strip())
        if x == y and new:
            break
        said = [old.strip()] if words else [f"{q}:{n}:{unit}" for q in _QUALIFIERS for n, unit in _indexed(a)]
        return Changed(
            (change,), frozenset(), frozenset(EntryFact(Quoted.FIGURE, "", "", "", s).says_key for s in said)
        )
    raise ValueUnread


def _indexed(readings: Sequence[tuple[object, ...]]) -> Iterable[tuple[str, str]]:
    """The forms in which the index holds these readings: (number, unit)."""
    for reading in readings:
        number = plain(reading[1])  # type: ignore[arg-type]
        units = _RATIOS if reading[0] == "ratio" else _COUNTS if reading[0] == "number" else (str(reading[2]),)
        yield from ((number, unit) for unit in units)
