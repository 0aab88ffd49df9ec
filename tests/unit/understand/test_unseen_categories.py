"""What a notice is about and whether it is one, in wordings that no rule was written for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import NamedTuple

import pytest

from ingest.model import Document, Facts, Reading, Relevance
from ingest.understand.facts import understand

READING = Reading(today=dt.date(2026, 5, 16))
FILES = [Path(__file__).with_name(f"unseen_{name}.txt") for name in ("categories", "remarks")]
LINES = [line for file in FILES for line in file.read_text(encoding="utf-8").splitlines()]


class Case(NamedTuple):
    labels: tuple[str, ...]
    title: str
    body: str


def parsed(line: str) -> Case:
    labels, title, body = (part.strip() for part in line.split(" | "))
    return Case(tuple(label.strip() for label in labels.split(",")), title, body.replace("。/", "。\n"))


CASES = [parsed(line) for line in LINES if line and not line.startswith("#")]


def read(case: Case) -> Facts:
    language = "en" if case.body.isascii() or "£" in case.body or "€" in case.body else "zh"
    document = Document(f"{case.title}\n{case.body}", case.title, language=language, published=dt.date(2026, 5, 15))
    return understand(document, READING)


def label(facts: Facts) -> str:
    if facts.relevance is not Relevance.NOTICE:
        return facts.relevance.value
    return facts.category.value if facts.category else "none"


@pytest.mark.parametrize("case", CASES, ids=[case.title[:40] for case in CASES])
def test_a_short_notice_gets_its_category(case: Case) -> None:
    assert label(read(case)) in case.labels
