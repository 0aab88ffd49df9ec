"""What is hostile beside servers: documents, feeds, pagers, names, the disk, the clock. `ingest run` outlives all of it, the
rest of the run is as ever, and when it is over nothing is lost and nothing doubled."""

from __future__ import annotations

import datetime as dt
import functools
import json
import resource
import socket
import subprocess
import sys
import zlib
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import hostile
import pytest
from bank_web import BankWeb, fee_page
from click.testing import CliRunner
from installation import Installation
from stored import stored

from ingest import app
from ingest.cli import cli
from ingest.pipeline.pool import ReaderPool

HEAD = "[bank]\nphones = ['95260']\n[fetch]\nseconds_between_requests = 0\ntimeout_seconds = 2\n"
BLOCK = "[[source]]\nid = '{id}'\nkind = '{kind}'\nurl = '{url}'\nallow_private = {private}\n{more}\n"


def block(name: str, url: str, kind: str = "listing", more: str = "", private: bool = True) -> str:
    return BLOCK.format(id=name, kind=kind, url=url, more=more, private=str(private).lower())


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INGEST_LANG", "en")
    monkeypatch.delenv("INGEST_DATABASE_URL", raising=False)
    return tmp_path / "sources.toml"


def ran(file: Path, *words: str, code: int) -> dict[str, dict[str, Any]]:
    """`ingest run --all`, by source."""
    done = CliRunner().invoke(cli, ["run", "--json", "--all", *words, "--config", str(file)])
    assert done.exit_code == code, done.output
    return {visit["id"]: visit for visit in json.loads(done.stdout)["sources"]}


def in_days(n: int) -> tuple[str, str]:
    return "--today", (dt.date.today() + dt.timedelta(days=n)).isoformat()


def pdf(*objects: bytes) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for n, thing in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, thing)
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    size = len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, out.rindex(b"xref"))


def stream(data: bytes, more: bytes) -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (more, len(data), data)


PAGES = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>")
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>"


def eats_memory() -> bytes:
    """A page whose content unpacks, twice, to 4 GB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 15)
    first = packer.compress(b" " * (1 << 24)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(b" " * (1 << 24)) + packer.flush(zlib.Z_FULL_FLUSH)
    content = zlib.compress(first + again * 255 + packer.flush(), 9)
    return pdf(*PAGES, PAGE, stream(content, b"/Filter[/FlateDecode/FlateDecode]"))


def never_ends() -> bytes:
    """A page that draws a form eight times, which draws a form eight times, fourteen deep."""
    forms = [
        stream(b"/X Do " * 8, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (n + 6))
        for n in range(13)
    ]
    last = stream(b"0 0 9 9 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    return pdf(*PAGES, PAGE, stream(b"/X Do", b""), *forms, last)


def test_documents_that_eat_memory_or_never_end_cost_themselves(
    bank: BankWeb, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "ReaderPool", functools.partial(ReaderPool, seconds=12))
    for name, made in (("memory", eats_memory()), ("endless", never_ends())):
        bank.pages[f"/{name}.pdf"] = made
        bank.listed.insert(1, (f"/{name}.pdf", f"关于调整{name}收费标准的公告"))
    file.write_text(HEAD + block("list", f"{bank.base}/list.html"), "utf-8")
    visit = ran(file, code=1)["list"]
    assert (visit["new"], visit["status"], visit["turned_away"]) == (3, "degraded", 0), visit
    assert all(f"/{name}.pdf" in visit["reason"] for name in ("memory", "endless")), visit
    assert "reader" in visit["reason"] or "reading it took" in visit["reason"]
    for name, fee in (("memory", 31), ("endless", 32)):
        bank.pages[f"/{name}.pdf"] = fee_page(9, fee=fee, title=f"关于调整{name}收费标准的公告")
    after = ran(file, *in_days(2), code=0)["list"]
    assert (after["new"], after["unchanged"]) == (2, 3), after


LAUGHS = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
ENTITIES = (
    f"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY l0 'ha'>{LAUGHS}<!ENTITY f SYSTEM 'file:///etc/passwd'>"
    "<!ENTITY net SYSTEM '{base}/fetched-by-entity'>]><rss version='2.0'><channel><title>n</title>"
    "<item><title>关于调整收费的公告&l11;&f;&net;</title><link>{base}/n/6.html</link></item></channel></rss>"
)


@pytest.mark.parametrize("kind", ["feed", "sitemap"])
def test_entities_of_xml_are_not_read(bank: BankWeb, file: Path, kind: str) -> None:
    feed = bank._made("/feed.xml")
    bank.pages["/feed.xml"] = ENTITIES.replace("{base}", bank.base).encode()
    file.write_text(
        HEAD + block("hostile", f"{bank.base}/feed.xml", kind) + block("list", f"{bank.base}/list.html"), "utf-8"
    )
    done = CliRunner().invoke(cli, ["run", "--json", "--all", "--config", str(file)])
    visits = {v["id"]: v for v in json.loads(done.stdout)["sources"]}
    assert visits["list"]["new"] + visits["list"]["repeated"] == 3 and visits["hostile"]["found"] <= 1
    assert "root:" not in done.output and "hahaha" not in done.output
    assert "/fetched-by-entity" not in bank.requests
    assert b"root:" not in (file.parent / "output" / "ingest.db").read_bytes()
    assert isinstance(feed, bytes)
    bank.pages["/feed.xml"] = feed
    after = ran(file, *in_days(2), code=0)
    assert after["list"]["drafts"] == 0 and after["hostile"]["status"] in ("ok", "unchanged")


@pytest.mark.parametrize("more", ["pages = 5", "pages = 5\nnext = ['a.on']"])
def test_a_pager_without_end_is_left_after_the_pages_that_are_wished(bank: BankWeb, file: Path, more: str) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> bytes:
        n = int(handler.path.partition("?p=")[2] or 1)
        rows = "".join(f"<li><a href='{p}'>{t}</a><span>2026-03-05</span></li>" for p, t in bank.listed)
        return f"<meta charset='utf-8'><ul class='list'>{rows}</ul><a class='on' rel='next' href='/list.html?p={n + 1}'>下一页</a>".encode()

    bank.pages["/list.html"] = endless
    file.write_text(HEAD + block("list", f"{bank.base}/list.html", more=more), "utf-8")
    assert ran(file, code=0)["list"]["new"] == 3
    assert sum(path.startswith("/list.html") for path in bank.requests) <= 5
    assert ran(file, code=0)["list"]["unchanged"] == 3


def test_a_name_that_turns_to_a_private_address_within_a_visit_is_refused_there(
    bank: BankWeb, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the list comes from the site, and for its pages the name leads to cloud metadata."""
    answers, real = ["127.0.0.1"], socket.getaddrinfo

    def resolver(host: Any, port: Any, *rest: Any, **options: Any) -> list[Any]:
        if host != "rebind.example":
            return list(real(host, port, *rest, **options))
        ip = answers.pop(0) if answers else "169.254.169.254"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    made = bank._made("/list.html")
    assert isinstance(made, bytes)
    bank.pages["/list.html"] = hostile.wrong_length(0)(made)  # and the connection ends
    port = bank.base.rpartition(":")[2]
    own = HEAD + "obey_robots = false\nallow_private = ['127.0.0.0/8']\n"
    file.write_text(
        own
        + block("rebind", f"http://rebind.example:{port}/list.html", private=False)
        + block("list", f"{bank.base}/feed.xml", "feed"),
        "utf-8",
    )
    visits = ran(file, code=1)
    assert visits["rebind"]["status"] == "degraded" and "169.254.169.254" in visits["rebind"]["reason"], visits[
        "rebind"
    ]
    assert visits["rebind"]["new"] == 0 and visits["list"]["new"] == 3
    answers.extend(["127.0.0.1"] * 9)
    after = ran(file, *in_days(2), code=0)
    assert after["rebind"]["repeated"] + after["rebind"]["new"] == 3 and after["list"]["drafts"] == 0


def test_a_host_without_an_address_fails_alone(bank: BankWeb, file: Path) -> None:
    gone = block("nowhere", "http://no-such-host.invalid/list.html")
    file.write_text(HEAD + gone + block("list", f"{bank.base}/list.html"), "utf-8")
    visits = ran(file, code=1)
    assert (visits["nowhere"]["status"], visits["list"]["new"]) == ("failed", 3)
    assert "no-such-host.invalid" in visits["nowhere"]["reason"]


def test_a_list_whose_dates_are_all_missing_is_told(bank: BankWeb, file: Path) -> None:
    file.write_text(HEAD + block("list", f"{bank.base}/list.html"), "utf-8")
    for _ in range(6):
        assert ran(file, code=0)["list"]["status"] in ("ok", "unchanged")
    rows = "".join(f"<li><a href='{path}'>{title}</a></li>" for path, title in bank.listed)
    bank.pages["/list.html"] = f"<html><meta charset='utf-8'><body><ul class='list'>{rows}</ul></body></html>".encode()
    told = ran(file, code=1)["list"]
    assert (told["status"], told["code"], told["unchanged"]) == ("degraded", "no_dates", 3)
    del bank.pages["/list.html"]
    assert ran(file, code=0)["list"]["status"] == "unchanged"


def many(bank: BankWeb, n: int) -> None:
    for number in range(n):
        title = f"关于调整第{number}类借记卡收费标准的公告"
        bank.pages[f"/m/{number}.html"] = fee_page(1 + number % 9, title=title, fee=20 + number, extra="说明。" * 400)
        bank.listed.append((f"/m/{number}.html", title))


def test_a_full_disk_ends_the_run_with_2_and_the_next_one_goes_on(bank: BankWeb, file: Path) -> None:
    """No file may grow beyond what a limit of this process allows: SQLite and the edition meet a full disk."""
    file.write_text(HEAD + block("list", f"{bank.base}/list.html"), "utf-8")
    ingest = Installation(file.parent)
    ingest("run", "--all")
    many(bank, 30)
    before = {path.name: path.read_bytes() for path in (file.parent / "output").glob("bulletin.*")}
    command = [sys.executable, "-m", "ingest", "run", "--all"]
    limit = functools.partial(resource.setrlimit, resource.RLIMIT_FSIZE, (150_000, 150_000))
    environment = {**ingest.environment, "INGEST_DEBUG": "", "INGEST_LOG": "text"}
    full = subprocess.run(
        command, cwd=ingest.folder, env=environment, preexec_fn=limit, capture_output=True, text=True, timeout=120
    )
    assert full.returncode == 2, full.stdout + full.stderr
    assert "Traceback" not in full.stderr and "->" in full.stderr, full.stderr
    assert {path.name: path.read_bytes() for path in (file.parent / "output").glob("bulletin.*")} == before
    ingest("run", "--all")
    found = json.loads(ingest("run", "--all", "--json").stdout)["totals"]
    assert (found["unchanged"], found["drafts"]) == (33, 0)
    held = stored(ingest.url)
    assert len(held["notices"]) == 33
    assert all(n == 1 for name in ("notices", "revisions", "drafts") for n in held[name].values())


def test_a_clock_that_jumps_ahead_and_back_loses_and_doubles_nothing(bank: BankWeb, file: Path) -> None:
    file.write_text(HEAD + block("list", f"{bank.base}/list.html"), "utf-8")
    assert ran(file, *in_days(400), code=0)["list"]["new"] == 3
    many(bank, 4)
    back = ran(file, code=0)["list"]
    assert (back["new"], back["unchanged"]) == (4, 3), back
    again = ran(file, *in_days(1), code=0)["list"]
    assert (again["unchanged"], again["drafts"]) == (7, 0), again
