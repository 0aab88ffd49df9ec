"""What a page of the web, or a colleague, may have written to harm whoever reads it: shown as words, and nothing else."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest
from applications import peopled
from builders import ADMIN, CUSTOMER, OPERATOR, changed, fee_page, publish_all, put
from scenes import CHIEF
from visits import PEOPLE, Browser

from ingest.model import Role
from ingest.review import accounts, decisions

EVIL = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>"
    '<svg onload=alert(1)><a xlink:href="javascript:alert(1)">x</a></svg><style>body{display:none}</style>'
    '" autofocus onfocus="alert(1) {{ 7 * 191 }}${7*191} 6元\u202e元01\u2066',
    "formula": '=HYPERLINK("https://evil.example","x")',
    "formula, full width": "＝cmd|'/c calc'!A0",
    "formula, spaced": " \t+cmd|'/c calc'!A0",
}
PAGES = (
    "/queue",
    "/notices/1",
    "/drafts/2",
    "/drafts/2?edit=2",
    "/notices/1?fact=figure-0",
    "/drafts/2/split",
    "/board",
)
PAGES += (
    "/entries/1",
    "/find?q=手续费",
    "/find/cards/1",
    "/numbers",
    "/people",
    "/audit",
    "/impact?old=6元",
    "/expert",
)
PAGES += ("/board/bulletin.html",)
TABLES = (
    "/people.csv",
    "/audit/export.csv",
    *(f"/numbers/{name}.csv" for name in ("late", "reasons", "sources", "waiting")),
)
RAW = re.compile(r"<script>alert|<img src=x|<svg onload|<style>body|onfocus=\"alert|1337", re.IGNORECASE)
REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
COMPUTED = re.compile(r"^\s*[=+\-@＝＋－＠]")


@pytest.fixture
def chief(store, clock):
    """A desk where somebody wrote `evil` wherever something can be written."""

    def at(evil: str) -> Browser:
        app = peopled(store, clock, (*PEOPLE, CHIEF))
        document, facts, faq, bulletin = fee_page()
        document = replace(document, title=evil + document.title, text=evil + document.text, passages=(), tables=())
        facts = replace(facts, title=evil + facts.title)
        faq = changed(faq, question=evil + faq.question, answer=evil + faq.answer, say=evil, keywords=(evil, "手续费"))
        faqs = [changed(faq, question=f"{faq.question}{n}") for n in range(3)]
        drafts = put(store, document, facts, *faqs, changed(bulletin, headline=evil), source=evil)
        publish_all(store, drafts[:1], clock)
        decisions.return_(store, CUSTOMER, drafts[2].id, 1, evil, clock)
        decisions.amend(store, ADMIN, drafts[1].id, 1, changed(faqs[1], say=evil + "!"), clock)
        accounts.add(store, OPERATOR, "mei", evil, [Role.AGENT], "mist over the lake", clock)
        browser = Browser(app)
        assert browser.log_in(CHIEF).status_code == 303
        return browser

    return at


@pytest.mark.parametrize("name", EVIL)
def test_hostile_words_stay_words_on_pages_and_in_tables(chief, name):
    browser = chief(EVIL[name])
    for path in PAGES:
        answer = browser.get(path)
        assert answer.status_code in (200, 404), path
        assert not RAW.search(answer.text), path
        assert not REORDERING.search(answer.text), path
    for path in TABLES:
        answer = browser.get(path)
        assert answer.status_code == 200, path
        cells = [cell for row in csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))) for cell in row]
        assert not [cell for cell in cells if COMPUTED.match(cell)], path
        assert not REORDERING.search(answer.text), path


def test_a_title_of_a_megabyte_stops_nobody(chief):
    browser = chief("题" * 350_000)
    for path in ("/queue", "/notices/1", "/people", "/audit"):
        answer = browser.get(path)
        assert answer.status_code == 200, path
