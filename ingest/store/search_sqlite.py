"""The index of words in SQLite: FTS5, its likeliest first by BM25."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, text

from ingest.store.search_terms import EVERY, FIELDS, Among, Group, Match, Way, asked

_NAMES, _VALUES = ", ".join(FIELDS), ", ".join(f":{name}" for name in FIELDS)
TABLE = """CREATE VIRTUAL TABLE entry_words USING fts5(
  question, keywords, answer, parts, sounds, tokenize="unicode61 remove_diacritics 2", prefix='1 2 3')"""
"""Kept here beside the queries that it serves; a migration creates it."""


class SqliteIndex:
    _INSERT = f"INSERT INTO entry_words (rowid, {_NAMES}) VALUES (:id, {_VALUES})"  # noqa: S608 - names of ours
    _FIND = f"""SELECT rowid, {_NAMES} FROM entry_words
      WHERE entry_words MATCH :query {{among}} ORDER BY {{order}} LIMIT :limit"""  # noqa: S608 - names of ours
    _COUNTS = """SELECT (
        SELECT count(*) FROM (SELECT 1 FROM entry_words WHERE entry_words MATCH q.value LIMIT :most))
      FROM json_each(:queries) AS q ORDER BY q.key"""
    _EACH = f"""SELECT rowid, {_NAMES} FROM entry_words WHERE rowid IN (
      SELECT id.value FROM json_each(:queries) AS q, json_each((
        SELECT json_group_array(rowid) FROM (
          SELECT rowid FROM entry_words WHERE entry_words MATCH q.value {{among}}
          ORDER BY rowid DESC LIMIT :limit))) AS id)"""  # noqa: S608
    _LIKELIEST, _NEWEST = "bm25(entry_words, 8.0, 6.0, 1.0, 1.0, 1.0), rowid DESC", "rowid DESC"

    def __init__(self, conn: Connection) -> None:
        self.conn = conn

    def put(self, rows: Mapping[int, Mapping[str, str]]) -> None:
        if rows:
            self.conn.execute(text(self._INSERT), [{"id": id, **fields} for id, fields in rows.items()])

    def drop(self, id: int) -> None:
        self.conn.execute(text("DELETE FROM entry_words WHERE rowid = :id"), {"id": id})

    def clear(self) -> None:
        self.conn.execute(text("DELETE FROM entry_words"))

    def counts(self, ways: Sequence[Way], most: int) -> list[int]:
        values = {"queries": json.dumps([_way(way) for way in ways]), "most": most}
        return list(self.conn.execute(text(self._COUNTS), values).scalars())

    def find(self, groups: Sequence[Group], *, limit: int, among: Among = EVERY, newest: bool = False) -> list[Match]:
        values = {"query": _query(groups), "limit": limit, **among.values()}
        order = self._NEWEST if newest else self._LIKELIEST
        chosen = self._FIND.format(order=order, among=among.clause("entry_words.rowid"))
        rows = self.conn.execute(text(chosen), values)
        return [Match(row[0], dict(zip(FIELDS, row[1:], strict=True))) for row in rows]

    def each(self, ways: Sequence[Way], limit: int, among: Among = EVERY) -> list[Match]:
        queries = [_way(way) for way in (*asked(tuple(ways)), *ways)]
        values = {"queries": json.dumps(queries), "limit": limit, **among.values()}
        rows = self.conn.execute(text(self._EACH.format(among=among.clause("entry_words.rowid"))), values)
        return [Match(row[0], dict(zip(FIELDS, row[1:], strict=True))) for row in rows]


def _query(groups: Sequence[Group]) -> str:
    return " AND ".join(f"({' OR '.join(f'({_way(way)})' for way in group)})" for group in groups)


def _way(way: Way) -> str:
    return " AND ".join(f'{{{" ".join(term.fields)}}} : "{term.token}"{"*" if term.prefix else ""}' for term in way)
