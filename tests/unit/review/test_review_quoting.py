from __future__ import annotations

import dataclasses

import pytest
from builders import BUSINESS, CUSTOMER, changed, fee_page, outage_page, publish_all, put

from ingest.model import Direction
from ingest.review.quoting import quoted, says_of
from ingest.review.sameness import bearing, folded
from ingest.store.entry_facts import Quoted


def values(content, facts):
    return {(fact.kind, fact.value) for fact in quoted(content, facts)}


def test_a_draft_quotes_the_figures_times_and_numbers_that_stand_in_it():
    _, facts, faq, bulletin = fee_page()
    assert values(faq, facts) == {
        (Quoted.FIGURE, "6元"),
        (Quoted.FORMER, "10元"),
        (Quoted.WINDOW, "2026-12-01/"),
    }
    assert (Quoted.FIGURE, "6元") in values(bulletin, facts)
    called = changed(faq, operation_points=("请致电95077。",))
    assert (Quoted.CONTACT, "95077") in values(called, facts)


def test_a_figure_that_is_not_told_is_not_quoted():
    _, facts, faq, _ = fee_page()
    silent = changed(faq, answer="手续费有调整。", say="", operation_points=(), conditions=())
    assert values(silent, facts) == set()
    elsewhere = changed(
        faq, question="年费？", answer="每笔6元。", say="", operation_points=(), conditions=(), citations=()
    )
    assert (Quoted.FIGURE, "6元") not in values(elsewhere, facts)


def test_what_becomes_free_is_quoted_as_nought():
    _, facts, faq, _ = fee_page()
    free = dataclasses.replace(facts.figures[0], new=(), new_text=None, direction=Direction.EXEMPT)
    facts = dataclasses.replace(facts, figures=(free,))
    says = {
        fact.says
        for fact in quoted(changed(faq, answer="柜面跨行转账免收手续费。"), facts)
        if fact.kind is Quoted.FIGURE
    }
    assert says == {"0"} and says_of(()) == "0"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("柜台转账收费标准", "柜面汇款收费"),
        ("個人網上銀行轉賬手續費", "个人网银转账手续费"),
        ("The transfer fee", "Remittance charge"),
        ("年 费（金卡）", "年费(金卡)"),
    ],
)
def test_names_that_mean_the_same_have_one_form(a, b):
    assert folded(a) == folded(b)


@pytest.mark.parametrize(
    ("a", "b"), [("转账手续费", "转账限额"), ("年费", "工本费"), ("transfer fee", "transfer limit")]
)
def test_names_of_different_things_stay_apart(a, b):
    assert folded(a) != folded(b)


@pytest.mark.parametrize(
    ("a", "b", "meet"),
    [
        ("个人客户年费", "企业客户年费", False),
        ("个人客户年费", "年费", True),
        ("白金卡年费", "金卡年费", False),
        ("一年期存款", "三年期存款", False),
        ("Personal accounts", "Business accounts", False),
        ("Platinum card", "Platinum card annual fee", True),
    ],
)
def test_other_people_and_other_products_are_other_things(a, b, meet):
    assert bearing(a).meets(bearing(b)) is meet


def test_what_is_published_is_indexed_in_the_same_transaction(store, clock):
    drafts = put(store, *fee_page())
    entries = publish_all(store, drafts, clock)
    with store.reading() as tx:
        found = tx.entry_facts.of_entries([entry.id for entry in entries])
    assert {(fact.entry_id, fact.value) for fact in found if fact.kind is Quoted.FIGURE} == {
        (entry.id, "6元") for entry in entries
    }


def test_an_english_outage_is_indexed_by_its_hours(store, clock):
    _, facts, faq, _ = outage_page()
    assert values(faq, facts) == {(Quoted.WINDOW, "2026-11-23T22:00/2026-11-24T06:00")}
    assert CUSTOMER.name != BUSINESS.name
