"""Bringing a database to the newest revision. A database of the newest revision is recognised by one query, without
loading alembic; one of an unknown revision is left as it is."""

from __future__ import annotations

import sqlite3
import time
from importlib.resources import as_file, files
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from ingest.errors import NewerDatabase, StoreError, Text
from ingest.store.failures import ELSEWHERE
from ingest.store.tables import REVISION

_LOCK = 0x696E676573740002
_TRIES = 50


def migrate(engine: Engine) -> None:
    """In one transaction; several processes may try at the same time."""
    with engine.begin() as conn:
        if conn.dialect.name == "postgresql":
            conn.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            _require_unicode(conn)
        current = revision(conn)
        if current != REVISION:
            _migrate(conn, current, REVISION)
    if engine.dialect.name == "sqlite":
        _write_ahead(engine)


def _write_ahead(engine: Engine) -> None:
    """SQLite does not wait for others here, as it does everywhere else; whoever comes second finds it done."""
    for left in reversed(range(_TRIES)):
        try:
            with engine.connect() as conn:
                conn.connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if not left:
                raise
            time.sleep(0.1)


def _require_unicode(conn: Connection) -> None:
    encoding = conn.execute(text("SHOW server_encoding")).scalar()
    if encoding != "UTF8":
        raise StoreError(
            Text(
                f"The database keeps its text as {encoding}, which does not hold Chinese.",
                f"数据库的字符编码为 {encoding}，无法保存中文。",
            ),
            remedy=Text(
                "Create it anew: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.",
                "请重新创建：CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0。",
            ),
        )


def revision(conn: Connection) -> str | None:
    """None: an empty database. StoreError if it holds tables of another program."""
    names = inspect(conn).get_table_names()
    if not names:
        return None
    if "alembic_version" not in names or "notices" not in names:
        raise StoreError(
            Text(
                "The database belongs to another program: nothing was changed.", "该数据库属于其他程序：未作任何改动。"
            ),
            remedy=ELSEWHERE,
        )
    return conn.execute(text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(conn: Connection, to: str = REVISION) -> None:
    """Bring the tables to revision `to`. NewerDatabase if we don't know it."""
    _migrate(conn, to, to)


def _migrate(conn: Connection, current: str | None, to: str) -> None:
    with as_file(files("ingest.store")) as folder:
        _run(conn, folder / "migrations", current, to)


def _run(conn: Connection, folder: Path, current: str | None, to: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = conn
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if current is not None and current not in known:
        raise NewerDatabase(
            Text(
                f"The database was written by a newer version of ingest (its revision is {current}, ours {REVISION}).",
                f"数据库由更新版本的 ingest 写入（其结构版本为 {current}，本程序为 {REVISION}）。",
            ),
            remedy=Text(
                f"Install that version. {ELSEWHERE.en} Nothing was changed.",
                f"请安装该版本。如不安装，{ELSEWHERE.zh}未作任何改动。",
            ),
        )
    command.upgrade(config, to)
