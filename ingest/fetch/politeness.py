"""Manners towards one host: one request at a time, spaced; robots.txt; and no knocking where nobody answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from protego import Protego

from ingest.fetch.failure import Failure
from ingest.fetch.policy import FetchPolicy
from ingest.model import Cause

_ROBOTS_BYTES = 500 * 1024
"""RFC 9309 §2.5: at least this much of the file has to be read; we read no more."""
_ROBOTS_AGE = 24 * 3600.0
_FAILURE_AGE = 60.0
_STRIKES = 3
_REST = 60.0
_LONGEST_REST = 3600.0


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


@dataclass(slots=True)
class Breaker:
    """Leaves a host alone that does not answer, or that asks for it.

    Three addresses in a row that were not reached, each after all its attempts: for a minute. A Retry-After that is too
    long to sit out: for as long as it says, an hour at most.
    """

    policy: FetchPolicy
    monotonic: Callable[[], float]
    _strikes: int = 0
    _last: Failure | None = None
    _until: float = field(default=float("-inf"))

    def check(self) -> None:
        """Raises the last failure again while the host is left alone."""
        if self._last and self.monotonic() < self._until:
            alone = Cause("left_alone")
            raise Failure(self._last.code, self._last.about, because=(alone,), status=self._last.status)

    def note(self, failure: Failure | None) -> None:
        """Counts how the last address ended."""
        if failure and failure.wait and failure.wait > self.policy.max_wait_seconds:
            self._rest(failure, min(failure.wait, _LONGEST_REST))
        if failure is None or failure.code not in ("connection", "timeout", "proxy"):
            self._strikes = 0
            return
        self._strikes += 1
        if self._strikes >= _STRIKES:
            self._rest(failure, _REST)

    def _rest(self, failure: Failure, seconds: float) -> None:
        self._last, self._until = failure, self.monotonic() + seconds


@dataclass(slots=True)
class Robots:
    """The robots.txt of the origins on one host (RFC 9309), each read once a day."""

    policy: FetchPolicy
    monotonic: Callable[[], float]
    _known: dict[str, tuple[float, Protego | Failure]] = field(default_factory=dict)

    def check(self, origin: str, url: str, fetch: Callable[[str], bytes]) -> float:
        """Seconds of Crawl-delay (0 for none). Raises `Failure` when `url` may not be read.

        `fetch` gets the file or raises `Failure`. Missing: everything is allowed (§2.3.1.3). Out of order: nothing is
        (§2.3.1.4), for now.
        """
        age, rules = self._known.get(origin, (float("-inf"), None))
        if rules is None or self.monotonic() >= age:
            rules = _read(origin, fetch)
            lifetime = _FAILURE_AGE if isinstance(rules, Failure) else _ROBOTS_AGE
            self._known[origin] = (self.monotonic() + lifetime, rules)
        if isinstance(rules, Failure):
            raise rules.again()
        if not rules.can_fetch(url, self.policy.robot):
            raise Failure("robots", permanent=True)
        return min(float(rules.crawl_delay(self.policy.robot) or 0), self.policy.max_crawl_delay)


def _read(origin: str, fetch: Callable[[str], bytes]) -> Protego | Failure:
    try:
        raw = fetch(f"{origin}/robots.txt")
    except Failure as failure:
        status = failure.status or 0
        elsewhere = failure.code in ("redirect_loop", "many_redirects", "foreign_host")
        if elsewhere or (400 <= status < 500 and status != 429):
            raw = b""
        elif status or failure.code in ("timeout", "truncated", "bad_encoding", "too_large", "unpacks_too_large"):
            return Failure("robots_unreachable", because=(failure.cause,), status=failure.status)
        else:
            return failure
    return Protego.parse(raw[:_ROBOTS_BYTES].decode("utf-8-sig", "replace"))
