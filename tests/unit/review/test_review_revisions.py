"""A source that changes after approval."""

from __future__ import annotations

import pytest
from builders import ADMIN, AGENT, AUDITOR, BUSINESS, CUSTOMER, changed, fee_page, put
from revised import counted, revised

from ingest.errors import Forbidden
from ingest.model import DraftState, Tier
from ingest.review import refusals
from ingest.review.carrying import accept, keep
from ingest.review.decisions import amend, approve
from ingest.review.revisions import revision_for_review


def test_old_and_new_stand_beside_what_people_made_of_the_first_words(store, clock):
    entries, revision_id = revised(store, clock)
    view = revision_for_review(store, AUDITOR, revision_id)
    assert [(c.label, c.old_text, c.new_text) for c in view.changes] == [("个人柜面跨行转账手续费", "6元", "5元")]
    assert [c.new_span.of(view.revision.document.text) for c in view.changes] == ["手续费由每笔10元调整为每笔5元"]
    faq = view.proposals[0]
    assert faq.entry.content.answer.startswith("您好") and not faq.first.answer.startswith("您好")
    assert [v.editor for v in faq.versions] == [None, "ada"]
    assert faq.carried.content.answer == "您好！2026年12月1日起，每笔5元，以前每笔10元。"
    assert faq.unsupported == () and faq.draft and not faq.done and not view.may_decide
    with pytest.raises(Forbidden):
        revision_for_review(store, AGENT, revision_id)
    with pytest.raises(refusals.NoSuchRevision):
        revision_for_review(store, AUDITOR, entries[0].revision_id)


def test_accepting_carries_the_facts_and_leaves_the_words_and_the_sign_offs_to_people(store, clock):
    entries, revision_id = revised(store, clock)
    seen = {p.entry.id: p.draft.version for p in revision_for_review(store, CUSTOMER, revision_id).proposals}
    made = accept(store, CUSTOMER, revision_id, seen, clock)
    assert {m.entry_id for m in made} == {e.id for e in entries}
    with store.reading() as tx:
        drafts = [tx.drafts.get(m.draft_id) for m in made]
        assert [e.source_changed for e in tx.entries.all()] == [True, True]
        assert {c.group_id for c in tx.carried.of_group(min(m.draft_id for m in made))} == {made[0].draft_id}
    faq = drafts[0]
    assert faq.content.answer == "您好！2026年12月1日起，每笔5元，以前每笔10元。" and faq.unsupported == ()
    assert (faq.version, faq.last_editor) == (2, "ingest")
    assert revision_for_review(store, CUSTOMER, revision_id).proposals[0].done
    approve(store, CUSTOMER, faq.id, 2, clock)
    with store.reading() as tx:
        assert tx.entries.get(entries[0].id).superseded_by is None
    done = approve(store, BUSINESS, faq.id, 2, clock)
    with store.reading() as tx:
        assert tx.entries.get(entries[0].id).superseded_by == done.entry_id
        new = tx.entries.get(done.entry_id)
        assert not new.source_changed and new.content.answer.endswith("每笔5元，以前每笔10元。")
        assert "5元" in {c.quote[-2:] for c in new.content.citations}
        carried = next(e for e in tx.audit.events(f"draft:{faq.id}") if e.action == "carried")
    assert carried.detail["entry"] == entries[0].id and "answer: 6元 -> 5元" in carried.detail["carried"]


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(store, clock):
    _, revision_id = revised(store, clock)
    faq = revision_for_review(store, CUSTOMER, revision_id).proposals[0]
    amend(store, ADMIN, faq.draft.id, 1, changed(faq.draft.content, say="每笔5元。"), clock)
    with pytest.raises(refusals.DraftChanged):
        accept(store, CUSTOMER, revision_id, {faq.entry.id: 1}, clock)
    with store.reading() as tx:
        assert tx.drafts.get(faq.draft.id).version == 2
        assert tx.audit.events(f"revision:{revision_id}")[0].action == "refused"


def test_a_source_that_changed_again_has_to_be_looked_at_again(store, clock):
    entries, revision_id = revised(store, clock)
    document, facts, faq, _ = fee_page("4元")
    put(store, document, facts, faq, notice_id=entries[0].notice_id, revises=entries[0].id)
    with pytest.raises(refusals.NewerRevision):
        accept(store, CUSTOMER, revision_id, {entries[0].id: 1}, clock)


def test_an_entry_without_a_new_draft_gets_one(store, clock):
    entries, revision_id = revised(store, clock, drafts=0)
    [made] = accept(store, BUSINESS, revision_id, {entries[1].id: None}, clock)
    with store.reading() as tx:
        draft = tx.drafts.get(made.draft_id)
    assert draft.revises == entries[1].id and "每笔5元" in draft.content.what_changes
    assert (draft.state, draft.last_editor, draft.tier) == (DraftState.PENDING, "ingest", Tier.REGULATED)
    with pytest.raises(refusals.DraftChanged):
        accept(store, BUSINESS, revision_id, {entries[1].id: None}, clock)


def test_keeping_closes_what_would_replace_it_and_only_this_entry_is_settled(store, clock):
    entries, revision_id = revised(store, clock)
    with pytest.raises(refusals.ReasonMissing):
        keep(store, CUSTOMER, entries[0].id, " ", clock)
    keep(store, CUSTOMER, entries[0].id, "only a typing mistake was mended", clock)
    with store.reading() as tx:
        assert [e.source_changed for e in tx.entries.of_notice(entries[0].notice_id)] == [False, True]
        closed = [d for d in tx.drafts.of_notice(entries[0].notice_id) if d.revises == entries[0].id]
        assert {d.state for d in closed} == {DraftState.REJECTED}
    assert [p.entry.id for p in revision_for_review(store, CUSTOMER, revision_id).proposals] == [entries[1].id]
    with pytest.raises(refusals.AlreadyDecided):
        keep(store, CUSTOMER, entries[0].id, "again", clock)


def test_what_the_new_text_no_longer_says_is_left_to_a_person_and_blocks(store, clock):
    entries, revision_id = revised(store, clock, answer="每笔6元，最多收50元。", only_old="\n最多收50元。")
    faq = revision_for_review(store, CUSTOMER, revision_id).proposals[0]
    assert [u.text for u in faq.unsupported] == ["50元"]
    [made] = accept(store, CUSTOMER, revision_id, {entries[0].id: 1}, clock)
    with pytest.raises(refusals.Untraced):
        approve(store, CUSTOMER, made.draft_id, 2, clock)


def test_the_view_asks_as_often_for_many_entries_as_for_one(store, clock):
    _, few = revised(store, clock)
    with counted(store) as first:
        revision_for_review(store, CUSTOMER, few)
    _, many = revised(store, clock, more=6, url="https://www.lakebank.example/n/9")
    with counted(store) as second:
        revision_for_review(store, CUSTOMER, many)
    assert len(second) == len(first)
