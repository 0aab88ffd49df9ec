"""Marks on open drafts, and rows as they were before a decision: on both databases."""

from __future__ import annotations

import datetime as dt

from store_samples import NOON, URL, add_draft, entry_for, faq

from ingest.model import Approval, DraftState, Role
from ingest.store import Store

PENDING, APPROVED = DraftState.PENDING, DraftState.APPROVED
LATER = NOON + dt.timedelta(days=1)


def _signed(draft: int, version: int, actor: str) -> Approval:
    return Approval(draft, version, actor, Role.CUSTOMER_EXPERT, NOON)


def test_sleep_and_assignment_change_only_as_they_were_seen(store: Store) -> None:
    with store.writing() as tx:
        id = add_draft(tx)
        assert tx.marks.snooze(id, version=1, was=None, until=LATER)
        assert not tx.marks.snooze(id, version=1, was=None, until=LATER)
        assert not tx.marks.snooze(id, version=2, was=LATER, until=None)
        assert tx.marks.assign(id, version=1, was=(None, None), to=("cards", LATER))
        assert not tx.marks.assign(id, version=1, was=(None, None), to=("retail", None))
        (row,) = tx.desk.get([id])
        assert (row.snoozed_until, row.department, row.due) == (LATER, "cards", LATER)
        tx.drafts.move(id, version=1, from_states=(PENDING,), to=DraftState.REJECTED, reason=None)
        assert not tx.marks.snooze(id, version=1, was=LATER, until=None)


def test_older_words_come_back_as_a_new_version_with_the_sign_offs_on_them(store: Store) -> None:
    with store.writing() as tx:
        id = add_draft(tx)
        for actor in ("li", "wang"):
            tx.drafts.sign(_signed(id, 1, actor))
        tx.drafts.amend(id, version=1, content=faq(answer="六月起。"), unsupported=(), editor="ma")
        words = tx.restoring.version(id, 1)
        assert words and words.content == faq() and words.cause == "amended" and tx.restoring.version(id, 9) is None
        states = {"state": PENDING, "to": PENDING, "words": words, "signed": 1, "cause": "undone"}
        assert not tx.restoring.reissue(id, version=1, without="wang", **states)  # type: ignore[arg-type]
        assert tx.restoring.reissue(id, version=2, without="wang", **states)  # type: ignore[arg-type]
        stored, edited = tx.drafts.get(id), tx.restoring.version(id, 2)
        assert stored and edited and (stored.version, stored.content, stored.last_editor) == (3, faq(), None)
        assert (edited.content, edited.editor, edited.cause) == (faq(answer="六月起。"), "ma", "undone")
        assert [a.actor for a in tx.drafts.approvals(id, 3)] == ["li"]
        assert tx.restoring.unsign(id, 3, "li") and not tx.restoring.unsign(id, 3, "li")


def test_what_a_withdrawn_entry_had_replaced_is_in_use_and_found_again(store: Store) -> None:
    with store.writing() as tx:
        old_draft, new_draft = add_draft(tx), add_draft(tx, URL + "?2", faq("新的管理费是多少？"))
        old = tx.entries.publish(entry_for(tx, old_draft))
        new = tx.entries.publish(entry_for(tx, new_draft))
        tx.entries.supersede(old, new)
        assert tx.restoring.revive_replaced_by(new) == [old] and tx.entries.withdraw(new, "undone")
        assert tx.entries.get(old).ended_at is None and tx.entries.get(new).ended_at is not None
        live = tx.entries.get(old)
        assert live and live.superseded_by is None
        assert [e.id for e in tx.entries.all()] == [old] and tx.restoring.revive_replaced_by(new) == []


def test_a_second_sign_off_can_be_missing_again(store: Store) -> None:
    with store.writing() as tx:
        id = add_draft(tx)
        entry = tx.entries.publish(entry_for(tx, id))
        first = (_signed(id, 1, "li"),)
        assert tx.restoring.unvalidate(entry, first) and not tx.restoring.unvalidate(entry, first)
        waiting = tx.entries.get(entry)
        assert waiting and not waiting.validated and waiting.approvals == first
