"""What a visit turned away and a person calls a notice after all: its stored bytes are read as they were then, and
what the rules make of them waits in the queue like any other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from ingest.errors import ReviewError
from ingest.model import Actor, Category, Source, SourceKind, Tier
from ingest.pipeline.again import job_of
from ingest.pipeline.alone import read_alone
from ingest.pipeline.how_read import HOW_READ
from ingest.pipeline.job import Job, Read
from ingest.pipeline.save import Arrival, save
from ingest.pipeline.tiers import tiered
from ingest.review.access import Permission, allows, require
from ingest.review.refusals import AlreadyDecided, CannotBeRead, NoSuchPage, NothingKept, WrongRole
from ingest.review.transaction import Clock, deciding
from ingest.store.store import Store
from ingest.store.turned import Turned
from ingest.understand.identity import canonical

MOST = 200
"""Rows that a page shows."""


def turned_away(store: Store, actor: Actor, code: str | None = None) -> tuple[list[Turned], dict[str, int]]:
    """The newest, and how many there are of each kind. Raises WrongRole."""
    require(actor, Permission.READ_QUEUE)
    with store.reading() as tx:
        return tx.turned_away.newest(MOST, code), tx.turned_away.codes()


def admit(
    store: Store,
    actor: Actor,
    id: int,
    tiers: Mapping[Category, Tier],
    clock: Clock,
    read: Callable[[Job], Read] = read_alone,
) -> int:
    """The number of the notice that it becomes, or is a copy of. Raises WrongRole, NoSuchPage, NothingKept,
    AlreadyDecided, CannotBeRead."""
    # a page of unknown length, that a stranger wrote, is not read while all other writers wait
    arrival = _arrival(store, id, tiers, read) if allows(actor, Permission.DECIDE) else WrongRole
    with deciding(store, actor, "admit", f"turned_away:{id}", clock) as tx:
        require(actor, Permission.DECIDE)
        turned = tx.turned_away.get(id)
        if turned is None:
            raise AlreadyDecided if tx.turned_away.admitted(id) else NoSuchPage
        if not isinstance(arrival, Arrival):
            raise arrival
        if not tx.turned_away.admit(id, actor.name):
            raise AlreadyDecided
        save(tx, arrival)
        known = tx.notices.at(canonical(turned.url))
        if known is None:
            raise NoSuchPage
        detail = {"url": turned.url, "was": turned.code, "words": turned.words}
        tx.audit.append(actor.name, "notice.admitted", f"notice:{known.notice_id}", detail, clock())
        return known.notice_id


def _arrival(
    store: Store, id: int, tiers: Mapping[Category, Tier], read: Callable[[Job], Read]
) -> Arrival | type[ReviewError]:
    """The page as a notice, or why it can't be one."""
    with store.reading() as tx:
        turned = tx.turned_away.get(id)
        page = tx.snapshots.again(turned.sha256, turned.url) if turned and turned.sha256 else None
        how = HOW_READ.decode(turned.reading) if turned and turned.reading else None
        job = job_of(tx, page.raw, replace(how, vouched=True)) if page and how else None
    if turned is None or page is None or job is None:
        return NothingKept
    try:
        made = read(job)
    except CannotBeRead:
        return CannotBeRead
    made = made if job.reading.tier else tiered(made, tiers)
    source = Source(turned.source_id, SourceKind.LISTING, urls=(turned.url,), department=turned.department)
    return Arrival(source, turned.url, turned.title, page, made, job=job, admitted=True)
