"""The reviewer sees who worded a draft, and why a model's wording was not taken."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from builders import CUSTOMER, changed, fee_page, put


@pytest.mark.parametrize(
    ("language", "taken", "refused"),
    [
        ("en", "worded by a language model", "it lost a value: 6元 (answer)"),
        ("zh", "由语言模型润色", "漏掉了数值：6元（回答）"),
    ],
)
def test_the_page_says_who_worded_a_draft(store, logged_in, language, taken, refused):
    document, facts, faq, bulletin = fee_page()
    worded = changed(bulletin, written_by="model")
    kept = changed(faq, model_refused="value_lost: 6元 (answer)")
    shown, marked = put(store, document, facts, worded, kept)
    browser = logged_in(CUSTOMER)
    page = BeautifulSoup(browser.get(f"/notices/1?lang={language}").text, "lxml")
    shown, marked = (page.select_one(f"#draft-{draft.id}").text for draft in (shown, marked))
    assert taken in shown and refused not in shown
    assert refused in marked and taken not in marked


def test_a_draft_of_the_rules_alone_says_nothing_of_models(store, logged_in):
    for draft in put(store, *fee_page()):
        assert "model" not in logged_in(CUSTOMER).get(f"/drafts/{draft.id}?lang=en").text.lower()
