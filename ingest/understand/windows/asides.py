"""Windows that stand beside a notice's main matter: side events, and what the bank itself does by a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from ingest.model import Category, EndKind, Moment, WindowRole
from ingest.understand.windows.candidates import Found, lasts
from ingest.understand.windows.context import Place
from ingest.understand.windows.lexicon import beside
from ingest.understand.windows.notice import Notice
from ingest.understand.windows.stretch import Shape, Stretch

_R = WindowRole
_FOR_A_TIME = (_R.CONCESSION, _R.PROMOTION, _R.EFFECTIVE)
_DOORS = (Category.BRANCH_CHANGE, Category.HOLIDAY_HOURS)
_MADE_UP = (_R.OUTAGE, _R.REWARD)
_UNLESS = 110
"""Characters before a day within which its sentence says that it only counts if something goes wrong."""
_SOON = dt.timedelta(days=2)
_MAIN = {Category.PROMOTION: _R.PROMOTION, Category.PRODUCT_LAUNCH: _R.SUBSCRIPTION}
_CHARGED = (Category.FEE_CHANGE, Category.RATE_CHANGE, Category.TERMS_CHANGE, Category.ACCOUNT_GOVERNANCE)
_OPENS = (_R.PROMOTION, _R.EFFECTIVE, _R.REGISTRATION)
_LEFT = (Category.PRODUCT_DISCONTINUE, Category.CHANNEL_CHANGE)
"""What goes: what can be used instead has its own dates, that are not the matter."""
_GAP = dt.timedelta(days=20)
_PAID_OUT = (Category.RATE_CHANGE, Category.PRODUCT_LAUNCH)
"""In these the day on which a deposit matures is told in passing."""
_PRODUCTS = (Category.WEALTH_DISCLOSURE, Category.PRODUCT_LAUNCH)
_LONG = dt.timedelta(days=400)
_YEARS = dt.timedelta(days=730)
"""How long old points last can be what a change of their rules tells."""
_VALID = (_R.REDEMPTION, _R.DEADLINE)
_OWN_MATTER = (Category.PROMOTION, Category.HOLIDAY_HOURS)
"""In these a day of advice or a visit can be the very thing that is announced."""


def settled(notice: Notice, kept: list[Found]) -> list[Found]:
    """With what follows from the main matter marked as such: the day on which things are again as they were, and
    what begins in the course of a sale or a promotion that ends."""
    kept = [_kept_on(notice, f, kept) for f in kept if not _overview(notice, f, kept)]
    kept = [_for_a_day(notice, f, kept) for f in _the_offer(notice, kept)]
    kept = [_resumed(f) if _after_the_stop(notice, f, kept) else f for f in kept]
    latest = max((d.day for f in kept if f.key and f.role not in _VALID for d in f.borders if d), default=None)
    return [replace(f, key=False) if f.key and _follows(notice, f, kept, latest) else f for f in kept]


def _overview(notice: Notice, f: Found, kept: list[Found]) -> bool:
    """ "In the fourth quarter we change prices in two steps", beside the days of the steps."""
    point = f.stretch.first
    if f.role is not _R.EFFECTIVE or f.stretch.shape is not Shape.FROM or point is None or not f.first or f.last:
        return False
    if point.day or not point.month or not beside("in_steps").search(notice.text, f.place.start, f.place.end):
        return False
    days = [o.first.day for o in kept if o.role is f.role and o.first and o.stretch.first and o.stretch.first.day]
    months = [12 * (day.year - f.first.day.year) + day.month - f.first.day.month for day in days]
    return any(0 <= month < point.months for month in months)


def _the_offer(notice: Notice, kept: list[Found]) -> list[Found]:
    """Where an offer has no other days, those that seem to be left out are its own."""
    if notice.category is not Category.PROMOTION:
        return kept
    kept = _registered([replace(f, role=_R.REGISTRATION) if _enters(f, kept) else f for f in kept])
    if any(f.role in (_R.PROMOTION, _R.SUBSCRIPTION) for f in kept):
        return _opened_and_closed(kept)
    return [replace(f, role=_R.PROMOTION) if f.role is _R.CLOSURE and _runs_on(f) else f for f in kept]


def _enters(f: Found, kept: list[Found]) -> bool:
    """From an hour to an hour, and no word says what for: beside the days of an offer it is when customers sign up."""
    hours = f.first and f.last and f.first.time and f.last.time and f.first.day < f.last.day
    if f.role is not _R.PROMOTION or f.told or not hours or f.recurrence or f.place.line != (0, 0):
        return False
    if any(o.role is _R.REGISTRATION for o in kept):
        return False
    offers = [o for o in kept if o is not f and o.role is _R.PROMOTION and o.told and o.first and o.last]
    return any(o.first and not o.first.time and o.place.passage != f.place.passage for o in offers)


def _opened_and_closed(kept: list[Found]) -> list[Found]:
    """ "You can join from 1 June. The offer closes on 31 July.": one offer, told in two sentences."""
    offers = [f for f in kept if f.role is _R.PROMOTION and f.key and not f.condition]
    starts = [f for f in kept if f.role in _OPENS and f.key and f.first and not f.last and not f.condition]
    if len(offers) > 2 or len(starts) != 1:
        return kept
    start = starts[0]
    for f in offers:
        near = f.place.line == start.place.line == (0, 0) and abs(f.place.passage - start.place.passage) <= 1
        if near and not f.first and f.last and start.first and start.first.day < f.last.day and start.start < f.start:
            whole = replace(f, first=start.first, recurrence=f.recurrence or start.recurrence)
            return [whole if o is f else o for o in kept if o is not start]
    return kept


def _registered(kept: list[Found]) -> list[Found]:
    """ "Register from 10 a.m. on 1 June. … Registration ends on 31 July.": one stretch, told in two sentences."""
    told = [f for f in kept if f.role is _R.REGISTRATION and f.key and not f.condition and not f.recurrence]
    if len(told) != 2 or told[0].place.line != (0, 0) or told[1].place.line != (0, 0):
        return kept
    start, end = told if told[0].first else reversed(told)
    if not start.first or start.last or end.first or not end.last or start.first.day > end.last.day:
        return kept
    if abs(start.place.passage - end.place.passage) > 1:
        return kept
    return [replace(end, first=start.first) if f is end else f for f in kept if f is not start]


def _runs_on(f: Found) -> bool:
    """Longer than a gap in an offer."""
    weeks = f.first is not None and f.last is not None and f.last.day - f.first.day > _GAP
    return weeks or (f.recurrence is not None and lasts(f))


def _kept_on(notice: Notice, f: Found, kept: list[Found]) -> Found:
    """What stays as it was up to a day after the change, is granted until then ("7月31日前出行的,仍按原标准")."""
    begins = [o.first.day for o in kept if o.role is _R.EFFECTIVE and o.key and o.first]
    if f.role is not _R.AS_OF or not f.condition or f.first or not f.last or not begins or f.last.day <= min(begins):
        return f
    if any(abs(f.last.day - day) <= dt.timedelta(days=1) for day in begins):
        return f
    said = beside("as_before").search(notice.text, f.place.start, f.place.end)
    return replace(f, role=_R.CONCESSION, key=True, condition=False) if said else f


def _for_a_day(notice: Notice, f: Found, kept: list[Found]) -> Found:
    """ "5月24日限额临时降为5万元,5月25日零点起复原": what is changed for now lasts until it is as before."""
    if f.role is not _R.EFFECTIVE or f.stretch.shape is not Shape.POINT or not f.first or f.last:
        return f
    if not beside("for_now").search(notice.text, f.stretch.end, f.place.end):
        return f
    back = [o for o in kept if o is not f and o.first and not o.last and o.place.passage == f.place.passage]
    ends = [o.first for o in back if o.first and dt.timedelta() < o.first.day - f.first.day <= _SOON]
    if not ends or not any(_says_back(notice, o) for o in back):
        return f
    last = Moment(ends[0].day - dt.timedelta(days=1))
    return replace(f, last=last, end_kind=EndKind.DATE)


def _says_back(notice: Notice, f: Found) -> bool:
    return notice.lexicon.reverts.search(notice.text, f.place.start, f.place.end) is not None


def _resumed(f: Found) -> Found:
    return replace(f, role=_R.RESUME, last=None, end_kind=EndKind.OPEN)


def _after_the_stop(notice: Notice, f: Found, kept: list[Found]) -> bool:
    """In a notice of maintenance: what begins when a stop is over, without an end, is the work that is made up for."""
    if notice.category is not Category.MAINTENANCE or f.role not in _MADE_UP or f.first is None or f.recurrence:
        return False
    begins = f.first.earliest()
    paid = f.role is _R.REWARD and f.last == f.first
    if not paid and (f.last is not None or f.end_kind is not EndKind.OPEN):
        return False
    ends = [o.last.latest() for o in kept if o.role in (_R.OUTAGE, _R.CLOSURE) and o.last]
    return any(dt.timedelta() <= begins - end <= _SOON for end in ends)


def _follows(notice: Notice, f: Found, kept: list[Found], latest: dt.date | None) -> bool:
    beside_it = _opens_anew(notice, f, kept) or _reverts(notice, f, kept)
    beside_it = (
        beside_it
        or _stands_in(notice, f, kept)
        or _taken_then(notice, f, kept)
        or _within(notice, f, kept)
        or _goes_live(notice, f, kept)
        or _usual_again(notice, f, kept)
    )
    return beside_it or (latest is not None and _long_after(f, latest, notice.category))


def _opens_anew(notice: Notice, f: Found, kept: list[Found]) -> bool:
    """New hours from the day on which doors open again: the closure is what is announced."""
    if notice.category not in _DOORS or f.role is not _R.EFFECTIVE or f.first is None or f.last is not None:
        return False
    return any(o.role is _R.RESUME and o.first and o.first.day == f.first.day for o in kept)


def _long_after(f: Found, latest: dt.date, category: Category | None) -> bool:
    """The validity of points or a maturity, years after all else is over."""
    long = _YEARS if category is Category.REWARDS_RULE else _LONG
    return f.role in _VALID and f.first is None and f.last is not None and f.last.day - latest > long


def _reverts(notice: Notice, f: Found, kept: list[Found]) -> bool:
    if f.role not in (_R.EFFECTIVE, _R.RESUME) or f.first is None or f.last is not None:
        return False
    begins = f.first.earliest()
    before = [o for o in kept if o is not f and o.role in _FOR_A_TIME and o.last and o.last.latest() == begins]
    if f.role is _R.RESUME:  # what comes by while doors are shut is not what ends
        before = [o for o in before if not o.recurrence]
    said = notice.text[f.place.start : f.place.end]
    return bool(before) and notice.lexicon.reverts.search(said) is not None


def _stands_in(notice: Notice, f: Found, kept: list[Found]) -> bool:
    """Some hours of a day in the time in which doors are shut: a van comes meanwhile."""
    doors = notice.category is Category.BRANCH_CHANGE and f.role is _R.EFFECTIVE
    if not doors or not (f.first and f.last) or f.recurrence:
        return False
    shut = [o for o in kept if o.role is _R.CLOSURE and o.first and o.last and o.first.day < o.last.day]
    within = any(o.first.day <= f.first.day and f.last.day <= o.last.day for o in shut if o.first and o.last)
    return within and f.first.day == f.last.day


def _taken_then(notice: Notice, f: Found, kept: list[Found]) -> bool:
    """ "The new fee is first debited on 15 January": what changed before that is what is announced."""
    if (
        notice.category not in _CHARGED
        or f.role is not _R.EFFECTIVE
        or f.stretch.shape is not Shape.POINT
        or not f.first
    ):
        return False
    said = notice.text[max(f.place.start, f.start - 60) : min(f.place.end, f.end + 16)]
    earlier = any(o.role is _R.EFFECTIVE and o.key and o.first and o.first.day < f.first.day for o in kept)
    return earlier and beside("taken").search(said) is not None


def _goes_live(notice: Notice, f: Found, kept: list[Found]) -> bool:
    """In a notice of maintenance: the day of the work itself, beside the hours in which things are down for it."""
    if notice.category is not Category.MAINTENANCE or f.role is not _R.EFFECTIVE or f.stretch.shape is not Shape.POINT:
        return False
    if beside("limit_moved").search(notice.text, f.place.start, f.place.end):
        return False  # how much one may move on the day
    down = [o for o in kept if o.role is _R.OUTAGE and o.first and o.last]
    return any(o.first.day <= f.first.day <= o.last.day for o in down if f.first and o.first and o.last)


def _usual_again(notice: Notice, f: Found, kept: list[Found]) -> bool:
    """ "3月起照常", "back to one payment from December": a month told in passing, beside days that are the matter."""
    point = f.stretch.first
    if f.stretch.shape is not Shape.FROM or point is None or point.day or point.now or point.same or f.last:
        return False
    said = notice.text[f.end : min(f.place.end, f.end + 16)]
    others = any(o is not f and o.key and o.first and o.stretch.first and o.stretch.first.day for o in kept)
    return others and beside("usual_again").match(said) is not None


def _within(notice: Notice, f: Found, kept: list[Found]) -> bool:
    main = _MAIN.get(notice.category) if notice.category else None
    if notice.category is Category.PRODUCT_LAUNCH and f.role is _R.REWARD and f.first:
        allotted = f.first.day
        return any(o.role is main and o.key and o.last and o.last.day <= allotted for o in kept)
    if main is None or f.role not in (_R.EFFECTIVE, _R.VALID_FROM) or f.first is None or f.last is not None:
        return False
    if beside("from_to").search(notice.text, f.place.start, f.place.end):
        return False  # what changes in the course of an offer
    return any(o.role is main and o.key and o.last and o.last.latest() > f.first.earliest() for o in kept)


def beside_the_point(notice: Notice, place: Place, s: Stretch, role: WindowRole) -> bool:
    """Is the window of no weight for when the notice matters and how long?"""
    lexicon = notice.lexicon
    before = notice.text[max(place.start, s.start - 60) : s.start]
    if notice.category in _LEFT and place.line == (0, 0) and beside("instead").search(place.heading):
        return True
    if (
        role is _R.CONCESSION
        and s.shape is Shape.UNTIL
        and beside("in_parts").search(notice.text, place.start, place.end)
    ):
        return True
    if beside("fallback").search(notice.text, max(place.start, s.start - _UNLESS), s.end):
        return True
    if s.shape in (Shape.POINT, Shape.FROM) and role is not _R.AS_OF and beside("left_over").search(before):
        return True
    if s.shape is Shape.POINT and notice.category in _PAID_OUT and beside("matures").search(before):
        return True
    if (
        role is _R.DEADLINE
        and notice.category in _PRODUCTS
        and beside("matures").search(notice.text, s.start, s.end + 2)
    ):
        return True
    by_us = s.shape is Shape.UNTIL and lexicon.bank_subject.search(before)
    if by_us and lexicon.bank_does.match(notice.text, s.end, place.end):
        return True
    if role is _R.DEADLINE and s.shape is Shape.UNTIL:
        return bool(lexicon.by_the_bank.search(before) or lexicon.made_up.match(notice.text, s.end, place.end))
    if role not in (_R.EFFECTIVE, _R.RESERVATION, _R.REGISTRATION) or notice.category in _OWN_MATTER:
        return False
    named = f"{notice.text[place.start : min(place.end, s.end + 60)]} {place.heading}"
    return bool(lexicon.side_event.search(named)) and not lexicon.side_event.search(notice.title)
