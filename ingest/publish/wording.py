"""Words around the content, in the bank's language: labels from `labels/*.toml`, dates as people write them."""

from __future__ import annotations

import datetime as dt
import functools
import tomllib
from collections.abc import Mapping
from importlib import resources
from zoneinfo import ZoneInfo

from ingest.model import BulletinDraft, Entry, Moment, StoredDraft, VisitReport

LANGUAGES = ("zh", "en")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@functools.cache
def labels(language: str) -> Mapping[str, str]:
    """Every label of `labels/<language>.toml` and `labels/<part>.<language>.toml` by its dotted key
    ("section.urgent")."""
    folder = (resources.files("ingest.publish") / "labels").iterdir()
    files = [f for f in folder if f.name == f"{language}.toml" or f.name.endswith(f".{language}.toml")]
    return {key: text for f in files for key, text in flat(tomllib.loads(f.read_text("utf-8"))).items()}


def flat(tree: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    """Nested tables as dotted keys."""
    found: dict[str, str] = {}
    for key, value in tree.items():
        if isinstance(value, Mapping):
            found |= flat(value, f"{prefix}{key}.")
        else:
            found[prefix + key] = str(value)
    return found


def say_moment(moment: Moment, language: str) -> str:
    """2026年4月15日22:00 · 15 April 2026, 22:00"""
    if language == "zh":
        return say_day(moment.day, language) + (f"{moment.time:%H:%M}" if moment.time else "")
    return say_day(moment.day, language) + (f", {moment.time:%H:%M}" if moment.time else "")


def say_day(day: dt.date, language: str) -> str:
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_time(at: dt.datetime, language: str) -> str:
    """A naive local time, to the minute."""
    return say_moment(Moment(at.date(), at.time().replace(second=0, microsecond=0)), language)


def say_since(visit: VisitReport, language: str, zone: str) -> str:
    """Since when the source is in trouble, to the minute; "" where that is not known."""
    if visit.since is None:
        return ""
    local = visit.since.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return labels(language)["coverage.since"].format(time=say_time(local, language))


def say_validity(entry: Entry | StoredDraft, language: str) -> str:
    """From when until when; a day that is only there to look at the entry again is told as that, not as its end."""
    content = entry.content
    if not (isinstance(content, BulletinDraft) and content.review and entry.expires):
        return say_period(entry.starts, entry.expires, language)
    open_end = say_period(entry.starts, None, language)
    return labels(language)["period.review"].format(period=open_end, day=say_moment(entry.expires, language))


def say_period(starts: Moment | None, expires: Moment | None, language: str) -> str:
    """From when until when; what the notice leaves open is said, not passed over."""
    words = labels(language)
    ends = say_moment(expires, language) if expires else None
    if starts and ends:
        return words["period.both"].format(start=say_moment(starts, language), end=ends)
    if starts:
        return words["period.open"].format(start=say_moment(starts, language))
    return words["period.until"].format(end=ends) if ends else words["period.none"]
