"""What an entry is about, and where it is done, by its words."""

from __future__ import annotations

import dataclasses
import tomllib
from importlib import resources

import pytest
from builders import fee_page, publish_all, put
from clocked import Clock, clock, store

from ingest.answer.facets import about, facets
from ingest.answer.search import Wanted, search
from ingest.store.store import Store
from ingest.store.tokens import indexed

__all__ = ["clock", "store"]


@pytest.mark.parametrize("kind", ["product", "channel"])
def test_every_facet_has_a_name_in_both_languages_and_finds_it(kind: str) -> None:
    for facet in facets(kind).values():
        assert facet.zh and facet.en and facet.named("zh") == facet.zh and facet.named("en") == facet.en
        assert not facet.words.search("")


@pytest.mark.parametrize("kind", ["product", "channel"])
def test_what_is_about_a_facet_is_found_by_the_index_of_words_too(kind: str) -> None:
    """By each of its words, within a sentence as entries have it."""
    for facet in facets(kind).values():
        for word in _words_of(kind, facet.id):
            held = set(indexed(f"客户可通过{word}办理。" if not word.isascii() else f"Ask for {word} there."))
            assert any(
                all(any(token.startswith(t.token) if t.prefix else token == t.token for token in held) for t in way)
                for way in facet.ways
            ), word


def _words_of(kind: str, id: str) -> list[str]:
    text = resources.files("ingest.answer").joinpath("lexicon/facets.toml").read_text("utf-8")
    return [word.replace("*", "") for word in tomllib.loads(text)[kind][id]["words"]]


@pytest.mark.parametrize(
    ("kind", "id", "text", "holds"),
    [
        ("product", "credit_card", "Will my Credit Cards be charged twice?", True),
        ("product", "credit_card", "a credit to your card", False),
        ("product", "loan", "提前还款要不要违约金？", True),
        ("product", "loan", "The LOAN's term", True),
        ("product", "deposit", "大额存单可以转让吗", True),
        ("product", "wealth", "Golden Week opening hours", False),
        ("channel", "mobile", "打开手机银行App", True),
        ("channel", "mobile", "what happens to my application", False),
        ("channel", "atm", "ATM吞卡怎么办", True),
        ("channel", "branch", "at any branch, over the counter", True),
    ],
)
def test_words_decide_and_latin_ones_whole(kind: str, id: str, text: str, holds: bool) -> None:
    assert bool(facets(kind)[id].words.search(text)) is holds


def test_hits_are_narrowed_and_the_list_is_filled_from_further_down(store: Store, clock: Clock) -> None:
    document, facts, faq, _ = fee_page()
    contents = []
    for n in range(60):
        where = "信用卡" if n % 20 == 7 else "借记卡"
        contents.append(dataclasses.replace(faq, question=f"第{n}种{where}转账的手续费是多少？", keywords=(where,)))
    entries = publish_all(store, put(store, document, facts, *contents), clock)
    now = clock().replace(tzinfo=None)
    with store.reading() as tx:
        every = search(tx, Wanted("转账手续费", limit=9), now).hits
        narrow = search(tx, Wanted("转账手续费", limit=9, product="credit_card"), now).hits
        nobody = search(tx, Wanted("转账手续费", product="insurance"), now).hits
        unknown = search(tx, Wanted("转账手续费", limit=9, channel="pigeon"), now).hits
    assert len(entries) == 60 and len(every) == 9 and nobody == () and len(unknown) == 9
    assert len(narrow) == 3 and all(about(hit.entry, "credit_card", None) for hit in narrow)
