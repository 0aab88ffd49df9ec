"""Values where a text writes them, and another value in the same notation.

A value found is a whole one: "30元" is no part of "130元". What a place says is read by the grammar of `draft.atoms`,
so that every notation which the drafts may use is known here too; what is written is read back before it counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ingest.draft.atoms import keys
from ingest.draft.grammar import CURRENCY_NAME, CURRENCY_SIGN, SCALE, TERM
from ingest.draft.readings import Key
from ingest.model import Span
from ingest.review.numerals import like, value_of

_D = "[0-9０-９]"
_NUM = rf"{_D}{{1,3}}(?:[,，]{_D}{{3}})+(?![0-9０-９])(?:[.．]{_D}+)?|{_D}+(?:[.．]{_D}+)?"
_CN = "[零〇一二三四五六七八九十百千万亿两]+(?:点[零一二三四五六七八九]+)?"
_STARTS = r"(?<![0-9０-９A-Za-z_])(?<![0-9０-９][.．,:：])(?<![０-９]，)"
_ENDS = r"(?![0-9０-９])(?![.．:：]" + _D + r")(?![,，]" + _D + r"{3}(?![0-9０-９]))"
_SHARE = r"%|％|‰|‱|折|個?个?百分点|个?百分點|percentage\s+points?|per\s?cent\b|个?基点|basis\s+points?|bps?\b|BP\b"
_COUNT = (
    r"次|筆|笔|張|张|份|倍|户|戶|名|位|人|積分|积分|分|点|點|卡|角|里程"
    r"|times?\b|points?\b|transactions?\b|cards?\b|persons?\b|miles?\b"
)
_MONEY = rf"(?:{SCALE})?\s*[余多]?\s*(?:{CURRENCY_NAME}|港幣|萬元|億元)"
_UNIT = rf"(?:{_SHARE}|{_MONEY}|{TERM}|(?:{SCALE})?\s*(?:{_COUNT})|{SCALE})"
_NUMBER = re.compile(
    rf"(?:(?P<parts>[百千万萬])分之(?P<part>{_NUM}|{_CN}))"
    rf"|(?:(?<![A-Za-z])(?P<sign>{CURRENCY_SIGN}|￥)\s*(?P<signed>{_NUM}){_ENDS}\s*(?:{_UNIT})?(?:\s*off\b)?)"
    rf"|(?:{_STARTS}(?P<plain>{_NUM}){_ENDS}\s*-?\s*(?:{_UNIT})?(?:\s*off\b)?)"
    rf"|(?:(?<![第零〇一二三四五六七八九十百千万亿两点])(?P<chinese>{_CN})\s*(?:{_UNIT}))",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Written:
    """A number with its unit where a text writes it. `literal` is the number alone."""

    span: Span
    literal: Span
    keys: frozenset[Key]


def numbers(text: str) -> Iterator[Written]:
    """Every number of `text` with its unit, left to right; each character belongs to one at most."""
    for match in _NUMBER.finditer(text):
        group = next(name for name in ("part", "signed", "plain", "chinese") if match[name])
        end = match.start() + len(match[0].rstrip())
        yield Written(Span(match.start(), end), Span(*match.span(group)), keys(text[match.start() : end]))


def rewritten(
    text: str, at: Written, old: Key, new: Key, *, printed: tuple[str, str] | None = None, paid: bool = False
) -> str | None:
    """The words at `at` with `new` in the place of `old`, in the same notation; None where it can't be said so.

    `printed`: how the notices print the old and the new number: where the text writes the old one so, it writes the
    new one so too. `paid`: the values are the share that is paid, and "20% off" tells what is saved."""
    literal = at.literal.of(text)
    before, after = text[at.span.start : at.literal.start], text[at.literal.end : at.span.end]
    saved = paid and after.lower().endswith("off")
    for written in _candidates(literal, _amount(old, saved), _amount(new, saved), printed):
        if new in (said := keys(before + written + after)) and old not in said:
            return before + written + after
    return None


def _candidates(
    literal: str, was: Decimal | None, becomes: Decimal | None, printed: tuple[str, str] | None
) -> Iterator[str]:
    if printed and printed[0] == literal:
        yield printed[1]
    if was and becomes is not None and (written := like(literal, _short(value_of(literal) * becomes / was))):
        yield written


def _amount(key: Key, saved: bool) -> Decimal | None:
    value = key[1] if len(key) > 1 and isinstance(key[1], Decimal) else None
    return 1 - value if saved and value is not None else value


def _short(value: Decimal) -> Decimal:
    """Without what a division leaves behind the twelfth place."""
    return round(value, 12).normalize()
