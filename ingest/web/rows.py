"""Rows of the queue in words: when, for whom, how long. Hundreds of rows, so nothing is told twice."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from collections.abc import Callable, Sequence

from markupsafe import Markup

from ingest.model import Approval, DraftState, Moment, Role
from ingest.publish.pages import environment
from ingest.publish.wording import say_period, say_time
from ingest.review.access import Need
from ingest.review.desk import Group, Item
from ingest.review.filters import Order
from ingest.store.desk import DraftRow
from ingest.web.i18n import catalogue
from ingest.web.visitor import Visitor


class _Cells:
    """The macros of `_queue_cells.html`, in the visitor's language."""

    def __init__(self, visitor: Visitor) -> None:
        template = environment("ingest.web").get_template("_queue_cells.html")
        made = template.make_module({"t": visitor.t, "words": catalogue(visitor.t.language)})
        self.urgency: Callable[..., Markup] = made.urgency  # type: ignore[attr-defined]
        self.checks: Callable[..., Markup] = made.checks  # type: ignore[attr-defined]
        self.waits: Callable[..., Markup] = made.waits  # type: ignore[attr-defined]
        self.confidence: Callable[..., Markup] = made.confidence  # type: ignore[attr-defined]


class Teller:
    """Speaks the visitor's language, at one moment (naive local time of the bank)."""

    def __init__(self, visitor: Visitor, now: dt.datetime) -> None:
        self.t = visitor.t
        self.options = visitor.options
        self.now = now
        self.instant = visitor.options.clock()
        self.needs = functools.cache(self._needs)
        self.moment = functools.cache(self._moment)
        self.cells = _Cells(visitor)
        self.urgency = functools.cache(self.cells.urgency)
        self._checks = functools.cache(self.cells.checks)
        self._waits = functools.cache(self.cells.waits)
        self._confidence = functools.cache(self.cells.confidence)

    def by_time(self, groups: Sequence[Group], order: Order) -> list[tuple[str, list[Group]]]:
        """Under headings of time, where that is the order; else under none."""
        if order is not Order.SOONEST:
            return [("", list(groups))]
        return [(stands.value, list(mine)) for stands, mine in itertools.groupby(groups, key=lambda group: group.when)]

    def period(self, row: DraftRow) -> str:
        """From when until when, days near today by their names. What is only looked at again then has no end."""
        ends = None if row.review else row.expires
        if row.starts is None and ends is None:
            return self.t("queue.no_time")
        if row.starts is None:
            return self.t("queue.until", end=self.moment(ends))
        if ends is None:
            return self.t("queue.from", start=self.moment(row.starts))
        same_day = row.starts.day == ends.day and ends.time is not None
        end = f"{ends.time:%H:%M}" if same_day else self.moment(ends)
        return self.t("queue.between", start=self.moment(row.starts), end=end)

    def period_in_full(self, row: DraftRow) -> str:
        return say_period(row.starts, None if row.review else row.expires, self.t.language)

    def _moment(self, moment: Moment) -> str:
        days = (moment.day - self.now.date()).days
        if days in (-1, 0, 1):
            day = self.t("queue." + {-1: "yesterday", 0: "today", 1: "tomorrow"}[days])
        else:
            key = "queue.day" if moment.day.year == self.now.year else "queue.day_of_year"
            month = self.t(f"month.{moment.day.month}")
            weekday = self.t(f"weekday.{moment.day.isoweekday()}")
            day = self.t(key, year=moment.day.year, month=month, day=moment.day.day, weekday=weekday)
        return f"{day} {moment.time:%H:%M}" if moment.time else day

    def _needs(self, needs: tuple[Need, ...]) -> str:
        """The sign-offs that are waited for."""
        return self.t("queue.and").join(self._need(need) for need in dict.fromkeys(needs))

    def _need(self, need: Need) -> str:
        if len(need) > 2:
            return self.t("queue.anybody")
        return self.t("queue.or").join(self.t("role." + role.value) for role in Role if role in need)

    def checks(self, row: DraftRow) -> Markup:
        flags = tuple(code.value for code in row.flags)
        returned = row.state is DraftState.RETURNED
        return self._checks(row.tier.value, row.untraced, flags, row.whole, row.revises is not None, returned)

    def waits(self, item: Item) -> Markup:
        """For whom, where the draft is not with its editor."""
        if not item.waiting_for or item.row.state is not DraftState.PENDING:
            return Markup()
        return self._waits(self.needs(item.waiting_for), item.signs_as is not None)

    def confidence(self, row: DraftRow) -> Markup:
        return self._confidence(round(row.confidence * 10000) / 100)

    def signed(self, approval: Approval) -> str:
        at = say_time(self.options.local(approval.at), self.t.language)
        return self.t("queue.signed_at", name=approval.actor, role=self.t("role." + approval.role.value), time=at)

    def age(self, since: dt.datetime) -> str:
        """In the largest unit that fits."""
        minutes = max(0, int((self.instant - since).total_seconds() // 60))
        if minutes < 60:
            return self.t("age.minutes", n=minutes)
        if minutes < 48 * 60:
            return self.t("age.hours", n=minutes // 60)
        return self.t("age.days", n=minutes // (24 * 60))

    def at(self, instant: dt.datetime) -> str:
        """An instant as a local time near to now."""
        local = self.options.local(instant)
        return self.moment(Moment(local.date(), local.time().replace(second=0, microsecond=0)))

    def late(self, instant: dt.datetime) -> bool:
        return instant <= self.instant

    def department(self, id_: str) -> str:
        known = self.options.department(id_)
        return known.called(self.t.language) if known else id_
