"""Windows that two lines of text tell together: "开始时间：…" over "结束时间：…", a day over its hours."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.understand.windows.context import Place
from ingest.understand.windows.hours import on_day, only_hours
from ingest.understand.windows.lexicon import words
from ingest.understand.windows.rows import Read, single
from ingest.understand.windows.stretch import Shape, Stretch

_LABEL = re.compile(r"[^。;,:\d]{2,24}:\s*$|^[^。;,:\d]{2,24}:")


def over(read: Read, text: str) -> Read:
    """The places with their stretches; of two lines that make one window, the first has it."""
    out = list(read)
    for at in range(len(out) - 1):
        (left, ones), (right, twos) = out[at], out[at + 1]
        if len(ones) != 1 or len(twos) != 1 or left.line != (0, 0) or right.line != (0, 0):
            continue
        if joined := _joined(text, (left, ones[0]), (right, twos[0])):
            out[at], out[at + 1] = (left, [joined]), (right, [])
    return out


def _joined(text: str, one: tuple[Place, Stretch], two: tuple[Place, Stretch]) -> Stretch | None:
    (left, first), (right, last) = one, two
    begins, ends = _label(text, left, first), _label(text, right, last)
    if only_hours(last) and not only_hours(first):
        near = right.passage - left.passage <= 1 and _ends_with(text, left, first)
        if words().cell["hours"].search(ends) or (near and _alone(text, right, last)):
            both = on_day(first, last)
            return replace(both, end=max(first.end, last.end)) if both else None
        return None
    sides = words().cell
    if not (single(first) and single(last) and sides["start"].search(begins)):
        return None
    if not (sides["end"].search(ends) or sides["back"].search(ends)):
        return None
    return replace(
        first, shape=Shape.RANGE, first=first.first or first.last, last=last.first or last.last, end=last.end
    )


def _ends_with(text: str, place: Place, s: Stretch) -> bool:
    """Does the line end with its day?"""
    return not re.search(r"\w", text[s.end : place.end])


def _alone(text: str, place: Place, s: Stretch) -> bool:
    """Does a line hold nothing but its hours?"""
    return not re.search(r"\w", text[place.start : s.start] + text[s.end : place.end])


def _label(text: str, place: Place, s: Stretch) -> str:
    """What stands between the line's start and its date, if that is a label."""
    before = text[place.start : max(place.start, s.start)]
    m = _LABEL.search(before) or _LABEL.match(text[s.start : s.end])
    return m[0] if m else ""
