"""What stored bytes are still good for: a person's decision, an open draft, the comparison at the next visit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from ingest.model import DraftState
from ingest.store.aggregate import Aggregate
from ingest.store.columns import key
from ingest.store.tables import addresses, approvals, drafts, entries, revisions, sightings

_OPEN = (DraftState.PENDING, DraftState.RETURNED)
_DECIDED = (DraftState.APPROVED, DraftState.REJECTED, DraftState.RETURNED)


@dataclass(frozen=True, slots=True)
class Uses:
    """Hashes of bytes by what they are good for. What is in none of these is in the way."""

    compared: frozenset[str]
    """A source lists the address, and the next visit compares with them."""
    waiting: frozenset[str]
    """Drafts of the notice wait for a decision."""
    decided: frozenset[str]
    """A person decided on what was drafted from them, or it is published; or nobody can tell (a file that came from
    another address than it was asked for at)."""


class Evidence(Aggregate):
    """Pages are known by their revision, files that a page links to by the page's notice: no revision names them."""

    def uses(self, urls: Mapping[str, str], since: int) -> Uses:
        """What the bytes are good for whose hashes are the keys of `urls`; its values say where they came from.
        A source "lists" what it showed in run `since` or later."""
        pages = self._pages(urls)
        files, listed, found = self._addresses(urls, since)
        notices = {sha: {n for n, _ in pages[sha]} | files[sha] for sha in urls}
        waiting = self._notices_with(_OPEN, _all(notices.values()))
        deciding = self._notices_with(_DECIDED, _all(files.values()))
        decided = self._decided({r for of_page in pages.values() for _, r in of_page})
        return Uses(
            compared=frozenset(sha for sha in urls if sha in listed),
            waiting=frozenset(sha for sha in urls if notices[sha] & waiting),
            decided=frozenset(
                sha
                for sha in urls
                if files[sha] & deciding or any(r in decided for _, r in pages[sha]) or not (pages[sha] or sha in found)
            ),
        )

    def _pages(self, shas: Iterable[str]) -> dict[str, set[tuple[int, int]]]:
        """The notices and revisions that were read from these bytes."""
        c = revisions.c
        pages: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for row in self.conn.execute(select(c.snapshot_sha, c.notice_id, c.id).where(c.snapshot_sha.in_(list(shas)))):
            pages[row.snapshot_sha].add((row.notice_id, row.id))
        return pages

    def _addresses(self, urls: Mapping[str, str], since: int) -> tuple[dict[str, set[int]], set[str], set[str]]:
        """The notices that link to these files; the hashes of what is listed as it is now; those whose address is
        known at all."""
        c, by_key = addresses.c, {key(url): sha for sha, url in urls.items()}
        columns = select(c.key, c.sha256, c.notice_id, c.parent)
        rows = self.conn.execute(columns.where(c.sha256.in_(list(urls)) | c.key.in_(list(by_key)))).all()
        parents = {row.parent for row in rows if row.parent}
        owners = {r.key: r.notice_id for r in self.conn.execute(select(c.key, c.notice_id).where(c.key.in_(parents)))}
        live = self._listed({row.parent or row.key for row in rows}, since)
        files: dict[str, set[int]] = defaultdict(set)
        listed, found = set(), set()
        for row in rows:
            sha = row.sha256 if row.sha256 in urls else by_key[row.key]
            found.add(sha)
            if row.parent:
                files[sha] |= {n for n in (row.notice_id, owners.get(row.parent)) if n}
            if row.sha256 == sha and (row.parent or row.key) in live:
                listed.add(sha)
        return files, listed, found

    def _listed(self, keys: Collection[str], since: int) -> set[str]:
        c = sightings.c
        return set(self.conn.execute(select(c.key).where(c.key.in_(keys), c.last_run >= since)).scalars())

    def _notices_with(self, states: Iterable[DraftState], notices: Collection[int]) -> set[int]:
        c = drafts.c
        return set(
            self.conn.execute(select(c.notice_id).where(c.notice_id.in_(notices), c.state.in_(states))).scalars()
        )

    def _decided(self, of: Collection[int]) -> set[int]:
        """The revisions that somebody decided on: also a sign-off that a later edit or revision voided."""
        c = drafts.c
        by_state = select(c.revision_id).where(c.revision_id.in_(of), c.state.in_(_DECIDED))
        signed = select(c.revision_id).join(approvals, approvals.c.draft_id == c.id).where(c.revision_id.in_(of))
        published = select(entries.c.revision_id).where(entries.c.revision_id.in_(of))
        return set(self.conn.execute(by_state.union(signed, published)).scalars())


def _all(groups: Iterable[Collection[int]]) -> set[int]:
    return {one for group in groups for one in group}
