"""What changed in the tables of a watched page: rows that came and went, cells that say something else."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from ingest.model import (
    CellChange,
    Document,
    FactDifference,
    Fingerprint,
    HeadChange,
    Passage,
    PassageKind,
    RowChange,
    RowChanges,
    RowFate,
    Span,
    WatchedRows,
)
from ingest.understand.grids import Grid, Row, alike, grids, heading, key_columns, named, same
from ingest.understand.printed import Printed
from ingest.understand.prints import title_key

VERSION = "rows1"
PREVIOUS = "previous state"
"""The place of rows that are told as they were."""
_COMMON = 0.5
"""Tables with fewer of their columns in common are not two states of one table."""
_BETWEEN = " · "
_Pair = tuple[Grid | None, Grid | None]


def rows_fingerprint(document: Document, watched: WatchedRows) -> Fingerprint:
    """What identifies the state of the tables: their headings and rows, whatever the order, and nothing around them."""
    parts = sorted(_state(grid, watched) for grid in grids(document))
    digest = hashlib.blake2b("\n\n".join(parts).encode(), digest_size=16).hexdigest()
    return Fingerprint(f"{VERSION}:{digest}::-", title_key(document.title), None)


def _state(grid: Grid, watched: WatchedRows) -> str:
    columns = sorted(c for c in grid.columns if not _ignored(c, watched))
    rows = sorted("\t".join((same(row.section), *(row.says(c) for c in columns))) for row in grid.rows)
    return "\n".join(("\t".join(map(heading, columns)), *rows))


def row_changes(old: Document, new: Document, watched: WatchedRows) -> RowChanges:
    """`old` → `new`, in the order of the new tables; what went stands behind what is there."""
    rows: list[RowChange] = []
    heads: list[HeadChange] = []
    pairs = list(_paired(grids(old), grids(new)))
    for before, after in pairs:
        name = (after or before).name if len(pairs) > 1 and (after or before) else ""  # type: ignore[union-attr]
        if before is None or after is None or not _one_table(before, after, watched):
            heads.append(HeadChange(name, before.columns if before else None, after.columns if after else None))
            continue
        if _others(before, watched) != _others(after, watched):
            heads.append(HeadChange(name, before.columns, after.columns))
        rows += _of_table(name, before, after, watched)
    return RowChanges(tuple(rows), tuple(heads))


def _paired(old: Sequence[Grid], new: Sequence[Grid]) -> Iterator[_Pair]:
    """Each table with what it was: the same columns and name, then the same columns, then the same name, then the best
    of the rest."""
    left = list(old)
    found: dict[int, Grid] = {}
    for least in range(5, 0, -1):
        for at, grid in enumerate(new):
            match = next((o for o in left if at not in found and _likeness(o, grid) >= least), None)
            if match or (least == 1 and len(left) == len(new) == 1 and at not in found):
                found[at] = match or left[0]
                left.remove(found[at])
    yield from ((found.get(at), grid) for at, grid in enumerate(new))
    yield from ((grid, None) for grid in left)


def _likeness(a: Grid, b: Grid) -> int:
    same_name = bool(a.name) and alike(a.name, b.name)
    if _heads(a) == _heads(b):
        return 5 if same_name or a.name == b.name else 4
    return 3 if same_name else 2 if _share(a, b) >= _COMMON else 0


def _heads(grid: Grid) -> frozenset[str]:
    return frozenset(map(heading, grid.columns))


def _share(a: Grid, b: Grid) -> float:
    return len(_heads(a) & _heads(b)) / max(1, len(_heads(a) | _heads(b)))


def _ignored(column: str, watched: WatchedRows) -> bool:
    return heading(column) in map(heading, watched.ignore)


def _others(grid: Grid, watched: WatchedRows) -> set[str]:
    return {heading(c) for c in grid.columns if not _ignored(c, watched)}


def _one_table(old: Grid, new: Grid, watched: WatchedRows) -> bool:
    """Can the rows of the two be compared?"""
    chosen = {heading(k) for k in watched.keys}
    keyed = not chosen or bool(chosen & _heads(old) & _heads(new))
    return keyed and _share(old, new) >= _COMMON


def _of_table(name: str, old: Grid, new: Grid, watched: WatchedRows) -> Iterator[RowChange]:
    columns = _common(old, new, watched)
    chosen = [c for c in columns if heading(c) in {heading(k) for k in watched.keys}]
    keys = tuple(chosen) or key_columns(old.rows, _as(new, old), columns)
    others, mine = _without_equals(old.rows, _as(new, old), columns)
    before, after = _by_key(others, keys), _by_key(mine, keys)
    values = [c for c in columns if c not in keys]
    for key, row in after.items():
        if key not in before:
            yield _whole(RowFate.ADDED, name, row, keys)
        elif cells := tuple(_cells(before[key], row, values)):
            yield RowChange(
                RowFate.CHANGED, name, _label(row, keys), cells, _place(before[key]), _place(row), before[key].text
            )
    for key, row in before.items():
        if key not in after:
            yield _whole(RowFate.REMOVED, name, row, keys)


def _common(old: Grid, new: Grid, watched: WatchedRows) -> list[str]:
    """The columns of the old table that the new one has too, by their old names."""
    there = _heads(new)
    return [c for c in old.columns if heading(c) in there and not _ignored(c, watched)]


def _as(new: Grid, old: Grid) -> list[Row]:
    """The new rows under the old names of their columns."""
    names = {heading(c): c for c in old.columns}
    return [Row({names.get(heading(c), c): cell for c, cell in row.cells.items()}, row.section) for row in new.rows]


def _without_equals(old: Sequence[Row], new: Sequence[Row], columns: Sequence[str]) -> tuple[list[Row], list[Row]]:
    """The rows that have no equal on the other side: where several rows have one name, only those are compared."""

    def whole(row: Row) -> tuple[str, ...]:
        return (same(row.section), *(row.says(c) for c in columns))

    def left(rows: Sequence[Row], equals: Counter[tuple[str, ...]]) -> Iterator[Row]:
        for row in rows:
            if equals[whole(row)]:
                equals[whole(row)] -= 1
            else:
                yield row

    equals = Counter(map(whole, old)) & Counter(map(whole, new))
    return list(left(old, equals.copy())), list(left(new, equals.copy()))


def _by_key(rows: Sequence[Row], keys: Sequence[str]) -> dict[tuple[str, ...], Row]:
    """Rows by what names them; several of one name are counted."""
    found: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key = (same(row.section), *(row.says(k) for k in keys))
        number = next(n for n in count(1) if (*key, str(n)) not in found)
        found[*key, str(number)] = row
    return found


def _cells(old: Row, new: Row, columns: Sequence[str]) -> Iterator[CellChange]:
    for column in columns:
        if old.says(column) != new.says(column):
            yield CellChange(named(column), old.cells[column].text, new.cells[column].text)


def _whole(fate: RowFate, name: str, row: Row, keys: Sequence[str]) -> RowChange:
    """A row that came or went, with all that it says beside its name."""
    said = [(c, row.cells[c].text) for c in row.cells if c not in keys and row.cells[c].text]
    cells = tuple(CellChange(named(c), *((None, text) if fate is RowFate.ADDED else (text, None))) for c, text in said)
    place = _place(row)
    spans = {"new": place} if fate is RowFate.ADDED else {"old": place}
    return RowChange(fate, name, _label(row, keys), cells, **spans, old_text="" if fate is RowFate.ADDED else row.text)


def _label(row: Row, keys: Sequence[str]) -> str:
    parts = [row.section, *(row.cells[k].text for k in keys if k in row.cells)]
    return " ".join(dict.fromkeys(p for p in parts if p))


def _place(row: Row) -> Span:
    """From the row's own first cell to its last; a cell that spans rows above stands before it."""
    spans = [c.span for c in row.cells.values() if c.span.end > c.span.start]
    if not spans:
        return Span(0, 0)
    last = max(spans, key=lambda s: s.start)
    own = [s for s in spans if last.start - s.start < sum(x.end - x.start + 3 for x in spans)]
    return Span(min(s.start for s in own), last.end)


def with_previous(document: Document, changes: RowChanges) -> tuple[Document, RowChanges]:
    """`document` with the old rows that went or changed behind its text, so that each value of a draft has its place;
    and the changes with `old` pointing there."""
    say = Printed("zh" if document.language == "zh" else "en")
    text, passages, rows = document.text, list(document.passages), list[RowChange]()
    if any(c.old_text for c in changes.rows):
        text, span = _line(text, say.word("what", "previous"))
        passages.append(Passage(PassageKind.HEADING, span, PREVIOUS))
    for number, change in enumerate(changes.rows, 1):
        if change.old_text:
            text, span = _line(text, change.old_text)
            passages.append(Passage(PassageKind.ROW, span, f"{PREVIOUS}, row {number}"))
            change = replace(change, old=span)
        rows.append(change)
    return replace(document, text=text, passages=tuple(passages)), replace(changes, rows=tuple(rows))


def _line(text: str, line: str) -> tuple[str, Span]:
    return f"{text}\n{line}", Span(len(text) + 1, len(text) + 1 + len(line))


def differences(changes: RowChanges, language: str) -> tuple[FactDifference, ...]:
    """The same for the reviewer's side-by-side view: one line a cell, one a row that came or went."""
    say = Printed("zh" if language == "zh" else "en")
    found = [_of_head(head, say) for head in changes.heads]
    for change in changes.rows:
        where = [part for part in (change.table, change.row) if part]
        if change.fate is RowFate.CHANGED:
            cells = ((_BETWEEN.join(filter(None, (*where, c.column))), c) for c in change.cells)
            found += [FactDifference("cell", label, c.old, c.new) for label, c in cells]
            continue
        said = (f"{c.column}: {c.old or c.new}" if c.column else str(c.old or c.new) for c in change.cells)
        whole = "; ".join(said) or change.row
        sides = (None, whole) if change.fate is RowFate.ADDED else (whole, None)
        found.append(FactDifference("row", _BETWEEN.join(where), *sides))
    return tuple(found)


def _of_head(head: HeadChange, say: Printed) -> FactDifference:
    label = _BETWEEN.join(filter(None, (head.table, say.word("what", "columns"))))
    return FactDifference("columns", label, _listed(head.old), _listed(head.new))


def _listed(columns: tuple[str, ...] | None) -> str | None:
    return " | ".join(columns) if columns else None
