"""The pieces of points in time, in every form that a notice prints them: dates, hours, weekdays, notes in brackets."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Literal

from ingest.text.dates import chinese_number
from ingest.understand.windows import periods
from ingest.understand.windows.points import Point

AtomKind = Literal["date", "day", "time", "part", "next", "weekday", "note", "now", "broken"]


_MONTH_NAMES = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTH_NUMBER = {m[:3].lower(): n for n, m in enumerate(_MONTH_NAMES, 1)}
_MONTH = (
    "(?-i:" + "|".join(f"{m}|{m.upper()}|{m[:3]}\\b\\.?|{m[:3].upper()}\\b\\.?" for m in _MONTH_NAMES) + "|Sept\\b\\.?)"
)
_ORD = "(?:st|nd|rd|th)?"
_ORDINALS = ("st", "nd", "rd", "th")
_JOIN = r" ?(?:-|~|to|until|till|through|and|&|,) ?"
_Y = r"(?:19|20)\d\d"
_CN = "[一二三四五六七八九十]"
_PART = "凌晨|清晨|早上|早晨|早间|上午|中午|正午|下午|午后|傍晚|晚上|晚间|夜间|夜里|深夜|午夜|当晚|晚|早|夜"
_WEEKDAY_EN = r"Mon(?:day)?|Tue(?:s(?:day)?)?|Wed(?:nesday)?|Thu(?:rs(?:day)?)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?"
_WEEKDAY = rf"(?:周|星期|礼拜)[一二三四五六日天]|\b(?-i:{_WEEKDAY_EN}|{_WEEKDAY_EN.upper()})\b\.?"

PERIODS = periods.patterns(_MONTH)
_PERIODS = ("quarter", "halfyear", "nextmonth", "edgeday", "monthend", "soon", "tomorrow")
_FIRST = (
    r"(?:(?=[\d(即自从本公通发刊挂民今当同明次翌来去一二两三四五六七八九十零〇凌清早上中正下午傍晚夜深全整隔第均含周星礼])"
    r"|(?<![A-Za-z])(?=[jfmasondwtihbel]))"
)
"""What any atom can begin with: most characters of a text fail here at once."""

ATOM = re.compile(
    _FIRST
    + "(?:"
    + "|".join(
        (
            r"(?P<now>即日起?(?!截|内|结算|交收|到账|入账|清算|付款)|(?:今日|今天|本日)起|即时(?=暂停|停止|关闭)|即刻起|(?<!另行)(?:自|从)?(?:本)?(?:公告|通告|公示|发布|公布|刊登|刊发|挂网)(?:发布|公布|刊登|刊发|公示)?之?日起?"
            r"|\bwith immediate effect\b|\beffective immediately\b|\bnow"
            r"(?= (?:until|till|through|thru|to|-|up to|and)\b)"
            r"|\bthe date of (?:this|the) (?:notice|announcement|publication|issue)\b|\b(?:as )?(?:from|of) today\b)",
            *PERIODS,
            rf"(?P<zh>(?:(?:民国|公元)?(?P<zy>\d{{2,5}}|[一二三四五六七八九〇]{{4}})年度?|(?P<rel>今年|本年|当年|同年|明年|次年|翌年|来年|去年))?"
            rf"(?P<zm>(?<!\d)\d{{1,2}}|{_CN}{{1,2}})月份?"
            rf"(?:(?P<zd>\d{{1,2}}|{_CN}{{1,3}})(?:日|号|(?=[-~至到(起前 ]|$))|(?P<edge>底|末))?)",
            r"(?P<yedge>(?P<ey>\d{4})年(?:底|末))",
            r"(?P<lost>(?<![\d.])20\d\d(?:\d{3,4}日|\d{1,2}月\d{1,2}日)|(?<![\d.])20\d{5}(?=(?:前|起|止|至|之前|以前|开始))"
            r"|(?:(?<=[自至于到])|(?<=截至|截止))20\d{5}(?!\d)"
            r"|(?<![\d./-])(?:20\d{6,7}(?=日)(?!(?:[01]\d[0-3]\d)日)|20\d\d[/-](?!20\d\d)\d{3,4}(?![\d./-])|\d{1,2}[/-]\d{1,2}20\d\d(?!\d)|(?!20\d\d[/-])\d{3,4}[/-]20\d\d(?!\d)))",
            rf"(?P<compact>(?<!\d)(?P<cy>{_Y})(?P<cm>[01]\d)(?P<cd>[0-3]\d)(?=日|起|止|前|\s*[-~至]\s*{_Y}[01]\d[0-3]\d(?!\d))日?"
            rf"|(?<=[-~至])(?P<cy2>{_Y})(?P<cm2>[01]\d)(?P<cd2>[0-3]\d)(?!\d))",
            rf"(?P<iso>(?<![\d.])(?P<iy>{_Y}|1[0-2]\d(?=[/.]))(?P<is>[-/.])(?P<im>\d{{1,2}})(?P=is)(?P<id>\d{{1,2}})日?(?![\d]))",
            rf"(?P<num>(?<![\d.])(?P<n1>\d{{1,2}})(?P<ns>[-/.])(?P<n2>\d{{1,2}})(?P=ns)(?P<ny>{_Y}|\d\d)(?![\d]))",
            rf"(?P<dmr>(?<![\d.,])(?<!\d:)(?P<rd1>\d{{1,2}}){_ORD}"
            rf"(?P<rj>(?:{_JOIN}\d{{1,2}}{_ORD}){{0,9}}?)"
            rf"{_JOIN}(?P<rd2>\d{{1,2}}){_ORD} (?:of )?(?P<rmon>{_MONTH})(?:,? (?P<ry>{_Y}))?)",
            rf"(?P<mdr>(?P<qmon>{_MONTH}) (?P<qd1>\d{{1,2}}){_ORD} ?(?:-|to|through|and"
            rf"|&) ?(?P<qd2>\d{{1,2}}){_ORD}(?![\d:/]|,\d)(?! ?(?:am|pm|{_MONTH}))(?:,? (?P<qy>{_Y}))?)",
            rf"(?P<dm>(?<![\d.,])(?<!\d:)(?P<dd>\d{{1,2}}){_ORD}(?: day)?(?: of)?[ -]?"
            rf"(?P<dmon>{_MONTH})(?:,? ?[-' ]?(?P<dy>{_Y}|(?<=['-])\d\d(?!\d)))?)",
            rf"(?P<md>(?P<mmon>{_MONTH}) (?P<mday>\d{{1,2}}){_ORD}(?![\d:.]\d|\d)(?:,? (?P<my>{_Y}))?)",
            rf"(?P<my2>(?P<omon>{_MONTH}),? (?P<oy>{_Y}))",
            r"(?P<ampm>(?<![\d.])(?<!\d:)(?P<ah>\d{1,2})(?:[:.](?P<ami>\d\d))?(?::\d\d)? ?(?P<ap>[ap]\.?m\b\.?|noon\b"
            r"|midnight\b|nn\b|mn\b))",
            r"(?P<word>\b(?:noon|midday|midnight)\b)",
            r"(?P<hrs>(?<!\d)(?P<hh>[0-2]\d):?(?P<hm>[0-5]\d) ?(?:hrs|hours|hr|h)\b\.?)",
            rf"(?P<time>(?:(?P<part>{_PART}) ?)?(?:(?<![\d.])(?<!\d:)(?P<th>\d{{1,2}}):(?P<tm>\d\d)(?::\d\d)?(?!\d|:\d)"
            r"|(?<!\d)(?P<ch>\d{1,2}|零|〇|[一二两三四五六七八九十]{1,3})(?:时|点钟?)(?![间段效长期评积数差])(?:(?P<cmi>\d{1,2}|[一二三四五六七八九十零]{1,3})分|(?P<half>半)|(?P<quarters>[一三])刻|整|正(?![式常]))?))",
            rf"(?P<part2>(?!晚[^上间]|[早夜](?![上晨间里]))(?:{_PART})|全天|整天|全日)",
            r"(?P<next>次日|翌日|隔日|第二天|次晨|(?:the )?(?:next|following) (?:day|morning)\b)",
            rf"(?P<weekday>{_WEEKDAY})",
            r"(?P<note>\((?:[^()\n\d]{1,40}|\+ ?1[^()\n]{0,8})\)|均?含当[日天]|both (?:dates|days) inclusive"
            r"|\binclusive\b)",
            r"(?P<dayonly>(?<![\d.:])(?<!\d,)(?:(?<!,)\d{1,2}[日号]|(?<=,)\d{1,2}[日号](?=起))(?![内起]?内|均|夜|元)|(?<=[至到~、和及-])[一二三四五六七八九十]{1,3}[日号])",
            r"(?P<weak>(?<![\d/.,$¥])(?<!\d:)(?P<w1>\d{1,2})(?P<ws>[/.])(?P<w2>\d{1,2})(?![\d/%‰元折倍万亿:]|[.,]\d))",
        )
    )
    + ")",
    re.I,
)
WORTH_READING = re.compile(
    r"\d|即[日时刻]|今[日天]起|之日起|公告日|[一二三四五六七八九十]月|另行|季度"
    r"|further notice|immediate|day of|end of|until|throughout|tonight",
    re.I,
)
_NEXT_DAY = re.compile(r"次日|翌日|隔日|next day|following day|\+1", re.I)
_EXCLUSIVE = re.compile(r"不含|不包括|exclusive|excluding", re.I)
_INCLUSIVE = re.compile(r"含|包括|inclusive|including", re.I)
_QUIET_NOTE = re.compile(
    r"时间|时区|以下同|下同|time|\b[A-Z]{2,4}T\b|GMT|UTC|农历|除夕|初[一二三四五六七八九十]|eve|day|全天|起|止|零时|节|假",
    re.I,
)
_LONE_WEEKDAY = re.compile(r"\(([一二三四五六日])\)")
"""Behind a date, as in Taiwan and Hong Kong: "5/16(六)"."""
_WEEKDAY_IN = re.compile(_WEEKDAY)
_DAYS = {c: n for n, c in enumerate("一二三四五六日")} | {"天": 6}
_DAYS_EN = {d: n for n, d in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}


def weekday_number(word: str) -> int:
    """Monday is 0."""
    return _DAYS_EN[word[:3].lower()] if word.isascii() else _DAYS[word.rstrip(".")[-1]]


def _number(text: str) -> int:
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
    return _MONTH_NUMBER[name[:3].lower()]


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
    if day := _WEEKDAY_IN.search(words):
        return Atom("note", replace(point, weekday=weekday_number(day[0]), weekday_end=m.end()))
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
    days.append((m.start(keys[1]), m.end(keys[1]), int(last)))
    days = [(a, b + 2 * (m.string[b : b + 2].lower() in _ORDINALS), d) for a, b, d in days]
    atoms = [_date(m, y, _month(month), d, at=(a, b)) for a, b, d in days]
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
    if m.lastgroup in _PERIODS:
        point = periods.read(m, today, _MONTH_NUMBER)
        return [Atom("next" if point.shift else "broken" if point.broken else "date", point)]
    if m["zh"]:
        return [_chinese_date(m, today)]
    if m["time"]:
        return [_chinese_time(m)]
    if m["iso"] or m["num"] or m["compact"] or m["weak"]:
        return _numeric_dates(m, order)
    if m["dm"] or m["md"] or m["dmr"] or m["mdr"] or m["my2"]:
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
    if m["next"]:
        return [Atom("next", replace(span, shift=1))]
    if m["dayonly"]:
        day = _number(m[0][:-1])
        return [Atom("day", replace(span, day=day))] if 1 <= day <= 31 else []
    if m["yedge"]:
        return [Atom("date", replace(span, year=int(m["ey"]), month=12, edge=True))]
    if m["part2"]:
        whole = m[0] in ("全天", "整天", "全日")
        return [Atom("part", replace(span, hour=12 if m[0] in ("中午", "正午") else None, whole_day=whole))]
    return [Atom("broken", replace(span, broken=True))]
