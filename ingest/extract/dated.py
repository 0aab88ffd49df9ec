"""The day of an office document: where its byline or its signature says it."""

from __future__ import annotations

import datetime as dt

from ingest.extract.blocks import Block
from ingest.extract.kinds import is_byline, sign
from ingest.text.dates import first_date

_FIRST_LINES = 4


def published(body: list[Block], order: str) -> tuple[dt.date | None, str | None, list[Block]]:
    """The date of a byline, else of the signature; the blocks without the byline and with the signature marked."""
    marked, signed = sign(body)
    for n, block in enumerate(body[: min(_FIRST_LINES, signed)]):
        if not block.grid and is_byline(block.text) and (date := first_date(block.text, order)):
            return date, "byline", marked[:n] + marked[n + 1 :]
    dates = [d for b in body[signed:] if (d := first_date(b.text, order))]
    return (dates[-1] if dates else None), ("signature" if dates else None), marked
