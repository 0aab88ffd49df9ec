"""Does every value of a draft stand in the notice, or follow from the labels?

Unlike the product's own gate (`ingest.draft.grounding`) this one trusts neither the extracted text nor the facts that
were read: the notice is the one that the labels cut out of the file, derivations come from labelled windows only.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from gold import Case
from values import DAYS, FREE, quantity, recurring, said

from ingest.draft import atoms as grammar
from ingest.draft.readings import Key
from ingest.model import BulletinDraft, FaqDraft, Moment, Window

_PERCENT = (Decimal("0.01"), Decimal("0.001"))
SPANS = (0, 30, 90)
"""Days after a start at which a draft may expire."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What drafts of a notice may stand on."""

    keys: frozenset[Key]
    loose: frozenset[Decimal]
    """Its values without their units: a draft may count what the notice counts in another unit word."""
    cells: frozenset[Decimal]
    """Bare numbers of its tables, whose unit stands in a head or a caption."""
    days: frozenset[dt.date]
    text: str

    def unsupported(self, draft: FaqDraft | BulletinDraft) -> list[str]:
        """The values of a draft that nothing supports, as it prints them."""
        lines = [line for text in fields(draft) for line in text.split("\n")]
        found = [a.text for line in lines for a in grammar.atoms(line, draft=True) if not any(map(self._has, a.keys))]
        return found + [str(m) for m in _moments(draft) if m.day not in self.days]

    def _has(self, key: Key) -> bool:
        if key in self.keys:
            return True
        match key:
            case ("number", value):
                return value == 1 or value in self.loose
            case ("money", value, _):
                free = value == 0 and FREE in self.keys
                return free or self._in_column(value, "元|CNY|RMB|[$£€₹]|Rs", 1) or self._in_column(value, "万", 10**4)
            case ("ratio", value):
                return (value == 0 and FREE in self.keys) or self._in_column(value, "[%％‰]", *_PERCENT)
            case ("term", value, _):
                return value == 1
            case ("phone" | "code", value):
                return str(value) in re.sub(r"[\s()-]", "", self.text.lower())
        return False

    def _in_column(self, value: object, unit: str, *scales: object) -> bool:
        return bool(re.search(unit, self.text)) and any(n * s == value for n in self.cells for s in scales)  # type: ignore[operator]


def ground(case: Case, notice: str) -> Ground:
    keys = set(said(notice)) | set(_labelled(case))
    keys |= set(_dated(keys, case))
    keys |= grammar.implied(keys)
    keys |= {("ratio", 1 - k[1]) for k in keys if k[0] == "ratio" and isinstance(k[1], Decimal)}
    keys |= {("url", str(k[1]).split("/")[0]) for k in keys if k[0] == "url"}
    loose = {k[1] for k in keys if k[0] in ("number", "term", "money", "day", "month", "year")}
    loose |= {k[1] * 100 for k in keys if k[0] == "ratio" and isinstance(k[1], Decimal)}
    days = frozenset({k[1] for k in keys if k[0] == "date" and isinstance(k[1], dt.date)} | set(_expiries(case)))
    return Ground(frozenset(keys), frozenset(Decimal(str(n)) for n in loose), _cells(notice), days, notice)


def _cells(notice: str) -> frozenset[Decimal]:
    rows = [line for line in notice.split("\n") if "|" in line] or notice.split("\n")
    return frozenset(k[1] for row in rows for k in said(row) if k[0] == "number" and isinstance(k[1], Decimal))


def _dated(keys: Iterable[Key], case: Case) -> Iterator[Key]:
    """ "8 August" in a notice of 2026 is 8 August 2026, and of any other year that the notice names."""
    keys = list(keys)
    years = {k[1] for k in keys if k[0] == "year"} | {(case.published or case.today).year}
    for month, day in [k[1:] for k in keys if k[0] == "md"]:
        for year in years:
            with contextlib.suppress(ValueError):  # 29 February
                yield ("date", dt.date(int(str(year)), int(str(month)), int(str(day))))


def _expiries(case: Case) -> Iterator[dt.date]:
    """The days on which a draft may begin or end by the rule of the board, though no label names them."""
    starts = [f.value.start.day for f in case.windows if f.value.start]
    for start in (*starts, case.today, case.published or case.today):
        yield from (start + dt.timedelta(days=n) for n in SPANS)
    if case.board.expires:
        yield dt.date.fromisoformat(case.board.expires[:10])


def _labelled(case: Case) -> Iterator[Key]:
    for fact in case.windows:
        yield from _of_window(fact.value)
    for figure in (f.value for f in case.figures):
        for q in (*figure.old, *figure.new):
            yield from (key for key in quantity(q) if key[0] != "says")


def _of_window(window: Window) -> Iterator[Key]:
    for moment in (window.start, window.end):
        if moment:
            days = [moment.day, *([moment.day - dt.timedelta(days=1)] if moment.time == dt.time.min else [])]
            yield from (key for d in days for key in (("date", d), ("weekday", d.weekday())))
            if moment.time:
                yield ("time", moment.time.hour, moment.time.minute)
    rule = recurring(window.recurrence)
    yield from (("weekday", DAYS.index(d)) for item in rule.get("weekly", ()) for d in item.split("-") if d in DAYS)
    yield from (("day", int(item)) for item in rule.get("monthly", ()) if item.isdigit())
    for item in rule.get("daily", ()):
        yield from (("time", int(h) % 24, int(m)) for h, m in re.findall(r"(\d\d?):(\d\d)", item))


def fields(draft: FaqDraft | BulletinDraft) -> Iterator[str]:
    """The texts of a draft that an agent may read out."""
    if isinstance(draft, FaqDraft):
        yield from (draft.question, draft.answer, draft.say, *draft.operation_points, *draft.conditions)
    else:
        yield from (draft.headline, draft.what_changes, draft.when, draft.who, draft.script, draft.do_not_say or "")
        yield from draft.operation_points


def _moments(draft: FaqDraft | BulletinDraft) -> Iterator[Moment]:
    both = (draft.valid_from, draft.valid_until) if isinstance(draft, FaqDraft) else (draft.starts, draft.expires)
    yield from (m for m in both if m)
