"""The queue: procrastinate's tables in a schema of their own, beside ours.

What is due stands in `agenda`, so the queue holds nothing that could not be made again: another version of
procrastinate throws it away and makes its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import procrastinate
import psycopg
from procrastinate.schema import SchemaManager
from sqlalchemy import URL, Connection, NullPool, create_engine, text
from sqlalchemy.exc import ProgrammingError

from ingest.errors import StoreError, Text
from ingest.store import engines
from ingest.store.failures import explained

SCHEMA = "ingest_jobs"
QUEUE = "visits"
TASK = "ingest.visit"

BEAT_SECONDS = 4.0
STALLED_SECONDS = 16.0
"""A worker that was not heard of for so long is taken for dead."""

_LOCK = 0x696E676573740006
_VERSION = f"procrastinate {procrastinate.__version__}"
_CONNECTIONS = 4
_MADE_BY = text(f"SELECT obj_description(to_regnamespace('{SCHEMA}'), 'pg_namespace')")
_AT_WORK = text(
    f"SELECT count(*) FROM {SCHEMA}.procrastinate_workers "  # noqa: S608
    f"WHERE last_heartbeat > now() - interval '{STALLED_SECONDS} seconds'"
)


def prepare(url: str) -> None:
    """Make the queue's tables where they are missing. Raises StoreError."""
    place = engines.parse(url)
    engine = create_engine(place, poolclass=NullPool)
    with explained(place), _allowed(place), engine.begin() as conn:
        conn.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        made_by = conn.execute(_MADE_BY).scalar()
        if made_by == _VERSION:
            return
        if made_by and conn.execute(_AT_WORK).scalar():
            raise _at_work(made_by)
        _make(conn)


@contextmanager
def _allowed(place: URL) -> Iterator[None]:
    """Says what is missing where our role may not make a schema."""
    try:
        yield
    except ProgrammingError as error:
        if not isinstance(error.orig, psycopg.errors.InsufficientPrivilege):
            raise
        grant = f'GRANT CREATE ON DATABASE "{place.database}" TO "{place.username or "…"}"'
        raise StoreError(
            Text(
                f"The account may not make the schema {SCHEMA} of the workers' queue.",
                f"该账户无权创建任务队列所用的模式 {SCHEMA}。",
            ),
            remedy=Text(f"As the database's owner: {grant}", f"请由数据库所有者执行：{grant}"),
        ) from error


def _at_work(others: str) -> StoreError:
    return StoreError(
        Text(
            f"Workers with {others} are at work; this one has {_VERSION}.",
            f"使用 {others} 的工作进程正在运行；本进程为 {_VERSION}。",
        ),
        remedy=Text("stop all of them, then start them anew", "请先全部停止，再重新启动"),
    )


def _make(conn: Connection) -> None:
    conn.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
    conn.execute(text(f"CREATE SCHEMA {SCHEMA}"))
    conn.execute(text(f"SET LOCAL search_path TO {SCHEMA}"))
    conn.connection.cursor().execute(SchemaManager.get_schema())
    # a job is looked for by its place each time that one is taken; without this it is looked for among all of them
    conn.execute(
        text("CREATE INDEX ingest_place ON procrastinate_jobs (lock, status) WHERE status IN ('todo', 'doing')")
    )
    conn.execute(text(f"COMMENT ON SCHEMA {SCHEMA} IS '{_VERSION}'"))


def queue(url: str, name: str) -> procrastinate.App:
    """The queue in the database at `url`, to be opened; `name` is told to the server."""
    place = engines.parse(url)
    connector = procrastinate.PsycopgConnector(
        conninfo=place.set(drivername="postgresql").render_as_string(hide_password=False),
        min_size=1,
        max_size=_CONNECTIONS,
        kwargs=_settings(place, name),
    )
    return procrastinate.App(connector=connector)


def _settings(place: URL, name: str) -> dict[str, Any]:
    options = (place.query.get("options"), f"-c search_path={SCHEMA}")
    return {
        "application_name": name.encode("ascii", "replace")[:63].decode(),
        "connect_timeout": engines.CONNECT_SECONDS,
        "options": " ".join(str(o) for o in options if o),
    }
