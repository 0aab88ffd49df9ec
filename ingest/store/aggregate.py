"""What all aggregates share: a connection, a clock, and the batch statements that both databases know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

Clock = Callable[[], dt.datetime]
AnyRow = Row[*tuple[Any, ...]]


def upsert(conn: Connection, table: Table) -> Any:
    """The dialect's INSERT that knows ON CONFLICT: both spell `on_conflict_do_update/_nothing` alike."""
    return sqlite_insert(table) if conn.dialect.name == "sqlite" else postgresql_insert(table)


def insert_missing(conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows whose key is not there yet."""
    if rows:
        conn.execute(upsert(conn, table).on_conflict_do_nothing(), list(rows))


def batches(values: Iterable[str], size: int = 500) -> Iterator[list[str]]:
    """Lists of at most `size`: SQLite allows 32,766 parameters, and short statements are cached."""
    rest = list(values)
    for at in range(0, len(rest), size):
        yield rest[at : at + size]


def insert_new(conn: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert the row; False if its key is there already. (The count of affected rows is not told for every INSERT.)"""
    new = upsert(conn, table).values(row).on_conflict_do_nothing()
    return conn.execute(new.returning(*table.primary_key.columns)).first() is not None


class Aggregate:
    """A group of tables that are read and written together."""

    def __init__(self, conn: Connection, clock: Clock) -> None:
        self.conn = conn
        self.clock = clock

    def seldom(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        """The same condition, which few rows meet. SQLite keeps no count of each value: it takes the two states of
        what is open, of three that there are, for most of the table, and reads it all."""
        return func.unlikely(condition) if self.conn.dialect.name == "sqlite" else condition

    def one_at_a_time(self, lock: int) -> None:
        """Wait until no other writing transaction holds `lock`, and hold it to the end of this one. SQLite has only
        one writer anyway; PostgreSQL's next statement sees what the one before committed."""
        if self.conn.dialect.name == "postgresql" and not self.conn.get_execution_options().get("postgresql_readonly"):
            self.conn.execute(select(func.pg_advisory_xact_lock(lock)))
