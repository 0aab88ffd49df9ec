"""What customers ask for, by the keywords of the entries that answered."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ingest.model import Entry, FaqDraft
from ingest.review.counting import Period
from ingest.store.frequencies import Frequency
from ingest.store.transaction import Transaction


def keywords(entry: Entry) -> tuple[str, ...]:
    return entry.content.keywords if isinstance(entry.content, FaqDraft) else ()


def by_word(rows: Iterable[Frequency], read: Mapping[int, Entry]) -> list[tuple[str, int]]:
    counts: Counter[str] = Counter()
    for row in rows:
        if row.asks and (entry := read.get(row.entry_id)):
            counts.update(dict.fromkeys(keywords(entry), row.asks))
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def word_days(
    tx: Transaction, read: Mapping[int, Entry], words: Sequence[str], days: Period
) -> dict[str, dict[dt.date, int]]:
    """Asks of the entries as they are now: those of what they replaced are counted with the categories."""
    holders = {id: [word for word in words if word in keywords(entry)] for id, entry in read.items()}
    found: dict[str, dict[dt.date, int]] = {word: defaultdict(int) for word in words}
    ids = [id for id, held in holders.items() if held]
    for day, id, times in tx.asked_days.of_entries(ids, days.first, days.last):
        for word in holders[id]:
            found[word][day] += times
    return {word: dict(days) for word, days in found.items()}
