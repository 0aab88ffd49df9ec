"""The files of labelled notices hold what their readers take them for: nothing doubled, nothing passed over."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
from figure_labels import CHARGES, figures, labels, wrong
from unseen import block, blocks

MARKS = {"cards": ">", "tables*": ">", "running*": "%", "facts_*": "=+"}
MARKS |= dict.fromkeys(("windows_*", "notices*", "structures*", "staged*", "dated*"), "=!^%")


def sentences(text: str) -> set[str]:
    parts = (re.sub(r"\W", "", part).lower() for part in re.split(r"(?<=[.。;；])\s*|\n", text))
    return {part for part in parts if part}


def test_no_block_is_held_wholly_by_another() -> None:
    said = [(b.title, sentences(b.body)) for name, marks in MARKS.items() for b in blocks(name, many=marks)]
    where = defaultdict[str, set[int]](set)
    for at, (_, parts) in enumerate(said):
        for part in parts:
            where[part].add(at)
    held = [
        title for at, (title, parts) in enumerate(said) if parts and set.intersection(*map(where.get, parts)) != {at}
    ]  # type: ignore[arg-type]
    assert held == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Title\nBody\n= effective 2026-05-01..\n= closure ..2026-05-02", "not one line"),
        ("Title\nBody", "not one line"),
        ("Title\n= effective 2026-05-01..", "no lines"),
        ("Title\nBody\n\nOther\n= ", "an empty line"),
        ("Title\nBody\n=effective 2026-05-01..", "no blank"),
        ("Title pub=soon\nBody\n=", "Invalid isoformat"),
    ],
)
def test_a_block_that_cannot_be_read_is_an_error(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        block(text, "=", "%")


@pytest.mark.parametrize(
    "text", ["up 10 USD >20 USD", "up 10 USD", "rise 1 > 2", "~ ? > 25 copies", "? > about 5 USD", "? > 5 USD, 6 USD"]
)
def test_a_label_that_cannot_be_read_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"no (?:label|values)"):
        labels(text)


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        (["up 5 GBP > 6 GBP @fee"], None),
        (["? 5 > 6 @"], None),
        (["~ 5 GBP; 7 GBP > 6 GBP"], None),
        (["up > 6 GBP @fee"], "missing"),
        (["up 5 GBP > 6 GBP @card"], "missing"),
        (["down 5 GBP > 6 GBP @fee"], "missing"),
        (["~ > 5 GBP; 6 GBP"], "no label for"),
        (["~ > 6 GBP"], "too much"),
        ([], "too much"),
        (["up > 6 GBP @fee", "~ > 5 GBP", "amiss: what it was"], None),
        (["up 5 GBP > 6 GBP @fee", "amiss: nothing"], "read as it should be"),
    ],
)
def test_what_is_read_has_to_fit_its_labels(said: list[str], complaint: str | None) -> None:
    told = wrong(figures(CHARGES, "The account fee goes up from £5 to £6 a month."), tuple(said))
    assert told == [] if complaint is None else told[0].startswith(complaint)
