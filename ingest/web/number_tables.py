"""The numbers as tables: the same rows for the page, for CSV files and for a terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from ingest.model import Role
from ingest.publish.separated import Value, separated
from ingest.publish.wording import say_moment, say_time
from ingest.review.counting import Share
from ingest.review.desk_numbers import Desk, Fate, Late
from ingest.web.i18n import Translator

NAMES = ("summary", "late", "steps", "waiting", "sources", "rules", "reasons", "categories", "days")


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` is what people read, `value` what a file holds; `draft` leads there."""

    text: str
    value: Value
    number: bool = False
    draft: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """`heads` are column titles; a row has as many cells."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def csv(self) -> str:
        return separated(self.heads, ([cell.value for cell in row] for row in self.rows))


class Tables:
    """Makes the tables of one count in the language of `t`."""

    def __init__(self, desk: Desk, t: Translator, zone: ZoneInfo) -> None:
        self.desk, self.t, self.zone = desk, t, zone
        self._rows: dict[str, Callable[[], Iterable[tuple[Cell, ...]]]] = {
            "summary": self._summary,
            "late": lambda: map(self._late, desk.ready.late),
            "steps": self._steps,
            "waiting": self._waiting,
            "sources": lambda: (self._fate(fate, fate.name) for fate in desk.by_source),
            "rules": lambda: (self._fate(fate, self.rule(fate.name)) for fate in desk.by_rule),
            "reasons": self._reasons,
            "categories": self._categories,
            "days": self._days,
        }

    def table(self, name: str) -> Table:
        """Raises KeyError for a name that is none of NAMES."""
        rows = tuple(self._rows[name]())
        return Table(name, tuple(self.t(f"numbers.{name}.heads").split("|")), rows)

    def all(self) -> list[Table]:
        return [self.table(name) for name in NAMES]

    # --------------------------------------------------------------------------------------------------------- rows

    def _summary(self) -> Iterator[tuple[Cell, ...]]:
        desk = self.desk
        yield (_text(self.t("numbers.ready.title")), *self._share(desk.ready.share))
        yield (_text(self.t("numbers.unchanged.title")), *self._share(desk.edited.unchanged))

    def _share(self, share: Share) -> tuple[Cell, ...]:
        counts = (_number(share.hits), _number(share.of))
        return (*counts, *(self._percent(value) for value in (share.share, share.low, share.high)))

    def _late(self, late: Late) -> tuple[Cell, ...]:
        language = self.t.language
        return (
            Cell(late.headline, late.headline, draft=late.draft_id),
            _text(late.title),
            Cell(say_moment(late.starts, language), str(late.starts)),
            _text(self.t(f"numbers.why.{late.why.value}")),
            _text(self.needs(late.waited_for) or self.t("numbers.nobody")),
            _text(late.department or "—"),
            self._time(late.seen),
            self._time(late.published),
        )

    def _steps(self) -> Iterator[tuple[Cell, ...]]:
        for step in self.desk.steps:
            name = _text(self.t(f"numbers.step.{step.name}"))
            lasted = (self._duration(step.median_seconds), self._duration(step.p90_seconds))
            yield (name, _number(step.count), *lasted)
        edited = self.desk.edited
        yield (
            _text(self.t("numbers.step.changed")),
            _number(edited.unchanged.of - edited.unchanged.hits),
            *(self._characters(value) for value in (edited.median, edited.p90)),
        )

    def _waiting(self) -> Iterator[tuple[Cell, ...]]:
        for row in self.desk.waiting:
            oldest = row.oldest.astimezone(self.zone).replace(tzinfo=None)
            yield (
                _text(self.who(row.roles)),
                _text(row.department or "—"),
                _number(row.drafts),
                self._time(oldest),
                self._duration((self.desk.at - row.oldest).total_seconds()),
                _number(row.published),
            )

    def _fate(self, fate: Fate, name: str) -> tuple[Cell, ...]:
        counts = (_number(fate.published), _number(fate.returned), _number(fate.rejected))
        return (_text(name), *counts, self._percent(fate.turned.share))

    def _reasons(self) -> Iterator[tuple[Cell, ...]]:
        for reason in self.desk.reasons:
            code = f"reason.{reason.code}"
            yield (
                _text(self.t(f"draftstate.{reason.verdict}")),
                _text(self.t(code) if self.t.has(code) else reason.code or "—"),
                _text(reason.text or "—"),
                _number(reason.count),
                _text(self.t("numbers.and").join(reason.sources)),
                _text(self.t("numbers.and").join(self.rule(rule) for rule in reason.rules)),
            )

    def _categories(self) -> Iterator[tuple[Cell, ...]]:
        for name, volume in self.desk.by_category.items():
            yield (_text(self.t(f"category.{name}")), _number(volume.notices), _number(volume.published))

    def _days(self) -> Iterator[tuple[Cell, ...]]:
        for day, volume in self.desk.by_day.items():
            yield (_text(day.isoformat()), _number(volume.notices), _number(volume.published))

    # -------------------------------------------------------------------------------------------------------- words

    def who(self, roles: frozenset[Role]) -> str:
        """Any of these roles, or whoever amends."""
        if not roles:
            return self.t("numbers.amending")
        return f" {self.t('numbers.or')} ".join(self.t(f"role.{role.value}") for role in sorted(roles))

    def needs(self, needs: Sequence[frozenset[Role]]) -> str:
        return self.t("numbers.and").join(self.who(need) for need in needs)

    def rule(self, name: str) -> str:
        """ "bulletin" or what an FAQ entry asks for."""
        keys = (f"intent.{name}", f"numbers.rule.{name}", f"kind.{name}")
        return next((self.t(key) for key in keys if self.t.has(key)), name)

    def duration(self, seconds: float | None) -> str:
        """The largest unit that fits; "—" where nothing was measured."""
        if seconds is None:
            return "—"
        if seconds < 3600:
            return self.t("numbers.minutes", n=round(seconds / 60))
        key, n = ("numbers.hours", seconds / 3600) if seconds < 48 * 3600 else ("numbers.days_long", seconds / 86400)
        return self.t(key, n=_short(n))

    def percent(self, share: float | None) -> str:
        return "—" if share is None else f"{100 * share:.0f} %"

    def _duration(self, seconds: float | None) -> Cell:
        return Cell(self.duration(seconds), None if seconds is None else round(seconds / 3600, 2), number=True)

    def _characters(self, value: float | None) -> Cell:
        text = "—" if value is None else self.t("numbers.characters", n=f"{value:.0f}")
        return Cell(text, value, number=True)

    def _percent(self, share: float | None) -> Cell:
        return Cell(self.percent(share), None if share is None else round(share, 4), number=True)

    def _time(self, at: dt.datetime | None) -> Cell:
        text = say_time(at, self.t.language) if at else "—"
        return Cell(text, at.isoformat(" ", "minutes") if at else None)


def _text(text: str) -> Cell:
    return Cell(text, text)


def _number(value: int) -> Cell:
    return Cell(f"{value:,}", value, number=True)


def _short(value: float) -> str:
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"
