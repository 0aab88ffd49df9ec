"""What the pages need to know of the installation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from ingest.store.store import utc_now


@dataclass(frozen=True, slots=True)
class WebOptions:
    """`language` is used where the reader asks for none that we have; `secure_cookies`: pages are served by https."""

    bank_name: str
    language: str = "zh"
    time_zone: str = "Asia/Shanghai"
    secure_cookies: bool = False
    metrics_token: str | None = field(default=None, repr=False)
    """Whoever asks for /metrics has to show it; without one only this machine may ask."""
    clock: Callable[[], dt.datetime] = utc_now

    def now(self) -> dt.datetime:
        """The bank's local time, naive."""
        return self.local(self.clock())

    def local(self, instant: dt.datetime) -> dt.datetime:
        return instant.astimezone(ZoneInfo(self.time_zone)).replace(tzinfo=None)
