"""The numbers as values: what `review/numbers.py` counts, and screens, files and the API show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ingest.model import Category, Moment
from ingest.review.access import Need
from ingest.review.counting import Period, Share


@dataclass(frozen=True, slots=True)
class Whose:
    """None counts all."""

    source_id: str | None = None
    category: Category | None = None
    department: str | None = None


class Why(StrEnum):
    """Why a bulletin was not there when its subject began."""

    FOUND_LATE = "found_late"
    """The notice itself was first seen after that."""
    SIGNED_LATE = "signed_late"
    OPEN = "open"
    """It waits still."""


@dataclass(frozen=True, slots=True)
class Late:
    """`waited_for`: the roles whose sign-off came, or comes, after the start; empty where it waits to be amended.
    `seen` and `published` are naive local times."""

    notice_id: int
    draft_id: int
    headline: str
    title: str
    starts: Moment
    why: Why
    waited_for: tuple[Need, ...]
    department: str | None
    seen: dt.datetime
    published: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Ready:
    """Of the notices that began: those whose bulletins all were published before. `why` counts the others."""

    share: Share
    why: Mapping[Why, int]
    late: tuple[Late, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """How long something took; None where it never happened."""

    name: str
    count: int
    median_seconds: float | None
    p90_seconds: float | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Drafts that wait for the same people. `roles` empty: for whoever amends what was returned."""

    roles: Need
    department: str | None
    drafts: int
    oldest: dt.datetime
    published: int
    """Of these: shown already, as not yet validated."""


@dataclass(frozen=True, slots=True)
class Edited:
    """`rate`: characters changed, of all that were published; median and p90 are of the edited ones."""

    unchanged: Share
    rate: float | None
    median: float | None
    p90: float | None


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of the drafts of a source or a rule. `turned`: returned or rejected, of all these decisions."""

    name: str
    published: int
    returned: int
    rejected: int
    turned: Share


@dataclass(frozen=True, slots=True)
class Reason:
    verdict: str
    code: str
    text: str
    count: int
    sources: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Volume:
    """Notices that came and entries that were published."""

    notices: int
    published: int


@dataclass(frozen=True, slots=True)
class Desk:
    """All of it. `at`: when it was counted."""

    period: Period
    at: dt.datetime
    ready: Ready
    steps: tuple[Step, ...]
    waiting: tuple[Waiting, ...]
    edited: Edited
    by_source: tuple[Fate, ...]
    by_rule: tuple[Fate, ...]
    reasons: tuple[Reason, ...]
    by_category: Mapping[str, Volume]
    by_day: Mapping[dt.date, Volume]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the numbers can be narrowed to."""

    sources: tuple[str, ...]
    departments: tuple[str, ...]
