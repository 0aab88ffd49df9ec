"""Numbers and addresses of swindlers: they may be named, but only as fake, and never as something to call."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable

_MARKED = re.compile(
    r"假|仿冒|冒充|冒用|冒名|伪|偽|诈骗|詐騙|可疑|不法|骗子|騙子|诱骗|非官方|非我行|(?:不是|并非|並非)(?:我行|本行|官方|银行|銀行)"
    r"|(?:切勿|请勿|請勿|不要|不得)(?:轻信|輕信|相信|拨打|撥打|回拨|回撥|点击|點擊|访问|登录|登入|联系|理会)"
    r"|fake|fraud|scam|spoof|phish|bogus|imperson|suspicious"
    r"|(?:not|never|n[’']t) (?:call|click|visit|reply|dial|open|use|trust|contact)"
    r"|not (?:ours|our|the bank|from|genuine|official)",
    re.I,
)
_TOLD = re.compile(
    r"(?:拨打?|撥打?|致电|致電|联系|聯繫|咨询|访问|登录|\b(?:call|contact|dial|phone|ring|text|visit|e-?mail)\b)[^。，,.;；]{0,8}$",
    re.I,
)
_NOT_TOLD = re.compile(
    r"勿|不要|不得|骗|騙|不法|诱|誘|要求|谎|謊|假|冒|not|never|n[’']t|scam|fraud|ask|trick|claim|pretend|fake", re.I
)
_SENTENCE = re.compile(r"[。!！?？;；\n]|\.(?=\s|$)")


@functools.lru_cache(maxsize=256)
def _pattern(value: str) -> re.Pattern[str]:
    digits = re.sub(r"\D", "", value)
    if len(digits) >= 5 and len(digits) >= len(re.sub(r"[\s()+\-]", "", value)):
        return re.compile(r"(?<!\d)" + r"[\s()\-]*".join(digits) + r"(?!\d)")
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", value, flags=re.I).rstrip("/")
    # only ASCII letters and digits make another address of it: Chinese stands right before one without a blank
    return re.compile(rf"(?<![A-Za-z0-9_.]){re.escape(bare)}|(?:https?://|www\.){re.escape(bare)}", re.I)


def _unsafe(sentence: str, start: int) -> bool:
    before = sentence[:start]
    return bool(_TOLD.search(before)) and not _NOT_TOLD.search(before)


def unmarked(value: str, text: str) -> bool:
    """Does a sentence of `text` name the fake `value` without saying that it is fake, or tell the reader to use it?"""
    for sentence in _SENTENCE.split(unicodedata.normalize("NFKC", text)):
        for m in _pattern(value).finditer(sentence):
            if not _MARKED.search(sentence) or _unsafe(sentence, m.start()):
                return True
    return False


_MORE = r"[A-Za-z0-9_./?=&%#:@-]*[A-Za-z0-9/]"
"""The rest of an address: a domain stands for every address under it."""
_CLOSING = r"[”’\"'」』》]?+"
_SAID = r"(?!\s*[（(][^（()）]{0,8}(?:假|冒|伪|偽|骗|騙|fake|bogus|scam))"


def mark(text: str, values: Iterable[str], word: str) -> str:
    """`text` with `word` ("（假冒）") right behind each mention of a fake value that is not marked there already."""
    for value in sorted(values, key=len, reverse=True):
        text = _mention(value).sub(lambda m: m[0] + word, text)
    return text


@functools.lru_cache(maxsize=256)
def _mention(value: str) -> re.Pattern[str]:
    rest = rf"(?:{_MORE})?(?!{_MORE})" if re.search(r"[A-Za-z]", value) else ""
    return re.compile(rf"(?:{_pattern(value).pattern}){rest}{_CLOSING}{_SAID}", re.I)
