"""A difficult question from the agent's search to the answer that the agent sees, in a real browser (scenario 17)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from applications import serving
from builders import ADMIN, AGENT, CUSTOMER
from desks import PATIENCE
from playwright.sync_api import Browser, Page, expect
from visits import PASSWORD

from ingest.answer.questions.rules import Rules
from ingest.settings.desk_blocks import Department
from ingest.web.app import create_app
from ingest.web.options import WebOptions

CARDS = Department(id="cards", name={"zh": "信用卡中心", "en": "Cards"}, email="cards@bank.example", hours=24)
ANSWER = "全省中石化加油站均可参加，单笔满200元减20元。"


@pytest.fixture
def place(app, store, clock) -> Iterator[str]:
    made = create_app(
        store, WebOptions("湖滨银行", clock=clock, departments=(CARDS,), questions=Rules((CARDS,), mail=True))
    )
    with serving(made) as address:
        yield address


@pytest.fixture
def enter(chromium: Browser, place: str):
    contexts, complaints = [], []

    def entered(person, **options: object) -> Page:
        contexts.append(chromium.new_context(base_url=place, **{"locale": "zh-CN", **options}))
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/login?lang=en" if options.get("locale") == "en-GB" else "/login")
        page.locator('input[name="name"]').fill(person.name)
        page.locator('input[name="password"]').fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/login" not in url)
        return page

    yield entered
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_search_over_the_department_to_the_agent_who_asked(store, enter, scripts):
    agent, admin = (enter(person, java_script_enabled=scripts) for person in (AGENT, ADMIN))
    agent.goto("/find")
    agent.get_by_label("客户怎么说").fill("哪些加油站参加？")
    agent.keyboard.press("Enter")
    expect(agent.get_by_text("没有查到与")).to_be_visible()
    agent.locator("#hits").get_by_label("通话").fill("C-4711")
    agent.locator("#hits").get_by_role("button", name="转交").click()
    expect(agent.get_by_role("status").first).to_contain_text("已转交")
    expect(agent.get_by_role("rowheader")).to_contain_text("哪些加油站参加？")

    admin.goto("/queue")
    admin.get_by_role("link", name="疑难问题：1 个").click()
    admin.get_by_role("link", name="哪些加油站参加？").click()
    admin.get_by_label("部门").select_option(label="信用卡中心 (24 小时)")
    admin.get_by_role("button", name="分派").click()
    expect(admin.get_by_role("status")).to_contain_text("已分派")
    admin.get_by_label("沟通内容").fill(ANSWER)
    admin.get_by_role("button", name="登记电话").click()
    expect(admin.locator(".log li")).to_contain_text(ANSWER)
    expect(admin.get_by_label("回答")).to_have_value(ANSWER)
    admin.get_by_label("答复人").fill("王经理")
    admin.get_by_role("button", name="生成草稿").click()
    expect(admin.get_by_role("status")).to_contain_text("审核队列")

    chen = enter(CUSTOMER, java_script_enabled=scripts)
    with store.reading() as tx:
        draft = tx.drafts.get(tx.forwarded.get(1).draft_id)
    chen.goto(f"/drafts/{draft.id}")
    expect(chen.get_by_text(ANSWER).first).to_be_visible()
    chen.get_by_role("button", name="批准").first.click()
    chen.wait_for_url("**/queue*")

    for path in ("/board", "/find"):
        agent.goto(path)
        expect(agent.locator("form.told-line")).to_contain_text("已有答复：")
    agent.get_by_role("button", name="查看答复").click()
    expect(agent.locator("#card .direct")).to_have_text(ANSWER)
    agent.goto("/find")
    expect(agent.locator("form.told-line")).to_have_count(0)


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_the_pages_fit_a_phone_and_twice_the_size(store, clock, enter, locale):
    with store.writing() as tx:
        for n in range(3):
            tx.forwarded.add(f"哪些加油站可以参加刷卡满减活动，外地的算不算？{n}", f"k{n}", "zh", "ab12cd")
    for width in (360, 640):
        page = enter(ADMIN, locale=locale, viewport={"width": width, "height": 740})
        for path in ("/questions", "/questions/1", "/questions/mine", "/questions/numbers"):
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (path, width)
