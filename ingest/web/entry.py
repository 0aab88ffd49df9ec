"""One published entry: as agents see it, and for reviewers all that made it so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import Response

from ingest.answer.pinning import pinned
from ingest.answer.reading import opened
from ingest.publish.edition import Item, Section, local
from ingest.publish.inert import link
from ingest.publish.lifecycle import phase
from ingest.publish.pack.export import export_evidence
from ingest.publish.wording import say_moment
from ingest.review.comparison import Line, words
from ingest.review.history import EntryView, entry_for_reading
from ingest.store.versions import DraftVersion
from ingest.web.fields import fields_of
from ingest.web.visitor import Id, Member, Visitor, redirect

router = APIRouter(prefix="/entries/{entry_id}")


@dataclass(frozen=True, slots=True)
class VersionShown:
    """A version, and what it changed in the one before, field by field; nothing for the first."""

    version: DraftVersion
    fields: tuple[tuple[str, Line], ...]


@router.get("")
def show(visitor: Member, entry_id: Id) -> Response:
    """An entry that was replaced leads to the one in its place, unless it is asked for itself (`?old=1`)."""
    view = entry_for_reading(visitor.store, visitor.actor, entry_id)
    params = visitor.request.query_params
    if view.current and params.get("old") != "1":
        return redirect(f"/entries/{view.current.id}?" + urlencode({"was": entry_id}))
    opened(visitor.store, visitor.actor, entry_id, "entry")
    was = params.get("was", "")
    return visitor.page(
        "entry.html",
        view=view,
        item=_item(visitor, view),
        versions=tuple(_versions(view, visitor.t.language)),
        original=link(view.entry.source_url),
        was=int(was) if was.isascii() and was.isdigit() and len(was) < 19 else None,
        pin=pinned(visitor.store, entry_id) if visitor.may("pin_on_board") else None,
        search=lambda value: "/impact?" + urlencode({"old": value}),
    )


@router.get("/evidence.zip")
def evidence(visitor: Member, entry_id: Id) -> Response:
    options = visitor.options
    raw = export_evidence(
        visitor.store, visitor.actor, entry_id, options.clock, bank_name=options.bank_name, time_zone=options.time_zone
    )
    headers = {"Content-Disposition": f'attachment; filename="entry-{entry_id}.zip"'}
    return Response(raw, media_type="application/zip", headers=headers)


def _item(visitor: Visitor, view: EntryView) -> Item:
    """The entry as the board shows it."""
    published = local(view.entry.published_at, ZoneInfo(visitor.options.time_zone))
    now = visitor.options.now()
    return Item(view.entry, view.entry.state(now), (Section.ACTIVE,), published, phase=phase(view.entry, now))


def _versions(view: EntryView, language: str) -> Iterator[VersionShown]:
    before: DraftVersion | None = None
    for version in view.background.versions if view.background else ():
        names = [field.name for field in fields_of(version.content)] if before else []
        pairs = [(n, _text(before, n, language), _text(version, n, language)) for n in names]
        yield VersionShown(version, tuple((n, words(old, new)) for n, old, new in pairs if old != new))
        before = version


def _text(version: DraftVersion | None, name: str, language: str) -> str:
    value = getattr(version.content, name) if version else None
    if isinstance(value, tuple):
        return "\n".join(value)
    return value if isinstance(value, str) else say_moment(value, language) if value else ""
