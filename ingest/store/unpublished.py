"""FAQ drafts that never were published: what sources had and agents could not find."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from ingest.model import DraftKind, DraftState, FaqDraft
from ingest.store.aggregate import Aggregate
from ingest.store.codec import decode_content
from ingest.store.tables import drafts

_STATES = tuple(s.value for s in (DraftState.PENDING, DraftState.RETURNED, DraftState.REJECTED))
_MOST = 2000


@dataclass(frozen=True, slots=True)
class Unpublished:
    """`text`: question and keywords, by which it would be asked for."""

    id: int
    headline: str
    text: str
    state: DraftState


class UnpublishedDrafts(Aggregate):
    """Reading only."""

    def newest(self, limit: int = _MOST) -> list[Unpublished]:
        """The newest first; one query."""
        c = drafts.c
        chosen = select(c.id, c.headline, c.content, c.state).where(c.kind == DraftKind.FAQ.value, c.state.in_(_STATES))
        rows = self.conn.execute(chosen.order_by(c.id.desc()).limit(limit))
        return [Unpublished(r.id, r.headline, _text(r.content), DraftState(r.state)) for r in rows]


def _text(content: str) -> str:
    faq = decode_content(DraftKind.FAQ, content)
    return "\n".join((faq.question, *faq.keywords)) if isinstance(faq, FaqDraft) else ""
