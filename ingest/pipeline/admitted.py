"""What a visit turned away and a person calls a notice after all: its stored bytes are read as they were then, and
what the rules make of them waits in the queue like any other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ingest.model import Actor, Category, Relevance, Source, SourceKind, Tier
from ingest.pipeline.again import job_of
from ingest.pipeline.how_read import HOW_READ
from ingest.pipeline.job import Job, Read
from ingest.pipeline.save import Arrival, save
from ingest.pipeline.tiers import tiered
from ingest.review.access import Permission, require
from ingest.review.refusals import AlreadyDecided, NoSuchPage, NothingKept
from ingest.review.transaction import Clock, deciding
from ingest.store.store import Store
from ingest.store.transaction import Transaction
from ingest.store.turned import Turned
from ingest.understand.identity import canonical

MOST = 200
"""Rows that a page shows."""


def turned_away(store: Store, actor: Actor, code: str | None = None) -> tuple[list[Turned], dict[str, int]]:
    """The newest, and how many there are of each kind. Raises WrongRole."""
    require(actor, Permission.READ_QUEUE)
    with store.reading() as tx:
        return tx.turned_away.newest(MOST, code), tx.turned_away.codes()


def admit(store: Store, actor: Actor, id: int, tiers: Mapping[Category, Tier], clock: Clock) -> int:
    """The number of the notice that it becomes, or is a copy of. Raises WrongRole, NoSuchPage, NothingKept,
    AlreadyDecided."""
    with deciding(store, actor, "admit", f"turned_away:{id}", clock) as tx:
        require(actor, Permission.DECIDE)
        turned = tx.turned_away.get(id)
        if turned is None:
            raise AlreadyDecided if tx.turned_away.admitted(id) else NoSuchPage
        arrival = _arrival(tx, turned, tiers)
        if not tx.turned_away.admit(id, actor.name):
            raise AlreadyDecided
        save(tx, arrival)
        known = tx.notices.at(canonical(turned.url))
        if known is None:
            raise NoSuchPage
        detail = {"url": turned.url, "was": turned.code, "words": turned.words}
        tx.audit.append(actor.name, "notice.admitted", f"notice:{known.notice_id}", detail, clock())
        return known.notice_id


def _arrival(tx: Transaction, turned: Turned, tiers: Mapping[Category, Tier]) -> Arrival:
    page = tx.snapshots.again(turned.sha256, turned.url) if turned.sha256 else None
    how = HOW_READ.decode(turned.reading) if turned.reading else None
    job = job_of(tx, page.raw, how) if page and how else None
    if page is None or job is None:
        raise NothingKept
    source = Source(turned.source_id, SourceKind.LISTING, urls=(turned.url,), department=turned.department)
    read = _as_notice(job)
    read = read if job.reading.tier else tiered(read, tiers)
    return Arrival(source, turned.url, turned.title, page, read, job=job, admitted=True)


def _as_notice(job: Job) -> Read:
    """The rules make no drafts of what is none: they are asked again with the person's word for it."""
    from ingest.draft.rules import RulesWriter
    from ingest.pipeline.read import checked, read  # all that reads: loaded when somebody asks

    made = read(job)
    facts = replace(made.facts, relevance=Relevance.NOTICE)
    drafts = RulesWriter().write(made.document, facts, today=job.reading.today)
    tried = checked(drafts, made.document, facts, today=job.reading.today)
    return replace(made, facts=facts, drafts=drafts, checked=tried)
