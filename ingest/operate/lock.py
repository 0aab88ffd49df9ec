"""One run at a time: the kernel's lock on a file, and on PostgreSQL the server's, so that two hosts never run at once.

Both go when their holder dies, however it dies. The file tells who holds it and since when.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import LockHeld, StoreError, Text
from ingest.store.session_lock import RUN, Holder, Taken, held

NAME = ".lock"
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Claim:
    """Who holds the file: what it does ("run", "restore"), its host and process, and since when."""

    what: str
    host: str
    process: int
    since: dt.datetime

    @staticmethod
    def ours(what: str) -> Claim:
        return Claim(what, socket.gethostname(), os.getpid(), dt.datetime.now(dt.UTC).replace(microsecond=0))

    def written(self) -> bytes:
        said = {"what": self.what, "host": self.host, "process": self.process, "since": self.since.isoformat()}
        return json.dumps(said).encode()

    @staticmethod
    def read(raw: bytes) -> Claim | None:
        with suppress(ValueError, TypeError, KeyError):
            said = json.loads(raw)
            since = dt.datetime.fromisoformat(said["since"])
            return Claim(str(said["what"]), str(said["host"]), int(said["process"]), since)
        return None

    @property
    def holder(self) -> Holder:
        return Holder(f"ingest {self.what}, process {self.process}, host {self.host}", self.since)


@contextmanager
def only_run(
    folder: Path, database_url: str, *, what: str = "run", stop: threading.Event | None = None
) -> Iterator[None]:
    """Hold `folder/.lock`, and the lock of a PostgreSQL database, for the length of the block.

    LockHeld (exit code 75) when another has either. `stop` is set should the server's lock be lost meanwhile, and
    StoreError raised at the end of the block."""
    claim, lost = Claim.ours(what), threading.Event()

    def leave() -> None:
        lost.set()
        if stop:
            stop.set()

    with _file(folder, claim):
        try:
            with held(database_url, RUN, claim.holder.name, leave):
                yield
        except Taken as taken:
            raise _refusal(taken.holder) from taken
        finally:
            if lost.is_set():
                raise StoreError(
                    Text(
                        "The connection that held the run's lock broke; what was read until then is stored.",
                        "持有运行锁的数据库连接中断；此前读到的内容均已保存。",
                    ),
                    remedy=Text(
                        "see why the server dropped it, then run again", "请查明服务器断开的原因，然后重新运行"
                    ),
                )


def holder(folder: Path) -> Claim | None:
    """Who has the folder's lock now; None if it is free."""
    try:
        handle = os.open(folder / NAME, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return Claim.read(os.pread(handle, _MOST, 0)) or Claim("run", "?", 0, dt.datetime.fromtimestamp(0, dt.UTC))
    finally:
        os.close(handle)
    return None


@contextmanager
def _file(folder: Path, claim: Claim) -> Iterator[None]:
    handle = _locked(folder)
    try:
        os.ftruncate(handle, 0)
        os.pwrite(handle, claim.written(), 0)
        yield
    finally:
        os.close(handle)


def _locked(folder: Path) -> int:
    """The locked file. Who gets the lock on a file that was deleted meanwhile has nothing, and tries again."""
    path = folder / NAME
    while True:
        handle = _opened(path)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as e:
            claim = Claim.read(os.pread(handle, _MOST, 0))
            os.close(handle)
            raise _refusal(claim.holder if claim else None) from e
        with suppress(FileNotFoundError):
            if path.stat().st_ino == os.fstat(handle).st_ino:
                return handle
        os.close(handle)


def _opened(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as e:
        raise StoreError(
            Text(f"{path}: can't be written: {e.strerror}", f"{path}：无法写入：{e.strerror}"),
            remedy=Text("check the folder's owner and the disk", "请检查该文件夹的所有者和磁盘"),
        ) from e


def _refusal(holder: Holder | None) -> LockHeld:
    name = holder.name if holder else "?"
    since = f"{holder.since.astimezone():%Y-%m-%d %H:%M:%S %z}" if holder and holder.since else "?"
    return LockHeld(
        Text(f"another run is at work ({name}) since {since}", f"另一次运行正在进行（{name}），开始于 {since}"),
        remedy=Text("wait for it; the lock goes when its process ends", "请等待其结束；进程结束后锁自动解除"),
    )
