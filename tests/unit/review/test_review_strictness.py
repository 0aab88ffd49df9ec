"""What replaces an entry takes at least the sign-offs that the entry took."""

from __future__ import annotations

import dataclasses

import pytest
from builders import ADMIN, BUSINESS, CUSTOMER, fee_page, publish_all, put

from ingest.answer.anew import draft_anew
from ingest.model import FactKind, Tier
from ingest.review import refusals
from ingest.review.conflicts import Choice, Settlement, settle_conflicts
from ingest.review.correcting import Wish, correct
from ingest.review.decisions import approve
from ingest.review.merging import merge, merger
from ingest.review.undoing import undo


def of_tier(store, tier, *, url="https://www.lakebank.example/n/2", **more):
    """A fee notice of this tier with its FAQ only."""
    document, facts, faq, _ = fee_page()
    document = dataclasses.replace(document, url=url, text=document.text + url)
    return put(store, document, dataclasses.replace(facts, tier=tier), faq, tier=tier, **more)[0]


def raised(store, clock):
    """An entry whose notice was read as S; a person said R, and two signed."""
    draft = of_tier(store, Tier.STANDARD, url="https://www.lakebank.example/n/1")
    correct(store, ADMIN, draft.revision_id, Wish(FactKind.TIER, 0, Tier.REGULATED, 0), clock)
    with store.reading() as tx:
        return publish_all(store, [tx.drafts.get(draft.id)], clock)[0]


def get(store, draft_id):
    with store.reading() as tx:
        return tx.drafts.get(draft_id)


def test_what_is_drafted_anew_has_the_tier_that_a_person_gave_and_one_signature_does_not_publish_it(store, clock):
    entry = raised(store, clock)
    with store.writing() as tx:
        draft_id = draft_anew(tx, ADMIN, entry, clock)
    assert get(store, draft_id).tier is Tier.REGULATED
    with pytest.raises(refusals.OtherRole):
        approve(store, ADMIN, draft_id, 1, clock)
    assert approve(store, CUSTOMER, draft_id, 1, clock).entry_id is None


def test_a_draft_of_the_next_revision_is_as_strict_as_what_it_replaces(store, clock):
    entry = raised(store, clock)
    assert of_tier(store, Tier.STANDARD, revises=entry.id, notice_id=entry.notice_id).tier is Tier.REGULATED


def test_a_draft_that_was_stored_with_too_weak_a_tier_is_signed_by_the_stricter_one(store, clock):
    entry = raised(store, clock)
    draft = of_tier(store, Tier.STANDARD)
    with store.writing() as tx:
        assert tx.drafts.replaces(draft.id, version=1, entry_id=entry.id, tier=Tier.STANDARD)
    assert get(store, draft.id).tier is Tier.STANDARD
    assert approve(store, CUSTOMER, draft.id, 1, clock).entry_id is None
    assert approve(store, BUSINESS, draft.id, 1, clock).entry_id is not None


def merged(store, clock, draft, entry):
    sides = merger(store, CUSTOMER, draft.id, entry.id, clock().replace(tzinfo=None))
    return merge(store, CUSTOMER, draft.id, draft.version, entry.id, sides.proposal, clock)


def test_a_draft_merged_over_a_stricter_entry_takes_its_sign_offs_and_undo_gives_its_own_back(store, clock):
    entry, draft = raised(store, clock), of_tier(store, Tier.STANDARD)
    assert merged(store, clock, draft, entry).tier is Tier.REGULATED
    undo(store, CUSTOMER, clock)
    assert (get(store, draft.id).tier, get(store, draft.id).revises) == (Tier.STANDARD, None)


def test_the_fast_lane_publishes_no_merger_over_what_two_people_saw(store, clock):
    entry = publish_all(store, [of_tier(store, Tier.STANDARD, url="https://www.lakebank.example/n/1")], clock)[0]
    draft = merged(store, clock, of_tier(store, Tier.FAST), entry)
    assert draft.tier is Tier.STANDARD
    with pytest.raises(refusals.OwnEdit):
        approve(store, CUSTOMER, draft.id, draft.version, clock)


def test_a_correction_does_not_lower_what_a_draft_has_from_the_entry_that_it_replaces(store, clock):
    draft = merged(store, clock, of_tier(store, Tier.STANDARD), raised(store, clock))
    wish = Wish(FactKind.FIGURE, 0, None, 0)
    correct(store, CUSTOMER, draft.revision_id, wish, clock)
    assert get(store, draft.id).tier is Tier.REGULATED


def test_settling_a_contradiction_by_replacing_asks_for_the_sign_offs_of_every_entry_that_goes(store, clock):
    document, facts, faq, _ = fee_page("8元")
    weak = dataclasses.replace(document, url="https://www.lakebank.example/n/3")
    two = [put(store, document, facts, faq)[0], put(store, weak, facts, faq, tier=Tier.STANDARD)[0]]
    strict, loose = publish_all(store, two, clock)
    draft = of_tier(store, Tier.STANDARD)
    with store.writing() as tx:
        choices = [Choice(entry.id, Settlement.REPLACE) for entry in (strict, loose)]
        settle_conflicts(tx, CUSTOMER, draft, choices, clock)
    assert get(store, draft.id).tier is Tier.REGULATED
    assert approve(store, CUSTOMER, draft.id, 1, clock).entry_id is None
