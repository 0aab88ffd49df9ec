"""Cards and lists under a name: what was on one line, what will be on the next.

The file holds "#" and the title of a page, its lines, then what has to be read behind ">".
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from test_unseen_figures import figures, shown, wrong


def _cases() -> list[tuple[str, str, tuple[str, ...]]]:
    text = Path(__file__).with_name("unseen_cards.txt").read_text("utf-8")
    cases = []
    for block in re.split(r"(?m)^# ", text)[1:]:
        title, *lines = block.strip().split("\n")
        labels = tuple(line[2:] for line in lines if line.startswith("> "))
        cases.append((title, "\n".join(line for line in lines if not line.startswith("> ")), labels))
    return cases


@pytest.mark.parametrize(("title", "body", "labels"), _cases())
def test_the_lines_of_a_card_are_read_as_old_and_new_of_its_name(
    title: str, body: str, labels: tuple[str, ...]
) -> None:
    read = figures(title, body)
    assert wrong(read, labels) == [], f"\n{body}\n{shown(read)}"
