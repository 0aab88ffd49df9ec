"""The body of one answer: unpacked as it arrives, and given up as soon as it is too large, a bomb, or broken."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from ingest.fetch.failure import Failure
from ingest.fetch.policy import FetchPolicy

_STEP = 1 << 20
_BOMB = 4_000_000


class _Identity:
    """Bytes as they are."""

    def feed(self, data: bytes, room: int) -> bytes:
        return data

    def finish(self) -> None:
        """Nothing can be missing: the length was checked on the wire."""


class _Deflate:
    """gzip (several members, RFC 1952 §2.2) and deflate (zlib, or raw as some servers send it)."""

    def __init__(self, window: int) -> None:
        self._window = window
        self._coder = zlib.decompressobj(window)
        self._begun = False

    def feed(self, data: bytes, room: int) -> bytes:
        """`data` unpacked; more than `room` bytes mean that the cap is broken, and the rest is not unpacked."""
        out = bytearray()
        while data and len(out) <= room:
            if self._coder.eof:
                if self._window == zlib.MAX_WBITS | 16 and not data.startswith(b"\x1f"):
                    break  # padding after the last member
                self._coder = zlib.decompressobj(self._window)
            out += self._unpack(data, min(_STEP, room + 1 - len(out)))
            data = self._coder.unconsumed_tail or self._coder.unused_data
        return bytes(out)

    def _unpack(self, data: bytes, limit: int) -> bytes:
        try:
            piece = self._coder.decompress(data, limit)
        except zlib.error:
            if self._begun or self._window != zlib.MAX_WBITS:
                raise
            self._coder = zlib.decompressobj(-zlib.MAX_WBITS)
            piece = self._coder.decompress(data, limit)
        self._begun = True
        return piece

    def finish(self) -> None:
        if self._begun and not self._coder.eof:
            raise EOFError


def _decoder(encoding: str) -> _Identity | _Deflate:
    match encoding.strip().lower():
        case "" | "identity":
            return _Identity()
        case "gzip" | "x-gzip":
            return _Deflate(zlib.MAX_WBITS | 16)
        case "deflate":
            return _Deflate(zlib.MAX_WBITS)
    raise Failure("bad_encoding", {"detail": encoding})


def read(chunks: Iterable[bytes], *, encoding: str, length: str, policy: FetchPolicy) -> bytes:
    """The unpacked body. `encoding` and `length` are the headers Content-Encoding and Content-Length ("" if absent).

    Raises `Failure`: too_large, unpacks_too_large, bad_encoding, truncated. What the wire itself does wrong is left to
    the caller.
    """
    cap = policy.max_bytes
    if length.isdigit() and int(length) > cap:
        raise Failure("too_large", {"bytes": int(length), "limit": cap}, permanent=True)
    decoder = _decoder(encoding)
    travelled, body = 0, bytearray()
    try:
        for chunk in chunks:
            travelled += len(chunk)
            body += decoder.feed(chunk, cap - len(body))
            if travelled > cap or len(body) > cap:
                raise Failure("too_large", {"bytes": travelled, "limit": cap}, permanent=True)
            if len(body) > _BOMB and len(body) > travelled * policy.max_expansion:
                about = {"bytes": travelled, "unpacked": len(body)}
                raise Failure("unpacks_too_large", about, permanent=True)
        decoder.finish()
    except zlib.error as error:
        raise Failure("bad_encoding", {"detail": str(error)}) from error
    except EOFError as error:
        raise Failure("truncated", transient=True) from error
    return bytes(body)
