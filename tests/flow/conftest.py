"""Fixtures of the flow tests: the bank on loopback, and runs over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bank_web import BankWeb, Runs, fee_page
from clocked import Clock, clock, store

from ingest.store.store import Store

__all__ = ["bank", "clock", "runs", "store"]


@pytest.fixture
def bank() -> Iterator[BankWeb]:
    made = BankWeb()
    for month in (6, 7, 8):
        made.pages[f"/n/{month}.html"] = fee_page(month)
        made.listed.append((f"/n/{month}.html", f"关于调整借记卡收费标准的公告（2026年{month}月）"))
    yield made
    made.close()


@pytest.fixture
def runs(bank: BankWeb, store: Store, tmp_path: Path, clock: Clock) -> Runs:
    return Runs(bank, store, tmp_path, clock)
