"""Windows that a table spreads over two cells of a row: start and end, day and hours."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

from ingest.understand.windows.context import Place
from ingest.understand.windows.ranges import Shape, Stretch, on_day, only_hours

_START = re.compile(r"起始|开始|起售|起日|启用|^\W*起\W*$|\b(?:start|from|begin|commence|open)", re.I)
_END = re.compile(r"截止|结束|终止|止日|停售|^\W*止\W*$|\b(?:end|to|until|till|close|finish|expiry)\b", re.I)

_LAST = re.compile(_END.pattern + r"|\b(?:closing|closes|last|final)\b|最后", re.I)
_HOURS = re.compile(r"时间|时段|钟点|\b(?:time|hours)\b", re.I)
_FINISH = re.compile(_END.pattern + r"|完成|恢复", re.I)
_LABEL = re.compile(r"[^。;,:\d]{2,24}:\s*$|^[^。;,:\d]{2,24}:")

Read = list[tuple[Place, list[Stretch]]]


def beside(read: Read, text: str) -> Read:
    """The places with their stretches; where two cells of a row make one window, the first cell has it."""
    rows: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, (place, stretches) in enumerate(read):
        if place.line != (0, 0) and not place.is_header and len(stretches) == 1:
            rows[place.line].append(at)
    out = list(read)
    for cells in rows.values():
        if len(cells) >= 2:
            _pair(out, cells)
    _lines(out, text)
    return [(place, stretches) for place, stretches in out if not place.again]


def _lines(read: Read, text: str) -> None:
    """ "开始时间：…" and "结束时间：…" on two lines: the first has the window."""
    for at in range(len(read) - 1):
        (left, ones), (right, twos) = read[at], read[at + 1]
        if len(ones) != 1 or len(twos) != 1 or left.again or right.again:
            continue
        one, two = ones[0], twos[0]
        if left.line != (0, 0) or right.line != (0, 0):
            _rows(read, at)
            continue
        if (both := _day_and_hours(one, two)) and _HOURS.search(_label(text, right, two)):
            read[at] = (left, [both])
            read[at + 1] = (right, [])
            continue
        begins, ends = _label(text, left, one), _label(text, right, two)
        if _single(one) and _single(two) and _START.search(begins) and _FINISH.search(ends):
            first, last = one.first or one.last, two.first or two.last
            read[at] = (left, [replace(one, shape=Shape.RANGE, first=first, last=last, end=two.end)])
            read[at + 1] = (right, [])


def _rows(read: Read, at: int) -> None:
    """ "Opening of subscription | …" over "Close of subscription | …": the first row has the window."""
    (left, (one,)), (right, (two,)) = read[at], read[at + 1]
    names = [" ".join(place.left) for place in (left, right)]
    if left.line[0] != right.line[0] or len(left.row) != 1 or len(right.row) != 1 or not all(names):
        return
    if not (_START.search(names[0]) and _LAST.search(names[1]) and _single(one) and _single(two)):
        return
    if _matter(names[0], _START) == _matter(names[1], _LAST):
        last = two.first or two.last
        read[at] = (left, [replace(one, shape=Shape.RANGE, first=one.first or one.last, last=last)])
        read[at + 1] = (right, [])


def _matter(name: str, side: re.Pattern[str]) -> str:
    """What a label speaks of, without the word that makes a start or an end of it."""
    words = [w for w in name.casefold().split() if not (w.isascii() and side.search(w))]
    return side.sub("", " ".join(words)) if not name.isascii() else " ".join(words)


def _label(text: str, place: Place, s: Stretch) -> str:
    """What stands between the line's start and its date, if that is a label."""
    before = text[place.start : max(place.start, s.start)]
    m = _LABEL.search(before) or _LABEL.match(text[s.start : s.end])
    return m[0] if m else ""


def _pair(read: Read, cells: list[int]) -> None:
    for a, b in pairwise(cells):
        (left, (one,)), (right, (two,)) = read[a], read[b]
        joined = _start_and_end(left, one, right, two) or _day_and_hours(one, two)
        if joined:
            home = right if left.again else left
            start, end = (two.start, two.end) if left.again else (one.start, one.end if right.again else joined.end)
            read[a] = (left, [])
            read[b] = (right, [])
            read[b if left.again else a] = (home, [replace(joined, start=start, end=end)])
            return


def _single(s: Stretch) -> bool:
    return s.shape in (Shape.POINT, Shape.FROM, Shape.UNTIL)


def _start_and_end(left: Place, one: Stretch, right: Place, two: Stretch) -> Stretch | None:
    if not (_single(one) and _single(two) and _START.search(left.header) and _END.search(right.header)):
        return None
    return replace(
        one, shape=Shape.RANGE, first=one.first or one.last, last=two.first or two.last, end=max(one.end, two.end)
    )


def _day_and_hours(one: Stretch, two: Stretch) -> Stretch | None:
    if only_hours(two) and not only_hours(one):
        both = on_day(one, two)
        return replace(both, end=max(one.end, two.end)) if both else None
    return None
