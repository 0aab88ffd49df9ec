"""What a notice leaves open: asked as customers would, the likeliest first, never what it answers."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from draft_notice import document_of

from ingest.draft.checklist import checklist
from ingest.draft.rules import RulesWriter
from ingest.model import Reading
from ingest.text.grams import grams
from ingest.understand.facts import understand

_NOTICES = tomllib.loads((Path(__file__).parent / "open_questions.toml").read_text("utf-8"))["notice"]
_DAY = dt.date(2031, 3, 1)
_IDLE = set("a an the is are be do does can could will would i me my we our you your it its this that of on in at to for from by with and or if when what which how there any".split())  # fmt: skip
_ASKING = re.compile(r"是否|可以|能否|什么|怎么|如何|多少|哪些|哪个|需要|[的了吗呢我您你会能要有在是和与及吧啊]")


def _opened(text: str, language: str = "zh", script: str = "hans") -> list[str]:
    document = document_of(text.strip(), language=language, script=script)
    facts = understand(document, Reading(today=_DAY, published=_DAY))
    return [q.question for q in RulesWriter().write(document, facts, today=_DAY).unanswered]


def _words(text: str) -> frozenset[str]:
    """The content words of an English question, the 2-grams of a Chinese one."""
    if not re.search("[\u4e00-\u9fff]", text):
        found = (re.sub(r"(ing|ed|es|s|e)$", "", w)[:6] for w in re.findall(r"[a-z0-9]+", text.lower()))
        return frozenset(found) - _IDLE
    kept = _ASKING.sub(" ", re.sub(r"[\W_]+", "", text))
    return frozenset(kept[i : i + 2] for i in range(len(kept) - 1) if " " not in kept[i : i + 2])


def _alike(asked: str, listed: str) -> bool:
    a, b = grams(asked), grams(listed)
    wanted = _words(asked)
    return len(a & b) / len(a | b) >= 0.4 or len(wanted & _words(listed)) >= 0.5 * len(wanted)


def _cases() -> Iterator[tuple[str, list[str], list[str]]]:
    for notice in _NOTICES:
        language = "zh" if re.search("[\u4e00-\u9fff]", notice["text"]) else "en"
        yield notice["category"], notice["asks"], _opened(notice["text"], language)


def test_most_of_what_customers_will_ask_is_listed() -> None:
    hits = [any(_alike(ask, q) for q in listed) for _, asks, listed in _cases() for ask in asks]
    assert sum(hits) / len(hits) >= 0.75


def test_there_are_never_more_than_eight_and_no_two_alike() -> None:
    for category, _, listed in _cases():
        assert 4 <= len(listed) <= 8, category
        assert len(set(listed)) == len(listed)
        assert not any("{" in q or "<<" in q for q in listed)


_FEES = """关于调整个人存款证明收费标准的公告
自2031年5月1日起，个人存款证明手续费由每份20元调整为每份10元。{more}
客服热线95701。 白鹭银行 2031年3月1日"""


@pytest.mark.parametrize(
    ("more", "about"),
    [
        ("已经收取的手续费不予退还。", "退不退"),
        ("外币存款证明每份30元。", "外币存款证明"),
        ("信用卡年费不变。", "信用卡年费"),
    ],
)
def test_what_the_notice_settles_is_not_asked(more: str, about: str) -> None:
    assert any(about in q for q in _opened(_FEES.format(more="")))
    assert not any(about in q for q in _opened(_FEES.format(more=more)))


def test_a_concession_is_asked_about_with_its_last_day() -> None:
    listed = _opened(_FEES.format(more="老年客户的存款证明手续费减半收取，优惠至2031年12月31日。"))
    assert any("2031年12月31日以后" in q for q in listed)


def test_questions_name_what_the_notice_names() -> None:
    listed = _opened(
        "Lounge benefits on the Garnet Card\nFrom 1 May 2031 lounge visits on the Garnet Card of Farlow Bank will be cut"
        " from 4 to 2 a quarter. You must spend £2,000 in the quarter before.",
        "en",
    )
    assert any("£2,000" in q for q in listed) and any("guest" in q for q in listed)


def test_a_traditional_notice_is_asked_about_in_its_own_characters_and_words() -> None:
    listed = _opened(
        "調整個人網路銀行轉帳限額公告\n自2031年5月1日起，本行個人網路銀行非約定轉帳每日限額由10萬元調整為5萬元。"
        "如需提高限額，請本人攜帶身分證至分行臨櫃辦理。客服專線0800-000-123。",
        script="hant",
    )
    assert any("公司" in q and "限額" in q for q in listed)
    assert not any(re.search("[额银转网个们帐柜]|賬", q) for q in listed)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_question_of_the_checklist_is_short_and_fillable(language: str) -> None:
    table = checklist(language)
    longest = 60 if language == "zh" else 30
    for section, items in table.items.items():
        for item in items:
            slots = set(re.findall(r"\{(\w+)\}", item.ask))
            held = set(item.only.groupindex) if item.only else set()
            assert slots <= held | {"subject", "next"}, (section, item.ask)
            size = len(item.ask) if language == "zh" else len(item.ask.split())
            assert size <= longest - 10 and item.ask.endswith(("？", "?")), (section, item.ask)


_CLUB = """Weekend rides: 20% back on {rides}
Published 4 March 2031
From 1 April to 30 June 2031 Harrow & Tyne Bank pays back 20% of what you spend on {rides} with your debit card, up to £5 a week.
Money back arrives within ten days. Call 0345 555 0187 if you have questions."""


def test_what_goes_with_two_things_of_the_notice_is_asked_about() -> None:
    assert "Do taxis count?" in _opened(_CLUB.format(rides="trains and buses"), "en")
    assert "Do trams count?" in _opened(_CLUB.format(rides="trains, buses, taxis and ferries"), "en")
    assert not any("Do taxis" in q or "Do trains" in q for q in _opened(_CLUB.format(rides="trains"), "en"))


_TERMS = """Revised interest on term deposits
Published 4 March 2031
From 1 April 2031 Harrow Bank pays these rates on term deposits of less than Rs.2 crore:
30 days to 90 days: 4.00% a year, until now 4.25%.
{more}1 year to 2 years: 5.50% a year, until now 5.75%.
Deposits that run keep their rate. Call 0345 555 0187 if you have questions."""


def test_amounts_and_terms_that_the_notice_leaves_out_are_asked_about() -> None:
    asked = " ".join(_opened(_TERMS.format(more=""), "en"))
    assert "for deposits of Rs.2 crore and above?" in asked
    assert "more than 90 days" in asked
    told = " ".join(_opened(_TERMS.format(more="91 days to 364 days: 5.00% a year, until now 5.10%.\n"), "en"))
    assert "more than 90 days" not in told


def test_what_only_one_side_of_the_sea_uses_is_asked_there_only() -> None:
    notice = "系统升级公告\n我行定于2031年4月5日0:00至6:00升级系统，期间手机银行转账暂停。白鹭银行 2031年3月1日"
    assert any("支付宝" in q for q in _opened(notice))
    ours = "系統提升通告\n本行將於2031年4月5日0:00至6:00提升系統，期間手機銀行轉賬暫停。白鷺銀行 2031年3月1日"
    listed = _opened(ours, script="hant")
    assert any("證券" in q for q in listed)
    assert not any("支付寶" in q for q in listed)
