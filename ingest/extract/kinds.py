"""What a line is by its words, in any format: a byline, a signature, a numbered heading."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.extract.blocks import Block
from ingest.extract.chrome import lexicon
from ingest.model import PassageKind
from ingest.text.dates import find_dates, first_date

_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十百\d]{1,4}[条章节]"
    r"|\d{1,2}[、.．](?!\d)|[（(]\d{1,2}[)）])"
)
_LONGEST_HEADING = 40
_BARS = re.compile(r"\s*[|｜│／¦•·]\s*|\s{2,}|\s/\s")
_RUNNING = re.compile(
    r"[，。；]|起|止|前|至|期间"
    r"|\b(?:from|to|until|till|by|on|before|after|since|updated?|reviewed|effective|as of|next|due)\b",
    re.I,
)


def is_numbered_heading(text: str) -> bool:
    """一、…, （二）…, 3. … and short, with no sentence in it."""
    short = len(text) <= _LONGEST_HEADING and not text.endswith(("。", "；", "，", "：", ";", ",", ".", ":"))
    return short and _NUMBERED.match(text) is not None


def sign(blocks: list[Block]) -> tuple[list[Block], int]:
    """The blocks with the bank's name and the date at their end marked as signature, and where that begins."""
    at = len(blocks)
    while at and len(blocks) - at < 4 and not blocks[at - 1].grid and is_signature(blocks[at - 1].text):
        at -= 1
    return [replace(b, kind=PassageKind.SIGNATURE) if n >= at else b for n, b in enumerate(blocks)], at


def is_byline(text: str) -> bool:
    """Date, source, font size: a short line that says who published when, and nothing else."""
    if len(text) > 120 or text.endswith(("。", "；", "：", ":")):
        return False
    labelled = lexicon().byline.search(text)
    if labelled and labelled.start() < 30:
        return len(text) < 60 or first_date(text) is not None
    return (_bare_date(text) and len(text) < 45) or _in_parts(text)


def _in_parts(text: str) -> bool:
    """Short particulars between bars, one of them a date: "2026-12-03 | Security desk | read 2.3k times"."""
    parts = [p.strip() for p in _BARS.split(text)]
    if len(parts) < 2 or _RUNNING.search(text) or any(len(p) > 24 for p in parts):
        return False
    return first_date(parts[0]) is not None and len(list(find_dates(text))) == 1


def _bare_date(text: str) -> bool:
    """A date with no more than a place, an hour or a department beside it."""
    dates = list(find_dates(text))
    if len(dates) != 1 or _RUNNING.search(text):
        return False
    rest = text[: dates[0].start] + text[dates[0].end :]
    return len(rest.encode("gb18030")) < 32


def is_signature(text: str) -> bool:
    """The bank's name or a bare date, as they stand under a notice."""
    if len(text) > 60:
        return False
    bare = first_date(text) is not None and len(re.sub(r"[\d〇一二三四五六七八九十年月日OoО○零\s./-]", "", text)) < 12
    return bare or (
        lexicon().signature.search(text.rstrip("（）() 。.")) is not None and not re.search(r"[。；，:：]", text)
    )
