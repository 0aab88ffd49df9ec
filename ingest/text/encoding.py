"""Bytes to text: which charset, found how, and how many bytes had to be given up.

The ladder: byte order mark → the source's configured charset → HTTP header → the document's own declaration →
statistics. Every step below the mark is only believed if the text it gives reads like text: servers declare Big5 for
UTF-8 pages and UTF-8 for GBK pages. No detector library: on notices of a few hundred bytes they guess Turkish.
"""

from __future__ import annotations

import codecs
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

REPLACEMENT = "\ufffd"
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# What a label means in practice (WHATWG Encoding Standard §4.2; gb18030 and big5hkscs are supersets).
_WIDER = {
    **dict.fromkeys(("gb2312", "gbk", "hz", "gb18030"), "gb18030"),
    **dict.fromkeys(("big5", "big5hkscs", "cp950"), "big5hkscs"),
    **dict.fromkeys(("iso8859-1", "ascii", "cp1252"), "cp1252"),
    "utf-8-sig": "utf-8",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_ALIASES = {"x-gbk": "gbk", "gb_2312": "gb2312", "x-x-big5": "big5", "cn-big5": "big5", "unicode": "utf-8"}
_KNOWN = re.compile(
    r"utf-(8|16)(-[lb]e)?|gb18030|big5hkscs|cp(125\d|874|866|932|949)|iso8859-\d+|koi8-[ru]|euc_jp|mac-\w+"
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)|@charset\s+"([\w-]+)""",
    re.I,
)
_HEAD = 4096
_SAMPLE = 4000
_READABLE = 0.75
"""Share of common signs among the non-ASCII ones above which a declared charset is believed."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """`how`: "bom", "hint", "header", "meta" or "statistics". `replaced` counts bytes that had no meaning."""

    text: str
    charset: str
    how: str
    replaced: int = 0


def decode(raw: bytes, *, header: str | None = None, hint: str | None = None) -> Decoded:
    """The text of `raw`, never an error. `header`: charset of Content-Type, `hint`: the source's."""
    for mark, charset in _MARKS:
        if raw.startswith(mark):
            return _read(raw[len(mark) :], charset, "bom")
    if raw.isascii():
        return Decoded(raw.decode("ascii"), "utf-8", "statistics")
    tried: list[tuple[float, Decoded]] = []
    for label, how in _declarations(raw, header, hint):
        decoded = _read(raw, label, how)
        quality = _quality(decoded)
        sound = label == "utf-8" and not decoded.replaced  # other bytes hardly ever happen to be well-formed UTF-8
        if sound or (quality >= _READABLE and not _belied(raw, decoded)):
            return decoded
        tried.append((quality, decoded))
    tried += [
        (_quality(d), d) for c in ("utf-8", "gb18030", "big5hkscs", "cp1252") if (d := _read(raw, c, "statistics"))
    ]
    return max(tried, key=lambda t: (round(t[0], 2), t[1].how == "statistics"))[1]


def charset_name(label: str | None) -> str | None:
    """The codec that a label means ("GB2312" → "gb18030"), None for an unknown one."""
    if not label:
        return None
    name = label.strip().strip("\"'").strip().lower()
    try:
        name = codecs.lookup(_ALIASES.get(name, name)).name
    except (LookupError, ValueError):
        return None
    name = _WIDER.get(name, name)
    return name if _KNOWN.fullmatch(name) else None


def _declarations(raw: bytes, header: str | None, hint: str | None) -> Iterator[tuple[str, str]]:
    found = [(hint, "hint"), (header, "header")]
    for m in _DECLARED.finditer(raw[:_HEAD]):
        found.append((next(g for g in m.groups() if g).decode("ascii", "replace"), "meta"))
    seen = set()
    for label, how in found:
        name = charset_name(label)
        if name and name not in seen:
            seen.add(name)
            yield name, how


def _read(raw: bytes, charset: str, how: str) -> Decoded:
    text = raw.decode(charset, "replace")
    given = text.count(REPLACEMENT)
    own = raw.count(b"\xef\xbf\xbd") if charset == "utf-8" and given else 0
    return Decoded(text, charset, how, given - own)


def _belied(raw: bytes, decoded: Decoded) -> bool:
    """Bytes that are strict UTF-8 with a run of Chinese are nothing else, whatever a label says."""
    if decoded.charset == "utf-8" or decoded.charset.startswith("utf-16"):
        return False
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return _quality(Decoded(text, "utf-8", "")) >= _quality(decoded)


def _quality(decoded: Decoded) -> float:
    """How much of what is not ASCII reads like text: 1 all of it, 0 or less: mojibake."""
    runs = re.findall(r"[^\x00-\x7f]+", decoded.text)
    signs = "".join(runs)
    if not signs:
        return 1.0
    sample = signs if len(signs) <= _SAMPLE else signs[:: len(signs) // _SAMPLE + 1]
    common = _common()
    score = sum(1.0 if c in common else _rare(c) for c in sample) / len(sample)
    if decoded.charset.startswith(
        ("cp125", "iso8859")
    ):  # words have single accented letters, mojibake has rows of them
        score -= 2 * sum(len(r) for r in runs if len(r) > 3) / len(signs)
    if decoded.charset == "utf-8" and not decoded.replaced and len(signs) >= 4:
        exotic = sum("\x80" <= c < "\u0800" and c not in common for c in sample)
        score = max(score, 0.9) if exotic * 5 < len(sample) else score  # well-formed by chance is all but impossible
    return score - 2 * decoded.replaced / len(signs)


def _rare(char: str) -> float:
    code = ord(char)
    if 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF:
        return 0.1
    if 0xE000 <= code <= 0xF8FF or 0x80 <= code <= 0x9F or char == REPLACEMENT:
        return -1.0
    return 0.8 if char.isalpha() else 0.4


@functools.cache
def _common() -> frozenset[str]:
    """The first levels of GB 2312 and Big5 (sorted by use), their punctuation, and what Latin pages use."""
    trail = range(0xA1, 0xFF)
    gb = (bytes((a, b)) for a in (0xA1, 0xA3, *range(0xB0, 0xD8)) for b in trail)
    big5 = (bytes((a, b)) for a in (0xA1, *range(0xA4, 0xC7)) for b in (*range(0x40, 0x7F), *trail))
    chars = "".join(p.decode("gb18030", "ignore") for p in gb) + "".join(p.decode("big5", "ignore") for p in big5)
    latin = "".join(map(chr, range(0xA0, 0x180))) + "–—‘’“”„†‡•…‰‹›€™★☆●○■□▲△▼▽◆◇→←↑↓①②③④⑤⑥⑦⑧⑨⑩\u200b\ufeff\u3000"
    return frozenset(chars + latin)
