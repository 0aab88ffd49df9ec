"""Long tokens and long tables cost time in proportion, never more."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from draft_notice import TODAY, evidence

from ingest.draft.rules import RulesWriter
from ingest.model import Document, Facts, Intent, Statement


def spent(document: Document, facts: Facts) -> float:
    start = time.process_time()
    RulesWriter().write(document, facts, today=TODAY)
    return time.process_time() - start


@pytest.mark.parametrize(
    "tail",
    [
        "A1" * 30_000,
        "（" * 20_000,
        "，" * 20_000,
        "若" * 20_000 + "的，",
        "12," * 20_000,
        "If " + "you " * 15_000,
        " " * 40_000,
    ],
)
def test_endless_tokens_cost_no_time(read: Callable[..., Document], facts: Facts, tail: str) -> None:
    text = "关于调整借记卡收费标准的公告\n" + "持有助学账户的客户免收补发新卡手续费。" + tail
    said = Statement(Intent.EXEMPT, text.split("\n")[1], evidence(text.split("\n")[1], text))
    long = replace(facts, windows=(), figures=(), contacts=(), statements=(said,))
    assert spent(read(text), long) < 3


def test_a_table_of_hundreds_of_fees_is_drafted_at_once(read: Callable[..., Document], facts: Facts) -> None:
    lines = [f"第{n}类查询手续费由每笔{n}元上调至每笔{n + 1}元。" for n in range(1, 301)]
    text = "关于调整借记卡部分收费标准的公告\n" + "\n".join(lines)
    figures = tuple(
        replace(
            facts.figures[0], item=f"第{n}类查询手续费", evidence=evidence(line, text), old_text=None, new_text=None
        )
        for n, line in enumerate(lines, 1)
    )
    many = replace(facts, windows=(), contacts=(), statements=(), figures=figures)
    assert spent(read(text), many) < 5
