"""What found no entry of its own stands in one of the same question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.draft.rounding import rounded
from ingest.draft.worth import Offer
from ingest.model import Category, Citation, Facts, FaqDraft, Intent, Relevance, Span

FACTS = Facts("", "zh", "hans", None, Relevance.NOTICE, Category.PROMOTION)


def entry(answer: str, intent: Intent = Intent.WHEN, *, at: int = 0, **more: object) -> FaqDraft:
    span = Span(at, at + len(answer))
    return FaqDraft(intent=intent, question="？", answer=answer, citations=(Citation(answer, span),), **more)


def offered(*entries: FaqDraft, kind: str = "window") -> list[Offer]:
    return [Offer(kind, e) for e in entries]


START = entry("活动自2027年3月1日开始。")
CASH = entry("还款金到账日为2027年5月31日。", at=40)
CLOSED = entry("报名于2027年4月30日截止。", at=80)


def test_a_day_without_an_entry_stands_in_one_of_the_same_question_with_what_it_rests_on():
    (told,) = rounded([START], offered(START, CASH), FACTS)
    assert (told.answer, told.conditions) == (START.answer, (CASH.answer,))
    assert told.citations == (*START.citations, *CASH.citations)


def test_it_goes_into_the_shortest_entry_and_each_takes_in_one():
    longer = replace(CLOSED, conditions=("逾期报名的不参加本期活动。",))
    third = entry("客服于2027年6月1日起受理查询。", at=120)
    start, closed = rounded([START, longer], offered(CASH, third), FACTS)
    assert start.conditions == (CASH.answer,)
    assert closed.conditions == (*longer.conditions, third.answer)
    assert rounded([START], offered(CASH, CLOSED, third), FACTS)[0].conditions == (CASH.answer,)


@pytest.mark.parametrize(
    "offers",
    [
        offered(entry("手续费由每笔5元降至3元。", Intent.HOW_MUCH), kind="figure"),
        offered(replace(CASH, change=1)),
        offered(CASH, kind="case"),
        offered(START),
        offered(replace(CASH, conditions=tuple(f"第{n}批于2027年5月{n}日到账。" for n in range(1, 14)))),
        offered(replace(CASH, conditions=("凡" + "符合条件的客户" * 30,))),
    ],
    ids=["another question", "another change", "a sentence", "told already", "too many values", "too long"],
)
def test_an_entry_stays_as_it_is_beside(offers):
    assert rounded([START], offers, FACTS) == (START,)


def test_nothing_is_said_twice_where_half_of_it_is_known():
    half = entry(CASH.answer, at=40, conditions=(START.answer,))
    assert rounded([START], offered(half), FACTS)[0].conditions == (CASH.answer,)
