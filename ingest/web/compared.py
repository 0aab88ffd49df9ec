"""A document with what another state of it lacks marked, and the places of values as targets of links."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from markupsafe import Markup

from ingest.model import Document, Span
from ingest.web.source import Block, Marker, blocks

_PLACE = Markup('<mark id="{0}" tabindex="-1">')
_AGAIN = Markup("<mark>")


class Compared(Marker):
    """`tag` is "del" in the old state, "ins" in the new one; ids begin with `prefix`, since both stand on one page."""

    def __init__(self, text: str, changed: Collection[Span], places: Collection[Span], tag: str, prefix: str) -> None:
        super().__init__(text, [*places, *(span for span in changed if span not in places)])
        self._places = frozenset(places)
        self._tag = tag
        self._prefix = prefix

    def _open(self, span: Span) -> Markup:
        if span not in self._places:
            return Markup("<{}>").format(self._tag)
        name = place(self._prefix, span)
        first = name not in self._written
        self._written.add(name)
        return _PLACE.format(name) if first else _AGAIN

    def _close(self, span: Span) -> Markup:
        return Markup("</{}>").format("mark" if span in self._places else self._tag)


def place(prefix: str, span: Span) -> str:
    """The id of a place in one of the columns."""
    return f"{prefix}{span.start}-{span.end}"


def old_blocks(document: Document, changed: Sequence[Span], places: Collection[Span]) -> list[Block]:
    return blocks(document, (), Compared(document.text, changed, places, "del", "o"))


def new_blocks(document: Document, changed: Sequence[Span], places: Collection[Span]) -> list[Block]:
    return blocks(document, (), Compared(document.text, changed, places, "ins", "n"))
