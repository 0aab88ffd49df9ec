"""Leaves a host alone that does not answer or that asks for it, and finds out by itself when it is back.

    closed ─failures in a row→ open ─pause is over→ half-open: one request, without further attempts
      ↑                          ↑ longer each time ─┴─ failed
      └──────────────────────────────────────────────┴─ answered

The pauses grow to a cap below an hour: an hourly run always asks once, and nobody is given up for good. What the server
itself asks for (Retry-After) counts up to a day. All of it is remembered from run to run.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from ingest.fetch.clocks import Clocks
from ingest.fetch.failure import Failure
from ingest.model import Cause, HostState, Memory

UNREACHED = frozenset(("connection", "timeout", "proxy", "tls"))
"""Nobody answered: that is about the host, whatever the address."""
BUSY = frozenset(("http_429", "http_502", "http_503", "http_504"))
"""Somebody answered that the host can't: it may be about one address only."""
REFUSED = frozenset(("login_failed",))
"""Every further attempt brings an account nearer to being locked."""
_LONGEST = dt.timedelta(days=1)
_RELOADED = 30.0
"""Another process may have found out more: it is looked up again after so many seconds."""


@dataclass(frozen=True, slots=True)
class Pauses:
    """Seconds: the first pause and the longest, each four times the one before."""

    first: float = 60.0
    longest: float = 50 * 60.0

    def after(self, trips: int) -> float:
        return min(self.first * 4.0 ** min(trips - 1, 20), self.longest)


FOR_HOSTS = Pauses()
FOR_LOGINS = Pauses(3600.0, 6 * 3600.0)


class Circuit:
    """The circuit of one host. Not thread-safe: it is used with the host's lock held.

    `insist`: a person asked for this very source, so an open circuit is tried at once."""

    def __init__(
        self,
        name: str,
        clocks: Clocks,
        memory: Memory | None,
        *,
        pauses: Pauses = FOR_HOSTS,
        insist: bool = False,
    ) -> None:
        self._name, self._clocks, self._memory = name, clocks, memory
        self._pauses, self._insist = pauses, insist
        self._state, self._loaded = HostState(name), float("-inf")

    def check(self) -> bool:
        """Whether this request is a trial: one attempt, no more. Raises the last failure while the host is left alone,
        unless the clock was set back and it would be for longer than any pause."""
        state, now = self._fresh(), self._clocks.now()
        if state.until and not self._insist and now < state.until <= now + _LONGEST * 1.2:
            alone = Cause("left_alone", {"until": f"{state.until:%Y-%m-%d %H:%M} UTC", "failures": state.failures})
            cause = state.cause or alone
            raise Failure(cause.code, cause.about, because=(alone,), status=_status(cause))
        return state.trips > 0

    def note(self, failure: Failure | None, alive: Callable[[], bool] = lambda: False) -> None:
        """How a request ended. `alive` asks an address that answered before, where failures may be the pages' own."""
        state, now = self._state, self._clocks.now()
        if failure is None or failure.code not in UNREACHED | BUSY | REFUSED:
            self._keep(HostState(self._name))
            return
        asked_for = min(failure.wait or 0.0, _LONGEST.total_seconds())
        state = replace(state, failures=state.failures + 1, cause=failure.cause, since=state.since or now)
        open_ = state.trips > 0 or state.failures >= (5 if failure.code in BUSY else 3) or failure.code in REFUSED
        if open_ and failure.code in BUSY and not asked_for and alive():
            self._keep(HostState(self._name))
            return
        if open_:
            state = replace(state, trips=state.trips + 1)
            asked_for = max(asked_for, self._pauses.after(state.trips) * (1 - 0.2 * self._clocks.jitter()))
        if asked_for:
            state = replace(state, until=now + dt.timedelta(seconds=asked_for))
        self._keep(state)

    def _fresh(self) -> HostState:
        if self._memory and self._clocks.monotonic() - self._loaded >= _RELOADED:
            self._state = self._memory.host(self._name) or HostState(self._name)
            self._loaded = self._clocks.monotonic()
        return self._state

    def _keep(self, state: HostState) -> None:
        if self._memory and state != self._state:
            self._memory.keep_host(state)
        self._state = state


def _status(cause: Cause) -> int | None:
    number = cause.code.removeprefix("http_")
    return int(number) if number != cause.code and number.isdigit() else None
