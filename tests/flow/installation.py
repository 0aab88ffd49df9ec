"""An installation on disk that a test starts, kills and looks into, as cron and an operator do."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from commands import Command, run


class Installation:
    """A folder with sources.toml; `ingest` is called in it, with events as JSON."""

    def __init__(self, folder: Path, url: str | None = None) -> None:
        self.folder = folder
        clean = {k: v for k, v in os.environ.items() if not k.startswith("INGEST_")}
        ours = {"INGEST_LANG": "en", "INGEST_LOG": "json", "INGEST_DEBUG": "1"}
        self.environment = clean | ours | ({"INGEST_DATABASE_URL": url} if url else {})
        self.url = url or f"sqlite:///{folder / 'output' / 'ingest.db'}"

    def __call__(self, *args: str, code: int | None = 0) -> subprocess.CompletedProcess[str]:
        done = run(args, self.folder, self.environment, timeout=240)
        assert code is None or done.returncode == code, done.stdout + done.stderr
        return done

    def started(self, *args: str, constants: Mapping[str, float] | None = None) -> Started:
        return Started(Command(args, self.folder, self.environment, stderr=subprocess.PIPE, constants=constants))


def patient(folder: Path) -> None:
    """Let a request last a minute in this configuration: for servers that a test holds up."""
    file = folder / "sources.toml"
    file.write_text(file.read_text("utf-8").replace("timeout_seconds = 2\n", "timeout_seconds = 60\n"), "utf-8")


class Started:
    """A process at work, and its events as they come."""

    def __init__(self, process: Command) -> None:
        self.process = process
        self.events: list[dict[str, Any]] = []
        self.said: list[str] = []
        self._react: Callable[[dict[str, Any]], None] = lambda _: None
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.said.append(line)
            try:
                event = json.loads(line)
            except ValueError:
                continue
            self.events.append(event)
            self._react(event)

    def kill_at(self, code: str, nth: int = 1, after: float = 0) -> None:
        """SIGKILL when it says `code` for the nth time, or so many seconds after."""

        def react(_: dict[str, Any]) -> None:
            if self.heard(code) >= nth:
                self._react = lambda _: None
                threading.Timer(after, self._kill).start() if after else self._kill()

        self._react = react
        for event in list(self.events):
            react(event)

    def _kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)

    def wait_for(self, happened: Callable[[], bool], seconds: float = 90) -> None:
        end = time.monotonic() + seconds
        while not happened():
            assert time.monotonic() < end, "it never happened: " + "".join(self.said)
            assert self.process.poll() is None, "it ended: " + "".join(self.said)
            time.sleep(0.01)

    def heard(self, code: str) -> int:
        return sum(e.get("code") == code for e in self.events)

    def ended(self, seconds: float = 90) -> int:
        code = self.process.wait(seconds)
        self._reader.join(seconds)
        if self.process.stderr:
            self.process.stderr.close()
        return code

    def kill(self) -> None:
        self.process.kill()
        self.ended()
