"""A folder of messages over IMAP: what is asked, what is remembered, and what a bad server costs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from imap_server import PASSWORD, USER, Imap, imap, message

from ingest.fetch.client import Client
from ingest.fetch.imap import address_of, modified_utf7, quoted
from ingest.fetch.policy import FetchPolicy
from ingest.model import Fetched, FetchFailed, Login, Mailbox, NotModified, Snapshot, Source, SourceKind

__all__ = ["imap"]

NOW = dt.datetime(2026, 11, 23, 0, 30, tzinfo=dt.UTC)


def mailbox(imap: Imap, **changes: Any) -> Source:
    box = Mailbox("localhost", imap.port, **changes)
    login = Login(USER, "MAIL_PASSWORD")
    return Source("mail", SourceKind.MAILBOX, login=login, mailbox=box, allow_private=True)


@pytest.fixture
def client(imap: Imap) -> Iterator[Client]:
    policy = FetchPolicy(ca_file=str(imap.ca), timeout_seconds=2, total_seconds=3, max_megabytes=0.2)
    with Client(policy, clock=lambda: NOW, environment={"MAIL_PASSWORD": PASSWORD}) as made:
        yield made


def listed(client: Client, source: Source) -> list[dict[str, Any]]:
    got = client.get(home(source), source=source)
    assert isinstance(got, Snapshot), got
    return list(json.loads(got.raw))


def home(source: Source) -> str:
    assert source.mailbox
    return address_of(source.mailbox.server, source.mailbox.port, source.mailbox.folder)


def failed(got: Fetched) -> FetchFailed:
    assert isinstance(got, FetchFailed), got
    return got


def test_the_list_tells_subject_sender_and_day_and_marks_nothing(imap: Imap, client: Client) -> None:
    uid = imap.put(message("转发：关于网点迁址的公告"))
    [entry] = listed(client, mailbox(imap))
    assert (entry["subject"], entry["senders"], entry["date"]) == (
        "转发：关于网点迁址的公告",
        ["retail@bank.example"],
        "2026-11-20",
    )
    assert entry["url"].endswith(f"INBOX;UIDVALIDITY=7/;UID={uid}")
    assert imap.folders["INBOX"][0].flags == set() and imap.asked("EXAMINE") == 1


def test_a_message_comes_whole_and_unread_and_once(imap: Imap, client: Client) -> None:
    imap.put(message())
    source = mailbox(imap)
    [entry] = listed(client, source)
    got = client.get(entry["url"], source=source)
    assert isinstance(got, Snapshot) and got.raw == imap.folders["INBOX"][0].raw
    assert (got.media_type, imap.folders["INBOX"][0].flags) == ("message/rfc822", set())
    asked = len(imap.commands)
    assert client.get(entry["url"], source=source, validators=got.validators) == NotModified(entry["url"], 0)
    assert len(imap.commands) == asked


def test_an_unchanged_folder_says_so(imap: Imap, client: Client) -> None:
    imap.put(message())
    source = mailbox(imap)
    got = client.get(home(source), source=source)
    assert isinstance(got, Snapshot)
    assert isinstance(client.get(home(source), source=source, validators=got.validators), NotModified)
    imap.put(message("又一则公告"))
    assert isinstance(client.get(home(source), source=source, validators=got.validators), Snapshot)


def test_old_messages_are_passed_over(imap: Imap, client: Client) -> None:
    imap.put(message("旧"), received=dt.date(2026, 11, 12))
    imap.put(message("新"), received=dt.date(2026, 11, 13))
    assert [e["subject"] for e in listed(client, mailbox(imap, since=dt.timedelta(days=10)))] == ["新"]


def test_a_folder_with_a_chinese_name_is_opened(imap: Imap, client: Client) -> None:
    imap.put(message(), "业务通知/2026 & 零售")
    assert len(listed(client, mailbox(imap, folder="业务通知/2026 & 零售"))) == 1
    assert modified_utf7("通知") == "&kBp35Q-" and modified_utf7("A&B") == "A&-B"


@pytest.mark.parametrize("mechanisms", ["AUTH=PLAIN", "SASL-IR"])
def test_a_wrong_password_is_refused_without_telling_it(imap: Imap, client: Client, mechanisms: str) -> None:
    imap.mechanisms, imap.password = mechanisms, "another"
    got = failed(client.get(home(mailbox(imap)), source=mailbox(imap)))
    assert got.code == "login_failed" and PASSWORD not in str(got)


def test_a_server_that_takes_plain_log_ins_only_is_entered(imap: Imap, client: Client) -> None:
    imap.mechanisms, imap.password = "SASL-IR", "simple"
    policy = FetchPolicy(ca_file=str(imap.ca))
    with Client(policy, clock=lambda: NOW, environment={"MAIL_PASSWORD": "simple"}) as other:
        assert listed(other, mailbox(imap)) == []
    assert imap.asked("LOGIN") == 1


def test_a_password_that_was_refused_is_not_tried_at_every_turn(imap: Imap, client: Client) -> None:
    imap.password = "another"
    for _ in range(3):
        assert failed(client.get(home(mailbox(imap)), source=mailbox(imap))).code == "login_failed"
    assert imap.asked("AUTHENTICATE") == 1


def test_a_log_in_that_is_not_possible_now_is_no_wrong_password(imap: Imap, client: Client) -> None:
    imap.fault = "later"
    assert failed(client.get(home(mailbox(imap)), source=mailbox(imap))).code == "connection"


def test_without_a_password_nothing_is_asked(imap: Imap) -> None:
    with Client(FetchPolicy(ca_file=str(imap.ca)), environment={}) as client:
        got = failed(client.get(home(mailbox(imap)), source=mailbox(imap)))
    assert (got.code, got.about, imap.commands) == ("secret_missing", {"name": "MAIL_PASSWORD"}, [])


def test_a_folder_that_is_not_there_is_named(imap: Imap, client: Client) -> None:
    source = mailbox(imap, folder="没有")
    got = failed(client.get(home(source), source=source))
    assert (got.code, got.about["folder"]) == ("no_mailbox", "没有")


def test_a_connection_that_breaks_costs_one_message_and_the_next_one_opens_another(imap: Imap, client: Client) -> None:
    imap.put(message())
    source = mailbox(imap)
    [entry] = listed(client, source)
    imap.fault = "drop"
    assert failed(client.get(entry["url"], source=source)).code == "connection"
    imap.fault = ""
    assert isinstance(client.get(entry["url"], source=source), Snapshot)


def test_a_server_that_breaks_every_connection_is_left_alone_until_the_next_visit(imap: Imap, client: Client) -> None:
    imap.put(message())
    source = mailbox(imap)
    [entry] = listed(client, source)
    imap.fault = "drop"
    for _ in range(8):
        assert failed(client.get(entry["url"], source=source)).code == "connection"
    assert imap.asked("AUTHENTICATE") == 3
    imap.fault = ""
    assert len(listed(client, source)) == 1


def test_a_huge_message_is_not_fetched(imap: Imap, client: Client) -> None:
    imap.put(message(text="长" * 100_000))
    source = mailbox(imap)
    got = failed(client.get(listed(client, source)[0]["url"], source=source))
    assert (got.code, got.permanent) == ("too_large", True)
    assert imap.asked("BODY.PEEK[])") == 0


def test_a_size_that_lies_ends_the_request(imap: Imap, client: Client) -> None:
    imap.put(message())
    source = mailbox(imap)
    [entry] = listed(client, source)
    imap.fault = "flood"
    assert failed(client.get(entry["url"], source=source)).code == "too_large"
    imap.fault = ""
    assert isinstance(client.get(entry["url"], source=source), Snapshot)


@pytest.mark.parametrize(("fault", "code"), [("garbage", "connection"), ("silent", "timeout")])
def test_a_server_that_talks_nonsense_or_not_at_all_costs_one_message(imap: Imap, fault: str, code: str) -> None:
    imap.put(message())
    source = mailbox(imap)
    policy = FetchPolicy(ca_file=str(imap.ca), timeout_seconds=0.5)
    with Client(policy, clock=lambda: NOW, environment={"MAIL_PASSWORD": PASSWORD}) as client:
        [entry] = listed(client, source)
        imap.fault = fault
        assert failed(client.get(entry["url"], source=source)).code == code
        imap.fault = ""
        assert isinstance(client.get(entry["url"], source=source), Snapshot)


def test_a_drip_has_an_end(imap: Imap) -> None:
    imap.put(message(text="滴" * 20_000))
    time = iter(range(0, 100_000))
    policy = FetchPolicy(ca_file=str(imap.ca), total_seconds=60)
    slow: Callable[[], float] = lambda: float(next(time))  # noqa: E731
    with Client(policy, clock=lambda: NOW, monotonic=slow, environment={"MAIL_PASSWORD": PASSWORD}) as client:
        source = mailbox(imap)
        [entry] = listed(client, source)
        imap.fault = "drip"
        assert failed(client.get(entry["url"], source=source)).code == "timeout"


def test_other_numbers_are_no_other_message(imap: Imap, client: Client) -> None:
    imap.put(message("一"))
    imap.put(message("二"))
    source = mailbox(imap)
    entries = listed(client, source)
    got = client.get(entries[1]["url"], source=source)
    assert isinstance(got, Snapshot)
    imap.folders["INBOX"].pop(0)
    imap.renumber()
    [entry] = listed(client, source)
    assert entry["url"] != entries[1]["url"]
    assert failed(client.get(entries[0]["url"], source=source)).code == "mail_renumbered"
    assert isinstance(client.get(entries[1]["url"], source=source, validators=got.validators), NotModified)


def test_what_is_stored_is_marked_as_seen_where_that_is_wished(imap: Imap, client: Client) -> None:
    imap.put(message())
    source = mailbox(imap, afterwards="seen")
    [entry] = listed(client, source)
    got = client.get(entry["url"], source=source)
    assert isinstance(got, Snapshot) and imap.folders["INBOX"][0].flags == set()
    listed(client, source)
    for _ in range(2):
        assert isinstance(client.get(entry["url"], source=source, validators=got.validators), NotModified)
    assert imap.folders["INBOX"][0].flags == {"\\Seen"} and imap.asked("STORE") == 1


def test_what_is_stored_is_moved_where_that_is_wished(imap: Imap, client: Client) -> None:
    imap.put(message())
    imap.folders["已处理"] = []
    source = mailbox(imap, afterwards="move", move_to="已处理")
    [entry] = listed(client, source)
    got = client.get(entry["url"], source=source)
    assert isinstance(got, Snapshot) and len(imap.folders["INBOX"]) == 1
    assert isinstance(client.get(entry["url"], source=source, validators=got.validators), NotModified)
    assert (len(imap.folders["INBOX"]), len(imap.folders["已处理"])) == (0, 1)
    assert listed(client, source) == []
    assert isinstance(client.get(entry["url"], source=source, validators=got.validators), NotModified)


def test_nothing_is_deleted_where_messages_can_t_be_moved(imap: Imap, client: Client) -> None:
    imap.put(message())
    imap.fault = "no_move"
    source = mailbox(imap, afterwards="move", move_to="INBOX")
    [entry] = listed(client, source)
    got = client.get(entry["url"], source=source)
    assert isinstance(got, Snapshot)
    assert failed(client.get(entry["url"], source=source, validators=got.validators)).code == "mail_no_move"
    assert len(imap.folders["INBOX"]) == 1 and imap.asked("EXPUNGE") + imap.asked("Deleted") == 0


def test_a_private_address_is_asked_only_where_that_is_meant(imap: Imap, client: Client) -> None:
    source = Source(
        "mail", SourceKind.MAILBOX, login=Login(USER, "MAIL_PASSWORD"), mailbox=Mailbox("localhost", imap.port)
    )
    assert failed(client.get(home(source), source=source)).code == "private_address"
    assert imap.commands == []


def test_a_server_that_nobody_vouches_for_gets_no_password(imap: Imap) -> None:
    with Client(FetchPolicy(), environment={"MAIL_PASSWORD": PASSWORD}) as client:
        assert failed(client.get(home(mailbox(imap)), source=mailbox(imap))).code == "tls"
    assert imap.commands == []


def test_other_sources_and_other_folders_have_no_way_in(imap: Imap, client: Client) -> None:
    source = mailbox(imap)
    other = Source("web", SourceKind.LISTING, ("https://bank.example/",))
    assert failed(client.get(home(source), source=other)).code == "bad_url"
    assert failed(client.get(home(mailbox(imap, folder="Private")), source=source)).code == "bad_url"
    assert failed(client.get(home(source) + ";UIDVALIDITY=7/;UID=1 LOGOUT", source=source)).code == "bad_url"


def test_control_characters_end_no_command() -> None:
    with pytest.raises(ValueError):
        quoted("INBOX\r\nA1 DELETE x")
    assert quoted('a"b\\') == '"a\\"b\\\\"'


def test_headers_of_every_kind_are_one_line_of_words(imap: Imap, client: Client) -> None:
    raw = (
        b"From: =?utf-8?b?5byg5LiJ?= <A@Bank.example>, second@bank.example\r\nSubject: =?gb2312?B?udjT2g==?=\r\n =?gb2312?B?zfi14w==?=\r\n"
        b"Date: no day at all\r\n\r\nx"
    )
    imap.put(raw)
    imap.put(b"Subject: " + "收费".encode("gb18030") + b"\r\n\r\nx")
    first, second = listed(client, mailbox(imap))
    assert (first["subject"], first["senders"]) == ("关于网点", ["a@bank.example", "second@bank.example"])
    assert (first["date"], second["subject"], second["senders"]) == ("2026-11-20", "收费", [])
