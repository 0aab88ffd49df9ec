"""People at real browsers."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, expect
from visits import PASSWORD

from ingest.model import Actor

PATIENCE = 10_000
"""Milliseconds; what a busy machine may take for a page. Nobody waits that long for what comes."""

expect.set_options(timeout=PATIENCE)

ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Desk:
    """One person at one browser; complaints of the page are collected."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.address = address
        self.complaints: list[str] = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def log_in(self, person: Actor) -> Page:
        self.page.goto(f"{self.address}/login?next=/queue")
        self.page.get_by_label("User name").fill(person.name)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Review queue")
        return self.page


def press(page: Page, *keys: str) -> None:
    """Keys are heard once the page's script has run."""
    page.locator("html.scripted").wait_for()
    for key in keys:
        page.keyboard.press(key)


def card(page: Page, name: str) -> Locator:
    return page.locator("article.draft", has=page.get_by_role("heading", name=name))


def fits(page: Page) -> bool:
    """Nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
