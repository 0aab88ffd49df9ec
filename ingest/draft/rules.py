"""The rules writer: facts → FAQ entries, one bulletin for each change, and the questions that stay open.

    brief      what is known of one change, with its subject and its voice
    timing     when-questions from windows          amounts   how-much-questions from figures
    overview   the whole change, old → new
    topics     the other questions from sentences, and the questions and answers that the notice holds
    bulletin   the board's notice                   gaps      what the notice does not say
    grounding  drops what is not traced

It needs no language model; a model writer answers to the same `grounding`.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from typing import TypeVar

from ingest.draft import amounts, overview, timing, topics
from ingest.draft.brief import Brief, briefs, similarity
from ingest.draft.bulletin import bulletin
from ingest.draft.choice import chosen
from ingest.draft.gaps import MOST, gaps
from ingest.draft.grounding import keep_grounded
from ingest.draft.plan import plan
from ingest.model import Document, Drafts, Facts, FaqDraft, Relevance

T = TypeVar("T")
FIRST = 4
"""Windows and groups of figures beyond these come after the other questions."""
FULLER = 1.4
SAME = 0.8
"""Two drafts whose 3-grams overlap this much are one."""


def _candidates(brief: Brief) -> list[FaqDraft | None]:
    """The entries of one change, those that every notice of its kind needs first."""
    whens, sums = list(timing.entries(brief)), list(amounts.entries(brief))
    first = [*whens[:FIRST], *sums[:FIRST], *overview.entries(brief), *amounts.unchanged(brief)]
    return [*first, *topics.entries(brief), *whens[FIRST:], *sums[FIRST:], *topics.held(brief)]


def _by_turns(lists: list[list[T]]) -> Iterable[T | None]:
    """The drafts of several changes by turns, so that no change is left without."""
    for row in itertools.zip_longest(*lists):
        yield from row


def _text(faq: FaqDraft) -> str:
    return "\n".join((faq.question, faq.answer, *faq.operation_points, *faq.conditions))


def _body(faq: FaqDraft) -> str:
    return "\n".join((faq.answer, *faq.operation_points, *faq.conditions))


def _twins(a: FaqDraft, b: FaqDraft) -> bool:
    return similarity(_text(a), _text(b)) > SAME or similarity(_body(a), _body(b), 2) > SAME


def _distinct(candidates: Iterable[FaqDraft | None]) -> list[FaqDraft]:
    """Each thing once, in the order of the plan; of two that say the same, the fuller."""
    kept: list[FaqDraft] = []
    for faq in (f for f in candidates if f):
        if (twin := next((i for i, k in enumerate(kept) if _twins(faq, k)), None)) is None:
            kept.append(faq)
        elif len(_body(faq)) > FULLER * len(_body(kept[twin])):
            kept[twin] = faq
    return kept


class RulesWriter:
    """Writes by grammar and phrase tables (`phrases/*.toml`)."""

    def write(self, document: Document, facts: Facts, *, today: dt.date) -> Drafts:
        """The drafts of a customer notice; nothing for other texts and for documents that could not be read."""
        if facts.relevance is not Relevance.NOTICE or facts.category is None or document.problem:
            return Drafts()
        told = list(briefs(document, facts, today))
        limits = plan()["most"]
        most = limits["entries"] + limits["entries_more"] * (len(told) - 1)
        single = _distinct(_by_turns([_candidates(brief) for brief in told]))
        faqs = chosen(single, facts, facts.category, most)
        opened = tuple(dict.fromkeys(q for q in _by_turns([list(gaps(brief, faqs)) for brief in told]) if q))[:MOST]
        drafts = Drafts(faqs, tuple(bulletin(brief) for brief in told), opened)
        reason = told[0].speech.table["unanswered"]["ungrounded"]
        return keep_grounded(drafts, document, facts, today=today, reason=reason)
