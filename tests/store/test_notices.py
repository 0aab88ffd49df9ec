"""Notices, their revisions, and finding the same notice again."""

from __future__ import annotations

import datetime as dt
import random
import zlib

import pytest
from store_samples import NOON, URL, add_notice, document, facts, fingerprint

from ingest.model import Category, FactDifference, Fingerprint, Snapshot, Validators
from ingest.store import Store, Transaction
from ingest.store.snapshots import SnapshotMeta


def _revise(tx: Transaction, notice_id: int, content: str, title: str = "新标题") -> int:
    differences = (FactDifference("figure", "账户管理费", "5元", "10元"),)
    fp = fingerprint(content, title)
    return tx.notices.revise(
        notice_id,
        snapshot_sha="a" * 64,
        fingerprint=fp,
        document=document(title),
        facts=facts(title, Category.TERMS_CHANGE),
        differences=differences,
    )


def test_a_new_notice_is_found_at_its_address(store: Store) -> None:
    with store.writing() as tx:
        notice_id, revision_id = add_notice(tx, content="v1:x")
    with store.reading() as tx:
        known = tx.notices.at(URL)
        assert known and (known.notice_id, known.revision_id, known.urls) == (notice_id, revision_id, (URL,))
        assert known.fingerprint == fingerprint("v1:x", f"公告{URL}")
        assert tx.notices.at("https://www.bank.example/other") is None


def test_adding_the_same_again_adds_nothing(store: Store) -> None:
    with store.writing() as tx:
        first = add_notice(tx)
    with store.writing() as tx:
        assert add_notice(tx, source_id="second") == first
        notice = tx.notices.get(first[0])
    assert notice and notice.source_ids == ("second", "site")


def test_other_content_takes_the_address_over(store: Store) -> None:
    with store.writing() as tx:
        old, _ = add_notice(tx, content="v1:old")
        new, _ = add_notice(tx, content="v1:new")
        assert (known := tx.notices.at(URL)) and known.notice_id == new != old
        assert (kept := tx.notices.get(old)) and kept.url == URL and kept.urls == ()


def test_a_revision_follows_the_one_before_and_keeps_it(store: Store) -> None:
    with store.writing() as tx:
        notice_id, first = add_notice(tx)
        second = _revise(tx, notice_id, "v1:changed")
    with store.reading() as tx:
        notice, revisions = tx.notices.get(notice_id), tx.notices.revisions(notice_id)
        assert notice and notice.current_revision_id == second
        assert (notice.title, notice.category) == ("新标题", Category.TERMS_CHANGE)
        assert [(r.id, r.number) for r in revisions] == [(first, 1), (second, 2)]
        assert revisions[0].document == document() and revisions[0].facts == facts()
        assert revisions[1].differences[0].new == "10元" and revisions[1].snapshot_sha == "a" * 64
        assert tx.notices.revision(second) == revisions[1] and tx.notices.revision(99) is None
        assert (known := tx.notices.at(URL)) and known.fingerprint.content == "v1:changed"


def test_the_revision_before_is_the_one_before(store: Store) -> None:
    with store.writing() as tx:
        add_notice(tx, url="https://bank.example/other")
        notice_id, first = add_notice(tx)
        second = _revise(tx, notice_id, "v1:changed")
        third = _revise(tx, notice_id, "v1:again")
        assert (before := tx.notices.before(third)) and before.id == second
        assert (before := tx.notices.before(second)) and before.id == first
        assert tx.notices.before(first) is None and tx.notices.before(99) is None


def test_revising_twice_with_the_same_content_is_one_revision(store: Store) -> None:
    with store.writing() as tx:
        notice_id, _ = add_notice(tx)
        assert _revise(tx, notice_id, "v1:changed") == _revise(tx, notice_id, "v1:changed")
        assert len(tx.notices.revisions(notice_id)) == 2


def test_a_change_that_is_taken_back_is_a_third_revision(store: Store) -> None:
    with store.writing() as tx:
        notice_id, first = add_notice(tx, content="v1:a")
        _revise(tx, notice_id, "v1:b")
        assert _revise(tx, notice_id, "v1:a") != first
        assert [r.number for r in tx.notices.revisions(notice_id)] == [1, 2, 3]


def test_another_source_and_address_of_a_notice_are_remembered_once(store: Store) -> None:
    with store.writing() as tx:
        notice_id, _ = add_notice(tx)
        assert tx.notices.sight(notice_id, "feed", "https://m.bank.example/1")
        assert not tx.notices.sight(notice_id, "feed", "https://m.bank.example/1")
        notice = tx.notices.get(notice_id)
        assert notice and notice.urls == ("https://m.bank.example/1", URL)
        assert notice.source_ids == ("feed", "site")
        assert (known := tx.notices.at("https://m.bank.example/1")) and known.notice_id == notice_id


def test_gone_and_back_tell_whether_anything_changed(store: Store) -> None:
    with store.writing() as tx:
        notice_id, _ = add_notice(tx)
        assert tx.notices.gone(notice_id, NOON) and not tx.notices.gone(notice_id, NOON + dt.timedelta(days=1))
        assert (notice := tx.notices.get(notice_id)) and notice.gone_at == NOON
        assert tx.notices.back(notice_id) and not tx.notices.back(notice_id)


def test_a_gone_notice_that_changes_is_no_longer_gone(store: Store) -> None:
    with store.writing() as tx:
        notice_id, _ = add_notice(tx)
        tx.notices.gone(notice_id, NOON)
        _revise(tx, notice_id, "v1:changed")
        assert (notice := tx.notices.get(notice_id)) and notice.gone_at is None


def _sketch(seed: int, changed: int = 0) -> tuple[int, ...]:
    values = [random.Random(seed).getrandbits(64) for _ in range(64)]
    values[:changed] = range(changed)
    return tuple(values)


BASE = Fingerprint("v1:base", "关于网点迁址的公告", None, _sketch(1))


@pytest.mark.parametrize(
    "other",
    [
        Fingerprint("v1:base", "另一个标题", None, _sketch(2)),
        Fingerprint("v1:other", "关于网点迁址的公告", None, _sketch(2)),
        Fingerprint("v1:other", "另一个标题", None, _sketch(1, changed=20)),
    ],
    ids=["equal content", "equal title", "one third of the sketch differs"],
)
def test_a_similar_notice_is_found_by(store: Store, other: Fingerprint) -> None:
    with store.writing() as tx:
        notice_id, _ = add_notice(tx, content=BASE.content, title=BASE.title, sketch=BASE.sketch)
        add_notice(tx, URL + "?2", content="v1:x", title="无关", sketch=_sketch(3))
        assert [k.notice_id for k in tx.notices.similar(other)] == [notice_id]


def test_nothing_is_similar_to_an_unrelated_notice(store: Store) -> None:
    with store.writing() as tx:
        add_notice(tx, content=BASE.content, title=BASE.title, sketch=BASE.sketch)
        assert tx.notices.similar(Fingerprint("v1:other", "另一个标题", None, _sketch(9))) == []
        assert tx.notices.similar(Fingerprint("v1:other", "", None)) == []


def test_equal_content_comes_first_and_at_most_twenty_are_told(store: Store) -> None:
    with store.writing() as tx:
        for n in range(25):
            add_notice(tx, f"{URL}?{n}", content=f"v1:{n}", title=BASE.title, sketch=_sketch(n))
        found = tx.notices.similar(Fingerprint("v1:3", BASE.title, None, _sketch(7)))
    assert len(found) == 20 and len({k.notice_id for k in found}) == 20
    assert found[0].fingerprint.content == "v1:3"


def test_an_older_revision_that_is_still_shown_elsewhere_is_recognised(store: Store) -> None:
    with store.writing() as tx:
        notice_id, first = add_notice(tx, content="v1:old")
        _revise(tx, notice_id, "v1:new")
        (known,) = tx.notices.similar(Fingerprint("v1:old", "x", None))
    assert (known.notice_id, known.revision_id, known.fingerprint.content) == (notice_id, first, "v1:old")


def test_after_a_revision_only_the_new_sketch_counts(store: Store) -> None:
    with store.writing() as tx:
        notice_id, _ = add_notice(tx, content="v1:old", sketch=_sketch(1))
        _revise(tx, notice_id, "v1:new")
        assert tx.notices.similar(Fingerprint("v1:z", "z", None, _sketch(1))) == []


def test_signs_that_no_database_takes_do_not_lose_the_notice(store: Store) -> None:
    with store.writing() as tx:
        fp = fingerprint("v1:odd", "标题\0\ud800")
        notice_id, _ = tx.notices.add(
            source_id="s",
            url=URL,
            snapshot_sha=None,
            fingerprint=fp,
            document=document("标\0题"),
            facts=facts("标\0题"),
        )
        assert (notice := tx.notices.get(notice_id)) and notice.title == "标\ufffd题"


def _snapshot(raw: bytes, sha: str = "b" * 64) -> Snapshot:
    return Snapshot(URL, URL, 200, "text/html", "gb18030", raw, sha, Validators(), NOON)


def test_snapshots_are_kept_once_and_come_back_to_the_byte(store: Store) -> None:
    raw = bytes(range(256)) * 100
    with store.writing() as tx:
        tx.snapshots.keep(_snapshot(raw))
        tx.snapshots.keep(_snapshot(raw))
    with store.reading() as tx:
        assert tx.snapshots.raw("b" * 64) == raw
        assert tx.snapshots.meta("b" * 64) == SnapshotMeta(URL, "text/html", "gb18030", NOON, len(raw))
        assert tx.snapshots.raw("c" * 64) is None and tx.snapshots.meta("c" * 64) is None


def test_snapshots_are_stored_deflated(store: Store) -> None:
    raw = "<p>公告</p>".encode() * 1000
    with store.writing() as tx:
        tx.snapshots.keep(_snapshot(raw))
        stored = tx.conn.exec_driver_sql("SELECT data FROM snapshots").scalar_one()
    assert len(stored) < len(raw) / 10 and zlib.decompress(stored) == raw
