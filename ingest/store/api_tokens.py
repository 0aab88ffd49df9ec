"""Tokens with which programs act for a person. They arrive hashed: this file never sees one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, insert, or_, select, update

from ingest.store.aggregate import Aggregate
from ingest.store.sessions import PERSON, SessionUser, person
from ingest.store.tables import api_tokens, users


@dataclass(frozen=True, slots=True)
class ApiToken:
    """One token, as its owner sees it later: the token itself is told only once."""

    id: int
    user_id: int
    name: str
    created_at: dt.datetime
    expires: dt.datetime | None
    last_used: dt.datetime | None
    revoked_at: dt.datetime | None

    def works(self, now: dt.datetime) -> bool:
        return self.revoked_at is None and (self.expires is None or now < self.expires)


class ApiTokens(Aggregate):
    """A token has the roles that its owner has at the moment of use."""

    def add(self, user_id: int, name: str, token_hash: str, expires: dt.datetime | None) -> int:
        row = {"user_id": user_id, "name": name, "token_hash": token_hash, "created_at": self.clock()}
        new = insert(api_tokens).values(**row, expires=expires)
        return int(self.conn.execute(new.returning(api_tokens.c.id)).scalar_one())

    def find(self, token_hash: str) -> SessionUser | None:
        """Whose token this is; None if it is unknown, over, revoked, or the person disabled."""
        t, now = api_tokens.c, self.clock()
        chosen = select(*PERSON, t.expires, t.last_used).join(api_tokens, t.user_id == users.c.id)
        alive = (t.revoked_at.is_(None), or_(t.expires.is_(None), t.expires > now), users.c.disabled.is_(False))
        row = self.conn.execute(chosen.where(t.token_hash == token_hash, *alive)).first()
        return None if row is None else person(row, row.expires, row.last_used)

    def touch(self, token_hash: str) -> None:
        self.conn.execute(
            update(api_tokens).where(api_tokens.c.token_hash == token_hash).values(last_used=self.clock())
        )

    def of(self, user_id: int) -> list[ApiToken]:
        """All of a person's tokens, the newest first; revoked ones too."""
        rows = select(api_tokens).where(api_tokens.c.user_id == user_id).order_by(api_tokens.c.id.desc())
        return [
            ApiToken(r.id, r.user_id, r.name, r.created_at, r.expires, r.last_used, r.revoked_at)
            for r in self.conn.execute(rows)
        ]

    def working(self, user_id: int) -> int:
        t = api_tokens.c
        alive = (t.revoked_at.is_(None), or_(t.expires.is_(None), t.expires > self.clock()))
        counted = select(func.count()).select_from(api_tokens).where(t.user_id == user_id, *alive)
        return int(self.conn.execute(counted).scalar_one())

    def counts(self) -> dict[int, int]:
        """How many tokens of each person work; people without any are not there."""
        t = api_tokens.c
        alive = (t.revoked_at.is_(None), or_(t.expires.is_(None), t.expires > self.clock()))
        rows = self.conn.execute(select(t.user_id, func.count()).where(*alive).group_by(t.user_id))
        return {row[0]: row[1] for row in rows}

    def revoke(self, user_id: int, id: int) -> bool:
        """False if this person has no such token that still works."""
        t = api_tokens.c
        mine = update(api_tokens).where(t.id == id, t.user_id == user_id, t.revoked_at.is_(None))
        return self.conn.execute(mine.values(revoked_at=self.clock())).rowcount == 1

    def revoke_all(self, user_id: int) -> int:
        t = api_tokens.c
        mine = update(api_tokens).where(t.user_id == user_id, t.revoked_at.is_(None))
        return self.conn.execute(mine.values(revoked_at=self.clock())).rowcount
