"""Bytes → document → facts → drafts, checked. Pure: no network, no store, so that it can run in another process.

raw ─extract→ Document ─fingerprint→ what identifies it
                       ─understand→ Facts ─write→ Drafts ─ground→ what nothing in the source supports
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from urllib.parse import unquote

from ingest.draft import grounding
from ingest.draft.rules import RulesWriter
from ingest.extract import extract
from ingest.extract.attach import with_attachments
from ingest.extract.watched import tables_only
from ingest.model import (
    BulletinDraft,
    Category,
    Document,
    Drafts,
    Evidence,
    Facts,
    FaqDraft,
    Flag,
    FlagCode,
    Reading,
    Relevance,
    Span,
    Tier,
)
from ingest.pipeline.job import Draft, Job, Read, by_hand
from ingest.understand.facts import understand
from ingest.understand.flags import read_flags
from ingest.understand.identity import fingerprint
from ingest.understand.rows import rows_fingerprint

NO_TEXT = frozenset({"image_only", "mojibake", "broken", "password", "unsupported"})
"""Problems of a document that a person can mend by reading the original: it is drafted as "needs text"."""

_CUT = "…"
"""Ends what a text without a title begins with."""


def document_of(job: Job) -> Document:
    """The document of a job, its attachments' texts behind its own."""
    document = extract(
        job.raw,
        url=job.url,
        media_type=job.media_type,
        charset=job.charset,
        body=job.body,
        title=job.title,
        date=job.date,
        encoding=job.encoding,
        date_order=job.reading.date_order,
    )
    parts = tuple(
        (a.link, extract(a.raw, url=a.link.url, media_type=a.media_type, charset=None)) for a in job.attachments
    )
    if job.rows is not None:
        table = job.rows.table
        document = tables_only(document, job.raw, table=table, charset=job.charset, encoding=job.encoding)
    return _named(_with_listing(with_attachments(document, parts), job.reading), job)


def _with_listing(document: Document, reading: Reading) -> Document:
    """Where the document has no title or date of its own, the listing's stand in; so does its title for the first
    words of a text that has none."""
    begins = document.title.endswith(_CUT) and not (reading.title or _CUT).endswith(_CUT)
    if reading.title and (begins or not document.title):
        document = replace(document, title=reading.title)
    if document.published is None and reading.published:
        document = replace(document, published=reading.published, published_from="listing")
    return document


def _named(document: Document, job: Job) -> Document:
    """A file from a disk that has no title of its own is called by its name."""
    name = job.name or (job.url if (job.url or "").startswith("file:") else None)
    return document if document.title or not name else replace(document, title=_file_name(name))


def read(job: Job) -> Read:
    """The whole road from bytes to checked drafts."""
    document = document_of(job)
    if document.problem in NO_TEXT:
        return _needs_text(job, document)
    facts = understand(document, job.reading)
    if job.rows is not None:
        state = rows_fingerprint(document, job.rows)
        return Read(document, state, _of_rows(facts, job.reading), Drafts(), differences=())
    if document.unread and facts.relevance is Relevance.NOT_A_NOTICE:
        # the notice may be what could not be read
        return _needs_text(job, document)
    drafts = RulesWriter().write(document, facts, today=job.reading.today)
    tried = checked(drafts, document, facts, today=job.reading.today)
    return Read(document, fingerprint(document), facts, drafts, tried)


def _of_rows(facts: Facts, reading: Reading) -> Facts:
    """What holds for the page as a whole. Its figures are those of every row: what changed in them is told instead."""
    hint = Category(reading.category_hint) if reading.category_hint else facts.category
    return replace(
        facts, relevance=Relevance.NOTICE, category=hint, changes=(), figures=(), statements=(), answers=(), flags=()
    )


def checked(drafts: Drafts, document: Document, facts: Facts, *, today: dt.date) -> tuple[Draft, ...]:
    """Each draft with what in it nothing in the source supports."""
    made: tuple[FaqDraft | BulletinDraft, ...] = (*drafts.faqs, *drafts.bulletins)
    return tuple(Draft(d, grounding.check(d, document, facts, today=today)) for d in made)


def _needs_text(job: Job, document: Document) -> Read:
    """A document that only a person can read: one bulletin draft that says so, never an empty FAQ."""
    title = job.reading.title or document.title or _file_name(job.name or job.url or "")
    document = replace(document, title=title, text=document.text or title)
    flag = Flag(
        FlagCode.NEEDS_TEXT,
        Evidence(Span(0, 0), "", f"extract:{document.problem}"),
        f"needs_text:{document.problem}",
    )
    facts = Facts(
        title=title,
        language=document.language,
        script=document.script,
        published=document.published or job.reading.published,
        relevance=Relevance.NOTICE,
        category=None,
        flags=(flag,) if document.problem else (),
        tier=job.reading.tier or Tier.STANDARD,
    )
    facts = facts if document.problem else replace(facts, flags=read_flags(document, facts))
    bulletin = by_hand(title)
    return Read(document, fingerprint(document), facts, Drafts(bulletins=(bulletin,)), (Draft(bulletin, ()),))


def _file_name(url: str) -> str:
    """The name of a file as people see it, without its ending."""
    name = unquote(url.partition("?")[0].rpartition("/")[2])
    return name.rpartition(".")[0] or name
