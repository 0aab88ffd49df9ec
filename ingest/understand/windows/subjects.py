"""What a window applies to: the service, card or step that its row, label or sentence names.

The words are shown to customers in drafts: they are a noun phrase in the characters of the notice, or there are none.
"""

from __future__ import annotations

import functools
import re

from ingest.model import Document
from ingest.text.normal import Normal, normalise
from ingest.understand.sentences import unnumbered
from ingest.understand.windows.context import Place
from ingest.understand.windows.lexicon import words
from ingest.understand.windows.masks import HIDDEN
from ingest.understand.windows.stretch import Stretch

_LONGEST = 40
_LABEL = re.compile(r"([^。;,:|\d][^。;:|]{1,40}?):\s*$")
_SUBJECT = re.compile(
    r"^[,\s]*(?:我行|本行|我公司)?(?:将)?(?:对|就)?(?P<what>[^,。;:()\d\s]{2,20}?)"
    r"(?=将|均|不再|停止|暂停|恢复|统一|全部|调整|上调|下调|开始|正式|起用|启用|上线|下线|停用|停办|停售)"
)
_NUMBERED = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十壹贰貳叁參肆伍陆陸柒捌玖拾\d]{1,3}[)）、.．]|第[一二三四五六七八九十\d]+[步条條项項章]"
    r"|\d{1,2}(?:\.\d{1,2})? (?=[A-Z一-鿿]))\s*"
)
_EDGE = " \t:：,，、;；。.()（）\"'“”「」【】[]·•◆●■▪※*-—|"


def subject(document: Document, normal: Normal, place: Place, stretch: Stretch) -> str | None:
    """A few words, or None when the window is for the whole notice or nothing readable names it."""
    if place.line != (0, 0) and not place.is_header:
        return _row(place)
    label = _LABEL.search(normal.text, place.start, stretch.start)
    if label and label.end() == stretch.start and (named := _original(document, normal, label.start(1), label.end(1))):
        return named
    behind = _SUBJECT.match(normal.text[stretch.end : min(place.end, stretch.end + 40)])
    if behind:
        at = stretch.end + behind.start("what")
        if named := _original(document, normal, at, at + len(behind["what"])):
            return named
    return readable(place.name)


def _row(place: Place) -> str | None:
    """The first cells of the row; in a cell that opens the row, nothing stands before it."""
    named = [name for cell in place.left if (name := readable(cell))][:2]
    return ": ".join(named) or readable(place.name)


def _original(document: Document, normal: Normal, start: int, end: int) -> str | None:
    return readable(normal.span(start, end).of(document.text))


@functools.lru_cache(maxsize=4096)
def readable(text: str) -> str | None:
    """`text` without list marks, if it names something: no sentence, no question, no date, no word for time."""
    bare = _NUMBERED.sub("", unnumbered(_NUMBERED.sub("", " ".join(text.split())))).strip(_EDGE)
    plain = normalise(bare).text.strip(_EDGE)
    if not 2 <= len(bare) <= _LONGEST or HIDDEN in plain or not bare[0].isalnum():
        return None
    if words().no_subject.search(plain) or bare.count("(") != bare.count(")") or bare.count("（") != bare.count("）"):
        return None
    return bare if bare.count("“") == bare.count("”") else None
