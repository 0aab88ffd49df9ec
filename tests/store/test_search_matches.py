"""What both databases find of the same words, the likeliest first or the newest."""

from __future__ import annotations

import pytest
from store_samples import URL, faq, publish

from ingest.store import Store
from ingest.store.search_terms import Group, Term


@pytest.mark.parametrize("newest", [True, False])
def test_likeliest_and_newest_hold_the_same(store: Store, newest: bool) -> None:
    with store.writing() as tx:
        said = [publish(tx, faq(f"年费怎么收（{n}）？", "每年一次。"), f"{URL}?{n}", title="公告") for n in range(3)]
        publish(tx, faq("账单日是哪天？", "每月5日，年费另计。"), f"{URL}?9", title="公告")
        asked: Group = ((Term("年费", ("question",)),), (Term("年", ("question",), prefix=True),))
        anywhere: Group = ((Term("年费"),), (Term("nian", ("sounds",), prefix=True),))
        assert {match.entry_id for match in tx.search.match([asked], limit=9, newest=newest)} >= set(said)
        found = [match.entry_id for match in tx.search.match([anywhere], limit=9, newest=newest)]
        assert len(found) == 4 and (not newest or found == sorted(found, reverse=True))
        assert tx.search.counts(anywhere) == {anywhere[0]: 4, anywhere[1]: 3}
        assert len(tx.search.standing(found)) == 4 and tx.search.size() >= 4
        assert {match.entry_id for match in tx.search.each(anywhere, 9)} == set(found)
        assert set(said) > {match.entry_id for match in tx.search.each(asked, 2)} and not tx.search.each((), 9)
