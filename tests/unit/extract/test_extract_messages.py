"""Messages: subject as title, text or HTML, files behind it; whatever the mail program made of them."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spreadsheet_files import rates, xlsx, zipped

from ingest.extract import extract
from ingest.extract.detect import MESSAGE
from ingest.model import Document, Unread
from ingest.text.messages import head_of, senders_of

TEXT = "各位同事：\n\n我行自2026年6月1日起将补卡手续费调整为15元/卡。\n60周岁以上客户免收。\n"


def message(subject: str = "关于调整借记卡收费的公告", text: str = TEXT) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"] = "个人金融部 <retail@bank.example>", "kb@bank.example"
    made["Subject"], made["Date"] = subject, "Mon, 01 Jun 2026 23:30:00 +0800"
    made["Message-ID"] = "<1@bank.example>"
    made.set_content(text)
    return made


def read(made: EmailMessage) -> Document:
    return extract(made.as_bytes())


def test_the_subject_is_the_title_and_the_day_is_the_sender_s_own() -> None:
    document = read(message())
    assert (document.title, document.media_type) == ("关于调整借记卡收费的公告", MESSAGE)
    assert (document.published, document.published_from) == (dt.date(2026, 6, 1), "meta")
    assert "补卡手续费调整为15元/卡" in document.text and document.problem is None


@pytest.mark.parametrize(
    "prefix", ["Fw: ", "FWD：", "转发：", "答复: 转发: ", "Re[2]: Fw: ", "【外部邮件】转发：", "[EXTERNAL] FW: "]
)
def test_marks_of_forwarding_are_no_part_of_the_title(prefix: str) -> None:
    assert read(message(f"{prefix}关于调整借记卡收费的公告")).title == "关于调整借记卡收费的公告"


def test_the_block_above_a_forwarded_text_is_dropped() -> None:
    above = (
        "-----原始邮件-----\n发件人: 张三\n发送时间: 2026年5月30日\n收件人: 李四\n主题: 关于调整借记卡收费的公告\n\n"
    )
    document = read(message("转发：关于调整借记卡收费的公告", above + TEXT))
    assert "张三" not in document.text and "15元/卡" in document.text


def test_two_lines_that_look_like_particulars_inside_the_text_stay() -> None:
    assert "时间：6月1日" in read(message(text=f"{TEXT}\n时间：6月1日\n日期：周一\n")).text


def test_html_keeps_its_table_and_runs_nothing() -> None:
    made = message()
    made.add_alternative(
        "<html><body><script>alert(1)</script><p>我行自2026年6月1日起调整下列收费，请各网点知悉。</p>"
        "<table border=1><tr><th>项目</th><th>收费</th></tr><tr><td>补卡</td><td>15元/卡</td></tr></table>"
        "<p>60周岁以上客户免收。</p><img src='http://track.example/x.gif'></body></html>",
        subtype="html",
    )
    document = read(made)
    assert document.title == "关于调整借记卡收费的公告"
    assert [[c.text for c in row] for row in document.tables[0].rows] == [["项目", "收费"], ["补卡", "15元/卡"]]
    assert "alert" not in document.text


def test_an_html_part_that_says_nothing_gives_way_to_the_text() -> None:
    made = message()
    made.add_alternative("<html><body><img src='cid:1'></body></html>", subtype="html")
    assert "15元/卡" in read(made).text


def test_files_stand_behind_the_text_in_their_order() -> None:
    made = message()
    made.add_attachment(xlsx(rates), maintype="application", subtype="octet-stream", filename="利率表.xlsx")
    made.add_attachment(
        zipped({"说明.txt": "说明\n\n本表适用于个人客户的人民币存款。\n"}),
        maintype="application",
        subtype="zip",
        filename="附件.zip",
    )
    document = read(made)
    assert document.tables[0].place == "利率表.xlsx: sheet 挂牌利率, row 3"
    assert document.text.endswith("本表适用于个人客户的人民币存款。") and document.unread == ()


def test_a_message_that_only_carries_a_file_takes_its_text_under_the_subject() -> None:
    made = message("转发：关于公布存款利率的通知", "\n")
    made.add_attachment(xlsx(rates), maintype="application", subtype="octet-stream", filename="利率表.xlsx")
    document = read(made)
    assert document.title == "关于公布存款利率的通知" and document.text.startswith(document.title)
    assert document.published == dt.date(2026, 3, 1)
    assert document.tables[0].rows[0][0].text == "项目"


def test_a_file_that_can_t_be_read_is_named() -> None:
    made = message()
    made.add_attachment(b"\x89PNG\r\n\x1a\n\x00\x00", maintype="image", subtype="png", filename="通知扫描件.png")
    assert read(made).unread == (Unread("通知扫描件.png", "image_only"),)


def test_a_message_of_a_picture_alone_needs_a_text() -> None:
    made = message(text="\n")
    made.add_attachment(b"\x89PNG\r\n\x1a\n\x00\x00", maintype="image", subtype="png", filename="通知.png")
    document = read(made)
    assert (document.problem, document.title) == ("image_only", "关于调整借记卡收费的公告")


def test_small_pictures_inside_the_html_are_decoration() -> None:
    made = message()
    made.add_alternative(f"<p>{TEXT}</p><img src='cid:logo'>", subtype="html")
    made.get_payload()[1].add_related(b"\x89PNG\r\n\x1a\n\x00\x00", maintype="image", subtype="png", cid="<logo>")  # type: ignore[union-attr, index]
    assert read(made).unread == ()


def test_headers_and_texts_in_gbk_without_a_declaration_are_read() -> None:
    raw = (
        b"From: retail@bank.example\r\nSubject: =?gb2312?B?" + __import__("base64").b64encode("关于网点迁址的公告".encode("gb18030"))
        + b"?=\r\nDate: nonsense\r\nContent-Type: text/plain; charset=no-such\r\n\r\n" + TEXT.encode("gb18030")
    )  # fmt: skip
    document = extract(raw)
    assert document.title == "关于网点迁址的公告" and "15元/卡" in document.text and document.published is None


@pytest.mark.parametrize(
    "body",
    [
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!\r\n",
        b"Content-Type: multipart/mixed\r\n\r\nno boundary at all\r\n",
        b"Content-Type: text/plain\r\nContent-Transfer-Encoding: nonsense\r\n\r\nhello\r\n",
        b"Content-Type: ;;;\r\nContent-Disposition: attachment; filename*=x''%FF%FE\r\n\r\nhello\r\n",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\n\r\n" * 5000,
    ],
)
def test_bad_mime_is_read_as_far_as_it_goes(body: bytes) -> None:
    document = extract(b"From: a@bank.example\r\nDate: x\r\nSubject: Notice\r\n" + body)
    assert document.media_type == MESSAGE and document.title == "Notice"


def test_a_message_inside_a_message_is_not_opened_twice() -> None:
    inner = message()
    middle = message("中间")
    middle.add_attachment(inner)
    outer = message("外面")
    outer.add_attachment(middle)
    assert read(outer).unread[0].problem == "unsupported"


def test_a_page_that_a_browser_saved_is_read_as_a_page() -> None:
    raw = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://bank.example/n/1.html\r\nSubject: x\r\nDate: Mon, 1 Jun 2026 08:00:00 -0000\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n'
        b"Content-Transfer-Encoding: 8bit\r\n\r\n"
        + "<html><head><meta charset='utf-8'></head><body><h1>关于系统维护的公告</h1><p>我行定于2026年7月5日凌晨进行系统维护，届时网上银行暂停服务。</p></body></html>".encode()
        + b"\r\n--b--\r\n"
    )
    document = extract(raw)
    assert (document.title, document.problem) == ("关于系统维护的公告", None)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_no_message_stops_the_reading(data: bytes) -> None:
    head = (
        b"Received: x\r\nFrom: a@bank.example\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
    )
    assert isinstance(extract(head + data), Document)


STRANGE = b"From: a@bank.example\r\nSubject: hi\r\nMIME-Version: 1.0\r\n"


def nested(depth: int) -> bytes:
    part = b"Content-Type: text/plain\r\n\r\nhello"
    for n in range(depth):
        part = b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n%b\r\n--b%d--\r\n' % (n, n, part, n)
    return STRANGE + part


@pytest.mark.parametrize(
    "raw",
    [nested(1000), STRANGE + b"Content-Type: message/rfc822\r\n\r\n" * 2000 + b"Subject: y\r\n\r\nhello"],
    ids=["parts", "messages"],
)
def test_a_message_within_messages_without_end_is_read_as_far_as_anybody_nests_them(raw: bytes) -> None:
    assert extract(raw, media_type=MESSAGE).title == "hi"


def test_a_charset_that_is_no_name_costs_no_word() -> None:
    raw = STRANGE + b'Content-Type: text/plain; charset="a\0b"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
    assert "手续费" in extract(raw + "手续费15元".encode(), media_type=MESSAGE).text


def test_a_sender_that_is_one_long_comment_has_no_address() -> None:
    assert senders_of(head_of(b"From: " + b'"(' * 20_000 + b"\r\n\r\nx")) == ()
    assert senders_of(head_of(b"From: A <A@Bank.example>, b@bank.example\r\n\r\n")) == (
        "a@bank.example",
        "b@bank.example",
    )
