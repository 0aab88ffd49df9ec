"""How much each answer is used: bands of a period, with charts and a file. Counting anew is a person's deed too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import Response

from ingest.answer.band_report import SHOWN, Report, month, report
from ingest.answer.band_use import Narrowed
from ingest.answer.bands import Band, last_days
from ingest.answer.daily import count_now
from ingest.errors import InputError
from ingest.model import Category
from ingest.publish.wording import say_day, say_time
from ingest.review.counting import Period
from ingest.web.band_tables import BandTables
from ingest.web.visitor import Member, SignedForm, Visitor, redirect

router = APIRouter(prefix="/bands")
_LONGEST = 732
_IN_A_FILE = 5000
_NARROWS = ("when", "category", "band", "word")
_MONTHS = 13


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. `days` None: the last 30, as counted last."""

    when: str
    days: Period | None
    narrowed: Narrowed
    mistake: bool = False


@router.get("")
def show(visitor: Member) -> Response:
    asked = _asked(visitor)
    found = _count(visitor, asked, SHOWN, _page(visitor))
    language = visitor.t.language
    tables = BandTables(found, visitor.t, _zone(visitor))
    return visitor.page(
        "bands.html",
        422 if asked.mistake else 200,
        asked=asked,
        report=found,
        said=tables,
        charts=tables.charts(),
        bands=list(Band),
        categories=list(Category),
        months=_months(visitor.options.now().date()),
        days=(say_day(found.period.first, language), say_day(found.period.last, language)),
        counted=say_time(visitor.options.local(found.at), language),
        query=_query(visitor),
        done=visitor.request.query_params.get("done"),
    )


@router.get("/bands.csv")
def download(visitor: Member) -> Response:
    found = _count(visitor, _asked(visitor), _IN_A_FILE)
    name = f"bands-{found.period.first}-{found.period.last}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    text = BandTables(found, visitor.t, _zone(visitor)).csv()
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/count")
def count(visitor: Member, fields: SignedForm) -> Response:
    count_now(visitor.store, visitor.actor, _zone(visitor), visitor.options.clock)
    return redirect("/bands?done=counted")


def _count(visitor: Visitor, asked: Asked, shown: int, page: int = 1) -> Report:
    zone, now = _zone(visitor), visitor.options.clock()
    return report(visitor.store, visitor.actor, asked.days, asked.narrowed, zone, now, page=page, shown=shown)


def _page(visitor: Visitor) -> int:
    """The first is 1; what is no number means it."""
    asked = visitor.request.query_params.get("page", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


def _query(visitor: Visitor) -> str:
    """The address's own, without page and message: what a link to another page or to the file goes on with."""
    kept = [(name, value) for name, value in visitor.request.query_params.multi_items() if name in _NARROWS and value]
    return urlencode(kept)


def _zone(visitor: Visitor) -> ZoneInfo:
    return ZoneInfo(visitor.options.time_zone)


def _asked(visitor: Visitor) -> Asked:
    """What is not known narrows nothing."""
    fields: Mapping[str, str] = visitor.request.query_params
    category = next((one for one in Category if one.value == fields.get("category")), None)
    band = next((one for one in Band if one.value == fields.get("band")), None)
    narrowed = Narrowed(category, band, (fields.get("word") or "").strip()[:100] or None)
    when = fields.get("when", "")
    try:
        return Asked(when, _days(when, visitor), narrowed)
    except InputError:
        return Asked("", None, narrowed, mistake=True)


def _days(when: str, visitor: Visitor) -> Period | None:
    """A month, or how many days back; nothing: as counted last. Raises InputError."""
    if when in ("", "30"):
        return None
    if when.isascii() and when.isdigit() and len(when) < 4 and 0 < int(when) <= _LONGEST:
        return last_days(visitor.options.clock(), _zone(visitor), int(when))
    return month(when)


def _months(today: dt.date) -> list[str]:
    """This one and those before it."""
    found, first = [], today.replace(day=1)
    for _ in range(_MONTHS):
        found.append(f"{first:%Y-%m}")
        first = (first - dt.timedelta(days=1)).replace(day=1)
    return found
