from __future__ import annotations

from builders import CUSTOMER, fee_page, outage_page, put

from ingest.model import OpenQuestion


def test_the_queue_shows_what_starts_soonest_first(store, logged_in):
    put(store, *fee_page())
    put(store, *outage_page(), source="lake-en")
    page = logged_in(CUSTOMER).get("/queue")
    assert page.status_code == 200
    order = [page.text.index(words) for words in ("Mobile banking down tonight", "柜面跨行转账手续费下调")]
    assert order == sorted(order)


def test_a_draft_stands_beside_its_source(store, logged_in):
    draft = put(store, *fee_page(), questions=(OpenQuestion("ATM转账收费吗？", "not stated"),))[0]
    page = logged_in(CUSTOMER).get(f"/drafts/{draft.id}")
    assert page.status_code == 200
    assert "ATM转账收费吗？" in page.text
