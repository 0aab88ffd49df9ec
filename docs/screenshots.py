"""The pictures of the documentation, taken of the demo's pages as they are.

make screenshots                  writes docs/*.png
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from ingest import app, settings
from ingest.cli.progress import Progress
from ingest.demo.play import clock, play
from ingest.demo.server import serving
from ingest.model import DraftKind
from ingest.store.store import Store
from ingest.web.app import create_app
from ingest.web.configured import configured
from ingest.web.server import Server

DOCS = Path(__file__).parent
LARGEST = 200_000
"""Bytes of a picture: whoever reads the documentation should not wait for it."""
_ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
_DESK = {"width": 1100, "height": 640}
_PHONE = {"width": 390, "height": 760}


@contextmanager
def pages(folder: Path, store: Store, now: app.Clock) -> Iterator[str]:
    """The address of the pages over the demo's store."""
    with configured(settings.load(folder / "sources.toml", {}), now, host="127.0.0.1", https=False) as options:
        made = create_app(store, options)
        server = Server(uvicorn.Config(made, port=0, log_level="error", lifespan="off", ws="none"), made)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        server.should_exit = True
        thread.join(5)


class Camera:
    """Takes pages of one demo. `passwords` maps a user's name to the password."""

    def __init__(self, browser: Browser, address: str, passwords: dict[str, str]) -> None:
        self._browser, self._address, self._passwords = browser, address, passwords

    def take(
        self,
        name: str,
        person: str,
        path: str,
        language: str = "en",
        *,
        before: Callable[[Page], None] | None = None,
        size: dict[str, int] = _DESK,
    ) -> None:
        """One picture of what `person` sees at `path`, after `before` did what a hand would do."""
        context = self._browser.new_context(base_url=self._address, viewport=size, locale=language)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"/login?lang={language}")
        page.locator("input[name=name]").fill(person)
        page.locator("input[name=password]").fill(self._passwords[person])
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/login" not in url)
        page.goto(path, wait_until="load")
        if before:
            before(page)
        file = DOCS / f"{name}.png"
        page.screenshot(path=file, animations="disabled")
        context.close()
        if file.stat().st_size > LARGEST:
            sys.exit(f"{file}: {file.stat().st_size} bytes")
        sys.stdout.write(f"{file.name:<22}{file.stat().st_size / 1000:>6.0f} kB\n")


def light(page: Page) -> None:
    page.locator(".content a.trace").nth(2).hover()


def album(camera: Camera, store: Store) -> None:
    with store.reading() as tx:
        drafts = tx.drafts.queue()
        entries = tx.entries.all()
    changed = next(d for d in drafts if d.revises and d.kind is DraftKind.BULLETIN)
    rates = next(d for d in drafts if d.category and d.category.value == "rate_change")
    fee = next(e for e in entries if e.kind is DraftKind.FAQ)
    camera.take("queue", "administrator", "/queue")
    camera.take("queue.zh", "administrator", "/queue", "zh")
    camera.take("notice", "customer", f"/notices/{rates.notice_id}", before=light)
    camera.take("notice.zh", "customer", f"/notices/{rates.notice_id}", "zh", before=light)
    camera.take("facts", "customer", f"/notices/{rates.notice_id}?fact=figure-0#facts")
    camera.take("revision", "customer", f"/revisions/{changed.revision_id}", size={"width": 1400, "height": 720})
    camera.take("expert.zh", "business", "/expert", "zh", size=_PHONE)
    camera.take("numbers", "administrator", "/numbers?span=month")
    camera.take("card.zh", "agent", f"/find/cards/{fee.id}?q=%E6%89%8B%E7%BB%AD%E8%B4%B9", "zh")


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch, serving() as site, Progress() as progress:
        folder = Path(scratch) / "demo"
        played = play(folder, site, progress, lambda key: None)
        now = clock()
        store = app.open_store(settings.load(folder / "sources.toml", {}), now)
        with pages(folder, store, now) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=_ARGUMENTS)
            album(Camera(browser, address, played.passwords), store)
            browser.close()
        store.close()


if __name__ == "__main__":
    main()
