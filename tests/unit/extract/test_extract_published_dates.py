"""When a notice was published: every form of byline, and what only looks like one."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.extract import extract
from ingest.model import Document

BODY = (
    "<p>因系统升级，我行网上银行将于近期暂停服务，请您提前安排好资金往来，由此带来的不便敬请谅解。</p>"
    "<p>升级期间，柜面业务和自助设备不受影响，客户可照常办理存取款和转账。</p>"
)


def read(markup: str) -> Document:
    return extract(markup.encode(), media_type="text/html")


def page(byline: str, *, over: str = "", behind: str = "") -> str:
    return (
        "<html><head><title>网上银行升级公告</title></head><body>"
        f"<div id=l>{over}</div><div id=m><h1>网上银行升级公告</h1><div class=i>{byline}</div>{BODY}</div>{behind}</body></html>"
    )


@pytest.mark.parametrize(
    "byline",
    [
        "发布时间：2026-08-17",
        "发布于 2026-08-17 ／ 信息安全部 ／ 已阅 2.3万",
        "2026-08-17 | 网络金融部 | 阅读 318",
        "刊登于2026年8月17日",
        "公告日期：115年8月17日",
        "公告日期：民國115年8月17日",
        "發布日期：115/08/17",
        "民國一一五年八月十七日",
        "二〇二六年八月十七日　[打印] [关闭]",
        "Published 17 August 2026 · Digital Banking · 4 min read",
        "更新时间：2026-09-01　发布时间：2026-08-17",
        "發出日期：2026年8月17日",
        "签发日期：2026年8月17日",
        "2026-08-17 个人信贷与财富管理部 [字号 大 中 小]",
        "Notice to customers dated 17-08-2026",
        "Circular dated 17 August 2026",
        "告知日期：2026年8月17日",
        "披露日期：2026-08-17　披露渠道：官网、手机银行",
        "[ 2026-8-17 ]　录入：网络金融部　审核：办公室",
        "Uploaded on: 17.08.2026",
        "Issue date: 17 August 2026    Ref: OPS/2026/31",
    ],
)
def test_every_form_of_byline_gives_the_date(byline: str) -> None:
    document = read(page(byline))
    assert (document.published, document.published_from) == (dt.date(2026, 8, 17), "byline")
    assert "08-17" not in document.text and "8月17日" not in document.text


@pytest.mark.parametrize(
    "over",
    [
        "安全专区<br>关于冒用我行名义的声明 2026-05-09",
        "今天是2026年8月30日 星期日",
        "年末结算时间安排（2026-12-01）",
    ],
)
def test_an_entry_of_a_list_over_the_title_is_no_byline(over: str) -> None:
    assert read(page("发布于 2026-08-17", over=over)).published == dt.date(2026, 8, 17)
    assert read(page("", over=over)).published is None


def test_a_footer_that_says_when_the_page_was_updated_is_no_date_of_publication() -> None:
    assert read(page("", behind="<div class=footer>最后更新：2026-10-01　版权所有</div>")).published is None


def test_the_only_possible_reading_of_one_date_decides_the_order_of_a_line() -> None:
    markup = page("Updated 09/25/2026 Posted 08/10/2026")
    assert read(markup).published == dt.date(2026, 8, 10)


SMALL_PRINT = """<html><head><title>Supper cashback</title></head><body><h1>Supper cashback</h1>
<div class="grid"><div class="tile"><h2>When</h2><p>The offer runs from 3 April to 27 June 2026, on Friday nights.</p></div>
<div class="tile"><h2>What</h2><p>You get 6% back on each bill of S$50 and above, up to S$10 a night for each card.</p></div>
<div class="tile"><h2>How</h2><p>Enrol once in the app before you pay; bills that were paid earlier do not count.</p></div></div>
<section class="terms"><h3>In plain words</h3><ol><li>Company cards are left out.</li>
<li>If a bill is refunded, we take the cashback back, and the place of that night is lost.</li></ol>
<p>Questions? <a href="tel:61234567">6123 4567</a> at any hour.</p></section>
<section class="other"><h3>You may like</h3><div>Brunch for two till May</div><div>10% off flowers</div><div>Free parking</div></section>
</body></html>"""


def test_the_small_print_under_a_grid_of_tiles_belongs_to_the_notice() -> None:
    text = read(SMALL_PRINT).text
    assert "Company cards are left out." in text
    assert "the place of that night is lost" in text
    assert "6123 4567" in text


def test_a_box_of_teasers_behind_it_does_not() -> None:
    text = read(SMALL_PRINT).text
    assert "Brunch for two" not in text
    assert "flowers" not in text


@pytest.mark.parametrize("unit", ["<i>字</i>", "1, ", "2026-01-01 | ", "<br>", "<li>a</li>", " | "])
def test_endless_pages_are_read_in_no_time(unit: str) -> None:
    import time

    begin = time.process_time()
    read(page("发布于 2026-08-17") + f"<p>{unit * 4000}</p>")
    assert time.process_time() - begin < 2.0


@pytest.mark.parametrize(
    "line",
    [
        "活动时间：2026年5月18日—2026年6月18日，每日10点开抢",
        "时间：2026年5月18日-6月1日",
        "生效日期：2026年6月1日",
        "Effective Date: 1 June 2026",
        "Apply by 30 June 2026",
        "Updated limits apply from 1 June 2026",
    ],
)
def test_a_day_of_the_notice_itself_right_under_the_title_stays_in_the_text(line: str) -> None:
    found = read(page("", over="").replace(BODY, f"<p>{line}</p>{BODY}"))
    assert line in found.text
    assert found.published is None


@pytest.mark.parametrize(
    "line",
    [
        "消费者保护中心 · 2026-08-17 · 约5分钟读完",
        "Service desk | 17 August 2026 | 2 min read",
        "Press office Published 17 August 2026",
        "个人金融部 发布日期：2026年8月17日",
    ],
)
def test_an_office_before_the_date_makes_no_difference(line: str) -> None:
    assert read(page(line)).published == dt.date(2026, 8, 17)


def test_an_imprint_dates_a_page_that_nothing_else_does() -> None:
    imprint = "<div class=footer>刊登日期：2026年8月17日　©2026 某银行　投诉 2788 0000</div>"
    assert read(page("", behind=imprint)).published == dt.date(2026, 8, 17)
    assert read(page("发布于 2026-08-16", behind=imprint)).published == dt.date(2026, 8, 16)
    assert read(page("", behind=imprint + imprint.replace("17日", "18日"))).published is None


def test_large_letters_over_the_day_of_publication_are_the_title_and_a_section_is_none() -> None:
    document = read(
        "<html><head><title>Any Bank - Circulars and Notices</title></head><body><div><a href=/>Home</a> | <a href=/2>Loans</a></div>"
        "<div class=c><font size=4>Lower interest on savings</font><br><i>Updated on: 17.08.2026</i><br><br>"
        "The Bank has revised the interest that it pays on savings accounts, as told below.<br><br>"
        "Balances above 1,000 now earn 2.5% a year, and nothing changes for others.<br></div></body></html>"
    )
    assert (document.title, document.published) == ("Lower interest on savings", dt.date(2026, 8, 17))


@pytest.mark.parametrize("byline", ["告知日期：2026年8月17日", "[ 2026-8-17 ]　录入：网络金融部　审核：办公室"])
def test_the_line_over_the_day_is_the_title_and_the_name_of_the_column_is_none(byline: str) -> None:
    document = read(
        "<html><head><title>协议公示 | 某银行电子银行</title></head><body><div><h3>最近通告</h3></div>"
        f"<div class=rgt><div>关于变更个人电子银行服务协议部分条款的告知书</div><div>{byline}</div>{BODY}</div></body></html>"
    )
    assert (document.title, document.published) == (
        "关于变更个人电子银行服务协议部分条款的告知书",
        dt.date(2026, 8, 17),
    )


def test_a_page_writes_all_its_dates_alike() -> None:
    body = "<p>The offer runs from 10/01/2026 through 12/31/2026 at all stores that take the card.</p>" * 3
    document = read(
        "<html lang=en><head><title>Offer</title></head><body><main><h1>Your autumn cash back categories</h1>"
        f"<p>Posted 09/01/2026</p>{body}</main></body></html>"
    )
    assert document.published == dt.date(2026, 9, 1)
