"""Passwords: argon2id hashes, what is too weak, and growing delays after failures (OWASP authentication cheat sheet,
NIST SP 800-63B §5.1.1.2: length and a list of common ones, no rules of composition)."""

from __future__ import annotations

import datetime as dt
import functools
from importlib.resources import files

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ingest.errors import InputError, Text

SHORTEST = 10
LONGEST = 200
FREE_TRIES = 5
"""Failures before the first delay."""
FREE_TRIES_OF_AN_ADDRESS = 50
"""A whole office may share one."""
_FIRST_DELAY = dt.timedelta(seconds=30)
_LONGEST_DELAY = dt.timedelta(hours=1)
_RUNS = ("0123456789" * 3, "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm")

_hasher = PasswordHasher()


def hash_password(password: str, *names: str) -> str:
    """The argon2id hash. Raises InputError if the password is too weak for a person with these `names`."""
    if why := weakness(password, *names):
        raise InputError(why, remedy=Text("Choose another one: a sentence is good.", "请换一个，例如用一句话。"))
    return _hasher.hash(password)


def weakness(password: str, *names: str) -> Text | None:
    """What is wrong with it, None if nothing is."""
    if len(password) < SHORTEST:
        return Text(f"The password has fewer than {SHORTEST} characters.", f"密码少于 {SHORTEST} 个字符。")
    if len(password) > LONGEST:
        return Text(f"The password has more than {LONGEST} characters.", f"密码超过 {LONGEST} 个字符。")
    plain = password.casefold()
    if len(set(plain)) < 5 or plain in _common() or _is_run(plain):
        return Text("This password is one of the first that anybody would try.", "这个密码过于常见，容易被猜中。")
    rest = functools.reduce(lambda text, name: text.replace(name, ""), _parts(names), plain)
    if rest != plain and len(rest) < SHORTEST // 2:
        return Text("The password says little more than the name.", "密码与姓名或用户名过于接近。")
    return None


def matches(password_hash: str | None, password: str) -> bool:
    """Does `password` fit? An unknown user (None) costs the same time as a wrong password."""
    try:
        return _hasher.verify(password_hash or _nobody(), password[:LONGEST]) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False


def renewed(password_hash: str, password: str) -> str | None:
    """A better hash of the same password, if it was hashed with weaker parameters than today's."""
    return _hasher.hash(password[:LONGEST]) if _hasher.check_needs_rehash(password_hash) else None


def delay(failures: int, free: int = FREE_TRIES) -> dt.timedelta:
    """How long log-in is closed after so many failures in a row: nothing, then 30 s, 1 min, 2 min … 1 h."""
    if failures < free:
        return dt.timedelta(0)
    return min(_FIRST_DELAY * (1 << min(failures - free, 16)), _LONGEST_DELAY)


@functools.cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")


@functools.cache
def _common() -> frozenset[str]:
    lines = files("ingest.review").joinpath("common_passwords.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _is_run(plain: str) -> bool:
    """Neighbours on the keyboard or in the alphabet, either way round."""
    return any(plain in way for run in _RUNS for way in (run, run[::-1]))


def _parts(names: tuple[str, ...]) -> list[str]:
    """The longest first, so that what a longer one leaves is not cut by a shorter one."""
    whole = [name.casefold() for name in names]
    parts = {part for name in whole for part in (name, *name.replace(".", " ").split())}
    return sorted((part for part in parts if len(part) > 1), key=len, reverse=True)
