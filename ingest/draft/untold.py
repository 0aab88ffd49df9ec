"""What a notice names and tells nothing of: the tier below the lowest one and above the highest, the term between two
others, the missing member of a family (small, medium, large lockers; trains, buses, ferries), the product that comes
instead. Customers ask about these first, and the notice does not answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

from ingest.draft.brief import Brief
from ingest.draft.grammar import NUMBER, SCALE
from ingest.draft.names import sound, trimmed
from ingest.draft.notation import SCALES, fold, number
from ingest.model import Category, FigureKind

LIKELY = 8
"""How likely such a question is asked, beside the weights of the checklist."""
_OPENING = 600
_STEP = 2
"""Days between two terms that are no gap."""
_PRICED = (FigureKind.RATE, FigureKind.FEE, FigureKind.LIMIT, FigureKind.PRICE, FigureKind.DISCOUNT)
_REPLACED = (
    Category.PRODUCT_DISCONTINUE,
    Category.CHANNEL_CHANGE,
    Category.RATE_CHANGE,
    Category.WEALTH_DISCLOSURE,
    Category.ACCOUNT_GOVERNANCE,
)
_SHORTEST, _LONGEST = 5, 26
_SIZE = re.compile(rf"(?P<number>{NUMBER})\s*(?P<scale>{SCALE})?", re.I)


def untold(brief: Brief) -> Iterator[tuple[int, str]]:
    """Questions with how likely they are asked."""
    table = brief.speech.table["untold"]
    items = [trimmed(f.item, zh=brief.speech.zh) for f in brief.figures if f.kind in _PRICED]
    yield from ((LIKELY, q) for q in _below(items, brief, table))
    yield from ((LIKELY, q) for q in _missing(items, brief, table))
    if brief.category is Category.RATE_CHANGE:
        yield from ((LIKELY, q) for q in _beyond(brief, table))
    yield from ((LIKELY, q) for q in _between(items, brief, table))
    if brief.category in _REPLACED:
        yield from ((LIKELY, q) for q in _instead(items, brief, table))


def _below(items: list[str], brief: Brief, table: dict[str, Any]) -> Iterator[str]:
    """The tier below the lowest "50,000 and above"."""
    bounds = [(m, item) for item in items if (m := re.search(table["above"], item))]
    if not bounds or any(re.search(table["under"], item) for item in items):
        return
    lowest: dict[str, tuple[Decimal, str, str]] = {}
    for m, item in bounds:
        unit, size = _measured(m["bound"])
        lowest[unit] = min(lowest.get(unit, (size, m["bound"], item)), (size, m["bound"], item))
    for _, bound, item in list(lowest.values())[:2]:
        what = re.sub(r"^[\s,，、：:（(]+|[\s,，、：:）)（(]+$", "", re.sub(table["above"], "", item))
        what = what if sound(what, zh=brief.speech.zh) and len(what) <= _LONGEST * 2 else table["it"]
        yield brief.speech.say("untold", "below", bound=bound, item=what)


def _measured(bound: str) -> tuple[str, Decimal]:
    """In what a bound is counted, and how much of it: "Rs. 2.5 lakh" → ("rs", 250000)."""
    text = fold(bound)
    m = _SIZE.search(text)
    if m is None:
        return text, Decimal(0)
    unit = re.sub(r"[\W_]", "", text[: m.start()] + text[m.end() :]).casefold()
    return unit, number(m["number"]) * SCALES.get((m["scale"] or "").lower(), 1)


def _missing(items: list[str], brief: Brief, table: dict[str, Any]) -> Iterator[str]:
    """The member of a family that is not spoken of, where two others have figures. A member may have several names."""
    text = brief.document.text
    for family in ([_named(member) for member in members] for members in table["families"]):
        found = [(name, item) for name, _ in family for item in items if name.search(item)]
        left = [usual for name, usual in family if not name.search(text)]
        if (
            len({name for name, _ in found}) < 2
            or not left
            or sum(n.search(found[0][1]) is not None for n, _ in family) > 1
        ):
            continue
        name, item = found[0]
        asked = name.sub(left[0], item)
        if _SHORTEST <= len(asked) <= _LONGEST * (1 if brief.speech.zh else 3):
            yield brief.speech.say("untold", "missing", item=asked)


def _named(member: str) -> tuple[re.Pattern[str], str]:
    """What finds a member of a family ("二年|两年"), and how it is called."""
    return re.compile(rf"(?<![A-Za-z])(?:{member})(?![A-Za-z])", re.I), member.partition("|")[0]


def _instead(items: list[str], brief: Brief, table: dict[str, Any]) -> Iterator[str]:
    """What comes instead, by its name, where no figure is its own."""
    names = dict.fromkeys(m["name"].strip() for m in re.finditer(table["instead"], brief.document.text))
    for name in list(names)[:3]:
        bare = name.strip("“”「」")
        if bare in brief.subject or bare in brief.title or any(bare in item for item in items):
            continue
        yield brief.speech.say("untold", "costs", item=name)
        return


def _beyond(brief: Brief, table: dict[str, Any]) -> Iterator[str]:
    """The amounts to which the notice does not apply: "deposits of less than Rs. 3 crore"."""
    opening = brief.document.text[:_OPENING]
    m = re.search(table["beyond_words"], opening)
    if m and not re.search(re.escape(m["bound"]) + table["and_above"], brief.document.text, re.I):
        yield brief.speech.say("untold", "beyond", bound=m["bound"].strip())


def _between(items: list[str], brief: Brief, table: dict[str, Any]) -> Iterator[str]:
    """The first gap between two terms that follow each other: "46 to 179 days", then "1 year and more"."""
    terms = [m for item in items if (m := re.search(table["term_range"], item))]
    for one, other in pairwise(terms):
        end, start = (
            _days(one["to"], one["to_unit"], table),
            _days(other["from"], other["from_unit"] or other["to_unit"], table),
        )
        if end and start and start > end + _STEP:
            yield brief.speech.say(
                "untold",
                "between",
                after=f"{one['to']} {one['to_unit']}",
                before=f"{other['from']} {other['from_unit'] or other['to_unit']}",
            )
            return


def _days(number_: str, unit: str, table: dict[str, Any]) -> int:
    return next((int(number_) * n for name, n in table["days"].items() if unit.lower().startswith(name)), 0)
