"""What a notice is called: by its page, else by the list that led to it."""

from __future__ import annotations

import datetime as dt

from ingest.model import Reading
from ingest.pipeline.job import Job
from ingest.pipeline.read import document_of

LISTED = "关于系统升级维护的通知"
LONG = "为向您提供更优质的服务，我行将于2026年4月22日凌晨2:00至6:00进行系统升级维护，期间手机银行、网上银行与自助设备的转账、缴费与查询等多项业务暂停办理，其他渠道与业务仍正常办理敬请谅解谢谢支持"


def _title(page: str, listed: str | None) -> str:
    raw = f"<html><body>{page}</body></html>".encode()
    return document_of(Job(raw=raw, reading=Reading(dt.date(2026, 4, 20), title=listed))).title


def test_the_list_names_a_notice_that_begins_with_a_long_sentence() -> None:
    page = f"<p>尊敬的客户：</p><p>您好！</p><p>{LONG}。</p>"
    assert _title(page, None).endswith("…")
    assert _title(page, LISTED) == LISTED


def test_a_title_that_the_list_cuts_off_stands_in_for_nothing() -> None:
    page = f"<p>尊敬的客户：</p><p>您好！</p><p>{LONG}。</p>"
    assert _title(page, "关于系统升级…") == _title(page, None)


def test_the_title_of_the_page_goes_before_that_of_the_list() -> None:
    page = f"<h1>4月22日系统升级维护通知</h1><p>{LONG}。</p>"
    assert _title(page, LISTED) == "4月22日系统升级维护通知"
