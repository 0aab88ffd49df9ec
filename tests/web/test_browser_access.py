"""A business expert's two minutes on a phone, and a first log-in, in a real browser."""

from __future__ import annotations

import pytest
from builders import BUSINESS, CUSTOMER, fee_page, put
from desks import fits
from playwright.sync_api import Browser, Page, expect
from visits import PASSWORD

from ingest.review import accounts, decisions

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True, "locale": "zh-CN"}


@pytest.fixture
def open_page(chromium: Browser, address: str):
    contexts, complaints = [], []

    def opened(**options: object) -> Page:
        contexts.append(chromium.new_context(base_url=address, **options))
        page = contexts[-1].new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_link_in_a_mail_to_the_approval_on_a_phone(store, clock, open_page, scripts):
    drafts = put(store, *fee_page())
    for draft in drafts:
        decisions.approve(store, CUSTOMER, draft.id, 1, clock)
    page = open_page(**PHONE, java_script_enabled=scripts)
    page.goto(f"/expert/{drafts[0].id}")
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")
    page.get_by_label("用户名").fill(BUSINESS.name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(drafts[0].title)
    expect(page.locator(".fact mark").first).to_have_text("手续费由每笔10元调整为每笔6元")
    assert not scripts or fits(page)
    button = page.get_by_role("button", name="事实无误，全部同意（2 条）")
    assert button.bounding_box()["height"] >= 44
    button.tap()
    expect(page.get_by_role("status")).to_contain_text("已同意并发布")
    expect(page.get_by_text("没有待您确认的内容")).to_be_visible()


def test_a_reason_that_was_typed_is_still_there_after_the_session_ended(store, clock, open_page):
    draft = put(store, *fee_page()[:3])[0]
    decisions.approve(store, CUSTOMER, draft.id, 1, clock)
    page = open_page(locale="en-GB")

    def log_in():
        page.get_by_label("User name").fill(BUSINESS.name)
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")

    page.goto(f"/expert/{draft.id}")
    log_in()
    page.get_by_text("Something is wrong: return").click()
    page.get_by_label("What is wrong").fill("It should be 5 yuan")
    clock.forward(hours=2)
    page.get_by_role("button", name="Return").click()
    expect(page.get_by_role("status")).to_have_text("Your session has ended. Please log in again.")
    log_in()
    expect(page.get_by_label("What is wrong")).to_have_value("It should be 5 yuan")
    page.get_by_role("button", name="Return").click()
    expect(page.get_by_role("status")).to_contain_text("Returned with your reason")
    with store.reading() as tx:
        assert tx.drafts.get(draft.id).reason == "It should be 5 yuan"


def test_a_first_log_in_with_a_password_that_serves_once_by_keyboard_alone(store, clock, open_page):
    accounts.set_password(store, accounts.at_the_machine("test"), "chen", "once upon a lake", clock, once=True)
    page = open_page(locale="en-GB")
    page.goto("/login")
    expect(page.get_by_label("User name")).to_be_focused()
    for text, key in (("chen", "Tab"), ("once upon a lake", "Enter")):
        page.keyboard.type(text)
        page.keyboard.press(key)
    expect(page.get_by_role("heading", level=1)).to_have_text("Set another password")
    expect(page.get_by_label("New password", exact=True)).to_be_focused()
    for text, key in (("mist over the lake", "Tab"), ("mist over the lake", "Enter")):
        page.keyboard.type(text)
        page.keyboard.press(key)
    expect(page.get_by_role("heading", level=1)).to_have_text("Review queue")
