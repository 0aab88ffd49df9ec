"""Finding the answer with keys alone, at a real browser, while a customer is on the line."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

import pytest
from builders import AGENT, changed, fee_page, put
from builders import publish_all as publish_approved
from desks import fits, press
from playwright.sync_api import Page, expect
from visits import PASSWORD

sys.path.insert(0, str(Path(__file__).parents[1] / "search"))

from customers import filled, texts

SPOKEN = {
    "zh": {
        "刷几次卡不收年费": "z001",
        "掌银登不上 密码想不起来了": "z089",
        "APP闪退": "z094",
        "卡丢了": "z120",
        "ATM吞卡": "z122",
        "zhuanzhang xiane": "z101",
        "驗證碼收不到": "z095",
        "积份会不会清零": "z049",
        "lx2201": "z075",
        "三块五": "z011",
    },
    "en": {
        "forex card fee abroad": "e003",
        "forgot my passwrod": "e050",
        "card swallowed": "e066",
        "trasnfer limit": "e057",
        "airprot lounge how many times": "e029",
        "TDNEW3": "e023",
        "sent money to wrong person": "e070",
        "bank letter for visa": "e012",
        "my check bounced fee": "e011",
        "can't log in after new phone": "e051",
    },
}
SECONDS = 10
"""Within which the card of a spoken question is open."""
QUESTIONS = {written["id"]: written["question"] for written in texts()}


@pytest.fixture(scope="module")
def bank(tmp_path_factory):
    """A file with the entries of a made-up bank."""
    path = tmp_path_factory.mktemp("bank") / "store.db"
    filled(path)[0].close()
    return path


@pytest.fixture
def sqlite_url(bank, tmp_path):
    shutil.copy(bank, tmp_path / "store.db")
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture
def find(desk):
    """An agent before the page."""

    def open_page(**options: object) -> Page:
        one = desk(**options)
        page = one.page
        page.goto(f"{one.address}/login?next=/find")
        page.locator('input[name="name"]').fill(AGENT.name)
        page.locator('input[name="password"]').fill(PASSWORD)
        page.keyboard.press("Enter")
        if options.get("java_script_enabled", True):
            page.locator("html.scripted").wait_for()
        expect(page.locator('#find input[name="q"]')).to_be_focused()
        return page

    return open_page


def _opened(page: Page, name: str) -> None:
    expect(page.locator("#card h2")).to_have_text(QUESTIONS[name])


def test_keys_alone_find_open_count_and_go_back(find):
    page = find()
    field = page.locator('#find input[name="q"]')
    expect(field).to_be_focused()
    page.keyboard.type("卡丢了")
    expect(page.locator(".hit a").first).to_contain_text("挂失")
    press(page, "ArrowDown", "ArrowDown")
    expect(page.locator(".hit a").nth(1)).to_be_focused()
    press(page, "ArrowUp", "Enter")
    _opened(page, "z120")
    expect(page.locator("#card")).to_be_focused()
    press(page, "+")
    expect(page.locator("#card [role=status]")).to_contain_text("1")
    press(page, "/")
    expect(field).to_be_focused()
    expect(field).to_have_value("卡丢了")
    press(page, "Escape")
    expect(field).to_have_value("")
    expect(page.locator(".hit")).to_have_count(0)
    page.keyboard.type("ATM吞卡")
    expect(page.locator(".hit a").first).to_contain_text("吞卡")
    press(page, "Alt+1")
    _opened(page, "z122")


def test_an_input_methods_own_keys_do_nothing(find):
    page = find()
    page.keyboard.type("卡丢了")
    expect(page.locator(".hit a").first).to_contain_text("挂失")
    held = """key => document.activeElement.dispatchEvent(new KeyboardEvent(
      "keydown", { key, code: "Digit1", altKey: true, isComposing: true, bubbles: true, cancelable: true }))"""
    for key in ("ArrowDown", "Escape", "1"):
        assert page.evaluate(held, key)
    expect(page.locator('#find input[name="q"]')).to_have_value("卡丢了")
    expect(page.locator("#card h2")).to_have_count(0)


def test_one_press_copies_the_line_to_say(store, clock, find):
    document, facts, faq, bulletin = fee_page()
    drafts = put(store, document, facts, changed(faq, question="柜面转账手续费？", say="您好，每笔六元。"), bulletin)
    entry = publish_approved(store, drafts, clock)[0]
    page = find(permissions=["clipboard-read", "clipboard-write"])
    page.goto(page.url.split("?")[0] + f"?q=%23{entry.id}")
    press(page, "Alt+1")
    said = page.locator("#card .say p").first
    page.locator("#card .copy").first.click()
    expect(page.locator("#card .copy").first).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == said.inner_text()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_cards_of_ten_spoken_questions_are_open_within_ten_seconds_each(find, language):
    page = find(locale="zh-CN" if language == "zh" else "en-GB")
    page.locator("html.scripted").wait_for()
    slow = {}
    for said, name in SPOKEN[language].items():
        began = time.monotonic()
        press(page, "Escape")
        page.keyboard.type(said)
        page.locator(".hit:nth-child(-n+3) a", has_text=QUESTIONS[name]).first.press("Enter")
        _opened(page, name)
        slow[said] = time.monotonic() - began
    assert max(slow.values()) < SECONDS, slow


@pytest.mark.parametrize("width", [360, 640])
def test_the_page_fits_a_phone_and_twice_the_type(find, width):
    page = find(viewport={"width": width, "height": 760})
    page.goto(page.url.split("?")[0] + "?q=年费")
    press(page, "Alt+1")
    expect(page.locator("#card h2")).to_be_visible()
    assert fits(page)


def test_it_works_without_a_script(find):
    page = find(java_script_enabled=False)
    page.locator('#find input[name="q"]').fill("卡丢了")
    page.keyboard.press("Enter")
    page.locator(".hit a", has_text=QUESTIONS["z120"]).click()
    _opened(page, "z120")
    page.locator("#asked").click()
    expect(page.locator("#card [role=status]")).to_contain_text("1")
