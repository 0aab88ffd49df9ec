"""An urgent notice reaches an agent who has the search open, in a real browser, and without script."""

from __future__ import annotations

import dataclasses

import pytest
from builders import AGENT, outage_page, publish_all, put
from desks import Desk
from playwright.sync_api import expect
from visits import PASSWORD

from ingest.model import Urgency


def urgent(store, clock) -> None:
    document, facts, _, bulletin = outage_page()
    publish_all(store, put(store, document, facts, dataclasses.replace(bulletin, urgency=Urgency.P0)), clock)


@pytest.mark.parametrize("script", [True, False])
def test_an_urgent_notice_is_read_by_keyboard_and_stops_ringing(store, clock, chromium, address, script):
    urgent(store, clock)
    context = chromium.new_context(locale="en-GB", java_script_enabled=script, viewport={"width": 360, "height": 700})
    desk = Desk(context, address)
    page = desk.page
    page.goto(address + "/login?next=/find")
    page.get_by_label("User name").fill(AGENT.name)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    alarm = page.get_by_role("alert").filter(has_text="Mobile banking down tonight")
    expect(alarm).to_be_visible()
    alarm.get_by_role("link").click()
    expect(page.locator("#unread .entry")).to_contain_text("cards keep working")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Read and understood").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("read and understood")
    expect(page.locator(".ringing")).to_have_count(0)
    page.goto(address + "/find")
    expect(page.locator(".ringing")).to_have_count(0)
    assert desk.complaints == []
    context.close()
