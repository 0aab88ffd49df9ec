"""Every error that ingest raises on purpose.

    IngestError                 what a person reads: what is wrong, where, what to do; exit code 2
    ├── ConfigurationError      sources.toml or the environment can't be used (holds every mistake at once)
    ├── InputError              a file or an argument can't be used
    ├── StoreError              the database can't be used
    │   ├── NewerDatabase       it was written by a newer version
    │   └── DiskFull            nothing more can be written
    ├── LockHeld                another run is at work; exit code 75
    ├── Interrupted             the run was told to stop; exit code 130
    └── ReviewError             a decision is refused
        ├── NotFound            no such thing, or not for this person
        ├── Forbidden           the role does not allow it, or the four-eyes rule
        ├── Stale               somebody else changed it meanwhile
        └── NotReady            the draft can't be approved as it stands

A class's docstring is its default message. What the world does (a dead host, a 500, a broken PDF) is a value
(`model.FetchFailed`, `model.Document.problem`), not an error: one bad source never stops the others.
"""

from __future__ import annotations

import inspect


class IngestError(Exception):
    """Something went wrong."""

    exit_code = 2

    def __init__(self, message: str | None = None, *, remedy: str | None = None) -> None:
        self.message = message or inspect.getdoc(type(self)) or ""
        self.remedy = remedy
        super().__init__(self.message)

    def __str__(self) -> str:
        return f"{self.message}\n  -> {self.remedy}" if self.remedy else self.message


class ConfigurationError(IngestError):
    """The configuration can't be used."""


class InputError(IngestError):
    """The input can't be used."""


class StoreError(IngestError):
    """The database can't be used."""


class NewerDatabase(StoreError):
    """The database was written by a newer version of ingest."""


class DiskFull(StoreError):
    """The disk is full: nothing was written."""


class LockHeld(IngestError):
    """Another run is at work."""

    exit_code = 75


class Interrupted(IngestError):
    """The run was stopped; what was read until then is stored, and the next run goes on from there."""

    exit_code = 130


class ReviewError(IngestError):
    """The decision is refused."""


class NotFound(ReviewError):
    """There is no such thing."""


class Forbidden(ReviewError):
    """Your role does not allow this."""


class Stale(ReviewError):
    """Somebody else changed this meanwhile: load it again."""


class NotReady(ReviewError):
    """The draft can't be approved as it stands."""
