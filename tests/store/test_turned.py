"""What was turned away is there once, the newest first, until somebody says that it is a notice."""

from __future__ import annotations

import datetime as dt

from ingest.store import Store

URL = "https://www.lakebank.example/n/5"


def test_an_address_is_there_once_as_it_last_was(store: Store) -> None:
    with store.writing() as tx:
        tx.turned_away.add(URL, "site", title="招标公告", code="procurement", words="招标", sha256="a" * 64)
        tx.turned_away.add(URL + "1", "site", title=None, code="winner_list", words="中奖名单")
        tx.turned_away.add(URL, "branch", title="采购结果", code="corporate", words="采购", sha256="b" * 64)
        found = tx.turned_away.newest(10)
        assert {(one.url, one.source_id, one.title, one.sha256) for one in found} == {
            (URL, "branch", "采购结果", "b" * 64),
            (URL + "1", "site", None, None),
        }
        assert tx.turned_away.codes() == {"corporate": 1, "winner_list": 1}
        assert [one.url for one in tx.turned_away.newest(10, "corporate")] == [URL]


def test_it_is_admitted_once_and_then_is_no_longer_there(store: Store) -> None:
    with store.writing() as tx:
        tx.turned_away.add(URL, "site", title="x", code="corporate", words="")
        (one,) = tx.turned_away.newest(1)
        assert tx.turned_away.admit(one.id, "ada") and not tx.turned_away.admit(one.id, "wang")
        assert tx.turned_away.admitted(one.id) and tx.turned_away.get(one.id) is None
        assert tx.turned_away.newest(1) == [] and tx.turned_away.codes() == {}


def test_old_rows_go_and_new_ones_stay(store: Store) -> None:
    with store.writing() as tx:
        tx.turned_away.add(URL, "site", title="x", code="corporate", words="")
        now = store.clock()
        assert tx.turned_away.since(now - dt.timedelta(minutes=1)) == 1
        assert tx.turned_away.prune(now - dt.timedelta(days=1), 10) == 0
        assert tx.turned_away.prune(now + dt.timedelta(days=1), 10) == 1
        assert tx.turned_away.since(now - dt.timedelta(minutes=1)) == 0
