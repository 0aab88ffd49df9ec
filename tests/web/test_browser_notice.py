"""Typing, correcting and two people on one draft, in a real browser."""

from __future__ import annotations

from builders import ADMIN, BUSINESS, CUSTOMER, changed, fee_page, put
from desk_notices import arrive
from desks import press
from playwright.sync_api import expect

from ingest.review.decisions import amend


def test_what_is_typed_is_checked_at_once_and_survives_leaving(store, desk):
    draft = put(store, *fee_page())[0]
    one = desk()
    page = one.log_in(CUSTOMER)
    page.goto(f"{one.address}/drafts/{draft.id}")
    press(page, "j", "e")
    answer = page.locator(f"#amend-{draft.id}-answer")
    expect(page.locator(f"#amend-{draft.id}-question")).to_be_focused()
    answer.fill("每笔9元。")
    expect(page.locator(".tried .untraced")).to_have_text("9元")
    answer.fill("每笔6元，请放心。")
    expect(page.locator(".tried")).to_contain_text("Every figure stands in the source")
    expect(answer).to_be_focused()
    page.locator(f"#amend-{draft.id}-say").fill("说到一半")
    page.goto(f"{one.address}/queue")  # leaving sends what was not sent yet
    page.goto(f"{one.address}/notices/1")
    page.get_by_role("link", name="Go on with it").click()
    expect(page.locator(f"#amend-{draft.id}-answer")).to_have_value("每笔6元，请放心。")
    expect(page.locator(f"#amend-{draft.id}-say")).to_have_value("说到一半")
    assert one.complaints == []


def test_a_session_that_ends_while_somebody_types_costs_nothing(store, desk):
    draft = put(store, *fee_page())[0]
    one = desk()
    page = one.log_in(CUSTOMER)
    page.goto(f"{one.address}/drafts/{draft.id}?edit={draft.id}")
    page.locator("html.scripted").wait_for()
    with store.writing() as tx:
        from sqlalchemy import update

        from ingest.store.tables import sessions

        tx.conn.execute(update(sessions).values(expires=store.clock()))
    page.locator(f"#amend-{draft.id}-answer").fill("每笔6元，写到一半。")
    expect(page.locator("p.expired")).to_contain_text("log-in has expired")
    page.get_by_role("button", name="Store as a new version").click()
    page.get_by_label("User name").fill(CUSTOMER.name)
    page.get_by_label("Password").fill("a long sentence, easily kept")
    page.keyboard.press("Enter")
    expect(page.locator(f"#amend-{draft.id}-answer")).to_have_value("每笔6元，写到一半。")
    page.get_by_role("button", name="Store as a new version").click()
    expect(page.locator("#notes")).to_contain_text("new version")


def test_selected_words_become_a_fact_and_the_drafts_follow(store, desk):
    arrive(store)
    one = desk()
    page = one.log_in(CUSTOMER)
    page.goto(f"{one.address}/notices/1")
    page.locator("#fact-figure-0 a.correct").click()
    expect(page.locator("#fact-item")).to_be_focused()
    page.locator("#fact-new").fill("8元")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.locator("#notes")).to_contain_text("written anew")
    expect(page.locator("article.kind-bulletin")).to_contain_text("10元→8元")
    page.locator("html.scripted").wait_for()
    page.locator("article.document p", has_text="95077").select_text()
    page.locator("#pick a[data-kind=contact]").click()
    expect(page.locator("#fact-value")).to_have_value("95077")
    expect(page.locator("#fact-quote")).to_contain_text("如有疑问")
    assert one.complaints == []


def test_two_browsers_on_one_draft_and_nobody_is_overwritten(store, clock, desk):
    draft = put(store, *fee_page())[0]
    one = desk()
    page = one.log_in(CUSTOMER)
    page.goto(f"{one.address}/drafts/{draft.id}?edit={draft.id}")
    amend(store, ADMIN, draft.id, 1, changed(draft.content, say="每笔6元。"), clock)
    page.locator(f"#amend-{draft.id}-say").fill("我写的话")
    expect(page.locator(".tried")).to_contain_text("Somebody changed this draft")
    page.get_by_role("button", name="Store as a new version").click()
    expect(page.locator(".theirs")).to_contain_text("每笔6元。")
    page.get_by_role("button", name="Store as a new version").click()
    expect(page.locator("#notes")).to_contain_text("new version")
    with store.reading() as tx:
        assert tx.drafts.get(draft.id).content.say == "我写的话" and tx.drafts.get(draft.id).version == 3
    assert BUSINESS.name
