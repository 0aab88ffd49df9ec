"""The rules writer: facts → FAQ entries, one bulletin for each change, and the questions that stay open.

    brief      what is known of one change, with its subject and its voice
    timing     when-questions from windows          amounts   how-much-questions from figures
    overview   the whole change, old → new
    topics     the other questions from sentences, and the questions and answers that the notice holds
    bulletin   the board's notice                   gaps      what the notice does not say
    choice     which of all these an agent gets      rounding   what stands beside them
    grounding  drops what is not traced

It needs no language model; a model writer answers to the same `grounding`.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence
from typing import TypeVar

from ingest.draft import amounts, overview, timing, topics
from ingest.draft.brief import Brief, briefs
from ingest.draft.bulletin import bulletin
from ingest.draft.choice import chosen
from ingest.draft.gaps import MOST, gaps
from ingest.draft.grounding import keep_grounded
from ingest.draft.inorder import in_order
from ingest.draft.plan import plan
from ingest.draft.rounding import rounded
from ingest.draft.worth import Offer
from ingest.model import Document, Drafts, Facts, FaqDraft, Relevance

T = TypeVar("T")
FIRST = 4
"""Windows and groups of figures beyond these come after the other questions."""


def _offers(brief: Brief) -> list[Offer]:
    """The entries of one change, those that every notice of its kind needs first."""
    whens = _of("window", timing.entries(brief))
    sums = _of("figure", amounts.entries(brief))
    changes = _of("overview", overview.entries(brief))
    portions = [o for o in _of("portion", amounts.portions(brief)) if not _repeats(o, changes)]
    last = [*whens[FIRST:], *sums[FIRST:], *_of("held", topics.held(brief))]
    return [
        *whens[:FIRST],
        *sums[:FIRST],
        *changes,
        *_of("unchanged", amounts.unchanged(brief)),
        *topics.offers(brief),
        *portions,
        *last,
    ]


def _repeats(portion: Offer, changes: Iterable[Offer]) -> bool:
    """Does a portion of the figures say nothing beside a whole change? Customers ask what changes."""
    return any(set(portion.faq.lines) <= set(change.faq.lines) for change in changes)


def _of(kind: str, entries: Iterable[FaqDraft | None]) -> list[Offer]:
    return [Offer(kind, faq) for faq in entries if faq]


def offers(told: Sequence[Brief]) -> list[Offer]:
    """All entries that could be given, those of several changes by turns."""
    return [offer for offer in _by_turns([_offers(brief) for brief in told]) if offer]


def _by_turns(lists: list[list[T]]) -> Iterable[T | None]:
    """The drafts of several changes by turns, so that no change is left without."""
    for row in itertools.zip_longest(*lists):
        yield from row


class RulesWriter:
    """Writes by grammar and phrase tables (`phrases/*.toml`)."""

    def write(self, document: Document, facts: Facts, *, today: dt.date) -> Drafts:
        """The drafts of a customer notice; nothing for other texts and for documents that could not be read."""
        if facts.relevance is not Relevance.NOTICE or facts.category is None or document.problem:
            return Drafts()
        told = list(briefs(document, facts, today))
        limits = plan()["most"]
        most = limits["entries"] + limits["entries_more"] * (len(told) - 1)
        found = offers(told)
        faqs = rounded(chosen(found, facts, facts.category, most), found, facts)
        faqs = tuple(in_order(faq, facts.figures, told[0].speech) for faq in faqs)
        opened = tuple(dict.fromkeys(q for q in _by_turns([list(gaps(brief, faqs)) for brief in told]) if q))[:MOST]
        drafts = Drafts(faqs, tuple(bulletin(brief) for brief in told), opened)
        reason = told[0].speech.table["unanswered"]["ungrounded"]
        return keep_grounded(drafts, document, facts, today=today, reason=reason)
