"""One window for each distinct statement: what a notice tells twice is kept once, in the better wording."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from ingest.model import EndKind, Moment, WindowRole
from ingest.understand.windows.candidates import Found
from ingest.understand.windows.lexicon import beside
from ingest.understand.windows.stretch import Shape

_R = WindowRole
_WEAK = 1.6
_WEEKEND = 4
"""Days between the last day of something and the day from which it is over."""


def distinct(found: list[Found]) -> list[Found]:
    """Without repeats, complements ("until 30 September" beside "from 1 October") and vaguer tellings of the same."""
    merged = _merged(found)
    told_twice = (_told_better, _complement, _named_by_month, _from_then)
    kept = [f for f in merged if not any(again(f, merged) for again in told_twice)]
    return [_whole(f, kept) for f in kept]


def _same(a: Found, b: Found) -> bool:
    if a.role is not b.role or a.end_kind is not b.end_kind or a.part is not b.part:
        return False
    rows = {a.place.line, b.place.line} - {(0, 0)}
    if len(rows) == 2 and a.borders != b.borders:
        return False
    if a.borders != b.borders and None in (*a.borders, *b.borders):
        return False
    if a.role is _R.PROMOTION and bool(a.recurrence) is not bool(b.recurrence) and _one_of_several(a, b):
        return False
    return _equal(a, b) and (a.recurrence == b.recurrence or not a.recurrence or not b.recurrence)


def _one_of_several(a: Found, b: Found) -> bool:
    """Days that come again under the name of one of several offers, beside the time of all of them."""
    alone, again = (b, a) if a.recurrence else (a, b)
    named = beside("one_of_several").match(again.place.name.strip())
    return alone.place.section != again.place.section and named is not None


def _equal(a: Found, b: Found) -> bool:
    """The same stretch; of two that name the same days, one may leave out the hours."""
    return _moments(a.first, b.first) and _moments(a.last, b.last)


def _moments(a: Moment | None, b: Moment | None) -> bool:
    if a is None or b is None:
        return a is b
    return a == b or (a.day == b.day and (a.time is None or b.time is None))


def _merged(found: list[Found]) -> list[Found]:
    out: list[Found] = []
    for new in found:
        at = next((i for i, old in enumerate(out) if _same(old, new)), None)
        if at is None:
            out.append(new)
        else:
            out[at] = _union(out[at], new)
    return out


def _detail(f: Found) -> tuple[int, int, int]:
    hours = sum(1 for m in f.borders if m and m.time)
    return hours, 1 if f.recurrence else 0, 0 if f.place.is_header or f.condition or f.place.answer else 1


def _union(old: Found, new: Found) -> Found:
    best = new if _detail(new) > _detail(old) else old
    subject = old.applies_to
    if (
        old.place.line != (0, 0)
        and new.place.line != (0, 0)
        and new.applies_to
        and subject
        and new.applies_to not in subject
    ):
        subject = f"{subject}; {new.applies_to}" if len(subject) + len(new.applies_to) < 80 else subject
    return replace(
        best,
        applies_to=subject or new.applies_to,
        key=old.key or new.key,
        recurrence=old.recurrence or new.recurrence,
        exceptions=old.exceptions or new.exceptions,
        score=max(old.score, new.score),
        told=old.told or new.told,
        planned=old.planned or new.planned,
        guessed=old.guessed and new.guessed,
    )


def _told_better(f: Found, all_of_them: list[Found]) -> bool:
    """A weak reading whose days another window states with better words, or the start or end of a closed window."""
    for other in all_of_them:
        if other is f or (other.part is not f.part and other.borders == f.borders):
            continue  # days on which an offer gives more, beside the whole of it
        if f.role is _R.CLOSURE and other.role is _R.EFFECTIVE and other.recurrence:
            continue  # one counter is open for hours while others are shut
        if f.condition and not other.condition and f.borders == other.borders:
            return True
        if _after_and_from(f, other):
            return True
        if other.score < f.score or (other.recurrence is not None and f.first is None and f.last is None):
            continue
        if other.borders == f.borders and (f.score < _WEAK or f.place.answer or f.condition):
            return True
        if _part_of(f, other):
            return True
    return False


def _after_and_from(f: Found, other: Found) -> bool:
    """ "5月29日后" beside "6月1日起终止": the second says when it begins."""
    if f.stretch.shape is not Shape.AFTER or other.stretch.shape is not Shape.FROM or f.role is not other.role:
        return False
    if f.first is None or other.first is None or f.last or other.last:
        return False
    return 0 <= (other.first.day - f.first.day).days <= _WEEKEND


def _part_of(f: Found, whole: Found) -> bool:
    """ "The offer starts on 1 July" beside "1 July to 31 December"."""
    if whole.first is None or whole.last is None or whole.first.day == whole.last.day:
        return False
    same_role = f.role is whole.role or f.score < _WEAK
    if f.first and not f.last and f.stretch.shape in (Shape.FROM, Shape.POINT):
        return same_role and f.end_kind is not EndKind.EVENT and f.first.day == whole.first.day
    if f.last and not f.first:
        return f.role is whole.role and _moments(f.last, whole.last)
    return False


def _complement(f: Found, all_of_them: list[Found]) -> bool:
    """The day before something starts, as a condition or a column head, says nothing new; nor does "before" a day that
    is told elsewhere as the last one."""
    if f.first or not f.last:
        return False
    if f.stretch.strict and f.role is _R.DEADLINE and any(_last_is_next(f.last, o) for o in all_of_them):
        return True
    again = f.stretch.last is not None and f.stretch.last.same and f.role is not _R.OBJECTION  # "before that date"
    old = again or f.place.is_header or (f.condition and f.stretch.strict) or f.role in (_R.EFFECTIVE, _R.STOP_SERVICE)
    if not old:
        return False
    border = f.last.latest()
    return any(o.first and o.first.earliest() == border for o in all_of_them if o is not f)


def _last_is_next(last: Moment, o: Found) -> bool:
    due = o.role in (_R.DEADLINE, _R.CONCESSION) and not o.stretch.strict and not o.condition and not o.first
    return due and last.time is None and o.last is not None and o.last.day - last.day == dt.timedelta(days=1)


def _named_by_month(f: Found, all_of_them: list[Found]) -> bool:
    """A heading ("Sundays in November") over the days that are meant."""
    point = f.stretch.first
    if f.stretch.shape is not Shape.RANGE or point is None or point.day or not (f.first and f.last):
        return False
    heads = f.place.passage == 0 or (f.place.section and f.place.name and f.place.line == (0, 0) and f.recurrence)
    return bool(heads) and any(
        o is not f and o.role is f.role and o.first and o.last
        and (f.place.passage == 0 or 0 <= o.place.section - f.place.section <= 1)
        and f.first.day <= o.first.day and o.last.day <= f.last.day
        for o in all_of_them
    )  # fmt: skip


def _from_then(f: Found, all_of_them: list[Found]) -> bool:
    """ "Accounts opened before 1 June …; those opened on or after that date …": the second says nothing new."""
    point = f.stretch.first
    if f.stretch.shape is not Shape.FROM or point is None or f.first is None or f.last:
        return False
    eve = f.first.day - dt.timedelta(days=1)
    return point.same and any(o.condition and not o.first and o.last and o.last.day == eve for o in all_of_them)


def _other_row(f: Found, o: Found) -> bool:
    """Rows of one table tell of different things."""
    return f.place.line[0] == o.place.line[0] != 0 and f.place.line != o.place.line


def _whole(f: Found, all_of_them: list[Found]) -> Found:
    """A stretch in days that others fill in by the hour is only the frame."""
    if f.role is not WindowRole.OUTAGE or f.first is None or f.last is None or f.first.time or f.last.time:
        return f
    if f.recurrence:
        return f  # hours of its own
    night = f.first == f.last
    inner = [
        o
        for o in all_of_them
        if o is not f and o.role is f.role and o.first and o.last and o.first.time and not _other_row(f, o)
        and f.first.earliest() <= o.first.earliest()
        and (o.last.latest() <= f.last.latest() or (night and o.first.day == f.first.day))
    ]  # fmt: skip
    return replace(f, key=False) if inner else f
