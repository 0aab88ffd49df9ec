"""bulletin.md: the edition as CommonMark, for chat rooms, wikis and terminals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.model import BulletinDraft, FaqDraft
from ingest.publish.edition import Edition, Item
from ingest.publish.inert import inert, link
from ingest.publish.renderers import Renderer
from ingest.publish.statement import gaps, say_coverage, say_gap
from ingest.publish.warnings import warnings
from ingest.publish.wording import labels, say_day, say_validity

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!])")
_LEADING = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")


def escape(text: str) -> str:
    """`text` as CommonMark that shows it literally, on one line."""
    line = " ".join(inert(text).split()).replace("&", "&amp;")
    return _LEADING.sub(r"\1\\\2" if not line[:1].isdigit() else r"\1\2\\", _SPECIAL.sub(r"\\\1", line))


def render(edition: Edition) -> str:
    words = labels(edition.language)
    lines = [
        f"# {escape(words['edition.title'].format(bank=edition.bank_name))}",
        "",
        words["edition.day"].format(day=say_day(edition.day, edition.language)),
        "",
        *_coverage(edition),
    ]
    for section, items in edition.sections:
        lines += ["", f"## {words[f'section.{section.value}']}"]
        for item in items:
            lines += ["", *_item(item, edition.language)]
    if not edition.sections:
        lines += ["", words["edition.empty"]]
    if edition.more:
        lines += ["", words["edition.more"]]
    return "\n".join(lines) + "\n"


def _coverage(edition: Edition) -> Iterator[str]:
    coverage, language = edition.coverage, edition.language
    yield f"> {say_coverage(coverage, language)}"
    for name, visit in gaps(coverage):
        what, why = say_gap(name, visit, language, coverage.time_zone)
        yield f"> - {what} {escape(visit.source_id)}" + (f": {escape(why)}" if why else "")


def _item(item: Item, language: str) -> Iterator[str]:
    words, entry = labels(language), item.entry
    if isinstance(entry.content, FaqDraft):
        yield f"### {escape(entry.content.question)}"
    else:
        yield f"### {escape(entry.content.headline)}"
    yield ""
    yield " · ".join(
        (
            words[f"urgency.{entry.urgency.value}"],
            words[f"state.{item.state.value}"],
            words[f"category.{entry.category.value if entry.category else 'none'}"],
        )
    )
    yield ""
    for warning in warnings(item, language):
        yield f"- ⚠ {escape(warning)}"
    if item.live:
        yield from _body(entry.content, words)
        yield from (line for faq in item.faqs for line in _faq(faq, words))
    yield f"- {words['field.validity']}: {say_validity(entry, language)}"
    if url := link(entry.source_url):
        yield f"- {words['field.source']}: <{url}>"


def _body(content: FaqDraft | BulletinDraft, words: object) -> Iterator[str]:
    assert isinstance(words, dict)  # noqa: S101
    names = (
        ("answer", "say") if isinstance(content, FaqDraft) else ("what_changes", "when", "who", "script", "do_not_say")
    )
    for name in names:
        if text := getattr(content, name):
            yield f"- {words[f'field.{name}']}: {escape(text)}"
    for point in content.operation_points:
        yield f"- {words['field.operation_points']}: {escape(point)}"
    for condition in content.conditions if isinstance(content, FaqDraft) else ():
        yield f"- {words['field.conditions']}: {escape(condition)}"


def _faq(item: Item, words: object) -> Iterator[str]:
    if isinstance(item.entry.content, FaqDraft):
        yield f"- **{escape(item.entry.content.question)}** {escape(item.entry.content.answer)}"


RENDERER = Renderer("bulletin.md", render)
