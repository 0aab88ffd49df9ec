"""Cells with an old and a new value side by side, and what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ingest.model import Direction, Figure
from ingest.text.normal import normalise
from ingest.understand.figures.cells import Value, facets, read_cell
from ingest.understand.figures.columns import shared
from ingest.understand.figures.discounts import discounted
from ingest.understand.figures.groups import Group
from ingest.understand.figures.items import item_before
from ingest.understand.figures.labels import Row
from ingest.understand.figures.parts import Part, listed, parts, sides
from ingest.understand.figures.prose_cells import in_step, rephrased, without_staying
from ingest.understand.figures.stated_cells import StatedCells
from ingest.understand.figures.statements import tell
from ingest.understand.figures.stretch import Told
from ingest.understand.figures.tabular import PROSE, SENTENCE, SHORT
from ingest.understand.figures.tiers import MARKS

_NOUN: Final = re.compile(r"(?:费|率|价|额|息|fees?|charges?|rates?|limits?)$", re.I)
_MEASURE: Final = re.compile(
    r"(?:收费)?(?:费率|利率|年利率|费用|限额|金额|价格|费)|(?:annual )?(?:fee|charge|rate|limit|cost)s?", re.I
)
_HELD: Final = re.compile(
    r"(?:持有|存续|开户|存入|还款)[^,;。\d]{0,4}(?:满|不足|未满|少于|超过|大于)[^,;。\d]{0,3}$"
    r"|\bheld (?:for )?(?:(?:less|more) than|under|over|at least|up to) $",
    re.I,
)
_IF: Final = re.compile(r"\b(?:if|when|where|unless|provided)\b", re.I)


class ChangedCells(StatedCells):
    def _change(self, row: Row, old: int, new: int) -> Iterator[Figure]:
        across = sum(row.cells[n].span == row.cells[new].span for n in self._stages(old)) > 1
        base = "" if across else self._base(old, new)
        before, after = (self._charged(row, i) for i in (old, new))
        label = row.label or self._noun(after) or self._noun(before)
        item = self._item(label, base)
        if after.state in ("same", "full") and not after.groups:
            after = _held(before, after)
        if not before.groups and not after.groups:
            return
        if before.cell.span == after.cell.span and len(after.groups) > 1:
            yield from self._stated(row, after.cell, self.layout.columns[new].head, base, row.label)
            return
        held, before, after = without_staying(self.notice, before, after)
        for g in held:
            own = self._called(after, g)
            yield self._figure(row, item if own in label else self._joined(item, own), [g], [g], after, after)
        if told := self._in_step(row, item, before, after):
            yield from told
            return
        for name, olds, news in _matched(before, after):
            for figure in self._facet(row, item, name, (before, olds), (after, news)):
                added = not olds and figure.direction is Direction.STATED and self._adds(before, after)
                yield replace(figure, direction=Direction.NEW) if added else figure

    def _tells(self, value: Value) -> bool:
        """Does a cell tell its values in sentences?"""
        return SENTENCE.search(self.notice.text, *self.notice.place(value.cell.span)) is not None

    def _in_step(self, row: Row, item: str, before: Value, after: Value) -> list[Figure]:
        """The figures of two cells of sentences that say much the same."""
        if not all(self._tells(v) for v in (before, after)):
            return []
        out = list[Figure]()
        for old, new in in_step(self.notice, before, after):
            name = self._called(after, new) if new else self._called(before, old) if old else ""
            whole = item if row.label and name in item else self._joined(row.label and item, name)
            told = self._figure(row, whole, [old] if old else [], [new] if new else [], before, after)
            out.append(told if old and new else replace(told, direction=Direction.NEW if new else Direction.REMOVED))
        return out

    def _adds(self, before: Value, after: Value) -> bool:
        """Does the new cell hold all kinds of values that the old one has and more, or say the same with a value?"""
        olds, news = dict(facets(before)), dict(facets(after))
        if olds:
            return olds.keys() < news.keys()
        return self._tells(before) and self._tells(after) and rephrased(self.notice, before, after)

    def _charged(self, row: Row, i: int) -> Value:
        """The value of a cell without the amounts on which it depends ("£10 if you pay in less than £1,500")."""
        value = read_cell(self.notice, row.cells[i], self.layout.columns[i].head, row.label, self.around)
        kept = [
            g
            for before, g in zip((None, *value.groups), value.groups, strict=False)
            if before is None
            or g.quantities[-1].qualifier not in MARKS
            or not _IF.search(self.notice.text, before.end, g.start)
        ]
        cases = [g for g in kept if g.family != "term" or not self._tells_case(g, kept)]
        return discounted(replace(value, groups=tuple(cases)), self.notice.text)

    def _tells_case(self, group: Group, groups: list[Group]) -> bool:
        """Does a length of time only say for whom the charge behind it is (持有不满7天0.5%)?"""
        charge = next((g for g in groups if g.start >= group.end), None)
        held = _HELD.search(self.notice.text, max(0, group.start - 12), group.start)
        return held is not None and charge is not None and charge.family in ("money", "ratio", "free")

    def _base(self, old: int, new: int) -> str:
        """What both heads speak of; the name of its stage where the old value is changed more than once."""
        columns = self.layout.columns
        stages = [columns[n] for n in self._stages(old)]
        if len(stages) < 2:
            return shared(columns[old], columns[new])
        names = [c.base for c in stages]
        return columns[new].base if all(names) and len(set(names)) == len(names) else columns[new].printed

    def _stages(self, old: int) -> list[int]:
        return [n for o, n in self.layout.pairs if o == old]

    def _stays(self, row: Row, old: int, new: int) -> bool:
        """Does a later stage leave what an earlier one brought?"""
        stages = self._stages(old)
        at = stages.index(new)
        return at > 0 and row.cells[stages[at - 1]].text == row.cells[new].text

    def _beside(self, row: Row) -> Iterator[Figure]:
        """What stands beside the old and the new value: the rate of another class, the least amount (起存金额)."""
        paired = {i for pair in self.layout.pairs for i in pair}
        for i, column in enumerate(self.layout.columns):
            valued = self.turned and i and column.family in ("money", "ratio", "points", "count")
            if i not in paired and row.cells[i].text and (column.role == "beside" or valued):
                yield from self._stated(row, row.cells[i], column.head, column.base or column.head, row.label)

    def _named_shares(self, row: Row) -> Iterator[Figure]:
        """A discount that the name of the row tells (童书八五折)."""
        for cell, column in zip(row.cells, self.layout.columns, strict=False):
            shares = [m for m in self.notice.within(*self.notice.place(cell.span)) if m.family == "share"]
            if column.role == "label" and len(shares) == 1 and cell in row.own:
                m = shares[0]
                yield from self._plain(row, cell, row.label, [Group(m.start, m.end, (m.quantity,), m.family)])

    def _noun(self, value: Value) -> str:
        """What a cell's own sentence speaks of, where no column names the row."""
        return self._called(value, value.groups[0]) if value.groups else ""

    def _called(self, value: Value, group: Group) -> str:
        """What the sentence of a cell calls one of its values."""
        start, end = self.notice.place(value.cell.span)
        told = tell(self.notice, Told(start, end, "", self.around))
        named = (f.item for f in told if group.quantities in (f.old, f.new))
        return next(named, "") or item_before(self.notice.undated[start : group.start], group.start - start, 0)

    def _item(self, label: str, base: str) -> str:
        if not base or base in label or (_NOUN.search(label) and _MEASURE.fullmatch(base)):
            return label or base
        return self._joined(label, base)

    def _facet(
        self, row: Row, item: str, name: str, before: tuple[Value, list[Group]], after: tuple[Value, list[Group]]
    ) -> Iterator[Figure]:
        (was, olds), (now, news) = before, after
        if olds and news:
            for part, a, b in sides(self._parts(was, olds), self._parts(now, news)):
                told = self._figure(row, self._joined(item, part), [p.group for p in a], [p.group for p in b], was, now)
                yield replace(told, direction=Direction.NEW) if not a and b[0].extra else told
        elif olds:
            if now.state in ("removed", "nothing", "nil"):
                yield self._figure(row, item, olds, [], was, now)
            elif now.groups:
                yield replace(self._figure(row, item, [], olds, was, now), key=False, direction=Direction.STATED)
            elif words := self._words(now):
                told = self._figure(row, item, olds, [], was, now)
                yield replace(told, direction=Direction.CHANGED, new_text=words)
        elif news:
            words = "" if was.groups else self._words(was)
            for p in self._parts(now, news):
                name = p.name or (self._called(now, p.group) if row.label and self._tells(now) else "")
                told = self._figure(row, self._joined(item, name), [], [p.group], was, now)
                yield replace(told, direction=Direction.CHANGED, old_text=words) if words else told

    def _words(self, value: Value) -> str:
        """What stands where a value might ("at cost", 按实际支出), when it is short and tells no free or ended."""
        text = self.notice.quote(value.cell.span).strip()
        return text if value.state is None and 1 < len(text) <= SHORT and not PROSE.search(normalise(text).text) else ""

    def _parts(self, value: Value, groups: list[Group]) -> list[Part]:
        found = parts(groups, self.notice.text, *self.notice.place(value.cell.span))
        heads = (c.head for c in self.layout.columns if c.role == "paired")
        return next((named for h in heads if (named := listed(h, found)) != found), found)


def _held(before: Value, after: Value) -> Value:
    """The new value where its cell says that the old one stays, or that there is no discount on it."""
    if after.state == "full" and all(g.family == "share" for g in before.groups):
        return replace(after, state="removed")
    return Value(before.groups, "same", after.cell)


def _matched(before: Value, after: Value) -> Iterator[tuple[str, list[Group], list[Group]]]:
    """The facets of both cells side by side: terms with terms, prices with prices."""
    olds, news = dict(facets(before)), dict(facets(after))
    for name in dict.fromkeys([*olds, *news]):
        yield name, olds.get(name, []), news.get(name, [])
