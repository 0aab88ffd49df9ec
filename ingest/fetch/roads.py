"""The ways to all hosts: each host's lane, and its wires. Of hosts that were not asked for longest, the connections are
closed: a run over ten thousand hosts holds a few at a time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace

from ingest.fetch.clocks import Clocks
from ingest.fetch.hosts import split
from ingest.fetch.lane import Answer, Lane, Request, Tally
from ingest.fetch.policy import FetchPolicy
from ingest.fetch.wire import Wire
from ingest.model import Memory, Source

DIRECT = "direct"
"""The proxy of a source that goes without the one of `[fetch]` and of the environment."""
OPEN = 64
"""Hosts whose connections are kept; more than visits go on at a time."""

_Key = tuple[str, bool, str | None, str | None]


class Roads:
    """Thread-safe. Two sources that enter a host by different ways share its lane."""

    def __init__(
        self,
        policy: FetchPolicy,
        clocks: Clocks,
        memory: Memory | None,
        environment: Mapping[str, str],
        *,
        insist: bool = False,
    ) -> None:
        self._policy, self._clocks, self._memory = policy, clocks, memory
        self._environment, self._insist = environment, insist
        self._lanes: dict[str, Lane] = {}
        self._wires: dict[_Key, Wire] = {}
        self._used: OrderedDict[_Key, tuple[Lane, Wire]] = OrderedDict()
        self._door = threading.Lock()

    def ask(
        self, url: str, headers: Mapping[str, str], content: bytes | None, source: Source, bidden: bool, tally: Tally
    ) -> Answer:
        """What the host of `url` answers to `source`. Raises `Failure`."""
        with self._door:
            lane, wire = self._way(url, source)
        try:
            return lane.ask(Request(url, headers, wire, content, bidden), tally)
        finally:
            self._tidy()

    def lane(self, url: str) -> Lane | None:
        """The lane of an address's host, if it was ever asked."""
        with self._door:
            return self._lanes.get(_host(url))

    def _way(self, url: str, source: Source) -> tuple[Lane, Wire]:
        host = _host(url)
        lane = self._lanes.get(host)
        if lane is None:
            lane = self._lanes[host] = Lane(host, self._policy, self._clocks, self._memory, insist=self._insist)
        key = (host, source.allow_private, source.proxy, source.proxy_password_env)
        wire = self._wires.get(key)
        if wire is None:
            policy = _by_way_of(source, self._policy)
            wire = Wire(policy, self._clocks, intranet=source.allow_private, environment=self._environment)
            self._wires[key] = wire
        self._used[key] = lane, wire
        self._used.move_to_end(key)
        return lane, wire

    def _tidy(self) -> None:
        with self._door:
            spare = max(len(self._used) - OPEN, 0)
            for key in [key for _, key in zip(range(spare), self._used, strict=False)]:
                lane, wire = self._used[key]
                if lane.rest(wire):
                    del self._used[key]

    @property
    def open(self) -> int:
        """Wires with a connection."""
        return sum(wire.is_open for wire in self._wires.values())

    def close(self) -> None:
        """Closes every connection."""
        with self._door, ExitStack() as stack:
            for wire in self._wires.values():
                stack.callback(wire.close)
            self._used.clear()
            self._wires.clear()
            self._lanes.clear()


def _host(url: str) -> str:
    parts = split(url)
    return (parts.hostname or "").rstrip(".") if parts else ""


def _by_way_of(source: Source, policy: FetchPolicy) -> FetchPolicy:
    if source.proxy is None:
        return policy
    proxy = None if source.proxy == DIRECT else source.proxy
    return replace(
        policy, proxy=proxy, proxy_password_env=source.proxy_password_env, no_proxy=(), use_environment=False
    )
