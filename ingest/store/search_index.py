"""The index of words: FTS5 in SQLite, a generated tsvector in PostgreSQL. Both hold the same token strings.

Three fields, in order of weight: the question or headline, keywords, and everything that answers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Protocol

from sqlalchemy import Connection, text

from ingest.model import BulletinDraft, Entry, FaqDraft
from ingest.store.tokens import tokens

SQLITE_TABLE = """CREATE VIRTUAL TABLE entry_words USING fts5(
  question, keywords, answer, tokenize="unicode61 remove_diacritics 2", prefix='1 2')"""
POSTGRESQL_TABLE = """CREATE TABLE entry_words (
  entry_id bigint PRIMARY KEY REFERENCES entries (id),
  question text NOT NULL, keywords text NOT NULL, answer text NOT NULL,
  words tsvector NOT NULL GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', question), 'A') || setweight(to_tsvector('simple', keywords), 'B')
    || setweight(to_tsvector('simple', answer), 'C')) STORED)"""
POSTGRESQL_INDEX = "CREATE INDEX ix_entry_words_words ON entry_words USING gin (words)"
"""Kept here beside the queries that they serve; the first migration creates them."""


def fields(entry: Entry) -> dict[str, str]:
    """Token strings of the three indexed fields."""
    content = entry.content
    if isinstance(content, FaqDraft):
        answer = (content.answer, *content.operation_points, *content.conditions)
        texts = (content.question, (*content.keywords, entry.title), answer)
    else:
        texts = (content.headline, (entry.title,), _body(content))
    question, keywords, body = texts
    joined = {"question": question, "keywords": "\n".join(keywords), "answer": "\n".join(body)}
    return {name: " ".join(tokens(text)) for name, text in joined.items()}


def _body(content: BulletinDraft) -> tuple[str, ...]:
    return (content.what_changes, content.when, content.who, content.script, *content.operation_points)


class Index(Protocol):
    """Entry ids and scores for words; a higher score is better."""

    def put(self, id: int, entry: Entry) -> None: ...

    def drop(self, id: int) -> None: ...

    def clear(self) -> None: ...

    def find(self, words: Sequence[str], *, every: bool, limit: int, ends_after: str | None) -> list[tuple[int, float]]:
        """Entries with every word, or with any; `ends_after` leaves out those that are over."""
        ...


class SqliteIndex:
    """FTS5, ranked by BM25."""

    _FIND = """SELECT rowid, bm25(entry_words, 8.0, 4.0, 1.0) AS score FROM entry_words
      WHERE entry_words MATCH :query AND (:ends IS NULL OR EXISTS (
        SELECT 1 FROM entries AS e WHERE e.id = entry_words.rowid AND (e.ends IS NULL OR e.ends > :ends)))
      ORDER BY score, rowid DESC LIMIT :limit"""

    def __init__(self, conn: Connection) -> None:
        self.conn = conn

    def put(self, id: int, entry: Entry) -> None:
        insert = (
            "INSERT INTO entry_words (rowid, question, keywords, answer) VALUES (:id, :question, :keywords, :answer)"
        )
        self.conn.execute(text(insert), {"id": id, **fields(entry)})

    def drop(self, id: int) -> None:
        self.conn.execute(text("DELETE FROM entry_words WHERE rowid = :id"), {"id": id})

    def clear(self) -> None:
        self.conn.execute(text("DELETE FROM entry_words"))

    def find(self, words: Sequence[str], *, every: bool, limit: int, ends_after: str | None) -> list[tuple[int, float]]:
        query = (" AND " if every else " OR ").join(f'"{word}"' for word in words)
        rows = self.conn.execute(text(self._FIND), {"query": query, "limit": limit, "ends": ends_after})
        return [(id, -score) for id, score in rows]


class PostgresqlIndex:
    """A tsvector with weights A, B, C for the three fields, ranked by cover density."""

    _FIND = """SELECT w.entry_id, ts_rank('{0.1, 0.125, 0.5, 1.0}', w.words, q.query, 1) AS score
      FROM entry_words AS w JOIN entries AS e ON e.id = w.entry_id, to_tsquery('simple', :query) AS q (query)
      WHERE w.words @@ q.query AND (CAST(:ends AS text) IS NULL OR e.ends IS NULL OR e.ends > :ends)
      ORDER BY score DESC, w.entry_id DESC LIMIT :limit"""

    def __init__(self, conn: Connection) -> None:
        self.conn = conn

    def put(self, id: int, entry: Entry) -> None:
        insert = (
            "INSERT INTO entry_words (entry_id, question, keywords, answer) VALUES (:id, :question, :keywords, :answer)"
        )
        self.conn.execute(text(insert), {"id": id, **fields(entry)})

    def drop(self, id: int) -> None:
        self.conn.execute(text("DELETE FROM entry_words WHERE entry_id = :id"), {"id": id})

    def clear(self) -> None:
        self.conn.execute(text("DELETE FROM entry_words"))

    def find(self, words: Sequence[str], *, every: bool, limit: int, ends_after: str | None) -> list[tuple[int, float]]:
        query = (" & " if every else " | ").join(f"'{word}'" for word in words)
        rows: Any = self.conn.execute(text(self._FIND), {"query": query, "limit": limit, "ends": ends_after})
        return [(id, score) for id, score in rows]


def index_for(conn: Connection) -> Index:
    return SqliteIndex(conn) if conn.dialect.name == "sqlite" else PostgresqlIndex(conn)


def minute(now: dt.datetime | None) -> str | None:
    return None if now is None else now.isoformat(timespec="minutes")
