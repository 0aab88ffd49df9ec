"""What a check looks at, and what it finds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ingest.errors import Text
from ingest.settings import Settings
from ingest.store.store import Store


class State(StrEnum):
    OK = "ok"
    WARNING = "warning"
    """It works, and will not for ever."""
    FAILED = "failed"
    """Something does not work now."""
    SKIPPED = "skipped"
    """Not looked at, or not used here."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`id` is stable ("D07"), for monitors and for the manual. What is not well has a remedy."""

    id: str
    name: Text
    state: State
    said: Text
    remedy: Text | None = None


@dataclass(frozen=True, slots=True)
class Patient:
    """One installation. `store` is None where the database can't be opened, `trouble` says why."""

    settings: Settings
    store: Store | None
    trouble: Text | None
    now: dt.datetime
    environment: Mapping[str, str]
    network: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """What a check returns: its id and name are added to it."""

    state: State
    said: Text
    remedy: Text | None = None


def well(en: str, zh: str) -> Look:
    return Look(State.OK, Text(en, zh))


def skipped(en: str, zh: str) -> Look:
    return Look(State.SKIPPED, Text(en, zh))


def warning(said: Text, remedy: Text) -> Look:
    return Look(State.WARNING, said, remedy)


def failed(said: Text, remedy: Text) -> Look:
    return Look(State.FAILED, said, remedy)


NO_DATABASE = Look(State.SKIPPED, Text("the database can't be opened: see D06", "数据库无法打开：见 D06"))
