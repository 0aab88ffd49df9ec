"""One window told in two clauses: what opens and, in the same sentence, closes."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.model import EndKind, WindowRole
from ingest.understand.windows.candidates import Found
from ingest.understand.windows.stretch import Shape

_R = WindowRole
_SPANS = (
    _R.PROMOTION, _R.SUBSCRIPTION, _R.REGISTRATION, _R.RESERVATION, _R.EXCHANGE, _R.COLLECTION, _R.CONCESSION,
    _R.REDEMPTION, _R.CLOSURE, _R.OUTAGE,
)  # fmt: skip
_ENTERED = (_R.REGISTRATION, _R.SUBSCRIPTION, _R.RESERVATION)
"""What is entered from a day and, in the same sentence, by a day."""
_PARTS = re.compile(
    r"第[一二三四五六七八九十\d]+[批期]|[。;|]|\b(?:first|second|third) (?:batch|phase|tranche)\b", re.I
)


def joined(text: str, got: list[Found]) -> list[Found]:
    """ "on sale from the 1st …, until the 5th at the latest": what opens and closes in one sentence is one window."""
    out: list[Found] = []
    for f in got:
        before = out[-1] if out else None
        if before and _ends(before, f) and not _PARTS.search(text[before.stretch.end : f.stretch.start]):
            out[-1] = replace(before, last=f.last, end_kind=EndKind.DATE, end=max(before.end, f.end))
        else:
            out.append(f)
    return out


def _ends(one: Found, two: Found) -> bool:
    closes = two.role is _R.DEADLINE and one.role in _ENTERED and two.place.start == one.place.start
    if not (one.role is two.role or closes) or one.role not in _SPANS or one.condition or two.condition or two.first:
        return False
    started = one.stretch.shape in (Shape.FROM, Shape.POINT) and one.first is not None and one.last is None
    return started and one.first is not None and two.last is not None and one.first.day < two.last.day
