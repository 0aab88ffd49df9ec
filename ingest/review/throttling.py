"""How long log-in is closed after failures: for a name, whether or not somebody has it, and for an address.

Failures of a person are counted with the person. Those of names that nobody has are counted in 65,536 drawers: enough
to answer alike, and too few to tell what was typed, which may have been a password in the wrong field.
"""

from __future__ import annotations

import datetime as dt

from ingest.review.passwords import FREE_TRIES_OF_AN_ADDRESS, delay
from ingest.store.columns import key
from ingest.store.transaction import Transaction
from ingest.store.users import User

FREE_TOKENS = 20
"""Wrong tokens of an address before the first delay."""


def closed(tx: Transaction, user: User | None, name: str, address: str, now: dt.datetime) -> dt.datetime | None:
    """Until when log-in is closed for this name or this address; None: it is open."""
    return _later(_after(*_of_name(tx, user, name)), _of_address(tx, address), now)


def count(tx: Transaction, user: User | None, name: str) -> None:
    """One more try with this name."""
    if user:
        tx.users.failed(user.name)
    else:
        tx.throttles.fail(_drawer(name))


def refused(tx: Transaction, user: User | None, name: str, address: str, now: dt.datetime) -> dt.datetime | None:
    """It was a wrong one: counts for the address too. Until when log-in is closed now."""
    if address:
        tx.throttles.fail(f"address:{address}")
    again = tx.users.get(user.id) if user else None
    return _later(_after(*_of_name(tx, again, name)), _of_address(tx, address), now)


def token_closed(tx: Transaction, address: str, now: dt.datetime) -> dt.datetime | None:
    """Until when tokens from this address are not looked at."""
    return _later(_after(*tx.throttles.count(f"token:{address}"), FREE_TOKENS), None, now)


def token_refused(tx: Transaction, address: str) -> None:
    tx.throttles.fail(f"token:{address}")


def _of_name(tx: Transaction, user: User | None, name: str) -> tuple[int, dt.datetime | None]:
    return (user.failures, user.failed_at) if user else tx.throttles.count(_drawer(name))


def _of_address(tx: Transaction, address: str) -> dt.datetime | None:
    return _after(*tx.throttles.count(f"address:{address}"), FREE_TRIES_OF_AN_ADDRESS) if address else None


def _drawer(name: str) -> str:
    return f"name:{key(name)[:4]}"


def _after(failures: int, last: dt.datetime | None, free: int | None = None) -> dt.datetime | None:
    wait = delay(failures) if free is None else delay(failures, free)
    return last + wait if last and wait else None


def _later(one: dt.datetime | None, other: dt.datetime | None, now: dt.datetime) -> dt.datetime | None:
    return max((until for until in (one, other) if until and until > now), default=None)
