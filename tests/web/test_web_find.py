"""Finding the answer with a customer on the line: without a script, and what is kept of it."""

from __future__ import annotations

import datetime as dt

from bs4 import BeautifulSoup
from builders import ADMIN, AGENT, AUDITOR, changed, fee_page, outage_page, publish_all, put

from ingest.model import EntryState


def _published(store, clock, **fields):
    document, facts, faq, bulletin = fee_page()
    drafts = put(store, document, facts, changed(faq, **fields), bulletin)
    return publish_all(store, drafts, clock)


def _soup(answer):
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def test_words_find_and_a_link_opens_the_card(store, clock, logged_in):
    entry = _published(store, clock, question="柜面跨行转账手续费是多少？", answer="每笔6元。原为10元。")[0]
    browser = logged_in(AGENT)
    page = _soup(browser.get("/find?q=跨行转账多少钱"))
    link = page.select_one(".hit a")
    assert link["href"].startswith(f"/find/cards/{entry.id}?")
    card = _soup(browser.get(link["href"])).select_one("#card")
    assert card.select_one(".direct").text == "每笔6元。" and "原为10元。" in card.select_one(".more").text


def test_a_search_that_was_meant_is_kept_without_personal_data_and_with_what_was_opened(store, clock, logged_in):
    entry = _published(store, clock)[0]
    browser = logged_in(AGENT)
    browser.get("/find/hits?q=手续")
    found = _soup(browser.get("/find?q=手续费 13812345678"))
    browser.get(found.select_one(".hit a")["href"], headers={"HX-Request": "true"})
    browser.get("/find?q=牡丹花")
    with store.reading() as tx:
        rows = tx.conn.exec_driver_sql("SELECT words, hits > 0, entry_id FROM searches ORDER BY id").all()
        assert [tuple(row) for row in rows] == [("手续费 ***78", 1, entry.id), ("牡丹花", 0, None)]
        assert [gap.words for gap in tx.searches.unanswered(clock() - dt.timedelta(days=1))] == ["牡丹花"]
        assert [seen.user for seen in tx.exposures.of_entry(entry.id)] == ["an"]


def test_an_ask_counts_once_for_each_call(store, clock, logged_in):
    entry = _published(store, clock)[0]
    browser = logged_in(AGENT)
    place = f"/find/cards/{entry.id}"
    for call, done in (("A1", "asked"), ("A1", "asked_before"), ("A2", "asked"), ("", "asked"), ("", "asked")):
        answer = browser.post(f"{place}/asked", {"call": call}, page=place)
        assert answer.headers["location"] == f"{place}?done={done}"
    with store.reading() as tx:
        assert tx.usage.of([entry.id]) == {entry.id: 4}


def test_an_auditor_reads_and_does_not_count(store, clock, logged_in):
    entry = _published(store, clock)[0]
    page = _soup(logged_in(AUDITOR).get(f"/find/cards/{entry.id}"))
    assert page.select_one(".direct") and not page.select_one("form.asked")


def test_the_number_of_a_replaced_entry_opens_what_replaced_it(store, clock, logged_in):
    old, new = _published(store, clock)
    with store.writing() as tx:
        tx.entries.supersede(old.id, new.id)
    card = _soup(logged_in(AGENT).get(f"/find/cards/{old.id}")).select_one("#card")
    assert card.select_one("h2").text == new.content.headline and str(old.id) in card.select_one(".note").text


def test_an_ended_entry_is_found_and_told_as_ended(store, clock, logged_in):
    entry = _published(store, clock)[0]
    with store.writing() as tx:
        tx.entries.withdraw(entry.id, "写错了")
    page = _soup(logged_in(ADMIN).get(f"/find/cards/{entry.id}"))
    assert "写错了" in page.select_one(".warning").text
    assert entry.state(dt.datetime(2026, 11, 22)) is not EntryState.WITHDRAWN


def test_what_was_searched_in_vain_is_counted_for_those_who_fill_gaps(store, clock, logged_in):
    agent = logged_in(AGENT)
    for words in ("牡丹花", "牡丹花 ", "荷花 13812345678"):
        agent.get("/find", params={"q": words})
    page = _soup(logged_in(ADMIN).get("/find/unanswered?days=7"))
    rows = [[cell.text for cell in row.select("th, td")][:2] for row in page.select(".gaps tbody tr")]
    assert rows == [["牡丹花", "2"], ["荷花 ***78", "1"]]
    assert agent.get("/find/unanswered").status_code == 403


def test_nothing_found_says_what_to_do(store, logged_in):
    assert "牡丹花" in _soup(logged_in(AGENT).get("/find?q=牡丹花")).select_one("#hits").text
    assert logged_in(AGENT).get("/find/cards/999").status_code == 404


def test_what_one_agent_typed_is_found_for_the_others_until_something_is_published(
    store, clock, logged_in, monkeypatch
):
    from ingest.answer import typed

    publish_all(store, put(store, *fee_page()), clock)
    looked, real = [], typed.search
    monkeypatch.setattr(typed, "search", lambda *about: looked.append(1) or real(*about))
    for person in (AGENT, ADMIN, AGENT):
        assert "柜面跨行转账" in logged_in(person).get("/find/hits?q=转账").text
    assert len(looked) == 1
    entry = publish_all(store, put(store, *outage_page()), clock)[0]
    agent = logged_in(AGENT)
    assert agent.get("/find/hits?q=转账").status_code == 200 and len(looked) == 2
    assert "Mobile banking" in agent.get("/find/hits?q=mobile").text
    with store.writing() as tx:
        tx.entries.withdraw(entry.id, "wrong")
    assert f"/find/cards/{entry.id}?" not in agent.get("/find/hits?q=mobile").text


def test_hits_are_narrowed_to_a_product_and_a_channel(store, clock, logged_in):
    _published(store, clock, question="柜面跨行转账手续费是多少？", answer="信用卡在柜面转账每笔6元。")
    browser = logged_in(AGENT)
    chosen = _soup(browser.get("/find?q=手续费&product=credit_card&channel=branch&lang=en"))
    assert chosen.select_one("select[name=product] option[selected]").text == "Credit cards"
    assert chosen.select_one("select[name=channel] option[selected]").text == "Branch"
    assert len(chosen.select(".hit")) == 1
    assert not _soup(browser.get("/find?q=手续费&product=insurance")).select(".hit")
    assert len(_soup(browser.get("/find?q=手续费&product=none")).select(".hit")) == 2


def test_a_number_of_many_digits_in_an_address_is_no_number(store, clock, logged_in):
    entry = _published(store, clock)[0]
    assert logged_in(AGENT).get(f"/find/cards/{entry.id}?search={'1' * 5000}").status_code == 200
