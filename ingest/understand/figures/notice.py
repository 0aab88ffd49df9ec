"""A document as the readers of figures need it: normalised text, what is closed to them, quantities, currencies."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ingest.model import Category, Document, FigureKind, Span
from ingest.text.normal import Normal, normalise
from ingest.understand.figures.closed import masked, undated
from ingest.understand.figures.currency import Money, money_of
from ingest.understand.figures.elliptic import elliptic
from ingest.understand.figures.mention import READ, Mention
from ingest.understand.figures.quantities import scan, unraised

QUOTE = 240
"""Longest quote that still points to a place, in characters."""


_DISTANCE: Final = re.compile(r"\s?(?:away|from|radius|walk|drive|of (?:the|our|your))", re.I)
_MILES: Final = re.compile(
    r"air ?miles|points|reward|redeem|earn|Avios|flyer|\bcard|bonus|expire|loyalty|mileage|\bflights?\b|\baward", re.I
)
_LENT: Final = re.compile(r"\s?(?:LTV|loan[- ]to[- ]value)\b", re.I)
_MOST_LENT: Final = re.compile(r"\b(?:up to|at most|maximum(?: of)?|no more than|not more than|limited to)\s?$", re.I)
_RATIO: Final = re.compile(r"\d\s?%")
_EARNED: Final = re.compile(r"(?:累[积计]|[获可]得|赠送|回馈|积)$")


@dataclass(frozen=True, slots=True)
class Notice:
    """`text` has the normalised text's offsets, footnote marks blanked; `closed` has dates and the like crossed out."""

    document: Document
    normal: Normal
    text: str
    closed: str
    undated: str
    """`text` with only dates and times crossed out: what names a figure."""
    money: Money
    mentions: tuple[Mention, ...]
    starts: tuple[int, ...]
    category: Category | None

    @property
    def title(self) -> str:
        """The title, normalised."""
        return normalise(self.document.title or "").text

    @property
    def about(self) -> str:
        """A word that says that prices are meant, for cells and sentences that do not."""
        return "fee" if self.category is Category.FEE_CHANGE else ""

    def usual(self, kind: FigureKind) -> FigureKind:
        """An amount of a notice on fees is a fee, of one on limits a limit."""
        if kind is not FigureKind.AMOUNT or self.category is None:
            return kind
        return {Category.FEE_CHANGE: FigureKind.FEE, Category.LIMIT_CHANGE: FigureKind.LIMIT}.get(self.category, kind)

    def within(self, start: int, end: int) -> Sequence[Mention]:
        """The quantities of a range, in offsets of the text."""
        found = self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        return [m for m in found if m.end <= end]

    def place(self, span: Span) -> tuple[int, int]:
        """A range of the document as a range of the normalised text."""
        return bisect_left(self.normal.origin, span.start), bisect_left(self.normal.origin, span.end)

    def span(self, start: int, end: int) -> Span:
        return self.normal.span(start, end)

    def quote(self, span: Span) -> str:
        return span.of(self.document.text)


def prepared(document: Document, normal: Normal, category: Category | None, closed: tuple[Span, ...]) -> Notice:
    """Read the quantities once. `closed` are document spans that other readers have taken."""
    text = unraised(normal, document.text)
    open_text = _crossed(text, normal, closed)
    shut = masked(open_text)
    money = money_of(text, document.script == "hant")
    mentions = scan(text, money, shut)
    mentions = sorted([*mentions, *elliptic(shut, mentions, money)], key=lambda m: m.start)
    mentions = [m for m in mentions if (m.family != "points" or _scores(text, m)) and not _share_lent(text, m)]
    return Notice(
        document,
        normal,
        text,
        shut,
        undated(open_text),
        money,
        tuple(mentions),
        tuple(m.start for m in mentions),
        category,
    )


def _share_lent(text: str, mention: Mention) -> bool:
    """60% LTV says which loan is meant; the most that is lent is a figure, where no rate stands beside it."""
    if mention.family != "ratio" or not _LENT.match(text, mention.end):
        return False
    line = text[text.rfind("\n", 0, mention.start) + 1 : (text.find("\n", mention.end) + 1 or len(text) + 1) - 1]
    rates = sum(not _LENT.match(line, m.end()) for m in _RATIO.finditer(line))
    return not _MOST_LENT.search(text, max(0, mention.start - 24), mention.start) or (
        rates > line.count("(") or not line.endswith(".")
    )


def _scores(text: str, mention: Mention) -> bool:
    """Do 分 and 点 mean reward points here?"""
    if mention.quantity.unit == "miles" and text[mention.start : mention.end].isascii():
        return not _DISTANCE.match(text, mention.end) and _MILES.search(text) is not None
    sign = text[mention.end - 1]
    if text[mention.start : mention.end] == "一点":
        return False
    if sign not in "点分" or _EARNED.search(text, max(0, mention.start - 6), mention.start):
        return True
    return re.search("点数|红利|积点|累点|积分|回馈|里程|哩" if sign == "点" else "积分", text) is not None


def _crossed(text: str, normal: Normal, spans: tuple[Span, ...]) -> str:
    for span in spans:
        start, end = bisect_left(normal.origin, span.start), bisect_right(normal.origin, span.end - 1)
        end = min(end, len(text))
        text = text[:start] + READ * (end - start) + text[end:]
    return text
