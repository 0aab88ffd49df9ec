"""The pieces of points in time, in every form that a notice prints them: dates, hours, weekdays, notes in brackets."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Literal

from ingest.text.dates import chinese_number
from ingest.understand.windows import periods
from ingest.understand.windows.forms import MONTH_NUMBER, ORDINALS, PERIODS, WEEKDAY
from ingest.understand.windows.points import Point

AtomKind = Literal["date", "day", "time", "part", "next", "weekday", "note", "now", "broken"]


_NEXT_DAY = re.compile(r"\((?:即|为|至)?(?:次日|翌日|隔日)|next day|following day|\+ ?1", re.I)
_EXCLUSIVE = re.compile(r"不含|不包括|exclusive|excluding", re.I)
_INCLUSIVE = re.compile(r"含|包括|inclusive|includ(?:ing|ed)|counted", re.I)
_QUIET_NOTE = re.compile(
    r"时间|时区|以下同|下同|time|\b[A-Z]{2,4}T\b|GMT|UTC|农历|除夕|初[一二三四五六七八九十]|eve|day|全天|起|止|零时|节|假",
    re.I,
)
_LONE_WEEKDAY = re.compile(r"\(([一二三四五六日])\)")
"""Behind a date, as in Taiwan and Hong Kong: "5/16(六)"."""
_WEEKDAY_IN = re.compile(WEEKDAY)
_DAYS = {c: n for n, c in enumerate("一二三四五六日")} | {"天": 6}
_DAYS_EN = {d: n for n, d in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}


def weekday_number(word: str) -> int:
    """Monday is 0."""
    return _DAYS_EN[word[:3].lower()] if word.isascii() else _DAYS[word.rstrip(".")[-1]]


def _number(text: str) -> int:
    if text == "元":
        return 1  # 元月
    return int(text) if text.isascii() else chinese_number(text.replace("零", "〇"))


def _year(text: str | None) -> int | None:
    """Four digits, Chinese digits, two digits, or a year of the Republic (115 = 2026); 0 when it is none of them."""
    if not text:
        return None
    value = _number(text)
    if len(text) == 4:
        return value if 1900 <= value < 2200 else 0
    if len(text) == 2:
        return 2000 + value if value < 80 else value + 1911
    return value + 1911 if len(text) == 3 and 80 <= value < 200 else 0


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of a point: a date, a time, a weekday, a note in brackets, "the next day"."""

    kind: AtomKind
    point: Point


def _valid(year: int | None, month: int | None, day: int | None) -> bool:
    try:
        dt.date(2024 if year is None else year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return False
    return True


def _date(
    m: re.Match[str], year: int | None, month: int, day: int | None, *, at: tuple[int, int] | None = None
) -> Atom:
    start, end = at or m.span()
    if not _valid(year, month, day):
        return Atom("broken", Point(start, end, broken=True))
    return Atom("date", Point(start, end, year, month, day))


def _month(name: str) -> int:
    return MONTH_NUMBER[name[:3].lower()]


def _chinese_date(m: re.Match[str], today: dt.date) -> Atom:
    year = _year(m["zy"])
    rel = m["rel"]
    if rel in ("今年", "本年"):
        year = today.year
    elif rel in ("明年", "来年"):
        year = today.year + 1
    elif rel == "去年":
        year = today.year - 1
    day = _number(m["zd"]) if m["zd"] else None
    atom = _date(m, year, _number(m["zm"]), day)
    return replace(atom, point=replace(atom.point, next_year=rel in ("次年", "翌年"), edge=bool(m["edge"])))


def _hour(part: str | None, hour: int) -> int:
    """24-hour clock of an hour with a word for the part of the day."""
    if part in ("下午", "午后", "傍晚", "晚上", "晚间", "晚", "当晚", "夜间", "夜里", "深夜", "夜") and 1 <= hour < 12:
        night = part in ("夜间", "夜里", "深夜", "夜") and hour < 6
        return hour if night else hour + 12
    if hour == 12 and part in ("晚上", "晚间", "晚", "当晚", "夜间", "深夜", "午夜", "夜"):
        return 24
    if hour == 12 and part == "凌晨":
        return 0
    if part in ("中午", "正午") and hour < 4:
        return hour + 12
    return hour


def _time(m: re.Match[str], hour: int, minute: int, midnight: bool = False) -> Atom:
    broken = hour > 24 or minute > 59 or (hour == 24 and minute > 0)
    return Atom(
        "broken" if broken else "time",
        Point(m.start(), m.end(), hour=hour, minute=minute, midnight=midnight, broken=broken),
    )


def _chinese_time(m: re.Match[str]) -> Atom:
    if m["th"]:
        return _time(m, _hour(m["part"], int(m["th"])), int(m["tm"]))
    quarters = 15 * _number(m["quarters"]) if m["quarters"] else 0
    minute = 30 if m["half"] else _number(m["cmi"]) if m["cmi"] else quarters
    return _time(m, _hour(m["part"], 0 if m["ch"] in "零〇" else _number(m["ch"])), minute)


def _english_time(m: re.Match[str]) -> Atom:
    hour, minute, half = int(m["ah"]), int(m["ami"] or 0), m["ap"].lower().replace(".", "")
    if half in ("midnight", "mn"):
        return _time(m, 0, 0, midnight=True)
    if half in ("pm", "noon", "nn"):
        return _time(m, hour % 12 + 12 if hour <= 12 else hour, minute)
    return _time(m, hour % 12 if hour <= 12 else hour, minute)


def _note(m: re.Match[str]) -> Atom | None:
    words = m[0]
    point = Point(
        m.start(), m.end(), exclusive=bool(_EXCLUSIVE.search(words)), inclusive=bool(_INCLUSIVE.search(words))
    )
    if _NEXT_DAY.search(words):
        return Atom("note", replace(point, shift=1))
    if lone := _LONE_WEEKDAY.fullmatch(words):
        return Atom("note", replace(point, weekday=weekday_number("周" + lone[1]), weekday_end=m.end()))
    if named := _WEEKDAY_IN.findall(words):  # "(Saturday and Sunday)" behind two days: the last is that of the last
        return Atom("note", replace(point, weekday=weekday_number(named[-1]), weekday_end=m.end()))
    if re.search(r"\d", words) or not (point.exclusive or point.inclusive or _QUIET_NOTE.search(words)):
        return None
    return Atom("note", point)


def _ranged_days(m: re.Match[str], keys: tuple[str, str, str, str]) -> list[Atom]:
    """ "17 and 18 February 2026", "February 16-18, 2026": two dates (or more) that share month and year."""
    first, last, month, year = (m[k] for k in keys)
    y = int(year) if year else None
    days = [(m.start(keys[0]), m.end(keys[0]), int(first))]
    if keys[0] == "rd1" and m["rj"]:
        days += [(m.start("rj") + n.start(), m.start("rj") + n.end(), int(n[0])) for n in re.finditer(r"\d+", m["rj"])]
    named = keys[0] == "rd1" and m["rw"]
    days.append((m.start("rw") if named else m.start(keys[1]), m.end(keys[1]), int(last)))
    days = [(a, b + 2 * (m.string[b : b + 2].lower() in ORDINALS), d) for a, b, d in days]
    atoms = [_date(m, y, _month(month), d, at=(a, b)) for a, b, d in days]
    if named:
        point = replace(atoms[-1].point, weekday=weekday_number(named), weekday_end=m.end("rw"))
        atoms[-1] = replace(atoms[-1], point=point)
    if keys[0] == "qd1":
        atoms[0] = replace(atoms[0], point=replace(atoms[0].point, start=m.start()))
    atoms[-1] = replace(atoms[-1], point=replace(atoms[-1].point, end=m.end()))
    return atoms


def _english_dates(m: re.Match[str]) -> list[Atom]:
    if m["dmr"]:
        return _ranged_days(m, ("rd1", "rd2", "rmon", "ry"))
    if m["mdr"]:
        return _ranged_days(m, ("qd1", "qd2", "qmon", "qy"))
    if m["dm"]:
        return [_date(m, _year(m["dy"]), _month(m["dmon"]), int(m["dd"]))]
    if m["md"]:
        return [_date(m, _year(m["my"]), _month(m["mmon"]), int(m["mday"]))]
    if m["bare"]:
        return [_date(m, _year(m["by"]), _month(m["bmon"] or m["bmon2"]), None)]
    return [_date(m, int(m["oy"]), _month(m["omon"]), None)]


def _numeric_dates(m: re.Match[str], order: str) -> list[Atom]:
    if m["iso"]:
        return [_date(m, _year(m["iy"]), int(m["im"]), int(m["id"]))]
    if m["compact"]:
        y, mo, d = (m["cy"], m["cm"], m["cd"]) if m["cy"] else (m["cy2"], m["cm2"], m["cd2"])
        return [_date(m, int(y), int(mo), int(d))]
    if m["num"]:
        if len(m["ny"]) == 2 and m["ns"] == ".":
            return []
        month, day = (m["n1"], m["n2"]) if order == "MDY" else (m["n2"], m["n1"])
        return [_date(m, _year(m["ny"]), int(month), int(day))]
    atom = _date(m, None, int(m["w1"]), int(m["w2"]))
    return [replace(atom, point=replace(atom.point, weak=True))] if atom.kind == "date" else []


def read_atom(m: re.Match[str], order: str, today: dt.date) -> list[Atom]:
    span = Point(m.start(), m.end())
    if m.lastgroup in PERIODS:
        point = periods.read(m, today, MONTH_NUMBER)
        return [Atom("next" if point.shift else "broken" if point.broken else "date", point)]
    if m["zh"]:
        return [_chinese_date(m, today)]
    if m["time"]:
        return [_chinese_time(m)]
    if m["iso"] or m["num"] or m["compact"] or m["weak"]:
        return _numeric_dates(m, order)
    if m["dm"] or m["md"] or m["dmr"] or m["mdr"] or m["my2"] or m["bare"]:
        return _english_dates(m)
    if m["ampm"]:
        return [_english_time(m)]
    if m["hrs"]:
        return [_time(m, int(m["hh"]), int(m["hm"]))]
    if m["word"]:
        return [_time(m, 0, 0, midnight=True) if m["word"].lower() == "midnight" else _time(m, 12, 0)]
    if m["note"]:
        return [a] if (a := _note(m)) else []
    if m["weekday"]:
        return [Atom("weekday", replace(span, weekday=weekday_number(m[0].rstrip(".")), weekday_end=m.end()))]
    if m["now"]:
        return [Atom("now", replace(span, now=True))]
    if m["same"]:
        return [Atom("date", replace(span, same=True))]
    if m["next"]:
        return [Atom("next", replace(span, shift=1))]
    if m["dayonly"]:
        day = _number(m[0][:-1])
        return [Atom("day", replace(span, day=day))] if 1 <= day <= 31 else []
    if m["yedge"]:
        return [Atom("date", replace(span, year=int(m["ey"]) if m["ey"] else today.year, month=12, edge=True))]
    if m["part2"]:
        whole = m[0] in ("全天", "整天", "全日", "当日", "当天")
        return [Atom("part", replace(span, hour=12 if m[0] in ("中午", "正午") else None, whole_day=whole))]
    return [Atom("broken", replace(span, broken=True))]
