"""Which values of a notice changed, and which are not to be guessed at."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

from builders import fee_page, moment

from ingest.model import EndKind, Facts, Figure, Quantity, Window, WindowRole
from ingest.review.value_changes import value_changes


def with_figures(facts: Facts, *figures: tuple[str, list[int], list[int]]) -> Facts:
    model = facts.figures[0]

    def figure(item: str, old: list[int], new: list[int]) -> Figure:
        values = [tuple(Quantity(Decimal(n), "CNY/transaction") for n in side) for side in (old, new)]
        return dataclasses.replace(model, item=item, old=values[0], new=values[1], old_text=None, new_text=None)

    return dataclasses.replace(facts, figures=tuple(figure(*f) for f in figures), windows=(), contacts=())


def with_windows(facts: Facts, *windows: tuple[WindowRole, str, str | None]) -> Facts:
    evidence = facts.windows[0].evidence
    made = [
        Window(role, moment(start), moment(end) if end else None, EndKind.DATE, evidence)
        for role, start, end in windows
    ]
    return dataclasses.replace(facts, figures=(), windows=tuple(made), contacts=())


def told(old: Facts, new: Facts) -> list[tuple[str, str, str]]:
    return [(c.label, c.old_text, c.new_text) for c in value_changes(old, new) if c.changed]


FACTS = fee_page()[1]


def test_a_figure_that_moved_in_the_text_is_the_same_figure():
    old = with_figures(FACTS, ("转账", [], [10]), ("挂失", [], [20]))
    new = with_figures(FACTS, ("挂失", [], [25]), ("转账", [], [10]))
    assert told(old, new) == [("挂失", "20 CNY", "25 CNY")]


def test_of_two_equal_names_the_one_that_stayed_is_its_own_partner():
    old = with_figures(FACTS, ("手续费", [], [10]), ("手续费", [], [20]))
    new = with_figures(FACTS, ("手续费", [], [20]), ("手续费", [], [8]))
    assert told(old, new) == [("手续费", "10 CNY", "8 CNY")]


def test_what_came_or_went_is_no_change_of_something_else():
    old = with_figures(FACTS, ("手续费", [], [10]), ("手续费", [], [20]), ("手续费", [], [30]))
    new = with_figures(FACTS, ("手续费", [], [20]), ("手续费", [], [8]))
    assert told(old, new) == []
    resume, closed = WindowRole.RESUME, WindowRole.CLOSURE
    before = with_windows(
        FACTS, (closed, "2027-01-01", "2027-01-03"), (resume, "2027-01-04", None), (resume, "2027-01-02", None)
    )
    after = with_windows(FACTS, (closed, "2027-01-01", "2027-01-02"), (resume, "2027-01-02", None))
    assert told(before, after) == [("", "2027-01-03", "2027-01-02")]


def test_a_figure_that_gains_its_old_value_still_changes_and_one_read_by_half_does_not():
    stated, changed = with_figures(FACTS, ("费", [], [10])), with_figures(FACTS, ("费", [10], [6]))
    assert told(stated, changed) == [("费", "10 CNY", "6 CNY")]
    assert told(with_figures(FACTS, ("费", [35], [33])), with_figures(FACTS, ("费", [], [35]))) == []
