"""The words of a text as both databases index and search them.

The same for entry and query: normalised (NFKC, simplified), lower case, cut by rjieba into words and the shorter words
inside them, then at every sign that is neither letter nor digit, since each database would cut there in its own way.
English words stand beside their stems, and numbers beside their one spelling (`text.numerals`).
"""

from __future__ import annotations

import functools
import re
import threading
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from itertools import islice, product
from typing import Any

from ingest.store.columns import clean
from ingest.text.normal import normalise
from ingest.text.numerals import amounts
from ingest.text.once import once

_WORD = re.compile(r"[^\W_]+")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z]{3,}")
_READINGS = 4
_ONE_AT_A_TIME = threading.Lock()
_TOGETHER = 3
"""Initials of so many neighbouring words may be typed without a blank: xyknf for 信用卡年费."""


@once
def _cutter() -> Any:
    """Loading the dictionary takes a tenth of a second: only when something is indexed or sought."""
    import rjieba

    return rjieba.Jieba()


@once
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@once
def _stopwords() -> frozenset[str]:
    lists = tomllib.loads(files("ingest.store").joinpath("stopwords.toml").read_text("utf-8"))
    return frozenset(word for words in lists.values() for word in words)


def plain(text: str) -> str:
    """Normalised and in lower case: what is cut."""
    return normalise(clean(text)).text.lower()


def stop(word: str) -> bool:
    """Does it say nothing about a query's subject?"""
    return word in _stopwords()


def query_words(text: str) -> list[str]:
    """What to look for: each token once, without those that say nothing unless there are no others."""
    every = list(dict.fromkeys(tokens(text)))
    return [word for word in every if not stop(word)] or every


def tokens(text: str) -> list[str]:
    """In their order, with repetitions."""
    return [word for piece in _cutter().cut_for_search(plain(text)) for word in _WORD.findall(piece)]


def words(text: str) -> list[str]:
    """The words of a plain text as people would cut it, none inside another."""
    return [word for piece in _cutter().cut(text) for word in _WORD.findall(piece)]


@functools.lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Of an English word; any other stays."""
    if not _LATIN.fullmatch(word):
        return word
    with _ONE_AT_A_TIME:  # the stemmer works in place: two threads in it take each other's words
        return str(_stemmer().stemWord(word))


def indexed(text: str) -> list[str]:
    """The tokens of an entry's text, with stems and numbers."""
    found = tokens(text)
    stems = [short for word in found if (short := stem(word)) != word]
    return [*found, *stems, *(amount.token for amount in amounts(plain(text)))]


def parts(text: str) -> list[str]:
    """Each Chinese character and each pair of neighbours: parts of words, and words that the dictionary cuts apart."""
    found: dict[str, None] = {}
    for run in _HAN.findall(plain(text)):
        found.update(dict.fromkeys(run))
        found.update(dict.fromkeys(pairs(run)))
    return list(found)


def pairs(run: str) -> Iterator[str]:
    return (run[at : at + 2] for at in range(len(run) - 1))


def sounds(text: str) -> list[str]:
    """How the Chinese words of a text are typed in pinyin: whole, and by initials, also of neighbours together."""
    found: dict[str, None] = {}
    for run in _HAN.findall(plain(text)):
        said = [readings(word) for word in words(run)]
        found.update(dict.fromkeys("".join(reading) for word in said for reading in word))
        found.update(dict.fromkeys("".join(readings(pair)[0]) for pair in pairs(run) if readings(pair)))
        initials = ["".join(syllable[0] for syllable in word[0]) for word in said if word]
        for at in range(len(initials)):
            found.update(dict.fromkeys("".join(initials[at : at + n]) for n in range(1, _TOGETHER + 1)))
    return [sound for sound in found if len(sound) > 1]


@functools.lru_cache(maxsize=65536)
def readings(word: str) -> tuple[tuple[str, ...], ...]:
    """The syllables of a Chinese word, without tones, the likeliest reading first: 跨行 is kua hang as well as xing."""
    from pypinyin import Style, lazy_pinyin, pinyin  # a third of a second: only when something is indexed or sought

    likeliest = tuple(syllable for syllable in lazy_pinyin(word, errors="ignore") if syllable)
    each = (dict.fromkeys(one) for one in pinyin(word, style=Style.NORMAL, heteronym=True, errors="ignore"))
    every = islice(product(*each), _READINGS)
    return tuple(dict.fromkeys(reading for reading in (likeliest, *every) if reading))


def is_han(word: str) -> bool:
    return _HAN.fullmatch(word) is not None


def is_latin(word: str) -> bool:
    return word.isascii() and word.isalpha()
