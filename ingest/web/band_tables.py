"""The bands as tables and charts: the same rows for the page, for files and for a terminal."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from zoneinfo import ZoneInfo

from markupsafe import Markup

from ingest.answer.band_report import Report, Row
from ingest.answer.bands import Band
from ingest.model import BulletinDraft, Category
from ingest.publish.separated import separated
from ingest.review.counting import Period
from ingest.store.proposals import Proposal
from ingest.web.charts import Bar, Line, bars, lines
from ingest.web.i18n import Translator

_LINES = 3
_BY_WEEK = 62


class BandTables:
    """Makes them of one report in the language of `t`."""

    def __init__(self, report: Report, t: Translator, zone: ZoneInfo) -> None:
        self.report, self.t, self.zone = report, t, zone

    def heads(self) -> list[str]:
        return self.t("bands.heads").split("|")

    def rows(self) -> list[list[str | int]]:
        return [list(self._row(row)) for row in self.report.rows]

    def csv(self) -> str:
        return separated(self.heads(), self.rows())

    def question(self, row: Row) -> str:
        content = row.entry.content
        return content.headline if isinstance(content, BulletinDraft) else content.question

    def review(self, row: Row) -> str:
        """The day on which it is to be looked at again."""
        return row.review.astimezone(self.zone).date().isoformat()

    def due(self, row: Row) -> bool:
        return row.review <= self.report.now

    def category(self, category: Category | None) -> str:
        return self.t(f"category.{category.value if category else 'none'}")

    def _row(self, row: Row) -> Iterator[str | int]:
        yield row.entry.id
        yield self.question(row)
        yield self.category(row.entry.category)
        yield row.asks
        yield self.t(f"bands.band.{row.band.value}")
        yield self.t("bands.yes" if row.pinned else "bands.no")
        yield self.review(row)

    def data(self, proposed: Sequence[Proposal]) -> dict[str, object]:
        """Everything for a program: names as they are stored, not as they are said."""
        report = self.report
        return {
            "period": {"first": report.period.first.isoformat(), "last": report.period.last.isoformat()},
            "bands": {band.value: asdict(report.of_band(band)) for band in Band},
            "entries": [
                {
                    "id": row.entry.id,
                    "question": self.question(row),
                    "category": row.entry.category.value if row.entry.category else None,
                    "asks": row.asks,
                    "band": row.band.value,
                    "pinned": row.pinned,
                    "next_review": self.review(row),
                }
                for row in report.rows
            ],
            "proposals": [
                {"id": one.id, "kind": one.kind, "entries": list(one.entries), **one.detail} for one in proposed
            ],
        }

    # ------------------------------------------------------------------------------------------------------- charts

    def charts(self) -> dict[str, Markup]:
        """Those that have something to show."""
        found = {}
        if categories := self._categories():
            found["categories"] = self._bars("categories", categories)
        if self.report.words:
            items = [Bar(word, asks, f"{asks:,}") for word, asks in self.report.words]
            found["words"] = self._bars("words", items)
        if days := self.top_categories():
            found["days"] = self._lines("days", {self.category(name): days[name] for name in days})
        if any(self.report.word_days.values()):
            found["word_days"] = self._lines("word_days", self.report.word_days)
        return found

    def _categories(self) -> list[Bar]:
        names = {category for category, _ in self.report.groups}
        volumes = [(name, self.report.of_category(name)) for name in names]
        ranked = sorted(volumes, key=lambda pair: (-pair[1].asks, str(pair[0])))
        return [Bar(self.category(name), v.asks, f"{v.asks:,}") for name, v in ranked if v.asks]

    def top_categories(self) -> dict[Category | None, dict[dt.date, int]]:
        found: dict[Category | None, dict[dt.date, int]] = defaultdict(lambda: defaultdict(int))
        for day in self.report.days:
            found[day.category][day.day] += day.asks
        ranked = sorted(found, key=lambda name: (-sum(found[name].values()), str(name)))
        return {name: found[name] for name in ranked[:_LINES]}

    def legend(self, chart: str) -> list[str]:
        """What the lines of a chart are, in their order."""
        if chart == "days":
            return [self.category(name) for name in self.top_categories()]
        return list(self.report.word_days) if chart == "word_days" else []

    def _bars(self, name: str, items: Sequence[Bar]) -> Markup:
        return bars(f"bands-{name}", self.t(f"bands.{name}.title"), self.t(f"bands.{name}.means"), items)

    def _lines(self, name: str, series: Mapping[str, Mapping[dt.date, int]]) -> Markup:
        points = _points(self.report.period, self.report.now.astimezone(self.zone).date())
        drawn = [
            Line(label, [sum(days.get(day, 0) for day in step) for step in points]) for label, days in series.items()
        ]
        labels = [step[0].isoformat() for step in points]
        return lines(f"bands-{name}", self.t(f"bands.{name}.title"), self.t(f"bands.{name}.means"), labels, drawn)


def _points(period: Period, today: dt.date) -> list[list[dt.date]]:
    """The days of a line; of a long period its weeks."""
    last = max(min(period.last, today), period.first)
    days = [period.first + dt.timedelta(days=n) for n in range((last - period.first).days + 1)]
    if len(days) <= _BY_WEEK:
        return [[day] for day in days]
    weeks: dict[dt.date, list[dt.date]] = defaultdict(list)
    for day in days:
        weeks[day - dt.timedelta(days=day.weekday())].append(day)
    return list(weeks.values())


def evidence(proposal: Proposal, t: Translator) -> list[str]:
    """What speaks for it, a sentence each."""
    detail = proposal.detail
    said = []
    if facts := detail.get("facts"):
        said.append(t("proposals.facts", facts="; ".join(facts)))
    if words := detail.get("searches"):
        key = "proposals.kinds_of_searches" if proposal.kind == "split" else "proposals.searches"
        said.append(t(key, words=" · ".join(words), n=len(words)))
    if length := detail.get("length"):
        said.append(t("proposals.length", n=length))
    if was := detail.get("was"):
        said.append(t("proposals.moved", was=t(f"bands.band.{was}"), band=t(f"bands.band.{detail['band']}")))
    if over := detail.get("over"):
        said.append(t("proposals.over", day=str(over).replace("T", " ")))
    if asks := detail.get("asks"):
        said.append(t("proposals.asks", asks=" + ".join(str(n) for n in asks)))
    if times := detail.get("times"):
        said.append(t("proposals.times", n=times))
    return said
