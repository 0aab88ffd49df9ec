"""What is remembered of hosts, without a store."""

from __future__ import annotations

from ingest.model import HostState, RobotsFile


class Remembered:
    """Implements `model.Memory` in two dictionaries."""

    def __init__(self) -> None:
        self.hosts: dict[str, HostState] = {}
        self.files: dict[str, RobotsFile] = {}

    def host(self, host: str) -> HostState | None:
        return self.hosts.get(host)

    def keep_host(self, state: HostState) -> None:
        self.hosts[state.host] = state

    def robots(self, origin: str) -> RobotsFile | None:
        return self.files.get(origin)

    def keep_robots(self, file: RobotsFile) -> None:
        self.files[file.origin] = file
