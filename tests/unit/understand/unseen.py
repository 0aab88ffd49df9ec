"""The unseen_*.txt files: blocks of a title, lines of a page and labels, and the pages that are made of them.

A block opens with "# " and the title, with " pub=DAY" where the day of publication counts. Its labels are lines that open
with a mark and a blank; what the marks mean stands in the tests that read them. Every other line is a line of the page.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from ingest.extract import extract
from ingest.model import Document

_CONTINUED = ("^", "^^"), ("<", "<<")
"""Cells that go on from above, and from the left."""


class Block(NamedTuple):
    """A title, the lines of a page, and the labels by their mark."""

    title: str
    published: dt.date | None
    lines: tuple[str, ...]
    labels: dict[str, tuple[str, ...]]

    @property
    def body(self) -> str:
        return "\n".join(self.lines)

    def only(self, mark: str) -> str:
        """What stands behind a mark that a block has once, or not at all."""
        return "".join(self.labels[mark])


def blocks(pattern: str, *, once: str = "", many: str = "", published: dt.date | None = None) -> list[Block]:
    """The blocks of all files of this name. Marks `once` label a block one time at most, "=" always.

    Raises ValueError on what it cannot read, and on a block that stands there twice."""
    files = sorted(Path(__file__).parent.glob(f"unseen_{pattern}.txt"))
    found = [block(text, once, many, published) for file in files for text in _parted(file)]
    if not found:
        raise ValueError(f"no blocks in unseen_{pattern}.txt")
    bodies = [(block.title, block.lines) for block in found]
    if twice := {body for body in bodies if bodies.count(body) > 1}:
        raise ValueError(f"twice: {twice}")
    return found


def _parted(file: Path) -> list[str]:
    before, *parts = re.split(r"(?m)^# ", file.read_text("utf-8"))
    if before.strip():
        raise ValueError(f"{file.name}: no title above {before!r}")
    return parts


def block(text: str, once: str, many: str, published: dt.date | None = None) -> Block:
    """A block of its text behind "# ". Raises ValueError on what is none."""
    head, *lines = text.strip().splitlines()
    title, _, day = head.partition(" pub=")
    labels: dict[str, list[str]] = {mark: [] for mark in once + many}
    body = list[str]()
    for line in lines:
        found = labels[line[0]] if line[:1] in labels else body
        if found is not body and line[1:2] not in ("", " "):
            raise ValueError(f"{title}: no blank behind the mark of {line!r}")
        found.append(line if found is body else line[2:].strip())
    if odd := [mark for mark in once if len(labels[mark]) > 1 or (mark == "=" and not labels[mark])]:
        raise ValueError(f"{title}: not one line of {odd}")
    if not body or "" in body:
        raise ValueError(f"{title}: an empty line, or no lines at all")
    return Block(
        title,
        dt.date.fromisoformat(day) if day else published,
        tuple(body),
        {mark: tuple(said) for mark, said in labels.items()},
    )


def page(title: str, lines: Iterable[str], published: dt.date | None = None) -> Document:
    """A bank's page: paragraphs, lists ("- "), tables ("| a | b |"), and lines of HTML ("<") as they are."""
    raw = f"<html><body><div class='article'><h1>{title}</h1>{''.join(_elements(lines))}</div></body></html>"
    document = extract(raw.encode(), media_type="text/html", charset="utf-8")
    return replace(document, published=published) if published else document


def _elements(lines: Iterable[str]) -> Iterator[str]:
    rows: list[list[str]] = []
    for line in [*lines, ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")])
            continue
        if rows:
            yield _table(rows)
            rows = []
        if line:
            yield line if line.startswith("<") else f"<li>{line[2:]}</li>" if line[:2] == "- " else f"<p>{line}</p>"


def grid(rows: str, *, marked: bool = True) -> str:
    """A table as HTML: cells between "|", one row a line; "^" continues the cell above, "<" the one to the left; "=" ends
    the head, whose cells are `marked` as such."""
    head, _, body = rows.strip().rpartition("\n=\n")
    lines = [[cell.strip() for cell in line.split("|")] for line in f"{head}\n{body}".strip().split("\n")]
    return _table(lines, heads=len(head.split("\n")) if head and marked else 0)


def _table(rows: list[list[str]], heads: int = 0) -> str:
    return f"<table>{''.join(_row(rows, at, 'th' if at < heads else 'td') for at in range(len(rows)))}</table>"


def _row(rows: list[list[str]], at: int, tag: str) -> str:
    above, left = _CONTINUED
    cells = []
    for column, cell in enumerate(rows[at]):
        down = _run([row[column] if column < len(row) else "" for row in rows[at + 1 :]], above)
        across = _run(rows[at][column + 1 :], left)
        if cell not in above + left:
            cells.append(f"<{tag} rowspan={1 + down} colspan={1 + across}>{cell}</{tag}>")
    return f"<tr>{''.join(cells)}</tr>"


def _run(cells: list[str], marks: tuple[str, ...]) -> int:
    return next((n for n, cell in enumerate(cells) if cell not in marks), len(cells))
