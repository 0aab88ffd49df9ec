"""Difficult questions on the screens, without a browser: forwarded, chased, answered, told."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import pytest
from builders import ADMIN, AGENT, BUSINESS, CUSTOMER, OpenQuestion, fee_page, publish_all, put
from fastapi import FastAPI
from visits import Browser

from ingest.answer.questions.rules import Rules
from ingest.model import Actor, Role, Tier
from ingest.review.decisions import approve, reject
from ingest.settings.desk_blocks import Department
from ingest.web.app import create_app
from ingest.web.options import WebOptions

CARDS = Department(id="cards", name="信用卡中心", email="cards@bank.example", hours=24)


@pytest.fixture
def rules() -> Rules:
    return Rules((CARDS,), mail=True)


@pytest.fixture
def enter(app: FastAPI, store, clock, rules) -> Callable[[Actor], Browser]:
    made = create_app(store, WebOptions("湖滨银行", clock=clock, departments=(CARDS,), questions=rules))

    def log_in(person: Actor) -> Browser:
        browser = Browser(made)
        assert browser.log_in(person).status_code == 303
        return browser

    return log_in


def forward(browser: Browser, words: str = "哪些加油站参加？", call: str = "C-1"):
    return browser.post("/questions/forward", {"words": words, "call": call}, page="/find?q=xyz")


def deed(browser: Browser, id: int, name: str, **fields: str):
    return browser.post(f"/questions/{id}/{name}", fields, page=f"/questions/{id}")


def draft_of(store, id: int = 1):
    with store.reading() as tx:
        return tx.drafts.get(tx.forwarded.get(id).draft_id)


def test_from_a_search_without_a_hit_to_the_answer_that_the_agent_sees(store, clock, enter) -> None:
    agent, admin = enter(AGENT), enter(ADMIN)
    page = agent.get("/find?q=哪些加油站参加？&lang=zh").text
    assert '<details class="forward" open>' in page and 'value="哪些加油站参加？" required' in page
    sent = forward(agent)
    assert sent.headers["location"] == "/questions/mine?done=forwarded"
    assert "1 个待答复" in admin.get("/questions?lang=zh").text and "疑难问题：1 个" in admin.get("/queue").text
    deed(admin, 1, "assign", department="cards")
    deed(admin, 1, "log", kind="call", words="王经理：全省中石化加油站均可参加，单笔满200元减20元。")
    page = admin.get("/questions/1").text
    assert "信用卡中心" in page and "2026年11月24日08:30" in page and "王经理：全省中石化" in page
    answer = "全省中石化加油站均可参加，单笔满200元减20元。"
    made = deed(
        admin, 1, "answer", question="哪些加油站参加活动？", answer=answer, keywords="加油\n中石化", by="王经理"
    )
    assert made.headers["location"] == "/questions/1?done=answered"
    draft = draft_of(store)
    assert draft.unsupported == () and draft.content.citations[0].quote == answer
    assert (draft.last_editor, draft.department, draft.content.keywords) == ("ada", "cards", ("加油", "中石化"))
    assert "Q-1" not in agent.get("/find?lang=zh").text
    for person in (CUSTOMER, BUSINESS)[: 2 if draft.tier is Tier.REGULATED else 1]:
        approve(store, person, draft.id, draft.version, clock)
    for path in ("/find", "/board"):
        assert re.search(r"已有答复：.*哪些加油站参加", agent.get(path).text, re.S)
    read = agent.post("/questions/1/seen", page="/find")
    assert read.headers["location"] == "/find/cards/1" and answer in agent.get("/find/cards/1").text
    assert "已有答复" not in agent.get("/find").text
    assert "已看到答复" in admin.get("/questions/1?lang=zh").text
    assert forward(agent, "哪些加油站参加", "C-9").headers["location"] == "/find/cards/1?done=answered"


def test_the_draft_of_an_answer_has_its_source_beside_it_and_the_bytes_are_kept(store, clock, enter) -> None:
    forward(enter(AGENT))
    admin = enter(ADMIN)
    deed(admin, 1, "answer", question="哪些加油站参加？", answer="每笔最多减免25元。", by="李")
    draft = draft_of(store)
    with store.reading() as tx:
        revision = tx.notices.revision(draft.revision_id)
        raw = tx.snapshots.raw(revision.snapshot_sha).decode()
    assert raw.splitlines()[0] == "哪些加油站参加？" and "每笔最多减免25元。" in raw and "— 李, 2026-11-23" in raw
    assert "每笔最多减免25元" in admin.get(f"/drafts/{draft.id}").text
    assert "每笔最多减免25元" in enter(CUSTOMER).get(f"/drafts/{draft.id}").text


def test_equal_questions_join_and_each_call_counts_once(store, enter) -> None:
    agent, chen = enter(AGENT), enter(CUSTOMER)
    forward(agent, "信用卡 轉賬手續費多少？")
    assert forward(agent, "信用卡转账手续费多少", "C-2").headers["location"].endswith("done=joined")
    forward(agent, "信用卡转账手续费多少", "C-2")
    forward(chen, "信用卡转账手续费多少!", "")
    with store.reading() as tx:
        (question,) = tx.forwarded.of(tx.users.by_name("an").id)
    assert question.asked == 3


def test_personal_data_is_masked_before_anything_is_stored(store, enter) -> None:
    forward(enter(AGENT), "卡号 6222020200112233440 被扣了 10 元，电话 13800138000", "call 13800138000")
    with store.reading() as tx:
        question = tx.forwarded.get(1)
        (asker,) = tx.forwarded.askers(1)
    assert "13800138000" not in question.words + asker.words + asker.call_id and "***" in question.words
    assert "10 元" in question.words


def test_whoever_saw_an_older_state_decides_nothing(store, enter) -> None:
    forward(enter(AGENT))
    admin, chen = enter(ADMIN), enter(CUSTOMER)
    old = chen.hidden("/questions/1")
    deed(admin, 1, "assign", department="cards")
    late = chen.post("/questions/1/close", {**old, "reason": "不再需要"})
    assert late.status_code == 409
    with store.reading() as tx:
        assert tx.forwarded.get(1).stage == "assigned"


def test_a_closed_question_tells_its_askers_why(store, enter) -> None:
    agent, admin = enter(AGENT), enter(ADMIN)
    forward(agent)
    assert deed(admin, 1, "close", reason=" ").status_code == 422
    deed(admin, 1, "close", reason="活动尚未公布名单。")
    assert "活动尚未公布名单。" in agent.get("/find?lang=zh").text
    assert agent.post("/questions/1/seen", page="/find").headers["location"] == "/questions/mine"
    assert "活动尚未公布名单。" not in agent.get("/find").text
    assert forward(agent).headers["location"].endswith("done=forwarded")  # it may be asked anew


def test_a_question_that_something_published_answers_is_settled_by_pointing_to_it(store, clock, enter) -> None:
    document, facts, faq, _ = fee_page()
    (entry,) = publish_all(store, put(store, document, facts, faq), clock)
    agent, admin, chen = enter(AGENT), enter(ADMIN), enter(CUSTOMER)
    words = "跨行汇款到他行要扣多少？"
    forward(agent, words, "C-1")
    forward(chen, words, "")
    assert agent.post(f"/find/cards/{entry.id}/asked", {"call": "C-1"}, page="/find?q=x").status_code == 303
    page = admin.get(f"/questions/1?q={faq.keywords[0]}&lang=zh").text
    assert faq.question in page and f'name="entry" value="{entry.id}"' in page
    old = admin.hidden("/questions/1")
    assert deed(admin, 1, "point", entry="99").status_code == 404
    assert deed(admin, 1, "point", entry=str(entry.id)).headers["location"] == "/questions/1?done=pointed"
    assert f'href="/entries/{entry.id}"' in admin.get("/questions/1").text
    assert admin.post("/questions/1/point", {**old, "entry": str(entry.id)}).status_code == 409
    assert "已有答复" in agent.get("/find?lang=zh").text
    assert agent.post("/questions/1/seen", page="/find").headers["location"] == f"/find/cards/{entry.id}"
    with store.reading() as tx:
        assert tx.usage.of([entry.id]) == {entry.id: 2}  # C-1 counted before
        assert [event.detail for event in tx.audit.events("question:1") if event.action == "question.pointed"] == [
            {"entry": entry.id, "asks": 1}
        ]


def test_an_entry_that_is_out_of_use_answers_nothing(store, clock, enter) -> None:
    document, facts, faq, _ = fee_page()
    (entry,) = publish_all(store, put(store, document, facts, faq), clock)
    forward(enter(AGENT))
    with store.writing() as tx:
        tx.entries.withdraw(entry.id, "wrong")
    admin = enter(ADMIN)
    assert deed(admin, 1, "point", entry=str(entry.id)).status_code == 422
    assert f'name="entry" value="{entry.id}"' not in admin.get(f"/questions/1?q={faq.keywords[0]}").text


def test_a_draft_that_is_turned_down_sends_the_question_back(store, clock, enter) -> None:
    forward(enter(AGENT))
    admin = enter(ADMIN)
    deed(admin, 1, "answer", question="哪些加油站参加？", answer="全部。")
    draft = draft_of(store)
    reject(store, CUSTOMER, draft.id, draft.version, "不够具体", clock)
    page = admin.get("/questions/1?lang=zh").text
    assert "审核未通过，请重新答复" in page and 'action="/questions/1/answer"' in page
    deed(admin, 1, "answer", question="哪些加油站参加？", answer="全省中石化。")
    assert draft_of(store).id != draft.id


def test_what_is_asked_in_other_words_is_proposed_and_joined_by_a_person(store, enter) -> None:
    agent, admin = enter(AGENT), enter(ADMIN)
    forward(agent, "哪些加油站可以参加活动")
    forward(agent, "活动哪些加油站参加", "C-2")
    forward(agent, "How do I close my account?", "C-3")
    page = admin.get("/questions/2?lang=zh").text
    assert "可能是同一个问题" in page and "哪些加油站可以参加活动" in page and "close my account" not in page
    deed(admin, 2, "log", kind="call", words="已问")
    assert deed(admin, 2, "join", into="1").headers["location"] == "/questions/1?done=merged"
    with store.reading() as tx:
        assert tx.forwarded.get(1).asked == 2 and [c.words for c in tx.forwarding_log.of(1)] == ["已问"]


def test_what_a_notice_leaves_open_is_forwarded_in_one_press(store, enter) -> None:
    document, facts, faq, _ = fee_page()
    put(store, document, facts, faq, questions=(OpenQuestion("企业客户也下调吗？", "未写明"),))
    admin = enter(ADMIN)
    page = admin.get("/questions?lang=zh").text
    place = re.search(r'action="(/questions/left-open/\d+/\d+)"', page)[1]
    assert "企业客户也下调吗？" in page and document.title in page
    assert admin.post(place, page="/questions").headers["location"] == "/questions/1?done=forwarded"
    assert place not in admin.get("/questions").text and document.title in admin.get("/questions/1").text


def test_a_due_time_in_the_past_is_refused_and_one_of_its_own_is_kept(store, clock, enter) -> None:
    forward(enter(AGENT))
    admin = enter(ADMIN)
    assert deed(admin, 1, "assign", department="cards", due="2026-11-23T08:00").status_code == 422
    assert deed(admin, 1, "assign", department="cards", due="tomorrow").status_code == 422
    assert deed(admin, 1, "assign", department="treasury").status_code == 422
    deed(admin, 1, "assign", department="cards", due="2026-11-23T17:00")
    assert "2026年11月23日17:00" in admin.get("/questions/1?lang=zh").text
    clock.forward(hours=9)
    enter_again = enter(ADMIN)
    assert "已超期" in enter_again.get("/questions?lang=zh").text


def test_the_number_of_statements_does_not_grow_with_the_questions(store, clock, enter) -> None:
    from sqlalchemy import event

    agent, admin = enter(AGENT), enter(ADMIN)
    agent.get("/find")  # today's board is put together once for all
    counted: list[int] = []
    for _ in range(2):
        for n in range(15):
            with store.writing() as tx:
                tx.forwarded.add(f"问题{n}", f"k{n}{len(counted)}", "zh", "aa11bb")
        said: list[str] = []
        listen = partial(lambda heard, *args: heard.append(args[2]), said)
        event.listen(store._reader, "before_cursor_execute", listen)
        admin.get("/questions")
        agent.get("/find")
        event.remove(store._reader, "before_cursor_execute", listen)
        counted.append(len(said))
    assert counted[0] == counted[1]


def test_refusals_and_deeds_are_on_record(store, enter) -> None:
    agent, admin = enter(AGENT), enter(ADMIN)
    forward(agent)
    deed(admin, 1, "assign", department="cards")
    with store.reading() as tx:
        actions = [e.action for e in tx.audit.events(subject="question:1")]
    assert {"question.forwarded", "question.assigned"} <= set(actions)
    assert {Role.AGENT} == AGENT.roles


def test_the_numbers_tell_who_takes_how_long_and_what_a_source_had(store, clock, enter) -> None:
    agent, admin = enter(AGENT), enter(ADMIN)
    document, facts, faq, _ = fee_page()
    (held,) = put(store, document, facts, faq)
    reject(store, CUSTOMER, held.id, 1, "重复", clock)
    for n, words in enumerate(("柜面跨行转账手续费是多少", "哪些加油站参加？", "怎么销户？")):
        forward(agent, words, f"C-{n}")
        deed(admin, n + 1, "assign", department="cards")
    clock.forward(hours=3)
    admin = enter(ADMIN)
    deed(admin, 2, "answer", question="哪些加油站参加？", answer="全部。")
    clock.forward(hours=27)
    admin = enter(ADMIN)
    deed(admin, 3, "answer", question="怎么销户？", answer="到网点办理。")
    page = admin.get("/questions/numbers?lang=zh&span=month").text
    rows = [re.sub(r"<[^>]+>|\s+", " ", row).split() for row in re.findall(r"<tr>(.*?)</tr>", page, re.S)]
    assert ["信用卡中心", "3", "2", "1", "16.5", "小时", "30.0", "小时", "1", "1"] in rows
    assert ["柜面跨行转账手续费是多少", "1", "转交的问题", "柜面跨行转账手续费是多少？", "已否决"] in rows
    assert not any(row[:1] == ["怎么销户？"] for row in rows)
    csv = admin.get("/questions/numbers.csv?table=departments&span=month").text
    assert "信用卡中心,3,2,1,16.5,30.0,1,1" in csv
    assert admin.get("/questions/numbers.csv?table=other").status_code == 404
