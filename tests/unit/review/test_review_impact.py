"""A changed figure in every entry that quotes it."""

from __future__ import annotations

import dataclasses

import pytest
from builders import ADMIN, AGENT, AUDITOR, BUSINESS, CUSTOMER, changed, fee_page, outage_page, publish_all, put
from revised import counted, revised

from ingest.errors import Forbidden
from ingest.model import DraftState, Tier
from ingest.review import refusals
from ingest.review.decisions import amend, approve
from ingest.review.everywhere import correct, group, sign_group
from ingest.review.impact import Asked, impact


def guide(
    store, clock, url="https://www.lakebank.example/guide", said="柜面跨行转账手续费每笔6元，账户管理费每月6元。"
):
    """Another notice, whose entry quotes the fee of the first; it costs nothing to approve: tier S."""
    document, facts, faq, _ = fee_page("6元")
    document = dataclasses.replace(document, url=url, text=document.text + "\n" + said)
    facts = dataclasses.replace(facts, tier=Tier.STANDARD)
    answer = changed(faq, question="去柜面转账要多少钱？", answer=said, say="柜面转账每笔6元。")
    return publish_all(store, put(store, document, facts, answer), clock)[0]


def seen(found, *entry_ids):
    drafts = {q.entry.id: q.draft for q in found.quoting}
    return {id: drafts[id].version if drafts[id] else None for id in entry_ids or drafts}


def test_entries_of_any_notice_that_quote_the_changed_figure_are_found_with_their_sentences(store, clock):
    other = guide(store, clock)
    publish_all(store, put(store, *outage_page()), clock)
    entries, revision_id = revised(store, clock)
    found = impact(store, AUDITOR, Asked(revision_id))
    assert {q.entry.id for q in found.quoting} == {other.id, *(e.id for e in entries)}
    assert all(q.same_thing for q in found.quoting) and not found.may_decide
    mine = next(q for q in found.quoting if q.entry.id == other.id)
    assert mine.carried.replaced[0].sentence == "柜面跨行转账手续费每笔6元，账户管理费每月6元。"
    with pytest.raises(Forbidden):
        impact(store, AGENT, Asked(revision_id))


def test_one_decision_corrects_them_all_and_each_keeps_its_own_sign_offs(store, clock):
    other = guide(store, clock, said="柜面跨行转账手续费每笔6元。")
    entries, revision_id = revised(store, clock)
    found = impact(store, CUSTOMER, Asked(revision_id))
    number = correct(store, CUSTOMER, Asked(revision_id), seen(found), "the fee falls again", clock)
    made = group(store, CUSTOMER, number)
    assert {m.entry.id for m in made.members} == {other.id, *(e.id for e in entries)}
    faq = next(m for m in made.members if m.entry.id == entries[0].id)
    assert faq.draft.content.answer == "您好！2026年12月1日起，每笔5元，以前每笔10元。"  # as a person worded it
    mine = next(m for m in made.members if m.entry.id == other.id)
    assert mine.draft.content.answer == "柜面跨行转账手续费每笔5元。" and mine.draft.unsupported == ()
    assert (mine.draft.tier, mine.draft.notice_id) == (Tier.STANDARD, other.notice_id)
    signed = sign_group(store, CUSTOMER, number, {m.draft.id: m.draft.version for m in made.signable}, clock)
    assert [s.refusal for s in signed] == [None] * 3
    assert [s.outcome.entry_id is not None for s in signed].count(True) == 1
    rest = group(store, BUSINESS, number).signable
    assert {m.entry.id for m in rest} == {e.id for e in entries}
    sign_group(store, BUSINESS, number, {m.draft.id: m.draft.version for m in rest}, clock)
    with store.reading() as tx:
        assert all(tx.entries.get(id).superseded_by for id in (other.id, *(e.id for e in entries)))
        event = tx.audit.events(f"group:{number}")[0]
    assert event.action == "corrected" and event.detail["reason"] == "the fee falls again"
    assert impact(store, CUSTOMER, Asked(revision_id)).quoting == ()


def test_a_corrected_draft_stays_traced_when_somebody_amends_it(store, clock):
    other = guide(store, clock, said="柜面跨行转账手续费每笔6元。")
    _, revision_id = revised(store, clock)
    found = impact(store, CUSTOMER, Asked(revision_id))
    number = correct(store, CUSTOMER, Asked(revision_id), seen(found, other.id), "why", clock)
    draft = group(store, CUSTOMER, number).members[0].draft
    after = amend(store, ADMIN, draft.id, 1, changed(draft.content, say="现在柜面转账每笔5元。"), clock)
    assert after.unsupported == ()
    approve(store, CUSTOMER, draft.id, 2, clock)


def test_the_same_value_of_something_else_stays(store, clock):
    document, facts, faq, _ = fee_page("6元")
    figure = dataclasses.replace(facts.figures[0], item="账户管理费")
    facts = dataclasses.replace(facts, figures=(figure,), tier=Tier.STANDARD)
    document = dataclasses.replace(document, url="https://www.lakebank.example/x", text=document.text + "账户管理费")
    other = publish_all(store, put(store, document, facts, changed(faq, question="账户管理费多少？")), clock)[0]
    _, revision_id = revised(store, clock)
    found = {q.entry.id: q for q in impact(store, CUSTOMER, Asked(revision_id)).quoting}
    assert not found[other.id].same_thing and found[other.id].carried.replaced


def test_a_typed_value_finds_what_quotes_it_in_any_notation(store, clock):
    other = guide(store, clock, said="柜面跨行转账手续费每笔6元。")
    found = impact(store, CUSTOMER, Asked(old="6 元", new="5.5元"))
    assert [q.entry.id for q in found.quoting] == [other.id]
    number = correct(store, CUSTOMER, Asked(old="6 元", new="5.5元"), seen(found), "by telephone", clock)
    draft = group(store, CUSTOMER, number).members[0].draft
    assert draft.content.answer == "柜面跨行转账手续费每笔5.5元。"
    assert {u.text for u in draft.unsupported} == {"5.5元"}  # nothing in its source says so: it can't be approved yet
    refused = sign_group(store, CUSTOMER, number, {draft.id: 1}, clock)
    assert isinstance(refused[0].refusal, refusals.Untraced)
    for old, new in (("手续费", "5元"), ("6元", "6%"), ("6元", "6.00元")):
        with pytest.raises(refusals.ValueUnread):
            impact(store, CUSTOMER, Asked(old=old, new=new))


def test_nobody_overwrites_what_was_drafted_meanwhile(store, clock):
    other = guide(store, clock)
    _, revision_id = revised(store, clock)
    found = impact(store, CUSTOMER, Asked(revision_id))
    correct(store, CUSTOMER, Asked(revision_id), seen(found, other.id), "first", clock)
    with pytest.raises(refusals.DraftChanged):
        correct(store, BUSINESS, Asked(revision_id), seen(found, other.id), "second", clock)
    with pytest.raises(refusals.NothingChosen):
        correct(store, BUSINESS, Asked(revision_id), {}, "none", clock)
    with pytest.raises(refusals.ReasonMissing):
        correct(store, BUSINESS, Asked(revision_id), seen(found, other.id), " ", clock)
    with store.reading() as tx:
        drafts = [d for d in tx.drafts.revising([other.id]) if d.state is DraftState.PENDING]
    assert len(drafts) == 1


def test_a_longer_list_asks_no_more_often(store, clock):
    guide(store, clock)
    _, revision_id = revised(store, clock)
    with counted(store) as few:
        impact(store, CUSTOMER, Asked(revision_id))
    for n in range(6):
        guide(store, clock, url=f"https://www.lakebank.example/guide/{n}")
    with counted(store) as many:
        found = impact(store, CUSTOMER, Asked(revision_id))
    assert len(found.quoting) == 9 and len(many) == len(few)
