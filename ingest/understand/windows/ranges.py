"""Stretches of time: two points and the words between them, or one point and the words before and behind it.

`Stretch` is what the words say ("from the 1st", "until the 5th", "22:00 to 6:00 next day");
`years` makes moments of it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.understand.windows.hours import days_with_hours, hours_of_each
from ingest.understand.windows.lexicon import Words, beside
from ingest.understand.windows.masks import RULE
from ingest.understand.windows.points import Point
from ingest.understand.windows.stretch import Shape, Stretch

_ONLY_THEN = re.compile(r"份?[^,，。;；\d]{0,12}?(?:才|方可|方能|方会|方始)")
"""Behind a day up to which nothing happens ("要到12月才…"): it happens from then on."""
_OPENS = re.compile(r"\bopen|营业|开放", re.I)
_EACH_AT = re.compile(r", ?(?:each time |always )?at (?=\S+(?: ?[ap]\.?m\.?)?$)|[,(]?(?:每次|每天|均)(?:于|在)?")
"""Behind the last of days that come again ("every Thursday from 7 January to 25 March, at noon"): the hour of each."""
_DOORS = re.compile(
    r"\b(?:open|clos|shut|finish|end)(?:e?s|ing)?\b|\bclosed?\b|提前|提早|延[长后迟]|顺延|推迟|营业|开放|关门|打烊",
    re.I,
)
"""Between the last of several days and an hour: what happens at that hour on each of them."""
_IN = re.compile(r"\b(?:in|for|over|during|throughout|across|between)\s+(?:the months? of\s+)?$", re.I)
_OF_THEN = re.compile(r"(?:以后|之后)(?:\(含[^()]{0,4}\))?新?[^,，。;；\d]{1,8}的")
"""Behind the first of a month: what is issued, opened, bought from that day on."""
_HOLDS_THEN = re.compile(
    r"(?:以后|之后)(?:\(含[^()]{0,4}\))?[,，]?(?![^。;；]{0,30}(?:不(?:再|予|得|能)|逾期|停止|终止|失效|作废|清零))"
    r"[^。;；]{0,24}?(?:一律|均|都|全部|统一|恢复|回到|改|按|执行|适用|收|实行|降|升)"
)
"""Behind the first of a month: what holds from that day on."""
_RULE_IN = re.compile(rf"{RULE} ?(?:in|of|during|throughout) $")
"""Before a month that days which come again fill ("every Saturday in June")."""
_RESTORED = re.compile(r"后[,，]?[^,，。;；]{0,8}恢复(?![收按])")
"""Behind an hour: what was down comes back."""
_FREE_THEN = re.compile(r"[^,，。;；\d]{0,16}(?:全免|免收|免费|减半|减免)")
"""Behind a quarter: what is not charged throughout it."""
_BACK = re.compile(r"(?:起|将|均|全部|统一)*(?:恢复|正常|照常|如常|复业|重新)")
"""Behind a bare day: what was shut before it is back."""
_ON_THE = re.compile(r"\b(?:on|from|until|by) the $", re.I)
_NEXT_TO = re.compile(r" (?:before|after|following|preceding|prior|in question)\b", re.I)
"""Behind a weekday: which one is meant is told by something else."""
_MOST = 100
"""Windows of one sentence or cell; a place with more is a calendar, not a statement."""


def _gap(points: list[Point], at: int, text: str) -> str:
    return text[points[at].end : points[at + 1].start]


def _is_range(left: Point, right: Point, gap: str, words: Words, before: str, behind: str) -> bool:
    """Does `gap` join two points into one stretch?"""
    if left.broken and right.broken:
        return False
    if words.to.fullmatch(gap):
        return True
    if not gap.strip():  # two columns of a table that came as text: "16日22:00 17日6:00"
        return left.dated and left.timed and right.dated and right.timed
    if (words.conjunction.fullmatch(gap) or gap == " or ") and _whole_month(left) and _whole_month(right):
        return bool(_IN.search(before))  # "waived in May and June 2026"
    if words.conjunction.fullmatch(gap):
        later = right.dated or (right.day is not None and not right.timed)
        return bool(words.between.search(before)) or (left.dated and later and words.consecutive(left, right))
    if not ((left.dated or left.now) and right.dated):
        return False
    ends = words.lead(before)
    if ends and ends[0] == "until":
        return False
    if words.long_to.fullmatch(gap) and (not words.shuts.search(gap) or words.opened.search(before)):
        return True
    return bool(words.starts_then.fullmatch(gap) and words.ends.match(behind))


def _whole_month(point: Point) -> bool:
    return point.month is not None and point.day is None and not point.edge


def find_stretches(points: list[Point], text: str, start: int, end: int, words: Words) -> list[Stretch]:
    """The stretches of `text[start:end]`, in order; hours without a date are stretches without dates."""
    out: list[Stretch] = []
    at = 0
    while at < len(points) and len(out) < _MOST:
        point = points[at]
        before = text[max(start, point.start - 40) : point.start]
        behind = text[points[at + 1].end : points[at + 1].end + 6] if at + 1 < len(points) else ""
        if at + 1 < len(points) and _is_range(point, points[at + 1], _gap(points, at, text), words, before, behind):
            stretch, used = _ranged(points, at, text, start, end, words)
        else:
            gap = text[out[-1].end : point.start] if out else ""
            listed = bool(out) and bool(words.conjunction.fullmatch(gap) or _starts_clause(gap, text, point))
            stretch, used = _single(point, text, start, end, words, listed), 1
        if stretch:
            out.append(stretch)
        at += used
    out = _closing_early(out, text, words)
    return days_with_hours(_from_and_until(hours_of_each(out, text, words), text, end, words), text, words)


def _closing_early(stretches: list[Stretch], text: str, words: Words) -> list[Stretch]:
    """ "On 24 and 31 December we shut at 1pm": the hour behind the last of several days is that of each."""
    out = list(stretches)
    for at in range(len(out) - 1, 0, -1):
        one, two = out[at - 1], out[at]
        if not (one.shape is two.shape is Shape.POINT and one.first and two.first):
            continue
        listed = one.first.day and not one.first.timed and two.first.day and two.first.timed
        if not listed or not words.conjunction.fullmatch(text[one.end : two.start]):
            continue
        if _DOORS.search(text, two.first.start, two.first.end):
            clock = two.first
            day = replace(one.first, hour=clock.hour, minute=clock.minute, midnight=clock.midnight)
            out[at - 1] = replace(one, first=day)
    return out


def _from_and_until(stretches: list[Stretch], text: str, end: int, words: Words) -> list[Stretch]:
    """One window told in two clauses: "自1日起停收,3日9:00恢复", "1日开始,3日24:00关闭"."""
    out: list[Stretch] = []
    for s in stretches:
        before = out[-1] if out else None
        if before and (how := _closes(before, s, text, end, words)):
            out[-1] = replace(before, shape=Shape.RANGE, last=s.first or s.last, end=s.end, away=how == "resumes")
            if how == "ends":
                continue
        out.append(s)
    return out


def _closes(one: Stretch, two: Stretch, text: str, end: int, words: Words) -> str | None:
    """How the clause of `two` goes on with what `one` begins: it "ends" it, or things "resume" then."""
    point = two.first or two.last
    if one.shape not in (Shape.FROM, Shape.POINT) or one.first is None or one.first.now or point is None or two.hours:
        return None
    later = point.dated or point.weekday is not None or (point.shift and one.first.timed)
    if two.shape not in (Shape.UNTIL, Shape.POINT) or point.broken or not later:
        return None
    gap = text[one.end : two.start]
    if words.reopens.fullmatch(gap) and one.first.timed and point.timed:
        return "ends" if two.shape is Shape.UNTIL else "resumes"
    begins = one.shape is Shape.FROM
    if not (begins or (one.first.timed and point.timed)) or not later or not words.next_clause.fullmatch(gap):
        return None
    behind = text[two.end : min(end, two.end + 8)]
    till = two.shape is Shape.UNTIL and words.till.search(text[two.start : two.end])
    if begins and (words.ends.match(behind) or till):
        return "ends"
    paused = words.pauses.search(text[one.end : two.start])
    return "resumes" if paused and point.timed and words.resumes.match(behind) else None


def _ranged(points: list[Point], at: int, text: str, start: int, end: int, words: Words) -> tuple[Stretch | None, int]:
    first, last = points[at], points[at + 1]
    used = 2
    hours = None
    while at + used < len(points) and words.to.fullmatch(text[last.end : points[at + used].start]):
        third = points[at + used]
        if not third.dated and third.timed and last.timed and first.dated and not first.timed:
            hours = (replace(last, year=None, month=None, day=None), third)
            last = replace(last, hour=None, minute=0, end=third.end)
        elif not words.list_of_days(first, last, third):
            break
        else:
            last = third
        used += 1
    while at + used < len(points) and _next_of_list(points[at + used], last, first, text, words):
        last = points[at + used]
        used += 1
    if (
        first.weak
        and last.weak
        and not words.label.search(text[max(start, first.start - 24) : first.start])
        and not (text[start : first.start].rstrip().endswith(":") and words.alone.match(text[last.end : end]))
    ):
        return None, used
    if not first.timed and last.timed and _of_each(last, text, start, end):
        last = replace(last, hour=None, minute=0, midnight=False)
    return _worded(Shape.RANGE, first, last, text, start, end, words, hours), used


def _of_each(last: Point, text: str, start: int, end: int) -> bool:
    """Is the hour behind the last day of several that of each ("From 21 to 24 May our lines close at 6pm")?"""
    again = RULE in text[start:end] and _EACH_AT.search(text, last.start, last.end)
    return bool(again or _DOORS.search(text, last.start, last.end))


def _next_of_list(point: Point, last: Point, first: Point, text: str, words: Words) -> bool:
    """Another day of a run of days ("17日、18日和19日")."""
    gap = text[last.end : point.start]
    if _whole_month(first) and _whole_month(last) and _whole_month(point):
        return bool(words.conjunction.fullmatch(gap))
    return (
        bool(words.conjunction.fullmatch(gap))
        and not first.timed
        and not point.timed
        and words.consecutive(last, point)
    )


def _starts_clause(gap: str, text: str, point: Point) -> bool:
    """ "1日、2日休息,3日起正常营业": a bare day that opens a clause and the start of something."""
    begins = text[point.end : point.end + 1] == "起" or point.timed or _BACK.match(text, point.end)
    return gap[-1:] in (",", ";", "自", "从", "于") and bool(begins) and "。" not in gap


def _single(point: Point, text: str, start: int, end: int, words: Words, listed: bool) -> Stretch | None:
    """A lone point; a bare day ("18日") only in a list behind a date, a bare weekday only with its hour."""
    back = point.shift and words.resumes.match(text, point.end, end)
    named = point.timed and (point.weekday is not None or back)
    if point.weekday is not None and not (point.dated or point.day):
        named = (named or _ON_THE.search(text, start, point.start)) and not _NEXT_TO.match(text, point.end, end)
    if not point.dated and not point.broken and not (listed and point.day) and not named:
        return None
    if point.weak or (point.now and words.relative.match(text, point.end, end)):
        return None
    return _worded(Shape.POINT, point, None, text, start, end, words, None)


def _worded(
    shape: Shape,
    first: Point,
    last: Point | None,
    text: str,
    start: int,
    end: int,
    words: Words,
    hours: tuple[Point, Point] | None,
) -> Stretch | None:
    """With the words around it, that decide the shape of a single point."""
    stop = (last or first).end
    before, behind = text[max(start, first.start - 56) : first.start], text[stop : min(end, stop + 40)]
    lead, tail = words.lead(before), words.tail(behind)
    lead_word = lead[1] if lead else ""
    begin = first.start - (lead[2] if lead else 0)
    finish = stop + (tail[1] if tail and tail[0] != "during" else 0)
    if shape is Shape.RANGE and last and words.moved.search(before):
        return Stretch(Shape.POINT, last.start, finish, last)
    if shape is Shape.RANGE and last and lead and lead[0] == "from" and _opens_daily(first, last, text):
        day = replace(first, hour=None, minute=0, midnight=False)
        return Stretch(Shape.FROM, begin, finish, day, None, (_clock(first), last), lead_word)
    if shape is Shape.RANGE and last and not first.timed and not last.dated and words.last_lead.search(before):
        clock = replace(first, hour=last.hour, minute=last.minute, midnight=last.midnight, end=last.end)
        return Stretch(Shape.UNTIL, begin, finish, None, clock, None, lead_word)
    if shape is Shape.RANGE:
        return Stretch(shape, begin, finish, first, last, hours, lead_word)
    if first.month is not None and first.day is None and not first.edge:
        if (lead and lead[0] == "during") or (tail and tail[0] == "during") or _RULE_IN.search(before):
            return Stretch(Shape.RANGE, begin, stop, first, first, hours)
        if not (lead or tail) and first.months > 1 and _FREE_THEN.match(behind):
            return Stretch(Shape.RANGE, begin, stop, first, first, hours)
        if not (lead or tail):
            return None
    if first.timed and lead and lead[0] == "from" and _DOORS.search(text, first.start, first.end):
        first = replace(first, hour=None, minute=0, midnight=False)
    kind = _shape(lead[0] if lead else None, tail[0] if tail else None, first)
    if kind is Shape.POINT and first.same and not first.timed:
        return None  # "the same day" says when something follows
    if kind is Shape.UNTIL and words.back_by.search(before):
        kind = Shape.POINT
    elif kind is Shape.POINT and (
        words.last_lead.search(before) or words.sooner.match(behind) or _last_of(first, text)
    ):
        kind = Shape.UNTIL
    only_then = kind is Shape.UNTIL and not tail and _ONLY_THEN.match(behind)
    if only_then and first.day is None:
        return None  # no day, and only said in passing
    turns = only_then or words.turn.match(behind) or words.not_until.search(before)
    if (kind is Shape.UNTIL and turns) or (kind is Shape.AFTER and words.first_of.search(before)):
        kind = Shape.FROM
    if kind is Shape.AFTER and first.timed and _RESTORED.match(behind):
        kind = Shape.FROM
    if kind is Shape.AFTER and first.day == 1 and (_OF_THEN.match(behind) or _HOLDS_THEN.match(behind)):
        kind = Shape.FROM
    if kind is Shape.AFTER and tail and not lead:
        lead_word = behind[: tail[1]].strip()
    strict = kind is Shape.UNTIL and lead_word in words.strict and not (first.edge or first.inclusive)
    if kind is Shape.UNTIL:
        return Stretch(kind, begin, finish, None, first, None, lead_word, strict or first.exclusive)
    return Stretch(kind, begin, finish, first, None, None, lead_word)


def _last_of(point: Point, text: str) -> bool:
    """ "On 11 September the last collection is at 2pm"."""
    return point.timed and beside("last_of").search(text, point.start, point.end) is not None


def _opens_daily(first: Point, last: Point, text: str) -> bool:
    """ "From 1 June our branch will open from 10 am to 2 pm": the hours are those of each day."""
    hours = first.dated and first.timed and last.timed and not last.dated and not last.day and not last.shift
    return hours and _OPENS.search(text, first.start, first.end) is not None


def _clock(point: Point) -> Point:
    return Point(point.start, point.end, hour=point.hour, minute=point.minute, midnight=point.midnight)


def _shape(lead: str | None, tail: str | None, point: Point) -> Shape:
    if lead == "point" and tail not in ("from", "end", "before"):
        return Shape.POINT
    if lead == "after" or (lead == "today" and point.dated and tail != "from"):
        return Shape.AFTER if lead == "after" else Shape.TODAY
    if tail in ("before", "end"):
        return Shape.UNTIL
    if lead == "until" and tail != "from":
        return Shape.UNTIL
    if tail == "after" and lead != "from":
        return Shape.FROM if point.inclusive else Shape.AFTER
    if lead == "from" or tail == "from" or point.now:
        return Shape.FROM
    return Shape.POINT
