"""`python -m ingest.understand.telling.learn`: marked examples → `lexicon/ways.json`: what happens to a value.

A line of `lexicon/marked/*.tsv` holds a category, the heading above ("-": none) and a text with its values marked:
"still ⟦£5|unchanged⟧".
Deterministic, half a minute, without any other tool.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.model import Category, Direction
from ingest.understand.regional import common_words
from ingest.understand.telling.features import features
from ingest.understand.training import Example, train, written

FOLDER = Path(__file__).parent.parent / "lexicon"
OLD = "old"
"""The label of a value that was: the one that took its place is told as well."""
_MARK = re.compile(r"⟦([^⟦⟧|]+)\|([a-z_]+)⟧")
_RARITY = 0.5
"""Telling words ("still", "no longer") are common ones: rare words count less than where a topic is sought."""
_LEAST = 1.5
"""Weights smaller than this are not kept."""


@dataclass(frozen=True, slots=True)
class Marked:
    """Between `before` and `behind`, all normalised and in common words, `own` is told to be `label`."""

    category: str
    heading: str
    before: str
    own: str
    behind: str
    label: str


def labels() -> list[str]:
    return [*(d.value for d in Direction), OLD]


def read(path: Path) -> Iterator[Marked]:
    """The marks of each line; ValueError names the line that is no example."""
    known = set(labels())
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        cells = line.split("\t")
        marks = list(_MARK.finditer(cells[-1]))
        odd = len(cells) != 3 or cells[0] not in list(Category) or not marks or cells[2].count("⟦") != len(marks)
        if odd or not {m[2] for m in marks} <= known:
            raise ValueError(f"{path}:{number}: wants category, heading, text with ⟦words|label⟧: {line[:60]!r}")
        yield from _marked(cells[0], common_words(cells[1].removeprefix("-")), cells[2], marks)


def _marked(category: str, heading: str, line: str, marks: Sequence[re.Match[str]]) -> Iterator[Marked]:
    for m in marks:
        before, behind = _MARK.sub(r"\1", line[: m.start()]), _MARK.sub(r"\1", line[m.end() :])
        yield Marked(category, heading, common_words(before), common_words(m[1]), common_words(behind), m[2])


def examples(paths: Sequence[Path]) -> list[Example]:
    place = {name: at for at, name in enumerate(labels())}
    return [
        Example(tuple(sorted(features(m.category, m.heading, m.before, m.own, m.behind))), {place[m.label]: 1.0})
        for path in paths
        for m in read(path)
    ]


def main() -> None:
    learnt = train(examples(sorted((FOLDER / "marked").glob("*.tsv"))), labels(), _RARITY)
    (FOLDER / "ways.json").write_text(written(learnt, labels(), _LEAST), "utf-8")


if __name__ == "__main__":
    main()
