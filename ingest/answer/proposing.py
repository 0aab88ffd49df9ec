"""What follows from how entries are used. Nothing of it happens by itself: a person applies or dismisses it.

combine     two entries of very high use quote the same figure, or are found by the same searches
promote     very high use: to the top of the keyword index and of the board
rearrange   the band moved by two: what rose comes to the top, what fell and is pinned leaves it
retire      nobody asks for it any more, and it is over
split       very high use, long, and found by several kinds of searches: they want different parts of it
gap         searched again and again, and nothing was found
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from zoneinfo import ZoneInfo

from ingest.answer.bands import Band
from ingest.model import Entry, FaqDraft
from ingest.review.counting import Period
from ingest.store.entry_facts import Quoted
from ingest.store.frequencies import Frequency
from ingest.store.proposals import NewProposal
from ingest.store.searches import Led
from ingest.store.tokens import query_words
from ingest.store.transaction import Transaction

KINDS = ("combine", "promote", "rearrange", "retire", "split", "gap")
_BUSY = 200
"""Entries of very high use that are compared with one another."""
_PROMOTED = 10
_MOST = 50
"""Of a kind at a time: twenty to forty proposals a week is what people decide about."""
SAME_SEARCHES = 2
ASKED_IN_VAIN = 3
KINDS_OF_SEARCHES = 3
LONG = {"zh": 160, "en": 400}
"""Characters of an answer with its points, from which on it may be several answers."""


def propose(
    tx: Transaction,
    rows: Sequence[Frequency],
    before: Mapping[int, str],
    days: Period,
    zone: ZoneInfo,
    now: dt.datetime,
) -> int:
    """Renew what is proposed after counting `days`; `before` are the bands of the count before. How many are new."""
    busy = sorted((row for row in rows if row.band == Band.VERY_HIGH), key=lambda row: (-row.asks, row.entry_id))
    busy = busy[:_BUSY]
    ids = [row.entry_id for row in busy]
    asks = {row.entry_id: row.asks for row in busy}
    entries = {entry.id: entry for entry in tx.search.entries(ids)}
    led = tx.searches.led_to(ids, dt.datetime.combine(days.first, dt.time.min, zone), now)
    local = now.astimezone(zone).replace(tzinfo=None)
    found = [
        *_combine(tx, entries, asks, led),
        *_promote(busy),
        *_rearrange(rows, before, days),
        *_retire(tx, local),
        *_split(entries, led),
        *_gaps(tx, now),
    ]
    return tx.proposals.renew(found, KINDS)


def _combine(
    tx: Transaction, entries: Mapping[int, Entry], asks: Mapping[int, int], led: Sequence[Led]
) -> list[NewProposal]:
    pairs: dict[tuple[int, int], dict[str, list[str]]] = defaultdict(lambda: {"facts": [], "searches": []})
    for text, ids in (*_same_facts(tx, entries), *_same_searches(led)):
        kind, words = text
        for one, other in pairwise(sorted(ids)):
            if entries[one].language == entries[other].language:
                pairs[one, other][kind].append(words)
    found = []
    for (one, other), why in pairs.items():
        if why["facts"] or len(why["searches"]) >= SAME_SEARCHES:
            detail = {**{name: words[:5] for name, words in why.items()}, "asks": [asks[one], asks[other]]}
            found.append(NewProposal("combine", f"{one}+{other}", (one, other), detail))
    return sorted(found, key=lambda new: -sum(new.detail["asks"]))[:_MOST]


_Shared = Iterator[tuple[tuple[str, str], set[int]]]


def _same_facts(tx: Transaction, entries: Mapping[int, Entry]) -> _Shared:
    """Figures of the same thing with the same value."""
    holders: dict[tuple[str, str], set[int]] = defaultdict(set)
    said: dict[tuple[str, str], str] = {}
    for fact in tx.entry_facts.of_entries(entries):
        if fact.kind is Quoted.FIGURE:
            holders[fact.about_key, fact.says_key].add(fact.entry_id)
            said[fact.about_key, fact.says_key] = f"{fact.label}: {fact.value}"
    for name, ids in holders.items():
        if len(ids) > 1:
            yield ("facts", said[name]), ids


def _same_searches(led: Sequence[Led]) -> _Shared:
    holders: dict[str, set[int]] = defaultdict(set)
    said: dict[str, str] = {}
    for one in led:
        holders[one.words_key].add(one.entry_id)
        said[one.words_key] = one.words
    for name, ids in holders.items():
        if len(ids) > 1:
            yield ("searches", said[name]), ids


def _promote(busy: Sequence[Frequency]) -> Iterator[NewProposal]:
    for row in [row for row in busy if not row.pinned][:_PROMOTED]:
        yield NewProposal("promote", str(row.entry_id), (row.entry_id,), {"asks": [row.asks]})


def _rearrange(rows: Sequence[Frequency], before: Mapping[int, str], days: Period) -> Iterator[NewProposal]:
    """What rose to very high is promoted anyway."""
    for row in rows:
        band, old = Band(row.band), Band(before.get(row.entry_id, row.band))
        moved = old.step - band.step
        rose = moved >= 2 and not row.pinned and band is not Band.VERY_HIGH
        if rose or (moved <= -2 and row.pinned):
            detail = {"asks": [row.asks], "was": old.value, "band": band.value, "up": rose}
            yield NewProposal("rearrange", f"{row.entry_id}:{days.last:%Y-%m}", (row.entry_id,), detail)


def _retire(tx: Transaction, local: dt.datetime) -> Iterator[NewProposal]:
    for id, asks, over in tx.frequencies.over(Band.VERY_LOW.value, local, _MOST):
        yield NewProposal("retire", str(id), (id,), {"asks": [asks], "over": over})


def _split(entries: Mapping[int, Entry], led: Sequence[Led]) -> Iterator[NewProposal]:
    searched: dict[int, list[str]] = defaultdict(list)
    for one in led:
        searched[one.entry_id].append(one.words)
    for id, entry in entries.items():
        length, kinds = _length(entry), different(searched[id])
        if length > LONG["zh" if entry.language.startswith("zh") else "en"] and len(kinds) >= KINDS_OF_SEARCHES:
            yield NewProposal("split", str(id), (id,), {"length": length, "searches": kinds[:5]})


def _length(entry: Entry) -> int:
    content = entry.content
    return sum(map(len, (content.answer, *content.operation_points))) if isinstance(content, FaqDraft) else 0


def different(searches: Sequence[str]) -> list[str]:
    """One of each kind: searches that share no word with any other kind."""
    kinds: list[tuple[str, set[str]]] = []
    for words in searches:
        said = set(query_words(words))
        alike = [kind for kind in kinds if kind[1] & said]
        kinds = [kind for kind in kinds if kind not in alike]
        name = alike[0][0] if alike else words
        kinds.append((name, said.union(*(kind[1] for kind in alike))))
    return sorted(name for name, _ in kinds)


def _gaps(tx: Transaction, now: dt.datetime) -> Iterator[NewProposal]:
    for one in tx.searches.unanswered(now - dt.timedelta(days=30), _MOST):
        if one.times >= ASKED_IN_VAIN:
            detail = {"words": one.words, "times": one.times}
            yield NewProposal("gap", " ".join(one.words.lower().split()), (), detail)
