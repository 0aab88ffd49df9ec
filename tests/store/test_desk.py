"""Lean rows of the queue: what a list shows, without a content being decoded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from store_samples import NOON, URL, add_draft, add_notice, bulletin, entry_for, faq, new_draft

from ingest.model import Approval, DraftState, Evidence, Flag, FlagCode, Moment, Role, Span, Unsupported, Urgency
from ingest.store import Store
from ingest.store import codec as stored_shapes

DAY = Moment(dt.date(2026, 5, 1))


@contextmanager
def _counted(store: Store) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT"):
            statements.append(statement)

    event.listen(store._reader, "before_cursor_execute", note)
    yield statements
    event.remove(store._reader, "before_cursor_execute", note)


def test_a_row_says_what_a_list_shows(store: Store) -> None:
    flag = Flag(FlagCode.CONFLICT, Evidence(Span(0, 1), "关", "test"), "contradiction")
    with store.writing() as tx:
        place = add_notice(tx)
        told = bulletin(starts=DAY, expires=DAY, review=True, confidence=0.8)
        more: dict[str, Any] = {"starts": DAY, "expires": DAY, "urgency": Urgency.P1}
        atoms = (Unsupported("script", "30元"), Unsupported("script", "40元"))
        more |= {"source_ids": ("feed", "site"), "flags": (flag, flag), "unsupported": atoms}
        tx.drafts.add(new_draft(*place, told, **more))
    with store.reading() as tx:
        (row,) = tx.desk.rows()
    assert (row.headline, row.confidence, row.untraced, row.flags) == (told.headline, 0.8, 2, (FlagCode.CONFLICT,))
    assert (row.starts, row.expires, row.review, row.whole) == (DAY, DAY, True, True)
    assert row.sources == ("feed", "site") and row.version == 1 and row.snoozed_until is None


@pytest.mark.parametrize(
    ("content", "whole"),
    [
        (faq(), True),
        (faq(answer=" "), False),
        (faq(question=""), False),
        (bulletin(), True),
        (bulletin(headline=" "), False),
    ],
)
def test_a_blank_in_a_field_that_agents_need_is_seen_in_the_row(store: Store, content: object, whole: bool) -> None:
    with store.writing() as tx:
        add_draft(tx, content=content)  # type: ignore[arg-type]
        assert [row.whole for row in tx.desk.rows()] == [whole]


def test_rows_come_in_the_order_of_the_queue_and_are_found_by_words(store: Store) -> None:
    with store.writing() as tx:
        place = add_notice(tx)
        late = tx.drafts.add(new_draft(*place, faq("ATM 100% 免费吗？"), urgency=Urgency.P3))
        soon = tx.drafts.add(new_draft(*place, faq("转账要多久？", "一天。"), urgency=Urgency.P1, title="另一则"))

        found = tx.desk.matching
        assert found("") == {soon, late} and found("atm") == {late} and found("一天 另一则") == {soon}
        assert found("100%") == {late} and found("%") == {late} and found("没有") == set()
        assert [row.id for row in tx.desk.rows()] == [soon, late]
        assert [row.id for row in tx.desk.get([late, 99])] == [late]
        assert tx.desk.count() == 2 and len(tx.desk.rows(limit=1)) == 1


def test_the_number_of_queries_is_the_same_for_any_queue(store: Store) -> None:
    def queries() -> int:
        with _counted(store) as statements, store.reading() as tx:
            rows = tx.desk.rows()
            tx.drafts.approvals_of(row.id for row in rows)
        return len(statements)

    with store.writing() as tx:
        add_draft(tx)
    few = queries()
    with store.writing() as tx:
        for n in range(30):
            add_draft(tx, f"{URL}?{n}")
    assert queries() == few == 3


def test_a_list_decodes_no_content(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.writing() as tx:
        add_draft(tx)
    monkeypatch.setattr(stored_shapes.Codec, "decode", lambda *_: pytest.fail("something was decoded"))
    with store.reading() as tx:
        assert len(tx.desk.rows()) == 1


def test_sign_offs_on_the_present_versions_come_at_once(store: Store) -> None:
    with store.writing() as tx:
        one, two, three = (add_draft(tx, f"{URL}?{n}") for n in range(3))
        first, second = (
            Approval(one, 1, name, Role.CUSTOMER_EXPERT, NOON + dt.timedelta(minutes=n))
            for n, name in enumerate(("li", "wang"))
        )
        for approval in (second, first, Approval(two, 1, "li", Role.CUSTOMER_EXPERT, NOON)):
            tx.drafts.sign(approval)
        tx.drafts.amend(two, version=1, content=faq(answer="六月起。"), unsupported=(), editor="ma")
        assert tx.drafts.approvals_of([one, two, three]) == {one: (first, second)}


def test_only_what_needs_a_look_is_read_of_all_that_is_published(store: Store) -> None:
    now = dt.datetime(2026, 5, 2, 9)
    with store.writing() as tx:
        ids = [add_draft(tx, f"{URL}?{n}", faq(f"问题{n}")) for n in range(6)]
        for id in ids:
            tx.drafts.move(id, version=1, from_states=(DraftState.PENDING,), to=DraftState.APPROVED, reason=None)
        plain, unseen, over, withdrawn, replaced, changed = (entry_for(tx, id) for id in ids)
        _ = tx.entries.publish(plain)
        first = tx.entries.publish(entry_for(tx, unseen.draft_id, validated=False))
        tx.entries.publish(entry_for(tx, over.draft_id, validated=False, expires=DAY))
        gone = tx.entries.publish(entry_for(tx, withdrawn.draft_id, validated=False))
        tx.entries.withdraw(gone, "mistake")
        with_draft = tx.entries.publish(replaced)
        second = tx.entries.publish(changed)
        for entry in (replaced, changed):
            tx.entries.source_changed(entry.notice_id, True)
        revision = tx.drafts.get(replaced.draft_id)
        assert revision
        tx.drafts.add(new_draft(revision.notice_id, revision.revision_id, faq("新的问题")))
    with store.reading() as tx:
        assert [e.id for e in tx.desk.unvalidated(now)] == [first] and tx.desk.count_unvalidated(now) == 1
        assert [e.id for e in tx.desk.changed(now)] == [second]
        assert [e.id for e in tx.desk.published([replaced.notice_id, over.notice_id], now)] == [with_draft]
        assert tx.desk.published([], now) == []
