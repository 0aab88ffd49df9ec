"""The command line's own parts."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from click.testing import CliRunner

from ingest.cli import COMMANDS, cli
from ingest.cli.table import cut, table, width
from ingest.cli.words import say


def test_every_text_is_there_in_both_languages() -> None:
    texts = tomllib.loads(files("ingest.cli").joinpath("words.toml").read_text("utf-8"))
    assert all(set(t) == {"en", "zh"} and all(t.values()) for t in texts.values())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_answers_help(name: str) -> None:
    done = CliRunner().invoke(cli, [name, "--help"])
    assert done.exit_code == 0, done.output
    assert "Usage" in done.output


def test_the_language_follows_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INGEST_LANG", "zh_CN.UTF-8")
    assert say("no_hits") == "没有找到"
    monkeypatch.setenv("INGEST_LANG", "en_GB")
    assert say("no_hits") == "nothing found"


def test_chinese_cells_take_two_columns_and_controls_none() -> None:
    assert width("公告a") == 5
    assert cut("关于调整收费", 7) == "关于调…"
    assert "\x1b" not in cut("a\x1b[31mred", 20)
    lines = table(["a", "b"], [["公告", 1], ["x", 22]]).splitlines()
    assert lines[2].index("1") == lines[3].index("22") - 2
