"""The words that a slip of the keyboard may have meant: those that entries hold, one or two letters away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.answer.query import Slips
from ingest.store.transaction import Transaction

_MOST = 4
_SHORT = 6
_KEPT = 4096
"""Words that are typed; then it begins anew."""


def slips_of(tx: Transaction) -> Slips:
    """For one search; the words are read once for each state of the vocabulary."""

    def meant(word: str) -> Sequence[str]:
        known = _known(tx)
        near = known.near.get(word)
        if near is None:
            if len(known.near) >= _KEPT:
                known.near.clear()
            near = known.near[word] = _near(word, known.words)
        return near

    return meant


@dataclass(frozen=True, slots=True)
class _Known:
    """A vocabulary, and what was found near words in it; both go when there is another."""

    words: frozenset[str]
    near: dict[str, tuple[str, ...]] = field(default_factory=dict)


_kept: dict[str, _Known] = {}
"""By database."""


def _known(tx: Transaction) -> _Known:
    """The vocabulary only grows: as long as its size is the same it is the same."""
    address, size = str(tx.conn.engine.url), tx.search.latin_count()
    known = _kept.get(address)
    if known is None or len(known.words) != size:
        known = _kept[address] = _Known(frozenset(tx.search.latin()))
    return known


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
