"""A cell's value as a spreadsheet shows it: ECMA-376 part 1 §18.8.31 number formats, as far as notices use them.

Dates whose order of day and month can't be seen in print ("03/04/2026") are written year first: the cell knows which is
which, its print does not.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

Value = int | float | str | bool | dt.date | dt.datetime | dt.time | dt.timedelta

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式|常规)'
    r"|(?P<noon>AM/PM|A/P|上午/下午)|(?P<era>[gGeEbB](?![+-]))|(?P<date>y+|m+|d+|h+|s+|a{3,4})|(?P<fraction>(?<=s)\.0+)"
    r"|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*,*)?|\.[0#?]+,*)(?P<power>[eE][+-]0+)?|(?P<percent>%)|(?P<text>@)|(?P<other>.)",
    re.S | re.I,
)
_ELAPSED = re.compile(r"h+|m+|s+", re.I)
_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_WEEKDAYS = "一二三四五六日"
_CONDITION = re.compile(r"\[[<>=]")
_SAID = re.compile(r'"[^"]*"|\\.|\[\$[^\]]*\]')
_PLAIN = 10
"""Decimals after which a binary fraction is noise (0.1 + 0.2)."""
GENERAL = "General"


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def printed(value: Value, code: str | None) -> str:
    """What the cell shows. Formats that are not understood (fractions, colours by rule) show the plain value."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    if isinstance(value, dt.timedelta):
        return _elapsed(value, code or "")
    if isinstance(value, dt.date | dt.time):
        return _moment(value, code)
    return _number(value, code or GENERAL)


def is_date(code: str | None) -> bool:
    """Does the format show a number as a day or a time?"""
    tokens = _tokens(_sections(code)[0]) if code else ()
    return any(t.kind in ("date", "elapsed") for t in tokens) and not any(t.kind == "digits" for t in tokens)


def from_serial(serial: float, *, since_1904: bool = False) -> Value:
    """The day that a number means: days since 1899-12-30 (or 1904-01-01), which counts Lotus's 29 February 1900."""
    start = dt.datetime(1904, 1, 1) if since_1904 else dt.datetime(1899, 12, 30)
    try:
        moment = start + dt.timedelta(seconds=round(serial * 86400))
    except (OverflowError, ValueError):
        return serial
    return moment.time() if 0 <= serial < 1 else moment


@functools.lru_cache(maxsize=512)
def _sections(code: str) -> tuple[str, ...]:
    return tuple(re.findall(r'(?:"[^"]*"|\\.|[^;"\\])+|(?<=;)(?=;|$)', code)) or (code,)


@functools.lru_cache(maxsize=512)
def _tokens(section: str) -> tuple[_Token, ...]:
    found = []
    for m in _TOKEN.finditer(section):
        kind = m.lastgroup or "blank"
        if kind == "power":
            return (_Token("general", ""),)
        if kind == "bracket":
            found += _bracketed(m["bracket"])
        elif kind not in ("blank", "era"):
            found.append(_Token("literal" if kind in ("quoted", "escaped", "other") else kind, m[kind]))
    return tuple(found)


def _bracketed(inside: str) -> list[_Token]:
    """[$¥-804] shows its sign; [h] counts hours beyond a day; colours, conditions and locales show nothing."""
    if inside.startswith("$"):
        sign = inside[1:].partition("-")[0]
        return [_Token("literal", sign)] if sign else []
    return [_Token("elapsed", inside)] if _ELAPSED.fullmatch(inside) else []


# ---------------------------------------------------------------------------------------------------------- numbers


def _number(value: float, code: str) -> str:
    sections = _sections(code)
    if is_date(code):
        return _moment(_as_moment(value), code)
    if _CONDITION.search(code) or "/" in _SAID.sub("", code):
        return _general(value)
    at = 1 if value < 0 and len(sections) > 1 else 2 if value == 0 and len(sections) > 2 else 0
    tokens = _tokens(sections[at])
    shown = abs(value) if at == 1 else value
    if not any(t.kind in ("digits", "general", "text") for t in tokens):
        return "".join(t.text for t in tokens if t.kind in ("literal", "percent")).strip() or _general(value)
    try:
        return "".join(_part(t, shown, tokens) for t in _signed(tokens, shown)).strip()
    except InvalidOperation:
        return _general(value)


def _signed(tokens: tuple[_Token, ...], value: float) -> tuple[_Token, ...]:
    """A minus stands before the currency sign, as Excel shows it."""
    return (_Token("minus", "-"), *tokens) if value < 0 and _scaled(value, tokens) != 0 else tokens


def _as_moment(value: float) -> dt.date | dt.time:
    made = from_serial(value)
    return made if isinstance(made, dt.date | dt.time) else dt.time(0)


def _part(token: _Token, value: float, tokens: tuple[_Token, ...]) -> str:
    match token.kind:
        case "digits":
            first = next(t for t in tokens if t.kind == "digits")
            return _digits(abs(_scaled(value, tokens)), token.text) if token is first else ""
        case "general" | "text":
            return _general(abs(value))
        case "literal" | "percent" | "minus":
            return token.text
    return ""


def _scaled(value: float, tokens: tuple[_Token, ...]) -> Decimal:
    """The value as its digits show it: percent signs and trailing commas counted in, rounded half up."""
    pattern = next((t.text for t in tokens if t.kind == "digits"), "0")
    scaled = Decimal(repr(value)) * Decimal(100) ** sum(t.kind == "percent" for t in tokens)
    scaled = scaled.scaleb(-3 * (len(pattern) - len(pattern.rstrip(","))))
    decimals = pattern.rstrip(",").partition(".")[2]
    # the binary fraction's own noise must not decide the last digit: 0.285 is stored as 0.28499…
    noise = round(scaled, 15 - max(1, scaled.adjusted() + 1)) if scaled and scaled.adjusted() < 14 else scaled
    return noise.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)


def _digits(value: Decimal, pattern: str) -> str:
    whole, _, decimals = pattern.rstrip(",").partition(".")
    grouped = "," in whole
    integer, _, fraction = f"{value:f}".partition(".")
    least = whole.count("0")
    integer = integer.lstrip("0").rjust(least, "0")
    if grouped and integer:
        integer = f"{int(integer):,}".rjust(least, "0")
    kept = fraction[: len(decimals)]
    while len(kept) > decimals.count("0") and kept.endswith("0"):
        kept = kept[:-1]
    return (integer or ("" if kept else "0")) + (f".{kept}" if kept else "")


def _general(value: float) -> str:
    """Up to eleven digits, no exponent, no noise of binary fractions."""
    if isinstance(value, int) or value.is_integer():
        return str(int(value)) if abs(value) < 1e21 else repr(value)
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    text = f"{round(Decimal(repr(value)), _PLAIN):f}" if abs(value) >= 1e-6 else f"{Decimal(repr(value)):f}"
    return text.rstrip("0").rstrip(".")


# ------------------------------------------------------------------------------------------------ days and times


def _elapsed(value: dt.timedelta, code: str) -> str:
    seconds = round(value.total_seconds())
    hours, rest = divmod(abs(seconds), 3600)
    shown = f"{hours}:{rest // 60:02d}" + (f":{rest % 60:02d}" if "s" in code.lower() or rest % 60 else "")
    return f"-{shown}" if seconds < 0 else shown


def _moment(value: dt.date | dt.time, code: str | None) -> str:
    day = value if isinstance(value, dt.date) else None
    time = value.time() if isinstance(value, dt.datetime) else value if isinstance(value, dt.time) else dt.time(0)
    tokens = _minutes(_tokens(_sections(code)[0])) if code else ()
    if not any(t.kind in ("date", "minute") for t in tokens):
        return _year_first(day, time, timed=time != dt.time(0))
    if _ambiguous(tokens):
        return _year_first(day, time, timed=any(t.text[0] in "hHsS" for t in tokens if t.kind == "date"))
    noon = any(t.kind == "noon" for t in tokens)
    return "".join(_of_moment(t, day, time, noon) for t in tokens).strip()


def _minutes(tokens: tuple[_Token, ...]) -> tuple[_Token, ...]:
    """`m` is minutes after hours and before seconds, else months."""
    found: list[_Token] = []
    for at, token in enumerate(tokens):
        if token.kind == "date" and token.text[0] in "mM":
            before = next((t.text[0].lower() for t in reversed(found) if t.kind == "date"), "")
            after = next((t.text[0].lower() for t in tokens[at + 1 :] if t.kind == "date"), "")
            token = _Token("minute", token.text) if before == "h" or after == "s" else token
        found.append(token)
    return tuple(found)


def _ambiguous(tokens: tuple[_Token, ...]) -> bool:
    """Are day and month two bare numbers, with the year not before them?"""
    parts = [t.text.lower() for t in tokens if t.kind == "date"]
    order = [p[0] for p in parts if p[0] in "ymd" and not (p[0] == "d" and len(p) > 2)]
    named = any(p[0] == "m" and len(p) > 2 for p in parts)
    spoken = any(t.kind == "literal" and t.text.strip() in ("年", "月", "日") for t in tokens)
    whole = any(len(p) > 2 for p in parts if p[0] == "y")
    return {"m", "d"} <= set(order) and not named and not spoken and not (order[0] == "y" and whole)


def _year_first(day: dt.date | None, time: dt.time, timed: bool) -> str:
    shown = f"{day:%Y-%m-%d}" if day else ""
    clock = f"{time:%H:%M}" + (f":{time:%S}" if time.second else "")
    return f"{shown} {clock}".strip() if timed or not day else shown


def _of_moment(token: _Token, day: dt.date | None, time: dt.time, noon: bool) -> str:
    size = len(token.text)
    match token.kind, token.text[:1].lower():
        case "literal", _:
            return token.text
        case "minute", _:
            return f"{time.minute:0{min(size, 2)}d}"
        case "noon", _:
            first, _, second = token.text.partition("/")
            return second if time.hour >= 12 else first
        case "date", "h":
            return f"{(time.hour + 11) % 12 + 1 if noon else time.hour:0{min(size, 2)}d}"
        case "date", "s":
            return f"{time.second:0{min(size, 2)}d}"
    return _of_day(token.text.lower(), day) if token.kind == "date" and day else ""


def _of_day(text: str, day: dt.date) -> str:
    size = len(text)
    match text[0]:
        case "y":
            return f"{day.year % 100:02d}" if size < 3 else f"{day.year:04d}"
        case "m":
            name = _MONTHS[day.month - 1]
            return f"{day.month:0{size}d}" if size < 3 else {3: name[:3], 5: name[0]}.get(size, name)
        case "d":
            name = _DAYS[day.weekday()]
            return f"{day.day:0{size}d}" if size < 3 else name[:3] if size == 3 else name
        case "a":
            return ("" if size == 3 else "星期") + _WEEKDAYS[day.weekday()]
    return ""


_DATE = "yyyy-mm-dd"
# §18.8.30; 14 and 22 are shown in the order of the reader's country, so they are written year first
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: _DATE, 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: f"{_DATE} h:mm",
    27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: _DATE, 31: "yyyy年m月d日", 32: "h时mm分", 33: "h时mm分ss秒",
    34: "上午/下午h时mm分", 35: "上午/下午h时mm分ss秒", 36: "yyyy年m月", 37: "#,##0", 38: "#,##0", 39: "#,##0.00",
    40: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 50: "yyyy年m月", 51: "m月d日", 52: "yyyy年m月",
    53: "m月d日", 54: "m月d日", 55: "上午/下午h时mm分", 56: "上午/下午h时mm分ss秒", 57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip


def built_in(number: int) -> str:
    """The format behind a number below 164; Chinese Excel's own ones (27–36, 50–58) among them."""
    return _BUILT_IN.get(number, GENERAL)
