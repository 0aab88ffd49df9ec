"""A page as its lines: one walk over the tree that breaks where a reader sees a break and remembers the places."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from ingest.extract.blocks import HAN, Grid, row_text, tidy
from ingest.extract.chrome import furniture, hidden
from ingest.extract.tables import holds_data, holds_terms, read_grid, read_terms

# fmt: off
_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "button", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "nobr", "o:p", "q", "rp", "rt", "ruby", "s", "samp", "small",
    "span", "st1:chsdate", "st1:chmetcnv", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    "img", "input", "picture", "source",
))
_DROPPED = frozenset((
    "head", "title", "script", "style", "noscript", "template", "select", "option", "textarea", "iframe",
    "object", "embed", "applet", "svg", "canvas", "audio", "video", "map", "input", "button", "datalist",
    "math", "xml",
))
# fmt: on
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HEAVY = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_BIG = re.compile(
    r"font-size\s*:\s*(?:(?:1[89]|[2-9]\d)(?:\.\d+)?px|(?:1[6-9]|[2-9]\d)(?:\.\d+)?pt|(?:x+-)?large|[2-9](?:\.\d+)?r?em)",
    re.I,
)
_SENTENCE = frozenset("。；，！？：;!?")


@dataclass(slots=True)
class Line:
    """One visible line, or a whole data table (`grid`; its text is the rows)."""

    text: str
    element: HtmlElement
    tag: str
    heading: str | None = None
    linked: int = 0
    strong: int = 0
    large: int = 0
    centred: bool = False
    item: bool = False
    chrome: int = 0
    grid: Grid | None = None

    weight: float = 0.0
    """Characters that say something: Chinese ones count twice, links nothing, bits and pieces a quarter."""


def _weight(line: Line) -> float:
    text = line.text
    size = float(len(text) if text.isascii() else len(text) + len(HAN.findall(text)))
    size *= 1 - min(1.0, line.linked / len(text))
    if line.grid:
        return size * 0.8
    words = text.count(" ")
    sentence = not _SENTENCE.isdisjoint(text) or words > 8 or (words > 3 and text.endswith("."))
    return size if sentence and not line.heading else size * 0.25


@dataclass(slots=True)
class Page:
    """`lines` in document order; `ranges` says which of them stand inside an element (half-open)."""

    lines: list[Line]
    ranges: dict[HtmlElement, tuple[int, int]] = field(default_factory=dict)


def read_lines(body: HtmlElement, title: str = "") -> Page:
    """The lines of a page; `title` is its `<title>`, which tells the main heading from others."""
    return _Walk(body, title).page


class _Walk:
    """The walk's state: what has been gathered of the current line, and what we are inside of."""

    def __init__(self, body: HtmlElement, title: str) -> None:
        self.page = Page([])
        self.parts: list[str] = []
        self.linked = self.strong = self.large = 0
        self.blocks: list[HtmlElement] = [body]
        self.links = self.bolds = self.larges = self.items = self.pre = 0
        self.centred: list[bool] = [False]
        self.marks: list[tuple[bool, bool, bool, bool]] = []
        self.starts: list[int] = []
        self.heading: str | None = None
        self.chrome: list[int] = [0]
        self.holders = {up for h in body.iter("h1", "h2", "h3") if _main(h, title) for up in h.iterancestors()}
        self._read(body)

    def _read(self, body: HtmlElement) -> None:
        walk = iterwalk(body, events=("start", "end"))
        skipped: HtmlElement | None = None
        for event, el in walk:
            if event == "start":
                if el is not body and self._skips(el):
                    skipped = el
                    walk.skip_subtree()
                    continue
                self._enter(el)
            elif skipped is not None and el is skipped:
                skipped = None
                self._say(el.tail)
            else:
                self._leave(el)
                if el is not body:
                    self._say(el.tail)
        self._break()

    def _skips(self, el: HtmlElement) -> bool:
        tag = el.tag
        if tag == "button" and self.heading:
            return False
        if tag in _DROPPED or ((el.get("style") or el.get("class") or el.get("hidden") is not None) and hidden(el)):
            return True
        if tag == "table" and holds_data(el):
            self._table(el, read_grid(el))
            return True
        if tag == "dl" and holds_terms(el):
            self._table(el, read_terms(el))
            return True
        return False

    def _enter(self, el: HtmlElement) -> None:
        tag, style = el.tag, el.get("style")
        if tag == "br":
            self._break()
            return
        block = tag not in _INLINE
        if block:
            self._break()
            self._open(el, tag, style)
        marks = (block, tag == "a", _bold(tag, style), _large(el, tag, style))
        self.marks.append(marks)
        self.links += marks[1]
        self.bolds += marks[2]
        self.larges += marks[3]
        self.starts.append(len(self.page.lines))
        if el.text:
            self._say(el.text)

    def _open(self, el: HtmlElement, tag: str, style: str | None) -> None:
        self.blocks.append(el)
        self.chrome.append(self.chrome[-1] or furniture(el, holds_heading=el in self.holders))
        self.centred.append(_centred(el, tag, style, self.centred[-1]))
        if tag in _HEADINGS:
            self.heading = tag
        self.items += tag in ("li", "dd")
        self.pre += tag == "pre"

    def _leave(self, el: HtmlElement) -> None:
        tag = el.tag
        if tag == "br":
            return
        block, link, bold, large = self.marks.pop()
        if block:
            self._break()
            self._close(tag)
        self.links -= link
        self.bolds -= bold
        self.larges -= large
        start, end = self.starts.pop(), len(self.page.lines)
        if not block and self.parts and any(not part.isspace() for part in self.parts):
            end += 1  # what it said stands in the line that is still being gathered
        self.page.ranges[el] = (start, end)

    def _close(self, tag: str) -> None:
        self.blocks.pop()
        self.chrome.pop()
        self.centred.pop()
        if tag in _HEADINGS:
            self.heading = None
        self.items -= tag in ("li", "dd")
        self.pre -= tag == "pre"

    def _say(self, text: str | None) -> None:
        if not text:
            return
        if self.pre and "\n" in text:
            for part in text.split("\n"):
                self._add(part)
                self._break()
            return
        self._add(text)

    def _add(self, text: str) -> None:
        self.parts.append(text)
        if self.links or self.bolds or self.larges:
            size = len(text.strip())
            self.large += size if self.larges else 0
            self.linked += size if self.links else 0
            self.strong += size if self.bolds else 0

    def _break(self) -> None:
        if not self.parts:
            return
        joined = "".join(self.parts)
        text = "" if joined.isspace() else tidy(joined)
        if text:
            element = self.blocks[-1]
            line = Line(text, element, element.tag, self.heading, self.linked, self.strong)
            line.large, line.centred, line.item = self.large, self.centred[-1], bool(self.items)
            line.chrome = self.chrome[-1]
            line.weight = _weight(line)
            self.page.lines.append(line)
        self.parts, self.linked, self.strong, self.large = [], 0, 0, 0

    def _table(self, el: HtmlElement, grid: Grid) -> None:
        self._break()
        if grid.rows:
            text = "\n".join(row_text(grid, at) for at in range(len(grid.rows)))
            linked = sum(len(tidy(a.text_content())) for a in el.iter("a"))
            level = self.chrome[-1] or furniture(el, holds_heading=False)
            line = Line(text, el, "table", linked=linked, chrome=level, grid=grid)
            line.weight = _weight(line)
            self.page.lines.append(line)


def _main(heading: HtmlElement, title: str) -> bool:
    return heading.tag == "h1" or (len(text := tidy(heading.text_content())) > 5 and text in title)


def _centred(el: HtmlElement, tag: str, style: str | None, inherited: bool) -> bool:
    """Whether text inside is centred; a table centres itself, not what it holds."""
    if tag in ("center", "table"):
        return tag == "center"
    if align := el.get("align"):
        return bool(align.lower() == "center")
    return "center" in style if style and "text-align" in style else inherited


def _bold(tag: str, style: str | None) -> bool:
    if tag in ("b", "strong"):
        return True
    return _HEAVY.search(style) is not None if style else False


def _large(el: HtmlElement, tag: str, style: str | None) -> bool:
    if tag == "font" and (size := (el.get("size") or "").strip()):
        return size in ("+1", "+2", "+3", "4", "5", "6", "7")
    return _BIG.search(style) is not None if style else False
