"""Atoms → points in time: what stands between two atoms tells whether they speak of one moment."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.understand.windows.atoms import Atom, read_atom
from ingest.understand.windows.forms import ATOM
from ingest.understand.windows.points import Point

_TIME_AFTER = re.compile(r"[ ,，]*(?:at|当日|当天|起|的|T)? *|:\s*| ?\(|\) *", re.I)
_ZONE = (
    r"[ ,]*(?:\(?[A-Z]{2,4}\)?"
    r"|(?:Hong Kong|Singapore|[Ll]ocal|India|Indian|UK|London|Beijing|Eastern|Central|Mountain|Pacific)"
    r"(?: (?:[Ss]tandard|[Dd]aylight))?(?: [Tt]ime)?)?[ ,]*"
)
_DATE_AFTER = re.compile(
    _ZONE + r"(?:[Oo]n |of |, | |this (?:morning|afternoon|evening),? ?)(?:today,? )?\(?(?:[Oo]n )?(?:the )?"
    r"(?:(?:each |both |all )?of (?:the )?)?(?:(?:nights?|mornings?|days?|dates?) of )?"
)
_TIME_MOVED = re.compile(
    r"的[^,。;:\d]{0,16}(?:时间|时点|时限)(?:为|是|:)| (?:is|are|will be)(?: at)? "
    r"|(?:的[^,。;:\d]{0,20}|[^,。;:\d]{0,20}?)(?:营业|开放|提早|提前|推迟|延后|延迟|延长|顺延|改)(?:至|到|为|于)"
    r"|,[^,。;:\d起]{0,6}?(?:服务|办公|营业|开放)(?:至|到)"
    r"|,?(?: (?!(?:and|but|while|then)\b)[A-Za-z'’-]+){0,9}? (?:is|are|will be) (?:now |already )?at "
    r"|,?(?: (?!(?:and|but|while|then)\b)[A-Za-z'’-]+){0,9}?"
    r" (?:(?:is|are) )?(?:(?:brought forward|moved|changed|extended|close|closes|shut|shuts"
    r"|open|opens|ends?|finish(?:es)?)"
    r"(?: (?:early|late|earlier|later))?) (?:to|at|until|from) "
)
"""Between a day and the hour that something is moved to ("31日截数时间提早至11时", "On 24 May we close at 1 pm")."""
_WEEKDAY_AFTER = re.compile(_ZONE + r"\(?(?:[Oo]n )?(?:the )?(?:(?:following|next|this(?: coming)?|coming) )?")
_HALF_OF_DAY = re.compile(r"上午|早上|早晨|中午|正午|下午|午后|傍晚|晚上?|晚间|夜[间里]?|深夜|当晚")
_HOURS_TO = re.compile(r"\s*(?:至|到|[-~—–]{1,2})\s*")
"""Between two hours of one day."""
_NEXT_AFTER = re.compile(r" *(?:of|on|,)? *", re.I)


def _joins(left: Atom, right: Atom, so_far: Point, gap: str) -> bool:
    """Do two neighbouring atoms speak of one point in time?"""
    pair = (left.kind, right.kind)
    blank = not gap.strip(" ,，")
    match right.kind:
        case "note":
            return not gap.strip(" ,")
        case "weekday":
            if so_far.timed and not so_far.dated:
                return bool(_WEEKDAY_AFTER.fullmatch(gap))
            return blank and so_far.dated and so_far.weekday is None and not so_far.timed
        case "time":
            if so_far.timed:
                return False
            if pair == ("next", "time") or left.kind == "part" or (so_far.shift and not so_far.dated):
                return blank
            if not (so_far.dated or so_far.day is not None):
                return False
            return (
                bool(_TIME_AFTER.fullmatch(gap))
                or gap == " from "
                or (len(gap) <= 90 and bool(_TIME_MOVED.fullmatch(gap)))
            )
        case "date":
            if left.kind == "weekday" and not so_far.dated:
                return blank or (so_far.timed and blank)
            return (
                so_far.timed
                and not so_far.dated
                and not so_far.shift
                and bool(_DATE_AFTER.fullmatch(gap + " " if gap == "" else gap))
            )
        case "part":
            return not gap.strip() and (so_far.dated or so_far.day is not None or so_far.shift > 0) and not so_far.timed
        case "next":
            return so_far.timed and not so_far.dated and bool(_NEXT_AFTER.fullmatch(gap))
        case _:
            return False


def _merge(so_far: Point, new: Point) -> Point:
    timed = new if new.timed else so_far
    dated = new if new.dated else so_far
    return Point(
        so_far.start,
        new.end,
        dated.year,
        dated.month,
        dated.day if dated.dated or dated.day else so_far.day,
        timed.hour,
        timed.minute,
        so_far.shift or new.shift,
        so_far.next_year or new.next_year,
        so_far.weekday if new.weekday is None else new.weekday,
        new.weekday_end or so_far.weekday_end,
        so_far.exclusive or new.exclusive,
        so_far.inclusive or new.inclusive,
        so_far.now or new.now,
        so_far.midnight or new.midnight,
        so_far.edge or new.edge,
        (so_far.weak or new.weak) and new.weekday is None,
        so_far.broken or new.broken,
        so_far.whole_day or new.whole_day,
        dated.months,
        dated.same,
    )


def _of_named_day(atoms: list[Atom], at: int, text: str) -> bool:
    """Is an hour behind a colon that of the weekday behind it ("13-14 June: 6pm Friday to …")?"""
    if atoms[at].kind != "time" or at + 1 >= len(atoms) or atoms[at + 1].kind != "weekday":
        return False
    return bool(_WEEKDAY_AFTER.fullmatch(text, atoms[at].point.end, atoms[at + 1].point.start))


def _opens_next(atoms: list[Atom], at: int, text: str) -> bool:
    """Is a weekday behind a comma that of the hour behind it ("周一至周五9:00-16:30,周六9:30-15:30")?"""
    if atoms[at].kind != "weekday" or at + 1 >= len(atoms) or atoms[at + 1].kind != "time":
        return False
    return not text[atoms[at].point.end : atoms[at + 1].point.start].strip()


def _joined(atoms: list[Atom], text: str) -> Iterator[Point]:
    at = 0
    while at < len(atoms):
        left, point = atoms[at], atoms[at].point
        at += 1
        while at < len(atoms) and _joins(left, atoms[at], point, text[point.end : atoms[at].point.start]):
            gap = text[point.end : atoms[at].point.start]
            if (":" in gap and _of_named_day(atoms, at, text)) or ("," in gap and _opens_next(atoms, at, text)):
                break
            if gap == " from " and at + 1 < len(atoms) and atoms[at + 1].kind in ("time", "next"):
                break  # "30 June from 10am to 4pm": hours of each day
            left, point = atoms[at], _merge(point, atoms[at].point)
            at += 1
        yield point


def _afternoons(points: list[Point], text: str) -> list[Point]:
    """ "晚上6时至11时", "上午10点至2点": the second hour runs on on the clock of twelve hours that the first began."""
    for at in range(1, len(points)):
        one, two = points[at - 1], points[at]
        if one.hour is None or two.hour is None or not 1 <= two.hour <= 12:
            continue
        named = two.dated or two.day or two.shift or two.weekday is not None
        if named or not _HOURS_TO.fullmatch(text, one.end, two.start):
            continue
        said = text[one.start : one.end]
        if _HALF_OF_DAY.search(said) and not _HALF_OF_DAY.search(text, two.start, two.end):
            begun, ends = (one.hour, one.minute), (two.hour, two.minute)
            if ends <= begun < (two.hour + 12, two.minute) <= (24, 0):
                points[at] = replace(two, hour=two.hour + 12)
    return points


def find_points(text: str, start: int, end: int, *, order: str = "DMY", today: dt.date) -> list[Point]:
    """All points of `text[start:end]` in their order; `today` is the day that 今年 and 明年 count from."""
    atoms = [a for m in ATOM.finditer(text, start, end) for a in read_atom(m, order, today)]
    points = _afternoons(list(_joined(atoms, text)), text)
    return [p for p in points if p.dated or p.day or p.shift or p.timed or p.broken or _named(p, text)]


def _named(point: Point, text: str) -> bool:
    """ "on the Monday": the weekday of a day that was told before."""
    return point.weekday is not None and text.endswith(" on the ", 0, point.start)
