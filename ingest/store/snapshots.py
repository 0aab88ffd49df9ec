"""The bytes that were received, deflated, each once by their hash. They are the evidence: nothing here is changed."""

from __future__ import annotations

import datetime as dt
import zlib
from dataclasses import dataclass

from sqlalchemy import select

from ingest.model import Snapshot, Validators
from ingest.store.aggregate import Aggregate, insert_missing
from ingest.store.codec import LEVEL
from ingest.store.tables import snapshots


@dataclass(frozen=True, slots=True)
class SnapshotMeta:
    """A snapshot without its bytes. `size` is in bytes, before deflation; `charset` as the server sent it."""

    url: str
    media_type: str | None
    charset: str | None
    fetched_at: dt.datetime
    size: int


class Snapshots(Aggregate):
    """Raw bytes by SHA-256 in hexadecimal."""

    def keep(self, snapshot: Snapshot) -> None:
        """Idempotent: the same bytes are kept as they first came."""
        if self.conn.execute(select(snapshots.c.size).where(snapshots.c.sha256 == snapshot.sha256)).first():
            return
        row = {
            "sha256": snapshot.sha256,
            "url": snapshot.url,
            "media_type": snapshot.media_type,
            "charset": snapshot.charset,
            "fetched_at": snapshot.fetched_at,
            "size": len(snapshot.raw),
            "data": zlib.compress(snapshot.raw, LEVEL),
        }
        insert_missing(self.conn, snapshots, [row])

    def raw(self, sha256: str) -> bytes | None:
        data = self.conn.execute(select(snapshots.c.data).where(snapshots.c.sha256 == sha256)).scalar()
        return None if data is None else zlib.decompress(data)

    def meta(self, sha256: str) -> SnapshotMeta | None:
        c = snapshots.c
        columns = select(c.url, c.media_type, c.charset, c.fetched_at, c.size)
        row = self.conn.execute(columns.where(c.sha256 == sha256)).first()
        return None if row is None else SnapshotMeta(*row)

    def again(self, sha256: str, requested: str, validators: Validators | None = None) -> Snapshot | None:
        """As it came, for who reads it once more without asking for it. None if the bytes are not kept."""
        row = self.conn.execute(select(snapshots).where(snapshots.c.sha256 == sha256)).first()
        if row is None:
            return None
        return Snapshot(
            requested=requested,
            url=row.url,
            status=200,
            media_type=row.media_type,
            charset=row.charset,
            raw=zlib.decompress(row.data),
            sha256=sha256,
            validators=validators or Validators(sha256=sha256),
            fetched_at=row.fetched_at,
            requests=0,
        )
