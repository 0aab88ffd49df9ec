"""Is it the language and script of the notice, in plain characters, and still about the same thing?"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable

from ingest.draft.model_writer.chat import Refusal

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]{2,}")
_WORD = re.compile(r"[a-z]{4,}")
_SIGNS = re.compile(r"[\W_]+")
_CLAUSE = re.compile(r"[，。；！？：、\n]|[,;:](?=\s)|[.!?](?=\s|$)")
_SHARED = 0.4
"""The share of a clause that has to stand on the other side too."""
_LONG = {"zh": 4, "en": 3}
"""Clauses of fewer pieces ("you have the choice") are not measured by their share."""
_GAPS = {"zh": (4, 5), "en": (2, 3)}
"""The longest runs, of 2-grams or words, that a wording may leave out of its line, and may add from nowhere."""


def same_language(new: str, source: str, language: str, script: str) -> Refusal | None:
    """`source` is the notice and the draft: what stands there (an app's name, a rare character) may be said."""
    for sign in new:
        kind = unicodedata.category(sign)
        if kind in ("Cc", "Cf", "Co", "Cs") or (kind in ("So", "Sk") and sign not in source):
            return Refusal("language", f"U+{ord(sign):04X}")
    if language == "zh":
        known = {w.lower() for w in _LATIN.findall(source)}
        foreign = [w for w in _LATIN.findall(new) if w.lower() not in known]
        foreign += [c for c in _HAN.findall(new) if c not in source and _other_script(c, script)]
    else:
        foreign = [c for c in new if c.isalpha() and not _LATIN.match(c * 2) and c not in source]
    return Refusal("language", foreign[0]) if foreign else None


@functools.cache
def _converter(config: str) -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC(config).convert
    return convert


@functools.lru_cache(maxsize=4096)
def _other_script(sign: str, script: str) -> bool:
    """Is a character one of the other script only?"""
    return bool(_converter("s2tw" if script == "hant" else "t2s")(sign) != sign)


def _pieces(text: str, language: str) -> list[str]:
    """A text as what two wordings of one thing share: its 2-grams, or the stems of its words."""
    if language != "zh":
        return [word[:5] for word in _WORD.findall(text.lower())]
    letters = _SIGNS.sub("", text.lower())
    return [letters[at : at + 2] for at in range(len(letters) - 1)] or [letters]


def _longest_gap(pieces: list[str], known: frozenset[str]) -> int:
    """How many pieces in a row are not in `known`. Figures are left to the check of values."""
    return max(map(len, "".join("." if p in known or _figure(p) else "x" for p in pieces).split(".")))


def _figure(piece: str) -> bool:
    return any(sign.isdigit() for sign in piece)


def _foreign_clause(text: str, other: str, language: str) -> bool:
    """Has `text` a clause without figures that `other` says nothing of?"""
    known = frozenset(_pieces(other, language))
    for clause in _CLAUSE.split(text):
        pieces = [] if _figure(clause) else _pieces(clause, language)
        if len(pieces) >= _LONG[language] and sum(p in known for p in pieces) < _SHARED * len(pieces):
            return True
    return False


def same_thing(line: str, new: str, around: str, language: str) -> Refusal | None:
    """Is `new` a wording of `line`? A few words may come from the rest of the entry and its passages (`around`) or from
    nowhere; a clause may not, and none may be missing."""
    old, now = _pieces(line, language), _pieces(new, language)
    dropped, added = _GAPS[language]
    strayed = (
        _foreign_clause(new, line, language)
        or _foreign_clause(line, new, language)
        or _longest_gap(old, frozenset(now)) > dropped
        or _longest_gap(now, frozenset(_pieces(f"{line}\n{around}", language))) > added
    )
    return Refusal("strayed", new[:40]) if strayed else None
