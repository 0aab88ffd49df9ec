"""The board's narrow columns: the weightiest facts first, what several share said once, all of it within the length."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from draft_notice import TODAY, document_of, notice_facts

from ingest.draft.rules import RulesWriter
from ingest.model import (
    BulletinDraft,
    Category,
    Direction,
    EndKind,
    Evidence,
    Figure,
    FigureKind,
    Moment,
    Quantity,
    Span,
    Window,
    WindowRole,
)

_TEXT = "关于调整部分业务的公告\n" + "各项安排见下表，请客户留意相应的时间和标准。\n" * 3
_QUOTE = Evidence(Span(12, 30), _TEXT[12:30], "by hand")


def _rate(item: str, new: str, old: str | None = None) -> Figure:
    was = (Quantity(Decimal(old) / 100, "ratio/year"),) if old else ()
    direction = Direction.DOWN if old else Direction.STATED
    now = (Quantity(Decimal(new) / 100, "ratio/year"),)
    return Figure(FigureKind.RATE, item, was, now, direction, _QUOTE, old_text=old and f"{old}%", new_text=f"{new}%")


def _limit(item: str, old: str, new: str) -> Figure:
    quantities = [(Quantity(Decimal(v), "CNY/day"),) for v in (old, new)]
    return Figure(FigureKind.LIMIT, item, *quantities, Direction.DOWN, _QUOTE)


def _window(role: WindowRole, start: str, end: str | None = None, what: str | None = None) -> Window:
    last = Moment(dt.date.fromisoformat(end)) if end else None
    kind = EndKind.DATE if end else EndKind.OPEN
    return Window(role, Moment(dt.date.fromisoformat(start)), last, kind, _QUOTE, applies_to=what)


def _board(
    *figures: Figure, windows: tuple[Window, ...] = (), category: Category = Category.RATE_CHANGE
) -> BulletinDraft:
    facts = replace(
        notice_facts(),
        title=_TEXT.split("\n")[0],
        category=category,
        figures=figures,
        windows=windows or (_window(WindowRole.EFFECTIVE, "2031-05-06"),),
        statements=(),
    )
    (board,) = RulesWriter().write(document_of(_TEXT), facts, today=TODAY).bulletins
    return board


def test_figures_of_one_kind_name_it_once() -> None:
    board = _board(_rate("三个月：年利率", "0.8", "1.1"), _rate("一年：年利率", "1.2", "1.5"))
    assert board.what_changes == "年利率：三个月1.1%→0.8%、一年1.5%→1.2%"


def test_figures_of_one_thing_name_it_once() -> None:
    board = _board(
        _limit("普通账户：每笔", "50000", "20000"),
        _limit("普通账户：每日", "200000", "80000"),
        category=Category.LIMIT_CHANGE,
    )
    assert board.what_changes == "普通账户：每笔5万元→2万元、每日20万元→8万元"


def test_what_changes_goes_before_what_is_only_stated() -> None:
    board = _board(_rate("活期存款利率", "0.1"), _rate("通知存款利率", "0.4", "0.6"))
    assert board.what_changes.index("通知存款") < board.what_changes.index("活期存款")


def test_a_value_after_a_value_keeps_its_distance() -> None:
    board = _board(_rate("5万元：年利率", "0.8"), _rate("20万元：年利率", "1.2"))
    assert "5万元为0.8%" in board.what_changes


def test_times_that_are_the_same_are_told_once() -> None:
    closed = [_window(WindowRole.CLOSURE, "2031-05-01", "2031-05-03", what) for what in ("营业网点", "保管箱业务")]
    board = _board(windows=tuple(closed), category=Category.HOLIDAY_HOURS)
    assert board.when == "营业网点、保管箱业务：2031年5月1日至5月3日"


def test_when_the_room_is_short_what_stops_stays_and_what_resumes_goes() -> None:
    stops = [
        _window(WindowRole.CLOSURE, f"2031-05-{d:02}", f"2031-05-{d + 1:02}", f"第{d}类柜台业务") for d in range(1, 8)
    ]
    again = [_window(WindowRole.RESUME, f"2031-06-{d:02}", None, f"第{d}类柜台业务") for d in range(1, 8)]
    board = _board(windows=(*again, *stops), category=Category.HOLIDAY_HOURS)
    assert "5月7日" in board.when and board.when.count("6月") < 7


def test_only_months_are_written_short() -> None:
    text = "Changes at our branches\n" + "All times and places stand in the table below.\n" * 3
    quote = Evidence(Span(24, 60), text[24:60], "by hand")
    places = ("Aldham, 2 Market Place", "Orwell, 7 August Road", "Thorpe, 9 Marine Walk", "Lynn, 3 Junction Lane")
    closed = [
        replace(_window(WindowRole.CLOSURE, f"2031-03-0{n}", f"2031-04-0{n}", p), evidence=quote)
        for n, p in enumerate(places, 1)
    ]
    facts = replace(notice_facts(), language="en", title="Changes at our branches", category=Category.BRANCH_CHANGE,
                    figures=(), windows=tuple(closed), statements=())  # fmt: skip
    (board,) = RulesWriter().write(document_of(text, language="en"), facts, today=TODAY).bulletins
    assert "Market Place" in board.when and "August Road" in board.when and "1 Mar" in board.when


@pytest.mark.parametrize("count", [1, 4, 12, 30])
def test_a_board_never_outgrows_its_length(count: int) -> None:
    figures = [_rate(f"第{n}档定期存款：年利率", f"{1 + n / 100:.2f}", f"{2 + n / 100:.2f}") for n in range(count)]
    windows = [
        _window(WindowRole.EFFECTIVE, f"2031-05-{n % 28 + 1:02}", None, f"第{n}档定期存款") for n in range(count)
    ]
    board = _board(*figures, windows=tuple(windows))
    told = (board.headline, board.what_changes, board.when, board.who, board.script)
    assert sum(map(len, told)) + 4 <= 300 and board.what_changes and board.when
