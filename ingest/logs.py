"""What goes to standard error: an event a line, for people or as one JSON object, and never a secret.

    {"at": …, "level": …, "code": "visit.end", "run": 12, "source": "my-bank", "message": …, "logger": …, …}

`code` is a stable key of what happened, None in the lines of libraries. INGEST_DEBUG=1 adds every step and the traces
that a bug report needs.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any, TextIO

FORMS = ("text", "json")

_NOTHING: Mapping[str, Any] = MappingProxyType({})
_about: ContextVar[Mapping[str, Any]] = ContextVar("about", default=_NOTHING)
_hidden: set[str] = set()
_SHORTEST = 4
"""Shorter secrets would blot out half of every line; they protect nothing anyway."""

_CREDENTIALS = re.compile(r"(?<=://)[^/\s@]+(?=@)")
_SECRET_FIELDS = re.compile(
    r"""(?ix)(["']?\b(?:[\w-]*(?:password|passwd|secret|token|api[_-]?key|signature)|authorization|cookie|set-cookie)["']?
    \s*[=:]\s*)(?:(?:Bearer|Basic)\s+)?("[^"]*"|'[^']*'|[^\s&,;'"]+)"""
)
_OUR_OWN = frozenset(vars(logging.LogRecord("", 0, "", 0, "", (), None))) | {"message", "asctime", "taskName"}


@contextmanager
def about(**facts: Any) -> Iterator[None]:
    """Every line of the block, in this thread, says these too: `run`, `source`."""
    token = _about.set({**_about.get(), **facts})
    try:
        yield
    finally:
        _about.reset(token)


def hide(*secrets: str | None) -> None:
    """Never write these, wherever they turn up."""
    _hidden.update(s for s in secrets if s and len(s) >= _SHORTEST)


def redacted(text: str) -> str:
    """`text` without passwords in addresses, values of fields that hold secrets, and what `hide` was told."""
    for secret in sorted(_hidden, key=len, reverse=True):
        text = text.replace(secret, "***")
    return _SECRET_FIELDS.sub(r"\1***", _CREDENTIALS.sub("***", text))


class _Marked(logging.Filter):
    """Notes the run and the source on each record while it is still in the thread that made it."""

    def filter(self, record: logging.LogRecord) -> bool:
        for name, value in {"run": None, "source": None, "code": None, **_about.get()}.items():
            if not hasattr(record, name):
                setattr(record, name, value)
        return True


class Line(logging.Formatter):
    """Level, place, message; the last line of a trace instead of all of it."""

    def __init__(self) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")

    def formatException(self, ei: Any) -> str:
        return super().formatException(ei) if _debugging() else ""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None
        return redacted(super().format(record).rstrip())


class Json(logging.Formatter):
    """One object a line; what a call gives in `extra` stands beside the rest."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            **{name: getattr(record, name, None) for name in ("code", "run", "source")},
            "message": redacted(record.getMessage()),
            "logger": record.name,
        }
        extra = {n: _plain(v) for n, v in vars(record).items() if n not in _OUR_OWN and n not in said}
        if record.exc_info and record.exc_info[0]:
            extra["error"] = record.exc_info[0].__name__
            if _debugging():
                extra["trace"] = redacted(self.formatException(record.exc_info))
        return json.dumps({**said, **extra}, ensure_ascii=False, default=str)


def _plain(value: Any) -> Any:
    return redacted(value) if isinstance(value, str) else value


def _debugging() -> bool:
    return bool(os.environ.get("INGEST_DEBUG"))


def form() -> str:
    """ "json" or "text": what INGEST_LOG asks for."""
    return "json" if os.environ.get("INGEST_LOG") == "json" else "text"


def handler(stream: TextIO | None = None) -> logging.Handler:
    """Writes to `stream`, or to standard error, in the form that INGEST_LOG asks for."""
    made = logging.StreamHandler(stream)
    made.setFormatter(Json() if form() == "json" else Line())
    made.addFilter(_Marked())
    return made


def set_up(*, events: bool = False) -> None:
    """Warnings and worse from every library; of ours also what happens, if `events` or in JSON. Processes that are
    started from here do likewise."""
    logging.basicConfig(level=logging.WARNING, handlers=[handler()], force=True)
    logging.captureWarnings(form() == "json")
    ours = logging.INFO if events or form() == "json" else logging.WARNING
    logging.getLogger("ingest").setLevel(logging.DEBUG if _debugging() else ours)
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
