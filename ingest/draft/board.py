"""Many facts in the narrow columns of the board: the weightiest first, and what several share said once.

"年利率：6个月1.20%、1年1.35%" or "一般账户：每笔5万元→3万元，每日10万元→6万元" in place of one clause for each figure.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

from ingest.draft.brief import Brief, Point
from ingest.draft.clauses import MOVING, clause
from ingest.draft.excerpts import clip
from ingest.draft.names import trimmed
from ingest.model import Direction, Figure, FigureKind, Window

_NAME = "\x00"
_PARTS = re.compile(r"\s*(?:：|:\s|，|,\s(?=\D))\s*")
_ATTRIBUTE = re.compile(
    r"(?:费|費|费率|費率|利率|率|价|價|基准|基準|限额|限額|额度|額度|金额|金額|标准|標準|面额|面額|优惠|優惠|方式|上限|下限)$"
    r"|\b(?:fees?|charges?|rates?|limits?|AER|APR|prices?|amounts?|discounts?)$",
    re.I,
)
_VALUED = re.compile(r"[\d%‰元]$|[元%\d](?:（含）)?(?:以上|以下|以内)$|\d (?:or|and) (?:above|more|over|less|below)$")
_CODE = re.compile(r"\s*[/（(][A-Z]{0,4}\d{5,}[A-Z]?[)）]?")
_LABEL = 60
_CLAUSE = 100
"""Characters of a sentence that stands for a figure without a name."""


@functools.cache
def _orders() -> dict[str, Any]:
    return tomllib.loads(files("ingest.draft.phrases").joinpath("board.toml").read_text("utf-8"))


def _rank(name: str, order: Sequence[str]) -> int:
    return order.index(name) if name in order else len(order)


def figures(brief: Brief) -> list[Figure]:
    """Key figures: what changes, then what is only stated, the weightiest kind first, then exemptions."""
    table = _orders()
    order = table["figure"].get(str(brief.category), table["figure"]["any"])["order"]
    person = re.compile(table["person"]["words"])
    key = [f for f in brief.figures if f.key and f.direction is not Direction.UNCHANGED and _tellable(f, brief)]

    def weight(figure: Figure) -> tuple[bool, bool, bool, bool, int]:
        moving = figure.direction in MOVING
        kind = 0 if moving else _rank(str(figure.kind), order)
        exempt, own = figure.direction is Direction.EXEMPT, _ranked_by_person(figure, person)
        return not moving, exempt, not brief.nameable(figure) and not own, not (moving or own), kind

    return sorted(key, key=weight)


def _tellable(figure: Figure, brief: Brief) -> bool:
    """By its name, its sentence, or the label of its row."""
    return brief.tellable(figure) or (figure.direction in MOVING and 4 <= len(figure.item) <= _LABEL)


def _ranked_by_person(figure: Figure, person: re.Pattern[str]) -> bool:
    """A limit for each customer goes before what the bank has in all."""
    return figure.kind is FigureKind.LIMIT and bool(person.search(figure.item + figure.evidence.quote))


def by_weight(windows: Sequence[Window]) -> list[Window]:
    """The windows that customers call about first; of one role in the order of the notice."""
    order = _orders()["window"]["order"]
    return sorted(windows, key=lambda w: _rank(str(w.role), order))


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as "head, attribute: value"."""

    head: str
    attribute: str
    value: str
    figure: Figure


def _cell(figure: Figure, brief: Brief) -> Cell | None:
    """None where a figure can't be told as a name and a value."""
    if not brief.nameable(figure):
        return None
    text = brief.speech.figure(replace(figure, item=_NAME), section="brief")
    value = text.removeprefix(_NAME).lstrip("：: ")
    if _NAME in value:
        return None
    head, attribute = figure.item, ""
    for cut in _PARTS.finditer(figure.item):
        before, after = figure.item[: cut.start()], figure.item[cut.end() :]
        if len(before) >= 2 and after and _whole(before) and _whole(after):
            head, attribute = before, after
    return Cell(head, attribute, value, figure)


def _whole(text: str) -> bool:
    """Are its brackets closed?"""
    return all(text.count(a) == text.count(b) for a, b in ("（）", "()"))


def told(chosen: Sequence[Figure], brief: Brief, room: int) -> Point:
    """As many figures as the room holds, those that belong together in one phrase; "" where not even one fits."""
    cells = {id(f): c for f in chosen if (c := _cell(f, brief))}
    parts: list[str] = []
    used: list[Figure] = []
    done = set[int]()
    for figure in chosen:
        if id(figure) in done:
            continue
        group = _family(figure, [f for f in chosen if id(f) not in done], cells)
        while len(group) > 1 and len(_phrase(group, cells, brief)) > room:
            group = group[:-1]
        text = _phrase(group, cells, brief)
        said = any(text in p for p in parts)
        if not said and len(text) > room:
            continue
        if not said:
            parts.append(text)
            room -= len(text) + 2
        used += group
        done |= set(map(id, group))
    text = brief.speech.join(parts)
    left = [f for f in chosen if f.direction in MOVING and id(f) not in done]
    more = brief.speech.say("bulletin", "more") if parts and left else ""
    return Point(text + (more if len(more) <= room + 2 else ""), tuple(f.evidence for f in used))


def _family(figure: Figure, free: Sequence[Figure], cells: dict[int, Cell]) -> list[Figure]:
    """The figures told in one phrase with `figure`: of the same kind of thing, else of the same thing."""
    if (cell := cells.get(id(figure))) is None or not cell.attribute:
        return [figure]
    able = [cells[id(f)] for f in free if id(f) in cells]
    alike = [c.figure for c in able if c.attribute == cell.attribute and c.figure.kind is figure.kind]
    same = [
        c.figure for c in able if c.head == cell.head and (c.figure.direction in MOVING) is (figure.direction in MOVING)
    ]
    return alike if _ATTRIBUTE.search(cell.attribute) and len(alike) >= len(same) else same


def _phrase(group: Sequence[Figure], cells: dict[int, Cell], brief: Brief) -> str:
    speech = brief.speech
    mine = [cells[id(f)] for f in group if id(f) in cells]
    if len(group) == 1 or len(mine) < len(group):
        figure = group[0]
        named = brief.nameable(figure) or brief.in_row(figure.evidence.span)
        return (
            speech.figure(figure, section="brief") if named else clip(clause(figure, brief).text, _CLAUSE, zh=speech.zh)
        )
    if len({c.attribute for c in mine}) == 1:
        shared, own = mine[0].attribute, [_short(c.head, speech.zh) for c in mine]
    else:
        shared, own = mine[0].head, [c.attribute for c in mine]
    values = [speech.say("bulletin", _joint(name), what=name, value=c.value) for name, c in zip(own, mine, strict=True)]
    return speech.say(
        "brief", "window", what=_short(shared, speech.zh), when=speech.join(values, "list" if speech.zh else "comma")
    )


def _joint(name: str) -> str:
    """After a value ("5,000元至12,000元") another value needs a word between."""
    return "of_value" if _VALUED.search(name) else "of_name"


def _short(name: str, zh: bool) -> str:
    """A name without the code of a product: A份额/20260630A → A份额."""
    return trimmed(_CODE.sub("", name), zh=zh)
