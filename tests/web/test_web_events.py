"""Other desks are heard at once, over a real connection: claims, decisions, the end of a session and of the server."""

from __future__ import annotations

import json
import threading
import time

import httpx
import pytest
import uvicorn
from builders import ADMIN, AUDITOR, BUSINESS, CUSTOMER, fee_page, put

from ingest.errors import StoreError
from ingest.review import refusals
from ingest.review.claims import LEASE, claim, holder, release
from ingest.review.decisions import approve
from ingest.web import events, live
from ingest.web.server import Server

# ------------------------------------------------------------------------------------------------------------- claims


def test_a_claim_is_seen_by_others_until_it_is_released_or_runs_out(store, clock):
    draft = put(store, *fee_page())[0]
    assert claim(store, CUSTOMER, draft.notice_id, clock) is None and holder(store, CUSTOMER, draft.notice_id) is None
    assert claim(store, BUSINESS, draft.notice_id, clock).owner == "chen"
    release(store, BUSINESS, draft.notice_id)
    assert holder(store, AUDITOR, draft.notice_id).owner == "chen"
    clock.now += LEASE
    assert holder(store, BUSINESS, draft.notice_id) is None and claim(store, BUSINESS, draft.notice_id, clock) is None
    release(store, BUSINESS, draft.notice_id)
    assert holder(store, CUSTOMER, draft.notice_id) is None


def test_only_who_decides_claims_and_only_what_there_is(store, clock):
    draft = put(store, *fee_page())[0]
    with pytest.raises(refusals.WrongRole):
        claim(store, AUDITOR, draft.notice_id, clock)
    with pytest.raises(refusals.NoSuchDraft):
        claim(store, CUSTOMER, 99, clock)


def test_a_claim_keeps_nobody_from_deciding(store, clock):
    draft = put(store, *fee_page())[0]
    claim(store, CUSTOMER, draft.notice_id, clock)
    approve(store, BUSINESS, draft.id, 1, clock)


def test_the_queue_shows_who_is_at_work(store, clock, logged_in):
    draft = put(store, *fee_page())[0]
    path = f"/notices/{draft.notice_id}/claim"
    assert logged_in(CUSTOMER).post(path, page="/queue").json() == {"name": None}
    assert logged_in(BUSINESS).post(path, page="/queue").json() == {"name": "Chen"}
    assert "Chen is on it" in logged_in(BUSINESS).get("/queue?lang=en").text
    assert "is on it</span>" not in logged_in(CUSTOMER).get("/queue?lang=en").text


# ------------------------------------------------------------------------------------------------------------- events


class Ear:
    """Reads one stream of events in a thread of its own."""

    def __init__(self, address: str, cookies: dict[str, str], headers: dict[str, str] | None = None, query: str = ""):
        self.heard: list[tuple[str, dict[str, object]]] = []
        self.news = threading.Condition()
        self.over = threading.Event()
        self.status = 0
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        arguments = (f"{address}/events{query}", {"Cookie": cookie, **(headers or {})})
        threading.Thread(target=self._read, args=arguments, daemon=True).start()

    def _read(self, url: str, headers: dict[str, str]) -> None:
        name = ""
        with httpx.stream("GET", url, headers=headers, timeout=10) as answer:
            self.status = answer.status_code
            for line in answer.iter_lines():
                if line.startswith("event: "):
                    name = line[7:]
                elif line.startswith("data: "):
                    self._hear(name, json.loads(line[6:]))
                elif line.startswith(("retry", ":")):
                    self._hear("quiet" if line.startswith(":") else "open", {})
        self.over.set()

    def _hear(self, name: str, data: dict[str, object]) -> None:
        with self.news:
            self.heard.append((name, data))
            self.news.notify_all()

    def wait_for(self, kind: str, /, **data: object) -> dict[str, object]:
        def found() -> dict[str, object] | None:
            return next((d for n, d in self.heard if n == kind and data.items() <= d.items()), None)

        with self.news:
            assert self.news.wait_for(lambda: found() is not None, 8), self.heard
            return found() or {}


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch):
    monkeypatch.setattr(live, "EVERY", 0.02)


def test_claims_and_decisions_are_heard_at_once_by_everybody(store, clock, address, logged_in):
    draft = put(store, *fee_page())[0]
    ears = [Ear(address, logged_in(person).cookies) for person in (BUSINESS, AUDITOR)]
    for ear in ears:
        ear.wait_for("open")
    claim(store, CUSTOMER, draft.notice_id, clock)
    for ear in ears:
        ear.wait_for("claim", notice=draft.notice_id, by="chen", name="Chen")
    release(store, CUSTOMER, draft.notice_id)
    approve(store, CUSTOMER, draft.id, 1, clock)
    for ear in ears:
        ear.wait_for("claim", notice=draft.notice_id, by=None)
        ear.wait_for("changed", draft=draft.id, by="chen", action="signed")


def test_what_happened_while_the_line_was_broken_is_told_after(store, clock, address, logged_in):
    faq, bulletin = put(store, *fee_page())
    approve(store, CUSTOMER, faq.id, 1, clock)
    with store.reading() as tx:
        head = tx.audit.head()
    approve(store, CUSTOMER, bulletin.id, 1, clock)
    cookies = logged_in(BUSINESS).cookies
    for ear in (Ear(address, cookies, {"Last-Event-ID": str(head)}), Ear(address, cookies, query=f"?since={head}")):
        ear.wait_for("changed", draft=bulletin.id)
        assert all(data.get("draft") != faq.id for _, data in ear.heard)


def test_who_claims_is_told_to_those_who_come_later(store, clock, address, logged_in):
    draft = put(store, *fee_page())[0]
    claim(store, CUSTOMER, draft.notice_id, clock)
    Ear(address, logged_in(BUSINESS).cookies).wait_for("claim", name="Chen")


def test_a_process_hears_what_another_process_did(store, clock, address, logged_in, sqlite_url):
    from ingest.store.store import Store

    draft = put(store, *fee_page())[0]
    ear = Ear(address, logged_in(BUSINESS).cookies)
    ear.wait_for("open")
    other = Store.open(sqlite_url, clock=clock)
    claim(other, CUSTOMER, draft.notice_id, clock)
    other.close()
    ear.wait_for("claim", by="chen")


def test_listening_ends_with_the_session_and_does_not_prolong_it(store, clock, address, logged_in, monkeypatch):
    monkeypatch.setattr(events, "QUIET", 0.05)
    ear = Ear(address, logged_in(CUSTOMER).cookies)
    ear.wait_for("quiet")
    clock.forward(minutes=61)
    ear.wait_for("ended")
    assert ear.over.wait(5)


def test_open_pages_do_not_hold_up_the_end_of_the_server(app, logged_in):
    server = Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off", ws="none"), app)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    ear = Ear(f"http://127.0.0.1:{port}", logged_in(CUSTOMER).cookies)
    ear.wait_for("open")
    server.should_exit = True
    thread.join(5)
    assert not thread.is_alive() and ear.over.wait(5)


def looks(hub: live.Live) -> threading.Thread:
    """The thread that looks; a stream is open a moment before anybody listens to it."""
    latest = time.monotonic() + 8
    while (looking := hub._thread) is None:
        assert time.monotonic() < latest
        time.sleep(0.005)
    return looking


def test_nobody_looks_when_nobody_listens(store, address, app, logged_in):
    ear = Ear(address, logged_in(ADMIN).cookies)
    ear.wait_for("open")
    hub = app.state.live
    looking = looks(hub)
    hub.close()
    looking.join(5)
    assert hub._thread is None and ear.over.wait(5)


def test_a_database_that_is_away_for_a_moment_stops_no_events(store, clock, address, logged_in, monkeypatch):
    from ingest.store.pulse import Pulse

    draft, real, tries = put(store, *fee_page())[0], Pulse.since, []

    def away(self, head, most=200):
        tries.append(head)
        if len(tries) < 3:
            raise StoreError("away")
        return real(self, head, most)

    monkeypatch.setattr(Pulse, "since", away)
    ear = Ear(address, logged_in(BUSINESS).cookies)
    claim(store, CUSTOMER, draft.notice_id, clock)
    ear.wait_for("claim", by="chen")
    assert len(tries) >= 3
