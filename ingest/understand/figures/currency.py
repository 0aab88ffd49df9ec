"""Which currency "元", "$" and "free" mean in a notice: by what it prints elsewhere."""

from __future__ import annotations

import functools
import re
from collections import Counter
from dataclasses import dataclass

from ingest.understand.figures.words import words

_MONTH_FIRST = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}, 20\d\d"
)


@dataclass(frozen=True, slots=True)
class Money:
    """ISO codes of the local "元", of the bare "$", and of what is free."""

    yuan: str = "CNY"
    dollar: str = "USD"
    home: str = "CNY"


@functools.cache
def _sorted_pattern(table: str, code: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{w})" for w in words(table, code)))


def _first(table: str, text: str, allowed: frozenset[str] | None = None) -> str | None:
    codes = [c for c in words(table) if allowed is None or c in allowed]
    return next((c for c in codes if _sorted_pattern(table, c).search(text)), None)


def _commonest(text: str) -> str | None:
    """The currency of the places that is printed most often."""
    counts = Counter({c: len(_sorted_pattern("places", c).findall(text)) for c in words("places")})
    code, n = counts.most_common(1)[0]
    return code if n else _printed(text)


def _printed(text: str) -> str | None:
    """The currency that is written most often, where no place is known."""
    counts = Counter({code: len(found.findall(text)) for code, found in _signs()})
    code, n = counts.most_common(1)[0]
    return code if n else None


@functools.cache
def _signs() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What stands for a currency beside a number, in Latin letters or as a sign."""
    latin = ((c, [w for w in t["before"] if not re.search("[一-鿿]", w)]) for c, t in words("currencies").items())
    return tuple((c, re.compile(rf"(?<![A-Za-z])(?:{'|'.join(ws)})(?=\s?\d|[.;)])")) for c, ws in latin)


@functools.cache
def _amounts(code: str) -> re.Pattern[str]:
    """A currency beside a number, or a number of the place's telephones."""
    table = words("currencies", code)
    before, after = ("|".join(table[side]) for side in ("before", "after"))
    return re.compile(rf"(?:{before})\s?\d|\d[\d,.]*\s?[百千万亿]*(?:{after})|\(852\)|\+?(?:852|853|886)[ -]")


def money_of(text: str, traditional: bool = False) -> Money:
    """Read the currencies of a notice from its normalised text. A bare "$" beside "US$" is not the US one."""
    chinese = re.search(r"[一-鿿]", text) is not None
    local = _first("yuan", text)
    if local and not traditional and not _amounts(local).search(text):
        local = None  # 港币 as one of several currencies, 香港 as a destination
    yuan = local if local and (traditional or "人民币" not in text) else "CNY"
    if traditional and not local:
        yuan = "TWD"
    dollars = frozenset({"HKD", "SGD", "TWD", "AUD", "NZD", "CAD"})
    dollar = ("$" in text and _first("places", text, dollars)) or (
        "CAD" if "US$" in text and _MONTH_FIRST.search(text) else "USD"
    )
    home = yuan if chinese else _commonest(text) or (dollar if "$" in text else "GBP")
    if not chinese and home == "USD" and dollar != "USD":
        home = dollar
    return Money(yuan, dollar, home)
