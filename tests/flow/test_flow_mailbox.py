"""Notices that departments send: from a mailbox into the queue, once each, whatever the server does."""

from __future__ import annotations

import io
from collections.abc import Iterator

import openpyxl
import pytest
from bank_web import Runs
from imap_server import PASSWORD, Imap, imap, message

from ingest.model import FlagCode, VisitStatus

__all__ = ["imap"]

NOTICE = """各位同事：

我行将自2026年12月1日起调整下列收费，请通知客户。

借记卡挂失补卡手续费由10元/卡调整为15元/卡。
60周岁（含）以上客户免收。
咨询电话：95260
"""


@pytest.fixture
def box(imap: Imap, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The block that watches the mailbox."""
    monkeypatch.setenv("SSL_CERT_FILE", str(imap.ca))
    monkeypatch.setenv("MAIL_PASSWORD", PASSWORD)
    yield (
        "id = 'mail'\nkind = 'mailbox'\nlogin = {{ user = 'kb@bank.example', password_env = 'MAIL_PASSWORD' }}\n"
        f"[source.mailbox]\nserver = 'localhost'\nport = {imap.port}\nsenders = ['@bank.example']"
    )


def fees() -> bytes:
    book = openpyxl.Workbook()
    for row in (["收费项目", "调整前", "调整后"], ["存折补办手续费", "5元/本", "8元/本"]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_message_and_its_file_are_one_notice_that_is_drafted_once(runs: Runs, imap: Imap, box: str) -> None:
    made = message("转发：关于调整借记卡收费标准的通知", NOTICE)
    made.add_attachment(fees(), maintype="application", subtype="octet-stream", filename="收费表.xlsx")
    imap.put(made)
    visit = runs.one(box)
    assert (visit.status, visit.found, visit.new) == (VisitStatus.OK, 1, 1) and visit.drafts >= 2
    with runs.store.reading() as tx:
        drafts = tx.drafts.queue()
    assert {d.title for d in drafts} == {"关于调整借记卡收费标准的通知"}
    told = "\n".join(str(d.content) for d in drafts)
    assert "15元/卡" in told and "8元/本" in told
    assert all(not d.unsupported for d in drafts)
    visit = runs.one(box)
    assert (visit.new, visit.drafts, visit.unchanged, visit.status) == (0, 0, 1, VisitStatus.UNCHANGED)
    assert imap.folders["INBOX"][0].flags == set() and imap.asked("BODY.PEEK[])") == 1


def test_strangers_are_not_read(runs: Runs, imap: Imap, box: str) -> None:
    imap.put(message("您已中奖", "请点击领取。", "领奖 <win@fraud.example>"))
    imap.put(message("紧急通知", NOTICE, '"retail@bank.example" <x@bank.example.fraud.example>'))
    visit = runs.one(box)
    assert (visit.found, visit.drafts, visit.status) == (0, 0, VisitStatus.UNCHANGED)
    assert imap.asked("BODY.PEEK[])") == 0


def test_new_numbers_double_nothing(runs: Runs, imap: Imap, box: str) -> None:
    imap.put(message("关于甲业务收费的通知", NOTICE))
    imap.put(
        message(
            "关于网点迁址的公告", "翠屏支行自2026年12月5日起迁至人民路8号，咨询电话：95260。\n原网点同日停止营业。\n"
        )
    )
    assert runs.one(box).new == 2
    imap.folders["INBOX"].reverse()
    imap.renumber()
    visit = runs.one(box)
    assert (visit.new, visit.revised, visit.drafts, visit.gone) == (0, 0, 0, 0)
    imap.put(message("关于系统维护的公告", "我行定于2026年12月6日0:00至6:00进行系统维护，届时网上银行暂停服务。\n"))
    assert runs.one(box).new == 1


def test_a_message_that_is_moved_or_deleted_takes_nothing_back(runs: Runs, imap: Imap, box: str) -> None:
    imap.put(message("关于调整借记卡收费标准的通知", NOTICE))
    runs.one(box)
    imap.folders["INBOX"].clear()
    visit = runs.one(box)
    assert (visit.gone, visit.status) == (0, VisitStatus.UNCHANGED)


def test_what_is_moved_is_moved_after_it_is_stored(runs: Runs, imap: Imap, box: str) -> None:
    imap.folders["Done"] = []
    imap.put(message("关于调整借记卡收费标准的通知", NOTICE))
    block = f"{box}\nafterwards = 'move'\nmove_to = 'Done'"
    assert runs.one(block).new == 1 and len(imap.folders["INBOX"]) == 1
    assert runs.one(block).new == 0
    assert (len(imap.folders["INBOX"]), len(imap.folders["Done"])) == (0, 1)
    assert runs.one(block).status is VisitStatus.UNCHANGED


def test_a_connection_that_breaks_loses_no_message(runs: Runs, imap: Imap, box: str) -> None:
    for n in range(4):
        imap.put(message(f"关于第{n}项业务收费的通知", NOTICE.replace("15元", f"{15 + n}元")))
    imap.fault = "drop"
    assert runs.one(box).status is VisitStatus.FAILED
    imap.fault = ""
    visit = runs.one(box)
    assert (visit.new, visit.status) == (4, VisitStatus.OK)
    assert runs.one(box).new == 0


def test_more_messages_than_are_read_at_once_come_with_the_next_visits(runs: Runs, imap: Imap, box: str) -> None:
    for n in range(5):
        imap.put(message(f"关于第{n}项业务收费的通知", NOTICE.replace("15元", f"{15 + n}元")))
    block = box.replace("id = 'mail'", "id = 'mail'\nmax_items = 2")
    visits = [runs.one(block) for _ in range(4)]
    assert [v.new for v in visits] == [2, 2, 1, 0]
    assert visits[0].status is VisitStatus.DEGRADED and visits[3].status is VisitStatus.UNCHANGED


def test_a_wrong_password_fails_the_source_and_names_no_secret(runs: Runs, imap: Imap, box: str) -> None:
    imap.password = "another"
    visit = runs.one(box)
    assert visit.status is VisitStatus.FAILED and visit.causes[0].code == "login_failed"
    assert PASSWORD not in str(visit)


def test_a_message_beyond_the_limit_is_told_and_costs_no_other(runs: Runs, imap: Imap, box: str) -> None:
    imap.put(message("太长", "长" * 8_000_000))
    imap.put(message("关于调整借记卡收费标准的通知", NOTICE))
    visit = runs.one(box)
    assert (visit.new, [t.cause.code for t in visit.turned]) == (1, ["too_large"])


def test_a_message_that_can_t_be_read_asks_for_its_text(runs: Runs, imap: Imap, box: str) -> None:
    made = message("关于网点装修的通知", "\n")
    made.add_attachment(b"\x89PNG\r\n\x1a\n\x00\x00", maintype="image", subtype="png", filename="通知.png")
    imap.put(made)
    imap.put(
        b"From: a@bank.example\r\nSubject: =?utf-8?b?!!!?=\r\nContent-Type: multipart/mixed; boundary=\r\n\r\n--\r\n\x00\xff"
    )
    visit = runs.one(box)
    assert visit.new >= 1
    with runs.store.reading() as tx:
        drafts = tx.drafts.queue()
    assert any(f.code is FlagCode.NEEDS_TEXT for d in drafts for f in d.flags if d.title == "关于网点装修的通知")
