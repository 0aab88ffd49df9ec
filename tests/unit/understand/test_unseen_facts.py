"""Whole small notices of made-up banks: the windows and figures that a reader sees in them are among what is read.

Each block: `# title [pub=day]`, the body, `= windows` as in `test_unseen_windows.py`, and a line `+ figure` for each
figure: "direction old > new @words of the item", "or" between what is as right, "?" for any direction.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from test_unseen_figures import _within, keys, values
from test_unseen_windows import Notice, forms, page, shown

from ingest.model import Facts, Figure, Reading
from ingest.understand.facts import understand

PUBLISHED = "2026-09-10"


class Told(NamedTuple):
    notice: Notice
    windows: tuple[str, ...]
    figures: tuple[str, ...]


def told(name: str) -> Iterator[Told]:
    for block in Path(__file__).with_name(name).read_text("utf-8").strip().split("\n\n"):
        head, *lines = block.splitlines()
        title, _, day = head[2:].partition(" pub=")
        body = "\n".join(line for line in lines if line[0] not in "=+")
        windows = next(line[1:] for line in lines if line[0] == "=").split(";")
        figures = tuple(line[2:] for line in lines if line[0] == "+")
        notice = Notice(title, dt.date.fromisoformat(day or PUBLISHED), body, "", "", frozenset())
        yield Told(notice, tuple(w.strip() for w in windows if w.strip()), figures)


def is_read(label: str, facts: Facts) -> bool:
    return any(_fits(form.strip(), f) for form in label.split(" or ") for f in facts.figures)


def _fits(form: str, figure: Figure) -> bool:
    direction, _, rest = form.partition(" ")
    sides, _, item = rest.removeprefix("? ").partition("@")
    old, new = (values(side) for side in re.split(r"(?:^|\s)>(?:\s|$)", f" {sides.strip()} ", maxsplit=1))
    named = all(any(a in figure.item.lower() for a in word.lower().split("|")) for word in item.split())
    turned = direction == "?" or "?" in direction or figure.direction.value in direction.split("|")
    return turned and named and _within(old, keys(figure.old)) and _within(new, keys(figure.new))


ALL = [*told("unseen_facts_zh.txt"), *told("unseen_facts_en.txt")]


@pytest.mark.parametrize("one", ALL, ids=[t.notice.title[:40] for t in ALL])
def test_the_facts_of_a_small_notice_are_read(one: Told) -> None:
    facts = understand(page(one.notice), Reading(today=one.notice.published))
    found = {shown(w) for w in facts.windows}
    missed = [w for w in one.windows if not forms(w) & found]
    missed += [f for f in one.figures if not is_read(f, facts)]
    assert not missed, f"{one.notice.body}\n{sorted(found)}\n{facts.figures}"
