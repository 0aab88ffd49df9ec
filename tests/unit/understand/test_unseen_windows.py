"""Short notices of made-up banks with the windows that a reader sees in them, read at first sight.

Each block: `# title [pub=day]`, the body, `= windows` ("role start..end recurrence", ";" between, "or" and "|" for what is
as right, "?" for what may be missing), `! urgency expiry`, `^ flags`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from ingest.draft import urgency
from ingest.extract import extract
from ingest.model import Document, EndKind, Facts, Reading, Window
from ingest.text.normal import normalise
from ingest.understand.facts import understand
from ingest.understand.windows import read_windows

PUBLISHED = "2026-05-08"
CHECKED = {"malformed_date", "weekday_mismatch"}


class Notice(NamedTuple):
    title: str
    published: dt.date
    body: str
    windows: str
    board: str
    flags: frozenset[str]


def notices(name: str) -> Iterator[Notice]:
    for block in Path(__file__).with_name(name).read_text("utf-8").strip().split("\n\n"):
        head, *lines = block.splitlines()
        title, _, day = head[2:].partition(" pub=")
        marks = {line[0]: line[1:].strip() for line in lines if line[0] in "=!^"}
        body = "\n".join(line for line in lines if line[0] not in "=!^")
        flags = frozenset(marks.get("^", "").split())
        yield Notice(title, dt.date.fromisoformat(day or PUBLISHED), body, marks["="], marks.get("!", ""), flags)


def document_of(notice: Notice) -> Document:
    language = "zh" if re.search("[一-鿿]", notice.title) else "en"
    return Document(f"{notice.title}\n{notice.body}", notice.title, language=language, published=notice.published)


def read(notice: Notice, document: Document) -> Facts:
    """Where no category is found, the windows that a category from the title would give."""
    reading = Reading(today=notice.published)
    facts = understand(document, reading)
    if facts.category:
        return facts
    windows, flags = read_windows(document, normalise(document.text), reading, published=notice.published)
    return replace(facts, windows=windows, flags=flags)


def shown(window: Window) -> str:
    end = "event" if window.end_kind is EndKind.EVENT else (window.end or "")
    return " ".join(filter(None, (window.role, f"{window.start or ''}..{end}", window.recurrence)))


def forms(label: str) -> set[str]:
    """Every way in which a labelled window may be stated."""
    out = set()
    for form in label.removeprefix("?").split(" or "):
        roles, rest = form.strip().split(" ", 1)
        out |= {f"{role} {rest}" for role in roles.split("|")}
    return out


def differences(notice: Notice, facts: Facts) -> list[str]:
    """What was missed, what was read beyond the labels, and where the board differs."""
    found = [shown(w) for w in facts.windows if w.key]
    labels = [label.strip() for label in notice.windows.split(";") if label.strip()]
    missed = [x for x in labels if not x.startswith("?") and not forms(x) & set(found)]
    beyond = [x for x in found if not any(x in forms(label) for label in labels)]
    beside = [shown(w) for w in facts.windows if not w.key]
    out = [f"missed {x}" for x in missed] + [f"not labelled {x}" for x in beyond]
    flags = {str(f.code) for f in facts.flags}
    out += [f"flags {sorted(flags)}"] if not notice.flags <= flags or (flags & CHECKED) - notice.flags else []
    if notice.board and not out and facts.category:
        level = urgency.urgency(facts.windows, facts.category, notice.published)
        day = str(urgency.expires(facts.windows, facts.category, notice.published, notice.published))[:10]
        out += [f"board {level} {day}"] if f"{level} {day}" != notice.board else []
    if out:
        out.append(f"beside {beside}, {facts.category}")
    return out


def page(notice: Notice) -> Document:
    """The notice as a bank's page serves it: paragraphs, lists, tables ("^^": the cell above goes on)."""
    out: list[str] = []
    rows: list[list[str]] = []
    for line in [*notice.body.splitlines(), ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("| ").split("|")])
            continue
        if rows:
            out.append(f"<table>{''.join(_row(rows, at) for at in range(len(rows)))}</table>")
            rows = []
        out.append(f"<li>{line[2:]}</li>" if line.startswith("- ") else f"<p>{line}</p>")
    raw = (
        f"<html><head><title>{notice.title}</title></head><body><div><h1>{notice.title}</h1>{''.join(out)}</div></body>"
    )
    document = extract(raw.encode(), charset="utf-8")
    return replace(document, published=notice.published)


def _row(rows: list[list[str]], at: int) -> str:
    cells = []
    for column, cell in enumerate(rows[at]):
        if cell != "^^":
            below = sum(1 for row in rows[at + 1 : at + 2] if row[column : column + 1] == ["^^"])
            cells.append(f"<td{f' rowspan={1 + below}' if below else ''}>{cell}</td>")
    return f"<tr>{''.join(cells)}</tr>"


ALL = [*notices("unseen_windows_zh.txt"), *notices("unseen_windows_en.txt")]


@pytest.mark.parametrize("notice", ALL, ids=[n.title[:40] for n in ALL])
def test_the_windows_of_an_unseen_notice_are_read(notice: Notice) -> None:
    assert not differences(notice, read(notice, document_of(notice))), notice.body


FILES = (
    "unseen_notices.txt",
    "unseen_notices_more.txt",
    "unseen_notices_third.txt",
    "unseen_notices_fourth.txt",
    "unseen_notices_fifth.txt",
)
PAGES = [notice for name in FILES for notice in notices(name)]


@pytest.mark.parametrize("notice", PAGES, ids=[n.title[:40] for n in PAGES])
def test_the_windows_of_an_unseen_page_are_read(notice: Notice) -> None:
    assert not differences(notice, read(notice, page(notice))), notice.body
