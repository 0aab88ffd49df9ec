"""Model objects ↔ JSON text, and deflated JSON for the large ones.

Shapes come from the dataclasses themselves (pydantic's TypeAdapter); an adapter is built at its first use, so that a
command that never touches a shape does not pay for it.
"""

from __future__ import annotations

import functools
import hashlib
import json
import zlib
from typing import Any, Generic, TypeVar

from ingest.model import (
    Approval,
    BulletinDraft,
    Cause,
    Document,
    DraftKind,
    FactDifference,
    Facts,
    FaqDraft,
    Flag,
    Health,
    ListPage,
    Unsupported,
    VisitReport,
)

T = TypeVar("T")

LEVEL = 3
"""Of zlib: on HTML pages half the time of level 6 for an eighth more bytes."""


class Codec(Generic[T]):
    """Encodes and decodes values of one shape."""

    def __init__(self, shape: Any) -> None:
        self._shape = shape

    @functools.cached_property
    def _adapter(self) -> Any:
        from pydantic import TypeAdapter

        return TypeAdapter(self._shape)

    def encode(self, value: T) -> str:
        return self._json(value).decode()

    def decode(self, text: str) -> T:
        return self._adapter.validate_json(text)  # type: ignore[no-any-return]

    def pack(self, value: T) -> bytes:
        return zlib.compress(self._json(value), LEVEL)

    def unpack(self, data: bytes) -> T:
        return self._adapter.validate_json(zlib.decompress(data))  # type: ignore[no-any-return]

    def _json(self, value: T) -> bytes:
        try:
            return self._adapter.dump_json(value)  # type: ignore[no-any-return]
        except ValueError:
            plain = self._adapter.dump_python(value, mode="json")
            return json.dumps(without_surrogates(plain)).encode()


def without_surrogates(value: Any) -> Any:
    """`value` (plain containers) with every lone surrogate, which UTF-8 can't hold, replaced by "?"."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {without_surrogates(k): without_surrogates(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(map(without_surrogates, value))
    return value


DOCUMENT: Codec[Document] = Codec(Document)
FACTS: Codec[Facts] = Codec(Facts)
LIST_PAGE: Codec[ListPage] = Codec(ListPage)
VISIT: Codec[VisitReport] = Codec(VisitReport)
CAUSE: Codec[Cause] = Codec(Cause)
HEALTH: Codec[Health] = Codec(Health)
DIFFERENCES: Codec[tuple[FactDifference, ...]] = Codec(tuple[FactDifference, ...])
UNSUPPORTED: Codec[tuple[Unsupported, ...]] = Codec(tuple[Unsupported, ...])
FLAGS: Codec[tuple[Flag, ...]] = Codec(tuple[Flag, ...])
APPROVALS: Codec[tuple[Approval, ...]] = Codec(tuple[Approval, ...])
SKETCH: Codec[tuple[int, ...]] = Codec(tuple[int, ...])

_FAQ: Codec[FaqDraft] = Codec(FaqDraft)
_BULLETIN: Codec[BulletinDraft] = Codec(BulletinDraft)


def encode_content(content: FaqDraft | BulletinDraft) -> str:
    return _FAQ.encode(content) if isinstance(content, FaqDraft) else _BULLETIN.encode(content)


def words_hash(content: FaqDraft | BulletinDraft) -> str:
    """SHA-256 of the content as it is stored: what a sign-off was given for."""
    return hashlib.sha256(encode_content(content).encode()).hexdigest()


def decode_content(kind: DraftKind, text: str) -> FaqDraft | BulletinDraft:
    return _FAQ.decode(text) if kind is DraftKind.FAQ else _BULLETIN.decode(text)


def kind_of(content: FaqDraft | BulletinDraft) -> DraftKind:
    return DraftKind.FAQ if isinstance(content, FaqDraft) else DraftKind.BULLETIN
