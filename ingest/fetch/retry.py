"""Which answers are worth another attempt now, and how long to wait for it (RFC 9110 §10.2.3, RFC 6585 §4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from email.utils import parsedate_to_datetime

from ingest.fetch.failure import Failure
from ingest.fetch.policy import FetchPolicy

_AGAIN = frozenset((429, 500, 502, 503, 504))
_LATER = frozenset((401, 403, 407, 408, 425, 429))
"""Statuses below 500 that a changed mood of the server, or of its operator, can heal."""
_FIRST_PAUSE = 0.5


def from_status(status: int, retry_after: str, now: dt.datetime) -> Failure:
    """The failure that an HTTP status stands for."""
    return Failure(
        f"http_{status}",
        {"status": status},
        permanent=400 <= status < 500 and status not in _LATER,
        transient=status in _AGAIN,
        status=status,
        wait=_seconds(retry_after, now) if status in _AGAIN else None,
    )


def _seconds(retry_after: str, now: dt.datetime) -> float | None:
    """Retry-After as seconds from `now`; it is a number or a date."""
    value = retry_after.strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return max(0.0, (aware - now).total_seconds())


def pause(
    failure: Failure, attempt: int, policy: FetchPolicy, attempts: int, jitter: Callable[[], float]
) -> float | None:
    """Seconds before attempt number `attempt` + 1, or None to give up after `attempts`. A little by chance comes on
    top, so that many readers who were turned away together do not come back together."""
    if not failure.transient or attempt >= attempts:
        return None
    if failure.wait is None:
        return float(min(_FIRST_PAUSE * 4 ** (attempt - 1), policy.max_wait_seconds)) * (1 + 0.5 * jitter())
    return failure.wait * (1 + 0.1 * jitter()) if failure.wait <= policy.max_wait_seconds else None
