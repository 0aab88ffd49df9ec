"""The record for auditors: searched, paged by number, exported, its chain verified."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from collections.abc import Mapping
from itertools import islice
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import Response

from ingest.publish.pack.record import write
from ingest.review.record import day_after, read_record, verify_record, whole_record
from ingest.store.audit import Wanted
from ingest.web.visitor import Member, Visitor

router = APIRouter(prefix="/audit")
MOST = 50_000
"""Rows of one download; the command line has no limit."""
_HASH = re.compile(r"[0-9a-f]{64}")
_FILTERS = ("actor", "action", "subject", "since", "until")
_PLACES = {"draft": "/drafts/{}", "entry": "/entries/{}?old=1", "revision": "/revisions/{}", "group": "/corrections/{}"}


@router.get("")
def show(visitor: Member) -> Response:
    asked = _asked(visitor)
    page = read_record(visitor.store, visitor.actor, wanted_of(visitor, asked), _number(visitor, "before"))
    query = {name: value for name, value in asked.items() if value}
    return visitor.page(
        "audit.html",
        page=page,
        asked=asked,
        older="/audit?" + urlencode({**query, "before": page.older}) if page.older else None,
        paged="before" in visitor.request.query_params,
        newest="/audit" + (f"?{urlencode(query)}" if query else ""),
        export=lambda form: f"/audit/export.{form}?{urlencode(query)}",
        place=place_of,
        told=told,
        about=lambda subject: "/audit?" + urlencode({"subject": subject}),
        most=MOST,
    )


@router.get("/export.csv")
def table(visitor: Member) -> Response:
    return _export(visitor, "csv", "text/csv; charset=utf-8")


@router.get("/export.jsonl")
def lines(visitor: Member) -> Response:
    return _export(visitor, "jsonl", "application/jsonl")


@router.get("/verify")
def verify(visitor: Member) -> Response:
    """Part by part: the page asks for the next one by itself, or a link does."""
    progress = verify_record(visitor.store, visitor.actor, _number(visitor, "after") or 0)
    part = visitor.request.headers.get("hx-request") == "true"
    return visitor.page("_verified.html" if part else "verify.html", progress=progress)


def place_of(subject: str) -> str | None:
    """The page of a subject, where it has one."""
    kind, _, number = subject.partition(":")
    return _PLACES[kind].format(number) if kind in _PLACES and number.isascii() and number.isdigit() else None


def told(detail: Mapping[str, object]) -> list[tuple[str, str]]:
    """What a row holds, for people: nothing that is empty, hashes by their beginnings."""
    return [(name, _said(value)) for name, value in detail.items() if value not in (None, "", [], {})]


def _said(value: object) -> str:
    if isinstance(value, str):
        return f"{value[:12]}…" if _HASH.fullmatch(value) else value
    if isinstance(value, list) and all(isinstance(item, str | int) for item in value):
        return ", ".join(map(str, value))
    return json.dumps(value, ensure_ascii=False)


def wanted_of(visitor: Visitor, asked: Mapping[str, str]) -> Wanted:
    """Days are the bank's, both included; what is no day filters nothing."""
    zone = ZoneInfo(visitor.options.time_zone)
    since, until = _day(asked["since"]), _day(asked["until"])
    return Wanted(
        actor=asked["actor"] or None,
        action=asked["action"] or None,
        subject=asked["subject"] or None,
        since=dt.datetime.combine(since, dt.time.min, zone) if since else None,
        until=dt.datetime.combine(day_after(until), dt.time.min, zone) if until else None,
    )


def _asked(visitor: Visitor) -> dict[str, str]:
    return {name: visitor.request.query_params.get(name, "").strip()[:200] for name in _FILTERS}


def _export(visitor: Visitor, form: str, media_type: str) -> Response:
    out = io.StringIO(newline="")
    with whole_record(visitor.store, visitor.actor, wanted_of(visitor, _asked(visitor))) as events:
        write(islice(events, MOST), form, out)
    headers = {"Content-Disposition": f'attachment; filename="audit.{form}"'}
    return Response(out.getvalue().encode("utf-8", "replace"), media_type=media_type, headers=headers)


def _number(visitor: Visitor, name: str) -> int | None:
    text = visitor.request.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1970 < day.year < 9000 else None
