"""Log-in, sessions, log-out. A session is a random token; the store knows only its SHA-256, so it can be revoked."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass

from ingest.errors import DiskFull
from ingest.model import Actor
from ingest.review import throttling
from ingest.review.passwords import matches, renewed
from ingest.review.transaction import Clock
from ingest.store.sessions import SessionUser
from ingest.store.store import Store
from ingest.store.transaction import Transaction
from ingest.store.users import User

__all__ = ["LASTS", "Came", "Lasting", "LoggedIn", "NotLoggedIn", "SessionUser", "actor_of", "log_in", "log_out", "who"]

LASTS = dt.timedelta(hours=12)
IDLE = dt.timedelta(hours=1)
_TO_THE_MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long a session lasts: `longest`, and not longer than `idle` without being used."""

    idle: dt.timedelta = IDLE
    longest: dt.timedelta = LASTS


@dataclass(frozen=True, slots=True)
class Came:
    """From where somebody came: an address, what the browser calls itself, and the token of the session before."""

    address: str = ""
    client: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """`token` goes into the cookie and nowhere else."""

    token: str
    expires: dt.datetime
    must_change: bool = False


@dataclass(frozen=True, slots=True)
class NotLoggedIn:
    """Wrong name or password, or closed for a while: then `until` says how long."""

    until: dt.datetime | None = None


def log_in(
    store: Store,
    name: str,
    password: str,
    clock: Clock,
    came: Came = Came(),
    lasting: Lasting = Lasting(),
) -> LoggedIn | NotLoggedIn:
    """Open a session. Every failure in a row counts, with the name and with the address, and closes log-in for a
    growing time; names that nobody has are answered alike, and as slowly."""
    user = _claim_try(store, name, came.address, clock)
    if isinstance(user, NotLoggedIn):
        return user
    if not matches(user.password_hash if user else None, password) or user is None:
        return _refuse(store, user, name, came.address, clock)
    fresh = renewed(user.password_hash, password)
    with store.writing() as tx:
        if fresh:
            tx.users.rehash(user.name, fresh)
        return enter(tx, user, clock, came, lasting, "password")


def enter(tx: Transaction, user: User, clock: Clock, came: Came, lasting: Lasting, by: str) -> LoggedIn:
    """A session for somebody who has shown who they are. The browser's session before ends: none is ever taken over."""
    token, expires = secrets.token_urlsafe(32), clock() + lasting.longest
    if came.before:
        tx.sessions.close(token_hash(came.before))
    tx.users.succeeded(user.name)
    tx.shifts.seen(user.id)
    tx.sessions.open(token_hash(token), user.id, expires, " · ".join(filter(None, (came.address, came.client))))
    tx.audit.append(user.name, "logged_in", f"user:{user.name}", {"by": by, "address": came.address}, clock())
    return LoggedIn(token, expires, user.must_change and by == "password")


def log_out(store: Store, token: str, clock: Clock) -> None:
    """Revoke the session; a token that is not known is no error."""
    with store.writing() as tx:
        user = tx.sessions.find(token_hash(token))
        tx.sessions.close(token_hash(token))
        if user:
            tx.audit.append(user.name, "logged_out", f"user:{user.name}", {}, clock())


def who(store: Store, token: str, lasting: Lasting = Lasting()) -> SessionUser | None:
    """Whose session this is; None if it is over, revoked, was not used for long, or the person disabled. That it was
    used is noted once a minute."""
    hashed = token_hash(token)
    with store.reading() as tx:
        user, now = tx.sessions.find(hashed, lasting.idle), tx.clock()
    if user and user.used and now - user.used >= _TO_THE_MINUTE:
        with suppress(DiskFull), store.writing() as tx:  # who only reads can go on reading
            tx.sessions.touch(hashed)
            tx.shifts.seen(user.id)
    return user


def actor_of(user: SessionUser) -> Actor:
    return Actor(user.name, user.roles, user.id, user.department)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _claim_try(store: Store, name: str, address: str, clock: Clock) -> User | NotLoggedIn | None:
    """Count the try before the password is looked at: many tries at once can't slip past the lock-out."""
    with store.writing() as tx:
        user = tx.users.by_name(name)
        user = None if user is None or user.disabled else user
        until = throttling.closed(tx, user, name, address, clock())
        if until:
            subject = f"user:{user.name}" if user else "user:?"
            detail = {"until": until.isoformat(), "address": address}
            tx.audit.append("ingest", "login_closed", subject, detail, clock())
            return NotLoggedIn(until)
        throttling.count(tx, user, name)
        return user


def _refuse(store: Store, user: User | None, name: str, address: str, clock: Clock) -> NotLoggedIn:
    with store.writing() as tx:
        subject = f"user:{user.name}" if user else "user:?"  # a password typed into the wrong field is not kept
        tx.audit.append("ingest", "login_refused", subject, {"address": address}, clock())
        return NotLoggedIn(throttling.refused(tx, user, name, address, clock()))
