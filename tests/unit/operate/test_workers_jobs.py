"""The queue's tables: in a schema of their own, made once, thrown away for another version's, never under others' feet."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import make_url

from ingest.errors import StoreError
from ingest.operate.workers import jobs
from ingest.store.store import Store


@pytest.fixture
def url(postgresql_url: str) -> Iterator[str]:
    yield postgresql_url
    _run(postgresql_url, f"DROP SCHEMA IF EXISTS {jobs.SCHEMA} CASCADE")


def _run(url: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(False), autocommit=True) as conn:
        done = conn.execute(statement)  # type: ignore[call-overload]
        return done.fetchall() if done.description else []


def _deferred(url: str) -> int:
    _run(url, f"INSERT INTO {jobs.SCHEMA}.procrastinate_workers DEFAULT VALUES")
    return len(_run(url, f"SELECT 1 FROM {jobs.SCHEMA}.procrastinate_workers"))


def test_the_tables_are_made_once_and_stand_beside_ours(url: str) -> None:
    jobs.prepare(url)
    assert _deferred(url) == 1
    jobs.prepare(url)
    assert _deferred(url) == 2
    Store.open(url).close()
    places = _run(url, "SELECT DISTINCT schemaname FROM pg_tables WHERE tablename LIKE 'procrastinate%'")
    assert places == [(jobs.SCHEMA,)]


def test_another_versions_tables_are_thrown_away_unless_its_workers_are_there(url: str) -> None:
    jobs.prepare(url)
    _deferred(url)
    _run(url, f"COMMENT ON SCHEMA {jobs.SCHEMA} IS 'procrastinate 0.1'")
    with pytest.raises(StoreError, match=r"Workers with procrastinate 0\.1 are at work"):
        jobs.prepare(url)
    _run(url, f"UPDATE {jobs.SCHEMA}.procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    jobs.prepare(url)
    assert _deferred(url) == 1


def test_an_account_that_may_not_make_a_schema_is_told_what_to_ask_for(url: str) -> None:
    database = make_url(url).database
    _run(url, "DROP ROLE IF EXISTS ingest_humble")
    _run(url, "CREATE ROLE ingest_humble LOGIN")
    humble = make_url(url).set(username="ingest_humble").render_as_string(False)
    try:
        with pytest.raises(StoreError, match="may not make the schema ingest_jobs") as refused:
            jobs.prepare(humble)
    finally:
        _run(url, "DROP ROLE ingest_humble")
    assert f'GRANT CREATE ON DATABASE "{database}" TO "ingest_humble"' in str(refused.value.remedy)
