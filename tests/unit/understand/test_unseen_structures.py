"""Small pages whose facts stand in structures: cells of a row, lists of days, terms and values, heads on both sides.

The blocks have windows (`window_labels`), and below them figures ("% label", `figure_labels`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from figure_labels import shown, wrong
from unseen import Block, blocks, page
from window_labels import MARKS, differences

from ingest.model import Category, Facts, Reading
from ingest.text.normal import normalise
from ingest.understand.facts import understand
from ingest.understand.figures.read import read_figures
from ingest.understand.windows import read_windows

PUBLISHED = dt.date(2026, 5, 8)
PAGES = [
    block
    for name in ("structures*", "staged*", "dated*")
    for block in blocks(name, once=MARKS, many="%", published=PUBLISHED)
]


def facts_of(block: Block) -> Facts:
    """Where no category is found, what would be read of a notice of terms."""
    document = page(block.title, block.lines, block.published)
    reading = Reading(today=block.published or PUBLISHED)
    facts = understand(document, reading)
    if facts.category:
        return facts
    normal = normalise(document.text)
    windows, flags = read_windows(document, normal, reading, published=block.published)
    figures = read_figures(document, normal, reading, category=Category.TERMS_CHANGE)
    return replace(facts, windows=windows, flags=flags, figures=tuple(figures))


@pytest.mark.parametrize("block", PAGES, ids=[b.title[:40] for b in PAGES])
def test_what_a_structure_says_is_read(block: Block) -> None:
    facts = facts_of(block)
    assert not differences(block, facts), block.body
    if labels := block.labels["%"]:
        assert not wrong(facts.figures, labels), f"{block.body}\n{shown(facts.figures)}"
