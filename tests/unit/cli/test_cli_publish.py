"""`ingest publish`: what was written, what waits, and whether every channel could send."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import fee_page, publish_all, put
from click.testing import CliRunner, Result
from houses import HookHouse

from ingest import settings
from ingest.app import open_store, utc_now
from ingest.cli import cli

CHANNEL = """[[publish.channel]]
id = "desktop"
kind = "webhook"
url_env = "DESKTOP_URL"
allow_private = true
"""


@pytest.fixture
def hook():
    house = HookHouse()
    yield house
    house.close()


def ingest(folder: Path, *arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(
        cli, ["--config", str(folder / "sources.toml"), *arguments], env={"LANG": "en_GB.UTF-8", **environment}
    )


def bank(folder: Path, text: str = CHANNEL) -> None:
    (folder / "sources.toml").write_text(text, "utf-8")
    store = open_store(settings.load(folder / "sources.toml", {}))
    publish_all(store, put(store, *fee_page()), utc_now)
    store.close()


def test_it_names_the_files_and_sends_what_is_new_once(tmp_path: Path, hook: HookHouse) -> None:
    bank(tmp_path)
    said = ingest(tmp_path, "publish", DESKTOP_URL=hook.url)
    assert said.exit_code == 0, said.output
    assert str(tmp_path / "output" / "bulletin.ics") in said.output
    row = said.output.splitlines()[-1].split()
    assert row[:2] == ["desktop", "webhook"] and row[-1] == "0"
    assert ingest(tmp_path, "publish", DESKTOP_URL=hook.url).exit_code == 0 and len(hook.calls) == 1


def test_what_waits_is_said_with_its_reason(tmp_path: Path, hook: HookHouse) -> None:
    bank(tmp_path)
    hook.answer = 503
    said = ingest(tmp_path, "publish", DESKTOP_URL=hook.url)
    assert said.exit_code == 1 and "503" in said.output.splitlines()[-1]


def test_a_check_writes_and_sends_nothing(tmp_path: Path, hook: HookHouse) -> None:
    bank(tmp_path)
    said = ingest(tmp_path, "publish", "--check", DESKTOP_URL=hook.url)
    assert said.exit_code == 0 and hook.calls == [] and not (tmp_path / "output" / "bulletin.html").exists()
    said = ingest(tmp_path, "publish", "--check", DESKTOP_URL="")
    assert said.exit_code == 2 and "line 4: channel 'desktop', url_env" in said.stderr


def test_without_channels_there_are_only_files(tmp_path: Path) -> None:
    bank(tmp_path, "")
    said = ingest(tmp_path, "publish")
    assert said.exit_code == 0 and all(Path(line).is_file() for line in said.output.splitlines())
