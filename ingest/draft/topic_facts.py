"""What facts say beside the sentences of a topic: those that answer it and those that belong to every answer."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.draft.brief import Brief, Point
from ingest.draft.clauses import clause, intent
from ingest.draft.notation import values
from ingest.draft.plan import planned
from ingest.draft.timing import point as timed
from ingest.draft.timing import told
from ingest.draft.units import VALUES
from ingest.model import Category, Figure, FigureKind, Intent, WindowRole

_PERSON = re.compile(
    r"每[人位户戶卡]|每一?[证證]件|同一客[户戶]|\b(?:per|each|every) (?:person|customer|card|household)", re.I
)
_MANY_CAPS, _LEAST = 3, 6
_CLAUSES = re.compile(r"[，；;。]|, ")
_TORN = re.compile(r"^(?:因|若|如|按)|(?:的|时|時|后|後)$|^(?:and|or|if|when)\b", re.I)


def facts_of(topic: Intent, brief: Brief) -> list[Point]:
    """Windows and figures that answer the topic themselves."""
    windows = [timed(w, brief) for w in brief.key_windows() if planned("window", w.role, brief.category) is topic]
    mine = [f for f in brief.figures if f.key and intent(f, brief.category) is topic]
    brief_ = topic is Intent.CAPS and len(mine) > _MANY_CAPS
    figures = [_told(f, brief, short=brief_) for f in sorted(mine, key=_for_one)]
    figures = [] if topic is Intent.WHAT_STILL_WORKS else figures  # amounts.unchanged
    return _few([p for p in (*windows, *figures) if p.text])


def _for_one(figure: Figure) -> tuple[bool, bool]:
    """What one customer may have comes first, what the bank has in all comes last."""
    return figure.kind is FigureKind.QUOTA, not _PERSON.search(figure.item + figure.evidence.quote)


def _told(figure: Figure, brief: Brief, *, short: bool) -> Point:
    """A figure; of many caps a named quota in our words, another one in its own clause of the sentence."""
    if short and figure.kind is FigureKind.QUOTA and brief.nameable(figure):
        return Point(brief.speech.figure(figure), (figure.evidence,), figure.confidence)
    said = clause(figure, brief)
    if short and not brief.in_row(figure.evidence.span) and figure.new_text:
        own = next((c for c in _CLAUSES.split(said.text) if figure.new_text in c), "").strip()
        if _LEAST <= brief.speech.size(own) < brief.speech.size(said.text) and not _TORN.search(own):
            return replace(said, text=own)
    return said


def _few(points: list[Point]) -> list[Point]:
    """As many points as an agent can take in at once."""
    kept, most = [], VALUES
    for point in points:
        most -= values(point.text)
        if most >= 0:
            kept.append(point)
    return kept or points[:1]


def outages(topic: Intent, brief: Brief) -> list[Point]:
    """When service comes back is when each outage ends."""
    if topic is not Intent.RESUME or brief.category is not Category.MAINTENANCE:
        return []
    outages = [w for w in brief.key_windows() if w.role is WindowRole.OUTAGE][:4]
    ends = [replace(w, start=None) if n and w.end and not w.recurrence else w for n, w in enumerate(outages)]
    return [replace(timed(w, brief), text=told(end, brief)) for w, end in zip(outages, ends, strict=True)]


def reasons(topic: Intent, brief: Brief) -> list[Point]:
    """Why a customer may have missed a promotion: below the threshold, quota used up."""
    if topic is not Intent.WHY_NOT or brief.category is not Category.PROMOTION:
        return []
    key = [f for f in brief.figures if f.key]
    floors = [f for f in key if f.kind is FigureKind.AMOUNT and {q.qualifier for q in f.new} & {">=", "min", ">"}]
    quotas = [f for f in key if f.kind is FigureKind.QUOTA]
    return [clause(f, brief) for f in (*floors[:2], *quotas[:2])]


def genuine(topic: Intent, brief: Brief) -> list[Point]:
    """The number to call belongs to every answer about a swindle."""
    phone = brief.official_phone() if brief.category is Category.FRAUD_WARNING else None
    if phone is None or topic not in (Intent.VERIFY, Intent.WHAT_TO_DO):
        return []
    return [Point(brief.speech.say("bulletin", "official", phone=phone[0]), (phone[1],), step=True)]


def registration(topic: Intent, brief: Brief) -> list[Point]:
    if topic is not Intent.HOW_TO:
        return []
    return [timed(w, brief) for w in brief.key_windows() if w.role is WindowRole.REGISTRATION]
