"""Bare numbers that share the unit of a quantity beside them: "3、6、12个月", "3 items a day, down from 6"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from ingest.understand.figures.mention import READ, Mention
from ingest.understand.figures.numbers import ARABIC, ENGLISH, scale_pattern, scaled, value

_SHARED = re.compile(
    rf"(?<![\d.%A-Za-z])(?<!\d,)(?P<n>{ARABIC})(?P<scale>[十百千]?万|千|亿)?\s?"
    r"(?:→|->|=>|➜|⇒|-|~|至|到|、|或|和|/| to | or | and |, )\s?$"
)


def sharing(mention: Mention, text: str) -> Iterator[Mention]:
    """The bare numbers before a quantity that share its unit: "1-10万元", "6 or 9 months", "3、6、12个月"."""
    at = mention.start
    window = text[mention.start : mention.end]
    scale = re.search(rf"\d\s?({scale_pattern()})", window)
    factor = scaled("1", scale[1]) if scale and mention.family == "money" else Decimal(1)
    last = re.match(ARABIC, window)
    same = mention.quantity.value
    while at and last and (m := _SHARED.search(text, max(0, at - 16), at)):
        number = scaled(m["n"], m["scale"])
        if m["scale"] and mention.family != "money":
            return
        if re.fullmatch(r"(?:19|20)\d\d", m["n"]) and mention.family != "money":
            return
        written = number if m["scale"] else number * factor
        if mention.family in ("ratio", "difference", "share"):
            written = number * same / value(last.group())
        elif written > same:
            written = number
        end = m.end("scale") if m["scale"] else m.end("n")
        yield replace(mention, start=m.start(), end=end, quantity=replace(mention.quantity, value=written))
        at = m.start()


_AT_TIMES: Final = (
    r"[^\d,.;()]{0,24}[;,.] ?(?:but |and )?"
    r"(?:at present|today|currently|now|until now|previously|before(?: that| now)?|so far),? "
    r"(?:you|we|it|they|there|that)(?:'s| (?:have|had|is|are|was|were|get|got|gave|give|allow|allowed|needed|need))"
    r"(?: only| just)?"
)
"""Another time at which so many held: "14 days; at present you have 21"."""
_BACK: Final = re.compile(
    r"(?:[^\d,.;()]{0,40}(?=,? (?:(?:instead|in place) of|rather than|as against|as opposed to|versus"
    r"|not|compared (?:with|to)|up from|down from)))?,?\s?\(?"
    rf"(?:(?:up|down|cut|reduced|raised|increased) from|from(?= {ENGLISH}[.,;)])|(?:instead|in place) of|rather than"
    rf"|as opposed to|versus|{_AT_TIMES}"
    r"|[;,]? ?(?:the |your )?(?:old|present|current|existing) [a-z]+ (?:said|says|was|is)|not|previously|currently"
    rf"|now|today|was|compared (?:with|to)|(?:as )?against|原为?|原来为?|此前为?|现为?)"
    rf"\s?(?:today's |(?:the |its )?(?:previous|current|present|usual|old) )?"
    rf"(?P<n>{ARABIC}|{ENGLISH})(?![\w%,.:/]\w|\w|\s?%| (?!(?:for|from|with|under|until|when)\b)[a-z]{{3,}})",
    re.I,
)


_AT_PRESENT: Final = re.compile(
    rf"[^\d.;()]{{0,30}}\s?\((?P<n>{ARABIC}) (?:at present|before|today|now"
    rf"|currently|earlier|previously|until now|so far|(?:until|till|up to) (?={READ}))",
    re.I,
)
"""Behind "6 visits a year": what it is now, in brackets."""
_FROM_HERE: Final = re.compile(r"\bfrom (?:the |your )?(?:(?:current|present|usual|old) )?$", re.I)
_TO_THERE: Final = re.compile(
    rf" to (?:only |just )?(?P<n>{ARABIC})(?=[.,;)]|$| (?:from|on|with|in|for)\b)(?![.,]\d)", re.I
)
"""Behind "from 60 days": the number that it becomes."""
_TO_HERE: Final = re.compile(r"\bto $", re.I)
_FROM_THERE: Final = re.compile(rf",? from (?P<n>{ARABIC})(?![\w%,.]\w|\w|\s?%| [a-z]{{3,}})", re.I)
"""Behind "cut to 2,000 points": the number that it was."""


def shared_back(mention: Mention, text: str) -> Iterator[Mention]:
    """A bare number behind a quantity that it is compared with: "3 items a day, down from 6"."""
    if mention.family not in ("count", "term", "ratio", "points"):
        return
    turned = _TO_HERE.search(text, max(0, mention.start - 6), mention.start)
    there = turned and _FROM_THERE.match(text, mention.end)
    if not there and _FROM_HERE.search(text, max(0, mention.start - 20), mention.start):
        there = _TO_THERE.match(text, mention.end)
    if m := there or _BACK.match(text, mention.end) or _AT_PRESENT.match(text, mention.end):
        ratio = mention.family == "ratio"
        number = value(m["n"]) / (100 if ratio else 1)
        yield replace(mention, start=m.start("n"), end=m.end("n"), quantity=replace(mention.quantity, value=number))
