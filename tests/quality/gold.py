"""Labelled cases: a folder with one input file and `gold.json`, which says what a careful person reads in it.

Labels become the product's own objects (`Window`, `Figure`), so that the two sides are compared field by field.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Generic, TypeVar

from ingest.model import (
    Direction,
    EndKind,
    Evidence,
    Figure,
    FigureKind,
    Moment,
    Quantity,
    Span,
    Window,
    WindowRole,
)

Json = Mapping[str, Any]
Read = TypeVar("Read", Window, Figure)


@dataclass(frozen=True, slots=True)
class Fact(Generic[Read]):
    """A labelled window or figure. `roles` are the accepted ones of a window."""

    id: str
    value: Read
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Question:
    """A question that the drafts must answer, in several customers' words, and what its answer has to hold."""

    id: str
    intent: str
    intents: frozenset[str]
    """All that are accepted."""
    asks: tuple[str, ...]
    needs: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """What has to stand on the bulletin board."""

    needed: bool
    urgencies: frozenset[str]
    facts: tuple[str, ...]
    words: tuple[str, ...]
    expires: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled notice. `contacts` are (kind, value, role)."""

    id: str
    language: str
    path: Path
    encoding: str | None
    url: str | None
    today: dt.date
    title: str
    published: dt.date | None
    relevance: str
    category: str | None
    categories: frozenset[str]
    inside: tuple[str, ...]
    outside: tuple[str, ...]
    windows: tuple[Fact[Window], ...]
    figures: tuple[Fact[Figure], ...]
    contacts: tuple[tuple[str, str, str], ...]
    questions: tuple[Question, ...]
    unanswerable: tuple[str, ...]
    board: Board

    @property
    def is_notice(self) -> bool:
        return self.relevance == "notice"

    def fact(self, name: str) -> Window | Figure | None:
        facts: list[tuple[str, Window | Figure]] = [(w.id, w.value) for w in self.windows]
        facts += [(f.id, f.value) for f in self.figures]
        return dict(facts).get(name)


def cases(folders: Sequence[Path]) -> Iterator[Case]:
    """Every case below `folders`, in the order of their names."""
    for path in sorted({p for folder in folders for p in folder.rglob("gold.json")}):
        yield _case(path, json.loads(path.read_text("utf-8")))


def moment(text: str | None) -> Moment | None:
    """ "2026-04-15" or "2026-04-15T22:00"."""
    if not text:
        return None
    return Moment(dt.date.fromisoformat(text[:10]), dt.time.fromisoformat(text[11:]) if len(text) > 10 else None)


def _case(path: Path, g: Json) -> Case:
    category = g.get("category") or {}
    return Case(
        id=g["id"],
        language=g["lang"],
        path=path.parent / g["input"],
        encoding=g.get("encoding"),
        url=g.get("url"),
        today=dt.date.fromisoformat(g["reference_date"]),
        title=g["title"],
        published=dt.date.fromisoformat(g["published"]) if g.get("published") else None,
        relevance=g["relevance"],
        category=category.get("primary"),
        categories=frozenset([str(category.get("primary")), *category.get("also_accept", [])]),
        inside=_texts(g, "body_must"),
        outside=_texts(g, "body_must_not"),
        windows=tuple(map(_window, g.get("windows") or ())),
        figures=tuple(map(_figure, g.get("figures") or ())),
        contacts=tuple((c["kind"], c["value"], c["role"]) for c in g.get("contacts") or ()),
        questions=tuple(map(_question, g.get("must_questions") or ())),
        unanswerable=tuple(u["ask"] for u in g.get("unanswerable") or ()),
        board=_board(g.get("bulletin") or {}),
    )


def _texts(g: Json, name: str) -> tuple[str, ...]:
    return tuple(g.get(name) or ())


def _evidence(g: Json) -> Evidence:
    return Evidence(Span(0, 0), g.get("quote") or "", "label")


def _window(g: Json) -> Fact[Window]:
    window = Window(
        role=WindowRole(g["role"]),
        start=moment(g.get("start")),
        end=moment(g.get("end")),
        end_kind=EndKind(g.get("end_kind") or ("date" if g.get("end") else "open")),
        evidence=_evidence(g),
        recurrence=g.get("recurrence"),
        applies_to=g.get("applies_to"),
        key=bool(g.get("key")),
    )
    return Fact(g["id"], window, frozenset([g["role"], *(g.get("also_accept_roles") or ())]))


def _quantity(g: Json) -> Quantity:
    return Quantity(Decimal(str(g["value"]).replace(",", "")), g.get("unit") or "", g.get("qualifier"))


def _figure(g: Json) -> Fact[Figure]:
    old, new = (tuple(map(_quantity, g.get(side) or ())) for side in ("old", "new"))
    kind, direction = FigureKind(g["kind"]), Direction(g.get("direction") or "stated")
    return Fact(g["id"], Figure(kind, g.get("item") or "", old, new, direction, _evidence(g), bool(g.get("key"))))


def _question(g: Json) -> Question:
    intents = frozenset([g["intent"], *(g.get("also_accept_intents") or ())])
    return Question(g["id"], g["intent"], intents, _texts(g, "ask"), _texts(g, "needs"), _texts(g, "needs_text"))


def _board(g: Json) -> Board:
    return Board(
        needed=bool(g.get("needed")),
        urgencies=frozenset([str(g.get("urgency")), *(g.get("also_accept_urgency") or ())]),
        facts=_texts(g, "must"),
        words=_texts(g, "must_text"),
        expires=g.get("expires"),
    )
