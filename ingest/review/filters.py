"""Which drafts of the queue to show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from ingest.model import Category, DraftKind, Tier
from ingest.review.order import When

SURE, LIKELY = 0.95, 0.8
"""From which confidence on a draft is sure, and likely; less wants a close look."""


class Waits(StrEnum):
    """For whom or what a draft waits."""

    ME = "me"
    CUSTOMER_EXPERT = "customer_expert"
    BUSINESS_EXPERT = "business_expert"
    """Nobody but one of them can give a sign-off that is missing."""
    LOOK = "look"
    """For a close look: something is untraced, flagged, or not sure."""
    RETURNED = "returned"
    ASSIGNED = "assigned"
    SNOOZED = "snoozed"


class Within(StrEnum):
    """What its window says; `OPEN`: no start is stated."""

    TODAY = "today"
    WEEK = "week"
    RUNNING = "running"
    OPEN = "open"


class Band(StrEnum):
    """Of its confidence."""

    SURE = "sure"
    LIKELY = "likely"
    LOOK = "look"

    @staticmethod
    def of(confidence: float) -> Band:
        return Band.SURE if confidence >= SURE else Band.LIKELY if confidence >= LIKELY else Band.LOOK


class Age(StrEnum):
    """It has waited at least that long."""

    HOURS = "4h"
    DAY = "1d"
    DAYS = "3d"
    WEEK = "7d"

    @property
    def span(self) -> dt.timedelta:
        number, unit = int(self.value[:-1]), self.value[-1]
        return dt.timedelta(hours=number) if unit == "h" else dt.timedelta(days=number)


class Order(StrEnum):
    SOONEST = "soonest"
    OLDEST = "oldest"
    DOUBTFUL = "doubtful"
    """The least confident first."""


@dataclass(frozen=True, slots=True)
class Filters:
    """None and "" show all. Snoozed drafts are shown only where they are asked for."""

    category: Category | None = None
    window: Within | None = None
    tier: Tier | None = None
    source_id: str | None = None
    kind: DraftKind | None = None
    department: str | None = None
    blocked: bool | None = None
    band: Band | None = None
    age: Age | None = None
    waits: Waits | None = None
    words: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Filters:
        """From an address; what is not known filters nothing."""
        return cls(
            category=choice(Category, asked.get("category")),
            window=choice(Within, asked.get("window")),
            tier=choice(Tier, asked.get("tier")),
            source_id=asked.get("source") or None,
            kind=choice(DraftKind, asked.get("kind")),
            department=asked.get("department") or None,
            blocked={"yes": True, "no": False}.get(asked.get("blocked", "")),
            band=choice(Band, asked.get("confidence")),
            age=choice(Age, asked.get("age")),
            waits=choice(Waits, asked.get("waits")),
            words=" ".join(asked.get("words", "").split())[:100],
        )


WINDOWS: Mapping[Within, frozenset[When]] = {
    Within.TODAY: frozenset({When.TODAY}),
    Within.WEEK: frozenset({When.TODAY, When.WEEK}),
}

C = TypeVar("C", bound=StrEnum)


def choice(kind: type[C], text: str | None) -> C | None:
    return next((one for one in kind if one.value == text), None)
