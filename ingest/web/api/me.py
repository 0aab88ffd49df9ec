"""Whose token it is, and what it may do."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter
from pydantic import BaseModel

from ingest.model import Role
from ingest.review import tokens
from ingest.review.access import Permission
from ingest.web.api.program import Program

router = APIRouter()


class Token(BaseModel):
    """A token of this person; the token itself was shown once."""

    id: int
    name: str
    created_at: dt.datetime
    expires: dt.datetime | None
    last_used: dt.datetime | None
    revoked_at: dt.datetime | None


class Me(BaseModel):
    name: str
    display: str
    roles: list[Role]
    department: str | None
    may: list[Permission]


@router.get("/me")
def me(program: Program) -> Me:
    """Who you are here, and what you may do."""
    user, actor = program.user, program.actor
    return Me(
        name=actor.name,
        display=user.display,
        roles=sorted(actor.roles),
        department=actor.department,
        may=[permission for permission in Permission if program.may(permission)],
    )


@router.get("/me/tokens")
def own(program: Program) -> list[Token]:
    """Your tokens, the newest first."""
    found = tokens.of(program.store, program.actor)
    return [Token(**{name: getattr(token, name) for name in Token.model_fields}) for token in found]
