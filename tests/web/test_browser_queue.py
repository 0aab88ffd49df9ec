"""The queue with keys alone, several drafts at once, and two people who see each other's work as it happens."""

from __future__ import annotations

import dataclasses
import re

import pytest
from builders import ADMIN, BUSINESS, CUSTOMER, changed, fee_page, outage_page, put
from desks import Desk, press
from playwright.sync_api import expect

from ingest.model import Actor
from ingest.review.claims import claim, release
from ingest.review.decisions import amend, approve
from ingest.web import live


@pytest.fixture
def sit(chromium, address, monkeypatch):
    """Somebody sits down before the queue, in English."""
    monkeypatch.setattr(live, "EVERY", 0.05)
    contexts = []

    def down(person: Actor, **options: object) -> Desk:
        contexts.append(chromium.new_context(**{"locale": "en-GB", **options}))
        one = Desk(contexts[-1], address)
        one.log_in(person)
        return one

    yield down
    for context in contexts:
        context.close()


def test_three_drafts_are_dealt_with_by_keys_alone(store, sit):
    put(store, *outage_page())
    put(store, *fee_page())
    one = sit(ADMIN)
    page = one.page
    press(page, "j", "v", "j", " ")
    expect(page.locator(".together")).to_contain_text("2 chosen")
    press(page, "j", "v", "v", "x")
    chosen = page.locator("tr.chosen")
    expect(chosen).to_have_count(2)
    expect(page.get_by_label("Kind of reason")).to_be_focused()
    page.get_by_label("Kind of reason").select_option("duplicate")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Done: 2")
    expect(page.locator("tr.draft")).to_have_count(2)
    press(page, "u")
    expect(page.get_by_role("status").first).to_contain_text("Your last decision is undone")
    expect(page.locator("tr.draft")).to_have_count(3)
    press(page, "j", "s")
    expect(page.locator('select[name="until"]')).to_be_focused()
    page.locator('select[name="until"]').select_option("tomorrow")
    press(page, "Escape", "/")
    expect(page.get_by_label("Find")).to_be_focused()
    page.keyboard.type("手续费")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("words="))
    expect(page.locator("tr.draft")).to_have_count(2)
    press(page, "?")
    expect(page.get_by_role("dialog")).to_contain_text("undo your last decision")
    press(page, "Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    press(page, "j")
    expect(page.locator("tr.draft a.open").first).to_be_focused()
    press(page, "a")
    expect(page).to_have_url(re.compile("/drafts/"))
    assert one.complaints == []


def test_enter_never_approves_by_accident(store, sit):
    put(store, *outage_page())
    one = sit(CUSTOMER)
    page = one.page
    press(page, "j", "r")
    page.get_by_label("Reason", exact=True).fill("which cards?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Done: 1")
    with store.reading() as tx:
        assert sorted(row.state.value for row in tx.desk.rows()) == ["pending", "returned"]
    assert one.complaints == []


def test_others_see_at_once_who_is_at_work_and_what_was_decided(store, clock, sit):
    document, facts, faq, bulletin = fee_page()
    draft = put(store, document, facts, faq, bulletin)[0]
    one = sit(BUSINESS)
    page = one.page
    notice = page.locator(f'tr.notice[data-notice="{draft.notice_id}"]')
    claim(store, CUSTOMER, draft.notice_id, clock)
    expect(notice).to_contain_text("Chen is on it")
    release(store, CUSTOMER, draft.notice_id)
    expect(notice).not_to_contain_text("is on it")
    approve(store, CUSTOMER, draft.id, 1, clock)
    expect(page.locator("#news")).to_contain_text("Chen decided or changed drafts of this list")
    expect(page.locator("tr.stale")).to_have_count(1)
    page.locator("#news a").click()
    expect(page.locator("tr.stale")).to_have_count(0)
    expect(page.locator(".signed")).to_have_text("✓ chen")
    assert one.complaints == []


def test_two_people_on_one_draft_hear_of_each_other_and_nothing_is_overwritten(store, clock, sit):
    document, facts, faq, _ = fee_page()
    draft = put(store, document, facts, faq)[0]
    one, other = sit(CUSTOMER), sit(BUSINESS)
    one.page.goto(f"{one.address}/drafts/{draft.id}")
    queue = other.page.locator(f'tr.notice[data-notice="{draft.notice_id}"]')
    expect(queue).to_contain_text("Chen is on it")
    other.page.goto(f"{other.address}/drafts/{draft.id}")
    expect(other.page.locator("[data-holder]")).to_contain_text("Chen is on it")
    amend(store, ADMIN, draft.id, 1, changed(faq, say="每笔6元。"), clock)
    for desk in (one, other):
        expect(desk.page.locator("[data-changed]")).to_contain_text("Ada changed this")
    one.page.goto(f"{one.address}/queue")
    expect(other.page.locator("[data-holder]")).to_be_hidden()
    assert one.complaints == other.complaints == []


def test_everything_of_the_queue_works_without_script(store, sit):
    put(store, *outage_page())
    document, facts, faq, _ = fee_page()
    put(store, document, facts, dataclasses.replace(faq, confidence=1.0))
    page = sit(CUSTOMER, java_script_enabled=False).page
    for box in page.locator('.queue input[type="checkbox"]').all():
        box.check()
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".attention")).to_contain_text("1 did not go through")
    expect(page.locator(".attention")).to_contain_text("Because: regulated")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("tr.draft")).to_have_count(2)
    page.locator('select[name="window"]').select_option("today")
    page.get_by_role("button", name="Filter", exact=True).click()
    expect(page.locator("tr.draft")).to_have_count(1)
    page.locator(".view-deeds summary").click()
    page.get_by_label("Save these filters as").fill("Today")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".views a[aria-current]")).to_have_text("Today")


@pytest.mark.parametrize(("width", "zoom"), [(360, 1), (1280, 2)])
def test_nothing_runs_off_a_phone_or_a_doubled_page(store, sit, width, zoom):
    put(store, *fee_page())
    document, facts, faq, _ = outage_page()
    put(store, document, facts, changed(faq, question="8" * 90))
    one = sit(CUSTOMER, viewport={"width": width // zoom, "height": 800})
    page = one.page
    page.locator('.queue input[type="checkbox"]').first.check()
    for path in ("/queue", "/queue?group=no&order=oldest", "/queue?waits=me&tier=R"):
        page.goto(one.address + path)
        page.locator('.queue input[type="checkbox"]').first.check()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
