"""A form that comes when the session is over: what was typed into a draft is kept for its owner, without script.

The expired session still proves whose it was; it opens nothing. After log-in the form stands there again.
"""

from __future__ import annotations

import re

from starlette.requests import Request

from ingest.review.unsent import keep_late
from ingest.web.security import genuine
from ingest.web.visitor import ForeignRequest, form

_DRAFT = re.compile(r"/drafts/(\d{1,18})/(amend|typed)")
_OURS = ("csrf", "version")


async def kept_form(request: Request) -> str | None:
    """Where the form stands again after log-in; None where there was nothing to keep."""
    place = _DRAFT.fullmatch(request.url.path)
    token = request.cookies.get(request.app.state.options.session_cookie, "")
    try:
        fields = await form(request) if place else {}
    except ForeignRequest:
        return None
    version = fields.get("version", "")
    if place is None or not genuine(token, fields.get("csrf", "")) or not (version.isdigit() and len(version) < 9):
        return None
    typed = {name: value for name, value in fields.items() if name not in _OURS}
    draft_id = int(place[1])
    kept = keep_late(request.app.state.store, token, draft_id, int(version), typed)
    return f"/drafts/{draft_id}?edit={draft_id}" if kept else None
