"""Log-in, sessions, log-out. A session is a random token; the store knows only its SHA-256, so it can be revoked."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass

from ingest.model import Actor
from ingest.review.passwords import delay, hash_password, matches, outdated
from ingest.review.transaction import Clock
from ingest.store.store import Store
from ingest.store.users import SessionUser, User

LASTS = dt.timedelta(hours=12)
"""One working day; a session does not grow longer by being used."""


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """`token` goes into the cookie and nowhere else."""

    token: str
    expires: dt.datetime


@dataclass(frozen=True, slots=True)
class NotLoggedIn:
    """Wrong name or password, or closed for a while: then `until` says how long."""

    until: dt.datetime | None = None


def log_in(store: Store, name: str, password: str, clock: Clock) -> LoggedIn | NotLoggedIn:
    """Open a session. Every failure in a row counts, and closes log-in for a growing time."""
    user = _claim_try(store, name, clock)
    if isinstance(user, NotLoggedIn):
        return user
    if not matches(user.password_hash if user else None, password) or user is None:
        return _refuse(store, user, name, clock)
    return _open(store, user, password, clock)


def log_out(store: Store, token: str, clock: Clock) -> None:
    """Revoke the session; a token that is not known is no error."""
    with store.writing() as tx:
        user = tx.users.session(token_hash(token))
        tx.users.close_session(token_hash(token))
        if user:
            tx.audit.append(user.name, "logged_out", f"user:{user.name}", {}, clock())


def who(store: Store, token: str) -> SessionUser | None:
    """Whose session this is; None if it is over, revoked, or the person disabled."""
    with store.reading() as tx:
        return tx.users.session(token_hash(token))


def actor_of(user: SessionUser) -> Actor:
    return Actor(user.name, user.roles, user.id)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _claim_try(store: Store, name: str, clock: Clock) -> User | NotLoggedIn | None:
    """Count the try before the password is looked at: many tries at once can't slip past the lock-out."""
    with store.writing() as tx:
        user = tx.users.by_name(name)
        if user is None or user.disabled:
            return None
        until = user.failed_at + delay(user.failures) if user.failed_at else None
        if until and until > clock():
            tx.audit.append("ingest", "login_closed", f"user:{name}", {"until": until.isoformat()}, clock())
            return NotLoggedIn(until)
        tx.users.failed(name)
        return user


def _refuse(store: Store, user: User | None, name: str, clock: Clock) -> NotLoggedIn:
    closed = delay(user.failures + 1) if user else dt.timedelta(0)
    with store.writing() as tx:
        subject = f"user:{name[:100]}" if user else "user:?"  # a password typed into the wrong field is not kept
        tx.audit.append("ingest", "login_refused", subject, {}, clock())
    return NotLoggedIn(clock() + closed if closed else None)


def _open(store: Store, user: User, password: str, clock: Clock) -> LoggedIn:
    token, expires = secrets.token_urlsafe(32), clock() + LASTS
    fresh = hash_password(password) if outdated(user.password_hash) else None
    with store.writing() as tx:
        if fresh:
            tx.users.set_password(user.name, fresh)
        tx.users.succeeded(user.name)
        tx.users.open_session(token_hash(token), user.id, expires)
        tx.audit.append(user.name, "logged_in", f"user:{user.name}", {}, clock())
    return LoggedIn(token, expires)
