"""How a source is entered: headers, cookies, proxy, log-in; and that no secret stands in the file."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from ingest import settings
from ingest.errors import ConfigurationError
from ingest.model import Login
from ingest.settings.lines import line_of

WHOLE = """[fetch]
proxy = "http://reader@proxy.bank.example:8080"
proxy_password_env = "PROXY_PASSWORD"
contact = "it@bank.example"
fresh_at_most = "10m"

[[source]]
id = "intranet"
kind = "listing"
url = "https://intranet.bank.example/notices/"
cron = "0 8 * * mon-fri"
time_zone = "Asia/Hong_Kong"
headers = { Authorization = "Bearer env:TOKEN", X-Branch = "007" }
cookies = { lang = "zh" }
proxy = "direct"

[source.login]
url = "https://intranet.bank.example/login"
user = "reader"
password_env = "INTRANET_PASSWORD"
fields = { branch = "1" }
success = "退出"
"""


def load(tmp_path: Path, text: str) -> settings.Settings:
    file = tmp_path / "sources.toml"
    file.write_text(text, "utf-8")
    return settings.load(file, {})


def mistakes(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(ConfigurationError) as raised:
        load(tmp_path, text)
    return str(raised.value.message.en).splitlines()[1:]


def test_everything_that_a_source_may_need_to_be_entered_can_be_said(tmp_path: Path) -> None:
    made = load(tmp_path, WHOLE)
    source = made.sources[0]
    assert source.login == Login(
        "reader",
        "INTRANET_PASSWORD",
        "https://intranet.bank.example/login",
        fields={"branch": "1"},
        success="退出",
    )
    assert (source.proxy, source.time_zone, source.cookies) == ("direct", "Asia/Hong_Kong", {"lang": "zh"})
    assert made.fetch.fresh_at_most == dt.timedelta(minutes=10) and made.fetch.contact == "it@bank.example"


BLOCK = "[[source]]\nid = 'a'\nkind = 'listing'\nurl = 'https://a.example/'\n"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (BLOCK + "headers = { Authorization = 'Basic abc' }", 5, "env:NAME"),
        (BLOCK + "headers = { X-Api-Key = 'abc' }", 5, "env:NAME"),
        (BLOCK + "headers = { 'X Y' = 'abc' }", 5, "can be sent"),
        (BLOCK + 'headers = { X = "a\\nb" }', 5, "can be sent"),
        (BLOCK + "headers = { Host = 'b.example' }", 5, "by ingest itself"),
        (BLOCK + "headers = { Cookie = 'a=b' }", 5, "cookies ="),
        (BLOCK + "cookies = { a = 'b; c' }", 5, "can be sent"),
        (BLOCK + "cookies = { session_id = 'abc' }", 5, "env:NAME"),
        (BLOCK + "proxy = 'proxy:8080'", 5, '"direct"'),
        (BLOCK + "proxy = 'http://me:secret@proxy:8080'", 5, "proxy_password_env"),
        (BLOCK + "proxy_password_env = 'X'", 5, "user@host"),
        (BLOCK + "proxy = 'http://proxy:8080'\nproxy_password_env = 'X'", 6, "user@host"),
        (BLOCK + "login = { user = 'u' }", 5, "is missing"),
        (BLOCK + "login = { user = 'u', password_env = 'P', password = 'abc' }", 5, "known here: user, password_env"),
        (BLOCK + "login = { user = 'u', password_env = 'my secret!' }", 5, "name an environment variable"),
        (BLOCK + "login = { user = 'u', password_env = 'P', success = 'ok' }", 5, "belongs to a form"),
        (
            BLOCK + "[source.login]\nuser = 'u'\npassword_env = 'P'\nurl = 'http://a.example/in'",
            8,
            "readable over http",
        ),
        (
            BLOCK + "[source.login]\nuser = 'u'\npassword_env = 'P'\nurl = 'https://a.example/'\nform = 'x[['",
            9,
            "CSS selector",
        ),
        (BLOCK.replace("https", "http") + "login = { user = 'u', password_env = 'P' }", 5, "readable over http"),
        (BLOCK.replace("//a", "//me:pw@a"), 4, "no place in an address"),
        (BLOCK + "hosts = ['https://b.example/']", 5, "exact hosts"),
        (BLOCK + "hosts = ['*.a.example']", 5, "exact hosts"),
        (BLOCK + "time_zone = 'Mars/Olympus'", 5, "not a time zone"),
        (BLOCK + "cron = '0 8 31 2 *'", 5, "never be due"),
        (BLOCK + "link = 'a::text'", 5, "CSS selector"),
        (BLOCK + "next = 'a:nonsense(3)'", 5, "CSS selector"),
        ("[[source]]\nid = 'a'\nkind = 'folder'\npath = 'in'\ncookies = { a = 'b' }", 5, "from the disk"),
        ("[fetch]\nproxy = 'http://me:secret@proxy:8080'", 2, "proxy_password_env"),
        ("[fetch]\ncontact = 'call me'", 2, "e-mail"),
    ],
)
def test_each_mistake_is_told_with_its_line_in_both_languages(
    tmp_path: Path, text: str, line: int, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = mistakes(tmp_path, text)
    assert len(said) == 1 and said[0].strip().startswith(f"line {line}:") and says in said[0], said
    assert "secret@" not in said[0] and "abc" not in said[0]
    with pytest.raises(ConfigurationError) as raised:
        load(tmp_path, text)
    chinese = raised.value.message.zh.splitlines()[1]
    assert re.match(rf"  第 {line} 行：.*[一-鿿]", chinese), chinese


def test_exact_hosts_with_ports_and_networks_are_taken(tmp_path: Path) -> None:
    made = load(
        tmp_path,
        "[fetch]\nallow_private = ['10.0.0.0/8', 'wiki.bank.example', 'fd00::/8']\n"
        + BLOCK
        + "hosts = ['a.example', 'cdn.a.example:8443', 'nas']",
    )
    assert made.sources[0].hosts == ("a.example", "cdn.a.example:8443", "nas")


def test_inside_the_bank_a_password_may_travel_over_http(tmp_path: Path) -> None:
    text = BLOCK.replace("https", "http") + "allow_private = true\nlogin = { user = 'u', password_env = 'P' }"
    login = load(tmp_path, text).sources[0].login
    assert login and login.password_env == "P"


TEXT = """# a comment
[bank]
phones = [
  "95260",
]
[[source]]   # first
id = "a"
login.user = "u"
[[source]]
id = "b"
headers = { X = "1" }
[source.login]
user = "u"
[fetch]
proxy = "x"
"""


@pytest.mark.parametrize(
    ("loc", "line"),
    [
        (("bank", "phones", 0), 3),
        (("source", 0), 6),
        (("source", 0, "kind"), 6),
        (("source", 0, "login", "user"), 8),
        (("source", 1, "headers", "X"), 11),
        (("source", 1, "login", "user"), 13),
        (("source", 1, "login", "password_env"), 12),
        (("fetch", "proxy"), 15),
        (("fetch", "contact"), 14),
        (("review", "tiers"), None),
    ],
)
def test_a_key_is_found_where_it_stands_or_its_block(loc: tuple[int | str, ...], line: int | None) -> None:
    assert line_of(TEXT, loc) == line
