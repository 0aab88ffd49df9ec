"""Decisions from the queue: several drafts at once, sleep, departments, and undo."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from ingest.review import undoing
from ingest.review.decisions import reject, return_
from ingest.review.postponing import Preset, assign, snooze, wake
from ingest.review.refusals import NoSuchDepartment, NoSuchDraft, PastStart, PastTime
from ingest.review.together import MOST, Deed, Result, admit, approve_together, each
from ingest.web.failures import refusal_text
from ingest.web.queue import wishes_of
from ingest.web.security import genuine
from ingest.web.visitor import ForeignRequest, Id, Member, SignedForm, Visitor, redirect

router = APIRouter()
_ROW = re.compile(r"row-([1-9][0-9]{0,17})")
_DEEDS = ("approve", "return", "reject", "snooze", "wake", "assign")


async def many(visitor: Member, request: Request) -> Mapping[str, str]:
    """The fields of a form with a box for every row, of our own pages. Raises LogInFirst, ForeignRequest."""
    if request.state.foreign or request.state.oversized:
        raise ForeignRequest
    sent = await request.form(max_files=0, max_fields=MOST + 60)
    fields = {name: value for name, value in sent.items() if not isinstance(value, UploadFile)}
    if not genuine(visitor.token, fields.get("csrf", "")):
        raise ForeignRequest
    return fields


@router.post("/queue/together")
def together(visitor: Member, fields: Annotated[Mapping[str, str], Depends(many)]) -> Response:
    name = fields.get("do", "")
    picked = _picked(fields)
    admit(visitor.store, visitor.actor, name if name in _DEEDS else "together", "queue:drafts", visitor.options.clock)
    if name not in _DEEDS or not picked:
        return _results(visitor, fields, name, ())
    if name == "approve":
        results = approve_together(visitor.store, visitor.actor, picked, visitor.options.clock)
    else:
        deed = _deed(visitor, name, fields)
        results = each(visitor.store, visitor.actor, picked, deed, name, visitor.options.clock)
    if any(result.refusal for result in results):
        return _results(visitor, fields, name, results)
    back = wishes_of(fields.get("back", ""))
    return redirect("/queue?" + urlencode({**back, "done": "together", "n": len(results)}))


@router.post("/drafts/{draft_id}/snooze")
def sleep(visitor: Member, fields: SignedForm, draft_id: Id) -> Response:
    return _single(visitor, fields, draft_id, "snooze", "snoozed")


@router.post("/drafts/{draft_id}/wake")
def awake(visitor: Member, fields: SignedForm, draft_id: Id) -> Response:
    return _single(visitor, fields, draft_id, "wake", "woken")


@router.post("/drafts/{draft_id}/assign")
def give(visitor: Member, fields: SignedForm, draft_id: Id) -> Response:
    return _single(visitor, fields, draft_id, "assign", "assigned")


@router.post("/undo")
def undo(visitor: Member, fields: SignedForm) -> Response:
    event = fields.get("event", "")
    seen = int(event) if event.isascii() and event.isdigit() and len(event) < 18 else None
    undone = undoing.undo(visitor.store, visitor.actor, visitor.options.clock, seen)
    back = wishes_of(fields.get("back", ""))
    return redirect("/queue?" + urlencode({**back, "done": "undone", "draft": undone.draft_id}))


def _single(visitor: Visitor, fields: Mapping[str, str], draft_id: int, name: str, done: str) -> Response:
    text = fields.get("version", "")
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise NoSuchDraft
    admit(visitor.store, visitor.actor, name, f"draft:{draft_id}", visitor.options.clock)
    _deed(visitor, name, fields)(draft_id, int(text))
    return redirect(f"/queue?done={done}&draft={draft_id}")


def _picked(fields: Mapping[str, str]) -> dict[int, int]:
    """Versions by draft; what is no number is left out."""
    found = ((_ROW.fullmatch(name), value) for name, value in fields.items())
    return {int(row[1]): int(value) for row, value in found if row and re.fullmatch(r"[0-9]{1,8}", value)}


def _deed(visitor: Visitor, name: str, fields: Mapping[str, str]) -> Deed:
    store, actor, options = visitor.store, visitor.actor, visitor.options
    clock, zone = options.clock, ZoneInfo(options.time_zone)
    reason, code = fields.get("reason", ""), fields.get("code", "")

    def postpone(draft_id: int, version: int) -> None:
        snooze(store, actor, draft_id, version, _until(fields), clock, zone=zone, sure=bool(fields.get("sure")))

    def hand_over(draft_id: int, version: int) -> None:
        department = fields.get("department", "")
        if not department:
            raise NoSuchDepartment
        given = None if department == "-" else department
        known = {one.id for one in options.departments}
        due = _local(fields.get("due", ""))
        hours = next((one.hours for one in options.departments if one.id == given), 24)
        instant = due.replace(tzinfo=zone) if due else clock() + dt.timedelta(hours=hours)
        assign(store, actor, draft_id, version, given, instant if given else None, clock, known=known)

    deeds: Mapping[str, Deed] = {
        "return": lambda id, version: return_(store, actor, id, version, reason, clock, code),
        "reject": lambda id, version: reject(store, actor, id, version, reason, clock, code),
        "snooze": postpone,
        "wake": lambda id, version: wake(store, actor, id, version, clock),
        "assign": hand_over,
    }
    return deeds[name]


def _until(fields: Mapping[str, str]) -> dt.datetime | Preset:
    """A date of one's own counts, whatever else is chosen. Raises PastTime for what is no date."""
    own = _local(fields.get("until_own", ""))
    if own:
        return own
    preset = next((one for one in Preset if one.value == fields.get("until")), None)
    if preset is None:
        raise PastTime
    return preset


def _local(text: str) -> dt.datetime | None:
    """What a field for a date and a time says. Raises PastTime for what it can't say."""
    if not text.strip():
        return None
    try:
        return dt.datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError as error:
        raise PastTime from error


def _results(visitor: Visitor, fields: Mapping[str, str], name: str, results: tuple[Result, ...]) -> Response:
    refused = [result for result in results if result.refusal]
    return visitor.page(
        "queue_together.html",
        200 if results else 422,
        name=name,
        done=[result for result in results if result.refusal is None],
        refused=refused,
        told={result.draft_id: refusal_text(visitor, result.refusal) for result in refused if result.refusal},
        early=[result for result in refused if isinstance(result.refusal, PastStart)],
        said={field: fields.get(field, "") for field in ("until", "until_own", "back")},
        last=undoing.last(visitor.store, visitor.actor, visitor.options.clock),
        query=urlencode(wishes_of(fields.get("back", ""))),
    )
