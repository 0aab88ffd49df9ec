"""Business experts are told by mail what begins to wait for them: once, for each department, with a link and no secret."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import ADMIN, BUSINESS, CUSTOMER, changed, fee_page, put
from clocked import clock, store
from houses import MailHouse

from ingest import settings
from ingest.model import Role
from ingest.operate.deliver.channels import delivery
from ingest.operate.deliver.waiting import put_waiting
from ingest.review import decisions

__all__ = ["clock", "store"]

DESK = """
[bank]
name = "湖滨银行"
[web]
address = "https://desk.bank.example"
[[department]]
id = "cards"
name = {{ zh = "银行卡部", en = "Cards" }}
email = "cards@bank.example"
hours = 4
[[department]]
id = "loans"
name = "Loans"
language = "en"
hours = 8
[alerts.email]
host = "localhost"
port = {port}
security = "none"
from = "ingest@bank.example"
to = ["operations@bank.example"]
"""


@pytest.fixture
def house() -> Iterator[MailHouse]:
    server = MailHouse()
    yield server
    server.stop()


@pytest.fixture
def desk(house: MailHouse):
    return settings.of_text(Path("sources.toml"), DESK.format(port=house.port), {})


@pytest.fixture
def people(store):
    with store.writing() as tx:
        tx.users.add("bai", "白", [Role.BUSINESS_EXPERT], "x", email="bai@bank.example", department="loans")
        tx.users.add("old", "旧", [Role.BUSINESS_EXPERT], "x", email="old@bank.example", department="loans")
        tx.users.disable("old")
        tx.users.add("an", "安", [Role.AGENT], "x", email="an@bank.example", department="loans")
    return store


def notice(store, n, department, *contents):
    document, facts, faq, bulletin = fee_page()
    drafts = put(
        store,
        dataclasses.replace(document, url=f"https://www.lakebank.example/{n}"),
        facts,
        *(contents or (faq, bulletin)),
    )
    with store.writing() as tx:
        ids = ",".join(str(d.id) for d in drafts)
        value = f"'{department}'" if department else "NULL"
        tx.conn.exec_driver_sql(f"UPDATE drafts SET department = {value} WHERE id IN ({ids})")
    return drafts


def sign(store, drafts, clock, actor=CUSTOMER):
    for draft in drafts:
        decisions.approve(store, actor, draft.id, draft.version, clock)


def send(store, desk, clock):
    with delivery(desk, {}) as out:
        out.send(store, clock)


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


def test_one_mail_for_a_department_and_pass_names_each_notice_once_with_its_link(people, desk, house, clock):
    first, second = notice(people, 1, "cards"), notice(people, 2, "cards")
    send(people, desk, clock)
    assert not house.mails
    sign(people, [*first, *second], clock)
    send(people, desk, clock)
    (mail,) = house.mails
    assert house.recipients == [["cards@bank.example"]]
    assert mail["Subject"] == "[ingest] 湖滨银行：2 件待您确认，最早 2026-12-01 开始"
    text = text_of(mail)
    assert (
        text.count("关于下调柜面跨行转账手续费的公告") == 2
        and text.count("2026-12-01 开始，请于 2026-11-23 12:30 前答复") == 2
    )
    links = [line.strip() for line in text.splitlines() if "https://" in line]
    assert links == [f"https://desk.bank.example/expert/{d[0].id}" for d in (first, second)]


def test_no_mail_twice_and_what_waits_from_before_is_told_along(people, desk, house, clock):
    first = notice(people, 1, "cards")
    sign(people, first, clock)
    for _ in range(3):
        send(people, desk, clock)
        clock.forward(minutes=5)
    assert len(house.mails) == 1
    sign(people, notice(people, 2, "cards"), clock)
    send(people, desk, clock)
    assert len(house.mails) == 2
    new, before = text_of(house.mails[1]).split("此前已通知")
    assert "/expert/3" in new and "/expert/1" in before
    sign(people, first, clock, BUSINESS)
    send(people, desk, clock)
    assert len(house.mails) == 2


def test_a_new_version_that_was_signed_again_is_told_again(people, desk, house, clock):
    draft = notice(people, 1, "cards", fee_page()[2])[0]
    sign(people, [draft], clock)
    send(people, desk, clock)
    decisions.amend(people, ADMIN, draft.id, 1, changed(draft.content, say="12月1日起每笔6元。"), clock)
    send(people, desk, clock)
    assert len(house.mails) == 1
    decisions.approve(people, CUSTOMER, draft.id, 2, clock)
    send(people, desk, clock)
    assert len(house.mails) == 2


def test_each_department_is_told_of_its_own_in_its_language_and_by_its_people(people, desk, house, clock):
    sign(people, [*notice(people, 1, "cards"), *notice(people, 2, "loans")], clock)
    send(people, desk, clock)
    by_reader = dict(zip([r[0] for r in house.recipients], house.mails, strict=True))
    assert set(by_reader) == {"cards@bank.example", "bai@bank.example"}
    assert "please answer by 2026-11-23 16:30" in text_of(by_reader["bai@bank.example"])
    assert "/expert/3" in text_of(by_reader["bai@bank.example"]) and "/expert/1" not in text_of(
        by_reader["bai@bank.example"]
    )


def test_the_time_to_answer_by_is_set_when_it_begins_to_wait_and_stays(people, desk, clock):
    draft = notice(people, 1, "cards")[0]
    sign(people, [draft], clock)
    put_waiting(people, desk)
    with people.reading() as tx:
        due = tx.drafts.get(draft.id).due
    assert due and (due - clock()).total_seconds() == 4 * 3600
    clock.forward(hours=2)
    put_waiting(people, desk)
    with people.reading() as tx:
        assert tx.drafts.get(draft.id).due == due


def test_without_a_department_every_expert_of_none_is_told_or_else_all(people, desk, house, clock):
    sign(people, notice(people, 1, None), clock)
    send(people, desk, clock)
    assert house.recipients == [["bai@bank.example"]]


def test_where_nobody_can_be_told_nothing_is_put_aside_for_ever(people, desk, house, clock):
    with people.writing() as tx:
        tx.users.disable("bai")
    sign(people, notice(people, 1, "loans"), clock)
    send(people, desk, clock)
    with people.reading() as tx:
        assert tx.deliveries.counts()["pending"] == 0
    bare = settings.of_text(Path("sources.toml"), "", {})
    assert put_waiting(people, bare) == 0


def test_the_mail_holds_no_secret_and_a_hostile_title_no_second_line(people, desk, house, clock):
    document, facts, faq, _ = fee_page()
    hostile = dataclasses.replace(facts, title="公告\nBcc: x@evil.example\n\n- https://evil.example")
    drafts = put(people, document, hostile, faq)
    sign(people, drafts, clock)
    send(people, desk, clock)
    (mail,) = house.mails
    assert mail["Bcc"] is None and "- 公告 Bcc: x@evil.example - https://evil.example" in text_of(mail).splitlines()
    assert all("?" not in line for line in text_of(mail).splitlines() if "/expert/" in line)
