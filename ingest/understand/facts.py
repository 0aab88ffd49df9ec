"""Document → Facts: the one function that joins what this folder reads.

document ─normalise→ sentences ─judge→ relevance ─rank→ category, tier
         → windows, figures, contacts, statements, answers, keywords → changes → flags
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ingest.model import Contact, Document, Facts, Reading, Relevance, Span, Tier
from ingest.text.normal import normalise
from ingest.understand import category as categories
from ingest.understand.answers import read_answers, under
from ingest.understand.changes import assign, split_changes
from ingest.understand.contacts import read_contacts
from ingest.understand.figures.read import read_figures
from ingest.understand.flags import read_flags
from ingest.understand.keywords import read_keywords
from ingest.understand.relevance import VOUCHED, confirm, judge
from ingest.understand.sentences import read_sentences
from ingest.understand.statements import read_statements
from ingest.understand.windows.read import read_windows

FAQ_PAGE = 3
"""A page with so many questions and answers is of use whatever it speaks of."""


def understand(document: Document, reading: Reading) -> Facts:
    """All that can be read in `document`. What is no notice for customers keeps its title and the reasons."""
    normal = normalise(document.text)
    sentences = read_sentences(document, normal)
    bare = _bare(document, reading)
    zones = categories.zones(document, sentences, normalise(bare.title).text)
    tabled = any(map(categories.two_times, document.tables))
    verdict = VOUCHED if reading.vouched else judge(document, sentences, zones["title"], zones["whole"], told=tabled)
    if verdict.relevance is not Relevance.NOTICE:
        return replace(bare, relevance=verdict.relevance, reasons=verdict.reasons)
    ranked = categories.rank(zones, reading.category_hint)
    worded = max(r.score for r in ranked)
    answers = read_answers(document, sentences)
    known = reading.vouched or tabled or len(answers) >= FAQ_PAGE
    if not known and (other := confirm(document, worded, bare.title)):
        return replace(bare, relevance=other.relevance, reasons=other.reasons)
    if not worded:
        return replace(bare, flags=read_flags(document, bare))
    category = ranked[0].category
    windows, flags = read_windows(document, normal, reading, published=bare.published, category=category)
    contacts = read_contacts(document, normal, sentences, reading, category=category)
    masked = tuple(_places(document, contacts))
    figures = read_figures(document, normal, reading, category=category, masked=masked, sentences=sentences)
    statements = read_statements(document, normal, sentences, category=category, contacts=contacts)
    secondary = categories.secondary(ranked)
    changes = split_changes(document, sentences, category, secondary, (*windows, *figures))
    facts = replace(
        bare,
        category=category,
        secondary=secondary,
        reasons=ranked[0].reasons,
        changes=changes,
        windows=assign(windows, changes),
        figures=assign(figures, changes),
        contacts=contacts,
        statements=assign(statements, changes),
        answers=under(answers, category),
        keywords=read_keywords(zones["title"], zones["whole"], category, bare.language),
        tier=reading.tier or categories.tier(category, zones["title"].text),
    )
    return replace(facts, flags=(*flags, *read_flags(document, facts)))


def _bare(document: Document, reading: Reading) -> Facts:
    """What is known without reading the text."""
    return Facts(
        title=document.title or reading.title or "",
        language=reading.language or document.language,
        script=document.script,
        published=document.published or reading.published,
        relevance=Relevance.NOTICE,
        category=None,
        tier=reading.tier or Tier.STANDARD,
    )


def _places(document: Document, contacts: Iterable[Contact]) -> Iterable[Span]:
    """Where the contacts themselves stand: no figure is read in a phone number."""
    for contact in contacts:
        at = document.text.find(contact.value, contact.evidence.span.start)
        if at >= 0:
            yield Span(at, at + len(contact.value))
