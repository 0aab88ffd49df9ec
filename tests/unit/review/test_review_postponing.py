"""Sleep that ends by itself, and departments with a time to answer."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from builders import ADMIN, AGENT, CUSTOMER, fee_page, moment, put

from ingest.model import DraftState
from ingest.review import refusals
from ingest.review.decisions import reject, return_
from ingest.review.desk import desk
from ingest.review.filters import Filters, Waits
from ingest.review.postponing import Preset, assign, snooze, until, wake
from ingest.review.reasons import Reason, ReasonCode

ZONE = ZoneInfo("Asia/Shanghai")
NOW = dt.datetime(2026, 11, 23, 8, 30)


@pytest.fixture
def draft(store):
    document, facts, faq, _ = fee_page()
    return put(store, document, facts, faq)[0]


@pytest.mark.parametrize(
    ("preset", "starts", "ends"),
    [
        (Preset.TOMORROW, None, "2026-11-24T08:30"),
        (Preset.WEEK, None, "2026-11-30T08:30"),
        (Preset.BEFORE_START, "2026-12-01", "2026-11-30T08:30"),
        (Preset.BEFORE_START, "2026-11-24", None),
        (Preset.BEFORE_START, None, None),
    ],
)
def test_usual_lengths_end_in_a_morning(preset, starts, ends):
    found = until(preset, moment(starts) if starts else None, NOW)
    assert found == (dt.datetime.fromisoformat(ends) if ends else None)


def test_a_draft_sleeps_and_comes_back_by_itself(store, clock, draft):
    snooze(store, CUSTOMER, draft.id, 1, Preset.TOMORROW, clock, zone=ZONE)

    def seen(filters=None):
        found = desk(store, CUSTOMER, filters, now=clock().astimezone(ZONE).replace(tzinfo=None))
        return found.found, found.waiting[Waits.SNOOZED]

    assert seen() == (0, 1) and seen(Filters(waits=Waits.SNOOZED)) == (1, 1)
    clock.forward(hours=24)
    assert seen() == (1, 0)


def test_a_draft_is_woken_by_hand_once(store, clock, draft):
    snooze(store, CUSTOMER, draft.id, 1, Preset.TOMORROW, clock, zone=ZONE)
    wake(store, ADMIN, draft.id, 1, clock)
    assert desk(store, CUSTOMER, now=NOW).found == 1
    with pytest.raises(refusals.AlreadyDecided):
        wake(store, ADMIN, draft.id, 1, clock)


def test_nothing_sleeps_beyond_its_start_unless_somebody_means_it(store, clock, draft):
    late = dt.datetime(2026, 12, 1, 8, 30)
    with pytest.raises(refusals.PastStart):
        snooze(store, CUSTOMER, draft.id, 1, late, clock, zone=ZONE)
    snooze(store, CUSTOMER, draft.id, 1, late, clock, zone=ZONE, sure=True)


@pytest.mark.parametrize("when", [NOW, NOW - dt.timedelta(days=1)])
def test_nothing_sleeps_until_the_past(store, clock, draft, when):
    with pytest.raises(refusals.PastTime):
        snooze(store, CUSTOMER, draft.id, 1, when, clock, zone=ZONE)


@pytest.mark.parametrize(
    "act",
    [
        lambda store, who, id, version, clock: snooze(store, who, id, version, Preset.WEEK, clock, zone=ZONE),
        lambda store, who, id, version, clock: wake(store, who, id, version, clock),
        lambda store, who, id, version, clock: assign(store, who, id, version, "x", None, clock, known={"x"}),
    ],
)
def test_the_same_guards_as_for_every_decision(store, clock, draft, act):
    with pytest.raises(refusals.WrongRole):
        act(store, AGENT, draft.id, 1, clock)
    with pytest.raises(refusals.DraftChanged):
        act(store, CUSTOMER, draft.id, 2, clock)
    reject(store, CUSTOMER, draft.id, 1, "no", clock)
    with pytest.raises(refusals.AlreadyDecided):
        act(store, CUSTOMER, draft.id, 1, clock)
    with store.reading() as tx:
        assert [e.action for e in tx.audit.events(f"draft:{draft.id}")] == ["refused", "rejected", "refused", "refused"]


def test_a_department_is_given_a_time_to_answer(store, clock, draft):
    due = clock() + dt.timedelta(hours=4)
    assign(store, CUSTOMER, draft.id, 1, "cards", due, clock, known={"cards"})
    found = desk(store, CUSTOMER, Filters(waits=Waits.ASSIGNED), now=NOW)
    assert [(item.row.department, item.row.due) for item in found.items] == [("cards", due)]
    assert found.departments == ("cards",) and desk(store, CUSTOMER, Filters(department="x"), now=NOW).found == 0
    with pytest.raises(refusals.NoSuchDepartment):
        assign(store, CUSTOMER, draft.id, 1, "nowhere", None, clock, known={"cards"})
    with pytest.raises(refusals.PastTime):
        assign(store, CUSTOMER, draft.id, 1, "cards", clock(), clock, known={"cards"})
    assign(store, CUSTOMER, draft.id, 1, None, None, clock, known=())
    assert desk(store, CUSTOMER, Filters(waits=Waits.ASSIGNED), now=NOW).found == 0


# ------------------------------------------------------------------------------------------------------------ reasons


@pytest.mark.parametrize(
    ("code", "words", "reason"),
    [
        ("duplicate", " ", Reason(ReasonCode.DUPLICATE, None)),
        ("wording", " too long ", Reason(ReasonCode.WORDING, "too long")),
        ("other", "a test", Reason(ReasonCode.OTHER, "a test")),
        ("nonsense", "a test", Reason(ReasonCode.OTHER, "a test")),
        ("", "a test", Reason(ReasonCode.OTHER, "a test")),
    ],
)
def test_a_reason_is_a_code_with_words_or_words(code, words, reason):
    assert Reason.of(code, words) == reason


@pytest.mark.parametrize("code", ["other", "", "nonsense"])
def test_a_reason_that_says_nothing_is_none(store, clock, draft, code):
    with pytest.raises(refusals.ReasonMissing):
        return_(store, CUSTOMER, draft.id, 1, "  ", clock, code)


def test_the_code_stays_with_the_draft_and_on_record(store, clock, draft):
    return_(store, CUSTOMER, draft.id, 1, "", clock, "wrong_fact")
    with store.reading() as tx:
        stored, event = tx.drafts.get(draft.id), tx.audit.events(f"draft:{draft.id}")[0]
    assert (stored.state, stored.reason, stored.reason_code) == (DraftState.RETURNED, None, "wrong_fact")
    assert event.detail["code"] == "wrong_fact" and event.detail["before"]["state"] == "pending"
