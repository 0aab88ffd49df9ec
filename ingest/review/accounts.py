"""Who may log in, and as what. Everything here is for those who manage people, and goes on record.

Whoever types on the machine itself acts as its operator (`at_the_machine`).
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable

from ingest.errors import InputError, NotFound, Text
from ingest.model import Actor, Role
from ingest.review.access import Permission, require
from ingest.review.passwords import hash_password
from ingest.review.refusals import OwnAccount
from ingest.review.transaction import Clock, deciding
from ingest.store.store import Store
from ingest.store.transaction import Transaction
from ingest.store.users import User


def at_the_machine(user: str) -> Actor:
    """Who has the keys of the machine has those of the database: the record names the machine's own user."""
    return Actor(f"operator:{user}", frozenset({Role.OPERATOR}))


def one_time_password() -> str:
    """Readable and long enough: four groups of four, 80 bits."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def add(
    store: Store,
    actor: Actor,
    name: str,
    display: str,
    roles: Iterable[Role],
    password: str,
    clock: Clock,
    *,
    email: str | None = None,
    department: str | None = None,
    once: bool = False,
) -> int:
    """The new person's id; `once`: the password serves once, then the person has to set another.

    Raises WrongRole, and InputError where the name is taken, no role is given, or the password is too weak."""
    with deciding(store, actor, "user_added", f"user:{name}", clock) as tx:
        require(actor, Permission.MANAGE_PEOPLE)
        roles, hashed = _some(roles), hash_password(password, name, display)
        user_id = tx.users.add(
            name,
            display,
            roles,
            hashed,
            email=mail_address(email or ""),
            department=department or None,
            must_change=once,
        )
        detail = {"roles": sorted(roles), "department": department or None}
        tx.audit.append(actor.name, "user_added", f"user:{name}", detail, clock())
    return user_id


def set_password(store: Store, actor: Actor, name: str, password: str, clock: Clock, *, once: bool = False) -> None:
    """Also ends the person's sessions and tokens, and lifts a lock-out."""
    with deciding(store, actor, "password_set", f"user:{name}", clock) as tx:
        user = _person(tx, actor, name)
        tx.users.set_password(name, hash_password(password, name, user.display), must_change=once)
        tx.api_tokens.revoke_all(user.id)
        tx.audit.append(actor.name, "password_set", f"user:{name}", {"once": once}, clock())


def set_roles(store: Store, actor: Actor, name: str, roles: Iterable[Role], clock: Clock) -> None:
    """The person's roles from now on; sessions end, and what was signed before stays signed. Raises OwnAccount."""
    with deciding(store, actor, "roles_set", f"user:{name}", clock) as tx:
        user, roles = _other(tx, actor, name), _some(roles)
        if user.roles != roles:
            tx.users.set_roles(name, roles)
            detail = {"roles": sorted(roles), "before": sorted(user.roles)}
            tx.audit.append(actor.name, "roles_set", f"user:{name}", detail, clock())


def describe(
    store: Store, actor: Actor, name: str, clock: Clock, *, display: str, email: str | None, department: str | None
) -> None:
    """How the person is called, where mail goes, and for which department a business expert answers."""
    with deciding(store, actor, "user_described", f"user:{name}", clock) as tx:
        user = _person(tx, actor, name)
        new = {"display": display.strip() or name, "email": mail_address(email or ""), "department": department or None}
        changed = {key: value for key, value in new.items() if getattr(user, key) != value}
        if "department" in changed and user.name == actor.name:
            raise OwnAccount
        if changed:
            tx.users.describe(name, **new)
            tx.audit.append(actor.name, "user_described", f"user:{name}", changed, clock())


def disable(store: Store, actor: Actor, name: str, clock: Clock) -> None:
    """The person can't log in any more; sessions and tokens end. What they decided stays. Raises OwnAccount."""
    with deciding(store, actor, "user_disabled", f"user:{name}", clock) as tx:
        user = _other(tx, actor, name)
        tx.users.disable(name)
        tx.api_tokens.revoke_all(user.id)
        tx.audit.append(actor.name, "user_disabled", f"user:{name}", {}, clock())


def enable(store: Store, actor: Actor, name: str, clock: Clock) -> None:
    """The person may log in again, with the password of before."""
    with deciding(store, actor, "user_enabled", f"user:{name}", clock) as tx:
        _other(tx, actor, name)
        tx.users.disable(name, False)
        tx.audit.append(actor.name, "user_enabled", f"user:{name}", {}, clock())


def revoke(store: Store, actor: Actor, name: str, clock: Clock) -> int:
    """Ends every session and token of a person at once; how many they were."""
    with deciding(store, actor, "user_revoked", f"user:{name}", clock) as tx:
        user = _person(tx, actor, name)
        ended = {"sessions": tx.sessions.close_all(user.id), "tokens": tx.api_tokens.revoke_all(user.id)}
        tx.audit.append(actor.name, "user_revoked", f"user:{name}", ended, clock())
    return sum(ended.values())


def bind(store: Store, actor: Actor, name: str, subject: str | None, clock: Clock) -> None:
    """Who the person is at the bank's own directory ("issuer subject"); None: nobody."""
    with deciding(store, actor, "user_bound", f"user:{name}", clock) as tx:
        _person(tx, actor, name)
        other = tx.users.by_subject(subject) if subject else None
        if other and other.name != name:
            raise InputError(
                Text(f"{other.name!r} is bound to this subject.", f"该身份已绑定到 {other.name!r}。"),
                remedy=Text("Take it from that person first.", "请先解除原绑定。"),
            )
        tx.users.bind(name, subject)
        tx.audit.append(actor.name, "user_bound", f"user:{name}", {"subject": subject}, clock())


def mail_address(text: str) -> str | None:
    """Without blanks around it; None for none. Raises InputError."""
    bare = text.strip()
    if bare and not re.fullmatch(r"[^\s<>,;:\"()\[\]@]+@[^\s<>,;:\"()\[\]@]+", bare):
        raise InputError(
            Text(f"{bare!r} is no mail address.", f"{bare!r} 不是邮件地址。"),
            remedy=Text("Write one, such as li.na@bank.example.", "请写成 li.na@bank.example 的形式。"),
        )
    return bare or None


def _some(roles: Iterable[Role]) -> frozenset[Role]:
    found = frozenset(roles)
    if not found:
        raise InputError(
            Text("A person needs a role.", "用户至少要有一个角色。"), remedy=Text("Choose one.", "请至少选择一个。")
        )
    return found


def _person(tx: Transaction, actor: Actor, name: str) -> User:
    require(actor, Permission.MANAGE_PEOPLE)
    user = tx.users.by_name(name)
    if user is None:
        raise NotFound(Text(f"There is no user named {name!r}.", f"没有名为 {name!r} 的用户。"))
    return user


def _other(tx: Transaction, actor: Actor, name: str) -> User:
    user = _person(tx, actor, name)
    if user.name == actor.name:
        raise OwnAccount
    return user
