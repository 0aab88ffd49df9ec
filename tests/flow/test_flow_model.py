"""A model in the flow: asked once for what is new or changed, never in the way of the notices."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from bank_web import BankWeb, InThread, fee_page
from click.testing import CliRunner
from model_service import Service, changing

from ingest import settings
from ingest.cli import cli
from ingest.model import RunReport, StoredDraft
from ingest.operate.unattended import run
from ingest.store.store import Store

REWORDED = (("上调至", "提高到"), ("什么时候", "从什么时候"), ("自2026年", "从2026年"))


@pytest.fixture
def service() -> Iterator[Service]:
    with closing(Service()) as made:
        yield made


@pytest.fixture
def configured(tmp_path: Path, bank: BankWeb, service: Service, monkeypatch: pytest.MonkeyPatch) -> settings.Settings:
    monkeypatch.setattr("ingest.app.ReaderPool", InThread)
    file = tmp_path / "sources.toml"
    file.write_text(
        f"""[fetch]
seconds_between_requests = 0
[drafting]
writer = "model"
url = "{service.url}"
model = "small"
timeout_seconds = 5
allow_private = true
[[source]]
id = "list"
kind = "listing"
url = "{bank.base}/list.html"
allow_private = true
""",
        "utf-8",
    )
    return settings.load(file, {})


def drafts(made: settings.Settings) -> list[StoredDraft]:
    with closing(Store.open(made.database_url)) as store, store.reading() as tx:
        return tx.drafts.queue()


def test_new_notices_are_reworded_once_and_unchanged_ones_never(
    configured: settings.Settings, service: Service, bank: BankWeb
) -> None:
    service.answer = changing(*REWORDED)
    bank.validators = False
    assert run(configured, everything=True).visits[0].new == 3
    told = [d.content for d in drafts(configured)]
    assert any(c.written_by == "model" for c in told)
    asked = len(service.seen)
    for path in bank.pages:
        bank.pages[path] = bytes(bank.pages[path]).replace("浏览次数：100".encode(), "浏览次数：101".encode())
    assert run(configured, everything=True).visits[0].unchanged == 3
    assert len(service.seen) == asked
    bank.pages["/n/7.html"] = fee_page(7, fee=18)
    assert run(configured, everything=True).visits[0].revised == 1
    assert len(service.seen) > asked


def test_a_model_that_is_down_costs_nothing_but_its_wording(configured: settings.Settings, service: Service) -> None:
    service.answer = lambda _: (500, "down")
    report: RunReport = run(configured, everything=True)
    assert report.visits[0].new == 3 and report.visits[0].status.value == "ok"
    told = [d.content for d in drafts(configured)]
    assert told and all(c.written_by == "rules" and c.model_refused for c in told)
    assert len(service.seen) <= 2 * 3


def test_the_terminal_says_who_worded_a_draft(
    configured: settings.Settings, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(fee_page(6))
    service.answer = changing(*REWORDED, ("60周岁", "65周岁"))
    asked = ["draft", str(page), "--config", str(configured.file), "--today", "2026-03-10"]
    for language, taken, refused in (("en", "worded by the model", "not taken"), ("zh", "由模型润色", "未采用")):
        monkeypatch.setenv("INGEST_LANG", language)
        said = CliRunner().invoke(cli, asked).output
        assert taken in said and refused in said
    printed = json.loads(CliRunner().invoke(cli, [*asked, "--json"]).output)
    marks = [(f["written_by"], f["model_refused"]) for f in printed["faqs"] if "written_by" in f]
    assert ("model", None) in marks
    assert any(by == "rules" and why.startswith("value_lost") for by, why in marks if why)


def test_without_its_key_a_run_says_so_and_reads_nothing(
    configured: settings.Settings, bank: BankWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = configured.file.read_text("utf-8").replace('model = "small"', 'model = "small"\nkey_env = "NO_SUCH_KEY"')
    configured.file.write_text(text, "utf-8")
    monkeypatch.delenv("NO_SUCH_KEY", raising=False)
    for command in (["run", "--all"], ["sources", "check"]):
        done = CliRunner().invoke(cli, [*command, "--config", str(configured.file)])
        assert done.exit_code == 2 and "NO_SUCH_KEY" in done.output
    assert not bank.requests
