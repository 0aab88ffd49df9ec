"""What an answer begins with, what a row of a table is called, and which questions are kin."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from draft_notice import evidence

from ingest.draft.brief import briefs
from ingest.draft.calling import known
from ingest.draft.excerpts import led, lines, tidy
from ingest.draft.kin import helped
from ingest.draft.voice import voice
from ingest.model import (
    Category,
    Cell,
    Document,
    EndKind,
    Intent,
    Moment,
    Reading,
    Span,
    Table,
    Window,
    WindowRole,
)
from ingest.understand.facts import understand

TODAY = dt.date(2031, 4, 20)


def test_an_answer_begins_with_the_main_clause_not_with_the_case() -> None:
    text = (
        "预约转账的执行时间落在3月14日22:00至3月15日6:00之间的，系统将于3月15日6:00以后自动补做，客户不必再次提交，"
        "也不必为此联系网点。"
    )
    assert led(lines(text, 40, zh=True), zh=True)[0].startswith("系统将于")


@pytest.mark.parametrize(
    "text",
    [
        "本人携带身份证到任一网点办理，经核验后即时生效，之后可在手机银行里随时查看结果并打印凭证。",
        "The form is to be submitted at the base branch, and it is decided within three working days of receipt.",
    ],
)
def test_steps_and_plain_sentences_keep_their_order(text: str) -> None:
    zh = text[0] > "\u4e00"
    pieces = lines(text, 20 if zh else 10, zh=zh)
    assert led(pieces, zh=zh) == pieces


def test_a_list_number_before_a_year_is_no_part_of_the_sentence() -> None:
    assert tidy("2、2031年5月1日起，手续费减半。") == "2031年5月1日起，手续费减半。"


def test_a_name_that_begins_small_keeps_its_letters() -> None:
    assert voice("en").sentence("eStatements are free") == "eStatements are free."


def test_whoever_asks_one_question_is_helped_by_its_kin() -> None:
    odds = helped({Intent.HOW_TO_AVOID: 0.8})
    assert odds[Intent.HOW_TO_AVOID] == 0.8
    assert 0 < odds[Intent.HOW_TO] < 0.8


def test_what_stops_in_a_row_is_called_as_the_row_is(read: Callable[..., Document]) -> None:
    rows = [
        ("服务", "暂停时间"),
        ("手机银行转账", "2031年5月10日0:00至4:00"),
        ("自助设备取款", "2031年5月10日1:00至2:00"),
    ]
    text = "关于系统维护期间暂停部分服务的公告\n下列业务暂停。\n" + "\n".join(" ".join(r) for r in rows)
    cells = tuple(tuple(Cell(t, evidence(t, text).span) for t in row) for row in rows)
    document = read(text, tables=(Table(cells, Span(text.index("服务 暂"), len(text)), "table 1"),))
    facts = replace(understand(document, Reading(today=TODAY)), category=Category.MAINTENANCE)
    brief = next(iter(briefs(document, facts, TODAY)))
    start, end = (Moment(dt.date(2031, 5, 10), dt.time(hour)) for hour in (1, 2))
    window = Window(WindowRole.OUTAGE, start, end, EndKind.DATE, evidence(rows[2][1], text))
    assert known(window, brief) == "自助设备取款"
