"""`python -m ingest.understand.topics.learn`: examples → `lexicon/topics.json` and `lexicon/matters.json`.

The first says which question a sentence answers, the second what its notice is about. Deterministic, a minute or two,
without any other tool.

An example with several questions counts for each, the first one most (`training.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.model import Category, Intent
from ingest.understand.regional import common_words
from ingest.understand.topics.features import features, words_of
from ingest.understand.training import Example, train, written

FOLDER = Path(__file__).parent.parent / "lexicon"
NONE = "none"
"""The label of sentences that answer nothing."""
VEILED = "_more"
"""Files of examples most of which lack the telling words: they teach what a sentence answers, and would blur what its
notice is about."""
_SHARES = (1.0, 0.5, 0.3)
_LEAST, _LEAST_OF_MATTERS = 1.5, 2.0
"""Weights smaller than this are not kept."""


def labels() -> list[str]:
    return [NONE, *(i.value for i in Intent)]


def read(path: Path) -> Iterator[tuple[int, str, list[str], str, str]]:
    """Line number, category, questions, heading and text of each example; ValueError names the line that is none."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        names = cells[1].split(",") if len(cells) == 4 else []
        if len(cells) != 4 or cells[0] not in list(Category) or not set(names) <= set(labels()):
            raise ValueError(f"{path}:{number}: wants category, questions, heading, text: {line[:60]!r}")
        yield number, cells[0], names, cells[2], cells[3]


def examples(paths: Sequence[Path]) -> list[Example]:
    place = {name: at for at, name in enumerate(labels())}
    found = []
    for path in paths:
        for _, category, names, heading, text in read(path):
            shares = dict(zip((place[n] for n in names), _SHARES, strict=False))
            whole = sum(shares.values())
            words = features(category, common_words(heading), common_words(text))
            found.append(Example(tuple(sorted(words)), {k: v / whole for k, v in shares.items()}))
    return found


def categories() -> list[str]:
    return [c.value for c in Category]


def matters(paths: Sequence[Path]) -> list[Example]:
    """Sentences with the category of the notice that they stand in; what answers nothing teaches nothing.

    Files called `matters.tsv` hold titles and leads: a category and a sentence a line.
    """
    place = {name: at for at, name in enumerate(categories())}
    found = []
    for path in paths:
        rows = (
            _leads(path) if path.stem == "matters" else ((c, t) for _, c, names, _, t in read(path) if names != [NONE])
        )
        found += [Example(tuple(sorted(words_of(common_words(text)))), {place[c]: 1.0}) for c, text in rows]
    return found


def _leads(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            category, text = line.split("\t")
            yield category, text


def main() -> None:
    paths = sorted((FOLDER / "examples").glob("*.tsv"))
    (FOLDER / "topics.json").write_text(written(train(examples(paths), labels()), labels(), _LEAST), "utf-8")
    telling = [path for path in paths if not path.stem.endswith(VEILED)]
    of_notices = train(matters([*telling, FOLDER / "matters.tsv"]), categories())
    (FOLDER / "matters.json").write_text(written(of_notices, categories(), _LEAST_OF_MATTERS), "utf-8")


if __name__ == "__main__":
    main()
