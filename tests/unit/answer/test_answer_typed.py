"""What is kept between two searches, and how long."""

from __future__ import annotations

import datetime as dt
import gc
import sys
import weakref
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "store"))

from store_samples import URL, faq, publish

from ingest.answer import slips
from ingest.answer.search import Wanted, search
from ingest.answer.typed import _Minute
from ingest.store import Store

NOW = dt.datetime(2026, 11, 22, 9)


def test_what_was_found_before_a_withdrawal_is_never_put_among_what_is_found_after_it() -> None:
    minute = _Minute()

    class Before(str):
        """While it is compared another thread comes with the state after."""

        __slots__ = ()
        __hash__ = str.__hash__

        def __eq__(self, other: object) -> bool:
            after.append(minute.of("after", NOW))
            return str.__eq__(self, other)

    after: list[object] = []
    before = minute.of("before", NOW)
    assert minute.of(Before("before"), NOW) is before
    assert after and before is not after[0]


def test_words_near_a_slip_are_forgotten_with_the_vocabulary_that_they_were_found_in(store: Store) -> None:
    def look() -> None:
        with store.reading() as tx:
            assert search(tx, Wanted("overdarft"), NOW).hits

    with store.writing() as tx:
        publish(tx, faq("How is an overdraft repaid?", "Monthly."), URL)
    look()
    with store.reading() as tx:
        old = weakref.ref(slips._known(tx).words)
    with store.writing() as tx:
        publish(tx, faq("What is a standing order?", "An instruction."), f"{URL}?2")
    look()
    gc.collect()
    assert old() is None
