"""What an administrator does about a question: assign it, write down calls, send it by mail, join it, close it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from ingest.answer.questions.forwarding import found
from ingest.answer.questions.refusals import (
    DepartmentMissing,
    DuePast,
    NoMailRoad,
    QuestionChanged,
    SameQuestion,
    WordsMissing,
)
from ingest.answer.questions.rules import Rules
from ingest.model import Actor, Role
from ingest.review.access import Permission, require
from ingest.review.decisions import reason_of
from ingest.review.refusals import NoSuchDepartment
from ingest.review.transaction import Clock, deciding
from ingest.settings.desk_blocks import Department
from ingest.store.columns import key
from ingest.store.forwarded import LIVE, WAITING, Question, Stage
from ingest.store.forwarding_log import ContactKind
from ingest.store.store import Store
from ingest.store.transaction import Transaction
from ingest.text.personal import masked

QUESTION = "question"
"""Topic of these mails in the outbox; what stands behind a colon keeps each mail by itself."""
LONGEST_NOTE = 20_000


def assign(
    store: Store,
    actor: Actor,
    id: int,
    version: int,
    department: str,
    due: dt.datetime | None,
    rules: Rules,
    clock: Clock,
) -> None:
    """A department answers by `due`; without it, within the hours that its settings give it.

    Raises WrongRole, NoSuchQuestion, NoSuchDepartment, DuePast, QuestionChanged."""
    with deciding(store, actor, "assign", f"question:{id}", clock) as tx:
        require(actor, Permission.HANDLE_QUESTIONS)
        found(tx, id)
        known = rules.department(department)
        if known is None:
            raise NoSuchDepartment
        due = due or clock() + dt.timedelta(hours=known.hours)
        if due <= clock():
            raise DuePast
        values = {"department": department, "due": due, "assigned_by": actor.name, "assigned_at": clock()}
        changed(tx, id, version, WAITING, stage=Stage.ASSIGNED, **values)
        detail = {"department": department, "due": due.isoformat()}
        tx.audit.append(actor.name, "question.assigned", f"question:{id}", detail, clock())


def write_down(store: Store, actor: Actor, id: int, kind: ContactKind, words: str, clock: Clock) -> None:
    """A call, or a note. Raises WrongRole, NoSuchQuestion, WordsMissing."""
    with deciding(store, actor, "write_down", f"question:{id}", clock) as tx:
        require(actor, Permission.HANDLE_QUESTIONS)
        found(tx, id)
        said = masked(words.replace("\r\n", "\n").strip()[:LONGEST_NOTE])
        if not said:
            raise WordsMissing
        tx.forwarding_log.add(id, kind, actor.name, said)
        tx.audit.append(actor.name, f"question.{kind.value}", f"question:{id}", {"words": said}, clock())


def send(store: Store, actor: Actor, id: int, version: int, note: str, rules: Rules, clock: Clock) -> None:
    """The question goes to its department by mail. Raises WrongRole, NoSuchQuestion, DepartmentMissing, NoMailRoad,
    QuestionChanged."""
    with deciding(store, actor, "send", f"question:{id}", clock) as tx:
        require(actor, Permission.HANDLE_QUESTIONS)
        question = found(tx, id)
        department = rules.department(question.department)
        if department is None:
            raise DepartmentMissing
        changed(tx, id, version, WAITING)
        note = note.strip()[:LONGEST_NOTE]
        if not put_mail(tx, question, department, "asked", f"{id}:{version}", rules, note=note):
            raise NoMailRoad
        tx.audit.append(actor.name, "question.sent", f"question:{id}", {"department": department.id}, clock())
        tx.forwarding_log.add(
            id, ContactKind.MAIL_OUT, actor.name, note, message_id=local_id(department.id, f"{id}:{version}")
        )


def close(store: Store, actor: Actor, id: int, version: int, reason: str, clock: Clock) -> None:
    """Nobody will answer it, and every asker reads why. Raises WrongRole, NoSuchQuestion, ReasonMissing,
    QuestionChanged."""
    with deciding(store, actor, "close", f"question:{id}", clock) as tx:
        require(actor, Permission.HANDLE_QUESTIONS)
        found(tx, id)
        reason = reason_of(reason)[:LONGEST_NOTE]
        changed(tx, id, version, WAITING, stage=Stage.CLOSED, reason=reason)
        tx.audit.append(actor.name, "question.closed", f"question:{id}", {"reason": reason}, clock())


def join(store: Store, actor: Actor, id: int, version: int, into: int, clock: Clock) -> None:
    """Two that ask the same in other words become one: askers and everything said go along. Raises WrongRole,
    NoSuchQuestion, SameQuestion, QuestionChanged."""
    with deciding(store, actor, "join", f"question:{id}", clock) as tx:
        require(actor, Permission.HANDLE_QUESTIONS)
        found(tx, id)
        if into == id or found(tx, into).stage not in LIVE:
            raise SameQuestion
        changed(tx, id, version, WAITING, stage=Stage.JOINED, joined_into=into)
        tx.forwarded.join(id, into)
        tx.forwarding_log.move(id, into)
        tx.audit.append(actor.name, "question.joined", f"question:{id}", {"into": into}, clock())


def changed(tx: Transaction, id: int, version: int, stages: Sequence[Stage], **values: Any) -> None:
    """Compare and set. Raises QuestionChanged."""
    if not tx.forwarded.move(id, version=version, stages=stages, **values):
        raise QuestionChanged


# --------------------------------------------------------------------------------------------------------------- mails


def put_mail(
    tx: Transaction,
    question: Question,
    department: Department,
    kind: str,
    mark: str,
    rules: Rules,
    *,
    note: str = "",
    to: Sequence[str] = (),
) -> bool:
    """Into the outbox, once for each `mark`; False where there is no road or nobody to write to. `kind`: "asked",
    "remind" or "escalate"."""
    readers = list(to) or recipients(tx, department)
    if not (rules.mail and readers):
        return False
    payload: Mapping[str, Any] = {
        "to": readers,
        "kind": kind,
        "language": department.language or rules.language,
        "department": department.name.model_dump(),
        "id": question.id,
        "tag": question.tag,
        "question": question.words,
        "asked": question.asked,
        "due": question.due.isoformat() if question.due else None,
        "note": note,
        "reply_to": rules.reply_to,
        "address": rules.address,
    }
    return tx.deliveries.put(_channel(department.id), f"question:{mark}", f"{QUESTION}:{mark}"[:40], payload)


def recipients(tx: Transaction, department: Department) -> list[str]:
    """The department's own address, or where it has none its experts'."""
    if department.email:
        return [department.email]
    return sorted(addresses(tx, department))


def addresses(tx: Transaction, department: Department) -> set[str]:
    """Every address that may answer for the department, in lower case."""
    people = [user for user in tx.users.list() if user.department == department.id and not user.disabled]
    experts = {user.email.lower() for user in people if user.email and Role.BUSINESS_EXPERT in user.roles}
    return experts | ({department.email.lower()} if department.email else set())


def local_id(department: str, mark: str) -> str:
    """What stands before the @ of the Message-ID of a mail that `put_mail` put (see `store.deliveries.claim`)."""
    return key(f"{_channel(department)}\nquestion:{mark}") + ".ingest"


def _channel(department: str) -> str:
    return f"email:{department}"
