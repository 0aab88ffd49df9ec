"""`ingest stats questions`."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from builders import ADMIN
from click.testing import CliRunner

from ingest.answer.questions.forwarding import forward
from ingest.cli import cli
from ingest.store.store import Store, utc_now


@pytest.fixture
def file(tmp_path: Path) -> str:
    made = tmp_path / "sources.toml"
    made.write_text("[[department]]\nid = 'cards'\nname = 'Cards'\n", "utf-8")
    (tmp_path / "output").mkdir()
    store = Store.open(str(tmp_path / "output" / "ingest.db"))
    with store.writing() as tx:
        ada = tx.users.add("ada", "Ada", ADMIN.roles, "")
    forward(
        store,
        type(ADMIN)("ada", ADMIN.roles, ada),
        "=1+1 Which stations take part?",
        "C-1",
        "",
        dt.datetime(2026, 11, 23),
        utc_now,
    )
    store.close()
    return str(made)


def told(file: str, *args: str) -> str:
    done = CliRunner().invoke(cli, ["stats", "questions", "--config", file, *args])
    assert done.exit_code == 0, done.output
    return done.output


def test_in_a_terminal_as_json_and_as_csv(file: str) -> None:
    assert "Difficult" not in told(file) and "Questions forwarded" in told(file)
    data = json.loads(told(file, "--json"))
    assert (data["forwarded"], data["asks"], data["waiting"], data["overdue"]) == (1, 1, 1, 0)
    assert data["departments"][0]["department"] is None and data["departments"][0]["median_hours"] is None
    assert told(file, "--csv", "questions").splitlines()[1] == "Questions forwarded,1"


def test_an_unknown_table_is_named(file: str) -> None:
    done = CliRunner().invoke(cli, ["stats", "questions", "--config", file, "--csv", "nothing"])
    assert done.exit_code == 2 and "there is no such table" in done.output
