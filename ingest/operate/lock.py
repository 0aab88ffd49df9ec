"""One run at a time: an advisory lock that the kernel lets go of when its holder dies, however it dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import LockHeld, StoreError, Text


@contextmanager
def only_run(folder: Path) -> Iterator[None]:
    """Hold `folder/.lock` for the length of the block; LockHeld (exit code 75) when another run has it."""
    path = folder / ".lock"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as e:
        raise StoreError(
            Text(f"{path}: can't be written: {e.strerror}", f"{path}：无法写入：{e.strerror}"),
            remedy=Text("check the folder's owner and the disk", "请检查该文件夹的所有者和磁盘"),
        ) from e
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as e:
            holder = os.pread(handle, 32, 0).decode(errors="replace").strip() or "?"
            raise LockHeld(
                Text(f"another run is at work (process {holder})", f"另一次运行正在进行（进程 {holder}）"),
                remedy=Text("wait for it; the lock goes when its process ends", "请等待其结束；进程结束后锁自动解除"),
            ) from e
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)
