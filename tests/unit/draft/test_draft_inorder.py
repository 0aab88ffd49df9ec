"""A line of the notice that prints the new value first is told from old to new."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.draft.inorder import in_order
from ingest.draft.voice import voice
from ingest.model import Direction, Evidence, FaqDraft, Figure, FigureKind, Intent, Quantity, Span


def told(line: str, item: str, old: str, new: str) -> str:
    was, now = (
        Quantity(Decimal(side.strip("£元").replace(",", "")), "GBP" if line.isascii() or "£" in line else "CNY")
        for side in (old, new)
    )
    evidence = Evidence(Span(0, len(line)), line, "figures.sentence")
    figure = Figure(FigureKind.FEE, item, (was,), (now,), Direction.DOWN, evidence, old_text=old, new_text=new)
    faq = FaqDraft(Intent.HOW_MUCH, "?", line, conditions=(line,))
    made = in_order(faq, [figure], voice("en" if "£" in line else "zh"))
    assert made.conditions == (made.answer,)
    return made.answer


@pytest.mark.parametrize(
    ("line", "item", "old", "new", "wanted"),
    [
        (
            "离线交易每笔以1,000元为限，平日为5,000元，17日后恢复。",
            "离线交易",
            "5,000元",
            "1,000元",
            "离线交易由5,000元下调至1,000元，17日后恢复。",
        ),
        (
            "Bank draft: £22, where it used to be £27.50.",
            "Bank draft",
            "£27.50",
            "£22",
            "Bank draft: down from £27.50 to £22.",
        ),
    ],
)
def test_what_reads_like_the_wrong_way_is_turned_round(line: str, item: str, old: str, new: str, wanted: str) -> None:
    assert told(line, item, old, new) == wanted


@pytest.mark.parametrize(
    ("line", "item", "old", "new"),
    [
        ("A bank draft costs £22 instead of £27.50.", "bank draft", "£27.50", "£22"),
        ("手续费由5元下调至2元，工本费由5元下调至2元。", "手续费", "5元", "2元"),
        ("手续费由5元下调至2元。", "手续费", "5元", "2元"),
    ],
)
def test_what_cannot_be_misread_stays_as_it_is(line: str, item: str, old: str, new: str) -> None:
    assert told(line, item, old, new) == line
