"""Programs of people: who asks with `Authorization: Bearer …`."""

from __future__ import annotations

import datetime as dt

import pytest
from builders import AGENT, CUSTOMER
from fastapi import APIRouter
from visits import Browser

from ingest.errors import InputError
from ingest.review import accounts, tokens
from ingest.review.throttling import FREE_TOKENS
from ingest.web.bearer import TokenMember

router = APIRouter()


@router.get("/api/who")
def who(member: TokenMember) -> dict[str, object]:
    return {"name": member.actor.name, "roles": sorted(member.actor.roles)}


@router.post("/api/who")
def act(member: TokenMember) -> dict[str, object]:
    return {"name": member.actor.name}


@pytest.fixture
def program(app) -> Browser:
    app.include_router(router)
    return Browser(app)


@pytest.fixture
def token(app, store, clock):
    return tokens.make(store, CUSTOMER, "agent desktop", 30, clock).token


def ask(program, token, method="GET", scheme="Bearer"):
    return program.send(method, "/api/who", ours=False, headers={"Authorization": f"{scheme} {token}"})


def test_a_token_acts_for_its_owner_without_cookies_or_a_page_of_ours(program, token):
    assert ask(program, token).json() == {"name": "chen", "roles": ["customer_expert"]}
    assert ask(program, token, "POST", "bearer").status_code == 200


@pytest.mark.parametrize("shown", [None, "Bearer", "Bearer ", "Basic Y2hlbjp4", "Bearer ingest_wrong", "Bearer ü"])
def test_anything_else_is_told_how_to_get_one(program, shown):
    headers = {} if shown is None else {"Authorization": shown.encode()}
    answer = program.send("GET", "/api/who", headers=headers)
    assert answer.status_code == 401 and answer.headers["www-authenticate"].startswith('Bearer realm="ingest"')
    assert answer.headers["content-type"] == "application/problem+json" and "My account" in answer.json()["detail"]


def test_a_session_is_no_token_and_a_token_is_no_session(program, token, logged_in):
    browser = logged_in(CUSTOMER)
    assert browser.get("/api/who").status_code == 401
    assert program.send("GET", "/queue", headers={"Authorization": f"Bearer {token}"}).status_code == 303


def test_the_store_knows_a_token_only_as_a_hash(store, token):
    with store.reading() as tx:
        rows = str(tx.conn.exec_driver_sql("SELECT * FROM api_tokens").all())
        assert token not in rows and tx.audit.events("user:chen")[0].action == "token_made"
        assert token not in str(tx.audit.events())


def test_a_token_ends_with_its_time_when_revoked_and_with_its_owner(program, store, token, clock):
    second, third = (tokens.make(store, CUSTOMER, name, 365, clock) for name in ("b", "c"))
    clock.now += dt.timedelta(days=30)
    assert ask(program, token).status_code == 401 and ask(program, second.token).status_code == 200
    tokens.revoke(store, CUSTOMER, second.id, clock)
    assert ask(program, second.token).status_code == 401 and ask(program, third.token).status_code == 200
    accounts.disable(store, accounts.at_the_machine("test"), "chen", clock)
    assert ask(program, third.token).status_code == 401


def test_a_token_has_the_roles_that_its_owner_has_now(program, store, token, clock):
    accounts.set_roles(store, accounts.at_the_machine("test"), "chen", AGENT.roles, clock)
    assert ask(program, token).json()["roles"] == ["agent"]


def test_a_new_one_time_password_ends_the_tokens(program, store, token, clock):
    accounts.set_password(store, accounts.at_the_machine("test"), "chen", "mist over the lake", clock, once=True)
    assert ask(program, token).status_code == 401


def test_use_is_noted_once_a_minute(program, store, token, clock):
    def used():
        with store.reading() as tx:
            return tx.api_tokens.of(tx.users.by_name("chen").id)[0].last_used

    assert used() is None
    ask(program, token)
    first = used()
    clock.forward(seconds=30)
    ask(program, token)
    assert used() == first
    clock.forward(seconds=31)
    ask(program, token)
    assert used() == clock()


def test_many_wrong_tokens_close_the_address_for_a_while(program, token, clock):
    for _ in range(FREE_TOKENS - 1):
        assert ask(program, "ingest_guess").status_code == 401
    assert ask(program, "ingest_guess").status_code == 429
    closed = ask(program, token)
    assert closed.status_code == 429 and closed.headers["retry-after"] == "30"
    clock.forward(seconds=31)
    assert ask(program, token).status_code == 200


def test_nobody_makes_too_many_or_nameless_tokens(store, app, clock):
    with pytest.raises(InputError):
        tokens.make(store, CUSTOMER, "  ", 30, clock)
    for n in range(tokens.AT_MOST):
        tokens.make(store, CUSTOMER, f"program {n}", 30, clock)
    with pytest.raises(InputError):
        tokens.make(store, CUSTOMER, "one more", 30, clock)
