"""Sentences find the questions that they answer."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.model import Category, Document, Intent, Reading
from ingest.text.normal import normalise
from ingest.understand.answers import read_answers
from ingest.understand.facts import understand
from ingest.understand.sentences import read_sentences, split
from ingest.understand.statements import read_statements


def topics_of(*lines: str, category: Category = Category.FEE_CHANGE) -> dict[Intent, list[str]]:
    text = "\n".join(("通知", *lines))
    document = Document(text, "通知")
    normal = normalise(text)
    said = read_statements(document, normal, read_sentences(document, normal), category=category)
    out: dict[Intent, list[str]] = {}
    for statement in said:
        assert statement.text in text
        out.setdefault(statement.topic, []).append(statement.text)
    return out


@pytest.mark.parametrize(
    ("topic", "line"),
    [
        (Intent.EXEMPT, "学生账户免收年费。"),
        (Intent.TRANSITION, "6月1日前已受理的申请，仍按调整前的标准收取。"),
        (Intent.WHAT_STILL_WORKS, "维护期间，刷卡消费不受影响。"),
        (Intent.DOCUMENTS, "请携带有效身份证件到网点办理。"),
        (Intent.IF_DISAGREE, "如您不同意本次修订，可申请销户。"),
        (Intent.HOW_TO, "登录手机银行，点击“我的-设置”办理。"),
        (Intent.FULL_TEXT, "完整价目表可在官方网站查询。"),
        (Intent.EXEMPT, "Students are exempt from the charge."),
        (Intent.IF_DISAGREE, "If you do not accept the change, you may close your account."),
        (Intent.CAPS, "Each card is limited to 2 orders per customer."),
    ],
)
def test_a_sentence_serves_its_topic(topic: Intent, line: str) -> None:
    assert line.rstrip() in topics_of(line).get(topic, [])


def test_the_heading_gives_its_items_a_topic() -> None:
    found = topics_of("二、活动对象", "本行信用卡主卡客户。", "商务卡除外。", category=Category.PROMOTION)
    assert found[Intent.WHO] == ["本行信用卡主卡客户。", "商务卡除外。"]


def test_list_numbers_and_courtesies_are_left_out() -> None:
    found = topics_of("尊敬的客户：", "1.学生账户免收年费。", "感谢您的支持。", "特此公告。")
    assert all("1." not in t and "感谢" not in t and "特此" not in t for texts in found.values() for t in texts)


def test_exceptions_are_marked() -> None:
    text = "通知\n白金卡免收年费，附属卡除外。"
    document = Document(text, "通知")
    normal = normalise(text)
    said = read_statements(document, normal, read_sentences(document, normal))
    assert said and all(s.exclusion for s in said)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("按0.5%收取。超出部分按1.2%收取。", ["按0.5%收取。", "超出部分按1.2%收取。"]),
        ('进入"我的。设置"页面。完成。', ['进入"我的。设置"页面。', "完成。"]),
        ("Open 9 a.m. to 5 p.m. daily. Call us.", ["Open 9 a.m. to 5 p.m. daily.", "Call us."]),
        ("Pay Rs. 250 or more. No. 5 applies.", ["Pay Rs. 250 or more.", "No. 5 applies."]),
        ("It costs £1.50. Ask us!", ["It costs £1.50.", "Ask us!"]),
    ],
)
def test_sentences_end_where_they_end(text: str, sentences: list[str]) -> None:
    assert [text[a:b] for a, b in split(text)] == sentences


def test_numbered_parts_of_a_run_together_paragraph_are_apart() -> None:
    text = "如下：1.携带证件；2.填写表格。二、其他 另行通知。"
    normal = normalise(text).text
    assert [normal[a:b] for a, b in split(normal)] == ["如下:", "1.携带证件;", "2.填写表格。", "二、其他 另行通知。"]


def test_questions_and_answers_of_the_notice_are_read() -> None:
    text = "通知\n常见问题\n问：旧卡还能用吗？\n答：可以。有效期内照常使用。\n问：什么时候开始？答：6月1日。"
    document = Document(text, "通知")
    found = read_answers(document, read_sentences(document, normalise(text)))
    assert [(a.question, a.answer, a.intent) for a in found] == [
        ("旧卡还能用吗？", "可以。有效期内照常使用。", Intent.EXISTING),
        ("什么时候开始？", "6月1日。", Intent.WHEN),
    ]


def test_question_headings_are_questions_too() -> None:
    text = "Our new rates\nWhen do they start?\nOn 1 July 2026.\nWho can I talk to?\nCall our helpline."
    document = Document(text, "Our new rates", language="en")
    found = read_answers(document, read_sentences(document, normalise(text)))
    assert [(a.question, a.intent) for a in found] == [
        ("When do they start?", Intent.WHEN),
        ("Who can I talk to?", Intent.WHERE),
    ]


def test_empty_and_odd_documents_are_read_without_complaint() -> None:
    reading = Reading(today=dt.date(2026, 5, 10))
    for text in ("", "\n", "。。。", "？", "一、", "((((("):
        understand(Document(text, text.strip()), reading)
