"""[alerts] in sources.toml: what it takes, and every mistake with its line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ingest import settings
from ingest.errors import ConfigurationError

WHOLE = """
[alerts]
language = "en"
after_failures = 2
after_hours = 6
digest = "08:30"

[alerts.email]
host = "mail.bank.example"
user = "ingest"
password_env = "MAIL_PASSWORD"
from = "ingest@bank.example"
to = ["ops@bank.example", "li.na@bank.example"]

[alerts.webhook]
url_env = "ALERT_URL"

[alerts.ping]
url_env = "PING_URL"
allow_private = true
"""


def load(folder: Path, text: str) -> settings.Settings:
    file = folder / "sources.toml"
    file.write_text(text, "utf-8")
    return settings.load(file, {})


def test_all_of_it_is_read(tmp_path: Path) -> None:
    alerts = load(tmp_path, WHOLE).alerts
    assert (alerts.language, alerts.after_failures, alerts.after_hours) == ("en", 2, 6)
    assert alerts.digest == dt.time(8, 30) and alerts.channels == ("email", "webhook")
    assert alerts.email and alerts.email.usual_port == 587 and alerts.email.sender == "ingest@bank.example"
    assert alerts.ping and alerts.ping.allow_private


def test_without_the_block_nobody_is_told(tmp_path: Path) -> None:
    alerts = load(tmp_path, "[bank]\nname = 'x'\n").alerts
    assert alerts.channels == () and alerts.digest is None and alerts.ping is None


@pytest.mark.parametrize(
    ("line", "instead", "en", "zh"),
    [
        (
            'from = "ingest@bank.example"',
            'from = "Ingest <ingest@bank.example>"',
            "one bare address",
            "只写一个邮件地址",
        ),
        ('digest = "08:30"', 'digest = "8.30"', 'such as "08:00"', '例如 "08:00"'),
        (
            'url_env = "ALERT_URL"',
            'url = "https://x.example"',
            "there is no such key; known here: url_env",
            "没有这个键",
        ),
        ('host = "mail.bank.example"', 'hots = "x"', "known here: host, port, security, user", "此处可用：host"),
        ('password_env = "MAIL_PASSWORD"', "", "user and password_env go together", "须同时填写"),
        ('user = "ingest"', 'user = "ingest"\nsecurity = "none"', "the password would travel readable", "明文传输"),
        ("after_failures = 2", "after_failures = 0", "after_failures", "应大于或等于 1"),
    ],
)
def test_a_mistake_is_told_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, instead: str, en: str, zh: str
) -> None:
    text = WHOLE.replace(line, instead, 1)
    for language, says in (("en", en), ("zh", zh)):
        monkeypatch.setenv("INGEST_LANG", language)
        with pytest.raises(ConfigurationError) as refused:
            load(tmp_path, text)
        assert says in str(refused.value)
    monkeypatch.setenv("INGEST_LANG", "en")
    if instead and "\n" not in instead:
        number = text.splitlines().index(instead) + 1
        with pytest.raises(ConfigurationError, match=f"line {number}: alerts"):
            load(tmp_path, text)
