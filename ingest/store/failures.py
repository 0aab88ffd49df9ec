"""What a database says when it fails, in words for the person who runs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError

from ingest.errors import DiskFull, StoreError

ELSEWHERE = "Name another database in INGEST_DATABASE_URL."
_HINTS = {
    "not a database": f"The file is damaged or not a database. {ELSEWHERE}",
    "malformed": "The file is damaged: put a backup in its place.",
    "unable to open": "Check that the folder exists and that this account may write to it.",
    "not a directory": "Name a path inside a folder in INGEST_DATABASE_URL.",
    "permission denied": "Check that this account may write to the folder and the file.",
    "readonly database": "Check that this account may write to the file and its folder.",
    "read-only file system": "Name a place that can be written to in INGEST_DATABASE_URL.",
    "is locked": "Another process holds the database: try again, or look for a program that keeps it open.",
    "disk i/o error": "The disk is full or fails, or it is a network share: SQLite needs a local disk.",
    "does not exist": "Create the database and the account first, or correct INGEST_DATABASE_URL.",
    "authentication failed": "Correct the name or the password in INGEST_DATABASE_URL.",
    "refused": "Check that the PostgreSQL server runs and that INGEST_DATABASE_URL names its host and port.",
}
_FULL = ("disk is full", "no space left on device", "could not extend file")
_OURS = ("no such table", "no such column", "syntax error")
_DISK_FULL = "53100"
"""SQLSTATE disk_full."""


def hint(words: str) -> str:
    """What to do about the database's own message."""
    said = words.lower()
    return next((remedy for phrase, remedy in _HINTS.items() if phrase in said), "Check INGEST_DATABASE_URL.")


@contextmanager
def explained(place: URL) -> Iterator[None]:
    """Turn failures of the world (disk, server, lock) into StoreError; mistakes in our own SQL pass unchanged."""
    try:
        yield
    except DBAPIError as error:
        words = str(error.orig).strip()
        if _full(error, words):
            raise DiskFull(remedy="Make room, then start again: what was written before is intact.") from error
        if not _worldly(error, words):
            raise
        raise StoreError(f"The database {_name(place)} can't be used: {words}.", remedy=hint(words)) from error
    except TimeoutError as error:
        raise StoreError(f"The database {_name(place)} is too busy.", remedy="Try again in a moment.") from error


def _name(place: URL) -> str:
    return place.render_as_string(hide_password=True)


def _full(error: DBAPIError, words: str) -> bool:
    return getattr(error.orig, "sqlstate", None) == _DISK_FULL or any(phrase in words.lower() for phrase in _FULL)


def _worldly(error: DBAPIError, words: str) -> bool:
    if any(phrase in words for phrase in ("not a database", "malformed")):
        return True
    return isinstance(error, (OperationalError, InterfaceError)) and not any(phrase in words for phrase in _OURS)
