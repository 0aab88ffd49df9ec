"""What a calendar is made of: the bulletin notices of late, each with everything that was published before it from the
same notice, and the facts that they were drafted from."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select

from ingest.model import Correction, DraftKind, Entry, Facts
from ingest.store.aggregate import Aggregate
from ingest.store.codec import FACTS
from ingest.store.corrections import correction_of
from ingest.store.entry_rows import LIVE, entry_of, running
from ingest.store.tables import corrections, entries, revisions

_SOME = 500
_MOST = 1000
"""Notices: the calendar of a folder is no archive."""


class Calendar(Aggregate):
    """Reads; nothing of its own."""

    def series(self, since: dt.datetime, opened: dt.datetime) -> list[Entry]:
        """The bulletin notices, oldest first, of every notice of which one was not over at `since` (naive local time of
        the bank) or, if it states no end, was published at `opened` or later."""
        c = entries.c
        ended = c.ends.is_not(None) & running(since)
        lately = (c.published_at >= opened) | (c.ended_at >= opened)
        chosen = select(c.notice_id, c.id).where(c.kind == DraftKind.BULLETIN, ended | (c.ends.is_(None) & lately))
        rows = self.conn.execute(chosen.where(LIVE | (c.ended_at >= opened)).order_by(c.id.desc()).limit(_MOST))
        notices = sorted({row.notice_id for row in rows})
        found: list[Entry] = []
        for at in range(0, len(notices), _SOME):
            mine = c.notice_id.in_(notices[at : at + _SOME]) & (c.kind == DraftKind.BULLETIN)
            found += [entry_of(row) for row in self.conn.execute(select(entries).where(mine))]
        return sorted(found, key=lambda entry: entry.id)

    def facts(self, revision_ids: Collection[int]) -> dict[int, tuple[Facts, tuple[Correction, ...]]]:
        """What was read in these revisions, and what people corrected in it, oldest first."""
        ids, found, corrected = sorted(set(revision_ids)), dict[int, Facts](), defaultdict[int, list[Correction]](list)
        for at in range(0, len(ids), _SOME):
            some = ids[at : at + _SOME]
            rows = self.conn.execute(select(revisions.c.id, revisions.c.facts).where(revisions.c.id.in_(some)))
            found |= {row.id: FACTS.unpack(row.facts) for row in rows}
            changes = select(corrections).where(corrections.c.revision_id.in_(some)).order_by(corrections.c.id)
            for row in self.conn.execute(changes):
                corrected[row.revision_id].append(correction_of(row))
        return {id_: (facts, tuple(corrected[id_])) for id_, facts in found.items()}
