"""One host: its lock, its manners, its connection. Everything that is sent to it goes through `Lane.ask`."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from ingest.fetch import retry
from ingest.fetch.failure import Failure
from ingest.fetch.hosts import resolve, split
from ingest.fetch.policy import FetchPolicy
from ingest.fetch.politeness import Breaker, Robots, Spacing

REDIRECTS = frozenset((301, 302, 303, 307, 308))


@dataclass(frozen=True, slots=True)
class Answer:
    """A 200, a 304 or a redirect; every other status became a `Failure`. Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


class Wire(Protocol):
    """One request and its answer; raises `Failure` for what the world does wrong."""

    def send(self, url: str, headers: Mapping[str, str]) -> Answer: ...

    def close(self) -> None: ...


@dataclass(slots=True)
class Tally:
    """Requests sent on behalf of one address: robots.txt, redirects and attempts included."""

    requests: int = 0


@dataclass(frozen=True, slots=True)
class Clocks:
    """Time from outside: `now` is an aware UTC datetime, `monotonic` and `sleep` are in seconds."""

    now: Callable[[], dt.datetime]
    monotonic: Callable[[], float]
    sleep: Callable[[float], None]


class Lane:
    """A host as we see it. One request at a time, whatever the number of threads."""

    def __init__(self, wire: Wire, policy: FetchPolicy, clocks: Clocks) -> None:
        self._wire = wire
        self._policy = policy
        self._clocks = clocks
        self._turn = threading.Lock()
        self._spacing = Spacing(policy, clocks.monotonic, clocks.sleep)
        self._robots = Robots(policy, clocks.monotonic)
        self._breaker = Breaker(policy, clocks.monotonic)

    def ask(self, url: str, headers: Mapping[str, str], tally: Tally) -> Answer:
        """The answer to a GET, after robots.txt and after all attempts. Raises `Failure`."""
        with self._turn:
            self._breaker.check()
            if self._policy.obey_robots:
                origin = "/".join(url.split("/", 3)[:3])
                self._spacing.delay = self._robots.check(origin, url, lambda u: self._robots_file(u, headers, tally))
            try:
                answer = self._persist(url, headers, tally)
            except Failure as failure:
                self._breaker.note(failure)
                raise
            self._breaker.note(None)
            return answer

    def _persist(self, url: str, headers: Mapping[str, str], tally: Tally) -> Answer:
        attempt = 1
        while True:
            self._spacing.wait()
            tally.requests += 1
            try:
                return self._wire.send(url, headers)
            except Failure as failure:
                if failure.code == "private_address":
                    tally.requests -= 1  # the guard let nothing out
                seconds = retry.pause(failure, attempt, self._policy)
                if seconds is None:
                    raise
            self._clocks.sleep(seconds)
            attempt += 1

    def _robots_file(self, url: str, headers: Mapping[str, str], tally: Tally) -> bytes:
        """The bytes of robots.txt. A redirect to another host counts as "there is none": that host has its own."""
        plain = {name: value for name, value in headers.items() if not name.lower().startswith("if-")}
        host = split(url)
        for _ in range(self._policy.max_redirects + 1):
            answer = self._persist(url, plain, tally)
            if answer.status not in REDIRECTS:
                return answer.body
            url = resolve(url, answer.headers.get("location", ""))
            there = split(url)
            if not host or not there or there.hostname != host.hostname or there.port != host.port:
                raise Failure("foreign_host", {"host": there.netloc.rpartition("@")[2] if there else url})
        raise Failure("redirect_loop", {"url": url})

    def close(self) -> None:
        self._wire.close()
