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
_SAID = 0.5
"""The share of a wording that has to come from the draft or the passages it cites."""
_KEPT = 0.4
"""The share of a line that has to be found again in its wording."""
_GAPS = {"zh": (5, 7), "en": (2, 4)}
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
    runs = "".join("." if p in known or p[0].isdigit() or p[-1].isdigit() else "x" for p in pieces).split(".")
    return max(map(len, runs))


def same_thing(line: str, new: str, around: str, language: str) -> Refusal | None:
    """Is `new` a wording of `line`, out of the words of the entry and its passages (`around`)?

    A clause that is missing or was never there fails, and so do too many words of another origin."""
    old, now = _pieces(line, language), _pieces(new, language)
    known = frozenset(_pieces(f"{line}\n{around}", language))
    dropped, added = _GAPS[language]
    strayed = (
        sum(p in known for p in now) < _SAID * len(now)
        or len(set(old) & set(now)) < _KEPT * len(set(old))
        or _longest_gap(old, frozenset(now)) > dropped
        or _longest_gap(now, known) > added
    )
    return Refusal("strayed", new[:40]) if strayed else None
