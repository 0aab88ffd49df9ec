from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from ingest.extract import extract
from ingest.model import Document, PassageKind

URL = "https://www.bank.example/gg/detail.html"


def read(markup: str, **options: object) -> Document:
    return extract(markup.encode(), **{"url": URL, "media_type": "text/html", "charset": None, **options})  # type: ignore[arg-type]


def texts(document: Document, kind: PassageKind | None = None) -> list[str]:
    return [p.span.of(document.text) for p in document.passages if kind is None or p.kind is kind]


SHORT = """<html><head><title>关于城南支行临时停业的通知_柏林渡银行</title></head><body>
<div class="top"><a href="/">首页</a><a href="/a">个人业务</a><a href="/b">公司业务</a><a href="/c">收费标准</a></div>
<div class="x1">您的位置：首页 &gt; 公告 &gt; 正文</div>
<div class="x2"><h3>理财推荐</h3><p>稳盈九十天，业绩比较基准2.6%，7月31日截止认购。</p><p>新客专享，限额一万元，先到先得。</p></div>
<div class="x3"><div class="tit">关于城南支行临时停业的通知</div>
<div class="info">发布时间：2026-03-02 来源：办公室 浏览次数：318</div>
<div class="txt"><p>因内部线路检修，我行城南支行定于2026年3月9日停业一天，3月10日起恢复营业。</p>
<p>停业期间，您可到城北支行办理业务。</p><p style="text-align:right">柏林渡银行</p><p style="text-align:right">2026年3月2日</p></div>
<div>【打印】【关闭】</div><div>上一篇：<a href="1.html">关于调整美元存款利率的公告</a></div></div>
<div class="x4">版权所有 柏林渡银行 柏ICP备11000001号 客服热线：955999</div></body></html>"""


def test_a_short_notice_is_found_among_much_furniture() -> None:
    document = read(SHORT)
    assert texts(document) == [
        "关于城南支行临时停业的通知",
        "因内部线路检修，我行城南支行定于2026年3月9日停业一天，3月10日起恢复营业。",
        "停业期间，您可到城北支行办理业务。",
        "柏林渡银行",
        "2026年3月2日",
    ]
    assert [p.kind for p in document.passages][-2:] == [PassageKind.SIGNATURE] * 2
    assert (document.published, document.published_from) == (dt.date(2026, 3, 2), "byline")
    assert (document.language, document.script, document.problem) == ("zh", "hans", None)


@pytest.mark.parametrize(
    "counter", ["本文已有2,045人浏览", "附件：无　　已被阅读 318 次", "累计1207次点击", "3,116 views"]
)
def test_a_counter_of_readers_is_furniture(counter: str) -> None:
    page = SHORT.replace("<div>【打印】", f'<div class="x9">{counter}</div><div>【打印】')
    assert counter not in read(page).text


@pytest.mark.parametrize("line", ["现在：免费", "当前：每月2元", "当前：每笔5元，8月起：每笔3元"])
def test_what_is_now_is_no_place_on_the_site(line: str) -> None:
    page = SHORT.replace("<p>停业期间", f"<p>{line}</p><p>停业期间")
    assert line in texts(read(page))


def test_how_many_may_take_part_is_no_counter() -> None:
    page = SHORT.replace("停业期间，您可", "首批已有2,045人报名并浏览了办法。停业期间，您可")
    assert "2,045人报名" in read(page).text


def test_passages_are_the_text_joined_by_line_ends() -> None:
    document = read(SHORT)
    assert "\n".join(texts(document)) == document.text


FRAMES = """<html><head><title>Branch news</title></head><body><table width=900><tr><td><img src=l.gif></td><td>
<a href=/>Home</a> | <a href=/x>Cards</a> | Lost card? Call 0800 111 222 at any time, day or night.</td></tr></table>
<table width=900><tr><td width=180><b>In this section</b><br><a href=/1>Savings</a><br>Fix your rate at 4.2% until 1 May 2026.</td>
<td><h1>We are changing our cash withdrawal limit</h1><p>Posted on 4 February 2026</p>
<font size=2>From 1 March 2026 you can take out £400 a day from our machines.<br><br>The limit at our counters stays the same.<br>
Call us on 0800 333 444 if you need more.</font></td>
<td width=150><b>Other notices</b><br><a href=/2>Otter Street branch closes on 3 April 2026</a></td></tr></table>
<table><tr><td>Registered office: 1 High Street. Page reviewed 9 January 2026. &copy; Penrow Bank plc</td></tr></table></body></html>"""


def test_a_page_laid_out_with_tables_is_no_data_table() -> None:
    document = read(FRAMES)
    assert document.tables == ()
    assert texts(document) == [
        "We are changing our cash withdrawal limit",
        "From 1 March 2026 you can take out £400 a day from our machines.",
        "The limit at our counters stays the same.",
        "Call us on 0800 333 444 if you need more.",
    ]
    assert (document.published, document.language) == (dt.date(2026, 2, 4), "en")


def test_inline_markup_puts_no_blanks_between_chinese_signs() -> None:
    page = "<h1>关于年费的公告</h1><p><span>自<FONT color=red>2027</FONT>年<b><span lang=EN-US>1</span></b>月起，\n年费<o:p></o:p>下调。</span></p>"
    assert "自2027年1月起，年费下调。" in read(page).text


def test_closed_answers_of_an_faq_are_kept_and_hidden_boxes_are_not() -> None:
    page = """<main><h1>Your questions about the new app</h1><p>The new app is here, and here is what it can do for you.</p>
    <h3><button>Do I have to pay?</button></h3><div class="accordion-panel" style="display:none"><p>No, the app is free for everyone.</p></div>
    <div style="display: none"><p>Secret tracking text, never shown to anybody at all.</p></div></main>"""
    text = read(page).text
    assert "Do I have to pay?" in text and "the app is free" in text and "Secret" not in text


def test_two_announcements_on_one_page_are_both_kept() -> None:
    page = """<body><div class="nav"><a href=/>Home</a></div><div class="wrap"><div class="notice-en"><h2>Service suspended</h2><p>Mobile banking
    will be suspended on 3 May 2026 from 01:00 to 05:00, and transfers will be carried out afterwards.</p></div>
    <div class="notice-zh"><h2>暫停服務</h2><p>手機銀行將於2026年5月3日01:00至05:00暫停服務，轉賬將於其後執行。</p></div></div></body>"""
    document = read(page)
    assert "暫停服務" in document.text and "suspended on 3 May" in document.text
    assert document.language == "en"


def test_a_left_over_title_of_another_page_loses_against_the_heading() -> None:
    page = "<title>Savings</title><h1>Scam calls about your card</h1><p>People who say they are from our bank ask for your code. Hang up, and call us.</p>"
    assert read(page).title == "Scam calls about your card"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>公告 | 关于暂停外汇业务的公告 | 青岩银行</title>", "关于暂停外汇业务的公告"),
        (
            '<title>青岩银行</title><meta name="ArticleTitle" content="关于暂停外汇业务的公告">',
            "关于暂停外汇业务的公告",
        ),
        ("<title>青岩银行-公告-关于暂停外汇业务的公告</title>", "关于暂停外汇业务的公告"),
    ],
)
def test_without_a_heading_the_head_names_the_notice(head: str, title: str) -> None:
    page = f"<html><head>{head}</head><body><div><p>因系统切换，我行外汇业务于4月5日暂停办理，敬请谅解。</p></div></body></html>"
    assert read(page).title == title


BODY = "<p>自2026年9月1日起，我行调整对公账户管理费，详见各网点公示，优惠至2026年12月31日。</p>"


@pytest.mark.parametrize(
    ("page", "date", "by"),
    [
        (f"<h1>关于收费的公告</h1><p>2026/08/20</p>{BODY}", dt.date(2026, 8, 20), "byline"),
        (
            f"<h1>关于收费的公告</h1><p>更新时间：2026-08-25 发布时间：2026-08-20</p>{BODY}",
            dt.date(2026, 8, 20),
            "byline",
        ),
        (
            f'<head><meta name="PubDate" content="2026-08-20 10:00"></head><h1>关于收费的公告</h1>{BODY}',
            dt.date(2026, 8, 20),
            "meta",
        ),
        (
            '<script type="application/ld+json">{"@graph":[{"datePublished":"2026-08-20T08:00:00Z"}]}</script>'
            f"<h1>关于收费的公告</h1>{BODY}",
            dt.date(2026, 8, 20),
            "meta",
        ),
        (f"<h1>关于收费的公告</h1>{BODY}<p>青岩银行</p><p>二〇二六年八月二十日</p>", dt.date(2026, 8, 20), "signature"),
        (f"<h1>关于收费的公告</h1>{BODY}", None, None),
        (f"<h1>关于收费的公告</h1>{BODY}<div class=footer>最后更新：2026年1月1日</div>", None, None),
    ],
)
def test_the_date_of_publication_is_never_one_of_the_notice_s_windows(
    page: str, date: dt.date | None, by: str | None
) -> None:
    document = read(page)
    assert (document.published, document.published_from) == (date, by)


@pytest.mark.parametrize(
    "url",
    [
        "https://b.example/202608/t20260820_1.html",
        "https://b.example/2026/08/20/a.html",
        "https://b.example/2026/0820.html",
    ],
)
def test_the_address_dates_a_notice_at_last(url: str) -> None:
    document = read(f"<h1>关于收费的公告</h1>{BODY}", url=url)
    assert (document.published, document.published_from) == (dt.date(2026, 8, 20), "url")


def test_day_and_month_follow_the_configured_order() -> None:
    page = "<h1>New fees</h1><p>Published: 05/08/2026</p><p>We are changing our fees for cheques, as the table in every branch shows.</p>"
    assert read(page).published == dt.date(2026, 8, 5)
    assert read(page, date_order="MDY").published == dt.date(2026, 5, 8)


def test_selectors_of_the_source_go_before_our_own_search() -> None:
    page = """<h1>Section</h1><div id=a><p>Long text that would win by weight, since it goes on and on, and on.</p></div>
    <div id=b><h4 class=t>Real title</h4><i class=d>2026-01-02</i><p>Short text.</p></div>"""
    document = read(page, body=("#nothing", "#b"), title=("[[bad", ".t"), date=(".d",))
    assert (document.title, document.published) == ("Real title", dt.date(2026, 1, 2))
    assert "Short text." in document.text and "Long text" not in document.text


def test_attachments_and_links_of_the_notice_are_listed() -> None:
    page = """<div class=nav><a href=/home>Home</a></div><div class=main><h1>关于协议修订的公告</h1><p>修订后的<a href="../xy.html">服务协议</a>自下月起施行，请您查阅。</p>
    <p>附件：<a href="files/a.pdf?v=2">修订对照表</a></p></div>"""
    links = {link.url: (link.text, link.attachment) for link in read(page).links}
    assert links == {
        "https://www.bank.example/xy.html": ("服务协议", False),
        "https://www.bank.example/gg/files/a.pdf?v=2": ("修订对照表", True),
    }


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        (
            "<title>Access Denied</title><h1>Access Denied</h1><p>You don't have permission. Reference 18.</p>",
            "block_page",
        ),
        ("<h1>安全验证</h1><p>请完成验证后继续访问。</p>", "block_page"),
        ("<title>404</title><p>抱歉，您访问的页面不存在，请返回首页。</p>", "soft_404"),
        ("<title>Page not found</title><h1>Sorry</h1><p>That page could not be found.</p>", "soft_404"),
        ('<html><head><script>location.href="/new/"</script></head><body></body></html>', "script_only"),
        ("<html><body></body></html>", "empty"),
        ("", "empty"),
        ('<body><div class="zw"><img src="notice.jpg"></div><div class="foot">版权所有</div></body>', "image_only"),
        ("<h1>公告</h1><p>" + "\ufffd本行\ufffd定于明日\ufffd\ufffd停业" * 6 + "</p>", "mojibake"),
    ],
)
def test_pages_that_are_no_notice_say_why(page: str, problem: str) -> None:
    assert read(page).problem == problem


def test_a_repeated_disclaimer_is_furniture() -> None:
    leave = "<div><h3>Important</h3><p>You are about to leave our site. We are not responsible for what you find there.</p></div>"
    page = f"<main><h1>Moving house</h1><p>Our branch moves to 9 Mill Road on 12 May 2026, two doors from the station.</p></main>{leave * 4}"
    assert "leave our site" not in read(page).text


@given(st.text(alphabet=st.sampled_from(list("<>/=\"' \n公告年月日0123 abtdrhp&;")), max_size=300))
@hypothesis_settings(max_examples=60, deadline=None)
def test_no_markup_makes_it_fail(markup: str) -> None:
    document = read(markup)
    assert all(p.span.of(document.text) for p in document.passages)


@given(st.binary(max_size=300), st.sampled_from([None, "text/html", "application/pdf", "text/plain", "nonsense"]))
@hypothesis_settings(max_examples=60, deadline=None)
def test_no_bytes_make_it_fail(raw: bytes, media_type: str | None) -> None:
    assert isinstance(extract(raw, url=None, media_type=media_type, charset=None), Document)


def test_a_title_without_heading_or_class_is_told_by_its_words() -> None:
    page = """<body><div>首页 | 存款 | 贷款</div><div><div>青岩银行关于终止代收水费业务的公告</div><div>2026-04-01</div>
    <p>因合作到期，我行自2026年5月1日起终止代收水费业务，此前已扣款的不受影响。</p></div><div>青岩银行 版权所有</div></body>"""
    document = read(page)
    assert (document.title, document.published) == ("青岩银行关于终止代收水费业务的公告", dt.date(2026, 4, 1))
    assert texts(document)[1:] == ["因合作到期，我行自2026年5月1日起终止代收水费业务，此前已扣款的不受影响。"]


def test_a_page_of_links_keeps_its_list() -> None:
    items = "".join(f'<li><a href="{n}.html">关于第{n}期理财产品成立的公告</a></li>' for n in range(1, 9))
    document = read(
        f"<title>理财公告_青岩银行</title><div class=nav><a href=/>首页</a></div><div><h1>理财公告</h1><ul>{items}</ul></div>"
    )
    assert document.problem is None
    assert len([link for link in document.links if not link.attachment]) == 8


def test_a_long_page_of_one_line_is_read_in_good_time() -> None:
    assert read("<h1>公告</h1><p>" + "本行定于下月调整费率，" * 20_000).problem is None


def test_the_site_s_own_heading_is_not_the_title() -> None:
    page = """<title>Important update | Fenwick Bank</title><header><h1 class="logo">Fenwick Bank</h1><nav><a href=/>Home</a></nav></header>
    <main><h1>Mobile cheque deposit limit goes up</h1><div class="meta">Last updated: 5 June 2026 | Published 1 June 2026 | 3 min read</div>
    <p>You can now deposit more with your phone.<sup>1</sup></p><ul><li>Open the app<ul><li>Tap Deposit</li></ul></li></ul>
    <p><small>1 Some accounts are excluded.</small></p></main>"""
    document = read(page)
    assert (document.title, document.published) == ("Mobile cheque deposit limit goes up", dt.date(2026, 6, 1))
    assert texts(document)[1:] == [
        "You can now deposit more with your phone.¹",
        "Open the app",
        "Tap Deposit",
        "1 Some accounts are excluded.",
    ]
