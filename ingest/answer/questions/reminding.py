"""By the clock: a department is reminded before its answer is due, and whoever answers for it is told when it is late.
Once each for each due time; what is logged is what keeps it from being done twice."""

from __future__ import annotations

from ingest.answer.questions.handling import local_id, put_mail
from ingest.answer.questions.rules import Rules
from ingest.model import Actor, Role
from ingest.review.transaction import Clock
from ingest.store.forwarded import Question, Stage
from ingest.store.forwarding_log import ContactKind
from ingest.store.store import Store
from ingest.store.transaction import Transaction


def remind(store: Store, rules: Rules, clock: Clock) -> int:
    """How many reminders and escalations that were."""
    now = clock()
    with store.reading() as tx:
        near = tx.forwarded.due_by(now + rules.remind)
        new = [q for q in near if not tx.forwarding_log.known(_logged(q, _kind(q.overdue(now))))]
    done = 0
    for question in new:
        with store.writing() as tx:
            done += _one(tx, question.id, rules, clock)
    return done


def _one(tx: Transaction, id: int, rules: Rules, clock: Clock) -> bool:
    """Looked at again: it may have been answered meanwhile."""
    question = tx.forwarded.get(id)
    if question is None or question.stage is not Stage.ASSIGNED or question.due is None:
        return False
    late = question.overdue(clock())
    kind = _kind(late)
    if tx.forwarding_log.add(id, kind, Actor.system().name, "", message_id=_logged(question, kind)) is None:
        return False
    department = rules.department(question.department)
    sent = False
    if department:
        to = _told(tx, rules) if late else ()
        told = "escalate" if late else "remind"
        sent = bool(to or not late) and put_mail(tx, question, department, told, _mark(question, kind), rules, to=to)
    detail = {"department": question.department, "due": question.due.isoformat(), "mailed": sent}
    tx.audit.append(Actor.system().name, f"question.{kind.value}", f"question:{id}", detail, clock())
    return True


def _kind(late: bool) -> ContactKind:
    return ContactKind.ESCALATION if late else ContactKind.REMINDER


def _mark(question: Question, kind: ContactKind) -> str:
    due = int(question.due.timestamp()) if question.due else 0
    return f"{question.id}:{kind.value[:3]}:{due}"


def _logged(question: Question, kind: ContactKind) -> str:
    """The Message-ID of its mail, so that a reply to it finds the question."""
    return local_id(question.department or "", _mark(question, kind))


def _told(tx: Transaction, rules: Rules) -> tuple[str, ...]:
    """Whom the settings name, or the administrators."""
    people = () if rules.escalate else tx.users.list()
    admins = [u.email for u in people if Role.ADMINISTRATOR in u.roles and u.email and not u.disabled]
    return rules.escalate or tuple(sorted(admins))
