"""What the first search would wait for, done in the background when the server starts: dictionaries and lexicons are
read, and the words of the lexicon counted."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ingest.answer.needs import needs
from ingest.answer.query import read
from ingest.answer.synonyms import lexicon
from ingest.errors import IngestError
from ingest.store.search_terms import Way
from ingest.store.store import Store

log = logging.getLogger(__name__)
_AT_ONCE = 50


@contextmanager
def warming(store: Store) -> Iterator[None]:
    """Inside the block, until it is done or the block is left."""
    left = threading.Event()
    thread = threading.Thread(target=_warm, args=(store, left), name="warming", daemon=True)
    thread.start()
    try:
        yield
    finally:
        left.set()
        thread.join()


def _warm(store: Store, left: threading.Event) -> None:
    try:
        warm(store, left)
        settle()
    except IngestError as e:  # the search that needs it will say so
        log.warning("the search is not warm: %s", e)


def settle() -> None:
    """What is loaded by now stays for good: the collector of garbage leaves it out from here on. With it, every fifth
    page that makes much would wait a tenth of a second until all of it was looked through once more."""
    gc.collect()
    gc.freeze()


def warm(store: Store, left: threading.Event | None = None) -> None:
    """A few seconds with very many entries; searches go on meanwhile."""
    needs()
    ways = list(dict.fromkeys(_ways()))
    for at in range(0, len(ways), _AT_ONCE):
        if left and left.is_set():
            return
        with store.reading() as tx:
            tx.search.counts(ways[at : at + _AT_ONCE])


def _ways() -> Iterator[Way]:
    for phrase in lexicon().groups:
        for thing in read(phrase, lambda word: ()):
            yield from thing.ways
