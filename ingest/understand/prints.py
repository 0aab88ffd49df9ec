"""The fingerprint of a notice: what stays the same while counters, timestamps and share bars change."""

from __future__ import annotations

import functools
import hashlib
import re
import zlib

from ingest.model import Document, Fingerprint
from ingest.text.normal import Normal, normalise
from ingest.understand.lexicon import load, pattern

VERSION = "1"
UNDATED = "~"
"""Before the atoms of a text that names no day: the same words may be said again at another time."""
SKETCH_SIZE = 64
_SHINGLE = 3
_BLANK = re.compile(r"\s+")
_NO_WORD = re.compile(r"[\W_]+")


@functools.cache
def _furniture() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(form, re.I) for form in load("identity")["furniture"])


def fingerprint(document: Document, normal: Normal | None = None) -> Fingerprint:
    """What identifies `document`. `normal` is its normalised text where the caller has it already.

    `content` is "1:", the hash of title and body, ":", that of the body (empty where there
    is none: unreadable files are not each other's copies), ":", of its numbers and dates ("-": none; "~…": no day).
    """
    text = (normal or normalise(document.text)).text
    title = title_key(document.title)
    for form in _furniture():
        text = form.sub("", text)
    body = _without_title(text, document)
    bare = _BLANK.sub("", body).lower()
    atoms = " ".join(sorted(pattern("identity", "atom").findall(body)))
    once = "" if pattern("identity", "dated").search(body) else UNDATED
    parts = (_hash(f"{title}\n{bare}", 16), _hash(bare, 8) if bare else "", once + _hash(atoms, 8) if atoms else "-")
    content = ":".join((VERSION, *parts))
    return Fingerprint(content, title, document.published, sketch(bare))


def title_key(title: str) -> str:
    """A title without brackets, blanks, punctuation and case."""
    return _NO_WORD.sub("", normalise(title).text).lower()


def _without_title(text: str, document: Document) -> str:
    first, _, rest = text.partition("\n")
    return rest if rest and title_key(first) == title_key(document.title) else text


def _hash(text: str, size: int) -> str:
    return hashlib.blake2b(text.encode(), digest_size=size).hexdigest()


def sketch(bare: str) -> tuple[int, ...]:
    """MinHash by one permutation (Li, Owen, Zhang 2012), empty bins filled from the next one (Shrivastava, Li 2014).

    64 unsigned 32-bit numbers over the character trigrams; () for texts too short to compare.
    """
    data = bare.encode("utf-32-le")
    width = 4 * _SHINGLE
    shingles = {data[at : at + width] for at in range(0, len(data) - width + 1, 4)}
    if len(shingles) < SKETCH_SIZE // 2:
        return ()
    bins: list[int | None] = [None] * SKETCH_SIZE
    for shingle in shingles:
        value = zlib.crc32(shingle)
        at, value = value % SKETCH_SIZE, value // SKETCH_SIZE
        held = bins[at]
        if held is None or value < held:
            bins[at] = value
    return _filled(bins)


def _filled(bins: list[int | None]) -> tuple[int, ...]:
    out: list[int] = []
    for at in range(SKETCH_SIZE):
        step = next(k for k in range(SKETCH_SIZE) if bins[(at + k) % SKETCH_SIZE] is not None)
        out.append((bins[(at + step) % SKETCH_SIZE] or 0) + step * 67_108_879)
    return tuple(value % 2**32 for value in out)
