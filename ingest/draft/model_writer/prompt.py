"""What the model gets: the fixed system message, and the plan with its facts and passages as quoted data.

Text of the page stands only inside JSON strings, between two marks that the page can't know: they hash what they
enclose.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.draft.voice import Voice
from ingest.model import BulletinDraft, Facts, FaqDraft, Figure, Window

Draft = FaqDraft | BulletinDraft
_LIMITS = ("told", "point", "answer", "headline", "script", "who", "bulletin")


@dataclass(frozen=True, slots=True)
class Batch:
    """Drafts that are asked for together, by id, and the numbers of the passages that each of them cites."""

    drafts: Mapping[str, Draft]
    numbers: Mapping[str, tuple[str, ...]]
    passages: Mapping[str, str]

    def ids(self, kind: type[Draft]) -> list[str]:
        return [id_ for id_, draft in self.drafts.items() if isinstance(draft, kind)]


def batch(drafts: Sequence[Draft]) -> Batch:
    """The drafts of one exchange, numbered."""
    quotes = list(dict.fromkeys(c.quote for d in drafts for c in d.citations))
    number = {quote: f"p{n}" for n, quote in enumerate(quotes, 1)}
    named = {f"{'q' if isinstance(d, FaqDraft) else 'b'}{n}": d for n, d in enumerate(drafts, 1)}
    cited = {id_: tuple(dict.fromkeys(number[c.quote] for c in d.citations)) for id_, d in named.items()}
    return Batch(named, cited, {n: quote for quote, n in number.items()})


def message(asked: Batch, facts: Facts, speech: Voice) -> str:
    """The user message for a batch."""
    changes = {d.change for d in asked.drafts.values()}
    faqs = [_faq(i, d, asked.numbers[i]) for i, d in asked.drafts.items() if isinstance(d, FaqDraft)]
    boards = [_bulletin(i, d, asked.numbers[i]) for i, d in asked.drafts.items() if isinstance(d, BulletinDraft)]
    data = {
        "language": "en" if facts.language == "en" else f"zh-{facts.script.capitalize()}",
        "limits": {name: speech.limit(name) for name in _LIMITS},
        "facts": _facts(facts, changes),
        "passages": dict(asked.passages),
        "faqs": faqs,
        "bulletins": boards,
    }
    quoted = json.dumps(data, ensure_ascii=False, indent=1)
    mark = hashlib.sha256(quoted.encode("utf-8", "replace")).hexdigest()[:16]
    return f"BEGIN {mark}\n{quoted}\nEND {mark}"


def _facts(facts: Facts, changes: Iterable[int]) -> dict[str, Any]:
    mine = set(changes)
    whole = len(facts.changes) < 2
    return {
        "title": facts.title,
        "category": str(facts.category) if facts.category else None,
        "windows": [_window(w) for w in facts.windows if whole or w.change in mine],
        "figures": [_figure(f) for f in facts.figures if whole or f.change in mine],
    }


def _window(window: Window) -> dict[str, Any]:
    return {
        "role": str(window.role),
        "start": str(window.start) if window.start else None,
        "end": str(window.end) if window.end else str(window.end_kind),
        "applies_to": window.applies_to,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "item": figure.item,
        "old": [f"{q.qualifier or ''} {q.value:f} {q.unit}".strip() for q in figure.old],
        "new": [f"{q.qualifier or ''} {q.value:f} {q.unit}".strip() for q in figure.new],
        "direction": str(figure.direction),
    }


def _faq(id_: str, draft: FaqDraft, numbers: tuple[str, ...]) -> dict[str, Any]:
    return {
        "id": id_,
        "question": draft.question,
        "answer": draft.answer,
        "operation_points": draft.operation_points,
        "conditions": draft.conditions,
        "say": draft.say,
        "citations": numbers,
    }


def _bulletin(id_: str, draft: BulletinDraft, numbers: tuple[str, ...]) -> dict[str, Any]:
    return {
        "id": id_,
        "headline": draft.headline,
        "what_changes": draft.what_changes,
        "who": draft.who,
        "script": draft.script,
        "citations": numbers,
    }
