"""The bulletin of a notice that was changed after it had been read: what changed leads, and it is news from now on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.draft.atoms import keys
from ingest.draft.excerpts import clip
from ingest.draft.readings import Key
from ingest.draft.urgency import REVIEW_AFTER
from ingest.draft.voice import Voice, voice
from ingest.model import BulletinDraft, Category, FactDifference, Facts, FaqDraft, Moment, Unsupported

_TOLD = ("figure", "window", "contact")
"""What an agent has to hear first; another title or sentence is not news by itself."""
_MOST = 2


def as_revised(
    content: FaqDraft | BulletinDraft, differences: Sequence[FactDifference], facts: Facts, today: dt.date
) -> FaqDraft | BulletinDraft:
    """A bulletin with the differences in front; one that the notice gives no end is looked at again counted from
    `today`, when it changed, and not from its old start. An FAQ answers as it is."""
    told = [d for d in differences if d.what in _TOLD and d.old and d.new]
    if not isinstance(content, BulletinDraft) or not differences:
        return content
    speech = voice(facts.language, facts.script)
    return replace(
        content,
        headline=_headline(content.headline, speech) if told else content.headline,
        what_changes=_what(content, told, speech),
        expires=_expires(content, facts, today),
    )


def before(differences: Iterable[FactDifference]) -> frozenset[Key]:
    """What the notice said before: the lead of its bulletin may tell that."""
    return frozenset(key for d in differences if d.old for key in keys(d.old))


def without_before(found: Iterable[Unsupported], differences: Sequence[FactDifference]) -> tuple[Unsupported, ...]:
    """`found` without the former values in the field that tells the change."""
    former = before(differences)
    return tuple(u for u in found if u.place != "what_changes" or not keys(u.text) or not keys(u.text) <= former)


def _headline(headline: str, speech: Voice) -> str:
    text = speech.say("revised", "headline", headline=headline)
    return clip(text, speech.limit("headline"), zh=speech.zh)


def _what(content: BulletinDraft, told: Sequence[FactDifference], speech: Voice) -> str:
    leads = [speech.say("revised", "lead", label=d.label, old=d.old, new=d.new) for d in told[:_MOST]]
    room = speech.limit("bulletin") - len(content.when) - len(content.who) - len(content.script)
    lead = clip(speech.join(leads), max(room, 0), zh=speech.zh)
    rest = clip(content.what_changes, max(room - len(lead) - 1, 0), zh=speech.zh) if lead else content.what_changes
    return "\n".join(part for part in (lead, rest) if part)


def _expires(content: BulletinDraft, facts: Facts, today: dt.date) -> Moment | None:
    if not content.review or content.expires is None:
        return content.expires
    fraud = facts.category is Category.FRAUD_WARNING
    return max(content.expires, Moment(today + REVIEW_AFTER[fraud]), key=Moment.latest)
