"""How sure a figure is: by where it stands, whether both sides are told, its direction and its kind."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from ingest.model import Figure
from ingest.understand.odds import confidence, weights

Place = Literal["table", "prose", "sentence", "head"]


def weighed(figure: Figure, place: Place) -> Figure:
    """`figure` with its confidence."""
    table = weights("figure")
    odds = table["place"][place] + table["sides"]["both" if figure.old and figure.new else "one"]
    odds += table["direction"].get(figure.direction.value, 0.0) + table["kind"].get(figure.kind.value, 0.0)
    marks = {"unnamed": not figure.item, "aside": not figure.key}
    return replace(figure, confidence=confidence(odds + sum(table["marks"][m] for m, holds in marks.items() if holds)))
