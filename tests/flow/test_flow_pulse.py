"""The scheduler's pulse: it beats while it works, sends what waits, and is taken back at a clean end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from bank_web import BankWeb, Runs
from houses import HookHouse

from ingest import settings
from ingest.operate.background import scheduling
from ingest.store.meta import PULSE


@pytest.fixture
def hook() -> Iterator[HookHouse]:
    house = HookHouse()
    yield house
    house.close()


def wait_for(happened: Callable[[], object]) -> None:
    until = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.02)


def test_a_scheduler_beats_pings_and_sends_what_waits_and_says_when_it_goes(
    runs: Runs, bank: BankWeb, hook: HookHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALERT_URL", f"{hook.url}/alert")
    monkeypatch.setenv("PING_URL", f"{hook.url}/ping")
    runs.settings()
    file = runs.folder / "sources.toml"
    called = "".join(
        f"[alerts.{name}]\nurl_env = '{name.upper()}_URL'\nallow_private = true\n" for name in ("webhook", "ping")
    ).replace("WEBHOOK_URL", "ALERT_URL")
    file.write_text(file.read_text("utf-8") + called, "utf-8")
    with runs.store.writing() as tx:
        tx.deliveries.put("webhook", "k", "plain", {"subject": "s", "text": "t"})

    def pulse() -> str | None:
        with runs.store.reading() as tx:
            return tx.meta.get(PULSE)

    with scheduling(settings.load(file, {}), runs.store, runs.clock, visits=False):
        wait_for(lambda: {path for path, _, _ in hook.calls} >= {"/alert", "/ping"})
        assert pulse() == runs.clock().isoformat()
    assert pulse() is None
    assert [body["subject"] for path, _, body in hook.calls if path == "/alert"] == ["s"]
