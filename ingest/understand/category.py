"""What a notice is about, by its effect: weighted words of title, headings, body, and of what changes things.

A title says what a notice is called, the effect says what it does: "system upgrade" may well be a change of fees.
What is said on the side (`asides.py`) counts for nothing.
Ties go by the precedence of `lexicon/categories.toml`. Every word that counted is kept as a `Reason` for the reviewer.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.model import Category, Document, PassageKind, Reason, Table, Tier
from ingest.text.expressions import Expressions
from ingest.text.normal import normalise
from ingest.understand.asides import matter
from ingest.understand.evidence import Zone
from ingest.understand.figures.closed import undated
from ingest.understand.figures.epochs import epoch
from ingest.understand.lexicon import load
from ingest.understand.regional import common
from ingest.understand.relevance import changes_something
from ingest.understand.sentences import Sentence
from ingest.understand.topics.matters import likely
from ingest.understand.voices import denounces, tells_of_fraud

SECONDARY_SHARE = 0.15
"""A further category needs this share of the first one's score …"""
SECONDARY_SCORE = 2.5
"""… and at least this score …"""
SECONDARY_EFFECT = 1.5
"""… and this much weight from sections, or from sentences and tables that change something."""
_OFTEN_MENTIONED = frozenset({Category.PRODUCT_LAUNCH, Category.WEALTH_DISCLOSURE, Category.PROMOTION})
_HINT = 2.0
_NAMELESS = 2.5
"""A title that speaks for no category so much names nothing ("Two arrangements"): …"""
_NAMED = 0.25
"""… its headings and first sentences then count as titles, by this factor."""
_FIRST = 3
_EXAMPLES, _BESIDE_NAME = 14.0, 7.0
"""What a category is worth that the examples leave no doubt of; less where the title names one."""
_STOP = 0.8
"""The weight of a sentence that stops something, up to four of them."""
_SCHEME = 0.8
"""The weight of each further sentence that tells of swindlers, up to four of them."""
_DENOUNCED = 3.0
"""The weight of a sentence that calls what its paragraph named fakes, or not the bank's."""
_NEAREST = 0.5
"""The score of a category that is only the nearest one."""
_OPENING = 1000
_HINT_ZONE = "(opening)"
_CLEAR = 7.0
"""With such a score from its words a notice needs no hint from the way it opens."""
_LONG = 400
_HEAD = 40
_SPAN = re.compile(r"\s*(?:from|to|until|till)[\s:]*", re.I)
"""Heads of a timetable."""
"""Longest cell that is read as a head."""
_CJK = re.compile(r"[一-鿿]")
_EFFECT_ZONES = ("(effect)", "(table)", "(pattern)", "(heading)")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A category with its score and reasons, the weightiest first."""

    category: Category
    score: float
    """The weight of its words."""
    reasons: tuple[Reason, ...]
    likely: float = 0.0
    """What the examples say for it, in the same measure."""

    @property
    def effect(self) -> float:
        """The weight that comes from sections, changing sentences and tables."""
        return sum(r.weight for r in self.reasons if r.rule.endswith(_EFFECT_ZONES))

    @property
    def hinted(self) -> float:
        """The weight that comes from ways of opening a notice alone."""
        return sum(r.weight for r in self.reasons if r.rule.endswith(_HINT_ZONE))


def zones(document: Document, sentences: Sequence[Sentence], title: str) -> dict[str, Zone]:
    """The parts of a notice where words count; effect: sentences that change things, table: old beside new."""
    title = common(title)
    whole = [replace(s, text=common(s.text)) for s in sentences if s.kind is not PassageKind.TITLE]
    said = matter([s.text for s in whole], title)
    inner = [replace(s, text=text) for s, text in zip(whole, said, strict=True) if text.strip()]
    effect = tuple(load("categories")["effect"]["zh"]), tuple(load("categories")["effect"]["en"])
    changing = [s.text for s in inner if _any(s.text, *effect)]
    if _any(title, *effect):
        changing.append(title)
    headings = [s.text for s in inner if s.kind is PassageKind.HEADING]
    first = [s.text for s in inner if s.kind in (PassageKind.PARAGRAPH, PassageKind.ITEM)][:_FIRST]
    return {
        "title": Zone("title", title),
        "named": Zone("heading", "\n".join([*headings, *first]), _NAMED),
        "opens": Zone("heading", "\n".join(first), _NAMED),
        "heading": Zone("heading", "\n".join(headings), 0.8),
        "whole": Zone("whole", "\n".join(s.text for s in whole)),
        "body": Zone("body", "\n".join(s.text for s in inner)),
        "effect": Zone("effect", "\n".join(changing), 1.3),
        "table": Zone("table", "\n".join(_old_new(document.tables, sentences)), 1.5),
        "schemes": Zone("schemes", "\n".join(s.text for s in inner if tells_of_fraud(s.text))),
        "denounced": Zone("denounced", next((s.text for s in inner if denounces(s.text)), "")),
        **_stops([s.text if s.kind is PassageKind.HEADING else f"{s.heading} {s.text}" for s in inner]),
    }


def _stops(said: Sequence[str]) -> dict[str, Zone]:
    """The sentences that stop something: for some hours, or for good."""
    words = {name: re.compile(form, re.I) for name, form in load("categories")["stop"].items()}
    stops = [text for text in said if words["verb"].search(text[:_LONG])]
    brief = [t for t in stops if words["hours"].search(t[:_LONG]) or words["brief"].search(t[:_LONG])]
    good = [t for t in stops if words["lasting"].search(t[:_LONG]) and not words["hours"].search(t[:_LONG])]
    timed = [t for t in brief if words["hours"].search(t[:_LONG])]
    return {
        "brief": Zone("brief", "\n".join((*brief, *timed))),
        "lasting": Zone("lasting", "\n".join(good)),
    }


def _any(text: str, zh: tuple[str, ...], en: tuple[str, ...]) -> bool:
    if any(word in text for word in zh):
        return True
    return not _CJK.search(text) and Zone("", text).any(en)


def _old_new(tables: Sequence[Table], sentences: Sequence[Sentence]) -> Iterator[str]:
    """The head, the first columns and the lead-in of every table that sets old beside new."""
    marks = load("categories")["old_new"]
    for table in tables:
        head = normalise(" ".join(c.text for row in table.rows[:2] for c in row)).text
        worded = any(w in head for w in marks["zh"]) or sum(Zone("", head).count(w) > 0 for w in marks["en"]) > 1
        if not worded and not two_times(table):
            continue
        yield head
        yield from (normalise(" ".join(c.text for c in row[:2])).text for row in table.rows[2:])
        before = [s for s in sentences if s.span.end <= table.span.start and s.kind is not PassageKind.ROW]
        yield from (s.text for s in before[-2:])


def two_times(table: Table) -> bool:
    """Do the heads of a table speak of two times (现规则 beside 新规则, Now beside From 1 August)?"""
    heads = [undated(normalise(c.text).text) for row in table.rows[:2] for c in row if c.text]
    told = {e for head in heads if len(head) < _HEAD and not _SPAN.fullmatch(head) and (e := epoch(head)) is not None}
    return len(told) > 1 and len(table.rows) > 1


def rank(found: dict[str, Zone], hint: str | None = None) -> list[Ranked]:
    """Every category with its score, best first."""
    order = load("categories")["precedence"]
    told = _patterns(found)
    named = any(_titled(Category(c), found, told) >= _NAMELESS for c in order)
    ranked = [_ranked(Category(c), found | {"called": _called(Category(c), found, named)}, told, hint) for c in order]
    if max(r.score - r.hinted for r in ranked) >= _CLEAR:
        ranked = [_without_hints(r) for r in ranked]
    if not any(r.score for r in ranked) and (near := _nearest(found)):
        ranked = [near if r.category is near.category else r for r in ranked]
    if any(r.score for r in ranked):
        ranked = _with_examples(ranked, found, _BESIDE_NAME if named else _EXAMPLES)
    return sorted(ranked, key=lambda r: (-round(r.score + r.likely, 1), order.index(r.category)))


def _with_examples(ranked: Sequence[Ranked], found: dict[str, Zone], sure: float) -> list[Ranked]:
    """What notices of each category are like counts beside their words."""
    odds = likely(found["title"].text, found["body"].text.split("\n"))
    return [replace(r, likely=sure * odds.get(r.category, 0.0)) for r in ranked]


def _called(category: Category, found: dict[str, Zone], named: bool) -> Zone:
    """What stands for the title; a section on swindlers at the end of a notice makes no warning of it."""
    if named:
        return found["title"]
    return found["opens" if category is Category.FRAUD_WARNING else "named"]


def _without_hints(ranked: Ranked) -> Ranked:
    """Ways of opening a notice only help where its words leave it open."""
    reasons = tuple(r for r in ranked.reasons if not r.rule.endswith(_HINT_ZONE))
    return Ranked(ranked.category, max(0.0, sum(r.weight for r in reasons)), reasons)


def _nearest(found: dict[str, Zone]) -> Ranked | None:
    """Where no word of any category stands, the one whose effect comes nearest to a stated change, weakly."""
    text = f"{found['title'].text}\n{found['body'].text}"
    if not found["table"].text and not changes_something(text):
        return None
    for rule in load("categories")["nearest"]:
        if m := re.search(rule["words"], text, re.I):
            category = Category(rule["category"])
            return Ranked(category, _NEAREST, (Reason(category, _NEAREST, m.group()[:40], "categories.toml:nearest"),))
    return None


def _titled(category: Category, found: dict[str, Zone], told: _Told) -> float:
    """How much the title says of a category."""
    words = found["title"].weight("categories", category, "title")
    return words + sum(r.weight for zone, r in told.get(category, ()) if zone == "title")


def _ranked(category: Category, found: dict[str, Zone], told: _Told, hint: str | None) -> Ranked:
    zones = (("called", "title"), ("heading", "body"), ("body", "body"), ("effect", "subject"), ("table", "subject"))
    reasons = [r for zone, part in zones for r in found[zone].reasons("categories", category, part)]
    reasons += [reason for _, reason in told.get(category, ())]
    reasons += _stopped(category, found)
    if category is Category.FRAUD_WARNING:
        reasons += _warned(found)
    if hint == category:
        reasons.append(Reason(category, _HINT, hint, "source.category_hint"))
    reasons.sort(key=lambda r: -r.weight)
    return Ranked(category, max(0.0, sum(r.weight for r in reasons)), tuple(reasons))


def _warned(found: dict[str, Zone]) -> Iterator[Reason]:
    """What speaks for a warning beside its words: sentences that tell of swindlers, and one that denounces."""
    if schemes := found["schemes"].text.count("\n"):
        said = f"{schemes + 1} sentences on swindlers"
        yield Reason(Category.FRAUD_WARNING, _SCHEME * min(schemes, 4), said, "voices.toml:guard (effect)")
    if said := found["denounced"].text[:40]:
        yield Reason(Category.FRAUD_WARNING, _DENOUNCED, said, "voices.toml:denounced (effect)")


_Told = Mapping[Category, Sequence[tuple[str, Reason]]]
"""What patterns of each category say, with the zone in which they say it."""


@functools.cache
def _expressions(zone: str) -> Expressions[tuple[Category, int, float]]:
    """The patterns that are looked for in a zone, each with its category, its place there, and its weight."""
    rules = ((Category(c), load("categories")[c].get("pattern", ())) for c in load("categories")["precedence"])
    listed = ((c, at, r) for c, written in rules for at, r in enumerate(written) if r["in"] == zone)
    return Expressions(((c, at, r["weight"]), r["words"]) for c, at, r in listed)


def _patterns(found: dict[str, Zone]) -> _Told:
    body = found["body"].sought
    places = {"title": found["title"].sought, "text": body, "opening": body.opening(_OPENING)}
    said = [
        (at, category, zone, weight, words)
        for zone, sought in places.items()
        for (category, at, weight), words in _expressions(zone).found(sought)
    ]
    told: dict[Category, list[tuple[str, Reason]]] = {}
    for _, category, zone, weight, words in sorted(said, key=lambda entry: entry[0]):
        rule = f"categories.toml:{category}.pattern ({'opening' if zone == 'opening' else 'pattern'})"
        told.setdefault(category, []).append((zone, Reason(category, weight, words[:40], rule)))
    return told


def _stopped(category: Category, found: dict[str, Zone]) -> Iterator[Reason]:
    """Stops for some hours speak for maintenance and explain the same words elsewhere; stops for good the other way."""
    brief, good = (found[name].text.count("\n") + 1 if found[name].text else 0 for name in ("brief", "lasting"))
    if category is Category.MAINTENANCE and brief:
        yield Reason(category, _STOP * min(brief, 6), f"{brief} stops for some time", "categories.toml:stop (effect)")
    if category is Category.PRODUCT_DISCONTINUE and good:
        yield Reason(category, _STOP * min(good, 4), f"{good} stops for good", "categories.toml:stop (effect)")
    if category is Category.PRODUCT_DISCONTINUE and brief > good:
        yield Reason(
            category, -2 * _STOP * min(brief - good, 4), "stops for some time", "categories.toml:stop (effect)"
        )


def secondary(ranked: Sequence[Ranked]) -> tuple[Category, ...]:
    """Further categories whose own effect in the notice is strong; at most three."""
    return tuple(r.category for r in ranked[1:] if _strong(r, ranked[0].score))[:3]


def _strong(ranked: Ranked, first: float) -> bool:
    share = 3 * SECONDARY_SHARE if ranked.category in _OFTEN_MENTIONED else SECONDARY_SHARE
    needed = max(SECONDARY_SCORE, share * first)
    return ranked.score - ranked.hinted >= needed and ranked.effect >= SECONDARY_EFFECT


def tier(category: Category, text: str) -> Tier:
    """Who has to approve (domain rule: investments and deposits are regulated, other new products are not)."""
    rules = load("categories")[category]
    for rule in rules.get("tier_when", ()):
        if re.search(rule["words"], text, re.I):
            return Tier(rule["tier"])
    return Tier(rules["tier"])
