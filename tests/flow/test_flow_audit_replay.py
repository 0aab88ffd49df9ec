"""Scenario 20: no network; saved pages are carried over by hand, published, packed for the auditor, drafted again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bank_web import fee_page
from builders import BUSINESS, CUSTOMER
from click.testing import CliRunner, Result
from sqlalchemy import text

from ingest.cli import cli
from ingest.model import DraftKind
from ingest.review.decisions import approve
from ingest.store import Store


class Desk:
    def __init__(self, folder: Path) -> None:
        self.folder, self.config = folder, folder / "sources.toml"
        self.config.write_text("[bank]\nname = '我的银行'\n", "utf-8")

    def __call__(self, *args: str, code: int = 0) -> Result:
        done = CliRunner().invoke(cli, [*args, "--config", str(self.config)])
        assert done.exit_code == code, done.output
        return done

    def store(self) -> Store:
        return Store.open(str(self.folder / "output" / "ingest.db"))

    def publish(self) -> int:
        store = self.store()
        with store.reading() as tx:
            draft = next(d for d in tx.drafts.queue() if d.kind is DraftKind.BULLETIN)
        done = approve(store, CUSTOMER, draft.id, 1, store.clock)
        if done.entry_id is None:
            done = approve(store, BUSINESS, draft.id, 1, store.clock)
        store.close()
        assert done.entry_id
        return done.entry_id


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    for name in ("INGEST_DATABASE_URL",):
        monkeypatch.delenv(name, raising=False)
    made = Desk(tmp_path)
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "6.html").write_bytes(fee_page(6))
    assert "1 new" in made("import", str(pages)).output
    return made


def test_an_auditor_gets_the_bytes_the_same_draft_and_a_whole_record(desk: Desk, tmp_path: Path) -> None:
    entry = desk.publish()
    file = tmp_path / "evidence.zip"
    said = desk("evidence", str(entry), "-o", str(file)).output
    assert "SHA-256" in said
    assert "is whole" in desk("evidence", "verify", str(file), "--database").output
    assert "the same drafts again" in desk("evidence", "reproduce", str(entry)).output
    assert "1 of 1 the same" in desk("evidence", "reproduce", "--all").output
    assert "the record is whole" in desk("audit", "verify").output
    first = file.read_bytes()
    desk("evidence", str(entry), "-o", str(file))
    assert file.read_bytes() == first


def test_whoever_gets_round_the_database_is_found_and_the_row_is_named(desk: Desk, tmp_path: Path) -> None:
    entry = desk.publish()
    file = tmp_path / "evidence.zip"
    desk("evidence", str(entry), "-o", str(file))
    store = desk.store()
    with store.writing() as tx:
        row = next(e.id for e in tx.audit.events(f"entry:{entry}") if e.action == "published")
        for name in ("update", "delete", "replace"):
            tx.conn.execute(text(f"DROP TRIGGER audit_no_{name}"))
        tx.conn.execute(text(f"UPDATE audit SET actor = 'nobody', hash = '{'0' * 64}' WHERE id = {row}"))
    store.close()
    assert f"broken at row {row}: its content was changed" in desk("audit", "verify", code=1).output
    assert f"row {row} of the record is another" in desk("evidence", "verify", str(file), "--database", code=1).output


def test_the_record_goes_out_as_lines_or_as_a_table_that_computes_nothing(desk: Desk, tmp_path: Path) -> None:
    store = desk.store()
    with store.writing() as tx:
        tx.audit.append("=cmd|' /C calc'!A0", "looked", "user:+1", {"reason": "@SUM(1)"}, tx.clock())
    store.close()
    lines = [json.loads(line) for line in desk("audit", "export").output.splitlines()]
    assert lines[-1]["action"] == "looked" and lines[-1]["previous"] == lines[-2]["hash"]
    only = desk("audit", "export", "--action", "notice.found").output.splitlines()
    assert len(only) == 1 and json.loads(only[0])["detail"]["sha256"]
    table = tmp_path / "audit.csv"
    desk("audit", "export", "--format", "csv", "-o", str(table), "--actor", "=cmd|' /C calc'!A0")
    rows = table.read_text("utf-8").splitlines()
    assert len(rows) == 2 and ",'=cmd|' /C calc'!A0," in rows[1] and '"' in rows[1]
    assert desk("audit", "export", "--since", "2999-01-01").output == ""


def test_what_is_not_there_is_told_with_what_to_do(desk: Desk, tmp_path: Path) -> None:
    assert "there is no published entry 99" in desk("evidence", "99", code=2).output
    assert "--all" in desk("evidence", "reproduce", code=2).output
    (tmp_path / "x.zip").write_bytes(b"no")
    assert "no evidence pack" in desk("evidence", "verify", str(tmp_path / "x.zip"), code=1).output
