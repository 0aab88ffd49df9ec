"""What is remembered of every address: its validators, the notice it led to, and which source lists it.

All writes are batches: the second pass over thousands of unchanged places spends its time on the network, not here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, insert, select, update

from ingest.model import ListPage, Validators
from ingest.store.aggregate import Aggregate, AnyRow, batches, upsert
from ingest.store.codec import LIST_PAGE
from ingest.store.columns import key
from ingest.store.tables import addresses, list_pages, notices, sightings


@dataclass(frozen=True, slots=True)
class Address:
    """An address that was asked for. `notice_id` is the notice it gave; `code` says why it gave none."""

    url: str
    validators: Validators
    notice_id: int | None
    code: str | None
    checked_at: dt.datetime
    parent: str | None = None
    """The page that links to this file, when it is an attachment."""


_COLUMNS = select(
    addresses.c.url,
    addresses.c.etag,
    addresses.c.last_modified,
    addresses.c.sha256,
    addresses.c.notice_id,
    addresses.c.code,
    addresses.c.checked_at,
    addresses.c.fresh_until,
)
_REPLACED = ("etag", "last_modified", "sha256", "fresh_until", "notice_id", "code", "checked_at", "parent")


def _address(row: AnyRow) -> Address:
    validators = Validators(row.etag, row.last_modified, row.sha256, row.fresh_until)
    return Address(row.url, validators, row.notice_id, row.code, row.checked_at)


def _row(address: Address) -> dict[str, Any]:
    return {
        "key": key(address.url),
        "url": address.url,
        "etag": address.validators.etag,
        "last_modified": address.validators.last_modified,
        "sha256": address.validators.sha256,
        "fresh_until": address.validators.fresh_until,
        "notice_id": address.notice_id,
        "code": address.code,
        "checked_at": address.checked_at,
        "parent": key(address.parent) if address.parent else None,
    }


class Addresses(Aggregate):
    """Addresses are compared as the caller writes them: canonical form is the caller's work."""

    def remembered(self, source_id: str) -> dict[str, ListPage]:
        """The list pages of the source's last good visit, by address, in their order."""
        rows = select(list_pages.c.page).where(list_pages.c.source_id == source_id).order_by(list_pages.c.position)
        pages = (LIST_PAGE.unpack(data) for data in self.conn.execute(rows).scalars())
        return {page.url: page for page in pages}

    def remember(self, source_id: str, pages: Sequence[ListPage]) -> None:
        """Replaces what was remembered; unchanged pages cost one read."""
        rows = [{"source_id": source_id, "position": n, "page": LIST_PAGE.pack(p)} for n, p in enumerate(pages)]
        mine = list_pages.c.source_id == source_id
        kept = self.conn.execute(select(list_pages.c.page).where(mine).order_by(list_pages.c.position)).scalars().all()
        if kept == [row["page"] for row in rows]:
            return
        self.conn.execute(delete(list_pages).where(mine))
        if rows:
            self.conn.execute(insert(list_pages), rows)

    def known(self, urls: Sequence[str]) -> dict[str, Address]:
        """The addresses among `urls` that were asked for before; one query per 500."""
        keys = {key(url): url for url in urls}
        found = (
            _address(row)
            for batch in batches(keys)
            for row in self.conn.execute(_COLUMNS.where(addresses.c.key.in_(batch)))
        )
        return {address.url: address for address in found}

    def attachments(self, urls: Sequence[str]) -> dict[str, list[Address]]:
        """The files that these pages link to, by page; one query per 500."""
        keys = {key(url): url for url in urls}
        found: dict[str, list[Address]] = {}
        for batch in batches(keys):
            rows = _COLUMNS.add_columns(addresses.c.parent).where(addresses.c.parent.in_(batch))
            for row in self.conn.execute(rows.order_by(addresses.c.key)):
                parent = keys[row.parent]
                found.setdefault(parent, []).append(replace(_address(row), parent=parent))
        return found

    def record(self, rows: Sequence[Address]) -> None:
        """Store the state of addresses; the last of several with the same address wins."""
        if not rows:
            return
        new = upsert(self.conn, addresses)
        values = {name: new.excluded[name] for name in _REPLACED}
        distinct = {address.url: address for address in rows}.values()
        statement = new.on_conflict_do_update(index_elements=["key"], set_=values)
        self.conn.execute(statement, sorted(map(_row, distinct), key=lambda row: row["key"]))

    def vouched(self, until: Mapping[str, dt.datetime | None]) -> None:
        """The servers' newest word on how long what these addresses gave stays as it is."""
        for url, moment in until.items():
            mine = addresses.c.key == key(url)
            self.conn.execute(update(addresses).where(mine).values(fresh_until=moment))

    def sight(self, source_id: str, urls: Sequence[str], run_id: int) -> None:
        """Remember that the source listed these addresses in this run."""
        keys = sorted({key(url) for url in urls})
        if not keys:
            return
        new = upsert(self.conn, sightings)
        statement = new.on_conflict_do_update(
            index_elements=["source_id", "key"], set_={"last_run": new.excluded.last_run}
        )
        rows = [{"source_id": source_id, "key": k, "first_run": run_id, "last_run": run_id} for k in keys]
        self.conn.execute(statement, rows)

    def listed_once(self, source_id: str, urls: Sequence[str]) -> set[str]:
        """Those of `urls` that the source listed at some time; one query per 500."""
        keys = {key(url): url for url in urls}
        mine = select(sightings.c.key).where(sightings.c.source_id == source_id)
        found = (self.conn.execute(mine.where(sightings.c.key.in_(batch))).scalars() for batch in batches(keys))
        return {keys[k] for batch in found for k in batch}

    def unlisted(self, source_id: str, urls: Sequence[str], limit: int) -> list[Address]:
        """Addresses of live notices that the source listed once and are not among `urls`, newest notice first."""
        listed = set(urls)
        found: list[Address] = []
        for address in self._sighted(source_id):
            if len(found) >= limit:
                break
            if address.url not in listed:
                found.append(address)
        return found

    def _sighted(self, source_id: str) -> Iterator[Address]:
        joined = _COLUMNS.join(sightings, sightings.c.key == addresses.c.key).join(
            notices, notices.c.id == addresses.c.notice_id
        )
        live = joined.where(sightings.c.source_id == source_id, notices.c.gone_at.is_(None))
        with self.conn.execute(live.order_by(notices.c.id.desc(), addresses.c.key)) as rows:
            yield from map(_address, rows)
