"""A number in the notation of another: grouped or plain, half or full width, Chinese numerals."""

from __future__ import annotations

from decimal import Decimal

from ingest.draft.notation import number

_WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
_NARROW = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_CHINESE = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万亿")


def value_of(literal: str) -> Decimal:
    """ "1,000", "１０", "二十万" → its value."""
    return number(literal.translate(_NARROW))


def like(literal: str, value: Decimal) -> str | None:
    """`value` as `literal` is written; None where that notation can't hold it."""
    plain = f"{value.normalize():f}"
    if value < 0:
        return None
    narrow = literal.translate(_NARROW)
    if not narrow[0].isdigit():
        return digits(plain) if _positional(literal) and "." not in plain else chinese(value)
    fraction = narrow.partition(".")[2]
    if fraction.endswith("0"):  # "10.00" is written with two places, whatever they hold
        whole, _, part = plain.partition(".")
        plain = f"{whole}.{part.ljust(len(fraction), '0')}"
    if "," in narrow:
        whole, dot, part = plain.partition(".")
        plain = f"{int(whole):,}{dot}{part}"
    return plain if narrow == literal else plain.translate(_WIDE)


def chinese(value: Decimal) -> str | None:
    """20 → 二十, 10500 → 一万零五百, 3.5 → 三点五; None above 10^16."""
    whole, _, part = f"{value.normalize():f}".partition(".")
    if len(whole) > 16:
        return None
    said = _whole(int(whole))
    return said + ("点" + "".join(_CHINESE[int(d)] for d in part) if part else "")


def _whole(n: int) -> str:
    if n == 0:
        return "零"
    out, gap = "", False
    for power in range(3, -1, -1):
        group = n // 10 ** (4 * power) % 10_000
        if group == 0:
            gap = bool(out)
            continue
        out += ("零" if out and (gap or group < 1000) else "") + _group(group) + _GROUPS[power]
        gap = False
    out = out.removeprefix("一") if out.startswith("一十") else out
    return "两" + out[1:] if out == "二" or out[:2] in ("二千", "二万", "二亿") else out


def _group(n: int) -> str:
    out, gap = "", False
    for power in range(3, -1, -1):
        digit = n // 10**power % 10
        if digit:
            out += ("零" if gap and out else "") + _CHINESE[digit] + _PLACES[power]
            gap = False
        else:
            gap = True
    return out


def digits(text: str) -> str:
    """Years and shares as they are read out: 2026 → 二〇二六, 75 → 七五."""
    return "".join(_CHINESE[int(d)] if d != "0" else "〇" for d in text)


def _positional(literal: str) -> bool:
    return len(literal) > 1 and not set(literal) & set("十百千万亿点")
