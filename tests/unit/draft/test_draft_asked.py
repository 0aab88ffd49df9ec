"""Questions that a sentence itself raises."""

from __future__ import annotations

import pytest

from ingest.draft.asked import condition, labelled
from ingest.draft.voice import voice

ZH, EN = voice("zh"), voice("en")


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("若客户提前还款，按实际天数计息。", "如果客户提前还款，怎么办？"),
        ("约定自动续期的，续期后按新标准执行。", "约定自动续期的，怎么处理？"),
        ("已预约成功的客户，不受影响。", None),
        ("对于已经受理的申请，照旧办理。", None),
        ("订单部分退款的，优惠按比例扣回。", "订单部分退款的，怎么处理？"),
        ("為提升服務，我行將調整收費。", None),
        ("如有疑问，请致电客服。", None),
        ("账户被限制后，可到网点申请恢复。", "账户被限制后，怎么处理？"),
    ],
)
def test_a_chinese_case_becomes_a_question(sentence: str, question: str | None) -> None:
    asked = condition(sentence, ZH)
    assert (asked.question if asked else None) == question


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        (
            "If you return only part of the order, the cashback is reduced.",
            "What if you return only part of the order?",
        ),
        ("Customers who joined before May keep the old rate.", "What about customers who joined before May?"),
        ("When the account is closed, the balance is sent to you.", "What happens when the account is closed?"),
        ("Payments made on Sundays will be handled on Monday.", "What about payments made on Sundays?"),
        ("The fee is due on the first day.", None),
    ],
)
def test_an_english_case_becomes_a_question(sentence: str, question: str | None) -> None:
    asked = condition(sentence, EN)
    assert (asked.question if asked else None) == question


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        ("怎么换卡：打开客户端点“换卡”。", "怎么换卡？", "打开客户端点“换卡”。"),
        ("哪些卡可以用？本行借记卡均可。", "哪些卡可以用？", "本行借记卡均可。"),
        ("為何沒有到賬：商戶類別不符。", "為何沒有到賬？", "商戶類別不符。"),
        ("如何报名：在柜台登记。", "如何报名？", "在柜台登记。"),
        ("到账时间：三个工作日。", None, None),
    ],
)
def test_a_label_that_asks_is_the_question(text: str, question: str | None, answer: str | None) -> None:
    asked = labelled(text, ZH)
    assert (asked.question if asked else None) == question
    assert asked is None or text[asked.skip :] == answer
