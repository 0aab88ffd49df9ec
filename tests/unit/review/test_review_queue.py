from __future__ import annotations

import datetime as dt

import pytest
from builders import (
    AGENT,
    AUDITOR,
    BOTH,
    BUSINESS,
    CUSTOMER,
    changed,
    fee_page,
    malformed_page,
    outage_page,
    publish_all,
    put,
)
from sqlalchemy import event

from ingest.model import Actor, Category, DraftKind, OpenQuestion, Role, Tier
from ingest.review import refusals
from ingest.review.decisions import approve
from ingest.review.desk import Desk, desk
from ingest.review.filters import Filters
from ingest.review.notice import NoticeView, draft_in_notice
from ingest.store.store import Store

MORNING = dt.datetime(2026, 11, 23, 8, 30)


def queue(store: Store, actor: Actor, filters: Filters | None = None) -> Desk:
    return desk(store, actor, filters, now=MORNING)


def look(store: Store, actor: Actor, draft_id: int) -> NoticeView:
    return draft_in_notice(store, actor, draft_id, store.clock, MORNING)


def test_the_queue_starts_with_what_is_most_urgent(store):
    put(store, *fee_page())
    put(store, *outage_page())
    assert [item.row.urgency.value for item in queue(store, CUSTOMER).items] == ["P0", "P2", "P2", "P2"]


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (Filters(), 5),
        (Filters(category=Category.MAINTENANCE), 2),
        (Filters(tier=Tier.REGULATED), 2),
        (Filters(kind=DraftKind.BULLETIN), 2),
        (Filters(source_id="lake-en"), 2),
        (Filters(blocked=True), 1),
        (Filters(blocked=False, kind=DraftKind.FAQ), 2),
    ],
)
def test_filters_narrow_it(store, filters, count):
    put(store, *fee_page())
    put(store, *outage_page(), source="lake-en")
    document, facts, faq, flags = malformed_page()
    put(store, document, facts, changed(faq, keywords=()), flags=flags, source="lake-branches")
    assert queue(store, CUSTOMER, filters).found == count


def test_the_number_of_queries_does_not_grow_with_the_drafts(store):
    def queries() -> int:
        seen: list[str] = []
        listen = lambda conn, cursor, statement, *rest: seen.append(statement)  # noqa: E731
        event.listen(store._reader, "before_cursor_execute", listen)
        queue(store, CUSTOMER)
        event.remove(store._reader, "before_cursor_execute", listen)
        return len(seen)

    put(store, *outage_page())
    few = queries()
    put(store, *fee_page())
    assert queries() == few


@pytest.mark.parametrize("read", [lambda s, a: queue(s, a), lambda s, a: look(s, a, 1)])
def test_agents_do_not_see_the_queue_and_auditors_do(store, read):
    put(store, *fee_page())
    with pytest.raises(refusals.WrongRole):
        read(store, AGENT)
    assert read(store, AUDITOR)


def test_a_draft_comes_with_what_a_reviewer_needs(store, clock):
    question = OpenQuestion("企业客户适用吗？", "not stated")
    draft = put(store, *fee_page(), questions=(question,))[0]
    approve(store, BUSINESS, draft.id, 1, clock)
    other = put(store, *outage_page())[0]
    view = look(store, BOTH, draft.id)
    card = next(card for card in view.cards if card.draft.id == draft.id)
    assert view.questions == (question,) and view.document.title == draft.title
    assert card.waiting_for == (frozenset({Role.CUSTOMER_EXPERT}),) and card.signs_as is Role.CUSTOMER_EXPERT
    assert card.refusal is None and card.blockers == () and view.neighbours == (other.notice_id, None)
    mine = next(card for card in look(store, BUSINESS, draft.id).cards if card.draft.id == draft.id)
    assert isinstance(mine.refusal, refusals.AlreadySigned)


def test_a_revision_shows_what_was_and_what_is(store, clock):
    document, facts, faq, _ = fee_page()
    old = publish_all(store, put(store, document, facts, faq), clock)[0]
    document, facts, faq, _ = fee_page("5元")
    draft = put(store, document, facts, faq, notice_id=old.notice_id, revises=old.id)[0]
    view = look(store, CUSTOMER, draft.id)
    replaces = next(card.replaces for card in view.cards if card.draft.id == draft.id)
    assert replaces.id == old.id and replaces.source_changed
    assert {piece.text for line in view.comparison for piece in line if piece.side.value == "new"} == {"5"}


def test_what_needs_a_second_look_is_listed(store, clock):
    document, facts, faq, _ = fee_page()
    old = publish_all(store, put(store, document, facts, faq), clock)[0]
    document, facts, _, bulletin = outage_page()
    fast = put(store, document, facts, bulletin)[0]
    approve(store, CUSTOMER, fast.id, 1, clock)
    document, facts, _, _ = fee_page("5元")
    put(store, document, facts, notice_id=old.notice_id)
    found = queue(store, CUSTOMER).published
    assert [e.draft_id for e in found.unvalidated] == [fast.id] and [e.id for e in found.changed] == [old.id]


def test_a_draft_that_does_not_exist_is_not_found(store):
    with pytest.raises(refusals.NoSuchDraft):
        look(store, CUSTOMER, 7)
