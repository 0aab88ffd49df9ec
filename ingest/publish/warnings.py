"""What agents have to know before they use an entry, in words: every rendering of the edition says the same."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.publish.edition import Item
from ingest.publish.wording import labels


def warnings(item: Item, language: str) -> Iterator[str]:
    """What an agent has to know before using the entry."""
    words, entry = labels(language), item.entry
    if entry.withdrawn:
        yield words["warning.withdrawn_long"].format(reason=entry.withdrawn)
    elif not item.live:
        yield words["warning.ended_long"]
    if item.live and not entry.validated:
        key = "emergency_long" if entry.emergency else "unvalidated_long"
        yield words[f"warning.{key}"].format(reason=entry.emergency)
    if item.live and entry.source_changed:
        yield words["warning.source_changed_long"]
