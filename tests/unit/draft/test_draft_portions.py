"""What changes is asked for the whole change first; a part of its figures is asked for where it says more."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.draft.brief import briefs
from ingest.draft.rules import RulesWriter, offers
from ingest.model import Intent, Reading
from ingest.pipeline.job import Job
from ingest.pipeline.read import document_of
from ingest.understand.facts import understand

TODAY = dt.date(2026, 3, 1)
READING = Reading(today=TODAY, bank_phones=(), bank_hosts=())
EN = """<html lang="en"><head><title>Changes to our account charges</title></head><body><article><h1>Changes to our account charges</h1>
<p>From 4 May 2026 we are changing these charges.</p><table><tr><th>Charge</th><th>Now</th><th>From 4 May 2026</th></tr>
<tr><td>Copy statement</td><td>£5.00</td><td>£7.50</td></tr><tr><td>Banker’s draft</td><td>£12.00</td><td>£15.00</td></tr>
<tr><td>Returned cheque</td><td>£4.00</td><td>£6.00</td></tr></table></article></body></html>"""
ZH = """<html lang="zh"><head><title>关于调整部分服务价格的公告</title></head><body><article><h1>关于调整部分服务价格的公告</h1>
<p>自2026年5月4日起，我行调整下列服务价格。</p><table><tr><th>项目</th><th>现行</th><th>调整后</th></tr>
<tr><td>对账单补制</td><td>5元/份</td><td>8元/份</td></tr><tr><td>本票手续费</td><td>12元/笔</td><td>15元/笔</td></tr>
<tr><td>退票手续费</td><td>4元/笔</td><td>6元/笔</td></tr></table></article></body></html>"""


@pytest.mark.parametrize("page", [EN, ZH], ids=["en", "zh"])
def test_a_notice_of_several_changes_is_asked_what_changes(page: str) -> None:
    document = document_of(Job(raw=page.encode(), reading=READING))
    facts = understand(document, READING)
    drafts = RulesWriter().write(document, facts, today=TODAY)
    whole = [f for f in drafts.faqs if f.intent is Intent.WHAT_CHANGES]
    values = ("7.50", "15", "6.00") if page is EN else ("8元", "15元", "6元")
    assert any(all(v in "\n".join(f.lines) for v in values) for f in whole)
    found = offers(list(briefs(document, facts, TODAY)))
    told = [set(o.faq.lines) for o in found if o.kind == "overview"]
    assert told and not any(set(o.faq.lines) <= lines for o in found if o.kind == "portion" for lines in told)
