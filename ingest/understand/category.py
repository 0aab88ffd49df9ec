"""What a notice is about, by its effect: weighted words of title, headings, body, and of what changes things.

A title says what a notice is called, the effect says what it does: "system upgrade" may well be a change of fees.
Ties go by the precedence of `lexicon/categories.toml`. Every word that counted is kept as a `Reason` for the reviewer.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.model import Category, Document, PassageKind, Reason, Table, Tier
from ingest.text.normal import normalise
from ingest.understand.evidence import Zone
from ingest.understand.lexicon import load
from ingest.understand.sentences import Sentence

SECONDARY_SHARE = 0.15
"""A further category needs this share of the first one's score …"""
SECONDARY_SCORE = 2.5
"""… and at least this score …"""
SECONDARY_EFFECT = 1.5
"""… and this much weight from sections, or from sentences and tables that change something."""
_OFTEN_MENTIONED = frozenset({Category.PRODUCT_LAUNCH, Category.WEALTH_DISCLOSURE, Category.PROMOTION})
_HINT = 2.0
_CJK = re.compile(r"[一-鿿]")
_EFFECT_ZONES = ("(effect)", "(table)", "(pattern)", "(heading)")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A category with its score and reasons, the weightiest first."""

    category: Category
    score: float
    reasons: tuple[Reason, ...]

    @property
    def effect(self) -> float:
        """The weight that comes from sections, changing sentences and tables."""
        return sum(r.weight for r in self.reasons if r.rule.endswith(_EFFECT_ZONES))


def zones(document: Document, sentences: Sequence[Sentence], title: str) -> dict[str, Zone]:
    """The parts of a notice where words count; effect: sentences that change things, table: old beside new."""
    inner = [s for s in sentences if s.kind is not PassageKind.TITLE]
    effect = tuple(load("categories")["effect"]["zh"]), tuple(load("categories")["effect"]["en"])
    changing = [s.text for s in inner if _any(s.text, *effect)]
    if _any(title, *effect):
        changing.append(title)
    return {
        "title": Zone("title", title),
        "heading": Zone("heading", "\n".join(s.text for s in inner if s.kind is PassageKind.HEADING), 0.8),
        "body": Zone("body", "\n".join(s.text for s in inner)),
        "effect": Zone("effect", "\n".join(changing), 1.3),
        "table": Zone("table", "\n".join(_old_new(document.tables, sentences)), 1.5),
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
        if not any(w in head for w in marks["zh"]) and sum(Zone("", head).count(w) > 0 for w in marks["en"]) < 2:
            continue
        yield head
        yield from (normalise(" ".join(c.text for c in row[:2])).text for row in table.rows[2:])
        before = [s for s in sentences if s.span.end <= table.span.start and s.kind is not PassageKind.ROW]
        yield from (s.text for s in before[-2:])


def rank(found: dict[str, Zone], hint: str | None = None) -> list[Ranked]:
    """Every category with its score, best first."""
    order = load("categories")["precedence"]
    ranked = [_ranked(Category(name), found, hint) for name in order]
    return sorted(ranked, key=lambda r: (-round(r.score, 1), order.index(r.category)))


def _ranked(category: Category, found: dict[str, Zone], hint: str | None) -> Ranked:
    rules, rule = load("categories")[category], f"categories.toml:{category}"
    reasons = [*found["title"].reasons(category, rules.get("title", {}), f"{rule}.title")]
    reasons += found["heading"].reasons(category, rules.get("body", {}), f"{rule}.body")
    reasons += found["body"].reasons(category, rules.get("body", {}), f"{rule}.body")
    for zone in ("effect", "table"):
        reasons += found[zone].reasons(category, rules.get("subject", {}), f"{rule}.subject")
    reasons += _patterns(category, found)
    if hint == category:
        reasons.append(Reason(category, _HINT, hint, "source.category_hint"))
    reasons.sort(key=lambda r: -r.weight)
    return Ranked(category, sum(r.weight for r in reasons), tuple(reasons))


@functools.cache
def _compiled(category: Category) -> tuple[tuple[re.Pattern[str], str, float], ...]:
    rules = load("categories")[category].get("pattern", ())
    return tuple((re.compile(r["words"], re.I), "title" if r["in"] == "title" else "body", r["weight"]) for r in rules)


def _patterns(category: Category, found: dict[str, Zone]) -> Iterator[Reason]:
    for pattern, zone, weight in _compiled(category):
        if m := pattern.search(found[zone].text):
            yield Reason(category, weight, m.group()[:40], f"categories.toml:{category}.pattern (pattern)")


def secondary(ranked: Sequence[Ranked]) -> tuple[Category, ...]:
    """Further categories whose own effect in the notice is strong; at most three."""
    return tuple(r.category for r in ranked[1:] if _strong(r, ranked[0].score))[:3]


def _strong(ranked: Ranked, first: float) -> bool:
    share = 3 * SECONDARY_SHARE if ranked.category in _OFTEN_MENTIONED else SECONDARY_SHARE
    needed = max(SECONDARY_SCORE, share * first)
    return ranked.score >= needed and ranked.effect >= SECONDARY_EFFECT


def tier(category: Category, text: str) -> Tier:
    """Who has to approve (domain rule: investments and deposits are regulated, other new products are not)."""
    rules = load("categories")[category]
    for rule in rules.get("tier_when", ()):
        if re.search(rule["words"], text, re.I):
            return Tier(rule["tier"])
    return Tier(rules["tier"])
