"""With what a revision was read, kept beside it: the same bytes give the same drafts again, whenever somebody asks."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from dataclasses import dataclass
from importlib import metadata, resources
from importlib.resources.abc import Traversable

from ingest.model import Link, Reading, Tier, WatchedRows
from ingest.pipeline.job import Job, Read
from ingest.store.codec import Codec

_READ_BY = ("text", "extract", "understand", "draft", "pipeline")
"""Folders whose rules, words and weights decide what is drafted from given bytes."""
_SUFFIXES = (".py", ".toml", ".tsv", ".json", ".txt")


@dataclass(frozen=True, slots=True)
class File:
    """A file that was read with the page; its bytes are kept by their hash."""

    link: Link
    sha256: str
    media_type: str | None


@dataclass(frozen=True, slots=True)
class HowRead:
    """What a job knew beside the bytes. Flat, so that other readers of the JSON find `today` at its top.

    The first fields are those of `Reading`; `select_*` are the source's selectors; `tier` is the source's, `set_tier`
    the one that the configuration gave to the notice's category."""

    today: dt.date
    published: dt.date | None = None
    title: str | None = None
    language: str | None = None
    date_order: str = "DMY"
    category_hint: str | None = None
    tier: Tier | None = None
    bank_phones: tuple[str, ...] = ()
    bank_hosts: tuple[str, ...] = ()
    url: str | None = None
    media_type: str | None = None
    charset: str | None = None
    encoding: str | None = None
    select_body: tuple[str, ...] = ()
    select_title: tuple[str, ...] = ()
    select_date: tuple[str, ...] = ()
    rows: WatchedRows | None = None
    name: str | None = None
    files: tuple[File, ...] = ()
    set_tier: Tier | None = None
    vouched: bool = False
    reworded: bool = False
    """A language model worded some of the drafts: its wording is not made again."""

    @property
    def reading(self) -> Reading:
        return Reading(
            today=self.today,
            published=self.published,
            title=self.title,
            language=self.language,
            date_order=self.date_order,
            category_hint=self.category_hint,
            tier=self.tier,
            bank_phones=self.bank_phones,
            bank_hosts=self.bank_hosts,
            vouched=self.vouched,
        )


HOW_READ: Codec[HowRead] = Codec(HowRead)


def how_read(job: Job, read: Read) -> str:
    """As it is kept."""
    r = job.reading
    return HOW_READ.encode(
        HowRead(
            today=r.today,
            published=r.published,
            title=r.title,
            language=r.language,
            date_order=r.date_order,
            category_hint=r.category_hint,
            tier=r.tier,
            bank_phones=r.bank_phones,
            bank_hosts=r.bank_hosts,
            vouched=r.vouched,
            url=job.url,
            media_type=job.media_type,
            charset=job.charset,
            encoding=job.encoding,
            select_body=job.body,
            select_title=job.title,
            select_date=job.date,
            rows=job.rows,
            name=job.name,
            files=tuple(File(a.link, hashlib.sha256(a.raw).hexdigest(), a.media_type) for a in job.attachments),
            set_tier=read.facts.tier,
            reworded=any(d.content.written_by == "model" for d in read.checked),
        )
    )


@functools.cache
def rules_version() -> str:
    """SHA-256 over the package's version and everything that decides what is drafted: code, words, phrases, weights.

    Two installations with the same version draft the same from the same bytes."""
    hashed = hashlib.sha256(metadata.version("ingest").encode())
    for folder in _READ_BY:
        for path, raw in _contents(resources.files("ingest") / folder, folder):
            hashed.update(f"\0{path}\0{len(raw)}\0".encode())
            hashed.update(raw)
    return hashed.hexdigest()


def _contents(folder: Traversable, name: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        path = f"{name}/{file.name}"
        if file.is_dir():
            found += _contents(file, path) if file.name != "__pycache__" else []
        elif file.name.endswith(_SUFFIXES):
            found.append((path, file.read_bytes()))
    return found
