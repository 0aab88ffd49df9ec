"""Notices that go the whole road from HTML to the queue, for tests of the review desk."""

from __future__ import annotations

from builders import put

from ingest.model import Reading, StoredDraft, Tier
from ingest.pipeline.job import Job
from ingest.pipeline.read import read
from ingest.store.store import Store

FEES = """<html lang="zh"><head><title>关于调整个人结算账户收费标准的公告</title></head><body><article>
<h1>关于调整个人结算账户收费标准的公告</h1><p>发布日期：2026年11月20日</p>
<p>尊敬的客户：</p>
<p>为了更好地服务客户，自2026年12月1日起，我行对个人结算账户的收费标准调整如下：</p>
<p>一、个人柜面跨行转账手续费由每笔10元调整为每笔6元。</p>
<p>二、个人账户年费由每年12元调整为每年8元，代发工资账户免收年费。</p>
<p>三、手机银行转账继续免收手续费，无需申请。</p>
<p>如有疑问，请致电客服热线95077。</p>
<p>湖滨银行<br>2026年11月20日</p></article></body></html>"""

PROMOTION = """<html lang="en"><head><title>Spend and save with your Lake credit card</title></head><body><article>
<h1>Spend and save with your Lake credit card</h1><p>Published: 20 November 2026</p>
<p>Promotion period: 1 December 2026 to 31 January 2027, both dates inclusive.</p>
<p>Lake Bank credit cardholders who spend HK$500 or more at partner supermarkets receive HK$50 cash rebate.</p>
<p>Each cardholder can receive at most HK$200 in total during the promotion period.</p>
<p>Registration is required in the Lake mobile app before the first purchase. Corporate cards are not eligible.</p>
<p>For details please call 2888 1234.</p></article></body></html>"""


def job(html: str, store: Store, *, url: str = "https://www.lakebank.example/n/9", tier: Tier | None = None) -> Job:
    today = store.clock().date()
    phones = ("95077", "28881234")
    return Job(html.encode(), Reading(today, tier=tier, bank_phones=phones), url=url, media_type="text/html")


def arrive(store: Store, html: str = FEES, **about: object) -> list[StoredDraft]:
    """The drafts that the pipeline makes of a page."""
    made = read(job(html, store, **about))  # type: ignore[arg-type]
    contents = [draft.content for draft in made.checked]
    drafts = put(store, made.document, made.facts, *contents, flags=made.facts.flags)
    assert drafts, "the rules made nothing of the page"
    return drafts
