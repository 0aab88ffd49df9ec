"""Manners towards one host: one request at a time, spaced. `robots.py` and `circuit.py` hold the rest of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.fetch.policy import FetchPolicy


@dataclass(slots=True)
class Spacing:
    """The pause between two requests to a host, from the answer to one to the sending of the next: so the host never
    sees them closer together, whatever the network does. Call both methods with the host's lock held."""

    policy: FetchPolicy
    monotonic: Callable[[], float]
    sleep: Callable[[float], None]
    delay: float = 0.0
    _next: float = field(default=float("-inf"))

    @property
    def _gap(self) -> float:
        return max(self.policy.seconds_between_requests, self.delay)

    def wait(self) -> None:
        if self._gap > 0 and (left := self._next - self.monotonic()) > 0:
            self.sleep(left)

    def answered(self) -> None:
        self._next = self.monotonic() + self._gap
