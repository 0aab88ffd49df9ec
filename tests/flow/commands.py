"""`ingest` commands as processes of their own, started by one that has loaded the program already.

What a command does, how it is killed and what it leaves behind is as ever; only the second in which Python loads the
program is spent once instead of hundreds of times. The starter forks at each request and tells how its children ended.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import connection, forkserver
from pathlib import Path
from typing import IO, Any

_LOADED = (
    "ingest.app",
    "ingest.cli.run",
    "ingest.operate.background",
    "ingest.operate.workers.worker",
    "ingest.pipeline.ready",
    "ingest.review.decisions",
    "ingest.store.migrate",
    "ingest.web.app",
    "ingest.web.server",
)
_MESSAGE = 1 << 20


class Command:
    """One process; the part of subprocess.Popen that the tests use. `constants`, as module:NAME, have other values in it:
    how long something is waited for."""

    def __init__(
        self,
        args: Sequence[str],
        cwd: Path,
        env: Mapping[str, str],
        stdout: int = subprocess.DEVNULL,
        stderr: int = subprocess.DEVNULL,
        constants: Mapping[str, float] | None = None,
    ) -> None:
        self.args = args
        self.returncode: int | None = None
        ends = [os.open(os.devnull, os.O_RDONLY)]
        self.stdout = _piped(stdout, ends)
        self.stderr = _piped(stderr, ends)
        self._line = _starter().connect()
        asked = {"args": [*args], "cwd": str(cwd), "env": dict(env), "constants": dict(constants or {})}
        socket.send_fds(self._line, [json.dumps(asked).encode()], ends)
        for end in ends:
            os.close(end)
        self.pid: int = self._heard()

    def poll(self) -> int | None:
        return self._told(0)

    def wait(self, timeout: float | None = None) -> int:
        code = self._told(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return code

    def _told(self, seconds: float | None) -> int | None:
        if self.returncode is None:
            self._line.settimeout(seconds)
            try:
                self.returncode = self._heard()
            except (BlockingIOError, TimeoutError):
                return None
            self._line.close()
        return self.returncode

    def _heard(self) -> int:
        """A number that the starter sends: the process's, or how it ended."""
        said = self._line.recv(_MESSAGE)
        if not said:
            raise RuntimeError(f"the starter ended, and with it {' '.join(self.args)}")
        return int(json.loads(said))

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def _piped(kind: int, ends: list[int]) -> IO[str] | None:
    if kind != subprocess.PIPE:
        ends.append(os.open(os.devnull, os.O_WRONLY))
        return None
    ours, theirs = os.pipe()
    ends.append(theirs)
    return open(ours, encoding="utf-8")


def run(args: Sequence[str], cwd: Path, env: Mapping[str, str], timeout: float) -> subprocess.CompletedProcess[str]:
    """As subprocess.run with captured output."""
    done = Command(args, cwd, env, subprocess.PIPE, subprocess.PIPE)
    with ThreadPoolExecutor(2) as threads:
        said = [threads.submit(_read, file) for file in (done.stdout, done.stderr)]
        try:
            code = done.wait(timeout)
        except subprocess.TimeoutExpired:
            done.kill()
            raise
        return subprocess.CompletedProcess(args, code, *(one.result() for one in said))


def _read(file: IO[str] | None) -> str:
    assert file
    with file:
        return file.read()


class _Starter:
    """The process that forks, one for each process of the test run."""

    def __init__(self) -> None:
        self._listening = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._address = f"\0ingest-commands-{os.getpid()}"
        self._listening.bind(self._address)
        self._listening.listen(64)
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=self._listening,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._listening.close()
        atexit.register(self._end)

    def _end(self) -> None:
        self._process.kill()
        self._process.wait()

    def connect(self) -> socket.socket:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        line.connect(self._address)
        return line


_started: list[_Starter] = []


def _starter() -> _Starter:
    if not _started:
        _started.append(_Starter())
    return _started[0]


def _serve() -> dict[str, Any] | None:
    """In the starter, for as long as the tests run. Comes back in a child, with what it shall do."""
    parent, lines = os.getppid(), dict[int, socket.socket]()
    waking, woken = socket.socketpair()
    for end in (waking, woken):
        end.setblocking(False)
    signal.set_wakeup_fd(woken.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    with socket.socket(fileno=os.dup(0)) as listening, selectors.DefaultSelector() as selector:
        selector.register(listening, selectors.EVENT_READ)
        selector.register(waking, selectors.EVENT_READ)
        while os.getppid() == parent:
            for key, _ in selector.select(5):
                if key.fileobj is waking:
                    waking.recv(4096)
                    _tell(lines)
                elif order := _forked(listening, lines):
                    for end in (waking, woken):
                        end.close()
                    return order
    return None


def _forked(listening: socket.socket, lines: dict[int, socket.socket]) -> dict[str, Any] | None:
    """The child for the next request, which gets the order; the starter gets None."""
    line, _ = listening.accept()
    order, ends, _, _ = socket.recv_fds(line, _MESSAGE, 3)
    pid = os.fork()
    if not pid:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for number, end in enumerate(ends):
            os.dup2(end, number)
    for end in ends:
        os.close(end)
    if not pid:
        for one in (line, *lines.values()):
            one.close()
        return dict(json.loads(order))
    lines[pid] = line
    line.send(json.dumps(pid).encode())
    return None


def _tell(lines: dict[int, socket.socket]) -> None:
    while lines:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        line = lines.pop(pid)
        with suppress(OSError), line:  # perhaps nobody waits for it any more
            line.send(json.dumps(os.waitstatus_to_exitcode(status)).encode())


def _readers_come_from_here() -> None:
    """In a child: the server that its readers are forked from is a fork too, where it would load all that reads anew.
    As `ForkServer.ensure_running` does it, but for the start of another Python."""
    server: Any = forkserver._forkserver  # type: ignore[attr-defined]
    address = connection.arbitrary_address("AF_UNIX")  # type: ignore[attr-defined]
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        os.chmod(address, 0o600)
        listener.listen()
        watched, alive = os.pipe()
        pid = os.fork()
        if not pid:
            os.close(alive)
            with suppress(SystemExit):
                forkserver.main(listener.detach(), watched, [])
            os._exit(0)
    os.close(watched)
    server._forkserver_address, server._forkserver_alive_fd, server._forkserver_pid = address, alive, pid


def _begin(asked: dict[str, Any]) -> None:
    """In a child: what `python -m ingest` does from here on."""
    os.environ.clear()
    os.environ.update(asked["env"])
    time.tzset()
    os.chdir(asked["cwd"])
    for place, value in asked["constants"].items():
        module, _, name = place.partition(":")
        setattr(importlib.import_module(module), name, value)
    _readers_come_from_here()
    sys.argv = ["ingest", *asked["args"]]
    import ingest.__main__

    sys.modules["__main__"] = ingest.__main__
    ingest.__main__.main()


if __name__ == "__main__":
    sys.path.pop(0)  # as for `python -m`, whose modules are not those of the tests
    for name in _LOADED:
        importlib.import_module(name)
    gc.freeze()
    if order := _serve():
        _begin(order)
