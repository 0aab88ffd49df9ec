"""Difficult questions by mail: to a department's SMTP server and back from its mailbox, reminders by the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from builders import ADMIN, AGENT
from clocked import Clock, clock, store
from houses import MailHouse
from imap_server import PASSWORD, USER, Imap, imap

from ingest.answer.questions import handling
from ingest.answer.questions.answering import answer
from ingest.answer.questions.forwarding import forward
from ingest.answer.questions.replies import Letter, letter_of, take
from ingest.answer.questions.rules import rules_of
from ingest.answer.questions.standing import Told, read_here
from ingest.model import Actor, Document
from ingest.operate import questions
from ingest.operate.deliver.channels import delivery
from ingest.operate.questions import chase
from ingest.settings import Settings, of_text
from ingest.store.forwarded import Stage
from ingest.store.forwarding_log import ContactKind
from ingest.store.store import Store

__all__ = ["clock", "imap", "store"]

ANSWER = "全省中石化加油站均可参加，单笔满200元减20元，每户每月限2次。"


class Desk:
    """An administrator, an agent, and what the scheduler does every minute."""

    def __init__(self, store: Store, clock: Clock, settings: Settings) -> None:
        self.store, self.clock, self.settings = store, clock, settings
        with store.writing() as tx:
            ids = {p: tx.users.add(p.name, p.name, p.roles, "", email=f"{p.name}@call.example") for p in (ADMIN, AGENT)}
        self.admin, self.agent = (Actor(p.name, p.roles, ids[p]) for p in (ADMIN, AGENT))
        self.rules = rules_of(settings)

    def minute(self) -> None:
        chase(self.settings, self.store, self.clock)
        with delivery(self.settings) as out:
            out.send(self.store, self.clock)

    def asked(self, words: str = "哪些加油站参加活动？") -> int:
        id_ = forward(self.store, self.agent, words, "C-1", "", self.clock().replace(tzinfo=None), self.clock).id
        handling.assign(self.store, self.admin, id_, 1, "cards", None, self.rules, self.clock)
        return id_

    def sent(self, words: str = "哪些加油站参加活动？", note: str = "") -> int:
        id_ = self.asked(words)
        handling.send(self.store, self.admin, id_, 2, note, self.rules, self.clock)
        self.minute()
        return id_

    def log(self, id_: int) -> list[ContactKind]:
        with self.store.reading() as tx:
            return [c.kind for c in tx.forwarding_log.of(id_)]


@pytest.fixture
def house() -> Iterator[MailHouse]:
    made = MailHouse()
    yield made
    made.stop()


@pytest.fixture
def desk(store: Store, clock: Clock, imap: Imap, house: MailHouse, tmp_path: Path, monkeypatch) -> Desk:
    monkeypatch.setenv("SSL_CERT_FILE", str(imap.ca))
    monkeypatch.setenv("QUESTIONS_PASSWORD", PASSWORD)
    text = f"""
[bank]
name = "湖滨银行"
[web]
address = "http://kb.bank.example"
[alerts.email]
host = "localhost"
port = {house.port}
security = "none"
from = "ingest@call.example"
to = "ops@call.example"
[[department]]
id = "cards"
name = {{ zh = "信用卡中心", en = "Cards" }}
email = "cards@bank.example"
hours = 24
[questions]
address = "{USER}"
[questions.mailbox]
server = "localhost"
port = {imap.port}
user = "{USER}"
password_env = "QUESTIONS_PASSWORD"
allow_private = true
every = "1m"
"""
    return Desk(store, clock, of_text(tmp_path / "sources.toml", text))


def reply(
    to: EmailMessage,
    text: str = ANSWER,
    *,
    sender: str = "信用卡中心 <Cards@bank.example>",
    number: int = 1,
    threaded: bool = True,
    subject: str | None = None,
) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"] = sender, USER
    made["Subject"] = "回复：" + str(to["Subject"]) if subject is None else subject
    made["Date"], made["Message-ID"] = "Mon, 23 Nov 2026 10:00:00 +0800", f"<r{number}@bank.example>"
    if threaded:
        made["In-Reply-To"] = made["References"] = str(to["Message-ID"])
    old = "\n".join(f"> {line}" for line in to.get_content().splitlines())
    made.set_content(f"{text}\n\n-----原始邮件-----\n{old}\n")
    return made


def test_a_question_goes_out_once_with_what_the_department_needs(desk: Desk, house: MailHouse) -> None:
    id_ = desk.sent(note="客户已来电三次。")
    desk.minute()
    (mail,) = house.mails
    assert house.recipients == [["cards@bank.example"]] and mail["Reply-To"] == USER
    with desk.store.reading() as tx:
        assert mail["Subject"].startswith(f"{tx.forwarded.get(id_).tag} [ingest] 湖滨银行：请答复：哪些加油站")
    text = mail.get_content()
    for words in ("信用卡中心", "哪些加油站参加活动？", "2026-11-24 08:30", "客户已来电三次。", "1 次"):
        assert words in text


@pytest.mark.parametrize("how", ["threaded", "tagged"])
def test_a_reply_is_attached_and_becomes_the_source_of_the_answer(
    desk: Desk, house: MailHouse, imap: Imap, clock: Clock, how: str
) -> None:
    id_ = desk.sent()
    gone = reply(house.mails[0], threaded=how == "threaded", subject="关于加油" if how == "threaded" else None)
    imap.put(gone)
    clock.forward(minutes=2)
    desk.minute()
    with desk.store.reading() as tx:
        mail = tx.forwarding_log.of(id_)[-1]
        version = tx.forwarded.get(id_).version
    assert (mail.kind, mail.actor, mail.words) == (ContactKind.MAIL_IN, "cards@bank.example", ANSWER)
    told = Told("哪些加油站参加活动？", mail.words, mail_id=mail.id)
    draft_id = answer(desk.store, desk.admin, id_, version, told, desk.rules, clock)
    with desk.store.reading() as tx:
        draft = tx.drafts.get(draft_id)
        revision = tx.notices.revision(draft.revision_id)
        raw = tx.snapshots.raw(revision.snapshot_sha)
    assert raw == imap.folders["INBOX"][0].raw and draft.unsupported == ()
    assert [c.quote for c in draft.content.citations] == [ANSWER]


def test_a_figure_that_the_department_did_not_write_blocks_the_draft(
    desk: Desk, house: MailHouse, imap: Imap, clock: Clock
) -> None:
    id_ = desk.sent()
    imap.put(reply(house.mails[0]))
    clock.forward(minutes=2)
    desk.minute()
    with desk.store.reading() as tx:
        mail, version = tx.forwarding_log.of(id_)[-1], tx.forwarded.get(id_).version
    told = Told("哪些加油站参加活动？", "单笔满300元减20元。", mail_id=mail.id)
    draft_id = answer(desk.store, desk.admin, id_, version, told, desk.rules, clock)
    with desk.store.reading() as tx:
        assert {atom.text for atom in tx.drafts.get(draft_id).unsupported} == {"300元"}


def test_others_write_while_the_mail_that_answers_is_read_again(
    desk: Desk, house: MailHouse, imap: Imap, clock: Clock
) -> None:
    id_ = desk.sent()
    imap.put(reply(house.mails[0]))
    clock.forward(minutes=2)
    desk.minute()
    with desk.store.reading() as tx:
        mail, version = tx.forwarding_log.of(id_)[-1], tx.forwarded.get(id_).version

    def slowly(raw: bytes) -> Document:
        with desk.store.writing() as tx:
            tx.meta.set("x", "1")
        return read_here(raw)

    told = Told("哪些加油站参加活动？", mail.words, mail_id=mail.id)
    assert answer(desk.store, desk.admin, id_, version, told, desk.rules, clock, slowly)


def test_a_mail_is_never_attached_twice(desk: Desk, house: MailHouse, imap: Imap, clock: Clock) -> None:
    id_ = desk.sent()
    imap.put(reply(house.mails[0]))
    for _ in range(2):
        clock.forward(minutes=2)
        desk.minute()
    imap.renumber()
    imap.put(reply(house.mails[0]))  # the same Message-ID: a copy that a rule of the server made
    clock.forward(minutes=2)
    desk.minute()
    assert desk.log(id_) == [ContactKind.MAIL_OUT, ContactKind.MAIL_IN]


def test_strangers_wait_for_a_person(desk: Desk, house: MailHouse, imap: Imap, clock: Clock) -> None:
    id_ = desk.sent()
    imap.put(reply(house.mails[0], sender='"cards@bank.example" <x@bank.example.fraud.example>'))
    imap.put(reply(house.mails[0], sender="b@bank.example", threaded=False, subject="关于加油", number=2))
    clock.forward(minutes=2)
    desk.minute()
    with desk.store.reading() as tx:
        strangers = tx.forwarding_log.strangers()
    assert [(m.question_id, m.actor) for m in strangers] == [
        (id_, "x@bank.example.fraud.example"),
        (None, "b@bank.example"),
    ]
    take(desk.store, desk.admin, strangers[1].id, id_, clock)
    assert desk.log(id_)[-1] is ContactKind.MAIL_IN


def test_out_of_office_is_no_answer(desk: Desk, house: MailHouse, imap: Imap, clock: Clock) -> None:
    id_ = desk.sent()
    away = reply(house.mails[0], "我正在休假。")
    away["Auto-Submitted"] = "auto-replied"
    imap.put(away)
    clock.forward(minutes=2)
    desk.minute()
    assert desk.log(id_) == [ContactKind.MAIL_OUT, ContactKind.AUTOMATIC]


def test_reminded_before_it_is_due_and_escalated_after_once_each(desk: Desk, house: MailHouse, clock: Clock) -> None:
    id_ = desk.asked()
    clock.forward(hours=19)
    desk.minute()
    assert house.mails == []
    clock.forward(hours=1, minutes=1)
    desk.minute(), desk.minute()
    assert [m["Subject"].split("：")[1] for m in house.mails] == ["提醒，请答复"]
    clock.forward(hours=4)
    desk.minute(), desk.minute()
    assert house.recipients == [["cards@bank.example"], ["ada@call.example"]]
    assert "http://kb.bank.example/questions/1" in house.mails[1].get_content()
    assert desk.log(id_) == [ContactKind.REMINDER, ContactKind.ESCALATION]
    due = clock() + dt.timedelta(hours=2)
    with desk.store.reading() as tx:
        version = tx.forwarded.get(id_).version
    handling.assign(desk.store, desk.admin, id_, version, "cards", due, desk.rules, clock)
    desk.minute()
    assert len(house.mails) == 3  # another due time, another reminder


def test_nobody_is_reminded_of_what_is_answered(desk: Desk, house: MailHouse, clock: Clock) -> None:
    id_ = desk.asked()
    answer(desk.store, desk.admin, id_, 2, Told("问题是什么？", "见公告。"), desk.rules, clock)
    clock.forward(hours=30)
    desk.minute()
    assert house.mails == []
    with desk.store.reading() as tx:
        assert tx.forwarded.get(id_).stage is Stage.ANSWERED


def test_a_mailbox_that_is_away_costs_nothing_else(
    desk: Desk, house: MailHouse, imap: Imap, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    imap.password = "another"
    id_ = desk.sent()
    assert len(house.mails) == 1 and desk.log(id_) == [ContactKind.MAIL_OUT]
    assert any(r.__dict__.get("code") == "questions.login_failed" for r in caplog.records)
    assert PASSWORD not in caplog.text


def test_one_strange_mail_holds_up_neither_those_behind_it_nor_what_is_sent(
    desk: Desk, house: MailHouse, imap: Imap, clock: Clock
) -> None:
    id_ = desk.sent()
    heads = b"From: x@evil.example\r\nSubject: hi\r\nMessage-ID: <evil@x>\r\n"
    imap.put(heads + b'Content-Type: text/plain; charset="a\0b"\r\n\r\n\xe4\xbd\xa0')
    imap.put(b"From: " + b"(" * 500 + b"\r\nSubject: =?utf-8?q?a=00b?=\r\nMessage-ID: <deep@x>\r\n\r\nx")
    imap.put(reply(house.mails[0]))
    clock.forward(minutes=2)
    desk.minute()
    assert desk.log(id_)[-1] is ContactKind.MAIL_IN
    with desk.store.reading() as tx:
        loose = [(mail.actor, mail.subject) for mail in tx.forwarding_log.strangers()]
    assert sorted(loose) == [("?", "ab"), ("x@evil.example", "hi")]


def test_a_mail_over_which_the_program_stumbles_is_passed_over_once(
    desk: Desk, house: MailHouse, imap: Imap, clock: Clock, monkeypatch, caplog
) -> None:
    id_ = desk.sent()
    imap.put(b"From: x@evil.example\r\nSubject: hi\r\nMessage-ID: <evil@x>\r\n\r\nx")
    imap.put(reply(house.mails[0]))

    def stumbles(raw: bytes, document: object) -> Letter:
        if b"evil" in raw:
            raise RuntimeError("nobody thought of this")
        return letter_of(raw, document)

    monkeypatch.setattr(questions, "letter_of", stumbles)
    for _ in range(2):
        clock.forward(minutes=2)
        desk.minute()
    assert desk.log(id_).count(ContactKind.MAIL_IN) == 1
    assert [r.code for r in caplog.records if "code" in r.__dict__].count("questions.stumbled") == 1
