"""The JSON interface: the same decisions and readings, for programs."""

from __future__ import annotations

import json

import pytest
from builders import (
    ADMIN,
    AGENT,
    AUDITOR,
    BOTH,
    BUSINESS,
    CUSTOMER,
    LEADER,
    changed,
    fee_page,
    malformed_page,
    outage_page,
    publish_all,
    put,
)
from programs import Program, program_of
from visits import PEOPLE

from ingest.model import DraftState, Role, Unsupported
from ingest.store.forwarded import WAITING, Stage
from ingest.web.security import HEADERS

DECIDERS = {ADMIN, CUSTOMER, BUSINESS, BOTH}
READERS = DECIDERS | {AUDITOR}
EVERYBODY = set(PEOPLE)
HEADS = {ADMIN, CUSTOMER, BOTH, AUDITOR}
WHY = {"reason": "why"}
EDIT = {"words": {"kind": "faq", "answer": "x"}}
ROUTES = [
    ("GET", "/me", EVERYBODY, None),
    ("GET", "/me/tokens", EVERYBODY, None),
    ("GET", "/queue", READERS, None),
    ("GET", "/notices/1", READERS, None),
    ("POST", "/notices/1/claim", DECIDERS, None),
    ("POST", "/notices/1/release", DECIDERS, None),
    ("POST", "/notices/1/facts", DECIDERS, {"fact": "tier-0", "revision_id": 9, "seen": 0}),
    ("GET", "/drafts/1", READERS, None),
    ("GET", "/drafts/1/similar", READERS, None),
    ("GET", "/drafts/1/parts", READERS, None),
    ("GET", "/decisions/last", EVERYBODY, None),
    ("POST", "/decisions/approve", DECIDERS, {"drafts": [{"draft_id": 1, "version": 99}], "only_harmless": True}),
    ("POST", "/decisions/undo", DECIDERS, {}),
    ("POST", "/drafts/1/approve", DECIDERS, None),
    ("POST", "/drafts/1/publish-now", DECIDERS - {ADMIN}, WHY),
    ("POST", "/drafts/1/amend", DECIDERS, EDIT),
    ("POST", "/drafts/1/return", DECIDERS, WHY),
    ("POST", "/drafts/1/reject", DECIDERS, WHY),
    ("POST", "/drafts/1/snooze", DECIDERS, {"until": "2026-11-30"}),
    ("POST", "/drafts/1/wake", DECIDERS, None),
    ("POST", "/drafts/1/assign", DECIDERS, {"department": None}),
    ("POST", "/drafts/1/merge", DECIDERS, {"entry_id": 1}),
    ("POST", "/drafts/1/split", DECIDERS, {"question": "?", "parts": []}),
    ("POST", "/drafts/1/settle", DECIDERS, {"choices": [{"entry_id": 1, "settlement": "replace"}]}),
    ("GET", "/entries", EVERYBODY, None),
    ("GET", "/entries/1", EVERYBODY, None),
    ("GET", "/search?words=fee", EVERYBODY, None),
    ("GET", "/answers?words=fee", EVERYBODY, None),
    ("GET", "/cards/1", EVERYBODY, None),
    ("POST", "/cards/1/asked", DECIDERS | {AGENT, LEADER}, {"call_id": "A1"}),
    ("POST", "/questions", DECIDERS | {AGENT, LEADER}, {"words": "哪些加油站参加？", "call_id": "A1"}),
    ("GET", "/questions/mine", DECIDERS | {AGENT, LEADER}, None),
    ("POST", "/entries/1/flag", DECIDERS | {AGENT, LEADER}, {"code": "unclear"}),
    ("POST", "/entries/1/pin", {ADMIN}, {"until": "2026-11-24T18:00"}),
    ("POST", "/entries/1/unpin", {ADMIN}, None),
    ("GET", "/entries/1/evidence", HEADS, None),
    ("POST", "/entries/1/keep", DECIDERS, WHY),
    ("POST", "/entries/1/withdraw", DECIDERS, WHY),
    ("GET", "/revisions/1", READERS, None),
    ("POST", "/revisions/1/carry", DECIDERS, {"entries": [{"entry_id": 9}]}),
    ("GET", "/turned-away", READERS, None),
    ("POST", "/turned-away/1/admit", DECIDERS, None),
    ("GET", "/impact?revision_id=1", READERS, None),
    ("POST", "/impact/correct", DECIDERS, {"revision_id": 1, "entries": [{"entry_id": 9}], "reason": "why"}),
    ("GET", "/groups/1", READERS, None),
    ("POST", "/groups/1/sign", DECIDERS, {"drafts": {"1": 1}}),
    ("GET", "/numbers", HEADS, None),
    ("GET", "/record", {AUDITOR}, None),
    ("GET", "/record/verify", {AUDITOR}, None),
]


@pytest.fixture
def program(app, store, clock):
    return lambda person: program_of(app, store, person, clock)


@pytest.fixture
def fee(store):
    return put(store, *fee_page())


# ------------------------------------------------------------------------------------------------------------ access


def test_every_operation_is_in_the_table(app):
    document = Program(app, None).get("/openapi.json").json()
    found = {(method.upper(), path) for path, item in document["paths"].items() for method in item}
    named = {"drafts": "draft_id", "notices": "notice_id", "entries": "entry_id", "revisions": "revision_id"}
    named |= {"groups": "group_id", "cards": "entry_id", "turned-away": "turned_id"}
    known = set()
    for method, path, _, _ in ROUTES:
        parts = path.partition("?")[0].split("/")
        parts = [f"{{{named[parts[n - 1]]}}}" if part == "1" else part for n, part in enumerate(parts)]
        known.add((method, "/".join(parts)))
    assert found == known


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.name)
def test_each_role_reaches_only_what_it_may(store, program, fee, person):
    asks = program(person)
    for method, path, allowed, body in ROUTES:
        answer = asks.send(method, path, body, seen=999 if method == "POST" else None)
        if person in allowed:
            assert answer.status_code in (200, 204, 404, 409, 412, 422), (path, answer.text)
        else:
            assert (answer.status_code, answer.json()["code"]) == (403, "WrongRole"), (path, answer.text)


@pytest.mark.parametrize("token", [None, "ingest_wrong", "x" * 5000])
def test_nothing_is_told_or_done_without_a_token(app, store, fee, token):
    for method, path, _, body in ROUTES:
        answer = Program(app, token).send(method, path, body)
        assert answer.status_code in (401, 429), path
        assert answer.headers["content-type"] == "application/problem+json"


def test_the_session_of_a_browser_is_no_token(logged_in):
    browser = logged_in(CUSTOMER)
    assert browser.get("/api/v1/queue").status_code == 401
    assert browser.post("/api/v1/drafts/1/approve", page="/queue").status_code == 401


def test_a_token_tells_whose_it_is_and_what_it_may(program):
    me = program(AGENT).get("/me").json()
    assert (me["name"], me["roles"]) == ("an", ["agent"])
    assert "read_board" in me["may"] and "decide" not in me["may"]
    (token,) = program(AGENT).get("/me/tokens").json()[:1]
    assert token["name"] == "test" and "token" not in token


# ----------------------------------------------------------------------------------------------------------- reading


def test_the_queue_goes_on_behind_the_last_draft_whatever_left_it_meanwhile(store, program):
    for n in range(6):
        document, facts, faq, bulletin = fee_page()
        document = changed(document, url=f"https://www.lakebank.example/n/{n}", text=document.text + str(n))
        put(store, document, facts, faq, bulletin)
    chen, seen, after = program(CUSTOMER), [], None
    first = chen.get("/queue?limit=5").json()
    assert first["found"] == 12 and len(first["drafts"]) == 5
    last = first["drafts"][-1]
    gone = chen.post(f"/drafts/{last['id']}/reject", WHY, seen=last["version"])
    assert gone.status_code == 200
    seen, after = [d["id"] for d in first["drafts"]], first["next"]
    while after:
        page = chen.get(f"/queue?limit=5&after={after}").json()
        seen, after = seen + [d["id"] for d in page["drafts"]], page["next"]
    assert len(seen) == len(set(seen)) == 12


@pytest.mark.parametrize("order", ["soonest", "oldest", "doubtful"])
def test_each_order_can_be_paged(store, program, fee, order):
    ada = program(ADMIN)
    ids, after = [], ""
    for _ in range(2):
        page = ada.get(f"/queue?limit=1&order={order}" + (f"&after={after}" if after else "")).json()
        ids, after = ids + [d["id"] for d in page["drafts"]], page["next"]
    assert sorted(ids) == [1, 2] and after is None


@pytest.mark.parametrize("after", ["x", "W10=", "WyJzb29uZXN0IiwgMV0=", "%00", "WyJvbGRlc3QiLCAxLCAyXQ=="])
def test_a_place_that_is_none_is_refused(program, fee, after):
    answer = program(ADMIN).get(f"/queue?after={after}")
    assert (answer.status_code, answer.json()["code"]) == (422, "BadCursor")


def test_the_queue_can_be_narrowed(store, program, fee):
    put(store, *outage_page())
    ada = program(ADMIN)
    assert {d["category"] for d in ada.get("/queue?category=maintenance").json()["drafts"]} == {"maintenance"}
    assert ada.get("/queue?tier=R&kind=faq").json()["found"] == 1
    assert ada.get("/queue?category=nonsense").status_code == 422


def test_a_notice_comes_with_its_source_its_facts_and_the_places_of_every_value(store, program, fee):
    notice = program(CUSTOMER).get("/notices/1").json()
    text = notice["source"]["text"]
    faq = next(card for card in notice["drafts"] if card["draft"]["words"]["kind"] == "faq")
    place = next(mark["place"] for mark in faq["marks"] if mark["text"] == "6元")
    assert text[place["start"] : place["end"]] == "6元"
    figure = next(fact for fact in notice["facts"] if fact["kind"] == "figure")
    assert figure["says"]["new"] == "6元" and figure["quote"] in text
    assert faq["waiting_for"] == [["customer_expert"], ["business_expert"]] and faq["signs_as"] == "customer_expert"


def test_what_stands_against_a_draft_is_told_with_its_code(store, program):
    document, facts, faq, flags = malformed_page()
    put(store, document, facts, faq, flags=flags, unsupported=(Unsupported("answer", "99元"),))
    card = program(CUSTOMER).get("/drafts/1").json()
    assert {blocker["code"] for blocker in card["blockers"]} >= {"Untraced", "DateUnread"}
    assert not card["approvable"] and card["draft"]["untraced"] == [{"field": "answer", "text": "99元"}]


# --------------------------------------------------------------------------------------------------------- decisions


def test_two_programs_publish_a_regulated_draft(store, program, fee):
    chen, bai = program(CUSTOMER), program(BUSINESS)
    shown = chen.get("/drafts/1")
    first = chen.post("/drafts/1/approve", If_Match=shown.headers["etag"])
    assert first.json() == {"entry_id": None, "validated": False, "waiting_for": [["business_expert"]]}
    assert chen.post("/drafts/1/approve", seen=1).json()["code"] == "AlreadySigned"
    done = bai.post("/drafts/1/approve", seen=1).json()
    entry = chen.get(f"/entries/{done['entry_id']}").json()
    assert entry["validated"] and [s["role"] for s in entry["sign_offs"]] == ["customer_expert", "business_expert"]
    assert entry["words"]["answer"].startswith("2026年12月1日起每笔6元")


def test_a_decision_has_to_name_the_version_that_it_saw(program, fee):
    chen = program(CUSTOMER)
    missing = chen.post("/drafts/1/approve")
    assert (missing.status_code, missing.json()["code"]) == (428, "VersionMissing")
    stale = chen.post("/drafts/1/approve", seen=7)
    assert (stale.status_code, stale.json()["code"]) == (412, "DraftChanged")
    assert chen.post("/drafts/1/approve", If_Match="*").status_code == 412


def test_an_edit_changes_what_it_names_and_voids_sign_offs(store, program, fee):
    chen, bai = program(CUSTOMER), program(BUSINESS)
    chen.post("/drafts/1/approve", seen=1)
    edited = bai.post(
        "/drafts/1/amend", {"words": {"kind": "faq", "say": "每笔6元。", "clear": ["valid_until"]}}, seen=1
    )
    assert edited.headers["etag"] == '"2"' and edited.json()["words"]["say"] == "每笔6元。"
    assert edited.json()["words"]["answer"] == fee[0].content.answer
    card = chen.get("/drafts/1").json()
    assert card["sign_offs"] == [] and card["draft"]["last_editor"] == "bai"


def test_figures_that_are_not_in_the_source_block(program, fee):
    chen = program(CUSTOMER)
    edited = chen.post("/drafts/1/amend", {"words": {"kind": "faq", "answer": "每笔99元。"}}, seen=1).json()
    assert edited["untraced"]
    refused = program(BUSINESS).post("/drafts/1/approve", seen=2)
    assert (refused.status_code, refused.json()["code"]) == (422, "Untraced")


def test_a_bulletin_is_not_amended_with_the_words_of_an_entry(program, fee):
    answer = program(CUSTOMER).post("/drafts/2/amend", {"words": {"kind": "faq", "say": "x"}}, seen=1)
    assert answer.json()["code"] == "OtherKind"


def test_return_reject_snooze_wake_and_undo(store, program, fee):
    chen = program(CUSTOMER)
    assert chen.post("/drafts/1/return", {"code": "other"}, seen=1).json()["code"] == "ReasonMissing"
    assert chen.post("/drafts/1/return", {"code": "wording"}, seen=1).json()["state"] == "returned"
    last = chen.get("/decisions/last").json()
    assert chen.post("/decisions/undo", {"event": last["event"]}).json()["draft_id"] == 1
    assert chen.post("/drafts/1/snooze", {"until": "2026-11-24T08:00"}, seen=1).status_code == 200
    assert [d["id"] for d in chen.get("/queue").json()["drafts"]] == [2]
    assert [d["id"] for d in chen.get("/queue?waits=snoozed").json()["drafts"]] == [1]
    assert chen.post("/drafts/1/wake", seen=1).status_code == 200
    assert chen.post("/drafts/1/snooze", {"until": "2020-01-01"}, seen=1).json()["code"] == "PastTime"
    assert chen.post("/drafts/1/snooze", {"until": "someday"}, seen=1).json()["code"] == "BadRequest"


def test_the_desktop_of_an_agent_forwards_flags_and_hears_of_it(store, clock, program, fee):
    (entry,) = publish_all(store, fee[:1], clock)
    an, ada = program(AGENT), program(ADMIN)
    asked = {"words": "哪些加油站参加？", "call_id": "C-1"}
    first = an.post("/questions", asked, Idempotency_Key="k1").json()
    assert first == {"question_id": 1, "joined": False, "entry_id": None}
    assert an.post("/questions", asked, Idempotency_Key="k1").json() == first
    with store.writing() as tx:
        tx.forwarded.move(1, version=1, stages=WAITING, stage=Stage.CLOSED, reason="活动取消")
    (told,) = an.get("/questions/mine").json()
    assert (told["stage"], told["reason"]) == ("closed", "活动取消")
    flag = {"code": "other", "words": "客户 13912345678 说已是5元"}
    assert an.post(f"/entries/{entry.id}/flag", flag).json() == {"flag_id": 1}
    assert an.post(f"/entries/{entry.id}/flag", {"code": "other"}).json()["code"] == "ReasonMissing"
    assert ada.post(f"/entries/{entry.id}/pin", {"until": "2026-11-23"}).status_code == 204
    assert ada.post(f"/entries/{entry.id}/pin", {"until": "2026-11-22"}).json()["code"] == "PinTime"
    with store.reading() as tx:
        assert "13912345678" not in tx.entry_flags.get(1).words
        assert tx.pins.running(clock())[entry.id].until.isoformat() == "2026-11-23T16:00:00+00:00"
    assert ada.post(f"/entries/{entry.id}/unpin").status_code == 204


def test_several_drafts_are_several_decisions(program, fee):
    both = {"drafts": [{"draft_id": 1, "version": 1}, {"draft_id": 2, "version": 9}]}
    first, second = program(CUSTOMER).post("/decisions/approve", both).json()
    assert first["done"] and first["became"]["waiting_for"] == [["business_expert"]]
    assert not second["done"] and second["refusal"]["code"] == "DraftChanged"
    (one, _) = program(BUSINESS).post("/decisions/approve", {**both, "only_harmless": True}).json()
    assert not one["done"] and "regulated" in one["harms"] and one["refusal"]["code"] == "NotHarmless"


def test_a_corrected_fact_is_followed_by_the_drafts(store, program, fee):
    chen = program(CUSTOMER)
    notice = chen.get("/notices/1").json()
    figure = next(fact["name"] for fact in notice["facts"] if fact["kind"] == "figure")
    wish = {"fact": figure, "revision_id": notice["revision_id"], "seen": 0, "says": {"new": "10元"}}
    done = chen.post("/notices/1/facts", wish)
    assert done.status_code == 200 and sum(map(len, done.json().values()))
    assert chen.post("/notices/1/facts", wish).json()["code"] == "FactsChanged"
    other = {**wish, "seen": 1, "says": {"new": "77元"}}
    assert chen.post("/notices/1/facts", other).json()["code"] == "NotInSource"


def test_claims_are_told_to_others(program, fee):
    chen, bai = program(CUSTOMER), program(BUSINESS)
    assert chen.post("/notices/1/claim").json() == {"claimed_by": None}
    assert bai.get("/queue").json()["drafts"][0]["claimed_by"]["person"] == "chen"
    assert bai.post("/notices/1/claim").json()["claimed_by"]["person"] == "chen"
    assert chen.post("/notices/1/release").status_code == 204
    assert bai.post("/notices/1/claim").json() == {"claimed_by": None}


def test_a_published_entry_is_found_paged_and_withdrawn(store, clock, program, fee):
    publish_all(store, fee, clock)
    an, chen = program(AGENT), program(CUSTOMER)
    first = an.get("/entries?limit=1").json()
    second = an.get(f"/entries?limit=1&after={first['next']}").json()
    assert [first["entries"][0]["id"], second["entries"][0]["id"], second["next"]] == [2, 1, None]
    assert 1 in [entry["id"] for entry in an.get("/search?words=手续费").json()]
    assert chen.post("/entries/1/withdraw", WHY).status_code == 204
    assert [e["id"] for e in an.get("/entries").json()["entries"]] == [2]
    assert an.get("/entries/1").json()["withdrawn"] == "why"
    assert chen.post("/entries/1/withdraw", WHY).json()["code"] == "AlreadyDecided"


def test_an_agents_desktop_finds_opens_and_counts_each_call_once(store, clock, program, fee):
    publish_all(store, fee, clock)
    an = program(AGENT)
    typed = an.get("/answers?words=跨行转账手&unfinished=true").json()
    settled = an.get("/answers?words=跨行转账手续费 13812345678&settled=true&kind=faq").json()
    assert typed["search"] is None and {hit["entry"]["kind"] for hit in settled["hits"]} == {"faq"}
    best = settled["hits"][0]["entry"]["id"]
    card = an.get(f"/cards/{best}?search={settled['search']}").json()
    assert card["entry"]["id"] == best and card["direct"] and card["state"] == card["entry"]["state"]
    counted = [an.post(f"/cards/{best}/asked", {"call_id": call}).json() for call in ("A1", "A1", "A2", None)]
    assert [(one["counted"], one["asks"]) for one in counted] == [(True, 1), (False, 1), (True, 2), (True, 3)]
    assert an.post(f"/cards/{best}/asked", {"call_id": ""}).status_code == 422
    assert an.get("/cards/999").status_code == 404
    with store.reading() as tx:
        rows = tx.conn.exec_driver_sql("SELECT words, entry_id FROM searches").all()
        assert [tuple(row) for row in rows] == [("跨行转账手续费 ***78", best)]
        assert [seen.place for seen in tx.exposures.of_entry(best)] == ["api"]


def test_the_evidence_of_an_entry_is_one_file_and_its_export_is_on_record(store, clock, program, fee):
    publish_all(store, fee, clock)
    answer = program(AUDITOR).get("/entries/1/evidence")
    assert answer.headers["content-type"] == "application/zip" and answer.content[:2] == b"PK"
    assert program(AUDITOR).get("/record?action=evidence_exported").json()["events"][0]["subject"] == "entry:1"


def test_a_changed_source_is_carried_into_what_is_published(store, clock, program):
    document, facts, faq, _ = fee_page()
    entry = publish_all(store, put(store, document, facts, faq), clock)[0]
    document, facts, faq, _ = fee_page("5元")
    (draft,) = put(store, document, facts, faq, notice_id=entry.notice_id, revises=entry.id)
    chen = program(CUSTOMER)
    view = chen.get(f"/revisions/{draft.revision_id}").json()
    assert {"label": "个人柜面跨行转账手续费", "old": "6元", "new": "5元"} in view["values"]
    proposal = view["proposals"][0]
    assert "5元" in proposal["words"]["answer"] and proposal["draft_id"] == draft.id
    chosen = {"entries": [{"entry_id": entry.id, "draft_version": proposal["draft_version"]}]}
    (made,) = chen.post(f"/revisions/{draft.revision_id}/carry", chosen).json()
    assert chen.get(f"/groups/{made['group_id']}").json()["members"][0]["entry_id"] == entry.id


def test_the_record_tells_auditors_who_did_what(store, program, fee):
    program(CUSTOMER).post("/drafts/1/approve", seen=1)
    au = program(AUDITOR)
    (event,) = au.get("/record?action=signed").json()["events"]
    assert (event["actor"], event["subject"]) == ("chen", "draft:1")
    page = au.get("/record?limit=2").json()
    assert len(page["events"]) == 2 and au.get(f"/record?after={page['next']}").json()["events"]
    assert au.get("/record/verify").json()["complete"]


def test_refusals_of_programs_are_on_record_too(store, program, fee):
    program(AGENT).post("/drafts/1/amend", EDIT, seen=1)
    with store.reading() as tx:
        event = tx.audit.events("draft:1")[0]
    assert (event.actor, event.action) == ("an", "refused")


def test_the_numbers_are_those_of_the_page(store, clock, program, fee):
    publish_all(store, fee, clock)
    found = program(ADMIN).get("/numbers?span=month").json()
    assert found["edited"]["unchanged"]["hits"] == 2 and found["by_category"][0]["name"] == "fee_change"
    refused = program(ADMIN).get("/numbers?span=dates&first=2026-12-01&last=2026-01-01")
    assert (refused.status_code, refused.json()["code"]) == (422, "InputError")


# -------------------------------------------------------------------------------------------------------------- once


def test_the_same_key_decides_once_and_answers_alike(store, program, fee):
    chen = program(CUSTOMER)
    first = chen.post("/drafts/1/amend", {"words": {"kind": "faq", "say": "好"}}, seen=1, Idempotency_Key="k1")
    again = chen.post("/drafts/1/amend", {"words": {"kind": "faq", "say": "好"}}, seen=1, Idempotency_Key="k1")
    assert first.json() == again.json() and again.headers["etag"] == '"2"'
    assert again.headers["idempotent-replayed"] == "true" and "idempotent-replayed" not in first.headers
    with store.reading() as tx:
        assert tx.drafts.get(1).version == 2


def test_a_refusal_is_answered_alike_too(program, fee):
    chen = program(CUSTOMER)
    answers = [chen.post("/drafts/1/approve", seen=9, Idempotency_Key="k") for _ in range(2)]
    assert [a.status_code for a in answers] == [412, 412] and answers[0].json() == answers[1].json()
    assert answers[1].headers["content-type"] == "application/problem+json"


def test_a_key_belongs_to_one_request_of_one_person(program, fee):
    chen, bai = program(CUSTOMER), program(BUSINESS)
    chen.post("/drafts/1/approve", seen=1, Idempotency_Key="k")
    assert chen.post("/drafts/2/approve", seen=1, Idempotency_Key="k").json()["code"] == "KeyReused"
    assert bai.post("/drafts/1/approve", seen=1, Idempotency_Key="k").json()["entry_id"] == 1
    assert chen.post("/drafts/1/approve", seen=1, Idempotency_Key=" ").json()["code"] == "BadKey"


def test_a_request_that_is_still_at_work_or_was_lost(store, clock, program, fee):
    from ingest.store.columns import key

    chen = program(CUSTOMER)
    me = chen.get("/me").json()["name"]
    with store.writing() as tx:
        tx.replies.begin(key(f"{tx.users.by_name(me).id}\nk"), key('POST\n/api/v1/drafts/1/approve\n"1"\n'))
    waiting = chen.post("/drafts/1/approve", seen=1, Idempotency_Key="k")
    assert (waiting.status_code, waiting.json()["code"]) == (409, "AtWork")
    clock.forward(minutes=2)
    assert chen.post("/drafts/1/approve", seen=1, Idempotency_Key="k").status_code == 200


def test_keys_are_forgotten_after_a_day(store, clock, program, fee):
    chen = program(CUSTOMER)
    chen.post("/drafts/1/approve", seen=1, Idempotency_Key="k")
    clock.forward(hours=25)
    assert chen.post("/drafts/1/approve", seen=1, Idempotency_Key="k").json()["code"] == "AlreadySigned"


# -------------------------------------------------------------------------------------------------------- strictness


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/drafts/1/return", {"reason": "x", "unknown": 1}),
        ("/drafts/1/return", {"reason": "x" * 2001}),
        ("/drafts/1/return", {"code": "nonsense", "reason": "x"}),
        ("/drafts/1/publish-now", {"reason": ""}),
        ("/drafts/1/amend", {"words": {"kind": "faq", "valid_from": "2026-13-01"}}),
        ("/drafts/1/amend", {"words": {"kind": "other"}}),
        ("/drafts/1/amend", {"words": {"kind": "faq", "keywords": ["x"] * 101}}),
        ("/decisions/approve", {"drafts": []}),
        ("/drafts/1/return", None),
        ("/drafts/1/return", [1]),
    ],
)
def test_what_is_not_meant_is_refused_with_where_and_why(program, fee, path, body):
    answer = program(CUSTOMER).post(path, body, seen=1)
    assert answer.status_code == 422 and answer.json()["mistakes"], answer.text


@pytest.mark.parametrize("path", ["/drafts/0", "/drafts/99999999999999999999", "/drafts/x", "/nothing", "/drafts/9"])
def test_strange_addresses_are_problems_too(program, fee, path):
    answer = program(CUSTOMER).get(path)
    assert answer.status_code in (404, 422) and answer.headers["content-type"] == "application/problem+json"


def test_an_oversized_request_is_refused_unread(program, fee):
    answer = program(CUSTOMER).post("/drafts/1/return", {"reason": "x" * 1_000_001}, seen=1)
    assert (answer.status_code, answer.json()["code"]) == (413, "TooLarge")


def test_refusals_speak_both_languages_and_say_what_to_do(program, fee):
    zh = program(AGENT).post("/drafts/1/approve", seen=1, Accept_Language="zh-CN").json()
    assert zh["title"] == zh["titles"]["zh"] != zh["titles"]["en"] and zh["remedy"]["en"] and zh["remedy"]["zh"]


def test_the_database_away_is_a_problem(program, store, monkeypatch):
    from ingest import errors

    chen = program(CUSTOMER)

    def away():
        raise errors.StoreError("gone")

    monkeypatch.setattr(store, "reading", away)
    answer = chen.get("/queue")
    assert (answer.status_code, answer.json()["code"]) == (503, "StoreError")


# ----------------------------------------------------------------------------------------------------------- documents


def test_the_document_names_every_answer_and_every_refusal(app):
    document = Program(app, None).get("/openapi.json").json()
    for path, item in document["paths"].items():
        for method, operation in item.items():
            assert operation["security"] and operation["description"], (method, path)
            assert {"401", "403", "404", "422", "503"} <= set(operation["responses"])
            for code, answer in operation["responses"].items():
                if code >= "400":
                    assert list(answer["content"]) == ["application/problem+json"]
                elif code != "204" and "application/zip" not in answer["content"]:
                    assert answer["content"]["application/json"]["schema"] != {}, path
    for name, shape in document["components"]["schemas"].items():
        assert shape.get("type") != "object" or "properties" in shape, name


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_shows_it_without_script(app, browser, language):
    page = browser.get(f"/api/v1/?lang={language}")
    assert page.status_code == 200 and "/api/v1/drafts/{draft_id}/approve" in page.text
    assert "cdn" not in page.text.lower() and "<style" not in page.text
    assert browser.get("/api/v1").status_code in (200, 307)


def test_every_state_and_role_of_the_model_is_in_the_document(app):
    text = json.dumps(Program(app, None).get("/openapi.json").json())
    assert all(role.value in text for role in Role) and all(state.value in text for state in DraftState)


def test_answers_carry_the_security_headers_and_are_kept_nowhere(program, fee):
    answer = program(CUSTOMER).get("/queue")
    assert all(answer.headers[name] == value for name, value in HEADERS.items())
    assert answer.headers["cache-control"] == "no-store"
