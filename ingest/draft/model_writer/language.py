"""Is it the language and script of the notice, in plain characters, and still about the same thing?"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable

from ingest.draft.brief import grams
from ingest.draft.model_writer.chat import Refusal

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]{2,}")
_WORD = re.compile(r"[a-z]{3,}")
_SAID = 0.5
"""The share of a wording that has to come from the draft or the passages it cites."""
_KEPT = 0.4
"""The share of a line that has to be found again in its wording."""


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


def _parts(text: str, language: str) -> frozenset[str]:
    """What two wordings of one thing share: 2-grams, or the stems of words."""
    return grams(text) if language == "zh" else frozenset(w[:5] for w in _WORD.findall(text.lower()))


def same_thing(line: str, new: str, around: str, language: str) -> Refusal | None:
    """Is `new` a wording of `line`, out of the words of the entry and its passages (`around`)?"""
    old, now, known = (_parts(text, language) for text in (line, new, f"{line}\n{around}"))
    if now and len(now & known) < _SAID * len(now):
        return Refusal("strayed", new[:40])
    if len(now & old) < _KEPT * len(old):
        return Refusal("strayed", new[:40])
    return None
