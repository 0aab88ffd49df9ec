"""What goes to standard error: one line an event. INGEST_DEBUG=1 adds the trace that a bug report needs."""

from __future__ import annotations

import logging
import os


class OneLine(logging.Formatter):
    """Level, place, message; the last line of a trace instead of all of it."""

    def formatException(self, ei: object) -> str:
        if os.environ.get("INGEST_DEBUG"):
            return super().formatException(ei)  # type: ignore[arg-type]
        return ""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None
        return super().format(record).rstrip()


def set_up() -> None:
    """Warnings and worse, from every library."""
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
