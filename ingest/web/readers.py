"""Who has read what: the board of team leaders, the list after a correction, teams, and what has to be read again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response

from ingest.answer.material import decide_material
from ingest.answer.readers import Exposed, Progress, assign_team, exposed, progress, waiting
from ingest.model import BulletinDraft, Entry
from ingest.publish.separated import separated
from ingest.web.visitor import Id, Member, SignedForm, Visitor, redirect

router = APIRouter()
_COLUMNS = ("entry", "headline", "urgency", "published", "team", "person", "name", "read", "last_seen", "on_shift")
_EXPOSED = ("entry", "headline", "person", "name", "opened", "place", "before_it_was_found_wrong")


@router.get("/board/readers")
def show(visitor: Member) -> Response:
    found = progress(visitor.store, visitor.actor, visitor.options.now())
    return visitor.page(
        "readers.html",
        found=found,
        late=waiting(found),
        headline=headline,
        hours=lambda at: int((visitor.options.clock() - at).total_seconds() // 3600),
    )


@router.get("/board/readers.csv")
def download(visitor: Member) -> Response:
    found = progress(visitor.store, visitor.actor, visitor.options.now())
    return _file(visitor, "readers", separated(_COLUMNS, _rows(visitor, found)))


@router.get("/entries/{entry_id}/readers")
def show_exposed(visitor: Member, entry_id: Id) -> Response:
    """Who opened one entry: after a correction, who may have said the wrong words."""
    found = exposed(visitor.store, visitor.actor, entry_id)
    return visitor.page("exposed.html", found=found, headline=headline)


@router.get("/entries/{entry_id}/readers.csv")
def download_exposed(visitor: Member, entry_id: Id) -> Response:
    found = exposed(visitor.store, visitor.actor, entry_id)
    return _file(visitor, f"entry-{entry_id}-readers", separated(_EXPOSED, _openings(visitor, found)))


@router.post("/entries/{entry_id}/material")
def say_material(visitor: Member, fields: SignedForm, entry_id: Id) -> Response:
    material = fields.get("material") == "yes"
    decide_material(visitor.store, visitor.actor, entry_id, material, fields.get("reason", ""), visitor.options.clock)
    return redirect(f"/entries/{entry_id}")


@router.post("/people/{person_id}/team")
def put_in_team(visitor: Member, fields: SignedForm, person_id: Id) -> Response:
    assign_team(visitor.store, visitor.actor, person_id, fields.get("team", ""), visitor.options.clock)
    return redirect(f"/people/{person_id}?done=described")


def headline(entry: Entry) -> str:
    return entry.content.headline if isinstance(entry.content, BulletinDraft) else entry.content.question


def _rows(visitor: Visitor, found: tuple[Progress, ...]) -> Iterator[tuple[str | int, ...]]:
    for one in found:
        what = (one.entry.id, headline(one.entry), one.entry.urgency.value, _time(visitor, one.since))
        for team, readers in one.teams.items():
            for r in readers:
                times = (_time(visitor, r.read_at), _time(visitor, r.seen), "yes" if r.here else "no")
                yield (*what, team, r.user.name, r.user.display, *times)


def _openings(visitor: Visitor, found: Exposed) -> Iterator[tuple[str | int, ...]]:
    wrong = found.entry.ended_at
    for one in found.exposures:
        before = "" if wrong is None else "yes" if one.at < wrong else "no"
        who = (one.user, one.display, _time(visitor, one.at), one.place, before)
        yield (found.entry.id, headline(found.entry), *who)


def _time(visitor: Visitor, at: dt.datetime | None) -> str:
    return f"{visitor.options.local(at):%Y-%m-%d %H:%M}" if at else ""


def _file(visitor: Visitor, name: str, text: str) -> Response:
    name = f"{name}-{visitor.options.now():%Y-%m-%d}.csv"
    return PlainTextResponse(
        text, headers={"Content-Disposition": f'attachment; filename="{name}"'}, media_type="text/csv"
    )
