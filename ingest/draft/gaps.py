"""Questions that customers of such a notice ask and that this one does not answer: to confirm with the department."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.draft.brief import Brief, similarity
from ingest.model import FaqDraft, OpenQuestion

MOST = 8


def gaps(brief: Brief, faqs: Iterable[FaqDraft]) -> tuple[OpenQuestion, ...]:
    """The typical gaps of the category (phrase table) that the notice leaves open; `faqs` are answered already."""
    speech, text = brief.speech, brief.document.text
    asked = [f.question for f in faqs]
    found = []
    for gap in speech.table["gap"].get(str(brief.category), ()):
        question = gap["ask"].format(subject=brief.subject)
        stated = "unless" in gap and re.search(gap["unless"], text, re.S)
        foreign = "when" in gap and not any(w.role.value == gap["when"] for w in brief.windows)
        if not stated and not foreign and all(similarity(question, a) < 0.4 for a in asked):
            found.append(OpenQuestion(question, speech.say("unanswered", "reason")))
    return tuple(found[:MOST])
