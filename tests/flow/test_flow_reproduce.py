"""The same drafts again, from the stored bytes and settings alone."""

from __future__ import annotations

import dataclasses

import pytest
from bank_web import LIST, BankWeb, Runs
from sqlalchemy import text
from test_flow_files import linked, workbook
from test_flow_rows import RATES, approve_all, rates, visit

from ingest.pipeline import again
from ingest.pipeline.again import Again, reproduce
from ingest.pipeline.how_read import rules_version


def every(runs: Runs) -> list[Again]:
    with runs.store.reading() as tx:
        ids = tx.conn.execute(text("SELECT id FROM revisions ORDER BY id")).scalars().all()
        return [reproduce(tx, revision) for id in ids if (revision := tx.notices.revision(id))]


def test_a_page_its_revision_and_its_files_are_drafted_the_same_again(runs: Runs, bank: BankWeb) -> None:
    bank.pages["/n/6.html"], bank.pages["/files/fees.xlsx"] = linked("fees.xlsx"), workbook("8元/本")
    assert runs.one(LIST).new == 3
    bank.pages["/files/fees.xlsx"] = workbook("9元/本")
    assert runs.one(LIST).revised == 1
    found = every(runs)
    assert len(found) == 4 and all(one.same and one.drafts for one in found), [one.differences for one in found]
    assert {one.rules_then for one in found} == {rules_version()} and not any(one.notes for one in found)


def test_a_watched_table_is_told_again_as_it_was(runs: Runs, bank: BankWeb) -> None:
    visit(runs, bank, rates(RATES))
    visit(runs, bank, rates([*RATES[:1], ("整存整取", "一年", "0.90%"), *RATES[2:]]))
    approve_all(runs)
    visit(runs, bank, rates([*RATES[:1], ("整存整取", "一年", "0.85%"), *RATES[2:]]))
    found = every(runs)
    assert len(found) == 3 and all(one.same for one in found), [one.differences for one in found]


def test_other_rules_are_named_and_what_they_draft_otherwise_is_shown(
    runs: Runs, bank: BankWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs.one(LIST)
    monkeypatch.setattr(again, "rules_version", lambda: "other")
    read = again._read

    def otherwise(job, how):
        made = read(job, how)
        first = made.checked[0]
        other = dataclasses.replace(first, content=dataclasses.replace(first.content, confidence=0.5))
        return dataclasses.replace(made, checked=(other, *made.checked[1:]))

    monkeypatch.setattr(again, "_read", otherwise)
    found = every(runs)
    assert all(one.notes == ("other_rules",) and not one.same for one in found)
    assert {d.what for one in found for d in one.differences} == {"confidence"}


def test_what_was_cleared_away_or_read_long_ago_is_said(runs: Runs, bank: BankWeb) -> None:
    runs.one(LIST)
    with runs.store.writing() as tx:
        tx.conn.execute(text("UPDATE revisions SET reading = NULL WHERE id = 1"))
        tx.conn.execute(text("DELETE FROM snapshots"))
    assert [one.missing for one in every(runs)][:2] == ["reading", "bytes"]
