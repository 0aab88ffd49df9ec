from __future__ import annotations

import datetime as dt
from decimal import Decimal

from store_samples import add_draft, add_notice

from ingest.model import (
    Category,
    Contact,
    ContactKind,
    ContactRole,
    Direction,
    EndKind,
    Evidence,
    FactKind,
    Figure,
    FigureKind,
    Moment,
    Quantity,
    Span,
    Tier,
    Window,
    WindowRole,
)
from ingest.store.unsaved import LONGEST

HERE = Evidence(Span(0, 3), "10元", "test")
WINDOW = Window(WindowRole.EFFECTIVE, Moment(dt.date(2026, 5, 1)), None, EndKind.OPEN, HERE)
FIGURE = Figure(FigureKind.FEE, "管理费", (), (Quantity(Decimal("10"), "CNY"),), Direction.NEW, HERE, new_text="10元")
CONTACT = Contact(ContactKind.PHONE, "95077", ContactRole.OFFICIAL, HERE)


def test_every_kind_of_fact_comes_back_as_it_was_put(store):
    facts = {
        FactKind.WINDOW: WINDOW,
        FactKind.FIGURE: FIGURE,
        FactKind.CONTACT: CONTACT,
        FactKind.CATEGORY: Category.RATE_CHANGE,
        FactKind.TIER: Tier.REGULATED,
    }
    with store.writing() as tx:
        _, revision = add_notice(tx)
        for at, (kind, fact) in enumerate(facts.items()):
            assert tx.corrections.lock(revision) == at
            tx.corrections.add(revision, kind=kind, position=at, before=None, after=fact, actor="li")
        tx.corrections.add(
            revision, kind=FactKind.WINDOW, position=0, before=WINDOW, after=None, actor="wu", reason="twice"
        )
    with store.reading() as tx:
        found = tx.corrections.of_revision(revision)
    assert [(c.kind, c.after) for c in found[:-1]] == list(facts.items())
    assert (found[-1].before, found[-1].after, found[-1].actor, found[-1].reason) == (WINDOW, None, "wu", "twice")


def test_what_is_typed_is_kept_once_for_each_person_and_forgotten_when_it_is_sent(store):
    with store.writing() as tx:
        draft = add_draft(tx)
        assert tx.unsaved.keep(draft, "li", 1, {"answer": "半句"})
        assert tx.unsaved.keep(draft, "li", 2, {"answer": "一整句。\n两行\ud800"})
        assert tx.unsaved.keep(draft, "wu", 1, {"answer": "别的"})
        assert not tx.unsaved.keep(draft, "wu", 1, {"answer": "长" * LONGEST})
    with store.writing() as tx:
        typed = tx.unsaved.of([draft, 99], "li")[draft]
        assert typed.version == 2 and typed.fields["answer"].startswith("一整句。\n两行")
        assert tx.unsaved.forget(draft, "li") and not tx.unsaved.forget(draft, "li")
        assert tx.unsaved.of([draft], "li") == {} and tx.unsaved.of([draft], "wu")[draft].fields == {"answer": "别的"}
