"""Sessions of people. Tokens arrive hashed: this file never sees one."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from ingest.model import Role
from ingest.store.aggregate import Aggregate, AnyRow
from ingest.store.tables import sessions, users

_HANDLE = 16
_LATE = dt.timedelta(days=1)
"""So long a session that is over is still known: what is sent with it then is kept for its owner."""


@dataclass(frozen=True, slots=True)
class SessionUser:
    """Whose session, or whose token, this is. `expires`: None for a token that does not end by itself."""

    id: int
    name: str
    display: str
    roles: frozenset[Role]
    expires: dt.datetime | None
    department: str | None = None
    must_change: bool = False
    """The password served once: nothing else before another one is set."""
    used: dt.datetime | None = None
    """When the session or the token was last used, to the minute."""


@dataclass(frozen=True, slots=True)
class Session:
    """One open session. `handle` names it on pages; it opens nothing."""

    handle: str
    user_id: int
    opened: dt.datetime
    expires: dt.datetime
    seen: dt.datetime
    client: str


def person(row: AnyRow, expires: dt.datetime | None, used: dt.datetime | None) -> SessionUser:
    """Of a row with the columns `PERSON`."""
    roles = frozenset(map(Role, json.loads(row.roles)))
    return SessionUser(row.id, row.name, row.display, roles, expires, row.department, row.must_change, used)


PERSON = (users.c.id, users.c.name, users.c.display, users.c.roles, users.c.department, users.c.must_change)


class Sessions(Aggregate):
    """Opened at log-in; over when they are not used for a while, when their time is up, or when they are revoked."""

    def open(self, token_hash: str, user_id: int, expires: dt.datetime, client: str = "") -> None:
        """Also clears sessions of anybody that have been over for a day."""
        now = self.clock()
        self.conn.execute(delete(sessions).where(sessions.c.expires <= now - _LATE))
        row = {"token_hash": token_hash, "user_id": user_id, "opened": now, "expires": expires}
        self.conn.execute(insert(sessions).values(**row, seen=now, client=client[:300]))

    def find(self, token_hash: str, idle: dt.timedelta | None = None) -> SessionUser | None:
        """None if there is no such session, it is over, it was not used for `idle`, or the person is disabled."""
        s, now = sessions.c, self.clock()
        chosen = select(*PERSON, s.expires, s.opened, s.seen).join(sessions, s.user_id == users.c.id)
        row = self.conn.execute(
            chosen.where(s.token_hash == token_hash, s.expires > now, users.c.disabled.is_(False))
        ).first()
        if row is None:
            return None
        used = row.seen or row.opened
        return None if idle is not None and now - used >= idle else person(row, row.expires, used)

    def late(self, token_hash: str) -> str | None:
        """Whose session this is or was: it opens nothing any more, but what was typed in it belongs to them."""
        s = sessions.c
        owner = select(users.c.name).join(sessions, s.user_id == users.c.id)
        row = self.conn.execute(owner.where(s.token_hash == token_hash, users.c.disabled.is_(False))).first()
        return None if row is None else str(row.name)

    def touch(self, token_hash: str) -> None:
        self.conn.execute(update(sessions).where(sessions.c.token_hash == token_hash).values(seen=self.clock()))

    def of(self, user_id: int, idle: dt.timedelta) -> list[Session]:
        """Those that are open, the latest used first."""
        s, now = sessions.c, self.clock()
        rows = self.conn.execute(select(sessions).where(s.user_id == user_id, s.expires > now)).all()
        found = [
            Session(r.token_hash[:_HANDLE], r.user_id, r.opened, r.expires, r.seen or r.opened, r.client or "")
            for r in rows
        ]
        return sorted((one for one in found if now - one.seen < idle), key=lambda one: one.seen, reverse=True)

    def close(self, token_hash: str) -> None:
        self.conn.execute(delete(sessions).where(sessions.c.token_hash == token_hash))

    def close_one(self, user_id: int, handle: str) -> bool:
        """False if this person has no such session."""
        s = sessions.c
        mine = delete(sessions).where(s.user_id == user_id, s.token_hash.startswith(handle, autoescape=True))
        return len(handle) == _HANDLE and self.conn.execute(mine).rowcount > 0

    def close_all(self, user_id: int, *, but: str | None = None) -> int:
        """Every session of a person, `but` the one with this hash; how many they were."""
        s = sessions.c
        mine = delete(sessions).where(s.user_id == user_id)
        return self.conn.execute(mine.where(s.token_hash != but) if but else mine).rowcount


def handle_of(token_hash: str) -> str:
    """The name of a session on pages."""
    return token_hash[:_HANDLE]
