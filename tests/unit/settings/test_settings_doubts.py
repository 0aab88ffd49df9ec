"""What is valid and will hardly be what was meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest.settings import of_text
from ingest.settings.doubts import doubts

FILE = Path("sources.toml")
CALM = "[fetch]\ncontact = 'it@bank.example'\n"
BLOCK = "[[source]]\nid = '{id}'\nkind = 'listing'\nurl = 'https://a.example/{path}'\n"


def block(id_: str = "a", path: str = "", rest: str = "") -> str:
    return BLOCK.format(id=id_, path=path) + rest


def told(text: str, **environment: str) -> list[str]:
    of_text(FILE, text)
    found = doubts(FILE, text, environment)
    return found.en.splitlines()[1:] if found else []


def test_a_file_as_it_should_be_raises_no_doubt() -> None:
    login = "login = { user = 'u', password_env = 'P' }\nheaders = { X-Token = 'Bearer env:T' }\ncron = '0 8 * * *'\n"
    assert told(CALM + block(rest=login), P="1", T="2") == []


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (block(), 0, "contact ="),
        (CALM + "obey_robots = false\n", 3, "robots.txt"),
        (CALM + "seconds_between_requests = 0.1\n", 3, "half a second"),
        (CALM + block(rest="login = { user = 'u', password_env = 'P' }"), 7, "P is not set"),
        (CALM + block(rest="[source.login]\nuser = 'u'\npassword_env = 'P'"), 9, "P is not set"),
        (CALM + block(rest="headers = { A = 'x env:TOK' }"), 7, "TOK is not set"),
        (CALM + block() + block("b"), 10, "'a' reads the same address"),
        (CALM + block(rest="cron = '0 8 * * *'\nevery = '1h'"), 8, "cron decides"),
        (CALM + block(rest="time_zone = 'Asia/Tokyo'"), 7, "no cron"),
        (CALM + block(rest="expect = 300"), 7, "max_items"),
    ],
)
def test_each_doubt_is_told_with_its_line_and_what_to_do(text: str, line: int, says: str) -> None:
    said = told(text)
    assert len(said) == 1 and says in said[0]
    assert not line or said[0].strip().startswith(f"line {line}:"), said
    found = doubts(FILE, text, {})
    assert found and re.search("[一-鿿]", found.zh.splitlines()[1])


def test_what_is_switched_off_raises_no_doubt() -> None:
    off = "enabled = false\nlogin = { user = 'u', password_env = 'P' }\n"
    assert told(CALM + block() + block("b", rest=off)) == []
