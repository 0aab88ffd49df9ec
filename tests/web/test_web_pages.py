from __future__ import annotations

import hashlib
import tomllib
from importlib import resources

import pytest
from bs4 import BeautifulSoup
from builders import (
    ADMIN,
    AGENT,
    AUDITOR,
    BOTH,
    BUSINESS,
    CUSTOMER,
    OPERATOR,
    changed,
    fee_page,
    publish_all,
    put,
)

from ingest import errors
from ingest.model import (
    Category,
    ContactRole,
    Direction,
    DraftState,
    FactDifference,
    FlagCode,
    Intent,
    OpenQuestion,
    Role,
    Tier,
    VisitReport,
    VisitStatus,
    WindowRole,
)
from ingest.publish.wording import flat, labels
from ingest.review import refusals
from ingest.review.decisions import amend, return_
from ingest.web.i18n import catalogue, choose

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\u202e倒'\"><b style=color:red>"


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.text, "lxml")


# ------------------------------------------------------------------------------------------------------------- draft


def test_every_value_of_a_draft_leads_to_its_place_in_the_source(store, logged_in):
    faq, bulletin = put(store, *fee_page())
    for draft in (faq, bulletin):
        page = soup(logged_in(CUSTOMER).get(f"/drafts/{draft.id}"))
        links = page.select(".content a.trace")
        assert len(links) >= 4
        for link in links:
            mark = page.select_one(f"mark[id='{link['href'][1:]}']")
            assert mark, link
        places = {link.text: page.select_one(f"mark[id='{link['href'][1:]}']").text for link in links}
        assert places["6元"] == "6元" and "12月1日" in places["2026年12月1日"]


def test_marks_carry_each_id_once_and_the_text_stays_whole(store, logged_in):
    document, facts, faq, _ = fee_page()
    draft = put(store, document, facts, faq)[0]
    article = soup(logged_in(CUSTOMER).get(f"/drafts/{draft.id}")).select_one("article.document")
    ids = [mark["id"] for mark in article.select("mark[id]")]
    assert len(ids) == len(set(ids))
    for passage in document.passages[:4]:
        assert passage.span.of(document.text) in article.text
    assert [cell.text for cell in article.select("table tr")[1].select("td")] == ["柜面跨行转账", "10元", "6元"]
    assert article.select("table tr")[2].select("td")[1]["colspan"] == "2"


def test_an_untraced_figure_is_marked_and_approval_is_closed(store, clock, logged_in):
    document, facts, faq, _ = fee_page()
    draft = put(store, document, facts, faq)[0]
    amend(store, ADMIN, draft.id, 1, changed(faq, answer="2026年12月1日起每笔8元。"), clock)
    browser = logged_in(CUSTOMER)
    page = soup(browser.get(f"/drafts/{draft.id}?lang=en"))
    assert "8元" in page.select_one(".content .untraced").text and page.select_one(f"#approve-{draft.id}").has_attr(
        "disabled"
    )
    refused = browser.post(f"/drafts/{draft.id}/approve", page=f"/drafts/{draft.id}")
    assert refused.status_code == 422 and "not in the source" in refused.text


def test_a_revised_notice_shows_old_and_new(store, clock, logged_in):
    document, facts, faq, _ = fee_page()
    old = publish_all(store, put(store, document, facts, faq), clock)[0]
    document, facts, faq, _ = fee_page("5元")
    difference = FactDifference("figure", "手续费", "6元", "5元")
    draft = put(store, document, facts, faq, notice_id=old.notice_id, revises=old.id, differences=(difference,))[0]
    page = soup(logged_in(CUSTOMER).get(f"/drafts/{draft.id}"))
    assert [d.text for d in page.select(".differences del, .differences ins")] == ["6元", "5元"]
    assert "每笔6元" in page.select_one(".was .entry").text


def test_questions_approvals_and_the_original_are_at_hand(store, clock, logged_in):
    draft = put(store, *fee_page(), questions=(OpenQuestion("企业客户适用吗？", "未提及"),))[0]
    page = soup(logged_in(BUSINESS).get(f"/drafts/{draft.id}"))
    assert "企业客户适用吗？" in page.text and page.select_one("a[href='https://www.lakebank.example/n/1']")
    assert [li.text.strip()[-7:] for li in page.select(f"#draft-{draft.id} .approvals .missing")] == [
        "等待：客户专家",
        "等待：业务专家",
    ]


def test_two_people_approve_and_agents_see_it(store, logged_in):
    _, bulletin = put(store, *fee_page())
    path = f"/drafts/{bulletin.id}"
    first = logged_in(CUSTOMER).post(f"{path}/approve", page=path)
    assert first.headers["location"].startswith(f"/notices/1?done=waiting&draft={bulletin.id}#draft-")
    second = logged_in(BUSINESS).post(f"{path}/approve", page=path)
    assert "done=published&" in second.headers["location"]
    assert "柜面跨行转账手续费下调" in logged_in(AGENT).get("/board").text


def test_an_amendment_is_stored_and_what_was_typed_survives_a_mistake(store, logged_in):
    draft = put(store, *fee_page())[0]
    path, browser = f"/drafts/{draft.id}", logged_in(ADMIN)
    wrong = browser.post(f"{path}/amend", {"answer": "每笔6元。", "valid_from": "1 December"}, page=path)
    assert wrong.status_code == 422 and "每笔6元。" in soup(wrong).select_one(f"#amend-{draft.id}-answer").text
    assert soup(wrong).select_one(f"#amend-{draft.id}-valid_from")["value"] == "1 December"
    fields = {"answer": "每笔6元。\r\n", "keywords": "转账\r\n\r\n 手续费 ", "valid_until": "2027-1-5 22:00"}
    assert browser.post(f"{path}/amend", fields, page=path).headers["location"].startswith(f"{path}?done=amended")
    with store.reading() as tx:
        stored = tx.drafts.get(draft.id)
    assert stored.version == 2 and stored.content.answer == "每笔6元。"
    assert stored.content.keywords == ("转账", "手续费") and str(stored.content.valid_until) == "2027-01-05T22:00"
    assert stored.content.operation_points == draft.content.operation_points


def test_a_stale_decision_changes_nothing_and_says_what_to_do(store, clock, logged_in):
    draft = put(store, *fee_page())[0]
    path, browser = f"/drafts/{draft.id}", logged_in(CUSTOMER)
    fields = browser.hidden(path)
    amend(store, ADMIN, draft.id, 1, changed(draft.content, say="每笔6元。"), clock)
    stale = browser.post(f"{path}/amend", {**fields, "answer": "我写的话"}, headers={"Accept-Language": "en"})
    assert stale.status_code == 409 and "look at the new version" in stale.text and "我写的话" in stale.text
    assert "每笔6元" in soup(stale).select_one(".theirs").text and soup(stale).select_one(f"a[href='{path}']")
    assert browser.post(f"{path}/approve", fields).status_code == 409


@pytest.mark.parametrize(("deed", "state"), [("return", DraftState.RETURNED), ("reject", DraftState.REJECTED)])
def test_sending_back_and_turning_down_need_a_reason(store, logged_in, deed, state):
    draft = put(store, *fee_page())[0]
    path, browser = f"/drafts/{draft.id}", logged_in(BUSINESS)
    assert browser.post(f"{path}/{deed}", {"reason": " "}, page=path).status_code == 422
    assert browser.post(f"{path}/{deed}", {"reason": EVIL}, page=path).status_code == 303
    with store.reading() as tx:
        assert tx.drafts.get(draft.id).state is state
    assert not soup(browser.get(path)).select("article script, p script, p img")


def test_an_emergency_needs_a_reason_and_is_marked_on_the_board(store, logged_in):
    _, bulletin = put(store, *fee_page())
    path, browser = f"/drafts/{bulletin.id}", logged_in(CUSTOMER)
    assert browser.post(f"{path}/publish-now", page=path).status_code == 422
    assert browser.post(f"{path}/publish-now", {"reason": "今天生效"}, page=path).status_code == 303
    warning = labels("zh")["warning.emergency_long"].format(reason="今天生效")
    assert warning in browser.get("/board").text
    assert "柜面跨行转账手续费下调" in soup(browser.get("/queue")).select_one(".attention").text
    logged_in(BUSINESS).post(f"{path}/approve", page=path)
    assert warning not in browser.get("/board").text


def test_an_entry_whose_source_changed_is_kept_or_withdrawn(store, clock, logged_in):
    document, facts, faq, _ = fee_page()
    entry = publish_all(store, put(store, document, facts, faq), clock)[0]
    document, facts, _, _ = fee_page("5元")
    put(store, document, facts, notice_id=entry.notice_id)
    browser = logged_in(ADMIN)
    assert labels("zh")["warning.source_changed_long"] in browser.get("/board").text
    assert browser.post(f"/entries/{entry.id}/keep", {"reason": "措辞"}, page="/queue").status_code == 303
    assert labels("zh")["warning.source_changed_long"] not in browser.get("/board").text
    assert browser.post(f"/entries/{entry.id}/withdraw", {"reason": "取消"}, page="/queue").status_code == 303
    assert "每笔6元" not in browser.get("/board").text


def test_what_is_published_of_a_notice_that_is_gone_is_taken_off_or_left(store, clock, logged_in):
    document, facts, faq, _ = fee_page()
    entry = publish_all(store, put(store, document, facts, faq), clock)[0]
    with store.writing() as tx:
        tx.disappearances.propose(entry.notice_id, "lake-notices")
    browser = logged_in(ADMIN)
    shown = soup(browser.get("/queue?lang=zh")).select_one(".gone")
    assert "原公告已从网站撤下" in shown.text and "lake-notices" in shown.text
    assert not soup(logged_in(AUDITOR).get("/queue")).select(".gone form")
    assert browser.post("/disappearances/1/expire", {"reason": " "}, page="/queue").status_code == 422
    assert browser.post("/disappearances/1/leave", {"reason": "仍有效"}, page="/queue").status_code == 303
    assert "每笔6元" in browser.get("/board").text and not soup(browser.get("/queue")).select(".gone")
    assert browser.post("/disappearances/1/expire", {"reason": "取消"}, page="/queue").status_code == 409
    with store.writing() as tx:
        tx.disappearances.propose(entry.notice_id, "lake-notices")
    assert browser.post("/disappearances/2/expire", {"reason": "取消"}, page="/queue").status_code == 303
    assert "每笔6元" not in browser.get("/board").text
    with store.reading() as tx:
        done = {event.action for event in tx.audit.events(f"notice:{entry.notice_id}")}
        assert {"notice.left", "notice.expired"} <= done
        assert tx.entries.get(entry.id).withdrawn == "取消"


def test_a_returned_draft_shows_why(store, clock, logged_in):
    draft = put(store, *fee_page())[0]
    return_(store, BUSINESS, draft.id, 1, "金额按卡计", clock)
    page = soup(logged_in(ADMIN).get(f"/drafts/{draft.id}"))
    assert "金额按卡计" in page.text and page.select_one(f"#approve-{draft.id}").has_attr("disabled")


# ----------------------------------------------------------------------------------------------------------- hostile


def test_hostile_notices_stay_text_everywhere(store, clock, logged_in):
    document, facts, faq, bulletin = fee_page()
    import dataclasses

    document = dataclasses.replace(
        document, url="javascript:alert(1)", text=document.text.replace("尊敬的客户：", EVIL[:6])
    )
    facts = dataclasses.replace(facts, title=EVIL, tier=Tier.STANDARD)
    hurt = put(
        store,
        document,
        facts,
        changed(faq, question=EVIL, answer=EVIL, say=EVIL),
        changed(bulletin, headline=EVIL),
        source=EVIL,
        questions=(OpenQuestion(EVIL, EVIL),),
    )
    browser = logged_in(CUSTOMER)
    pages = [browser.get("/queue"), browser.get(f"/drafts/{hurt[0].id}"), browser.get(f"/drafts/{hurt[1].id}")]
    publish_all(store, hurt, clock)
    pages += [browser.get("/board"), browser.get(f"/drafts/{hurt[0].id}")]
    for page in pages:
        assert page.status_code == 200 and "\u202e" not in page.text
        found = soup(page)
        assert all(
            script.get("src", "").startswith("/static/") and not script.text for script in found.select("script")
        )
        assert not found.select("img, [onerror], [style], style, [href^=javascript], b[style]")
        assert "<script>alert(1)</script>" in found.text


@pytest.mark.parametrize(
    "path",
    [
        "/drafts/1'--",
        "/drafts/0",
        "/drafts/99999999999999999999",
        "/drafts/-1",
        "/board/../../etc/passwd",
        "/board/nothing",
        "/nothing",
        "/static/../app.py",
        "/%00",
    ],
)
def test_strange_addresses_are_not_found(store, logged_in, path):
    assert logged_in(CUSTOMER).get(path).status_code == 404


# ---------------------------------------------------------------------------------------------------------- language


@pytest.mark.parametrize(
    ("asked", "kept", "accepts", "chosen"),
    [
        ("en", "zh", "zh", "en"),
        (None, "en", "zh", "en"),
        (None, None, "en-GB,en;q=0.9,zh;q=0.8", "en"),
        (None, None, "fr, zh-TW;q=0.5, en;q=0.4", "zh"),
        (None, None, "en;q=0, *;q=x", "zh"),
        ("xx", "yy", "", "zh"),
    ],
)
def test_the_language_is_the_readers(asked, kept, accepts, chosen):
    assert choose(asked, kept, accepts, "zh") == chosen


def test_a_chosen_language_is_kept(logged_in, store):
    browser = logged_in(CUSTOMER)
    assert 'lang="en"' in browser.get("/queue?lang=en").text
    assert '<html lang="en">' in browser.get("/board").text
    assert '<html lang="zh-CN">' in browser.get("/board?lang=zh").text


def test_another_language_shows_the_same_page(store, logged_in):
    page = soup(logged_in(CUSTOMER).get("/queue?tier=R&lang=zh"))
    assert page.select_one(".languages a[lang=en]")["href"] == "/queue?tier=R&lang=en"


def test_both_catalogues_hold_the_same_texts_with_the_same_values():
    import re

    zh, en = catalogue("zh"), catalogue("en")
    assert zh.keys() == en.keys()
    for key in zh:
        assert set(re.findall(r"\{(\w+)\}", zh[key])) == set(re.findall(r"\{(\w+)\}", en[key])), key
        assert zh[key].strip() and en[key].strip()
    folder = resources.files("ingest.web") / "catalogues"
    said = list(labels("zh"))
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".zh.toml"):
            said += flat(tomllib.loads(file.read_text()))
    assert len(said) == len(set(said))


def test_the_one_script_of_others_is_the_published_one():
    """htmx.org 2.0.11 as its registry serves it."""
    static = resources.files("ingest.web") / "static"
    found = hashlib.sha256((static / "htmx-2.0.11.min.js").read_bytes()).hexdigest()
    assert found == "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717"


def test_every_word_of_the_model_has_a_label():
    known = catalogue("en")
    pairs = (("category", Category), ("flag", FlagCode), ("windowrole", WindowRole), ("direction", Direction))
    pairs += (
        ("contactrole", ContactRole),
        ("intent", Intent),
        ("role", Role),
        ("tier", Tier),
        ("draftstate", DraftState),
    )
    for prefix, words in pairs:
        for word in words:
            assert f"{prefix}.{word.value}" in known
    for name, refusal in vars(refusals).items():
        if (
            isinstance(refusal, type)
            and issubclass(refusal, errors.ReviewError)
            and refusal.__module__ == refusals.__name__
        ):
            assert f"refusal.{name}" in known


# ------------------------------------------------------------------------------------------------------------ health


def test_health_is_open_and_tells_only_counts(store, clock, browser):
    assert browser.get("/healthz").json()["status"] == "degraded"
    with store.writing() as tx:
        tx.runs.visit(tx.runs.begin(clock()), VisitReport("secret-source", VisitStatus.OK))
    found = browser.get("/healthz")
    assert found.json()["status"] == "ok" and "secret" not in found.text


def test_a_database_that_is_away_is_said_plainly(app, store, browser, monkeypatch, logged_in):
    chen = logged_in(CUSTOMER)

    def away():
        raise errors.StoreError("gone")

    monkeypatch.setattr(store, "reading", away)
    assert browser.get("/healthz").status_code == 503
    page = chen.get("/queue")
    assert page.status_code == 503 and catalogue("zh")["failure.store.title"] in page.text


# ------------------------------------------------------------------------------------------------------------- board


def test_the_start_leads_everybody_to_their_work(logged_in):
    starts = {
        person.name: logged_in(person).get("/").headers["location"]
        for person in (ADMIN, AGENT, AUDITOR, OPERATOR, BOTH)
    }
    assert starts == {"ada": "/queue", "an": "/board", "au": "/queue", "op": "/board", "bo": "/queue"}
