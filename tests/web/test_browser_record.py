"""A changed source, and the chain of the record, in a real browser: by keys, without script, on a phone."""

from __future__ import annotations

import pytest
from builders import ADMIN, AUDITOR, BUSINESS, CUSTOMER
from desks import Desk
from playwright.sync_api import expect
from revised import revised

from ingest.model import Actor
from ingest.review import record


@pytest.fixture
def sit(chromium, address):
    contexts = []

    def down(person: Actor, path: str, **options: object) -> Desk:
        contexts.append(chromium.new_context(**{"locale": "en-GB", **options}))
        one = Desk(contexts[-1], address)
        one.log_in(person)
        one.page.goto(address + path)
        return one

    yield down
    for context in contexts:
        context.close()


def test_new_facts_are_carried_without_script_and_two_people_replace_the_entry(store, clock, sit):
    entries, revision_id = revised(store, clock)
    one = sit(CUSTOMER, f"/revisions/{revision_id}", java_script_enabled=False)
    page = one.page
    expect(page.locator("#old del")).to_have_count(2)
    expect(page.locator("#new ins").first).to_have_text("5")
    page.get_by_role("link", name="new notice", exact=True).first.click()
    target = page.locator("mark:target")
    expect(target).to_contain_text("5元")
    page.get_by_role("button", name="Carry into the chosen entries").click()
    expect(page.get_by_role("status")).to_contain_text("The new values are carried in")
    page.get_by_role("link", name="See the draft with the new values").first.click()
    page.get_by_role("button", name="Approve as customer expert").first.click()
    with store.reading() as tx:
        made = tx.carried.of_entries([entries[0].id])[0].draft_id
        assert [a.actor for a in tx.versions.approvals(made)] == ["chen"]
    other = sit(BUSINESS, f"/corrections/{made}")
    other.page.get_by_role("checkbox").nth(1).uncheck()
    other.page.get_by_role("button", name="Approve the chosen drafts").click()
    expect(other.page.get_by_role("status")).to_contain_text("1 signed")
    other.page.goto(f"{other.address}/entries/{entries[0].id}")
    expect(other.page.get_by_role("status")).to_contain_text(f"Entry {entries[0].id} was replaced by this one")
    expect(other.page.locator("article.entry .answer")).to_contain_text("每笔5元，以前每笔10元")
    assert other.complaints == []


def test_the_chain_goes_on_by_itself_to_its_end(store, sit, monkeypatch):
    monkeypatch.setattr(record.verify_record, "__defaults__", (0, 40))
    with store.writing() as tx:
        for n in range(150):
            tx.audit.append("wang", "looked", f"draft:{n}", {}, tx.clock())
    one = sit(AUDITOR, "/audit/verify")
    expect(one.page.get_by_role("status")).to_contain_text("The record is whole: 151 rows")
    assert one.complaints == []


@pytest.mark.parametrize(("width", "zoom"), [(360, 1), (1280, 2)])
def test_nothing_runs_off_a_phone_or_a_doubled_page(store, clock, sit, width, zoom):
    _, revision_id = revised(store, clock)
    one = sit(ADMIN, "/board", viewport={"width": width // zoom, "height": 800})
    for path in (f"/revisions/{revision_id}", f"/impact?revision={revision_id}", "/impact", "/entries/1"):
        one.page.goto(one.address + path)
        assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert one.complaints == []
