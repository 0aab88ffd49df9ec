"""What was published and why, on pages: changes of sources, impact, entries, the record."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import re
import zipfile

import pytest
from builders import ADMIN, AGENT, AUDITOR, BUSINESS, CUSTOMER, changed, fee_page, publish_all, put
from revised import counted, revised
from sqlalchemy import text

from ingest.publish.pack.check import check
from ingest.review.decisions import publish_now
from ingest.store.audit import Wanted


def seen(page, prefix="entry_"):
    return dict(re.findall(rf'name="({prefix}\d+)" value="(\d+)"', page))


def test_a_changed_source_is_seen_in_three_columns_and_carried_with_one_press(store, clock, logged_in):
    _, revision_id = revised(store, clock)
    browser = logged_in(CUSTOMER)
    place = f"/revisions/{revision_id}"
    page = browser.get(place).text
    assert "<del>6</del>元" in page and "<ins>5</ins>元" in page
    assert 'href="#o' in page and 'href="#n' in page and 'href="#entry-1"' in page
    assert "<ins>您好！</ins>" in page  # what a person had written into the rules' words
    answer = browser.post(f"{place}/carry", seen(page), page=place)
    assert answer.headers["location"] == f"{place}?done=carried"
    page = browser.get(answer.headers["location"]).text
    assert "新数值已带入，草稿等待审核。" in page and page.count("✓ 新数值已带入") >= 2
    assert "来源已变更，正在审核" in browser.get("/board").text


def test_a_person_keeps_one_entry_and_the_other_still_waits(store, clock, logged_in):
    entries, revision_id = revised(store, clock)
    browser = logged_in(CUSTOMER)
    place = f"/revisions/{revision_id}"
    refused = browser.post(f"{place}/keep", {"entry": str(entries[0].id), "reason": " "}, page=place)
    assert refused.status_code == 422 and "理由" in refused.text and f'href="{place}"' in refused.text
    done = browser.post(f"{place}/keep", {"entry": str(entries[0].id), "reason": "只改了错字"}, page=place)
    assert done.headers["location"].endswith("?done=kept")
    page = browser.get(place).text
    assert 'id="entry-1"' not in page and 'id="entry-2"' in page


def test_hostile_words_of_a_source_stay_words(store, clock, logged_in):
    document, facts, faq, _ = fee_page()
    entry = publish_all(store, put(store, document, facts, faq), clock)[0]
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>\u202e"
    new = dataclasses.replace(document, text=document.text + evil, passages=(), tables=())
    put(store, new, facts, changed(faq, answer=evil), notice_id=entry.notice_id, revises=entry.id)
    page = logged_in(CUSTOMER).get("/revisions/2").text
    assert "<script>alert" not in page and "<img src=x" not in page and "\u202e" not in page
    assert "&lt;script&gt;" in page


def test_the_impact_list_corrects_and_the_group_is_signed_together(store, clock, logged_in):
    _, revision_id = revised(store, clock)
    browser = logged_in(CUSTOMER)
    place = f"/impact?revision={revision_id}"
    page = browser.get(place).text
    fields = {**seen(page), "revision": str(revision_id), "reason": ""}
    refused = browser.post("/impact", fields, page=place)
    assert refused.status_code == 422 and 'name="entry_1"' in refused.text
    made = browser.post("/impact", {**fields, "reason": "又下调了"}, page=place)
    group = made.headers["location"].split("?")[0]
    page = browser.get(made.headers["location"]).text
    signed = browser.post(f"{group}/approve", seen(page), page=group)
    assert signed.headers["location"] == f"{group}?done=signed&count=2"
    other = logged_in(BUSINESS)
    other.post(f"{group}/approve", seen(other.get(group).text), page=group)
    with store.reading() as tx:
        assert {bool(tx.entries.get(id).superseded_by) for id in (1, 2)} == {True}


def test_a_typed_value_says_who_quotes_it_before_anything_is_decided(store, clock, logged_in):
    revised(store, clock)
    browser = logged_in(AUDITOR)
    page = browser.get("/impact?old=6元").text
    assert "柜面跨行转账手续费是多少？" in page and 'type="checkbox"' not in page
    wrong = browser.get("/impact?old=手续费&new=6元")
    assert wrong.status_code == 422 and 'value="手续费"' in wrong.text


def test_an_old_address_leads_to_the_entry_in_its_place(store, clock, logged_in):
    entries, _ = revised(store, clock)
    chain = [entries[0].id]
    for new in ("4元", "3元"):
        document, facts, faq, _ = fee_page(new)
        draft = put(store, document, facts, faq, notice_id=entries[0].notice_id, revises=chain[-1])
        chain.append(publish_all(store, draft, clock)[0].id)
    browser = logged_in(AGENT)
    answer = browser.get(f"/entries/{chain[0]}")
    assert answer.headers["location"] == f"/entries/{chain[-1]}?was={chain[0]}"
    page = browser.get(answer.headers["location"]).text
    assert f"条目 {chain[0]} 已被本条替换" in page and "3元" in page
    assert "各版本" not in page and "evidence.zip" not in page  # an agent reads the entry, not its history
    assert "仅供查证" in browser.get(f"/entries/{chain[0]}?old=1").text
    assert browser.get("/entries/999").status_code == 404


def test_history_evidence_and_who_still_has_to_sign_are_on_the_page(store, clock, logged_in):
    document, facts, _, bulletin = fee_page()
    draft = put(store, document, facts, bulletin)[0]
    publish_now(store, CUSTOMER, draft.id, 1, "一小时后开始", clock)
    agent = logged_in(AGENT).get("/entries/1").text
    assert "紧急发布" in agent and "仍待签核" in agent and "业务专家" in agent
    browser = logged_in(AUDITOR)
    page = browser.get("/entries/1").text
    assert "自动起草" in page and "一小时后开始" in page and "还有哪里引用" in page
    answer = browser.get("/entries/1/evidence.zip")
    assert answer.headers["content-disposition"] == 'attachment; filename="entry-1.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert "summary.html" in archive.namelist()
    with store.reading() as tx:
        event = tx.audit.events("entry:1")[0]
    assert (event.actor, event.action) == ("au", "evidence_exported")
    assert event.detail["sha256"] == hashlib.sha256(answer.content).hexdigest()


def test_what_was_downloaded_passes_the_check(store, clock, logged_in, tmp_path):
    revised(store, clock)
    file = tmp_path / "e.zip"
    file.write_bytes(logged_in(ADMIN).get("/entries/1/evidence.zip").content)
    assert check(file).misfits == ()


def test_the_record_is_searched_and_turned_by_number(store, clock, logged_in):
    with store.writing() as tx:
        for n in range(250):
            tx.audit.append(f"user{n % 5}", "looked" if n % 2 else "<b>=1+1", f"draft:{n % 7}", {"n": n}, tx.clock())
    browser = logged_in(AUDITOR)
    first = browser.get("/audit?subject=draft").text
    assert first.count('class="number"') == 100 and 'id="row-250"' in first and "<b>=1+1" not in first
    older = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    assert older == "/audit?subject=draft&before=151"
    second = browser.get(older).text
    assert 'id="row-150"' in second and 'id="row-151"' not in second
    assert browser.get("/audit?actor=user3&action=looked&subject=draft:1").text.count('class="number"') == 3
    assert "没有符合条件的记录" in browser.get("/audit?since=2030-01-01").text
    assert browser.get("/audit?until=2026-11-23").text.count('class="number"') == 100
    assert "没有符合条件的记录" in browser.get("/audit?until=2026-11-22").text
    table = browser.get("/audit/export.csv?actor=user3").text.splitlines()
    assert len(table) == 51 and ",'" not in table[2] and any(",<b>=1+1," in line for line in table)
    assert len(browser.get("/audit/export.jsonl?subject=draft:1").text.splitlines()) == 36


@pytest.mark.parametrize(
    "query", ["before=x", "since=31.12.2026", "until=9999-99-99", "before=" + "9" * 40, "actor=%00"]
)
def test_what_makes_no_sense_filters_nothing_and_breaks_nothing(logged_in, query):
    assert logged_in(AUDITOR).get(f"/audit?{query}").status_code == 200


def test_the_chain_is_verified_part_by_part_and_a_broken_row_is_named(store, clock, logged_in, monkeypatch):
    import ingest.review.record as record

    monkeypatch.setattr(record.verify_record, "__defaults__", (0, 10))
    with store.writing() as tx:
        for n in range(24):
            tx.audit.append("wang", "looked", f"draft:{n}", {}, tx.clock())
    browser = logged_in(AUDITOR)
    page = browser.get("/audit/verify").text
    assert 'hx-get="/audit/verify?after=10"' in page and "已核验 10 / 25 条" in page
    part = browser.get("/audit/verify?after=10", headers={"HX-Request": "true"}).text
    assert "<html" not in part and "after=20" in part
    assert "记录完整：共 25 条" in browser.get("/audit/verify?after=20").text
    with store.writing() as tx:
        tx.conn.execute(text("DROP TRIGGER audit_no_update"))
        tx.conn.execute(text("UPDATE audit SET actor = 'li' WHERE id = 14"))
    page = browser.get("/audit/verify?after=10").text
    assert "记录在第 14 条处被破坏" in page and "内容被改动" in page and "请告知运维" in page


def test_pages_of_the_record_ask_a_constant_number_of_times(store, clock, logged_in):
    _, few = revised(store, clock)
    browser = logged_in(AUDITOR)
    browser.get("/audit")
    counts = []
    for _ in range(2):
        with counted(store) as asked:
            for path in ("/entries/1", f"/revisions/{few}", f"/impact?revision={few}", "/audit"):
                assert browser.get(path).status_code == 200
        counts.append(len(asked))
        revised(store, clock, more=5, url=f"https://www.lakebank.example/{len(counts)}")
    with store.reading() as tx:
        assert len(tx.audit.search(Wanted(), limit=1)) == 1
    assert counts[0] == counts[1]
