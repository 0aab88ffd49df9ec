"""What waits for a business expert, on both databases."""

from __future__ import annotations

import datetime as dt

import pytest
from builders import ADMIN, BUSINESS, CUSTOMER, changed, fee_page, outage_page, put
from store_samples import NOON

from ingest.model import DraftState
from ingest.review import decisions
from ingest.store import Store


@pytest.fixture
def drafts(store: Store):
    return put(store, *fee_page())


def waiting(store: Store) -> list[int]:
    with store.reading() as tx:
        return [one.id for one in tx.awaited.all()]


def clock() -> dt.datetime:
    return NOON


def test_what_the_call_centre_signed_waits_until_the_department_did(store: Store, drafts) -> None:
    assert waiting(store) == []
    for draft in drafts:
        decisions.approve(store, CUSTOMER, draft.id, 1, clock)
    with store.reading() as tx:
        first = tx.awaited.all()[0]
    assert (first.id, first.version, first.signed_by, first.signed_at, first.published) == (1, 1, "chen", NOON, False)
    assert first.headline == drafts[0].content.question and waiting(store) == [1, 2]
    decisions.approve(store, BUSINESS, 1, 1, clock)
    assert waiting(store) == [2]
    decisions.return_(store, ADMIN, 2, 1, "why", clock)
    assert waiting(store) == []


def test_an_edit_takes_it_back_to_the_call_centre(store: Store, drafts) -> None:
    decisions.approve(store, CUSTOMER, 1, 1, clock)
    decisions.amend(store, ADMIN, 1, 1, changed(drafts[0].content, say="12月1日起每笔6元。"), clock)
    assert waiting(store) == []
    decisions.approve(store, CUSTOMER, 1, 2, clock)
    assert waiting(store) == [1]
    with store.reading() as tx:
        assert tx.awaited.version(1, 1) == drafts[0].content and tx.awaited.version(1, 9) is None


def test_only_regulated_drafts_wait_for_departments(store: Store) -> None:
    draft = put(store, *outage_page())[0]
    decisions.approve(store, CUSTOMER, draft.id, 1, clock)
    assert waiting(store) == []


def test_what_was_published_in_an_emergency_waits_until_it_is_validated_or_taken_off(store: Store, drafts) -> None:
    for draft in drafts:
        decisions.publish_now(store, CUSTOMER, draft.id, 1, "urgent", clock)
    with store.reading() as tx:
        assert [one.published for one in tx.awaited.all()] == [True, True]
        assert tx.drafts.get(1).state is DraftState.APPROVED
    with store.writing() as tx:
        tx.entries.withdraw(tx.entries.of_draft(1)[-1].id, "wrong")
    assert waiting(store) == [2]
    decisions.approve(store, BUSINESS, 2, 1, clock)
    assert waiting(store) == []


def test_what_is_put_off_waits_for_nobody_till_then(store: Store, drafts) -> None:
    decisions.approve(store, CUSTOMER, 1, 1, clock)
    with store.writing() as tx:
        tx.conn.exec_driver_sql("UPDATE drafts SET snoozed_until = '2999-01-01 00:00:00'")
    assert waiting(store) == []


def test_a_time_to_answer_is_set_once(store: Store, drafts) -> None:
    with store.writing() as tx:
        tx.awaited.set_due(NOON, [1])
        tx.awaited.set_due(NOON + dt.timedelta(hours=1), [1, 2])
        assert [tx.drafts.get(id).due for id in (1, 2)] == [NOON, NOON + dt.timedelta(hours=1)]


def test_a_draft_without_a_department_belongs_to_that_of_its_notice(store: Store, drafts) -> None:
    with store.writing() as tx:
        tx.conn.exec_driver_sql("UPDATE drafts SET department = 'cards' WHERE id = 2")
    document, facts, faq, _ = fee_page("5元")
    again = put(store, document, facts, faq, notice_id=drafts[0].notice_id)
    assert again[0].department == "cards"
