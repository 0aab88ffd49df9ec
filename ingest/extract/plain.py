"""Plain text and Markdown → Document: paragraphs by blank lines or by lines, headings, lists and pipe tables."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.extract.assemble import assemble
from ingest.extract.blocks import Block, Grid, GridCell, headed, tidy
from ingest.extract.kinds import is_byline, is_signature, sign
from ingest.extract.problems import garbled
from ingest.model import Document, PassageKind
from ingest.text.dates import first_date
from ingest.text.encoding import Decoded

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_ITEM = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)])\s+(.+)$")
_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_MARKS = re.compile(
    r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1|!?\[([^\]\[]{0,300})\]\((?:[^)\s]{0,2000})(?:\s+\"[^\"]*\")?\)|`([^`]+)`"
)
_END = re.compile(r"[。！？；：.!?:;…）)”\"]$")


def read_text(decoded: Decoded, *, markdown: bool, url: str | None, order: str) -> Document:
    """The notice of a text file; its first line or first heading is the title."""
    blocks = list(_blocks(decoded.text.replace("\r\n", "\n").replace("\r", "\n"), markdown))
    title = next((b.text for b in blocks[:8] if b.kind is PassageKind.HEADING), blocks[0].text if blocks else "")[:160]
    body = list(blocks)
    if title and any(b.text == title for b in body[:8]):
        body.remove(next(b for b in body if b.text == title))
    published, by = None, None
    for n, block in enumerate(body[:4]):
        if not block.grid and is_byline(block.text) and (date := first_date(block.text, order)):
            published, by = date, "byline"
            del body[n]
            break
    if not published and (tail := [b.text for b in body[-3:] if is_signature(b.text) and first_date(b.text, order)]):
        published, by = first_date(tail[-1], order), "signature"
    media = "text/markdown" if markdown else "text/plain"
    document = assemble(title, sign(body)[0], media_type=media, problem=None if blocks else "empty")
    problem = document.problem or garbled(document.text)
    return replace(document, published=published, published_from=by, charset=decoded.charset, url=url, problem=problem)


def _blocks(text: str, markdown: bool) -> list[Block]:
    found: list[Block] = []
    held: list[str] = []
    lines = text.split("\n")
    joined = markdown or _wrapped(lines)

    def flush(number: int) -> None:
        if line := tidy("\n".join(held)):
            found.append(Block(PassageKind.PARAGRAPH, _plain(line, markdown), f"line {number}"))
        held.clear()

    at = 0
    while at < len(lines):
        line = lines[at]
        if "|" in line and at + 1 < len(lines) and _RULE.match(lines[at + 1]) and "-" in lines[at + 1]:
            flush(at)
            at, block = _table(lines, at, markdown)
            found.append(block)
            continue
        heading, item = (_HEADING.match(line), _ITEM.match(line)) if markdown else (None, None)
        if heading or item or not line.strip() or not joined:
            flush(at)
        if heading:
            found.append(Block(PassageKind.HEADING, _plain(tidy(heading[2]), markdown), f"line {at + 1}"))
        elif item:
            found.append(Block(PassageKind.ITEM, _plain(tidy(item[1]), markdown), f"line {at + 1}"))
        elif line.strip():
            held.append(line)
        at += 1
    flush(at)
    return [b for b in found if b.text or b.grid]


def _wrapped(lines: list[str]) -> bool:
    """Whether lines were broken at a width: they end in mid-sentence and are about as long as each other."""
    filled = [len(x.strip()) for x in lines if x.strip()]
    longest = max(filled, default=0)
    if not 30 <= longest <= 100 or len(filled) < 4:
        return False
    full = [x.strip() for x in lines if len(x.strip()) > 0.8 * longest]
    return len(full) * 3 > len(filled) and sum(not _END.search(x) for x in full) * 2 > len(full)


def _table(lines: list[str], at: int, markdown: bool) -> tuple[int, Block]:
    rows = [_cells(lines[at], markdown, header=True)]
    end = at + 2
    while end < len(lines) and "|" in lines[end] and lines[end].strip():
        rows.append(_cells(lines[end], markdown, header=False))
        end += 1
    width = max(map(len, rows))
    grid = Grid(headed([row + [GridCell("")] * (width - len(row)) for row in rows]))
    return end, Block(PassageKind.ROW, "", f"line {at + 1}", grid)


def _cells(line: str, markdown: bool, header: bool) -> list[GridCell]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [GridCell(_plain(tidy(c.replace("\\|", "|")), markdown), header) for c in re.split(r"(?<!\\)\|", inner)]


def _plain(text: str, markdown: bool) -> str:
    """Without the marks of Markdown."""
    if not markdown:
        return text
    return _MARKS.sub(lambda m: next((g for g in m.groups()[1:] if g is not None), ""), text).lstrip("> ").strip()
