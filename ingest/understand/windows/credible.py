"""Is a date that words speak of a window of this notice, or old, in passing, or of a day that nothing is said of?"""

from __future__ import annotations

import re

from ingest.model import Category, Moment, WindowRole
from ingest.understand.windows.conditions import Verdict
from ingest.understand.windows.context import Place
from ingest.understand.windows.lexicon import beside
from ingest.understand.windows.notice import Notice
from ingest.understand.windows.stretch import Shape, Stretch

_R = WindowRole
_OLD = 1100
"""Days back to which a date by which cases are told apart is of use to a customer who asks today."""
_NAMED = 48
"""Characters before a stretch within which what is paid for it is named."""
_SURE = 2.0
"""From this score on the words of a sentence about today tell what happens today."""
_DUE = (_R.DEADLINE, _R.OBJECTION, _R.REGISTRATION)
_STATES = (_R.OUTAGE, _R.CLOSURE, _R.RESUME, _R.AS_OF)
_AWAY = (_R.OUTAGE, _R.CLOSURE)
_CLOSING = (Category.HOLIDAY_HOURS, Category.MAINTENANCE)


def credible(
    notice: Notice, place: Place, s: Stretch, verdict: Verdict, first: Moment | None, last: Moment | None
) -> bool:
    """Old dates, and days that nothing is said of, are no windows; a date that answers its heading is one."""
    if s.shape is Shape.POINT and notice.category in _CLOSING and _heads_item(notice, place, s):
        return not _over(notice, place, s, verdict.role, last or first)
    if s.first and s.first.whole_day and notice.category in _CLOSING and place.line != (0, 0):
        return not _over(notice, place, s, verdict.role, last or first)
    alone = bool(place.heading) and place.line == (0, 0) and place.end - place.start <= s.end - s.start + 2
    role, latest = verdict.role, (last or first)
    if role is _R.EFFECTIVE and _named_months(s) and first and first.day < notice.published:
        return False  # "rates for April to June": the months have begun, and only name what is told
    if _named_months(s) and _earned_in(notice, place, s):
        return False  # "rebates for June and July will be credited by …": what is paid, and not when
    if s.shape is Shape.TODAY and notice.category is not Category.FRAUD_WARNING:
        return verdict.score >= _SURE and not notice.words.tells.match(notice.text, s.end, place.end)
    if s.shape is Shape.TODAY:
        return True
    if _over(notice, place, s, role, latest, verdict.told):
        return False
    if s.shape is Shape.AFTER and role is _R.OBJECTION:
        return False  # "keeping the account after that date means that you accept"
    if s.shape is Shape.AFTER and role is _R.DEADLINE and not verdict.condition and verdict.limit is None:
        return False  # "please ask after 8 o'clock" limits nothing
    if s.shape is Shape.AFTER and (verdict.score < 2.2 or role is _R.RESUME) and not verdict.condition:
        return False
    oldest = _OLD if role is _R.AS_OF else 45
    if latest and (notice.published - latest.day).days > oldest:
        return False
    if s.shape is Shape.POINT and role is _R.RESUME and _weekend(s) and notice.document.language != "en":
        return False
    if place.day != (0, 0) and not verdict.told and notice.category is not Category.MAINTENANCE:
        return False
    if place.told != (0, 0) and role is _R.RESUME and not any(f.role in _AWAY for f in notice.found):
        return False  # as usual, where nothing was shut before
    if s.shape is Shape.POINT and not verdict.told and not alone and _opens_entry(notice, place, s, first):
        return True
    if s.shape is Shape.POINT and not verdict.told and not alone:
        return place.told != (0, 0) and not notice.words.calendar["usual"].search(notice.text, *place.told)
    if alone and first and first.day == notice.told_day and first.time is None:
        return False
    return not (s.shape is Shape.AFTER and verdict.condition and not (latest and latest.time))


def _earned_in(notice: Notice, place: Place, s: Stretch) -> bool:
    """Do months only name what is paid by a day that the clause goes on to tell?"""
    begins = s.first.start if s.first else s.start
    before = notice.text[max(place.start, begins - _NAMED) : begins]
    return bool(beside("earned_in").search(before) and beside("paid_out").match(notice.text, s.end, place.end))


def _named_months(s: Stretch) -> bool:
    """From a month to a month, without days."""
    return s.shape is Shape.RANGE and all(
        p is not None and p.month and not p.day and not p.edge for p in (s.first, s.last)
    )


def _heads_item(notice: Notice, place: Place, s: Stretch) -> bool:
    """A day that opens an item of a list that a sentence leads in ("… on the following dates:")."""
    opens = not re.search(r"\w", notice.text[place.start : s.start])
    return opens and place.lead.rstrip().endswith(":") and place.line == (0, 0)


def _opens_entry(notice: Notice, place: Place, s: Stretch, first: Moment | None) -> bool:
    """A day to come that opens a line of a diary, with a dash and what happens then behind it."""
    opens = place.line == (0, 0) and place.passage > 0 and not re.search(r"\w", notice.text[place.start : s.start])
    ahead = first is not None and first.day >= notice.published
    told = opens and ahead and beside("entry").match(notice.text, s.end, place.end)
    return bool(told) and not notice.words.calendar["usual"].search(notice.text, s.end, place.end)


def _over(notice: Notice, place: Place, s: Stretch, role: WindowRole, latest: Moment | None, told: bool = True) -> bool:
    """Was it done or due before the notice was published?"""
    if notice.told_day is None or latest is None or latest.day >= notice.told_day:
        return False
    before = notice.text[max(place.start, s.start - 12) : s.start]
    if notice.words.paid.search(notice.text[max(place.start, s.start - 60) : s.start]):
        return True
    if s.shape is Shape.RANGE and (role is _R.EFFECTIVE or (role is _R.CONCESSION and not told)):
        return True  # what happened between two days of the past
    done = bool(notice.words.done.search(before + notice.text[s.start : s.end])) and role not in _STATES
    return done or (role in _DUE and s.shape is Shape.UNTIL)


def _weekend(s: Stretch) -> bool:
    """A Saturday or Sunday on which a bank works makes up for a holiday; nothing resumes then."""
    return s.first is not None and s.first.weekday in (5, 6)
