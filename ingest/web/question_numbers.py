"""The numbers of difficult questions: one page; each table also as a file."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from ingest.answer.questions.numbers import Numbers, numbers
from ingest.publish.wording import say_day
from ingest.review.counting import Span
from ingest.web.numbers import Asked, asked_of
from ingest.web.question_tables import NAMES, tables
from ingest.web.visitor import Member, Visitor

router = APIRouter(prefix="/questions")


@router.get("/numbers")
def show(visitor: Member) -> Response:
    asked, found = _count(visitor)
    language = visitor.t.language
    return visitor.page(
        "question_numbers.html",
        422 if asked.mistake else 200,
        asked=asked,
        tables=tables(found, visitor.options.questions, visitor.t),
        spans=list(Span),
        days=(say_day(asked.period.first, language), say_day(asked.period.last, language)),
        query=visitor.request.url.query,
    )


@router.get("/numbers.csv")
def download(visitor: Member) -> Response:
    asked, found = _count(visitor)
    name = visitor.request.query_params.get("table", NAMES[0])
    if name not in NAMES or asked.mistake:
        raise HTTPException(404)
    made = next(t for t in tables(found, visitor.options.questions, visitor.t) if t.name == name)
    saved = f'attachment; filename="{name}-{asked.period.first}-{asked.period.last}.csv"'
    return Response(made.csv(), media_type="text/csv; charset=utf-8", headers={"Content-Disposition": saved})


def _count(visitor: Visitor) -> tuple[Asked, Numbers]:
    options = visitor.options
    asked = asked_of(visitor.request.query_params, options.now().date())
    return asked, numbers(visitor.store, visitor.actor, asked.period, ZoneInfo(options.time_zone), options.clock)
