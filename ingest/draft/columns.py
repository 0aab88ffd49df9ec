"""A row that says the same in all its columns is told once, without the columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.model import Figure


def _row(item: str) -> str:
    """The name of a row without that of its column: "回单邮寄费，柜面" → 回单邮寄费."""
    mark = "，" if "，" in item else ", "
    row, _, column = item.rpartition(mark)
    return row if column and not any(c.isdigit() for c in column) else ""


def once(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """`figures`, those of one row as one where old and new are the same in every column."""
    rows: dict[str, list[Figure]] = {}
    for figure in figures:
        if row := _row(figure.item):
            rows.setdefault(row, []).append(figure)
    alike = {
        row: mine
        for row, mine in rows.items()
        if len(mine) > 1 and len({(f.old, f.new, f.direction, f.kind) for f in mine}) == 1
    }
    first = {id(mine[0]): row for row, mine in alike.items()}
    later = {id(f) for mine in alike.values() for f in mine[1:]}
    return tuple(replace(f, item=first[id(f)]) if id(f) in first else f for f in figures if id(f) not in later)
