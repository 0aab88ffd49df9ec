"""Which program asks, and what a decision has to say: the version that it is about."""

from __future__ import annotations

import re
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Header, Path, Request, Security
from fastapi.responses import Response
from fastapi.security import HTTPBearer

from ingest.web.api.problems import Refused
from ingest.web.bearer import TokenVisitor, token_member

_SCHEME = HTTPBearer(auto_error=False, description="A token of “My account”. It may do what its owner may.")
_ETAG = re.compile(r'(?:W/)?"([0-9]{1,8})"')


def program(request: Request, _shown: Annotated[object, Security(_SCHEME)] = None) -> TokenVisitor:
    """Whose program asks; looked up once a request. Raises TokenRefused."""
    known = getattr(request.state, "program", None)
    if isinstance(known, TokenVisitor):
        return known
    request.state.program = found = token_member(request)
    return found


def seen_version(
    if_match: Annotated[
        str | None,
        Header(description='The ETag of the draft that the decision is about, e.g. "3".', max_length=100),
    ] = None,
) -> int:
    """The version in If-Match. 428 where it is missing (RFC 6585 §3), 412 where it is no ETag of a draft."""
    if if_match is None:
        raise Refused(428, "VersionMissing", "version")
    found = _ETAG.fullmatch(if_match.strip())
    if found is None:
        raise Refused(412, "DraftChanged", "etag")
    return int(found[1])


def idempotency_key(
    idempotency_key: Annotated[
        str | None,
        Header(
            description="Any text of your own: the same key gives the same answer for 24 hours, and decides once.",
            max_length=200,
        ),
    ] = None,
) -> str | None:
    """Declared for the documentation; `once.py` does it."""
    return idempotency_key


def tag(response: Response, version: int) -> None:
    response.headers["ETag"] = f'"{version}"'


def zone(program: TokenVisitor) -> ZoneInfo:
    return ZoneInfo(program.options.time_zone)


Program = Annotated[TokenVisitor, Depends(program)]
SeenVersion = Annotated[int, Depends(seen_version)]
Id = Annotated[int, Path(ge=1, lt=2**53)]
"""What databases, and the numbers of JSON, can count to."""
