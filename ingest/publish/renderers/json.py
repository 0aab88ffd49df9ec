"""bulletin.json: the edition for an agent desktop or a robot; `schema` names the version of this shape."""

from __future__ import annotations

from ingest.model import BulletinDraft, FaqDraft, VisitReport
from ingest.publish.edition import CoverageStatement, Edition, Item
from ingest.publish.inert import link, safe_json
from ingest.publish.renderers import Renderer
from ingest.text.causes import told_all


def render(edition: Edition) -> str:
    return safe_json(
        {
            "schema": "ingest.bulletin/1",
            "bank": edition.bank_name,
            "language": edition.language,
            "time_zone": edition.time_zone,
            "day": edition.day.isoformat(),
            "since": edition.since.isoformat(timespec="minutes"),
            "coverage": _coverage(edition.coverage, edition.language),
            "more": edition.more,
            "sections": [
                {"section": section.value, "items": [of_item(item) for item in items]}
                for section, items in edition.sections
            ],
        }
    )


def of_item(item: Item) -> dict[str, object]:
    """One entry: dates in ISO 8601 without zone (the bank's local time), a bare end day is inclusive."""
    entry = item.entry
    return {
        "id": entry.id,
        "kind": entry.kind.value,
        "state": item.state.value,
        "marks": [mark.value for mark in item.marks],
        "urgency": entry.urgency.value,
        "category": entry.category.value if entry.category else None,
        "language": entry.language,
        "starts": str(entry.starts) if entry.starts else None,
        "expires": str(entry.expires) if entry.expires else None,
        "validated": entry.validated,
        "emergency": entry.emergency if not entry.validated else None,
        "source_changed": entry.source_changed,
        "withdrawn": entry.withdrawn,
        "title": entry.title,
        "source": link(entry.source_url),
        "published": item.published.isoformat(timespec="minutes"),
        "pinned_until": item.pinned.isoformat(timespec="minutes") if item.pinned else None,
        "version": entry.version,
        **_content(entry.content),
        "faqs": [of_item(faq) for faq in item.faqs],
    }


def _content(content: FaqDraft | BulletinDraft) -> dict[str, object]:
    if isinstance(content, FaqDraft):
        return {
            "intent": content.intent.value,
            "question": content.question,
            "answer": content.answer,
            "operation_points": list(content.operation_points),
            "conditions": list(content.conditions),
            "say": content.say,
            "keywords": list(content.keywords),
            "evidence": [citation.quote for citation in content.citations],
        }
    return {
        "headline": content.headline,
        "what_changes": content.what_changes,
        "when": content.when,
        "who": content.who,
        "script": content.script,
        "expires_is_review": content.review,
        "do_not_say": content.do_not_say,
        "operation_points": list(content.operation_points),
        "evidence": [citation.quote for citation in content.citations],
    }


def _coverage(coverage: CoverageStatement, language: str) -> dict[str, object]:
    def named(visits: tuple[VisitReport, ...]) -> list[dict[str, str | None]]:
        return [
            {
                "source": visit.source_id,
                "reason": told_all(visit.causes).within(language) or None,
                "code": visit.causes[0].code if visit.causes else None,
                "since": visit.since.isoformat(timespec="seconds") if visit.since else None,
            }
            for visit in visits
        ]

    return {
        "at": coverage.at.isoformat(timespec="minutes") if coverage.at else None,
        "complete": coverage.complete,
        "due": coverage.due,
        "read": [visit.source_id for visit in coverage.read],
        "suspicious": named(coverage.suspicious),
        "failed": named(coverage.failed),
        "skipped": named(coverage.skipped),
    }


RENDERER = Renderer("bulletin.json", render)
