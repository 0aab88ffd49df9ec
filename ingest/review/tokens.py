"""Tokens of people's programs: made, shown once, recognised, revoked. The store knows only their SHA-256."""

from __future__ import annotations

import datetime as dt
import secrets
from contextlib import suppress
from dataclasses import dataclass

from ingest.errors import DiskFull, InputError, Text
from ingest.model import Actor
from ingest.review import throttling
from ingest.review.access import Permission, require
from ingest.review.refusals import NoSuchPerson, NoSuchToken
from ingest.review.sessions import token_hash
from ingest.review.transaction import Clock, deciding
from ingest.store.api_tokens import ApiToken
from ingest.store.sessions import SessionUser
from ingest.store.store import Store
from ingest.store.transaction import Transaction
from ingest.store.users import User

PREFIX = "ingest_"
"""By it a token is known in logs and repositories, where it has no business."""
AT_MOST = 20
LASTS = (30, 90, 365)
"""Days that pages offer."""
_LONGEST = 100
_TO_THE_MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class MadeToken:
    """`token` is told this once."""

    id: int
    token: str
    expires: dt.datetime | None


@dataclass(frozen=True, slots=True)
class NoToken:
    """It fits nothing; or, with `until`, so many wrong ones came from there that none is looked at for a while."""

    until: dt.datetime | None = None


def make(store: Store, actor: Actor, name: str, days: int | None, clock: Clock) -> MadeToken:
    """A token for the actor's own programs: nobody makes one for somebody else. `days` None: it does not end by itself.

    Raises WrongRole, NoSuchPerson, and InputError for a name that is empty or too long, or too many tokens."""
    token, name, owner = PREFIX + secrets.token_urlsafe(32), " ".join(name.split()), actor.name
    expires = clock() + dt.timedelta(days=days) if days else None
    with deciding(store, actor, "token_made", f"user:{owner}", clock) as tx:
        user = _owner(tx, actor, owner)
        _check(name, tx.api_tokens.working(user.id), days)
        id = tx.api_tokens.add(user.id, name, token_hash(token), expires)
        detail = {"token": id, "name": name, "expires": expires.isoformat() if expires else None}
        tx.audit.append(actor.name, "token_made", f"user:{owner}", detail, clock())
    return MadeToken(id, token, expires)


def revoke(store: Store, actor: Actor, id: int, clock: Clock, *, of: str | None = None) -> None:
    """The token ends now. `of`: of another person. Raises WrongRole, NoSuchPerson, NoSuchToken."""
    owner = of or actor.name
    with deciding(store, actor, "token_revoked", f"user:{owner}", clock) as tx:
        user = _owner(tx, actor, owner)
        if not tx.api_tokens.revoke(user.id, id):
            raise NoSuchToken
        tx.audit.append(actor.name, "token_revoked", f"user:{owner}", {"token": id}, clock())


def _owner(tx: Transaction, actor: Actor, owner: str) -> User:
    require(actor, Permission.MANAGE_OWN_TOKENS if owner == actor.name else Permission.MANAGE_PEOPLE)
    user = tx.users.by_name(owner)
    if user is None or user.disabled:
        raise NoSuchPerson
    return user


def of(store: Store, actor: Actor) -> list[ApiToken]:
    """The actor's own."""
    require(actor, Permission.MANAGE_OWN_TOKENS)
    with store.reading() as tx:
        user = tx.users.by_name(actor.name)
        return tx.api_tokens.of(user.id) if user else []


def bearer(store: Store, token: str, address: str, clock: Clock) -> SessionUser | NoToken:
    """Whose token this is. That it was used is noted once a minute; wrong ones are counted by address."""
    hashed = token_hash(token)
    with store.reading() as tx:
        until = throttling.token_closed(tx, address, clock())
        user = None if until else tx.api_tokens.find(hashed)
    if user is None or user.must_change:
        return NoToken(until) if until else _refuse(store, address, clock)
    if user.used is None or clock() - user.used >= _TO_THE_MINUTE:
        with suppress(DiskFull), store.writing() as tx:
            tx.api_tokens.touch(hashed)
    return user


def _refuse(store: Store, address: str, clock: Clock) -> NoToken:
    with store.writing() as tx:
        throttling.token_refused(tx, address)
        tx.audit.append("ingest", "token_refused", "user:?", {"address": address}, clock())
        return NoToken(throttling.token_closed(tx, address, clock()))


def _check(name: str, working: int, days: int | None) -> None:
    if not name or len(name) > _LONGEST:
        raise InputError(
            Text(f"A token's name has 1 to {_LONGEST} characters.", f"令牌名称须为 1 至 {_LONGEST} 个字符。"),
            remedy=Text("Name the program that will use it.", "请写明使用它的程序。"),
        )
    if days is not None and not 1 <= days <= 3650:
        raise InputError(Text("A token lasts 1 to 3650 days.", "令牌有效期为 1 至 3650 天。"))
    if working >= AT_MOST:
        raise InputError(
            Text(f"There are {AT_MOST} tokens already.", f"已有 {AT_MOST} 个令牌。"),
            remedy=Text("Revoke one that nobody uses.", "请先撤销不再使用的令牌。"),
        )
