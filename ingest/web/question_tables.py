"""The numbers of difficult questions as tables: for the page, for CSV files and for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.answer.questions.numbers import Held, Numbers, OfDepartment
from ingest.answer.questions.rules import Rules
from ingest.web.i18n import Translator
from ingest.web.number_tables import Cell, Table

NAMES = ("questions", "departments", "held")
_Row = tuple[Cell, ...]


def tables(found: Numbers, rules: Rules, t: Translator) -> list[Table]:
    """All of NAMES, in their order."""
    rows: dict[str, tuple[_Row, ...]] = {
        "questions": tuple(_summary(found, t)),
        "departments": tuple(_department(one, rules, t) for one in found.departments),
        "held": tuple(_held(one, t) for one in found.held),
    }
    return [Table(name, tuple(t(f"questions.{name}_heads").split("|")), rows[name]) for name in NAMES]


def _summary(found: Numbers, t: Translator) -> Iterator[_Row]:
    for name in ("forwarded", "asks", "published", "closed", "waiting", "overdue"):
        number = getattr(found, name)
        yield _text(t(f"questions.count_{name}")), _number(number)


def _department(one: OfDepartment, rules: Rules, t: Translator) -> _Row:
    known = rules.department(one.department)
    name = known.called(t.language) if known else (one.department or t("questions.stage_open"))
    counts = (_number(one.asked), _number(one.answered), _number(one.in_time))
    return (_text(name), *counts, _hours(one.median_hours, t), _hours(one.p90_hours, t),
            _number(one.open), _number(one.overdue))  # fmt: skip


def _held(one: Held, t: Translator) -> _Row:
    return (
        _text(one.words),
        _number(one.times),
        _text(t(f"questions.by_{one.by}")),
        Cell(one.draft, one.draft, draft=one.draft_id),
        _text(t(f"draftstate.{one.state.value}")),
    )


def _hours(hours: float | None, t: Translator) -> Cell:
    if hours is None:
        return _text("—")
    return Cell(t("questions.hours", n=f"{hours:.1f}"), round(hours, 2), number=True)


def _text(text: str) -> Cell:
    return Cell(text, text)


def _number(number: int) -> Cell:
    return Cell(str(number), number, number=True)
