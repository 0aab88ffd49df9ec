"""What comes again: "每周五、周六", "every Monday", "每月8日、18日", "10:00-22:00 each day".

Written "weekly:MO,FR", "monthly:8,18", "daily:10:00-22:00", or several of them; rules that these cannot say stay
as they are printed.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace

from ingest.understand.windows.atoms import weekday_number
from ingest.understand.windows.lexicon import beside
from ingest.understand.windows.masks import RULE
from ingest.understand.windows.points import Point

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_EN = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?"
_ABBR = r"(?-i:(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun|MON|TUE|WED|THU|FRI|SAT|SUN)\b\.?)"
_ANY_EN = rf"(?:{_EN}|{_ABBR})"
"""By its name or, in a list or a span, shortened."""
_MORE_ZH = r"(?:[、和及,至到-]|以及)?(?:每)?(?:周|星期|礼拜)?[一二三四五六日天](?![月年])"
_WEEKLY_ZH = re.compile(
    rf"(?:每个?|逢|每逢)(?:周|星期|礼拜)(?P<days>[一二三四五六日天](?:{_MORE_ZH}){{0,7}})"
    rf"|(?<![本下上这该(])(?:周|星期|礼拜)(?P<several>[一二三四五六日天](?:(?:[、和及至到-]|以及)(?:周|星期|礼拜)[一二三四五六日天]){{1,7}})"
    r"|(?<![本下上这该(\d日号])周(?P<packed>一三五|二四六|二四|五六日|六日|一二三四五|一三|三五|五六)(?![点时折元终日])"
    r"|(?<![本下上这该(\d日号])(?:周|星期|礼拜)(?P<one>[一二三四五六日天])(?=加开|延时|延长|营业时间|开放时间|服务时间|也?开门|也?营业)"
    r"|(?:每个?|逢|每逢)(?P<weekend>周末|双休日)|(?<![\d一二三四五六七八九十两几个第前后首末])(?:每个?|逢|的)(?:法定)?(?P<workdays>工作日)(?![前后内起])"
)
_WEEKLY_EN = re.compile(
    rf"\b(?:(?:every|each) |(?=(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days\b))(?P<days>{_EN}(?:(?:,? and |,? to "
    rf"|, ?| ?& ?| ?- ?| through )(?:every )?{_EN}){{0,7}})"
    rf"|\b(?P<span>{_ANY_EN}(?: (?:to|through|until) | ?[-~] ?){_ANY_EN}"
    r"(?! ?\d(?!\d?(?:[.:]\d\d)? ?(?:[ap]\.?m\b|noon|to\b|-))))"
    rf"|\b(?P<row>{_EN}(?:(?:, ?| ?& ?|,? and ){_EN}){{1,6}}"
    r"(?= only\b| each\b| every\b|,? (?:from |between )?\d{1,2}(?:[.:]\d\d)? ?(?:[ap]\.?m|noon|-|to\b)))"
    rf"|\bon (?:a|any) (?P<some>{_EN}(?:(?:, ?| or |, or ){_EN}){{0,6}})"
    rf"|\b(?P<listed>{_ABBR}(?:(?:, ?| ?& ?|,? and ){_ABBR}){{1,6}}(?! ?\d))"
    r"|\b(?:every|each|on|at|all) (?P<weekend>weekends?)\b(?! of\b)"
    r"|(?<=[,(:;] )(?P<bare>week(?:day|end)s)(?= ?(?:\d|only|from|between|[,.);]|$))"
    r"|\b(?:every|each|on|on any) (?P<weekdays>(?:weekday|(?:working|business) day)s?)\b"
    r"(?! (?:of|before|after|following))",
    re.I,
)
_MONTHLY_ZH = re.compile(
    r"(?:每个?月度?(?:的|逢)?|次月的?|每?逢(?=\d{1,2}[日号]))(?P<days>\d{1,2}(?:[日号]?(?:[、,和及]\s*(?:每月)?|[至到~-])\d{1,2}){0,15})[日号]"
)
_MONTHLY_EN = re.compile(
    r"(?<!moves from )(?<!moved from )(?<!changes from )(?<!changed from )\b(?:on )?the "
    r"(?P<days>\d{1,2}(?:st|nd|rd|th)(?:(?:, | and |, and | ?& ?| to | ?- ?)(?:the )?\d{1,2}(?:st|nd|rd"
    r"|th)){0,15}) (?:day )?of (?:each|every|the|that)"
    r" (?:following |next |subsequent |calendar ){0,3}month(?: after)?\b",
    re.I,
)
_LATER = re.compile(r"次月|following|next|subsequent|month after", re.I)
_ODD = re.compile(
    r"每[个]?(?:月|季度|季|年)(?:的)?(?:第[一二三四五\d]个?|最后一个?|首个)(?:周|星期|礼拜|工作日|自然日|交易日|月)[一二三四五六日天末]?(?:的?\d{1,2}[日号])?|每季度[末首初]月?(?:\d{1,2}日)?|每双周(?![一二三四五六日末])"
    rf"|\b(?:(?:every|each) (?:second|third|other)|(?:on |every )?alternate) {_EN}(?! (?:of|in)\b)"
    rf"|隔周(?:的?(?:周|星期)[一二三四五六日天])?|每隔一周(?:的?(?:周|星期)[一二三四五六日天])?"
    rf"|(?:\b(?:on )?(?:the|every) )?(?:{_EN} (?:following|after|before) the )?(?:1st|2nd|3rd|4th|first|second"
    rf"|third|fourth|last) (?:{_EN}|working day|business day|weekend)(?: (?:of|in) (?:each|every|the) month)",
    re.I,
)
_LIMIT = re.compile(r"(?:之|以)?[前后]")
"""Behind a day of every month: up to it something is done."""
WORTH_READING = re.compile(
    r"每|逢|周[一二三四五六日天]|星期|礼拜|工作日|次月|\b(?:every|each|on)\b|days?\b|month", re.I
)
_MOST = 60
"""Rules of one sentence or cell; more are a calendar or noise."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and where it stands (normalised offsets)."""

    start: int
    end: int
    text: str
    monthly: bool = False
    later: bool = False
    """Of the month after ("次月15日前"): a time limit, not when something takes place."""


def _weekly(days: list[int]) -> str:
    return "weekly:" + ",".join(DAYS[d] for d in sorted(set(days)))


def _named_days(words: str, pattern: str) -> list[int]:
    """Day numbers of a list; "Monday to Friday" and 周一至周五 are filled up."""
    out: list[int] = []
    last_end = 0
    for m in re.finditer(pattern, words, re.I):
        day = weekday_number(m[0] if m[0].isascii() else "周" + m[0][-1])
        joiner = words[last_end : m.start()]
        if out and re.search(r"至|到|-|\bto\b|through", joiner):
            between = range(out[-1] + 1, day) if day > out[-1] else [*range(out[-1] + 1, 7), *range(day)]
            out.extend(between)
        out.append(day)
        last_end = m.end()
    return out


def _numbers(words: str) -> list[int]:
    """The days of a list ("8日、18日") or of a run ("8日至12日", "8th to the 12th")."""
    out: list[int] = []
    last_end = 0
    for m in re.finditer(r"\d{1,2}", words):
        if out and re.search(r"[至到~-]|\bto\b", words[last_end : m.start()]):
            out.extend(range(out[-1] + 1, int(m[0])))
        out.append(int(m[0]))
        last_end = m.end()
    return out


def find_rules(text: str, start: int, end: int) -> list[Rule]:
    """The rules of recurrence in `text[start:end]`, hours aside."""
    if not WORTH_READING.search(text, start, end):
        return []
    return [replace(r, start=r.start + start, end=r.end + start) for r in _rules(text[start:end])]


@functools.lru_cache(maxsize=1024)
def _rules(text: str) -> tuple[Rule, ...]:
    out: list[Rule] = []
    for m in _ODD.finditer(text):
        out.append(Rule(m.start(), m.end(), m[0].strip()))
    for m in _WEEKLY_ZH.finditer(text):
        named = m["days"] or m["several"] or m["packed"] or m["one"]
        rest = [0, 1, 2, 3, 4] if m["workdays"] else [5, 6]
        days = _named_days(named, "[一二三四五六日天]") if named else rest
        out.append(Rule(m.start(), m.end(), _weekly(days)))
    for m in _WEEKLY_EN.finditer(text):
        words = m["days"] or m["row"] or m["span"] or m["some"] or m["listed"]
        days = (
            _named_days(words, _ANY_EN)
            if words
            else [5, 6]
            if m["weekend"] or (m["bare"] or "").lower() == "weekends"
            else [0, 1, 2, 3, 4]
        )
        out.append(Rule(m.start(), m.end(), _weekly(days)))
    for pattern in (_MONTHLY_ZH, _MONTHLY_EN):
        for m in pattern.finditer(text):
            numbers = [str(n) for n in _numbers(m["days"]) if 1 <= n <= 31]
            later = bool(_LATER.search(m[0]) or _LIMIT.match(text, m.end()))
            out.append(Rule(m.start(), m.end(), "monthly:" + ",".join(numbers), monthly=True, later=later))
    rules = sorted(_apart(out[:_MOST]), key=lambda r: r.start)
    rules = [r for r in rules if not beside("rule_excepted").match(text, r.end)]
    held = [r for r in rules if not beside("rule_denied").search(text, max(0, r.start - 24), r.start)]
    return tuple(held if held and len(held) < len(rules) else rules)


def without_rules(text: str, start: int, end: int) -> str:
    """`text` with the rules of `text[start:end]` hidden: the days of "每月8日、18日" are no dates. Same length."""
    for rule in find_rules(text, start, end):
        text = text[: rule.start] + RULE * (rule.end - rule.start) + text[rule.end :]
    return text


def _apart(rules: list[Rule]) -> list[Rule]:
    """Without those that lie inside an earlier one of the list."""
    kept: list[Rule] = []
    for rule in rules:
        if not any(k.start <= rule.start and rule.end <= k.end for k in kept):
            kept.append(rule)
    return kept


def daily(hours: tuple[Point, Point]) -> str | None:
    """Hours of each day: "daily:10:00-22:00"."""
    left, right = hours
    if left.hour is None or right.hour is None:
        return None
    last = 24 if right.midnight else right.hour
    return f"daily:{left.hour:02}:{left.minute:02}-{last:02}:{right.minute:02}"


def written(rules: list[Rule], hours: tuple[Point, Point] | None) -> str | None:
    """The rules and the hours of a window in one string; None when there are none."""
    named = [r.text for r in rules if r.text.startswith(("weekly:", "monthly:"))]
    odd = [r.text for r in rules if r.text not in named]
    times = daily(hours) if hours else None
    if odd and not named:
        return " ".join([*odd, times.removeprefix("daily:")] if times else odd)
    return " ".join([*named[:1], *([times] if times else [])]) or None
