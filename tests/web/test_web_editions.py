"""The edition's files on the web: whose they are, and that they are those of the folder."""

from __future__ import annotations

import base64

import pytest
from builders import AGENT, OPERATOR, fee_page, outage_page, publish_all, put
from visits import Browser

from ingest.publish.write import publish
from ingest.review.tokens import make


@pytest.fixture
def published(store, clock):
    publish_all(store, put(store, *outage_page()), clock)
    publish_all(store, put(store, *fee_page()[:3]), clock)


def basic(token: str, name: str = "calendar") -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{token}".encode()).decode()}


def test_the_files_are_those_of_the_folder_to_the_byte(app, store, published, logged_in, tmp_path):
    options = app.state.options
    paths = publish(
        store,
        tmp_path,
        bank_name=options.bank_name,
        language=options.language,
        now=options.now(),
        time_zone=options.time_zone,
    )
    agent = logged_in(AGENT)
    for path in paths:
        answer = agent.get(f"/board/{path.name}")
        if path.suffix == ".html":
            assert answer.status_code == 404  # the board itself is that page
        else:
            assert answer.status_code == 200 and answer.content == path.read_bytes()
            again = agent.get(f"/board/{path.name}", headers={"If-None-Match": answer.headers["etag"]})
            assert again.status_code == 304 and not again.content
    assert agent.get("/board/bulletin.ics").headers["content-type"] == "text/calendar; charset=utf-8"
    assert "BEGIN:VEVENT" in agent.get("/board/bulletin.ics").text


def test_a_calendar_sends_a_token_as_its_password(app, store, clock, published):
    token = make(store, OPERATOR, "calendar", 30, clock).token
    program = Browser(app)
    for headers in (basic(token), basic(token, ""), {"Authorization": f"Bearer {token}"}):
        assert program.get("/board/bulletin.ics", headers=headers).status_code == 200
    for headers in (basic("wrong"), {"Authorization": "Basic %%%"}, {"Authorization": "Bearer wrong"}):
        assert program.get("/board/bulletin.ics", headers=headers).status_code == 401


def test_whoever_shows_nothing_is_asked_and_a_browser_is_led_to_log_in(app, published):
    program = Browser(app)
    asked = program.get("/board/bulletin.atom", headers={"Accept": "*/*"})
    assert asked.status_code == 401 and asked.headers["www-authenticate"].startswith("Basic ")
    browser = program.get("/board/bulletin.atom", headers={"Accept": "text/html,*/*"})
    assert browser.status_code == 303 and browser.headers["location"].startswith("/login?next=/board/bulletin.atom")


def test_a_token_opens_no_page(app, store, clock, published):
    token = make(store, AGENT, "calendar", 30, clock).token
    assert Browser(app).get("/board", headers=basic(token)).status_code == 303
