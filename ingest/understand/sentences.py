"""The text as sentences that know their section: which heading they stand under, which lead-in they continue.

Sentence ends follow the language (。！？ or . ! ? before a capital), never inside quotes or brackets, in a decimal or
after an abbreviation. A list number opens a sentence even where a page runs its paragraphs together.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.model import Document, Passage, PassageKind, Span
from ingest.text.normal import Normal

NUMBER = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、](?!\d)|第[一二三四五六七八九十\d]+步[:,]?"
    r"|步骤[一二三四五六七八九十\d]+[:,]?|(?:Step|STEP) ?\d{1,2}[:.,]?|[•·▪●◆■※*†‡¹²³-](?=[^\d]))[ 　]*"
)
_INLINE_NUMBER = re.compile(
    r"(?<=[。;；!?:： ])(?=[一二三四五六七八九十]{1,3}、(?!即))"
    r"|(?<=[。;；!?:： ])(?=\([一二三四五六七八九十]{1,3}\)\s?[^\s)])"
    r"|(?<!\d[:：])(?<=[。;；：:])\s?(?=\d{1,2}\.(?!\d))|(?<=[。;；：: ])(?=第[一二三四五六七八九十]步[:：,])"
)
_END_ZH = re.compile(r"[。!?！？]+[\"')」』]*")
_END_EN = re.compile(
    r"(?<![A-Z])[.!?]+[\"')]*(?=\s+[\"'(]?[A-Z£$€₹\d]|\s*$)|[.!?]+[\"')]*(?=\s+[\"'(]?[A-Z][a-z]|\s*$)"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:no|nos|e\.g|i\.e|ltd|co|inc|mr|mrs|ms|dr|st|rs|vs|etc|approx|sr|para|cl|art|jan|feb|mar|apr|jun|jul|aug|sept?"
    r"|oct|nov|dec|tel|ext|fig|w\.e\.f|a\.m|p\.m|p\.o|u\.s|u\.k|cap)|(?:^|\s)[A-Z])\.$",
    re.I,
)
_LABEL = re.compile(r"[^\s:,.;。,;!?\"()]{2,14}(?=:(?!\d))|[A-Z][\w'/& -]{2,40}(?=: )")
_STOP = re.compile(r"[。;!?,]|[.!?](?:\s|$)")
_CJK = re.compile(r"[一-鿿]")
_PARAGRAPH_LABEL = re.compile(
    r"[^\s,;:\d均不请无与是可将应须]{2,8}。|[^\s,;:\d]{1,9}的[一-鿿]{2,4}。|[A-Z][A-Za-z'-]+(?:,? [A-Za-z'-]+){0,6}\."
)
_ROMAN = re.compile(r"(?:[IVX]{1,5}|\([ivx]{1,5}\))[.、)]?\s+")
_SAYS = re.compile(
    r"^(?:please|no|yes|not|so|same|as|call|see|visit|contact|check|apply|register|keep|make|take|tap|go|use|bring|ask"
    r"|choose|book|we|you|it|they|this|that|there|nothing|thanks?|sorry|good|all|new(?!\s\w+\s?\.$))(?![A-Za-z-])"
    r"|\b(?:is|are|was|were|be|will|can|cannot|may|must|shall|should|has|have|had|do|does|did|not|never|please"
    r"|stays?|remains?|goes|ends?|starts?|begins?|closes?|opens?|applies|costs?|changes?(?=\.)|free)\b|n't\b|'(?:ll|re|ve)\b|\b(?:it|that|there|here|what|who)'s\b",
    re.I,
)
"""Words of an English sentence: it tells something and labels nothing."""
_SALUTATION = re.compile(r"(?:尊敬的|亲爱的|各位|各)[^,。;]{0,16}:?$|(?:Dear|To) [^.]{2,40}[,:]?$", re.I)
_CLOSING = re.compile(r"(?:公司|银行|支行|分行|中心|部|处|委员会)$|年[^。]{0,8}月[^。]{0,4}日")
_NOTICE_NUMBER = re.compile(
    r"(?:公告|通知|通告|事项)[一二三四五六七八九十\d]{1,2}[:、 ]|(?:Notice|Announcement) \d{1,2}[:.]"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text` is normalised, `start` and `end` are its offsets in the normalised text, `span` in the document's.

    `heading` is the section's heading, `lead` the sentence that introduces the list this one belongs to.
    """

    text: str
    start: int
    end: int
    span: Span
    kind: PassageKind
    heading: str = ""
    lead: str = ""
    numbered: bool = False
    section: int = 0


def unnumbered(text: str) -> str:
    """Without the list numbers at its start."""
    while m := NUMBER.match(text):
        text = text[m.end() :]
    return text.strip()


def is_numbered_notice(heading: str) -> bool:
    """Does a heading open one of several announcements: "公告二:…", "Notice 2: …"?"""
    return bool(_NOTICE_NUMBER.match(heading.strip()))


def _closed(text: str) -> bool:
    """Are the quotes and brackets of `text` balanced?"""
    return text.count('"') % 2 == 0 and text.count("(") <= text.count(")") and text.count("《") <= text.count("》")


def _ends(text: str, chinese: bool) -> Iterator[int]:
    start = 0
    for m in (_END_ZH if chinese else _END_EN).finditer(text):
        piece = text[start : m.end()]
        if not _closed(piece) and len(piece) < 400 and '"' not in m.group()[1:]:
            continue
        if not chinese and _ABBREVIATION.search(text[max(start, m.start() - 8) : m.start() + 1]):
            continue
        start = m.end()
        yield start
    if start < len(text):
        yield len(text)


def split(text: str) -> Iterator[tuple[int, int]]:
    """Ranges of the sentences of one passage of normalised text."""
    chinese = bool(_CJK.search(text))
    cuts = sorted({0, *(m.start() for m in _INLINE_NUMBER.finditer(text)), *_ends(text, chinese)})
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            yield start, end


def labels_paragraph(text: str, kind: PassageKind = PassageKind.PARAGRAPH) -> bool:
    """Is it the label of a numbered paragraph or an item of a list that ends like a sentence?

    "4.退货处理。", "(b) Collection.", "IV. Return of balance.", in a list "Paying in cash over the counter."
    """
    number = NUMBER.match(text) or _ROMAN.match(text)
    start = number.end() if number else 0
    labelled = (number or kind is PassageKind.ITEM) and _PARAGRAPH_LABEL.fullmatch(text, start)
    return bool(labelled) and not _SAYS.search(text, start)


_VALUE = re.compile(r"(?:[A-Z]{0,3}[$£€₹¥]\s?|[A-Z]{3} ?)?\d[\d.,]*\s?(?:%|[万亿]?元|个?月|天|年|,|[a-z]|$)")
"""How the line of a list opens that tells a value and heads nothing ("HK$10,000, and multiples of it")."""
_AMOUNT = re.compile(r"[$£€₹]\s?\d|\d\s?%|\d[\d,.]*\s?[万亿]?元")
"""In a line of a list it is a thing with its price ("Copy statement (£5)")."""
_PRICED = re.compile(
    r"(?::\s[^:]*|^(?i:today|now|currently|at present|from|until|was)\b[^:]*)(?:[$£€₹]\s?\d|\d\s?%|\b[A-Z]{3} \d)"
)
"""A name with its price is no heading ("Paper statement: $3"), nor is a time with one ("Today £5, no change")."""

_CLAUSE_NUMBER = re.compile(r"第\s?[\d一二三四五六七八九十百]+(?:\.\d+)*\s?[条章节款]\s")
"""How the heading of a clause opens ("第9.1条 转账错误之通报")."""


def heading_of(text: str, kind: PassageKind = PassageKind.PARAGRAPH) -> bool:
    """Does a line read as a heading: short, numbered or title-like, and no sentence?"""
    if kind is PassageKind.HEADING:
        return True
    bare = unnumbered(text).rstrip(": ")
    if not bare or kind in (PassageKind.ROW, PassageKind.SIGNATURE) or _SALUTATION.match(bare):
        return False
    listed = kind is PassageKind.ITEM or text.lstrip()[:1] in "-•·▪●◆■"
    if listed and (_VALUE.match(bare) or _AMOUNT.search(bare)):
        return False
    if _NOTICE_NUMBER.match(bare):
        return len(bare) <= 40 and "。" not in bare
    if _CJK.search(bare):
        numbered = bare != text.rstrip(": ") or _CLAUSE_NUMBER.match(bare)
        limit = 24 if numbered or text.endswith(":") else 12
        return (
            len(bare) <= limit
            and not re.search(r"[。;!,、]|\d{4}|\d{3,}-|电话[:是]?\d", bare)
            and not _CLOSING.search(bare)
        )
    if _PRICED.search(bare):
        return False
    words = bare.split()
    question = bare.endswith("?") and len(words) <= 16
    return question or (
        len(words) <= 8
        and bare[0].isupper()
        and not re.search(r"[.;!,]$|\d{4}|^(?:Dear|For|Yours)\b|Ltd|Limited", bare)
    )


class _Reader:
    """Walks the passages and remembers heading and lead-in."""

    def __init__(self, normal: Normal) -> None:
        self.normal = normal
        self.heading = ""
        self.lead = ""
        self.label = ""
        self.section = 0

    def passage(self, passage: Passage) -> Iterator[Sentence]:
        start = bisect_left(self.normal.origin, passage.span.start)
        end = bisect_left(self.normal.origin, passage.span.end)
        text = self.normal.text[start:end]
        self.label = ""
        if passage.kind is PassageKind.ROW and " | " in text:
            yield self._made(start, end, passage.kind)
            return
        if passage.kind is not PassageKind.TITLE and heading_of(text.strip(), passage.kind):
            self._enter(text)
            yield self._made(start, end, PassageKind.HEADING)
            return
        ranges = list(split(text))
        for a, b in ranges:
            kind = passage.kind if a == ranges[0][0] else PassageKind.PARAGRAPH
            if len(ranges) > 1 and labels_paragraph(text[a:b], kind):
                self.label = unnumbered(text[a:b]).rstrip(".。:")
            else:
                yield from self._sentence(start + a, start + b, passage.kind)

    def _enter(self, heading: str) -> None:
        self.heading, self.lead = unnumbered(heading.strip()).strip(": "), ""
        self.section += 1

    def _sentence(self, start: int, end: int, kind: PassageKind) -> Iterator[Sentence]:
        kind = PassageKind.PARAGRAPH if kind is PassageKind.ROW else kind
        text = self.normal.text[start:end]
        number = NUMBER.match(text)
        if number and kind is not PassageKind.TITLE:
            at = start + number.end()
            head = re.match(r"([^\s。;,!?:\"]{2,16})(?:[ :]\s*|$)", self.normal.text[at:end])
            top = re.match(r"[一二三四五六七八九十]{1,3}、", text)
            if head and top and not re.search(r"\d", head[1]):
                self._enter(head[1])
                yield self._made(start, at + len(head[1]), PassageKind.HEADING)
                start = at + head.end()
                if start >= end:
                    return
        sentence = self._made(start, end, kind, bool(number))
        yield sentence
        if sentence.text.endswith((":", "：")):
            self.lead = sentence.text
        elif not number and kind is not PassageKind.ITEM:
            self.lead = ""

    def _made(self, start: int, end: int, kind: PassageKind, numbered: bool = False) -> Sentence:
        text = self.normal.text[start:end]
        label = _LABEL.match(unnumbered(text)) if kind in (PassageKind.PARAGRAPH, PassageKind.ITEM) else None
        own = label.group() if label else self.label
        heading = f"{self.heading} {own}".strip()
        lead = self.lead if numbered or kind is PassageKind.ITEM else ""
        return Sentence(text, start, end, self.normal.span(start, end), kind, heading, lead, numbered, self.section)


def read_sentences(document: Document, normal: Normal) -> tuple[Sentence, ...]:
    """The sentences of a document in their order; table rows are one each, headings too."""
    reader = _Reader(normal)
    passages = document.passages or _lines(document.text)
    return tuple(s for passage in passages for s in reader.passage(passage) if s.text)


def _lines(text: str) -> Iterator[Passage]:
    at = 0
    for number, line in enumerate(text.split("\n")):
        kind = PassageKind.TITLE if number == 0 else PassageKind.PARAGRAPH
        if line.strip():
            yield Passage(kind, Span(at, at + len(line)), "")
        at += len(line) + 1
