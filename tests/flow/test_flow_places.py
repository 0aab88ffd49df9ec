"""A new place from its address to its first notices; and what is told when it changes later."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from bank_web import BankWeb, fee_page
from click.testing import CliRunner, Result

from ingest import settings
from ingest.cli import cli

HEAD = "[fetch]\nseconds_between_requests = 0\ntimeout_seconds = 2\n[bank]\nphones = ['95260']\n"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INGEST_LANG", "en")
    monkeypatch.delenv("INGEST_DATABASE_URL", raising=False)
    made = tmp_path / "sources.toml"
    made.write_text(HEAD, "utf-8")
    return made


def call(file: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, [*words, "--config", str(file)], catch_exceptions=False)


def added(file: Path, bank: BankWeb, *options: str, path: str = "/list.html") -> Result:
    return call(file, "sources", "add", bank.base + path, "--intranet", *options)


def probed(file: Path, *ids: str) -> dict[str, Any]:
    done = call(file, "sources", "probe", "--json", *ids)
    first: dict[str, Any] = json.loads(done.stdout)["sources"][0]
    assert (done.exit_code == 0) is (first["status"] == "ok")
    return first


def dumped(file: Path) -> list[str]:
    """Everything that the database holds, but for its search index's own tables."""
    with closing(sqlite3.connect(file.parent / "output" / "ingest.db")) as conn:
        names = [
            n
            for (n,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%'")
        ]
        return [repr(row) for name in names for row in conn.execute(f'SELECT * FROM "{name}"')]


def test_a_place_is_added_tried_and_read_without_an_edit(bank: BankWeb, file: Path) -> None:
    done = added(file, bank, "--write")
    assert done.exit_code == 0, done.output
    assert "3 entries, 3 with a date" in done.stderr and "ul.list li a: 3 of 3 entries" in done.stderr
    assert "2026-03-05  关于调整借记卡收费标准的公告（2026年6月）" in done.stderr
    source = settings.load(file, {}).sources[0]
    assert (source.link, source.expect, source.language, source.allow_private) == (("ul.list li a",), 3, "zh", True)
    assert file.read_text("utf-8").startswith(HEAD)
    assert not (file.parent / "output").exists(), "a look stores nothing"
    ran = call(file, "run", "--all", "--json")
    counted = json.loads(ran.stdout)["sources"][0]
    assert (ran.exit_code, counted["found"], counted["new"]) == (0, 3, 3)


def test_the_block_alone_goes_to_standard_output(bank: BankWeb, file: Path) -> None:
    done = added(file, bank, "--id", "mine")
    assert settings.of_text(file, done.stdout).sources[0].id == "mine"
    assert file.read_text("utf-8") == HEAD
    file.write_text(HEAD + done.stdout, "utf-8")
    again = added(file, bank, "--id", "mine", "--write")
    assert again.exit_code == 2 and "there is a source 'mine' already" in again.stderr
    assert file.read_text("utf-8") == HEAD + done.stdout


def test_a_first_source_may_come_before_its_file(bank: BankWeb, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.unlink()
    monkeypatch.chdir(file.parent)
    done = CliRunner().invoke(cli, ["sources", "add", bank.base + "/feed.xml", "--intranet", "--write"])
    assert done.exit_code == 0, done.output
    assert settings.load(file, {}).sources[0].kind.value == "feed"


def test_an_address_is_not_added_twice_by_mistake(bank: BankWeb, file: Path) -> None:
    assert added(file, bank, "--write").exit_code == 0
    again = added(file, bank, "--write")
    assert again.exit_code == 2 and "reads this address already" in again.stderr and "--id" in again.stderr
    assert added(file, bank, "--write", "--id", "second").exit_code == 0


def test_a_private_address_and_a_dead_one_are_told_with_what_to_do(bank: BankWeb, file: Path) -> None:
    done = call(file, "sources", "add", bank.base + "/list.html")
    assert done.exit_code == 1 and "private address" in done.stderr and "--intranet" in done.stderr
    done = added(file, bank, path="/nothing.html")
    assert done.exit_code == 1 and "no such page (404)" in done.stderr and not done.stdout


def test_a_place_that_gives_nothing_is_added_switched_off(bank: BankWeb, file: Path) -> None:
    bank.pages["/app.html"] = b"<html><body><div id=root></div><script src='/a.js'></script></body></html>"
    done = added(file, bank, "--write", path="/app.html")
    assert done.exit_code == 1 and "Chromium" in done.stderr
    assert not settings.load(file, {}).sources[0].enabled


def test_a_redesign_is_told_with_the_line_and_the_selector_that_works_now(bank: BankWeb, file: Path) -> None:
    added(file, bank, "--write", "--id", "place")
    call(file, "run", "--all")
    well = probed(file)
    assert (well["status"], well["found"], well["before"]["same"], well["advice"]) == ("ok", 3, 3, [])
    assert well["notice"]["characters"] > 50 and well["entries"][0]["published"] == "2026-03-05"
    rows = "".join(f"<div class='card'><h3><a href='{p}'>{t}</a></h3><i>2026-03-05</i></div>" for p, t in bank.listed)
    bank.pages["/list.html"] = f"<meta charset='utf-8'><div class='notices'>{rows}</div>".encode()
    changed = probed(file)
    assert (changed["status"], changed["found"], changed["before"]["found"]) == ("degraded", 0, 3)
    told = {a["key"]: a for a in changed["advice"]}
    lines = file.read_text("utf-8").splitlines()
    assert lines[told["link"]["line"] - 1] == 'link = ["ul.list li a"]' and not told["link"]["below"]
    lines[told["link"]["line"] - 1] = f"link = {told['link']['value']}"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    mended = probed(file)
    assert (mended["status"], mended["found"], mended["before"]["same"]) == ("ok", 3, 3)


def test_a_probe_in_words_says_what_changed_and_what_to_edit(bank: BankWeb, file: Path) -> None:
    added(file, bank, "--write", "--id", "place")
    added(file, bank, "--write", "--id", "feed", path="/feed.xml")
    call(file, "run", "--all")
    bank.pages["/list.html"] = 404
    del bank.listed[0]
    done = call(file, "sources", "probe")
    assert done.exit_code == 1
    assert "place: does not work" in done.stdout and "→ the address is gone" in done.stdout
    assert "feed: works: 2 entries" in done.stdout and "2 are still listed, 0 are new, 1 left the list" in done.stdout
    assert "2 sources tried: 1 work, 0 suspicious, 1 do not" in done.stdout


def test_a_probe_stores_nothing_and_asks_a_host_that_is_left_alone(bank: BankWeb, file: Path) -> None:
    added(file, bank, "--write")
    assert probed(file)["before"] is None
    assert not (file.parent / "output").exists()
    call(file, "run", "--all")
    before = dumped(file)
    probed(file)
    assert dumped(file) == before


def test_a_moved_list_and_a_body_that_finds_nothing_are_told(bank: BankWeb, file: Path) -> None:
    added(file, bank, "--write", "--id", "place")
    text = file.read_text("utf-8").replace("expect = 3", 'expect = 3\nbody = ["div.gone"]')
    file.write_text(text, "utf-8")

    def moved(handler: Any) -> None:
        handler.send_response(301)
        handler.send_header("Location", "/new/list.html")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    page = bank._made("/list.html")
    assert isinstance(page, bytes)
    for month, extra in ((6, "电子渠道办理的客户另享九折优惠。"), (7, "柜面办理须携带本人有效身份证件原件。")):
        bank.pages[f"/n/{month}.html"] = fee_page(month, extra=extra * 5)
    bank.pages |= {"/list.html": moved, "/new/list.html": page}
    told = {a["key"]: a["value"] for a in probed(file)["advice"]}
    assert told["url"] == f'"{bank.base}/new/list.html"' and told["body"] == '["div.content"]'


def test_check_tells_doubts_and_stays_quiet_otherwise(bank: BankWeb, file: Path) -> None:
    added(file, bank, "--write")
    done = call(file, "sources", "check")
    assert done.exit_code == 0 and "half a second" in done.stdout and "contact =" in done.stdout
    file.write_text(file.read_text("utf-8").replace("seconds_between_requests = 0", "contact = 'it@bank.example'"))
    assert call(file, "sources", "check").stdout.count("\n") == 1


@pytest.mark.parametrize("url", ["ftp://a.example/", "http://[", "https://me:secret@a.example/", "a b", ""])
def test_what_is_no_address_is_refused_and_not_looked_at(file: Path, url: str) -> None:
    done = call(file, "sources", "add", url)
    assert done.exit_code == 2 and "->" in done.stderr and "secret" not in done.stderr


def test_a_probe_of_nothing_is_refused_as_a_run_is(file: Path) -> None:
    done = call(file, "sources", "probe")
    assert done.exit_code == 2 and "no source is enabled" in done.stderr
