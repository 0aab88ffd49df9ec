"""Pieces of the notice: the sentence around a span, lines short enough to be read, citations that stay findable."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from ingest.model import Citation, Document, Evidence, Span

CITATION = (5, 240)
"""A citation has so many characters without blanks; shorter says nothing, longer proves nothing."""

_STOP_ZH = re.compile(r"[。！？\n]")
_STOP_EN = re.compile(
    r"\n|(?<!\bRs)(?<!\bNo)(?<!\b[ap]\.m)(?<!\be\.g)(?<!\bi\.e)(?<!\bP\.O)[.!?](?=\s+[\"'(]?[A-Z0-9•]|\s*$|\s*\n)"
)
_OUTSIDE = r"(?![^（(]{0,120}[)）])"
_BREAKS_ZH = (re.compile(rf"(?<=[。！？；;]){_OUTSIDE}"), re.compile(rf"(?<=[，,：])(?!\d){_OUTSIDE}"))
_BREAKS_EN = (
    re.compile(r"(?<=[.;!?])(?<!\b[A-Z]\.[A-Z]\.)(?<!\bNo\.) +(?=[A-Z\"(])|(?<=;) +"),
    re.compile(r"(?<=,) +(?!\d)|(?<=:) +"),
)
_MARK = re.compile(
    r"^\s*(?:(?:[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|[（(]\d{1,2}[)）]|\d{1,2}(?:[、.．)）](?!\d)|、(?=\d{4}年))|第[一二三四五六七八九十\d]+[条步][:：、]?|[•·●▪◆■*※†‡-]|[①-⑳]|[ivx]{1,4}\)\s"
    r"|[〔\[]\d{1,2}[〕\]]|\((?:[a-h]|[ivxIVX]{1,4})\)(?=\s)|[A-H]\)(?=\s)|【[^【】]{2,10}】(?=[^【]{4}))\s*)+"
)
_OPENING = re.compile(r"^(?:近期|近日|目前|日前|同时|此外|另外|其中|(?i:meanwhile|recently|please note that))[，,]?\s*")
_WHITE = re.compile(r"\s+")


@functools.lru_cache(maxsize=2048)
def sentence_span(text: str, span: Span, *, zh: bool) -> Span:
    """The sentence (or several) of `text` that holds `span`."""
    stop = _STOP_ZH if zh else _STOP_EN
    left = max(
        (m.end() for m in stop.finditer(text, max(0, span.start - 600), span.start)), default=max(0, span.start - 600)
    )
    if (found := stop.search(text, max(span.start, span.end - 1))) is None:
        return Span(left, len(text))
    return Span(left, found.start() if text[found.start()] == "\n" else found.end())


def unnumbered(text: str) -> str:
    """`text` without the number, the mark or the bracketed label of its place in a list."""
    return _MARK.sub("", text) or text


@functools.lru_cache(maxsize=4096)
def tidy(text: str) -> str:
    """A sentence without list number, inner line breaks and table marks."""
    return unnumbered(_WHITE.sub(" ", text.replace("|", " "))).strip(" 　；;，,、")


def _size(text: str, zh: bool) -> int:
    return len(_WHITE.sub("", text)) if zh else len(text.split())


def lines(text: str, limit: int, *, zh: bool) -> list[str]:
    """`text` in lines of at most `limit` characters (words in English), broken at sentences, then at clauses."""
    return list(_lines(text, limit, zh))


@functools.lru_cache(maxsize=1024)
def _lines(text: str, limit: int, zh: bool) -> tuple[str, ...]:
    pieces = [_OPENING.sub("", text) if _size(text, zh) > limit else text]
    whole, clauses = _BREAKS_ZH if zh else _BREAKS_EN
    pieces = _merged(_split(pieces, whole, limit, zh), limit, zh)
    pieces = [half for p in pieces for half in _halves(p, clauses, limit, zh)]
    return tuple(p.strip().rstrip("，,、") for p in pieces)


_CASE_ZH = re.compile(r"^(?:若|如(?!下|期|需)|凡)|(?<![用好办]过)(?:的|时|時|期间|期間)$")
_CASE_EN = re.compile(r"^(?:if|when|where|unless|should)\b", re.I)
_LATER = re.compile(r"^(?:并|且|但|而|惟|and|or|but|nor)\b|^(?:并|且|但|而|惟)", re.I)


def led(pieces: list[str], *, zh: bool) -> list[str]:
    """`pieces` of one sentence, the main clause before the case that it settles: no answer begins with "if"."""
    if len(pieces) < 2:
        return pieces
    first, second = pieces[0].rstrip("，,。. "), pieces[1]
    case = (_CASE_ZH if zh else _CASE_EN).search(first)
    ended = first.endswith(("。", ".", "；", ";")) or pieces[0].rstrip().endswith(("。", ".", "；", ";"))
    if not case or ended or _LATER.search(second) or (_CASE_ZH if zh else _CASE_EN).search(second):
        return pieces
    return [second, first, *pieces[2:]]


def _split(pieces: list[str], pattern: re.Pattern[str], limit: int, zh: bool) -> list[str]:
    return [p for piece in pieces for p in (pattern.split(piece) if _size(piece, zh) > limit else [piece]) if p.strip()]


_SHORT = 18


def _halves(text: str, pattern: re.Pattern[str], limit: int, zh: bool) -> list[str]:
    """`text` cut at the clause nearest to its middle, and again while too long: no line is left with two words."""
    if _size(text, zh) <= limit:
        return [text]
    cuts = [m.end() for m in pattern.finditer(text) if 0 < m.end() < len(text)]
    if not cuts:
        return [text]
    at = min(cuts, key=lambda c: abs(c - len(text) / 2))
    if (
        zh and min(at, len(text) - at) < _SHORT and _size(text, zh) < 1.4 * limit
    ):  # "自2026年3月1日起，" says nothing alone
        return [text[:at].rstrip("，,") + text[at:]] if at < _SHORT else [text]
    return [*_halves(text[:at], pattern, limit, zh), *_halves(text[at:], pattern, limit, zh)]


def _merged(pieces: list[str], limit: int, zh: bool) -> list[str]:
    merged: list[str] = []
    for piece in pieces:
        joined = merged[-1] + ("" if zh else " ") + piece if merged else piece
        if merged and _size(joined, zh) <= limit:
            merged[-1] = joined
        else:
            merged.append(piece)
    return merged


def clip(text: str, limit: int, *, zh: bool) -> str:
    """The beginning of `text` in at most `limit` characters, ended at a clause or a word."""
    if len(text) <= limit:
        return text
    cut = text[:limit]
    marks = [m.start() for m in re.finditer(r"[。；;，！？]|,(?!\d)" if zh else r"[.;,:!?](?=\s)", cut)]
    if marks and marks[-1] >= limit * 0.4:
        return cut[: marks[-1]]
    if zh and re.match(r"[\d\x21-\x7e．，]", text[limit]):  # never inside a number or a word
        cut = re.sub(r"[\d\x21-\x7e．，]+$", "", cut)
    elif not zh and not text[limit].isspace():
        cut = cut.rsplit(" ", 1)[0]
    return cut.rstrip(" ,;:、，")


def _fits(quote: str) -> bool:
    return CITATION[0] <= len(re.sub(r"[\s|]", "", quote)) <= CITATION[1]


@functools.lru_cache(maxsize=1024)
def _quotable(text: str, span: Span, *, zh: bool) -> tuple[Span, ...]:
    if _fits(span.of(text)):
        return (span,)
    if len(span.of(text)) < CITATION[1]:
        wider = sentence_span(text, span, zh=zh)
        return (wider,) if _fits(wider.of(text)) else ()
    pieces, at = [], span.start
    while at < span.end:
        piece = sentence_span(text, Span(at, at + 1), zh=zh)
        piece = Span(max(piece.start, span.start), min(piece.end, span.end))
        if _fits(piece.of(text)):
            pieces.append(piece)
        at = max(piece.end, at) + 1
    return tuple(pieces) or (Span(span.start, span.start + CITATION[1]),)


def citations(document: Document, evidence: Iterable[Evidence], *, zh: bool) -> tuple[Citation, ...]:
    """The words behind a draft, each once, verbatim with their place; none inside another."""
    return _cited(document.text, tuple(dict.fromkeys(e.span for e in evidence)), zh=zh)


@functools.lru_cache(maxsize=1024)
def _cited(text: str, told: tuple[Span, ...], *, zh: bool) -> tuple[Citation, ...]:
    spans = list(dict.fromkeys(s for span in told for s in _quotable(text, span, zh=zh)))
    outer = [s for s in spans if not any(o != s and o.start <= s.start and s.end <= o.end for o in spans)]
    trimmed = (_trim(text, s) for s in outer)
    return tuple(Citation(s.of(text), s) for s in trimmed if s.start < s.end)


def _trim(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start] in " \u3000\n\t|":
        start += 1
    while end > start and text[end - 1] in " \u3000\n\t|":
        end -= 1
    return Span(start, end)
