from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import InputError
from ingest.model import Role
from ingest.review import passwords
from ingest.review.passwords import FREE_TRIES, delay, hash_password, matches
from ingest.review.sessions import LASTS, LoggedIn, NotLoggedIn, actor_of, log_in, log_out, who

PASSWORD = "correct horse 电池"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobody.cache_clear()


@pytest.fixture
def people(store):
    with store.writing() as tx:
        tx.users.add("chen", "陈", {Role.CUSTOMER_EXPERT}, hash_password(PASSWORD))
    return store


def test_the_right_password_opens_a_session_that_the_store_knows_only_as_a_hash(people, clock):
    entered = log_in(people, "chen", PASSWORD, clock)
    assert isinstance(entered, LoggedIn) and len(entered.token) >= 40
    with people.reading() as tx:
        assert tx.sessions.find(entered.token) is None
        assert tx.sessions.find(hashlib.sha256(entered.token.encode()).hexdigest()).name == "chen"
    assert actor_of(who(people, entered.token)).roles == {Role.CUSTOMER_EXPERT}


@pytest.mark.parametrize(("name", "password"), [("chen", "wrong"), ("nobody", PASSWORD), ("", ""), ("CHEN ", PASSWORD)])
def test_anything_else_does_not(people, clock, name, password):
    assert log_in(people, name, password, clock) == NotLoggedIn()


def test_a_session_ends_by_itself_by_log_out_and_when_the_person_is_disabled(people, clock):
    first, second, third = (log_in(people, "chen", PASSWORD, clock).token for _ in range(3))
    log_out(people, first, clock)
    assert who(people, first) is None and who(people, second)
    with people.writing() as tx:
        tx.users.disable("chen")
    assert who(people, second) is None
    assert log_in(people, "chen", PASSWORD, clock) == NotLoggedIn()
    with people.writing() as tx:
        tx.users.disable("chen", False)
    again = log_in(people, "chen", PASSWORD, clock).token
    clock.now += LASTS
    assert who(people, again) is None and who(people, third) is None


def test_failures_close_log_in_for_a_growing_time_even_for_the_right_password(people, clock):
    for _ in range(FREE_TRIES - 1):
        assert log_in(people, "chen", "wrong", clock).until is None
    first = log_in(people, "chen", "wrong", clock).until
    assert first == clock() + dt.timedelta(seconds=30)
    assert log_in(people, "chen", PASSWORD, clock) == NotLoggedIn(first)
    clock.forward(seconds=31)
    second = log_in(people, "chen", "wrong", clock).until
    assert second == clock() + dt.timedelta(minutes=1)
    clock.forward(minutes=1, seconds=1)
    assert isinstance(log_in(people, "chen", PASSWORD, clock), LoggedIn)
    assert log_in(people, "chen", "wrong", clock).until is None


def test_log_in_and_out_are_on_record_and_passwords_are_not(people, clock):
    token = log_in(people, "chen", PASSWORD, clock).token
    log_in(people, "chen", "my secret typo", clock)
    log_in(people, "my secret as a name", "x", clock)
    log_out(people, token, clock)
    with people.reading() as tx:
        events = tx.audit.events()
    assert [event.action for event in reversed(events)] == [
        "logged_in",
        "login_refused",
        "login_refused",
        "logged_out",
    ]
    assert "secret" not in str(events)


def test_a_weak_hash_is_renewed_at_log_in(people, clock, monkeypatch):
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=2, memory_cost=8, parallelism=1))
    assert isinstance(log_in(people, "chen", PASSWORD, clock), LoggedIn)
    with people.reading() as tx:
        assert "t=2" in tx.users.by_name("chen").password_hash


def test_short_passwords_are_refused():
    with pytest.raises(InputError):
        hash_password("short")


def test_a_broken_hash_fits_nothing():
    assert not matches("not a hash", "x") and not matches(None, "nobody has this password")


@given(st.integers(0, 10_000))
def test_the_delay_grows_and_stays_below_an_hour(failures):
    assert dt.timedelta(0) <= delay(failures) <= delay(failures + 1) <= dt.timedelta(hours=1)
