from __future__ import annotations

import json

import pytest
from builders import fee_page, publish_all, put
from click.testing import CliRunner

from ingest.cli import cli
from ingest.store.store import Store, utc_now

CONFIG = '[bank]\nname = "湖滨银行"\n\n[[source]]\nid = "lake-notices"\nkind = "page"\nurl = "https://www.lakebank.example/n/1"\n'


@pytest.fixture
def ask(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sources.toml").write_text(CONFIG)
    monkeypatch.delenv("INGEST_DATABASE_URL", raising=False)
    first = CliRunner().invoke(cli, ["stats", "desk"])
    assert first.exit_code == 0, first.output
    database = next(tmp_path.rglob("*.db"))
    store = Store.open(str(database))
    publish_all(store, put(store, *fee_page()), utc_now)
    store.close()
    return lambda *words: CliRunner().invoke(cli, ["stats", "desk", *words])


def test_every_table_comes_with_what_it_counts(ask):
    said = ask().output
    assert "Accepted unchanged" in said and "100 %" in said
    assert "Of the entries published in the period" in said


def test_one_object_holds_everything(ask):
    found = json.loads(ask("--json").output)
    assert found["edited"]["unchanged"]["hits"] == 2
    assert found["by_category"] == {"fee_change": {"notices": 1, "published": 2}}
    nobody = json.loads(ask("--json", "--category", "maintenance", "--period", "month").output)
    assert nobody["by_category"] == {}


def test_one_table_is_a_csv_file(ask):
    lines = ask("--csv", "categories").output.removeprefix("\ufeff").splitlines()
    assert lines == ["Category,Notices,Published", "Fees & charges,1,2"]


@pytest.mark.parametrize(
    "words", [["--csv", "passwords"], ["--category", "nonsense"], ["--period", "dates"], ["--period", "year"]]
)
def test_what_can_not_be_counted_is_refused_plainly(ask, words):
    answer = ask(*words)
    assert answer.exit_code == 2 and "Traceback" not in answer.output
