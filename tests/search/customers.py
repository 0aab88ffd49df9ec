"""The set of customers' questions: the bank's entries in a store, and how well a search finds them.

`python tests/search`: the figures of the search as it is; `--rivals` beside other indexes of the same texts.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.answer.search import Wanted, search
from ingest.model import (
    Category,
    Document,
    DraftKind,
    Entry,
    Facts,
    FaqDraft,
    Fingerprint,
    Intent,
    Relevance,
    Tier,
    Urgency,
)
from ingest.store import Store
from ingest.store.drafts import NewDraft

HERE = Path(__file__).parent
NOW = dt.datetime(2026, 11, 22, 9)
_AT = dt.datetime(2026, 11, 22, 1, tzinfo=dt.UTC)

Finder = Callable[[str], Sequence[str]]
"""What is typed → the names of the entries that are found, the best first."""


@dataclass(frozen=True, slots=True)
class Question:
    """`entries`: the names of those that answer it. `form`: what makes it hard (`plain`: nothing but its words)."""

    language: str
    typed: str
    entries: tuple[str, ...]
    form: str


def questions(file: str = "questions.tsv") -> list[Question]:
    with (HERE / file).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [Question(row["language"], row["typed"], tuple(row["entries"].split(",")), row["form"]) for row in rows]


def texts() -> list[dict[str, Any]]:
    """The entries as they were written."""
    return [json.loads(line) for line in (HERE / "entries.jsonl").read_text("utf-8").splitlines()]


def filled(path: Path | str) -> tuple[Store, dict[int, str]]:
    """A store with the entries, and their names by their numbers."""
    store = Store.open(str(path), clock=lambda: _AT)
    return store, publish_all(store)


def publish_all(store: Store) -> dict[int, str]:
    """Every entry of the set, and their names by their numbers."""
    with store.writing() as tx:
        return {_published(tx, written): written["id"] for written in texts()}


def _published(tx: Any, written: dict[str, Any]) -> int:
    url, category = f"https://www.bank.example/{written['id']}.html", Category(written["category"])
    title, language = written["title"], written["language"]
    document = Document(f"{title}\n{written['answer']}", title)
    facts = Facts(title, language, "hans", _AT.date(), Relevance.NOTICE, category)
    notice, revision = tx.notices.add(
        source_id="site",
        url=url,
        snapshot_sha=None,
        fingerprint=Fingerprint(f"v1:{url}", f"{title}{url}", _AT.date(), ()),
        document=document,
        facts=facts,
    )
    content = FaqDraft(
        Intent.HOW_TO,
        written["question"],
        written["answer"],
        operation_points=tuple(written["operation_points"]),
        conditions=tuple(written["conditions"]),
        keywords=tuple(written["keywords"]),
    )
    draft = tx.drafts.add(NewDraft(notice, revision, content, Tier.STANDARD, category, title, language, Urgency.P2))
    return int(
        tx.entries.publish(
            Entry(
                id=0,
                kind=DraftKind.FAQ,
                draft_id=draft,
                notice_id=notice,
                revision_id=revision,
                version=1,
                content=content,
                category=category,
                language=language,
                title=title,
                source_url=url,
                starts=None,
                expires=None,
                urgency=Urgency.P2,
                published_at=_AT,
                approvals=(),
            )
        )
    )


def ours(store: Store, names: dict[int, str]) -> Finder:
    def find(typed: str) -> Sequence[str]:
        with store.reading() as tx:
            return [names[hit.entry.id] for hit in search(tx, Wanted(typed), NOW).hits]

    return find


@dataclass(frozen=True, slots=True)
class Score:
    """How many of `of` questions have an answer first, among three, among ten; `mrr`: mean of 1 / place."""

    of: int
    first: int
    three: int
    ten: int
    mrr: float


def places(find: Finder, asked: Iterable[Question]) -> list[int | None]:
    """Of the first entry that answers, from 1; None: not among ten."""
    found = []
    for question in asked:
        hits = list(find(question.typed))[:10]
        found.append(next((at for at, name in enumerate(hits, 1) if name in question.entries), None))
    return found


def score(found: Sequence[int | None]) -> Score:
    there = [place for place in found if place]
    counts = [sum(place <= most for place in there) for most in (1, 3, 10)]
    return Score(len(found), *counts, sum(1 / place for place in there) / max(len(found), 1))


def wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """Between what the true share lies, 95 times of 100 (Wilson, 1927)."""
    share, square = hits / of, z * z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = z / (1 + square / of) * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)
