"""Small pages whose facts stand in structures: cells of a row, lists of days, terms and values, heads on both sides.

The files hold blocks like those of `test_unseen_windows`, with figures below ("% label", as in `test_unseen_figures`),
lines of HTML as they are, and cells that go on ("^^" from above, "<<" from the left).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from test_unseen_figures import shown, wrong
from test_unseen_windows import Notice, differences, notices

from ingest.extract import extract
from ingest.model import Category, Document, Facts, Reading
from ingest.text.normal import normalise
from ingest.understand.facts import understand
from ingest.understand.figures.read import read_figures
from ingest.understand.windows import read_windows

FILES = (
    "unseen_structures_zh.txt",
    "unseen_structures_en.txt",
    "unseen_structures_more_zh.txt",
    "unseen_structures_more_en.txt",
    "unseen_structures_third_zh.txt",
    "unseen_structures_third_en.txt",
    "unseen_structures_fourth_zh.txt",
    "unseen_structures_fourth_en.txt",
    "unseen_structures_fifth_zh.txt",
    "unseen_structures_fifth_en.txt",
    "unseen_structures_sixth_zh.txt",
    "unseen_structures_sixth_en.txt",
    "unseen_structures_seventh_zh.txt",
    "unseen_structures_seventh_en.txt",
    "unseen_structures_eighth_zh.txt",
    "unseen_structures_eighth_en.txt",
    "unseen_staged_zh.txt",
    "unseen_staged_en.txt",
    "unseen_dated_zh.txt",
    "unseen_dated_en.txt",
    "unseen_dated_more_zh.txt",
    "unseen_dated_more_en.txt",
    "unseen_dated_third_zh.txt",
    "unseen_dated_third_en.txt",
    "unseen_dated_fourth_zh.txt",
    "unseen_dated_fourth_en.txt",
    "unseen_dated_fifth_zh.txt",
    "unseen_dated_fifth_en.txt",
    "unseen_dated_sixth_zh.txt",
    "unseen_dated_sixth_en.txt",
    "unseen_dated_seventh_zh.txt",
    "unseen_dated_seventh_en.txt",
    "unseen_dated_eighth_zh.txt",
    "unseen_dated_eighth_en.txt",
    "unseen_dated_ninth_zh.txt",
    "unseen_dated_ninth_en.txt",
    "unseen_dated_tenth_zh.txt",
    "unseen_dated_tenth_en.txt",
    "unseen_dated_eleventh_zh.txt",
    "unseen_dated_eleventh_en.txt",
    "unseen_dated_twelfth_zh.txt",
    "unseen_dated_twelfth_en.txt",
    "unseen_dated_thirteenth_zh.txt",
    "unseen_dated_thirteenth_en.txt",
    "unseen_dated_fourteenth_en.txt",
    "unseen_dated_fifteenth_zh.txt",
    "unseen_dated_fifteenth_en.txt",
    "unseen_dated_sixteenth_zh.txt",
    "unseen_dated_sixteenth_en.txt",
    "unseen_dated_seventeenth_zh.txt",
    "unseen_dated_seventeenth_en.txt",
    "unseen_dated_eighteenth_zh.txt",
    "unseen_dated_eighteenth_en.txt",
    "unseen_dated_stays.txt",
)


def structured(notice: Notice) -> Document:
    """The notice as a bank's page serves it."""
    head = f"<html><head><title>{notice.title}</title></head>"
    body = "".join(_elements(notice.body))
    raw = f"{head}<body><div><h1>{notice.title}</h1>{body}</div></body></html>"
    return replace(extract(raw.encode(), charset="utf-8"), published=notice.published)


def _elements(body: str) -> Iterator[str]:
    rows: list[list[str]] = []
    for line in [*(x for x in body.splitlines() if not x.startswith("%")), ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")])
            continue
        if rows:
            yield f"<table>{''.join(_row(rows, at) for at in range(len(rows)))}</table>"
            rows = []
        yield line if line.startswith("<") else f"<p>{line}</p>"


def _row(rows: list[list[str]], at: int) -> str:
    cells = []
    for column, cell in enumerate(rows[at]):
        down = _run([row[column] for row in rows[at + 1 :] if column < len(row)], "^^")
        across = _run(rows[at][column + 1 :], "<<")
        if cell not in ("^^", "<<"):
            cells.append(f"<td rowspan={1 + down} colspan={1 + across}>{cell}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def _run(cells: list[str], mark: str) -> int:
    return next((n for n, cell in enumerate(cells) if cell != mark), len(cells))


def facts_of(notice: Notice) -> Facts:
    """Where no category is found, what would be read of a notice of terms."""
    document, reading = structured(notice), Reading(today=notice.published)
    facts = understand(document, reading)
    if facts.category:
        return facts
    normal = normalise(document.text)
    windows, flags = read_windows(document, normal, reading, published=notice.published)
    figures = read_figures(document, normal, reading, category=Category.TERMS_CHANGE)
    return replace(facts, windows=windows, flags=flags, figures=tuple(figures))


def labels(notice: Notice) -> tuple[str, ...]:
    return tuple(re.findall(r"^% (.+)$", notice.body, re.M))


PAGES = [notice for name in FILES for notice in notices(name)]


@pytest.mark.parametrize("notice", PAGES, ids=[n.title[:40] for n in PAGES])
def test_what_a_structure_says_is_read(notice: Notice) -> None:
    facts = facts_of(notice)
    assert not differences(notice, facts), notice.body
    if labels(notice):
        assert not wrong(facts.figures, labels(notice)), f"{notice.body}\n{shown(facts.figures)}"
