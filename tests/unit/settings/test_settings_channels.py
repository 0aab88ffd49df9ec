"""[[publish.channel]] in sources.toml: what it takes, and every mistake with its line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ingest.errors import ConfigurationError
from ingest.model import Category
from ingest.settings import Settings, of_text

WHOLE = """[publish]
folder = "out"
[[publish.channel]]
id = "early-team"
kind = "email"
to = ["early@bank.example", "lead@bank.example"]
language = "en"
at = "07:45"
changes = false
categories = "maintenance"
[[publish.channel]]
id = "centre"
kind = "wecom"
url_env = "WECOM_URL"
link = "https://files.bank.example/bulletin.html"
[alerts.email]
host = "mail.bank.example"
from = "ingest@bank.example"
to = "it@bank.example"
"""


def load(text: str) -> Settings:
    return of_text(Path("/srv/sources.toml"), text, {})


def mistakes(text: str) -> list[str]:
    with pytest.raises(ConfigurationError) as raised:
        load(text)
    return raised.value.message.en.splitlines()[1:] + raised.value.message.zh.splitlines()[1:]


def test_each_channel_has_its_readers_its_time_and_its_secrets_by_name() -> None:
    settings = load(WHOLE)
    mail, chat = settings.channels
    assert (mail.to, mail.language, mail.at) == (("early@bank.example", "lead@bank.example"), "en", dt.time(7, 45))
    assert mail.categories == (Category.MAINTENANCE,) and mail.changes is False
    assert (chat.kind, chat.url_env, chat.changes) == ("wecom", "WECOM_URL", True)
    assert settings.variables == ("WECOM_URL",)
    assert load("").channels == ()


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (('kind = "wecom"', 'kind = "pigeon"'), 13, "write one of dingtalk, email, feishu, slack, webhook, wecom"),
        (('url_env = "WECOM_URL"\n', ""), 13, 'needs url_env = "NAME"'),
        (('"WECOM_URL"', '"https://qyapi.example/?key=1"'), 14, "name an environment variable"),
        (('id = "centre"', 'id = "early-team"'), 12, "stands twice"),
        (("changes = false", 'url_env = "X"'), 9, "no address to call"),
        (('at = "07:45"\n', ""), 8, "nothing would ever be sent"),
        (('to = ["early@bank.example", "lead@bank.example"]\n', ""), 5, "needs to ="),
        (('link = "', 'to = "a@bank.example"\nlink = "'), 15, "recipients belong to"),
        (("https://files", "files"), 15, "write the whole address"),
        (('id = "centre"', 'id = "centre"\ntoken = "x"'), 13, "known here: id, kind, url_env, secret_env"),
        (("[alerts.email]", "[source_of_nothing]"), 5, "needs [alerts.email]"),
    ],
)
def test_every_mistake_is_told_with_its_line_and_what_to_write(change, line, words) -> None:
    found = [row for row in mistakes(WHOLE.replace(*change)) if words in row]
    assert found and found[0].strip().startswith(f"line {line}: channel '"), mistakes(WHOLE.replace(*change))
    assert any(row.strip().startswith(f"第 {line} 行：渠道") for row in mistakes(WHOLE.replace(*change)))
