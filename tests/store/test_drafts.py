"""The queue: order, filters, compare and set, sign-offs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from store_samples import (
    NOON,
    URL,
    add_draft,
    add_notice,
    bulletin,
    document,
    entry_for,
    facts,
    faq,
    fingerprint,
    new_draft,
)

from ingest.model import (
    Approval,
    Category,
    DraftKind,
    DraftState,
    Evidence,
    Flag,
    FlagCode,
    Moment,
    OpenQuestion,
    Role,
    Span,
    Tier,
    Unsupported,
    Urgency,
)
from ingest.store import Store

PENDING, RETURNED, APPROVED = DraftState.PENDING, DraftState.RETURNED, DraftState.APPROVED


def test_a_draft_comes_back_as_it_was_added(store: Store) -> None:
    flags = (Flag(FlagCode.PLANNED, Evidence(Span(0, 2), "计划", "r"), "planned"),)
    with store.writing() as tx:
        new = new_draft(
            *add_notice(tx),
            bulletin(),
            tier=Tier.REGULATED,
            urgency=Urgency.P0,
            starts=Moment(dt.date(2026, 5, 1), dt.time(8)),
            expires=Moment(dt.date(2026, 6, 1)),
            unsupported=(Unsupported("script", "10元"),),
            flags=flags,
            revises=7,
            last_editor="ingest",
        )
        id = tx.drafts.add(new)
    with store.reading() as tx:
        draft = tx.drafts.get(id)
        assert tx.drafts.get(id + 1) is None
    assert draft and draft.kind is DraftKind.BULLETIN and (draft.state, draft.version) == (PENDING, 1)
    assert draft.source_ids == ("site",)
    for name in ("content", "tier", "category", "title", "language", "urgency", "starts", "expires", "unsupported"):
        assert getattr(draft, name) == getattr(new, name)
    assert (draft.flags, draft.revises, draft.last_editor) == (flags, 7, "ingest")


def test_the_same_work_done_again_adds_no_second_draft(store: Store) -> None:
    with store.writing() as tx:
        place = add_notice(tx)
        drafts = [new_draft(*place), new_draft(*place, faq("需要做什么？")), new_draft(*place, bulletin())]
        ids = tx.drafts.add_all(drafts)
        assert tx.drafts.add_all([*reversed(drafts)]) == ids[::-1]
        assert tx.drafts.add_all([]) == [] and sum(tx.drafts.counts().values()) == 3


def test_the_queue_is_sorted_by_urgency_then_start_then_age(store: Store) -> None:
    def at(day: int, hour: int | None = None) -> Moment:
        return Moment(dt.date(2026, 5, day), None if hour is None else dt.time(hour))

    wanted = [
        (Urgency.P0, None),
        (Urgency.P1, at(1)),
        (Urgency.P1, at(1, 9)),
        (Urgency.P1, at(2)),
        (Urgency.P1, None),
        (Urgency.P1, None),
        (Urgency.P3, at(1)),
    ]
    with store.writing() as tx:
        place = add_notice(tx)
        order = [4, 6, 2, 0, 3, 1, 5]
        for n in order:
            tx.drafts.add(new_draft(*place, faq(f"问题{n}"), urgency=wanted[n][0], starts=wanted[n][1]))
        queue = tx.drafts.queue()
        assert [(d.urgency, d.starts) for d in queue] == wanted
        assert [d.id for d in queue if d.starts is None and d.urgency is Urgency.P1] == sorted(
            d.id for d in queue if d.starts is None and d.urgency is Urgency.P1
        )
        assert [d.id for d in tx.drafts.queue(limit=2)] == [d.id for d in queue[:2]]


def test_the_queue_is_narrowed_by_state_category_tier_and_source(store: Store) -> None:
    with store.writing() as tx:
        one = add_draft(tx, URL)
        two = add_draft(tx, URL + "?2", tier=Tier.FAST, category=None, source_ids=("feed",))
        tx.drafts.move(one, version=1, from_states=(PENDING,), to=APPROVED, reason=None)

        def found(**narrowed: object) -> list[int]:
            return [d.id for d in tx.drafts.queue(**narrowed)]  # type: ignore[arg-type]

        assert found() == [two] and found(states=(APPROVED,)) == [one]
        assert found(states=tuple(DraftState)) == [one, two]
        assert found(tier=Tier.FAST) == [two] and found(tier=Tier.REGULATED) == []
        assert found(category=Category.FEE_CHANGE, states=tuple(DraftState)) == [one]
        assert found(source_id="feed") == [two] and found(source_id="unheard") == []


@contextmanager
def _counted(store: Store) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT"):
            statements.append(statement)

    event.listen(store._reader, "before_cursor_execute", note)
    yield statements
    event.remove(store._reader, "before_cursor_execute", note)


def test_the_number_of_queries_does_not_grow_with_the_queue(store: Store) -> None:
    def queries() -> int:
        with _counted(store) as statements, store.reading() as tx:
            tx.drafts.queue()
        return len(statements)

    with store.writing() as tx:
        add_draft(tx)
    few = queries()
    with store.writing() as tx:
        for n in range(20):
            add_draft(tx, f"{URL}?{n}")
    assert queries() == few == 2


def test_only_the_version_and_state_that_were_seen_can_be_moved(store: Store) -> None:
    with store.writing() as tx:
        id = add_draft(tx)
        move = tx.drafts.move
        assert not move(id, version=2, from_states=(PENDING,), to=APPROVED, reason=None)
        assert not move(id, version=1, from_states=(RETURNED,), to=APPROVED, reason=None)
        assert move(id, version=1, from_states=(PENDING,), to=RETURNED, reason="日期不对")
        assert not move(id, version=1, from_states=(PENDING,), to=APPROVED, reason=None)
        assert (draft := tx.drafts.get(id)) and (draft.state, draft.reason) == (RETURNED, "日期不对")
        assert tx.drafts.counts() == {**dict.fromkeys(DraftState, 0), RETURNED: 1}


def test_an_edit_makes_a_new_version_and_leaves_old_approvals_behind(store: Store) -> None:
    until = Moment(dt.date(2026, 12, 31))
    with store.writing() as tx:
        id = add_draft(tx, starts=Moment(dt.date(2026, 5, 1)))
        assert tx.drafts.sign(Approval(id, 1, "li", Role.CUSTOMER_EXPERT, NOON))
        edited = faq(answer="自2026年6月1日起调整。", valid_until=until)
        assert tx.drafts.amend(
            id, version=1, content=edited, unsupported=(Unsupported("answer", "6月1日"),), editor="wang"
        )
        assert not tx.drafts.amend(id, version=1, content=edited, unsupported=(), editor="zhao")
        draft = tx.drafts.get(id)
        assert draft and (draft.version, draft.content, draft.last_editor) == (2, edited, "wang")
        assert draft.unsupported == (Unsupported("answer", "6月1日"),)
        assert (draft.starts, draft.expires) == (Moment(dt.date(2026, 5, 1)), until)
        assert tx.drafts.approvals(id, 2) == [] and len(tx.drafts.approvals(id, 1)) == 1


def test_a_draft_that_is_decided_is_not_edited(store: Store) -> None:
    with store.writing() as tx:
        id = add_draft(tx)
        tx.drafts.move(id, version=1, from_states=(PENDING,), to=APPROVED, reason=None)
        assert not tx.drafts.amend(id, version=1, content=faq(), unsupported=(), editor="wang")
        assert not tx.drafts.amend(id, version=1, content=bulletin(), unsupported=(), editor="wang")


def test_a_person_signs_a_version_once(store: Store) -> None:
    with store.writing() as tx:
        id = add_draft(tx)
        mine = Approval(id, 1, "li", Role.CUSTOMER_EXPERT, NOON)
        theirs = Approval(id, 1, "wang", Role.BUSINESS_EXPERT, NOON + dt.timedelta(minutes=1))
        assert tx.drafts.sign(theirs) and tx.drafts.sign(mine)
        assert not tx.drafts.sign(Approval(id, 1, "li", Role.BUSINESS_EXPERT, NOON))
        assert tx.drafts.approvals(id, 1) == [mine, theirs]


def test_a_new_revision_closes_the_open_drafts_of_older_ones(store: Store) -> None:
    with store.writing() as tx:
        notice_id, first = add_notice(tx)
        done, open_, returned = tx.drafts.add_all([new_draft(notice_id, first, faq(q)) for q in "甲乙丙"])
        tx.drafts.move(done, version=1, from_states=(PENDING,), to=APPROVED, reason=None)
        tx.drafts.move(returned, version=1, from_states=(PENDING,), to=RETURNED, reason="x")
        second = tx.notices.revise(
            notice_id,
            snapshot_sha=None,
            fingerprint=fingerprint("v1:new"),
            document=document(),
            facts=facts(),
            differences=(),
        )
        fresh = tx.drafts.add(new_draft(notice_id, second))
        assert tx.drafts.supersede_open(notice_id, except_revision=second) == 2
        states = {d.id: d.state for d in tx.drafts.of_notice(notice_id)}
    superseded = DraftState.SUPERSEDED
    assert states == {done: APPROVED, open_: superseded, returned: superseded, fresh: PENDING}


def test_open_questions_are_kept_in_their_order_and_replaced(store: Store) -> None:
    asked = (OpenQuestion("何时恢复？", "no_end"), OpenQuestion("谁不受影响？", "no_exempt"))
    with store.writing() as tx:
        place = add_notice(tx)
        tx.drafts.add_questions(*place, asked[:1])
        tx.drafts.add_questions(*place, asked)
        tx.drafts.add_questions(*place, asked)
        assert tx.drafts.questions(place[1]) == asked
        tx.drafts.add_questions(*place, ())
        assert tx.drafts.questions(place[1]) == ()


def test_a_draft_that_takes_the_place_of_an_entry_has_its_department_and_at_least_its_tier(store: Store) -> None:
    with store.writing() as tx:
        place = add_notice(tx)
        first = tx.drafts.add(new_draft(*place, tier=Tier.REGULATED, department="cards"))
        entry = tx.entries.publish(entry_for(tx, first))
        ids = [
            tx.carried.draft(new_draft(*place, faq("甲？"), revises=entry)),
            tx.drafts.add(new_draft(*place, faq("乙？"), revises=entry, tier=Tier.FAST)),
            tx.drafts.add(new_draft(*place, faq("丙？"))),
        ]
        found = [(draft.tier, draft.department) for draft in tx.drafts.several(ids)]
        assert found == [(Tier.REGULATED, "cards"), (Tier.REGULATED, "cards"), (Tier.STANDARD, "cards")]
        tx.drafts.hold_to(ids[2], [entry])
        assert (held := tx.drafts.get(ids[2])) and held.tier is Tier.REGULATED
