"""One decision corrects a changed value in every chosen entry: a draft for each, joined as a group.

Each draft goes its own way through the sign-offs of its tier; the group is only there to be signed together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ingest.draft import grounding
from ingest.errors import ReviewError
from ingest.model import Actor, Approval, Entry, Role, StoredDraft
from ingest.review.access import Need, Permission, allows, missing, require, would_sign_as
from ingest.review.carry import Carried, carry
from ingest.review.carrying import MACHINE, accept_one, as_told, changes_for, live_entry, open_for, record, replacing
from ingest.review.decisions import Outcome, approve, reason_of
from ingest.review.facts import facts_of
from ingest.review.impact import Asked, Changed, changed_values, changes_in, quoting_entries
from ingest.review.readiness import blockers, read_by_eye
from ingest.review.refusals import DraftChanged, NoSuchEntry, NoSuchGroup, NothingChosen
from ingest.review.signing import OPEN
from ingest.review.transaction import Clock, deciding
from ingest.review.value_changes import ValueChange
from ingest.review.vouching import vouched
from ingest.store.carried import CarriedDraft
from ingest.store.notices import StoredRevision
from ingest.store.store import Store
from ingest.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Member:
    """One draft of a group with the entry that it would replace. `refusal`: why this person can't sign it now."""

    draft: StoredDraft
    entry: Entry
    carried: CarriedDraft
    waiting_for: tuple[Need, ...]
    refusal: ReviewError | None


@dataclass(frozen=True, slots=True)
class Group:
    id: int
    members: tuple[Member, ...]
    may_decide: bool

    @property
    def signable(self) -> tuple[Member, ...]:
        return tuple(m for m in self.members if m.refusal is None and m.draft.state in OPEN)


@dataclass(frozen=True, slots=True)
class Signed:
    """What became of one draft of a group that was signed together."""

    draft_id: int
    outcome: Outcome | None
    refusal: ReviewError | None = None


def correct(store: Store, actor: Actor, asked: Asked, seen: Mapping[int, int | None], reason: str, clock: Clock) -> int:
    """Drafts with the new values for the entries whose ids are the keys of `seen`; the values are the versions of the
    open drafts that would replace them, as the person saw them. The number of the group.

    Raises WrongRole, NoSuchRevision, ValueUnread, NothingChosen, ReasonMissing, AlreadyDecided or DraftChanged."""
    subject = f"revision:{asked.revision_id}" if asked.revision_id else "value"
    with deciding(store, actor, "correct", subject, clock) as tx:
        require(actor, Permission.DECIDE)
        reason = reason_of(reason)
        found = changed_values(tx, asked)
        quoting = {q.entry.id: q for q in quoting_entries(tx, found)}
        if not seen:
            raise NothingChosen
        made = []
        for entry_id, version in seen.items():
            entry = live_entry(tx, entry_id)
            if entry_id not in quoting:
                raise NoSuchEntry
            made.append(_correct(tx, actor, entry, quoting[entry_id].same_thing, found, version, clock))
        group = tx.carried.join(made)
        detail = {
            "reason": reason,
            "entries": sorted(seen),
            "drafts": [m.draft_id for m in made],
            "changes": [f"{c.label}: {c.old_text} -> {c.new_text}" for c in found.changes],
        }
        tx.audit.append(actor.name, "corrected", f"group:{group}", detail, clock())
        return group


def _correct(
    tx: Transaction, actor: Actor, entry: Entry, same: bool, found: Changed, seen: int | None, clock: Clock
) -> CarriedDraft:
    if found.revision and entry.notice_id == found.revision.notice_id:
        return accept_one(tx, actor, entry, found.revision, seen, clock)
    waiting = open_for(tx.drafts.of_notice(entry.notice_id), entry)
    draft = waiting[-1] if waiting else None
    if (draft.version if draft else None) != seen:
        raise DraftChanged
    revision = _stands_on(tx, entry, draft)
    other = tx.entry_facts.of_entries([entry.id])
    changes = changes_in(entry.id, same, found, [r for r in other if r.about_key not in found.about])
    edited = draft is not None and draft.last_editor is not None
    if not edited and revision.id != entry.revision_id:
        changes += changes_for(
            tx, entry, revision
        )  # its own source changed too, and people's words are kept here as well
    done = carry(draft.content if draft and edited else entry.content, changes)
    because = found.revision.id if found.revision else revision.id
    draft_id = _put(tx, entry, draft, revision, because, done, changes)
    record(tx, actor, draft_id, entry, because, done, clock)
    return CarriedDraft(draft_id, draft_id, entry.id, because, as_told(done))


def _put(
    tx: Transaction,
    entry: Entry,
    draft: StoredDraft | None,
    revision: StoredRevision,
    because: int,
    done: Carried,
    changes: tuple[ValueChange, ...],
) -> int:
    facts = facts_of(tx, revision)
    loose = vouched(tx, because, done.content, grounding.check(done.content, revision.document, facts))
    unsupported = read_by_eye(loose, facts.flags)
    if draft is None:
        return tx.carried.draft(replacing(tx, entry, revision, done.content, changes, unsupported))
    if not tx.drafts.amend(
        draft.id, version=draft.version, content=done.content, unsupported=unsupported, editor=MACHINE, cause="carried"
    ):
        raise DraftChanged
    return draft.id


def _stands_on(tx: Transaction, entry: Entry, draft: StoredDraft | None) -> StoredRevision:
    """The source of the words that are corrected."""
    revision = tx.notices.revision(draft.revision_id if draft else entry.revision_id)
    if revision is None:
        raise NoSuchEntry
    return revision


def group(store: Store, actor: Actor, group_id: int) -> Group:
    """Raises WrongRole, NoSuchGroup."""
    require(actor, Permission.READ_QUEUE)
    with store.reading() as tx:
        carried = tx.carried.of_group(group_id)
        if not carried:
            raise NoSuchGroup
        entries = {e.id: e for e in tx.entries.several({c.entry_id for c in carried})}
        drafts = {d.id: d for d in tx.drafts.several([c.draft_id for c in carried])}
        signed = tx.versions.approvals(*(c.draft_id for c in carried))
        members = [_member(actor, drafts[c.draft_id], entries[c.entry_id], c, signed) for c in carried]
    return Group(group_id, tuple(members), allows(actor, Permission.DECIDE))


def _member(
    actor: Actor, draft: StoredDraft, entry: Entry, carried: CarriedDraft, signed: Iterable[Approval]
) -> Member:
    approvals = [a for a in signed if (a.draft_id, a.version) == (draft.id, draft.version)]
    refusal: ReviewError | None = next(iter(blockers(draft)), None)
    if refusal is None:
        role = would_sign_as(actor, draft.tier, draft.last_editor, approvals, draft.department)
        refusal = None if isinstance(role, Role) else role()
    return Member(draft, entry, carried, missing(draft.tier, approvals), refusal)


def sign_group(
    store: Store, actor: Actor, group_id: int, seen: Mapping[int, int | None], clock: Clock
) -> tuple[Signed, ...]:
    """Sign these drafts of the group at the versions that the person saw, each in a transaction of its own: what one of
    them lacks does not hold up the others. Raises WrongRole, NoSuchGroup, NothingChosen."""
    require(actor, Permission.DECIDE)
    members = {m.draft.id for m in group(store, actor, group_id).members}
    if not seen or not set(seen) <= members:
        raise NothingChosen
    return tuple(_sign(store, actor, draft_id, version or 0, clock) for draft_id, version in seen.items())


def _sign(store: Store, actor: Actor, draft_id: int, version: int, clock: Clock) -> Signed:
    try:
        return Signed(draft_id, approve(store, actor, draft_id, version, clock))
    except ReviewError as refusal:
        return Signed(draft_id, None, refusal)
