"""Which lines of a page are the notice: the element that holds most of what is said, then its ragged edges.

Furniture weighs nothing, links nothing, bits and pieces a quarter (`lines.Line.weight`). From `<body>` we go down as
long as one child holds nearly all the weight. Around the element found, lines that clearly belong to it come back in (a
signature in a box of its own), and lines that clearly do not are left out at both ends (bylines, share bars, pagers).
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import accumulate

from lxml.html import HtmlElement

from ingest.extract.chrome import SURE, furniture_line, lexicon, names_of, words_of
from ingest.extract.kinds import is_byline, is_signature
from ingest.extract.lines import Line, Page

_LEAVES = frozenset(
    (
        "p",
        "li",
        "ul",
        "ol",
        "dl",
        "dd",
        "dt",
        "blockquote",
        "pre",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "span",
        "b",
        "strong",
        "a",
    )
)
_MOST, _FRAME, _LARGEST = 0.8, 0.6, 0.5
_LITTLE = 40.0
_REPEATED = 30
_ABOVE, _BYLINES = 0.25, 4
_ATTACHED = re.compile(r"附件|附表|附：|注[:：]|备注|[*＊†‡※]|Attachment|Note[s:]|Encl", re.I)


def settle_furniture(page: Page) -> None:
    """Names can lie: where next to nothing is left, or much less than in one named box, only tags and roles count.

    What stands on a page again and again word for word (a disclaimer in every pop-up) is furniture too.
    """
    _mark_repeated(page.lines)
    kept = sum(line.weight for line in page.lines if not line.chrome)
    named = sum(line.weight for line in page.lines if 0 < line.chrome < SURE)
    if kept < _LITTLE < named or named > 8 * kept:
        for line in page.lines:
            if line.chrome < SURE:
                line.chrome = 0


def _mark_repeated(lines: list[Line]) -> None:
    often = Counter(line.text for line in lines if len(line.text) > 5)
    again = [x for x in lines if not x.grid and (often[x.text] > 4 or (often[x.text] > 2 and len(x.text) > _REPEATED))]
    if sum(x.weight for x in lines) > sum(x.weight for x in again):
        for line in again:
            line.chrome = SURE


def choose(page: Page, root: HtmlElement, heading: int | None) -> tuple[HtmlElement, int, int]:
    """The element that holds the notice, and its lines (half-open). What stands over the main heading counts little."""
    weights = [0.0 if x.chrome or furniture_line(x.text) else x.weight for x in page.lines]
    if sum(weights) < _LITTLE:  # a page of links only
        weights, heading = [0.0 if x.chrome else float(len(x.text)) for x in page.lines], None
    if heading is not None:
        weights[:heading] = [w * _ABOVE for w in weights[:heading]]
        for n in range(heading, min(heading + _BYLINES, len(weights))):
            weights[n] *= not is_byline(page.lines[n].text)
    sums = [0.0, *accumulate(weights)]

    def weight(element: HtmlElement) -> float:
        start, end = page.ranges.get(element, (0, 0))
        return sums[end] - sums[start] if end > start else 0.0

    here = root
    while here.tag not in _LEAVES:
        children = sorted(((weight(c), n, c) for n, c in enumerate(here) if c in page.ranges), key=lambda t: -t[0])
        if not children or children[0][2].tag in _LEAVES:
            break
        best, _, child = children[0]
        share = best / (weight(here) or 1.0)
        if share < (_FRAME if child.tag in ("tr", "td") else _MOST) and not (
            share > _LARGEST and _alone(child, children)
        ):
            break
        here = child
    return here, *page.ranges[here]


def _alone(child: HtmlElement, children: list[tuple[float, int, HtmlElement]]) -> bool:
    """None of the other boxes that say something is built like this one (two versions, sections of one notice)."""
    others = [c for w, _, c in children[1:] if w > _LITTLE]
    if any(c.tag in _LEAVES or c.tag == "table" for c in others):
        return False
    mine = words_of(names_of(child))
    return all(not (mine & words_of(names_of(c))) and bool(mine) for c in others)


def widen(page: Page, element: HtmlElement, start: int, end: int, title: int | None) -> tuple[int, int]:
    """Lines just outside that belong to the notice: from the title on, and a signature or attachments after it."""
    lines = page.lines
    first = 0 if title is None else title + 1
    if title is not None and title < start:
        while start > first and _belongs(lines[start - 1]):
            start -= 1
    level = element.getparent()
    stop = page.ranges.get(level, (0, len(lines)))[1] if level is not None else len(lines)
    tag = "td" if element.tag in ("tr", "td") else "p"
    while end < stop and _follows(lines[end], tag):
        end += 1
    return start, _sections_after(page, element, end, title)


def _sections_after(page: Page, element: HtmlElement, end: int, title: int | None) -> int:
    """The end of the sections that stand behind the element, on its level or above it, and go on in whole sentences
    (the small print under a grid of cards). Furniture, a box of links or of short teasers ends the notice."""
    here: HtmlElement | None = element
    while here is not None and here.tag != "body":
        for sibling in here.itersiblings():
            first, last = page.ranges.get(sibling, (0, 0))
            if last <= end:
                continue
            if first < end or not _prose(page.lines[first:last]):
                return end
            end = last
        above = page.ranges.get(here, (0, 0))[0]
        if title is None or above <= title:
            return end
        here = here.getparent()
    return end


def _prose(lines: list[Line]) -> bool:
    if any(line.chrome or furniture_line(line.text) for line in lines) or not any(line.heading for line in lines):
        return False
    said = [line for line in lines if not line.heading]
    sentences = sum(1 for line in said if line.text.endswith(("。", "；", ".", ";", "！", "!")) and line.weight > 20)
    linked = sum(line.linked for line in lines) * 3 > sum(len(line.text) for line in lines)
    return sentences >= 2 and sentences * 2 >= len(said) and not linked


def _belongs(line: Line) -> bool:
    return not line.chrome and not furniture_line(line.text) and not is_byline(line.text) and line.weight > 20


def _follows(line: Line, tag: str) -> bool:
    if line.chrome or furniture_line(line.text):
        return False
    return is_signature(line.text) or _ATTACHED.match(line.text) is not None or (line.weight > 30 and line.tag == tag)


def trim(lines: list[Line], start: int, end: int) -> tuple[int, int]:
    """Without the furniture and bylines at both ends."""
    while start < end and (lines[start].chrome or furniture_line(lines[start].text) or is_byline(lines[start].text)):
        start += 1
    while start < end and (lines[end - 1].chrome or furniture_line(lines[end - 1].text) or _counter(lines[end - 1])):
        end -= 1
    return start, end


def _counter(line: Line) -> bool:
    return len(line.text) < 80 and lexicon().byline.match(line.text) is not None and not is_signature(line.text)
