"""One run at a time: an advisory lock that the kernel lets go of when its holder dies, however it dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import LockHeld, StoreError


@contextmanager
def only_run(folder: Path) -> Iterator[None]:
    """Hold `folder/.lock` for the length of the block; LockHeld (exit code 75) when another run has it."""
    path = folder / ".lock"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as e:
        raise StoreError(
            f"{path}: can't be written: {e.strerror}", remedy="check the folder's owner and the disk"
        ) from e
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as e:
            holder = os.pread(handle, 32, 0).decode(errors="replace").strip() or "unknown"
            raise LockHeld(
                f"another run is at work (process {holder})", remedy="wait for it; the lock goes when its process ends"
            ) from e
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)
