"""The new facts into the words of a published entry: each value that changed, in the notation in which it stands there.

What people wrote stays as it is: only the characters of a value are exchanged. A number that may be the one that
changed or another that did not is left alone and told to a person, and so is what no notation can say.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from ingest.draft.readings import Key
from ingest.model import BulletinDraft, FaqDraft, Moment, Span
from ingest.review import written, written_dates
from ingest.review.readiness import period_names
from ingest.review.telling_apart import Options, choose, clause
from ingest.review.telling_apart import sentence as sentence_of
from ingest.review.value_changes import ValueChange

_TEXTS = ("question", "answer", "say", "headline", "what_changes", "when", "who", "script", "do_not_say")
_LISTS = ("operation_points", "conditions", "keywords")


@dataclass(frozen=True, slots=True)
class Replaced:
    """`old` at `span` of the field's text as it was; `new` stands there now."""

    place: str
    change: ValueChange
    span: Span
    old: str
    new: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Left:
    """What a person has to decide. `why`: "ambiguous", "unsayable"."""

    place: str
    change: ValueChange
    old: str
    sentence: str
    why: str


@dataclass(frozen=True, slots=True)
class Carried:
    content: FaqDraft | BulletinDraft
    replaced: tuple[Replaced, ...] = ()
    left: tuple[Left, ...] = ()


@dataclass(frozen=True, slots=True)
class _Spot:
    """A value in a text."""

    span: Span
    options: Options


def carry(content: FaqDraft | BulletinDraft, changes: Sequence[ValueChange]) -> Carried:
    """`content` with the new values. `changes` holds what stayed too (see `value_changes`)."""
    values: dict[str, object] = {}
    replaced: list[Replaced] = []
    left: list[Left] = []
    topic = content.question if isinstance(content, FaqDraft) else content.headline
    for name in (*_TEXTS, *_LISTS):
        value = getattr(content, name, None)
        if not value:
            continue
        lines = (value,) if isinstance(value, str) else cast(tuple[str, ...], value)
        done = [carry_text(name, line, changes, topic) for line in lines]
        values[name] = done[0].text if isinstance(value, str) else tuple(d.text for d in done)
        replaced += [r for d in done for r in d.replaced]
        left += [item for d in done for item in d.left]
    starts, ends = period_names(content)
    values |= {name: moved(getattr(content, name), changes) for name in (starts, ends)}
    if isinstance(content, BulletinDraft) and content.review:
        values[ends] = _looked_at_again(content, cast(Moment | None, values[starts]))
    return Carried(dataclasses.replace(content, **values), tuple(replaced), tuple(left))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class CarriedText:
    text: str
    replaced: tuple[Replaced, ...]
    left: tuple[Left, ...]


def carry_text(place: str, text: str, changes: Sequence[ValueChange], topic: str = "") -> CarriedText:
    """One text. `topic`: what the entry is about, where a sentence alone does not tell which value it means."""
    out, at = "", 0
    replaced: list[Replaced] = []
    left: list[Left] = []
    for spot in sorted(_spots(text, changes), key=lambda s: (s.span.start, -s.span.end)):
        if spot.span.start < at:
            continue
        old, sentence = spot.span.of(text), sentence_of(text, spot.span)
        chosen = choose(spot.options, (clause(text, spot.span), sentence, topic))
        if isinstance(chosen, str):
            left.append(Left(place, next(c for c, _ in spot.options if c.changed), old, sentence, chosen))
            continue
        change, new = chosen
        if new is None or new == old:
            continue
        out += text[at : spot.span.start] + new
        at = spot.span.end
        replaced.append(Replaced(place, change, spot.span, old, new, sentence))
    return CarriedText(out + text[at:], tuple(replaced), tuple(left))


def _spots(text: str, changes: Sequence[ValueChange]) -> Iterator[_Spot]:
    if not any(c.changed for c in changes):
        return
    yield from _words(text, changes)
    yield from _dates(text, [c for c in changes if c.old[0] == "date"])
    yield from _times(text, [c for c in changes if c.old[0] == "time"])
    numeric = [c for c in changes if c.old[0] not in ("date", "time", "words")]
    dated = [d.span for d in written_dates.dates(text)]
    for at in written.numbers(text):
        touching = any(d.start < at.span.end and at.span.start < d.end for d in dated)
        mine = [c for c in numeric if c.old in at.keys]
        if mine and not touching and any(c.changed for c in mine):
            yield _Spot(at.span, tuple((c, _number(text, at, c)) for c in mine))


def _number(text: str, at: written.Written, change: ValueChange) -> str | None:
    if not change.changed:
        return at.span.of(text)
    return written.rewritten(text, at, change.old, change.new, printed=change.printed, paid=change.paid)


def _words(text: str, changes: Iterable[ValueChange]) -> Iterator[_Spot]:
    for change in changes:
        if change.old[0] == "words" and change.changed:
            whole = rf"(?<![\w.-]){re.escape(str(change.old[1]))}(?![\w-])(?!\.\w)"
            for match in re.finditer(whole, text, re.A):
                yield _Spot(Span(*match.span()), ((change, str(change.new[1])),))


def _dates(text: str, changes: Sequence[ValueChange]) -> Iterator[_Spot]:
    """Left to right: a date may leave out what the one before it says, as that one stands afterwards."""
    before: dt.date | None = None
    for at in written_dates.dates(text):
        mine = [c for c in changes if at.is_(_day(c.old))]
        if any(c.changed for c in mine):
            options = tuple((c, written_dates.rewritten(at, _day(c.old), _day(c.new), before)) for c in mine)
            yield _Spot(at.span, options)
            if at.weekday:
                yield from _weekday(text, at.weekday, mine)
        days = {_day(c.new) for c in mine}
        before = next(iter(days)) if len(days) == 1 else _as_written(at)


def _weekday(text: str, span: Span, changes: Sequence[ValueChange]) -> Iterator[_Spot]:
    """The weekday in brackets behind a date goes with it, where it was right."""
    word = span.of(text)
    options = [(c, written_dates.weekday_like(word, _day(c.old), _day(c.new))) for c in changes]
    if all(new for _, new in options):
        yield _Spot(span, tuple(options))


def _times(text: str, changes: Sequence[ValueChange]) -> Iterator[_Spot]:
    for at in written_dates.times(text):
        mine = [c for c in changes if c.old[1:] == (at.time.hour, at.time.minute)]
        if any(c.changed for c in mine):
            yield _Spot(at.span, tuple((c, _time(text, at, c)) for c in mine))


def _time(text: str, at: written_dates.WrittenTime, change: ValueChange) -> str | None:
    if not change.changed:
        return at.span.of(text)
    return written_dates.time_rewritten(at, dt.time(*cast(tuple[int, int], change.new[1:])))


def moved(moment: Moment | None, changes: Iterable[ValueChange]) -> Moment | None:
    """A day of the entry's own period, where all that happened on it moved to the same other day."""
    if moment is None:
        return None
    days = {_day(c.new) for c in changes if c.old == ("date", moment.day)}
    times = {c.new for c in changes if moment.time and c.old == ("time", moment.time.hour, moment.time.minute)}
    day = days.pop() if len(days) == 1 else moment.day
    time = dt.time(*cast(tuple[int, int], times.pop()[1:])) if len(times) == 1 else moment.time
    return Moment(day, time)


def _looked_at_again(content: BulletinDraft, starts: Moment | None) -> Moment | None:
    """The day on which to look at it again stays as long after its start."""
    if content.expires is None or content.starts is None or starts is None:
        return content.expires
    return Moment(content.expires.day + (starts.day - content.starts.day), content.expires.time)


def _day(key: Key) -> dt.date:
    return cast(dt.date, key[1])


def _as_written(at: written_dates.Written) -> dt.date | None:
    try:
        return dt.date(at.year, at.month, at.day) if at.year else None
    except ValueError:
        return None
