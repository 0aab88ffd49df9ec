"""What goes once a day, by itself."""

from __future__ import annotations

import datetime as dt
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from clocked import Clock, clock, store

from ingest import settings
from ingest.errors import ConfigurationError
from ingest.model import Snapshot, Validators
from ingest.operate.retention import clear, daily
from ingest.publish.archive import keep, prune
from ingest.settings import Settings
from ingest.store import Store
from ingest.store.addresses import Address

__all__ = ["clock", "store"]


@pytest.fixture
def made(tmp_path: Path, sqlite_url: str) -> Iterator[Settings]:
    file = tmp_path / "sources.toml"
    file.write_text("[retention]\nsnapshots = '30d'\neditions = '2d'\n[[source]]\nid='a'\nkind='folder'\npath='.'\n")
    yield settings.load(file, {"INGEST_DATABASE_URL": sqlite_url})


def _turned_away(store: Store, name: str, at: dt.datetime) -> None:
    page = Snapshot(name, name, 200, None, None, os.urandom(100), name * 64, Validators(sha256=name * 64), at)
    with store.writing() as tx:
        tx.snapshots.keep(page)
        tx.addresses.record([Address(name, page.validators, None, "procurement", at)])


def test_it_is_done_once_a_day(made: Settings, store: Store, clock: Clock) -> None:
    _turned_away(store, "a", clock.now)
    clock.forward(days=31)
    cleared = daily(made, store, clock)
    assert cleared and cleared.rows["snapshots"] == 1
    clock.forward(hours=1)
    assert daily(made, store, clock) is None
    clock.forward(hours=22)
    assert daily(made, store, clock)


def test_a_clock_that_was_ahead_does_not_stop_it_for_years(made: Settings, store: Store, clock: Clock) -> None:
    clock.forward(days=4000)
    assert daily(made, store, clock)
    clock.forward(days=-4000)
    assert daily(made, store, clock)


def test_it_stops_when_told_to_and_goes_on_the_next_time(made: Settings, store: Store, clock: Clock) -> None:
    _turned_away(store, "a", clock.now)
    clock.forward(days=31)
    stop = threading.Event()
    stop.set()
    cleared = clear(made, store, clock, stop)
    assert not cleared.rows
    done = daily(made, store, clock)
    assert done and done.rows["snapshots"] == 1


def test_past_editions_and_parts_that_a_kill_left_behind_go(made: Settings, store: Store, clock: Clock) -> None:
    made.folder.mkdir()
    day = clock.now.date()
    for back in range(4):
        (made.folder / "editions" / (day - dt.timedelta(days=back)).isoformat()).mkdir(parents=True)
    for name, age in ((".bulletin.html.1.part", 7200), (".feed.xml.2.part", 10)):
        (made.folder / name).touch()
        written = clock.now.timestamp() - age
        os.utime(made.folder / name, (written, written))
    assert clear(made, store, clock).files == 2
    assert [p.name for p in made.folder.glob(".*.part")] == [".feed.xml.2.part"]


def test_the_last_edition_of_each_day_is_kept_and_an_edition_is_never_changed(tmp_path: Path) -> None:
    page, monday = tmp_path / "bulletin.html", dt.date(2026, 3, 2)

    def publish(text: str, day: dt.date) -> None:
        part = tmp_path / "part"
        part.write_text(text)
        part.replace(page)
        keep(tmp_path, day, [page])

    publish("morning", monday)
    publish("evening", monday)
    publish("next day", monday + dt.timedelta(days=1))
    kept = {p.parent.name: p.read_text() for p in tmp_path.glob("editions/*/bulletin.html")}
    assert kept == {"2026-03-02": "evening", "2026-03-03": "next day"}
    assert prune(tmp_path, monday, most=1) == 1
    assert [p.name for p in (tmp_path / "editions").iterdir()] == ["2026-03-03"]


@pytest.mark.parametrize("said", ["snapshots = '12h'", "evidence = 'sometimes'", "visits = 3", "foo = '1d'"])
def test_periods_that_can_not_be_are_told(tmp_path: Path, said: str) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(f"[retention]\n{said}\n")
    with pytest.raises(ConfigurationError, match="line 2"):
        settings.load(file, {})


def test_evidence_may_be_kept_for_ever_or_for_a_stated_time(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text("[retention]\nevidence = 'forever'\n")
    assert settings.load(file, {}).retention.evidence is None
    file.write_text("[retention]\nevidence = '3650d'\n")
    assert settings.load(file, {}).retention.evidence == dt.timedelta(days=3650)
