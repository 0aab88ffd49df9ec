from __future__ import annotations

from store_samples import faq, publish

from ingest.store.entry_facts import EntryFact, Quoted, StoredFact

FEE = EntryFact(Quoted.FIGURE, "账户管理费", "每月10元", "账户管理费|CNY", ":10:CNY")
PHONE = EntryFact(Quoted.CONTACT, "phone", "95077", "phone|official", "95077")


def test_an_entry_is_found_by_what_its_figures_are_about_and_by_their_values(store):
    with store.writing() as tx:
        entry = publish(tx, faq(), "https://b.example/1")
        tx.entry_facts.put(entry, (FEE, PHONE, FEE))
    with store.reading() as tx:
        about = tx.entry_facts.about({FEE.about_key}, Quoted.FIGURE)
        assert about == [StoredFact(entry, Quoted.FIGURE, "账户管理费", "每月10元", FEE.about_key, FEE.says_key)]
        assert tx.entry_facts.about({FEE.about_key}, Quoted.WINDOW) == []
        assert [fact.value for fact in tx.entry_facts.quoting({PHONE.says_key})] == ["95077"]
        assert tx.entry_facts.about(()) == tx.entry_facts.quoting(()) == tx.entry_facts.of_entries(()) == []


def test_what_an_entry_quoted_before_is_replaced(store):
    with store.writing() as tx:
        entry = publish(tx, faq(), "https://b.example/1")
        tx.entry_facts.put(entry, (FEE,))
        tx.entry_facts.put(entry, (PHONE,))
        assert [fact.kind for fact in tx.entry_facts.of_entries([entry])] == [Quoted.CONTACT]


def test_withdrawn_and_superseded_entries_are_not_found_any_more(store):
    with store.writing() as tx:
        first, second = (publish(tx, faq(f"{n}？"), f"https://b.example/{n}") for n in "12")
        for entry in (first, second):
            tx.entry_facts.put(entry, (FEE,))
        assert [fact.entry_id for fact in tx.entry_facts.about({FEE.about_key})] == [second, first]
        tx.entries.supersede(first, second)
        assert [fact.entry_id for fact in tx.entry_facts.quoting({FEE.says_key})] == [second]
        tx.entries.withdraw(second, "why")
        assert tx.entry_facts.about({FEE.about_key}) == []
        assert len(tx.entry_facts.of_entries([first, second])) == 2
