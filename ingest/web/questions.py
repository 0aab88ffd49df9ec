"""Difficult questions: what waits for an answer, one question wholly, and what an agent forwarded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import Response

from ingest.answer.questions import handling, telling
from ingest.answer.questions.answering import answer
from ingest.answer.questions.forwarding import forward, forward_left_open
from ingest.answer.questions.listing import OVER, Whole, desk, whole
from ingest.answer.questions.pointing import answers, point
from ingest.answer.questions.refusals import DuePast, NoSuchQuestion
from ingest.answer.questions.replies import drop, take
from ingest.answer.questions.standing import Told
from ingest.pipeline.alone import read_mail
from ingest.store.forwarded import LIVE, WAITING, Stage
from ingest.store.forwarding_log import ContactKind
from ingest.web.visitor import Id, Member, SignedForm, Visitor, redirect, version_of

router = APIRouter(prefix="/questions")
VIEWS: Mapping[str, tuple[Stage, ...]] = {"waiting": WAITING, "review": (Stage.ANSWERED,), "over": OVER}
DONE = (
    *("forwarded", "joined", "assigned", "logged", "sent", "closed", "merged", "answered"),
    *("taken", "dropped", "pointed"),
)


@router.get("")
def show(visitor: Member) -> Response:
    view = visitor.request.query_params.get("view", "waiting")
    view = view if view in VIEWS else "waiting"
    found = desk(visitor.store, visitor.actor, VIEWS[view], visitor.options.clock)
    return visitor.page("questions.html", desk=found, view=view, views=list(VIEWS), **_frame(visitor))


@router.get("/mine")
def mine(visitor: Member) -> Response:
    found = telling.own(visitor.store, visitor.actor, visitor.options.clock)
    return visitor.page("questions_mine.html", questions=found, **_frame(visitor))


@router.post("/forward")
def forward_one(visitor: Member, fields: SignedForm) -> Response:
    """From the search, or from a card that does not answer."""
    said = fields.get("words", ""), fields.get("call", ""), fields.get("language", "")
    made = forward(visitor.store, visitor.actor, *said, visitor.options.now(), visitor.options.clock)
    if made.entry_id:
        return redirect(f"/find/cards/{made.entry_id}?done=answered")
    return redirect(f"/questions/mine?done={'joined' if made.joined else 'forwarded'}")


@router.post("/left-open/{revision_id}/{position}")
def forward_from_notice(visitor: Member, fields: SignedForm, revision_id: Id, position: int) -> Response:
    id_ = forward_left_open(visitor.store, visitor.actor, revision_id, position, visitor.options.clock)
    return redirect(f"/questions/{id_}?done=forwarded")


@router.get("/{question_id}")
def show_one(visitor: Member, question_id: Id) -> Response:
    found = whole(visitor.store, visitor.actor, question_id, visitor.options.clock)
    waiting, sought = found.question.stage in WAITING, visitor.request.query_params.get("q", "")
    words = sought.strip() or found.question.words
    chasing = waiting and visitor.may("handle_questions")
    return visitor.page(
        "question.html",
        found=found,
        q=found.question,
        waiting=waiting,
        sought=words,
        hits=answers(visitor.store, visitor.actor, words, visitor.options.now()) if chasing else (),
        live=found.question.stage in LIVE,
        prefilled=_prefilled(found, visitor.request.query_params.get("from")),
        **_frame(visitor),
    )


@router.post("/{question_id}/seen")
def seen(visitor: Member, fields: SignedForm, question_id: Id) -> Response:
    """The asker has read what became of it; an answer opens."""
    entry_id = telling.seen(visitor.store, visitor.actor, question_id)
    return redirect(f"/find/cards/{entry_id}" if entry_id else "/questions/mine")


@router.post("/{question_id}/assign")
def assign(visitor: Member, fields: SignedForm, question_id: Id) -> Response:
    options = visitor.options
    due = _due(fields.get("due", ""), ZoneInfo(options.time_zone))
    handling.assign(
        visitor.store,
        visitor.actor,
        question_id,
        version_of(fields),
        fields.get("department", ""),
        due,
        options.questions,
        options.clock,
    )
    return _back(question_id, "assigned")


@router.post("/{question_id}/log")
def log(visitor: Member, fields: SignedForm, question_id: Id) -> Response:
    kind = ContactKind.NOTE if fields.get("kind") == "note" else ContactKind.CALL
    words = fields.get("words", "")
    handling.write_down(visitor.store, visitor.actor, question_id, kind, words, visitor.options.clock)
    return _back(question_id, "logged")


@router.post("/{question_id}/send")
def send(visitor: Member, fields: SignedForm, question_id: Id) -> Response:
    options, version = visitor.options, version_of(fields)
    note = fields.get("note", "")
    handling.send(visitor.store, visitor.actor, question_id, version, note, options.questions, options.clock)
    return _back(question_id, "sent")


@router.post("/{question_id}/close")
def close(visitor: Member, fields: SignedForm, question_id: Id) -> Response:
    version, reason = version_of(fields), fields.get("reason", "")
    handling.close(visitor.store, visitor.actor, question_id, version, reason, visitor.options.clock)
    return _back(question_id, "closed")


@router.post("/{question_id}/point")
def point_to(visitor: Member, fields: SignedForm, question_id: Id) -> Response:
    """Something published answers it."""
    version, entry_id, options = version_of(fields), _number(fields.get("entry")), visitor.options
    point(visitor.store, visitor.actor, question_id, version, entry_id, options.now(), options.clock)
    return _back(question_id, "pointed")


@router.post("/{question_id}/join")
def join(visitor: Member, fields: SignedForm, question_id: Id) -> Response:
    into = _number(fields.get("into"))
    handling.join(visitor.store, visitor.actor, question_id, version_of(fields), into, visitor.options.clock)
    return _back(into, "merged")


@router.post("/{question_id}/answer")
def write_answer(visitor: Member, fields: SignedForm, question_id: Id) -> Response:
    """What was answered becomes a draft: it opens, with its evidence beside it."""
    told = Told(
        fields.get("question", "")[: handling.LONGEST_NOTE],
        fields.get("answer", "").replace("\r\n", "\n")[: handling.LONGEST_NOTE],
        _lines(fields.get("points", "")),
        _lines(fields.get("keywords", "")),
        _number(fields.get("mail")) or None,
        fields.get("by", "")[:200],
    )
    options = visitor.options
    version = version_of(fields)
    answer(visitor.store, visitor.actor, question_id, version, told, options.questions, options.clock, read_mail)
    return _back(question_id, "answered")


@router.post("/mails/{contact_id}/take")
def take_mail(visitor: Member, fields: SignedForm, contact_id: Id) -> Response:
    """A person says which question a mail from a stranger answers."""
    question_id = _number(fields.get("question"))
    take(visitor.store, visitor.actor, contact_id, question_id, visitor.options.clock)
    return _back(question_id, "taken")


@router.post("/mails/{contact_id}/drop")
def drop_mail(visitor: Member, fields: SignedForm, contact_id: Id) -> Response:
    drop(visitor.store, visitor.actor, contact_id, visitor.options.clock)
    return redirect("/questions?done=dropped")


def _frame(visitor: Visitor) -> dict[str, Any]:
    options, done = visitor.options, visitor.request.query_params.get("done")
    return {
        "rules": options.questions,
        "now": options.clock(),
        "done": done if done in DONE else None,
        "handling": visitor.may("handle_questions"),
    }


def _prefilled(found: Whole, mail: str | None) -> dict[str, object]:
    """What stands in the answer's form: the words of the mail that is taken, else of the newest reply or call."""
    told = [c for c in found.log if c.kind in (ContactKind.MAIL_IN, ContactKind.CALL)]
    chosen = next((c for c in told if str(c.id) == mail), told[-1] if told else None)
    is_mail = chosen is not None and chosen.kind is ContactKind.MAIL_IN
    return {
        "answer": chosen.words if chosen else "",
        "mail": chosen.id if chosen and is_mail else None,
        "by": chosen.actor if chosen and is_mail else "",
    }


def _back(question_id: int, done: str) -> Response:
    return redirect(f"/questions/{question_id}?done={done}")


def _due(text: str, zone: ZoneInfo) -> dt.datetime | None:
    """What a field for local time holds; None where it is empty. Raises DuePast."""
    if not text.strip():
        return None
    try:
        return dt.datetime.fromisoformat(text.strip()).replace(tzinfo=zone)
    except ValueError as error:
        raise DuePast from error


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.replace("\r\n", "\n").split("\n") if line.strip())


def _number(text: str | None) -> int:
    """Raises NoSuchQuestion for what is there and no number."""
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise NoSuchQuestion
    return int(text)
