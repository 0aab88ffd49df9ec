"""What stands around a window in its sentence: exception days, hours, rules of recurrence."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from ingest.model import EndKind, Moment, WindowRole
from ingest.understand.windows import recurrence
from ingest.understand.windows.borders import hours_on
from ingest.understand.windows.candidates import GIVEN_OUT, Found, lasts
from ingest.understand.windows.context import Place
from ingest.understand.windows.left_out import LIST_GAP
from ingest.understand.windows.lexicon import beside
from ingest.understand.windows.notice import Notice
from ingest.understand.windows.recurrence import Rule, daily
from ingest.understand.windows.stretch import Shape, Stretch
from ingest.understand.windows.subjects import subject

_R = WindowRole
_LABEL_WITHIN = 24
"""Characters before a day within which "hotline:" says whose hours follow."""
_MORE = 14
"""Characters beside a rule of recurrence within which days that give more are named."""
_SHORT = (_R.OUTAGE, _R.CLOSURE, _R.STOP_SERVICE, _R.STOP_ACCEPTING)
_BESIDE_RULE = 12
"""Hours so near to a rule of recurrence are those of its days."""
_INSTEAD = re.compile(r"[改调挪移]|\b(?:instead|moved|changed|postponed|brought forward)\b", re.I)
"""Between a rule and the days of which it does not hold for once."""
_FORMER = re.compile(r"(?:[由原从]|\b(?:(?:chang|mov)\w+ from|instead of|currently|previously)\b)[^,.;。]*$", re.I)
"""Before hours beside others: those that hold no longer."""
_EXCEPT = re.compile(r"\b(?:except|apart from|other than|save for)\b[^.;()]*\b(?:which|where|opens?)\b", re.I)
"""Before hours: they are those of what is left out."""
_ONLY_HOURS = re.compile(
    r"(?:[\s,;:()\d.~-]|\b(?:from|between|at|to|and|until|noon|midday)\b|[ap]\.?m\b|至|到|每[天日])*", re.I
)
_EACH_DAY = re.compile(r"每[日天]|daily|each day|every day", re.I)


def with_hours(notice: Notice, place: Place, got: list[Found], hours: list[Stretch], rules: list[Rule]) -> list[Found]:
    """Hours belong to the day before them, or to each day of the stretch in the same sentence."""
    out = list(got)
    for s in hours:
        before = [f for f in out if f.end <= s.start or f.stretch.end <= s.start]
        anchor = before[-1] if before else (out[0] if out else None)
        if anchor is None or s.first is None or s.last is None:
            continue
        if anchor.first is None and anchor.role not in GIVEN_OUT:
            continue
        gap = notice.text[min(anchor.stretch.end, s.start) : s.start]
        ahead = notice.text[max(place.start, anchor.stretch.start - _LABEL_WITHIN) : anchor.stretch.start]
        if _hotline(gap) or _hotline(ahead) or _EXCEPT.search(gap):
            continue
        if not before and anchor.role is _R.CLOSURE and beside("no_doors").search(notice.text, s.end, anchor.start):
            continue  # "open 10am to 4pm as always, but closed on 4 and 15 May"
        again = any(max(r.start - s.end, s.start - r.end) <= _BESIDE_RULE for r in rules)
        one_end = anchor.stretch.shape in (Shape.FROM, Shape.UNTIL) and (anchor.last is None or anchor.first is None)
        former = hours[1:] and _FORMER.search(notice.text, max(place.start, s.start - _LABEL_WITHIN), s.start)
        if one_end and not former and (again or _EACH_DAY.search(gap)) and anchor.stretch.hours is None:
            with_each = replace(anchor, stretch=replace(anchor.stretch, hours=(s.first, s.last)))
            out = [with_each if f is anchor else f for f in out]
            continue
        out = _attach(out, anchor, s, gap)
    return out


def of_those_above(notice: Notice, place: Place, hours: list[Stretch]) -> list[Stretch]:
    """The hours but for those of the days told before ("上述期间每日9:30至16:00"), that take them."""
    above = [
        f for f in notice.found
        if f.place.passage == place.passage and f.place.line == (0, 0) == place.line and f.recurrence is None
        and f.first and f.last and not (f.first.time or f.last.time) and f.first.day < f.last.day and not f.condition
    ]  # fmt: skip
    rest = []
    closed = next((f for f in reversed(notice.found) if _same_table(f, place)), None)
    for s in hours:
        if closed and s.first and s.last and beside("of_above").search(notice.text[place.start : s.start]):
            on_duty = replace(closed, recurrence=daily((s.first, s.last)), role=_R.EFFECTIVE, start=s.start, end=s.end)
            named_ = subject(notice.document, notice.normal, place, s)
            notice.found.append(replace(on_duty, place=place, stretch=s, applies_to=named_))
            continue
        named = s.first and s.last and beside("of_above").search(notice.text[place.start : s.start])
        if not above or not named:
            rest.append(s)
            continue
        for f in above:
            with_each = replace(f, recurrence=daily((s.first, s.last)) if s.first and s.last else None)
            notice.found[notice.found.index(f)] = with_each
    return rest


def meanwhile(notice: Notice, place: Place, rules: list[Rule], hours: list[Stretch]) -> Found | None:
    """ "停业期间,每周二上午9点到12点,流动服务车…": what comes again on the days on which the doors above are shut."""
    said = beside("meanwhile").search(notice.text[place.start : place.end])
    closed = [
        f for f in notice.found
        if f.role is _R.CLOSURE and f.place.section == place.section and f.first and f.last and lasts(f)
    ]  # fmt: skip
    if not (said and rules and closed) or rules[0].later:
        return None
    times = next(((s.first, s.last) for s in hours if s.first and s.last), None)
    s = Stretch(Shape.RANGE, rules[0].start, max(rules[-1].end, *(h.end for h in hours)) if hours else rules[-1].end)
    whole = replace(closed[-1], role=_R.EFFECTIVE, place=place, stretch=s, start=s.start, end=s.end)
    return replace(whole, recurrence=recurrence.written(rules, times), applies_to=None)


def _same_table(f: Found, place: Place) -> bool:
    """Is it the closure of another row, on whose days some doors are open for hours?"""
    rows = place.line != (0, 0) and f.place.line[0] == place.line[0] and f.place.line != place.line
    return rows and f.role is _R.CLOSURE and f.first is not None and f.last is not None and f.first.time is None


def hours_within(notice: Notice, place: Place, hours: list[Stretch]) -> list[Found]:
    """Hours of an item under a stretch of a night ("14日23:30至15日7:00" / "1. 刷卡: 0:00-5:30不可用")."""
    frames = [f for f in reversed(notice.found) if f.role in _SHORT and f.place.section == place.section and _night(f)]
    piece = notice.text[place.start : place.end]
    if not frames or place.answer or beside("hotline").search(piece):
        return []
    out = []
    for s in hours:
        verdict = notice.verdict(place, s, [])
        told = verdict.told and verdict.role in _SHORT
        frame, within = next(((f, w) for f in frames if told and (w := _within(f, s))), (frames[0], None))
        if within:
            named = subject(notice.document, notice.normal, place, s)
            open_ = beside("on_duty").search(piece) is not None
            out.append(
                replace(frame, stretch=s, place=place, first=within[0], last=within[1], start=s.start, end=s.end,
                        score=verdict.score, applies_to=named, role=_R.EFFECTIVE if open_ else frame.role,
                        key=frame.key and not open_)
            )  # fmt: skip
    return out


def _night(f: Found) -> bool:
    if f.first is None or f.last is None:
        return False
    if f.first == f.last and f.stretch.shape is Shape.POINT:
        return f.first.time is None
    if f.first.time is None or f.last.time is None:
        return False
    return f.last.latest() - f.first.earliest() <= dt.timedelta(days=2)


def _within(frame: Found, s: Stretch) -> tuple[Moment, Moment] | None:
    """The hours on the day of `frame` on which they lie within it."""
    if frame.first is None or frame.last is None or not (s.first and s.last and s.first.timed and s.last.timed):
        return None
    for later in range((frame.last.day - frame.first.day).days + 1):
        start, end = hours_on(frame.first.day + dt.timedelta(days=later), s)
        if frame.first.earliest() <= start.earliest() and end.latest() <= frame.last.latest():
            return (start, end) if (start, end) != frame.borders else None
    return None


def with_rules(
    notice: Notice, place: Place, got: list[Found], rules: list[Rule], exceptions: tuple[str, ...]
) -> list[Found]:
    """A rule belongs to the last closed window before it in the sentence, else to the first one."""
    out = []
    owners = _owners(notice, got, rules)
    for f in got:
        mine = [r for r, owner in owners if owner is f and not (r.later and f.role is not _R.REWARD)]
        hours = f.stretch.hours
        text = recurrence.written(mine, hours)
        if text and f.role is _R.PROMOTION and lasts(f) and _give_more(notice, place, mine):
            out.append(f)
            f = replace(f, part=True)
        if text or exceptions:
            ends = [f.end, *(r.end for r in mine), *([hours[1].end] if hours else [])]
            starts = [f.start, *(r.start for r in mine)]
            f = replace(f, recurrence=text, start=min(starts), end=max(ends), exceptions=exceptions if lasts(f) else ())
            f = _quote_exceptions(notice, place, f)
        out.append(f)
    return out


def _give_more(notice: Notice, place: Place, rules: list[Rule]) -> bool:
    """Days on which an offer gives more ("…,期间每逢周三为加码日") are not all of its days."""
    if not rules:
        return False
    low, high = max(place.start, rules[0].start - _MORE), min(place.end, rules[-1].end + _MORE)
    if beside("every_day_too").search(notice.text, rules[-1].end, place.end):
        return True
    return beside("boosted").search(notice.text, low, high) is not None


def _quote_exceptions(notice: Notice, place: Place, f: Found) -> Found:
    """The quote runs to the end of the exception days."""
    for words_ in f.exceptions:
        at = notice.normal.text.find(words_[-4:], f.end, place.end)
        if 0 <= at < f.end + 60:
            return replace(f, end=min(at + 4, place.end))
    return f


def _owners(notice: Notice, got: list[Found], rules: list[Rule]) -> list[tuple[Rule, Found | None]]:
    """Rules with their windows: those of the same clause first, and others only where no clause has its own."""
    near = [(rule, [f for f in got if _one_clause(notice, f, rule)]) for rule in rules]
    own = [(rule, beside_it, _owner(notice, beside_it, rule)) for rule, beside_it in near]
    free = [f for f in got if all(f is not o for _, _, o in own)]
    return [(rule, o or (None if beside_it else _owner(notice, free, rule))) for rule, beside_it, o in own]


def _one_clause(notice: Notice, f: Found, rule: Rule) -> bool:
    return ";" not in notice.text[min(f.end, rule.end) : max(f.start, rule.start)]


def _owner(notice: Notice, got: list[Found], rule: Rule) -> Found | None:
    opens = bool(got and beside("attended").search(notice.text, got[0].place.start, got[0].place.end))
    closed = [
        f for f in got if (f.first or f.role in GIVEN_OUT) and lasts(f) and not f.condition
        and (f.last or opens or f.role is not _R.EFFECTIVE or _adjacent(notice, f, rule))
    ]  # fmt: skip
    before = (f for f in reversed(closed) if f.start <= rule.start and _no_hotline(notice, f, rule))
    after = (f for f in closed if f.start > rule.start and not _INSTEAD.search(notice.text, rule.end, f.start + 1))
    return next(before, None) or next(after, None)


def _adjacent(notice: Notice, f: Found, rule: Rule) -> bool:
    """Stands nothing but hours between the two ("Mondays to Fridays, 10am to 3pm, from 18 May")?"""
    between = notice.text[min(f.end, rule.end) : max(f.start, rule.start)]
    return bool(_ONLY_HOURS.fullmatch(between))


def _no_hotline(notice: Notice, f: Found, rule: Rule) -> bool:
    """Does the rule not tell when a hotline that is named between the two is attended?"""
    return not _hotline(notice.text[min(f.end, rule.start) : rule.start])


def _hotline(said: str) -> bool:
    """Do words before hours say that they are those of people who answer, and not what changes?"""
    named = beside("hotline").search(said)
    return named is not None and beside("hours_now").search(said, named.end()) is None


def _attach(found: list[Found], anchor: Found, s: Stretch, gap: str) -> list[Found]:
    """Hours to a window: to its one day, or to each of its days."""
    if s.first is None or s.last is None or s.first.hour is None or s.last.hour is None or anchor.first is None:
        return found
    one_day = anchor.last is None or anchor.last.day == anchor.first.day
    if one_day and anchor.first.time is None and anchor.stretch.shape is Shape.POINT:
        dates = hours_on(anchor.first.day, s)
        new = replace(
            anchor,
            first=dates[0],
            last=dates[1],
            end_kind=EndKind.DATE,
            end=max(anchor.end, s.end) if gap != "|" else anchor.end,
        )
        return [new if f is anchor else f for f in found]
    if one_day or (anchor.first.time and not _EACH_DAY.search(gap)):
        if anchor.last and LIST_GAP.fullmatch(gap):
            first, last = hours_on(anchor.first.day, s)
            return [*found, replace(anchor, first=first, last=last, start=s.start, end=s.end, stretch=s, guessed=False)]
        return found
    if anchor.stretch.hours is None:
        end = max(anchor.end, s.end) if gap != "|" else anchor.end
        new = replace(anchor, stretch=replace(anchor.stretch, hours=(s.first, s.last)), end=end)
        return [new if f is anchor else f for f in found]
    return found
