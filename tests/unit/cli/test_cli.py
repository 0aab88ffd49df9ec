"""The command line's own parts."""

from __future__ import annotations

import json
import os
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest.cli import COMMANDS, cli
from ingest.cli.table import cut, table, width
from ingest.cli.words import refusal, say
from ingest.errors import DiskFull, NotFound, StoreError
from ingest.review.refusals import WrongRole
from ingest.store import Store


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


@pytest.mark.parametrize(
    ("language", "says"), [("zh", "您的角色不允许此操作"), ("en", "Your role does not allow this")]
)
def test_refusals_speak_the_language_of_the_terminal(monkeypatch: pytest.MonkeyPatch, language: str, says: str) -> None:
    monkeypatch.setenv("INGEST_LANG", language)
    assert says in refusal(WrongRole())


def test_a_refusal_keeps_what_to_do_next_and_what_it_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INGEST_LANG", "zh")
    assert refusal(DiskFull(remedy="Make room.")) == "磁盘已满：未写入任何内容。\n  -> Make room."
    assert refusal(NotFound("There is no user named 'x'.")) == "There is no user named 'x'."


@pytest.mark.parametrize(
    ("args", "en", "zh"),
    [
        (["run", "nobody"], "there is no source 'nobody'", "没有来源 'nobody'"),
        (["run", "--today", "tomorrow"], "not a date", "不是日期"),
        (["run"], "no source is enabled", "没有启用的来源"),
        (["--config", "lost.toml", "run"], "no such file", "没有这个文件"),
        (["draft", "lost.html"], "no such file", "没有这个文件"),
        (["draft", "."], "is a folder", "是文件夹"),
        (["draft", "--json", "--explain", "sources.toml"], "one of them", "只能选一个"),
        (["import", "lost"], "no such file or folder", "没有这个文件或文件夹"),
        (["demo", "--serve-only"], "no demo was run here", "尚未运行过演示"),
        (["users", "password", "nobody"], "no user named 'nobody'", "没有名为 'nobody' 的用户"),
        (["users", "add", "", "--role", "auditor"], "1 to 200 characters", "1 至 200 个字符"),
    ],
)
def test_what_a_command_refuses_it_says_in_the_language_of_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: list[str], en: str, zh: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("INGEST_PASSWORD", raising=False)
    Path("sources.toml").write_text("[bank]\nname = 'x'\n", "utf-8")
    for language, says in (("en", en), ("zh", zh)):
        monkeypatch.setenv("INGEST_LANG", language)
        done = CliRunner().invoke(cli, args)
        assert done.exit_code == 2 and says in done.stderr, done.output


def test_a_database_that_is_none_is_refused_in_the_language_of_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notes.txt").write_text("somebody's notes " * 100)
    for language, says in (("en", "damaged or not a database"), ("zh", "文件已损坏或不是数据库")):
        monkeypatch.setenv("INGEST_LANG", language)
        with pytest.raises(StoreError, match=says):
            Store.open(str(tmp_path / "notes.txt"))


def test_a_file_that_makes_the_reader_stumble_costs_that_file_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from ingest.pipeline import read as reading

    def stumble(job: reading.Job) -> reading.Read:
        if job.raw == b"bad":
            raise KeyError("XYZ")
        return sound(job)

    sound = reading.read
    monkeypatch.setattr(reading, "read", stumble)
    (tmp_path / "bad.txt").write_bytes(b"bad")
    (tmp_path / "good.txt").write_text("关于调整借记卡年费的公告\n我行自2026年6月1日起免收借记卡年费。", "utf-8")
    done = CliRunner().invoke(cli, ["draft", "--json", str(tmp_path / "bad.txt"), str(tmp_path / "good.txt")])
    assert done.exit_code == 1
    assert "good.txt" in done.stdout and "bad.txt" not in done.stdout


def test_a_file_that_kills_its_reader_costs_that_file_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "tesseract"
    program.write_text('#!/bin/sh\n[ "$1" = --list-langs ] && echo eng && exit 0\nkill -9 $PPID\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    picture, good = tmp_path / "bad.gif", tmp_path / "good.txt"
    picture.write_bytes(b"GIF89a\x01\x00\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;")
    good.write_text("关于调整借记卡年费的公告\n我行自2026年6月1日起免收借记卡年费。", "utf-8")
    done = CliRunner().invoke(cli, ["draft", "--json", str(picture), str(good)])
    assert done.exit_code == 1
    assert "good.txt" in done.stdout and "bad.gif" not in done.stdout


def test_roles_of_a_person_are_changed_and_the_record_tells_it(tmp_path: Path) -> None:
    config = tmp_path / "sources.toml"
    config.write_text("[bank]\nname = 'b'\n", "utf-8")
    run = CliRunner().invoke
    assert run(cli, ["users", "add", "li", "--role", "agent", "--config", str(config)]).exit_code == 0
    done = run(cli, ["users", "roles", "li", "--role", "administrator", "--config", str(config)])
    assert done.exit_code == 0 and "administrator" in done.output
    assert "administrator" in run(cli, ["users", "list", "--config", str(config)]).output
    exported = run(cli, ["audit", "export", "--subject", "user:li", "--config", str(config)]).output.splitlines()
    assert [json.loads(line)["action"] for line in exported] == ["user_added", "roles_set"]
    assert run(cli, ["users", "roles", "nobody", "--role", "agent", "--config", str(config)]).exit_code == 2
