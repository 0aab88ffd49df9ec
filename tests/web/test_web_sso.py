"""Log-in at the bank's own directory, played with a directory on loopback: real TLS, real keys, and every lie."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from certificates import certificate
from directory_house import CLIENT, SECRET, DirectoryHouse
from joserfc.jwk import ECKey, RSAKey
from visits import Browser

from ingest import settings
from ingest.errors import ConfigurationError
from ingest.model import Role
from ingest.review import accounts
from ingest.web.app import create_app
from ingest.web.configured import configured

DESK = """
[fetch]
ca_file = "localhost.pem"
allow_private = ["127.0.0.1/32", "::1/128"]
[web]
address = "https://desk.bank.example"
[web.sso]
issuer = "{issuer}"
client_id = "ingest-desk"
secret_env = "SSO_SECRET"
label = "Bank ID"
create = {create}
department_claim = "dept"
roles = {{ desk-business = "business_expert", desk-agent = "agent" }}
allow_private = true
"""


@pytest.fixture
def house(tmp_path: Path, clock) -> Iterator[DirectoryHouse]:
    opened = DirectoryHouse(certificate(tmp_path), lambda: clock().timestamp())
    yield opened
    opened.close()


@pytest.fixture
def desk(tmp_path: Path, house: DirectoryHouse, store, clock, app):
    """Browsers of an application that is configured as an administrator would; `create` on demand."""
    entered = []

    def opened(create: bool = True) -> Browser:
        file = tmp_path / "sources.toml"
        made = settings.of_text(file, DESK.format(issuer=house.issuer, create=str(create).lower()), {})
        context = configured(made, clock, environment={"SSO_SECRET": SECRET})
        entered.append(context)
        options = dataclasses.replace(context.__enter__(), hosts=None)
        return Browser(create_app(store, options))

    yield opened
    for context in entered:
        context.__exit__(None, None, None)


def come_in(browser: Browser, house: DirectoryHouse, wish: str = "/expert"):
    """The whole way: to the directory and back."""
    there = browser.get(f"/login/sso?next={wish}")
    assert there.status_code == 303, there.text
    return browser.get(house.authorize(there.headers["location"]))


def audit(store):
    with store.reading() as tx:
        return [(event.action, event.subject) for event in tx.audit.events()]


def test_who_has_a_role_in_the_directory_is_added_and_led_to_where_they_wanted(desk, house, store):
    browser = desk()
    assert "Bank ID" in browser.get("/login").text
    back = come_in(browser, house, "/expert/7?lang=zh")
    assert back.status_code == 303 and back.headers["location"] == "/expert/7?lang=zh"
    cookie = back.headers["set-cookie"]
    assert "__Host-ingest_session=" in cookie and "HttpOnly" in cookie and "Secure" in cookie
    with store.reading() as tx:
        user = tx.users.by_name("li.na")
    assert (user.display, user.email, user.roles) == ("李娜", "li.na@bank.example", {Role.BUSINESS_EXPERT})
    assert user.subject == f"{house.issuer} u-1" and user.password_hash == ""
    assert browser.get("/expert").status_code == 200
    assert audit(store)[:2] == [("logged_in", "user:li.na"), ("user_added", "user:li.na")]


def test_who_comes_by_the_directory_has_no_password_here(desk, house):
    browser = desk()
    come_in(browser, house)
    other = desk()
    assert other.post("/login", {"name": "li.na", "password": ""}).status_code == 403
    assert "/account/password" not in browser.get("/account").text


def test_people_are_known_by_their_subject_whatever_they_are_called_now(desk, house, store):
    come_in(desk(), house)
    house.claims |= {"preferred_username": "na.li", "name": "李娜（卡部）", "dept": "cards"}
    come_in(desk(), house)
    with store.reading() as tx:
        assert tx.users.by_name("na.li") is None
        user = tx.users.by_name("li.na")
    assert user.display == "李娜（卡部）" and user.department == "cards"


def test_roles_follow_the_directory_and_who_has_none_any_more_is_turned_away(desk, house, store):
    come_in(desk(), house)
    house.claims["roles"] = ["desk-agent", "something else"]
    browser = desk()
    assert come_in(browser, house).status_code == 303
    with store.reading() as tx:
        assert tx.users.by_name("li.na").roles == {Role.AGENT}
    house.claims["roles"] = []
    assert "没有与此身份对应的用户" in come_in(desk(), house).text


def test_an_account_of_the_same_name_is_never_taken_over(desk, house, store, clock):
    house.claims["preferred_username"] = "chen"
    refused = come_in(desk(), house)
    assert refused.status_code == 403 and "set-cookie" in refused.headers
    accounts.bind(store, accounts.at_the_machine("test"), "chen", f"{house.issuer} u-1", clock)
    browser = desk(create=False)
    assert come_in(browser, house, "/queue").headers["location"] == "/queue"
    assert browser.get("/queue").status_code == 200
    with store.reading() as tx:
        assert tx.users.by_name("chen").roles == {Role.CUSTOMER_EXPERT}


def test_without_create_strangers_stay_outside_and_disabled_people_too(desk, house, store, clock):
    assert "没有与此身份对应的用户" in come_in(desk(create=False), house).text
    come_in(desk(), house)
    accounts.disable(store, accounts.at_the_machine("test"), "li.na", clock)
    assert "账户已停用" in come_in(desk(), house).text


def test_the_keys_of_the_directory_may_change_at_any_time(desk, house, clock):
    browser = desk()
    come_in(browser, house)
    house.rotate()
    clock.forward(minutes=1)
    assert come_in(browser, house).status_code == 303
    assert house.seen.count("/keys") == 2
    house.keys = [RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig"})]
    house.twist = lambda header, claims, key: ({"alg": "RS256", "kid": "rsa"}, claims, key)
    clock.forward(minutes=1)
    assert come_in(browser, house).status_code == 303


OTHER = ECKey.generate_key("P-256", {"kid": "k1"})
LIES = {
    "unsigned": lambda h, c, k: ({"alg": "none"}, c, k),
    "signed_with_the_public_key_as_a_secret": lambda h, c, k: ({"alg": "HS256", "kid": "k1"}, c, k),
    "signed_by_somebody_else": lambda h, c, k: (h, c, OTHER),
    "a_key_that_nobody_has": lambda h, c, k: ({**h, "kid": "k999"}, c, OTHER),
    "of_another_issuer": lambda h, c, k: (h, {**c, "iss": "https://evil.example"}, k),
    "for_another_client": lambda h, c, k: (h, {**c, "aud": "another"}, k),
    "for_several_without_saying_whom": lambda h, c, k: (h, {**c, "aud": [CLIENT, "another"]}, k),
    "made_out_to_another": lambda h, c, k: (h, {**c, "azp": "another"}, k),
    "over": lambda h, c, k: (h, {**c, "exp": c["iat"] - 61}, k),
    "without_an_end": lambda h, c, k: (h, {n: v for n, v in c.items() if n != "exp"}, k),
    "from_the_future": lambda h, c, k: (h, {**c, "iat": c["iat"] + 3600}, k),
    "not_yet_valid": lambda h, c, k: (h, {**c, "nbf": c["iat"] + 3600}, k),
    "with_the_nonce_of_another_log_in": lambda h, c, k: (h, {**c, "nonce": "x"}, k),
    "without_a_nonce": lambda h, c, k: (h, {n: v for n, v in c.items() if n != "nonce"}, k),
    "without_a_subject": lambda h, c, k: (h, {**c, "sub": ""}, k),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_token_that_lies_lets_nobody_in(desk, house, store, lie):
    house.twist = lie
    browser = desk()
    answer = come_in(browser, house)
    assert answer.status_code == 403 and "应答不可信" in answer.text
    assert browser.get("/expert").status_code == 303
    with store.reading() as tx:
        assert tx.users.by_name("li.na") is None


def test_an_audience_of_several_is_fine_when_it_is_made_out_to_us(desk, house):
    house.twist = lambda h, c, k: (h, {**c, "aud": ["another", CLIENT], "azp": CLIENT}, k)
    assert come_in(desk(), house).status_code == 303


def test_what_began_in_another_browser_or_comes_again_is_refused(desk, house):
    victim, attacker = desk(), desk()
    way = house.authorize(attacker.get("/login/sso").headers["location"])
    assert "另一浏览器" in victim.get(way).text
    assert attacker.get(way).status_code == 303
    assert attacker.get(way).status_code == 403
    assert "另一浏览器" in victim.get("/login/sso/back?code=x&state=").text


def test_a_code_without_its_verifier_is_worth_nothing(desk, house):
    browser = desk()
    location = browser.get("/login/sso").headers["location"]
    way = house.authorize(location)
    for asked in house.codes.values():
        asked["code_challenge"] = "stolen"
    assert "认证服务拒绝了登录" in browser.get(way).text


def test_refusal_and_silence_of_the_directory_are_told_as_such(desk, house, clock):
    browser = desk()
    state = parse_qs(urlsplit(browser.get("/login/sso").headers["location"]).query)["state"][0]
    assert "认证服务拒绝了登录" in browser.get(f"/login/sso/back?error=access_denied&state={state}").text
    house.down = True
    fresh = desk()
    answers = [fresh.get("/login/sso") for _ in range(3)]
    assert all(a.status_code == 403 and "认证服务没有应答" in a.text for a in answers)
    asked = len(house.seen)
    house.down = False
    clock.forward(seconds=11)
    assert fresh.get("/login/sso").status_code == 303
    assert len(house.seen) == asked + 1


def test_a_directory_that_is_away_is_asked_seldom(desk, house, clock):
    house.down = True
    browser = desk()
    for _ in range(3):
        browser.get("/login/sso")
    assert house.seen.count("/.well-known/openid-configuration") == 1


@pytest.mark.parametrize(
    "lie",
    [{"issuer": "https://evil.example"}, {"authorization_endpoint": "javascript:alert(1)"}, {"token_endpoint": 7}],
)
def test_a_directory_that_misdescribes_itself_is_not_believed(desk, house, lie):
    house.discovery = lie
    browser = desk()
    there = browser.get("/login/sso")
    answer = there if there.status_code == 403 else browser.get(house.authorize(there.headers["location"]))
    assert answer.status_code == 403 and "应答不可信" in answer.text


def test_a_directory_with_a_certificate_of_nobody_is_not_reached(desk, house, tmp_path):
    certificate(tmp_path)  # another one is trusted now than the one that it shows
    assert "认证服务没有应答" in desk().get("/login/sso").text


def test_the_way_leads_only_inside(desk, house):
    assert come_in(desk(), house, "https://evil.example").headers["location"] == "/"


def test_log_out_offers_to_leave_the_directory_too(desk, house):
    browser = desk()
    come_in(browser, house)
    answer = browser.post("/logout", page="/account")
    assert answer.headers["location"] == "/login?left=1"
    assert f"{house.issuer}/leave?client_id=ingest-desk" in browser.get("/login?left=1").text


def test_a_desk_without_a_directory_has_no_such_page(browser):
    assert browser.get("/login/sso").status_code == 404 and browser.get("/login/sso/back").status_code == 404


def test_a_missing_secret_is_told_with_its_key(tmp_path, house, clock, app):
    made = settings.of_text(tmp_path / "sources.toml", DESK.format(issuer=house.issuer, create="true"), {})
    with (
        pytest.raises(ConfigurationError, match=r"web\.sso\.secret_env.*SSO_SECRET"),
        configured(made, clock, environment={}),
    ):
        pass
