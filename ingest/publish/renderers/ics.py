"""bulletin.ics: the times that published notices state, as RFC 5545 has it, for any calendar that subscribes to a file.

A whole day is a DATE, its end not counted; a minute is in UTC, or in the bank's zone where it comes again. What states
no end stands with its beginning alone. The same time keeps its UID; SEQUENCE grows when it is published anew.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from ingest.model import BulletinDraft
from ingest.publish.calendar_lines import day, folded, instant, minute, text
from ingest.publish.calendar_zone import zone_lines
from ingest.publish.dates import Dated
from ingest.publish.edition import Edition
from ingest.publish.inert import link
from ingest.publish.recurring import Recurring, recurring
from ingest.publish.renderers import Renderer
from ingest.publish.wording import labels

_DAY = dt.timedelta(days=1)


def render(edition: Edition) -> str:
    words = labels(edition.language)
    name = text(words["calendar.name"].format(bank=edition.bank_name))
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ingest//bulletin//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [f"NAME:{name}", f"X-WR-CALNAME:{name}", f"X-WR-TIMEZONE:{text(edition.time_zone)}"]
    lines += ["REFRESH-INTERVAL;VALUE=DURATION:PT15M", "X-PUBLISHED-TTL:PT15M"]
    lines += _zone(edition)
    for one in edition.dates:
        lines += _event(one, edition)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _zone(edition: Edition) -> Iterator[str]:
    """Only where a time in it comes again: the rest is in UTC."""
    local = [rule for one in edition.dates if (rule := recurring(one.window)) and rule.hours]
    if local:
        last = max((rule.last or rule.first).year for rule in local)
        yield from zone_lines(edition.time_zone, min(r.first.year for r in local), max(last, edition.day.year) + 2)


def _event(one: Dated, edition: Edition) -> Iterator[str]:
    zone, words = ZoneInfo(edition.time_zone), labels(edition.language)
    yield "BEGIN:VEVENT"
    yield f"UID:{uuid.uuid5(uuid.NAMESPACE_URL, f'ingest/{edition.bank_name}/{one.name}')}"
    yield f"DTSTAMP:{instant(one.entry.ended_at or one.entry.published_at)}"
    yield f"SEQUENCE:{one.sequence}"
    yield from _when(one, zone, edition.time_zone)
    yield f"SUMMARY:{text(_summary(one, words))}"
    yield f"DESCRIPTION:{text(_description(one, words))}"
    if url := link(one.entry.source_url):
        yield f"URL:{url}"
    if one.entry.category:
        yield f"CATEGORIES:{text(words[f'category.{one.entry.category.value}'])}"
    yield f"STATUS:{'CANCELLED' if one.cancelled else 'TENTATIVE' if one.window.planned else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _when(one: Dated, zone: ZoneInfo, name: str) -> Iterator[str]:
    if rule := recurring(one.window):
        yield from _again(rule, zone, name)
        return
    start, end = one.window.start or one.window.end, one.window.end if one.window.start else None
    assert start is not None  # noqa: S101 - `dates.py` leaves out what states neither
    if start.time or (end and end.time):
        begin, over = (at.replace(tzinfo=zone) for at in (start.earliest(), (end or start).latest()))
        yield f"DTSTART:{instant(begin)}"
        if over > begin:
            yield f"DTEND:{instant(over)}"
        return
    yield f"DTSTART;VALUE=DATE:{day(start.day)}"
    yield f"DTEND;VALUE=DATE:{day(max(end.day if end else start.day, start.day) + _DAY)}"


def _again(rule: Recurring, zone: ZoneInfo, name: str) -> Iterator[str]:
    if rule.hours is None:
        yield f"DTSTART;VALUE=DATE:{day(rule.first)}"
        yield f"DTEND;VALUE=DATE:{day(rule.first + _DAY)}"
        until = day(rule.last) if rule.last else None
    else:
        for key, time in zip(("DTSTART", "DTEND"), rule.hours, strict=True):
            yield f"{key};TZID={name}:{minute(dt.datetime.combine(rule.first, time))}"
        until = instant(dt.datetime.combine(rule.last, rule.hours[0], zone)) if rule.last else None
    yield f"RRULE:{rule.rule}" + (f";UNTIL={until}" if until else "")


def _summary(one: Dated, words: Mapping[str, str]) -> str:
    content, role = one.entry.content, words[f"calendar.{'validity' if one.role == 'validity' else 'role.' + one.role}"]
    headline = content.headline if isinstance(content, BulletinDraft) else one.entry.title
    if one.window.applies_to:
        return words["calendar.summary_of"].format(headline=headline, role=role, what=one.window.applies_to)
    return words["calendar.summary"].format(headline=headline, role=role)


def _description(one: Dated, words: Mapping[str, str]) -> str:
    content, window = one.entry.content, one.window
    lines = [content.what_changes, content.when] if isinstance(content, BulletinDraft) else []
    if one.entry.withdrawn:
        lines = [words["warning.withdrawn_long"].format(reason=one.entry.withdrawn)]
    elif not one.entry.validated:
        lines.insert(0, words["warning.unvalidated_long"])
    if window.recurrence and not recurring(window):
        lines.append(words["calendar.repeats"].format(rule=window.recurrence))
    if window.exceptions:
        lines.append(words["calendar.except"].format(days=", ".join(window.exceptions)))
    if window.start and not window.end and not window.recurrence:
        lines.append(words["calendar.open_end"])
    if window.planned:
        lines.append(words["calendar.planned"])
    return "\n".join(line for line in lines if line)


RENDERER = Renderer("bulletin.ics", render)
