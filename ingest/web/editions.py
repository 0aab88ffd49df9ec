"""The day's edition as files, the same bytes as in the output folder: for a browser with a session, and for calendars,
feed readers and desktops with a token. What did not change is not sent again."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from ingest.model import Actor
from ingest.publish.renderers import renderers
from ingest.publish.write import current
from ingest.review.access import Permission, require
from ingest.web.bearer import TokenRefused, holder, token_member
from ingest.web.options import WebOptions
from ingest.web.visitor import member

router = APIRouter()
_TYPES = {
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".atom": "application/atom+xml",
    ".ics": "text/calendar",
    ".md": "text/markdown",
}


def reader(request: Request) -> Actor:
    """A person with a session, or whose token it is: as Bearer, or as the password of Basic with any name, since
    calendars know no other way. Raises LogInFirst, ChangePasswordFirst, TokenRefused."""
    said = request.headers.get("authorization", "")
    options: WebOptions = request.app.state.options
    if said.lower().startswith("basic "):
        return holder(request, _password(said[6:])).actor
    if said:
        return token_member(request).actor
    if options.session_cookie not in request.cookies and "text/html" not in request.headers.get("accept", ""):
        raise TokenRefused(shown=False, password=True)
    return member(request).actor


@router.get("/board/{filename}")
def download(request: Request, actor: Annotated[Actor, Depends(reader)], filename: str) -> Response:
    require(actor, Permission.READ_BOARD)
    renderer = next((one for one in renderers() if one.filename == filename and filename in files()), None)
    if renderer is None:
        raise HTTPException(404)
    options: WebOptions = request.app.state.options
    edition = current(
        request.app.state.store,
        bank_name=options.bank_name,
        language=options.language,
        now=options.now(),
        time_zone=options.time_zone,
        every_faq=renderer.every_faq,
        dates=filename.endswith(".ics"),
    )
    raw = renderer.render(edition).encode()
    tag = f'"{hashlib.sha256(raw).hexdigest()[:32]}"'
    headers = {"ETag": tag}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(raw, media_type=f"{files()[filename]}; charset=utf-8", headers=headers)


def files() -> dict[str, str]:
    """Formats that are data, with their media types; the HTML edition is the board itself."""
    names = {renderer.filename: renderer.filename[renderer.filename.rindex(".") :] for renderer in renderers()}
    return {name: _TYPES[suffix] for name, suffix in names.items() if suffix in _TYPES}


def _password(said: str) -> str:
    """ "" where it can't be read."""
    try:
        return base64.b64decode(said, validate=True).decode("utf-8").partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""
