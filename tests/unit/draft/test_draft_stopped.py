"""What stops is not told as going on; labels and addresses are no sentences."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from ingest.draft.excerpts import lines
from ingest.draft.rules import RulesWriter
from ingest.draft.stopped import without_stopped
from ingest.draft.voice import voice
from ingest.model import Drafts, EndKind, Evidence, Intent, Reading, Span, Statement, Window, WindowRole
from ingest.pipeline.job import Job
from ingest.pipeline.read import document_of
from ingest.understand.facts import understand
from ingest.understand.sentences import labels_paragraph

TODAY = dt.date(2026, 3, 1)
READING = Reading(today=TODAY, bank_phones=(), bank_hosts=())
PAGE = """<html lang="zh"><head><title>关于系统切换暂停部分服务的公告</title></head><body><article>
<h1>关于系统切换暂停部分服务的公告</h1><p>因系统切换，下列服务在表中时段暂停，请提前安排。</p>
<table><tr><th>渠道</th><th>中断的功能</th><th>时段</th></tr>
<tr><td>个人手机银行</td><td>转账汇款、生活缴费、贷款还款</td><td>2026年3月14日23:00至3月15日5:00</td></tr>
<tr><td>自助设备</td><td>存款、无卡取款、转账汇款</td><td>2026年3月14日23:30至3月15日4:00</td></tr></table>
<p>一、照常可用的服务。切换期间商户刷卡消费照常；电话口头挂失不受影响，拨打95000转2办理。</p>
<p>二、在途业务。23:00前已提交而尚未完成的跨行转账，将于3月15日6:00后补发，请勿重复提交。</p>
<p>东溪银行 2026年3月1日</p></article></body></html>"""


def drafted(page: str) -> Drafts:
    document = document_of(Job(raw=page.encode(), reading=READING))
    return RulesWriter().write(document, understand(document, READING), today=TODAY)


def test_what_a_table_says_to_stop_is_not_told_as_still_working() -> None:
    works = [f for f in drafted(PAGE).faqs if f.intent is Intent.WHAT_STILL_WORKS]
    told = "\n".join("\n".join(f.lines) for f in works)
    assert "刷卡消费照常" in told
    assert "生活缴费" not in told and "无卡取款" not in told


@pytest.mark.parametrize(
    ("text", "language", "kept"),
    [
        ("停机当日到期的贷款免收罚息", "zh", True),
        ("贷款还款、生活缴费", "zh", False),
        ("Loans due that day: late fee waived", "en", True),
        ("Loan payments and bills", "en", False),
    ],
)
def test_what_a_row_exempts_is_told_although_something_stops_in_it(text: str, language: str, kept: bool) -> None:
    seen = Evidence(Span(0, 9), "……", "test")
    outage = Window(WindowRole.OUTAGE, None, None, EndKind.OPEN, seen)
    spared = re.compile(voice(language).table["noise"]["goes_on"])
    said = [Statement(Intent.EXEMPT, text, seen)]
    assert bool(list(without_stopped(said, [outage], lambda _: 0, spared))) is kept


def test_the_label_of_a_paragraph_is_no_answer() -> None:
    assert all("照常可用的服务。" not in f.lines for f in drafted(PAGE).faqs)


@pytest.mark.parametrize("text", ["一、照常可用的服务。", "2.不适用的情形。", "(三)需要准备的材料。", "4.退货处理。"])
def test_a_numbered_noun_with_a_full_stop_is_a_label(text: str) -> None:
    assert labels_paragraph(text)


@pytest.mark.parametrize(
    "text", ["照常可用的服务。", "一、停机期间，柜面照常办理的业务。", "二、客户无需办理任何手续。"]
)
def test_a_sentence_is_no_label(text: str) -> None:
    assert not labels_paragraph(text)


def test_a_line_is_not_broken_within_a_box_number() -> None:
    said = (
        "To reject the clause, mail a signed letter with your name and member number to our Opt-Out Desk, "
        "P.O. Box 4417, Globe, AZ 85502. Each joint owner opts out on his or her own."
    )
    assert not any(line.endswith("P.O.") for line in lines(said, 18, zh=False))
    assert any("P.O. Box 4417" in line for line in lines(said, 18, zh=False))
