"""The board for one person: what interrupts, what has to be read, what was missed, who has read, what was in force."""

from __future__ import annotations

import csv
import dataclasses
import io

import pytest
from bs4 import BeautifulSoup
from builders import (
    ADMIN,
    AGENT,
    AUDITOR,
    CUSTOMER,
    LEADER,
    OPERATOR,
    changed,
    fee_page,
    moment,
    outage_page,
    publish_all,
    put,
)
from sqlalchemy import event
from visits import Browser

from ingest.model import BulletinDraft, DraftKind, Urgency
from ingest.review.published import withdraw
from ingest.web import todays
from ingest.web.app import create_app
from ingest.web.options import WebOptions


def soup(answer) -> BeautifulSoup:
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def publish(store, clock, page=outage_page, **fields) -> int:
    """Publish the bulletin of a page, and only that; its number."""
    document, facts, _, bulletin = page()
    bulletin = dataclasses.replace(bulletin, **fields)
    drafts = put(store, document, facts, bulletin)
    return publish_all(store, drafts, clock)[0].id


def shown(browser, path="/board") -> list[str]:
    return [article["id"] for article in soup(browser.get(path)).select("article.entry")]


def test_scenario_2_before_the_start_it_is_scheduled_and_turns_active_by_itself(store, clock, logged_in):
    """Published the evening before; at its minute it is in force without a person."""
    publish(store, clock, starts=moment("2026-11-24"), expires=moment("2026-12-31"), urgency=Urgency.P1)
    clock.forward(hours=15, minutes=29)  # 23:59
    agent = logged_in(AGENT)
    assert soup(agent.get("/board")).select(".badge-state-scheduled")
    clock.forward(minutes=1)
    page = soup(agent.get("/board"))
    assert page.select(".badge-state-active") and not page.select(".badge-state-scheduled")


def test_scenario_10_an_outage_over_midnight_leaves_the_board_at_six(store, clock, logged_in):
    outage = publish(store, clock, starts=moment("2026-11-23T22:00"), expires=moment("2026-11-24T06:00"))
    clock.forward(hours=21, minutes=29)  # 05:59 the next day
    agent = logged_in(AGENT)
    assert f"entry-{outage}" in shown(agent)
    clock.forward(minutes=1)
    page = soup(agent.get("/board"))
    assert not page.select("article.entry:not(.entry-expired)")
    assert page.select_one("#section-ended a[href]").text == "Mobile banking down tonight"


def test_a_pinned_entry_stands_right_after_corrections_until_its_time(store, clock, logged_in):
    first = publish(store, clock, page=fee_page)
    urgent = publish(store, clock, urgency=Urgency.P0, expires=None)
    admin, agent = logged_in(ADMIN), logged_in(AGENT)
    page = f"/entries/{first}"
    for bad in ("", "2026-11-23T08:00", "2028-01-01T08:00"):
        assert admin.post(f"{page}/pin", {"until": bad}, page=page).status_code == 422
    assert not soup(agent.get("/board?lang=en")).select("#section-pinned")
    done = admin.post(f"{page}/pin", {"until": "2026-11-23T09:00"}, page=page)
    assert done.headers["location"] == "/board?done=pinned#section-pinned"
    board = soup(agent.get("/board?lang=en"))
    assert board.select("section.section:not(.unread)")[0]["id"] == "section-pinned"
    assert "Pinned until 23 November 2026, 09:00" in board.select_one(f"#entry-{first}").text
    assert not board.select("form.unpin") and soup(admin.get("/board")).select("form.unpin")
    data = agent.get("/board/bulletin.json").json()
    item = next(one for part in data["sections"] for one in part["items"] if one["id"] == first)
    assert item["marks"][0] == "pinned" and item["pinned_until"] == "2026-11-23T09:00"
    withdraw(store, CUSTOMER, urgent, "wrong day", clock)
    sections = soup(agent.get("/board")).select("section.section")
    assert [section["id"] for section in sections[:2]] == ["section-corrected", "section-pinned"]
    clock.forward(minutes=30)
    assert not soup(agent.get("/board")).select("#section-pinned") and f"entry-{first}" in shown(agent)
    with store.reading() as tx:
        assert tx.audit.events(f"entry:{first}")[0].action == "pinned on board"


def test_a_pin_is_taken_off_before_its_time(store, clock, logged_in):
    entry, admin = publish(store, clock), logged_in(ADMIN)
    page = f"/entries/{entry}"
    admin.post(f"{page}/pin", {"until": "2026-11-23T18:00"}, page=page)
    assert soup(admin.get("/board")).select("#section-pinned")
    assert admin.post(f"{page}/unpin", page=page).headers["location"] == "/board?done=unpinned"
    assert not soup(admin.get("/board")).select("#section-pinned")
    assert admin.post(f"{page}/unpin", page=page).status_code == 409
    withdraw(store, CUSTOMER, entry, "wrong", clock)
    assert admin.post(f"{page}/pin", {"until": "2026-11-23T18:00"}, page="/board").status_code == 409


def test_an_urgent_notice_interrupts_until_it_is_read(store, clock, logged_in):
    agent = logged_in(AGENT)
    assert not soup(agent.get("/find")).select(".ringing")
    urgent = publish(store, clock, urgency=Urgency.P0, expires=None)
    for path in ("/find", "/board"):
        assert soup(agent.get(path)).select_one(".ringing a")["href"] == f"/board#entry-{urgent}"
    assert agent.get(f"/board/urgent?known={urgent}").status_code == 204
    assert agent.get("/board/urgent?known=").status_code == 200
    assert soup(agent.get("/board")).select(f"#unread #entry-{urgent}")
    clock.forward(minutes=1)
    answer = agent.post(f"/board/read/{urgent}", page="/board")
    assert answer.headers["location"] == "/board?done=read"
    page = soup(agent.get("/board?done=read"))
    assert not page.select(".ringing, #unread") and page.select(f"#section-urgent #entry-{urgent}")
    assert not soup(logged_in(ADMIN).get("/board")).select(".at-once")


def test_an_open_board_is_told_when_there_is_another_one(store, clock, logged_in):
    publish(store, clock, fee_page)
    agent = logged_in(AGENT)
    poll = soup(agent.get("/board")).select_one("#at-once")["hx-get"]
    assert agent.get(poll).status_code == 204
    clock.forward(minutes=1)
    with store.writing() as tx:
        tx.runs.finish(tx.runs.begin(clock()), clock())  # a visit that brought nothing
    assert agent.get(poll).status_code == 204
    fresh = publish(store, clock, expires=None, urgency=Urgency.P2)
    told = soup(agent.get(poll)).select_one("#at-once")
    assert told.select_one(".note a")["href"] == "/board" and f"entry-{fresh}" in shown(agent)
    assert agent.get(told["hx-get"]).status_code == 204  # once is enough
    poll = soup(agent.get("/board")).select_one("#at-once")["hx-get"]
    withdraw(store, CUSTOMER, fresh, "wrong", clock)
    assert soup(agent.get(poll)).select("#at-once .note")


def test_nobody_waits_for_a_board_that_was_put_together_for_somebody_else(store, clock, logged_in, monkeypatch):
    publish(store, clock, fee_page)
    people, made = [logged_in(AGENT), logged_in(LEADER), logged_in(ADMIN)], []
    real = todays.current
    monkeypatch.setattr(todays, "current", lambda *args, **more: made.append(1) or real(*args, **more))
    for browser in people * 2:
        assert len(shown(browser)) == 1
    assert len(made) == 1
    clock.forward(minutes=1)
    assert len(shown(people[0])) == 1 and len(made) == 2


def test_what_ended_cannot_be_acknowledged_any_more(store, clock, logged_in):
    urgent = publish(store, clock, urgency=Urgency.P0)
    agent = logged_in(AGENT)
    withdraw(store, CUSTOMER, urgent, "wrong", clock)
    assert agent.post(f"/board/read/{urgent}", page="/board").status_code == 409
    page = soup(agent.get("/board"))
    assert page.select(f"#section-corrected #entry-{urgent}.entry-withdrawn") and not page.select("#unread")


def test_since_your_last_shift(store, clock, logged_in):
    agent = logged_in(AGENT)
    assert not soup(agent.get("/board")).select(".missed")
    clock.forward(hours=9)
    gone = publish(store, clock, fee_page)
    clock.forward(hours=4)
    fresh = publish(store, clock, expires=None)
    withdraw(store, CUSTOMER, gone, "wrong", clock)
    clock.forward(hours=1)
    missed = soup(logged_in(AGENT).get("/board?lang=en")).select_one(".missed")
    assert [a["href"] for a in missed.select("a")] == [f"/entries/{fresh}"]
    clock.forward(hours=5)
    later = soup(logged_in(AGENT).get("/board?lang=en")).select_one(".missed")
    assert "Nothing is new" in later.text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_leader_sees_who_of_the_team_has_not_read(store, clock, logged_in, language):
    urgent = publish(store, clock, urgency=Urgency.P0, expires=None)
    operator = logged_in(OPERATOR)
    with store.reading() as tx:
        ids = {user.name: user.id for user in tx.users.list()}
    for name in (AGENT.name, LEADER.name):
        assert operator.post(f"/people/{ids[name]}/team", {"team": "=早班"}, page="/people").status_code == 303
    agent, leader = logged_in(AGENT), logged_in(LEADER)
    page = soup(leader.get(f"/board/readers?lang={language}"))
    assert [p.text.split()[0] for p in page.select(".person")] == ["An", "Lu"]
    clock.forward(minutes=10)
    agent.post(f"/board/read/{urgent}", page="/board")
    page = soup(leader.get(f"/board/readers?lang={language}"))
    assert [p.text.split()[0] for p in page.select(".person")] == ["Lu"]
    rows = list(csv.DictReader(io.StringIO(leader.get("/board/readers.csv").text.lstrip("\ufeff"))))
    assert [(r["team"], r["person"], r["read"]) for r in rows] == [
        ("'=早班", "lu", ""),
        ("'=早班", "an", "2026-11-23 08:40"),
    ]


def test_after_a_correction_one_knows_who_saw_the_wrong_words(store, clock, logged_in):
    wrong = publish(store, clock, urgency=Urgency.P0, expires=None)
    agent = logged_in(AGENT)
    agent.get("/board")
    agent.get("/board")
    agent.get(f"/entries/{wrong}")
    clock.forward(minutes=5)
    withdraw(store, CUSTOMER, wrong, "wrong time", clock)
    page = soup(logged_in(ADMIN).get(f"/entries/{wrong}/readers?lang=en"))
    row = page.select_one("tbody tr")
    assert [cell.text.strip().split("\n")[0] for cell in row.select("th, .number")] == ["An", "2"]
    assert "on the board" in row.text and "wrong time" in page.text
    text = logged_in(ADMIN).get(f"/entries/{wrong}/readers.csv").text
    assert [r["place"] for r in csv.DictReader(io.StringIO(text.lstrip("\ufeff")))] == ["board", "entry"]


def test_a_reviewer_says_that_only_the_wording_is_new(store, clock, logged_in):
    old = publish(store, clock, fee_page)
    with store.reading() as tx:
        draft = tx.drafts.get(tx.entries.get(old).draft_id)
    agent = logged_in(AGENT)
    clock.forward(minutes=5)
    new = _replace(store, clock, old, draft, who="到柜面办理跨行转账的全部个人客户")
    assert f"entry-{new}" in [
        a["id"] for a in soup(agent.get("/board")).select("#section-corrected article, #unread article")
    ]
    with store.writing() as tx:
        tx.acknowledgements.add(old, tx.users.by_name(AGENT.name).id)
    browser = logged_in(CUSTOMER)
    fields = {"material": "no", "reason": "only the wording"}
    assert browser.post(f"/entries/{new}/material", fields, page=f"/entries/{new}").status_code == 303
    assert not soup(agent.get("/board")).select("#section-corrected")
    with store.reading() as tx:
        assert tx.audit.events(f"entry:{new}")[0].detail["reason"] == "only the wording"


def _replace(store, clock, old, draft, **fields) -> int:
    """Publish other words of the same revision in the place of `old`."""
    with store.writing() as tx:
        entry = tx.entries.get(old)
        content = changed(draft.content, **fields)
        assert isinstance(content, BulletinDraft)
        new = tx.entries.publish(dataclasses.replace(entry, version=2, content=content, published_at=clock()))
        tx.entries.supersede(old, new)
        return new


def test_the_board_of_a_past_moment_is_for_those_who_look_back(store, clock, logged_in, tmp_path):
    first = publish(store, clock, fee_page)
    clock.forward(hours=2)
    withdraw(store, CUSTOMER, first, "wrong", clock)
    auditor = logged_in(AUDITOR)
    assert logged_in(AGENT).get("/board?at=2026-11-23T09:00").status_code == 403
    assert soup(auditor.get("/board?at=2026-11-23T09:00")).select(f"#section-new #entry-{first}")
    assert shown(auditor, "/board?at=2026-11-23T08:00") == []
    assert soup(auditor.get("/board?at=2026-11-23T10:30")).select(f"#section-corrected #entry-{first}")
    for bad in ("x", "2031-01-01T00:00", ""):
        assert auditor.get(f"/board?at={bad}").status_code == 422


def test_the_editions_of_past_days_are_handed_out_as_they_were(store, clock, app, tmp_path):
    (tmp_path / "2026-11-20").mkdir()
    (tmp_path / "2026-11-20" / "bulletin.html").write_text("<p>as it was</p>")
    browser = Browser(create_app(store, WebOptions("湖滨银行", clock=clock, editions=tmp_path)))
    browser.log_in(AUDITOR)
    page = soup(browser.get("/board?at=2026-11-20T10:00"))
    assert page.select_one(".masthead a[download]")["href"] == "/board/editions/2026-11-20/bulletin.html"
    answer = browser.get("/board/editions/2026-11-20/bulletin.html")
    assert answer.text == "<p>as it was</p>" and "attachment" in answer.headers["content-disposition"]
    for path in ("2026-11-21/bulletin.html", "2026-11-20/other.html", "2026-11-20/..%2Fx", "..%2F/bulletin.html"):
        assert browser.get(f"/board/editions/{path}").status_code == 404


def test_the_number_of_questions_to_the_database_does_not_grow(store, clock, logged_in):
    publish(store, clock, urgency=Urgency.P0)
    agent, asked = logged_in(AGENT), []
    event.listen(store._reader, "before_cursor_execute", lambda *seen: asked.append(seen[2]))
    agent.get("/board")
    asked.clear()
    agent.get("/board")
    before = len(asked)
    for n in range(6):
        document, facts, _, bulletin = outage_page()
        document = dataclasses.replace(
            document, url=f"https://www.lakebank.example/n/{n + 50}", text=document.text + f" {n}"
        )
        publish_all(store, put(store, document, facts, dataclasses.replace(bulletin, urgency=Urgency.P0)), clock)
    agent.get("/board")
    asked.clear()
    agent.get("/board")
    assert len(asked) == before
    with store.reading() as tx:
        assert {e.kind for e in tx.entries.all()} == {DraftKind.BULLETIN}
