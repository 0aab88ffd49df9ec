"""Sessions, tokens and failures that belong to nobody, on both databases."""

from __future__ import annotations

import datetime as dt

import pytest
from store_samples import NOON

from ingest.model import Role
from ingest.store import Store
from ingest.store.throttles import FORGOTTEN

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def now(store: Store) -> list[dt.datetime]:
    moment = [NOON]
    store.clock = lambda: moment[0]
    return moment


@pytest.fixture
def wang(store: Store, now: list[dt.datetime]) -> int:
    with store.writing() as tx:
        tx.users.add("li", "李", [Role.AGENT], "x")
        return tx.users.add(
            "wang", "王", [Role.AUDITOR], "x", email="w@b.example", department="cards", must_change=True
        )


def test_a_person_comes_back_with_mail_department_and_what_has_to_be_changed(store: Store, wang: int) -> None:
    with store.writing() as tx:
        user = tx.users.get(wang)
        assert user and (user.email, user.department, user.must_change, user.last_login) == (
            "w@b.example",
            "cards",
            True,
            None,
        )
        tx.users.succeeded("wang")
        tx.users.bind("wang", "https://id.bank.example u-1")
        user = tx.users.by_subject("https://id.bank.example u-1")
        assert user and user.name == "wang" and user.last_login == NOON
        assert tx.users.by_subject("https://id.bank.example u-2") is None and tx.users.get(99) is None
        assert tx.users.set_password("wang", "y") and (user := tx.users.get(wang)) and not user.must_change


def test_a_session_that_was_not_used_for_long_is_over_and_use_prolongs_it(
    store: Store, now: list[dt.datetime], wang: int
) -> None:
    with store.writing() as tx:
        tx.sessions.open("t" * 64, wang, NOON + 12 * HOUR, "10.0.0.7 · Browser")
    now[0] = NOON + dt.timedelta(minutes=59)
    with store.writing() as tx:
        found = tx.sessions.find("t" * 64, HOUR)
        assert found and found.used == NOON and found.department == "cards" and found.must_change
        tx.sessions.touch("t" * 64)
    now[0] += dt.timedelta(minutes=59)
    with store.reading() as tx:
        assert tx.sessions.find("t" * 64, HOUR) and [s.client for s in tx.sessions.of(wang, HOUR)] == [
            "10.0.0.7 · Browser"
        ]
    now[0] += dt.timedelta(minutes=1)
    with store.reading() as tx:
        assert tx.sessions.find("t" * 64, HOUR) is None and tx.sessions.of(wang, HOUR) == []
        assert tx.sessions.find("t" * 64)


def test_sessions_are_ended_one_by_one_all_but_one_or_all(store: Store, wang: int) -> None:
    tokens = [sign * 64 for sign in "abcd"]
    with store.writing() as tx:
        for token in tokens:
            tx.sessions.open(token, wang, NOON + HOUR)
        assert not tx.sessions.close_one(wang, "a") and not tx.sessions.close_one(wang, "%" * 16)
        assert not tx.sessions.close_one(wang + 1, "a" * 16) and tx.sessions.close_one(wang, "a" * 16)
        assert tx.sessions.close_all(wang, but=tokens[1]) == 2 and tx.sessions.find(tokens[1])
        assert tx.sessions.close_all(wang) == 1 and tx.sessions.find(tokens[1]) is None


def test_a_token_works_until_it_ends_is_revoked_or_its_owner_disabled(
    store: Store, now: list[dt.datetime], wang: int
) -> None:
    with store.writing() as tx:
        short = tx.api_tokens.add(wang, "desk", "h1", NOON + HOUR)
        tx.api_tokens.add(wang, "other", "h2", None)
        found = tx.api_tokens.find("h1")
        assert found and (found.name, found.roles, found.expires, found.used) == (
            "wang",
            {Role.AUDITOR},
            NOON + HOUR,
            None,
        )
        tx.api_tokens.touch("h1")
        assert (found := tx.api_tokens.find("h1")) and found.used == NOON
        assert tx.api_tokens.working(wang) == 2 and tx.api_tokens.counts() == {wang: 2}
        assert tx.api_tokens.find("h3") is None
    now[0] = NOON + HOUR
    with store.writing() as tx:
        assert tx.api_tokens.find("h1") is None and tx.api_tokens.working(wang) == 1
        assert not tx.api_tokens.revoke(wang + 1, short) and tx.api_tokens.revoke(wang, short)
        assert not tx.api_tokens.revoke(wang, short)
        assert [(t.name, t.works(now[0])) for t in tx.api_tokens.of(wang)] == [("other", True), ("desk", False)]
        tx.users.disable("wang")
        assert tx.api_tokens.find("h2") is None
        assert tx.api_tokens.revoke_all(wang) == 1


def test_failures_of_nobody_are_counted_and_forgotten_and_kept_as_a_hash(store: Store, now: list[dt.datetime]) -> None:
    with store.writing() as tx:
        assert tx.throttles.count("address:10.0.0.7") == (0, None)
        assert [tx.throttles.fail("address:10.0.0.7") for _ in range(3)] == [1, 2, 3]
        assert tx.throttles.fail("address:10.0.0.8") == 1
        assert tx.throttles.count("address:10.0.0.7") == (3, NOON)
        assert "10.0.0" not in str(tx.conn.exec_driver_sql("SELECT * FROM throttles").all())
    now[0] = NOON + FORGOTTEN
    with store.writing() as tx:
        assert tx.throttles.count("address:10.0.0.7") == (0, None)
        assert tx.throttles.fail("address:10.0.0.7") == 1
        assert tx.conn.exec_driver_sql("SELECT count(*) FROM throttles").scalar() == 1
        tx.throttles.forget("address:10.0.0.7")
        assert tx.throttles.count("address:10.0.0.7") == (0, None)
