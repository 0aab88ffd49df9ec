"""The numbers for the head of the centre: one page of figures, charts and tables; each table also as a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from ingest.errors import InputError
from ingest.model import Category
from ingest.publish.wording import say_day, say_time
from ingest.review.counting import Period, Span, period
from ingest.review.desk_numbers import Desk, Whose
from ingest.review.numbers import choices, desk
from ingest.web.number_charts import charts
from ingest.web.number_tables import NAMES, Tables
from ingest.web.visitor import Member, Visitor

router = APIRouter(prefix="/numbers")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. `mistake`: its own dates make no period, so that this week is shown."""

    span: Span
    period: Period
    whose: Whose
    mistake: bool = False


@router.get("")
def show(visitor: Member) -> Response:
    asked = asked_of(visitor.request.query_params, visitor.options.now().date())
    found = _count(visitor, asked)
    tables = Tables(found, visitor.t, ZoneInfo(visitor.options.time_zone))
    language = visitor.t.language
    return visitor.page(
        "numbers.html",
        422 if asked.mistake else 200,
        asked=asked,
        desk=found,
        said=tables,
        tables={table.name: table for table in tables.all()},
        charts=charts(tables),
        choices=choices(visitor.store, visitor.actor),
        categories=list(Category),
        spans=list(Span),
        days=(say_day(asked.period.first, language), say_day(asked.period.last, language)),
        local=lambda at: say_time(visitor.options.local(at), language),
        query=visitor.request.url.query,
    )


@router.get("/{name}.csv")
def download(visitor: Member, name: str) -> Response:
    asked = asked_of(visitor.request.query_params, visitor.options.now().date())
    found = _count(visitor, asked)
    if name not in NAMES or asked.mistake:
        raise HTTPException(404)
    table = Tables(found, visitor.t, ZoneInfo(visitor.options.time_zone)).table(name)
    saved = f'attachment; filename="{name}-{asked.period.first}-{asked.period.last}.csv"'
    return Response(table.csv(), media_type="text/csv; charset=utf-8", headers={"Content-Disposition": saved})


def _count(visitor: Visitor, asked: Asked) -> Desk:
    options = visitor.options
    return desk(visitor.store, visitor.actor, asked.period, asked.whose, ZoneInfo(options.time_zone), options.clock())


def asked_of(query: Mapping[str, str], today: dt.date) -> Asked:
    """From an address; what is not known narrows nothing."""
    span = next((span for span in Span if span.value == query.get("span")), Span.WEEK)
    category = next((c for c in Category if c.value == query.get("category")), None)
    whose = Whose(query.get("source") or None, category, query.get("department") or None)
    try:
        return Asked(span, period(span, today, _day(query.get("first")), _day(query.get("last"))), whose)
    except InputError:
        return Asked(span, period(Span.WEEK, today), whose, mistake=True)


def _day(text: str | None) -> dt.date | None:
    """None for a field that was left empty. Raises InputError."""
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise InputError from error
