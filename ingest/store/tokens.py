"""The words of a text as both databases index and search them.

The same for entry and query: normalised (NFKC, simplified), lower case, cut by rjieba into words and the shorter words
inside them, then at every sign that is neither letter nor digit, since each database would cut there in its own way.
"""

from __future__ import annotations

import functools
import re
import tomllib
from importlib.resources import files
from typing import Any

from ingest.store.columns import clean
from ingest.text.normal import normalise

_WORD = re.compile(r"[^\W_]+")


@functools.cache
def _cutter() -> Any:
    """Loading the dictionary takes a tenth of a second: only when something is indexed or sought."""
    import rjieba

    return rjieba.Jieba()


@functools.cache
def _stopwords() -> frozenset[str]:
    lists = tomllib.loads(files("ingest.store").joinpath("stopwords.toml").read_text("utf-8"))
    return frozenset(word for words in lists.values() for word in words)


def query_words(text: str) -> list[str]:
    """What to look for: each token once, without those that say nothing unless there are no others."""
    every = list(dict.fromkeys(tokens(text)))
    return [word for word in every if word not in _stopwords()] or every


def tokens(text: str) -> list[str]:
    """In their order, with repetitions."""
    plain = normalise(clean(text)).text.lower()
    return [word for piece in _cutter().cut_for_search(plain) for word in _WORD.findall(piece)]
