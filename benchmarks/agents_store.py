"""People and news for `agents.py`, put into a store that `big_store.py` made: agents with sessions and a shift behind
them, and what came out this morning, some of it urgent."""

from __future__ import annotations

import dataclasses
import datetime as dt
import secrets
from pathlib import Path

from big_store import NOW
from sqlalchemy import insert

from ingest import settings
from ingest.app import clock_on
from ingest.model import Moment, Role, Urgency
from ingest.review.sessions import token_hash
from ingest.store import tables
from ingest.store.store import Store
from ingest.store.transaction import Transaction

DAY = NOW.date().isoformat()
"""The day that the server and the crawl take for today; the time of day is the real one."""
_LONG = dt.timedelta(days=7)
_NEWS = 24


def prepare(url: str, agents: int, folder: Path) -> tuple[list[str], list[int]]:
    """A session's token for each agent; what is published, by number."""
    now = clock_on(NOW.date(), settings.of_text(folder / "sources.toml", ""))()
    store = Store.open(url, clock=lambda: now)
    try:
        tokens = [secrets.token_urlsafe(32) for _ in range(agents)]
        with store.writing() as tx:
            for n, token in enumerate(tokens):
                person = tx.users.add(f"agent{n}", f"坐席{n}", (Role.AGENT,), "")
                tx.sessions.open(token_hash(token), person, now + _LONG, "benchmark")
                _worked_before(tx, person, now)
            _news(tx, now)
        with store.reading() as tx:
            return tokens, tx.entries.ids()
    finally:
        store.close()


def _worked_before(tx: Transaction, person: int, now: dt.datetime) -> None:
    """Until fourteen hours ago, and again for half an hour."""
    for began, seen in ((24, 14), (0.5, 0.1)):
        row = {"began": now - dt.timedelta(hours=began), "seen": now - dt.timedelta(hours=seen)}
        tx.conn.execute(insert(tables.shifts).values(user_id=person, **row))


def _news(tx: Transaction, now: dt.datetime) -> None:
    """Published an hour ago: further versions of the newest entries, two of them urgent at once and two soon."""
    newest = [entry for id in tx.entries.ids()[-_NEWS:] if (entry := tx.entries.get(id))]
    until = Moment(now.date() + dt.timedelta(days=5))
    for n, entry in enumerate(newest):
        urgency = (Urgency.P0, Urgency.P0, Urgency.P1, Urgency.P1)[n] if n < 4 else Urgency.P2
        new = dataclasses.replace(
            entry,
            version=2,
            urgency=urgency,
            starts=Moment(now.date()),
            expires=until,
            published_at=now - dt.timedelta(hours=1),
        )
        tx.entries.supersede(entry.id, tx.entries.publish(new))
