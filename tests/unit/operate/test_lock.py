"""One run at a time, on one host and on several."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import psycopg
import pytest

from ingest.errors import LockHeld, StoreError
from ingest.operate.lock import holder, only_run
from ingest.store import session_lock

HOLD = "import sys, pathlib; from ingest.operate.lock import only_run\nwith only_run(pathlib.Path({folder!r}), {url!r}):\n    print('held', flush=True); sys.stdin.read()"


def holding(folder: Path, url: str) -> subprocess.Popen[str]:
    """Another process that holds the lock until it is killed."""
    code = HOLD.format(folder=str(folder), url=url)
    process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout and process.stdout.readline() == "held\n"
    return process


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    made = request.getfixturevalue(f"{request.param}_url")
    assert isinstance(made, str)
    return made


def test_the_lock_is_held_by_one_and_free_again_after(tmp_path: Path, url: str) -> None:
    with only_run(tmp_path, url), pytest.raises(LockHeld), only_run(tmp_path, url):
        pass
    with only_run(tmp_path, url):
        claim = holder(tmp_path)
        assert claim and claim.process == os.getpid()
    assert holder(tmp_path) is None


def test_who_comes_second_is_told_who_and_since_when_in_both_languages(tmp_path: Path, url: str) -> None:
    with only_run(tmp_path, url), pytest.raises(LockHeld) as refused, only_run(tmp_path, url):
        pass
    said = refused.value.message
    assert f"process {os.getpid()}" in said.en and "since 20" in said.en and "开始于 20" in said.zh
    assert refused.value.exit_code == 75 and refused.value.remedy


def test_the_lock_goes_when_its_holder_is_killed(tmp_path: Path, url: str) -> None:
    process = holding(tmp_path, url)
    with pytest.raises(LockHeld, match=f"process {process.pid}"), only_run(tmp_path, url):
        pass
    process.send_signal(signal.SIGKILL)
    process.communicate()
    _soon(tmp_path, url)


def test_two_hosts_with_folders_of_their_own_never_run_at_once_on_one_postgresql(
    tmp_path: Path, postgresql_url: str
) -> None:
    process = holding(tmp_path / "one", postgresql_url)
    with (
        pytest.raises(LockHeld, match=rf"process {process.pid}.* since 20"),
        only_run(tmp_path / "two", postgresql_url),
    ):
        pass
    process.send_signal(signal.SIGKILL)
    process.communicate()
    _soon(tmp_path / "two", postgresql_url)


def _soon(folder: Path, url: str) -> None:
    """The server notices within moments that a killed process's connection is closed."""
    for _ in range(200):
        try:
            with only_run(folder, url):
                return
        except LockHeld:
            threading.Event().wait(0.02)
    pytest.fail("the lock never went")


def test_a_run_whose_connection_is_cut_is_told_to_stop(
    tmp_path: Path, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_lock, "PULSE_SECONDS", 0.02)
    stop = threading.Event()
    with pytest.raises(StoreError, match="lock broke"), only_run(tmp_path, postgresql_url, stop=stop):
        with psycopg.connect(postgresql_url, autocommit=True) as server:
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'ingest run%'"
            )
        assert stop.wait(10)


def test_a_lock_file_that_was_deleted_under_its_holder_is_made_anew(tmp_path: Path, sqlite_url: str) -> None:
    with only_run(tmp_path, sqlite_url):
        (tmp_path / ".lock").unlink()
    with only_run(tmp_path, sqlite_url):
        assert holder(tmp_path)


def test_a_lock_file_of_an_older_version_is_no_obstacle(tmp_path: Path, sqlite_url: str) -> None:
    (tmp_path / ".lock").write_text("4711")
    with only_run(tmp_path, sqlite_url):
        assert holder(tmp_path)


def test_a_folder_that_can_not_be_written_is_told(tmp_path: Path, sqlite_url: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError) as refused, only_run(tmp_path / "file", sqlite_url):
        pass
    assert refused.value.remedy


def test_a_lock_is_taken_from_a_holder_that_hangs_and_from_no_other(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_lock, "PULSE_SECONDS", 0.2)
    cut = threading.Event()
    process = _sharing(postgresql_url)
    with session_lock.session(postgresql_url, "other", cut.set) as locks:
        assert not locks.take(session_lock.LEAD)
        assert not locks.free(session_lock.LEAD)
        process.send_signal(signal.SIGSTOP)
        while not locks.free(session_lock.LEAD, silent=1):
            assert not cut.wait(0.05)
        while not locks.take(session_lock.LEAD):
            assert not cut.wait(0.05)
        process.send_signal(signal.SIGCONT)
        assert process.stdout and process.stdout.readline() == "lost\n"
    process.communicate()


def _sharing(url: str) -> subprocess.Popen[str]:
    """A process that has the lead and tells when it lost it."""
    code = (
        "import sys\nfrom ingest.store import session_lock as s\ns.PULSE_SECONDS = 0.2\n"
        f"with s.session({url!r}, 'one', lambda: print('lost', flush=True)) as locks:\n"
        "    assert locks.take(s.LEAD); print('held', flush=True); sys.stdin.read()"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout and process.stdout.readline() == "held\n"
    return process


def test_shared_locks_keep_out_only_who_wants_it_alone(postgresql_url: str) -> None:
    ignored = threading.Event()
    with (
        session_lock.session(postgresql_url, "one", ignored.set) as one,
        session_lock.session(postgresql_url, "two", ignored.set) as two,
    ):
        assert one.take(session_lock.RUN, shared=True) and two.take(session_lock.RUN, shared=True)
        with pytest.raises(session_lock.Taken), session_lock.held(postgresql_url, session_lock.RUN, "x", ignored.set):
            pass
    with session_lock.held(postgresql_url, session_lock.RUN, "x", ignored.set):
        pass
