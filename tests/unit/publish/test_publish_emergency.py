"""What was published in an emergency says so wherever agents read it, until everybody has signed."""

from __future__ import annotations

import pytest
from builders import BUSINESS, CUSTOMER, fee_page, put

from ingest.publish.renderers import renderers
from ingest.publish.write import current
from ingest.review.decisions import approve, publish_now
from ingest.store.codec import words_hash

WHY = "starts in an hour {x} <b>"


def rendered(store, clock, language="en"):
    at = clock.now.replace(tzinfo=None)
    edition = current(store, bank_name="湖滨银行", language=language, now=at, time_zone="Asia/Shanghai")
    return {renderer.filename: renderer.render(edition) for renderer in renderers()}


@pytest.mark.parametrize(("language", "words"), [("en", "Published in an emergency"), ("zh", "紧急发布，会签尚未完成")])
def test_agents_are_told_in_words_until_the_other_signs(store, clock, language, words):
    document, facts, _, bulletin = fee_page()
    draft = put(store, document, facts, bulletin)[0]
    done = publish_now(store, CUSTOMER, draft.id, 1, WHY, clock)
    shown = rendered(store, clock, language)
    for name in ("bulletin.html", "bulletin.md", "bulletin.atom"):
        assert words in shown[name] and "starts in an hour" in shown[name], name
        assert "<b>" not in shown[name]
    assert '"emergency": "starts in an hour' in shown["bulletin.json"]
    approve(store, BUSINESS, draft.id, 1, clock)
    assert all(words not in text for text in rendered(store, clock, language).values())
    with store.reading() as tx:
        entry = tx.entries.get(done.entry_id)
    assert entry.validated and entry.emergency == WHY


def test_the_record_holds_the_hash_of_the_words_that_were_signed_and_published(store, clock):
    document, facts, _, bulletin = fee_page()
    draft = put(store, document, facts, bulletin)[0]
    publish_now(store, CUSTOMER, draft.id, 1, WHY, clock)
    with store.reading() as tx:
        signed = next(e for e in tx.audit.events(f"draft:{draft.id}") if e.action == "signed")
        published = next(e for e in tx.audit.events("entry:1") if e.action == "published")
    assert signed.detail["words"] == published.detail["words"] == words_hash(bulletin)
    assert published.detail["emergency"] == WHY
