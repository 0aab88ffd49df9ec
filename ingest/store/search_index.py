"""The index of words: FTS5 in SQLite, a generated tsvector in PostgreSQL. Both hold the same token strings.

Five fields: the question or headline; keywords; everything that answers; parts of the words of the first two; how
those are typed in pinyin. Which entry is the best is for the reader of the matches to say (`answer.search`): the index
gives those that hold what is asked, a bounded number of them, and what of its fields the entry holds.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Connection, text

from ingest.model import BulletinDraft, Entry, FaqDraft
from ingest.store.tokens import indexed, parts, sounds, tokens

_LATIN = re.compile(r"[a-z]{4,64}")
FIELDS = ("question", "keywords", "answer", "parts", "sounds")
_NAMES, _VALUES = ", ".join(FIELDS), ", ".join(f":{name}" for name in FIELDS)
SQLITE_TABLE = """CREATE VIRTUAL TABLE entry_words USING fts5(
  question, keywords, answer, parts, sounds, tokenize="unicode61 remove_diacritics 2", prefix='1 2 3')"""
POSTGRESQL_TABLE = """CREATE TABLE entry_words (
  entry_id bigint PRIMARY KEY REFERENCES entries (id),
  question text NOT NULL, keywords text NOT NULL, answer text NOT NULL, parts text NOT NULL, sounds text NOT NULL,
  words tsvector NOT NULL GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', question), 'A') || setweight(to_tsvector('simple', keywords), 'B')
    || setweight(to_tsvector('simple', answer), 'C') || setweight(to_tsvector('simple', parts), 'D')
    || setweight(to_tsvector('simple', sounds), 'D')) STORED)"""
POSTGRESQL_INDEX = "CREATE INDEX ix_entry_words_words ON entry_words USING gin (words)"
"""Kept here beside the queries that they serve; a migration creates them."""


@dataclass(frozen=True, slots=True)
class Term:
    """One token to look for. `fields`: where it counts; `prefix`: the token may go on."""

    token: str
    fields: tuple[str, ...] = ("question", "keywords", "answer")
    prefix: bool = False


Way = tuple[Term, ...]
"""Terms that must all be there."""
Group = tuple[Way, ...]
"""Ways of saying one thing: one of them must be there."""


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that holds what is asked. `fields` are its token strings by the field's name."""

    entry_id: int
    fields: Mapping[str, str]


def fields_of(entry: Entry) -> dict[str, str]:
    """Token strings of the indexed fields."""
    content = entry.content
    if isinstance(content, FaqDraft):
        answer = (content.answer, *content.operation_points, *content.conditions)
        question, keywords = content.question, (*content.keywords, entry.title)
    else:
        answer, question, keywords = _body(content), content.headline, (entry.title,)
    asked = "\n".join((question, *keywords))
    return {
        "question": " ".join(indexed(question)),
        "keywords": " ".join(indexed("\n".join(keywords))),
        "answer": " ".join(indexed("\n".join(answer))),
        "parts": " ".join(parts(asked)),
        "sounds": " ".join(sounds(asked)),
    }


def _body(content: BulletinDraft) -> tuple[str, ...]:
    return (content.what_changes, content.when, content.who, content.script, *content.operation_points)


class Index(Protocol):
    """Which entries hold given words."""

    def put(self, id: int, entry: Entry) -> None: ...

    def put_all(self, entries: Iterable[Entry]) -> None: ...

    def drop(self, id: int) -> None: ...

    def clear(self) -> None: ...

    def count(self, group: Group, most: int) -> int:
        """How many entries say it, counted up to `most`."""
        ...

    def find(self, groups: Sequence[Group], *, limit: int, ends_after: str | None, newest: bool = False) -> list[Match]:
        """At most `limit` entries with every group, the likeliest first, or the newest, which does not read them all;
        `ends_after` leaves out those that are over."""
        ...


class SqliteIndex:
    """FTS5, its likeliest first by BM25."""

    _INSERT = f"INSERT INTO entry_words (rowid, {_NAMES}) VALUES (:id, {_VALUES})"  # noqa: S608 - names of ours
    _FIND = f"""SELECT rowid, {_NAMES} FROM entry_words
      WHERE entry_words MATCH :query AND (:ends IS NULL OR EXISTS (
        SELECT 1 FROM entries AS e WHERE e.id = entry_words.rowid AND (e.ends IS NULL OR e.ends > :ends)))
      ORDER BY {{order}} LIMIT :limit"""  # noqa: S608 - names of ours
    _LIKELIEST, _NEWEST = "bm25(entry_words, 8.0, 6.0, 1.0, 1.0, 1.0), rowid DESC", "rowid DESC"

    def __init__(self, conn: Connection) -> None:
        self.conn = conn

    def put(self, id: int, entry: Entry) -> None:
        self.conn.execute(text(self._INSERT), {"id": id, **fields_of(entry)})

    def put_all(self, entries: Iterable[Entry]) -> None:
        if rows := [{"id": entry.id, **fields_of(entry)} for entry in entries]:
            self.conn.execute(text(self._INSERT), rows)

    def drop(self, id: int) -> None:
        self.conn.execute(text("DELETE FROM entry_words WHERE rowid = :id"), {"id": id})

    def clear(self) -> None:
        self.conn.execute(text("DELETE FROM entry_words"))

    def count(self, group: Group, most: int) -> int:
        some = "SELECT count(*) FROM (SELECT 1 FROM entry_words WHERE entry_words MATCH :query LIMIT :most)"
        return int(self.conn.execute(text(some), {"query": self._query([group]), "most": most}).scalar_one())

    def find(self, groups: Sequence[Group], *, limit: int, ends_after: str | None, newest: bool = False) -> list[Match]:
        values = {"query": self._query(groups), "limit": limit, "ends": ends_after}
        chosen = self._FIND.format(order=self._NEWEST if newest else self._LIKELIEST)
        return [_match(row) for row in self.conn.execute(text(chosen), values)]

    def _query(self, groups: Sequence[Group]) -> str:
        return " AND ".join(f"({' OR '.join(f'({self._way(way)})' for way in group)})" for group in groups)

    @staticmethod
    def _way(way: Way) -> str:
        return " AND ".join(f'{{{" ".join(term.fields)}}} : "{term.token}"{"*" if term.prefix else ""}' for term in way)


_QUESTION = ("question",)


class PostgresqlIndex:
    """A tsvector with weights for the fields, its likeliest first by rank."""

    _INSERT = f"INSERT INTO entry_words (entry_id, {_NAMES}) VALUES (:id, {_VALUES})"  # noqa: S608 - names of ours
    _FIND = f"""SELECT w.entry_id, {", ".join(f"w.{name}" for name in FIELDS)}
      FROM entry_words AS w JOIN entries AS e ON e.id = w.entry_id, to_tsquery('simple', :query) AS q (query)
      WHERE w.words @@ q.query AND (CAST(:ends AS text) IS NULL OR e.ends IS NULL OR e.ends > :ends)
      ORDER BY ts_rank('{{0.1, 0.125, 0.75, 1.0}}', w.words, q.query, 1) DESC, w.entry_id DESC LIMIT :limit"""  # noqa: S608 - names of ours
    _SOME = f"""WITH picked AS MATERIALIZED (
      SELECT entry_id FROM entry_words WHERE words @@ to_tsquery('simple', :query) LIMIT 500)
      SELECT w.entry_id, {", ".join(f"w.{name}" for name in FIELDS)}
      FROM picked JOIN entry_words AS w USING (entry_id) JOIN entries AS e ON e.id = w.entry_id
      WHERE CAST(:ends AS text) IS NULL OR e.ends IS NULL OR e.ends > :ends
      ORDER BY w.entry_id DESC LIMIT :limit"""  # noqa: S608 - names of ours

    def __init__(self, conn: Connection) -> None:
        self.conn = conn

    def put(self, id: int, entry: Entry) -> None:
        self.conn.execute(text(self._INSERT), {"id": id, **fields_of(entry)})

    def put_all(self, entries: Iterable[Entry]) -> None:
        if rows := [{"id": entry.id, **fields_of(entry)} for entry in entries]:
            self.conn.execute(text(self._INSERT), rows)

    def drop(self, id: int) -> None:
        self.conn.execute(text("DELETE FROM entry_words WHERE entry_id = :id"), {"id": id})

    def clear(self) -> None:
        self.conn.execute(text("DELETE FROM entry_words"))

    def count(self, group: Group, most: int) -> int:
        self._by_index()
        some = (
            "SELECT count(*) FROM (SELECT 1 FROM entry_words WHERE words @@ to_tsquery('simple', :query) LIMIT :most) t"
        )
        return int(self.conn.execute(text(some), {"query": self._query([group]), "most": most}).scalar_one())

    def find(self, groups: Sequence[Group], *, limit: int, ends_after: str | None, newest: bool = False) -> list[Match]:
        self._by_index()
        values = {"query": self._query(groups), "limit": limit, "ends": ends_after}
        chosen = self._SOME if newest else self._FIND
        return [_match(row) for row in self.conn.execute(text(chosen), values)]

    def _by_index(self) -> None:
        """A guess that a query fits nearly everything must not lead to reading everything."""
        self.conn.exec_driver_sql("SET LOCAL enable_seqscan = off")

    def _query(self, groups: Sequence[Group]) -> str:
        return " & ".join(f"({' | '.join(f'({self._way(way)})' for way in group)})" for group in groups)

    def _way(self, way: Way) -> str:
        """Fields are asked for only where one alone is meant: the index knows none, each row would have to be read."""
        return " & ".join(f"'{term.token}'{_marks(term)}" for term in way)


def _marks(term: Term) -> str:
    marks = ("*" if term.prefix else "") + ("A" if term.fields == _QUESTION else "")
    return f":{marks}" if marks else ""


def latin(entry: Entry) -> set[str]:
    """The longer words in Latin letters of an entry's question or headline and keywords."""
    content = entry.content
    asked = (content.question, *content.keywords) if isinstance(content, FaqDraft) else (content.headline,)
    return {word for word in tokens("\n".join((*asked, entry.title))) if _LATIN.fullmatch(word)}


def _match(row: Any) -> Match:
    return Match(row[0], dict(zip(FIELDS, row[1:], strict=True)))


def index_for(conn: Connection) -> Index:
    return SqliteIndex(conn) if conn.dialect.name == "sqlite" else PostgresqlIndex(conn)


def minute(now: dt.datetime | None) -> str | None:
    return None if now is None else now.isoformat(timespec="minutes")
