"""As which keys a value is read that the grammar has found: dates, times, money, ratios, terms, weekdays, phones."""

from __future__ import annotations

import datetime as dt
import functools
import re
from decimal import Decimal

from ingest.draft.notation import SCALES, number

Key = tuple[object, ...]
Match = re.Match[str]

SIGNS = {
    "HKD": r"HK\$|HKD", "USD": r"US\$|USD", "SGD": r"S\$|SGD", "AUD": r"AU?\$|AUD", "NZD": r"NZ\$|NZD",
    "CAD": r"CA?\$|CAD",
    "TWD": r"NT\$|TWD", "CNY": "RMB|CNY|人民币|¥", "GBP": "£|GBP", "EUR": "€|EUR", "INR": r"₹|Rs\.?|INR",
    "JPY": "JPY|日币",
    "MOP": r"MOP\$?", "MYR": "RM|MYR", "$": r"\$",
}  # fmt: skip
NAMES = {
    "HKD": "港元|港币|港幣|HKD", "USD": "美元|美金|USD", "TWD": "新台币|台币|TWD", "GBP": "英镑|pounds?|GBP",
    "EUR": "欧元|euros?|EUR",
    "JPY": "日元|JPY", "SGD": "新加坡元|SGD", "AUD": "澳元|AUD", "CAD": "加元|CAD", "MOP": "澳门元|MOP",
    "INR": "卢比|rupees?|INR",
    "CNY": "元|块|yuan|RMB|CNY", "$": "dollars?",
}  # fmt: skip
_DOLLARS = ("USD", "HKD", "SGD", "AUD", "NZD", "CAD", "TWD")
TERMS = {
    "workday": r"个?(?:工作|交易)日|(?:business|working) days?", "month": "个月|months?",
    "year": "周?岁|年|years?|yrs?",
    "week": "个?星期|周|weeks?", "hour": "个?小时|hours?|hrs?", "minute": "分钟|minutes?|mins?",
    "second": "秒|seconds?",
    "day": "个?自然日|天|日|(?:calendar )?days?",
}  # fmt: skip
MONTHS = {
    m: n for n, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEK = "一二三四五六日天"
_LATE = re.compile(r"(上午|下午|晚上|晚间|晚|凌晨|早上|早|中午|夜间)\s*$")


def date(y: str | int, m: str | int | None, d: str | int) -> list[Key]:
    try:
        return [("date", dt.date(int(y), int(m or 0), int(d)))]
    except ValueError:
        return []


def day(m: str | int | None, d: str | int) -> list[Key]:
    return [("md", int(m or 0), int(d))] if 1 <= int(m or 0) <= 12 and 1 <= int(d) <= 31 else []


def month(name: str) -> int | None:
    return MONTHS.get(name[:3].lower())


def clock(m: Match, hour: str, minute: str | None, period: str = "") -> list[Key]:
    h, mi = int(hour), int(minute or 0)
    before = _LATE.search(m.string, max(0, m.start() - 4), m.start())
    period = (period or (before[1] if before else "")).lower().replace(".", "")
    if h > 24 or mi > 59:
        return []
    if (period in ("pm", "下午", "晚上", "晚间", "晚", "夜间") and h < 12) or (period == "中午" and h < 3):
        h += 12
    elif period in ("am", "凌晨") and h == 12:
        h = 0
    return [("time", h % 24, mi)]


@functools.lru_cache(maxsize=256)
def currency(printed: str, *, name: bool) -> str:
    table = NAMES if name else SIGNS
    return next(code for code, pattern in table.items() if re.fullmatch(pattern, printed, re.I))


def money(n: str, scale: str | None, code: str) -> list[Key]:
    value = number(n) * SCALES.get((scale or "").lower(), 1)
    return [("money", value, c) for c in ((*_DOLLARS, "$") if code == "$" else (code,))]


def ratio(n: str, unit: str, off: str | None) -> list[Key]:
    value, unit = number(n), unit.lower()
    if unit == "折":
        return [("ratio", value / (100 if value >= 10 else 10))]
    value = value / (1000 if unit == "‰" else 10000 if unit == "‱" or unit[0] == "b" or "基点" in unit else 100)
    return [("ratio", value), *([("ratio", 1 - value)] if off else [])]


@functools.lru_cache(maxsize=256)
def _unit(printed: str) -> str:
    return next(unit for unit, pattern in TERMS.items() if re.fullmatch(pattern, printed, re.I))


def term(n: str, unit: str) -> list[Key]:
    name, value = _unit(unit), number(n)
    keys: list[Key] = [("term", value, name)]
    for big, small, factor in (
        ("year", "month", 12),
        ("day", "hour", 24),
        ("week", "day", 7),
        ("hour", "minute", 60),
        ("minute", "second", 60),
    ):
        if name == big:
            keys.append(("term", value * factor, small))
        elif name == small:
            keys.append(("term", value / factor, big))
    return [*keys, *([("day", int(value))] if unit == "日" and value <= 31 else [])]


def weekdays(first: str, more: str | None, last: str | None) -> list[Key]:
    def index(c: str) -> int:
        return min(WEEK.index(c), 6)

    if last:
        return [("weekday", (index(first) + i) % 7) for i in range((index(last) - index(first)) % 7 + 1)]
    return [("weekday", index(c)) for c in first + "".join(re.findall(f"[{WEEK}]", more or ""))]


def phone(text: str) -> list[Key]:
    """Digits that are a telephone number by their form; other numbers are left to the later rules."""
    digits = re.sub(r"\D", "", text)
    grouped = bool(re.search(r"[\d)][ -]\(?\d|^\+|\(", text.strip()))
    short = bool(re.fullmatch(r"(?:95|96|12|11|10)\d{3,4}", digits)) and not grouped
    if short or (len(digits) >= 7 and (grouped or len(digits) in (8, 10, 11) or digits[0] == "0")):
        return [("phone", digits), *([] if grouped else [("number", Decimal(digits))])]
    return []


def address(url: str) -> str:
    """An address without its scheme, "www." and closing signs."""
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", url.lower()).rstrip("./,;:")
