"""Figures in running text: told at two times, kept as they are, bounded, limited, given up.

The blocks have `category | title` for a title and "%" before each label (`figure_labels`). The category is given, so that
the words of the figures alone are tested.
"""

from __future__ import annotations

import pytest
from figure_labels import figures, shown, wrong
from unseen import Block, blocks

from ingest.model import Category

ALL = blocks("running*", many="%")


@pytest.mark.parametrize("block", ALL, ids=[f"{b.title[:30]} {b.lines[0][:30]}" for b in ALL])
def test_what_running_text_says_of_a_figure_is_read(block: Block) -> None:
    category, _, title = block.title.partition(" | ")
    found = figures(title, block.body, Category(category))
    assert not wrong(found, block.labels["%"]), f"{block.body}\n{shown(found)}"


@pytest.mark.parametrize(
    "line",
    [
        "查询费统一为每笔20元（原柜面30元、网银10元）。",
        "All wires will cost $20 (previously $30 at a branch, $10 online).",
    ],
)
def test_what_was_and_finds_no_new_value_is_no_key_figure(line: str) -> None:
    found = figures("Charges" if line.isascii() else "关于统一查询费的公告", line, Category.FEE_CHANGE)
    assert {q.value for f in found if f.key for q in f.new} == {20}
