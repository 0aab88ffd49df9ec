"""What waits for a decision, what starts soonest first."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import Response

from ingest.model import Category, DraftKind, Tier
from ingest.publish.edition import state_coverage
from ingest.review import saved_views, undoing
from ingest.review.desk import SHOWN, desk
from ingest.review.filters import Age, Band, Filters, Order, Waits, Within, choice
from ingest.review.postponing import Preset
from ingest.store.saved_views import SavedView
from ingest.web.rows import Teller
from ingest.web.visitor import Id, Member, SignedForm, Visitor, redirect

router = APIRouter(prefix="/queue")
DONE = (
    *("published", "published_unvalidated", "waiting", "returned", "rejected", "amended"),
    *("withdrawn", "kept", "expired", "left"),
    *("snoozed", "woken", "assigned", "undone", "together", "saved_view", "renamed_view", "deleted_view"),
)
_FILTERS = (
    *("category", "window", "tier", "source", "kind", "department", "blocked", "confidence", "age", "waits", "words"),
    *("order", "group"),
)
EVERYTHING = "all"
"""The name of the view that nobody has to save."""


def asked_of(visitor: Visitor, views: tuple[SavedView, ...]) -> Mapping[str, str]:
    """What the address asks for; where it asks for nothing, what the view says that opens by itself."""
    params = visitor.request.query_params
    asked = {name: params[name] for name in _FILTERS if params.get(name)}
    default = next((view for view in views if view.default), None)
    if asked or default is None or params.get("view") == EVERYTHING:
        return asked
    return {**dict(parse_qsl(default.query)), "view": str(default.id)}


@router.get("")
def show(visitor: Member) -> Response:
    views = saved_views.views(visitor.store, visitor.actor)
    asked = asked_of(visitor, views)
    filters, order = Filters.of(asked), choice(Order, asked.get("order")) or Order.SOONEST
    params, grouped = visitor.request.query_params, asked.get("group") != "no"
    skip = _number(params.get("skip"))
    now = visitor.options.now()
    found = desk(visitor.store, visitor.actor, filters, order, now=now, grouped=grouped, skip=skip)
    plain = {name: value for name, value in asked.items() if name in _FILTERS}

    def address(**changes: str) -> str:
        """This page with other wishes."""
        wishes = {name: value for name, value in {**plain, **changes}.items() if value}
        return "/queue?" + urlencode(wishes) if wishes else f"/queue?view={EVERYTHING}"

    done = params.get("done")
    return visitor.page(
        "queue.html",
        desk=found,
        filters=filters,
        order=order,
        grouped=grouped,
        narrowed=filters != Filters(),
        narrow=[name for name in plain if name not in ("waits", "words")],
        asked=plain,
        views=views,
        view=params.get("view") or asked.get("view"),
        query=urlencode(plain),
        address=address,
        coverage=state_coverage(found.coverage, ZoneInfo(visitor.options.time_zone)),
        tell=Teller(visitor, now),
        deciding=visitor.may("decide"),
        choose_this=visitor.t("queue.choose_this"),
        choices={
            "category": list(Category),
            "window": list(Within),
            "tier": list(Tier),
            "kind": list(DraftKind),
            "confidence": list(Band),
            "age": list(Age),
        },
        waits=list(Waits),
        orders=list(Order),
        rest=max(0, found.found - skip - SHOWN),
        skip=skip,
        shown=SHOWN,
        done=done if done in DONE else None,
        many=_number(params.get("n")),
        about=_number(params.get("draft")),
        last=undoing.last(visitor.store, visitor.actor, visitor.options.clock),
        presets=list(Preset),
        department_names={**{id: id for id in found.departments}, **_departments(visitor)},
    )


# -------------------------------------------------------------------------------------------------------- saved views


@router.post("/views")
def save_view(visitor: Member, fields: SignedForm) -> Response:
    query = urlencode(wishes_of(fields.get("query", "")))
    view_id = saved_views.save(visitor.store, visitor.actor, fields.get("name", ""), query)
    return redirect(f"/queue?{query}{'&' if query else ''}view={view_id}&done=saved_view")


@router.post("/views/{view_id}/rename")
def rename_view(visitor: Member, fields: SignedForm, view_id: Id) -> Response:
    saved_views.rename(visitor.store, visitor.actor, view_id, fields.get("name", ""))
    return redirect(_back(fields, view_id, "renamed_view"))


@router.post("/views/{view_id}/delete")
def delete_view(visitor: Member, fields: SignedForm, view_id: Id) -> Response:
    saved_views.delete(visitor.store, visitor.actor, view_id)
    return redirect(f"/queue?view={EVERYTHING}&done=deleted_view")


@router.post("/views/{view_id}/default")
def default_view(visitor: Member, fields: SignedForm, view_id: Id) -> Response:
    """The queue opens with it from now on; or, with `off`, with everything again."""
    saved_views.open_by_itself(visitor.store, visitor.actor, None if fields.get("off") else view_id)
    return redirect(_back(fields, view_id, "saved_view"))


def _back(fields: Mapping[str, str], view_id: int, done: str) -> str:
    query = urlencode(wishes_of(fields.get("query", "")))
    return f"/queue?{query}{'&' if query else ''}view={view_id}&done={done}"


def _departments(visitor: Visitor) -> dict[str, str]:
    return {one.id: one.called(visitor.t.language) for one in visitor.options.departments}


def wishes_of(query: str) -> dict[str, str]:
    """The filters of an address that a form sent; nothing else of it."""
    return {name: value for name, value in parse_qsl(query[:2000]) if name in _FILTERS}


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 0
