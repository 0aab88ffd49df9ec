"""One source on its way: its session, logged in where there is a form for it, and its errands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from ingest.fetch.circuit import Circuit
from ingest.fetch.clocks import Clocks
from ingest.fetch.failure import Failure
from ingest.fetch.hosts import split
from ingest.fetch.journey import Errand, Journey, Send
from ingest.fetch.lane import Answer, Tally
from ingest.fetch.login import FormLogin
from ingest.fetch.policy import FetchPolicy
from ingest.fetch.secrets import Secrets
from ingest.fetch.session import Session
from ingest.model import NotModified, Post, Snapshot, Source

_HOUR = 3600.0
_ENTERED = ("id", "allow_private", "headers", "cookies", "proxy", "proxy_password_env", "login")

Ask = Callable[[str, Mapping[str, str], bytes | None, Source, bool, Tally], Answer]
"""An address, headers, what to post, for which source, whether a person named it, and the count → the host's answer."""


class Visitor:
    """`gate` is the circuit of the source's log-in."""

    def __init__(
        self,
        source: Source,
        policy: FetchPolicy,
        clocks: Clocks,
        ask: Ask,
        environment: Mapping[str, str],
        gate: Circuit,
    ) -> None:
        self.session = Session(source, Secrets(source, environment))
        self._policy, self._clocks, self._ask = policy, clocks, ask
        self._budget = _Budget(policy.visit_seconds, clocks)
        page = source.login.url if source.login else None
        self._login = FormLogin(source.login, page, self.session, gate) if source.login and page else None

    def serves(self, source: Source) -> bool:
        """Whether `source` enters places as this visitor does; what it reads there does not matter."""
        return all(getattr(source, key) == getattr(self.session.source, key) for key in _ENTERED)

    def get(self, errand: Errand, tally: Tally) -> Snapshot | NotModified:
        """Raises `Failure`."""
        self._budget.check()
        try:
            return self._get(errand, tally)
        finally:
            self._budget.spent += tally.seconds

    def _get(self, errand: Errand, tally: Tally) -> Snapshot | NotModified:
        if self._login is None:
            return self._travel(errand, tally)
        with self.session.lock:
            if not self._login.entered:
                self._login.enter(self._go(tally))
            found = self._inside(errand, tally)
            if found is None:
                self._login.again(self._go(tally))
                found = self._inside(errand, tally)
            if found is None:
                raise self._login.lost()
            return found

    def _inside(self, errand: Errand, tally: Tally) -> Snapshot | NotModified | None:
        """What only those who are logged in get; None if that is no longer us."""
        try:
            found = self._travel(errand, tally)
        except Failure as failure:
            if failure.status == 401:
                return None
            raise
        turned_away = self._login and isinstance(found, Snapshot) and self._login.turned_away(found)
        return None if turned_away else found

    def _travel(self, errand: Errand, tally: Tally, *, bidden: bool = False) -> Snapshot | NotModified:
        return Journey(errand, self._policy, self._send(tally, bidden), self._clocks.now, tally).follow()

    def _send(self, tally: Tally, bidden: bool) -> Send:
        session = self.session

        def send(url: str, headers: Mapping[str, str], content: bytes | None) -> Answer:
            answer = self._ask(url, session.dressed(url, headers), content, session.source, bidden, tally)
            session.keep(url, answer.cookies)
            return answer

        return send

    def _go(self, tally: Tally) -> Callable[[str, Post | None, Mapping[str, str]], Snapshot]:
        source = self.session.source
        page = source.login.url if source.login and source.login.url else ""
        host = split(page)
        wider = replace(source, urls=(*source.urls, page), hosts=(*source.hosts, host.hostname or "") if host else ())

        def go(url: str, post: Post | None, further: Mapping[str, str]) -> Snapshot:
            found = self._travel(Errand(url, wider, None, post, further), tally, bidden=True)
            if isinstance(found, NotModified):
                raise Failure("http_304", status=304)
            return found

        return go


class _Budget:
    """The time that a source's answers may take together: a host that drips them would hold up all others' visits."""

    def __init__(self, seconds: float, clocks: Clocks) -> None:
        self._seconds, self._clocks = seconds, clocks
        self._since, self.spent = clocks.monotonic(), 0.0

    def check(self) -> None:
        """Raises `Failure` when the hour's share is used up."""
        if self._clocks.monotonic() - self._since >= _HOUR:
            self._since, self.spent = self._clocks.monotonic(), 0.0
        if self.spent >= self._seconds:
            raise Failure("too_slow", {"minutes": round(self.spent / 60)})
