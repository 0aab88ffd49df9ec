"""Months of visits to sources that vary as sites do: how often health alerts for nothing, and how soon for something.

Stationary: list lengths of several kinds, news as a random process with weekends, pages of very different lengths,
single failed visits, and outages that are over within the hour; a visit that failed is made again after some minutes, as
it is in earnest. Nothing of that is a fault of the source, so every alert is a false one.
"""

from __future__ import annotations

import datetime as dt
import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from course_of import SOURCE, Course, codes

from ingest.model import Cause, HealthChange, Measures
from ingest.pipeline.agenda import wait

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@dataclass
class Site:
    """A site that is in order. `news` notices a working day; a window of `size` entries that varies by `wobble`."""

    chance: random.Random
    every: dt.timedelta
    news: float = 1.0
    size: int = 20
    wobble: float = 0.1
    dated: float = 0.95
    failing: float = 0.01
    outages: float = 2.0
    """A month; each for some minutes."""
    before: int = 0
    failures: int = 0
    until: dt.datetime = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    last: dt.datetime | None = None
    lengths: Callable[[random.Random], int] = field(default=lambda chance: int(math.exp(chance.gauss(6.5, 0.8))) + 40)

    def visit(self, course: Course) -> Measures | None:
        passed, self.last = course.at - (self.last or course.at - self.every), course.at
        if self.chance.random() < self.outages / 30 * (passed / DAY):
            self.until = course.at + dt.timedelta(minutes=self.chance.uniform(1, 59))
        if course.at < self.until or self.chance.random() < self.failing:
            self.failures += 1
            course.every = wait(self.failures)
            return None
        self.failures, course.every = 0, self.every
        arrived = self._arrived(course.at)
        listed = max(1, round(self.chance.gauss(self.size, self.size * self.wobble)))
        fresh = min(arrived, listed)
        carried = min(listed - fresh, self.before)
        dated = sum(self.chance.random() < self.dated for _ in range(listed))
        lengths = tuple(self.lengths(self.chance) for _ in range(fresh))
        linked = tuple(round(self.chance.betavariate(1, 12), 3) for _ in range(fresh))
        seen = Measures(listed, self.before, carried, fresh, dated, (), 0, lengths, linked, min(fresh, 1))
        self.before = listed
        return seen

    def _arrived(self, at: dt.datetime) -> int:
        rate = self.news * (self.every / DAY) * (0.15 if at.weekday() >= 5 else 1.0)
        arrived, level = 0, math.exp(-rate)
        left = self.chance.random()
        while left > level:
            arrived += 1
            left *= self.chance.random()
        return arrived


def live(site: Site, course: Course, days: int) -> None:
    end = course.at + days * DAY
    while course.at < end:
        seen = site.visit(course)
        course.visit(seen, *(() if seen else (Cause("timeout"),)))


def sites(seed: int) -> list[Site]:
    """Busy and quiet ones, asked every hour, every six hours, and every day."""
    chance = random.Random(seed)
    made = []
    for every in (HOUR, 6 * HOUR, DAY):
        for news, size in ((4.0, 50), (1.0, 20), (0.3, 10), (0.1, 15)):
            for failing in (0.002, 0.02):
                made.append(
                    Site(random.Random(chance.random()), every, news, size, chance.uniform(0, 0.25), failing=failing)
                )
    return made


def test_sources_that_are_in_order_hardly_ever_alert() -> None:
    """24 sources, 90 to 720 days each. Of 276 such source-years 36 were told a trouble by mistake (0.13 a year): 34 times
    outages that followed each other for more than an hour, twice silence that was long by chance."""
    years, alerts, degraded, visits = 0.0, [], 0, 0
    for site in sites(20260301):
        course = Course(every=site.every, source=replace(SOURCE, id=f"s{site.news}"))
        days = {HOUR: 90, 6 * HOUR: 240, DAY: 720}[site.every]
        live(site, course, days)
        years += days / 365
        alerts += course.events
        assert course.health
        visits += sum(course.health.visits.values())
        degraded += course.health.visits.get("degraded", 0)
    assert years > 20
    troubles = [alert for alert in alerts if alert.change is HealthChange.TROUBLE]
    assert len(troubles) / years < 0.25, f"{len(troubles)} alerts in {years:.0f} source-years"
    assert degraded / visits < 0.002, f"{degraded} of {visits} visits of sources in order were degraded"


FAULTS: dict[str, tuple[str, Callable[[Measures], Measures | None]]] = {
    "the host is dead": ("timeout", lambda seen: None),
    "the list shrinks": (
        "few_items",
        lambda seen: replace(seen, listed=2, carried=2, fresh=0, dated=2, lengths=(), linked=()),
    ),
    "the dates are gone": ("no_dates", lambda seen: replace(seen, dated=0)),
    "bodies are menus": (
        "menu",
        lambda seen: replace(seen, fresh=max(seen.fresh, 1), lengths=(60,), linked=(0.95,), alike=1),
    ),
    "links lead nowhere": ("dead_links", lambda seen: replace(seen, dead=seen.listed // 2)),
}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("every", [HOUR, DAY])
def test_a_fault_that_stays_is_told_within_five_visits(fault: str, every: dt.timedelta, seed: int) -> None:
    code, broken = FAULTS[fault]
    site = Site(random.Random(seed), every, news=2.0, failing=0.0, outages=0.0)
    course = Course(every=every)
    live(site, course, 60)
    before = len(course.events)
    for _ in range(5):
        seen = broken(site.visit(course) or Measures())
        assessed = course.visit(seen, *(() if seen else (Cause("timeout"),)))
    assert code in codes(assessed)
    assert [e.change.value for e in course.events[before:]] == ["trouble"]


def test_a_window_that_overflows_is_told_at_that_visit() -> None:
    site, course = Site(random.Random(1), DAY, failing=0.0, outages=0.0), Course(every=DAY)
    live(site, course, 30)
    seen = site.visit(course) or Measures()
    course.visit(replace(seen, carried=0, fresh=seen.listed))
    assert course.told[-1] == "missed"
