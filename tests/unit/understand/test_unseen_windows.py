"""Short notices of made-up banks with the windows that a reader sees in them (`window_labels`), read at first sight."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from unseen import Block, blocks, page
from window_labels import MARKS, differences

from ingest.model import Document, Facts, Reading
from ingest.text.normal import normalise
from ingest.understand.facts import understand
from ingest.understand.windows import read_windows

PUBLISHED = dt.date(2026, 5, 8)
TEXTS = blocks("windows_*", once=MARKS, published=PUBLISHED)
PAGES = blocks("notices*", once=MARKS, published=PUBLISHED)


def read(document: Document, published: dt.date | None) -> Facts:
    """Where no category is found, the windows that a category from the title would give."""
    reading = Reading(today=published or PUBLISHED)
    facts = understand(document, reading)
    if facts.category:
        return facts
    windows, flags = read_windows(document, normalise(document.text), reading, published=published)
    return replace(facts, windows=windows, flags=flags)


@pytest.mark.parametrize("block", TEXTS, ids=[b.title[:40] for b in TEXTS])
def test_the_windows_of_an_unseen_notice_are_read(block: Block) -> None:
    language = "zh" if re.search("[一-鿿]", block.title) else "en"
    text = f"{block.title}\n{block.body}"
    facts = read(Document(text, block.title, language=language, published=block.published), block.published)
    assert not differences(block, facts), block.body


@pytest.mark.parametrize("block", PAGES, ids=[b.title[:40] for b in PAGES])
def test_the_windows_of_an_unseen_page_are_read(block: Block) -> None:
    facts = read(page(block.title, block.lines, block.published), block.published)
    assert not differences(block, facts), block.body
