"""The checked drafts of a revision, with what changed in front of its bulletins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ingest.draft.grounding import check
from ingest.draft.revised import as_revised, without_before
from ingest.model import Document, FactDifference, Facts
from ingest.pipeline.job import Draft


def revised(
    checked: Sequence[Draft],
    document: Document,
    facts: Facts,
    differences: Sequence[FactDifference],
    today: dt.date,
) -> tuple[Draft, ...]:
    """Each draft told as that of a changed notice, and what in it nothing supports (its lead says what was before)."""
    return tuple(_one(draft, document, facts, differences, today) for draft in checked)


def _one(
    draft: Draft, document: Document, facts: Facts, differences: Sequence[FactDifference], today: dt.date
) -> Draft:
    content = as_revised(draft.content, differences, facts, today)
    if content == draft.content:
        return draft
    return Draft(content, without_before(check(content, document, facts, today=today), differences))
