"""Whole small notices of made-up banks: the windows and figures that a reader sees in them are among what is read.

The blocks have windows (`window_labels`) and a line `+ label` for each figure (`figure_labels`).
"""

from __future__ import annotations

import datetime as dt

import pytest
from figure_labels import labels
from unseen import Block, blocks, page
from window_labels import forms, shown, windows

from ingest.model import Reading
from ingest.understand.facts import understand

PUBLISHED = dt.date(2026, 9, 10)
ALL = blocks("facts_*", once="=", many="+", published=PUBLISHED)


@pytest.mark.parametrize("block", ALL, ids=[b.title[:40] for b in ALL])
def test_the_facts_of_a_small_notice_are_read(block: Block) -> None:
    facts = understand(page(block.title, block.lines, block.published), Reading(today=block.published or PUBLISHED))
    found = {shown(w) for w in facts.windows}
    missed = [w for w in windows(block) if not forms(w) & found]
    missed += [said for said in block.labels["+"] if not any(w.holds(f) for w in labels(said) for f in facts.figures)]
    assert not missed, f"{block.body}\n{sorted(found)}\n{facts.figures}"
