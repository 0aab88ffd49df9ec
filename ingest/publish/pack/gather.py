"""Everything that led to a published entry, as files: the same state of the store gives the same bytes.

source/page.html, source/file-1.pdf …   the bytes as they were received
sources.json          where they came from, when, and their SHA-256
document.txt .json    the text that was read in them
facts.json            the facts with their places in that text; corrections.json what people corrected
reading.json          the settings and the version of the rules
carried/…             text and facts of another notice whose new values were carried in
versions/001.json …   every version of the words: who, when, why, and their hash
approvals.json        who signed which version in which role, and the hash of its words
entry.json            what is published, and its marks
audit.jsonl           the rows of the record about it; chain.json the end of the whole record
summary.html          all of it for people, in Chinese and English
manifest.json         the SHA-256 of every file
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import mimetypes
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ingest.model import Approval, AuditEvent, Correction, Entry, StoredDraft
from ingest.store.carried import CarriedDraft
from ingest.store.codec import APPROVALS, DOCUMENT, FACTS, Codec, encode_content, words_hash
from ingest.store.notices import StoredNotice, StoredRevision
from ingest.store.readings import StoredReading
from ingest.store.transaction import Transaction
from ingest.store.versions import DraftVersion

_ENDING = re.compile(r"\.(?:pdf|docx?|xlsx?|xlsb|ods|zip|csv|txt|png|jpe?g|html?|eml)$", re.I)
SCHEMA = "ingest.evidence/1"
_SUFFIX = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "application/json": ".json"}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """Bytes that were received. `raw` is None where they were cleared away: their hash is still on record."""

    name: str
    url: str
    sha256: str
    media_type: str | None
    charset: str | None
    fetched_at: str | None
    raw: bytes | None


@dataclass(frozen=True, slots=True)
class Material:
    """What is gathered; `summary` and `files` are made of it."""

    entry: Entry
    draft: StoredDraft
    notice: StoredNotice
    revision: StoredRevision
    reading: StoredReading
    sources: tuple[SourceFile, ...]
    corrections: tuple[Correction, ...]
    versions: tuple[DraftVersion, ...]
    approvals: tuple[Approval, ...]
    carried: CarriedDraft | None
    because: StoredRevision | None
    events: tuple[AuditEvent, ...]
    head: str | None


def gather(tx: Transaction, entry_id: int) -> Material | None:
    """None if there is no such entry."""
    entry = tx.entries.get(entry_id)
    draft = tx.drafts.get(entry.draft_id) if entry else None
    revision = tx.notices.revision(entry.revision_id) if entry else None
    notice = tx.notices.get(entry.notice_id) if entry else None
    if entry is None or draft is None or revision is None or notice is None:
        return None
    reading, carried = tx.readings.of(revision.id), tx.carried.of_draft(draft.id)
    other = carried and carried.revision_id != revision.id
    return Material(
        entry=entry,
        draft=draft,
        notice=notice,
        revision=revision,
        reading=reading,
        sources=tuple(_sources(tx, revision, reading)),
        corrections=tx.corrections.of_revision(revision.id),
        versions=tuple(v for v in tx.versions.of(draft.id) if v.version <= entry.version),
        approvals=tuple(a for a in tx.versions.approvals(draft.id) if a.version <= entry.version),
        carried=carried,
        because=tx.notices.revision(carried.revision_id) if carried and other else None,
        events=tuple(tx.audit.about(_subjects(entry, carried))),
        head=tx.audit.head_noted(),
    )


def files(material: Material, summary: str) -> dict[str, bytes]:
    """The files by their names, with the manifest."""
    found = dict(_files(material)) | {"summary.html": summary.encode()}
    listed = {name: {"sha256": hashlib.sha256(raw).hexdigest(), "size": len(raw)} for name, raw in found.items()}
    manifest = {"schema": SCHEMA, "entry": material.entry.id, "files": dict(sorted(listed.items()))}
    return dict(sorted({**found, "manifest.json": _json(manifest)}.items()))


def event_row(event: AuditEvent) -> dict[str, object]:
    """A row of the record as it is exported: enough to compute its hash again."""
    return {
        "id": event.id,
        "at": event.at.isoformat(timespec="microseconds"),
        "actor": event.actor,
        "action": event.action,
        "subject": event.subject,
        "detail": dict(event.detail),
        "previous": event.previous,
        "hash": event.hash,
    }


def _subjects(entry: Entry, carried: CarriedDraft | None) -> list[str]:
    about = [f"entry:{entry.id}", f"draft:{entry.draft_id}", f"notice:{entry.notice_id}"]
    about += [f"revision:{entry.revision_id}"]
    return about + ([f"group:{carried.group_id}"] if carried else [])


def _sources(tx: Transaction, revision: StoredRevision, reading: StoredReading) -> Iterator[SourceFile]:
    if revision.snapshot_sha:
        yield _source(tx, revision.snapshot_sha, "page", revision.document.url)
    attached = json.loads(reading.reading).get("files", []) if reading.reading else []
    for n, file in enumerate(attached, 1):
        yield _source(tx, str(file["sha256"]), f"file-{n}", file["link"]["url"])


def _source(tx: Transaction, sha256: str, name: str, url: str | None) -> SourceFile:
    meta = tx.snapshots.meta(sha256)
    media_type = (meta.media_type or "").partition(";")[0].strip().lower() if meta else ""
    named = _ENDING.search(urlsplit(meta.url if meta else url or "").path)
    guessed = _SUFFIX.get(media_type) or mimetypes.guess_extension(media_type) or ".bin"
    suffix = named[0].lower() if named else guessed
    return SourceFile(
        name=f"source/{name}{suffix}",
        url=meta.url if meta else url or "",
        sha256=sha256,
        media_type=meta.media_type if meta else None,
        charset=meta.charset if meta else None,
        fetched_at=meta.fetched_at.isoformat() if meta else None,
        raw=tx.snapshots.raw(sha256),
    )


def _files(m: Material) -> Iterator[tuple[str, bytes]]:
    for source in m.sources:
        if source.raw is not None:
            yield source.name, source.raw
    yield "sources.json", _json([_source_row(s) for s in m.sources])
    yield "document.txt", _text(m.revision.document.text)
    yield "document.json", _pretty(DOCUMENT.encode(m.revision.document))
    yield "facts.json", _pretty(FACTS.encode(m.revision.facts))
    yield "corrections.json", _pretty(_CORRECTIONS.encode(m.corrections))
    how = json.loads(m.reading.reading) if m.reading.reading else None
    yield "reading.json", _json({"rules": m.reading.rules, "reading": how})
    if m.because and m.carried:
        yield "carried/document.txt", _text(m.because.document.text)
        yield "carried/facts.json", _pretty(FACTS.encode(m.because.facts))
    if m.carried:
        yield "carried.json", _json({**dataclasses.asdict(m.carried), "seen_at": _at(m.because)})
    for version in m.versions:
        yield f"versions/{version.version:03}.json", _json(_version_row(version))
    hashes = {v.version: words_hash(v.content) for v in m.versions}
    yield "approvals.json", _json([_approval_row(a, hashes) for a in m.approvals])
    yield "entry.json", _json(_entry_row(m))
    yield "audit.jsonl", "".join(json.dumps(event_row(e), ensure_ascii=False) + "\n" for e in m.events).encode()
    number, _, digest = (m.head or "").partition(":")
    yield "chain.json", _json({"head": int(number) if number else None, "hash": digest or None})


_CORRECTIONS: Codec[tuple[Correction, ...]] = Codec(tuple[Correction, ...])


def _source_row(source: SourceFile) -> dict[str, object]:
    row = {f.name: getattr(source, f.name) for f in dataclasses.fields(source) if f.name not in ("raw", "name")}
    return {"file": source.name if source.raw is not None else None, **row}


def _version_row(version: DraftVersion) -> dict[str, object]:
    return {
        "version": version.version,
        "editor": version.editor,
        "at": version.at.isoformat(),
        "cause": version.cause,
        "words": words_hash(version.content),
        "content": json.loads(encode_content(version.content)),
    }


def _approval_row(approval: Approval, hashes: Mapping[int, str]) -> dict[str, object]:
    return {
        "version": approval.version,
        "actor": approval.actor,
        "role": approval.role.value,
        "at": approval.at.isoformat(),
        "words": hashes.get(approval.version),
    }


def _entry_row(m: Material) -> dict[str, object]:
    e = m.entry
    return {
        "id": e.id,
        "kind": e.kind.value,
        "draft": e.draft_id,
        "version": e.version,
        "tier": m.draft.tier.value,
        "notice": {"id": m.notice.id, "title": m.notice.title, "urls": list(m.notice.urls)},
        "sources": list(m.notice.source_ids),
        "revision": {"id": m.revision.id, "number": m.revision.number, "seen_at": _at(m.revision)},
        "snapshot": m.revision.snapshot_sha,
        "language": e.language,
        "category": e.category.value if e.category else None,
        "urgency": e.urgency.value,
        "starts": str(e.starts) if e.starts else None,
        "expires": str(e.expires) if e.expires else None,
        "published_at": e.published_at.isoformat(),
        "validated": e.validated,
        "emergency": e.emergency,
        "source_changed": e.source_changed,
        "superseded_by": e.superseded_by,
        "withdrawn": e.withdrawn,
        "withdrawn_at": _withdrawn_at(m.events, e.id),
        "approvals": json.loads(APPROVALS.encode(e.approvals)),
        "words": words_hash(e.content),
        "content": json.loads(encode_content(e.content)),
    }


def _withdrawn_at(events: Sequence[AuditEvent], entry_id: int) -> str | None:
    mine = [e.at for e in events if e.action == "withdrawn" and e.subject == f"entry:{entry_id}"]
    return mine[-1].isoformat() if mine else None


def _at(revision: StoredRevision | None) -> str | None:
    return revision.seen_at.isoformat() if revision else None


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode("utf-8", "replace")


def _pretty(text: str) -> bytes:
    return _json(json.loads(text))


def _text(text: str) -> bytes:
    return text.encode("utf-8", "replace")
