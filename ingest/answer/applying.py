"""A person decides about a proposal: applies it or dismisses it. Compare and set, one transaction, on record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ingest.answer.anew import draft_anew
from ingest.answer.questions.forwarding import add, in_words, language_of, same_key
from ingest.model import Actor, Entry
from ingest.review.access import Permission, require
from ingest.review.decisions import reason_of
from ingest.review.refusals import AlreadyDecided, NoSuchEntry, NoSuchProposal, NothingChosen, OtherKind
from ingest.review.transaction import Clock, deciding
from ingest.store.proposals import Proposal, ProposalState
from ingest.store.store import Store
from ingest.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal with its entries as they are now, in its order."""

    proposal: Proposal
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of it: the entry that stays, the draft that was made, the question that was forwarded."""

    kind: str
    entry_id: int | None = None
    draft_id: int | None = None
    question_id: int | None = None


def proposals(store: Store, actor: Actor) -> tuple[tuple[ProposalView, ...], tuple[ProposalView, ...]]:
    """Those that wait, by kind, and those that were decided last. Raises WrongRole."""
    require(actor, Permission.READ_NUMBERS)
    with store.reading() as tx:
        waiting, decided = tx.proposals.open(), tx.proposals.decided()
        ids = {id for one in (*waiting, *decided) for id in one.entries}
        entries = {entry.id: entry for entry in tx.entries.several(ids)}
    return tuple(_view(one, entries) for one in waiting), tuple(_view(one, entries) for one in decided)


def proposal(store: Store, actor: Actor, id: int) -> ProposalView:
    """Raises WrongRole, NoSuchProposal."""
    require(actor, Permission.READ_NUMBERS)
    with store.reading() as tx:
        found = _found(tx, id)
        return _view(found, {entry.id: entry for entry in tx.entries.several(found.entries)})


def dismiss(store: Store, actor: Actor, id: int, reason: str, clock: Clock) -> None:
    """Raises WrongRole, NoSuchProposal, ReasonMissing, AlreadyDecided."""
    with deciding(store, actor, "dismiss", f"proposal:{id}", clock) as tx:
        require(actor, Permission.CURATE)
        found = _found(tx, id)
        _decide(tx, actor, found, ProposalState.DISMISSED, reason_of(reason), {}, clock)


def apply(store: Store, actor: Actor, id: int, clock: Clock, *, keep: int | None = None, reason: str = "") -> Applied:
    """`keep`: of two entries that are combined the one that stays; the other leads to it from now on, and what it was
    asked counts for it. `reason` is for retiring.

    Raises WrongRole, NoSuchProposal, NoSuchEntry, NothingChosen, OtherKind, ReasonMissing, AlreadyDecided.
    """
    with deciding(store, actor, "apply", f"proposal:{id}", clock) as tx:
        require(actor, Permission.CURATE)
        found = _found(tx, id)
        done = _DEEDS[found.kind](_Deed(tx, actor, found, keep, reason, clock))
        detail = {"entry": done.entry_id, "draft": done.draft_id, "question": done.question_id}
        told = {name: value for name, value in detail.items() if value is not None}
        _decide(tx, actor, found, ProposalState.APPLIED, reason.strip() or None, told, clock)
        return done


@dataclass(frozen=True, slots=True)
class _Deed:
    tx: Transaction
    actor: Actor
    proposal: Proposal
    keep: int | None
    reason: str
    clock: Clock

    def entry(self) -> Entry:
        """The one it is about. Raises NoSuchEntry, AlreadyDecided."""
        return self.live(self.proposal.entries[0])

    def live(self, id: int) -> Entry:
        entry = self.tx.entries.get(id)
        if entry is None:
            raise NoSuchEntry
        if entry.withdrawn or entry.superseded_by:
            raise AlreadyDecided
        return entry

    def record(self, action: str, subject: str, **detail: object) -> None:
        told = {"proposal": self.proposal.id, **detail}
        self.tx.audit.append(self.actor.name, action, subject, told, self.clock())


def _combine(deed: _Deed) -> Applied:
    if deed.keep not in deed.proposal.entries:
        raise NothingChosen
    stays = deed.live(deed.keep)
    other = deed.live(next(id for id in deed.proposal.entries if id != deed.keep))
    if stays.kind is not other.kind:
        raise OtherKind
    counted = deed.tx.usage.of([stays.id, other.id])
    known = deed.tx.frequencies.of([stays.id, other.id])
    if not deed.tx.entries.supersede(other.id, stays.id):
        raise AlreadyDecided
    if other.id in known:
        deed.tx.frequencies.absorb(stays.id, other.id)
    asks = {str(id): counted.get(id, 0) for id in (stays.id, other.id)}
    deed.record("combined", f"entry:{other.id}", into=stays.id, asks=asks)
    deed.record("took over", f"entry:{stays.id}", entry=other.id, asks=asks)
    return Applied("combine", entry_id=stays.id)


def _pin(deed: _Deed) -> Applied:
    entry = deed.entry()
    up = bool(deed.proposal.detail.get("up", True))
    if not deed.tx.frequencies.pin(entry.id, up):
        raise AlreadyDecided
    deed.record("pinned" if up else "unpinned", f"entry:{entry.id}")
    return Applied(deed.proposal.kind, entry_id=entry.id)


def _retire(deed: _Deed) -> Applied:
    entry, reason = deed.entry(), reason_of(deed.reason)
    if not deed.tx.entries.withdraw(entry.id, reason):
        raise AlreadyDecided
    deed.record("withdrawn", f"entry:{entry.id}", reason=reason)
    return Applied("retire", entry_id=entry.id)


def _split(deed: _Deed) -> Applied:
    entry = deed.entry()
    draft_id = draft_anew(deed.tx, deed.actor, entry, deed.clock)
    return Applied("split", entry.id, draft_id)


def _gap(deed: _Deed) -> Applied:
    words = in_words(str(deed.proposal.detail["words"]))
    deed.tx.forwarded.alone()
    known = deed.tx.forwarded.same(same_key(words))
    if known:
        return Applied("gap", question_id=known.id)
    return Applied("gap", question_id=add(deed.tx, deed.actor, words, language_of(words, ""), deed.clock))


_DEEDS: Mapping[str, Callable[[_Deed], Applied]] = {
    "combine": _combine,
    "promote": _pin,
    "rearrange": _pin,
    "retire": _retire,
    "split": _split,
    "gap": _gap,
}


def _found(tx: Transaction, id: int) -> Proposal:
    found = tx.proposals.get(id)
    if found is None:
        raise NoSuchProposal
    return found


def _decide(
    tx: Transaction,
    actor: Actor,
    found: Proposal,
    state: ProposalState,
    reason: str | None,
    detail: Mapping[str, object],
    clock: Clock,
) -> None:
    if not tx.proposals.decide(found.id, state, actor.name, reason):
        raise AlreadyDecided
    told = {"kind": found.kind, "entries": list(found.entries), "reason": reason, **detail}
    tx.audit.append(actor.name, f"proposal {state.value}", f"proposal:{found.id}", told, clock())


def _view(found: Proposal, entries: Mapping[int, Entry]) -> ProposalView:
    return ProposalView(found, tuple(entries[id] for id in found.entries if id in entries))
