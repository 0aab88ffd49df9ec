"""What somebody typed into a draft's form and did not send yet: kept on the server, one state a person and draft."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select

from ingest.store.aggregate import Aggregate, AnyRow, upsert
from ingest.store.columns import clean
from ingest.store.tables import unsaved

LONGEST = 200_000
"""Characters of one form that are kept: what is longer was not typed."""


@dataclass(frozen=True, slots=True)
class Typed:
    """`version` of the draft is the one that the writer saw."""

    draft_id: int
    owner: str
    version: int
    fields: Mapping[str, str]
    at: dt.datetime


class Unsaved(Aggregate):
    """The newest state wins; it goes when the form is sent or thrown away."""

    def keep(self, draft_id: int, owner: str, version: int, fields: Mapping[str, str]) -> bool:
        """False if it is too long to be kept."""
        text = clean(json.dumps(dict(fields), ensure_ascii=False))
        if len(text) > LONGEST:
            return False
        values = {"version": version, "fields": text, "at": self.clock()}
        new = upsert(self.conn, unsaved).values(draft_id=draft_id, owner=owner, **values)
        self.conn.execute(new.on_conflict_do_update(index_elements=["draft_id", "owner"], set_=values))
        return True

    def of(self, draft_ids: Collection[int], owner: str) -> dict[int, Typed]:
        """What `owner` typed into these drafts."""
        c = unsaved.c
        rows = select(unsaved).where(c.draft_id.in_(sorted(draft_ids)), c.owner == owner)
        return {row.draft_id: _typed(row) for row in self.conn.execute(rows)}

    def forget(self, draft_id: int, owner: str) -> bool:
        """False if nothing was kept."""
        c = unsaved.c
        mine = delete(unsaved).where(c.draft_id == draft_id, c.owner == owner)
        return self.conn.execute(mine).rowcount == 1


def _typed(row: AnyRow) -> Typed:
    return Typed(row.draft_id, row.owner, row.version, json.loads(row.fields), row.at)
