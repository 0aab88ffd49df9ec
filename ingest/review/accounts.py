"""Who may log in: add a person, set a password anew, disable."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from ingest.errors import NotFound, Text
from ingest.model import Role
from ingest.review.passwords import hash_password
from ingest.review.transaction import Clock
from ingest.store.store import Store


def one_time_password() -> str:
    """Readable and long enough: four groups of four, 80 bits."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def add(store: Store, by: str, name: str, display: str, roles: Iterable[Role], password: str, clock: Clock) -> int:
    """The new person's id. Raises InputError when the name is taken or the password too short."""
    hashed, roles = hash_password(password), frozenset(roles)
    with store.writing() as tx:
        user_id = tx.users.add(name, display, roles, hashed)
        tx.audit.append(by, "user_added", f"user:{name}", {"roles": sorted(roles)}, clock())
    return user_id


def set_password(store: Store, by: str, name: str, password: str, clock: Clock) -> None:
    """Also ends the person's sessions and lifts a lock-out."""
    hashed = hash_password(password)
    with store.writing() as tx:
        if not tx.users.set_password(name, hashed):
            raise _nobody(name)
        tx.audit.append(by, "password_set", f"user:{name}", {}, clock())


def set_roles(store: Store, by: str, name: str, roles: Iterable[Role], clock: Clock) -> None:
    """The person's roles from now on; what was signed before stays signed."""
    roles = frozenset(roles)
    with store.writing() as tx:
        if not tx.users.set_roles(name, roles):
            raise _nobody(name)
        tx.audit.append(by, "roles_set", f"user:{name}", {"roles": sorted(roles)}, clock())


def disable(store: Store, by: str, name: str, clock: Clock) -> None:
    """The person can't log in any more; open sessions end. What they decided stays."""
    with store.writing() as tx:
        if not tx.users.disable(name):
            raise _nobody(name)
        tx.audit.append(by, "user_disabled", f"user:{name}", {}, clock())


def _nobody(name: str) -> NotFound:
    return NotFound(Text(f"There is no user named {name!r}.", f"没有名为 {name!r} 的用户。"))
