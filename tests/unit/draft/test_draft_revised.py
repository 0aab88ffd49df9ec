from __future__ import annotations

import datetime as dt
from dataclasses import replace

from ingest.draft.revised import as_revised, without_before
from ingest.model import (
    BulletinDraft,
    Category,
    FactDifference,
    Facts,
    FaqDraft,
    Intent,
    Moment,
    Relevance,
    Unsupported,
)

TODAY = dt.date(2026, 11, 23)
FACTS = Facts("关于调整年费的公告", "zh", "hans", dt.date(2025, 3, 1), Relevance.NOTICE, Category.FEE_CHANGE)
OLD = Moment(dt.date(2025, 6, 29))
BULLETIN = BulletinDraft(
    "调整年费", "年费：12元→9元", "自2025年4月1日起", "公告未限定客户范围", "年费9元。", expires=OLD, review=True
)
FEE = FactDifference("figure", "年费", "12元 → 8元", "12元 → 9元")


def test_what_changed_leads_and_the_bulletin_is_news_from_the_day_on_which_it_changed():
    told = as_revised(BULLETIN, (FEE,), FACTS, TODAY)
    assert told.headline == "有变更：调整年费"
    assert told.what_changes.split("\n") == ["年费：原公告为“12元 → 8元”，现改为“12元 → 9元”", "年费：12元→9元"]
    assert told.expires == Moment(TODAY + dt.timedelta(days=90)) and told.review


def test_in_english_too_and_fraud_is_looked_at_sooner():
    facts = replace(FACTS, language="en", category=Category.FRAUD_WARNING)
    told = as_revised(BULLETIN, (replace(FEE, label="Annual fee", old="HK$8", new="HK$9"),), facts, TODAY)
    assert told.what_changes.startswith("Annual fee: was HK$8, is now HK$9")
    assert told.expires == Moment(TODAY + dt.timedelta(days=30))


def test_an_end_that_the_notice_states_stays_and_so_does_an_answer():
    ended = replace(BULLETIN, review=False)
    assert as_revised(ended, (FEE,), FACTS, TODAY).expires == OLD
    faq = FaqDraft(Intent.HOW_MUCH, "年费多少？", "9元。")
    assert as_revised(faq, (FEE,), FACTS, TODAY) is faq and as_revised(BULLETIN, (), FACTS, TODAY) is BULLETIN


def test_another_sentence_alone_does_not_lead():
    told = as_revised(BULLETIN, (FactDifference("statement", "其他", "甲", "乙"),), FACTS, TODAY)
    assert (told.headline, told.what_changes) == (BULLETIN.headline, BULLETIN.what_changes)


def test_the_board_keeps_its_length():
    long = FactDifference("figure", "年费", "每年" + "很" * 300 + "12元", "9元")
    told = as_revised(BULLETIN, (long, FEE, FEE), FACTS, TODAY)
    assert len(told.what_changes) < 300 and len(told.headline) <= 30


def test_only_the_lead_may_say_what_was_so_before():
    found = [Unsupported("what_changes", "8元"), Unsupported("script", "8元"), Unsupported("what_changes", "7元")]
    assert without_before(found, (FEE,)) == (Unsupported("script", "8元"), Unsupported("what_changes", "7元"))
