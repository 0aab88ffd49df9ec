"""Figures: what costs, pays, limits or lasts how much, and what it was before. Start at `read.py`."""

from ingest.understand.figures.quantities import read_quantities
from ingest.understand.figures.read import read_figures

__all__ = ["read_figures", "read_quantities"]
