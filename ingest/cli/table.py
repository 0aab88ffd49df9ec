"""Plain tables for a terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Sequence


def width(text: str) -> int:
    """Columns that `text` takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def cut(text: str, columns: int) -> str:
    """`text` in at most `columns` columns, with … where something is left out. Control characters become blanks."""
    text = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in text)
    if width(text) <= columns:
        return text
    kept, room = "", columns - 1
    for char in text:
        room -= width(char)
        if room < 0:
            break
        kept += char
    return kept + "…"


def table(heads: Sequence[str], rows: Sequence[Sequence[object]], *, indent: str = "  ") -> str:
    """Columns as wide as their widest cell; the last one gets what is left of the terminal."""
    cells = [[str(c) for c in row] for row in rows]
    widths = [max(width(r[i]) for r in [list(heads), *cells]) for i in range(len(heads))]
    room = shutil.get_terminal_size((110, 40)).columns - len(indent) - 2 * (len(heads) - 1)
    widths[-1] = max(12, min(widths[-1], room - sum(widths[:-1])))
    lines = [list(heads), ["─" * w for w in widths], *cells]
    return "\n".join(
        indent + "  ".join(_pad(c, w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def _pad(text: str, columns: int) -> str:
    text = cut(text, columns)
    return text + " " * (columns - width(text))
