"""Cells that state a value by themselves: one or several, with the old one in brackets, with what becomes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ingest.model import Cell, Direction, Figure, FigureKind
from ingest.understand.figures.cells import Value, facets, freed, read_cell
from ingest.understand.figures.discounts import share_of
from ingest.understand.figures.groups import Group
from ingest.understand.figures.heads import plain_of
from ingest.understand.figures.labels import Row
from ingest.understand.figures.offers import tells_usual
from ingest.understand.figures.statements import tell
from ingest.understand.figures.stretch import Told
from ingest.understand.figures.tabular import PROSE, RULE, SHORT, Tabular
from ingest.understand.figures.ways import is_of_change, is_step, turned
from ingest.understand.lexicon import pattern as rule

_LABELLED: Final = re.compile(r"(?:[^:;。\n]{1,24}:[^:;。\n\d]*\d[^:;。\n]*(?:[;。\n]\s?|$)){2,}")
"""A cell of several values, each with its name: 境内：1%，最低10元；境外：3%."""


class StatedCells(Tabular):
    def _stated(self, row: Row, cell: Cell, head: str, base: str, label: str) -> Iterator[Figure]:
        """The figures of one cell: a change that it tells by itself, named values, a sentence, or plain values."""
        item = self._joined(label, base) if base not in label else label
        text = plain_of(self.notice, cell)
        value = read_cell(self.notice, cell, head, label, self.around)
        start, end = self.notice.place(cell.span)
        if pair := self._both(value, text, head):
            yield self._figure(row, item, [pair[0]], [pair[1]], value, value)
        elif changed := self._changed(row, item, value, head):
            yield changed
        elif _LABELLED.fullmatch(text) and len(value.groups) > 1:
            for g in value.groups:
                clause = re.split(r"[;\n]", self.notice.text[start : g.start])[-1]
                yield from self._plain(row, cell, self._joined(item, clause.split(":")[0].strip()), [g])
        elif len(value.groups) == 1 and _beside("new", text):
            yield from (replace(f, direction=Direction.NEW) for f in self._plain(row, cell, item, list(value.groups)))
        elif (len(text) > 24 and PROSE.search(text)) or (len(value.groups) and _beside("changes", text)):
            told = Told(start, end, item, f"{head} {label} {self.around}", RULE)
            yield from (self._placed(f, row, cell, label) for f in tell(self.notice, told))
        else:
            for _, groups in facets(value):
                yield from self._plain(row, cell, item, groups)

    def _both(self, value: Value, text: str, head: str) -> tuple[Group, Group] | None:
        """The old and the new value of a cell that holds both, or one that stays."""
        if len(value.groups) == 1 and value.state == "same":
            return value.groups[0], value.groups[0]
        if len(value.groups) == 1 and value.state == "full" and tells_usual(head):
            return value.groups[0], value.groups[0]
        if len(value.groups) == 1 and _beside("was", text) and (free := freed(self.notice, value, text)):
            return value.groups[0], free
        if len(value.groups) != 2:
            return None
        if tells_usual(head) and (both := share_of(value, self.notice.text)):
            return both
        first, second = value.groups
        if _beside("was", text) or (text.rstrip().endswith(")") and _beside("aside", f"{head} {self.around}")):
            return second, first
        moved = _beside("arrow", text) or (is_of_change(head) and _beside("moved", text))
        return (first, second) if moved or _beside("both", head) else None

    def _changed(self, row: Row, item: str, value: Value, head: str) -> Figure | None:
        """What a cell under a head of change tells of its one value: scrapped, new, up by so much to so much."""
        start, end = self.notice.place(value.cell.span)
        groups = [g for g in value.groups if not is_step(self.notice.text, start, g)]
        tells = is_of_change(head) or rule("figures", "beside", "opening").match(self.notice.text, start, end)
        if len(groups) != 1 or not tells or end - start > SHORT:
            return None
        stated = next(self._plain(row, value.cell, item, groups))
        told = turned(self.notice, stated, value.cell, head if is_of_change(head) else "change", self.around)
        return told if told is not stated else None

    def _plain(self, row: Row, cell: Cell, item: str, groups: list[Group]) -> Iterator[Figure]:
        for g in groups:
            kind = self._kind(item, g.quantities)
            if kind is FigureKind.AMOUNT and re.search(r"规模|名额|额度(?!上限)|quota", item):
                kind = FigureKind.QUOTA
            evidence = self._evidence(row, (cell,))
            key = kind is not FigureKind.TERM
            yield Figure(
                kind,
                self._joined(item, g.tier),
                (),
                g.quantities,
                Direction.STATED,
                evidence,
                key,
                1.0,
                0,
                None,
                self._printed([g]),
            )

    def _placed(self, figure: Figure, row: Row, cell: Cell, label: str) -> Figure:
        item = figure.item if label in figure.item else f"{label}：{figure.item}".strip("：")
        return replace(figure, item=item, evidence=self._evidence(row, (cell,)))


def _beside(name: str, text: str) -> bool:
    return rule("figures", "beside", name).search(text) is not None
