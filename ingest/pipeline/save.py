"""What was read, into the store: identity decides, one transaction per notice does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ingest.draft.standing import bulletins_of, standing
from ingest.model import (
    BulletinDraft,
    Cause,
    Entry,
    FactDifference,
    FaqDraft,
    Identity,
    Known,
    New,
    Relevance,
    Repeated,
    Revised,
    Snapshot,
    Source,
    SourceKind,
    Unchanged,
)
from ingest.pipeline.how_read import how_read, rules_version
from ingest.pipeline.job import NOT_A_PAGE, Draft, Job, Read, by_hand
from ingest.pipeline.revised import revised
from ingest.store.addresses import Address
from ingest.store.drafts import NewDraft
from ingest.store.transaction import Transaction
from ingest.understand.difference import difference
from ingest.understand.identity import canonical, identify


class Outcome(StrEnum):
    NEW = "new"
    REVISED = "revised"
    REPEATED = "repeated"
    UNCHANGED = "unchanged"
    TURNED_AWAY = "turned_away"
    LOST = "lost"
    """A known notice's address gave something that is not the notice: a block page, a log-in, an error page."""


@dataclass(frozen=True, slots=True)
class Saved:
    outcome: Outcome
    drafts: int = 0
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """Bytes, what was read in them, and where they were found. `attached` are the snapshots of linked files."""

    source: Source
    url: str
    title: str | None
    snapshot: Snapshot
    read: Read
    code: str | None = None
    attached: tuple[Snapshot, ...] = ()
    job: Job | None = None
    """With what it was read, to read it again."""
    admitted: bool = False
    """A person said that it is a notice."""


def save(tx: Transaction, arrival: Arrival) -> Saved:
    """Store one arrival, all of it or nothing."""
    read = arrival.read
    key = canonical(arrival.url)
    known = tx.notices.at(key)
    if read.document.problem in NOT_A_PAGE:
        problem = str(read.document.problem)
        if known:
            return Saved(Outcome.LOST, cause=Cause(problem))
        return _turn_away(tx, arrival, Cause(problem))
    if read.facts.relevance is not Relevance.NOTICE and known is None and not (arrival.admitted or _watched(arrival)):
        words = "; ".join(list(dict.fromkeys(r.words for r in read.facts.reasons))[:3]) or read.facts.title
        return _turn_away(tx, arrival, Cause(read.facts.relevance.value, {"words": words}))
    match _identity(tx, arrival, known):
        case New():
            return _new(tx, arrival)
        case Revised(previous=previous):
            return _revised(tx, arrival, previous.notice_id, previous.revision_id)
        case Repeated(of=of):
            _record(tx, arrival, of.notice_id)
            tx.notices.sight(of.notice_id, arrival.source.id, key)
            return Saved(Outcome.REPEATED)
        case Unchanged(of=of):
            _record(tx, arrival, of.notice_id)
            back(tx, of.notice_id)
            elsewhere = tx.notices.sight(of.notice_id, arrival.source.id, key)
            return Saved(Outcome.REPEATED if elsewhere else Outcome.UNCHANGED)


def _watched(arrival: Arrival) -> bool:
    """A page that an administrator watches on purpose is a notice, also where no rule says what it is about."""
    return arrival.source.kind is SourceKind.PAGE and arrival.read.facts.relevance is Relevance.NOT_A_NOTICE


def is_news(tx: Transaction, arrival: Arrival) -> bool:
    """Has this arrival drafts, and would `save` keep them?"""
    known = tx.notices.at(canonical(arrival.url))
    return bool(arrival.read.checked) and isinstance(_identity(tx, arrival, known), New | Revised)


def _identity(tx: Transaction, arrival: Arrival, known: Known | None) -> Identity:
    mark = arrival.read.fingerprint
    return identify(canonical(arrival.url), mark, known, tx.notices.similar(mark))


_HIDDEN = frozenset({"block_page", "login_page", "script_only", "no_table"})
"""A page that answers so hides something from us, for as long as it does."""


def still_suspicious(source: Source, code: str) -> bool:
    """Of a page that is watched by itself, also that it holds nothing: it is all that the source has."""
    return code in _HIDDEN or (source.kind is SourceKind.PAGE and code in NOT_A_PAGE)


def _turn_away(tx: Transaction, arrival: Arrival, cause: Cause) -> Saved:
    # lists of winners hold personal data: title and address are enough
    kept = cause.code != Relevance.WINNER_LIST.value
    if kept:
        tx.snapshots.keep(arrival.snapshot)
    _record(tx, arrival, None, cause.code)
    if cause.code not in NOT_A_PAGE:
        tx.turned_away.add(
            arrival.url,
            arrival.source.id,
            department=arrival.source.department,
            title=arrival.title or arrival.read.facts.title or None,
            code=cause.code,
            words=str(cause.about.get("words", "")),
            sha256=arrival.snapshot.sha256 if kept else None,
            reading=how_read(arrival.job, arrival.read) if kept and arrival.job else None,
        )
    return Saved(Outcome.TURNED_AWAY, cause=cause)


def _new(tx: Transaction, arrival: Arrival) -> Saved:
    read = arrival.read
    _keep(tx, arrival)
    notice_id, revision_id = tx.notices.add(
        source_id=arrival.source.id,
        url=canonical(arrival.url),
        snapshot_sha=arrival.snapshot.sha256,
        fingerprint=read.fingerprint,
        document=read.document,
        facts=read.facts,
    )
    _record(tx, arrival, notice_id)
    tx.turned_away.forget(arrival.url)
    _keep_reading(tx, arrival, revision_id)
    drafts = _add_drafts(tx, arrival, notice_id, revision_id, ())
    detail = {"url": arrival.url, "sha256": arrival.snapshot.sha256, "drafts": drafts, "revision": revision_id}
    tx.audit.append("ingest", "notice.found", f"notice:{notice_id}", detail, tx.clock())
    return Saved(Outcome.NEW, drafts)


def _revised(tx: Transaction, arrival: Arrival, notice_id: int, revision_id: int) -> Saved:
    read = arrival.read
    _keep(tx, arrival)
    previous = tx.notices.revision(revision_id)
    differences = read.differences
    if differences is None:
        differences = difference(previous.facts, read.facts) if previous else ()
    new_id = tx.notices.revise(
        notice_id,
        snapshot_sha=arrival.snapshot.sha256,
        fingerprint=read.fingerprint,
        document=read.document,
        facts=read.facts,
        differences=differences,
    )
    tx.notices.sight(notice_id, arrival.source.id, canonical(arrival.url))
    back(tx, notice_id)
    _record(tx, arrival, notice_id)
    _keep_reading(tx, arrival, new_id)
    tx.drafts.supersede_open(notice_id, except_revision=new_id)
    published = tx.entries.of_notice(notice_id)
    if published:
        tx.entries.source_changed(notice_id, True)
    told = replace(arrival, read=_as_revised(read, differences, tx.notices.read_on(new_id)))
    drafts = _add_drafts(tx, told, notice_id, new_id, published)
    if published and not drafts:
        tx.entries.source_changed(notice_id, False)  # a watched table is again as it was when they were approved
    detail = {
        "url": arrival.url,
        "sha256": arrival.snapshot.sha256,
        "drafts": drafts,
        "revision": new_id,
        "differences": [f"{d.label}: {d.old} -> {d.new}" for d in differences],
    }
    tx.audit.append("ingest", "notice.revised", f"notice:{notice_id}", detail, tx.clock())
    return Saved(Outcome.REVISED, drafts)


def _as_revised(read: Read, differences: Sequence[FactDifference], today: dt.date | None) -> Read:
    """What changed leads in the bulletins; a watched table tells nothing else anyway."""
    if read.differences is not None or today is None:
        return read
    return replace(read, checked=revised(read.checked, read.document, read.facts, differences, today))


def back(tx: Transaction, notice_id: int) -> None:
    """A notice that may have been gone is there again, whatever was proposed meanwhile."""
    tx.notices.back(notice_id)
    tx.disappearances.back(notice_id)


def _keep(tx: Transaction, arrival: Arrival) -> None:
    for snapshot in (arrival.snapshot, *arrival.attached):
        tx.snapshots.keep(snapshot)


def _keep_reading(tx: Transaction, arrival: Arrival, revision_id: int) -> None:
    if arrival.job:
        tx.readings.keep(revision_id, how_read(arrival.job, arrival.read), rules_version())


def _record(tx: Transaction, arrival: Arrival, notice_id: int | None, code: str | None = None) -> None:
    now = tx.clock()
    rows = [Address(arrival.url, arrival.snapshot.validators, notice_id, code or arrival.code, now)]
    rows += [Address(s.requested, s.validators, notice_id, None, now, parent=arrival.url) for s in arrival.attached]
    tx.addresses.record(rows)


def _add_drafts(tx: Transaction, arrival: Arrival, notice_id: int, revision_id: int, published: Sequence[Entry]) -> int:
    # a notice that the rules make nothing of still needs a decision: it never passes the queue unseen
    checked = arrival.read.checked
    if not checked and arrival.read.differences is None:
        checked = (Draft(by_hand(arrival.read.facts.title or arrival.title or arrival.url), ()),)
    bulletins = bulletins_of(d.content for d in checked)
    tx.drafts.add_all(
        [
            _new_draft(d, bulletins.get(d.content.change), arrival, notice_id, revision_id, _revises(d, published))
            for d in checked
        ]
    )
    tx.drafts.add_questions(notice_id, revision_id, arrival.read.drafts.unanswered)
    return len(checked)


def _new_draft(
    draft: Draft,
    bulletin: BulletinDraft | None,
    arrival: Arrival,
    notice_id: int,
    revision_id: int,
    revises: int | None,
) -> NewDraft:
    """A draft for the queue."""
    facts, content = arrival.read.facts, draft.content
    stands = standing(content, bulletin, facts)
    return NewDraft.of(
        facts,
        content,
        notice_id,
        revision_id,
        urgency=stands.urgency,
        source_ids=(arrival.source.id,),
        starts=stands.starts,
        expires=stands.expires,
        unsupported=draft.unsupported,
        revises=revises,
        department=arrival.source.department,
    )


def _revises(draft: Draft, published: Sequence[Entry]) -> int | None:
    """The published entry that this draft would replace: same kind, same change, and for an FAQ the same question."""
    content = draft.content
    for entry in published:
        other = entry.content
        if isinstance(content, BulletinDraft) and isinstance(other, BulletinDraft) and content.change == other.change:
            return entry.id
        if isinstance(content, FaqDraft) and isinstance(other, FaqDraft) and content.question == other.question:
            return entry.id
    for entry in published:
        other = entry.content
        if isinstance(content, FaqDraft) and isinstance(other, FaqDraft) and _alike(content, other):
            return entry.id
    return None


def _alike(a: FaqDraft, b: FaqDraft) -> bool:
    return a.intent is b.intent and a.change == b.change
