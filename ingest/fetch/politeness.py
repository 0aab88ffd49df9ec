"""Manners towards one host: one request at a time, spaced. `robots.py` and `circuit.py` hold the rest of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.fetch.policy import FetchPolicy


@dataclass(slots=True)
class Spacing:
    """The pause between two requests to a host. Call `wait` with the host's lock held."""

    policy: FetchPolicy
    monotonic: Callable[[], float]
    sleep: Callable[[float], None]
    delay: float = 0.0
    _next: float = field(default=float("-inf"))

    def wait(self) -> None:
        gap = max(self.policy.seconds_between_requests, self.delay)
        if gap <= 0:
            return
        now = self.monotonic()
        if now < self._next:
            self.sleep(self._next - now)
        self._next = max(now, self._next) + gap
