"""IMAP over TLS (RFC 9051, RFC 3501), to the address that the guard admitted, with ceilings on time and on size.

The standard library speaks the protocol; here stands what it lacks: every byte is counted and every wait is limited, so
a server that drips, floods or falls silent costs one request.
"""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
import time
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import quote

from ingest.fetch.failure import Failure
from ingest.fetch.guard import Guard, Refused, Unresolved
from ingest.fetch.policy import FetchPolicy

_PIECE = 65_536
_OVERHEAD = 1_000_000
"""Bytes of answers beside the message itself."""
_LATER = re.compile(r"\[(?:UNAVAILABLE|INUSE|LIMIT|SERVERBUG|CONTACTADMIN)\]", re.I)


class Connection(imaplib.IMAP4):
    """One connection. `renew` starts the clock and the count for the next command; `room` is what it may bring."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        guard: Guard,
        tls: ssl.SSLContext,
        policy: FetchPolicy,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._guard, self._tls, self._policy, self._clock = guard, tls, policy, clock
        self._held = bytearray()
        self.renew()
        super().__init__(host, port, policy.timeout_seconds)

    def renew(self, room: int = 0) -> None:
        self._until = self._clock() + self._policy.total_seconds
        self._room = room + _OVERHEAD

    def _create_socket(self, timeout: float | None) -> socket.socket:
        """The name is resolved once; every address is checked before it is connected to."""
        addresses = self._guard.resolve(self.host, self.port)
        for last, address in enumerate(addresses, 1 - len(addresses)):
            try:
                return self._secured(socket.create_connection((address, self.port), self._policy.timeout_seconds))
            except OSError:
                if not last:
                    raise
        raise Unresolved(f"{self.host} has no address")

    def _secured(self, plain: socket.socket) -> ssl.SSLSocket:
        try:
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return self._tls.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise

    def read(self, size: int) -> bytes:
        if size > self._room:
            raise Failure("too_large", {"limit": self._policy.max_bytes}, permanent=True)
        while len(self._held) < size:
            self._fill()
        return self._taken(size)

    def readline(self) -> bytes:
        while (at := self._held.find(b"\n")) < 0:
            self._fill()
        return self._taken(at + 1)

    def _taken(self, size: int) -> bytes:
        data = bytes(self._held[:size])
        del self._held[:size]
        return data

    def _fill(self) -> None:
        left = self._until - self._clock()
        if left <= 0:
            raise TimeoutError("the time for the whole answer is over")
        self.sock.settimeout(min(left, self._policy.timeout_seconds))
        piece = self.sock.recv(_PIECE)
        if not piece:
            raise self.abort("the server closed the connection")
        self._room -= len(piece)
        if self._room < 0:
            raise Failure("too_large", {"limit": self._policy.max_bytes}, permanent=True)
        self._held += piece

    def enter(self, user: str, password: str) -> None:
        """Log in. Raises `Failure`: "login_failed" where the server refuses, without repeating what was sent."""
        self.renew()
        try:
            if "AUTH=PLAIN" in self.capabilities:
                self.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())
            elif "LOGINDISABLED" in self.capabilities:
                raise Failure("login_failed", {"url": f"imaps://{self.host}"})
            else:
                answer, said = self._simple_command("LOGIN", quoted(user).encode(), quoted(password).encode())
                if answer != "OK":
                    raise self.error(said[-1].decode("utf-8", "replace"))
                self.state = "AUTH"
            self._get_capabilities()
        except self.abort:
            raise
        except self.error as error:
            if _LATER.search(str(error)):
                raise Failure("connection", {"detail": str(error)}, transient=True) from error
            raise Failure("login_failed", {"url": f"imaps://{self.host}"}) from error

    def leave(self) -> None:
        """Say good-bye; nothing hangs on the answer."""
        with suppress(OSError, imaplib.IMAP4.error, Failure, AttributeError):
            self.renew()
            self.logout()
        with suppress(OSError, AttributeError):
            self.shutdown()


def quoted(text: str) -> str:
    """A quoted string (RFC 9051 §4.3). ValueError for what can't stand in one: it would end the command."""
    if not text.isprintable():
        raise ValueError("control characters")
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def modified_utf7(name: str) -> str:
    """The name of a folder as the protocol writes it (RFC 3501 §5.1.3): 通知 is &kBp35Q-."""
    parts: list[str] = []
    wide = ""
    for sign in [*name, ""]:
        if sign and not " " <= sign <= "~":
            wide += sign
            continue
        if wide:
            parts.append("&" + b64encode(wide.encode("utf-16-be")).decode().rstrip("=").replace("/", ",") + "-")
            wide = ""
        parts.append("&-" if sign == "&" else sign)
    return "".join(parts)


def address_of(host: str, port: int, folder: str) -> str:
    """The address of a folder (after RFC 5092)."""
    return f"imaps://{host}:{port}/{quote(folder, safe='')}"


def failure_of(error: Exception) -> Failure:
    """What went wrong on the way."""
    match error:
        case Failure():
            return error
        case Refused():
            return Failure("private_address", {"detail": str(error)}, permanent=True)
        case Unresolved():
            return Failure("connection", {"detail": str(error)}, transient=True)
        case ssl.SSLError():
            return Failure("tls", {"detail": error.reason or str(error)})
        case TimeoutError():
            return Failure("timeout", transient=True)
        case imaplib.IMAP4.abort() | OSError():
            return Failure("connection", {"detail": str(error) or type(error).__name__}, transient=True)
    return Failure("mail_refused", {"detail": str(error)})
