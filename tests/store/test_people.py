"""Users, sessions, the installation's own facts."""

from __future__ import annotations

import datetime as dt

import pytest
from store_samples import NOON

from ingest.errors import InputError
from ingest.model import Role
from ingest.store import Store

ROLES = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})


def test_a_user_comes_back_with_roles_and_hash(store: Store) -> None:
    with store.writing() as tx:
        id = tx.users.add("wang", "王", ROLES, "$argon2$x")
        tx.users.add("li", "李", [Role.AGENT], "$argon2$y")
    with store.reading() as tx:
        user = tx.users.by_name("wang")
        assert user and (user.id, user.display, user.roles, user.password_hash) == (id, "王", ROLES, "$argon2$x")
        assert not user.disabled and user.failures == 0
        assert [u.name for u in tx.users.list()] == ["li", "wang"]
        assert tx.users.by_name("nobody") is None


def test_a_name_is_taken_once(store: Store) -> None:
    with store.writing() as tx:
        tx.users.add("wang", "王", ROLES, "x")
        with pytest.raises(InputError, match="wang"):
            tx.users.add("wang", "another", ROLES, "x")


@pytest.mark.parametrize("name", ["", " ", "x" * 201])
def test_a_name_must_be_usable(store: Store, name: str) -> None:
    with store.writing() as tx, pytest.raises(InputError):
        tx.users.add(name, "", ROLES, "x")


def test_wrong_passwords_are_counted_until_the_right_one(store: Store) -> None:
    with store.writing() as tx:
        tx.users.add("wang", "王", ROLES, "x")
        assert [tx.users.failed("wang") for _ in range(3)] == [1, 2, 3] and tx.users.failed("nobody") == 0
        assert (user := tx.users.by_name("wang")) and user.failures == 3 and user.failed_at
        tx.users.succeeded("wang")
        assert (user := tx.users.by_name("wang")) and user.failures == 0 and user.failed_at is None


def test_a_session_lasts_until_it_expires_or_is_closed(store: Store) -> None:
    now = [NOON]
    store.clock = lambda: now[0]
    with store.writing() as tx:
        id = tx.users.add("wang", "王", ROLES, "x")
        for token in ("t1", "t2"):
            tx.sessions.open(token, id, NOON + dt.timedelta(hours=8))
        assert (user := tx.sessions.find("t1")) and (user.id, user.name, user.roles) == (id, "wang", ROLES)
        tx.sessions.close("t1")
        assert tx.sessions.find("t1") is None and tx.sessions.find("t2")
    now[0] = NOON + dt.timedelta(hours=8)
    with store.writing() as tx:
        assert tx.sessions.find("t2") is None and tx.sessions.late("t2") == "wang" and tx.sessions.late("t1") is None
    now[0] += dt.timedelta(days=1)
    with store.writing() as tx:
        tx.sessions.open("t3", id, NOON + dt.timedelta(days=2))
        assert tx.sessions.late("t2") is None and tx.sessions.find("t3")


@pytest.mark.parametrize("act", ["disable", "set_password", "set_roles"])
def test_disabling_a_new_password_and_other_roles_close_the_sessions(store: Store, act: str) -> None:
    with store.writing() as tx:
        id = tx.users.add("wang", "王", ROLES, "x")
        tx.sessions.open("t", id, dt.datetime.now(dt.UTC) + dt.timedelta(hours=1))
        given = {"disable": (), "set_password": ("y",), "set_roles": ([Role.AGENT],)}[act]
        assert getattr(tx.users, act)("wang", *given)
        assert tx.sessions.find("t") is None
        assert not tx.users.disable("nobody") and not tx.users.set_password("nobody", "z")


def test_a_disabled_user_can_be_let_in_again(store: Store) -> None:
    with store.writing() as tx:
        tx.users.add("wang", "王", ROLES, "x")
        tx.users.disable("wang")
        assert (user := tx.users.by_name("wang")) and user.disabled
        tx.users.disable("wang", False)
        assert tx.users.set_roles("wang", [Role.AGENT])
        assert (user := tx.users.by_name("wang")) and not user.disabled and user.roles == {Role.AGENT}


def test_facts_of_the_installation_are_set_replaced_and_forgotten(store: Store) -> None:
    with store.writing() as tx:
        assert tx.meta.get("id") is None
        tx.meta.set("id", "a")
        tx.meta.set("id", "b")
        assert tx.meta.get("id") == "b"
        tx.meta.set("id", None)
        assert tx.meta.get("id") is None
