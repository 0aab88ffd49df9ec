"""Facts as a reviewer reads them: values in the notice's own print, moments as "2026-03-07 22:00"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from ingest.model import Contact, ContactRole, Direction, EndKind, Figure, Moment, Quantity, Statement, Window
from ingest.understand.lexicon import load

_UNIT = re.compile(r"[^\d\s.,，~～\-–—至到]")
_LONG = 40


def _number(value: Decimal) -> str:
    text = f"{value.normalize():,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def moment(at: Moment | None) -> str:
    """ "2026-03-07 22:00", or the bare day."""
    return str(at).replace("T", " ") if at else ""


@dataclass(frozen=True, slots=True)
class Printed:
    """`lexicon/difference.toml` in one language ("zh" or "en")."""

    language: str

    def word(self, table: str, name: str, **fill: str) -> str:
        """A word of a table, with its {names} filled; its "other" where the table lacks the name."""
        words: dict[str, Any] = load("difference")[self.language][table]
        return cast(str, words.get(name, words.get("other", name))).format(**fill)

    def window_label(self, window: Window) -> str:
        """What the window applies to, and what happens then."""
        what = self.word("role", window.role.value)
        return self.word("what", "both", thing=window.applies_to, what=what) if window.applies_to else what

    def window(self, window: Window) -> str:
        """ "2026-03-07 22:00 – 2026-03-08 06:00", with recurrence and exceptions."""
        start, end = moment(window.start), moment(window.end)
        if window.end_kind is EndKind.EVENT:
            end = self.word("what", "event")
        span = start if start == end else f"{start} – {end}".strip()
        return " ".join(p for p in (span, window.recurrence or "", *window.exceptions) if p)

    def figure_label(self, figure: Figure) -> str:
        return figure.item or figure.kind.value

    def figure(self, figure: Figure) -> str:
        """ "10元/份 → 20元/份"; one side where the notice tells one; a word where it tells none."""
        old, new = self._side(figure.old_text, figure.old), self._side(figure.new_text, figure.new)
        if figure.direction in (Direction.REMOVED, Direction.UNCHANGED):
            word = self.word("what", figure.direction.value)
            value = old or new
            return f"{value} → {word}" if value and figure.direction is Direction.REMOVED else f"{value} {word}".strip()
        if figure.direction is Direction.EXEMPT:
            return new or self.word("what", "free")
        return " → ".join(s for s in (old, new) if s)

    def _side(self, printed: str | None, quantities: tuple[Quantity, ...]) -> str:
        text = re.sub(r"\s+", " ", printed or "").strip()
        if text and len(text) <= _LONG and (_UNIT.search(text) or not quantities):
            return text
        return ("，" if self.language == "zh" else ", ").join(map(self._quantity, quantities))

    def _quantity(self, quantity: Quantity) -> str:
        unit, _, each = quantity.unit.partition("/")
        value = quantity.value
        scaled = {"ratio": value * 100, "ratio_points": value * 10000}.get(unit, value)
        if unit == "paid_share":
            scaled = value * 10 if self.language == "zh" else (1 - value) * 100
        text = self.word("unit", unit, n=_number(scaled), unit=unit)
        if each and unit != "ratio":
            text = self.word("each", each, v=text, each=each)
        return self.word("qualifier", quantity.qualifier, v=text) if quantity.qualifier in _BOUNDS else text

    def contact_label(self, contact: Contact) -> str:
        kind = self.word("what", contact.kind.value)
        if contact.role is ContactRole.FRAUDULENT:
            return self.word("what", "fraudulent", label=kind)
        return contact.label or kind

    def statement_label(self, statement: Statement) -> str:
        return self.word("topic", statement.topic.value)


_BOUNDS = ("min", "max", ">=", "<=", ">", "<")
