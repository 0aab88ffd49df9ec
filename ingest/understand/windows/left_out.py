"""Days on which a window does not hold: behind it, in brackets, or in a clause of their own."""

from __future__ import annotations

import re

from ingest.model import Category
from ingest.understand.windows.context import Place
from ingest.understand.windows.hours import only_hours
from ingest.understand.windows.lexicon import beside
from ingest.understand.windows.notice import Notice
from ingest.understand.windows.stretch import Shape, Stretch

_EXCEPT_AFTER = re.compile(
    r"(?:[\d年月日号、和及与至到\-~/.\s]|[(]?(?:周|星期)[一二三四五六日天][)]?)*(?:等)?(?:法定节假日)?(?:除外|不参加|不参与|不享受|不适用|不打折|不优惠|不减|不返|不计|(?:不设|没有|无|不提供|不享有?)[^,。;\d]{0,6}(?:奖赏|奖励|优惠|折扣|返现)|(?:暂停|不开放|停办|休息)(?=\)))"
)
_EXCEPT_BEFORE = re.compile(
    r"(?:\bblackout dates?(?: apply| are)?|\bexcept|\bexcluding|\bexclude|other than|save for|not including"
    r"|with the exception of|\bexcl\.|不含|除)(?: for| on| public holidays and)?[\s(:]*$",
    re.I,
)
LIST_GAP = re.compile(
    r"(?:\s*\([^()\d]{2,30}\))?\s*(?:、|和|及|与|以及|,\s+(?:and\s)?|and|&)\s*(?:(?:also )?on )?", re.I
)
"""Between the days of a list."""


def without_exceptions(notice: Notice, place: Place, stretches: list[Stretch]) -> tuple[tuple[str, ...], list[Stretch]]:
    """(the exception days as worded, the other stretches)."""
    out: list[Stretch] = []
    spans: list[tuple[int, int]] = []
    told = notice.told
    for s in stretches:
        before = notice.text[max(place.start, s.start - 30) : s.start]
        chained = spans and spans[-1][1] <= s.start and LIST_GAP.fullmatch(notice.text[spans[-1][1] : s.start])
        single = s.shape in (Shape.POINT, Shape.RANGE) and not only_hours(s)
        after = _EXCEPT_AFTER.match(notice.text, s.end, place.end) if single else None
        noted = _noted(notice.text, place, s) if single and out else None
        if after or noted or _EXCEPT_BEFORE.search(before) or chained:
            spans.append((s.start, after.end() if after else noted or s.end))
            why = beside("why_left_out").match(notice.text, spans[-1][1], place.end)
            notice.told = _blanked(notice.told, s.start, why.end() if why else spans[-1][1])
        else:
            out.append(s)
    if not spans or (notice.category is Category.PROMOTION and not _hold(out, notice, place)):
        notice.told = told
        return (), stretches
    span = notice.normal.span(spans[0][0], spans[-1][1])
    return (span.of(notice.document.text),), out


def _hold(out: list[Stretch], notice: Notice, place: Place) -> bool:
    """Is there anything in the place from which the days are left out? In a sentence of their own they are told of."""
    return bool(out) or notice.text[place.start : place.end].count("(") > 1 or place.line != (0, 0)


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


def _noted(text: str, place: Place, s: Stretch) -> int | None:
    """ "… to 20 January (not on 1 to 3 January)": where the note ends that takes days off the stretch before it."""
    opens, closes = text.rfind("(", place.start, s.start), text.find(")", s.end, place.end)
    if opens < 0 or closes < 0 or ")" in text[opens : s.start] or "(" in text[s.end : closes]:
        return None
    return closes if beside("left_out").search(text[opens + 1 : s.start] + " " + text[s.end : closes]) else None
