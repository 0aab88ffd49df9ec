"""Whether something is another since somebody looked: a small fact for each kind of thing, read by its key.

Whoever writes such a thing says so with `changed`; the last statement of the transaction writes new stamps. The last,
so that on PostgreSQL nobody who holds such a row waits for another lock.
"""

from __future__ import annotations

import secrets
from enum import StrEnum

from sqlalchemy import Connection, select

from ingest.store.aggregate import Aggregate
from ingest.store.meta import Meta
from ingest.store.tables import meta

_CHANGED = "stamps.changed"


class Kind(StrEnum):
    """What has a stamp; the value is its name in the store."""

    ENTRIES = "stamp.entries"
    VISITS = "stamp.visits"


def changed(conn: Connection, kind: Kind) -> None:
    """This transaction writes such a thing."""
    conn.info.setdefault(_CHANGED, set()).add(kind)


def forget(conn: Connection) -> None:
    """A transaction begins: what one before it left undone does not count."""
    conn.info.pop(_CHANGED, None)


class Stamps(Aggregate):
    """Equal stamps, equal things."""

    def get(self, *kinds: Kind) -> str:
        """Read before the things themselves: then what is written in between is found at the next look."""
        rows = self.conn.execute(select(meta.c.name, meta.c.value).where(meta.c.name.in_(kinds)))
        found = {str(name): str(value) for name, value in rows}
        return ".".join(found.get(kind, "") for kind in kinds)

    def settle(self) -> None:
        """New ones for what this transaction changed, always in the same order."""
        for kind in sorted(self.conn.info.pop(_CHANGED, ())):
            Meta(self.conn, self.clock).set(kind, secrets.token_hex(8))
