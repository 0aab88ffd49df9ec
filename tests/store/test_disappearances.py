"""A notice that is gone waits for a decision, once."""

from __future__ import annotations

from store_samples import URL, add_notice

from ingest.store import Store
from ingest.store.disappearances import EXPIRED, KEPT


def test_a_notice_that_is_gone_waits_until_somebody_decides(store: Store) -> None:
    with store.writing() as tx:
        notice_id, _ = add_notice(tx)
        tx.disappearances.propose(notice_id, "site")
    with store.writing() as tx:
        (waiting,) = tx.disappearances.undecided()
        assert (waiting.notice_id, waiting.source_id, waiting.url) == (notice_id, "site", URL)
        assert tx.disappearances.decide(waiting.id, EXPIRED, "li.na", "活动已取消")
        assert not tx.disappearances.decide(waiting.id, KEPT, "wang.wei", "仍然有效")
        assert tx.disappearances.undecided() == []


def test_a_notice_that_comes_back_leaves_nothing_to_decide(store: Store) -> None:
    with store.writing() as tx:
        notice_id, _ = add_notice(tx)
        tx.disappearances.propose(notice_id, "site")
        (waiting,) = tx.disappearances.undecided()
        tx.disappearances.back(notice_id)
        assert tx.disappearances.undecided() == []
        assert not tx.disappearances.decide(waiting.id, KEPT, "li.na", "x")
