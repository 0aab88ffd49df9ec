"""Finding the answer while the customer is on the line: words in, entries as they are typed, the call card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from ingest.answer.cards import Card, asked, open_card
from ingest.answer.facets import facets
from ingest.answer.gaps import PERIODS, unanswered
from ingest.answer.search import Found, Wanted
from ingest.answer.typed import kept, look
from ingest.model import Category, DraftKind
from ingest.publish.wording import say_time
from ingest.review.access import Permission, require
from ingest.web.visitor import Id, Member, SignedForm, Visitor, redirect

router = APIRouter(prefix="/find")
_LONGEST = 9


@router.get("")
def show(visitor: Member) -> Response:
    """The page; with `q` its hits. A search that is sent whole is kept."""
    require(visitor.actor, Permission.READ_BOARD)
    fields = visitor.request.query_params
    wanted = _wanted(fields, unfinished=False)
    found = look(visitor.store, visitor.actor, wanted, visitor.options.now()) if wanted.words else Found()
    number = kept(visitor.store, visitor.actor, wanted, len(found.hits)) if wanted.words else None
    return visitor.page("find.html", **_values(wanted, found, number), card=None, done=None)


@router.get("/hits")
def hits(visitor: Member) -> Response:
    """The hits alone, for a page that asks while the agent types; `settled`: the agent stopped typing. What
    is shown stays the same then: no row moves away from under a finger."""
    fields = visitor.request.query_params
    settled, wanted = "settled" in fields, _wanted(fields, unfinished=True)
    found = look(visitor.store, visitor.actor, wanted, visitor.options.now()) if wanted.words else Found()
    number = kept(visitor.store, visitor.actor, wanted, len(found.hits)) if settled else None
    return visitor.page("_find_hits.html", **_values(wanted, found, number))


@router.get("/unanswered")
def gaps(visitor: Member) -> Response:
    """What was searched for and not found, for those who fill the gaps."""
    asked_for = visitor.request.query_params.get("days")
    days = next((one for one in PERIODS if str(one) == asked_for), PERIODS[1])
    options, language = visitor.options, visitor.t.language
    found = unanswered(visitor.store, visitor.actor, days, options.clock)
    local = lambda at: say_time(options.local(at), language)  # noqa: E731
    return visitor.page("find_unanswered.html", gaps=found, days=days, periods=PERIODS, local=local)


@router.get("/cards/{entry_id}")
def card(visitor: Member, entry_id: Id) -> Response:
    """One card: alone for a page that has its place ready, else within the page. Who opens one while typing meant the
    words typed so far."""
    fields = visitor.request.query_params
    wanted, number = _wanted(fields, unfinished=False), _number(fields.get("search"))
    if "hx-request" in visitor.request.headers:
        number = number or kept(visitor.store, visitor.actor, wanted, 1)
        opened = _card(visitor, entry_id, number)
        return visitor.page("_find_card.html", card=opened, done=None, wanted=wanted)
    opened = _card(visitor, entry_id, number)
    found = look(visitor.store, visitor.actor, wanted, visitor.options.now()) if wanted.words else Found()
    return visitor.page("find.html", **_values(wanted, found, number), card=opened, done=fields.get("done"))


@router.post("/cards/{entry_id}/asked")
def count(visitor: Member, fields: SignedForm, entry_id: Id) -> Response:
    counted = asked(visitor.store, visitor.actor, entry_id, fields.get("call"), visitor.options.clock)
    done = "asked" if counted else "asked_before"
    if "hx-request" in visitor.request.headers:
        return visitor.page(
            "_find_card.html", card=_card(visitor, entry_id, None, keep=False), done=done, wanted=Wanted("")
        )
    return redirect(f"/find/cards/{entry_id}?done={done}")


def _card(visitor: Visitor, entry_id: int, search: int | None, *, keep: bool = True) -> Card:
    return open_card(visitor.store, visitor.actor, entry_id, visitor.options.now(), search_id=search, keep=keep)


def _wanted(fields: Mapping[str, str], *, unfinished: bool) -> Wanted:
    """What is not known filters nothing."""
    category = next((one for one in Category if one.value == fields.get("category")), None)
    kind = next((one for one in DraftKind if one.value == fields.get("kind")), None)
    product, channel = (
        fields.get(name) if fields.get(name) in facets(name) else None for name in ("product", "channel")
    )
    return Wanted(fields.get("q", ""), kind, category, unfinished, _LONGEST, product, channel)


def _values(wanted: Wanted, found: Found, number: int | None) -> dict[str, Any]:
    return {
        "wanted": wanted,
        "found": found,
        "search": number,
        "categories": list(Category),
        "kinds": list(DraftKind),
        "facets": {name: list(facets(name).values()) for name in ("product", "channel")},
    }


def _number(text: str | None) -> int | None:
    return int(text) or None if text and text.isascii() and text.isdigit() and len(text) < 19 else None
