"""A desk in full swing: something of everything that a page can show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from builders import (
    ADMIN,
    BUSINESS,
    CUSTOMER,
    OPERATOR,
    changed,
    fee_page,
    malformed_page,
    outage_page,
    publish_all,
    put,
)
from desk_notices import FEES, PROMOTION, arrive
from revised import revised

from ingest.model import Actor, FaqDraft, Role, Unsupported
from ingest.review import accounts, decisions
from ingest.store.carried import CarriedDraft
from ingest.store.store import Store

CHIEF = Actor("chief", frozenset(Role))
"""May do everything, so that every page shows everything that it has."""


@dataclass(frozen=True)
class Swing:
    """Where the desk is, the cookies of the chief, and the address of each page by a name."""

    address: str
    cookies: Mapping[str, str]
    places: Mapping[str, str]


def busy(store: Store, clock: Any) -> dict[str, str]:
    """Drafts of all tiers, flags, a figure without a source, an amended one, a revision, entries, a correction of many,
    people and refusals. Answers the address of each page, by a name."""
    entries, revision_id = revised(store, clock)
    open_ = arrive(store, FEES, url="https://www.lakebank.example/n/31")
    arrive(store, PROMOTION, url="https://www.lakebank.example/n/32")
    document, facts, faq, flags = malformed_page()
    put(store, document, facts, faq, flags=flags)
    document, facts, faq, bulletin = outage_page()
    tonight = publish_all(store, put(store, document, facts, faq, bulletin)[:1], clock)[0]
    document, facts, faq, _ = fee_page("7元")
    loose = put(
        store,
        replace(document, url="https://www.lakebank.example/n/33"),
        facts,
        changed(faq, answer="每笔7元，最高99元。"),
        unsupported=(Unsupported("answer", "99元"),),
    )[0]
    faqs = [draft for draft in open_ if isinstance(draft.content, FaqDraft)]
    decisions.amend(store, ADMIN, faqs[0].id, 1, changed(faqs[0].content, say="请以公告为准。"), clock)
    decisions.approve(store, CUSTOMER, open_[-1].id, 1, clock)
    decisions.return_(store, BUSINESS, faqs[1].id, 1, "请核对", clock)
    accounts.add(store, OPERATOR, "mei", "Mei", [Role.BUSINESS_EXPERT], "mist over the lake", clock)
    with store.writing() as tx:
        group = tx.carried.join([CarriedDraft(loose.id, entries[0].id, 1, 1, ())])
    return {
        "notice": f"/notices/{open_[0].notice_id}",
        "amending": f"/drafts/{faqs[0].id}?edit={faqs[0].id}",
        "fact": f"/notices/{open_[0].notice_id}?fact=figure-0",
        "unsourced": f"/drafts/{loose.id}",
        "similar": f"/drafts/{loose.id}/similar",
        "split": f"/drafts/{faqs[0].id}/split",
        "merge": f"/drafts/{loose.id}/merge/{tonight.id}",
        "conflicts": f"/drafts/{loose.id}/conflicts",
        "revision": f"/revisions/{revision_id}",
        "impact": f"/impact?revision={revision_id}",
        "corrections": f"/corrections/{group}",
        "entry": f"/entries/{entries[0].id}",
        "card": f"/find/cards/{entries[0].id}?q=手续费",
        "expert": f"/expert/{open_[-1].id}",
    }
