"""What a text says and what a fact needs said, as readings ("keys") of `ingest.draft.atoms`.

A *need* is a set of alternatives: a text meets it when it says one of them.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from ingest.draft import atoms as grammar
from ingest.draft.readings import Key
from ingest.model import Direction, Figure, Moment, Quantity, Window

Need = frozenset[Key]

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
TERMS = frozenset(("day", "month", "year", "week", "hour", "minute", "second", "workday"))
ASKED_BOTH = frozenset(("what_changes",))
"""Intents whose answer has to tell the old value too."""

FREE, ENDED, KEPT = ("says", "free"), ("says", "ended"), ("says", "kept")
_WORDS: tuple[tuple[Key, re.Pattern[str]], ...] = (
    (FREE, re.compile(r"免|不(?:再|予|另|会)?收|暂停收|waive|free\b|\bno [\w ]{0,20}(?:charge|fee)|without [\w ]{0,12}(?:charge|fee)|not (?:be )?charged|exempt|\bnil\b", re.I)),
    (ENDED, re.compile(r"取消|停止|终止|不再|删除|下线|remov|cancel|discontinu|no longer|ceas|withdraw|abolish|\bend(?:s|ed)?\b", re.I)),
    (KEPT, re.compile(r"不变|不受影响|保持|维持|仍|继续|unchanged|remain|continu|no change|not change|the same|still", re.I)),
)  # fmt: skip
_PER = re.compile(r"每\s*(\d+)\s*元[^。，,；;]{0,6}?(\d+(?:\.\d+)?)\s*元")


@functools.lru_cache(maxsize=8192)
def said(text: str) -> frozenset[Key]:
    """All readings of a text; days that stand alone may be of any month that it names."""
    found = set(grammar.keys(text))
    found |= grammar.implied(found)
    days = {k[1] for k in found if k[0] == "day"}
    found |= {("md", k[1], day) for k in found if k[0] == "month" for day in days}
    found |= {key for key, pattern in _WORDS if pattern.search(text)}
    found |= {("ratio", Decimal(part) / Decimal(whole)) for whole, part in _PER.findall(text)}
    if re.search(r"减半|半价|\bhalf\b|halved", text, re.I):
        found.add(("ratio", Decimal("0.5")))
    return frozenset(found)


def meets(text: str, needs: Iterable[Need]) -> bool:
    """Does a text say everything that is needed?"""
    have = said(text)
    return all(need & have for need in needs)


def needs(fact: Window | Figure | None, intent: str = "") -> list[Need]:
    """What a text has to say to state a fact, as an answer to a question of this intent."""
    if isinstance(fact, Window):
        return [*_moment(fact.start, opens=True), *_moment(fact.end, opens=False), *_recurring(fact.recurrence)]
    return _figure(fact, intent) if fact else []


def _moment(moment: Moment | None, *, opens: bool) -> Iterator[Need]:
    if not moment:
        return
    days = [moment.day]
    if moment.time == dt.time.min:  # 24:00 of the day before
        days.append(moment.day - dt.timedelta(days=1))
    if moment.time and moment.time >= dt.time(23, 59):
        days.append(moment.day + dt.timedelta(days=1))
    yield frozenset(key for d in days for key in (("date", d), ("md", d.month, d.day)))
    if moment.time and moment.time != dt.time.min:
        yield frozenset([("time", moment.time.hour, moment.time.minute)])


def recurring(rule: str | None) -> dict[str, frozenset[str]]:
    """ "weekly:MO,FR daily:10:00-22:00" by kind; anything else is {"text": …}."""
    parts = re.findall(r"(weekly|monthly|daily):([\w:,\-]+)", rule or "")
    if rule and not parts:
        return {"text": frozenset([rule])}
    return {kind: frozenset(re.split(",", items)) for kind, items in parts}


def _recurring(rule: str | None) -> Iterator[Need]:
    for kind, items in recurring(rule).items():
        for item in sorted(items):
            if kind == "weekly":
                yield from (frozenset([("weekday", DAYS.index(d))]) for d in item.split("-") if d in DAYS)
            elif kind == "monthly" and item.isdigit():
                yield frozenset([("day", int(item)), ("number", Decimal(item))])
            elif kind == "daily":
                yield from (frozenset([("time", int(h) % 24, int(m))]) for h, m in re.findall(r"(\d\d?):(\d\d)", item))


def quantity(q: Quantity) -> Need:
    """The readings that state one value."""
    value, (unit, _, _) = q.value, q.unit.partition("/")
    found: set[Key] = {FREE} if value == 0 else set()
    if unit in ("ratio", "ratio_points"):
        found.add(("ratio", abs(value)))
    elif unit == "paid_share":
        found |= {("ratio", value), ("ratio", 1 - value)}
    elif unit.isupper():
        found.add(("money", value, unit))
    elif unit in TERMS:
        found |= {("term", value, unit), *([("term", value, "workday")] if unit == "day" else [])}
        found |= {("term", value * 12, "month")} if unit == "year" else set()
        found |= {("term", value / 12, "year")} if unit == "month" else set()
    else:
        found |= {("number", value)} | {("term", value, t) for t in TERMS}
    return frozenset(found)


def _figure(figure: Figure, intent: str) -> list[Need]:
    sides = [figure.new or figure.old]
    if intent in ASKED_BOTH and figure.direction in (Direction.UP, Direction.DOWN, Direction.CHANGED):
        sides = [figure.old, figure.new]
    word = {Direction.UNCHANGED: KEPT, Direction.REMOVED: ENDED, Direction.EXEMPT: FREE}.get(figure.direction)
    spoken: Need = frozenset([word] if word else [])
    found = [quantity(q) | spoken for side in sides for q in side]
    return found or ([spoken] if spoken else [])
