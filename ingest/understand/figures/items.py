"""What a figure is a figure of, in the words of the notice: the noun phrase at its side."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Final

from ingest.model import Quantity
from ingest.understand.figures.phrases import CJK, phrase, sound
from ingest.understand.figures.words import either, words

_NAME: Final = re.compile(r"[一-鿿](?:[费率额价息]|期限?|租金|押金)$")
_MEASURES = (
    r"(?:的|单笔|单日|当日|日累计|月累计|年累计|累计|每个?(?:活动日|自然[年月周日季]|[年月周日天笔次单户卡人份场项种位])|单次|合计|同一自然日|全年|全国|全活动|减半|等值|每周[一二三四五六日]|[\d.,]+[百千万]*元(?:\(含\))?及?以[上下内](?:\(含\))?|第?[一二两三四五六七八九十]{1,2}[年份笔]|(?:从|自)?第[\d一二三四五六七八九十]{1,3}[年份笔次张个](?:起|开始)?|此后|收费|最高|最低|限额|额度|手续费率?|费用|年费|工本费|利率|年利率|标准|上限|下限|起点"
    r"|起购金额|起存金额|金额|折扣|优惠|立减|名额|次数|超出部分|超过部分|日|月|年|转账|部分|限(?=$))"
)
_MEASURE: Final = re.compile(rf"之?{_MEASURES}+$")
_GENERIC: Final = re.compile(
    rf"(?:{_MEASURES}|[、和及，：])+|(?:(?:the|per|a|of|and|daily|monthly|annual|maximum|minimum"
    rf"|total|single|transaction|limit|fee|charge|rate|cap|amount|transfer)[ ,]*)+",
    re.I,
)
_AFTER_ZH: Final = re.compile(
    r"^(?:\((?:含|不含)\))?(?:的|之|以上|以下|以内|内|后)?(?!降|调|提高|升|改|变|至|为)([^,;。()、\ue000]{2,20}?)(?=予以|保持|维持|仍|不变|下调|上调|调整|提高|免收|免除|不再|减半|取消|将|由|自|为|[,;。、(]|$)"
)
_AFTER_EN: Final = re.compile(
    r"^(?:/-)?['’]?\s?(?:of (?:the |an? )?|the )?(?!(?:with|from|and|or|to|by|if|when|in|as|within|is"
    r"|are|will|shall|of|per|a|an|each|until|remains?)\b)((?:[A-Za-z][\w'’&/-]*)(?: (?!will\b"
    r"|is\b|are\b|remains?\b|shall\b|has\b|when\b|if\b|and\b|may\b|from\b|until\b"
    r"|with effect\b|per\b|ends\b|stops\b|lapses\b|goes\b|applies\b)[\w'’&/-]+){0,7})"
)


_ASIDE: Final = re.compile(
    r"\s?\((?:up|down|was|from|previously|currently|now|today|原|现)[^()]{0,24}\)(?= (?:to|of|for)\b|的)"
)
"""Behind a value what it was, before what it is a value of: "60 days (up from 30) to dispute a payment"."""
_CHARGE: Final = re.compile(r"[一-鿿]{2,12}(?:费|违约金|滞纳金)")
_WHILE: Final = re.compile(r"(?:连续|近|满|超过|不足|每)[一-鿿\d]{1,6}")
"""A length of time that was read before a charge ("连续一年未发生交易的，收取3元账户管理费")."""
_OWNED: Final = re.compile(r"(.{2,})[：，][^：，]{1,6}$")
"""An item with its owner: 保管箱年租：小箱 gives its owner to 中箱 too."""
_OWNER: Final = 24
"""Longest words of an earlier clause that may own a measure."""


_PERIODS: Final = {
    unit: re.compile(f"(?:[每单]个?(?:自然)?{sign}|{sign}累计)(?=(?:累计)?(?:限额|额度|上限|次数|笔数|金额))")
    for unit, sign in (("day", "[日天]"), ("week", "周"), ("month", "月"), ("year", "年"))
}
_SAID: Final = {"day": "每日", "week": "每周", "month": "每月", "year": "每年"}


def enough(item: str, chinese: bool) -> bool:
    if chinese and _NAME.search(item):
        return True
    return len(item) >= (3 if chinese else 4) and re.search(r"[一-鿿]{2}|[A-Za-z]{3}", item) is not None


def item_before(text: str, start: int, floor: int) -> str:
    """The noun phrase in `text[floor:start]`: the nearest clause that has one, with the one before when it is thin."""
    chinese = CJK.search(text) is not None
    clauses = re.split(
        r"[;。:]|,(?!\d{3}(?!\d)|\d\d,\d{3}(?!\d))(?![^()]*\))" if chinese else r"[;:]|,(?!\d)(?![^()]*\))|\.\s",
        text[floor:start],
    )
    own = ""
    for clause in reversed(clauses[-4:]):
        part = phrase(clause, chinese)
        if not part or (own and enough(own, chinese) and not (sound(part) and len(part) <= _OWNER)):
            continue
        joint = "：" if chinese and _GENERIC.fullmatch(own) else "，" if chinese else ", "
        own = f"{part}{joint}{own}" if own and own not in part else part
        if enough(own, chinese) and not (chinese and generic(own)):
            break
    return _short(own, chinese)


def _short(item: str, chinese: bool) -> str:
    """The last clauses of an item that grew too long for a name."""
    limit = 60 if chinese else 90
    while len(item) > limit and (cut := re.search(r"[，：]|, ", item)):
        item = item[cut.end() :]
    return item if len(item) <= limit else ""


def item_after(text: str, end: int) -> str:
    """The noun phrase that follows a quantity: "20元/月的账户管理费", "The £25 charge for a CHAPS payment"."""
    chinese = CJK.search(text) is not None
    if aside := _ASIDE.match(text, end):
        end = aside.end()
    m = (_AFTER_ZH if chinese else _AFTER_EN).match(text[end : end + 90])
    return phrase(m[1], chinese) if m else ""


@functools.cache
def _behind() -> re.Pattern[str]:
    return re.compile(rf"(?:[\w-]+ ){{0,3}}{either(list(words('phrases', 'en_nouns')))}", re.I)


def item_of(text: str, start: int, end: int, floor: int, subject: str = "", ceil: int | None = None) -> str:
    """The item of the quantity at `text[start:end]`; the words that may name it stand between `floor` and `ceil`."""
    chinese = CJK.search(text) is not None
    before, after = item_before(text, start, floor), item_after(text[:ceil], end)
    if chinese and _CHARGE.fullmatch(after) and _WHILE.fullmatch(before):
        before = after
    elif (
        chinese
        and before
        and _CHARGE.fullmatch(after)
        and not re.search("[费率额价息金]$", before)
        and after not in before
    ):
        before = f"{before}：{after}"
    elif not enough(before, chinese) or (not chinese and not sound(before) and after):
        before = after if enough(after, chinese) else before
    elif not chinese and after and _behind().match(after):
        named = after.split(",")[0]
        before = f"{before}, {named}" if " " in before else named
    if chinese and before and len(before) <= 4 and before not in subject and (m := _OWNED.match(subject)):
        return f"{m[1]}：{before}"
    if subject and before not in subject and (not before or _GENERIC.fullmatch(before)):
        owner = entity(subject) if before else subject
        before = f"{owner}{'' if not owner or not before else '：' if chinese else ', '}{before}"
    return before


def timed(item: str, quantities: Sequence[Quantity]) -> str:
    """A Chinese name taken from the value before, with its own period: 每日限额 → 每月限额 of an amount a month."""
    per = quantities[0].unit.partition("/")[2] if quantities else ""
    said = {unit for unit, found in _PERIODS.items() if found.search(item)}
    if per not in _PERIODS or len(said) != 1 or per in said:
        return item
    return _PERIODS[said.pop()].sub(_SAID[per], item, count=1)


def entity(item: str) -> str:
    """Whose figure it is, without the name of the measure: 手机银行转账单笔限额 → 手机银行转账."""
    return _MEASURE.sub("", item).rstrip("：，, ")


def generic(item: str) -> bool:
    """Does an item only say what is measured (单笔限额, the fee), not of what?"""
    return _GENERIC.fullmatch(item) is not None
