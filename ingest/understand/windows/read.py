"""Document → windows, in steps: places → points → stretches → days → roles → one window for each statement."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from ingest.model import Category, Document, EndKind, Flag, FlagCode, Moment, Reading, Window, WindowRole
from ingest.text.normal import Normal
from ingest.understand.windows import moments, ranges, recurrence, years
from ingest.understand.windows.candidates import Found
from ingest.understand.windows.context import Place, find_places
from ingest.understand.windows.duplicates import distinct
from ingest.understand.windows.flags import evidence, flag
from ingest.understand.windows.lexicon import Roles, Words, roles, words
from ingest.understand.windows.masks import mask
from ingest.understand.windows.moments import Point
from ingest.understand.windows.ranges import Shape, Stretch, only_hours
from ingest.understand.windows.recurrence import Rule
from ingest.understand.windows.roles import Verdict, judge
from ingest.understand.windows.rows import beside
from ingest.understand.windows.subjects import subject

_R = WindowRole
_EXCEPT_AFTER = re.compile(
    r"(?:[\d年月日号、和及与至到\-~/.\s]|[(]?(?:周|星期)[一二三四五六日天][)]?)*(?:等)?(?:法定节假日)?(?:除外|不参加|不参与|不享受|不适用)"
)
_EXCEPT_BEFORE = re.compile(
    r"(?:\bblackout dates?(?: apply| are)?|\bexcept|\bexcluding|\bexclude|other than|save for|not including"
    r"|\bexcl\.|不含|除)(?: for| on| public holidays and)?[\s(:]*$",
    re.I,
)
_LIST_GAP = re.compile(r"\s*(?:、|和|及|与|以及|,\s+(?:and\s)?|and|&)\s*", re.I)
_HOTLINE = re.compile(
    r"热线|电话|客服|致电|拨打|咨询|办公时间|营业时间|工作时间"
    r"|服务时间|\bcall\b|hotline|helpline|telephone|\bphone us\b"
    r"|\blines? (?:are )?open\b|office hours|opening hours",
    re.I,
)
_EACH_DAY = re.compile(r"每[日天]|daily|each day|every day", re.I)
_OWN_RULE = {_R.OUTAGE: 2.0, _R.REWARD: 2.0, _R.PROMOTION: 2.4, _R.CLOSURE: 2.6}


class _Reader:
    """One notice. Windows are found place by place; what the calendar learns on the way helps the places below."""

    def __init__(
        self, document: Document, normal: Normal, reading: Reading, published: dt.date | None, category: Category | None
    ) -> None:
        self.document, self.normal = document, normal
        self.text = mask(normal.text)
        self.events = list(words().event.finditer(self.text))
        self.told = _without(self.text, self.events)
        self.order = reading.date_order
        self.words: Words = words()
        self.lexicon: Roles = roles()
        self.category = category or _category_of(document.title, self.lexicon)
        self.told_day = published or document.published or reading.published
        self.published = self.told_day or reading.today
        self.title = document.title
        self.flags: list[Flag] = []
        self.found: list[Found] = []
        self.rules: list[tuple[Place, list[Rule], tuple[Point, Point] | None]] = []
        title_years = [y for y in years.years_in(document.title) if abs(y - self.published.year) <= 1]
        self.calendar = years.Calendar(self.published, title_years[0] if title_years else None)

    # ---- the steps
    def read(self) -> tuple[tuple[Window, ...], tuple[Flag, ...]]:
        places = [p for p in find_places(self.document, self.normal) if self._worth(p)]
        read = [(p, self._stretches(p)) for p in places]
        read = beside(read, self.text)
        self._learn(read)
        passage = None
        for place, stretches in read:
            if place.passage != passage:
                self.calendar.last = None
                passage = place.passage
            self._place(place, stretches)
        self._recurring()
        kept = distinct(self._only_ours(self.found))
        kept = self._answers(kept)
        for f in kept:
            self._window_flags(f)
        windows = tuple(self._window(f) for f in sorted(kept, key=lambda f: f.start))
        return windows, tuple(sorted(self.flags, key=lambda f: f.evidence.span.start))

    def _worth(self, place: Place) -> bool:
        piece = self.text[place.start : place.end]
        return bool(
            moments.WORTH_READING.search(piece) or self._event_in(place) or recurrence.WORTH_READING.search(piece)
        )

    def _event_in(self, place: Place) -> re.Match[str] | None:
        return next((m for m in self.events if place.start <= m.start() and m.end() <= place.end), None)

    def _stretches(self, place: Place) -> list[Stretch]:
        points = moments.find_points(self.text, place.start, place.end, order=self.order, today=self.published)
        return ranges.find_stretches(points, self.text, place.start, place.end, self.words)

    def _learn(self, read: list[tuple[Place, list[Stretch]]]) -> None:
        """The days that stand in the notice with their year give the year to those that stand without."""
        for _, stretches in read:
            for s in stretches:
                for point in (s.first, s.last):
                    if point and point.year and point.month and point.day and not point.broken:
                        self.calendar.known.add(dt.date(point.year, point.month, point.day))
                if (
                    s.shape is Shape.RANGE
                    and s.first
                    and s.last
                    and s.first.year
                    and s.first.day
                    and not s.first.broken
                ):
                    self._learn_between(s.first, s.last)

    def _learn_between(self, first: Point, last: Point) -> None:
        dates = years.between(first, last, years.Calendar(self.published))
        if dates.first and dates.last and (dates.last.day - dates.first.day).days <= 40:
            day = dates.first.day
            while day <= dates.last.day:
                self.calendar.known.add(day)
                day += dt.timedelta(days=1)

    # ---- one place
    def _place(self, place: Place, stretches: list[Stretch]) -> None:
        rules = recurrence.find_rules(self.text, place.start, place.end)
        exceptions, stretches = self._exceptions(place, stretches)
        hours = [s for s in stretches if only_hours(s)]
        dated = [s for s in stretches if not only_hours(s) and not self._history(place, s)]
        got: list[Found] = []
        for s in dated:
            others = _others(dated, s, self.text)
            like = got[-1] if got and _listed(got[-1], s, self.text) else None
            if f := self._found(place, s, others, like):
                got.append(f)
        got = self._with_hours(place, got, hours)
        got = self._with_rules(place, got, rules, exceptions)
        got = self._with_event(place, got)
        if not got:
            self._undated(place, stretches, rules, hours)
        self.found.extend(got)

    def _exceptions(self, place: Place, stretches: list[Stretch]) -> tuple[tuple[str, ...], list[Stretch]]:
        """(the exception days as worded, the other stretches)."""
        out: list[Stretch] = []
        spans: list[tuple[int, int]] = []
        for s in stretches:
            before = self.text[max(place.start, s.start - 30) : s.start]
            chained = spans and spans[-1][1] <= s.start and _LIST_GAP.fullmatch(self.text[spans[-1][1] : s.start])
            single = s.shape in (Shape.POINT, Shape.RANGE) and not only_hours(s)
            after = _EXCEPT_AFTER.match(self.text, s.end, place.end) if single else None
            if after or _EXCEPT_BEFORE.search(before) or chained:
                spans.append((s.start, after.end() if after else s.end))
            else:
                out.append(s)
        if not spans:
            return (), stretches
        span = self.normal.span(spans[0][0], spans[-1][1])
        return (span.of(self.document.text),), out

    def _found(self, place: Place, s: Stretch, others: list[Stretch], like: Found | None) -> Found | None:
        """`like` is the window before it in a list ("25 and 26 December and 1 January")."""
        dates = self._dates(s)
        if dates is None:
            return None
        before = self.text[max(place.start, s.start - 40) : s.start]
        verdict = Verdict(like.role, like.score, like.told, like.condition) if like else self._verdict(place, s, others)
        shaped = _borders(s, verdict, dates.first, dates.last)
        if shaped is None or not self._credible(s, verdict, *shaped[:2]):
            return None
        first, last, end_kind = shaped
        planned = bool(self.lexicon.planned.search(before)) or s.lead.startswith(("计划", "预计", "拟"))
        applies = subject(self.text, place, s, verdict.role, place.end)
        key = not (verdict.condition or (verdict.role is _R.VALID_FROM and self.category is not Category.FRAUD_WARNING))
        start = self._quote_start(place, s)
        return Found(
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
        )

    def _history(self, place: Place, s: Stretch) -> bool:
        """The date of a law, an earlier notice, a contract: not of what this notice announces."""
        before, behind = self.text[max(place.start, s.start - 40) : s.start], self.text[s.end : s.end + 20]
        return bool(self.lexicon.history_before.search(before) or self.lexicon.history_after.match(behind))

    def _verdict(self, place: Place, s: Stretch, others: list[Stretch]) -> Verdict:
        return judge(self.told, place, (place.start, place.end), s, others, self.title, self.category)

    def _quote_start(self, place: Place, s: Stretch) -> int:
        """Short words before the stretch belong to the quote ("报名时间：")."""
        label = re.search(r"[^\s。;,:|()]{2,12}:\s*$", self.text[place.start : s.start])
        return place.start + label.start() if label else s.start

    def _dates(self, s: Stretch) -> years.Dates | None:
        if s.first and s.last:
            dates = years.between(s.first, s.last, self.calendar)
        else:
            point = s.first or s.last
            if point is None:
                return None
            if point.now and self.told_day is None:
                return None
            dates = years.single(point, self.calendar, s.shape is Shape.UNTIL)
        self._check_weekdays(s, dates)
        if dates.broken:
            self.flags.append(flag(FlagCode.MALFORMED_DATE, self.document.text, self.normal, s.start, s.end))
            return None
        return dates if dates.first or dates.last else None

    def _check_weekdays(self, s: Stretch, dates: years.Dates) -> None:
        """The printed weekday is a checksum of the printed date."""
        last = dates.last if s.last and s.first else None
        for point, moment in ((s.first or s.last, dates.first), (s.last, last)):
            if point is None or moment is None or point.weekday is None or not point.day:
                continue
            day = moment.day.replace(day=point.day) if moment.day.day != point.day and point.shift == 0 else moment.day
            if day.weekday() != point.weekday:
                self.flags.append(
                    flag(
                        FlagCode.WEEKDAY_MISMATCH, self.document.text, self.normal, point.start, point.weekday_end, day
                    )
                )

    def _credible(self, s: Stretch, verdict: Verdict, first: Moment | None, last: Moment | None) -> bool:
        """Old dates, and days that nothing is said of, are no windows."""
        role, latest = verdict.role, (last or first)
        if s.shape is Shape.TODAY:
            return self.category is Category.FRAUD_WARNING
        if s.shape is Shape.AFTER and verdict.score < 2.2 and not verdict.condition:
            return False
        if latest and (self.published - latest.day).days > 45 and role is not _R.AS_OF:
            return False
        if s.shape is Shape.POINT and (not verdict.told or (role is _R.RESUME and _weekend(s))):
            return False
        return not (s.shape is Shape.AFTER and verdict.condition and not (latest and latest.time))

    # ---- what stands around
    def _with_hours(self, place: Place, got: list[Found], hours: list[Stretch]) -> list[Found]:
        """Hours belong to the day before them, or to each day of the stretch in the same sentence."""
        out = list(got)
        for s in hours:
            before = [f for f in out if f.end <= s.start or f.stretch.end <= s.start]
            anchor = before[-1] if before else (out[0] if out else None)
            if anchor is None or anchor.first is None or s.first is None or s.last is None:
                continue
            gap = self.text[min(anchor.stretch.end, s.start) : s.start]
            if _HOTLINE.search(gap):
                continue
            out = _attach(out, anchor, s, gap)
        return out

    def _with_rules(
        self, place: Place, got: list[Found], rules: list[Rule], exceptions: tuple[str, ...]
    ) -> list[Found]:
        """A rule belongs to the last closed window before it in the sentence, else to the first one."""
        out = []
        for f in got:
            mine = [r for r in rules if self._owner(got, r) is f]
            hours = f.stretch.hours
            text = recurrence.written(mine, hours)
            if text or exceptions:
                ends = [f.end, *(r.end for r in mine), *([hours[1].end] if hours else [])]
                starts = [f.start, *(r.start for r in mine)]
                f = replace(
                    f, recurrence=text, start=min(starts), end=max(ends), exceptions=exceptions if _multi(f) else ()
                )
                f = self._quote_exceptions(place, f)
            out.append(f)
        return out

    def _quote_exceptions(self, place: Place, f: Found) -> Found:
        """The quote runs to the end of the exception days."""
        for words_ in f.exceptions:
            at = self.normal.text.find(words_[-4:], f.end, place.end)
            if 0 <= at < f.end + 60:
                return replace(f, end=min(at + 4, place.end))
        return f

    def _owner(self, got: list[Found], rule: Rule) -> Found | None:
        closed = [f for f in got if f.first and _multi(f) and not f.condition]
        closed = [f for f in closed if not _HOTLINE.search(self.text[min(f.end, rule.start) : rule.start])]
        before = [f for f in closed if f.start <= rule.start]
        return before[-1] if before else closed[0] if closed else None

    def _with_event(self, place: Place, got: list[Found]) -> list[Found]:
        """ "…起，结束时间另行通知": the end is an event."""
        m = self._event_in(place)
        if not m:
            return got
        before = [
            f
            for f in got
            if f.stretch.end <= m.start() + 2
            and f.last is None
            and f.end_kind is EndKind.OPEN
            and f.role is not _R.RESUME
        ]
        if before and self.text.find("。", before[-1].end, m.start()) < 0:
            f = before[-1]
            return [replace(x, end_kind=EndKind.EVENT, end=max(x.end, m.end())) if x is f else x for x in got]
        if got:
            return got
        return self._event_only(place, m)

    def _event_only(self, place: Place, m: re.Match[str]) -> list[Found]:
        """ "暂停办理，恢复时间另行通知" without any date."""
        s = Stretch(Shape.EVENT, m.start(), m.end(), event=True)
        verdict = self._verdict(place, s, [])
        if verdict.role is _R.RESUME:
            sentence = self.text[place.start : m.start()]
            verdict = (
                judge(
                    sentence,
                    place,
                    (0, len(sentence)),
                    Stretch(Shape.EVENT, len(sentence), len(sentence)),
                    [],
                    "",
                    self.category,
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
        begin = max(self.text.rfind(c, place.start, m.start()) for c in ";。") + 1
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
                applies_to=place.heading or None,
            )
        ]

    def _undated(self, place: Place, stretches: list[Stretch], rules: list[Rule], hours: list[Stretch]) -> None:
        """Rules without a date are kept for the window of the whole notice."""
        times = next(((s.first, s.last) for s in hours if s.first and s.last), None)
        if rules or (times and not stretches[1:]):
            piece = self.text[place.start : place.end]
            if not _HOTLINE.search(piece) and not place.answer:
                self.rules.append((place, rules, times if rules or place.line == (0, 0) else None))

    # ---- across places
    def _recurring(self) -> None:
        """Rules in another sentence, and rules that stand by themselves."""
        for place, rules, times in self.rules:
            if not rules:
                continue
            main = [f for f in self.found if _multi(f) and f.role in (_R.PROMOTION, _R.OUTAGE) and not f.condition]
            piece = self.text[place.start : place.end]
            during = re.search(
                r"活动期(?:间|内)?|优惠期(?:间|内)?|每[周月].{0,30}(?:享|立减|满|优惠)"
                r"|during the (?:promotion|offer|campaign)",
                piece,
                re.I,
            )
            beside = main and any(f.place.section == place.section and f.role is main[0].role for f in main)
            if len(main) == 1 and main[0].recurrence is None and main[0].role is _R.PROMOTION and (during or beside):
                at = self.found.index(main[0])
                self.found[at] = replace(main[0], recurrence=recurrence.written(rules, times))
            else:
                self._own_rule(place, rules, times)

    def _own_rule(self, place: Place, rules: list[Rule], times: tuple[Point, Point] | None) -> None:
        """A maintenance window of each month, a reward by the 15th of the next month."""
        rule = rules[0]
        end = max(rule.end, times[1].end if times else 0)
        s = Stretch(Shape.RANGE, rule.start, end)
        verdict = self._verdict(place, s, [])
        due = verdict.role is _R.REWARD and rule.monthly
        regular = verdict.role is _R.OUTAGE and self.category is Category.MAINTENANCE
        if verdict.score < _OWN_RULE.get(verdict.role, 9.0) or not (due or regular):
            return
        text = recurrence.written(rules, times)
        self.found.append(
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
                applies_to=subject(self.text, place, s, verdict.role, place.end),
            )
        )

    # ---- the notice as a whole
    def _only_ours(self, found: list[Found]) -> list[Found]:
        """In a fraud warning the dates belong to the swindlers, but for what the bank itself does from a day on."""
        if self.category is not Category.FRAUD_WARNING:
            return found
        ours = [
            f
            for f in found
            if f.stretch.shape in (Shape.FROM, Shape.TODAY) and f.first and f.first.day >= self.published
        ]
        return [
            replace(f, role=_R.VALID_FROM, last=None, end_kind=EndKind.OPEN, key=True)
            if f.first and f.first.day == self.published
            else f
            for f in ours
        ]

    def _answers(self, kept: list[Found]) -> list[Found]:
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

    def _window_flags(self, f: Found) -> None:
        if f.guessed:
            self.flags.append(
                flag(FlagCode.YEAR_INFERRED, self.document.text, self.normal, f.stretch.start, f.stretch.end)
            )
        if f.planned:
            self.flags.append(
                flag(FlagCode.PLANNED, self.document.text, self.normal, max(f.start - 8, f.place.start), f.end)
            )

    def _window(self, f: Found) -> Window:
        rule = f"windows.{f.stretch.shape.value}"
        words_ = evidence(self.document.text, self.normal, f.start, f.end, rule)
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
            f.confidence,
        )


def _category_of(title: str, lexicon: Roles) -> Category | None:
    """A guess from the title, used only where the classifier gave no hint."""
    return next((category for pattern, category in lexicon.titles if pattern.search(title)), None)


def _without(text: str, matches: list[re.Match[str]]) -> str:
    """`text` with the matches blanked: "恢复时间另行通知" does not tell of a resumption."""
    for m in matches:
        text = text[: m.start()] + " " * len(m[0]) + text[m.end() :]
    return text


def _others(stretches: list[Stretch], one: Stretch, text: str) -> list[Stretch]:
    """The other windows of the place, but for those that stand in one list with it."""
    at = stretches.index(one)
    low = high = at
    while low > 0 and _LIST_GAP.fullmatch(text[stretches[low - 1].end : stretches[low].start]):
        low -= 1
    while high + 1 < len(stretches) and _LIST_GAP.fullmatch(text[stretches[high].end : stretches[high + 1].start]):
        high += 1
    return stretches[:low] + stretches[high + 1 :]


def _weekend(s: Stretch) -> bool:
    """A Saturday or Sunday on which a bank works makes up for a holiday; nothing resumes then."""
    return s.first is not None and s.first.weekday in (5, 6)


def _listed(before: Found, s: Stretch, text: str) -> bool:
    shapes = (Shape.POINT, Shape.RANGE)
    return (
        s.shape in shapes
        and before.stretch.shape in shapes
        and bool(_LIST_GAP.fullmatch(text[before.stretch.end : s.start]))
    )


def _multi(f: Found) -> bool:
    """Does it last longer than a day, or is it open?"""
    return f.first is None or f.last is None or f.last.latest() - f.first.earliest() > dt.timedelta(days=1)


def _borders(
    s: Stretch, verdict: Verdict, first: Moment | None, last: Moment | None
) -> tuple[Moment | None, Moment | None, EndKind] | None:
    """(start, end, end_kind) of a stretch in its role."""
    role = verdict.role
    if s.shape is Shape.RANGE:
        return first, last, EndKind.DATE
    point = first or last
    if point is None:
        return None
    if s.shape is Shape.UNTIL:
        if role is _R.AS_OF and not verdict.condition:
            return point, point, EndKind.DATE
        return None, _day_before(point) if s.strict else point, EndKind.DATE
    if s.shape is Shape.AFTER:
        return (None, point, EndKind.DATE) if verdict.condition else (point, None, EndKind.OPEN)
    if s.shape is Shape.POINT:
        if s.first and s.first.whole_day:
            return point, point, EndKind.DATE
        if role is _R.DEADLINE:
            return None, point, EndKind.DATE
        if role in (
            _R.CLOSURE,
            _R.OUTAGE,
            _R.PROMOTION,
            _R.AS_OF,
            _R.REWARD,
            _R.CONCESSION,
            _R.COLLECTION,
            _R.EXCHANGE,
            _R.RESERVATION,
            _R.SUBSCRIPTION,
        ):
            return (point, point, EndKind.DATE) if point.time is None else (point, None, EndKind.OPEN)
    if role is _R.AS_OF:
        return point, point, EndKind.DATE
    return point, None, EndKind.OPEN


def _day_before(point: Moment) -> Moment:
    return point if point.time else Moment(point.day - dt.timedelta(days=1))


def _attach(found: list[Found], anchor: Found, s: Stretch, gap: str) -> list[Found]:
    """Hours to a window: to its one day, or to each of its days."""
    if s.first is None or s.last is None or s.first.hour is None or s.last.hour is None or anchor.first is None:
        return found
    one_day = anchor.last is None or anchor.last.day == anchor.first.day
    if one_day and anchor.first.time is None and anchor.stretch.shape is Shape.POINT:
        dates = _hours_on(anchor.first.day, s)
        new = replace(
            anchor,
            first=dates[0],
            last=dates[1],
            end_kind=EndKind.DATE,
            end=max(anchor.end, s.end) if gap != "|" else anchor.end,
        )
        return [new if f is anchor else f for f in found]
    if one_day or (anchor.first.time and not _EACH_DAY.search(gap)):
        if anchor.last and _LIST_GAP.fullmatch(gap):
            first, last = _hours_on(anchor.first.day, s)
            return [*found, replace(anchor, first=first, last=last, start=s.start, end=s.end, stretch=s, guessed=False)]
        return found
    if anchor.stretch.hours is None:
        end = max(anchor.end, s.end) if gap != "|" else anchor.end
        new = replace(anchor, stretch=replace(anchor.stretch, hours=(s.first, s.last)), end=end)
        return [new if f is anchor else f for f in found]
    return found


def _hours_on(day: dt.date, s: Stretch) -> tuple[Moment, Moment]:
    assert s.first and s.last and s.first.hour is not None and s.last.hour is not None  # noqa: S101 - callers checked
    start = Moment(day + dt.timedelta(days=s.first.shift), dt.time(s.first.hour % 24, s.first.minute))
    hour = 24 if s.last.midnight else s.last.hour
    later = s.last.shift or (1 if hour == 24 or (hour, s.last.minute) <= (s.first.hour, s.first.minute) else 0)
    return start, Moment(day + dt.timedelta(days=later), dt.time(hour % 24, s.last.minute))


def read_windows(
    document: Document, normal: Normal, reading: Reading, *, published: dt.date | None, category: Category | None = None
) -> tuple[tuple[Window, ...], tuple[Flag, ...]]:
    """The windows that a notice states, in the order of the text, and what a person has to look at.

    `normal` is the normalised `document.text`; spans and quotes are of `document.text`.
    `published` decides 即日起 and years that
    are not printed; `category`, when it is known, decides roles that the words leave open. Never raises on odd text.
    """
    return _Reader(document, normal, reading, published, category).read()
