"""How much each answer is used: bands, proposals, flags, in the pages that people see."""

from __future__ import annotations

import csv
import io
import re

import pytest
from bs4 import BeautifulSoup
from builders import ADMIN, AGENT, AUDITOR, BUSINESS, CUSTOMER, changed, fee_page, outage_page, publish_all, put

from ingest.answer.proposing import different
from ingest.store.forwarded import Stage
from ingest.store.tables import drafts

EVIL = '=cmd|" /C calc"!A0<script>alert(1)</script>'


def soup(answer):
    assert answer.status_code == 200, answer.status_code
    return BeautifulSoup(answer.text, "lxml")


@pytest.fixture
def entries(store, clock):
    """Two answers that quote the same fee, and one of an outage that will be over."""
    document, facts, faq, _ = fee_page()
    other = changed(faq, question="到柜台转账给别的银行要收多少钱？", keywords=("转账", "柜台"))
    fees = publish_all(store, put(store, document, facts, faq, other), clock)
    outage = publish_all(store, put(store, *outage_page()[:3]), clock)
    clock.forward(days=20)
    return [entry.id for entry in (*fees, *outage)]


@pytest.fixture
def asked(entries, logged_in):
    agent = logged_in(AGENT)
    for n in range(12):
        agent.post(f"/find/cards/{entries[n % 2]}/asked", {"call": f"c{n}"}, page="/flags")
    return entries


def counted(logged_in, person=ADMIN):
    browser = logged_in(person)
    assert browser.post("/bands/count", page="/bands").status_code == 303
    return browser


def shown(browser, path="/bands"):
    page = soup(browser.get(path))
    return {
        int(row.td.text): [cell.text.strip() for cell in row.find_all(["td", "th"])]
        for row in page.select("table.numbers tbody tr")
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_bands_of_the_last_days_are_a_table_with_charts(asked, logged_in, language):
    page = soup(counted(logged_in).get(f"/bands?lang={language}"))
    assert len(page.select(".figure")) == 4 and len(page.select("svg.chart")) == 4
    assert len(page.select("table.numbers tbody tr")) == 3


def test_a_month_a_category_a_band_and_a_keyword_narrow_it(asked, logged_in):
    browser = counted(logged_in)
    assert set(shown(browser, "/bands?band=very_low")) == {asked[2]}
    assert set(shown(browser, "/bands?category=maintenance")) == {asked[2]}
    assert set(shown(browser, "/bands?word=柜台")) == {asked[1]}
    assert shown(browser, "/bands?when=2026-12&lang=en")[asked[0]][3] == "6"
    assert shown(browser, "/bands?when=2026-10&lang=en")[asked[0]][3] == "0"
    assert browser.get("/bands?when=nonsense").status_code == 422


def test_a_period_holds_until_it_is_counted_again(asked, logged_in, clock):
    browser, agent = counted(logged_in), logged_in(AGENT)
    assert shown(browser, "/bands?when=90")[asked[0]][3] == "6"
    agent.post(f"/find/cards/{asked[0]}/asked", {"call": "again"}, page="/flags")
    assert shown(browser, "/bands?when=90")[asked[0]][3] == "6"
    clock.forward(minutes=1)
    counted(logged_in)
    assert shown(browser, "/bands?when=90")[asked[0]][3] == "7"


def test_a_long_list_is_leafed_through(asked, logged_in, monkeypatch):
    monkeypatch.setattr("ingest.web.bands.SHOWN", 2)
    browser = counted(logged_in)
    first, second = (soup(browser.get(f"/bands?page={n}&lang=en&band=")) for n in (1, 2))
    assert [len(page.select("table.numbers tbody tr")) for page in (first, second)] == [2, 1]
    assert first.select_one("nav.leaf a[rel=next]")["href"] == "/bands?page=2#part-table"
    assert "page 2 of 2" in second.select_one("nav.leaf").text and not second.select("nav.leaf a[rel=next]")


def test_the_file_holds_the_same_rows_and_no_formula(store, clock, entries, logged_in):
    document, facts, faq, _ = outage_page()
    document = changed(document, url="https://www.lakebank.example/n/9", text=document.text + "\n" + EVIL)
    publish_all(store, put(store, document, facts, changed(faq, question=EVIL)), clock)
    text = counted(logged_in).get("/bands/bands.csv?lang=en").text
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0][:2] == ["No.", "Question"] and len(rows) == 5
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_monthly_bands_lead_to_two_entries_made_one(store, asked, logged_in):
    """Scenario 18 of the domain handbook: bands and proposals; an administrator merges two; the old id redirects; the
    counters add up; the record has a line."""
    one, other, _ = asked
    admin = counted(logged_in)
    assert [shown(admin)[id][3:5] for id in (one, other)] == [["6", "很高"], ["6", "很高"]]
    page = soup(admin.get("/proposals?lang=en"))
    combine = page.select_one("#kind-combine").parent
    evidence = [line.text for line in combine.select(".evidence li")]
    assert evidence == ["Both say: 个人柜面跨行转账手续费: 6元", "Asked 6 + 6 times in the last 30 days"]
    number = re.search(r"/proposals/(\d+)", str(combine))[1]
    assert len(soup(admin.get(f"/proposals/{number}")).select(".beside article")) == 2
    done = admin.post(f"/proposals/{number}/apply", {"keep": str(one)}, page=f"/proposals/{number}")
    assert done.headers["location"] == "/proposals?done=combine"
    assert admin.get(f"/entries/{other}").headers["location"] == f"/entries/{one}?was={other}"
    assert shown(admin)[one][3] == "12" and other not in shown(admin)
    assert "12" in soup(logged_in(AGENT).get(f"/find/cards/{one}")).select_one(".asked").text
    counted(logged_in)
    assert shown(admin)[one][3] == "12" and other not in shown(admin)
    with store.reading() as tx:
        events = {event.action for event in tx.audit.events(f"entry:{other}")}
        assert tx.audit.verify() is None
    assert "combined" in events
    again = admin.post(f"/proposals/{number}/apply", {"keep": str(one)}, page="/bands")
    assert again.status_code == 409


def test_what_is_asked_most_is_pinned_by_a_person_and_stays_so(store, asked, logged_in):
    admin = counted(logged_in)
    page = soup(admin.get("/proposals"))
    path = page.select_one("#kind-promote").parent.select_one("form[action$=apply]")["action"]
    assert admin.post(path, page="/proposals").status_code == 303
    counted(logged_in)
    with store.reading() as tx:
        assert len(tx.frequencies.pinned()) == 1


def test_what_is_over_and_never_asked_is_retired_with_a_reason(store, asked, logged_in):
    admin = counted(logged_in, CUSTOMER)
    path = soup(admin.get("/proposals")).select_one("#kind-retire").parent.select_one("form[action$=apply]")["action"]
    assert admin.post(path, page="/proposals").status_code == 422
    assert admin.post(path, {"reason": "over"}, page="/proposals").status_code == 303
    with store.reading() as tx:
        assert tx.entries.get(asked[2]).withdrawn == "over"


def test_a_dismissed_proposal_does_not_come_back(store, asked, logged_in):
    admin = counted(logged_in)
    path = soup(admin.get("/proposals")).select_one("#kind-combine").parent.select_one("a.button")["href"]
    assert admin.post(f"{path}/dismiss", {}, page=path).status_code == 422
    assert admin.post(f"{path}/dismiss", {"reason": "different needs"}, page=path).status_code == 303
    counted(logged_in)
    assert soup(admin.get("/proposals")).select_one("#kind-combine") is None


def test_what_was_searched_in_vain_becomes_a_question(store, asked, logged_in):
    agent = logged_in(AGENT)
    for _ in range(3):
        agent.get("/find?q=哪些加油站参加")
    admin = counted(logged_in)
    gap = soup(admin.get("/proposals")).select_one("#kind-gap").parent
    assert "哪些加油站参加" in gap.text
    assert admin.post(gap.select_one("form[action$=apply]")["action"], page="/proposals").status_code == 303
    with store.reading() as tx:
        assert [question.words for question in tx.forwarded.listed([Stage.OPEN])] == ["哪些加油站参加"]


def test_searches_of_one_need_are_one_kind():
    assert len(different(["转账手续费", "手续费多少", "网点几点开门"])) == 2
    assert len(different(["transfer fee", "fee abroad", "opening hours", "lost card"])) == 3


def test_a_long_answer_wanted_for_different_parts_is_split(store, clock, logged_in):
    document, facts, faq, _ = fee_page()
    long = changed(faq, answer=faq.answer + "手机银行转账继续免收手续费，无需申请。" * 10)
    (entry,) = publish_all(store, put(store, document, facts, long), clock)
    agent = logged_in(AGENT)
    with store.writing() as tx:
        user = tx.users.by_name("an").id
        for words in ("转账手续费", "无需申请", "客服电话"):
            tx.searches.opened(tx.searches.add(user, words, 1), user, entry.id)
        tx.usage.ask(entry.id, user, None)
    assert agent.get("/proposals").status_code == 403
    admin = counted(logged_in)
    path = soup(admin.get("/proposals")).select_one("#kind-split").parent.select_one("form[action$=apply]")["action"]
    made = admin.post(path, page="/proposals").headers["location"]
    assert re.fullmatch(r"/drafts/\d+/split", made) and admin.get(made).status_code == 200


def test_a_flag_goes_to_the_owner_and_its_answer_to_the_one_who_flagged(store, entries, logged_in):
    agent, expert = logged_in(AGENT), logged_in(CUSTOMER)
    form = soup(agent.get(f"/entries/{entries[0]}/flag"))
    sentence = form.select("input[name=sentence]")[2]["value"]
    fields = {"sentence": sentence, "code": "out_of_date", "words": "客户 13912345678 说已是5元"}
    page = f"/entries/{entries[0]}/flag"
    assert agent.post(page, fields, page=page).headers["location"] == "/flags?done=flagged"
    waiting = soup(expert.get("/flags")).select_one(".proposals")
    assert sentence in waiting.text and "13912345678" not in waiting.text and "bai" in waiting.text
    reply = waiting.select_one("form[action$=answer]")["action"]
    assert expert.post(reply, {"answer": "not_so"}, page="/flags").status_code == 422
    assert expert.post(reply, {"answer": "not_so", "reason": "公告写的是6元"}, page="/flags").status_code == 303
    assert "公告写的是6元" in soup(agent.get("/flags")).text
    assert expert.post(reply, {"answer": "fixed"}, page="/flags").status_code == 409


def test_a_flag_stands_in_the_queue_and_is_found_by_whose_it_is(store, entries, logged_in):
    agent, expert = logged_in(AGENT), logged_in(CUSTOMER)
    page = f"/entries/{entries[0]}/flag"
    agent.post(page, {"code": "other", "words": "公告已改为5元"}, page=page)
    told = soup(expert.get("/queue?lang=zh")).select_one("details.attention[open]")
    assert "坐席纠错 1" in told.h2.text and "公告已改为5元" in told.text and "其他" in told.text
    assert "已等待 0 分钟" in told.text and "由您处理" in told.text
    assert told.select_one("h3 a")["href"] == "/flags#flag-1" and told.select("a")[-1]["href"] == "/flags"
    assert soup(expert.get("/flags?mine")).select_one("#flag-1")
    other = soup(logged_in(ADMIN).get("/flags?mine&lang=en"))
    assert other.select_one("#flag-1") is None and "No flag waits here." in other.text
    assert not soup(logged_in(ADMIN).get("/queue")).select_one("details.attention").has_attr("open")


def test_flags_of_a_department_are_its_experts(store, entries, logged_in):
    with store.writing() as tx:
        draft = tx.entries.get(entries[0]).draft_id
        tx.conn.execute(drafts.update().where(drafts.c.id == draft).values(department="cards"))
    page = f"/entries/{entries[0]}/flag"
    logged_in(AGENT).post(page, {"code": "unclear"}, page=page)
    admin = logged_in(ADMIN)
    assert soup(admin.get("/flags?department=cards")).select_one("#flag-1")
    assert soup(admin.get("/flags?department=loans")).select_one("#flag-1") is None
    assert soup(admin.get("/flags")).select_one("nav.views a[href='/flags?department=cards']")


def test_a_flag_is_fixed_by_amending_the_entry(store, entries, logged_in):
    agent, expert = logged_in(AGENT), logged_in(BUSINESS)
    page = f"/entries/{entries[0]}/flag"
    assert agent.post(page, {"code": "other", "words": " "}, page=page).status_code == 422
    agent.post(page, {"code": "unclear"}, page=page)
    amend = soup(expert.get("/flags")).select_one("form[action$=amend]")["action"]
    made = expert.post(amend, page="/flags").headers["location"]
    with store.reading() as tx:
        draft = tx.drafts.get(int(made.rsplit("/", 1)[1]))
    assert draft.revises == entries[0] and expert.get(made).status_code in (200, 303)
    assert expert.post(amend, page="/flags").headers["location"] == made


def test_a_flag_makes_an_entry_due_for_review(asked, logged_in):
    admin = counted(logged_in)
    assert "due" not in shown(admin, "/bands?lang=en")[asked[0]][-1]
    page = f"/entries/{asked[0]}/flag"
    logged_in(AGENT).post(page, {"code": "not_true"}, page=page)
    assert "due" in shown(admin, "/bands?lang=en")[asked[0]][-1]


def test_an_auditor_reads_and_changes_nothing(asked, logged_in):
    counted(logged_in)
    page = soup(logged_in(AUDITOR).get("/proposals"))
    assert page.select("#kind-combine") and not page.select("main form")


def test_what_ended_is_told_with_the_day(asked, logged_in):
    page = soup(counted(logged_in).get("/proposals?lang=en"))
    assert "2026-11-24" in page.select_one("#kind-retire").parent.text


def test_a_pinned_entry_comes_before_what_fits_as_well(store, asked, logged_in):
    agent = logged_in(AGENT)
    counted(logged_in)

    def first():
        page = soup(agent.get("/find?q=转账"))
        return re.search(r"/find/cards/(\d+)", str(page.select_one("#hits")))[1]

    (before,) = {int(first())}
    other = next(id for id in asked[:2] if id != before)
    with store.writing() as tx:
        tx.frequencies.pin(other, True)
    assert int(first()) == other
