"""What we publish, given to readers that we did not write: a JSON Schema, feedparser, a CommonMark parser, a browser's
rules for HTML."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import feedparser
import jsonschema
import pytest
from builders import changed, fee_page, outage_page, publish_all, put
from test_publish_files import EVIL, NOW, write

from ingest.publish.renderers import renderers
from ingest.publish.wording import labels
from ingest.publish.write import current

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "schemas" / "bulletin.schema.json").read_text("utf-8"))
VOID = {"meta", "br", "hr", "img", "input", "link"}


@pytest.fixture
def full(store, clock):
    """In force, to come, hostile, withdrawn."""
    publish_all(store, put(store, *outage_page()), clock)
    document, facts, faq, bulletin = fee_page()
    publish_all(store, put(store, document, facts, faq, changed(bulletin, headline=EVIL, what_changes=EVIL)), clock)
    with store.writing() as tx:
        tx.entries.withdraw(2, "印发有误")
    return store


class Nesting(HTMLParser):
    """Every element is closed where it was opened; `ids` counts theirs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids.update([values["id"]] if values.get("id") else [])
        self.outside += [v for name, v in attrs if name in ("src", "srcset", "action", "background", "style") and v]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, (self.open[-3:], tag, self.getpos())
        self.open.pop()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_is_well_nested_and_asks_for_nothing_from_outside(full, tmp_path, language):
    write(full, tmp_path, language=language)
    reader = Nesting()
    reader.feed((tmp_path / "bulletin.html").read_text("utf-8"))
    assert reader.open == [] and reader.outside == [] and max(reader.ids.values()) == 1
    assert "url(" not in (tmp_path / "bulletin.html").read_text("utf-8")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_json_is_what_its_schema_says(full, tmp_path, language):
    write(full, tmp_path, language=language)
    found = json.loads((tmp_path / "bulletin.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(found, SCHEMA)
    assert sum(len(section["items"]) for section in found["sections"]) >= 2


def test_the_feed_of_hostile_words_is_a_feed_of_words(full, tmp_path):
    write(full, tmp_path)
    feed = feedparser.parse((tmp_path / "bulletin.atom").read_bytes())
    assert not feed.bozo and all(entry.title_detail.type == "text/plain" for entry in feed.entries)
    assert len({entry.id for entry in feed.entries}) == len(feed.entries) > 0
    assert all("T" in entry.updated for entry in feed.entries)


def test_no_file_needs_more_than_its_folder(full, tmp_path):
    write(full, tmp_path)
    for renderer in renderers():
        raw = (tmp_path / renderer.filename).read_bytes()
        assert raw.decode("utf-8") and b"\x00" not in raw


def test_an_edition_that_is_not_all_says_so(full):
    edition = current(full, bank_name="湖滨银行", language="zh", now=NOW, time_zone="Asia/Shanghai")
    cut = dataclasses.replace(edition, more=True)
    for renderer in renderers():
        if renderer.filename in ("bulletin.html", "bulletin.md", "bulletin.atom"):
            assert labels("zh")["edition.more"] in renderer.render(cut)
            assert labels("zh")["edition.more"] not in renderer.render(edition)
        if renderer.filename == "bulletin.json":
            assert json.loads(renderer.render(cut))["more"] is True


def test_an_entry_that_stands_alone_and_below_its_notice_has_one_address(store, clock, tmp_path):
    document, facts, faq, bulletin = fee_page()
    asked, told = put(store, document, facts, faq, bulletin)
    publish_all(store, [told], clock)
    clock.forward(days=3)
    publish_all(store, [asked], clock)
    write(store, tmp_path, now=dt.datetime(2026, 11, 26, 8, 30))
    text = (tmp_path / "bulletin.html").read_text("utf-8")
    reader = Nesting()
    reader.feed(text)
    assert text.count(faq.question) == 2 and max(reader.ids.values()) == 1
