"""What is kept for how long. Each call takes away at most `limit` rows: nobody waits for it, and a kill costs nothing.

Notices, what was read in them, drafts, entries and the audit record are never touched.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, Table, delete, func, select, tuple_

from ingest.model import VisitStatus
from ingest.store.aggregate import Aggregate
from ingest.store.evidence import Evidence
from ingest.store.tables import runs, sessions, sightings, snapshots, visits

_GOOD = (VisitStatus.OK, VisitStatus.UNCHANGED)


@dataclass(frozen=True, slots=True)
class Limits:
    """Snapshots received before `spare` go, those that a decision rests on before `evidence` (None: never). What a
    source listed in run `since` or later stays whatever its age."""

    spare: dt.datetime
    evidence: dt.datetime | None
    since: int


@dataclass(frozen=True, slots=True)
class Swept:
    """One step. `after` is where the next one goes on; None: it was the last."""

    gone: int
    bytes: int
    after: str | None


class Retention(Aggregate):
    """Deletes what is too old and good for nothing."""

    def first_run_since(self, at: dt.datetime) -> int:
        """The first run that started at this instant or later; the next one's number if there was none."""
        first = self.conn.execute(select(func.min(runs.c.id)).where(runs.c.started >= at)).scalar()
        newest = self.conn.execute(select(func.max(runs.c.id))).scalar()
        return first if first is not None else (newest or 0) + 1

    def snapshots(self, limits: Limits, after: str, limit: int) -> Swept:
        """Looks at the next `limit` snapshots that are old enough, in the order of their hashes."""
        c = snapshots.c
        old = select(c.sha256, c.url, c.fetched_at, func.length(c.data).label("size"))
        chosen = old.where(c.fetched_at < limits.spare, c.sha256 > after).order_by(c.sha256).limit(limit)
        rows = self.conn.execute(chosen).all()
        uses = Evidence(self.conn, self.clock).uses({r.sha256: r.url for r in rows}, limits.since)
        kept = uses.compared | uses.waiting
        gone = [r for r in rows if r.sha256 not in kept and _over(r.fetched_at, r.sha256 in uses.decided, limits)]
        self.conn.execute(delete(snapshots).where(c.sha256.in_([r.sha256 for r in gone])))
        return Swept(len(gone), sum(r.size for r in gone), rows[-1].sha256 if len(rows) == limit else None)

    def visits(self, before_run: int, limit: int) -> int:
        """Visits of earlier runs, except each source's last one, last good one and last one that was not skipped."""
        c = visits.c
        newest = [
            select(func.max(c.id)).where(which).group_by(c.source_id)
            for which in (c.id > 0, c.status.in_(_GOOD), c.status != VisitStatus.SKIPPED)
        ]
        old = select(c.id).where(c.run_id < before_run, *(c.id.not_in(n) for n in newest)).limit(limit)
        return self._delete(visits, c.id, old)

    def runs(self, before_run: int, limit: int) -> int:
        """Earlier runs of which no visit is kept; never the newest."""
        c = runs.c
        visited = select(visits.c.id).where(visits.c.run_id == c.id).exists()
        newest = select(func.max(c.id)).scalar_subquery()
        return self._delete(runs, c.id, select(c.id).where(c.id < before_run, c.id < newest, ~visited).limit(limit))

    def sightings(self, before_run: int, limit: int) -> int:
        """What no source has listed since that run: it is not looked for any more."""
        c = sightings.c
        old = select(c.source_id, c.key).where(c.last_run < before_run).limit(limit)
        rows = [(row.source_id, row.key) for row in self.conn.execute(old)]
        self.conn.execute(delete(sightings).where(tuple_(c.source_id, c.key).in_(rows)))
        return len(rows)

    def sessions(self, ended: dt.datetime, limit: int) -> int:
        c = sessions.c
        return self._delete(sessions, c.token_hash, select(c.token_hash).where(c.expires < ended).limit(limit))

    def _delete(self, table: Table, column: ColumnElement[object], chosen: Select[tuple[object]]) -> int:
        keys = list(self.conn.execute(chosen).scalars())
        self.conn.execute(delete(table).where(column.in_(keys)))
        return len(keys)


def _over(received: dt.datetime, evidence: bool, limits: Limits) -> bool:
    """Is it too old, given that it was received before `spare`?"""
    return not evidence or (limits.evidence is not None and received < limits.evidence)
