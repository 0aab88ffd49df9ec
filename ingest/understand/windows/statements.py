"""One place of the text → the windows that it states."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.model import Category, EndKind, FlagCode, Moment, WindowRole
from ingest.understand.windows import durations, recurrence, years
from ingest.understand.windows.around import hours_within, meanwhile, of_those_above, with_hours, with_rules
from ingest.understand.windows.asides import beside_the_point
from ingest.understand.windows.borders import borders
from ingest.understand.windows.candidates import Found, lasts
from ingest.understand.windows.clauses import ended_together, ends_those_above, joined
from ingest.understand.windows.conditions import Verdict, asked_after
from ingest.understand.windows.context import Place
from ingest.understand.windows.credible import credible
from ingest.understand.windows.doors import with_open_hours
from ingest.understand.windows.events import with_event
from ingest.understand.windows.flags import flag
from ingest.understand.windows.hours import only_hours
from ingest.understand.windows.left_out import without_exceptions
from ingest.understand.windows.lexicon import beside
from ingest.understand.windows.listed import goes_with, is_joined, led_by, others_than
from ingest.understand.windows.notice import Notice
from ingest.understand.windows.stretch import Shape, Stretch
from ingest.understand.windows.subjects import subject
from ingest.understand.windows.to_do import still_to_do
from ingest.understand.windows.undated import keep_rules

_R = WindowRole
_STATES = (_R.OUTAGE, _R.CLOSURE, _R.RESUME, _R.AS_OF)
_CLOSING = (Category.HOLIDAY_HOURS, Category.MAINTENANCE)
_CHANGES = (
    Category.FEE_CHANGE, Category.RATE_CHANGE, Category.LIMIT_CHANGE, Category.TERMS_CHANGE, Category.REWARDS_RULE,
    Category.WEALTH_DISCLOSURE, Category.CHANNEL_CHANGE,
)  # fmt: skip
_OFFERS = (Category.PROMOTION, Category.REWARDS_RULE)
_HOLIDAY = 20
_WEEKEND = dt.timedelta(days=3)
_MOST = 300
"""Windows of one notice that are looked at."""


def read_place(notice: Notice, place: Place, stretches: list[Stretch]) -> None:
    if len(notice.found) >= _MOST:
        return
    rules = recurrence.find_rules(notice.text, place.start, max(place.end, place.told[1]))
    exceptions, stretches = without_exceptions(notice, place, stretches)
    stretches = list(_on_named_days(notice, stretches))
    hours = of_those_above(notice, place, [s for s in stretches if only_hours(s)]) or notice.hours_over(place)
    dated = [s for s in stretches if not only_hours(s) and (not notice.history(place, s) or _malformed(s))]
    got: list[Found] = []
    for s in dated:
        others = others_than(dated, s, notice.text)
        like = got[-1] if got and goes_with(got[-1], s, notice.text) else led_by(notice, place, s, got)
        f = _found(notice, place, s, others, like)
        if f is None and got and is_joined(got[-1], s, notice.text):
            f = _found(notice, place, s, others, got[-1])
        if f:
            got.append(f)
    got = _back(notice, ended_together(notice.text, joined(notice.text, got)))
    got = with_hours(notice, place, got, hours, rules)
    only_gaps = bool(got) and all(f.role is _R.CLOSURE and _is_gap(notice, f) for f in got)
    got = with_rules(notice, place, got, [] if only_gaps else rules, exceptions)
    got = list(with_open_hours(notice, with_event(notice, place, got)))
    got, ended = ends_those_above(notice.text, got, notice.found)
    for f in ended:
        at = next(n for n, o in enumerate(notice.found) if o.start == f.start and o.role is f.role)
        notice.found[at] = f
    if not got and not ended:
        got = hours_within(notice, place, hours)
    if not (got or ended) and (away := meanwhile(notice, place, rules, hours)):
        notice.found.append(away)
        return
    if not got or (rules and only_gaps):
        notice.remember_hours(place, hours)
        keep_rules(notice, place, stretches, rules, hours)
    notice.found.extend(got)


def _on_named_days(notice: Notice, stretches: list[Stretch]) -> Iterator[Stretch]:
    """ "Weekend of 13-14 June: 6pm Friday to 7am Monday": the printed days say which Friday and Monday are meant."""
    named = [s for s in stretches if only_hours(s) and all(p and p.weekday is not None for p in (s.first, s.last))]
    frames = [s for s in stretches if s.shape is Shape.RANGE and s.first and s.first.day and not s.first.timed]
    around = _dates(notice, frames[0]) if len(frames) == 1 and named else None
    if around is None or not (around.first and around.last) or around.last.day - around.first.day > _WEEKEND:
        yield from stretches
        return
    for s in stretches:
        if s in named and s.first and s.last:
            ends = (years.weekday_near(around.last.day, p.weekday or 0) for p in (s.first, s.last))
            first, last = (
                replace(p, year=day.year, month=day.month, day=day.day)
                for p, day in zip((s.first, s.last), ends, strict=True)
            )
            yield replace(s, first=first, last=last)
        elif s is not frames[0]:
            yield s


def _back(notice: Notice, got: list[Found]) -> list[Found]:
    """ "1日至4日不开库,5日起每天…开库": what is closed until a day and on from then is back."""
    if notice.category not in _CLOSING:
        return got
    shut = [f.last.day for f in got if f.role in _STATES and f.last]
    return [replace(f, role=_R.RESUME) if _goes_on(f) and f.first and _follows(f.first.day, shut) else f for f in got]


def _goes_on(f: Found) -> bool:
    if f.role is _R.CLOSURE and f.stretch.shape is Shape.FROM and f.last is None:
        return True  # "1日至5日暂停,6日起办理"
    return f.last is None and f.role in (_R.EFFECTIVE, _R.RESERVATION, _R.COLLECTION, _R.EXCHANGE) and not f.condition


def _follows(day: dt.date, ends: list[dt.date]) -> bool:
    return any(0 <= (day - end).days <= 1 for end in ends)


def _months(dates: years.Dates) -> bool:
    """Longer than any holiday."""
    return bool(dates.first and dates.last and (dates.last.day - dates.first.day).days > _HOLIDAY)


def _vague(s: Stretch, verdict: Verdict) -> bool:
    """ "预计10月底撤除": the end of a month is a day only as a limit."""
    edge = any(p is not None and p.edge for p in (s.first, s.last))
    return edge and (s.shape is Shape.POINT or (verdict.condition and s.shape is Shape.UNTIL))


def _by_its_weekday(notice: Notice, s: Stretch) -> bool:
    """ "on the Monday": where doors shut and systems stop such days stand for themselves."""
    point = s.first or s.last
    if s.shape is Shape.RANGE or point is None or point.weekday is None or point.dated or point.day:
        return False
    return " the " in notice.text[max(0, point.start - 5) : point.end]


def _malformed(s: Stretch) -> bool:
    return any(p is not None and p.broken for p in (s.first, s.last))


def _found(notice: Notice, place: Place, s: Stretch, others: list[Stretch], like: Found | None) -> Found | None:
    """`like` is the window before it in a list ("25 and 26 December and 1 January")."""
    dates = _dates(notice, s)
    if s.strict and s.last and s.last.month and s.last.day is None and dates and dates.first:
        dates = replace(dates, first=Moment(dates.first.day.replace(day=1)))
    if dates is None:
        return None
    s, until = durations.ended(notice.text, place.start, place.end, s, dates.first)
    dates = replace(dates, last=until) if until else dates
    before = notice.text[max(place.start, s.start - 40) : s.start]
    verdict = _same(like) if like else notice.verdict(place, s, others)
    if s.lead == "since" and dates.first and dates.first.day < notice.published:
        return None
    if s.lead in notice.words.counted and dates.first and dates.first.day < notice.published:
        verdict = Verdict(_R.AS_OF, 3.0, True)
    if _by_its_weekday(notice, s) and verdict.role not in _STATES:
        return None
    if verdict.condition:
        s, dates, verdict = still_to_do(notice, place, s, dates, verdict, others)
    if s.shape is Shape.AFTER:
        verdict = asked_after(notice.text, (place.start, place.end), s, verdict, notice.category in _CLOSING)
    if verdict.role is _R.CLOSURE and s.shape is Shape.POINT and notice.lexicon.works.search(before):
        s = replace(s, shape=Shape.FROM)
    if verdict.role is _R.CLOSURE and not verdict.told and _months(dates):
        verdict = replace(verdict, role=_R.EFFECTIVE)
    if _vague(s, verdict):
        if plan := notice.lexicon.planned.search(before):
            start = s.start - len(before) + plan.start()
            notice.flags.append(flag(FlagCode.PLANNED, notice.document.text, notice.normal, start, s.end))
        return None
    shaped = borders(s, verdict, dates.first, dates.last)
    if shaped is None:
        return None
    known = credible(notice, place, s, verdict, *shaped[:2])
    if not known and not _may_begin(notice, place, s, verdict, shaped[0]):
        return None
    first, last, end_kind = shaped
    if last is None and _that_day(notice, place, s):
        last, end_kind = Moment(first.day) if first else None, EndKind.DATE
        verdict = replace(verdict, role=_R.PROMOTION) if verdict.role is _R.CONCESSION else verdict
    end_kind = EndKind.EVENT if s.event and last is None else end_kind
    planned = bool(notice.lexicon.planned.search(before)) or s.lead.startswith(("计划", "预计", "拟"))
    applies = subject(notice.document, notice.normal, place, s)
    key = not (verdict.condition or (verdict.role is _R.VALID_FROM and notice.category is not Category.FRAUD_WARNING))
    key = key and not beside_the_point(notice, place, s, verdict.role)
    start = _quote_start(notice, place, s)
    found = Found(
        s,
        place,
        verdict.role,
        first,
        last,
        end_kind,
        start,
        s.end,
        verdict.score,
        verdict.told,
        verdict.condition,
        dates.guessed,
        planned,
        key,
        None,
        applies,
        margin=verdict.margin,
    )
    if known:
        return found
    notice.unclaimed.append(found)
    return None


def _is_gap(notice: Notice, f: Found) -> bool:
    """A day, or in an offer some days, on which something does not take place."""
    short = bool(f.first and f.last and (f.last.day - f.first.day).days <= _HOLIDAY)
    return not lasts(f) or (notice.category in _OFFERS and short)


def _that_day(notice: Notice, place: Place, s: Stretch) -> bool:
    """ "11月11日10:00起…,当天名额500个": what is given from an hour on is given on that day only."""
    if notice.category not in _OFFERS or s.shape not in (Shape.FROM, Shape.POINT) or not (s.first and s.first.timed):
        return False
    return beside("that_day").search(notice.text, s.end, place.end) is not None


def _may_begin(notice: Notice, place: Place, s: Stretch, verdict: Verdict, first: Moment | None) -> bool:
    """A day to come in running text of a notice of a change, of which nothing else is said."""
    text = place.line == (0, 0) and not place.answer and place.passage > 0
    to_come = first is not None and first.day > notice.published
    silent = s.shape is Shape.POINT and verdict.role is _R.EFFECTIVE and not (verdict.told or verdict.condition)
    return text and to_come and silent and notice.category in _CHANGES


def _same(like: Found) -> Verdict:
    return Verdict(like.role, like.score, like.told, like.condition, like.margin)


def _quote_start(notice: Notice, place: Place, s: Stretch) -> int:
    """Short words before the stretch belong to the quote ("报名时间：")."""
    label = re.search(r"[^\s。;,:|()]{2,12}:\s*$", notice.text[place.start : s.start])
    return place.start + label.start() if label else s.start


def _dates(notice: Notice, s: Stretch) -> years.Dates | None:
    if s.first and s.last:
        dates = years.between(s.first, s.last, notice.calendar)
    else:
        point = s.first or s.last
        if point is None:
            return None
        if point.now and notice.told_day is None:
            return None
        dates = years.single(point, notice.calendar, s.shape is Shape.UNTIL)
    _check_weekdays(notice, s, dates)
    if dates.broken:
        notice.flags.append(flag(FlagCode.MALFORMED_DATE, notice.document.text, notice.normal, s.start, s.end))
        return None
    return dates if dates.first or dates.last else None


def _printed(day: dt.date, number: int) -> dt.date:
    """The day that is printed with that number: 24:00 of the 31st is the 1st, what ends before the 1st the 31st."""
    beside = (day, day - dt.timedelta(days=1), day + dt.timedelta(days=1))
    return next((d for d in beside if d.day == number), day)


def _check_weekdays(notice: Notice, s: Stretch, dates: years.Dates) -> None:
    """The printed weekday is a checksum of the printed date."""
    last = dates.last if s.last and s.first else None
    for point, moment in ((s.first or s.last, dates.first), (s.last, last)):
        if point is None or moment is None or point.weekday is None or not point.day:
            continue
        day = moment.day if point.shift else _printed(moment.day, point.day)
        if day.weekday() != point.weekday:
            notice.flags.append(
                flag(FlagCode.WEEKDAY_MISMATCH, notice.document.text, notice.normal, point.start, point.end, day)
            )
