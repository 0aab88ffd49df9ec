"""The index of words in PostgreSQL: what an entry says as a tsvector under GIN, in a table that holds nothing else.

A token is marked with its field (`=` the question's, `~` parts, `^` sounds; whole words anywhere bare), so that the
index alone answers: a weight would have to be looked up in each row. Nothing is ranked here (`ts_rank` reads all rows):
those that say it in the question come first, then the others, the newest of a bounded number of each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, text

from ingest.store.search_terms import ASKED, EVERY, FIELDS, SAID, Among, Group, Match, Term, Way, asked

_NAMES, _VALUES = ", ".join(FIELDS), ", ".join(f":{name}" for name in FIELDS)
TABLES = (
    """CREATE TABLE entry_words (
  entry_id bigint PRIMARY KEY REFERENCES entries (id),
  question text NOT NULL, keywords text NOT NULL, answer text NOT NULL, parts text NOT NULL, sounds text NOT NULL)""",
    """CREATE TABLE entry_terms (
  entry_id bigint PRIMARY KEY REFERENCES entry_words (entry_id) ON DELETE CASCADE, terms tsvector NOT NULL)""",
    # what was added last is gone through one by one in each search: not more than a few dozen entries (kB)
    "CREATE INDEX ix_entry_terms_terms ON entry_terms USING gin (terms) WITH (gin_pending_list_limit = 64)",
)
"""Kept here beside the queries that they serve; a migration creates them."""
_MARKS = {"question": "=", "parts": "~", "sounds": "^"}
_SET_IN = "ingest.search.by_index"
_LONGEST = 200
"""Characters of a token that is kept: a longer one is no word."""
_LOOKED_AT = 150
"""Matches of which the newest are taken, where very many match."""


class PostgresqlIndex:
    _WORDS = f"INSERT INTO entry_words (entry_id, {_NAMES}) VALUES (:id, {_VALUES})"  # noqa: S608 - names of ours
    _TERMS = "INSERT INTO entry_terms (entry_id, terms) VALUES (:id, array_to_tsvector(CAST(:terms AS text[])))"
    _COUNTS = """SELECT (
        SELECT count(*) FROM (SELECT 1 FROM entry_terms WHERE terms @@ CAST(q.query AS tsquery) LIMIT :most) AS m)
      FROM unnest(CAST(:queries AS text[])) WITH ORDINALITY AS q (query, n) ORDER BY q.n"""
    _FIND = f"""SELECT w.entry_id, {", ".join(f"w.{name}" for name in FIELDS)} FROM (
      SELECT DISTINCT m.entry_id FROM unnest(CAST(:queries AS text[])) AS q (query), LATERAL (
        SELECT entry_id FROM entry_terms AS x WHERE terms @@ CAST(q.query AS tsquery) {{among}}
        LIMIT {_LOOKED_AT}) AS m
      ORDER BY m.entry_id DESC LIMIT :limit) AS p
      JOIN entry_words AS w USING (entry_id) ORDER BY w.entry_id DESC"""  # noqa: S608 - names of ours
    _EACH = f"""SELECT w.entry_id, {", ".join(f"w.{name}" for name in FIELDS)} FROM entry_words AS w WHERE entry_id IN (
      SELECT m.entry_id FROM unnest(CAST(:queries AS text[])) AS q (query), LATERAL (
        SELECT entry_id FROM entry_terms AS x WHERE terms @@ CAST(q.query AS tsquery) {{among}}
        LIMIT :limit) AS m)"""  # noqa: S608

    def __init__(self, conn: Connection) -> None:
        self.conn = conn

    def put(self, rows: Mapping[int, Mapping[str, str]]) -> None:
        if rows:
            self.conn.execute(text(self._WORDS), [{"id": id, **fields} for id, fields in rows.items()])
            self.conn.execute(text(self._TERMS), [{"id": id, "terms": _terms(fields)} for id, fields in rows.items()])

    def drop(self, id: int) -> None:
        self.conn.execute(text("DELETE FROM entry_words WHERE entry_id = :id"), {"id": id})

    def clear(self) -> None:
        self.conn.execute(text("DELETE FROM entry_words"))

    def counts(self, ways: Sequence[Way], most: int) -> list[int]:
        self._by_index()
        values = {"queries": [_way(way) for way in ways], "most": most}
        return list(self.conn.execute(text(self._COUNTS), values).scalars())

    def find(self, groups: Sequence[Group], *, limit: int, among: Among = EVERY, newest: bool = False) -> list[Match]:
        self._by_index()
        chosen = text(self._FIND.format(among=among.clause("x.entry_id")))
        found: dict[int, Match] = {}
        for some in [groups] if newest else [[asked(group) for group in groups], groups]:
            values = {"queries": _queries(some), "limit": limit, **among.values()}
            for row in self.conn.execute(chosen, values):
                found.setdefault(row[0], Match(row[0], dict(zip(FIELDS, row[1:], strict=True))))
            if len(found) >= limit:
                break
        return list(found.values())[:limit]

    def each(self, ways: Sequence[Way], limit: int, among: Among = EVERY) -> list[Match]:
        self._by_index()
        queries = [_way(way) for way in (*asked(tuple(ways)), *ways)]
        chosen = text(self._EACH.format(among=among.clause("x.entry_id")))
        rows = self.conn.execute(chosen, {"queries": queries, "limit": limit, **among.values()})
        return [Match(row[0], dict(zip(FIELDS, row[1:], strict=True))) for row in rows]

    def _by_index(self) -> None:
        """A guess that a query fits nearly everything must not lead to reading everything. Once for a transaction."""
        current = self.conn.get_transaction()
        if self.conn.info.get(_SET_IN) is not current or current is None:
            self.conn.exec_driver_sql("SET LOCAL enable_seqscan = off")
            self.conn.info[_SET_IN] = current


def _terms(fields: Mapping[str, str]) -> list[str]:
    held = {name: {token for token in fields[name].split() if len(token) <= _LONGEST} for name in FIELDS}
    marked = {mark + token for name, mark in _MARKS.items() for token in held[name]}
    return sorted(marked.union(*(held[name] for name in SAID)))


def _queries(groups: Sequence[Group]) -> list[str]:
    """Ways of one thing one by one: GIN goes through all of them at once item by item."""
    return [_way(way) for way in groups[0]] if len(groups) == 1 else [_query(groups)]


def _query(groups: Sequence[Group]) -> str:
    return " & ".join(f"({' | '.join(f'({_way(way)})' for way in group)})" for group in groups)


def _way(way: Way) -> str:
    return " & ".join(f"'{_mark(term)}{term.token[:_LONGEST]}'{':*' if term.prefix else ''}" for term in way)


def _mark(term: Term) -> str:
    return "" if term.fields == SAID else _MARKS[(term.fields or ASKED)[0]]
