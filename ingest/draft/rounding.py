"""Days and amounts that have no entry of their own stand as further lines in an entry of the same question.

An agent who asks "when?" wants the other days of the notice beside the one that is asked most; but an answer is to be
taken in at once, so that each entry takes in one further group of facts, the shortest entry first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.draft.notation import values
from ingest.draft.voice import Voice, core, voice
from ingest.draft.worth import Offer, of_facts
from ingest.model import Facts, FaqDraft

_SHARE = 0.5
"""An entry is filled up to this share of what it may hold."""
_VALUES = 12
"""Values in an entry; beyond them an agent looks for the needle."""
_TABLE = 6
"""An entry of more values than this is a table already, and takes in nothing."""


@dataclass(slots=True)
class _Home:
    """An entry that may take in others."""

    faq: FaqDraft
    body: str
    size: int
    values: int
    full: bool

    def lacks(self, donor: FaqDraft) -> list[str]:
        return [line for line in donor.lines if core(line) not in self.body]

    def takes(self, donor: FaqDraft, lines: Sequence[str]) -> None:
        cited = [c for c in donor.citations if c not in self.faq.citations]
        self.faq = replace(self.faq, conditions=(*self.faq.conditions, *lines), citations=(*self.faq.citations, *cited))
        self.full = True


def _home(faq: FaqDraft, speech: Voice) -> _Home:
    count = sum(map(values, faq.lines))
    return _Home(faq, core("\n".join(faq.lines)), sum(map(speech.size, faq.lines)), count, full=count > _TABLE)


def rounded(faqs: Sequence[FaqDraft], offers: Iterable[Offer], facts: Facts) -> tuple[FaqDraft, ...]:
    """`faqs`, each with at most one of the `offers` of days or amounts that found no place, the surest first."""
    speech = voice(facts.language, facts.script)
    most = speech.limit("answer") * _SHARE
    homes = [_home(faq, speech) for faq in faqs]
    spare = sorted((o.faq for o in offers if of_facts(o)), key=lambda faq: -faq.confidence)
    for donor in spare:
        kin = [h for h in homes if h.faq.intent is donor.intent and h.faq.change == donor.change]
        if any(not h.lacks(donor) for h in kin):
            continue
        for home in sorted((h for h in kin if not h.full), key=lambda h: h.size):
            lines = home.lacks(donor)
            longer = home.size + sum(map(speech.size, lines))
            if longer <= most and home.values + sum(map(values, lines)) <= _VALUES:
                home.takes(donor, lines)
                break
    return tuple(h.faq for h in homes)
