"""The scorer itself: what it must notice, and what it must let pass."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from calibration import band
from gold import Case, cases, moment
from grounds import ground
from hypothesis import given
from hypothesis import strategies as st
from judge import verdict
from page import notice_text
from questions import Answers, seated
from tallies import Count
from turned import sides, turned
from values import meets, needs
from wording import first_sentence, holds_words, likeness, overlap

from ingest.model import (
    Category,
    Contact,
    ContactKind,
    ContactRole,
    Direction,
    Document,
    Drafts,
    EndKind,
    Evidence,
    Facts,
    FaqDraft,
    Figure,
    FigureKind,
    Fingerprint,
    Intent,
    Quantity,
    Relevance,
    Span,
    Window,
    WindowRole,
)
from ingest.pipeline.job import Read

SAYS = "自2026年6月8日起，转账短信费由每月3元下调至每月1元。"
PAGE = f"""<html><body><div class="menu"><a href="1">储蓄存款7折活动</a></div><div class="main"><h1>关于下调短信费的公告</h1>
<p>{SAYS}</p><p>有人冒充我行客服，切勿拨打4007001234。</p><p>客服热线：95566。</p></div><div class="foot">京ICP备123号</div></body></html>"""
LABELS = {
    "id": "made-up",
    "lang": "zh",
    "input": "page.html",
    "encoding": "utf-8",
    "title": "关于下调短信费的公告",
    "published": "2026-06-01",
    "reference_date": "2026-06-02",
    "relevance": "notice",
    "category": {"primary": "fee_change"},
    "body_must": ["转账短信费由每月3元下调至每月1元", "客服热线"],
    "body_must_not": ["储蓄存款7折活动", "京ICP备123号"],
    "windows": [
        {
            "id": "w1",
            "role": "effective",
            "start": "2026-06-08",
            "end": None,
            "end_kind": "open",
            "key": True,
            "quote": "自2026年6月8日起",
        }
    ],
    "figures": [
        {
            "id": "f1",
            "kind": "fee",
            "item": "转账短信费",
            "old": [{"value": "3", "unit": "CNY/month"}],
            "new": [{"value": "1", "unit": "CNY/month"}],
            "direction": "down",
            "key": True,
            "quote": "转账短信费由每月3元下调至每月1元",
        }
    ],
    "contacts": [
        {"kind": "phone", "value": "95566", "role": "official"},
        {"kind": "phone", "value": "4007001234", "role": "fraudulent"},
    ],
    "must_questions": [{"id": "q1", "intent": "what_changes", "ask": ["短信费怎么变了"], "needs": ["f1", "w1"]}],
    "unanswerable": [{"ask": "已经扣的短信费能退吗", "why": "没有说"}],
    "bulletin": {"needed": False},
}


@pytest.fixture
def case(tmp_path: Path) -> Case:
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    (tmp_path / "gold.json").write_text(json.dumps(LABELS, ensure_ascii=False), "utf-8")
    return next(cases([tmp_path]))


def _evidence(quote: str) -> Evidence:
    return Evidence(Span(0, 1), quote, "test")


WINDOW = Window(WindowRole.EFFECTIVE, moment("2026-06-08"), None, EndKind.OPEN, _evidence("自2026年6月8日起"))
FIGURE = Figure(
    FigureKind.FEE,
    "转账短信费",
    (Quantity(Decimal(3), "CNY/month"),),
    (Quantity(Decimal(1), "CNY/month"),),
    Direction.DOWN,
    _evidence("转账短信费由每月3元下调至每月1元"),
)
FAQ = FaqDraft(Intent.WHAT_CHANGES, "短信费有什么变化？", "2026年6月8日起，转账短信费由每月3元降为每月1元。")
CONTACTS = (
    Contact(ContactKind.PHONE, "95566", ContactRole.OFFICIAL, _evidence("95566")),
    Contact(ContactKind.PHONE, "4007001234", ContactRole.FRAUDULENT, _evidence("4007001234")),
)


def _read(**changed: object) -> Read:
    facts = Facts(
        LABELS["title"],  # type: ignore[arg-type]
        "zh",
        "hans",
        dt.date(2026, 6, 1),
        Relevance.NOTICE,
        Category.FEE_CHANGE,
        windows=(WINDOW,),
        figures=(FIGURE,),
        contacts=CONTACTS,
    )
    drafts = changed.pop("drafts", Drafts(faqs=(FAQ,)))
    document = Document(f"{LABELS['title']}\n{SAYS}\n客服热线：95566。", str(LABELS["title"]))
    assert isinstance(drafts, Drafts)
    return Read(document, Fingerprint("", "", None), replace(facts, **changed), drafts, ())  # type: ignore[arg-type]


def test_a_right_reading_is_agent_ready(case: Case) -> None:
    assert verdict(case, _read()).ready


WRONG: dict[str, dict[str, object]] = {
    "category": {"category": Category.PROMOTION},
    "key windows": {"windows": (replace(WINDOW, start=moment("2026-06-09")),)},
    "key figures": {"figures": (replace(FIGURE, old=FIGURE.new, new=FIGURE.old),)},
    "must questions": {"drafts": Drafts(faqs=(replace(FAQ, answer="短信费下调。"),))},
    "grounded": {"drafts": Drafts(faqs=(FAQ, replace(FAQ, answer="短信费每月2元。", question="短信费多少？")))},
    "fake numbers": {"contacts": (CONTACTS[0], replace(CONTACTS[1], role=ContactRole.OFFICIAL))},
    "old → new told right": {
        "drafts": Drafts(faqs=(FAQ, replace(FAQ, question="多少", answer="短信费由每月1元调整为每月3元。")))
    },
}


@pytest.mark.parametrize("gate", WRONG)
def test_each_mistake_closes_its_gate_and_no_other(case: Case, gate: str) -> None:
    judged = verdict(case, _read(**WRONG[gate]))
    assert [name for name, good in judged.gates.items() if not good] == [gate]


def test_nothing_read_scores_nothing(case: Case) -> None:
    counts = verdict(case, _read(windows=(), figures=(), contacts=(), drafts=Drafts())).counts
    assert all(
        counts[m].hits == 0 for m in ("window_exact", "figure_recall", "contacts", "grounded", "covered", "agent_ready")
    )


def test_chrome_supports_no_draft(case: Case) -> None:
    notice = notice_text(case)
    assert "7折" not in notice
    assert SAYS in notice
    assert ground(case, notice).unsupported(replace(FAQ, answer="存款享7折。"))


@pytest.mark.parametrize("digit", "24567")
def test_a_wrong_digit_is_noticed(case: Case, digit: str) -> None:
    base = ground(case, notice_text(case))
    assert not base.unsupported(FAQ)
    assert base.unsupported(replace(FAQ, answer=FAQ.answer.replace("3元", f"{digit}元")))
    assert base.unsupported(replace(FAQ, answer=FAQ.answer.replace("6月8日", f"6月{digit}日")))


def test_a_fake_number_in_a_draft_needs_a_warning(case: Case) -> None:
    told = replace(FAQ, answer=FAQ.answer + "请拨打4007001234办理。")
    warned = replace(FAQ, answer=FAQ.answer + "4007001234是假冒号码。")
    marked = replace(FAQ, answer=FAQ.answer + "短信称若要保留，须致电4007001234（假冒）。")
    ordered = replace(FAQ, answer=FAQ.answer + "请拨打4007001234（假冒）办理。")
    asked = replace(FAQ, question="专员用4007001234来电：怎么办？")
    assert verdict(case, _read(drafts=Drafts(faqs=(told,)))).counts["fakes_trusted"].hits == 1
    assert verdict(case, _read(drafts=Drafts(faqs=(asked,)))).counts["fakes_trusted"].hits == 1
    assert verdict(case, _read(drafts=Drafts(faqs=(ordered,)))).counts["fakes_trusted"].hits == 1
    assert verdict(case, _read(drafts=Drafts(faqs=(marked,)))).counts["fakes_trusted"].hits == 0
    assert verdict(case, _read(drafts=Drafts(faqs=(warned,)))).counts["fakes_trusted"].hits == 0


def test_pretending_to_answer_is_noticed(case: Case) -> None:
    faq = replace(FAQ, question="已经扣的短信费能退吗？", answer="可以退。")
    assert Answers(case, [faq], notice_text(case)).answered_in_vain() == 1
    assert Answers(case, [replace(faq, answer="公告未说明。")], notice_text(case)).answered_in_vain() == 0


def test_a_needed_fact_may_be_told_in_any_notation() -> None:
    assert meets("6月8日起每月收1块钱", [*needs(WINDOW), *needs(FIGURE)])
    assert not meets("6月8日起每月收1块钱", needs(FIGURE, "what_changes"))


def test_a_change_told_backwards_is_noticed(case: Case) -> None:
    assert turned("由1元调整为3元", sides(case))
    assert not turned("由3元调整为1元", sides(case))


def test_two_questions_find_room_where_one_answer_serves_both() -> None:
    assert seated({"a": [0], "b": [0], "c": [0, 1]}) == {"a": 0, "b": 0, "c": 1}
    assert len(seated({"a": [0], "b": [0], "c": [0]})) == 2


def test_words() -> None:
    assert first_sentence("不能。需要重新申请。之后再说。") == "不能 需要重新申请"
    assert holds_words("该调整不影响已经办理的贷款业务和还款安排", "不影响已经办理的贷款业务")
    assert not holds_words("该调整影响已经办理的贷款业务和还款安排", "不影响已经办理的贷款业务")
    assert overlap("自2026年6月8日起，下调", "公告：自2026年6月8日起")
    assert likeness("短信费怎么变了", "短信费怎么变了？") == 1


@given(st.integers(1, 300), st.integers(0, 300))
def test_the_interval_holds_its_share(n: int, k: int) -> None:
    count = Count(min(k, n), n)
    assert count.interval is not None and count.share is not None
    low, high = count.interval
    assert 0 <= low <= count.share + 1e-9 and count.share - 1e-9 <= high <= 1


def test_every_confidence_has_a_band() -> None:
    assert [band(c)[:4] for c in (1.0, 0.95, 0.94, 0.8, 0.79, 0.0)] == ["sure", "sure", "like", "like", "doub", "doub"]
