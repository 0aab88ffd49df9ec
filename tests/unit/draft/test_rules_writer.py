"""What the rules writer makes of a notice."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from draft_notice import TODAY, evidence

from ingest.draft import amounts
from ingest.draft.brief import briefs
from ingest.draft.contract import contract
from ingest.draft.grounding import check
from ingest.draft.rules import RulesWriter
from ingest.model import (
    Category,
    Contact,
    ContactKind,
    ContactRole,
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
    Quantity,
    QuestionAnswer,
    Relevance,
    Statement,
    Urgency,
    Window,
    WindowRole,
)


def write(document: Document, facts: Facts) -> Drafts:
    return RulesWriter().write(document, facts, today=TODAY)


def one(drafts: Drafts, intent: Intent) -> FaqDraft:
    return next(f for f in drafts.faqs if f.intent is intent)


def test_the_answer_comes_first_with_old_new_and_day(document: Document, facts: Facts) -> None:
    told = one(write(document, facts), Intent.WHAT_CHANGES)
    assert told.answer.startswith("自2031年5月6日起，补发新卡手续费由每张35元下调至每张25元，")
    assert "跨境查询手续费由8元/笔上调至9元/笔" in told.answer


def test_each_fee_has_its_own_question_that_names_it(document: Document, facts: Facts) -> None:
    questions = [f.question for f in write(document, facts).faqs if f.intent is Intent.HOW_MUCH]
    assert any("补发新卡手续费" in q for q in questions) and any("跨境查询手续费" in q for q in questions)


def test_neighbours_that_change_are_offered_to_whoever_asks_what_changes(document: Document, facts: Facts) -> None:
    first, second, _ = facts.figures
    third = replace(first, item="补发存折工本费", evidence=second.evidence)
    told = list(briefs(document, replace(facts, figures=(first, second, third)), TODAY))
    asked = {faq.intent for faq in amounts.portions(told[0]) if faq}
    few = list(briefs(document, replace(facts, figures=(first, second)), TODAY))
    assert asked == {Intent.HOW_MUCH, Intent.WHAT_CHANGES}
    assert Intent.WHAT_CHANGES not in {faq.intent for faq in amounts.portions(few[0]) if faq}


def test_sentences_answer_their_topic(document: Document, facts: Facts) -> None:
    drafts = write(document, facts)
    assert "按原标准收取" in one(drafts, Intent.TRANSITION).answer
    assert "助学账户" in one(drafts, Intent.EXEMPT).answer


def test_a_line_that_only_says_whom_to_ask_is_no_answer(document: Document, facts: Facts) -> None:
    assert not any(f.answer.startswith("详情可致电") for f in write(document, facts).faqs)


def test_every_draft_is_grounded_and_cites_the_text_verbatim(document: Document, facts: Facts) -> None:
    drafts = write(document, facts)
    for draft in (*drafts.faqs, *drafts.bulletins):
        assert check(draft, document, facts) == ()
        assert draft.citations
        assert all(c.span.of(document.text) == c.quote for c in draft.citations)


def test_no_two_entries_say_the_same_to_one_question_and_none_is_given_three_times(
    document: Document, facts: Facts
) -> None:
    told = [(f.intent, (f.answer, f.conditions, f.operation_points)) for f in write(document, facts).faqs]
    assert len(told) == len(set(told))
    assert max(Counter(answer for _, answer in told).values()) <= 2


def test_the_bulletin_holds_old_new_window_and_a_line_to_say(document: Document, facts: Facts) -> None:
    (board,) = write(document, facts).bulletins
    assert len(board.headline) <= 30 and len(board.script) <= 60
    assert "每张35元→每张25元" in board.what_changes
    assert board.when == "自2031年5月6日起"
    assert board.urgency is Urgency.P3
    assert board.expires == Moment(dt.date(2031, 8, 4))
    assert board.do_not_say


@pytest.mark.parametrize(
    ("today", "urgency"),
    [
        ("2031-04-21", Urgency.P3),
        ("2031-04-22", Urgency.P2),
        ("2031-05-03", Urgency.P1),
        ("2031-05-06", Urgency.P1),
        ("2031-06-01", Urgency.P1),
        ("2032-06-01", Urgency.P3),
    ],
)
def test_urgency_grows_as_the_day_comes(document: Document, facts: Facts, today: str, urgency: Urgency) -> None:
    (board,) = RulesWriter().write(document, facts, today=dt.date.fromisoformat(today)).bulletins
    assert board.urgency is urgency


def test_what_the_notice_leaves_open_is_asked_and_not_answered(document: Document, facts: Facts) -> None:
    drafts = write(document, facts)
    assert 1 <= len(drafts.unanswered) <= 8
    assert not {q.question for q in drafts.unanswered} & {f.question for f in drafts.faqs}


@pytest.mark.parametrize("relevance", [Relevance.PROCUREMENT, Relevance.WINNER_LIST, Relevance.NOT_A_NOTICE])
def test_other_texts_get_no_drafts(document: Document, facts: Facts, relevance: Relevance) -> None:
    assert write(document, replace(facts, relevance=relevance, category=None)) == Drafts()


def test_a_document_that_could_not_be_read_gets_no_drafts(document: Document, facts: Facts) -> None:
    assert write(replace(document, problem="image_only"), facts) == Drafts()


def test_a_notice_without_facts_still_gets_a_bulletin(document: Document, facts: Facts) -> None:
    empty = replace(facts, windows=(), figures=(), statements=(), contacts=())
    drafts = write(document, empty)
    assert drafts.faqs == () and len(drafts.bulletins) == 1 and drafts.bulletins[0].what_changes


def test_questions_that_the_notice_answers_itself_are_kept(document: Document, facts: Facts) -> None:
    qa = QuestionAnswer(
        "老卡还能用吗？", "持有助学账户的客户免收补发新卡手续费。", evidence("持有助学账户的客户免收补发新卡手续费。")
    )
    asked = [f.question for f in write(document, replace(facts, answers=(qa,), figures=facts.figures[:2])).faqs]
    assert "老卡还能用吗？" in asked


def test_traditional_notices_get_traditional_connecting_words(read: Callable[..., Document], facts: Facts) -> None:
    text = "關於調整收費的公告\n自2031年5月6日起，補發新卡手續費由35元調低至25元。"
    document = read(text, script="hant")
    words = "自2031年5月6日起，補發新卡手續費由35元調低至25元"
    figure = replace(
        facts.figures[0], item="補發新卡手續費", evidence=evidence(words, text), old_text="35元", new_text="25元"
    )
    window = replace(facts.windows[0], evidence=evidence("自2031年5月6日起", text))
    told = write(
        document,
        replace(
            facts,
            script="hant",
            title="關於調整收費的公告",
            figures=(figure,),
            windows=(window,),
            statements=(),
            contacts=(),
        ),
    )
    assert "由35元下調至25元" in one(told, Intent.HOW_MUCH).answer


ENGLISH = (
    "Changes to our card charges\nFrom 6 May 2031 a replacement card costs £9.00 instead of £12.00.\n"
    "You can close your account without charge until 5 May 2031."
)


def english(read: Callable[..., Document]) -> tuple[Document, Facts]:
    def quote(words: str) -> object:
        return evidence(words, ENGLISH)

    figure = Figure(
        FigureKind.FEE, "Replacement card", (Quantity(Decimal(12), "GBP"),), (Quantity(Decimal(9), "GBP"),), Direction.DOWN,
        quote("a replacement card costs £9.00 instead of £12.00"), old_text="£12.00", new_text="£9.00",
    )  # type: ignore[arg-type]  # fmt: skip
    windows = (
        Window(WindowRole.EFFECTIVE, Moment(dt.date(2031, 5, 6)), None, EndKind.OPEN, quote("From 6 May 2031")),  # type: ignore[arg-type]
        Window(WindowRole.OBJECTION, None, Moment(dt.date(2031, 5, 5)), EndKind.DATE, quote("until 5 May 2031")),  # type: ignore[arg-type]
    )
    facts = Facts(
        "Changes to our card charges", "en", "hans", dt.date(2031, 4, 18), Relevance.NOTICE, Category.FEE_CHANGE,
        windows=windows, figures=(figure,),
    )  # fmt: skip
    return read(ENGLISH, language="en"), facts


def test_english_notices_are_drafted_in_english(read: Callable[..., Document]) -> None:
    document, facts = english(read)
    drafts = write(document, facts)
    told = one(drafts, Intent.HOW_MUCH).answer
    assert told.startswith("Replacement card: down from £12.00 to £9.00, from 6 May 2031.")
    assert "5 May 2031" in one(drafts, Intent.IF_DISAGREE).answer
    assert len(drafts.bulletins[0].script) <= 160
    assert all(check(f, document, facts) == () for f in drafts.faqs)


FRAUD = (
    "关于警惕冒充我行客服的风险提示\n近日有人使用0095733冒充我行客服，诱导客户转账。\n"
    "我行不会索要短信验证码。\n如已转账，请立即拨打95733挂失。"
)


def fraud() -> Facts:
    def say(topic: Intent, words: str) -> Statement:
        return Statement(topic, words, evidence(words, FRAUD))

    return Facts(
        "关于警惕冒充我行客服的风险提示", "zh", "hans", dt.date(2031, 4, 18), Relevance.NOTICE, Category.FRAUD_WARNING,
        contacts=(
            Contact(ContactKind.PHONE, "0095733", ContactRole.FRAUDULENT, evidence("0095733", FRAUD)),
            Contact(ContactKind.PHONE, "95733", ContactRole.OFFICIAL, evidence("拨打95733", FRAUD)),
        ),
        statements=(
            say(Intent.RISK, "近日有人使用0095733冒充我行客服，诱导客户转账。"),
            say(Intent.HOW_TO_AVOID, "我行不会索要短信验证码。"),
            say(Intent.WHAT_TO_DO, "如已转账，请立即拨打95733挂失。"),
        ),
    )  # fmt: skip


def test_a_fraud_warning_is_urgent_for_thirty_days_and_gives_only_the_real_number(
    read: Callable[..., Document],
) -> None:
    drafts = write(read(FRAUD), fraud())
    (board,) = drafts.bulletins
    assert board.urgency is Urgency.P0
    assert board.expires == Moment(dt.date(2031, 5, 18))
    assert "95733" in board.script and "0095733" not in board.script
    assert all(check(f, read(FRAUD), fraud()) == () for f in drafts.faqs)
    assert "95733" in one(drafts, Intent.WHAT_TO_DO).answer


def test_long_sentences_are_told_in_lines(read: Callable[..., Document], facts: Facts) -> None:
    long = "，".join(f"第{c}类客户应当携带本人有效证件到开户网点办理变更手续" for c in "甲乙丙丁戊己") + "。"
    text = f"关于调整借记卡收费标准的公告\n{long}"
    said = Statement(Intent.HOW_TO, long, evidence(long, text))
    drafts = write(read(text), replace(facts, windows=(), figures=(), contacts=(), statements=(said,)))
    told = one(drafts, Intent.HOW_TO)
    assert all(len(line) <= 60 for line in (told.answer, *told.operation_points))


def test_the_contract_is_plain_json(document: Document, facts: Facts) -> None:
    printed = contract("a/b.html", document, facts, write(document, facts))
    again = json.loads(json.dumps(printed, ensure_ascii=False))
    assert again == printed
    assert again["file"] == "a/b.html"
    assert again["notice"]["windows"][0]["start"] == "2031-05-06"
    assert again["notice"]["figures"][0]["new"] == [{"value": "25", "unit": "CNY/card", "qualifier": None}]
    assert {"intent", "question", "answer", "operation_points", "conditions", "citations"} <= again["faqs"][0].keys()
