"""The morning of a reviewer, in a real browser."""

from __future__ import annotations

import pytest
from builders import ADMIN, BUSINESS, CUSTOMER, changed, fee_page, outage_page, put
from desks import card, press
from playwright.sync_api import expect

from ingest.review.decisions import amend


def test_a_figure_lights_up_its_source_and_two_people_publish(store, desk):
    put(store, *fee_page())
    first = desk()
    page = first.log_in(CUSTOMER)
    page.get_by_role("link", name="柜面跨行转账手续费下调").click()
    mine = card(page, "柜面跨行转账手续费下调")
    page.locator("html.scripted").wait_for()
    mine.locator(".content a.trace", has_text="6元").first.hover()
    lit = page.locator("article.document mark.lit")
    expect(lit).to_have_text("6元")
    expect(lit).to_be_in_viewport()
    mine.locator(".content a.trace", has_text="2026年12月1日").first.focus()
    expect(lit).to_contain_text("12月1日")
    lit.click()
    expect(mine.locator("a.trace.lit").first).to_contain_text("2026年12月1日")
    mine.get_by_role("button", name="Approve as customer expert").click()
    expect(page.locator("#notes")).to_contain_text("Another sign-off is waited for")

    second = desk()
    page = second.log_in(BUSINESS)
    page.get_by_role("link", name="柜面跨行转账手续费下调").click()
    expect(card(page, "柜面跨行转账手续费下调").locator(".approvals")).to_contain_text("chen (customer expert)")
    press(page, "j", "a", "Enter")
    expect(page.locator("#notes")).to_contain_text("Published")
    page.get_by_role("link", name="Bulletin", exact=True).first.click()
    expect(page.locator("article.entry h3")).to_have_text("柜面跨行转账手续费下调")
    assert first.complaints == second.complaints == []


def test_the_keyboard_is_enough(store, desk):
    put(store, *outage_page())
    put(store, *fee_page())
    one = desk()
    page = one.log_in(ADMIN)
    press(page, "j")
    expect(page.get_by_role("link", name="Mobile banking down tonight")).to_be_focused()
    press(page, "Enter")
    press(page, "j")
    expect(card(page, "Mobile banking down tonight")).to_be_focused()
    press(page, "j", "k", "j")
    expect(card(page, "When is mobile banking unavailable?")).to_be_focused()
    press(page, "j")  # beyond the last draft lies the next notice
    expect(page.get_by_role("heading", level=1)).to_have_text("关于下调柜面跨行转账手续费的公告")
    press(page, "?")
    expect(page.get_by_role("dialog")).to_be_visible()
    press(page, "Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    press(page, "n", "n")
    expect(page.locator("#fact-figure-0")).to_be_focused()
    expect(page.locator("mark.lit").first).to_be_in_viewport()
    press(page, "j", "x")
    expect(page.locator("details[data-deed=reject][open] select")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("not for customers, just a test")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Rejected")
    assert one.complaints == []


@pytest.mark.parametrize(("path", "key", "reached"), [("/notices/1", "n", "li.fact"), ("/queue", "j", "a.open")])
def test_a_key_right_behind_the_closed_help_is_heard(store, desk, path, key, reached):
    """Until the next frame the focus still stands on what the closed dialog held."""
    put(store, *fee_page())
    one = desk()
    page = one.log_in(ADMIN)
    page.goto(one.address + path)
    press(page, "?")
    expect(page.get_by_role("dialog")).to_be_visible()
    held = page.evaluate(
        """key => {
            document.getElementById("keys").close();
            const held = document.activeElement;
            held.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
            return held.id;
        }""",
        key,
    )
    expect(page.locator(reached).first).to_be_focused()
    assert held == "keys-off"


def test_everything_works_without_javascript(store, clock, desk):
    document, facts, faq, _ = fee_page()
    draft = put(store, document, facts, faq)[0]
    amend(store, BUSINESS, draft.id, 1, changed(faq, say="柜面每笔6元。"), clock)
    page = desk(java_script_enabled=False).log_in(CUSTOMER)
    page.get_by_role("link", name="柜面跨行转账手续费是多少？").click()
    page.locator(".content a.trace", has_text="10元").first.click()
    target = page.locator("mark:target")
    expect(target).to_have_text("10元")
    assert target.evaluate("node => getComputedStyle(node).backgroundColor") != "rgba(0, 0, 0, 0)"
    page.locator("#fact-figure-0 a.correct").click()
    page.get_by_label("Now", exact=True).fill("5元")
    page.get_by_label("I read it by eye").check()
    page.get_by_role("button", name="Save the correction").click()
    expect(page.locator("#notes")).to_contain_text("edited ones got the new value")
    page.get_by_role("link", name="Amend").click()
    page.locator(f"#amend-{draft.id}-answer").fill("每笔5元。")
    page.get_by_role("button", name="Store as a new version").click()
    expect(page.locator(f"#draft-{draft.id} .content")).to_contain_text("每笔5元。")
    page.locator(f"#return-{draft.id} > summary").click()
    page.get_by_label("Why it goes back").fill("per card?")
    page.locator(f"#return-{draft.id} button").click()
    expect(page.get_by_role("status").first).to_contain_text("Returned")


@pytest.mark.parametrize(("width", "zoom"), [(390, 1), (1280, 2)])
def test_nothing_runs_off_a_phone_or_a_doubled_page(store, clock, desk, width, zoom):
    document, facts, faq, _ = fee_page()
    draft = put(store, document, facts, faq)[0]
    amend(store, ADMIN, draft.id, 1, changed(faq, answer="每笔" + "8" * 60 + "元。"), clock)
    one = desk(viewport={"width": width // zoom, "height": 800})
    page = one.log_in(CUSTOMER)
    more = (f"/drafts/{draft.id}?edit={draft.id}", "/notices/1?fact=figure-0", f"/drafts/{draft.id}/split")
    for path in ("/queue", f"/drafts/{draft.id}", *more, "/board", "/drafts/99"):
        page.goto(one.address + path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_hostile_text_runs_nothing(store, desk):
    document, facts, faq, _ = fee_page()
    evil = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
    draft = put(store, document, facts, changed(faq, question=evil, answer=evil))[0]
    one = desk()
    page = one.log_in(CUSTOMER)
    page.goto(f"{one.address}/drafts/{draft.id}")
    expect(page.get_by_role("heading", level=2).first).to_have_text(evil)
    assert page.title() != "owned" and one.complaints == []
