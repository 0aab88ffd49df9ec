"""Several figures in one breath: "整存整取三个月由0.85%下调至0.65%，半年由1.05%下调至0.85%"."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence

from ingest.draft.brief import Brief, Point
from ingest.draft.carriers import carrier
from ingest.draft.clauses import clause, dated
from ingest.draft.names import trimmed
from ingest.model import Figure

_MARKS = " 　,，:：-–/、（("
_EDGE = re.compile(r"[（(,，:：/]|\s[-–—]\s|\s(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\s")


@functools.lru_cache(maxsize=4096)
def head(item: str, *, zh: bool) -> str:
    """The thing of which an item is a part: 换卡费（普通卡） → 换卡费; "Easy Access, £1 to £4,999" → "Easy Access"."""
    name = trimmed(item, zh=zh)
    first = _EDGE.split(name)[0].strip()
    return first if len(first) >= 2 else name


def shared(items: Sequence[str], *, zh: bool) -> str:
    """What the names of several items begin with, up to the border of a word."""
    alike = itertools.takewhile(lambda signs: len(set(signs)) == 1, zip(*items, strict=False))
    common = "".join(signs[0] for signs in alike)
    if not zh and any(len(i) > len(common) and i[len(common) - 1 : len(common) + 1].isalnum() for i in items):
        common = common.rpartition(" ")[0]
    return re.sub(r"[\s（(,，:：\-–/、$£€¥₹]+$", "", re.sub(r"\d[\d,.]*$", "", common))


def series(group: Sequence[Figure], brief: Brief) -> list[Point]:
    """The clauses of a group as sentences short enough to be read out; each day, and what names share, is said once."""
    sentences: list[Point] = []
    last: Figure | None = None
    for figure in group:
        if last is None or carrier(figure, brief) is not carrier(last, brief):
            sentences.append(dated(figure, brief))
        else:
            _run_on(sentences, clause(figure, brief), figure, last, brief)
        last = figure
    return sentences


def _run_on(sentences: list[Point], point: Point, figure: Figure, last: Figure, brief: Brief) -> None:
    """`point` joined to the last sentence while it stays short, else as the next one."""
    speech, before = brief.speech, sentences[-1]
    names = trimmed(figure.item, zh=speech.zh), trimmed(last.item, zh=speech.zh)
    text = speech.join([before.text, _elided(point.text, *names)], "comma" if speech.zh else "clause")
    own = point.text not in brief.document.text and before.text not in brief.document.text
    if own and speech.size(text) <= speech.limit("told"):
        evidence = (*before.evidence, *point.evidence)
        sentences[-1] = Point(text, evidence, min(before.confidence, point.confidence))
    else:
        sentences.append(point)


def _elided(text: str, name: str, before: str) -> str:
    """A clause without the words that its name shares with the one before it."""
    common = 0
    for a, b in zip(name, before, strict=False):
        if a != b:
            break
        common += 1
    rest = name[common:].lstrip(_MARKS)
    zh = bool(re.search(r"[\u4e00-\u9fff]", name))
    whole = common >= 3 and len(rest) >= 2 and not re.match(r"[\d.,]", rest)
    if not whole or text[: len(name)] != name or not zh or "）" in rest or "（" in rest:
        return text
    return rest + text[len(name) :]
