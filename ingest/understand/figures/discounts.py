"""A price with its discount in one cell: 0.38%(4折) is what is paid, 0.95%/4折 under 原费率 what was and its share."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from ingest.understand.figures.cells import Value
from ingest.understand.figures.groups import Group

_PRICES: Final = frozenset(("ratio", "money"))
_TIED: Final = re.compile(
    r"[\s(),、/|:→]*(?:收取|计收|执行)?[\s,、:]*(?:即|合|每笔|折合|折后|优惠后|实收|后|约|为|i\.e\.|or)?[\s(),:]*"
)
"""What may stand between a price and the share of the usual one that it is: 0.38%(4折), 4折(0.32%)."""


def share_of(value: Value, text: str) -> tuple[Group, Group] | None:
    """A price and the share of it, or of the usual one, that stand together in a cell; `text` is the notice."""
    prices = [g for g in value.groups if g.family in _PRICES]
    shares = [g for g in value.groups if g.family == "share"]
    if len(prices) != 1 or len(shares) != 1 or len(value.groups) != 2 or prices[0].quantities[0].qualifier:
        return None
    a, b = value.groups
    return (prices[0], shares[0]) if _TIED.fullmatch(text[a.end : b.start]) else None


def discounted(value: Value, text: str) -> Value:
    """A price and the share of the usual one that it is, as that price."""
    if not (both := share_of(value, text)):
        return value
    price, share = both
    end = max(price.end, share.end)
    end += text[end : end + 1] == ")" and text.rfind("(", 0, end) > min(price.start, share.start)
    return replace(value, groups=(replace(price, start=min(price.start, share.start), end=end),))
