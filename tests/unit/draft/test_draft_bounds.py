"""The bound of a share is told with its unit, wherever that was printed."""

from __future__ import annotations

from decimal import Decimal

from draft_notice import TEXT

from ingest.draft.voice import voice
from ingest.model import Direction, Evidence, Figure, FigureKind, Quantity, Span

_QUOTE = Evidence(Span(0, 6), TEXT[:6], "by hand")


def _told(printed: str, unit: str) -> str:
    share = (Quantity(Decimal("0.0004"), "ratio"), Quantity(Decimal(30), unit, "max"))
    fee = Figure(FigureKind.FEE, "汇票手续费", (), share, Direction.STATED, _QUOTE, new_text=printed)
    return voice("zh").side(fee, old=False)


def test_the_bound_of_a_share_has_its_unit_where_the_head_of_the_column_had_it() -> None:
    assert _told("票面金额的0.4‰，最高30", "CNY/transaction") == "票面金额的0.4‰，最高30元"


def test_the_bound_in_another_unit_is_no_yuan() -> None:
    assert _told("0.4‰，最高30", "ratio") == "0.4‰，最高30"
