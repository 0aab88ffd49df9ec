"""Windows without a date: a rule of recurrence by itself, or "until further notice"."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.model import Category, EndKind, WindowRole
from ingest.understand.windows import recurrence
from ingest.understand.windows.candidates import Found, lasts
from ingest.understand.windows.context import Place
from ingest.understand.windows.lexicon import beside
from ingest.understand.windows.notice import Notice
from ingest.understand.windows.points import Point
from ingest.understand.windows.recurrence import Rule
from ingest.understand.windows.roles import judge
from ingest.understand.windows.stretch import Shape, Stretch
from ingest.understand.windows.subjects import readable, subject

_R = WindowRole
_MAIN = (_R.PROMOTION, _R.OUTAGE)
_STEPS = (_R.REGISTRATION, _R.RESERVATION)
_OWN_RULE = {_R.OUTAGE: 2.0, _R.REWARD: 2.0, _R.REGISTRATION: 2.0, _R.PROMOTION: 2.4, _R.CLOSURE: 2.6}


def event_alone(notice: Notice, place: Place, m: re.Match[str]) -> list[Found]:
    """ "暂停办理，恢复时间另行通知" without any date."""
    if (before := _left_open(notice, place)) and beside("of_the_end").search(m[0]):
        notice.found[notice.found.index(before)] = replace(before, end_kind=EndKind.EVENT)
        return []
    s = Stretch(Shape.EVENT, m.start(), m.end(), event=True)
    verdict = notice.verdict(place, s, [])
    if verdict.role is _R.RESUME:
        sentence = notice.text[place.start : m.start()]
        verdict = (
            judge(
                sentence,
                place,
                (0, len(sentence)),
                Stretch(Shape.EVENT, len(sentence), len(sentence)),
                [],
                "",
                notice.category,
            )
            if sentence
            else verdict
        )
    if (
        verdict.role not in (_R.OUTAGE, _R.CLOSURE, _R.STOP_ACCEPTING, _R.STOP_SERVICE)
        or verdict.score < 2.0
        or place.answer
    ):
        return []
    begin = max(notice.text.rfind(c, place.start, m.start()) for c in ";。") + 1
    begin = max(begin, place.start)
    return [
        Found(
            s,
            place,
            verdict.role,
            None,
            None,
            EndKind.EVENT,
            begin,
            m.end(),
            verdict.score,
            True,
            key=False,
            applies_to=readable(place.name),
        )
    ]


def _left_open(notice: Notice, place: Place) -> Found | None:
    """What stopped in the sentence before, without an end ("今日暂停服务。恢复时间另行公布。")."""
    last = notice.found[-1] if notice.found else None
    if last is None or place.line != (0, 0) or (last.place.section, last.place.line) != (place.section, (0, 0)):
        return None
    stopped = last.role in (_R.OUTAGE, _R.CLOSURE, _R.STOP_ACCEPTING) and last.end_kind is EndKind.OPEN
    return last if stopped and last.first and not last.last and place.passage - last.place.passage <= 1 else None


def keep_rules(notice: Notice, place: Place, stretches: list[Stretch], rules: list[Rule], hours: list[Stretch]) -> None:
    """Rules without a date are kept for the window of the whole notice."""
    times = next(((s.first, s.last) for s in hours if s.first and s.last), None)
    if rules or (times and not stretches[1:]):
        piece = notice.text[place.start : place.end]
        if not beside("hotline").search(piece) and not place.answer:
            notice.rules.append((place, rules, times if rules or place.line == (0, 0) else None))


def place_rules(notice: Notice) -> None:
    """Rules in another sentence, and rules that stand by themselves."""
    for place, rules, times in notice.rules:
        if not rules:
            continue
        main = _beside(place, _widest([f for f in notice.found if lasts(f) and f.role in _MAIN and not f.condition]))
        piece = notice.text[place.start : place.end]
        if beside("of_a_step").match(piece):
            continue
        if (step := _of_a_step(notice, place, rules[0])) and not rules[0].later:
            if step is not _R.RESERVATION and rules[0].monthly:
                _own_rule(notice, place, rules, times)
            continue
        during = beside("of_an_offer").search(piece)
        same_part = main and any(f.place.section == place.section and f.role is main[0].role for f in main)
        plain = rules[0].text.startswith(("weekly:", "monthly:"))
        if rules[0].later:
            _own_rule(notice, place, rules, times)
        elif (
            len(main) == 1
            and main[0].recurrence is None
            and main[0].role is _R.PROMOTION
            and (during or (same_part and plain))
        ):
            again = replace(main[0], recurrence=recurrence.written(rules, times))
            if beside("extra_days").search(piece) or beside("every_day_too").search(
                notice.text, rules[-1].end, place.end
            ):
                notice.found.append(replace(again, place=place, start=rules[0].start, end=rules[-1].end, part=True))
            else:
                notice.found[notice.found.index(main[0])] = again
        else:
            _own_rule(notice, place, rules, times)


def _beside(place: Place, main: list[Found]) -> list[Found]:
    """Of several the one in the same passage."""
    near = [f for f in main if f.place.passage == place.passage and f.place.line == place.line]
    return near if len(main) > 1 and len(near) == 1 else main


def _of_a_step(notice: Notice, place: Place, rule: Rule) -> WindowRole | None:
    """Signing up or booking on days that come again ("每月1日10:00起报名") is a step of an offer, not its days."""
    verdict = notice.verdict(place, Stretch(Shape.RANGE, rule.start, rule.end), [])
    return verdict.role if verdict.role in _STEPS and verdict.told else None


def _widest(main: list[Found]) -> list[Found]:
    """The one that all others lie within ("the promotion runs in two rounds"), if there is one."""
    for f in main:
        if f.first and f.last and all(_holds(f, o) for o in main):
            return [f]
    return main


def _holds(f: Found, o: Found) -> bool:
    return bool(
        f.first and f.last and o.first and o.last and o.role is f.role
        and f.first.day <= o.first.day and o.last.day <= f.last.day
    )  # fmt: skip


def _own_rule(notice: Notice, place: Place, rules: list[Rule], times: tuple[Point, Point] | None) -> None:
    """A maintenance window of each month, a reward by the 15th of the next month."""
    rule = rules[0]
    end = max(rule.end, times[1].end if times else 0)
    s = Stretch(Shape.RANGE, rule.start, end)
    verdict = notice.verdict(place, s, [])
    due = verdict.role in (_R.REWARD, _R.REGISTRATION) and rule.monthly
    regular = verdict.role is _R.OUTAGE and notice.category is Category.MAINTENANCE
    if notice.text[place.start : place.end].strip(" :").endswith(place.heading or "\n"):
        return
    if verdict.score < _OWN_RULE.get(verdict.role, 9.0) or not (due or regular):
        return
    text = recurrence.written(rules, times)
    notice.found.append(
        Found(
            s,
            place,
            verdict.role,
            None,
            None,
            EndKind.OPEN,
            rule.start,
            end,
            verdict.score,
            True,
            key=not due,
            recurrence=text,
            applies_to=subject(notice.document, notice.normal, place, s),
        )
    )
