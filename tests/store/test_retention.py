"""What is cleared, and above all what is not."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

import pytest
from store_samples import NOON, document, entry_for, facts, fingerprint, new_draft

from ingest.model import Approval, DraftState, Role, Snapshot, Validators, VisitReport, VisitStatus
from ingest.store import Store, Transaction
from ingest.store.addresses import Address
from ingest.store.retention import Limits
from ingest.store.space import free_all, free_some, size

DAY = dt.timedelta(days=1)
OLD = NOON - 200 * DAY
LIMITS = Limits(spare=NOON - 180 * DAY, evidence=None, since=5)


@dataclass
class Kept:
    """A page, and a file that it links to, which were stored long ago. `notice` is None if it was turned away."""

    tx: Transaction
    url: str
    notice: int | None = None
    draft: int = 0

    @property
    def page(self) -> str:
        return hashlib.sha256(self.url.encode()).hexdigest()

    @property
    def file(self) -> str:
        return hashlib.sha256(f"{self.url}/file".encode()).hexdigest()


def keep(tx: Transaction, name: str, *, drafted: bool = True, received: dt.datetime = OLD) -> Kept:
    kept = Kept(tx, f"https://www.bank.example/{name}.html")
    for url, sha in ((kept.url, kept.page), (f"{kept.url}/file", kept.file)):
        tx.snapshots.keep(_snapshot(url, sha, received))
    if drafted:
        kept.notice, revision = tx.notices.add(
            source_id="site",
            url=kept.url,
            snapshot_sha=kept.page,
            fingerprint=fingerprint(f"v1:{name}", f"公告{name}"),
            document=document(),
            facts=facts(),
        )
        kept.draft = tx.drafts.add(new_draft(kept.notice, revision))
    rows = [Address(kept.url, Validators(sha256=kept.page), kept.notice, None if drafted else "procurement", received)]
    if drafted:
        rows.append(Address(f"{kept.url}/file", Validators(sha256=kept.file), kept.notice, None, received, kept.url))
    tx.addresses.record(rows)
    tx.addresses.sight("site", [kept.url], 1)
    return kept


def _snapshot(url: str, sha: str, received: dt.datetime) -> Snapshot:
    return Snapshot(url, url, 200, "text/html", None, os.urandom(2000), sha, Validators(sha256=sha), received)


def swept(store: Store, limits: Limits = LIMITS, step: int = 2) -> set[str]:
    """The hashes that are left after sweeping, two at a time."""
    after: str | None = ""
    while after is not None:
        with store.writing() as tx:
            after = tx.retention.snapshots(limits, after, step).after
    with store.reading() as tx:
        return set(tx.conn.exec_driver_sql("SELECT sha256 FROM snapshots").scalars())


def test_the_bytes_of_what_was_turned_away_and_of_what_nobody_decided_on_go(store: Store) -> None:
    with store.writing() as tx:
        keep(tx, "tender", drafted=False)
        tender_file = Address("https://www.bank.example/tender.html/file", Validators(), None, None, OLD)
        tx.addresses.record([tender_file])
        superseded = keep(tx, "superseded")
        _move(superseded, DraftState.SUPERSEDED)
        young = keep(tx, "young", received=NOON - 170 * DAY)
        _move(young, DraftState.SUPERSEDED)
    assert swept(store) == {young.page, young.file}


def _move(kept: Kept, to: DraftState) -> None:
    assert kept.tx.drafts.move(kept.draft, version=1, from_states=(DraftState.PENDING,), to=to, reason=None)


def _approve(kept: Kept) -> None:
    _move(kept, DraftState.APPROVED)


def _reject(kept: Kept) -> None:
    _move(kept, DraftState.REJECTED)


def _publish(kept: Kept) -> None:
    _approve(kept)
    kept.tx.entries.publish(entry_for(kept.tx, kept.draft))


def _sign_and_supersede(kept: Kept) -> None:
    kept.tx.drafts.sign(Approval(kept.draft, 1, "li", Role.CUSTOMER_EXPERT, NOON))
    _move(kept, DraftState.SUPERSEDED)


@pytest.mark.parametrize("decide", [_approve, _reject, _publish])
def test_what_a_decision_rests_on_stays_for_ever_with_the_files_of_its_page(
    store: Store, decide: Callable[[Kept], None]
) -> None:
    with store.writing() as tx:
        kept = keep(tx, "decided")
        decide(kept)
    assert swept(store) == {kept.page, kept.file}


def test_a_sign_off_that_was_voided_keeps_its_page(store: Store) -> None:
    with store.writing() as tx:
        kept = keep(tx, "signed")
        _sign_and_supersede(kept)
    assert kept.page in swept(store)


def test_evidence_goes_after_its_own_period_where_one_is_set(store: Store) -> None:
    with store.writing() as tx:
        kept = keep(tx, "decided")
        _publish(kept)
        waiting = keep(tx, "waiting")
    assert swept(store, Limits(LIMITS.spare, OLD - DAY, 5)) == {kept.page, kept.file, waiting.page, waiting.file}
    assert swept(store, Limits(LIMITS.spare, OLD + DAY, 5)) == {waiting.page, waiting.file}


def test_what_waits_for_a_decision_stays_whatever_its_age(store: Store) -> None:
    with store.writing() as tx:
        pending, returned = keep(tx, "pending"), keep(tx, "returned")
        _move(returned, DraftState.RETURNED)
    assert swept(store) == {pending.page, pending.file, returned.page, returned.file}


def test_what_a_source_still_lists_stays_because_the_next_visit_compares_with_it(store: Store) -> None:
    with store.writing() as tx:
        listed, turned = keep(tx, "listed"), keep(tx, "turned", drafted=False)
        _move(listed, DraftState.SUPERSEDED)
        tx.addresses.sight("site", [listed.url, turned.url], 5)
    assert swept(store) >= {listed.page, listed.file, turned.page}


def test_an_earlier_state_of_a_page_that_is_listed_goes(store: Store) -> None:
    with store.writing() as tx:
        kept = keep(tx, "listed", drafted=False)
        tx.addresses.sight("site", [kept.url], 9)
        tx.snapshots.keep(_snapshot(kept.url, "e" * 64, OLD))
    assert swept(store) == {kept.page, kept.file}  # the file of a tender is nobody's: it might be evidence


# ----------------------------------------------------------------------------------------------------- visits and so on


def _runs(store: Store, *reports: tuple[VisitReport, ...]) -> None:
    for n, visits in enumerate(reports):
        with store.writing() as tx:
            run = tx.runs.begin(NOON + n * DAY)
            for visit in visits:
                tx.runs.visit(run, visit)


def _clear(store: Store, before: int) -> tuple[int, int]:
    with store.writing() as tx:
        visits = 0
        while gone := tx.retention.visits(before, 2):
            visits += gone
        return visits, tx.retention.runs(before, 100)


def test_old_visits_go_and_what_is_known_of_each_source_stays(store: Store) -> None:
    ok, failed = VisitReport("a", VisitStatus.OK, found=3), VisitReport("a", VisitStatus.FAILED)
    rare = VisitReport("rare", VisitStatus.UNCHANGED, found=7)
    _runs(store, (ok, rare), (ok,), (ok,), (failed,), (failed,), (failed,))
    with store.reading() as tx:
        before = tx.runs.last_visits(), tx.runs.coverage()
    assert _clear(store, 6) == (4, 3)
    with store.reading() as tx:
        after = tx.runs.last_visits(), tx.runs.coverage()
        assert tx.retention.first_run_since(NOON + 3 * DAY) == 6
    assert after[0]["rare"] == before[0]["rare"]
    assert after[0]["a"].last_ok_found == 3 and after[0]["a"].last_ok == before[0]["a"].last_ok
    assert after[1] == before[1]


def test_the_newest_run_stays_also_when_it_is_old(store: Store) -> None:
    _runs(store, (), ())
    assert _clear(store, 99) == (0, 1)
    with store.reading() as tx:
        assert tx.runs.latest() is not None
        assert tx.retention.first_run_since(NOON + 50 * DAY) == 3


def test_what_no_source_lists_any_more_is_forgotten_in_steps(store: Store) -> None:
    with store.writing() as tx:
        tx.addresses.sight("site", [f"https://b.example/{n}" for n in range(5)], 1)
        tx.addresses.sight("site", ["https://b.example/0"], 9)
        assert [tx.retention.sightings(9, 3), tx.retention.sightings(9, 3), tx.retention.sightings(9, 3)] == [3, 1, 0]


def test_sessions_that_ended_long_ago_go(store: Store) -> None:
    with store.writing() as tx:
        person = tx.users.add("li", "Li", [Role.AGENT], "hash")
        now = tx.clock()
        tx.sessions.open("new", person, now + DAY)
        assert tx.retention.sessions(now, 10) == 0
        assert tx.retention.sessions(now + 2 * DAY, 10) == 1


def test_the_disk_gets_back_what_was_cleared(store: Store, store_url: str) -> None:
    with store.writing() as tx:
        for n in range(400):
            sha = f"{n:064d}"
            page = Snapshot(f"u{n}", f"u{n}", 200, None, None, os.urandom(8000), sha, Validators(sha256=sha), OLD)
            tx.snapshots.keep(page)
    full = size(store_url)
    with store.writing() as tx:
        assert tx.retention.snapshots(LIMITS, "", 1000).gone == 0  # nobody knows what they are: evidence, perhaps
        tx.conn.exec_driver_sql("DELETE FROM snapshots")
    if store.dialect == "sqlite":
        assert free_some(store_url) > 2_000_000 and size(store_url) < full - 2_000_000
    assert free_all(store_url) >= 0
    with store.reading() as tx:
        assert tx.snapshots.meta("0" * 64) is None


def test_a_database_of_before_is_shrunk_once_and_hands_pages_back_from_then_on(sqlite_url: str) -> None:
    path = sqlite_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None)) as made:
        made.execute("PRAGMA auto_vacuum=NONE")
        made.execute("VACUUM")
        assert made.execute("PRAGMA auto_vacuum").fetchone() == (0,)
    free_all(sqlite_url)
    with closing(sqlite3.connect(path)) as made:
        assert made.execute("PRAGMA auto_vacuum").fetchone() == (2,)
