"""Figures in running text: told at two times, kept as they are, bounded, limited, given up.

The files hold blocks: `# category | title`, the paragraphs (a line with "<" first stands as it is), and "% label" lines as
in `test_unseen_figures`. The category is given, so that the words of the figures alone are tested.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from test_unseen_figures import READING, shown, wrong

from ingest.extract import extract
from ingest.model import Category, Figure
from ingest.text.normal import normalise
from ingest.understand.figures.read import read_figures


class Text(NamedTuple):
    title: str
    category: Category
    lines: tuple[str, ...]
    labels: tuple[str, ...]


def texts(name: str) -> Iterator[Text]:
    for block in Path(__file__).with_name(name).read_text("utf-8").strip().split("\n\n"):
        head, *lines = block.splitlines()
        category, _, title = head[2:].partition(" | ")
        body = tuple(line for line in lines if line[0] != "%")
        yield Text(title, Category(category), body, tuple(line[2:] for line in lines if line[0] == "%"))


def read(text: Text) -> tuple[Figure, ...]:
    body = "".join(line if line.startswith("<") else f"<p>{line}</p>" for line in text.lines)
    page = f"<html><body><div class='article'><h1>{text.title}</h1>{body}</div></body></html>"
    document = extract(page.encode(), media_type="text/html", charset="utf-8")
    return read_figures(document, normalise(document.text), READING, category=text.category)


FILES = [
    f"unseen_running{part}_{language}.txt"
    for part in ("", "_usual", "_free", "_steps", "_sixth", "_seventh", "_eighth", "_ninth")
    for language in ("zh", "en")
]
ALL = [text for name in FILES for text in texts(name)]


@pytest.mark.parametrize("text", ALL, ids=[f"{t.title[:30]} {t.lines[0][:30]}" for t in ALL])
def test_what_running_text_says_of_a_figure_is_read(text: Text) -> None:
    found = read(text)
    assert not wrong(found, text.labels), f"{text.lines}\n{shown(found)}"


@pytest.mark.parametrize(
    "line",
    [
        "查询费统一为每笔20元（原柜面30元、网银10元）。",
        "All wires will cost $20 (previously $30 at a branch, $10 online).",
    ],
)
def test_what_was_and_finds_no_new_value_is_no_key_figure(line: str) -> None:
    found = read(Text("Charges" if line.isascii() else "关于统一查询费的公告", Category.FEE_CHANGE, (line,), ()))
    assert {q.value for f in found if f.key for q in f.new} == {20}
