"""The page of a notice, without a browser: everything works by links and plain forms."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from builders import ADMIN, AUDITOR, BOTH, BUSINESS, CUSTOMER, changed, fee_page, malformed_page, publish_all, put
from desk_notices import FEES, PROMOTION, arrive

from ingest.model import DraftState
from ingest.review.decisions import amend, approve


def soup(response):
    return BeautifulSoup(response.text, "lxml")


def hidden(page, action):
    """The hidden fields of the form that posts to `action`."""
    form = page.select_one(f'form[action="{action}"]')
    assert form, action
    return {field["name"]: field["value"] for field in form.select("input[type=hidden]")}


def rival(store, clock, new="8元"):
    """A published entry that says another figure, and the draft that it contradicts."""
    document, facts, faq, _ = fee_page(new)
    entry = publish_all(store, put(store, document, facts, faq, source="old"), clock)[0]
    document, facts, faq, _ = fee_page()
    document = dataclasses.replace(document, url="https://www.lakebank.example/n/2", text=document.text + " ")
    return entry, put(store, document, facts, faq)[0]


# --------------------------------------------------------------------------------------------------------------- page


def test_all_drafts_of_a_notice_stand_beside_its_source(store, logged_in):
    drafts = arrive(store)
    page = soup(logged_in(CUSTOMER).get("/notices/1"))
    shown = [card["id"] for card in page.select("article.draft")]
    assert sorted(shown) == sorted(f"draft-{draft.id}" for draft in drafts)
    assert shown[0] == f"draft-{drafts[-1].id}"  # the bulletin first
    for link in page.select("article.draft a.trace"):
        assert page.select_one(f"mark[id='{link['href'][1:]}']"), link
    for fact in page.select("li.fact[data-span]"):
        assert page.select_one(f"mark[data-span='{fact['data-span']}']"), fact.text


def test_a_drafts_own_address_shows_it_on_top(store, logged_in):
    drafts = arrive(store)
    page = soup(logged_in(CUSTOMER).get(f"/drafts/{drafts[3].id}"))
    assert page.select("article.draft")[0]["id"] == f"draft-{drafts[3].id}"
    assert page.title.text.startswith(drafts[3].content.question)


def test_a_decided_draft_and_one_of_an_older_revision_keep_their_address(store, clock, logged_in):
    old = put(store, *fee_page())[0]
    put(store, *fee_page("5元"), notice_id=1)
    page = soup(logged_in(AUDITOR).get(f"/drafts/{old.id}?lang=en"))
    assert "older revision" in page.text and page.select_one("a[href='/notices/1']")
    draft = page.select_one(f"#draft-{old.id}")
    assert "Superseded by a newer revision" in draft.select_one(".badges").text
    assert draft.select_one(".deeds").text.strip() == "This draft no longer waits for a decision."
    assert not page.select("article form")


def test_the_page_asks_the_store_the_same_number_of_times_whatever_its_drafts(store, logged_in):
    from sqlalchemy import event

    arrive(store)
    put(store, *fee_page())
    browser = logged_in(CUSTOMER)
    seen: list[str] = []
    event.listen(store._reader, "before_cursor_execute", lambda *args: seen.append(args[2]))
    counts = []
    for notice in (1, 2):
        seen.clear()
        assert browser.get(f"/notices/{notice}").status_code == 200
        counts.append(len(seen))
    assert counts[0] <= counts[1] + 1 and counts[0] < 40, counts


def test_each_draft_says_what_keeps_it_from_approval_and_what_to_do(store, clock, logged_in):
    entry, draft = rival(store, clock)
    amend(store, ADMIN, draft.id, 1, changed(draft.content, conditions=("每笔最多77元。",)), clock)
    page = soup(logged_in(CUSTOMER).get(f"/drafts/{draft.id}?lang=en"))
    against = page.select_one(f"#draft-{draft.id} .against").text
    assert "77元" in against and "this draft says 6元, a published entry says 8元" in against
    assert page.select_one(f"a[href='/drafts/{draft.id}/conflicts']")
    assert page.select_one(f"#approve-{draft.id}").has_attr("disabled") and entry.id


def test_the_checklist_is_filled_in(store, logged_in):
    drafts = arrive(store)
    page = soup(logged_in(CUSTOMER).get(f"/drafts/{drafts[1].id}?lang=en"))
    checks = page.select(f"#draft-{drafts[1].id} .checks li")
    assert len(checks) == 12 and "Old → new is told yes" in re.sub(r"\s+", " ", checks[6].text)


def test_agents_eyes_see_the_preview_in_the_editions_own_words(store, logged_in):
    bulletin = arrive(store)[-1]
    preview = soup(logged_in(CUSTOMER).get("/notices/1")).select_one(f"#draft-{bulletin.id} .preview article.entry")
    assert bulletin.content.headline in preview.text and bulletin.content.do_not_say in preview.text


@pytest.mark.parametrize(
    "path", ["/notices/1", "/drafts/1?edit=1", "/notices/1?fact=figure-0", "/drafts/1/split", "/drafts/1/similar"]
)
def test_no_page_needs_inline_script_and_every_field_has_its_label(store, logged_in, path):
    arrive(store)
    for language in ("zh", "en"):
        page = soup(logged_in(CUSTOMER).get(path + ("&" if "?" in path else "?") + f"lang={language}"))
        assert not page.select("style, [style], script:not([src])")
        ids = [tag["id"] for tag in page.select("[id]")]
        assert len(ids) == len(set(ids)), [i for i in ids if ids.count(i) > 1]
        labelled = {label.get("for") for label in page.select("label")}
        for field in page.select("input:not([type=hidden]), select, textarea"):
            assert field.get("id") in labelled or field.find_parent("label"), field


def test_what_is_not_there_is_not_found(logged_in):
    browser = logged_in(CUSTOMER)
    for path in ("/notices/99", "/drafts/99", "/drafts/99/similar", "/drafts/99/conflicts", "/drafts/99/split"):
        assert browser.get(path).status_code == 404


# ----------------------------------------------------------------------------------------------------------- decisions


def test_those_that_can_be_are_approved_together_and_the_result_says_of_each(store, clock, logged_in):
    entry, draft = rival(store, clock)
    assert entry.id
    document, facts, faq, bulletin = fee_page()
    document = dataclasses.replace(document, url="https://www.lakebank.example/n/3", text=document.text + "  ")
    quiet = changed(
        faq,
        question="手机银行转账收费吗？",
        answer="手机银行转账免收手续费，无需申请。",
        say="",
        conditions=(),
        citations=(),
    )
    drafts = put(
        store,
        document,
        facts,
        quiet,
        changed(bulletin, what_changes="手续费有调整。", script="手机银行转账免收手续费。", citations=()),
        faq,
    )
    browser = logged_in(BOTH)
    page = soup(browser.get("/notices/3?lang=en"))
    fields = hidden(page, "/notices/3/approve")
    assert {f"take.{drafts[0].id}", f"take.{drafts[1].id}"} == {name for name in fields if name.startswith("take.")}
    fields[f"take.{drafts[2].id}"] = "1"
    answer = browser.post("/notices/3/approve", fields)
    page = soup(browser.get(answer.headers["location"] + "&lang=en"))
    told = {li.a["href"]: li.text for li in page.select(".results li")}
    assert "another sign-off is waited for" in told[f"/drafts/{drafts[0].id}"]
    assert "another figure for the same thing" in told[f"/drafts/{drafts[2].id}"]
    assert draft.id and f"/drafts/{drafts[1].id}" in told


def test_after_a_decision_the_next_draft_of_the_notice_comes_then_the_queue(store, logged_in):
    faq, bulletin = put(store, *fee_page())
    browser = logged_in(CUSTOMER)
    first = browser.post(f"/drafts/{faq.id}/approve", page=f"/drafts/{faq.id}")
    assert first.headers["location"] == f"/notices/1?done=waiting&draft={faq.id}#draft-{bulletin.id}"
    second = browser.post(f"/drafts/{bulletin.id}/return", {"code": "wording"}, page=f"/drafts/{bulletin.id}")
    assert second.headers["location"] == f"/queue?done=returned&draft={bulletin.id}"


# --------------------------------------------------------------------------------------------------------------- facts


def correct(browser, name, fields, notice=1):
    page = soup(browser.get(f"/notices/{notice}?fact={name}"))
    form = page.select_one("form.fact-form")
    assert form, name
    sent = {f["name"]: f.get("value", "") for f in form.select("input:not([type=checkbox])")}
    for select in form.select("select"):
        chosen = select.select_one("option[selected]") or select.select_one("option")
        sent[select["name"]] = chosen["value"]
    sent |= {area["name"]: area.text for area in form.select("textarea")}
    return browser.post(f"/notices/{notice}/facts", {**sent, "deed": "correct", **fields})


def test_a_figure_is_corrected_and_the_drafts_follow(store, logged_in):
    arrive(store)
    browser = logged_in(CUSTOMER)
    answer = correct(browser, "figure-0", {"new": "8元"})
    assert answer.status_code == 303 and "done=corrected&rewritten=" in answer.headers["location"]
    page = soup(browser.get(answer.headers["location"].partition("#")[0] + "&lang=en"))
    assert "written anew" in page.select_one("#notes").text
    fact = page.select_one("#fact-figure-0")
    assert "10元 → 8元" in fact.text and "corrected by chen" in fact.text and "6元" in fact.select_one("del").text
    assert "10元→8元" in page.select_one("article.kind-bulletin").text


def test_a_value_without_its_unit_takes_the_one_that_it_had(store, logged_in):
    arrive(store)
    browser = logged_in(CUSTOMER)
    assert correct(browser, "figure-0", {"new": "8"}).status_code == 303
    with store.reading() as tx:
        after = tx.corrections.of_revision(1)[0].after
    assert (str(after.new[0].value), after.new[0].unit, after.direction) == ("8", "CNY/transaction", "down")


@pytest.mark.parametrize(
    ("name", "fields", "why"),
    [
        ("figure-0", {"new": "5元"}, "does not stand in the source"),
        ("figure-0", {"new": "lots"}, "can't be read"),
        ("figure-0", {"new": "", "old": ""}, "empty"),
        ("window-0", {"start": "1 December"}, "can't be read"),
        ("window-0", {"start": "2026-12-01", "end": "2026-11-20"}, "before the start"),
        ("tier-0", {"value": "F"}, "only be raised"),
        ("new-window", {"start": "2026-12-01", "quote": "no such words"}, "do not stand in the source"),
    ],
)
def test_a_mistake_shows_the_form_again_as_it_was_filled_in(store, logged_in, name, fields, why):
    arrive(store)
    browser = logged_in(CUSTOMER)
    browser.get("/notices/1?lang=en")
    answer = correct(browser, name, fields)
    assert answer.status_code == 422, answer.headers
    form = soup(answer).select_one("form.fact-form")
    assert why in form.select_one(".alarm").text
    for field, value in fields.items():
        shown = form.select_one(f"[name={field}]")
        assert value in (shown.get("value"), shown.text, (shown.select_one("option[selected]") or {}).get("value"))
    with store.reading() as tx:
        assert tx.corrections.of_revision(1) == ()


def test_a_fact_is_struck_and_brought_back(store, logged_in):
    arrive(store)
    browser = logged_in(CUSTOMER)
    assert correct(browser, "figure-1", {"deed": "strike"}).status_code == 303
    page = soup(browser.get("/notices/1"))
    struck = page.select_one("#fact-figure-1.struck")
    fields = {f["name"]: f["value"] for f in struck.select("form input")}
    assert browser.post("/notices/1/facts", {**fields, "deed": "restore"}).status_code == 303
    assert not soup(browser.get("/notices/1")).select(".struck")


def test_selected_words_fill_the_form_of_a_new_fact(store, logged_in):
    arrive(store, PROMOTION)
    browser = logged_in(CUSTOMER)
    quote = "Promotion period: 1 December 2026 to 31 January 2027"
    page = soup(browser.get("/notices/1?" + urlencode({"fact": "new-window", "quote": quote})))
    assert [page.select_one(f"#fact-{name}")["value"] for name in ("start", "end")] == ["2026-12-01", "2027-01-31"]
    figure = soup(browser.get("/notices/1?" + urlencode({"fact": "new-figure", "quote": "at most HK$200 in total"})))
    assert figure.select_one("#fact-new")["value"] == "HK$200"
    assert (
        correct(
            browser, "new-figure", {"item": "rebate", "new": "HK$200", "quote": "at most HK$200 in total"}
        ).status_code
        == 303
    )


def test_a_damaged_date_is_read_by_eye_and_that_is_said(store, logged_in):
    document, facts, faq, flags = malformed_page()
    draft = put(store, document, facts, faq, flags=flags)[0]
    browser = logged_in(CUSTOMER)
    fields = {"start": "2026-12-05", "quote": "2026125日"}
    assert correct(browser, "new-window", fields).status_code == 422
    assert correct(browser, "new-window", {**fields, "by_eye": "yes"}).status_code == 303
    page = soup(browser.get("/notices/1?lang=en"))
    assert "read by eye" in page.select_one("#fact-window-0").text
    assert "You made the last edit" in page.select_one(f"#draft-{draft.id} .against.care").text
    assert page.select_one(f"#approve-{draft.id}").has_attr("disabled")
    other = soup(logged_in(ADMIN).get("/notices/1?lang=en"))
    assert not other.select_one(f"#approve-{draft.id}").has_attr("disabled")


def test_two_people_correct_and_the_second_is_told(store, logged_in):
    arrive(store)
    first, second = logged_in(CUSTOMER), logged_in(BUSINESS)
    page = soup(second.get("/notices/1?fact=figure-1&lang=en"))
    fields = {f["name"]: f.get("value", "") for f in page.select("form.fact-form input:not([type=checkbox])")}
    assert correct(first, "figure-0", {"new": "8元"}).status_code == 303
    answer = second.post("/notices/1/facts", {**fields, "direction": "down", "new": "6元", "deed": "correct"})
    assert answer.status_code == 409 and "meanwhile" in soup(answer).select_one(".fact-form .alarm").text


def test_an_auditor_sees_the_facts_and_corrects_nothing(store, logged_in):
    arrive(store)
    browser = logged_in(AUDITOR)
    page = soup(browser.get("/notices/1?fact=figure-0"))
    assert page.select("li.fact") and not page.select("form.fact-form, a.correct")
    assert browser.post("/notices/1/facts", {"fact": "figure-0", "deed": "strike"}, page="/board").status_code == 403


# --------------------------------------------------------------------------------------------------------------- words


def form_of(browser, draft_id):
    page = soup(browser.get(f"/drafts/{draft_id}?edit={draft_id}"))
    form = page.select_one(f"form#amend-{draft_id}")
    fields = {f["name"]: f.get("value", "") for f in form.select("input")}
    return page, fields | {area["name"]: area.text for area in form.select("textarea")}


def test_what_nothing_supports_is_named_while_it_is_typed_and_the_words_are_kept(store, logged_in):
    draft = put(store, *fee_page())[0]
    browser = logged_in(CUSTOMER)
    _, fields = form_of(browser, draft.id)
    answer = browser.post(
        f"/drafts/{draft.id}/typed", {**fields, "answer": "每笔9元。"}, headers={"Accept-Language": "en"}
    )
    assert answer.status_code == 200 and "9元" in soup(answer).select_one(".untraced").text
    fine = browser.post(
        f"/drafts/{draft.id}/typed", {**fields, "answer": "每笔6元。"}, headers={"Accept-Language": "en"}
    )
    assert "Every figure stands in the source" in fine.text
    odd = browser.post(f"/drafts/{draft.id}/typed", {**fields, "valid_from": "soon"}, headers={"Accept-Language": "en"})
    assert "date can't be read" in soup(odd).text
    browser.post(f"/drafts/{draft.id}/typed", {**fields, "answer": "每笔9元。"})
    page, again = form_of(browser, draft.id)
    assert again["answer"] == "每笔9元。" and page.select_one(f"#draft-{draft.id} form.amend")
    assert "未提交" in soup(browser.get("/notices/1?lang=zh")).select_one(".typed-note").text
    other, theirs = form_of(logged_in(BUSINESS), draft.id)
    assert theirs["answer"] == draft.content.answer and other
    assert browser.post(f"/drafts/{draft.id}/forget", fields).status_code == 303
    assert form_of(browser, draft.id)[1]["answer"] == draft.content.answer


def test_the_preview_of_a_form_shows_what_stands_in_it(store, logged_in):
    draft = put(store, *fee_page())[0]
    browser = logged_in(CUSTOMER)
    page, fields = form_of(browser, draft.id)
    assert draft.content.answer in page.select_one(f"#previewed-{draft.id} article.entry").text
    typed = {**fields, "answer": "每笔9元。", "valid_until": "2026-12-31 18:00"}
    part = soup(browser.post(f"/drafts/{draft.id}/typed", typed)).select_one(f"#previewed-{draft.id}")
    assert part["hx-swap-oob"] == "innerHTML" and "每笔9元。" in part.text and "2026年12月31日18:00" in part.text
    odd = browser.post(f"/drafts/{draft.id}/typed", {**typed, "valid_from": "soon"})
    assert not soup(odd).select(".entry")  # the last one that could be read stays
    plain = soup(browser.post(f"/drafts/{draft.id}/preview", {**typed, "answer": "每笔8元。"}))
    assert "每笔8元。" in plain.select_one(f"#previewed-{draft.id}").text and not plain.select(
        "form.amend > .alarm:not([hidden])"
    )
    assert plain.select_one("form.amend textarea[name=answer]").text == "每笔8元。"


def test_a_form_sent_when_the_session_is_over_stands_there_again_after_log_in(store, clock, logged_in):
    draft = put(store, *fee_page())[0]
    browser = logged_in(CUSTOMER)
    _, fields = form_of(browser, draft.id)
    clock.now += dt.timedelta(hours=13)
    answer = browser.post(f"/drafts/{draft.id}/amend", {**fields, "answer": "每笔6元，我刚写的。"})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/login?next=/drafts/{draft.id}%3Fedit%3D{draft.id}&expired=1"
    other = logged_in(BUSINESS)  # somebody else's log-in clears old sessions
    assert other.get(f"/drafts/{draft.id}").status_code == 200
    assert browser.log_in(CUSTOMER).status_code == 303
    page, kept = form_of(browser, draft.id)
    assert kept["answer"] == "每笔6元，我刚写的。"
    with store.reading() as tx:
        assert tx.drafts.get(draft.id).version == 1
    fields = {**kept, "csrf": hidden(page, f"/drafts/{draft.id}/amend")["csrf"]}
    assert browser.post(f"/drafts/{draft.id}/amend", fields).status_code == 303
    with store.reading() as tx:
        assert (
            tx.drafts.get(draft.id).content.answer == "每笔6元，我刚写的。" and tx.unsaved.of([draft.id], "chen") == {}
        )


def test_a_forged_form_after_the_session_keeps_nothing(store, clock, logged_in):
    draft = put(store, *fee_page())[0]
    browser = logged_in(CUSTOMER)
    _, fields = form_of(browser, draft.id)
    clock.now += dt.timedelta(hours=13)
    answer = browser.post(f"/drafts/{draft.id}/amend", {**fields, "csrf": "0" * 64, "answer": "x"})
    assert "edit" not in answer.headers["location"]
    far = browser.post(
        f"/drafts/{draft.id}/amend", {**fields, "answer": "x"}, ours=False, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert "edit" not in far.headers["location"]
    part = browser.post(f"/drafts/{draft.id}/typed", {**fields, "csrf": "0"}, headers={"HX-Request": "true"})
    assert part.status_code == 401
    with store.reading() as tx:
        assert tx.unsaved.of([draft.id], "chen") == {}


def test_whoever_was_slower_sees_both_and_can_save_over_it(store, clock, logged_in):
    draft = put(store, *fee_page())[0]
    browser = logged_in(CUSTOMER)
    _, fields = form_of(browser, draft.id)
    amend(store, ADMIN, draft.id, 1, changed(draft.content, say="每笔6元。"), clock)
    stale = browser.post(f"/drafts/{draft.id}/amend", {**fields, "say": "我写的话"})
    page = soup(stale)
    assert (
        stale.status_code == 409
        and "每笔6元。" in page.select_one(".theirs").text
        and "我写的话" in page.select_one(".theirs").text
    )
    again = {**fields, "say": "我写的话", **hidden(page, f"/drafts/{draft.id}/amend")}
    assert again["version"] == "2"
    assert browser.post(f"/drafts/{draft.id}/amend", again).status_code == 303
    with store.reading() as tx:
        assert tx.drafts.get(draft.id).content.say == "我写的话"


# --------------------------------------------------------------------------------- merging, splitting, contradictions


def test_a_draft_is_merged_into_a_similar_entry(store, clock, logged_in):
    entry, draft = rival(store, clock)
    browser = logged_in(BUSINESS)
    found = soup(browser.get(f"/drafts/{draft.id}/similar"))
    link = found.select_one("#similar a.button")["href"]
    assert link == f"/drafts/{draft.id}/merge/{entry.id}"
    page = soup(browser.get(link))
    assert "每笔8元" in page.select_one("table.sides").text and "每笔6元" in page.select_one("table.sides").text
    form = {f["name"]: f.get("value", "") for f in page.select("form.amend input")}
    form |= {area["name"]: area.text for area in page.select("form.amend textarea")}
    assert browser.post(link, {**form, "answer": " "}).status_code == 422
    assert browser.post(link, form).headers["location"].startswith(f"/drafts/{draft.id}?done=merged")
    with store.reading() as tx:
        assert tx.drafts.get(draft.id).revises == entry.id
    assert f"取代已发布内容 {entry.id}" in browser.get(f"/drafts/{draft.id}?lang=zh").text
    assert soup(browser.get(f"/drafts/{draft.id}/similar?words=手续费")).select(".empty")


def test_a_draft_is_split_on_its_page(store, logged_in):
    draft = put(store, *fee_page())[0]
    browser = logged_in(CUSTOMER)
    path = f"/drafts/{draft.id}/split"
    fields = hidden(soup(browser.get(path)), path)
    assert browser.post(path, {**fields, "question": "手机银行收费吗？"}).status_code == 422
    answer = browser.post(path, {**fields, "question": "手机银行收费吗？", "move.point.0": "yes"})
    assert "done=split" in answer.headers["location"]
    with store.reading() as tx:
        new = tx.drafts.of_notice(1)[-1]
    assert new.content.question == "手机银行收费吗？" and new.state is DraftState.PENDING


@pytest.mark.parametrize(
    ("settlement", "reason", "gone"),
    [("replace", "", False), ("end", "旧价格", True), ("different", "另一城市", False)],
)
def test_a_contradiction_is_settled_and_the_draft_approved_in_one_step(
    store, clock, logged_in, settlement, reason, gone
):
    entry, draft = rival(store, clock)
    browser = logged_in(CUSTOMER)
    path = f"/drafts/{draft.id}/conflicts"
    refused = browser.post(f"/drafts/{draft.id}/approve", page=f"/drafts/{draft.id}", headers={"Accept-Language": "en"})
    assert refused.status_code == 422 and "Settle that first" in refused.text
    page = soup(browser.get(path))
    assert "8元" in page.select_one("table.sides").text and "6元" in page.select_one("table.sides").text
    fields = {**hidden(page, path), f"settle.{entry.id}": settlement, f"reason.{entry.id}": reason, "then": "approve"}
    answer = browser.post(path, fields)
    assert answer.status_code == 303 and "done=waiting" in answer.headers["location"]
    with store.reading() as tx:
        assert bool(tx.entries.get(entry.id).withdrawn) is gone
    approve(store, BUSINESS, draft.id, 1, clock)
    with store.reading() as tx:
        assert bool(tx.entries.get(entry.id).superseded_by) is (settlement == "replace")
    assert "没有与此草稿矛盾" in browser.get(path + "?lang=zh").text


def test_ending_or_telling_apart_needs_a_reason(store, clock, logged_in):
    entry, draft = rival(store, clock)
    browser = logged_in(CUSTOMER)
    path = f"/drafts/{draft.id}/conflicts"
    fields = {**hidden(soup(browser.get(path)), path), f"settle.{entry.id}": "end"}
    answer = browser.post(path, fields)
    assert answer.status_code == 422 and soup(answer).select_one("input[value=end]").has_attr("checked")
    assert browser.post(path, hidden(soup(browser.get(path)), path)).status_code == 422


def test_what_a_page_says_stays_text(store, logged_in):
    evil = "<script>alert(1)</script>"
    arrive(
        store,
        FEES.replace(
            "关于调整个人结算账户收费标准的公告</h1>",
            f"关于调整个人结算账户收费标准的公告{evil.replace('<', '&lt;')}</h1>",
        ),
    )
    browser = logged_in(CUSTOMER)
    for path in (
        "/notices/1",
        "/drafts/1?edit=1",
        "/notices/1?fact=new-figure&quote=" + evil,
        "/drafts/1/similar?words=" + evil,
    ):
        assert evil not in browser.get(path).text
