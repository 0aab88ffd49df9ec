"""One host: its lock and its manners. Everything that is sent to it goes through `Lane.ask`."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from ingest.fetch import retry
from ingest.fetch.circuit import Circuit
from ingest.fetch.clocks import Clocks
from ingest.fetch.failure import Failure
from ingest.fetch.hosts import resolve, split
from ingest.fetch.policy import FetchPolicy
from ingest.fetch.politeness import Spacing
from ingest.fetch.robots import Robots
from ingest.model import Memory

REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PLAIN = frozenset(("user-agent", "accept", "accept-language", "accept-encoding"))
"""What robots.txt is asked with: it is the same for everybody."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A 200, a 304 or a redirect; every other status became a `Failure`. Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    cookies: tuple[str, ...] = ()
    """Each Set-Cookie header: they can't be joined to one."""


class Wire(Protocol):
    """One request and its answer; raises `Failure` for what the world does wrong."""

    def send(self, url: str, headers: Mapping[str, str], content: bytes | None = None) -> Answer: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Request:
    """A GET, or a POST of `content`, over the wire that its source takes. `bidden`: a person named this very address,
    so robots.txt is not asked."""

    url: str
    headers: Mapping[str, str]
    wire: Wire
    content: bytes | None = None
    bidden: bool = False


@dataclass(slots=True)
class Tally:
    """Requests sent on behalf of one address: robots.txt, redirects and attempts included; and the seconds that their
    answers took, pauses between them not counted."""

    requests: int = 0
    seconds: float = 0.0


class Lane:
    """A host as we see it. One request at a time, whatever the number of threads and sources."""

    def __init__(
        self, host: str, policy: FetchPolicy, clocks: Clocks, memory: Memory | None = None, *, insist: bool = False
    ) -> None:
        self._policy = policy
        self._clocks = clocks
        self._turn = threading.Lock()
        self._spacing = Spacing(policy, clocks.monotonic, clocks.sleep)
        self._robots = Robots(policy, clocks, memory)
        self._circuit = Circuit(host, clocks, memory, insist=insist)
        self._answered: Request | None = None

    def ask(self, request: Request, tally: Tally) -> Answer:
        """The answer, after robots.txt and after all attempts. Raises `Failure`."""
        with self._turn:
            attempts = 1 if self._circuit.check() or request.bidden else self._policy.attempts
            before = tally.requests
            try:
                if self._policy.obey_robots and not request.bidden:
                    self._heed_robots(request, tally, attempts)
                answer = self._persist(request, tally, attempts)
            except Failure as failure:
                if tally.requests > before:
                    self._circuit.note(failure, lambda: self._alive(tally))
                raise
            self._circuit.note(None)
            if request.content is None:
                self._answered = request
            return answer

    def rest(self, wire: Wire) -> bool:
        """Closes a wire to this host, unless somebody is just using it."""
        if not self._turn.acquire(blocking=False):
            return False
        try:
            wire.close()
        finally:
            self._turn.release()
        return True

    def standing(self, url: str) -> str | None:
        """What robots.txt says of an address, as far as it was read: "allows", "forbids", "none", "unreachable"."""
        return self._robots.standing("/".join(url.split("/", 3)[:3]), url)

    @property
    def delay(self) -> float:
        """Seconds of Crawl-delay."""
        return self._spacing.delay

    def _heed_robots(self, request: Request, tally: Tally, attempts: int) -> None:
        origin = "/".join(request.url.split("/", 3)[:3])
        self._spacing.delay = self._robots.check(origin, request.url, lambda u: self._file(u, request, tally, attempts))

    def _persist(self, request: Request, tally: Tally, attempts: int) -> Answer:
        attempt = 1
        while True:
            try:
                return self._once(request, tally)
            except Failure as failure:
                seconds = retry.pause(failure, attempt, self._policy, attempts, self._clocks.jitter)
                if seconds is None:
                    raise
            self._clocks.sleep(seconds)
            attempt += 1

    def _once(self, request: Request, tally: Tally) -> Answer:
        self._spacing.wait()
        tally.requests += 1
        began = self._clocks.monotonic()
        try:
            return request.wire.send(request.url, request.headers, request.content)
        except Failure as failure:
            if failure.code == "private_address":
                tally.requests -= 1  # the guard let nothing out
            raise
        finally:
            tally.seconds += self._clocks.monotonic() - began
            self._spacing.answered()

    def _alive(self, tally: Tally) -> bool:
        """Whether an address that answered in this run still does: then failing pages are to blame, not the host, and
        the pages behind them must not be left out for it."""
        if self._answered is None:
            return False
        try:
            self._once(self._answered, tally)
        except Failure:
            return False
        return True

    def _file(self, url: str, request: Request, tally: Tally, attempts: int) -> bytes:
        """The bytes of robots.txt. A redirect to another host counts as "there is none": that host has its own."""
        plain = {name: value for name, value in request.headers.items() if name.lower() in _PLAIN}
        host = split(url)
        for _ in range(self._policy.max_redirects + 1):
            answer = self._persist(replace(request, url=url, headers=plain, content=None), tally, attempts)
            if answer.status not in REDIRECTS:
                return answer.body
            url = resolve(url, answer.headers.get("location", ""))
            there = split(url)
            if not host or not there or there.hostname != host.hostname or there.port != host.port:
                raise Failure("foreign_host", {"host": there.netloc.rpartition("@")[2] if there else url})
        raise Failure("redirect_loop", {"url": url})
