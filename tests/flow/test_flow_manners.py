"""Manners that outlive a run: what a server asked for, what it vouched for, who may come in; and no secret anywhere."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from contextlib import closing
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from bank_web import BankWeb
from click.testing import CliRunner
from sqlalchemy import create_engine, inspect, text

from ingest.cli import cli
from ingest.store.store import Store

HEAD = "[fetch]\nseconds_between_requests = 0\ntimeout_seconds = 2\n[bank]\nphones = ['95260']\n"
BLOCK = "[[source]]\nid = 'list'\nkind = 'listing'\nurl = '{base}/list.html'\nallow_private = true\n"
PASSWORD = "sehr-geheim-7731"


@pytest.fixture
def file(tmp_path: Path, bank: BankWeb, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INGEST_LANG", "en")
    monkeypatch.delenv("INGEST_DATABASE_URL", raising=False)
    made = tmp_path / "sources.toml"
    made.write_text(HEAD + BLOCK.format(base=bank.base), "utf-8")
    return made


def ran(file: Path, *words: str) -> dict[str, Any]:
    done = CliRunner().invoke(cli, ["run", "--json", *(words or ("--all",)), "--config", str(file)])
    visits: list[dict[str, Any]] = json.loads(done.stdout)["sources"]
    return visits[0]


def page(status: int, body: bytes = b"", **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def test_what_a_server_asks_for_is_honoured_by_later_runs_until_somebody_names_the_source(
    bank: BankWeb, file: Path
) -> None:
    bank.pages["/list.html"] = page(503, Retry_After="7200")
    first = ran(file)
    assert (first["status"], first["code"]) == ("failed", "http_503")
    bank.requests.clear()
    second = ran(file)
    assert (second["status"], second["requests"], bank.requests) == ("failed", 0, [])
    assert "not asked again before" in second["reason"]
    told = CliRunner().invoke(cli, ["sources", "list", "--config", str(file)])
    assert "failed, not asked before" in told.stdout
    del bank.pages["/list.html"]
    named = ran(file, "list")
    assert (named["status"], named["new"]) == ("ok", 3)
    assert ran(file)["status"] == "unchanged"


def test_robots_is_asked_for_once_whatever_the_number_of_runs(bank: BankWeb, file: Path) -> None:
    bank.pages["/robots.txt"] = page(200, b"User-agent: *\nDisallow: /n/7\n")
    for _ in range(3):
        ran(file)
    assert bank.requests.count("/robots.txt") == 1
    assert "/n/7.html" not in bank.requests and "/n/6.html" in bank.requests


def test_pages_that_a_server_vouches_for_are_not_asked_for_again(bank: BankWeb, file: Path) -> None:
    for path in ("/list.html", *(path for path, _ in bank.listed)):
        made = bank._made("/list.html") if path == "/list.html" else bank.pages[path]
        assert isinstance(made, bytes)
        bank.pages[path] = page(200, made, Cache_Control="max-age=86400")
    assert ran(file)["new"] == 3
    bank.requests.clear()
    again = ran(file)
    assert (again["status"], again["requests"], again["unchanged"], bank.requests) == ("unchanged", 0, 3, [])


class Members:
    """Everything of the bank's web is behind a log-in."""

    def __init__(self, bank: BankWeb) -> None:
        self.bank, self.logins, self.open = bank, 0, True
        for path in ("/list.html", *(p for p, _ in bank.listed)):
            made = bank._made(path) if path == "/list.html" else bank.pages[path]
            assert isinstance(made, bytes)
            bank.pages[path] = self.guarded(made)
        bank.pages["/in"] = self.enter

    def guarded(self, body: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            known = f"sid=s{self.logins}" in (handler.headers.get("Cookie") or "") and self.logins > 0
            (page(200, body) if known else page(302, Location="/in"))(handler)

        return answer

    def enter(self, handler: BaseHTTPRequestHandler) -> None:
        form = b"<form method='post'><input name='u'><input type='password' name='p'><input type='hidden' name='t' value='9'></form>"
        if handler.command != "POST":
            page(200, form)(handler)
            return
        sent = {k: v[0] for k, v in parse_qs(self.bank.posted[-1].decode()).items()}
        if sent == {"u": "reader", "p": PASSWORD, "t": "9"}:
            self.logins += 1
            page(200, b"<p>welcome</p>", Set_Cookie=f"sid=s{self.logins}; Path=/")(handler)
        else:
            page(200, form)(handler)


def everything(file: Path) -> bytes:
    """Every value of every table, packed ones unpacked."""
    engine = create_engine(f"sqlite:///{file.parent / 'output' / 'ingest.db'}")
    found = []
    with engine.connect() as conn:
        for table in inspect(engine).get_table_names():
            for row in conn.execute(text(f'SELECT * FROM "{table}"')):
                for value in row:
                    try:
                        found.append(zlib.decompress(value) if isinstance(value, bytes) else str(value).encode())
                    except zlib.error:
                        found.append(value)
    engine.dispose()
    return b"\n".join(found)


@pytest.fixture
def members(bank: BankWeb, file: Path) -> Members:
    login = f"[source.login]\nurl = '{bank.base}/in'\nuser = 'reader'\npassword_env = 'MEMBERS_PASSWORD'\n"
    file.write_text(file.read_text("utf-8") + "headers = { X-Token = 'env:MEMBERS_TOKEN' }\n" + login, "utf-8")
    return Members(bank)


def test_a_place_behind_a_form_is_read_and_no_secret_is_kept_or_told(
    bank: BankWeb, file: Path, members: Members, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEMBERS_PASSWORD", PASSWORD)
    monkeypatch.setenv("MEMBERS_TOKEN", "token-5512-x")
    visit = ran(file)
    assert (visit["status"], visit["new"], members.logins) == ("ok", 3, 1)
    members.logins = 0  # the site forgets everybody
    assert ran(file)["status"] == "unchanged" and members.logins == 1
    monkeypatch.setenv("MEMBERS_PASSWORD", "falsch-" + PASSWORD)
    done = CliRunner().invoke(cli, ["run", "--all", "--config", str(file)])
    assert "the log-in at" in done.output and "was refused" in done.output
    kept = everything(file)
    for secret in (PASSWORD, "token-5512-x", "falsch"):
        assert secret.encode() not in kept and secret not in done.output


def test_a_refused_password_is_not_tried_by_the_next_run(
    bank: BankWeb, file: Path, members: Members, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEMBERS_PASSWORD", "falsch")
    monkeypatch.setenv("MEMBERS_TOKEN", "t-123456")
    assert [ran(file)["code"] for _ in range(3)] == ["login_failed"] * 3
    assert len(bank.posted) == 1
    with closing(Store.open(f"sqlite:///{file.parent / 'output' / 'ingest.db'}")) as store, store.reading() as tx:
        assert [s.host for s in tx.hosts.in_trouble()] == ["login:list"]
    monkeypatch.setenv("MEMBERS_PASSWORD", PASSWORD)
    assert ran(file, "list")["status"] == "ok"


def test_a_password_that_is_not_there_is_told_by_check_probe_and_run(
    bank: BankWeb, file: Path, members: Members, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MEMBERS_PASSWORD", raising=False)
    monkeypatch.setenv("MEMBERS_TOKEN", "t-123456")
    checked = CliRunner().invoke(cli, ["sources", "check", "--config", str(file)])
    assert checked.exit_code == 0 and "MEMBERS_PASSWORD is not set here" in checked.stdout
    probed = CliRunner().invoke(cli, ["sources", "probe", "--config", str(file)])
    assert probed.exit_code == 1 and "set MEMBERS_PASSWORD in the environment" in probed.stdout
    assert ran(file)["code"] == "secret_missing" and bank.posted == []
