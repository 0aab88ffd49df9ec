"""When sources are asked next."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from store_samples import NOON

from ingest.store import Store
from ingest.store.agenda import Appointment

HOUR = dt.timedelta(hours=1)


def test_an_appointment_is_kept_and_replaced(store: Store) -> None:
    first = Appointment("one", "every 3600", NOON + HOUR, NOON + HOUR, NOON)
    with store.writing() as tx:
        assert tx.agenda.get("one") is None
        tx.agenda.put(first)
        tx.agenda.put(replace(first, source_id="two", skew=-3))
    second = replace(first, due=NOON + HOUR / 12, failures=1)
    with store.writing() as tx:
        tx.agenda.put(second)
    with store.reading() as tx:
        assert tx.agenda.get("one") == second
        assert tx.agenda.all() == {"one": second, "two": replace(first, source_id="two", skew=-3)}


def test_a_schedule_of_any_length_is_kept(store: Store) -> None:
    long = Appointment("one", "cron " + ",".join(map(str, range(60))) * 4, NOON, NOON, NOON)
    with store.writing() as tx:
        tx.agenda.put(long)
    with store.reading() as tx:
        assert tx.agenda.get("one") == long
