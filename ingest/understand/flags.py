"""What a person has to look at beside the dates: unreadable text, values that disagree, too short a notice."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from ingest.model import Direction, Document, Evidence, Facts, Figure, Flag, FlagCode, Span, Window, WindowRole
from ingest.understand.lexicon import load

_SHORT = 80
_SIBLINGS = 3
"""Passages so close are items of one list: first, second and third prize do not contradict each other."""
_STARTS = (WindowRole.EFFECTIVE, WindowRole.VALID_FROM)


def read_flags(document: Document, facts: Facts) -> tuple[Flag, ...]:
    """Flags needs_text, recognised, conflict and lead_time; messages in Chinese and English."""
    return (*_needs_text(document), *_conflicts(document, facts), *_lead_time(facts))


def _say(rule: dict[str, Any], **values: object) -> str:
    """The message in both languages: who reviews a notice need not read it in the notice's own."""
    return f"{rule['zh']} / {rule['en']}".format(**values)


def _title(document: Document) -> Evidence:
    span = Span(0, min(len(document.text), max(1, len(document.title))))
    return Evidence(span, span.of(document.text), "flags.needs_text")


def _needs_text(document: Document) -> Iterator[Flag]:
    rules = load("lead_time")
    if document.problem in rules["needs_text"]["problems"]:
        message = _say(rules["needs_text"], problem=document.problem)
        yield Flag(FlagCode.NEEDS_TEXT, _title(document), message)
    elif len(document.text) - len(document.title) < _SHORT and any(link.attachment for link in document.links):
        yield Flag(FlagCode.NEEDS_TEXT, _title(document), _say(rules["attached"]))
    if document.recognised:
        yield Flag(FlagCode.RECOGNISED, _title(document), _say(rules["recognised"]))
    for file in document.unread:
        said = _say(rules["unread"], name=file.name, problem=file.problem)
        yield Flag(FlagCode.NEEDS_TEXT, _title(document), said)


def _conflicts(document: Document, facts: Facts) -> Iterator[Flag]:
    rule = load("lead_time")["conflict"]
    for a, b in combinations(facts.figures, 2):
        if _same_item(a, b) and _apart(document, a, b):
            values = {"a": a.evidence.quote[:60], "b": b.evidence.quote[:60]}
            yield Flag(FlagCode.CONFLICT, b.evidence, _say(rule, **values))
    for w, v in combinations(facts.windows, 2):
        if _same_window(w, v) and _apart(document, w, v) and not _on_publication(facts, w, v):
            values = {"a": str(w.start or w.end), "b": str(v.start or v.end)}
            yield Flag(FlagCode.CONFLICT, v.evidence, _say(rule, **values))


def _on_publication(facts: Facts, *windows: Window) -> bool:
    """Does one of them only say that the notice itself counts from now on?"""
    return facts.published in {w.start.day for w in windows if w.start}


def _same_item(a: Figure, b: Figure) -> bool:
    """The same item, counted alike, but with another new value."""
    if a.item != b.item or a.kind is not b.kind or len(a.item) < 4 or a.change != b.change:
        return False
    if len(a.new) != 1 or len(b.new) != 1 or Direction.EXEMPT in (a.direction, b.direction):
        return False
    x, y = a.new[0], b.new[0]
    return (x.unit, x.qualifier) == (y.unit, y.qualifier) and x.value != y.value and a.old == b.old


def _apart(document: Document, a: Figure | Window, b: Figure | Window) -> bool:
    """Do two facts stand so far from each other that they are no siblings?"""
    x, y = (bisect_right(document.passages, f.evidence.span.start, key=lambda p: p.span.start) for f in (a, b))
    return abs(x - y) > _SIBLINGS


def _same_window(w: Window, v: Window) -> bool:
    if w.role is not v.role or not w.applies_to or w.applies_to != v.applies_to or w.recurrence or v.recurrence:
        return False
    return w.key and v.key and w.role in _STARTS and w.start != v.start


def _lead_time(facts: Facts) -> Iterator[Flag]:
    """A change that starts sooner after publication than the rules of its country ask for."""
    if not facts.published or not facts.category:
        return
    for rule in load("lead_time")["rule"]:
        if rule["language"] != facts.language or facts.category not in rule["categories"]:
            continue
        if not _counted_in(facts, rule["units"]):
            continue
        found = [f for f in facts.figures if f.key and _sets_off(f, rule)]
        start = _start(facts, found[0]) if found else None
        if start and 0 <= (days := (start - facts.published).days) < rule["days"]:
            yield Flag(FlagCode.LEAD_TIME, found[0].evidence, _say(rule, days=days))
            return


def _sets_off(figure: Figure, rule: dict[str, Any]) -> bool:
    return figure.kind in rule["kinds"] and figure.direction in rule["directions"]


def _counted_in(facts: Facts, currency: str) -> bool:
    """Is the notice's money of this currency? Percentages alone are a mainland bank's where the characters say so."""
    units = {q.unit[:3] for f in facts.figures for q in (*f.old, *f.new) if re.match(r"[A-Z]{3}(?:/|$)", q.unit)}
    return currency in units or (not units and currency == "CNY" and facts.script == "hans" and facts.language == "zh")


def _start(facts: Facts, figure: Figure) -> dt.date | None:
    """When the figure takes effect: the nearest window of its change that says so."""
    starts: Sequence[Window] = [w for w in facts.windows if w.key and w.role in _STARTS and w.start]
    mine = [w for w in starts if w.change == figure.change] or starts
    near = sorted(mine, key=lambda w: abs(w.evidence.span.start - figure.evidence.span.start))
    return near[0].start.day if near and near[0].start else None
