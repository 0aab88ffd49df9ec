"""Times of the parts of a notice are named after their headings; who takes part and who does not lead their answers."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.draft.rules import RulesWriter
from ingest.model import Intent, Reading
from ingest.pipeline.read import Job, document_of
from ingest.understand.facts import understand

TODAY = dt.date(2031, 4, 20)
PAGE_ZH = """<html><head><title>“春日礼遇”信用卡活动</title></head><body><article><h1>“春日礼遇”信用卡活动</h1>
<p>我行信用卡推出“春日礼遇”信用卡活动，各阶段安排如下，欢迎持卡人参加本次活动。</p>
<h2>第一重 咖啡满减</h2><dl><dt>时段</dt><dd>2031年5月1日至5月15日</dd><dt>礼遇</dt><dd>单笔满40元减10元。</dd></dl>
<h2>第二重 影票半价</h2><dl><dt>时段</dt><dd>2031年6月1日至6月20日</dd><dt>礼遇</dt><dd>购影票享5折优惠，最高优惠30元。</dd></dl>
<h2>活动须知</h2><p>商务卡、采购卡不能参加本活动。</p><p>参加对象为本行发行的个人信用卡主卡及附属卡持卡人。</p>
<p>特此公告。</p></article></body></html>"""
PAGE_EN = """<html lang="en"><head><title>Spring rewards on your card</title></head><body><article><h1>Spring rewards on your card</h1>
<p>Two offers for cardmembers this spring. Please read when each of them runs.</p>
<h2>Coffee mornings</h2><p>This offer runs from 1 May 2031 to 15 May 2031. Get £5 cashback when you spend £20 or more.</p>
<h2>Cinema nights</h2><p>This offer runs from 1 June 2031 to 20 June 2031. Get £8 cashback when you spend £30 or more.</p>
<h2>Who can take part</h2><p>Business cards are not eligible for these offers.</p>
<p>Cardmembers with a personal credit card and their additional cardholders can take part.</p></article></body></html>"""


def drafted(page: str):
    reading = Reading(today=TODAY, bank_phones=(), bank_hosts=())
    document = document_of(Job(raw=page.encode(), reading=reading))
    return RulesWriter().write(document, understand(document, reading), today=TODAY)


@pytest.mark.parametrize(
    ("page", "parts"),
    [(PAGE_ZH, ("第一重 咖啡满减", "第二重 影票半价")), (PAGE_EN, ("Coffee mornings", "Cinema nights"))],
    ids=["zh", "en"],
)
def test_times_of_several_parts_are_told_with_their_headings(page, parts):
    told = "\n".join("\n".join(f.lines) for f in drafted(page).faqs if f.intent is Intent.WHEN)
    assert all(part in told for part in parts)


def test_one_time_needs_no_heading():
    page = PAGE_ZH.replace(
        "<h2>第二重 影票半价</h2><dl><dt>时段</dt><dd>2031年6月1日至6月20日</dd><dt>礼遇</dt><dd>购影票享5折优惠，最高优惠30元。</dd></dl>",
        "",
    )
    told = "\n".join("\n".join(f.lines) for f in drafted(page).faqs if f.intent is Intent.WHEN)
    assert "2031年5月1日至5月15日" in told and "咖啡满减时间" not in told


@pytest.mark.parametrize(
    ("page", "takes", "left_out"),
    [(PAGE_ZH, "个人信用卡", "商务卡"), (PAGE_EN, "personal", "Business")],
    ids=["zh", "en"],
)
def test_who_takes_part_leads_one_answer_and_who_does_not_the_other(page, takes, left_out):
    faqs = {f.intent: f for f in reversed(drafted(page).faqs)}
    assert takes in faqs[Intent.WHO].answer and left_out not in faqs[Intent.WHO].answer
    assert left_out in faqs[Intent.EXEMPT].answer


RATES = """<html lang="en"><head><title>Changes to our interest rates</title></head><body><article><h1>Changes to our interest rates</h1>
<p>We are changing the interest rates on mortgages and on savings. The dates are not the same, so please read on.</p>
<h2>Your mortgage</h2><p>Our Homeowner Variable Rate goes down from 7.24% to 6.99% from 1 September 2031.</p>
<h2>Your savings</h2><p>{savings}</p>
<h3>Variable savings rates</h3>
<table><tr><th>Account</th><th>Current rate</th><th>New rate</th></tr><tr><td>Easy Saver</td><td>2.05%</td><td>1.85%</td></tr>
<tr><td>Harbour Cash ISA</td><td>3.15%</td><td>2.95%</td></tr></table>
<p>Fixed term bonds keep the rate that they have.</p></article></body></html>"""


@pytest.mark.parametrize(
    ("savings", "told", "never"),
    [
        ("These rates go down from 21 September 2031.", "from 21 September 2031", "1.85%, from 1 September"),
        (
            "These rates go down from 21 September 2031, apart from those of accounts with notice, from 19 October 2031.",
            "1.85%",
            "1.85%, from 1 September",
        ),
    ],
    ids=["the day of its part", "two days in one sentence"],
)
def test_a_value_is_never_told_with_the_day_of_another_part(savings, told, never):
    lines = [line for f in drafted(RATES.format(savings=savings)).faqs for line in f.lines if "Easy Saver" in line]
    assert lines and any(told in line for line in lines)
    assert not any(never in line for line in lines)


@pytest.mark.parametrize(
    ("page", "said"), [(PAGE_ZH, "“春日礼遇”"), (PAGE_EN, "Spring rewards on your card")], ids=["zh", "en"]
)
def test_the_line_to_say_names_what_it_is_about(page, said):
    (bulletin,) = drafted(page).bulletins
    assert said.strip("“”") in bulletin.script and "2031" in bulletin.script
