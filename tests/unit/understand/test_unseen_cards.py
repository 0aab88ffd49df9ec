"""Cards and lists under a name: what was on one line, what will be on the next; ">" before each label (`figure_labels`)."""

from __future__ import annotations

import pytest
from figure_labels import figures, shown, wrong
from unseen import Block, blocks

ALL = blocks("cards", many=">")


@pytest.mark.parametrize("block", ALL, ids=[f"{b.title[:30]} {b.lines[0][:30]}" for b in ALL])
def test_the_lines_of_a_card_are_read_as_old_and_new_of_its_name(block: Block) -> None:
    read = figures(block.title, block.body)
    assert wrong(read, block.labels[">"]) == [], f"\n{block.body}\n{shown(read)}"
