"""Tables as comma-separated values (RFC 4180), which no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from ingest.publish.inert import inert

Value = str | int | float | None
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_MARK = "\ufeff"
"""Without it spreadsheets take UTF-8 for something else."""


def separated(heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """A head line and the rows. Numbers stay numbers; texts that a spreadsheet would compute begin with "'"."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([plain(head) for head in heads])
    writer.writerows([plain(value) if isinstance(value, str) else value for value in row] for row in rows)
    return _MARK + out.getvalue()


def plain(text: str) -> str:
    """`text` as a cell that is only text (OWASP, CSV injection)."""
    text = inert(text)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or text.startswith(("\t", "\r", "\n")) else text
