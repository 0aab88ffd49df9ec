"""The last decision is taken back, as long as nobody acted after."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from builders import (
    ADMIN,
    AGENT,
    BUSINESS,
    CUSTOMER,
    changed,
    fee_page,
    outage_page,
    publish_all,
    put,
)

from ingest.model import DraftState, Tier
from ingest.review import refusals
from ingest.review.decisions import amend, approve, publish_now, reject, return_
from ingest.review.postponing import Preset, assign, snooze, wake
from ingest.review.reasons import ReasonCode
from ingest.review.undoing import last, undo

ZONE = ZoneInfo("Asia/Shanghai")


def state(store, draft_id):
    with store.reading() as tx:
        (row,) = tx.desk.get([draft_id])
        return row, tx.drafts.approvals_of([draft_id]).get(draft_id, ()), tx.entries.of_draft(draft_id)


@pytest.fixture
def draft(store):
    document, facts, faq, _ = fee_page()
    return put(store, document, facts, faq)[0]


def test_a_sign_off_is_withdrawn(store, clock, draft):
    approve(store, CUSTOMER, draft.id, 1, clock)
    assert undo(store, CUSTOMER, clock).action == "signed"
    row, approvals, _ = state(store, draft.id)
    assert approvals == () and row.state is DraftState.PENDING
    approve(store, CUSTOMER, draft.id, 1, clock)


@pytest.mark.parametrize(("close", "now"), [(return_, DraftState.RETURNED), (reject, DraftState.REJECTED)])
def test_a_draft_that_was_sent_back_or_turned_down_waits_again(store, clock, draft, close, now):
    return_(store, BUSINESS, draft.id, 1, "per card?", clock, ReasonCode.WRONG_FACT)
    close(store, CUSTOMER, draft.id, 1, "", clock, ReasonCode.DUPLICATE)
    assert (state(store, draft.id)[0].state, state(store, draft.id)[0].reason_code) == (now, "duplicate")
    undo(store, CUSTOMER, clock)
    row = state(store, draft.id)[0]
    assert (row.state, row.reason, row.reason_code) == (DraftState.RETURNED, "per card?", "wrong_fact")


def test_an_edit_is_taken_back_with_the_sign_offs_that_it_voided(store, clock, draft):
    approve(store, BUSINESS, draft.id, 1, clock)
    amend(store, CUSTOMER, draft.id, 1, changed(draft.content, say="每笔6元。"), clock)
    assert state(store, draft.id)[1] == ()
    undo(store, CUSTOMER, clock)
    row, approvals, _ = state(store, draft.id)
    with store.reading() as tx:
        stored = tx.drafts.get(draft.id)
        edited = tx.restoring.version(draft.id, 2)
    assert stored.content == draft.content and row.version == 3 and row.last_editor is None
    assert [a.actor for a in approvals] == ["bai"] and edited.content.say == "每笔6元。" and edited.cause == "undone"
    with pytest.raises(refusals.DraftChanged):
        approve(store, CUSTOMER, draft.id, 1, clock)
    approve(store, CUSTOMER, draft.id, 3, clock)


def test_an_edit_of_a_returned_draft_is_returned_again(store, clock, draft):
    return_(store, BUSINESS, draft.id, 1, "per card?", clock)
    amend(store, CUSTOMER, draft.id, 1, changed(draft.content, say="每笔6元。"), clock)
    undo(store, CUSTOMER, clock)
    row = state(store, draft.id)[0]
    assert (row.state, row.reason, row.version) == (DraftState.RETURNED, "per card?", 3)


def test_sleep_and_assignment_are_as_before(store, clock, draft):
    due = clock() + dt.timedelta(hours=4)
    assign(store, ADMIN, draft.id, 1, "cards", due, clock, known={"cards", "retail"})
    assign(store, ADMIN, draft.id, 1, "retail", None, clock, known={"cards", "retail"})
    snooze(store, ADMIN, draft.id, 1, Preset.TOMORROW, clock, zone=ZONE)
    slept = state(store, draft.id)[0].snoozed_until
    wake(store, ADMIN, draft.id, 1, clock)
    for action, until, department in (
        ("woken", slept, "retail"),
        ("snoozed", None, "retail"),
        ("assigned", None, "cards"),
        ("assigned", None, None),
    ):
        assert undo(store, ADMIN, clock).action == action
        row = state(store, draft.id)[0]
        assert (row.snoozed_until, row.department) == (until, department)
        assert row.due == (due if department == "cards" else None)
    with pytest.raises(refusals.NothingToUndo):
        undo(store, ADMIN, clock)


def test_a_publication_is_withdrawn_and_the_draft_waits_again(store, clock, draft):
    old = publish_all(store, [draft], clock)[0]
    document, facts, faq, _ = fee_page("5元")
    new = put(store, document, facts, faq, notice_id=old.notice_id, revises=old.id)[0]
    approve(store, CUSTOMER, new.id, 1, clock)
    approve(store, BUSINESS, new.id, 1, clock)
    with store.reading() as tx:
        assert tx.entries.get(old.id).superseded_by and tx.search.find("手续费")[0].draft_id == new.id
    undo(store, BUSINESS, clock)
    row, approvals, entries = state(store, new.id)
    assert row.state is DraftState.PENDING and [a.actor for a in approvals] == ["chen"]
    assert entries[0].withdrawn == "undone"
    with store.reading() as tx:
        revived = tx.entries.get(old.id)
        assert (revived.superseded_by, revived.ended_at) == (None, None)
        [taken_back] = [e for e in tx.audit.events(f"entry:{entries[0].id}") if e.action == "withdrawn"]
        assert taken_back.detail["revived"] == {str(old.id): clock().isoformat()}
        assert [hit.id for hit in tx.search.find("手续费")] == [old.id]
        assert tx.audit.verify() is None
    approve(store, BUSINESS, new.id, row.version, clock)
    assert not state(store, new.id)[2][-1].withdrawn and len(state(store, new.id)[2]) == 2


def test_an_emergency_is_taken_back_as_one_decision(store, clock, draft):
    publish_now(store, CUSTOMER, draft.id, 1, "starts now", clock)
    undo(store, CUSTOMER, clock)
    assert state(store, draft.id)[0].state is DraftState.PENDING and state(store, draft.id)[1] == ()
    with pytest.raises(refusals.NothingToUndo):
        undo(store, CUSTOMER, clock)


def test_a_second_sign_off_of_the_fast_lane_is_missing_again(store, clock):
    document, facts, _, bulletin = outage_page()
    fast = put(store, document, facts, bulletin)[0]
    assert fast.tier is Tier.FAST
    approve(store, CUSTOMER, fast.id, 1, clock)
    approve(store, BUSINESS, fast.id, 1, clock)
    undo(store, BUSINESS, clock)
    entry = state(store, fast.id)[2][0]
    assert not entry.validated and [a.actor for a in entry.approvals] == ["chen"]
    approve(store, ADMIN, fast.id, 1, clock)
    assert state(store, fast.id)[2][0].validated


def test_a_publication_is_final_after_ten_minutes_and_other_decisions_after_the_day(store, clock, draft):
    approve(store, CUSTOMER, draft.id, 1, clock)
    clock.forward(hours=13)
    approve(store, BUSINESS, draft.id, 1, clock)
    clock.forward(minutes=11)
    assert last(store, BUSINESS, clock).why == "TooLate"
    clock.forward(hours=1)
    assert last(store, BUSINESS, clock) is None
    with pytest.raises(refusals.TooLate):
        undo(store, BUSINESS, clock)


def test_nobody_takes_back_what_another_has_built_on(store, clock, draft):
    approve(store, CUSTOMER, draft.id, 1, clock)
    snooze(store, ADMIN, draft.id, 1, Preset.TOMORROW, clock, zone=ZONE)
    assert last(store, CUSTOMER, clock).why == "DecidedAfter"
    with pytest.raises(refusals.DecidedAfter):
        undo(store, CUSTOMER, clock)
    with store.reading() as tx:
        refused = tx.audit.events("user:chen")[0]
    assert (refused.action, refused.detail["why"]) == ("refused", "DecidedAfter")
    undo(store, ADMIN, clock)
    undo(store, CUSTOMER, clock)


def test_nobody_takes_back_what_the_source_has_overtaken(store, clock, draft):
    reject(store, CUSTOMER, draft.id, 1, "no", clock)
    document, facts, faq, _ = fee_page("5元")
    put(store, document, facts, faq, notice_id=draft.notice_id)
    with pytest.raises(refusals.DecidedAfter):
        undo(store, CUSTOMER, clock)


def test_only_the_decision_that_was_seen_is_taken_back(store, clock, draft):
    approve(store, CUSTOMER, draft.id, 1, clock)
    seen = last(store, CUSTOMER, clock)
    assert (seen.action, seen.draft_id, seen.headline) == ("signed", draft.id, draft.content.question)
    undo(store, CUSTOMER, clock)
    snooze(store, CUSTOMER, draft.id, 1, Preset.TOMORROW, clock, zone=ZONE)
    with pytest.raises(refusals.DecidedAfter):
        undo(store, CUSTOMER, clock, seen.event)
    undo(store, CUSTOMER, clock, last(store, CUSTOMER, clock).event)


def test_who_may_not_decide_has_nothing_to_undo(store, clock, draft):
    assert last(store, AGENT, clock) is None
    with pytest.raises(refusals.WrongRole):
        undo(store, AGENT, clock)
