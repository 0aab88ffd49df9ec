"""Row differences → drafts that say exactly these: one bulletin, one list of all, and the rows themselves where few.

The table's other rows are no news and are not told.
"""

from __future__ import annotations

import datetime as dt
import functools
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from ingest.draft.excerpts import clip
from ingest.draft.urgency import starts, urgency
from ingest.draft.voice import Voice, voice
from ingest.model import (
    BulletinDraft,
    Category,
    CellChange,
    Citation,
    Document,
    Drafts,
    Facts,
    FaqDraft,
    Intent,
    Moment,
    RowChange,
    RowChanges,
    RowFate,
    Span,
    Urgency,
    Window,
    WindowRole,
)

FEW = 5
"""Rows that get an answer of their own; beyond that the list of all is what agents look up."""
_TOGETHER = 3
"""Changes that are one answer; more are a list of points."""
_REVIEW_AFTER = dt.timedelta(days=30)
_SURE = 0.95
_CARRIERS = (WindowRole.EFFECTIVE, WindowRole.VALID_FROM)
_LONGEST_TITLE = 24
Phrases = Mapping[str, str]


@functools.cache
def _phrases(language: str, script: str) -> Phrases:
    table = tomllib.loads(files("ingest.draft.phrases").joinpath("rows.toml").read_text("utf-8"))
    said: dict[str, str] = table["zh" if language == "zh" else "en"]
    if language == "zh" and script == "hant":
        import opencc

        convert = opencc.OpenCC("s2tw").convert
        return {name: convert(text) for name, text in said.items()}
    return said


@dataclass(frozen=True, slots=True)
class _Page:
    """What the drafts of one page are made of."""

    document: Document
    facts: Facts
    changes: RowChanges
    say: Phrases
    speech: Voice
    today: dt.date

    @property
    def title(self) -> str:
        return self.facts.title

    def row(self, change: RowChange) -> str:
        return self.say["within"].format(table=change.table, row=change.row) if change.table else change.row

    def value(self, text: str | None) -> str:
        return text or self.say["nothing"]

    def told(self, change: RowChange) -> str:
        """The whole of a change, on one line."""
        row = self.row(change)
        if change.fate is RowFate.CHANGED:
            return self.say["changed"].format(row=row, cells=self._cells(change.cells, both=True))
        name = change.fate.value if change.cells else f"{change.fate.value}_bare"
        return self.say[name].format(row=row, cells=self._cells(change.cells, both=False))

    def _cells(self, cells: Iterable[CellChange], *, both: bool) -> str:
        return self.say["between_cells"].join(self._cell(c, "cell" if both else "whole") for c in cells)

    def _cell(self, cell: CellChange, name: str) -> str:
        old, new = self.value(cell.old), self.value(cell.new)
        return self.say[_form(name, cell)].format(column=cell.column, old=old, new=new, value=cell.new or cell.old)

    def heads(self) -> Iterator[str]:
        for head in self.changes.heads:
            old, new = (" | ".join(h) if h else self.say["nothing"] for h in (head.old, head.new))
            yield self.say["heads"].format(old=old, new=new)

    def lines(self) -> list[str]:
        return [*map(self.told, self.changes.rows), *self.heads()]

    def cited(self, changes: Sequence[RowChange]) -> tuple[Citation, ...]:
        spans: list[Span] = [s for c in changes for s in (c.new, c.old) if s and s.end > s.start]
        return tuple(Citation(s.of(self.document.text), s) for s in dict.fromkeys(spans))

    def window(self) -> Window | None:
        """From when the page says that its table counts; what a row says of itself is told with the row."""
        able = (w for w in self.facts.windows if w.role in _CARRIERS and w.start)
        return next((w for w in able if beside_tables(self.document, w.evidence.span)), None)


def _form(name: str, cell: CellChange) -> str:
    """The phrase for a cell whose column has a name, or for one whose column has none."""
    return name if cell.column else f"{name}_bare"


def beside_tables(document: Document, span: Span) -> bool:
    """Does `span` stand outside of the tables?"""
    return not any(t.span.start <= span.start < t.span.end for t in document.tables)


def write_rows(document: Document, facts: Facts, changes: RowChanges, *, today: dt.date) -> Drafts:
    """The drafts of one change of a watched page; `old` and `new` of the changes are spans of `document`."""
    if not changes.rows and not changes.heads:
        return Drafts()
    say = _phrases(facts.language, facts.script)
    page = _Page(document, facts, changes, say, voice(facts.language, facts.script), today)
    own = [c for c in changes.rows if c.fate is not RowFate.REMOVED and c.cells]
    single = tuple(_single(page, c) for c in own) if len(own) <= FEW else ()
    return Drafts((_listed(page), *single), (_bulletin(page),))


def _listed(page: _Page) -> FaqDraft:
    lines = page.lines()
    together = len(lines) <= _TOGETHER
    stop, between = page.say["stop"], page.say["between_rows"]
    window = page.window()
    return FaqDraft(
        Intent.WHAT_CHANGES,
        page.say["question"].format(title=page.title),
        between.join(lines) + stop if together else page.say["listed"],
        operation_points=() if together else tuple(line + stop for line in lines),
        say=_say(page),
        valid_from=window.start if window else None,
        keywords=_keywords(page, page.changes.rows),
        citations=page.cited(page.changes.rows),
        confidence=_confidence(page),
    )


def _single(page: _Page, change: RowChange) -> FaqDraft:
    """What a row says now, and what it said before."""
    row, window = page.row(change), page.window()
    columns = page.say["between_columns"].join(c.column for c in change.cells if c.column)
    asked = "how_much" if columns else "how_much_bare"
    lines = [
        page.say[_form("now" if c.old is not None else "now_new", c)].format(
            column=c.column, new=page.value(c.new), old=page.value(c.old)
        )
        for c in change.cells
    ]
    return FaqDraft(
        Intent.HOW_MUCH,
        page.say[asked].format(row=row, columns=columns),
        "".join(lines) if page.speech.zh else " ".join(lines),
        say=_spoken(page, change),
        valid_from=window.start if window else None,
        keywords=_keywords(page, [change]),
        citations=page.cited([change]),
        confidence=_confidence(page),
    )


def _bulletin(page: _Page) -> BulletinDraft:
    window = page.window()
    category = page.facts.category or Category.RATE_CHANGE
    start = starts(page.facts.windows, None, page.today) if window else Moment(page.today)
    pressing = urgency(page.facts.windows, category, page.today) if start.day > page.today else Urgency.P1
    title = clip(page.title, _LONGEST_TITLE, zh=True) if page.speech.zh else page.title
    return BulletinDraft(
        headline=page.say["headline"].format(title=title),
        what_changes=_within(page, page.lines(), page.speech.limit("bulletin") // 2),
        when=page.speech.stretch(window) if window else page.say["when"],
        who=page.say["who"],
        script=_say(page),
        urgency=pressing,
        starts=start,
        expires=Moment(max(start.day, page.today) + _REVIEW_AFTER),
        citations=page.cited(page.changes.rows),
        confidence=_confidence(page),
        review=True,
    )


def _within(page: _Page, lines: Sequence[str], room: int) -> str:
    """As many whole changes as there is room for; never half of one."""
    told = [lines[0]]
    for line in lines[1:]:
        if page.speech.size(page.say["between_rows"].join((*told, line))) > room:
            told.append(page.say["more"])
            break
        told.append(line)
    return page.say["between_rows"].join(told)


def _say(page: _Page) -> str:
    """One line to say: the first change if it is the only one."""
    changes = page.changes.rows
    if len(changes) == 1 and changes[0].fate is not RowFate.REMOVED and changes[0].cells:
        return _spoken(page, changes[0])
    return page.say["say_other"].format(title=page.title)


def _spoken(page: _Page, change: RowChange) -> str:
    cell = change.cells[0]
    return page.say[_form("say" if cell.old is not None else "say_new", cell)].format(
        row=page.row(change), column=cell.column, new=page.value(cell.new), old=page.value(cell.old)
    )


def _keywords(page: _Page, changes: Sequence[RowChange]) -> tuple[str, ...]:
    named = [word for c in changes for word in (c.row, *(cell.column for cell in c.cells)) if word]
    return tuple(dict.fromkeys((*page.facts.keywords[:4], *named)))[:12]


def _confidence(page: _Page) -> float:
    """Where the columns are others, a person has to look."""
    return 0.5 if page.changes.heads else _SURE
