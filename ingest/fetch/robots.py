"""robots.txt (RFC 9309): who may read what, how often; read once a day, and what counts while it can't be had.

It says no such file (4xx): everything is allowed (§2.3.1.3). It is out of order (5xx, silence): nothing is (§2.3.1.4),
but where we have read it before, that copy counts on (§2.4). After a month of being out of order it counts as missing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from protego import Protego

from ingest.fetch.clocks import Clocks
from ingest.fetch.failure import Failure
from ingest.fetch.policy import FetchPolicy
from ingest.model import Memory, RobotsFile

_ROBOTS_BYTES = 500 * 1024
"""§2.5: at least this much of the file has to be read; we read no more."""
_AGE = dt.timedelta(days=1)
_AGAIN = dt.timedelta(minutes=1)
_AGAIN_WITH_COPY = dt.timedelta(hours=1)
_GIVEN_UP = dt.timedelta(days=30)
_ELSEWHERE = frozenset(("redirect_loop", "many_redirects", "foreign_host"))
_BROKEN = frozenset(("timeout", "truncated", "bad_encoding", "too_large", "unpacks_too_large"))


@dataclass(frozen=True, slots=True)
class _Known:
    """The rules of an origin, or why there are none; good until `until`."""

    until: dt.datetime
    rules: Protego | Failure
    missing: bool = False


@dataclass(slots=True)
class Robots:
    """The robots.txt of the origins on one host."""

    policy: FetchPolicy
    clocks: Clocks
    memory: Memory | None = None
    _known: dict[str, _Known] = field(default_factory=dict)

    def check(self, origin: str, url: str, fetch: Callable[[str], bytes]) -> float:
        """Seconds of Crawl-delay (0 for none). Raises `Failure` when `url` may not be read.

        `fetch` gets the file or raises `Failure`."""
        rules = self._rules(origin, fetch)
        if isinstance(rules, Failure):
            raise rules.again()
        if not rules.can_fetch(url, self.policy.robot):
            raise Failure("robots", permanent=True)
        return min(float(rules.crawl_delay(self.policy.robot) or 0), self.policy.max_crawl_delay)

    def standing(self, origin: str, url: str) -> str | None:
        """What is known of the origin's rules and of `url`; asks nobody."""
        known = self._known.get(origin)
        if known is None:
            return None
        if isinstance(known.rules, Failure):
            return "unreachable" if known.rules.code == "robots_unreachable" else None
        if known.missing:
            return "none"
        return "allows" if known.rules.can_fetch(url, self.policy.robot) else "forbids"

    def _rules(self, origin: str, fetch: Callable[[str], bytes]) -> Protego | Failure:
        now, known = self.clocks.now(), self._known.get(origin)
        if known is None or not now < known.until:
            known = self._remembered(origin, now) or self._read(origin, now, fetch)
            self._known[origin] = known
        return known.rules

    def _remembered(self, origin: str, now: dt.datetime) -> _Known | None:
        file = self.memory.robots(origin) if self.memory else None
        if file is None or file.body is None or file.read_at is None or file.failing_since:
            return None
        until = file.read_at + _AGE
        return _Known(until, _parsed(file.body), not file.body) if file.read_at <= now < until else None

    def _read(self, origin: str, now: dt.datetime, fetch: Callable[[str], bytes]) -> _Known:
        try:
            body = fetch(f"{origin}/robots.txt")[:_ROBOTS_BYTES]
        except Failure as failure:
            status = failure.status or 0
            if not (failure.code in _ELSEWHERE or (400 <= status < 500 and status != 429)):
                return self._unread(origin, now, failure)
            body = b""
        self._keep(RobotsFile(origin, body, now))
        return _Known(now + _AGE, _parsed(body), not body)

    def _unread(self, origin: str, now: dt.datetime, failure: Failure) -> _Known:
        if not failure.status and failure.code not in _BROKEN:
            return _Known(now + _AGAIN, failure)  # nobody is there: no matter of robots.txt
        before = (self.memory.robots(origin) if self.memory else None) or RobotsFile(origin, None, None)
        file = replace(before, failing_since=before.failing_since or now)
        self._keep(file)
        if file.body is not None:
            return _Known(now + _AGAIN_WITH_COPY, _parsed(file.body))
        if now - (file.failing_since or now) > _GIVEN_UP:
            return _Known(now + _AGAIN_WITH_COPY, _parsed(b""))
        return _Known(now + _AGAIN, Failure("robots_unreachable", because=(failure.cause,), status=failure.status))

    def _keep(self, file: RobotsFile) -> None:
        if self.memory:
            self.memory.keep_robots(file)


def _parsed(body: bytes) -> Protego:
    return Protego.parse(body.decode("utf-8-sig", "replace"))
