"""The words that a slip of the keyboard may have meant: those that entries hold, one or two letters away."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from ingest.answer.query import Slips
from ingest.store.transaction import Transaction

_MOST = 4
_SHORT = 6


def slips_of(tx: Transaction) -> Slips:
    """For one search; the words are read once for each state of the vocabulary."""

    def meant(word: str) -> Sequence[str]:
        return _near(word, _words(tx))

    return meant


_kept: dict[str, tuple[int, frozenset[str]]] = {}


def _words(tx: Transaction) -> frozenset[str]:
    """The vocabulary only grows: as long as its size is the same it is the same."""
    address, size = str(tx.conn.engine.url), tx.search.latin_count()
    known = _kept.get(address)
    if known is None or known[0] != size:
        known = _kept[address] = (size, frozenset(tx.search.latin()))
    return known[1]


@functools.lru_cache(maxsize=4096)
def _near(word: str, known: frozenset[str]) -> tuple[str, ...]:
    """Up to one letter away, two for long words; a swap of neighbours counts once (OSA distance). The first letter of a
    short word is seldom the wrong one."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    if word in known:
        return ()
    far = 1 if len(word) < 8 else 2
    found = process.extract(word, known, scorer=OSA.distance, score_cutoff=far, limit=3 * _MOST)
    kept = [one for one in found if len(word) > _SHORT or one[0][0] == word[0] or one[0][:2] == word[1::-1]]
    return tuple(near for near, _, _ in sorted(kept, key=lambda one: (one[1], one[0]))[:_MOST])
