"""A sign of life for a monitor that raises the alarm when it stays away (a dead man's switch).

GET would do, POST is taken everywhere: {url}/start when a run begins, {url} when it ends, {url}/fail when it can't be
made. Many monitors of cron jobs speak so. A source that fails is no failure of the run: alerts tell that.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from ingest.errors import Interrupted, LockHeld
from ingest.operate.deliver.webhook import Post, refused
from ingest.text.causes import told

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ping:
    """`url` is a secret; None pings nobody. A monitor that does not answer never stops a run."""

    url: str | None = field(repr=False)
    post: Post | None = field(repr=False, default=None)

    def start(self) -> None:
        self._send("/start")

    def success(self) -> None:
        self._send("")

    def fail(self) -> None:
        self._send("/fail")

    @contextmanager
    def around(self) -> Iterator[None]:
        """Start, then success, or fail for what ends the run. Another run at work, or a stop, is no failure."""
        self.start()
        try:
            yield
        except (LockHeld, Interrupted):
            raise
        except Exception:
            self.fail()
            raise
        self.success()

    def _send(self, ending: str) -> None:
        if self.url is None or self.post is None:
            return
        failure = refused(self.post(self.url.rstrip("/") + ending, b"{}", {}))
        if failure:
            log.warning("the monitor was not reached: %s", told(failure), extra={"code": "ping.failed"})
