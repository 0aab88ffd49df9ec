"""FAQ entries out of the house and into it."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import openpyxl
import pytest
from bs4 import BeautifulSoup
from builders import ADMIN, AGENT, changed, fee_page, outage_page, publish_all, put
from python_calamine import CalamineWorkbook

from ingest.answer.rows import Refused, Row, rows_of
from ingest.errors import InputError
from ingest.model import Category, Tier

EVIL = '=cmd|" /C calc"!A0'
HEADS = "编号,问题,答案,操作要点,类别,有效期至,关键字\n"


@pytest.fixture
def published(store, clock):
    document, facts, faq, _ = fee_page()
    (fee,) = publish_all(store, put(store, document, facts, faq), clock)
    page = outage_page()
    publish_all(store, put(store, page[0], page[1], changed(page[2], question=EVIL, valid_until=None)), clock)
    return fee


@pytest.fixture
def admin(logged_in):
    return logged_in(ADMIN)


def sent(browser, text, name="faq.csv"):
    raw = text if isinstance(text, bytes) else text.encode()
    fields = {"csrf": browser.hidden("/import")["csrf"]}
    return browser.send("POST", "/import", data=fields, files={"file": (name, raw)})


def soup(answer):
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "lxml")


def fates(page):
    return {
        heading["class"][0].removeprefix("fate-"): int(heading.select_one(".count").text)
        for heading in page.select("h2[class^=fate]")
    }


def test_the_table_is_the_same_in_every_format_and_computes_nothing(store, published, admin):
    rows = list(csv.reader(io.StringIO(admin.get("/export/faq.csv?lang=zh").text.removeprefix("\ufeff"))))
    raw = admin.get("/export/faq.xlsx").content
    sheet = openpyxl.load_workbook(io.BytesIO(raw)).active
    other = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0).to_python()
    entries = json.loads(admin.get("/export/faq.json").text)["entries"]
    assert rows[0][:3] == ["编号", "问题", "答案"] == [cell.value for cell in sheet[1]][:3] == other[0][:3]
    assert len(rows) == len(entries) + 1 == sheet.max_row == len(other) == 3
    assert all(cell.data_type in ("s", "inlineStr", "n") for row in sheet for cell in row)
    questions = {row[1] for row in rows[1:]}
    assert EVIL not in questions and f"'{EVIL}" in questions and EVIL in {entry["question"] for entry in entries}
    with store.reading() as tx:
        assert [event.detail["format"] for event in tx.audit.events("entries")] == ["json", "xlsx", "csv"]


def test_what_is_for_customers_follows_schema_org(published, admin):
    page = json.loads(admin.get("/export/faq.jsonld").text)
    assert page["@type"] == "FAQPage" and all(one["@type"] == "Question" for one in page["mainEntity"])
    assert admin.get("/export/faq.exe").status_code == 404


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_what_was_exported_comes_back_as_the_same(published, admin, form):
    answer = sent(admin, admin.get(f"/export/faq.{form}").content)
    page = soup(admin.get(answer.headers["location"]))
    assert fates(page) == {"same": 2} and not page.select("main form")


def test_a_difference_is_shown_before_anything_is_made(store, published, admin):
    text = HEADS + (
        f"7,{published.content.question},2026年12月1日起每笔6元，原来每笔10元。手机银行免费。,,,,\n"
        "8,网点周末营业吗？,周六9:00至16:00营业。,先在手机银行取号,branch_change,2027-06-30,网点、周末\n"
        "9,没有答案的问题？,,,,,\n"
        "8,又是八号？,不行。,,,,\n"
        "11,日期不对？,不对。,,,2027-13-45,\n"
        "12,类别不对？,不对。,,nonsense,,\n"
    )
    at = sent(admin, text).headers["location"]
    page = soup(admin.get(f"{at}?lang=zh"))
    assert fates(page) == {"new": 1, "changed": 1, "refused": 4}
    assert "第 4 行" in page.text and "没有答案" in page.text and "2027-13-45" in page.text
    with store.reading() as tx:
        before = len(tx.drafts.queue())
    assert admin.post(at, page=at).headers["location"] == f"{at}?done=2"
    with store.reading() as tx:
        made = {draft.title: draft for draft in tx.drafts.queue()}
        assert len(made) == before + 2 and tx.audit.verify() is None
        fee, hours = made[published.content.question], made["网点周末营业吗？"]
        assert fee.revises == published.id and hours.revises is None and fee.tier is Tier.REGULATED
        assert hours.category is Category.BRANCH_CHANGE and hours.tier is Tier.FAST
        assert not hours.unsupported and hours.content.citations and hours.last_editor == "ada"
        revision = tx.notices.revision(hours.revision_id)
        assert tx.snapshots.raw(revision.snapshot_sha) == text.encode()


def test_the_same_file_again_makes_nothing_and_a_changed_row_a_new_draft(store, admin):
    text = HEADS + "8,网点周末营业吗？,周六9:00至16:00营业。,,,,\n9,卡丢了怎么办？,致电95077挂失。,,,,\n"
    at = sent(admin, text).headers["location"]
    admin.post(at, page=at)
    assert admin.post(at, page="/import").headers["location"].endswith("done=0")
    assert fates(soup(admin.get(at))) == {"same": 2}
    later = sent(admin, text.replace("16:00", "17:00")).headers["location"]
    assert fates(soup(admin.get(later))) == {"changed": 1, "same": 1}
    admin.post(later, page=later)
    with store.reading() as tx:
        waiting = [draft for draft in tx.drafts.queue() if draft.title == "网点周末营业吗？"]
    assert ["17:00" in draft.content.answer for draft in waiting] == [True]


def test_an_imported_answer_is_approved_and_found_like_any_other(store, clock, admin, logged_in):
    at = sent(admin, HEADS + "8,网点周末营业吗？,周六9:00至16:00营业。,,,,\n").headers["location"]
    admin.post(at, page=at)
    with store.reading() as tx:
        (draft,) = tx.drafts.queue()
    publish_all(store, [draft], clock)
    assert "网点周末营业吗" in logged_in(AGENT).get("/find?q=周末营业").text


@pytest.mark.parametrize(
    "raw", [b"", b"nothing\nat all\n", b"{", b"[1,2", b'{"a": 1}', b"PK\x03\x04broken", b"\xff\xfe\x00\x81"]
)
def test_what_is_no_such_file_is_refused_in_words(admin, raw):
    answer = sent(admin, raw)
    assert answer.status_code == 422 and "alarm" in answer.text


def test_a_packed_bomb_is_not_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * 210_000_000)
    with pytest.raises(InputError):
        rows_of(out.getvalue())


def test_rows_of_any_spelling_are_read():
    raw = "标准问题\t答案\n".replace("\t", ",") + "卡丢了？,挂失。\n"
    assert [row.question for row in rows_of(raw.encode("gb18030"))] == ["卡丢了？"]
    listed = [
        {"Question": "Is it free?", "answer": "It is.", "keywords": ["fee", "free"], "valid_until": "2027/1/2"},
        5,
    ]
    row, refused = rows_of(json.dumps(listed).encode())
    assert (
        isinstance(row, Row)
        and row.language == "en"
        and row.keywords == ("fee", "free")
        and str(row.valid_until) == "2027-01-02"
    )
    assert refused == Refused(2, "no_question")


def test_a_form_of_another_site_brings_nothing(store, admin):
    answer = admin.send("POST", "/import", data={"csrf": "0"}, files={"file": ("a.csv", b"x")})
    assert answer.status_code == 403
