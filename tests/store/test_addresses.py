"""What is remembered of addresses and list pages between two passes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from store_samples import NOON, add_notice

from ingest.model import Candidate, Cause, ListPage, Validators
from ingest.store import Store
from ingest.store.addresses import Address


def _address(url: str, notice_id: int | None = None, code: str | None = None, sha: str = "0" * 64) -> Address:
    return Address(url, Validators('"e1"', "Mon, 02 Mar 2026 12:00:00 GMT", sha), notice_id, code, NOON)


def _page(url: str, *titles: str) -> ListPage:
    items = tuple(Candidate(f"{url}/{t}", t, dt.date(2026, 3, 1), f"<p>{t}</p>") for t in titles)
    return ListPage(url, Validators(etag='"l"'), items, next=f"{url}?page=2")


def test_the_pages_of_a_list_come_back_in_their_order(store: Store) -> None:
    pages = [_page("https://b.example/z", "一", "二"), _page("https://b.example/a", "三")]
    with store.writing() as tx:
        tx.addresses.remember("one", pages)
        tx.addresses.remember("other", [_page("https://o.example/")])
    with store.reading() as tx:
        assert list(tx.addresses.remembered("one").values()) == pages
        assert tx.addresses.remembered("never") == {}


def test_what_an_index_leads_to_and_what_was_suspicious_come_back(store: Store) -> None:
    entry = Candidate("https://b.example/1", "一", content="<p>全文</p>", modified=NOON)
    cause = Cause("no_lastmod", {"found": 30, "read": 3}, (Cause("timeout"),))
    page = ListPage(
        "https://b.example/s.xml", Validators(), (entry,), children=("https://b.example/a.xml",), warnings=(cause,)
    )
    with store.writing() as tx:
        tx.addresses.remember("one", [page])
    with store.reading() as tx:
        assert tx.addresses.remembered("one") == {page.url: page}


def test_a_new_visit_replaces_all_pages_of_the_one_before(store: Store) -> None:
    with store.writing() as tx:
        tx.addresses.remember("one", [_page("https://b.example/1", "一"), _page("https://b.example/2", "二")])
        tx.addresses.remember("one", [_page("https://b.example/2", "二", "三")])
    with store.reading() as tx:
        remembered = tx.addresses.remembered("one")
    assert list(remembered) == ["https://b.example/2"] and len(remembered["https://b.example/2"].candidates) == 2


def test_an_address_is_known_with_its_latest_state(store: Store) -> None:
    url = "https://b.example/很长" + "x" * 5000
    with store.writing() as tx:
        tx.addresses.record([_address(url, code="http_404"), _address("https://b.example/2")])
    with store.writing() as tx:
        notice_id, _ = add_notice(tx)
        tx.addresses.record([_address(url, notice_id, sha="1" * 64)])
    with store.reading() as tx:
        known = tx.addresses.known([url, "https://b.example/2", "https://b.example/unheard"])
    assert known == {
        url: _address(url, notice_id, sha="1" * 64),
        "https://b.example/2": _address("https://b.example/2"),
    }


def test_of_the_same_address_twice_in_a_batch_the_last_counts(store: Store) -> None:
    with store.writing() as tx:
        tx.addresses.record([_address("https://b.example/1", code="timeout"), _address("https://b.example/1")])
        assert tx.addresses.known(["https://b.example/1"])["https://b.example/1"].code is None


def test_thousands_of_addresses_go_in_one_call(store: Store) -> None:
    urls = [f"https://b.example/{n}" for n in range(1700)]
    with store.writing() as tx:
        tx.addresses.record([_address(url) for url in urls])
        tx.addresses.sight("one", urls, tx.runs.begin(NOON))
    with store.reading() as tx:
        assert tx.addresses.known(urls).keys() == set(urls)


def test_the_files_of_a_page_are_found_by_the_page(store: Store) -> None:
    page, other = "https://b.example/1.html", "https://b.example/2.html"
    files = [replace(_address(f"https://b.example/{n}.pdf"), parent=page) for n in range(2)]
    with store.writing() as tx:
        tx.addresses.record([_address(page), *files, replace(_address("https://b.example/x.pdf"), parent=other)])
        found = tx.addresses.attachments([page, "https://b.example/none.html"])
    assert found.keys() == {page} and sorted(found[page], key=lambda a: a.url) == files


def test_empty_batches_do_nothing(store: Store) -> None:
    with store.writing() as tx:
        tx.addresses.record([])
        tx.addresses.sight("one", [], 1)
        assert tx.addresses.known([]) == {} and tx.addresses.unlisted("one", [], 10) == []


def test_what_a_source_no_longer_lists_is_told_newest_first(store: Store) -> None:
    urls = [f"https://b.example/{n}" for n in range(5)]
    with store.writing() as tx:
        run = tx.runs.begin(NOON)
        ids = [add_notice(tx, url)[0] for url in urls]
        tx.addresses.record([_address(url, id) for url, id in zip(urls, ids, strict=True)])
        tx.addresses.record([_address("https://b.example/none", None, "procurement")])
        tx.addresses.sight("one", [*urls, "https://b.example/none"], run)
        tx.addresses.sight("other", urls[:1], run)
        tx.notices.gone(ids[3], NOON)
    with store.reading() as tx:
        unlisted = tx.addresses.unlisted
        assert [a.url for a in unlisted("one", urls[:2], 10)] == [urls[4], urls[2]]
        assert [a.url for a in unlisted("one", [], 2)] == [urls[4], urls[2]]
        assert [a.url for a in unlisted("other", [], 10)] == urls[:1]
        assert unlisted("one", urls, 10) == []
