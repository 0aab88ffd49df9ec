"""Questions that customers of such a notice ask and that this one does not answer: to confirm with the department."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from ingest.draft.brief import Brief, similarity
from ingest.draft.timing import named
from ingest.model import EndKind, FaqDraft, OpenQuestion, WindowRole

MOST = 8
_ALIKE = 0.4


def gaps(brief: Brief, faqs: Iterable[FaqDraft]) -> tuple[OpenQuestion, ...]:
    """What the facts leave open, then the typical gaps of the category (phrase table); `faqs` are answered already."""
    asked = [f.question for f in faqs]
    found: list[str] = []
    for question in (*_of_facts(brief), *_typical(brief)):
        if all(similarity(question, a) < _ALIKE for a in asked) and all(
            similarity(question, f) < _ALIKE for f in found
        ):
            found.append(question)
    reason = brief.speech.say("unanswered", "reason")
    return tuple(OpenQuestion(question, reason) for question in found[:MOST])


def _of_facts(brief: Brief) -> Iterator[str]:
    """An end that is still open; what comes after a concession."""
    speech = brief.speech
    for window in brief.key_windows():
        if window.end_kind is EndKind.EVENT:
            yield speech.say("gap_of", "event", what=named(window, speech) or brief.subject)
        elif window.role is WindowRole.CONCESSION and window.end:
            yield speech.say("gap_of", "concession", end=speech.moment(window.end, end=True))


def _typical(brief: Brief) -> Iterator[str]:
    table = brief.speech.table["gap"]
    roles = {w.role.value for w in brief.windows}
    for gap in (*table.get(str(brief.category), ()), *table.get("any", ())):
        if _open(gap, brief.document.text) and gap.get("when", next(iter(roles), "")) in roles | {""}:
            yield gap["ask"].format(subject=brief.subject)


def _open(gap: Mapping[str, str], text: str) -> bool:
    """Does the notice speak of the matter (`only`) without settling it (`unless`)?"""
    if "only" in gap and not re.search(gap["only"], text):
        return False
    return "unless" not in gap or not re.search(gap["unless"], text, re.S)
