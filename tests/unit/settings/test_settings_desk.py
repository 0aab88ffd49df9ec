"""`[[department]]` and `[web]`: what they mean, and what is told of a mistake."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from ingest import settings
from ingest.errors import ConfigurationError
from ingest.web.configured import configured, names

FILE = Path("sources.toml")


def of(text: str) -> settings.Settings:
    return settings.of_text(FILE, text, {})


def mistakes(text: str) -> tuple[str, str]:
    with pytest.raises(ConfigurationError) as refused:
        of(text)
    return refused.value.message.en, refused.value.message.zh


def test_departments_have_a_name_in_each_language_a_mail_address_and_hours() -> None:
    made = of("""
[[department]]
id = "cards"
name = { zh = "银行卡部", en = "Cards" }
email = "cards@bank.example"
hours = 4
[[department]]
id = "loans"
name = "Loans"
[[source]]
id = "a"
kind = "feed"
url = "https://www.bank.example/feed"
department = "cards"
""")
    cards, loans = made.departments
    assert (cards.called("zh"), cards.called("en"), cards.email, cards.hours) == (
        "银行卡部",
        "Cards",
        "cards@bank.example",
        4,
    )
    assert loans.called("zh") == "Loans" and loans.hours == 24 and made.sources[0].department == "cards"


def test_a_source_of_a_department_that_is_not_there_is_told_with_its_line_and_those_that_are() -> None:
    en, zh = mistakes("""
[[department]]
id = "cards"
name = "Cards"
[[source]]
id = "a"
kind = "feed"
url = "https://www.bank.example/feed"
department = "crads"
""")
    assert "line 9: source 'a', department: there is no [[department]] 'crads'; there are: cards" in en
    assert "第 9 行：来源 'a'，department：没有 id 为 'crads' 的 [[department]]；现有：cards" in zh


def test_where_no_department_is_named_a_source_may_name_any() -> None:
    made = of('[[source]]\nid = "a"\nkind = "feed"\nurl = "https://www.bank.example/f"\ndepartment = "cards"')
    assert made.sources[0].department == "cards" and made.departments == ()


WRONG = [
    (
        '[[department]]\nid = "a"\nname = "A"\n[[department]]\nid = "a"\nname = "B"',
        "line 5: department 'a', id",
        "stands twice",
    ),
    ('[[department]]\nid = "a b"\nname = "A"', "department 'a b', id", "match"),
    ('[[department]]\nid = "a"\nname = { zh = "甲" }', "department 'a', name.en", "is missing"),
    ('[[department]]\nid = "a"\nname = "A"\nhours = 0', "hours", "greater than"),
    (
        '[[department]]\nid = "a"\nname = "A"\nmail = "x"',
        "department 'a', mail",
        "known here: id, name, email, hours, language",
    ),
    ('[web]\naddress = "desk.bank.example"', "line 2: web.address", "https://"),
    ('[web]\naddress = "https://bank.example/desk"', "line 2: web.address", "scheme and host alone"),
    ('[web]\nproxies = ["proxy.bank.example"]', "web.proxies", "10.0.0.5"),
    ('[web]\nsession_idle = "5s"', "web.session_idle", "between one minute"),
    ("[web]\npasswords = false", "web.passwords", "nobody could log in"),
    ("[web]\nhsots = []", "web.hsots", "known here: address, hosts"),
    ('[web.header]\nsecret_env = "S"', "web.header", "proxies"),
    ('[web.header]\nname = "Cookie"\nsecret_env = "S"', "web.header.name", "name of a header"),
    ('[web.sso]\nissuer = "https://id.bank.example"\nclient_id = "x"', "web.sso", "address"),
    (
        '[web]\naddress = "https://d.bank.example"\n[web.sso]\nissuer = "http://id.bank.example"\nclient_id = "x"',
        "line 4: web.sso.issuer",
        "https://",
    ),
    (
        '[web]\naddress = "https://d.bank.example"\n[web.sso]\nissuer = "https://id.bank.example"\nclient_id = "x"\ncreate = true',
        "line 6: web.sso.create",
        "roles",
    ),
    (
        '[web]\naddress = "https://d.bank.example"\n[web.sso]\nissuer = "https://i.bank.example"\nclient_id = "x"\n'
        'roles = { x = "boss" }',
        "web.sso.roles.x",
        "administrator",
    ),
]


@pytest.mark.parametrize(("text", "place", "said"), WRONG, ids=[w[1] for w in WRONG])
def test_a_mistake_is_told_with_its_place_and_what_to_write(text: str, place: str, said: str) -> None:
    en, zh = mistakes(text)
    assert place in en and said in en
    assert any("\u4e00" <= sign <= "\u9fff" for sign in zh.partition("\n")[2])


def test_sessions_last_as_the_settings_say() -> None:
    with configured(
        of('[web]\nsession_idle = "15m"\nsession_longest = "8h"'), lambda: dt.datetime.now(dt.UTC)
    ) as options:
        assert (options.lasting.idle, options.lasting.longest) == (dt.timedelta(minutes=15), dt.timedelta(hours=8))
        assert not options.secure_cookies and options.session_cookie == "ingest_session"


def test_an_address_with_https_makes_cookies_secure_and_its_name_ours() -> None:
    made = of('[web]\naddress = "https://Desk.bank.example"\nhosts = ["desk"]')
    with configured(made, lambda: dt.datetime.now(dt.UTC), environment={}) as options:
        assert options.secure_cookies and options.session_cookie.startswith("__Host-")
        assert {"desk.bank.example", "desk", "localhost"} <= (options.hosts or frozenset())
    assert "evil.example" not in names(made, "127.0.0.1")


@pytest.mark.parametrize("environment", [{}, {"S": "short"}, {"S": "        "}])
def test_the_secret_of_a_proxy_must_be_there(environment: dict[str, str]) -> None:
    made = of('[web]\nproxies = ["10.0.0.5"]\n[web.header]\nsecret_env = "S"')
    with (
        pytest.raises(ConfigurationError, match=r"web\.header\.secret_env"),
        configured(made, lambda: dt.datetime.now(dt.UTC), environment=environment),
    ):
        pass


def test_the_secret_of_a_proxy_is_in_no_picture_of_the_options() -> None:
    made = of('[web]\nproxies = ["10.0.0.5"]\n[web.header]\nsecret_env = "S"')
    with configured(made, lambda: dt.datetime.now(dt.UTC), environment={"S": "between us two"}) as options:
        assert options.header and options.header.secret == "between us two" and "between" not in repr(options)


_PROSE = re.compile(r"# [A-Z][a-z]+ ")
"""A sentence of the file, not an example."""


def test_the_examples_in_the_file_that_is_shipped_are_valid() -> None:
    shipped = (Path(__file__).parents[3] / "sources.toml").read_text("utf-8")
    lines = shipped.partition("# [[department]]")[2].partition("# How long what nobody")[0].splitlines()
    example = "[[department]]" + "\n".join(line.removeprefix("# ") for line in lines if not _PROSE.match(line))
    made = of(example)
    assert made.departments[0].id == "cards" and made.web.sso and made.web.header and made.web.address
