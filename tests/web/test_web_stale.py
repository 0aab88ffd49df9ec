"""A stale screen overwrites nothing, and shows what the other did."""

from __future__ import annotations

from bs4 import BeautifulSoup
from builders import ADMIN, AUDITOR, BUSINESS, CUSTOMER, changed, fee_page, put

from ingest.review.decisions import amend, approve, reject
from ingest.review.versions import changes_since


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.text, "lxml")


def test_a_stale_approval_shows_what_was_changed_word_by_word(store, clock, logged_in):
    document, facts, faq, _ = fee_page()
    draft = put(store, document, facts, faq)[0]
    browser = logged_in(CUSTOMER)
    fields = browser.hidden("/queue?lang=en")
    amend(store, BUSINESS, draft.id, 1, changed(faq, say="12月1日起每笔6元。", keywords=("转账", "柜台")), clock)
    answer = browser.post(f"/drafts/{draft.id}/approve", {**fields, "version": "1"})
    page = soup(answer)
    assert answer.status_code == 409 and "Somebody changed this draft" in page.text
    assert page.select_one(".since li b").text == "bai" and "amended" in page.select_one(".since li").text
    rows = {row.dt.text: row.dd for row in page.select(".since .row")}
    assert set(rows) == {"Say", "Keywords"}
    assert {tag.text for tag in rows["Keywords"].select("ins")} == {"柜台"}
    assert "手续费" in "".join(tag.text for tag in rows["Keywords"].select("del"))
    with store.reading() as tx:
        assert tx.drafts.approvals(draft.id, 2) == []


def test_a_draft_that_another_decided_says_who_and_what(store, clock, logged_in):
    draft = put(store, *fee_page())[0]
    browser = logged_in(CUSTOMER)
    fields = browser.hidden("/queue?lang=en")
    reject(store, ADMIN, draft.id, 1, "a duplicate", clock)
    page = soup(browser.post(f"/drafts/{draft.id}/return", {**fields, "version": "1", "reason": "why"}))
    assert "ada rejected it" in " ".join(page.select_one(".since li").text.split())
    assert "Rejected" in page.select_one(".since p").text and not page.select(".since .row")


def test_nothing_is_told_of_a_version_that_never_was(store, clock):
    draft = put(store, *fee_page())[0]
    approve(store, CUSTOMER, draft.id, 1, clock)
    assert changes_since(store, AUDITOR, draft.id, 2) is None and changes_since(store, AUDITOR, 99, 1) is None
    since = changes_since(store, AUDITOR, draft.id, 1)
    assert since.fields == () and [event.action for event in since.deeds] == ["signed"]


def test_other_words_are_inert(store, clock, logged_in):
    document, facts, faq, _ = fee_page()
    draft = put(store, document, facts, faq)[0]
    browser = logged_in(CUSTOMER)
    fields = browser.hidden("/queue")
    amend(store, BUSINESS, draft.id, 1, changed(faq, say="<script>alert(1)</script>\u202e"), clock)
    text = browser.post(f"/drafts/{draft.id}/approve", {**fields, "version": "1"}).text
    assert "<script>alert" not in text and "\u202e" not in text
