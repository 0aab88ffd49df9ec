"""Messages by e-mail, to a real server on loopback."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from certificates import certificate
from houses import MailHouse, server_context

from ingest.operate.deliver.mail import Mail
from ingest.operate.deliver.message import PARTLY, Message
from ingest.text.causes import told

AT = dt.datetime(2026, 11, 23, 0, 30, tzinfo=dt.UTC)
HELLO = Message(
    "a1b2", "[ingest] 湖滨银行：1 个来源异常\nBcc: x@evil.example", "- lake 自 08:30 起无法读取\n.\n结束", "<p>好</p>"
)

Open = Callable[..., MailHouse]


@pytest.fixture
def house() -> Iterator[Open]:
    opened: list[MailHouse] = []

    def open_(*args: object, **options: object) -> MailHouse:
        opened.append(MailHouse(*args, **options))  # type: ignore[arg-type]
        return opened[-1]

    yield open_
    for one in opened:
        one.stop()


def mail(house: MailHouse, **changes: object) -> Mail:
    options = {"security": "none", "seconds": 5.0} | changes
    return Mail("localhost", house.port, "ingest@bank.example", ("a@bank.example", "b@bank.example"), **options)  # type: ignore[arg-type]


def test_a_chinese_message_arrives_as_it_was_for_all_and_says_that_a_machine_wrote_it(house: Open) -> None:
    server = house()
    assert mail(server)(HELLO, AT) is None
    (came,) = server.mails
    assert came["Subject"] == "[ingest] 湖滨银行：1 个来源异常 Bcc: x@evil.example" and came["Bcc"] is None
    assert came["Message-ID"] == "<a1b2.ingest@bank.example>" and came["Auto-Submitted"] == "auto-generated"
    assert came["Date"].datetime == AT and server.recipients == [["a@bank.example", "b@bank.example"]]
    plain, rich = came.get_body(("plain",)), came.get_body(("html",))
    assert plain and plain.get_content().splitlines()[:3] == ["- lake 自 08:30 起无法读取", ".", "结束"]
    assert rich and "<p>好</p>" in rich.get_content()


@pytest.mark.parametrize("starttls", [True, False])
def test_the_password_travels_only_to_a_server_with_a_certificate_that_is_trusted(
    house: Open, tmp_path: Path, starttls: bool
) -> None:
    pem = certificate(tmp_path)
    server = house(server_context(pem), starttls=starttls, password="a quiet morning")
    known = {"security": "starttls" if starttls else "tls", "user": "ingest", "password": "a quiet morning"}
    refused = mail(server, **known)(HELLO, AT)
    assert refused and refused.code == "tls" and server.users == [] and server.mails == []
    assert mail(server, **known, ca_file=str(pem))(HELLO, AT) is None
    assert server.users and set(server.users) == {"ingest"} and len(server.mails) == 1
    wrong = mail(server, **known | {"password": "guessed"}, ca_file=str(pem))(HELLO, AT)
    assert wrong and wrong.code == "smtp_refused" and "535" in str(wrong.about["detail"])


def test_a_server_without_starttls_is_not_spoken_to_in_the_clear(house: Open) -> None:
    server = house()
    failed = mail(server, security="starttls")(HELLO, AT)
    assert failed and failed.code == "connection" and server.mails == []


def test_what_the_server_says_no_to_is_told(house: Open) -> None:
    server = house()
    server.refusal = "452 mailbox full"
    failed = mail(server)(HELLO, AT)
    assert failed and (failed.code, failed.about) == ("smtp_refused", {"detail": "452 mailbox full"})


def test_a_dead_server_is_a_failure(house: Open) -> None:
    failed = Mail("127.0.0.1", 9, "a@b.example", ("c@b.example",), "none", seconds=2.0)(HELLO, AT)
    assert failed and failed.code == "connection"


def test_neither_password_nor_address_shows_in_a_log_line() -> None:
    assert "quiet" not in repr(Mail("h", 25, "a@b.example", (), password="a quiet morning"))


def test_who_is_refused_is_told_although_the_others_got_it(house: Open) -> None:
    server = house()
    server.unknown = {"b@bank.example"}
    failure = mail(server)(HELLO, AT)
    assert failure and failure.code == PARTLY and server.recipients == [["a@bank.example"]]
    assert "b@bank.example" in told(failure).en and "550" in told(failure).en
