"""Which day counts for which figure, what stands around a sentence, and what stays open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from draft_notice import TODAY, evidence, money

from ingest.draft.rules import RulesWriter
from ingest.model import (
    Direction,
    Document,
    Drafts,
    EndKind,
    Facts,
    FaqDraft,
    Figure,
    FigureKind,
    Intent,
    Moment,
    Statement,
    Window,
    WindowRole,
)

TEXT = (
    "关于调整借记卡部分收费标准的公告\n"
    "除另有说明外，新标准自2031年5月6日起执行。\n"
    "短信提醒费自2031年7月1日起调整。\n"
    "短信提醒费由每月3元下调至每月2元。\n"
    "补卡费由每张35元下调至每张25元。\n"
    "小微客户在2031年5月6日至2032年5月5日享受优惠。\n"
    "退卡的，已收年费按月退还。不足一个月的不退。如有疑问，请致电客服。"
)


def write(read: Callable[..., Document], facts: Facts, text: str = TEXT) -> Drafts:
    return RulesWriter().write(read(text), facts, today=TODAY)


def fee(item: str, old: str, new: str, quote: str) -> Figure:
    return Figure(FigureKind.FEE, item, money(old), money(new), Direction.DOWN, evidence(quote, TEXT))


def window(role: WindowRole, start: str, end: str | None, quote: str, **more: object) -> Window:
    last = Moment(dt.date.fromisoformat(end)) if end else None
    kind = EndKind.DATE if end else EndKind.OPEN
    first = Moment(dt.date.fromisoformat(start))
    return Window(role, first, last, kind, evidence(quote, TEXT), **more)  # type: ignore[arg-type]


@pytest.fixture
def several(facts: Facts) -> Facts:
    return replace(
        facts,
        contacts=(),
        statements=(),
        figures=(
            fee("短信提醒费", "3", "2", "短信提醒费由每月3元下调至每月2元"),
            fee("补卡费", "35", "25", "补卡费由每张35元下调至每张25元"),
        ),
        windows=(
            window(WindowRole.EFFECTIVE, "2031-05-06", None, "自2031年5月6日起", applies_to="除另有说明外的项目"),
            window(WindowRole.EFFECTIVE, "2031-07-01", None, "自2031年7月1日起", applies_to="短信提醒费"),
            window(WindowRole.CONCESSION, "2031-05-06", "2032-05-05", "2031年5月6日至2032年5月5日"),
        ),
    )


def about(drafts: Drafts, word: str) -> FaqDraft:
    return next(f for f in drafts.faqs if f.intent is Intent.HOW_MUCH and word in f.question)


def test_a_figure_takes_the_day_that_names_it_and_the_rest_the_general_day(
    read: Callable[..., Document], several: Facts
) -> None:
    drafts = write(read, several)
    assert "自2031年7月1日起，短信提醒费" in about(drafts, "短信提醒费").answer
    assert "自2031年5月6日起，补卡费" in about(drafts, "补卡费").answer


def test_where_several_days_could_be_meant_none_is_told(read: Callable[..., Document], several: Facts) -> None:
    doubtful = tuple(
        replace(w, applies_to=name) for w, name in zip(several.windows, ("新户", "老户", None), strict=True)
    )
    answer = about(write(read, replace(several, windows=doubtful)), "补卡费").answer
    assert "2031年" not in answer and "25元" in answer


def test_what_follows_a_sentence_is_told_with_it_and_whom_to_ask_is_not(
    read: Callable[..., Document], several: Facts
) -> None:
    said = Statement(Intent.REFUND, "退卡的，已收年费按月退还。", evidence("退卡的，已收年费按月退还。", TEXT))
    drafts = write(read, replace(several, statements=(said,)))
    told = next(f for f in drafts.faqs if f.intent is Intent.REFUND)
    assert "不足一个月的不退。" in told.conditions
    assert not any("客服" in line for line in (told.answer, *told.conditions))


def test_what_comes_after_a_concession_and_an_open_end_are_open_questions(
    read: Callable[..., Document], several: Facts
) -> None:
    ending = replace(several.windows[1], role=WindowRole.OUTAGE, end_kind=EndKind.EVENT, applies_to="短信提醒")
    drafts = write(read, replace(several, windows=(ending, several.windows[2])))
    asked = [q.question for q in drafts.unanswered]
    assert any("2032年5月5日以后" in q for q in asked) and any("短信提醒" in q and "哪天" in q for q in asked)


def test_a_bulletin_says_when_the_notice_names_no_customers(read: Callable[..., Document], several: Facts) -> None:
    (board,) = write(read, several).bulletins
    assert board.who == "公告未限定客户范围"


def test_figures_of_one_thing_are_told_in_one_breath(read: Callable[..., Document], several: Facts) -> None:
    terms = {"三个月": ("45", "40"), "半年": ("55", "50"), "一年": ("65", "60")}
    lines = {t: f"保管箱租金{t}由每张{old}元下调至每张{new}元" for t, (old, new) in terms.items()}
    text = "关于调整借记卡部分收费标准的公告\n" + "。\n".join(lines.values()) + "。"
    figures = tuple(
        Figure(FigureKind.FEE, f"保管箱租金{t}", money(old), money(new), Direction.DOWN, evidence(lines[t], text))
        for t, (old, new) in terms.items()
    )
    drafts = write(read, replace(several, figures=figures, windows=()), text)
    answer = about(drafts, "保管箱租金").answer
    assert answer == "保管箱租金三个月由45元/卡下调至40元/卡，半年由55元/卡下调至50元/卡，一年由65元/卡下调至60元/卡。"


def test_an_expiry_by_rule_is_a_day_of_review_and_a_stated_end_is_an_end() -> None:
    from ingest.draft.urgency import by_rule
    from ingest.model import Category, EndKind, Evidence, Moment, Span, Window, WindowRole

    start, end = Moment(dt.date(2026, 6, 1)), Moment(dt.date(2026, 6, 30))
    evidence = Evidence(Span(0, 1), "x", "test")
    open_ended = Window(WindowRole.EFFECTIVE, start, None, EndKind.OPEN, evidence)
    closed = Window(WindowRole.PROMOTION, start, end, EndKind.DATE, evidence)
    today = dt.date(2026, 5, 20)
    assert by_rule([open_ended], Category.FEE_CHANGE, today, today)
    assert by_rule([], Category.FRAUD_WARNING, today, today)
    assert not by_rule([closed], Category.PROMOTION, today, today)
