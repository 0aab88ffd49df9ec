"""New, revised, repeated or unchanged; and what changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from ingest.model import (
    Direction,
    Document,
    Evidence,
    Facts,
    Figure,
    FigureKind,
    Known,
    New,
    Quantity,
    Relevance,
    Repeated,
    Revised,
    Span,
    Unchanged,
)
from ingest.understand.difference import difference
from ingest.understand.identity import canonical, fingerprint, identify, likeness

DAY = dt.date(2026, 5, 8)
TITLE = "关于暂停服务的公告"
BODY = (
    "为提升服务能力，我行将于2026年5月12日0:00至5:00升级系统，期间手机银行、网上银行和电话银行暂停服务，"
    "柜面业务照常办理。升级完成后服务自动恢复，届时不再另行通知，请提前安排资金。客服热线95999。"
)


def page(body: str = BODY, title: str = TITLE, published: dt.date | None = DAY) -> Document:
    return Document(f"{title}\n{body}", title, published=published)


def known(document: Document, url: str = "https://bank.test/a") -> Known:
    return Known(1, 10, (url,), fingerprint(document))


def test_the_same_page_again_is_unchanged() -> None:
    there = known(page())
    assert identify("https://bank.test/a", fingerprint(page()), there, []) == Unchanged(there)


@pytest.mark.parametrize(
    "furniture",
    [
        "浏览次数：1024",
        "打印时间：2026-05-09 10:11:12",
        "分享到：微信 微博",
        "字号：大 中 小",
        "上一篇：关于别的公告",
        "Views: 99",
    ],
)
def test_counters_timestamps_and_share_bars_change_nothing(furniture: str) -> None:
    assert fingerprint(page(f"{BODY}\n{furniture}")).content == fingerprint(page()).content


@pytest.mark.parametrize("edited", [BODY.replace("5:00", "6:00"), BODY.replace("照常", "暂停"), f"{BODY}另：ATM停用。"])
def test_an_edit_at_the_same_address_is_a_revision(edited: str) -> None:
    there = known(page())
    assert identify("https://bank.test/a", fingerprint(page(edited)), there, []) == Revised(there)


def test_a_new_title_at_the_same_address_is_a_revision() -> None:
    there = known(page())
    assert isinstance(identify("https://bank.test/a", fingerprint(page(title="更正公告")), there, []), Revised)


def test_the_same_words_elsewhere_are_repeated_even_under_another_title() -> None:
    there = known(page())
    again = fingerprint(page(title="系统升级公告"))
    assert identify("https://branch.test/x", again, None, [there]) == Repeated(there)


def test_a_copy_with_another_blank_and_a_missing_mark_is_repeated() -> None:
    there = known(page())
    copy = fingerprint(page(BODY.replace("，请提前", "， 请提前").replace("办理。", "办理")))
    assert identify("https://branch.test/x", copy, None, [there]) == Repeated(there)


@pytest.mark.parametrize(
    "other",
    [
        page(BODY.replace("5月12日", "6月12日"), published=dt.date(2026, 6, 8)),
        page(BODY.replace("5:00", "6:00")),
        page(BODY.replace("柜面", "柜台"), published=dt.date(2026, 6, 8)),
    ],
)
def test_another_notice_from_the_same_template_is_new(other: Document) -> None:
    assert identify("https://bank.test/b", fingerprint(other), None, [known(page())]) == New()


def test_words_without_a_date_come_again_as_a_new_notice_after_weeks() -> None:
    body = "今晚系统升级，期间暂停服务，请客户提前安排资金，升级完成后自动恢复，不再另行通知，敬请谅解。"
    later = fingerprint(page(body, published=dt.date(2026, 7, 1)))
    assert identify("https://bank.test/b", later, None, [known(page(body))]) == New()


def test_likeness_falls_with_the_share_of_common_words() -> None:
    near = fingerprint(page(BODY.replace("柜面", "柜台"))).sketch
    far = fingerprint(
        page(
            "关于信用卡积分兑换规则的说明，" * 1
            + "每消费一元累计一分，积分两年有效，逾期清零，可兑换礼品和里程，详见手机银行页面。"
        )
    ).sketch
    own = fingerprint(page()).sketch
    assert likeness(own, own) == 1.0
    assert likeness(own, near) > 0.7 > 0.3 > likeness(own, far)


@pytest.mark.parametrize(
    "address",
    [
        "http://www.bank.test/n/1.html",
        "https://bank.test/n/1.html?utm_source=wx&spm=1.2",
        "HTTPS://Bank.test:443/n/1.html#top",
        "https://bank.test/n/1.html;jsessionid=ABC",
    ],
)
def test_addresses_of_one_page_have_one_form(address: str) -> None:
    assert canonical(address) == "https://bank.test/n/1.html"


def test_parameters_that_choose_the_page_stay() -> None:
    assert canonical("http://bank.test/n?b=2&id=7") == "https://bank.test/n?b=2&id=7"
    assert canonical("https://bank.test/n?id=7") != canonical("https://bank.test/n?id=8")


def figure(value: str) -> Figure:
    quantity = Quantity(Decimal(value), "CNY/card")
    return Figure(FigureKind.FEE, "换卡工本费", (), (quantity,), Direction.UP, Evidence(Span(0, 1), "x", "r"))


def test_a_changed_figure_is_told_old_beside_new() -> None:
    old = Facts("甲", "zh", "hans", DAY, Relevance.NOTICE, None, figures=(figure("30"),))
    new = replace(old, figures=(figure("20"),))
    (found,) = difference(old, new)
    assert (found.what, found.label) == ("figure", "换卡工本费")
    assert "30" in str(found.old) and "20" in str(found.new)


def test_equal_facts_have_no_difference() -> None:
    facts = Facts("甲", "zh", "hans", DAY, Relevance.NOTICE, None, figures=(figure("30"),))
    assert difference(facts, facts) == ()


def test_files_that_could_not_be_read_are_not_each_others_copies() -> None:
    there = known(Document("", "", problem="broken"), "https://bank.test/a.pdf")
    assert identify("https://bank.test/b.pdf", fingerprint(Document("", "", problem="broken")), None, [there]) == New()


def test_too_little_text_is_no_copy_of_another_title() -> None:
    there = known(page("客服热线95999", "关于收费的公告"))
    assert identify("https://bank.test/b", fingerprint(page("客服热线95999", "关于休市的公告")), None, [there]) == New()


def test_the_same_words_on_another_day_are_another_notice() -> None:
    """A central bank that keeps its rate says so in the same words every six weeks."""
    body = "The Bank today held its target for the overnight rate at 2.25%, with the deposit rate at 2.20% as before."
    june, april = (page(body, "Bank keeps its rate", dt.date(2026, month, 10)) for month in (6, 4))
    assert identify("https://bank.test/june", fingerprint(june), None, [known(april)]) == New()
    same = page(body, "Bank keeps its rate at 2.25%", dt.date(2026, 4, 11))
    assert isinstance(identify("https://bank.test/copy", fingerprint(same), None, [known(april)]), Repeated)


@pytest.mark.parametrize(
    "url",
    [
        "http://bank.test/notice/1.html",
        "https://www.bank.test/notice/1.html?utm_source=feed",
        "http://www.bank.test:80/notice/1.html#top",
    ],
)
def test_one_page_has_one_address(url: str) -> None:
    assert canonical(url) == canonical("https://bank.test/notice/1.html")
