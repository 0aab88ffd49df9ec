"""Which of the numbers are drawn, and how."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup

from ingest.review.desk_numbers import Desk, Fate, Volume
from ingest.web.charts import Bar, Line, bars, lines
from ingest.web.number_tables import Tables

_SHOWN = 12
"""Bars of a chart; the table holds the rest."""
_BY_WEEK = 62
"""Days from which on a line shows weeks."""


def charts(said: Tables) -> dict[str, Markup]:
    """The charts by the names of their tables; what has nothing to show is left out."""
    desk, t = said.desk, said.t
    drawn: dict[str, Sequence[Bar]] = {
        "steps": _steps(said),
        "waiting": [
            Bar(" · ".join(filter(None, (said.who(w.roles), w.department))), w.drafts, f"{w.drafts:,}")
            for w in desk.waiting
        ],
        "sources": _turned(said, desk.by_source, str),
        "rules": _turned(said, desk.by_rule, said.rule),
        "categories": [
            Bar(t(f"category.{name}"), volume.notices, f"{volume.notices:,}")
            for name, volume in desk.by_category.items()
        ],
    }
    found = {
        name: bars(f"chart-{name}", t(f"numbers.{name}.title"), t(f"numbers.{name}.means"), items[:_SHOWN])
        for name, items in drawn.items()
        if items
    }
    return found | _days(said)


def _steps(said: Tables) -> list[Bar]:
    """Bars up to the median, thin ones to the ninth decile. How old notices are when found would dwarf them."""
    return [
        Bar(said.t(f"numbers.step.{step.name}"), step.median_seconds, _both(said, step.median_seconds, p90), p90)
        for step in said.desk.steps
        if step.name != "printed_seen" and step.median_seconds is not None and (p90 := step.p90_seconds) is not None
    ]


def _both(said: Tables, median: float, p90: float) -> str:
    return f"{said.duration(median)} · {said.duration(p90)}"


def _turned(said: Tables, fates: Sequence[Fate], name: Callable[[str], str]) -> list[Bar]:
    """Thick what was turned down, thin all that was decided."""
    return [
        Bar(
            name(fate.name),
            fate.turned.hits,
            said.t("numbers.share_turned", turned=fate.turned.hits, of=fate.turned.of),
            fate.turned.of,
        )
        for fate in fates
    ]


def _days(said: Tables) -> dict[str, Markup]:
    desk, t = said.desk, said.t
    if not desk.by_day:
        return {}
    points = _filled(desk, desk.at.astimezone(said.zone).date())
    labels = [day.isoformat() for day in points]
    drawn = [
        Line(t("numbers.came"), [volume.notices for volume in points.values()]),
        Line(t("numbers.out"), [volume.published for volume in points.values()]),
    ]
    return {"days": lines("chart-days", t("numbers.days.title"), t("numbers.days.means"), labels, drawn)}


def _filled(desk: Desk, today: dt.date) -> Mapping[dt.date, Volume]:
    """Days without anything too, up to today; of a long period the weeks, by their Mondays."""
    last = max(min(desk.period.last, today), *desk.by_day)
    every = [desk.period.first + dt.timedelta(days=n) for n in range((last - desk.period.first).days + 1)]
    weeks = len(every) > _BY_WEEK
    found = {_step(day, weeks): Volume(0, 0) for day in every}
    for day, volume in desk.by_day.items():
        old = found[_step(day, weeks)]
        found[_step(day, weeks)] = Volume(old.notices + volume.notices, old.published + volume.published)
    return found


def _step(day: dt.date, weeks: bool) -> dt.date:
    return day - dt.timedelta(days=day.weekday()) if weeks else day
