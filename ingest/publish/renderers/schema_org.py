"""faqpage.jsonld: https://schema.org/FAQPage for the bank's own pages.

It is meant for customers, so it holds only what is in force, validated, and not under review.
"""

from __future__ import annotations

from ingest.model import EntryState, FaqDraft
from ingest.publish.edition import Edition, Item, faq_of
from ingest.publish.inert import inert, link, safe_json
from ingest.publish.renderers import Renderer


def render(edition: Edition) -> str:
    pairs = ((item, faq) for item in edition.faqs if _public(item) and (faq := faq_of(item)))
    return safe_json(
        {
            "@context": "https://schema.org",
            "@type": "FAQPage",
            "inLanguage": edition.language,
            "dateModified": edition.since.isoformat(timespec="minutes"),
            "mainEntity": [_question(item, faq) for item, faq in pairs],
        }
    )


def _public(item: Item) -> bool:
    return item.state is EntryState.ACTIVE and item.entry.validated and not item.entry.source_changed


def _question(item: Item, faq: FaqDraft) -> dict[str, object]:
    answer: dict[str, object] = {
        "@type": "Answer",
        "text": inert("\n".join((faq.answer, *faq.operation_points, *faq.conditions))),
    }
    if url := link(item.entry.source_url):
        answer["url"] = url
    question: dict[str, object] = {"@type": "Question", "name": inert(faq.question), "inLanguage": item.entry.language}
    if faq.keywords:
        question["keywords"] = [inert(word) for word in faq.keywords]
    return {**question, "acceptedAnswer": answer}


RENDERER = Renderer("faqpage.jsonld", render, every_faq=True)
