"""Opening a store: what is made, what is refused, and that a refusal touches nothing."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from postgresql_server import Databases
from sqlalchemy import Engine, create_engine, inspect, text

from ingest.errors import NewerDatabase, StoreError
from ingest.store import Store, engines, tables


def test_the_folder_of_a_new_file_is_made(tmp_path: Path) -> None:
    Store.open(str(tmp_path / "a" / "b" / "store.db")).close()
    assert (tmp_path / "a" / "b" / "store.db").exists()


def test_a_store_that_is_opened_again_still_has_what_was_written(store_url: str) -> None:
    first = Store.open(store_url)
    with first.writing() as tx:
        tx.meta.set("installation", "north")
    first.close()
    second = Store.open(store_url)
    with second.reading() as tx:
        assert tx.meta.get("installation") == "north"
    second.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_database_of_a_newer_version_is_refused_with_a_remedy(
    kind: str, sqlite_url: str, postgresql: Databases
) -> None:
    name = postgresql.create(postgresql.shared)
    url = sqlite_url if kind == "sqlite" else postgresql.url_of(name)
    engine = create_engine(engines.parse(url))
    with engine.begin() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase) as refused:
        Store.open(url)
    assert "9999" in str(refused.value) and refused.value.remedy
    with engine.begin() as conn:
        assert conn.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"
    engine.dispose()
    postgresql.drop(name)


def test_a_newer_sqlite_file_stays_as_it_was_to_the_byte(sqlite_url: str, tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(NewerDatabase):
        Store.open(sqlite_url)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("this is not a database, but somebody's notes " * 50)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not a database") as refused:
        Store.open(str(path))
    assert refused.value.remedy and path.read_bytes() == before


def test_another_programs_database_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE customers (id integer)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        Store.open(str(path))
    assert path.read_bytes() == before


def test_another_programs_postgresql_database_is_refused_and_kept(postgresql: Databases) -> None:
    name = postgresql.create()
    engine = create_engine(engines.parse(postgresql.url_of(name)))
    with engine.begin() as conn:
        conn.execute(text("CREATE TABLE customers (id integer)"))
    with pytest.raises(StoreError, match="another program"):
        Store.open(postgresql.url_of(name))
    assert inspect(engine).get_table_names() == ["customers"]
    engine.dispose()
    postgresql.drop(name)


def test_a_database_that_does_not_hold_chinese_is_refused(postgresql: Databases) -> None:
    with psycopg.connect(postgresql.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE ingest_latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(StoreError, match="LATIN1") as refused:
        Store.open(postgresql.url_of("ingest_latin"))
    assert "UTF8" in str(refused.value.remedy)
    postgresql.drop("ingest_latin")


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as refused:
        Store.open(str(tmp_path))
    assert refused.value.remedy


def test_a_parent_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError) as refused:
        Store.open(str(tmp_path / "file" / "store.db"))
    assert refused.value.remedy


@pytest.mark.parametrize(
    "url", ["mysql://h/n", "sqlite://", "sqlite:///:memory:", "nonsense://", "postgresql://h:port/n"]
)
def test_an_address_of_no_known_form_is_refused(url: str) -> None:
    with pytest.raises(StoreError) as refused:
        Store.open(url)
    assert "postgresql://" in str(refused.value)


def test_a_server_that_is_not_there_is_named_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as refused:
        Store.open(f"postgresql://ingest:s3cret@/ingest?host={tmp_path}")
    assert "s3cret" not in str(refused.value) and refused.value.remedy


def test_a_database_that_does_not_exist_is_explained(postgresql: Databases) -> None:
    with pytest.raises(StoreError, match="does not exist") as refused:
        Store.open(postgresql.url_of("no_such_database"))
    assert "Create the database" in str(refused.value)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_several_may_create_the_same_database_at_once(kind: str, tmp_path: Path, postgresql: Databases) -> None:
    name = postgresql.create()
    url = str(tmp_path / "new.db") if kind == "sqlite" else postgresql.url_of(name)
    together = threading.Barrier(4)

    def create(_: int) -> None:
        together.wait()
        Store.open(url).close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(create, range(4)))
    Store.open(url).close()
    postgresql.drop(name)


def _shape(engine: Engine) -> dict[str, Any]:
    """All that the database itself says of its tables."""
    look = inspect(engine)
    named = {name for name in look.get_table_names() if name in tables.metadata.tables}
    return {
        name: {
            # in any order: a later migration can only add at the end
            "columns": {
                column["name"]: {k: str(v) for k, v in column.items() if k != "comment"}
                for column in look.get_columns(name)
            },
            "primary key": look.get_pk_constraint(name)["constrained_columns"],
            "foreign keys": sorted((str(k["name"]), str(k)) for k in look.get_foreign_keys(name)),
            "unique": sorted((str(u["name"]), u["column_names"]) for u in look.get_unique_constraints(name)),
            "indexes": sorted((str(i["name"]), i["column_names"], i["unique"]) for i in look.get_indexes(name)),
        }
        for name in named
    }


def _create_all(url: str) -> Engine:
    engine = create_engine(engines.parse(url))
    tables.metadata.create_all(engine)
    return engine


def test_migrating_gives_the_tables_that_the_code_describes(
    store_url: str, tmp_path: Path, postgresql: Databases
) -> None:
    name = postgresql.create()
    described = _create_all(str(tmp_path / "plain.db") if "sqlite" in store_url else postgresql.url_of(name))
    migrated = create_engine(engines.parse(store_url))
    assert _shape(migrated) == _shape(described)
    assert set(_shape(migrated)) == set(tables.metadata.tables)
    for engine in (described, migrated):
        engine.dispose()
    postgresql.drop(name)


def test_the_newest_migration_is_the_one_that_the_code_names() -> None:
    names = sorted(Path(tables.__file__).parent.glob("migrations/versions/[0-9]*.py"))
    assert names[-1].name.startswith(tables.REVISION)


def test_an_unchanged_schema_is_recognised_without_loading_alembic(sqlite_url: str) -> None:
    code = f"import sys; from ingest.store import Store; Store.open({sqlite_url!r}).close(); print('alembic' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"


@contextmanager
def _unprivileged() -> Iterator[None]:
    """Root may write everywhere: for a moment, be nobody."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.mark.parametrize("below", ["store.db", "new/store.db"])
def test_a_folder_without_write_permission_is_explained(tmp_path: Path, below: str) -> None:
    tmp_path.chmod(0o500)
    with _unprivileged(), pytest.raises(StoreError) as refused:
        Store.open(str(tmp_path / below))
    assert "may write" in str(refused.value.remedy)


def test_a_file_that_may_only_be_read_is_explained(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "store.db").chmod(0o400)
    tmp_path.chmod(0o500)
    with _unprivileged(), pytest.raises(StoreError) as refused:
        Store.open(sqlite_url)
    assert "may write" in str(refused.value.remedy)
