"""People who may sign in. Passwords arrive hashed: this file never sees one."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update

from ingest.errors import InputError, Text
from ingest.model import Role
from ingest.store.aggregate import Aggregate, AnyRow
from ingest.store.sessions import Sessions, SessionUser
from ingest.store.tables import users

__all__ = ["NAME_LENGTH", "SessionUser", "User", "Users"]

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
    """Empty: no password fits; the person comes by single sign-on."""
    disabled: bool
    failures: int
    failed_at: dt.datetime | None
    created_at: dt.datetime
    email: str | None = None
    department: str | None = None
    subject: str | None = None
    """Issuer and subject at the bank's own directory."""
    must_change: bool = False
    last_login: dt.datetime | None = None
    team: str | None = None


def _roles(text: str) -> frozenset[Role]:
    return frozenset(map(Role, json.loads(text)))


def _user(r: AnyRow) -> User:
    return User(
        id=r.id,
        name=r.name,
        display=r.display,
        roles=_roles(r.roles),
        password_hash=r.password_hash,
        disabled=r.disabled,
        failures=r.failures,
        failed_at=r.failed_at,
        created_at=r.created_at,
        email=r.email,
        department=r.department,
        subject=r.subject,
        must_change=r.must_change,
        last_login=r.last_login,
        team=r.team,
    )


class Users(Aggregate):
    """Names are unique as they are written."""

    def add(
        self,
        name: str,
        display: str,
        roles: Iterable[Role],
        password_hash: str,
        *,
        email: str | None = None,
        department: str | None = None,
        subject: str | None = None,
        must_change: bool = False,
    ) -> int:
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
            "email": email,
            "department": department,
            "subject": subject,
            "must_change": must_change,
        }
        return int(self.conn.execute(insert(users).values(row).returning(users.c.id)).scalar_one())

    def by_name(self, name: str) -> User | None:
        row = self.conn.execute(select(users).where(users.c.name == name)).first()
        return None if row is None else _user(row)

    def get(self, id: int) -> User | None:
        row = self.conn.execute(select(users).where(users.c.id == id)).first()
        return None if row is None else _user(row)

    def by_subject(self, subject: str) -> User | None:
        row = self.conn.execute(select(users).where(users.c.subject == subject)).first()
        return None if row is None else _user(row)

    def list(self) -> list[User]:
        return [_user(row) for row in self.conn.execute(select(users).order_by(users.c.name))]

    def set_password(self, name: str, password_hash: str, *, must_change: bool = False) -> bool:
        """Also closes the person's sessions and lifts a lock-out; False if there is no such user."""
        values = {"password_hash": password_hash, "failures": 0, "failed_at": None, "must_change": must_change}
        return self._change(name, values, close=True)

    def rehash(self, name: str, password_hash: str) -> None:
        """The same password, hashed better: no session ends."""
        self._change(name, {"password_hash": password_hash})

    def set_roles(self, name: str, roles: Iterable[Role]) -> bool:
        """Also closes the person's sessions; False if there is no such user."""
        return self._change(name, {"roles": json.dumps(sorted(roles))}, close=True)

    def describe(self, name: str, *, display: str | None, email: str | None, department: str | None) -> bool:
        """False if there is no such user."""
        return self._change(name, {"display": display, "email": email, "department": department})

    def bind(self, name: str, subject: str | None) -> bool:
        """Who this person is at the bank's own directory; False if there is no such user."""
        return self._change(name, {"subject": subject})

    def put_in_team(self, name: str, team: str | None) -> bool:
        """False if there is no such user."""
        return self._change(name, {"team": team})

    def disable(self, name: str, disabled: bool = True) -> bool:
        """Also closes the person's sessions; False if there is no such user."""
        return self._change(name, {"disabled": disabled}, close=disabled)

    def failed(self, name: str) -> int:
        """Count a wrong password; how many in a row they are now (0: no such user)."""
        values = {"failures": users.c.failures + 1, "failed_at": self.clock()}
        counted = update(users).where(users.c.name == name).values(values).returning(users.c.failures)
        return self.conn.execute(counted).scalar() or 0

    def succeeded(self, name: str) -> None:
        self._change(name, {"failures": 0, "failed_at": None, "last_login": self.clock()})

    def _change(self, name: str, values: dict[str, Any], close: bool = False) -> bool:
        changed = update(users).where(users.c.name == name).values(values).returning(users.c.id)
        id = self.conn.execute(changed).scalar()
        if id is None:
            return False
        if close:
            Sessions(self.conn, self.clock).close_all(id)
        return True
