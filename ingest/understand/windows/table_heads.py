"""How many rows at the top of a table are its heads."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from ingest.model import Cell, Table
from ingest.text.cells import names_and_values

_HEAD = 24
"""Characters of a head below another one."""


def heads_of(table: Table) -> int:
    count = 0
    for row in table.rows[:3]:
        if not all(c.header or not c.text.strip() for c in row):
            break
        count += 1
    if count in (0, len(table.rows)) and len(table.rows) > 1:
        if names_and_values([[c.text for c in row] for row in table.rows[:3]]):
            return 0
        count = 1
    while 0 < count < len(table.rows) - 1 and _goes_on(table.rows[count - 1], table.rows[count]):
        count += 1
    return count


def _goes_on(above: Sequence[Cell], row: Sequence[Cell]) -> bool:
    """Is `row` the second line of heads, below a head that runs over several columns ("停机" over "开始", "结束")?"""
    wide = {a.span for a, b in itertools.pairwise(above) if a.text.strip() and a.span == b.span}
    below = [c for a, c in zip(above, row, strict=False) if a.span in wide]
    if not below or len({a.span for a in above}) == 1 or any(c.span in wide for c in below):
        return False
    return all(len(c.text) <= _HEAD and not re.search(r"\d", c.text) for c in row)
