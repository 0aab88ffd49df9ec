"""The business expert's page: only what waits for this person, facts beside their sentences, approve or return."""

from __future__ import annotations

import dataclasses

import pytest
from bs4 import BeautifulSoup
from builders import ADMIN, AGENT, BOTH, BUSINESS, CUSTOMER, changed, fee_page, put

from ingest.model import DraftState, FactDifference
from ingest.review import decisions


@pytest.fixture
def fee(store, app, clock):
    """The fee notice: its FAQ and bulletin drafts, signed for the call centre."""
    drafts = put(store, *fee_page())
    for draft in drafts:
        decisions.approve(store, CUSTOMER, draft.id, draft.version, clock)
    return drafts


def in_department(store, name, department):
    with store.writing() as tx:
        user = tx.users.by_name(name)
        tx.users.describe(name, display=user.display, email=None, department=department)


def assign(store, department):
    with store.writing() as tx:
        tx.conn.exec_driver_sql(f"UPDATE drafts SET department = '{department}'")


def page_of(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "lxml")


def versions(page):
    return {field["name"]: field["value"] for field in page.select("form[action$=approve] input[type=hidden]")}


def test_nothing_waits_before_the_call_centre_has_signed(store, logged_in, clock):
    drafts = put(store, *fee_page())
    expert = logged_in(BUSINESS)
    assert not page_of(expert, "/expert").select(".waiting li")
    decisions.approve(store, CUSTOMER, drafts[0].id, 1, clock)
    cards = page_of(expert, "/expert").select(".waiting li")
    assert len(cards) == 1 and "2026" in cards[0].text and "chen" in cards[0].text
    assert page_of(expert, cards[0].a["href"]).h1.text == drafts[0].title


def test_each_fact_stands_beside_its_sentence_with_the_value_marked(fee, logged_in):
    page = page_of(logged_in(BUSINESS), f"/expert/{fee[0].id}")
    facts = {f.dt.get_text(" ", strip=True): f.dd.get_text() for f in page.select(".fact")}
    fee_line = next(text for label, text in facts.items() if "手续费 10元 → 6元" in label)
    assert fee_line.startswith("自2026年12月1日起，我行") and fee_line.endswith("6元。")
    marks = [f.select_one("mark").text for f in page.select(".fact")]
    assert "手续费由每笔10元调整为每笔6元" in marks and "自2026年12月1日起" in marks


def test_a_row_of_a_table_is_told_with_what_its_columns_are_called():
    from builders import Page

    from ingest.web.expert_facts import sentence

    page = Page("关于调整利率的公告", "现将利率调整如下：")
    page.table(("期限", "调整前（%）", "调整后（%）"), ("一年", "1.00", "0.95"))
    row = sentence(page.document(), page.evidence("1.00 | 0.95").span)
    assert (row.head, row.before, row.evidence) == ("期限 | 调整前（%） | 调整后（%）", "一年 | ", "1.00 | 0.95")
    assert sentence(page.document(), page.evidence("利率调整如下").span).head == ""
    assert sentence(page.document(), page.evidence("期限").span).head == ""


def test_a_long_sentence_is_cut_around_its_evidence():
    from builders import Page

    from ingest.web.expert_facts import sentence

    page = Page("t", "前" * 900 + "每笔6元" + "后" * 900 + "。下一句。", language="zh")
    found = sentence(page.document(), page.evidence("每笔6元").span)
    assert found.before.startswith("…前") and len(found.before) < 200 and len(found.after) < 200
    assert "下一句" not in found.after


def test_one_press_approves_all_that_waits_of_a_notice_and_publishes_it(store, fee, logged_in):
    expert = logged_in(BUSINESS)
    page = page_of(expert, f"/expert/{fee[0].id}")
    assert page.select_one(".answer .primary").text.endswith("（2 条）")
    answer = expert.post(f"/expert/{fee[0].id}/approve", versions(page))
    assert answer.headers["location"] == "/expert?done=approved"
    with store.reading() as tx:
        assert [e.validated for d in fee for e in tx.entries.of_draft(d.id)] == [True, True]
    assert "没有待您确认" in expert.get("/expert").text


def test_after_an_answer_the_next_notice_comes(store, fee, logged_in, clock):
    document, facts, _, bulletin = fee_page("8元")
    other = put(store, dataclasses.replace(document, url="https://www.lakebank.example/n/9"), facts, bulletin)
    decisions.approve(store, CUSTOMER, other[0].id, 1, clock)
    expert = logged_in(BUSINESS)
    page = page_of(expert, f"/expert/{fee[0].id}")
    assert page.select_one("a[rel=next]")["href"] == f"/expert/{other[0].id}"
    answer = expert.post(f"/expert/{fee[0].id}/approve", versions(page))
    assert answer.headers["location"] == f"/expert/{other[0].id}?done=approved"


def test_a_return_needs_a_reason_and_goes_back_whole_or_in_part(store, fee, logged_in):
    expert = logged_in(BUSINESS)
    fields = versions(page_of(expert, f"/expert/{fee[0].id}"))
    assert expert.post(f"/expert/{fee[0].id}/return", {**fields, "reason": " "}).status_code == 422
    expert.post(f"/expert/{fee[0].id}/return", {**fields, "reason": "应为5元", "which": str(fee[1].id)})
    with store.reading() as tx:
        first, second = (tx.drafts.get(d.id) for d in fee)
    assert first.state is DraftState.PENDING and second.state is DraftState.RETURNED and second.reason == "应为5元"
    assert second.reason_code == "wrong_fact"
    expert.post(f"/expert/{fee[0].id}/return", {**fields, "reason": "都不对", "which": "all"})
    with store.reading() as tx:
        assert tx.drafts.get(fee[0].id).state is DraftState.RETURNED


def test_what_was_changed_meanwhile_is_refused_and_said(store, fee, logged_in, clock):
    expert = logged_in(BUSINESS)
    fields = versions(page_of(expert, f"/expert/{fee[0].id}"))
    decisions.amend(store, ADMIN, fee[0].id, 1, changed(fee[0].content, say="改了一句。"), clock)
    answer = expert.post(f"/expert/{fee[0].id}/approve", fields)
    assert answer.status_code == 409 and "重新打开" in answer.text
    with store.reading() as tx:
        assert not tx.entries.of_draft(fee[0].id) and tx.entries.of_draft(fee[1].id)


def test_an_edit_after_the_experts_own_signature_shows_only_what_changed(store, app, logged_in, clock):
    faq = put(store, *fee_page()[:3])[0]
    decisions.approve(store, BUSINESS, faq.id, 1, clock)
    content = changed(faq.content, answer="2026年12月1日起每笔6元，此前每笔10元。")
    decisions.amend(store, ADMIN, faq.id, 1, content, clock)
    decisions.approve(store, CUSTOMER, faq.id, 2, clock)
    page = page_of(logged_in(BUSINESS), f"/expert/{faq.id}")
    assert page.select_one(".heard")["open"] is not None and "您签署之后的变化" in page.text
    assert "此前" in page.select_one(".comparison ins").text + page.select_one(".comparison").text


def test_a_revised_notice_shows_old_and_new_figures_on_top(store, fee, logged_in, clock):
    document, facts, _, bulletin = fee_page("5元")
    difference = FactDifference("figure", "个人柜面跨行转账手续费", "6元", "5元")
    again = put(store, document, facts, bulletin, notice_id=fee[0].notice_id, differences=(difference,))
    decisions.approve(store, CUSTOMER, again[0].id, 1, clock)
    changes = page_of(logged_in(BUSINESS), f"/expert/{again[0].id}").select_one(".revision")
    assert changes.find("del").text == "6元" and changes.find("ins").text == "5元"


def test_an_expert_of_a_department_sees_and_signs_only_its_drafts(store, fee, logged_in):
    in_department(store, "bai", "cards")
    assign(store, "loans")
    expert = logged_in(BUSINESS)
    assert not page_of(expert, "/expert").select(".waiting li")
    gone = expert.get(f"/expert/{fee[0].id}")
    assert gone.status_code == 200 and "不再等待您" in gone.text
    fields = {**expert.hidden("/account"), f"version_{fee[0].id}": "1"}
    refused = expert.post(f"/expert/{fee[0].id}/approve", fields)
    assert refused.status_code == 409 and "其他部门" in refused.text
    in_department(store, "bai", "loans")
    assert len(page_of(expert, "/expert").select(".waiting li")) == 1


def test_nobody_is_asked_about_what_they_signed_themselves(store, app, logged_in, clock):
    draft = put(store, *fee_page()[:3])[0]
    decisions.approve(store, BOTH, draft.id, 1, clock)
    assert not page_of(logged_in(BOTH), "/expert").select(".waiting li")
    assert page_of(logged_in(BUSINESS), "/expert").select(".waiting li")


def test_what_was_published_in_an_emergency_waits_too_and_an_objection_takes_it_off(store, app, logged_in, clock):
    draft = put(store, *fee_page()[:3])[0]
    decisions.publish_now(store, CUSTOMER, draft.id, 1, "电话已打爆", clock)
    expert = logged_in(BUSINESS)
    page = page_of(expert, f"/expert/{draft.id}")
    assert "已紧急发布" in page.select_one(".badges").text
    expert.post(f"/expert/{draft.id}/return", {**versions(page), "reason": "费率有误"})
    with store.reading() as tx:
        assert tx.entries.of_draft(draft.id)[-1].withdrawn == "费率有误"
    assert not page_of(expert, "/expert").select(".waiting li")


def test_a_link_from_a_mail_asks_to_log_in_and_then_leads_there(fee, browser):
    first = browser.get(f"/expert/{fee[0].id}")
    assert first.headers["location"] == f"/login?next=/expert/{fee[0].id}"
    entered = browser.post(
        "/login", {"name": "bai", "password": "a long sentence, easily kept", "next": f"/expert/{fee[0].id}"}
    )
    assert entered.headers["location"] == f"/expert/{fee[0].id}"


def test_a_business_expert_starts_here_and_others_do_not(store, app, logged_in):
    assert logged_in(BUSINESS).get("/").headers["location"] == "/expert"
    assert logged_in(BOTH).get("/").headers["location"] == "/queue"
    assert logged_in(AGENT).get("/expert").status_code == 403


@pytest.mark.parametrize("fields", [{}, {"version_1": "x"}, {"version_²": "1"}, {"version_1": "9" * 30}])
def test_a_form_without_versions_is_no_form_of_ours(fee, logged_in, fields):
    expert = logged_in(BUSINESS)
    assert expert.post(f"/expert/{fee[0].id}/approve", fields, page="/account").status_code == 404


def test_the_number_of_queries_does_not_grow_with_what_waits(store, app, logged_in, clock):
    from sqlalchemy import event

    def wait_for(n):
        document, facts, _, bulletin = fee_page()
        for i in range(n):
            one = put(
                store, dataclasses.replace(document, url=f"https://www.lakebank.example/{n}/{i}"), facts, bulletin
            )
            decisions.approve(store, CUSTOMER, one[0].id, 1, clock)

    def queries():
        seen = []
        event.listen(store._reader, "before_cursor_execute", lambda *args: seen.append(args[2]))
        assert expert.get("/expert").status_code == 200
        return len(seen)

    expert = logged_in(BUSINESS)
    wait_for(1)
    first = queries()
    wait_for(5)
    assert queries() == first
