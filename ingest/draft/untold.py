"""What the facts name and give no value: the tier below the lowest one, the missing member of a family (small, medium,
large lockers), the product that comes instead. Customers ask about these first, and the notice does not answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.draft.brief import Brief
from ingest.draft.names import sound, trimmed
from ingest.model import Category, FigureKind

LIKELY = 8
"""How likely such a question is asked, beside the weights of the checklist."""
_PRICED = (FigureKind.RATE, FigureKind.FEE, FigureKind.LIMIT, FigureKind.PRICE, FigureKind.DISCOUNT)
_REPLACED = (
    Category.PRODUCT_DISCONTINUE,
    Category.CHANNEL_CHANGE,
    Category.RATE_CHANGE,
    Category.WEALTH_DISCLOSURE,
    Category.ACCOUNT_GOVERNANCE,
)
_SHORTEST, _LONGEST = 5, 26


def untold(brief: Brief) -> Iterator[tuple[int, str]]:
    """Questions with how likely they are asked."""
    table = brief.speech.table["untold"]
    items = [trimmed(f.item, zh=brief.speech.zh) for f in brief.figures if f.kind in _PRICED]
    yield from ((LIKELY, q) for q in _below(items, brief, table))
    yield from ((LIKELY, q) for q in _missing(items, brief, table))
    if brief.category in _REPLACED:
        yield from ((LIKELY, q) for q in _instead(items, brief, table))


def _below(items: list[str], brief: Brief, table: dict[str, Any]) -> Iterator[str]:
    """The tier below the lowest "50,000 and above"."""
    bounds = [(m, item) for item in items if (m := re.search(table["above"], item))]
    if not bounds or any(re.search(table["under"], item) for item in items):
        return
    lowest: dict[str, tuple[float, str, str]] = {}
    for m, item in bounds:
        unit, size = re.sub(r"[\d.,\s]", "", m["bound"]), float(re.sub(r"[^\d.]", "", m["bound"]) or 0)
        lowest[unit] = min(lowest.get(unit, (size, m["bound"], item)), (size, m["bound"], item))
    for _, bound, item in list(lowest.values())[:2]:
        what = re.sub(r"^[\s,，、：:（(]+|[\s,，、：:）)（(]+$", "", re.sub(table["above"], "", item))
        what = what if sound(what, zh=brief.speech.zh) and len(what) <= _LONGEST * 2 else table["it"]
        yield brief.speech.say("untold", "below", bound=bound, item=what)


def _missing(items: list[str], brief: Brief, table: dict[str, Any]) -> Iterator[str]:
    """The member of a family that is not spoken of, where two others have figures."""
    text = brief.document.text.lower()
    for family in table["families"]:
        found = {w: i for w in family for i in items if re.search(rf"(?<![A-Za-z]){re.escape(w)}(?![a-z])", i, re.I)}
        left = [w for w in family if not re.search(rf"(?<![a-z]){re.escape(w.lower())}(?![a-z])", text)]
        if len(found) < 2 or not left or sum(w.lower() in next(iter(found.values())).lower() for w in family) > 1:
            continue
        word, item = next(iter(found.items()))
        asked = re.sub(re.escape(word), left[0], item, flags=re.I)
        own = brief.speech.zh and brief.facts.script == "hant"
        if _SHORTEST <= len(asked) <= _LONGEST * (1 if brief.speech.zh else 3) and own == bool(
            re.search("[個兩]", "".join(family))
        ):
            yield brief.speech.say("untold", "missing", item=asked)


def _instead(items: list[str], brief: Brief, table: dict[str, Any]) -> Iterator[str]:
    """What comes instead, by its name, where no figure is its own."""
    names = dict.fromkeys(m["name"].strip() for m in re.finditer(table["instead"], brief.document.text))
    for name in list(names)[:3]:
        bare = name.strip("“”「」")
        if bare in brief.subject or bare in brief.title or any(bare in item for item in items):
            continue
        yield brief.speech.say("untold", "costs", item=name)
        return
