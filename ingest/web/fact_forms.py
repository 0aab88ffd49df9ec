"""A fact as a form and back. What a person selected in the source fills a new one as far as the rules can read it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from ingest.model import (
    Category,
    Contact,
    ContactKind,
    ContactRole,
    Direction,
    EndKind,
    Evidence,
    Fact,
    FactKind,
    Figure,
    FigureKind,
    Moment,
    Quantity,
    Span,
    Tier,
    Window,
    WindowRole,
)
from ingest.review.correcting import Wish
from ingest.review.facts import Slot
from ingest.review.notice import NoticeView
from ingest.review.refusals import Incomplete, NoSuchFact, ValueUnread
from ingest.text.dates import find_dates
from ingest.understand.figures.quantities import read_quantities
from ingest.web.fields import read_moment

_T = TypeVar("_T", bound=StrEnum)
_NOWHERE = Evidence(Span(0, 0), "", "")
_PHONE = re.compile(r"(?:\+?\d[\d -]{3,16}\d)")
_URL = re.compile(r"(?:https?://|www\.)[^\s，。；）)]+")
_BARE = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
ADDABLE = (FactKind.WINDOW, FactKind.FIGURE, FactKind.CONTACT)


@dataclass(frozen=True, slots=True)
class Shape:
    """The form of one fact. `slot` is None for a new one; `form` is what stands in its fields."""

    kind: FactKind
    slot: Slot | None
    form: Mapping[str, str]

    @property
    def name(self) -> str:
        return self.slot.name if self.slot else f"new-{self.kind.value}"


def shape_of(view: NoticeView, name: str, quote: str = "", typed: Mapping[str, str] | None = None) -> Shape | None:
    """The form called `name`: "window-2", "new-figure"; None where the notice has no such fact."""
    kind = next((kind for kind in ADDABLE if name == f"new-{kind.value}"), None)
    if kind:
        return Shape(kind, None, {**_guessed(kind, quote), **(typed or {})})
    slot = next((slot for slot in view.slots if slot.name == name), None)
    return Shape(slot.kind, slot, {**_shown(slot.now or slot.read), **(typed or {})}) if slot else None


def _shown(fact: Fact | None) -> dict[str, str]:
    match fact:
        case Window():
            start, end = (str(m).replace("T", " ") if m else "" for m in (fact.start, fact.end))
            about = {"applies_to": fact.applies_to or ""}
            return {"role": fact.role.value, "start": start, "end": end, "end_kind": fact.end_kind.value, **about}
        case Figure():
            values = {"old": fact.old_text or "", "new": fact.new_text or ""}
            return {"item": fact.item, **values, "direction": fact.direction.value}
        case Contact():
            return {"role": fact.role.value, "value": fact.value}
        case Category() | Tier():
            return {"value": fact.value}
    return {}


def _guessed(kind: FactKind, quote: str) -> dict[str, str]:
    """What the selected words say."""
    found = {"quote": quote}
    if kind is FactKind.WINDOW:
        days = [dated.date.isoformat() for dated in find_dates(quote)]
        return found | {"start": days[0] if days else "", "end": days[1] if len(days) > 1 else ""}
    if kind is FactKind.FIGURE:
        values = [quote[start:end] for start, end, _ in read_quantities(quote)]
        return found | {"new": values[-1] if values else "", "old": values[0] if len(values) > 1 else ""}
    value = _URL.search(quote) or _PHONE.search(quote)
    return found | {"value": value[0] if value else ""}


def wish_of(view: NoticeView, fields: Mapping[str, str]) -> Wish:
    """What a sent form wants. Raises NoSuchFact, Incomplete, ValueUnread."""
    name, deed = fields.get("fact", ""), fields.get("deed", "correct")
    shape = shape_of(view, name)
    if shape is None:
        raise NoSuchFact
    slot = shape.slot
    after = _after(shape, fields) if deed == "correct" else None
    if deed == "restore" and slot:
        after = slot.read or next((c.before for c in reversed(slot.corrections) if c.before is not None), None)
    return Wish(
        shape.kind,
        slot.position if slot else None,
        after,
        int(seen) if (seen := fields.get("seen", "")).isdigit() and len(seen) < 9 else -1,
        quote=fields.get("quote", ""),
        by_eye=fields.get("by_eye") == "yes",
        reason=fields.get("reason", "")[:2000],
    )


def _after(shape: Shape, fields: Mapping[str, str]) -> Fact:
    known = (shape.slot.now or shape.slot.read) if shape.slot else None
    match shape.kind:
        case FactKind.WINDOW:
            return _window(known if isinstance(known, Window) else None, fields)
        case FactKind.FIGURE:
            return _figure(known if isinstance(known, Figure) else None, fields)
        case FactKind.CONTACT:
            return _contact(known if isinstance(known, Contact) else None, fields)
        case FactKind.CATEGORY:
            return _choice(Category, fields.get("value"))
        case FactKind.TIER:
            return _choice(Tier, fields.get("value"))


def _window(known: Window | None, fields: Mapping[str, str]) -> Window:
    start, end = (_moment(fields.get(name, "")) for name in ("start", "end"))
    kind = EndKind.DATE if end else _choice(EndKind, fields.get("end_kind"))
    kind = EndKind.OPEN if kind is EndKind.DATE and end is None else kind
    if start is None and end is None and kind is EndKind.OPEN:
        raise Incomplete
    if start and end and start.earliest() >= end.latest():
        raise Incomplete
    role = _choice(WindowRole, fields.get("role"))
    if known:
        return dataclasses.replace(known, role=role, start=start, end=end, end_kind=kind)
    about = fields.get("applies_to", "").strip() or None
    return Window(role, start, end, kind, _NOWHERE, applies_to=about)


def _moment(text: str) -> Moment | None:
    if not text.strip():
        return None
    try:
        return read_moment(text.strip())
    except Incomplete:
        raise ValueUnread from None


def _figure(known: Figure | None, fields: Mapping[str, str]) -> Figure:
    item = fields.get("item", "").strip()
    texts = {name: fields.get(name, "").strip() or None for name in ("old", "new")}
    if not item or not any(texts.values()):
        raise Incomplete
    old = _side(texts["old"], known.old_text if known else None, known.old if known else ())
    new = _side(texts["new"], known.new_text if known else None, known.new if known else ())
    direction = _direction(_choice(Direction, fields.get("direction")), old, new)
    values = {"item": item, "old": old, "new": new, "old_text": texts["old"], "new_text": texts["new"]}
    if known:
        return dataclasses.replace(known, **values, direction=direction)  # type: ignore[arg-type]
    return Figure(_kind(new or old), item, old, new, direction, _NOWHERE, old_text=texts["old"], new_text=texts["new"])


def _side(text: str | None, was: str | None, known: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    """The quantities of one side, in the unit that it had where the text names none or the same."""
    if text == was:
        return known
    if text is None:
        return ()
    unit = known[0].unit if known else None
    found = tuple(_in_unit(quantity, unit) for _, _, quantity in read_quantities(text))
    if found:
        return found
    if unit and _BARE.fullmatch(text):
        return (Quantity(Decimal(text.replace(",", "")) / (100 if unit.startswith("ratio") else 1), unit),)
    if re.search(r"免|free|waive|nil|no charge", text, re.I):
        return (Quantity(Decimal(0), unit or "CNY"),)
    raise ValueUnread


def _in_unit(quantity: Quantity, unit: str | None) -> Quantity:
    same = unit is not None and "/" not in quantity.unit and unit.partition("/")[0] == quantity.unit
    return dataclasses.replace(quantity, unit=unit) if same and unit else quantity


def _direction(asked: Direction, old: tuple[Quantity, ...], new: tuple[Quantity, ...]) -> Direction:
    """What the values say goes before what was chosen, where they can be compared."""
    if len(old) == len(new) == 1 and old[0].unit == new[0].unit and asked in _COMPARED:
        if old[0].value == new[0].value:
            return Direction.UNCHANGED
        return Direction.UP if new[0].value > old[0].value else Direction.DOWN
    return asked


_COMPARED = (Direction.UP, Direction.DOWN, Direction.UNCHANGED, Direction.CHANGED)


def _kind(values: tuple[Quantity, ...]) -> FigureKind:
    unit = values[0].unit.partition("/")[0] if values else ""
    if unit.startswith("ratio"):
        return FigureKind.RATE
    return FigureKind.AMOUNT if unit.isupper() else FigureKind.TERM if unit in _TERMS else FigureKind.QUOTA


_TERMS = frozenset({"day", "week", "month", "year", "hour", "minute", "second", "workday"})


def _contact(known: Contact | None, fields: Mapping[str, str]) -> Contact:
    role = _choice(ContactRole, fields.get("role"))
    if known:
        return dataclasses.replace(known, role=role)
    value = fields.get("value", "").strip()
    if not value:
        raise Incomplete
    kind = ContactKind.URL if _URL.match(value) else ContactKind.EMAIL if "@" in value else ContactKind.PHONE
    return Contact(kind, value, role, _NOWHERE)


def _choice(kind: type[_T], text: str | None) -> _T:
    try:
        return kind(text or "")
    except ValueError:
        raise Incomplete from None
