"""Kinds of columns: what model values become in either database."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, String, Text
from sqlalchemy.types import TypeDecorator

from ingest.model import Moment


def key(text: str) -> str:
    """A fixed-length stand-in for `text`: 32 hexadecimal digits."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()


def clean(text: str) -> str:
    """`text` without what no database takes: NUL becomes U+FFFD and a lone surrogate "?"."""
    if text.isascii() and "\0" not in text:
        return text
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


class Instant(TypeDecorator[dt.datetime]):
    """An aware datetime, kept in UTC. SQLite has no zones: there it is stored without and read back with UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        utc = value.astimezone(dt.UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Words(TypeDecorator[str]):
    """Text of any length from outside, cleaned."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else clean(value)


class When(TypeDecorator[Moment]):
    """A `Moment` as it is written; sorts in the order of time."""

    impl = String(16)
    cache_ok = True

    def process_bind_param(self, value: Moment | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Moment | None:
        return None if value is None else _moment(value)


@functools.lru_cache(4096)
def _moment(text: str) -> Moment:
    """Lists hold the same few days again and again."""
    day, _, time = text.partition("T")
    return Moment(dt.date.fromisoformat(day), dt.time.fromisoformat(time) if time else None)


Id = BigInteger().with_variant(Integer, "sqlite")
Key = String(32)
