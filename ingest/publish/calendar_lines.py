"""Lines of iCalendar (RFC 5545 §3.1, §3.3.11): texts escaped, long lines folded, times as they are written there."""

from __future__ import annotations

import datetime as dt

from ingest.publish.inert import inert

_OCTETS = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def text(value: str) -> str:
    """`value` as a TEXT: no sign of it ends a line or a property."""
    return inert(value).replace("\r\n", "\n").translate(_ESCAPED)


def folded(line: str) -> str:
    """`line` in pieces of at most 75 octets, none inside a character, each further one behind a blank."""
    pieces: list[str] = []
    piece, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _OCTETS:
            pieces, piece, size = [*pieces, piece], " ", 1
        piece, size = piece + sign, size + octets
    return "\r\n".join([*pieces, piece])


def day(value: dt.date) -> str:
    return f"{value:%Y%m%d}"


def minute(value: dt.datetime) -> str:
    """A naive local time."""
    return f"{value:%Y%m%dT%H%M%S}"


def instant(value: dt.datetime) -> str:
    """An aware time, in UTC."""
    return f"{value.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
