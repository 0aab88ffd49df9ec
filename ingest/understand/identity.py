"""Is this notice new, a revision, a repetition of a known one, or just the same again? Decides, saves nothing.

same address, same content                         → Unchanged
same address, other content                        → Revised (an edited notice; a watched page that changed)
other address, same body                           → Repeated (another source, a new title, a tracking parameter)
other address, nearly the same body, and the same
  title, publication day, numbers and dates        → Repeated
anything else                                      → New (this month's notice from last month's template is new)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.model import Fingerprint, Identity, Known, New, Repeated, Revised, Unchanged
from ingest.understand.addresses import canonical
from ingest.understand.prints import UNDATED, fingerprint

__all__ = ["canonical", "fingerprint", "identify", "likeness"]

NEAR = 0.85
"""Share of the sketch that two copies of a notice have in common."""
_DAYS = dt.timedelta(days=3)


@dataclass(frozen=True, slots=True)
class _Content:
    """The parts of `Fingerprint.content`: version, title and body, body alone, its numbers and dates ("-" if none)."""

    whole: str
    body: str
    atoms: str

    @staticmethod
    def of(fingerprint: Fingerprint) -> _Content:
        parts = (*fingerprint.content.split(":"), "", "", "", "")
        return _Content(":".join(parts[:2]), parts[2], parts[3])


def identify(url: str, fp: Fingerprint, known_at_url: Known | None, similar: Sequence[Known]) -> Identity:
    """What a document at `url` is, given what the store has at this address and what looks like it elsewhere."""
    if known_at_url:
        same = known_at_url.fingerprint.content == fp.content
        return Unchanged(known_at_url) if same else Revised(known_at_url)
    for known in similar:
        if url in known.urls and known.fingerprint.content == fp.content:
            return Unchanged(known)
    match = _best(fp, similar)
    return Repeated(match) if match else New()


def _best(fp: Fingerprint, similar: Iterable[Known]) -> Known | None:
    alike = [k for k in similar if _same_body(fp, k.fingerprint) or _near(fp, k.fingerprint)]
    return max(alike, key=lambda k: (likeness(fp.sketch, k.fingerprint.sketch), -k.notice_id), default=None)


def _same_body(a: Fingerprint, b: Fingerprint) -> bool:
    """The same words are the same notice, whatever its title. Words without a date can come again: the days count."""
    x, y = _Content.of(a), _Content.of(b)
    if not x.body or x.body != y.body:
        return False
    if not a.sketch and a.title != b.title:
        return False  # "Loading … 95999": too little text to be a notice
    if x.atoms.startswith(UNDATED):
        return _days_agree(a, b, _DAYS)
    return x.atoms != "-" or (a.title == b.title and _days_agree(a, b, _DAYS))


def _near(a: Fingerprint, b: Fingerprint) -> bool:
    """Nearly the same words. Alone that proves nothing: monthly notices share a template."""
    x, y = _Content.of(a), _Content.of(b)
    if a.title != b.title or x.atoms != y.atoms or not _days_agree(a, b, dt.timedelta(0)):
        return False
    return likeness(a.sketch, b.sketch) >= NEAR


def _days_agree(a: Fingerprint, b: Fingerprint, within: dt.timedelta) -> bool:
    return not a.published or not b.published or abs(a.published - b.published) <= within


def likeness(a: Sequence[int], b: Sequence[int]) -> float:
    """Estimated Jaccard similarity of the texts behind two sketches, 0 to 1."""
    if not a or len(a) != len(b):
        return 0.0
    return sum(x == y for x, y in zip(a, b, strict=True)) / len(a)
