from __future__ import annotations

import dataclasses

import pytest
from builders import BUSINESS, CUSTOMER, changed, fee_page, publish_all, put

from ingest.model import EntryState, Tier
from ingest.review import refusals
from ingest.review.conflicts import Choice, Settlement, conflicts, settle_conflicts
from ingest.review.decisions import approve, publish_now

URL = "https://www.lakebank.example/n/2"


def published(store, clock, new="8元", **about):
    document, facts, faq, _ = fee_page(new)
    return publish_all(store, put(store, document, _facts(facts, **about), faq, source="old"), clock)[0]


def drafted(store, new="6元", **about):
    document, facts, faq, _ = fee_page(new)
    document = dataclasses.replace(document, url=URL, text=document.text + " ")
    return put(store, document, _facts(facts, **about), faq, tier=Tier.STANDARD)[0]


def _facts(facts, title=None, **windows):
    return dataclasses.replace(facts, title=title or facts.title)


def found(store, draft, clock):
    with store.reading() as tx:
        return conflicts(tx, draft, clock)


def test_another_figure_for_the_same_thing_stops_the_sign_off(store, clock):
    entry = published(store, clock)
    draft = drafted(store)
    conflict = found(store, draft, clock)[0]
    assert (conflict.entry.id, conflict.theirs, conflict.ours, conflict.expected) == (entry.id, "8元", "6元", False)
    with pytest.raises(refusals.Contradicts):
        approve(store, CUSTOMER, draft.id, draft.version, clock)
    with pytest.raises(refusals.Contradicts):
        publish_now(store, CUSTOMER, draft.id, draft.version, "now", clock)
    with store.reading() as tx:
        assert (
            tx.drafts.approvals(draft.id, 1) == []
            and tx.audit.events(f"draft:{draft.id}")[0].detail["why"] == "Contradicts"
        )


def test_what_the_notice_says_was_so_before_is_expected(store, clock):
    published(store, clock, new="10元")
    assert found(store, drafted(store), clock)[0].expected


def test_the_same_figure_is_no_contradiction(store, clock):
    published(store, clock, new="6元")
    assert found(store, drafted(store), clock) == ()


def test_the_entry_that_is_replaced_and_those_of_the_same_notice_are_none(store, clock):
    entry = published(store, clock)
    draft = drafted(store)
    assert found(store, dataclasses.replace(draft, revises=entry.id), clock) == ()
    assert found(store, dataclasses.replace(draft, notice_id=entry.notice_id), clock) == ()


@pytest.mark.parametrize(
    ("theirs", "ours", "stops"),
    [
        ("关于个人客户手续费的公告", "关于企业客户手续费的公告", False),
        ("关于白金卡的公告", "关于金卡的公告", False),
        ("关于个人客户手续费的公告", "关于手续费的公告", True),
    ],
)
def test_other_people_and_other_products_do_not_contradict_each_other(store, clock, theirs, ours, stops):
    entry, draft = published(store, clock), drafted(store)
    plain = {"question": "转账手续费是多少？"}
    entry_like = dataclasses.replace(draft, title=ours, content=changed(draft.content, **plain))
    from ingest.review import conflicts as gate

    other = dataclasses.replace(entry, title=theirs, content=changed(entry.content, **plain))
    fact = dataclasses.replace(_fact(store, entry), label="转账手续费")
    assert gate._rivals(entry_like, other, fact, clock().replace(tzinfo=None)) is stops


def _fact(store, entry):
    with store.reading() as tx:
        return tx.entry_facts.of_entries([entry.id])[0]


def test_periods_that_do_not_meet_do_not_contradict_each_other(store, clock):
    published(store, clock)
    draft = drafted(store)
    from builders import moment

    assert (
        found(store, dataclasses.replace(draft, starts=moment("2026-01-01"), expires=moment("2026-11-30")), clock) == ()
    )
    assert found(store, dataclasses.replace(draft, starts=moment("2026-01-01"), expires=moment("2026-12-01")), clock)


def test_replacing_takes_the_entry_off_when_the_draft_is_published_and_not_sooner(store, clock):
    entry, draft = published(store, clock), drafted(store)
    with store.writing() as tx:
        settle_conflicts(tx, CUSTOMER, draft, [Choice(entry.id, Settlement.REPLACE)], clock)
    with store.reading() as tx:
        assert tx.entries.get(entry.id).superseded_by is None
    outcome = approve(store, CUSTOMER, draft.id, draft.version, clock)
    with store.reading() as tx:
        assert tx.entries.get(entry.id).superseded_by == outcome.entry_id


def test_ending_takes_it_off_at_once_and_needs_a_reason(store, clock):
    entry, draft = published(store, clock), drafted(store)
    with pytest.raises(refusals.ReasonMissing), store.writing() as tx:
        settle_conflicts(tx, CUSTOMER, draft, [Choice(entry.id, Settlement.END, " ")], clock)
    with store.writing() as tx:
        settle_conflicts(tx, CUSTOMER, draft, [Choice(entry.id, Settlement.END, "old tariff")], clock)
    with store.reading() as tx:
        assert tx.entries.get(entry.id).state(clock().replace(tzinfo=None)) is EntryState.WITHDRAWN
    approve(store, CUSTOMER, draft.id, draft.version, clock)


def test_different_things_both_count_until_a_figure_changes(store, clock):
    entry, draft = published(store, clock), drafted(store)
    with store.writing() as tx:
        settle_conflicts(tx, CUSTOMER, draft, [Choice(entry.id, Settlement.DIFFERENT, "another city")], clock)
    assert found(store, draft, clock) == ()
    document, facts, _, _ = fee_page("5元")
    other = dataclasses.replace(draft, content=changed(draft.content, answer="每笔5元。", say=""))
    from ingest.review.conflicts import contradictions

    with store.reading() as tx:
        assert contradictions(tx, other, facts, clock)
    approve(store, CUSTOMER, draft.id, draft.version, clock)
    with store.reading() as tx:
        assert tx.entries.get(entry.id).superseded_by is None and document.text


def test_only_a_contradiction_can_be_settled(store, clock):
    published(store, clock)
    draft = drafted(store)
    with pytest.raises(refusals.NoSuchEntry), store.writing() as tx:
        settle_conflicts(tx, BUSINESS, draft, [Choice(99, Settlement.REPLACE)], clock)
