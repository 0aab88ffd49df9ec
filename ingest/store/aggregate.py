"""What all aggregates share: a connection, a clock, and the batch statements that both databases know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

Clock = Callable[[], dt.datetime]
AnyRow = Row[*tuple[Any, ...]]


def upsert(conn: Connection, table: Table) -> Any:
    """The dialect's INSERT that knows ON CONFLICT: both spell `on_conflict_do_update/_nothing` alike."""
    return sqlite_insert(table) if conn.dialect.name == "sqlite" else postgresql_insert(table)


def insert_missing(conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert the rows whose key is not there yet; how many that were is exact for a single row only."""
    if not rows:
        return 0
    return conn.execute(upsert(conn, table).on_conflict_do_nothing(), list(rows)).rowcount


def batches(values: Iterable[str], size: int = 500) -> Iterator[list[str]]:
    """Lists of at most `size`: SQLite allows 32,766 parameters, and short statements are cached."""
    rest = list(values)
    for at in range(0, len(rest), size):
        yield rest[at : at + size]


class Aggregate:
    """A group of tables that are read and written together."""

    def __init__(self, conn: Connection, clock: Clock) -> None:
        self.conn = conn
        self.clock = clock
