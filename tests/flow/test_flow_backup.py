"""Backups that are made while a crawl runs, and what comes of them."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from bank_web import LIST, BankWeb, Runs, fee_page
from clocked import Clock
from installation import Installation, patient
from postgresql_server import Databases
from sqlalchemy import create_engine
from stored import stored

from ingest.errors import InputError
from ingest.model import Role
from ingest.operate import restore
from ingest.operate.archive import Manifest, reading, writing
from ingest.review import accounts
from ingest.store import engines
from ingest.store.copying import dump
from ingest.store.migrate import upgrade
from ingest.store.store import Store
from ingest.store.transaction import Transaction


@pytest.fixture(params=["sqlite", "postgresql"])
def other_url(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """Where the restored twin lives: in its folder, or in another database of the server."""
    if request.param == "sqlite":
        yield None
        return
    databases: Databases = request.getfixturevalue("postgresql")
    name = databases.create()
    yield databases.url_of(name)
    databases.drop(name)


@pytest.fixture
def ingest(
    runs: Runs, bank: BankWeb, tmp_path: Path, other_url: str | None, request: pytest.FixtureRequest
) -> Installation:
    runs.settings(LIST)
    patient(tmp_path)
    return Installation(tmp_path, request.getfixturevalue("postgresql_url") if other_url else None)


@pytest.fixture
def twin(ingest: Installation, tmp_path: Path, other_url: str | None) -> Installation:
    (tmp_path / "twin").mkdir()
    return Installation(tmp_path / "twin", other_url)


def _held(bank: BankWeb, page: bytes, released: threading.Event) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        released.wait(60)
        bank._send(handler, 200, page)

    return answer


def test_a_backup_of_a_running_crawl_is_of_one_moment_and_goes_on_where_it_was_made(
    bank: BankWeb, ingest: Installation, twin: Installation, tmp_path: Path
) -> None:
    released, bank.listed = threading.Event(), []
    for n in range(14):
        title = f"关于调整第{n}类借记卡收费标准的公告"
        page = fee_page(1 + n % 9, fee=15 + n, title=title)
        bank.pages[f"/n/b{n}.html"] = page if n < 11 else _held(bank, page, released)
        bank.listed.append((f"/n/b{n}.html", title))
    crawl = ingest.started("run", "--all")
    crawl.wait_for(lambda: crawl.heard("page.saved") >= 3)
    ingest("backup", "backup.tar")
    twin("restore", str(tmp_path / "backup.tar"))
    assert crawl.process.poll() is None
    released.set()
    part = stored(twin.url)
    assert 3 <= sum(part["notices"].values()) <= 14 and part["lists"].total() == 0
    assert crawl.ended(60) == 0
    whole = stored(ingest.url)
    assert all(part[name] <= whole[name] for name in ("notices", "revisions", "drafts", "snapshots"))
    twin("run", "--all")
    found = stored(twin.url)
    found["audit"].pop(("database.restored", "None", "None"))
    for name in whole:
        assert found[name] == whole[name], name


def test_a_restore_brings_back_what_was_lost_also_while_pages_are_open(
    ingest: Installation, bank: BankWeb, tmp_path: Path
) -> None:
    ingest("run", "--all")
    ingest("backup", "backup.tar")
    before = stored(ingest.url)
    bank.pages["/n/7.html"] = fee_page(7, fee=99)
    ingest("run", "--all")
    pages = Store.open(ingest.url)
    with pages.writing() as tx:
        tx.meta.set("after", "the backup")
    assert "holds something" in ingest("restore", "backup.tar", code=2).stderr
    assert stored(ingest.url) != before
    ingest("restore", "backup.tar", "--force")
    with pages.reading() as tx:
        assert tx.meta.get("after") is None
        assert tx.audit.verify() is None
    accounts.add(pages, accounts.at_the_machine("test"), "li.na", "Li Na", [Role.AGENT], "a quiet morning", pages.clock)
    pages.close()
    after = stored(ingest.url)
    assert after.pop("audit")[("database.restored", "None", "None")] == 1 and before.pop("audit")
    assert after == before
    assert '"revised": 1' in ingest("run", "--all", "--json").stdout


def test_a_backup_that_is_not_whole_is_refused_and_changes_nothing(
    ingest: Installation, bank: BankWeb, tmp_path: Path
) -> None:
    ingest("run", "--all")
    good = tmp_path / "backup.tar"
    ingest("backup", "backup.tar")
    assert "whole" in ingest("restore", "--check", "backup.tar").stdout
    assert good.stat().st_mode & 0o077 == 0
    before, raw = stored(ingest.url), good.read_bytes()
    middle = len(raw) // 2
    for broken in (raw[:middle], b"", b"PK\x03\x04" * 300):
        (tmp_path / "broken.tar").write_bytes(broken)
        with pytest.raises(InputError, match="no whole backup"):
            restore.verify(tmp_path / "broken.tar")
    (tmp_path / "broken.tar").write_bytes(raw[:middle] + bytes([raw[middle] ^ 1]) + raw[middle + 1 :])
    said = ingest("restore", "broken.tar", "--force", code=2)
    assert "no whole backup" in said.stderr and "Traceback" not in said.stderr
    assert stored(ingest.url) == before
    assert not list(tmp_path.glob(".backup*")) and not list(tmp_path.glob("output/.restore*"))


def test_a_restore_waits_for_no_run_and_leaves_with_75(ingest: Installation, bank: BankWeb) -> None:
    ingest("backup", "backup.tar")
    released = threading.Event()
    bank.pages["/list.html"] = lambda handler: released.wait(60) and None
    crawl = ingest.started("run", "--all")
    crawl.wait_for(lambda: "/list.html" in bank.requests)
    assert "another run is at work" in ingest("restore", "backup.tar", "--force", code=75).stderr
    released.set()
    crawl.kill()


def test_a_backup_of_a_newer_version_is_refused_and_changes_nothing(
    ingest: Installation, twin: Installation, tmp_path: Path
) -> None:
    ingest("backup", "backup.tar")
    _relabelled(tmp_path / "backup.tar", tmp_path / "newer.tar")
    said = twin("restore", str(tmp_path / "newer.tar"), code=2)
    assert "newer version" in said.stderr and "Traceback" not in said.stderr


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_backup_of_an_older_version_is_brought_up_to_date(
    kind: str, runs: Runs, postgresql: Databases, tmp_path: Path, clock: Clock
) -> None:
    names = [postgresql.create(), postgresql.create()] if kind == "postgresql" else []
    old, new = (
        map(postgresql.url_of, names) if names else (str(tmp_path / "old.db"), f"sqlite:///{tmp_path / 'new.db'}")
    )
    engine = create_engine(engines.parse(old))
    with engine.begin() as conn:
        upgrade(conn, "0001")
        tx = Transaction(conn, clock)
        tx.meta.set("kept", "since the first version")
        tx.audit.append("li.na", "draft.approved", "draft:1", {}, clock.now)
    engine.dispose()
    with writing(tmp_path / "old.tar") as (archive, scratch), dump(old, scratch) as database:
        for part in database.parts:
            archive.add(part.name, part.write)
        archive.add_bytes("sources.toml", b"")
        columns = {part.name.removesuffix(".copy"): part.columns for part in database.parts if part.columns}
        made = Manifest(clock.now, "0.1.0", kind, database.revision, database.audit, archive.members, columns)
        archive.close_with(made)
    settings = replace(runs.settings(LIST), database_url=new)
    settings.folder.mkdir(exist_ok=True)
    assert made.revision == "0001"
    assert restore.restore(settings, tmp_path / "old.tar", "operator:test", clock).events == 2
    store = Store.open(new)
    with store.reading() as tx:
        assert tx.meta.get("kept") == "since the first version"
        assert tx.audit.verify() is None and tx.agenda.all() == {}
    store.close()
    for name in names:
        postgresql.drop(name)


def _relabelled(path: Path, to: Path) -> None:
    """The same backup as a later version would have made it."""
    with reading(path) as archive, writing(to) as (copy, scratch):
        for name in archive.manifest.members:
            raw = archive.bytes(name)
            if name == "database.sqlite3":
                (scratch / "db").write_bytes(raw)
                with closing(sqlite3.connect(scratch / "db")) as conn, conn:
                    conn.execute("UPDATE alembic_version SET version_num = '9999'")
                raw = (scratch / "db").read_bytes()
            copy.add_bytes(name, raw)
        copy.close_with(replace(archive.manifest, revision="9999", members=copy.members))


def test_a_damaged_database_is_moved_aside(runs: Runs, bank: BankWeb, tmp_path: Path) -> None:
    runs.settings(LIST)
    ingest = Installation(tmp_path)
    ingest("run", "--all")
    ingest("backup", "backup.tar")
    before = stored(ingest.url)
    database = tmp_path / "output" / "ingest.db"
    for ending in ("-wal", "-shm"):
        Path(f"{database}{ending}").unlink(missing_ok=True)
    database.write_bytes(os.urandom(5000))
    ingest("restore", "backup.tar", code=2)
    assert "damaged database lies at" in ingest("restore", "backup.tar", "--force").stdout
    after = stored(ingest.url)
    assert after["drafts"] == before["drafts"]


def test_a_new_machine_needs_the_backup_alone(runs: Runs, bank: BankWeb, tmp_path: Path) -> None:
    runs.settings(LIST)
    ingest = Installation(tmp_path)
    ingest("run", "--all")
    ingest("backup", "backup.tar")
    with tarfile.open(tmp_path / "backup.tar") as tar:
        assert {"sources.toml", "published/bulletin.html", "manifest.json"} <= set(tar.getnames())
    (tmp_path / "new").mkdir()
    shutil.copy(tmp_path / "backup.tar", tmp_path / "new")
    new = Installation(tmp_path / "new")
    new("restore", "backup.tar")
    assert (tmp_path / "new" / "sources.toml").read_bytes() == (tmp_path / "sources.toml").read_bytes()
    assert stored(new.url)["drafts"] == stored(ingest.url)["drafts"]
    assert (tmp_path / "new" / "output" / "bulletin.html").exists()
    assert '"new": 0' in new("run", "--all", "--json").stdout
