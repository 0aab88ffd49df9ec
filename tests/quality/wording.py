"""Likeness of texts: the same characters, overlapping quotes, questions in almost the same words."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

from ingest.model import FaqDraft

_UNSEEN = re.compile(r"[\s|\u200b-\u200d\ufeff\u00ad]+")
_SENTENCE = re.compile(r"[。！？!?；;\n]|(?<![A-Z])(?<!Rs)\.(?=\s|$)")
_NEGATION = re.compile(r"\b(?:not?|never|without|cannot)\b", re.I)
_NEGATION_ZH = re.compile("[不未无没非勿免]")
_WHOLE = 12
"""Shorter fragments have to be there letter by letter."""
_FEWEST = 5
_ASKING = frozenset(
    "the are was were been did does can could will would shall should may must you your our its this that these those "
    "there from with and what which who how why where when much many long not any some all have has had get still than "
    "then out about for".split()
)
_ASKING_ZH = re.compile(
    "是否|可以|能否|什么|怎么|如何|多少|哪些|哪个|几个|有没有|是不是|还能|需要|请问|[的了吗呢我您你会能要有在是和与及]"
)


def letters(text: str | None) -> str:
    """Without white space and cell marks: "verbatim" means the same letters."""
    return _UNSEEN.sub("", text or "")


def bare(text: str | None) -> str:
    """Full width folded, no punctuation, no case."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text or "").lower())


def pairs(text: str | None) -> frozenset[str]:
    """Neighbouring characters of the bare text."""
    plain = bare(text)
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1)) or frozenset([plain])


def likeness(a: str | None, b: str | None) -> float:
    """Share of common character pairs (Jaccard), 0..1."""
    x, y = pairs(a), pairs(b)
    return len(x & y) / max(1, len(x | y))


def overlap(a: str | None, b: str | None) -> bool:
    """Do two quotes share a stretch of at least half the shorter one?"""
    x, y = letters(a), letters(b)
    shared = SequenceMatcher(None, x, y, autojunk=False).find_longest_match().size
    return (bool(x and y) and shared >= max(_FEWEST, min(len(x), len(y)) / 2)) or (bool(x and y) and (x in y or y in x))


def asks_alike(listed: str, ask: str, language: str) -> bool:
    """Does a listed question hold at least half of what another one asks for, question words aside?"""
    topic = _topic(ask, language)
    return len(topic & _topic(listed, language)) >= max(1, len(topic) / 2)


def _topic(text: str, language: str) -> frozenset[str]:
    if language != "zh":
        return frozenset(w[:5] for w in re.findall(r"[a-z0-9]+", text.lower()) if len(w) > 2 and w not in _ASKING)
    parts = _ASKING_ZH.split(re.sub(r"[\W_]+", "", text))
    return frozenset(part[i : i + 2] for part in parts for i in range(len(part) - 1))


def length(text: str, language: str) -> int:
    """Letters of a Chinese text, words of an English one."""
    return len(letters(text)) if language == "zh" else len(text.split())


def told(faq: FaqDraft) -> str:
    """All that an FAQ answers."""
    return "\n".join((faq.answer, *faq.operation_points, *faq.conditions))


def first_sentence(text: str) -> str:
    """The direct answer; a bare "No." takes the next sentence with it."""
    parts = [p.strip() for p in _SENTENCE.split(text) if p.strip()]
    return " ".join(parts[: 2 if parts and len(letters(parts[0])) <= 6 else 1])


def holds_words(text: str, fragment: str) -> bool:
    """The fragment itself; of a longer one nearly all of it, and each negation."""
    if bare(fragment) in bare(text):
        return True
    want, have = pairs(fragment), pairs(text)
    denied = {n.lower() for n in _NEGATION.findall(fragment)}
    turned = {pair for pair in want if _NEGATION_ZH.search(pair)}
    return (
        len(bare(fragment)) > _WHOLE
        and len(want & have) >= 0.85 * len(want)
        and turned <= have
        and denied <= {n.lower() for n in _NEGATION.findall(text)}
    )


def copies(text: str, source: str, language: str, most: int) -> bool:
    """Is a stretch of more than `most` letters (words in English) taken over from the source in one line?"""
    plain = letters(source)
    for line in text.split("\n"):
        units, glue = (list(letters(line)), "") if language == "zh" else (line.split(), "")
        if any(glue.join(units[i : i + most + 1]) in plain for i in range(len(units) - most)):
            return True
    return False
