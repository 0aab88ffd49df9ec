"""bulletin.atom: RFC 4287 feed of the edition's live entries."""

from __future__ import annotations

import datetime as dt
import uuid
import xml.etree.ElementTree as ET
from zoneinfo import ZoneInfo

from ingest.model import FaqDraft
from ingest.publish.edition import Edition, Item
from ingest.publish.inert import inert, link
from ingest.publish.renderers import Renderer
from ingest.publish.statement import say_coverage
from ingest.publish.warnings import warnings
from ingest.publish.wording import labels, say_validity

_ATOM = "http://www.w3.org/2005/Atom"


def render(edition: Edition) -> str:
    zone = ZoneInfo(edition.time_zone)
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": edition.language})
    _add(feed, "id", _identity(edition.bank_name, "bulletin"))
    _add(feed, "title", labels(edition.language)["edition.title"].format(bank=edition.bank_name))
    more = [labels(edition.language)["edition.more"]] if edition.more else []
    _add(feed, "subtitle", " ".join([say_coverage(edition.coverage, edition.language), *more]))
    _add(feed, "updated", _instant(edition.since, zone))
    _add(ET.SubElement(feed, "author"), "name", edition.bank_name)
    for item in edition.items:
        if item.live:
            _entry(feed, item, edition, zone)
    ET.indent(feed, " ")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode") + "\n"


def _entry(feed: ET.Element, item: Item, edition: Edition, zone: ZoneInfo) -> None:
    content = item.entry.content
    faq = isinstance(content, FaqDraft)
    node = ET.SubElement(feed, "entry", {"xml:lang": item.entry.language})
    _add(node, "id", _identity(edition.bank_name, f"entry/{item.entry.id}"))
    _add(node, "title", content.question if isinstance(content, FaqDraft) else content.headline)
    _add(node, "updated", _instant(item.published, zone))
    _add(node, "published", _instant(item.published, zone))
    if item.entry.category:
        label = labels(edition.language)[f"category.{item.entry.category.value}"]
        ET.SubElement(node, "category", {"term": item.entry.category.value, "label": label})
    if url := link(item.entry.source_url):
        ET.SubElement(node, "link", {"rel": "via", "href": url})
    text = content.answer if isinstance(content, FaqDraft) else f"{content.what_changes}\n{content.script}"
    period = say_validity(item.entry, edition.language)
    marks = "".join(f"⚠ {warning}\n" for warning in warnings(item, edition.language))
    _add(node, "summary" if faq else "content", f"{marks}{text}\n{period}")


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = inert(text)


def _identity(bank_name: str, what: str) -> str:
    """The same entry of the same bank has the same id for ever (RFC 4287 §4.2.6)."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"ingest/{bank_name}/{what}").urn


def _instant(at: dt.datetime, zone: ZoneInfo) -> str:
    return at.replace(tzinfo=zone, microsecond=0).isoformat()


RENDERER = Renderer("bulletin.atom", render)
