from __future__ import annotations

import dataclasses

import pytest
from builders import BUSINESS, CUSTOMER, changed, fee_page, outage_page, publish_all, put
from desk_notices import arrive

from ingest.model import DraftState
from ingest.review import refusals
from ingest.review.decisions import amend, approve
from ingest.review.merging import merge, merger, together
from ingest.review.similar import similar_to
from ingest.review.splitting import divided, parts, split
from ingest.review.undoing import last, undo

NOW = None


@pytest.fixture
def now(clock):
    return clock().replace(tzinfo=None)


@pytest.fixture
def entry(store, clock):
    document, facts, faq, bulletin = fee_page("8元")
    return publish_all(store, put(store, document, facts, faq, bulletin, source="old"), clock)[0]


@pytest.fixture
def draft(store, entry):
    document, facts, faq, _ = fee_page("6元")
    document = dataclasses.replace(document, url="https://www.lakebank.example/n/2", text=document.text + " ")
    return put(store, document, facts, faq)[0]


def test_what_is_published_nearly_the_same_stands_beside_the_draft(store, entry, draft, now):
    likes = similar_to(store, CUSTOMER, draft.id, now)
    assert [one.entry.id for one in likes.found] == [entry.id] and likes.found[0].likeness > 0.5
    assert similar_to(store, CUSTOMER, draft.id, now, "没有这回事").found == ()
    with pytest.raises(refusals.NoSuchDraft):
        similar_to(store, CUSTOMER, 99, now)


def test_another_language_and_another_kind_are_not_alike(store, entry, now):
    other = put(store, *outage_page())[0]
    assert similar_to(store, CUSTOMER, other.id, now).found == ()


def test_merging_replaces_the_entry_and_goes_through_approval(store, clock, entry, draft, now):
    sides = merger(store, CUSTOMER, draft.id, entry.id, now)
    assert sides.proposal.question == entry.content.question and sides.proposal.answer == draft.content.answer
    merged = merge(store, BUSINESS, draft.id, 1, entry.id, sides.proposal, clock)
    assert (merged.revises, merged.version, merged.state) == (entry.id, 2, DraftState.PENDING)
    with pytest.raises(refusals.Contradicts):  # the bulletin of the old notice says 8元 still
        approve(store, CUSTOMER, draft.id, 2, clock)
    with store.writing() as tx:
        tx.entries.withdraw(entry.id + 1, "over")
    approve(store, CUSTOMER, draft.id, 2, clock)
    with pytest.raises(refusals.OwnEdit):
        approve(store, BUSINESS, draft.id, 2, clock)


def test_a_figure_of_the_entry_stands_on_the_source_of_the_entry(store, clock, entry, draft, now):
    both = changed(draft.content, conditions=("以前的公告写的是每笔8元。",))
    alone = amend(store, BUSINESS, draft.id, 1, both, clock)
    assert [atom.text for atom in alone.unsupported] == ["8元"]
    assert merge(store, BUSINESS, draft.id, 2, entry.id, both, clock).unsupported == ()
    invented = changed(both, conditions=("每笔7元。",))
    assert [atom.text for atom in amend(store, BUSINESS, draft.id, 3, invented, clock).unsupported] == ["7元"]


def test_what_can_not_be_merged_is_refused(store, clock, entry, draft, now):
    with store.reading() as tx:
        bulletin = tx.entries.of_notice(entry.notice_id)[1]
    with pytest.raises(refusals.OtherKind):
        merger(store, CUSTOMER, draft.id, bulletin.id, now)
    with pytest.raises(refusals.NoSuchEntry):
        merger(store, CUSTOMER, draft.id, 99, now)
    with pytest.raises(refusals.DraftChanged):
        merge(store, CUSTOMER, draft.id, 7, entry.id, draft.content, clock)
    with pytest.raises(refusals.Incomplete):
        merge(store, CUSTOMER, draft.id, 1, entry.id, changed(draft.content, answer=" "), clock)
    with store.writing() as tx:
        tx.entries.withdraw(entry.id, "over")
    with pytest.raises(refusals.AlreadyDecided):
        merge(store, CUSTOMER, draft.id, 1, entry.id, draft.content, clock)


def test_lines_of_both_stand_once(draft):
    more = changed(draft.content, operation_points=(*draft.content.operation_points, "请携带身份证。"))
    assert together(more, draft.content).operation_points == more.operation_points


# ---------------------------------------------------------------------------------------------------------- splitting


def test_a_draft_is_split_into_two_that_both_keep_the_evidence(store, clock, draft):
    content = changed(
        draft.content, answer="每笔6元。原来每笔10元。", operation_points=("手机银行免费。", "无需申请。")
    )
    now = amend(store, BUSINESS, draft.id, 1, content, clock)
    first, second = split(store, BUSINESS, draft.id, now.version, "手机银行转账收费吗？", ["point.0", "point.1"], clock)
    assert (first.content.answer, first.content.operation_points) == (content.answer, ())
    assert (second.content.question, second.content.answer) == ("手机银行转账收费吗？", "手机银行免费。")
    assert second.content.operation_points == ("无需申请。",)
    assert first.content.citations == second.content.citations == draft.content.citations
    assert first.version == 3 and second.tier is first.tier and second.revision_id == first.revision_id
    with store.reading() as tx:
        assert tx.audit.events(f"draft:{second.id}")[0].action == "split_off"


def test_a_sentence_of_the_answer_can_go(draft):
    content = changed(draft.content, answer="每笔6元。原来每笔10元。")
    assert [name for name, _ in parts(content)] == ["answer.0", "answer.1", "point.0", "condition.0"]
    kept, other = divided(content, "原来是多少？", ["answer.1"])
    assert (kept.answer, other.answer, other.say) == ("每笔6元。", "原来每笔10元。", "原来每笔10元。")


def test_an_english_answer_is_cut_at_its_sentences(draft):
    content = changed(draft.content, answer="It costs HK$6.50. It was HK$10.")
    kept, other = divided(content, "And before?", ["answer.1"])
    assert (kept.answer, other.answer) == ("It costs HK$6.50.", "It was HK$10.")


@pytest.mark.parametrize("moved", [[], ["answer.0", "point.0", "condition.0"], ["nothing.7"]])
def test_something_goes_and_something_stays(store, clock, draft, moved):
    with pytest.raises(refusals.NothingToSplit):
        split(store, BUSINESS, draft.id, 1, "手机银行转账收费吗？", moved, clock)


def test_a_question_of_its_own_is_needed(store, clock, draft):
    with pytest.raises(refusals.Incomplete):
        split(store, BUSINESS, draft.id, 1, " ", ["point.0"], clock)
    with pytest.raises(refusals.DraftChanged):
        split(store, BUSINESS, draft.id, 5, "手机银行转账收费吗？", ["point.0"], clock)
    split(store, BUSINESS, draft.id, 1, "手机银行转账收费吗？", ["point.0"], clock)
    with pytest.raises(refusals.QuestionTaken):
        split(store, BUSINESS, draft.id, 2, "手机银行转账收费吗？", ["condition.0"], clock)


def test_a_bulletin_is_not_split(store, clock):
    bulletin = next(d for d in arrive(store) if d.kind == "bulletin")
    with pytest.raises(refusals.OtherKind):
        split(store, BUSINESS, bulletin.id, 1, "？", ["point.0"], clock)


def drafts_of(store, *ids):
    with store.reading() as tx:
        return [tx.drafts.get(id) for id in ids]


def test_a_merge_is_undone_with_the_words_and_sign_offs_that_stood_before(store, clock, entry, draft, now):
    with store.writing() as tx:
        tx.entries.withdraw(entry.id + 1, "over")  # the bulletin of the old notice, which says 8元
    with pytest.raises(refusals.Contradicts):  # the entry says 8元 still
        approve(store, BUSINESS, draft.id, 1, clock)
    merge(store, CUSTOMER, draft.id, 1, entry.id, merger(store, CUSTOMER, draft.id, entry.id, now).proposal, clock)
    assert last(store, CUSTOMER, clock).why is None and undo(store, CUSTOMER, clock).action == "merged"
    (back,) = drafts_of(store, draft.id)
    assert (back.content, back.revises, back.version, back.last_editor) == (draft.content, None, 3, None)
    with store.reading() as tx:
        assert tx.audit.verify() is None


def test_a_split_is_undone_while_nobody_touched_the_other_half_and_can_be_made_again(store, clock, draft):
    names = [name for name, _ in parts(draft.content)]
    one, other = split(store, CUSTOMER, draft.id, 1, "哪里办理？", names[-1:], clock)
    assert undo(store, CUSTOMER, clock).action == "split"
    first, second = drafts_of(store, one.id, other.id)
    assert first.content == draft.content and (second.state, second.reason) == (DraftState.SUPERSEDED, "undone")
    again = split(store, CUSTOMER, draft.id, first.version, "哪里办理？", names[-1:], clock)
    assert again[1].id == other.id and again[1].state is DraftState.PENDING and again[1].content == other.content
    amend(store, BUSINESS, other.id, again[1].version, changed(other.content, say="您好。"), clock)
    assert last(store, CUSTOMER, clock).why == "DecidedAfter"
    with pytest.raises(refusals.DecidedAfter):
        undo(store, CUSTOMER, clock)
