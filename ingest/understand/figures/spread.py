"""Tables of names and values side by side, several to a row, as one list.

成立日 | 6月30日 | 到期日 | 9月30日          成立日     | 6月30日
管理费率 | 0.20% | 起购金额 | 1万元    →    到期日     | 9月30日
                                            管理费率   | 0.20%
                                            起购金额   | 1万元
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.model import Cell
from ingest.understand.figures.heads import Grid, has_quantity, plain_of
from ingest.understand.figures.notice import Notice
from ingest.understand.lexicon import pattern as rule

_NAMED = 0.6
"""So many of the names have to be those of properties, where no mark of the page tells."""
_TOLD = 0.5
"""So many of the values have to hold a number."""


def listed(notice: Notice, rows: Grid) -> Grid:
    """`rows` with one name and value each; as they are where the table is another one."""
    if len(rows[0]) < 4 or len(rows[0]) % 2 or len(rows) < 2:
        return rows
    pairs = [pair for row in rows for pair in _pairs(row)]
    names = [a for a, _ in pairs]
    values = [b for _, b in pairs if b.text]
    if any(not a.text or has_quantity(notice, a) or len(a.text) > 24 for a in names) or not values:
        return rows
    below = [pair for row in rows[1:] for pair in _pairs(row)]
    if len({a.text for a in names}) < len(names) or any(b.header and b.text for _, b in below):
        return rows
    properties = [a for a in names if rule("figures", "rows", "property").search(plain_of(notice, a))]
    marked = all(a.header for a in names) and not rows[0][1].header
    told = sum(bool(re.search(r"\d", b.text)) for b in values)
    if not marked and (len(properties) < _NAMED * len(names) or told < _TOLD * len(values)):
        return rows
    return tuple(pairs)


def _pairs(row: tuple[Cell, ...]) -> Iterator[tuple[Cell, Cell]]:
    """The names of a row, each with its value; a value across the row has no name behind it."""
    taken = set()
    for at in range(0, len(row), 2):
        if row[at].span not in taken and (row[at].text or row[at + 1].text):
            yield row[at], row[at + 1]
        taken |= {row[at].span, row[at + 1].span}
