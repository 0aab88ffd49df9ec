"""How sure a draft is."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from draft_notice import TODAY, evidence
from hypothesis import given
from hypothesis import strategies as st

from ingest.draft.brief import Point
from ingest.draft.choice import chosen
from ingest.draft.confidence import odds, probability, supported, telling
from ingest.draft.rules import RulesWriter
from ingest.draft.worth import Offer
from ingest.model import Category, Document, Facts, FaqDraft, Intent


def _faq(answer: str, intent: Intent = Intent.WHEN, question: str = "?") -> FaqDraft:
    return FaqDraft(intent=intent, question=question, answer=answer, confidence=0.9)


FULL = "自2026年4月1日起，单笔限额由1万元调整为5万元。"


def _chosen(facts: Facts, *faqs: FaqDraft, category: Category = Category.LIMIT_CHANGE) -> tuple[FaqDraft, ...]:
    return chosen([Offer("topic", f) for f in faqs], facts, category, 15)


def _sure(facts: Facts, *faqs: FaqDraft) -> list[float]:
    return [f.confidence for f in _chosen(facts, *faqs)]


def test_the_first_entries_are_surer_than_the_last(facts: Facts) -> None:
    sure = _sure(facts, *(_faq("".join(chr(0x4E00 + 40 * n + i) for i in range(20))) for n in range(14)))
    assert sure == sorted(sure, reverse=True)
    assert sure[0] > sure[-1]


def test_an_entry_that_brings_a_key_fact_is_surer_than_one_that_repeats_it(facts: Facts) -> None:
    day = next(str(w.start) for w in facts.windows if w.start)
    first, second = _sure(facts, _faq(f"自{day}起执行。"), _faq(f"执行日为{day}。"))
    assert second < first


def test_a_question_that_nobody_asks_of_such_a_notice_is_less_sure(facts: Facts) -> None:
    told = _chosen(facts, _faq(FULL, Intent.WHERE, "在哪里办理？"), _faq(FULL, Intent.EXEMPT, "哪些人除外？"))
    sure = {f.intent: f.confidence for f in told}
    assert sure.get(Intent.WHERE, 0.0) < sure[Intent.EXEMPT]


def test_of_two_long_entries_that_say_the_same_the_better_one_stays(facts: Facts) -> None:
    text = "".join(chr(0x4E00 + i) for i in range(120))
    unsure = replace(_faq(text, Intent.EXISTING, "已经办的还能用吗？"), confidence=0.4)
    sure = _faq(text + "。", Intent.IF_DISAGREE, "不同意怎么办？")
    assert [f.intent for f in _chosen(facts, unsure, sure, category=Category.TERMS_CHANGE)] == [Intent.IF_DISAGREE]


def test_a_short_answer_is_given_to_two_questions(facts: Facts) -> None:
    asked = [_faq(FULL, Intent.WHO, "适用于谁？"), _faq(FULL, Intent.EXEMPT, "哪些人除外？")]
    assert len(_chosen(facts, *asked)) == 2


def test_entries_of_little_use_are_left_out_once_there_are_some(facts: Facts) -> None:
    good = [_faq(f"{FULL}{n}", Intent.EXEMPT) for n in range(6)]
    poor = replace(_faq("以网点公告为准。", Intent.REWARD_DATE), confidence=0.1)
    assert poor.answer not in [f.answer for f in _chosen(facts, *good, poor)]


def test_doubtful_facts_make_a_doubtful_entry(document: Document) -> None:
    quote = evidence(document.text[:4], document.text)
    sure, unsure = (supported([Point("…", (quote,), c)]) for c in (0.98, 0.5))
    assert unsure < sure


def test_a_bulletin_that_leaves_out_key_facts_is_less_sure(facts: Facts) -> None:
    whole = "\n".join((facts.figures[0].new_text or "", *(str(w.start) for w in facts.windows if w.start)))
    assert telling("", facts.windows, facts.figures) < telling(whole, facts.windows, facts.figures)


def test_drafts_of_surer_facts_are_surer(document: Document, facts: Facts) -> None:
    unsure = replace(
        facts,
        windows=tuple(replace(w, confidence=0.6) for w in facts.windows),
        figures=tuple(replace(f, confidence=0.6) for f in facts.figures),
    )
    sure_drafts, unsure_drafts = (RulesWriter().write(document, f, today=TODAY) for f in (facts, unsure))
    assert unsure_drafts.faqs[0].confidence < sure_drafts.faqs[0].confidence
    assert unsure_drafts.bulletins[0].confidence < sure_drafts.bulletins[0].confidence


@given(st.floats(-1000, 1000))
def test_a_probability_lies_between_nothing_and_certainty(log_odds: float) -> None:
    assert 0 < probability(log_odds) < 1


@given(st.floats(0.02, 0.98))
def test_odds_and_probability_are_each_others_reverse(value: float) -> None:
    assert probability(odds(value)) == pytest.approx(value)
    assert math.isfinite(odds(0.0)) and math.isfinite(odds(1.0))
