"""Conditions in time that customers can still meet: what is done by a day to come is a limit, not a class of cases."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.model import WindowRole
from ingest.understand.windows import years
from ingest.understand.windows.conditions import Verdict
from ingest.understand.windows.context import Place
from ingest.understand.windows.lexicon import beside
from ingest.understand.windows.notice import Notice
from ingest.understand.windows.stretch import Shape, Stretch

_R = WindowRole
_NOT_DONE = re.compile(r"[\s,)]*(?:仍然?|尚|还|如?仍)?未(?!发生|满|成年|来|到期|婚)")
_NOT_YET = re.compile(r"(?:(?:\bnot|n't|\bnever)\b (?:been )?|\bif no )[^.;,]{0,40}$", re.I)


def still_to_do(
    notice: Notice, place: Place, s: Stretch, dates: years.Dates, verdict: Verdict, others: list[Stretch]
) -> tuple[Stretch, years.Dates, Verdict]:
    """The stretch of a condition, its days and its role, when its day is yet to come."""
    day = dates.last or dates.first
    if day is None or day.day < notice.published:
        return s, dates, verdict
    if s.shape is Shape.RANGE and (m := beside("entered").match(notice.text, s.end, place.end)):
        return s, dates, Verdict(_R.RESERVATION if "预约" in m[0] else _R.REGISTRATION, 3.0, True)
    if s.shape is not Shape.UNTIL:
        return s, dates, verdict
    if _left_undone(notice, place, s):
        if s.lead == "到" and not any(o.start > s.end for o in others):
            # "到1月4日仍未补正的,账户转为…": then it happens
            begins = replace(dates, first=dates.first or dates.last, last=None)
            return replace(s, shape=Shape.FROM), begins, Verdict(_R.EFFECTIVE, 3.0, True)
        return s, dates, Verdict(_R.DEADLINE, 3.0, True)
    if beside("on_offer").search(notice.text, place.start, s.start):
        return s, dates, Verdict(_R.DEADLINE, 3.0, True)
    if _still_redeemed(notice, place):
        return s, dates, Verdict(_R.REDEMPTION, 3.0, True)
    if _given_back(notice, place, s) or _chained(notice, place, s) or (day.time and _in_time(notice, place, s)):
        return s, dates, Verdict(_R.DEADLINE, 3.0, True)
    return s, dates, verdict


def _left_undone(notice: Notice, place: Place, s: Stretch) -> bool:
    """ "6月30日前未激活的,…", "cards not activated by 15 June"."""
    before, behind = notice.text[max(place.start, s.start - 40) : s.start], notice.text[s.end : place.end]
    return bool(_NOT_DONE.match(behind) or _NOT_YET.search(before))


def _given_back(notice: Notice, place: Place, s: Stretch) -> bool:
    """ "12月31日前解约的,年费退还": who does it by the day gets something back."""
    edge = s.last is not None and s.last.edge
    return not edge and beside("given_back").match(notice.text, s.end, place.end) is not None


def _still_redeemed(notice: Notice, place: Place) -> bool:
    """ "6月30日前提交的兑换仍按…", "redemptions requested by 15 June keep …": points are worth what they were."""
    return notice.lexicon.redeems.search(notice.text, place.start, place.end) is not None


def _in_time(notice: Notice, place: Place, s: Stretch) -> bool:
    """ "Transfers submitted by 4pm on the 9th are sent the same day": up to the hour the bank still does it."""
    return beside("still_done").match(notice.text, s.end, place.end) is not None


def _chained(notice: Notice, place: Place, s: Stretch) -> bool:
    """ "…登记预约、并于6月5日前足额存入的,仍可…": the second step of what customers do."""
    return beside("and_then").search(notice.text[max(place.start, s.start - 24) : s.end]) is not None
