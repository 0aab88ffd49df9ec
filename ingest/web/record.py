"""What was published and why: entries with their history, changes of their sources, what a value stands in, the record.

One router for these screens.
"""

from __future__ import annotations

from fastapi import APIRouter

from ingest.web import impact, revision

router = APIRouter()
for screen in (revision, impact):
    router.include_router(screen.router)
