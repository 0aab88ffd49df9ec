"""The network for sources and the pipeline.

    Client.get → local.read (file:// of a folder source)
               → mail.MailReader (imaps:// of a mailbox source)
               → nothing at all, while the server vouches for what we have
               → Visitor: logged in? → Journey: own host?
                   → Lane: left alone? one at a time, robots.txt, spacing, attempts
                       → Wire: guard → connection → body under caps

Threads share nothing here but the host's lock.
"""

from __future__ import annotations

import datetime as dt
import os
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from random import random
from types import TracebackType

from ingest.fetch import local
from ingest.fetch.circuit import FOR_LOGINS, Circuit
from ingest.fetch.clocks import Clocks, utc_now
from ingest.fetch.failure import Failure
from ingest.fetch.journey import Errand
from ingest.fetch.lane import Tally
from ingest.fetch.mail import MailReader
from ingest.fetch.policy import FetchPolicy
from ingest.fetch.roads import Roads
from ingest.fetch.secrets import Secrets
from ingest.fetch.visitor import Visitor
from ingest.fetch.wire import Wire
from ingest.model import Fetched, Memory, NotModified, Post, Source, Validators


class Client:
    """Implements `model.Fetcher`; thread-safe; a context manager. Failures are values, nothing is raised by `get` but
    what `memory` raises.

    `clock` gives aware UTC datetimes, `monotonic` and `sleep` count seconds. `requests` of what `get` returns counts
    every request sent: robots.txt, log-in, redirects and further attempts included. `memory` is what earlier runs found
    out about hosts; with `insist` hosts that are left alone are asked all the same. Secrets are read from
    `environment`.
    """

    def __init__(
        self,
        policy: FetchPolicy | None = None,
        *,
        clock: Callable[[], dt.datetime] = utc_now,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random,
        memory: Memory | None = None,
        insist: bool = False,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self._policy = policy or FetchPolicy()
        self._clocks = Clocks(clock, monotonic, sleep, jitter)
        self._memory, self._insist, self._environment = memory, insist, environment
        self._roads = Roads(self._policy, self._clocks, memory, environment, insist=insist)
        self._visitors: dict[str, Visitor] = {}
        self._mailboxes: dict[str, MailReader] = {}
        self._door = threading.Lock()
        Wire(self._policy, self._clocks)  # a proxy or certificates that can't be used are told at once

    def get(
        self,
        url: str,
        *,
        source: Source,
        validators: Validators | None = None,
        post: Post | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Fetched:
        """What `url` gives to `source`; with `validators`, only if it changed."""
        tally, now = Tally(), self._clocks.now()
        if url.startswith("file:"):
            try:
                return local.read(url, source, validators, self._policy, now)
            except Failure as failure:
                return failure.told(url, tally.requests)
        if url.startswith("imaps:"):
            return self._mail(url, source, validators)
        if validators and not post and validators.fresh_until and _spared(validators.fresh_until, source, now):
            return NotModified(url, 0, validators.fresh_until)
        visitor = self._visitor(source)
        try:
            return visitor.get(Errand(url, source, validators, post, headers or {}), tally)
        except Failure as failure:
            return visitor.session.hidden(failure).told(url, tally.requests)

    def _mail(self, url: str, source: Source, validators: Validators | None) -> Fetched:
        secrets = Secrets(source, self._environment)
        with self._door:
            reader = self._mailboxes.get(source.id)
            if reader is None or reader.source != source:
                gate = Circuit(f"login:{source.id}", self._clocks, self._memory, pauses=FOR_LOGINS, insist=self._insist)
                reader = self._mailboxes[source.id] = MailReader(source, self._policy, self._clocks, secrets, gate)
        try:
            return reader.get(url, validators)
        except Failure as failure:
            return secrets.hide(failure).told(url, 1)

    def _visitor(self, source: Source) -> Visitor:
        with self._door:
            visitor = self._visitors.get(source.id)
            if visitor is None or not visitor.serves(source):
                gate = Circuit(f"login:{source.id}", self._clocks, self._memory, pauses=FOR_LOGINS, insist=self._insist)
                visitor = Visitor(source, self._policy, self._clocks, self._roads.ask, self._environment, gate)
                self._visitors[source.id] = visitor
        return visitor

    def delay(self, url: str) -> float:
        """Seconds that the robots.txt of its host asks for between requests, as far as it was read."""
        lane = self._roads.lane(url)
        return lane.delay if lane else 0.0

    def standing(self, url: str) -> str | None:
        """What robots.txt says of an address: "allows", "forbids", "none", "unreachable"; None if it was not asked."""
        lane = self._roads.lane(url)
        return lane.standing(url) if lane else None

    def close(self) -> None:
        """Closes every connection."""
        with self._door, ExitStack() as stack:
            stack.callback(self._roads.close)
            for reader in self._mailboxes.values():
                stack.callback(reader.close)
            self._mailboxes.clear()
            self._visitors.clear()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()


def _spared(until: dt.datetime, source: Source, now: dt.datetime) -> bool:
    """A moment further off than freshness ever reaches is from before the clock was set back."""
    return now < until <= now + source.every
