"""What a draft inherits from its notice: when it counts, until when, and how urgent it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ingest.model import BulletinDraft, Facts, FaqDraft, Moment, Urgency


@dataclass(frozen=True, slots=True)
class Standing:
    """An FAQ is as urgent, and begins, as the bulletin of its change says."""

    starts: Moment | None
    expires: Moment | None
    urgency: Urgency


def bulletins_of(contents: Iterable[FaqDraft | BulletinDraft]) -> Mapping[int, BulletinDraft]:
    """The bulletin of each change."""
    return {content.change: content for content in contents if isinstance(content, BulletinDraft)}


def standing(content: FaqDraft | BulletinDraft, bulletin: BulletinDraft | None, facts: Facts) -> Standing:
    """`bulletin` is that of the draft's change."""
    if isinstance(content, BulletinDraft):
        return Standing(content.starts, content.expires, content.urgency)
    starts = bulletin.starts if bulletin else content.valid_from
    return Standing(starts, _ends(content, bulletin, facts), bulletin.urgency if bulletin else Urgency.P3)


def _ends(faq: FaqDraft, bulletin: BulletinDraft | None, facts: Facts) -> Moment | None:
    """When an answer is over: at an end that the notice states. A bulletin is news for some weeks even where the notice
    states none; what it announced, a new fee for instance, stays the answer."""
    if faq.valid_until or bulletin is None:
        return faq.valid_until
    return bulletin.expires if any(w.end == bulletin.expires for w in facts.windows) else None
