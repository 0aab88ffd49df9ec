"""[drafting]: a model is asked for by name, its key stays out of the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import app, settings
from ingest.errors import ConfigurationError


def load(tmp_path: Path, drafting: str) -> settings.Settings:
    file = tmp_path / "sources.toml"
    file.write_text(f"[drafting]\n{drafting}\n", "utf-8")
    return settings.load(file, {})


def test_the_rules_write_where_nothing_is_said(tmp_path: Path) -> None:
    made = load(tmp_path, "")
    assert made.drafting.writer == "rules" and app.model_key(made, {}) is None
    with app.rewording(made, {}) as reword:
        assert reword is None


def test_a_model_takes_an_address_and_a_name(tmp_path: Path) -> None:
    made = load(tmp_path, "writer = 'model'\nurl = 'https://models.bank.example/v1'\nmodel = 'small'\nkey_env = 'KEY'")
    assert made.drafting.timeout_seconds == 60 and made.drafting.max_tokens == 4096
    assert app.model_key(made, {"KEY": " abc\n"}) == "abc"
    with app.rewording(made, {"KEY": "abc"}) as reword:
        assert reword is not None


@pytest.mark.parametrize("environment", [{}, {"KEY": ""}, {"KEY": "a\nb"}, {"KEY": "密钥"}])
def test_a_key_that_is_not_there_is_told_before_anything_is_read(tmp_path: Path, environment: dict[str, str]) -> None:
    made = load(tmp_path, "writer = 'model'\nurl = 'https://models.bank.example/v1'\nmodel = 'small'\nkey_env = 'KEY'")
    with pytest.raises(ConfigurationError, match="KEY"), app.rewording(made, environment):
        pass


@pytest.mark.parametrize(
    ("drafting", "says"),
    [
        ("writer = 'robot'", "'rules' or 'model'"),
        ("writer = 'model'", "needs url"),
        ("writer = 'model'\nurl = 'https://models.bank.example/v1'", "needs url"),
        ("url = 'models.bank.example'", "whole address"),
        ("url = 'https://models.bank.example/v1/chat/completions'", "base address"),
        ("url = 'https://user:word@models.bank.example/v1'", "base address"),
        ("url = 'http://127.0.0.1:8000/v1'", "allow_private = true"),
        ("url = 'http://localhost:8000/v1'", "allow_private = true"),
        ("url = 'http://10.1.2.3/v1'", "allow_private = true"),
        ("url = 'http://models.bank.example/v1'\nkey_env = 'KEY'", "https://"),
        ("key_env = 'sk-8d7f6a5s4d3f2'", "environment variable"),
        ("timeout_seconds = 0", "greater than 0"),
        ("max_tokens = 10", "256"),
        ("key = 'abc'", "no such key"),
    ],
)
def test_mistakes_are_told_with_a_remedy_and_without_the_key(tmp_path: Path, drafting: str, says: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        load(tmp_path, drafting)
    assert says in str(raised.value) and "8d7f6a5s4d3f2" not in str(raised.value)


def test_a_private_address_is_fine_when_it_is_meant(tmp_path: Path) -> None:
    made = load(tmp_path, "writer = 'model'\nurl = 'http://127.0.0.1:8000/v1'\nmodel = 'm'\nallow_private = true")
    assert made.drafting.allow_private
