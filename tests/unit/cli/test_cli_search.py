"""What agents find, in a terminal."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

sys.path.insert(0, str(Path(__file__).parents[2] / "store"))

from store_samples import URL, faq, publish

from ingest.cli import cli
from ingest.model import Moment
from ingest.store import Store


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INGEST_LANG", "en")
    monkeypatch.setenv("INGEST_DATABASE_URL", f"sqlite:///{tmp_path}/s.db")
    store = Store.open(f"sqlite:///{tmp_path}/s.db")
    with store.writing() as tx:
        until = Moment(dt.date(2026, 3, 31))
        publish(tx, faq("跨行转账手续费是多少？", "每笔6元。"), URL + "?1", title="收费公告", expires=until)
        publish(tx, faq("信用卡年费什么时候收？", "首次刷卡时。"), URL + "?2", title="年费公告")
    store.close()
    file = tmp_path / "sources.toml"
    file.write_text('[bank]\nname = "Lake Bank"\n', "utf-8")
    return file


def _search(config: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["search", *words, "--config", str(config), "--today", "2026-04-02"])


def test_state_end_and_number_stand_with_each_entry(config: Path) -> None:
    done = _search(config, "转账", "牡丹花")
    assert done.exit_code == 0, done.output
    assert done.output.startswith("#1  ended · until 2026-03-31") and "no entry says: 牡丹花" in done.output
    assert "#2  in force · no end date" in _search(config, "xyk", "nf").output


def test_the_index_is_made_anew(config: Path) -> None:
    assert "2 entries indexed anew" in _search(config, "--rebuild").output
    assert _search(config).exit_code == 2 and _search(config, "银杏叶").output == "nothing found\n"
