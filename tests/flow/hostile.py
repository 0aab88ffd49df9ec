"""Everything that a server may do wrong: each takes the right body and gives what answers in its place."""

from __future__ import annotations

import socket
import struct
import time
import zlib
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

Wrong = Callable[[BaseHTTPRequestHandler], bytes | int | None]
Fault = Callable[[bytes], Wrong]


def headed(handler: BaseHTTPRequestHandler, status: int, **headers: str | int) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), str(value))
    handler.end_headers()


def status(code: int, **headers: str | int) -> Fault:
    def fault(_: bytes) -> Wrong:
        return lambda handler: headed(handler, code, Content_Length=0, **headers)

    return fault


def once(code: int, **headers: str | int) -> Fault:
    """Well again at the second request."""

    def fault(body: bytes) -> Wrong:
        asked: set[str] = set()

        def answer(handler: BaseHTTPRequestHandler) -> bytes | None:
            if handler.path in asked:
                return body
            asked.add(handler.path)
            headed(handler, code, Content_Length=0, **headers)
            return None

        return answer

    return fault


def slow(seconds: float) -> Fault:
    """All of it, drop by drop."""

    def fault(body: bytes) -> Wrong:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            headed(handler, 200, Content_Type="text/html", Content_Length=len(body))
            step = len(body) // 10 + 1
            for at in range(0, len(body), step):
                handler.wfile.write(body[at : at + step])
                handler.wfile.flush()
                time.sleep(seconds / 10)

        return answer

    return fault


def silent(body: bytes) -> Wrong:
    """Takes the request and never answers; returns when the other end is gone."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.connection.recv(1)

    return answer


def reset(body: bytes) -> Wrong:
    """A reset in the middle of the body."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        headed(handler, 200, Content_Type="text/html", Content_Length=len(body))
        handler.wfile.write(body[: len(body) // 2])
        handler.wfile.flush()
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.connection.close()
        handler.close_connection = True

    return answer


def loop(*, grow: bool = False) -> Fault:
    """A redirect to itself, or to ever new addresses."""

    def fault(_: bytes) -> Wrong:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            path, _, n = handler.path.partition("?n=")
            headed(handler, 302, Location=f"{path}?n={int(n or 0) + 1}" if grow else handler.path, Content_Length=0)

        return answer

    return fault


def endless(body: bytes) -> Wrong:
    """A chunked body that goes on until the other end leaves."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        headed(handler, 200, Content_Type="text/html", Transfer_Encoding="chunked")
        while True:
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(body), body))

    return answer


def bomb(_: bytes) -> Wrong:
    """64 MB of blanks, as 64 KB of gzip."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(64)) + packer.flush()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        headed(handler, 200, Content_Type="text/html", Content_Encoding="gzip", Content_Length=len(packed))
        handler.wfile.write(packed)

    return answer


def no_gzip(body: bytes) -> Wrong:
    """Said to be packed, and is not."""
    return with_headers(Content_Encoding="gzip")(body)


def oversize(_: bytes) -> Wrong:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        headed(handler, 200, Content_Type="text/html", Content_Length=10**12)

    return answer


def wrong_length(delta: int) -> Fault:
    """Content-Length says more, or less, than there is; the connection ends behind the body."""

    def fault(body: bytes) -> Wrong:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.close_connection = True
            headed(handler, 200, Content_Type="text/html", Content_Length=len(body) + delta, Connection="close")
            handler.wfile.write(body)

        return answer

    return fault


def with_headers(**headers: str | int) -> Fault:
    """The right body under wrong headers."""

    def fault(body: bytes) -> Wrong:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            headed(handler, 200, Content_Length=len(body), **headers)
            handler.wfile.write(body)

        return answer

    return fault


def nonsense(_: bytes) -> Wrong:
    """No HTTP at all."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.wfile.write(b"\x16\x03\x01 220 welcome to the mail server\r\n")

    return answer


def instead(text: str) -> Fault:
    """Another page, with status 200."""
    return lambda _: lambda _handler: text.encode()
