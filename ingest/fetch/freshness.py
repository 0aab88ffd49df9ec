"""How long an answer need not be asked for again (RFC 9111 §4.2): what the server says, up to a cap of our own.

Only what is said counts: no lifetime is guessed from Last-Modified. Servers that say "a day" for a list of notices mean
well and would hide a notice for a day; so freshness spares only requests that come sooner than half of what the
source's `every` asks for. A regular visit always asks, conditionally where the server gave a validator.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from ingest.fetch.policy import FetchPolicy
from ingest.model import Source

_DIRECTIVE = re.compile(r'([\w-]+)\s*(?:=\s*(?:"([^"]*)"|([^\s,;]+)))?')
_ALIKE = frozenset(("accept-encoding", "accept", "user-agent", "origin"))
"""Headers that are the same in all our requests: to vary by them is not to vary."""
_LONGEST = dt.timedelta(days=366)


def fresh_until(
    headers: Mapping[str, str], source: Source, policy: FetchPolicy, now: dt.datetime
) -> dt.datetime | None:
    """The end of the answer's freshness, None where it has none. Header names are lower case; `now` is aware."""
    told = _lifetime(headers, now)
    if told is None or _varies(headers.get("vary", "")):
        return None
    left = min(told - _age(headers, now), source.every / 2, dt.timedelta(seconds=policy.max_fresh_seconds))
    return now + left if left > dt.timedelta(0) else None


def _lifetime(headers: Mapping[str, str], now: dt.datetime) -> dt.timedelta | None:
    said = directives(headers.get("cache-control", ""))
    if said.keys() & {"no-store", "no-cache"} or "no-cache" in headers.get("pragma", "").lower():
        return None
    if "max-age" in said:
        return _seconds(said["max-age"])
    expires = _moment(headers.get("expires", ""))
    return expires - (_moment(headers.get("date", "")) or now) if expires else None


def directives(header: str) -> dict[str, str]:
    """Cache-Control by name in lower case; of a directive that stands twice the first counts (RFC 9111 §4.2.1)."""
    found: dict[str, str] = {}
    for m in _DIRECTIVE.finditer(header):
        found.setdefault(m[1].lower(), m[2] or m[3] or "")
    return found


def _seconds(text: str) -> dt.timedelta:
    """A lifetime that can't be read is none: the answer is stale (RFC 9111 §4.2.1)."""
    return min(dt.timedelta(seconds=int(text)), _LONGEST) if re.fullmatch(r"\d{1,10}", text) else dt.timedelta(0)


def _age(headers: Mapping[str, str], now: dt.datetime) -> dt.timedelta:
    """How old the answer was when it came: the caches' own count, or what its Date says, whichever is more."""
    date = _moment(headers.get("date", ""))
    apparent = now - date if date else dt.timedelta(0)
    return max(_seconds(headers.get("age", "").strip()), apparent)


def _moment(text: str) -> dt.datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _varies(vary: str) -> bool:
    """Whether what we got may not be what we would get: by cookies, by log-in, or by something we can't know."""
    return not {name.strip().lower() for name in vary.split(",") if name.strip()} <= _ALIKE
