"""The people of this installation, as those see them who manage or review them. Reading only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ingest.model import Actor, AuditEvent, Role
from ingest.review.access import GRANTS, Permission, require
from ingest.review.passwords import delay
from ingest.review.refusals import NoSuchPerson
from ingest.store.api_tokens import ApiToken
from ingest.store.sessions import Session
from ingest.store.store import Store
from ingest.store.users import User

TOP = frozenset({Permission.DECIDE, Permission.MANAGE_PEOPLE, Permission.READ_AUDIT})
"""Whoever may do one of these is looked at again and again (top-privilege users)."""


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person with what is open in their name, and what was done about them, newest first."""

    user: User
    sessions: tuple[Session, ...]
    tokens: tuple[ApiToken, ...]
    history: tuple[AuditEvent, ...]


def people(store: Store, actor: Actor) -> list[tuple[User, int]]:
    """Everybody by name, with the number of tokens that work. Raises WrongRole."""
    require(actor, Permission.READ_PEOPLE)
    with store.reading() as tx:
        working = tx.api_tokens.counts()
        return [(user, working.get(user.id, 0)) for user in tx.users.list()]


def person(store: Store, actor: Actor, id: int, idle: dt.timedelta) -> PersonView:
    """Raises WrongRole, NoSuchPerson."""
    require(actor, Permission.READ_PEOPLE)
    with store.reading() as tx:
        user = tx.users.get(id)
        if user is None:
            raise NoSuchPerson
        history = tuple(tx.audit.events(f"user:{user.name}", limit=20))
        return PersonView(user, tuple(tx.sessions.of(id, idle)), tuple(tx.api_tokens.of(id)), history)


def is_top(roles: frozenset[Role]) -> bool:
    return any(roles & GRANTS[permission] for permission in TOP)


def closed_until(user: User, now: dt.datetime) -> dt.datetime | None:
    """Until when log-in is closed after wrong passwords."""
    until = user.failed_at + delay(user.failures) if user.failed_at else None
    return until if until and until > now else None
