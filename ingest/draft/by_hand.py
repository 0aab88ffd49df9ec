"""The draft of a notice that the rules make nothing of: a person writes it."""

from __future__ import annotations

from ingest.model import BulletinDraft


def by_hand(title: str) -> BulletinDraft:
    """Nothing but a headline: it can't be approved until a person has written the rest."""
    return BulletinDraft(headline=title, what_changes="", when="", who="", script="", confidence=0.0)
