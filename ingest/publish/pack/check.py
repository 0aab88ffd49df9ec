"""Does a pack still say what was packed? Every hash is computed again, and what each file says of the others compared.

Whoever changes a file and its line in the manifest too is found by the rows of the record, which name the hashes of the
source and of the words that were signed; whoever changes a row breaks its own hash and the chain of the bank's record.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.model import DraftKind
from ingest.publish.pack.gather import SCHEMA
from ingest.store.audit import canonical, chain_hash
from ingest.store.codec import decode_content, words_hash

_LARGEST = 1 << 30
"""Bytes that a pack may unpack to."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """What does not fit: a stable key of `cli/words.toml` ("misfit_hash" …) and what it is about."""

    code: str
    about: Mapping[str, object] = field(default_factory=dict)


Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Checked:
    """`entry` is None where the manifest can't be read. `head` is the end of the chain at the time of packing."""

    entry: int | None
    files: int
    rows: int
    misfits: tuple[Misfit, ...]
    head: tuple[int, str] | None = None
    events: tuple[Mapping[str, Any], ...] = ()


def check(file: Path) -> Checked:
    """Reads the pack and nothing else. A file that is no pack is one misfit."""
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(info.file_size for info in archive.infolist()) > _LARGEST:
                return _no_pack("too_large")
            names = archive.namelist()
            files = {name: archive.read(name) for name in names}
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        return _no_pack(str(error))
    twice = sorted({name for name in names if names.count(name) > 1})
    return _checked(files, [Misfit("misfit_twice", {"file": name}) for name in twice])


def _no_pack(why: str) -> Checked:
    return Checked(None, 0, 0, (Misfit("misfit_no_pack", {"why": why}),))


def _checked(files: Files, found: list[Misfit]) -> Checked:
    manifest = _read(files, "manifest.json")
    if not (isinstance(manifest, dict) and manifest.get("schema") == SCHEMA):
        return _no_pack("manifest.json")
    found += _of_manifest(files, manifest)
    for part in (_of_sources, _of_facts, _of_words, _of_rows):
        found += _safely(part, files)
    rows = _rows(files)
    chain = _read(files, "chain.json") or {}
    head = (int(chain["head"]), str(chain["hash"])) if chain.get("head") else None
    return Checked(manifest.get("entry"), len(files), len(rows), tuple(found), head, tuple(rows))


def _safely(part: Callable[[Files], Iterator[Misfit]], files: Files) -> list[Misfit]:
    """What a part finds; a file that has lost its shape is a misfit and no fault."""
    try:
        return list(part(files))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        return [Misfit("misfit_shape", {"part": part.__name__.removeprefix("_of_"), "why": type(error).__name__})]


def _of_manifest(files: Files, manifest: Mapping[str, Any]) -> Iterator[Misfit]:
    listed: Mapping[str, Mapping[str, Any]] = manifest.get("files", {})
    for name, said in listed.items():
        if name not in files:
            yield Misfit("misfit_missing", {"file": name})
        elif hashlib.sha256(files[name]).hexdigest() != said.get("sha256"):
            yield Misfit("misfit_hash", {"file": name})
    for name in sorted(set(files) - set(listed) - {"manifest.json"}):
        yield Misfit("misfit_extra", {"file": name})


def _of_sources(files: Files) -> Iterator[Misfit]:
    """The bytes have the hashes under which they were received, which the record names."""
    for source in _read(files, "sources.json"):
        raw = files.get(source["file"]) if source["file"] else None
        if raw is not None and hashlib.sha256(raw).hexdigest() != source["sha256"]:
            yield Misfit("misfit_source", {"file": source["file"]})
    entry = _read(files, "entry.json")
    revision = entry["revision"]["id"]
    read = [r for r in _rows(files) if r["action"] in ("notice.found", "notice.revised")]
    for row in read:
        if row["detail"].get("revision") == revision and row["detail"].get("sha256") != entry["snapshot"]:
            yield Misfit("misfit_recorded_source", {"row": row["id"]})
    hashes = {source["sha256"] for source in _read(files, "sources.json")}
    if entry["snapshot"] and entry["snapshot"] not in hashes:
        yield Misfit("misfit_source", {"file": "sources.json"})


def _of_facts(files: Files) -> Iterator[Misfit]:
    """Each fact stands where it says in the text."""
    text = files["document.txt"].decode()
    if _read(files, "document.json")["text"].encode("utf-8", "replace").decode() != text:
        yield Misfit("misfit_text", {})
    facts = _read(files, "facts.json")
    for kind in ("windows", "figures", "contacts", "statements", "answers"):
        for n, fact in enumerate(facts[kind], 1):
            span, quote = fact["evidence"]["span"], fact["evidence"]["quote"]
            if quote and text[span["start"] : span["end"]] != quote:
                yield Misfit("misfit_place", {"fact": f"{kind} {n}"})


def _of_words(files: Files) -> Iterator[Misfit]:
    """What was signed and published are these very words."""
    entry, kind = _read(files, "entry.json"), DraftKind(_read(files, "entry.json")["kind"])
    hashes: dict[int, str] = {}
    for name in sorted(n for n in files if n.startswith("versions/")):
        version = _read(files, name)
        hashes[version["version"]] = _words(kind, version["content"])
        if hashes[version["version"]] != version["words"]:
            yield Misfit("misfit_words", {"file": name})
    if _words(kind, entry["content"]) != entry["words"] or hashes.get(entry["version"]) != entry["words"]:
        yield Misfit("misfit_words", {"file": "entry.json"})
    for approval in _read(files, "approvals.json"):
        if approval["words"] != hashes.get(approval["version"]):
            yield Misfit("misfit_approval", {"actor": approval["actor"], "version": approval["version"]})
    yield from _of_recorded_words(files, entry, hashes)


def _of_recorded_words(files: Files, entry: Mapping[str, Any], hashes: Mapping[int, str]) -> Iterator[Misfit]:
    signed: set[tuple[str, int]] = set()
    for row in _rows(files):
        detail = row["detail"]
        if row["subject"] == f"draft:{entry['draft']}" and row["action"] == "signed":
            signed.add((row["actor"], detail["version"]))
            if "words" in detail and hashes.get(detail["version"], detail["words"]) != detail["words"]:
                yield Misfit("misfit_signed", {"row": row["id"], "actor": row["actor"]})
        mine = row["subject"] == f"entry:{entry['id']}" and row["action"] == "published"
        if mine and detail.get("words", entry["words"]) != entry["words"]:
            yield Misfit("misfit_published", {"row": row["id"]})
    for approval in _read(files, "approvals.json"):
        if (approval["actor"], approval["version"]) not in signed:
            yield Misfit("misfit_unsigned", {"actor": approval["actor"], "version": approval["version"]})


def _words(kind: DraftKind, content: object) -> str:
    return words_hash(decode_content(kind, json.dumps(content)))


def _of_rows(files: Files) -> Iterator[Misfit]:
    """Each row has its own hash, and follows from the one before where both are here."""
    before: Mapping[str, Any] | None = None
    for row in _rows(files):
        if row_hash(row) != row["hash"]:
            yield Misfit("misfit_row", {"row": row["id"]})
        if before and not _follows(before, row):
            yield Misfit("misfit_chain", {"row": row["id"]})
        before = row
    chain = _read(files, "chain.json")
    if before and chain["head"] is not None:
        last = before["id"] == chain["head"]
        if before["id"] > chain["head"] or (last and before["hash"] != chain["hash"]):
            yield Misfit("misfit_head", {"row": before["id"]})


def _follows(before: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    neighbours = row["id"] == before["id"] + 1
    return row["id"] > before["id"] and (not neighbours or row["previous"] == before["hash"])


def row_hash(row: Mapping[str, Any]) -> str:
    """The hash that a row of the record has by its content."""
    at = dt.datetime.fromisoformat(row["at"])
    words = canonical(row["detail"])
    return chain_hash(row["previous"], row["id"], at, row["actor"], row["action"], row["subject"], words)


def _rows(files: Files) -> list[Mapping[str, Any]]:
    try:
        return [json.loads(line) for line in files.get("audit.jsonl", b"").decode().split("\n") if line.strip()]
    except ValueError:
        return []


def _read(files: Files, name: str) -> Any:
    try:
        return json.loads(files[name])
    except (KeyError, ValueError):
        return None
