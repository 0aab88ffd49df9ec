"""Document → windows, in steps: places → points → stretches → days → roles → one window for each statement."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from ingest.model import Category, Document, EndKind, Flag, FlagCode, Reading, Window, WindowRole
from ingest.text.normal import Normal
from ingest.understand.windows import moments, ranges, recurrence, years
from ingest.understand.windows.asides import settled
from ingest.understand.windows.calendars import read_calendars
from ingest.understand.windows.candidates import Found
from ingest.understand.windows.certainty import certainty
from ingest.understand.windows.context import Place, find_places
from ingest.understand.windows.duplicates import distinct
from ingest.understand.windows.flags import evidence, flag
from ingest.understand.windows.forms import WORTH_READING
from ingest.understand.windows.hours import clock
from ingest.understand.windows.inferred import inferred, shown
from ingest.understand.windows.lexicon import beside
from ingest.understand.windows.lines import over
from ingest.understand.windows.notice import Notice
from ingest.understand.windows.points import Point
from ingest.understand.windows.rows import spread
from ingest.understand.windows.statements import read_place
from ingest.understand.windows.stretch import Shape, Stretch
from ingest.understand.windows.undated import place_rules

_R = WindowRole
_FIRST_WORDS = 24
"""Characters behind a day, in its row, that may say that it is the last one."""
_LABELS = re.compile(r"(?:\s*\([^()]{0,16}\))?\s*(?:[-:] ?)(?:the |our )?(?:last|final|最后)", re.I)
"""Behind a day that opens a line: what it is ("Friday 5 June - last day at 12 Union Street")."""
_BEGUN = (
    _R.EFFECTIVE, _R.STOP_SERVICE, _R.STOP_ACCEPTING, _R.CLOSURE, _R.OUTAGE, _R.CONCESSION, _R.PROMOTION,
    _R.SUBSCRIPTION, _R.REDEMPTION,
)  # fmt: skip
_AHEAD = dt.timedelta(days=190)
"""How far ahead a change is announced."""
_SENTENCE = re.compile(r"[。;]|\.(?=\s|$)")
_LABEL = re.compile(r"[^。;,:|]{2,48}:\s*")


def read_windows(
    document: Document, normal: Normal, reading: Reading, *, published: dt.date | None, category: Category | None = None
) -> tuple[tuple[Window, ...], tuple[Flag, ...]]:
    """The windows that a notice states, in the order of the text, and what a person has to look at.

    `normal` is the normalised `document.text`; spans and quotes are of `document.text`. `published` decides 即日起 and
    years that are not printed; `category`, when it is known, decides roles that the words leave open. Odd text gives
    fewer windows, never an error.
    """
    notice = Notice(document, normal, reading, published, category)
    places = [p for p in find_places(document, normal) if _worth(notice, p)]
    raw = [(p, _stretches(notice, p)) for p in places]
    _learn(notice, raw)
    printed = over(spread(read_calendars(notice, raw), notice.text), notice.text)
    _learn(notice, printed)
    for place, stretches in printed:
        notice.enter(place)
        read_place(notice, place, stretches)
    place_rules(notice)
    _claim(notice)
    kept = settled(notice, _answers(distinct(_only_ours(notice))))
    doubtful = inferred(notice, kept)
    _window_flags(notice, kept, shown(notice, doubtful))
    _plans(notice)
    windows = tuple(_window(notice, f, f in doubtful) for f in sorted(kept, key=lambda f: f.start))
    return windows, tuple(sorted(notice.flags, key=lambda f: f.evidence.span.start))


def _worth(notice: Notice, place: Place) -> bool:
    piece = notice.text[place.start : place.end]
    told_later = place.line != (0, 0) and notice.words.event_cell.search(piece)
    return bool(
        told_later or WORTH_READING.search(piece) or notice.event_in(place) or recurrence.WORTH_READING.search(piece)
    )


def _stretches(notice: Notice, place: Place) -> list[Stretch]:
    text = recurrence.without_rules(notice.text, place.start, place.end)
    points = moments.find_points(text, place.start, place.end, order=notice.order, today=notice.published)
    points = _on_day(notice, place, points)
    points = notice.months.filled(place, [p for at, p in enumerate(points) if not _adrift(p, points[:at])], text)
    stretches = ranges.find_stretches(points, text, place.start, place.end, notice.words)
    if not stretches and place.line != (0, 0) and (hour := clock(points, text, place.start, place.end)):
        return [hour]
    return [_all_day(place, _back_then(notice, place, _last_day(notice, place, s))) for s in stretches]


def _on_day(notice: Notice, place: Place, points: list[Point]) -> list[Point]:
    """The hours of a line of a timetable, on the day of the line above."""
    if place.day == (0, 0):
        return points
    days = [
        p for p in moments.find_points(notice.text, *place.day, order=notice.order, today=notice.published) if p.day
    ]
    if len(days) != 1:
        return points
    day = days[0]
    return [
        replace(p, year=day.year, month=day.month, day=day.day) if p.timed and not (p.dated or p.day or p.shift) else p
        for p in points
    ]


def _adrift(point: Point, before: list[Point]) -> bool:
    """ "the next day", with no day before it that it could be counted from."""
    return bool(point.shift) and not (point.dated or point.timed or point.day) and not any(p.dated for p in before)


def _last_day(notice: Notice, place: Place, s: Stretch) -> Stretch:
    """Under "last day to apply", in a label or a column head, a lone date is an end."""
    label = _LABEL.search(notice.text, place.start, s.start)
    named = label[0] if label and label.end() == s.start else ""
    if place.line != (0, 0):
        named = f"{_head(place)} {named}"
    if place.told != (0, 0) and s.shape is Shape.POINT:
        behind = notice.text[place.end : place.told[1]].lstrip(" |\n")
        named = f"{named} {behind[:_FIRST_WORDS]}"
        s = _at_hour(notice, place, s)
        if beside("until_then").search(behind):
            return replace(s, shape=Shape.UNTIL, first=None, last=s.first)
    if s.shape is Shape.POINT and _LABELS.match(notice.text, s.end, place.end):
        named = f"{named} {notice.text[s.end : min(place.end, s.end + _FIRST_WORDS)]}"
    if s.shape is not Shape.POINT or s.first is None or not notice.words.last_day.search(named):
        return s
    return replace(s, shape=Shape.UNTIL, first=None, last=s.first)


def _at_hour(notice: Notice, place: Place, s: Stretch) -> Stretch:
    """The day of an entry of a diary, with the one hour that its words tell ("The doors are locked at 3pm")."""
    stop = _SENTENCE.search(notice.text, place.end, place.told[1])
    for end in (stop.start() if stop else place.told[1], place.told[1]):
        told = moments.find_points(notice.text, place.end, end, order=notice.order, today=notice.published)
        if told:
            break
    if s.first is None or s.first.timed or len(told) != 1 or not told[0].timed or told[0].dated or told[0].shift:
        return s
    hour = told[0]
    return replace(s, first=replace(s.first, hour=hour.hour, minute=hour.minute, midnight=hour.midnight))


def _all_day(place: Place, s: Stretch) -> Stretch:
    """A day of a table beside a cell that says "all day"."""
    if s.shape is not Shape.POINT or s.first is None or s.first.timed or place.line == (0, 0):
        return s
    said = any(beside("all_day").fullmatch(cell) for cell in place.row)
    return replace(s, first=replace(s.first, whole_day=True)) if said else s


def _back_then(notice: Notice, place: Place, s: Stretch) -> Stretch:
    """Under "Back to normal" hours of one day tell from when on ("9:00 on 2 January, until 12:30")."""
    heads = notice.words.cell
    if (
        s.shape is not Shape.RANGE
        or not (s.first and s.last)
        or not s.first.timed
        or not heads["back"].search(place.header)
    ):
        return s
    one_day = s.first.dated and not (s.last.dated or s.last.day or s.last.shift)
    return replace(s, shape=Shape.FROM, last=None) if one_day and not heads["stop"].search(place.header) else s


def _head(place: Place) -> str:
    """What names the dates of a cell: the head of its column, or of its row in a list of names and values."""
    return f"{place.header} {place.left[-1]}" if len(place.row) == 1 and place.left else place.header


def _claim(notice: Notice) -> None:
    """A notice of a change has a day on which it begins: where none is told, the first to come that stands
    alone, with those that its sentence names beside it ("older accounts on 5 May, all others on 2 June")."""
    soon = [f for f in notice.unclaimed if f.first and f.first.day - notice.published <= _AHEAD]
    if soon and not any(f.role in _BEGUN and f.first for f in notice.found):
        notice.found.extend(f for f in soon if f.place.start == soon[0].place.start)


def _learn(notice: Notice, printed: list[tuple[Place, list[Stretch]]]) -> None:
    """The days that stand in the notice with their year give the year to those that stand without."""
    for _, stretches in printed:
        for s in stretches:
            for point in (s.first, s.last):
                if point and point.year and point.month and point.day and not point.broken:
                    notice.calendar.known.add(dt.date(point.year, point.month, point.day))
            if s.shape is Shape.RANGE and s.first and s.last and s.first.year and s.first.day and not s.first.broken:
                _learn_between(notice, s.first, s.last)


def _learn_between(notice: Notice, first: Point, last: Point) -> None:
    dates = years.between(first, last, years.Calendar(notice.published))
    if dates.first and dates.last and (dates.last.day - dates.first.day).days <= 40:
        day = dates.first.day
        while day <= dates.last.day:
            notice.calendar.known.add(day)
            day += dt.timedelta(days=1)


def _only_ours(notice: Notice) -> list[Found]:
    """In a fraud warning the dates belong to the swindlers, but for what the bank itself does from a day on."""
    if notice.category is not Category.FRAUD_WARNING:
        return notice.found
    ours = [
        f
        for f in notice.found
        if f.stretch.shape in (Shape.FROM, Shape.TODAY) and f.first and f.first.day >= notice.published
    ]
    return [
        replace(f, role=_R.VALID_FROM, last=None, end_kind=EndKind.OPEN, key=True)
        if f.first and f.first.day == notice.published
        else f
        for f in ours
    ]


def _answers(kept: list[Found]) -> list[Found]:
    """Questions and answers repeat the notice."""
    body = [f for f in kept if not f.place.answer]
    if not body:
        return kept
    out = []
    for f in kept:
        if not f.place.answer:
            out.append(f)
        elif all(f.borders != b.borders for b in body):
            out.append(replace(f, key=False))
    return out


def _window_flags(notice: Notice, kept: list[Found], doubtful: tuple[Found, ...]) -> None:
    told = [(FlagCode.YEAR_INFERRED, f.stretch.start, f.stretch.end) for f in doubtful]
    told += [(FlagCode.PLANNED, *_plan(notice, f)) for f in kept if f.planned]
    for code, start, end in told:
        notice.flags.append(flag(code, notice.document.text, notice.normal, start, end))


def _plan(notice: Notice, f: Found) -> tuple[int, int]:
    """From the word that tells a plan to the end of the date."""
    low = max(f.place.start, f.stretch.start - 60)
    told = notice.lexicon.planned.search(notice.text[low : f.stretch.start])
    return (low + told.start() if told else f.stretch.start), f.stretch.end


def _plans(notice: Notice) -> None:
    """Sentences that tell of a plan for a time without a day ("we expect to move customers in stages this autumn")."""
    for m in notice.lexicon.plan_sentence.finditer(notice.text):
        span = m.span("plan")
        notice.flags.append(flag(FlagCode.PLANNED, notice.document.text, notice.normal, *span))


def _window(notice: Notice, f: Found, year_inferred: bool) -> Window:
    rule = f"windows.{f.stretch.shape.value}"
    words_ = evidence(notice.document.text, notice.normal, f.start, f.end, rule)
    return Window(
        f.role,
        f.first,
        f.last,
        f.end_kind,
        words_,
        f.recurrence,
        f.applies_to,
        f.exceptions,
        f.planned,
        f.key,
        certainty(f, year_inferred=year_inferred),
    )
