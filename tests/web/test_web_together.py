"""Decisions from the queue: several drafts at once, sleep, departments, undo."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from builders import ADMIN, BUSINESS, CUSTOMER, changed, fee_page, malformed_page, outage_page, put
from visits import Browser

from ingest.model import DraftState
from ingest.review.decisions import amend
from ingest.review.reasons import ReasonCode
from ingest.review.refusals import NotHarmless
from ingest.settings import Department
from ingest.web.app import create_app
from ingest.web.options import WebOptions


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.text, "lxml")


def send(browser, drafts, do, **fields):
    rows = {f"row-{draft.id}": str(draft.version) for draft in drafts}
    return browser.post("/queue/together", {**rows, "do": do, **fields}, page="/queue?lang=en")


def states(store, *drafts):
    with store.reading() as tx:
        return [row.state.value for row in tx.desk.get([draft.id for draft in drafts])]


def test_only_the_harmless_are_approved_together_and_of_the_others_it_is_said_why_not(store, logged_in):
    regulated = put(store, *fee_page())[0]
    faq, bulletin = put(store, *outage_page())
    document, facts, content, flags = malformed_page()
    flagged = put(store, document, facts, changed(content, confidence=0.5), flags=flags)[0]
    page = soup(send(logged_in(CUSTOMER), [regulated, faq, bulletin, flagged], "approve"))
    assert [link.text for link in page.select(".card li a")] == [faq.content.question, bulletin.content.headline]
    refused = {li.select_one("a").text: li.select_one(".small").text for li in page.select(".attention li")}
    assert "Because: regulated, not sure enough" in refused[regulated.content.question]
    assert "it is flagged, not sure enough" in refused[flagged.content.question]
    assert NotHarmless.__doc__ in refused[flagged.content.question]
    assert states(store, regulated, faq, bulletin, flagged) == ["pending", "approved", "approved", "pending"]
    with store.reading() as tx:
        event = tx.audit.events("queue:drafts")[0]
    assert event.detail == {"action": "approve", "done": [faq.id, bulletin.id], "refused": [regulated.id, flagged.id]}


def test_what_goes_through_leads_back_to_the_same_view(store, logged_in):
    drafts = put(store, *outage_page())
    answer = send(logged_in(CUSTOMER), drafts, "approve", back="tier=F&evil=1")
    assert answer.headers["location"] == "/queue?tier=F&done=together&n=2"
    assert "Done: 2" in logged_in(CUSTOMER).get("/queue?lang=en&done=together&n=2").text


@pytest.mark.parametrize(("do", "state"), [("return", "returned"), ("reject", "rejected")])
def test_each_is_decided_by_itself_so_one_that_was_changed_stops_no_other(store, clock, logged_in, do, state):
    faq, bulletin = put(store, *fee_page())
    amend(store, BUSINESS, faq.id, 1, changed(faq.content, say="每笔6元。"), clock)
    page = soup(send(logged_in(CUSTOMER), [faq, bulletin], do, code="duplicate", reason=""))
    assert "Somebody changed this draft" in page.select_one(".attention li").text
    assert [link.text for link in page.select(".card li a")] == [bulletin.content.headline]
    assert states(store, faq, bulletin) == ["pending", state]


def test_a_reason_is_asked_for_once_for_all(store, logged_in):
    drafts = put(store, *fee_page())
    page = soup(send(logged_in(CUSTOMER), drafts, "reject", code="other"))
    assert len(page.select(".attention li")) == 2 and "a reason is needed" in page.text
    assert states(store, *drafts) == ["pending", "pending"]


@pytest.mark.parametrize("fields", [{"do": "approve"}, {"do": ""}, {"do": "nonsense"}, {"row-x": "1", "do": "approve"}])
def test_nothing_chosen_is_said(store, logged_in, fields):
    put(store, *fee_page())
    answer = logged_in(CUSTOMER).post("/queue/together", fields, page="/queue?lang=en")
    assert answer.status_code == 422 and "No draft was chosen" in answer.text


def test_five_hundred_rows_fit_into_one_form(store, logged_in):
    document, facts, faq, _ = fee_page()
    drafts = put(store, document, facts, *(changed(faq, question=f"问题{n}") for n in range(120)))
    answer = send(logged_in(CUSTOMER), drafts, "snooze", until="tomorrow")
    assert answer.status_code == 303 and answer.headers["location"].endswith("n=120")


# -------------------------------------------------------------------------------------------- sleep and departments


def test_what_sleeps_is_out_of_sight_until_it_is_woken(store, logged_in):
    draft = put(store, *fee_page())[0]
    browser = logged_in(CUSTOMER)
    send(browser, [draft], "snooze", until="before_start")
    assert not soup(browser.get("/queue")).select(f"tr[data-draft='{draft.id}']")
    asleep = soup(browser.get("/queue?lang=en&waits=snoozed"))
    assert "snoozed until Mon 30 Nov 08:30" in asleep.select_one(f"tr[data-draft='{draft.id}']").text
    assert asleep.select_one('button[value="wake"]')
    send(browser, [draft], "wake")
    assert soup(browser.get("/queue")).select(f"tr[data-draft='{draft.id}']")


def test_sleep_beyond_the_start_has_to_be_meant(store, logged_in):
    draft = put(store, *outage_page())[0]
    browser = logged_in(CUSTOMER)
    page = soup(send(browser, [draft], "snooze", until="tomorrow"))
    again = page.select_one('form[action="/queue/together"]')
    assert "starts before that moment" in page.text and again.select_one("button").text == "Snooze these 1 all the same"
    fields = {field["name"]: field.get("value", "") for field in again.select("input")}
    assert browser.post("/queue/together", {**fields, "do": "snooze"}).status_code == 303
    assert soup(browser.get("/queue?waits=snoozed")).select(f"tr[data-draft='{draft.id}']")


@pytest.mark.parametrize("fields", [{}, {"until": "x"}, {"until_own": "soon"}, {"until_own": "2020-01-01T10:00"}])
def test_a_moment_that_is_none_is_said(store, logged_in, fields):
    draft = put(store, *fee_page())[0]
    page = send(logged_in(CUSTOMER), [draft], "snooze", **fields)
    assert "That moment is past" in page.text


@pytest.fixture
def with_departments(app, store, clock):
    departments = (Department(id="cards", name={"zh": "银行卡部", "en": "Cards"}, hours=4),)
    return Browser(create_app(store, WebOptions("湖滨银行", clock=clock, departments=departments)))


def test_a_department_gets_its_usual_time_and_is_late_after_it(store, clock, with_departments):
    draft = put(store, *fee_page())[0]
    browser = with_departments
    browser.log_in(CUSTOMER)
    assert send(browser, [draft], "assign", department="cards").status_code == 303
    row = f"tr[data-draft='{draft.id}']"
    assert "→ Cards, due today 12:30" in soup(browser.get("/queue?lang=en&waits=assigned")).select_one(row).text
    clock.forward(hours=5)
    browser.log_in(CUSTOMER)
    late = soup(browser.get("/queue?lang=en&department=cards")).select_one(f"{row} .late")
    assert late.text == "→ Cards, overdue since today 12:30"
    assert send(browser, [draft], "assign", department="-").status_code == 303
    assert "Cards" not in soup(browser.get("/queue?lang=en")).select_one(row).text
    assert "Choose a department" in send(browser, [draft], "assign").text
    assert "Choose a department" in send(browser, [draft], "assign", department="nowhere").text


@pytest.mark.parametrize(
    ("path", "fields", "done"),
    [
        ("snooze", {"until": "week"}, "snoozed"),
        ("assign", {"department": "cards", "due": "2026-11-24T12:00"}, "assigned"),
    ],
)
def test_one_draft_is_postponed_from_its_page_too(store, with_departments, path, fields, done):
    document, facts, faq, _ = fee_page()
    draft = put(store, document, facts, faq)[0]
    with_departments.log_in(CUSTOMER)
    fields = {"version": "1", "sure": "yes", **fields}
    answer = with_departments.post(f"/drafts/{draft.id}/{path}", fields, page="/queue")
    assert answer.headers["location"] == f"/queue?done={done}&draft={draft.id}"
    if path == "snooze":
        fields = {"version": "1"}
        assert with_departments.post(f"/drafts/{draft.id}/wake", fields, page="/queue").status_code == 303
    assert with_departments.post(f"/drafts/{draft.id}/wake", {"version": "x"}, page="/queue").status_code == 404


# --------------------------------------------------------------------------------------------------------------- undo


def test_the_last_decision_is_shown_and_taken_back(store, logged_in):
    draft = put(store, *fee_page())[0]
    browser = logged_in(ADMIN)
    assert not soup(browser.get("/queue")).select("#undo")
    send(browser, [draft], "reject", code="duplicate")
    form = soup(browser.get("/queue?lang=en")).select_one("#undo")
    assert " ".join(form.text.split()).startswith("You rejected 柜面跨行转账手续费是多少？")
    fields = {field["name"]: field["value"] for field in form.select("input")}
    assert browser.post("/undo", fields).headers["location"] == f"/queue?done=undone&draft={draft.id}"
    assert states(store, draft) == ["pending"] and not soup(browser.get("/queue")).select("#undo")
    assert browser.post("/undo", fields).status_code == 422
    assert not soup(logged_in(CUSTOMER).get("/queue")).select("#undo")


def test_reasons_stand_in_the_form_as_the_code_knows_them(store, logged_in):
    draft = put(store, *fee_page())[0]
    browser = logged_in(CUSTOMER)
    for path in ("/queue", f"/drafts/{draft.id}"):
        choices = soup(browser.get(path)).select_one('select[name="code"]').select("option")
        assert {choice["value"] for choice in choices} == set(ReasonCode)
    browser.post(f"/drafts/{draft.id}/return", {"code": "wording"}, page=f"/drafts/{draft.id}")
    assert states(store, draft) == [DraftState.RETURNED]
    assert re.search("措辞", soup(browser.get("/queue?waits=returned")).select_one("tr.draft").text)
    assert "措辞" in browser.get(f"/drafts/{draft.id}").text
