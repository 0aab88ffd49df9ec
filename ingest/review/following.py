"""Facts were corrected: the drafts of the revision follow.

    written by the rules, and nobody edited it   written anew from the corrected facts
    edited by a person                           the old value replaced where it stands (`carry`), their words stay;
                                                 where that can't be done: the mark "facts changed: look again"
    nothing speaks for it any more               closed; opened again when the fact comes back
    newly spoken for                             added to the queue

Every draft that changes gets a new version, for which earlier sign-offs don't count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.draft.by_hand import by_hand
from ingest.draft.grounding import check
from ingest.draft.revised import as_revised, without_before
from ingest.draft.rules import RulesWriter
from ingest.draft.standing import bulletins_of, standing
from ingest.model import (
    Actor,
    BulletinDraft,
    Document,
    DraftState,
    Evidence,
    FactDifference,
    Facts,
    FaqDraft,
    Flag,
    FlagCode,
    StoredDraft,
    Tier,
    Unsupported,
    Urgency,
)
from ingest.review.carry import carry
from ingest.review.quoting import quoted
from ingest.review.readiness import read_by_eye
from ingest.review.signing import OPEN
from ingest.review.strictness import tier_for
from ingest.review.tracing import loose
from ingest.review.transaction import Clock
from ingest.review.value_changes import ValueChange, value_changes
from ingest.store.draft_rows import Inherited, NewDraft
from ingest.store.notices import StoredRevision
from ingest.store.transaction import Transaction
from ingest.text.grams import similarity

Content = FaqDraft | BulletinDraft
CAUSE = "corrected"
_ALIKE = 0.2
"""Questions of one intent that share so much are the same question put otherwise."""
_AUTOMATIC = frozenset({CAUSE})
"""Causes of versions that leave a draft the rules' own."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of the drafts of a revision; ids."""

    rewritten: tuple[int, ...] = ()
    replaced: tuple[int, ...] = ()
    marked: tuple[int, ...] = ()
    closed: tuple[int, ...] = ()
    added: tuple[int, ...] = ()

    @property
    def all(self) -> tuple[int, ...]:
        return (*self.rewritten, *self.replaced, *self.marked, *self.closed, *self.added)


@dataclass(frozen=True, slots=True)
class _Turn:
    """One correction: the facts before and after it, and what the rules write of both."""

    actor: Actor
    revision: StoredRevision
    before: Facts
    after: Facts
    was: tuple[Content, ...]
    now: tuple[Content, ...]
    about: Flag
    changes: tuple[ValueChange, ...]
    bulletins: Mapping[int, BulletinDraft]
    today: dt.date

    def inherited(self, content: Content, tier: Tier, flags: tuple[Flag, ...]) -> Inherited:
        stands = standing(content, self.bulletins.get(content.change), self.after)
        return Inherited(tier, self.after.category, flags, stands.starts, stands.expires, stands.urgency)

    def unsupported(self, tx: Transaction, content: Content, draft: StoredDraft | None) -> tuple[Unsupported, ...]:
        document = self.revision.document
        if draft:
            found = loose(tx, content, document, self.after, draft, today=self.today)
        else:
            found = check(content, document, self.after, today=self.today)
        return read_by_eye(without_before(found, self.revision.differences), self.after.flags)


def follow(
    tx: Transaction,
    actor: Actor,
    revision: StoredRevision,
    before: Facts,
    after: Facts,
    evidence: Evidence,
    clock: Clock,
    *,
    undo: int | None = None,
) -> Followed:
    """Bring the revision's drafts up to `after`. `evidence`: where the corrected fact stands. `undo`: the event that is
    taken back so."""
    drafts = [d for d in tx.drafts.of_notice(revision.notice_id) if d.revision_id == revision.id]
    turn = _turn(tx, actor, revision, before, after, evidence)
    edited = {id for id, causes in tx.drafts.causes([d.id for d in drafts]).items() if causes - _AUTOMATIC}
    own = {d.id: d for d in drafts if d.id not in edited and _mine(d, turn.was)}
    done: dict[str, list[int]] = {name: [] for name in ("rewritten", "replaced", "marked", "closed", "added")}
    closed = [d for d in drafts if d.state is DraftState.SUPERSEDED and d.reason == CAUSE]
    partners = dict(_partners(turn.was, turn.now, closed))
    for draft in drafts:
        if draft.state not in OPEN:
            continue
        if draft.id in own:
            content = partners.get(_place(turn.was, draft.content))
            outcome = _rewrite(tx, turn, draft, content) if content else _close(tx, draft)
        else:
            outcome = _carry(tx, turn, draft)
        if outcome:
            done[outcome].append(draft.id)
    taken = {id(content) for content in partners.values()}
    new = [content for content in turn.now if id(content) not in taken]
    done["added"] = list(_add(tx, turn, drafts, closed, new))
    followed = Followed(**{name: tuple(ids) for name, ids in done.items()})
    _put_on_record(tx, actor, followed, clock, undo)
    return followed


def written(
    document: Document, facts: Facts, today: dt.date, differences: Sequence[FactDifference] = ()
) -> tuple[Content, ...]:
    """What the rules make of a notice, as the pipeline puts it into the queue: a question is asked there once."""
    drafts = RulesWriter().write(document, facts, today=today)
    made: tuple[Content, ...] = (*drafts.faqs, *drafts.bulletins) or (by_hand(facts.title),)
    first: dict[tuple[str, str, int], Content] = {}
    for content in made:
        first.setdefault(_title(content), as_revised(content, differences, facts, today))
    return tuple(first.values())


def _turn(
    tx: Transaction, actor: Actor, revision: StoredRevision, before: Facts, after: Facts, evidence: Evidence
) -> _Turn:
    today = tx.notices.read_on(revision.id) or revision.seen_at.date()
    was, now = (written(revision.document, facts, today, revision.differences) for facts in (before, after))
    changes = value_changes(before, after)
    told = next((f"{c.old_text} → {c.new_text}" for c in changes if c.changed), evidence.quote[:80])
    flag = Flag(FlagCode.FACTS_CHANGED, evidence, told)
    return _Turn(actor, revision, before, after, was, now, flag, changes, bulletins_of(now), today)


def _mine(draft: StoredDraft, was: Sequence[Content]) -> bool:
    """Is a draft what the rules write of these facts, or a model's wording of it?"""
    return any(_same(draft.content, content) for content in was)


def _same(stored: Content, made: Content) -> bool:
    if isinstance(stored, FaqDraft) and isinstance(made, FaqDraft):
        if stored.written_by == "model":
            return (stored.intent, stored.change) == (made.intent, made.change)
        return (stored.question, stored.change) == (made.question, made.change)
    if isinstance(stored, BulletinDraft) and isinstance(made, BulletinDraft):
        told = stored.written_by == "model" or stored.headline == made.headline
        return told and stored.change == made.change
    return False


def _place(was: Sequence[Content], content: Content) -> int:
    return next(at for at, made in enumerate(was) if _same(content, made))


def _partners(
    was: Sequence[Content], now: Sequence[Content], closed: Sequence[StoredDraft]
) -> Iterator[tuple[int, Content]]:
    """What the rules wrote before (its place) and what they write instead: under the same title, else the likest one of
    its intent. What was closed under its own title is opened again instead."""
    free, rest = list(now), list[int]()
    for at, old in enumerate(was):
        new = next((n for n in free if _title(n) == _title(old)), None)
        if new is None:
            rest.append(at)
            continue
        free.remove(new)
        yield at, new
    known = {_title(draft.content) for draft in closed}
    yield from _likest(was, rest, [n for n in free if _title(n) not in known])


def _likest(was: Sequence[Content], rest: Sequence[int], fresh: Sequence[Content]) -> Iterator[tuple[int, Content]]:
    """Of one intent those whose questions are likest, the likest pair first."""
    pairs = [(_likeness(was[at], new), at, n) for at in rest for n, new in enumerate(fresh)]
    old_done, new_done = set[int](), set[int]()
    for likeness, at, n in sorted(pairs, key=lambda pair: (-pair[0], *pair[1:])):
        if likeness >= _ALIKE and at not in old_done and n not in new_done:
            old_done.add(at)
            new_done.add(n)
            yield at, fresh[n]


def _likeness(old: Content, new: Content) -> float:
    if isinstance(old, FaqDraft) and isinstance(new, FaqDraft) and (old.intent, old.change) == (new.intent, new.change):
        return similarity(old.question, new.question, 2)
    return 0.0


def _title(content: Content) -> tuple[str, str, int]:
    if isinstance(content, FaqDraft):
        return "faq", content.question, content.change
    return "bulletin", "", content.change


def _rewrite(tx: Transaction, turn: _Turn, draft: StoredDraft, content: Content) -> str | None:
    """A sentence that is taken over from the source as it stands may still say what was corrected: that is marked."""
    flags = (*_flags(draft, turn), *((turn.about,) if _quotes(content, turn) else ()))
    return "rewritten" if _store(tx, turn, draft, content, flags) else None


def _carry(tx: Transaction, turn: _Turn, draft: StoredDraft) -> str | None:
    """A person's words: only the characters of a value are exchanged."""
    carried = carry(draft.content, turn.changes)
    moved = carried.content != draft.content
    look = bool(carried.left) or _quotes(carried.content, turn)
    flags = (*_flags(draft, turn), *((turn.about,) if look else ()))
    if not _store(tx, turn, draft, carried.content, flags):
        return None
    return "replaced" if moved else "marked" if look else "rewritten"


def _quotes(content: Content, turn: _Turn) -> bool:
    """Does a draft say something that the facts said before and don't say now?"""
    said, says = ({(f.kind, f.says) for f in quoted(content, facts)} for facts in (turn.before, turn.after))
    return bool(said - says)


def _flags(draft: StoredDraft, turn: _Turn) -> tuple[Flag, ...]:
    """The draft's flags, without those that the correction settled and with those that came back."""
    gone = set(turn.before.flags) - set(turn.after.flags)
    kept = [f for f in draft.flags if f not in gone and f.code is not FlagCode.FACTS_CHANGED]
    return (*kept, *(f for f in turn.after.flags if f not in turn.before.flags and f not in kept))


def _store(
    tx: Transaction, turn: _Turn, draft: StoredDraft, content: Content, flags: tuple[Flag, ...], *, anyway: bool = False
) -> bool:
    """A new version, if anything is new."""
    inherited = turn.inherited(content, tier_for(tx, draft, turn.after.tier), flags)
    unsupported = turn.unsupported(tx, content, draft)
    if not (anyway or _differs(draft, content, inherited, unsupported)):
        tx.drafts.reassess(draft.id, version=draft.version, confidence=content.confidence)
        return False
    return tx.drafts.amend(
        draft.id,
        version=draft.version,
        content=content,
        unsupported=unsupported,
        editor=turn.actor.name,
        cause=CAUSE,
        inherited=inherited,
    )


def _differs(draft: StoredDraft, content: Content, inherited: Inherited, unsupported: tuple[Unsupported, ...]) -> bool:
    """How sure it is does not void a sign-off."""
    same = replace(content, confidence=draft.content.confidence)
    return (draft.content, draft.tier, draft.category, draft.flags, draft.unsupported) != (
        same, inherited.tier, inherited.category, inherited.flags, unsupported,
    )  # fmt: skip


def _close(tx: Transaction, draft: StoredDraft) -> str | None:
    moved = tx.drafts.move(draft.id, version=draft.version, from_states=OPEN, to=DraftState.SUPERSEDED, reason=CAUSE)
    return "closed" if moved else None


def _add(
    tx: Transaction,
    turn: _Turn,
    drafts: Sequence[StoredDraft],
    closed: Sequence[StoredDraft],
    new: Sequence[Content],
) -> Iterator[int]:
    """Drafts that are spoken for now: those that were closed before wait again, the others are new."""
    known = {d.id for d in drafts}
    for content in new:
        back = next((d for d in closed if _title(d.content) == _title(content)), None)
        if back:
            tx.drafts.reopen(back.id, version=back.version)
            _store(tx, turn, back, content, turn.after.flags, anyway=True)
            yield back.id
        elif (id := tx.drafts.add(_fresh(tx, turn, content))) not in known:
            yield id


def _fresh(tx: Transaction, turn: _Turn, content: Content) -> NewDraft:
    facts, revision = turn.after, turn.revision
    stands = standing(content, turn.bulletins.get(content.change), facts)
    return NewDraft.of(
        facts,
        content,
        revision.notice_id,
        revision.id,
        urgency=stands.urgency or Urgency.P3,
        starts=stands.starts,
        expires=stands.expires,
        unsupported=turn.unsupported(tx, content, None),
        last_editor=turn.actor.name,
    )


def _put_on_record(tx: Transaction, actor: Actor, followed: Followed, clock: Clock, undo: int | None) -> None:
    detail = {} if undo is None else {"undo": undo}
    for name in ("rewritten", "replaced", "marked", "closed", "added"):
        for id in getattr(followed, name):
            tx.audit.append(actor.name, f"facts.{name}", f"draft:{id}", detail, clock())
