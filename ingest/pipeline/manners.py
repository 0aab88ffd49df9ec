"""What the network part remembers of hosts, kept in the store: a restart forgets no manners."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.model import HostState, RobotsFile
from ingest.store.store import Store


@dataclass(frozen=True, slots=True)
class Manners:
    """Implements `model.Memory`; each call is a transaction of its own."""

    store: Store

    def host(self, host: str) -> HostState | None:
        with self.store.reading() as tx:
            return tx.hosts.get(host)

    def keep_host(self, state: HostState) -> None:
        with self.store.writing() as tx:
            tx.hosts.keep(state)

    def robots(self, origin: str) -> RobotsFile | None:
        with self.store.reading() as tx:
            return tx.hosts.robots(origin)

    def keep_robots(self, file: RobotsFile) -> None:
        with self.store.writing() as tx:
            tx.hosts.keep_robots(file)
