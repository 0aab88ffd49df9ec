"""What people do about their own account: another password, and an end to sessions that were left open somewhere."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.errors import InputError, Text
from ingest.model import Actor
from ingest.review import throttling
from ingest.review.passwords import hash_password, matches
from ingest.review.refusals import NoSuchPerson, NoSuchSession
from ingest.review.sessions import Came, Lasting, LoggedIn, NotLoggedIn, enter, token_hash
from ingest.review.transaction import Clock, deciding
from ingest.store.sessions import Session
from ingest.store.store import Store
from ingest.store.transaction import Transaction
from ingest.store.users import User


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """The person, and where they are logged in."""

    user: User
    sessions: tuple[Session, ...]


def own_account(store: Store, actor: Actor, lasting: Lasting) -> OwnAccount:
    with store.reading() as tx:
        user = _own(tx, actor)
        return OwnAccount(user, tuple(tx.sessions.of(user.id, lasting.idle)))


def change_password(
    store: Store, actor: Actor, old: str, new: str, clock: Clock, came: Came, lasting: Lasting
) -> LoggedIn | NotLoggedIn:
    """Another password, and a new session for this browser: every other one ends. Who comes with a one-time password
    need not say it again. A wrong old password counts like a wrong one at log-in.

    Raises InputError for a password that is too weak, or the old one."""
    name = actor.name
    with store.writing() as tx:
        user = _own(tx, actor)
        until = throttling.closed(tx, user, name, came.address, clock())
        if until:
            return NotLoggedIn(until)
    if not user.must_change and not matches(user.password_hash, old):
        with store.writing() as tx:
            throttling.count(tx, user, name)
            tx.audit.append("ingest", "password_refused", f"user:{name}", {"address": came.address}, clock())
            return NotLoggedIn(throttling.refused(tx, user, name, came.address, clock()))
    if matches(user.password_hash, new):
        raise InputError(Text("This is the password that you have now.", "新密码与现用密码相同。"))
    hashed = hash_password(new, name, user.display)
    with store.writing() as tx:
        tx.users.set_password(name, hashed)
        tx.audit.append(name, "password_changed", f"user:{name}", {}, clock())
        return enter(tx, _own(tx, actor), clock, came, lasting, "password change")


def end_session(store: Store, actor: Actor, handle: str, clock: Clock) -> None:
    """One of the actor's own. Raises NoSuchSession."""
    with deciding(store, actor, "session_ended", f"user:{actor.name}", clock) as tx:
        if not tx.sessions.close_one(_own(tx, actor).id, handle):
            raise NoSuchSession
        tx.audit.append(actor.name, "session_ended", f"user:{actor.name}", {"session": handle}, clock())


def end_others(store: Store, actor: Actor, token: str, clock: Clock) -> int:
    """Every session of the actor but this one; how many they were."""
    with store.writing() as tx:
        ended = tx.sessions.close_all(_own(tx, actor).id, but=token_hash(token))
        tx.audit.append(actor.name, "session_ended", f"user:{actor.name}", {"others": ended}, clock())
    return ended


def _own(tx: Transaction, actor: Actor) -> User:
    user = tx.users.by_name(actor.name)
    if user is None or user.disabled:
        raise NoSuchPerson
    return user
