from __future__ import annotations

import dataclasses
import datetime as dt
import errno
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import feedparser
import pytest
from bs4 import BeautifulSoup
from builders import changed, fee_page, outage_page, publish_all, put
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ingest.errors import DiskFull, InputError
from ingest.model import Cause, Tier, VisitReport, VisitStatus
from ingest.publish.inert import inert, link, safe_json
from ingest.publish.renderers import renderers
from ingest.publish.renderers.markdown import escape
from ingest.publish.wording import labels, say_period
from ingest.publish.write import publish
from ingest.text.causes import told

NOW = dt.datetime(2026, 11, 23, 8, 30)
FILES = {
    *("bulletin.html", "bulletin.md", "bulletin.json", "bulletin.atom", "bulletin.ics"),
    *("faq.json", "faqpage.jsonld"),
}
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\u202e倒\x00 ]](javascript:x) **b** </textarea>"


def write(store, folder: Path, **more) -> tuple[Path, ...]:
    options = {"bank_name": "湖滨银行", "language": "zh", "now": NOW, "time_zone": "Asia/Shanghai", **more}
    return publish(store, folder, **options)


@pytest.fixture
def board(store, clock):
    publish_all(store, put(store, *outage_page()), clock)
    publish_all(store, put(store, *fee_page()), clock)
    with store.writing() as tx:
        run = tx.runs.begin(clock())
        tx.runs.visit(run, VisitReport("lake-notices", VisitStatus.OK))
        since = dt.datetime(2026, 11, 20, 0, 30, tzinfo=dt.UTC)
        tx.runs.visit(run, VisitReport("lake-en", VisitStatus.FAILED, causes=(Cause("timeout"),), since=since))
        tx.runs.finish(run, clock())
    return store


@pytest.fixture
def hostile(store, clock):
    document, facts, faq, bulletin = fee_page()
    document = dataclasses.replace(document, url="javascript:alert(1)")
    facts = dataclasses.replace(facts, title=EVIL, tier=Tier.STANDARD)
    evil_faq = changed(faq, question=EVIL, answer=EVIL, operation_points=(EVIL,), conditions=(EVIL,), keywords=(EVIL,))
    evil_bulletin = changed(bulletin, headline=EVIL, what_changes=EVIL, script=EVIL, do_not_say=EVIL, who=EVIL)
    publish_all(store, put(store, document, facts, evil_faq, evil_bulletin), clock)
    with store.writing() as tx:
        run = tx.runs.begin(clock())
        tx.runs.visit(run, VisitReport("lake", VisitStatus.FAILED, causes=(Cause("as_told", {"words": EVIL}),)))
    return store


def test_every_format_is_written_and_none_is_left_half(board, tmp_path):
    paths = write(board, tmp_path / "out")
    assert {path.name for path in paths} == FILES == {path.name for path in (tmp_path / "out").glob("[!.]*")}


def test_what_holds_everything_is_put_together_again_only_when_something_in_it_is_another(board, tmp_path, monkeypatch):
    put_together = []
    every = type(board.reading().__enter__().entries).all
    monkeypatch.setattr("ingest.store.entries.Entries.all", lambda *a, **k: put_together.append(1) or every(*a, **k))

    def asked(how_often: int, **more) -> str:
        put_together.clear()
        write(board, tmp_path, **more)
        assert len(put_together) == how_often
        return (tmp_path / "faq.json").read_text()

    minute = dt.timedelta(minutes=1)
    first = asked(1)
    assert asked(0) == asked(0, now=NOW + minute) == first
    with board.writing() as tx:
        tx.runs.finish(tx.runs.begin(NOW.replace(tzinfo=dt.UTC)), NOW.replace(tzinfo=dt.UTC))
    assert asked(0, now=NOW + minute) == first
    begun = dt.datetime(2026, 11, 23, 22)
    assert asked(0, now=begun - minute) == first != asked(1, now=begun)
    (tmp_path / "faq.json").unlink()
    asked(1, now=begun + minute)
    with board.writing() as tx:
        tx.entries.withdraw(3, "wrong")
    assert "柜面跨行转账手续费是多少" not in asked(1, now=begun + minute)
    asked(1, now=begun + dt.timedelta(days=1))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_reads_well_in_the_banks_language(board, tmp_path, language):
    write(board, tmp_path, language=language)
    page = BeautifulSoup((tmp_path / "bulletin.html").read_text(), "lxml")
    assert page.html["lang"].startswith(language)
    assert labels(language)["coverage.incomplete"] in page.text
    assert told(Cause("timeout")).within(language) in page.text
    headings = [h.text.strip() for h in page.select("article h3")]
    assert headings == ["Mobile banking down tonight", "柜面跨行转账手续费下调"]
    assert not page.select("script, link, img, iframe") and "http" not in page.style.text


@pytest.mark.parametrize(
    ("language", "since"), [("zh", "自 2026年11月20日08:30 起"), ("en", "since 20 November 2026, 08:30")]
)
def test_every_bulletin_says_what_was_not_read_and_since_when(board, tmp_path, language, since):
    write(board, tmp_path, language=language)
    for name in ("bulletin.html", "bulletin.md"):
        text = (tmp_path / name).read_text()
        assert since in text and told(Cause("timeout")).within(language) in text and "lake-en" in text
    feed = feedparser.parse((tmp_path / "bulletin.atom").read_text())
    assert labels(language)["coverage.incomplete"] in feed.feed.subtitle


def test_ended_entries_show_as_ended_and_without_their_answers(board, tmp_path):
    write(board, tmp_path, now=dt.datetime(2026, 11, 24, 6, 0))
    page = BeautifulSoup((tmp_path / "bulletin.html").read_text(), "lxml")
    ended = page.select_one("#section-ended article")
    assert "Mobile banking down tonight" in ended.text and labels("zh")["warning.ended_long"] in ended.text
    assert "cards keep working" not in page.text


def test_json_holds_what_an_agent_desktop_needs(board, tmp_path):
    write(board, tmp_path)
    found = json.loads((tmp_path / "bulletin.json").read_text())
    assert found["schema"] == "ingest.bulletin/1" and found["coverage"]["failed"] == [
        {
            "source": "lake-en",
            "reason": told(Cause("timeout")).zh,
            "code": "timeout",
            "since": "2026-11-20T00:30:00+00:00",
        }
    ]
    item = found["sections"][0]["items"][0]
    assert item["state"] == "scheduled" and item["expires"] == "2026-11-24T06:00" and item["faqs"][0]["answer"]
    faqs = json.loads((tmp_path / "faq.json").read_text())["faqs"]
    assert {faq["question"] for faq in faqs} == {"When is mobile banking unavailable?", "柜面跨行转账手续费是多少？"}


def test_the_public_faq_page_holds_only_what_is_in_force_and_validated(board, tmp_path):
    def questions() -> list[str]:
        return [q["name"] for q in json.loads((tmp_path / "faqpage.jsonld").read_text())["mainEntity"]]

    write(board, tmp_path)
    assert questions() == []
    write(board, tmp_path, now=dt.datetime(2026, 12, 2, 9))
    assert questions() == ["柜面跨行转账手续费是多少？"]
    with board.writing() as tx:
        tx.entries.source_changed(2, True)
    write(board, tmp_path, now=dt.datetime(2026, 12, 2, 9))
    assert questions() == []


def test_the_feed_is_well_formed_and_its_ids_last(board, tmp_path):
    write(board, tmp_path)
    first = feedparser.parse((tmp_path / "bulletin.atom").read_bytes())
    write(board, tmp_path, now=dt.datetime(2026, 12, 2, 9))
    second = feedparser.parse((tmp_path / "bulletin.atom").read_bytes())
    assert not first.bozo and first.version == "atom10" and len(first.entries) == 2
    assert first.feed.id == second.feed.id and {e.id for e in second.entries} < {e.id for e in first.entries}
    assert first.feed.updated.endswith("+08:00")


def test_markdown_says_the_same(board, tmp_path):
    write(board, tmp_path)
    html = MarkdownIt("commonmark").render((tmp_path / "bulletin.md").read_text())
    assert "<h3>Mobile banking down tonight</h3>" in html and told(Cause("timeout")).zh in html
    assert '<a href="https://www.lakebank.example/en/n/2">' in html


def test_hostile_text_is_inert_in_every_format(hostile, tmp_path):
    write(hostile, tmp_path)
    texts = {path.name: path.read_text() for path in tmp_path.iterdir() if path.name in FILES}
    page = BeautifulSoup(texts["bulletin.html"], "lxml")
    assert not page.select("script, img, textarea, [onerror], a[href^=javascript]")
    assert "<script>alert(1)</script>" in page.select_one("h3").text
    for name in ("bulletin.json", "faq.json", "faqpage.jsonld"):
        assert "<" not in texts[name] and json.loads(texts[name])
    ET.fromstring(texts["bulletin.atom"])
    markdown = MarkdownIt("commonmark").render(texts["bulletin.md"])
    assert "<script" not in markdown and "<img" not in markdown and "<a " not in markdown and "<b>" not in markdown
    for name in ("bulletin.html", "bulletin.md", "bulletin.atom", "faqpage.jsonld"):
        assert "\u202e" not in texts[name] and "\x00" not in texts[name]


def test_a_file_that_says_the_same_is_not_touched(board, tmp_path):
    paths = write(board, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in paths}
    write(board, tmp_path, now=NOW + dt.timedelta(minutes=7))
    assert {path: path.stat().st_mtime_ns for path in paths} == before
    write(board, tmp_path, now=dt.datetime(2026, 11, 23, 22, 1))
    assert (tmp_path / "bulletin.html").stat().st_mtime_ns != before[tmp_path / "bulletin.html"]


def test_a_full_disk_leaves_the_last_edition(board, tmp_path, monkeypatch):
    paths = write(board, tmp_path)
    old = {path: path.read_bytes() for path in paths}
    real, calls = Path.open, []

    def full(self, *args, **options):
        if self.suffix == ".part":
            calls.append(self)
            if len(calls) == 3:
                raise OSError(errno.ENOSPC, "No space left on device")
        return real(self, *args, **options)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(DiskFull):
        write(board, tmp_path, now=dt.datetime(2026, 12, 2, 9))
    assert {path: path.read_bytes() for path in paths} == old
    assert {path.name for path in tmp_path.iterdir()} >= FILES and not list(tmp_path.glob(".*.part"))


def test_a_folder_that_is_a_file_is_explained(board, tmp_path):
    (tmp_path / "out").write_text("")
    with pytest.raises(InputError, match="can't be written"):
        write(board, tmp_path / "out")


def test_an_empty_board_before_any_run_does_not_claim_that_nothing_is_new(store, tmp_path):
    write(store, tmp_path)
    for name in ("bulletin.html", "bulletin.md"):
        assert labels("zh")["coverage.never"] in (tmp_path / name).read_text()


def test_labels_exist_in_both_languages():
    assert labels("zh").keys() == labels("en").keys()


def test_renderers_are_found_by_themselves():
    assert {renderer.filename for renderer in renderers()} == FILES


@pytest.mark.parametrize(
    ("starts", "expires", "zh", "en"),
    [
        (None, None, "未注明时间", "no time stated"),
        ("2026-12-01", None, "2026年12月1日起，未注明结束时间", "from 1 December 2026, no end stated"),
        (None, "2026-12-01T06:00", "至2026年12月1日06:00", "until 1 December 2026, 06:00"),
    ],
)
def test_periods_are_said_in_full(starts, expires, zh, en):
    from builders import moment

    pair = [moment(text) if text else None for text in (starts, expires)]
    assert (say_period(*pair, "zh"), say_period(*pair, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://www.lakebank.example/a?b=1", True),
        ("http://lakebank.example", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False),
        ("data:text/html,x", False),
        ("//lakebank.example", False),
        ("/relative", False),
        ("file:///etc/passwd", False),
        ("https://x\u202e", False),
        ("http://[", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url, kept):
    assert (link(url) == url) is (kept or url is None)


@given(st.text())
def test_markdown_escaping_shows_the_text_and_nothing_else(text):
    html = MarkdownIt("commonmark").render("- " + escape(text))
    shown = BeautifulSoup(html, "lxml")
    assert {tag.name for tag in shown.find_all()} <= {"html", "body", "ul", "li"}


@given(st.text())
def test_inert_text_is_legal_xml_and_can_stand_in_a_script(text):
    node = ET.Element("a")
    node.text = inert(text)
    ET.fromstring(ET.tostring(node))
    assert "</" not in safe_json([text]) and json.loads(safe_json([text])) == [text]


def test_evidence_travels_with_the_data(board, tmp_path):
    write(board, tmp_path)
    assert "手续费由每笔10元调整为每笔6元" in (tmp_path / "bulletin.json").read_text()


def test_what_holds_everything_says_at_every_hour_what_it_would_say_if_it_were_written_then(board, clock, tmp_path):
    with board.writing() as tx:
        tx.pins.add(1, "ada", clock() + dt.timedelta(hours=3))
    for hours in (0, 1, 4, 12, 25):
        now = NOW + dt.timedelta(hours=hours)
        clock.now = NOW.replace(tzinfo=dt.UTC) - dt.timedelta(hours=8 - hours)
        write(board, tmp_path / "kept", now=now)
        write(board, tmp_path / f"{hours}", now=now)
        kept, new = (json.loads((tmp_path / name / "faq.json").read_text())["faqs"] for name in ("kept", f"{hours}"))
        assert kept == new != []


def test_another_program_writes_what_holds_everything_anew(board, tmp_path, monkeypatch):
    write(board, tmp_path)
    (tmp_path / "faq.json").write_text("by an older one")
    write(board, tmp_path)
    assert (tmp_path / "faq.json").read_text() == "by an older one"
    monkeypatch.setattr("ingest.publish.whole.program", lambda: "another")
    write(board, tmp_path)
    assert json.loads((tmp_path / "faq.json").read_text())["schema"] == "ingest.faq/2"
