"""`ingest users`: people, their departments and tokens, from a terminal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from click.testing import CliRunner, Result

from ingest.cli import cli
from ingest.review import passwords

DESK = """
[[department]]
id = "cards"
name = "Cards"
"""
PASSWORD = "mist over the lake"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INGEST_LANG", "en")
    monkeypatch.delenv("INGEST_PASSWORD", raising=False)
    file = tmp_path / "sources.toml"
    file.write_text(DESK, "utf-8")
    return file


def users(config: Path, *args: str, **environment: str) -> Result:
    return CliRunner().invoke(cli, ["users", *args, "--config", str(config)], env=environment)


def add(config: Path, name: str, *args: str, **environment: str) -> Result:
    return users(config, "add", name, "--role", "business_expert", *args, **environment)


def test_a_person_has_a_department_and_a_mail_address_and_a_password_that_serves_once(config: Path) -> None:
    done = add(config, "bai", "--display", "Bai Lu", "--email", "bai@bank.example", "--department", "cards")
    assert done.exit_code == 0 and re.search(r"one-time password (\w{4}-){3}\w{4}", done.output)
    listed = users(config, "list").output
    assert all(word in listed for word in ("Bai Lu", "business_expert", "cards", "bai@bank.example"))
    token = users(config, "token", "add", "bai", "--for", "desktop", INGEST_PASSWORD=done.output.split()[3])
    assert token.exit_code == 2 and "one-time password" in token.stderr


def test_a_department_that_is_not_in_the_file_is_told_with_those_that_are(config: Path) -> None:
    done = add(config, "bai", "--department", "crads")
    assert done.exit_code == 2 and "no department 'crads'" in done.stderr and "cards" in done.stderr
    assert "nobody yet" in users(config, "list").output


def test_what_is_known_of_a_person_is_changed_and_the_rest_stays(config: Path) -> None:
    add(config, "bai", "--email", "bai@bank.example", "--department", "cards")
    assert users(config, "set", "bai", "--display", "Bai Lu").exit_code == 0
    assert "bai@bank.example" in users(config, "list").output
    assert users(config, "set", "bai", "--email", "", "--department", "").exit_code == 0
    listed = users(config, "list").output
    assert "Bai Lu" in listed and "bai@bank.example" not in listed
    assert users(config, "set", "bai", "--email", "nobody").exit_code == 2
    assert users(config, "set", "nobody", "--email", "a@b.example").exit_code == 2


def test_one_identity_of_the_directory_belongs_to_one_person(config: Path) -> None:
    add(config, "bai")
    add(config, "lu")
    subject = "https://id.bank.example 7"
    assert users(config, "set", "bai", "--subject", subject).exit_code == 0
    taken = users(config, "set", "lu", "--subject", subject)
    assert taken.exit_code == 2 and "'bai'" in taken.stderr
    assert users(config, "set", "bai", "--subject", "").exit_code == 0
    assert users(config, "set", "lu", "--subject", subject).exit_code == 0


def test_a_person_is_disabled_enabled_and_logged_out_everywhere(config: Path) -> None:
    add(config, "bai", INGEST_PASSWORD=PASSWORD)
    made = users(config, "token", "add", "bai", "--for", "desktop", INGEST_PASSWORD=PASSWORD)
    assert made.exit_code == 0 and made.stdout.startswith("ingest_")
    assert users(config, "revoke", "bai").exit_code == 0
    assert "disabled" in users(config, "token", "list", "bai").output
    assert users(config, "disable", "bai").exit_code == 0 and "disabled" in users(config, "list").output
    assert users(config, "token", "add", "bai", "--for", "x", INGEST_PASSWORD=PASSWORD).exit_code == 2
    assert users(config, "enable", "bai").exit_code == 0
    assert users(config, "token", "add", "bai", "--for", "x", INGEST_PASSWORD=PASSWORD).exit_code == 0


def test_only_the_owner_makes_a_token_and_the_operator_ends_it(config: Path) -> None:
    add(config, "bai", INGEST_PASSWORD=PASSWORD)
    assert users(config, "token", "add", "bai", "--for", "desktop", INGEST_PASSWORD="a guess of mine").exit_code == 2
    made = users(config, "token", "add", "bai", "--for", "desktop", "--days", "7", INGEST_PASSWORD=PASSWORD)
    assert "for 7 days, number 1" in made.stderr
    listed = users(config, "token", "list", "bai").output
    assert "desktop" in listed and made.stdout.strip() not in listed
    assert users(config, "token", "revoke", "bai", "1").exit_code == 0
    assert users(config, "token", "revoke", "bai", "1").exit_code == 2
    assert users(config, "token", "list", "nobody").exit_code == 2


@pytest.mark.parametrize("password", ["short", "password1234", "bai.bai.bai1"])
def test_a_weak_password_is_refused(config: Path, password: str) -> None:
    refused = add(config, "bai", INGEST_PASSWORD=password)
    assert refused.exit_code == 2 and "-> Choose another one" in refused.stderr
