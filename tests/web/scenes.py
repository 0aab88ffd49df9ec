"""A desk in full swing: something of everything that a page can show."""

from __future__ import annotations

import datetime as dt
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
from ingest.store.proposals import NewProposal
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
    _used(store, entries[0].id, tonight.id, clock)
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


def _used(store: Store, entry: int, other: int, clock: Any) -> None:
    """What agents do: asks that are counted, flags, a question, and what is proposed of it all; a pin on the board."""
    with store.writing() as tx:
        for n in range(7):
            tx.usage.ask(entry if n % 3 else other, 1, None)
        tx.entry_flags.add(entry, 1, None, "other", "客户说公告已改为5元，这里还是旧的，请核对原文后改正。")
        question = tx.forwarded.add("哪些加油站参加活动？", "k", "zh", "abc123")
        tx.forwarded.ask(question, 1, "C-1", "哪些加油站参加？")
        for kind, key, ids in (("combine", "1", (entry, other)), ("retire", "2", (entry,)), ("gap", "3", ())):
            tx.proposals.renew(
                [NewProposal(kind, key, ids, {"asks": [5, 4][: len(ids)], "words": "贵宾厅停车费"})], [kind]
            )
        tx.pins.add(entry, "ada", clock() + dt.timedelta(days=1))
