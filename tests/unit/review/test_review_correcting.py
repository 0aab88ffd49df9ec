from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest
from builders import AUDITOR, BUSINESS, CUSTOMER, changed, malformed_page, moment, put
from desk_notices import FEES, PROMOTION, arrive
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.model import (
    Category,
    Contact,
    ContactKind,
    ContactRole,
    Direction,
    DraftState,
    EndKind,
    Evidence,
    FactKind,
    Figure,
    FigureKind,
    FlagCode,
    Quantity,
    Span,
    Tier,
    Window,
    WindowRole,
)
from ingest.review import refusals
from ingest.review.correcting import Wish, correct
from ingest.review.decisions import amend, approve, reject
from ingest.review.facts import BY_EYE, facts_of, slots
from ingest.review.readiness import blockers
from ingest.review.undoing import last, undo

FIGURE, WINDOW, CONTACT = FactKind.FIGURE, FactKind.WINDOW, FactKind.CONTACT
NOWHERE = Evidence(Span(0, 0), "", "")


class Desk:
    """One revision and the person who corrects it."""

    def __init__(self, store, clock, revision=1):
        self.store, self.clock, self.revision = store, clock, revision

    def slots(self):
        with self.store.reading() as tx:
            return slots(tx.notices.revision(self.revision).facts, tx.corrections.of_revision(self.revision))

    def facts(self):
        with self.store.reading() as tx:
            return facts_of(tx, tx.notices.revision(self.revision))

    def fact(self, kind, at=0):
        return next(s.now for s in self.slots() if (s.kind, s.position) == (kind, at))

    def wish(self, kind, at, after, **more):
        with self.store.reading() as tx:
            seen = len(tx.corrections.of_revision(self.revision))
        return Wish(kind, at, after, **{"seen": seen, **more})

    def correct(self, kind, at, after, actor=CUSTOMER, **more):
        return correct(self.store, actor, self.revision, self.wish(kind, at, after, **more), self.clock)

    def change(self, kind, at, **fields):
        eye = fields.pop("by_eye", False)
        return self.correct(kind, at, dataclasses.replace(self.fact(kind, at), **fields), by_eye=eye)

    def drafts(self, *states):
        with self.store.reading() as tx:
            found = tx.drafts.of_notice(tx.notices.revision(self.revision).notice_id)
        return {d.id: d for d in found if not states or d.state in states}

    def texts(self):
        return {d.id: d.content for d in self.drafts(DraftState.PENDING).values()}


@pytest.fixture
def desk(store, clock):
    arrive(store)
    return Desk(store, clock)


def money(text):
    return (Quantity(Decimal(text.rstrip("元")), "CNY/transaction"),)


def test_a_corrected_figure_is_written_into_every_draft_that_nobody_edited(desk):
    before = desk.texts()
    followed = desk.change(FIGURE, 0, new=money("8"), new_text="8元")
    after = desk.texts()
    assert len(followed.rewritten) >= 2 and any("10元→8元" in str(content) for content in after.values())
    for id, content in after.items():
        marked = desk.drafts()[id].flags  # what repeats a sentence of the source says what the source says
        assert "6元" not in str(dataclasses.replace(content, citations=())) or marked, content
    assert all(before[id] != after[id] for id in followed.rewritten)
    assert all(desk.drafts()[id].version == 2 for id in followed.rewritten)
    assert all(desk.drafts()[id].version == 1 for id in set(before) - set(followed.all))
    assert not any(d.unsupported for d in desk.drafts().values())


def test_a_corrected_day_moves_what_is_valid_when(desk):
    desk.change(WINDOW, 0, start=moment("2026-11-20"))
    bulletin = next(d for d in desk.drafts().values() if d.kind == "bulletin")
    assert (str(bulletin.starts), str(bulletin.expires)) == ("2026-11-20", "2027-02-18")
    assert "自2026年11月20日起" in bulletin.content.when


def test_a_value_that_does_not_stand_in_the_source_needs_eyes(desk):
    with pytest.raises(refusals.NotInSource):
        desk.change(FIGURE, 0, new=money("5"), new_text="5元")
    with pytest.raises(refusals.NotInSource):
        desk.change(WINDOW, 0, start=moment("2027-12-01"))
    desk.change(FIGURE, 0, new=money("5"), new_text="5元", by_eye=True)
    assert desk.fact(FIGURE).evidence.rule == BY_EYE
    with desk.store.reading() as tx:
        refused, _, done = (
            tx.audit.events("revision:1")[-1],
            *tx.audit.events("revision:1")[:1],
            tx.audit.events("notice:1")[0],
        )
    assert refused.action == "refused" and done.action == "fact.corrected" and done.detail["by_eye"] is True
    assert not any(d.unsupported for d in desk.drafts().values())


def test_earlier_sign_offs_are_void(desk):
    draft = next(d for d in desk.drafts().values() if d.kind == "bulletin")
    approve(desk.store, CUSTOMER, draft.id, draft.version, desk.clock)
    desk.change(FIGURE, 0, new=money("8"), new_text="8元")
    with desk.store.reading() as tx:
        assert tx.drafts.approvals(draft.id, 2) == []
    with pytest.raises(refusals.DraftChanged):
        approve(desk.store, BUSINESS, draft.id, draft.version, desk.clock)


def test_in_a_draft_that_a_person_edited_only_the_value_is_exchanged(desk):
    draft = next(
        d for d in desk.drafts().values() if d.content.intent == "how_much" and "手续费调整" in d.content.question
    )
    words = "转账手续费便宜了：12月1日起每笔只要6元，请放心办理。"
    amend(desk.store, BUSINESS, draft.id, 1, changed(draft.content, answer=words, say=""), desk.clock)
    followed = desk.change(FIGURE, 0, new=money("8"), new_text="8元")
    assert draft.id in followed.replaced
    now = desk.drafts()[draft.id]
    assert now.content.answer == words.replace("6元", "8元") and now.version == 3
    assert not any(flag.code is FlagCode.FACTS_CHANGED for flag in now.flags)


def test_where_the_value_can_not_be_exchanged_the_edited_draft_is_marked_until_somebody_looks(desk):
    draft = next(d for d in desk.drafts().values() if "年费调整" in getattr(d.content, "question", ""))
    words = "年费下调至8元。"
    amend(desk.store, BUSINESS, draft.id, 1, changed(draft.content, answer=words), desk.clock)
    followed = desk.correct(FIGURE, 1, None)
    assert draft.id in followed.marked
    now = desk.drafts()[draft.id]
    assert now.content.answer == words and now.flags[-1].code is FlagCode.FACTS_CHANGED
    amend(desk.store, BUSINESS, draft.id, now.version, changed(now.content, answer="年费有调整。"), desk.clock)
    assert desk.drafts()[draft.id].flags == ()


def test_what_no_fact_speaks_for_any_more_is_closed_and_comes_back_with_the_fact(desk):
    first = desk.texts()
    followed = desk.correct(FIGURE, 1, None)
    assert followed.closed and all(desk.drafts()[id].state is DraftState.SUPERSEDED for id in followed.closed)
    read = next(s.read for s in desk.slots() if s.name == "figure-1")
    desk.correct(FIGURE, 1, read)
    assert desk.texts() == first
    assert all(desk.drafts()[id].version > 1 for id in followed.closed)


def test_a_draft_that_was_rejected_does_not_come_back(desk):
    followed = desk.correct(FIGURE, 1, None)
    desk.correct(FIGURE, 1, next(s.read for s in desk.slots() if s.name == "figure-1"))
    draft = desk.drafts()[followed.closed[0]]
    reject(desk.store, CUSTOMER, draft.id, draft.version, "twice", desk.clock)
    desk.correct(FIGURE, 1, None)
    again = desk.correct(FIGURE, 1, next(s.read for s in desk.slots() if s.name == "figure-1"))
    assert draft.id not in again.all and desk.drafts()[draft.id].state is DraftState.REJECTED


def test_a_fact_is_added_by_the_words_of_the_source(desk):
    quote = "代发工资账户 免收年费"
    window = Window(WindowRole.CONCESSION, moment("2026-11-20"), None, EndKind.OPEN, NOWHERE, applies_to="年费")
    with pytest.raises(refusals.NoSuchQuote):
        desk.correct(WINDOW, None, window, quote="这些字不在原文里")
    desk.correct(WINDOW, None, window, quote=quote)
    added = desk.fact(WINDOW, 1)
    assert added.start == moment("2026-11-20") and added in desk.facts().windows
    desk.correct(WINDOW, 1, None)
    assert desk.fact(WINDOW, 1) is None and len(desk.facts().windows) == 1


def test_a_figure_and_a_contact_can_be_added(desk):
    figure = Figure(FigureKind.FEE, "短信费", (), money("12"), Direction.STATED, NOWHERE, new_text="12元")
    desk.correct(FIGURE, None, figure, quote="个人账户年费由每年12元调整为每年8元")
    assert "12元" in desk.facts().figures[-1].evidence.quote
    contact = Contact(ContactKind.PHONE, "95077", ContactRole.BRANCH, NOWHERE)
    desk.correct(CONTACT, None, contact)
    assert len(desk.facts().contacts) == 2
    with pytest.raises(refusals.NotInSource):
        desk.correct(CONTACT, None, dataclasses.replace(contact, value="95078"))


def test_a_number_that_turns_out_a_fraud_blocks_the_drafts_that_offer_it(desk):
    draft = next(d for d in desk.drafts().values() if d.kind == "faq")
    amend(desk.store, BUSINESS, draft.id, 1, changed(draft.content, answer="请拨打95077。"), desk.clock)
    desk.change(CONTACT, 0, role=ContactRole.FRAUDULENT)
    assert [atom.text for atom in desk.drafts()[draft.id].unsupported] == ["95077"]


def test_the_category_raises_the_tier_and_never_lowers_it(desk, store):
    assert desk.facts().tier is Tier.REGULATED
    desk.correct(FactKind.CATEGORY, 0, Category.MAINTENANCE)
    assert desk.facts().category is Category.MAINTENANCE and desk.facts().tier is Tier.REGULATED
    assert {d.category for d in desk.drafts(DraftState.PENDING).values()} == {Category.MAINTENANCE}
    arrive(store, PROMOTION, url="https://www.lakebank.example/n/10")
    other = Desk(store, desk.clock, 2)
    assert other.facts().tier is Tier.STANDARD
    other.correct(FactKind.CATEGORY, 0, Category.RATE_CHANGE)
    assert other.facts().tier is Tier.REGULATED


def test_the_tier_goes_up_and_back_to_what_was_read_but_not_below(desk, store):
    arrive(store, PROMOTION, url="https://www.lakebank.example/n/10")
    other = Desk(store, desk.clock, 2)
    other.correct(FactKind.TIER, 0, Tier.REGULATED)
    with store.reading() as tx:
        assert {(d.tier, d.version) for d in tx.drafts.of_notice(2)} == {(Tier.REGULATED, 2)}
    other.correct(FactKind.TIER, 0, Tier.STANDARD)
    with pytest.raises(refusals.TierLowered):
        other.correct(FactKind.TIER, 0, Tier.FAST)


def test_a_stale_screen_corrects_nothing(desk):
    old = desk.wish(FIGURE, 0, dataclasses.replace(desk.fact(FIGURE), new=money("8"), new_text="8元"))
    desk.change(WINDOW, 0, start=moment("2026-11-20"))
    with pytest.raises(refusals.FactsChanged):
        correct(desk.store, BUSINESS, 1, old, desk.clock)


def test_who_may_not_decide_may_not_correct(desk):
    with pytest.raises(refusals.WrongRole):
        desk.correct(FIGURE, 0, None, actor=AUDITOR)
    with pytest.raises(refusals.NoSuchFact):
        desk.correct(FIGURE, 77, None)
    with pytest.raises(refusals.NoSuchFact):
        correct(desk.store, CUSTOMER, 99, Wish(FIGURE, 0, None, 0), desk.clock)


def test_what_is_decided_is_not_corrected_here(desk):
    for draft in desk.drafts().values():
        reject(desk.store, CUSTOMER, draft.id, draft.version, "no", desk.clock)
    with pytest.raises(refusals.AlreadyDecided):
        desk.correct(FIGURE, 0, None)


def test_a_malformed_date_is_settled_by_the_person_who_reads_it(store, clock):
    document, facts, faq, flags = malformed_page()
    draft = put(store, document, facts, faq, flags=flags)[0]
    desk = Desk(store, clock)
    assert [type(b) for b in blockers(draft)] == [refusals.DateUnread]
    window = Window(WindowRole.EFFECTIVE, moment("2026-12-05"), None, EndKind.OPEN, NOWHERE)
    with pytest.raises(refusals.NotInSource):
        desk.correct(WINDOW, None, window, quote="2026125日")
    desk.correct(WINDOW, None, window, quote="2026125日", by_eye=True)
    now = desk.drafts()[draft.id]
    assert now.flags == () and blockers(now) == ()


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    html=st.sampled_from([FEES, PROMOTION]),
    steps=st.lists(
        st.tuples(st.sampled_from(["strike", "figure", "window", "role"]), st.integers(0, 2)), min_size=1, max_size=3
    ),
)
def test_correcting_facts_and_correcting_them_back_gives_the_first_drafts_again(store, clock, html, steps):
    clock.forward(seconds=1)
    draft = arrive(store, html, url=f"https://www.lakebank.example/n/{clock().timestamp()}")[0]
    desk = Desk(store, clock, draft.revision_id)
    first, read = desk.texts(), {s.name: s for s in desk.slots()}
    for what, at in steps:
        kind = {"window": WINDOW, "role": CONTACT}.get(what, FIGURE)
        if f"{kind.value}-{at}" not in read or (fact := desk.fact(kind, at)) is None:
            continue
        desk.correct(kind, at, _bent(fact, what), by_eye=True)
    for slot in desk.slots():
        if slot.now != slot.read:
            desk.correct(slot.kind, slot.position, slot.read)
    assert sorted(map(str, desk.texts().values())) == sorted(map(str, first.values()))
    assert {d.flags for d in desk.drafts(DraftState.PENDING).values()} == {()}


def _bent(fact, what):
    if what == "strike":
        return None
    if isinstance(fact, Figure):
        return dataclasses.replace(fact, new=money("77"), new_text="77元", direction=Direction.UP)
    if isinstance(fact, Window):
        return dataclasses.replace(fact, start=moment("2027-05-05"), end=None, end_kind=EndKind.OPEN)
    return dataclasses.replace(fact, role=ContactRole.BRANCH)


def test_the_day_of_reading_is_the_day_of_rewriting(desk):
    first = desk.texts()
    desk.clock.forward(days=9)
    desk.change(FIGURE, 0, new=money("8"), new_text="8元")
    desk.correct(FIGURE, 0, next(s.read for s in desk.slots() if s.name == "figure-0"))
    assert desk.texts() == first and desk.clock().date() == dt.date(2026, 12, 2)


def told(desk):
    """All that a correction can change in the drafts."""
    return {
        id: (d.content, d.state, d.reason, d.tier, d.category, d.flags, d.starts, d.expires, d.urgency, d.unsupported)
        for id, d in desk.drafts().items()
        if d.state is not DraftState.SUPERSEDED
    }


@pytest.mark.parametrize("kind", ["change", "strike", "category"])
def test_a_correction_is_undone_with_every_draft_that_followed_it_and_their_sign_offs(desk, store, kind):
    draft = next(
        d for d in desk.drafts().values() if d.content.intent == "how_much" and "手续费调整" in d.content.question
    )
    words = "转账手续费便宜了：12月1日起每笔只要6元，请放心办理。"
    amend(store, BUSINESS, draft.id, 1, changed(draft.content, answer=words, say=""), desk.clock)
    approve(store, CUSTOMER, draft.id, 2, desk.clock)
    before, facts = told(desk), desk.facts()
    if kind == "change":
        desk.change(FIGURE, 0, new=money("8"), new_text="8元")
    elif kind == "strike":
        desk.correct(FIGURE, 1, None)
    else:
        desk.correct(FactKind.CATEGORY, 0, Category.MAINTENANCE)
    assert told(desk) != before
    assert last(store, CUSTOMER, desk.clock).why is None
    undo(store, CUSTOMER, desk.clock)
    assert told(desk) == before and desk.facts() == facts
    now = desk.drafts()[draft.id]
    with store.reading() as tx:
        assert [a.actor for a in tx.drafts.approvals(draft.id, now.version)] == ["chen"] and tx.audit.verify() is None
    assert now.last_editor == "bai"


def test_a_correction_is_not_undone_once_a_draft_that_followed_was_decided(desk, store):
    followed = desk.change(FIGURE, 0, new=money("8"), new_text="8元")
    id = followed.all[0]
    approve(store, BUSINESS, id, desk.drafts()[id].version, desk.clock)
    assert last(store, CUSTOMER, desk.clock).why == "DecidedAfter"


def test_a_correction_that_renewed_an_older_mark_is_not_undone(desk, store):
    draft = next(d for d in desk.drafts().values() if "年费调整" in getattr(d.content, "question", ""))
    amend(store, BUSINESS, draft.id, 1, changed(draft.content, answer="年费下调至8元。"), desk.clock)
    assert draft.id in desk.correct(FIGURE, 1, None).marked
    desk.correct(FIGURE, 1, next(s.read for s in desk.slots() if s.name == "figure-1"))
    assert last(store, CUSTOMER, desk.clock).why == "UndoneWithLoss"
    with pytest.raises(refusals.UndoneWithLoss):
        undo(store, CUSTOMER, desk.clock)
