"""A row that says the same in all its columns is told once."""

from __future__ import annotations

from decimal import Decimal

from draft_notice import TEXT

from ingest.draft.columns import once
from ingest.draft.voice import voice
from ingest.model import Direction, Evidence, Figure, FigureKind, Quantity, Span

_QUOTE = Evidence(Span(0, 6), TEXT[:6], "by hand")


def _fee(item: str, old: str, new: str) -> Figure:
    was, now = ((Quantity(Decimal(v), "CNY/copy"),) for v in (old, new))
    return Figure(FigureKind.FEE, item, was, now, Direction.DOWN, _QUOTE, old_text=old, new_text=new)


def test_the_same_in_every_column_is_told_once() -> None:
    rows = [_fee("回单邮寄费，柜面", "9", "4"), _fee("回单邮寄费，智能终端", "9", "4")]
    assert [f.item for f in once(rows)] == ["回单邮寄费"]


def test_columns_that_differ_keep_their_names() -> None:
    rows = [_fee("Duplicate receipt, Counter", "9", "4"), _fee("Duplicate receipt, App", "9", "2")]
    assert [f.item for f in once(rows)] == ["Duplicate receipt, Counter", "Duplicate receipt, App"]


def test_tiers_are_no_columns() -> None:
    rows = [_fee("保函费，50万元以下", "9", "4"), _fee("保函费，50万元以上", "9", "4")]
    assert len(once(rows)) == 2


def test_the_bound_of_a_share_has_its_unit_where_the_head_of_the_column_had_it() -> None:
    share = (Quantity(Decimal("0.0004"), "ratio"), Quantity(Decimal(30), "CNY/transaction", "max"))
    fee = Figure(FigureKind.FEE, "汇票手续费", (), share, Direction.STATED, _QUOTE, new_text="票面金额的0.4‰，最高30")
    assert voice("zh").side(fee, old=False) == "票面金额的0.4‰，最高30元"
