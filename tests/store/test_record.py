"""Versions, readings, carried drafts and the searched record, on both databases."""

from __future__ import annotations

import datetime as dt

from store_samples import NOON, add_draft, add_notice, bulletin, faq, new_draft, publish

from ingest.model import Approval, DraftState, Role
from ingest.store import Store
from ingest.store.audit import Wanted
from ingest.store.carried import CarriedDraft

B = "https://www.bank.example/notice/2.html"


def test_every_version_of_the_words_is_kept_with_who_and_why(store: Store) -> None:
    with store.writing() as tx:
        one, two = add_draft(tx), add_draft(tx, B, bulletin())
        assert tx.drafts.amend(one, version=1, content=faq(answer="b"), unsupported=(), editor="li")
        assert tx.drafts.amend(
            one, version=2, content=faq(answer="c"), unsupported=(), editor="ingest", cause="carried"
        )
        tx.drafts.sign(Approval(one, 2, "wang", Role.CUSTOMER_EXPERT, NOON))
        tx.drafts.sign(Approval(one, 3, "wang", Role.CUSTOMER_EXPERT, NOON + dt.timedelta(1)))
    with store.reading() as tx:
        found = tx.versions.of_several([one, two, 99])
        assert [(v.version, v.editor, v.cause) for v in found[one]] == [
            (1, None, None),
            (2, "li", "amended"),
            (3, "ingest", "carried"),
        ]
        assert [v.content.answer for v in found[one]][1:] == ["b", "c"] and len(found[two]) == 1
        assert [v.at for v in found[one]] == sorted(v.at for v in found[one])
        assert [a.version for a in tx.versions.approvals(one)] == [2, 3] and tx.versions.of(99) == []


def test_how_a_revision_was_read_is_written_once(store: Store) -> None:
    with store.writing() as tx:
        _, revision_id = add_notice(tx)
        assert tx.readings.of(revision_id).rules is None
        tx.readings.keep(revision_id, '{"today": "2026-03-02"}', "a" * 64)
        tx.readings.keep(revision_id, "{}", "b" * 64)
    with store.reading() as tx:
        kept = tx.readings.of(revision_id)
        assert (kept.rules, kept.reading) == ("a" * 64, '{"today": "2026-03-02"}')
        assert tx.readings.of(99).reading is None


def test_a_carried_draft_stands_beside_others_of_its_revision_and_knows_its_group(store: Store) -> None:
    with store.writing() as tx:
        entry = publish(tx, faq(), B)
        old = tx.entries.get(entry)
        assert old
        made = [
            tx.carried.draft(new_draft(old.notice_id, old.revision_id, faq(answer=f"{n}"), revises=entry))
            for n in range(2)
        ]
        assert len({old.draft_id, *made}) == 3
        rows = [CarriedDraft(id, id, entry, old.revision_id, (("费", "10元", "6元"),)) for id in made]
        assert tx.carried.join(rows) == made[0]
        tx.carried.note(rows[1])
    with store.reading() as tx:
        assert [c.draft_id for c in tx.carried.of_group(made[0])] == [made[0]]
        second = tx.carried.of_draft(made[1])
        assert second and second.group_id == made[1] and second.changes == (("费", "10元", "6元"),)
        assert tx.carried.of_draft(old.draft_id) is None
        assert [c.draft_id for c in tx.carried.of_entries([entry])] == made[::-1]
        assert tx.carried.together(made) == {made[0]: {entry}, made[1]: {entry}}
        assert [d.id for d in tx.drafts.revising([entry])] == made
        assert {d.state for d in tx.drafts.several(made)} == {DraftState.PENDING}


def test_one_entry_is_settled_and_its_successors_are_found(store: Store) -> None:
    with store.writing() as tx:
        first, second = publish(tx, faq(), B), publish(tx, bulletin(), B)
        old = tx.entries.get(first)
        assert old and tx.entries.source_changed(old.notice_id, True) == 2
        assert tx.entries.settle_source(first) and not tx.entries.settle_source(first)
        tx.entries.supersede(first, second)
        assert [e.id for e in tx.entries.replaced_by(second)] == [first]
        assert tx.entries.ids() == [first, second]


def test_the_record_is_searched_by_person_deed_subject_and_time(store: Store) -> None:
    with store.writing() as tx:
        for n in range(1, 31):
            actor, action = ("wang", "signed") if n % 2 else ("li", "amended")
            tx.audit.append(actor, action, f"draft:{n % 3}", {"n": n}, NOON + dt.timedelta(minutes=n))
        tx.audit.append("li", "signed", "drafts_%:1", {}, NOON + dt.timedelta(minutes=40))
    with store.reading() as tx:

        def ids(wanted: Wanted, **page: int) -> list[int]:
            return [event.id for event in tx.audit.search(wanted, **page)]

        assert ids(Wanted(), limit=3) == [31, 30, 29] and ids(Wanted(), before=29, limit=2) == [28, 27]
        assert ids(Wanted(actor="wang", subject="draft:0")) == [27, 21, 15, 9, 3]
        assert len(ids(Wanted(subject="draft"))) == 30 and ids(Wanted(subject="drafts_%")) == [31]
        assert ids(Wanted(action="signed"), limit=2) == [31, 29]
        since = NOON + dt.timedelta(minutes=10)
        assert ids(Wanted(since=since, until=since + dt.timedelta(minutes=2))) == [11, 10]
        assert [e.id for e in tx.audit.all_of(Wanted(actor="li"))][:3] == [2, 4, 6]
        assert [e.id for e in tx.audit.about(["draft:1", "drafts_%:1"])][-2:] == [28, 31]
        assert tx.audit.actions() == ["amended", "signed"] and tx.audit.newest() == 31


def test_the_chain_is_verified_in_parts_with_the_same_result(store: Store) -> None:
    told: list[int] = []
    with store.writing() as tx:
        for n in range(25):
            tx.audit.append("wang", "signed", f"draft:{n}", {}, NOON)
    with store.reading() as tx:
        assert tx.audit.verify(told.append) is None and told == [25]
        part = tx.audit.verify_part(0, 10)
        assert (part.last, part.complete) == (10, False)
        assert tx.audit.verify_part(20, 10).complete and tx.audit.verify_part(25, 10).complete
        missing = tx.audit.verify_part(99, 10).broken
        assert missing and missing.code == "missing"
        assert tx.audit.hash_of(3) and tx.audit.hash_of(99) is None
