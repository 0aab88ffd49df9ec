"""Business experts are told what begins to wait for them: one mail for each department and pass, and of no version of
a draft twice. The mail holds a link and no secret: the page asks to log in."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.model import Role
from ingest.settings import Settings
from ingest.store.awaited import Awaited
from ingest.store.store import Store
from ingest.store.users import User

WAITS = "waits"


@dataclass(frozen=True, slots=True)
class Department:
    """Who is told, in which language, and within how many hours an answer is expected (None: nobody said)."""

    to: tuple[str, ...]
    language: str
    hours: float | None


def channel_of(department: str | None) -> str:
    return f"email:{department or ''}"


def put_waiting(store: Store, settings: Settings) -> int:
    """Into the outbox what waits and was not told yet; how many drafts that were. Sets the time to answer by."""
    with store.reading() as tx:
        rows = tx.awaited.all()
        told = tx.deliveries.known(_key(row) for row in rows)
        people = tx.users.list() if any(_key(row) not in told for row in rows) else []
    by_department: dict[str | None, list[Awaited]] = defaultdict(list)
    for row in rows:
        by_department[row.department].append(row)
    return sum(_put(store, settings, id_, mine, told, people) for id_, mine in by_department.items())


def _put(
    store: Store, settings: Settings, id_: str | None, rows: Sequence[Awaited], told: set[str], people: Sequence[User]
) -> int:
    department = _department(settings, id_, people)
    new = [row for row in rows if _key(row) not in told]
    undated = [row for row in rows if row.due is None] if department.hours else []
    if not undated and not (new and department.to and settings.alerts.email):
        return 0
    with store.writing() as tx:
        for row in undated:
            tx.awaited.set_due(_due(row, department) or row.signed_at, [row.id])
        if not (department.to and settings.alerts.email):
            return 0
        frame = {"to": list(department.to), "language": department.language, "address": settings.web.address}
        others = [_payload(row, department) for row in rows if _key(row) in told]
        return sum(
            tx.deliveries.put(
                channel_of(id_), _key(row), WAITS, {**frame, **_payload(row, department), "others": others}
            )
            for row in new
        )


def _department(settings: Settings, id_: str | None, people: Sequence[User]) -> Department:
    known = next((one for one in settings.departments if one.id == id_), None)
    experts = [user for user in people if Role.BUSINESS_EXPERT in user.roles and user.email and not user.disabled]
    own = [user for user in experts if user.department == id_] or ([] if id_ else experts)
    to = ((known.email,) if known and known.email else ()) + tuple(user.email for user in own if user.email)
    language = (known.language if known else None) or settings.bank.language
    return Department(tuple(dict.fromkeys(to)), language, known.hours if known else None)


def _payload(row: Awaited, department: Department) -> Mapping[str, Any]:
    due = row.due or _due(row, department)
    return {
        "draft": row.id,
        "notice": row.notice_id,
        "title": row.title,
        "urgency": row.urgency.value,
        "starts": str(row.starts) if row.starts else None,
        "due": due.isoformat() if due else None,
        "published": row.published,
    }


def _due(row: Awaited, department: Department) -> dt.datetime | None:
    return row.signed_at + dt.timedelta(hours=department.hours) if department.hours else None


def _key(row: Awaited) -> str:
    return f"waits:{row.department or ''}:{row.id}:{row.version}"
