"""An item in the characters of the notice: traditional stays traditional, full width stays full width."""

from __future__ import annotations

import re
from typing import Final

from ingest.model import Span
from ingest.understand.figures.notice import Notice
from ingest.understand.figures.phrases import CJK, cleaned

_JOINTS: Final = re.compile(r"(：|，|、|, | )")
_NEAR: Final = 600


def as_printed(notice: Notice, item: str, span: Span) -> str:
    """`item`, made of words of the normalised text near `span`, in the words of the document."""
    start, end = notice.place(span)
    text = _located(notice, item, start, end) or "".join(
        piece if _JOINTS.fullmatch(piece) else _located(notice, piece, start, end) or piece
        for piece in _JOINTS.split(item)
        if piece
    )
    text = re.sub(r"：{2,}|，：|：，", "：", re.sub(r"\s+", " ", text))
    return cleaned(re.sub(r"(?<=[一-鿿]) (?=[一-鿿])", "", text) if CJK.search(text) else text)


def _located(notice: Notice, piece: str, start: int, end: int) -> str:
    """The document's characters for `piece`, looked up first in its own words, then shortly before, then anywhere."""
    for low, high in ((start, end + 1), (max(0, start - _NEAR), end + 1), (0, len(notice.text))):
        at = notice.text.rfind(piece, low, high) if low else notice.text.find(piece, low, high)
        if at >= 0:
            return notice.quote(notice.span(at, at + len(piece)))
    return ""
