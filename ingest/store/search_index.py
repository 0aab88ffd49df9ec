"""The index of words of either database. Which entry is the best is for the reader of the matches to say
(`answer.search`): the index gives those that hold what is asked, a bounded number of them, and what they hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Protocol

from sqlalchemy import Connection

from ingest.store.search_postgresql import PostgresqlIndex
from ingest.store.search_sqlite import SqliteIndex
from ingest.store.search_terms import EVERY, Among, Group, Match, Way


class Index(Protocol):
    """Which entries hold given words."""

    def put(self, rows: Mapping[int, Mapping[str, str]]) -> None:
        """The fields (`search_terms.fields_of`) of entries that are not there, by number."""
        ...

    def drop(self, id: int) -> None: ...

    def clear(self) -> None: ...

    def counts(self, ways: Sequence[Way], most: int) -> list[int]:
        """For each way, how many entries hold all of it, counted up to `most`."""
        ...

    def find(self, groups: Sequence[Group], *, limit: int, among: Among = EVERY, newest: bool = False) -> list[Match]:
        """At most `limit` entries with every group, the likeliest first, or the newest, which does not read them
        all."""
        ...

    def each(self, ways: Sequence[Way], limit: int, among: Among = EVERY) -> list[Match]:
        """At most `limit` entries of each way that ask for it, and as many that only say it."""
        ...


def index_for(conn: Connection) -> Index:
    return SqliteIndex(conn) if conn.dialect.name == "sqlite" else PostgresqlIndex(conn)


def minute(now: dt.datetime | None) -> str | None:
    return None if now is None else now.isoformat(timespec="minutes")
