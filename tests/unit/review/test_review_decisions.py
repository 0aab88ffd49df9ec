from __future__ import annotations

import pytest
from builders import (
    ADMIN,
    AGENT,
    AUDITOR,
    BOTH,
    BUSINESS,
    CUSTOMER,
    OPERATOR,
    changed,
    fee_page,
    malformed_page,
    moment,
    outage_page,
    publish_all,
    put,
)

from ingest.errors import Forbidden
from ingest.model import Actor, DraftState, Role, StoredDraft, Tier, Unsupported
from ingest.review import refusals
from ingest.review.carrying import keep
from ingest.review.decisions import amend, approve, publish_now, reject, return_
from ingest.review.published import withdraw
from ingest.store.store import Store


@pytest.fixture
def fee(store: Store) -> StoredDraft:
    document, facts, faq, _ = fee_page()
    return put(store, document, facts, faq)[0]


def load(store: Store, draft_id: int) -> StoredDraft:
    with store.reading() as tx:
        draft = tx.drafts.get(draft_id)
    assert draft
    return draft


def actions(store: Store) -> list[tuple[str, str]]:
    with store.reading() as tx:
        assert tx.audit.verify() is None
        return [(event.actor, event.action) for event in reversed(tx.audit.events())]


def test_a_regulated_draft_is_published_when_a_customer_and_a_business_expert_have_signed(store, clock, fee):
    first = approve(store, CUSTOMER, fee.id, 1, clock)
    assert (first.entry_id, first.waiting_for) == (None, (frozenset({Role.BUSINESS_EXPERT}),))
    second = approve(store, BUSINESS, fee.id, 1, clock)
    assert second.entry_id and second.validated and not second.waiting_for
    with store.reading() as tx:
        entry = tx.entries.get(second.entry_id)
        hits = tx.search.find("转账手续费")
    assert entry.content == fee.content and [a.actor for a in entry.approvals] == ["chen", "bai"]
    assert entry.source_url == "https://www.lakebank.example/n/1" and entry.starts == moment("2026-12-01")
    assert [hit.id for hit in hits] == [entry.id]
    assert load(store, fee.id).state is DraftState.APPROVED
    assert actions(store) == [("chen", "signed"), ("bai", "signed"), ("bai", "published")]


def test_a_person_with_both_roles_cannot_give_both_sign_offs(store, clock, fee):
    approve(store, BOTH, fee.id, 1, clock)
    with pytest.raises(refusals.AlreadySigned):
        approve(store, BOTH, fee.id, 1, clock)
    assert actions(store)[-1] == ("bo", "refused")
    assert approve(store, BUSINESS, fee.id, 1, clock).entry_id


def test_two_customer_experts_are_not_enough(store, clock, fee):
    approve(store, CUSTOMER, fee.id, 1, clock)
    with pytest.raises(refusals.OtherRole):
        approve(store, Actor("chu", frozenset({Role.CUSTOMER_EXPERT})), fee.id, 1, clock)


@pytest.mark.parametrize("tier", list(Tier))
@pytest.mark.parametrize("actor", [AGENT, OPERATOR, AUDITOR, Actor.system(), Actor("nobody", frozenset())])
def test_who_has_no_deciding_role_can_decide_nothing(store, clock, actor, tier):
    document, facts, faq, _ = fee_page()
    draft = put(store, document, facts, faq, tier=tier)[0]
    for decide in (
        lambda: approve(store, actor, draft.id, 1, clock),
        lambda: publish_now(store, actor, draft.id, 1, "urgent", clock),
        lambda: amend(store, actor, draft.id, 1, faq, clock),
        lambda: return_(store, actor, draft.id, 1, "why", clock),
        lambda: reject(store, actor, draft.id, 1, "why", clock),
        lambda: withdraw(store, actor, 1, "why", clock),
        lambda: keep(store, actor, 1, "why", clock),
    ):
        with pytest.raises(refusals.WrongRole):
            decide()
    assert load(store, draft.id) == draft
    assert actions(store) == [(actor.name, "refused")] * 7


def test_a_standard_draft_needs_one_sign_off_but_not_of_its_last_editor(store, clock):
    document, facts, faq, _ = fee_page()
    draft = put(store, document, facts, faq, tier=Tier.STANDARD)[0]
    amend(store, ADMIN, draft.id, 1, changed(faq, say="柜面跨行转账每笔6元。"), clock)
    with pytest.raises(refusals.OwnEdit):
        approve(store, ADMIN, draft.id, 2, clock)
    with pytest.raises(refusals.OtherRole):
        approve(store, BUSINESS, draft.id, 2, clock)
    assert approve(store, CUSTOMER, draft.id, 2, clock).validated


def test_the_fast_lane_publishes_at_once_and_is_validated_by_somebody_else(store, clock):
    document, facts, _, bulletin = outage_page()
    draft = put(store, document, facts, bulletin)[0]
    first = approve(store, ADMIN, draft.id, 1, clock)
    assert first.entry_id and not first.validated and len(first.waiting_for) == 1
    with pytest.raises(refusals.AlreadySigned):
        approve(store, ADMIN, draft.id, 1, clock)
    second = approve(store, CUSTOMER, draft.id, 1, clock)
    assert second == type(second)(first.entry_id, True, ())
    with store.reading() as tx:
        entry = tx.entries.get(first.entry_id)
    assert entry.validated and len(entry.approvals) == 2
    with pytest.raises(refusals.AlreadyDecided):
        approve(store, BUSINESS, draft.id, 1, clock)


def test_an_emergency_publishes_with_one_sign_off_and_a_reason_and_still_waits_for_the_other(store, clock, fee):
    with pytest.raises(refusals.ReasonMissing):
        publish_now(store, CUSTOMER, fee.id, 1, " ", clock)
    first = publish_now(store, CUSTOMER, fee.id, 1, "starts in an hour", clock)
    assert first.entry_id and not first.validated and first.waiting_for == (frozenset({Role.BUSINESS_EXPERT}),)
    assert ("chen", "bypassed") in actions(store)
    assert approve(store, BUSINESS, fee.id, 1, clock).validated


def test_an_edit_voids_earlier_approvals(store, clock, fee):
    approve(store, CUSTOMER, fee.id, 1, clock)
    amend(store, ADMIN, fee.id, 1, changed(fee.content, say="每笔6元。"), clock)
    with pytest.raises(refusals.DraftChanged):
        approve(store, BUSINESS, fee.id, 1, clock)
    assert approve(store, BUSINESS, fee.id, 2, clock).waiting_for == (frozenset({Role.CUSTOMER_EXPERT}),)


def test_an_edited_figure_without_support_is_stored_marked_and_blocks(store, clock, fee):
    edited = amend(store, ADMIN, fee.id, 1, changed(fee.content, answer="2026年12月1日起每笔8元。"), clock)
    assert [(atom.place, atom.text) for atom in edited.unsupported] == [("answer", "8元")]
    with pytest.raises(refusals.Untraced):
        approve(store, CUSTOMER, fee.id, 2, clock)
    mended = amend(store, ADMIN, fee.id, 2, changed(fee.content, answer="2026年12月1日起每笔6元。"), clock)
    assert mended.unsupported == () and mended.content.citations == fee.content.citations
    assert approve(store, CUSTOMER, fee.id, 3, clock).waiting_for


def test_a_malformed_date_blocks_until_a_person_fills_the_window(store, clock):
    document, facts, faq, flags = malformed_page()
    draft = put(store, document, facts, faq, flags=flags)[0]
    with pytest.raises(refusals.DateUnread):
        approve(store, CUSTOMER, draft.id, 1, clock)
    amend(store, ADMIN, draft.id, 1, changed(faq, say="请核对公告。"), clock)
    with pytest.raises(refusals.DateUnread):
        approve(store, CUSTOMER, draft.id, 2, clock)
    filled = changed(faq, answer="2026年12月5日起调整。", valid_from=moment("2026-12-05"))
    assert amend(store, ADMIN, draft.id, 2, filled, clock).unsupported == ()
    assert approve(store, CUSTOMER, draft.id, 3, clock).validated


def test_a_date_with_other_digits_than_the_malformed_one_is_not_taken_on_trust(store, clock):
    document, facts, faq, flags = malformed_page()
    draft = put(store, document, facts, faq, flags=flags)[0]
    wrong = changed(faq, answer="2026年12月6日起调整。", valid_from=moment("2026-12-06"))
    marked = amend(store, ADMIN, draft.id, 1, wrong, clock).unsupported
    assert {atom.place for atom in marked} == {"answer", "valid_from"}


def test_a_returned_draft_has_to_be_amended_and_is_pending_again_then(store, clock, fee):
    return_(store, BUSINESS, fee.id, 1, "  the fee is per card  ", clock)
    returned = load(store, fee.id)
    assert (returned.state, returned.reason) == (DraftState.RETURNED, "the fee is per card")
    with pytest.raises(refusals.NeedsAmending):
        approve(store, CUSTOMER, fee.id, 1, clock)
    assert amend(store, ADMIN, fee.id, 1, changed(fee.content, say="每笔6元。"), clock).state is DraftState.PENDING


@pytest.mark.parametrize("decide", [return_, reject])
def test_sending_back_and_turning_down_need_a_reason(store, clock, fee, decide):
    with pytest.raises(refusals.ReasonMissing):
        decide(store, CUSTOMER, fee.id, 1, "  ", clock)
    assert load(store, fee.id).state is DraftState.PENDING


def test_a_rejected_draft_stays_rejected(store, clock, fee):
    reject(store, ADMIN, fee.id, 1, "not for customers", clock)
    for decide in (
        lambda: approve(store, CUSTOMER, fee.id, 1, clock),
        lambda: amend(store, CUSTOMER, fee.id, 1, fee.content, clock),
        lambda: return_(store, CUSTOMER, fee.id, 1, "again", clock),
    ):
        with pytest.raises(refusals.AlreadyDecided):
            decide()


@pytest.mark.parametrize(
    "fields",
    [
        {"answer": " "},
        {"question": ""},
        {"valid_from": moment("2026-12-02"), "valid_until": moment("2026-12-01")},
    ],
)
def test_an_amendment_keeps_what_agents_need(store, clock, fee, fields):
    with pytest.raises(refusals.Incomplete):
        amend(store, ADMIN, fee.id, 1, changed(fee.content, **fields), clock)


def test_an_amendment_cannot_turn_a_question_into_a_bulletin(store, clock, fee):
    with pytest.raises(refusals.Incomplete):
        amend(store, ADMIN, fee.id, 1, fee_page()[3], clock)


def test_a_refused_decision_leaves_nothing_behind_but_its_audit_event(store, clock, fee):
    with store.writing() as tx:
        tx.drafts.amend(
            fee.id, version=1, content=fee.content, unsupported=(Unsupported("answer", "7元"),), editor="ada"
        )
    with pytest.raises(refusals.Untraced):
        approve(store, CUSTOMER, fee.id, 2, clock)
    with store.reading() as tx:
        assert tx.drafts.approvals(fee.id, 2) == []
        event = tx.audit.events(f"draft:{fee.id}")[0]
    assert (event.action, event.detail) == ("refused", {"action": "approve", "why": "Untraced"})


def test_an_approved_revision_supersedes_the_published_entry(store, clock, fee):
    old = publish_all(store, [fee], clock)[0]
    document, facts, faq, _ = fee_page("5元")
    new = put(store, document, facts, faq, notice_id=fee.notice_id, revises=old.id)[0]
    with store.reading() as tx:
        assert tx.entries.get(old.id).source_changed
    replacement = publish_all(store, [new], clock)[0]
    with store.reading() as tx:
        assert tx.entries.get(old.id).superseded_by == replacement.id
        assert not tx.entries.get(replacement.id).source_changed
        assert [hit.id for hit in tx.search.find("手续费")] == [replacement.id]


def test_what_a_revision_leaves_untouched_stays_marked_until_somebody_keeps_or_withdraws_it(store, clock):
    document, facts, faq, bulletin = fee_page()
    old, other = publish_all(store, put(store, document, facts, faq, bulletin), clock)
    document, facts, faq, _ = fee_page("5元")
    new = put(store, document, facts, faq, notice_id=old.notice_id, revises=old.id)[0]
    with pytest.raises(refusals.ReasonMissing):
        keep(store, CUSTOMER, old.id, " ", clock)
    keep(store, CUSTOMER, old.id, "wording only", clock)
    with store.reading() as tx:
        assert not tx.entries.get(old.id).source_changed and tx.entries.get(other.id).source_changed
        assert tx.drafts.get(new.id).state is DraftState.REJECTED
    withdraw(store, CUSTOMER, old.id, "campaign cancelled", clock)
    with pytest.raises(refusals.AlreadyDecided):
        withdraw(store, CUSTOMER, old.id, "again", clock)


@pytest.mark.parametrize("draft_id", [0, 999, -1])
def test_what_does_not_exist_is_not_found(store, clock, draft_id):
    with pytest.raises(refusals.NoSuchDraft):
        approve(store, CUSTOMER, draft_id, 1, clock)
    with pytest.raises(refusals.NoSuchEntry):
        withdraw(store, CUSTOMER, draft_id, "why", clock)


def test_every_refusal_says_what_it_means():
    for refusal in (getattr(refusals, name) for name in dir(refusals)):
        if isinstance(refusal, type) and issubclass(refusal, Forbidden):
            assert str(refusal()).endswith((".", "person", "role"))
