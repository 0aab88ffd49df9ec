"""Days of one list, or told one after the other: the verb that speaks of the first speaks of all."""

from __future__ import annotations

import re

from ingest.understand.windows.candidates import Found
from ingest.understand.windows.context import Place
from ingest.understand.windows.left_out import LIST_GAP
from ingest.understand.windows.lexicon import beside
from ingest.understand.windows.notice import Notice
from ingest.understand.windows.stretch import Shape, Stretch

_SEMICOLON = re.compile(r"\s*(?:\([^()\d]{2,30}\))?\s*;\s*(?:and\s+)?")
"""Between days that are named with their weekdays."""
_NO_WORDS = re.compile(r"\s*(?:\([^()]*\))?\s*(?:[;.]|$)")
_OTHER_WAY = re.compile(r"\b(?:re-?)?opens?\b|\bresum|\bback\b|恢复|照常|正常", re.I)
"""Between two days: the second one is not for what the first is for."""
_NEIGHBOURS = 4


def goes_with(before: Found, s: Stretch, text: str) -> bool:
    """Does the verb that speaks of the window before speak of `s` as well?"""
    return is_listed(before, s, text) or is_stage(before, s, text) or is_parallel(before, s, text)


def led_by(notice: Notice, place: Place, s: Stretch, got: list[Found]) -> Found | None:
    """ "Kelso follows on 12 November": what happens is told of the window before."""
    before = next(reversed(got or notice.found[-1:]), None)
    if before is None or s.shape is not Shape.POINT or before.condition or before.stretch.shape is Shape.RANGE:
        return None
    near = before.place.passage == place.passage and before.place.line == place.line == (0, 0)
    return before if near and beside("follows").search(notice.text, place.start, s.start) else None


def others_than(stretches: list[Stretch], one: Stretch, text: str) -> list[Stretch]:
    """The other windows of the place, but for those that stand in one list with it."""
    at = stretches.index(one)
    low = high = at
    while low > 0 and LIST_GAP.fullmatch(text[stretches[low - 1].end : stretches[low].start]):
        low -= 1
    while high + 1 < len(stretches) and LIST_GAP.fullmatch(text[stretches[high].end : stretches[high + 1].start]):
        high += 1
    return stretches[max(0, low - _NEIGHBOURS) : low] + stretches[high + 1 : high + 1 + _NEIGHBOURS]


def is_listed(before: Found, s: Stretch, text: str) -> bool:
    shapes = (Shape.POINT, Shape.RANGE)
    gap = text[before.stretch.end : s.start]
    named = all(p is not None and p.weekday is not None for p in (before.stretch.first, s.first))
    both = s.shape in shapes and before.stretch.shape in shapes
    return both and bool(
        LIST_GAP.fullmatch(gap) or (named and _SEMICOLON.fullmatch(gap) and _NO_WORDS.match(text, s.end))
    )


def is_stage(before: Found, s: Stretch, text: str) -> bool:
    """ "第一期1日至10日,第二期11日至20日": stages of one thing, each behind its number."""
    ranges = s.shape is Shape.RANGE and before.stretch.shape is Shape.RANGE
    return ranges and bool(beside("next_stage").fullmatch(text[before.stretch.end : s.start]))


def is_parallel(before: Found, s: Stretch, text: str) -> bool:
    """ "Stage 1 vouchers are sent by 5 May, and stage 2 vouchers by 5 June": the verb is told once."""
    alike = s.shape is Shape.UNTIL and before.stretch.shape is Shape.UNTIL and s.lead == before.stretch.lead
    return alike and bool(beside("same_verb").fullmatch(text[before.stretch.end : s.start]))


def is_joined(before: Found, s: Stretch, text: str) -> bool:
    """ "on 1 May for new accounts and on 1 July for others": the same verb speaks of both days."""
    shapes, gap = (Shape.POINT, Shape.FROM), text[before.stretch.end : s.start]
    both = s.shape in shapes and before.stretch.shape in (*shapes, Shape.RANGE)
    return both and bool(beside("and_again").fullmatch(gap)) and not _OTHER_WAY.search(gap)
