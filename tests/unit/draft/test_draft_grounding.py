"""The gate: nothing that the source does not say gets through, nothing that it says is held back."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from draft_notice import TODAY, evidence
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.draft.grounding import check, keep_grounded
from ingest.draft.rules import RulesWriter
from ingest.model import (
    BulletinDraft,
    Contact,
    ContactKind,
    ContactRole,
    Document,
    Drafts,
    Facts,
    FaqDraft,
    Intent,
    Moment,
)


def faq(answer: str, **more: object) -> FaqDraft:
    return FaqDraft(Intent.HOW_MUCH, "补发新卡收多少钱？", answer, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "answer",
    [
        "补发新卡手续费由35元下调至25元。",
        "自2031年5月6日起执行。",
        "每笔9元",
        "5月5日前已受理的按原标准收取。",
        "请拨打95733。",
        "助学账户0元。",
    ],
)
def test_what_the_source_says_is_supported(document: Document, facts: Facts, answer: str) -> None:
    assert check(faq(answer), document, facts) == ()


@pytest.mark.parametrize(
    ("answer", "loose"),
    [
        ("补发新卡手续费为26元。", "26元"),
        ("自2031年5月7日起执行。", "2031年5月7日"),
        ("请拨打95734。", "95734"),
        ("可享9折。", "9折"),
        ("见www.else.test", "www.else.test"),
        ("代码AB12C", "AB12C"),
        ("35美元", "35美元"),
        ("每周三办理", "周三"),
    ],
)
def test_what_it_does_not_say_is_found(document: Document, facts: Facts, answer: str, loose: str) -> None:
    assert [u.text for u in check(faq(answer), document, facts)] == [loose]


def test_every_field_of_a_draft_is_read(document: Document, facts: Facts) -> None:
    draft = faq(
        "见下。",
        operation_points=("带71元",),
        conditions=("满72元",),
        say="收73元",
        valid_from=Moment(dt.date(2031, 6, 1)),
    )
    assert [(u.place, u.text) for u in check(draft, document, facts)] == [
        ("say", "73元"), ("operation_points", "71元"), ("conditions", "72元"), ("valid_from", "2031-06-01"),
    ]  # fmt: skip


def test_a_bulletin_may_expire_by_the_rule_but_not_at_will(document: Document, facts: Facts) -> None:
    board = BulletinDraft(
        "收费调整", "见公告", "自2031年5月6日起", "持卡人", "收费有调整。", expires=Moment(dt.date(2031, 8, 4))
    )
    assert check(board, document, facts) == ()
    assert check(replace(board, expires=Moment(dt.date(2031, 8, 5))), document, facts)


def test_the_weekday_of_a_window_is_derived(document: Document, facts: Facts) -> None:
    assert check(faq("2031年5月6日（星期二）起。"), document, facts) == ()
    assert check(faq("2031年5月6日（星期四）起。"), document, facts)


def test_a_cut_inside_a_number_is_not_verbatim(document: Document, facts: Facts) -> None:
    assert check(faq("031年5月6日（含）起，我行调整下列收费标准"), document, facts)


def test_a_fake_number_is_named_only_as_fake(document: Document, facts: Facts) -> None:
    fake = Contact(ContactKind.PHONE, "95733", ContactRole.FRAUDULENT, evidence("95733"))
    swindled = replace(facts, contacts=(fake,))
    assert check(faq("请拨打95733。"), document, swindled)
    assert check(faq("95733可核实。"), document, swindled)
    assert check(faq("95733是假冒号码。"), document, swindled) == ()


def test_an_ungrounded_entry_becomes_an_open_question_and_a_bulletin_loses_its_confidence(
    document: Document, facts: Facts
) -> None:
    board = BulletinDraft("收费调整", "35元→99元", "自2031年5月6日起", "持卡人", "收费有调整。")
    kept = keep_grounded(Drafts((faq("99元"), faq("25元")), (board,)), document, facts)
    assert [f.answer for f in kept.faqs] == ["25元"]
    assert kept.unanswered[0].question == "补发新卡收多少钱？" and "99元" in kept.unanswered[0].reason
    assert kept.bulletins[0].confidence == 0.0


@given(data=st.data())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_changed_digit_in_a_grounded_answer_is_caught(
    document: Document, facts: Facts, data: st.DataObject
) -> None:
    answers = [f.answer for f in RulesWriter().write(document, facts, today=TODAY).faqs]
    answer = data.draw(st.sampled_from([a for a in answers if re.search(r"\d", a)]))
    at = data.draw(st.sampled_from([m.start() for m in re.finditer(r"\d", answer)]))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != answer[at]]))
    wrong = answer[:at] + digit + answer[at + 1 :]
    said = {"", "35", "25", "8", "9", "5", "6", "95733", "2031"}
    collides = all(n.lstrip("0") in said for n in re.findall(r"\d+", wrong))
    assert collides or check(faq(wrong), document, facts)
