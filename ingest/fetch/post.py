"""What is sent to a service of the bank's own choice, and its answer: the same guard, proxy, TLS and caps as for
reading, and no robots.txt."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Mapping
from types import TracebackType

from ingest.fetch import retry
from ingest.fetch.clocks import Clocks
from ingest.fetch.failure import Failure
from ingest.fetch.lane import REDIRECTS
from ingest.fetch.policy import FetchPolicy
from ingest.fetch.wire import Wire
from ingest.model import FetchFailed

AT_ONCE = 4
"""Requests under way at a time; further threads wait for their turn."""


class Poster:
    """Posts to services of the bank's own choice. Thread-safe; a context manager; failures are values.

    `policy.attempts` counts attempts after 429, 5xx, a dead connection or silence. `intranet`: private addresses are
    allowed, link-local ones (cloud metadata) never are."""

    def __init__(
        self,
        policy: FetchPolicy,
        *,
        intranet: bool = False,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._policy = policy
        self._clocks = Clocks(monotonic=monotonic, sleep=sleep)
        self._wires = [Wire(policy, self._clocks, intranet=intranet) for _ in range(AT_ONCE)]
        self._idle: queue.LifoQueue[int] = queue.LifoQueue()
        for number in reversed(range(AT_ONCE)):
            self._idle.put(number)

    def post(self, url: str, content: bytes, headers: Mapping[str, str]) -> bytes | FetchFailed:
        """The body of the answer to `content`, JSON unless the headers say otherwise. A redirect is a failure: it would
        lead the key away."""
        number = self._idle.get()
        try:
            return self._persist(number, url, content, headers)
        finally:
            self._idle.put(number)

    def get(self, url: str, headers: Mapping[str, str]) -> bytes | FetchFailed:
        """The body of the answer to GET; a redirect is a failure."""
        number = self._idle.get()
        try:
            return self._persist(number, url, None, headers)
        finally:
            self._idle.put(number)

    def _persist(self, number: int, url: str, content: bytes | None, headers: Mapping[str, str]) -> bytes | FetchFailed:
        attempt = 1
        while True:
            try:
                return self._once(number, url, content, headers)
            except Failure as failure:
                # a service that took all its time may have been starting up: it is worth another attempt too
                failure.transient = failure.transient or failure.code == "timeout"
                seconds = retry.pause(failure, attempt, self._policy, self._policy.attempts, self._clocks.jitter)
                if seconds is None:
                    return failure.told(url, attempt)
            self._clocks.sleep(seconds)
            attempt += 1

    def _once(self, number: int, url: str, content: bytes | None, headers: Mapping[str, str]) -> bytes:
        asked = {
            "User-Agent": self._policy.user_agent,
            "Accept": "application/json",
            "Accept-Encoding": "gzip, deflate",
            **({} if content is None else {"Content-Type": "application/json"}),
            **headers,
        }
        answer = self._wires[number].send(url, asked, content)
        if answer.status in REDIRECTS:
            raise Failure(f"http_{answer.status}", {"status": answer.status}, status=answer.status)
        return answer.body

    def close(self) -> None:
        """Closes every connection."""
        for one in self._wires:
            one.close()

    def __enter__(self) -> Poster:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()
