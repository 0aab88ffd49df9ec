"""People who may sign in, and their sessions. Passwords and tokens arrive hashed: this file never sees either."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update

from ingest.errors import InputError, Text
from ingest.model import Role
from ingest.store.aggregate import Aggregate, AnyRow
from ingest.store.tables import sessions, users

NAME_LENGTH = 200
_ANOTHER = Text("Choose another name.", "请换一个名称。")


@dataclass(frozen=True, slots=True)
class User:
    """A person. `failures` counts wrong passwords since the last right one, the latest at `failed_at`."""

    id: int
    name: str
    display: str
    roles: frozenset[Role]
    password_hash: str
    disabled: bool
    failures: int
    failed_at: dt.datetime | None
    created_at: dt.datetime


@dataclass(frozen=True, slots=True)
class SessionUser:
    """Who a session belongs to."""

    id: int
    name: str
    display: str
    roles: frozenset[Role]
    expires: dt.datetime


def _roles(text: str) -> frozenset[Role]:
    return frozenset(map(Role, json.loads(text)))


def _user(r: AnyRow) -> User:
    return User(
        r.id,
        r.name,
        r.display,
        _roles(r.roles),
        r.password_hash,
        r.disabled,
        r.failures,
        r.failed_at,
        r.created_at,
    )


class Users(Aggregate):
    """Names are unique as they are written."""

    def add(self, name: str, display: str, roles: Iterable[Role], password_hash: str) -> int:
        """InputError if the name is taken, empty, or longer than 200 characters."""
        if not name.strip() or len(name) > NAME_LENGTH:
            raise InputError(
                Text(f"A user's name has 1 to {NAME_LENGTH} characters.", f"用户名须为 1 至 {NAME_LENGTH} 个字符。"),
                remedy=_ANOTHER,
            )
        if self.by_name(name):
            raise InputError(
                Text(f"There is already a user named {name!r}.", f"已有名为 {name!r} 的用户。"), remedy=_ANOTHER
            )
        row = {
            "name": name,
            "display": display,
            "roles": json.dumps(sorted(roles)),
            "password_hash": password_hash,
            "disabled": False,
            "failures": 0,
            "created_at": self.clock(),
            "must_change": False,
        }
        return int(self.conn.execute(insert(users).values(row).returning(users.c.id)).scalar_one())

    def by_name(self, name: str) -> User | None:
        row = self.conn.execute(select(users).where(users.c.name == name)).first()
        return None if row is None else _user(row)

    def list(self) -> list[User]:
        return [_user(row) for row in self.conn.execute(select(users).order_by(users.c.name))]

    def set_password(self, name: str, password_hash: str) -> bool:
        """Also closes the person's sessions and lifts a lock-out; False if there is no such user."""
        values = {"password_hash": password_hash, "failures": 0, "failed_at": None}
        return self._change(name, values, close=True)

    def set_roles(self, name: str, roles: Iterable[Role]) -> bool:
        """False if there is no such user."""
        return self._change(name, {"roles": json.dumps(sorted(roles))})

    def disable(self, name: str, disabled: bool = True) -> bool:
        """Also closes the person's sessions; False if there is no such user."""
        return self._change(name, {"disabled": disabled}, close=disabled)

    def failed(self, name: str) -> int:
        """Count a wrong password; how many in a row they are now (0: no such user)."""
        values = {"failures": users.c.failures + 1, "failed_at": self.clock()}
        counted = update(users).where(users.c.name == name).values(values).returning(users.c.failures)
        return self.conn.execute(counted).scalar() or 0

    def succeeded(self, name: str) -> None:
        self._change(name, {"failures": 0, "failed_at": None})

    def open_session(self, token_hash: str, user_id: int, expires: dt.datetime) -> None:
        """Also clears sessions of anybody that are over."""
        self.conn.execute(delete(sessions).where(sessions.c.expires <= self.clock()))
        row = {"token_hash": token_hash, "user_id": user_id, "opened": self.clock(), "expires": expires}
        self.conn.execute(insert(sessions).values(row))

    def session(self, token_hash: str) -> SessionUser | None:
        """None if there is no such session, it is over, or the person is disabled."""
        columns = select(users.c.id, users.c.name, users.c.display, users.c.roles, sessions.c.expires)
        row = self.conn.execute(
            columns.join(sessions, sessions.c.user_id == users.c.id).where(
                sessions.c.token_hash == token_hash,
                sessions.c.expires > self.clock(),
                users.c.disabled.is_(False),
            )
        ).first()
        return None if row is None else SessionUser(row.id, row.name, row.display, _roles(row.roles), row.expires)

    def close_session(self, token_hash: str) -> None:
        self.conn.execute(delete(sessions).where(sessions.c.token_hash == token_hash))

    def _change(self, name: str, values: dict[str, Any], close: bool = False) -> bool:
        changed = update(users).where(users.c.name == name).values(values)
        if self.conn.execute(changed).rowcount != 1:
            return False
        if close:
            mine = select(users.c.id).where(users.c.name == name).scalar_subquery()
            self.conn.execute(delete(sessions).where(sessions.c.user_id == mine))
        return True
