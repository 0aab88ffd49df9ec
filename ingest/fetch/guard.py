"""No request reaches an address that is not on the public internet, unless the configuration allows it (SSRF).

The name is resolved once, every address is checked, and the connection goes to the address that was checked: a name
server that answers differently the second time (DNS rebinding) gains nothing. The same stream keeps the time limit of a
whole request, so a server that drips header bytes is cut off too.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import ssl
import time
import typing
from collections.abc import Callable, Iterable

import httpcore

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_SocketOptions = Iterable[typing.Any] | None
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LOCAL_NAMES = ("localhost", ".localhost", ".local", ".internal", ".localdomain", ".home.arpa")


class Refused(httpcore.ConnectError):
    """The address is private and not allowed."""


class Unresolved(httpcore.ConnectError):
    """The name has no address."""


def _inner(ip: Address) -> Address:
    """The IPv4 address that an IPv6 address wraps (mapped, 6to4, NAT64), else the address itself."""
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in _NAT64:
            return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        return ip.ipv4_mapped or ip.sixtofour or ip
    return ip


def _literal(host: str) -> Address | None:
    """The address that `host` spells, in any form the system's resolver takes ("0x7f.1", "2130706433")."""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host.strip("[]").partition("%")[0])
    if host[:1].isdigit():
        with contextlib.suppress(OSError):
            return ipaddress.IPv4Address(socket.inet_aton(host))
    return None


class Guard:
    """What may be connected to. `allow` holds networks and host names; `intranet` admits private networks as a whole.

    Link-local, multicast, unspecified and reserved addresses (cloud metadata lives there) need a network in `allow`.
    """

    def __init__(self, allow: Iterable[str] = (), *, intranet: bool = False) -> None:
        self._networks: list[ipaddress.IPv4Network | ipaddress.IPv6Network] = []
        self._names: set[str] = set()
        self._intranet = intranet
        for entry in allow:
            try:
                self._networks.append(ipaddress.ip_network(entry, strict=False))
            except ValueError:
                self._names.add(entry.lower())

    def admits(self, ip: Address, host: str = "") -> bool:
        inner = _inner(ip)
        if any(a in network for a in (ip, inner) for network in self._networks if a.version == network.version):
            return True
        if inner.is_global and not inner.is_multicast:
            return True
        return (self._intranet or host.lower() in self._names) and not (
            inner.is_link_local
            or inner.is_multicast
            or inner.is_unspecified
            or (inner.is_reserved and not inner.is_loopback)
        )

    def check_name(self, host: str) -> None:
        """For requests that a proxy resolves: refuses addresses and names that are private on the face of them."""
        ip, name = _literal(host), host.lower().rstrip(".")
        private = not self.admits(ip, host) if ip else f".{name}".endswith(_LOCAL_NAMES) or "." not in name
        if private and not (ip is None and (self._intranet or name in self._names)):
            raise Refused(host)

    def resolve(self, host: str, port: int) -> list[str]:
        """The addresses of `host` that may be connected to, in the resolver's order."""
        try:
            infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise Unresolved(f"{host} can't be resolved: {error}") from error
        found = dict.fromkeys(str(info[4][0]) for info in infos)
        admitted = [text for text in found if self.admits(ipaddress.ip_address(text.partition("%")[0]), host)]
        if not admitted:
            raise Refused(f"{host} → {next(iter(found), '?')}")
        return admitted


class Backend(httpcore.NetworkBackend):
    """Connects for one `httpx.Client`. `guard` is None where the other end is the configured proxy.

    `until` is the moment, on the `clock`, at which the request under way has had its time."""

    def __init__(self, guard: Guard | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._plain = httpcore.SyncBackend()
        self._guard = guard
        self._clock = clock
        self.until = float("inf")
        self.arrived = b""
        """The bytes that came last."""

    def left(self, timeout: float | None) -> float:
        """Seconds that the next operation may take."""
        left = self.until - self._clock()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for the whole answer is over")
        return left if timeout is None else min(timeout, left)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: _SocketOptions = None,
    ) -> httpcore.NetworkStream:
        addresses = self._guard.resolve(host, port) if self._guard else [host]
        for last, address in enumerate(addresses, 1 - len(addresses)):
            try:
                stream = self._plain.connect_tcp(address, port, self.left(timeout), local_address, socket_options)
                return _Stream(stream, self)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if not last:
                    raise
        raise Unresolved(f"{host} has no address")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: _SocketOptions = None
    ) -> httpcore.NetworkStream:
        raise Refused("sockets of this machine are private")

    def sleep(self, seconds: float) -> None:
        self._plain.sleep(seconds)


class _Stream(httpcore.NetworkStream):
    """A stream whose every operation ends with its request's time."""

    def __init__(self, stream: httpcore.NetworkStream, backend: Backend) -> None:
        self._stream = stream
        self._backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._backend.arrived = self._stream.read(max_bytes, self._backend.left(timeout))
        return self._backend.arrived

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._backend.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._backend.left(timeout))
        return _Stream(secured, self._backend)

    def get_extra_info(self, info: str) -> typing.Any:
        return self._stream.get_extra_info(info)
