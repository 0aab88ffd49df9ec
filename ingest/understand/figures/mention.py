"""A quantity where a text states it."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.model import Quantity

READ = "\ue001"
"""Stands for a character that is already read (a date, a phone, another quantity)."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A quantity at `text[start:end]`. `family`: money, ratio, difference, share, points, count, term or free."""

    start: int
    end: int
    quantity: Quantity
    family: str
