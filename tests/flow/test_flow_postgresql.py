"""A bank's installation on PostgreSQL, by its commands alone: runs, decisions, the edition."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from bank_web import FEED, LIST, BankWeb, Runs, fee_page
from commands import run

from ingest.store.store import Store


class Installation:
    """A folder with a configuration, and INGEST_DATABASE_URL."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url

    def __call__(self, *args: str, password: str = "") -> str:
        clean = {k: v for k, v in os.environ.items() if not k.startswith("INGEST_")}
        ours = {"INGEST_DATABASE_URL": self.url, "INGEST_PASSWORD": password, "INGEST_LANG": "en"}
        done = run([*args, "--today", "2026-03-10"], self.folder, clean | ours, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def run(self) -> dict[str, int]:
        totals: dict[str, int] = json.loads(self("run", "--all", "--json"))["totals"]
        return totals


@pytest.fixture
def ingest(runs: Runs, postgresql_url: str, tmp_path: Path) -> Installation:
    runs.settings(LIST, FEED)
    return Installation(tmp_path, postgresql_url)


def test_runs_on_postgresql_find_each_notice_once_and_an_edit_is_a_revision(
    ingest: Installation, bank: BankWeb
) -> None:
    first, second = ingest.run(), ingest.run()
    assert (first["new"], first["repeated"]) == (3, 3)
    assert (second["new"], second["drafts"], second["unchanged"]) == (0, 0, 6)
    bank.pages["/n/7.html"] = fee_page(7, fee=18)
    third = ingest.run()
    assert (third["revised"], third["new"]) == (1, 0)
    store = Store.open(ingest.url)
    with store.reading() as tx:
        drafts = tx.drafts.queue(limit=1000)
        assert len({(d.revision_id, d.kind, str(d.content)) for d in drafts}) == len(drafts)
        assert len({d.notice_id for d in drafts}) == 3
        assert tx.audit.verify() is None
    store.close()
    assert not list(ingest.folder.glob("output/*.db"))


def test_what_two_people_sign_on_postgresql_is_published_and_found(ingest: Installation) -> None:
    ingest.run()
    ingest("users", "add", "li.na", "--role", "customer_expert", password="a quiet morning")
    ingest("users", "add", "wang.wei", "--role", "business_expert", password="a busy evening")
    listed = ingest("review", "list").splitlines()[2:]
    waiting = [line.split()[0] for line in sorted(listed, key=lambda line: "FAQ" not in line)]
    assert "business expert" in ingest("review", "approve", waiting[0], "--user", "li.na", password="a quiet morning")
    said = ingest("review", "approve", waiting[0], "--user", "wang.wei", password="a busy evening")
    assert "published as entry 1" in said
    ingest("review", "reject", waiting[1], "--user", "li.na", "--reason", "a double", password="a quiet morning")
    ingest("publish")
    assert len(json.loads((ingest.folder / "output" / "faq.json").read_text("utf-8"))["faqs"]) == 1
    assert "关于调整借记卡收费标准的公告" in ingest("search", "借记卡")
    assert "the record is whole" in ingest("audit", "verify")
    assert len(ingest("review", "list").splitlines()) == len(waiting)
