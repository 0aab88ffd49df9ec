"""What was drafted once, drafted again from the stored bytes: is it the same, and if not, in what does it differ?

A notice's stored text, facts and first drafts are compared with what today's rules make of the same bytes, read with
the same settings. What people changed afterwards is no difference: they changed it on record.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.model import BulletinDraft, FaqDraft
from ingest.pipeline.how_read import HOW_READ, HowRead, rules_version
from ingest.pipeline.job import Attachment, Job, Read
from ingest.pipeline.revised import revised
from ingest.store.codec import encode_content
from ingest.store.notices import StoredRevision
from ingest.store.transaction import Transaction
from ingest.text.grams import similarity
from ingest.understand.difference import difference

Content = FaqDraft | BulletinDraft


@dataclass(frozen=True, slots=True)
class Differs:
    """`what`: "text", "fact", "draft_lost", "draft_new" or the name of a draft's field; `where` says of which."""

    what: str
    where: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Again:
    """`missing`: why nothing could be compared ("by_hand": a person wrote it, the rules drafted nothing; "reading": it
    was read before settings were kept; "bytes": cleared away).
    `notes`: "other_rules", "reworded" (a model's wording is not made again)."""

    revision_id: int
    rules_then: str | None
    rules_now: str
    drafts: int = 0
    missing: str | None = None
    differences: tuple[Differs, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        return self.missing is None and not self.differences


def reproduce(tx: Transaction, revision: StoredRevision) -> Again:
    """Read the revision's bytes again. Nothing is stored."""
    kept = tx.readings.of(revision.id)
    found = Again(revision.id, kept.rules, rules_version())
    if kept.reading is None or kept.rules is None:
        return replace(found, missing="reading" if _first_drafts(tx, revision) else "by_hand")
    how = HOW_READ.decode(kept.reading)
    raw = tx.snapshots.raw(revision.snapshot_sha) if revision.snapshot_sha else None
    job = job_of(tx, raw, how) if raw is not None else None
    if job is None:
        return replace(found, missing="bytes")
    stored = _first_drafts(tx, revision)
    made = _closest(tx, revision, how, _read(job, how), stored)
    if how.rows is None:
        told = revised(made.checked, made.document, made.facts, revision.differences, how.today)
        made = replace(made, checked=told)
    notes = (("other_rules",) if kept.rules != found.rules_now else ()) + (("reworded",) if how.reworded else ())
    differences = (*_of_text(revision, made), *_of_facts(revision, made), *_of_drafts(stored, made, how))
    return replace(found, drafts=len(stored), differences=differences, notes=notes)


def job_of(tx: Transaction, raw: bytes, how: HowRead) -> Job | None:
    """The job that it was; None if one of its files is not kept any more."""
    files = [(file, tx.snapshots.raw(file.sha256)) for file in how.files]
    if any(data is None for _, data in files):
        return None
    return Job(
        raw=raw,
        reading=how.reading,
        url=how.url,
        media_type=how.media_type,
        charset=how.charset,
        encoding=how.encoding,
        body=how.select_body,
        title=how.select_title,
        date=how.select_date,
        attachments=tuple(Attachment(f.link, data, f.media_type) for f, data in files if data is not None),
        rows=how.rows,
        name=how.name,
    )


def _read(job: Job, how: HowRead) -> Read:
    from ingest.pipeline.read import read  # all that reads: half a second that only this command pays

    made = read(job)
    return replace(made, facts=replace(made.facts, tier=how.set_tier)) if how.set_tier else made


def _closest(tx: Transaction, revision: StoredRevision, how: HowRead, made: Read, stored: Sequence[Content]) -> Read:
    """Of a watched table its drafts tell what changed since an earlier state: the latest that gives the same ones."""
    if how.rows is None or revision.number == 1:
        return made
    from ingest.pipeline.rows import told_since

    first: Read | None = None
    for base in reversed(tx.notices.revisions(revision.notice_id)[: revision.number - 1]):
        told = told_since(made, base.document, how.rows, how.today)
        first = first or told
        if {encode_content(d.content) for d in told.checked} == set(map(encode_content, stored)):
            return told
    return first or made


def _first_drafts(tx: Transaction, revision: StoredRevision) -> list[Content]:
    """What the rules drafted from this revision, in their words."""
    ids = [d.id for d in tx.drafts.of_notice(revision.notice_id) if d.revision_id == revision.id]
    versions = tx.versions.of_several(ids)
    return [versions[id][0].content for id in ids if versions[id][0].editor is None]


def _of_text(revision: StoredRevision, made: Read) -> Iterator[Differs]:
    old, new = revision.document.text, made.document.text
    if old != new:
        yield Differs("text", revision.document.title, f"{len(old)}", f"{len(new)}")


def _of_facts(revision: StoredRevision, made: Read) -> Iterator[Differs]:
    for one in difference(revision.facts, made.facts):
        yield Differs("fact", one.label, one.old or "", one.new or "")


def _of_drafts(stored: Sequence[Content], made: Read, how: HowRead) -> Iterator[Differs]:
    left = [draft.content for draft in made.checked]
    if not left and not how.rows and len(stored) == 1 and not _worded(stored[0]):
        return  # nothing was drafted: one draft asked a person to write it
    for content in stored:
        match = _partner(content, left)
        if match is None:
            yield Differs("draft_lost", _headline(content), encode_content(content), "")
            continue
        left.remove(match)
        if content.written_by == "rules":
            yield from _of_fields(content, match)
    yield from (Differs("draft_new", _headline(content), "", encode_content(content)) for content in left)


def _worded(content: Content) -> bool:
    """Does it say anything beside its headline?"""
    return bool(content.answer if isinstance(content, FaqDraft) else content.what_changes or content.script)


def _partner(content: Content, among: Sequence[Content]) -> Content | None:
    """The same draft; else one of the same kind, change and intent, the likest headline first."""
    same = [c for c in among if c == content]
    alike = [
        c for c in among if type(c) is type(content) and c.change == content.change and _intent(c) == _intent(content)
    ]
    alike.sort(key=lambda c: -similarity(_headline(c), _headline(content)))
    return next(iter(same or alike), None)


def _of_fields(old: Content, new: Content) -> Iterator[Differs]:
    for field in dataclasses.fields(old):
        a, b = getattr(old, field.name), getattr(new, field.name)
        if a != b:
            yield Differs(field.name, _headline(old), str(a), str(b))


def _headline(content: Content) -> str:
    return content.question if isinstance(content, FaqDraft) else content.headline


def _intent(content: Content) -> str:
    return content.intent.value if isinstance(content, FaqDraft) else ""
