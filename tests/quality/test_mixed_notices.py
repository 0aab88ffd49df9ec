"""Paragraphs, lists and rows of the cases mixed anew: whatever stands beside what, it is read and drafted without a fault."""

from __future__ import annotations

import datetime as dt
import functools
import random
import re
from pathlib import Path

import pytest
from gold import cases

from ingest.draft.rules import RulesWriter
from ingest.extract import extract
from ingest.model import Reading
from ingest.pipeline.read import checked
from ingest.understand.facts import understand

OWN = Path(__file__).parents[1] / "cases"
PAGES = 25
PARTS = re.compile(r"<p[^>]*>.*?</p>|<li[^>]*>.*?</li>|<tr[^>]*>.*?</tr>|<h\d[^>]*>.*?</h\d>", re.S)
TAGS = re.compile(r"<[^>]*>")
DAY = re.compile(r"\d{1,2}日|\d{1,2} (?=[A-Z][a-z]+ 20)")


@functools.cache
def parts() -> dict[str, list[str]]:
    """The paragraphs, list items, rows and headings of all pages, by language."""
    found: dict[str, list[str]] = {"zh": [], "en": []}
    for case in cases([OWN]):
        if case.path.suffix == ".html":
            raw = case.path.read_bytes()
            chinese = b"charset=gb" in raw[:2000].lower().replace(b'"', b"")
            found[case.language] += PARTS.findall(raw.decode("gb18030" if chinese else "utf-8", "replace"))
    return found


def page(chance: random.Random, language: str) -> str:
    drawn = chance.sample(parts()[language], chance.randint(4, 16))
    mixed = [_changed(part, chance) for part in drawn]
    body = "".join(f"<table>{part}</table>" if part.startswith("<tr") else part for part in mixed)
    title = TAGS.sub("", chance.choice(drawn))[:40]
    return f'<html lang="{language}"><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>'


def _changed(part: str, chance: random.Random) -> str:
    """Now and then with its clauses in another order, or without the days of its dates."""
    if part.startswith("<p") and chance.random() < 0.2:
        clauses = re.split(r"(?<=[。；，;,.])", part)
        chance.shuffle(clauses)
        part = "".join(clauses)
    return DAY.sub("", part) if chance.random() < 0.3 else part


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("seed", range(2))
def test_mixed_notices_are_read_and_drafted(seed: int, language: str) -> None:
    chance = random.Random(seed)
    drafted = 0
    for _ in range(PAGES):
        document = extract(page(chance, language).encode())
        today = dt.date(chance.randint(2025, 2027), chance.randint(1, 12), chance.randint(1, 28))
        facts = understand(document, Reading(today=today, bank_phones=(), bank_hosts=()))
        if facts.category is not None:
            drafts = RulesWriter().write(document, facts, today=today)
            drafted += bool(checked(drafts, document, facts, today=today))
    assert drafted > PAGES / 2
