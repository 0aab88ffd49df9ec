"""The JSON object that `ingest draft --json` prints for one file: the notice as it was read, and its drafts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ingest.model import BulletinDraft, Document, Drafts, Facts, FaqDraft, Figure, Moment, Quantity, Window

Json = dict[str, Any]


def _moment(moment: Moment | None) -> str | None:
    return str(moment) if moment else None


def _window(window: Window) -> Json:
    return {
        "role": window.role.value,
        "start": _moment(window.start),
        "end": _moment(window.end),
        "end_kind": window.end_kind.value,
        "recurrence": window.recurrence,
        "applies_to": window.applies_to,
        "quote": window.evidence.quote,
    }


def _quantities(quantities: Iterable[Quantity]) -> list[Json]:
    return [{"value": f"{q.value.normalize():f}", "unit": q.unit, "qualifier": q.qualifier} for q in quantities]


def _figure(figure: Figure) -> Json:
    return {
        "kind": figure.kind.value,
        "item": figure.item,
        "old": _quantities(figure.old),
        "new": _quantities(figure.new),
        "direction": figure.direction.value,
        "quote": figure.evidence.quote,
    }


def _notice(document: Document, facts: Facts) -> Json:
    return {
        "title": facts.title,
        "language": facts.language,
        "published": facts.published.isoformat() if facts.published else None,
        "relevance": facts.relevance.value,
        "category": facts.category.value if facts.category else None,
        "secondary_categories": [c.value for c in facts.secondary],
        "body": document.text,
        "windows": [_window(w) for w in facts.windows],
        "figures": [_figure(f) for f in facts.figures],
        "contacts": [
            {"kind": c.kind.value, "value": c.value, "role": c.role.value, "quote": c.evidence.quote}
            for c in facts.contacts
        ],
        "flags": [{"code": f.code.value, "quote": f.evidence.quote} for f in facts.flags],
    }


def _writer(draft: FaqDraft | BulletinDraft) -> Json:
    """Only where a model was asked."""
    if draft.written_by == "rules" and draft.model_refused is None:
        return {}
    return {"written_by": draft.written_by, "model_refused": draft.model_refused}


def _faq(faq: FaqDraft) -> Json:
    return {
        "intent": faq.intent.value,
        "question": faq.question,
        "answer": faq.answer,
        "operation_points": list(faq.operation_points),
        "conditions": list(faq.conditions),
        "say": faq.say,
        "valid_from": _moment(faq.valid_from),
        "valid_until": _moment(faq.valid_until),
        "keywords": list(faq.keywords),
        "citations": [c.quote for c in faq.citations],
        **_writer(faq),
    }


def _bulletin(bulletin: BulletinDraft) -> Json:
    return {
        "headline": bulletin.headline,
        "what_changes": bulletin.what_changes,
        "when": bulletin.when,
        "who": bulletin.who,
        "script": bulletin.script,
        "do_not_say": bulletin.do_not_say,
        "operation_points": list(bulletin.operation_points),
        "urgency": bulletin.urgency.value,
        "starts": _moment(bulletin.starts),
        "expires": _moment(bulletin.expires),
        "citations": [c.quote for c in bulletin.citations],
        **_writer(bulletin),
    }


def contract(file: str, document: Document, facts: Facts, drafts: Drafts) -> Json:
    """One line of the output: `file` as it was given; every value of plain JSON types."""
    return {
        "file": file,
        "notice": _notice(document, facts),
        "faqs": [_faq(f) for f in drafts.faqs],
        "bulletins": [_bulletin(b) for b in drafts.bulletins],
        "unanswered": [{"question": q.question, "reason": q.reason} for q in drafts.unanswered],
    }
