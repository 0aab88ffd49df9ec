"""Forwarded questions and what was said about them, on both databases."""

from __future__ import annotations

import datetime as dt

import pytest
from builders import fee_page, put

from ingest.model import DraftState, OpenQuestion, Role
from ingest.store.forwarded import WAITING, Stage
from ingest.store.forwarding_log import ContactKind
from ingest.store.store import Store

NOW = dt.datetime(2026, 11, 23, 0, 30, tzinfo=dt.UTC)


@pytest.fixture
def an(store: Store) -> int:
    with store.writing() as tx:
        return tx.users.add("an", "An", [Role.AGENT], "")


def asked(store: Store, an: int, words: str = "哪些加油站参加？", call: str = "C-1") -> int:
    with store.writing() as tx:
        id_ = tx.forwarded.add(words, words, "zh", "ab12cd")
        assert tx.forwarded.ask(id_, an, call, words)
        return id_


def test_a_question_is_found_by_its_words_until_it_is_closed(store: Store, an: int) -> None:
    id_ = asked(store, an)
    with store.writing() as tx:
        assert tx.forwarded.same("哪些加油站参加？").id == id_ and tx.forwarded.same("别的") is None
        assert tx.forwarded.move(id_, version=1, stages=WAITING, stage=Stage.CLOSED, reason="过期")
        assert tx.forwarded.same("哪些加油站参加？") is None
        assert [q.reason for q in tx.forwarded.untold(an)] == ["过期"]
        assert tx.forwarded.told(id_, an) and not tx.forwarded.told(id_, an)
        assert tx.forwarded.untold(an) == []


def test_only_the_version_that_was_seen_is_changed(store: Store, an: int) -> None:
    id_ = asked(store, an)
    with store.writing() as tx:
        assert tx.forwarded.move(id_, version=1, stages=WAITING, stage=Stage.ASSIGNED, department="cards", due=NOW)
        assert not tx.forwarded.move(id_, version=1, stages=WAITING, stage=Stage.CLOSED)
        question = tx.forwarded.get(id_)
        assert (question.version, question.stage, question.due) == (2, Stage.ASSIGNED, NOW)
        assert tx.forwarded.counts(NOW) == (1, 1) and tx.forwarded.due_by(NOW)[0].id == id_


def test_each_call_of_a_person_counts_once_and_goes_along(store: Store, an: int) -> None:
    first, second = asked(store, an), asked(store, an, "别的", "C-2")
    with store.writing() as tx:
        assert not tx.forwarded.ask(first, an, "C-1", "x")
        tx.forwarding_log.add(first, ContactKind.CALL, "ada", "问过")
        tx.forwarded.join(first, second)
        tx.forwarding_log.move(first, second)
        tx.forwarded.move(first, version=1, stages=WAITING, stage=Stage.JOINED, joined_into=second)
        assert tx.forwarded.get(second).asked == 2 and len(tx.forwarding_log.of(second)) == 1
        assert tx.forwarded.by_key(first, "ab12cd").id == second and tx.forwarded.by_key(first, "ffffff") is None


def test_a_message_is_logged_once_and_what_it_answers_is_found(store: Store, an: int) -> None:
    id_ = asked(store, an)
    with store.writing() as tx:
        assert tx.forwarding_log.add(id_, ContactKind.MAIL_OUT, "ada", "", message_id="k.ingest")
        assert tx.forwarding_log.answered_by(["other", "k.ingest"]) == id_ and tx.forwarding_log.known("k.ingest")
        mail = tx.forwarding_log.add(None, ContactKind.STRANGER, "x@y.example", "…", message_id="<r@y>")
        assert tx.forwarding_log.add(id_, ContactKind.MAIL_IN, "x@y.example", "…", message_id="<r@y>") is None
        assert [m.id for m in tx.forwarding_log.strangers()] == [mail]
        assert tx.forwarding_log.settle(mail, ContactKind.MAIL_IN, id_)
        assert not tx.forwarding_log.settle(mail, ContactKind.DROPPED, None)
        assert tx.forwarding_log.replies([id_]) == {id_: 1}


def test_what_review_decided_about_an_answer_is_told(store: Store, an: int) -> None:
    document, facts, faq, _ = fee_page()
    (draft,) = put(store, document, facts, faq, questions=(OpenQuestion("企业客户呢？", "未写明"),))
    id_ = asked(store, an)
    with store.writing() as tx:
        (left,) = tx.forwarded.left_open()
        assert (left.question, left.title, left.language) == ("企业客户呢？", document.title, "zh")
        assert tx.forwarded.left_open_one(left.revision_id, 0) == left
        assert tx.forwarded.move(id_, version=1, stages=WAITING, stage=Stage.ANSWERED, draft_id=draft.id)
        assert tx.forwarded.settled() == [] and [d.id for d in tx.unpublished.newest()] == [draft.id]
        tx.drafts.move(draft.id, version=1, from_states=(DraftState.PENDING,), to=DraftState.REJECTED, reason="x")
        assert tx.forwarded.settled() == [(id_, 2, None)]
