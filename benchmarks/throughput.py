"""What every benchmark of whole commands needs: the generated web in a process of its own, a folder with a configuration
over it, and commands timed as processes."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
INGEST = (sys.executable, "-m", "ingest")


@dataclass(frozen=True)
class Timed:
    """Wall and CPU seconds of a command with all its processes, the largest of them in MB, and what it printed."""

    seconds: float
    cpu: float
    peak_mb: float
    said: str

    @property
    def totals(self) -> dict[str, Any]:
        """Of `ingest run --json`."""
        found: dict[str, Any] = json.loads(self.said)["totals"]
        return found


def timed(command: Sequence[str | Path], folder: Path, **environment: str) -> Timed:
    """The command in `folder`, as cron would start it. Exit code 1 of ingest (a source is degraded) counts as well."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as complaints:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=os.environ | environment, stdout=out, stderr=complaints, text=True
        )
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        complaints.seek(0)
        if process.returncode not in (0, 1):
            raise SystemExit(f"{command} left with {process.returncode}: {complaints.read()[-2000:]}")
        return Timed(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, out.read())


def configuration(pages: int, hosts: int, port: int, spacing: float = 0) -> str:
    source = (
        "[[source]]\nid = 'h{n}'\nkind = 'listing'\nurl = 'http://127.0.0.{n}:{port}/list.html'\nlink = 'ul.list a'\n"
        "max_items = {pages}\n"
    )
    blocks = "".join(source.format(n=n + 1, port=port, pages=pages) for n in range(hosts))
    return (
        f"[fetch]\nseconds_between_requests = {spacing}\nobey_robots = false\nallow_private = ['127.0.0.0/8']\n{blocks}"
    )


def arguments(about: str | None, pages: int) -> argparse.ArgumentParser:
    """The options of all of them."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--pages", type=int, default=pages)
    parser.add_argument("--hosts", type=int, default=8)
    parser.add_argument("--port", type=int, default=18080)
    return parser


def machine() -> str:
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


@contextmanager
def web_and_folder(args: argparse.Namespace, *, spacing: float = 0, log: Path | None = None) -> Iterator[Path]:
    """The generated web in a process of its own, and a folder with a configuration over it; says on what machine."""
    print(f"{machine()}, {args.pages} pages, {args.hosts} hosts", flush=True)
    command = [sys.executable, str(HERE / "web_of_notices.py"), *map(str, (args.pages, args.hosts, args.port))]
    command += [str(log)] if log else []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as web, tempfile.TemporaryDirectory() as name:
        assert web.stdout is not None
        web.stdout.readline()
        (Path(name) / "sources.toml").write_text(configuration(args.pages, args.hosts, args.port, spacing))
        try:
            yield Path(name)
        finally:
            web.terminate()
            web.wait()
