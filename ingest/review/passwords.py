"""Passwords: argon2id hashes, a lower limit, and growing delays after failures (OWASP authentication cheat sheet)."""

from __future__ import annotations

import datetime as dt
import functools

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ingest.errors import InputError, Text

SHORTEST = 10
FREE_TRIES = 5
"""Failures before the first delay."""
_FIRST_DELAY = dt.timedelta(seconds=30)
_LONGEST_DELAY = dt.timedelta(hours=1)

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """The argon2id hash. Raises InputError if it is shorter than `SHORTEST` characters."""
    if len(password) < SHORTEST:
        raise InputError(
            Text(f"The password has fewer than {SHORTEST} characters.", f"密码少于 {SHORTEST} 个字符。"),
            remedy=Text("Choose a longer one: a sentence is good.", "请换一个更长的密码，例如一句话。"),
        )
    return _hasher.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Does `password` fit? An unknown user (None) costs the same time as a wrong password."""
    try:
        return _hasher.verify(password_hash or _nobody(), password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(password_hash: str) -> bool:
    """Was it hashed with weaker parameters than today's?"""
    return _hasher.check_needs_rehash(password_hash)


def delay(failures: int) -> dt.timedelta:
    """How long log-in is closed after so many failures in a row: nothing, then 30 s, 1 min, 2 min … 1 h."""
    if failures < FREE_TRIES:
        return dt.timedelta(0)
    return min(_FIRST_DELAY * (1 << min(failures - FREE_TRIES, 16)), _LONGEST_DELAY)


@functools.cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")
