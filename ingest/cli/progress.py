"""Progress on a terminal; quiet in cron."""

from __future__ import annotations

import sys
import threading
from types import TracebackType

from ingest.cli.table import cut


class Progress:
    """One line on standard error that is rewritten: pages done, of how many, and the source at work."""

    def __init__(self, *, enabled: bool | None = None) -> None:
        self._enabled = sys.stderr.isatty() if enabled is None else enabled
        self._lock = threading.Lock()
        self._done: dict[str, tuple[int, int]] = {}

    def __call__(self, source: str, done: int, of: int) -> None:
        if not self._enabled:
            return
        with self._lock:
            self._done[source] = (done, of)
            finished = sum(d for d, _ in self._done.values())
            total = sum(n for _, n in self._done.values()) or 1
            bar = "█" * (24 * finished // total)
            sys.stderr.write(f"\r\x1b[K  {bar:<24} {finished}/{total} {cut(source, 40)}")
            sys.stderr.flush()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._enabled and self._done:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
