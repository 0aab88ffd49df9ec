"""Statements that SQLAlchemy has compiled, kept for all stores of a test run: it keeps them for each engine alone, and a
test that opens a store of its own would spend most of its time on the same statements anew."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.util import LRUCache

Key = tuple[Any, ...]


class _Compiled(LRUCache[Key, Any]):
    """By what a statement is compiled for, instead of by the one engine's object for that."""

    def get(self, key: Key, default: Any = None) -> Any:
        return super().get(_shared(key), default)

    def __setitem__(self, key: Key, value: Any) -> None:
        super().__setitem__(_shared(key), value)


def _shared(key: Key) -> Key:
    dialect, *rest = key
    return (type(dialect), getattr(dialect, "server_version_info", None), *rest)


_compiled = _Compiled(4000)


def engine(*args: Any, **options: Any) -> Engine:
    """As create_engine."""
    return create_engine(*args, execution_options={"compiled_cache": _compiled}, **options)
