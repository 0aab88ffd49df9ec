"""`python tests/quality/asking.py [FOLDER…]`: what customers ask of a notice of each category, counted in labelled notices.

Writes with `--write` two tables of `ingest/draft/phrases`:
    asked.toml   how often each question is asked of a category; where labels are few, the labelled sentences of
                 `understand/lexicon/examples` and the other categories help out
    kin.toml     of those who ask one question, how many are helped by an entry that answers another
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from gold import Case, cases

import ingest.draft
from ingest.understand.topics.learn import FOLDER, NONE, read

OWN = Path(__file__).parents[1] / "cases"
PHRASES = Path(ingest.draft.__file__).parent / "phrases"
_SHARES = (1.0, 0.5, 0.3)
"""What the first, second and third question of a labelled sentence count."""
_ACCEPTED, _PRIOR = 0.4, 15
"""What a question counts that is accepted for another; how many labels the examples and the other categories are worth."""
_RARE, _DOUBT = 3, 3
_ASKED = """# How often customers of a category ask each question: shares in hundredths. Counted in labelled notices and, where these
# are few, in the labelled examples of understand/lexicon/examples: tests/quality/asking.py.
"""
_KIN = """# Which questions are asked for one another: of a hundred who ask the first, how many are helped by an entry that answers
# the second. Counted in labelled notices: tests/quality/asking.py.
"""

Counts = defaultdict[tuple[str, str], float]
Table = Mapping[str, Mapping[str, int]]


def asked(labelled: Sequence[Case]) -> Table:
    """Category → question → hundredths."""
    told, taught = _told(labelled), _taught()
    everywhere, all_ = defaultdict[str, float](float), sum(told.values())
    for (_, intent), count in told.items():
        everywhere[intent] += count
    table: dict[str, dict[str, int]] = {}
    for category in sorted({c for c, _ in taught}):
        own = sum(n for (c, _), n in told.items() if c == category)
        examples = sum(n for (c, _), n in taught.items() if c == category)
        row = {}
        for intent in {i for _, i in taught}:
            usual = taught[category, intent] / examples + everywhere[intent] / all_
            row[intent] = round(100 * (told[category, intent] + _PRIOR * usual) / (own + 2 * _PRIOR))
        table[category] = _ranked(row, 1)
    return table


def _told(labelled: Sequence[Case]) -> Counts:
    counts: Counts = defaultdict(float)
    for case in labelled:
        for question in case.questions:
            for intent in question.intents:
                counts[case.category or "", intent] += 1 if intent == question.intent else _ACCEPTED
    return counts


def _taught() -> Counts:
    counts: Counts = defaultdict(float)
    for path in sorted((FOLDER / "examples").glob("*.tsv")):
        for _, category, names, _, _ in read(path):
            for share, name in zip(_SHARES, names, strict=False):
                if name != NONE:
                    counts[category, name] += share
    return counts


def kin(labelled: Sequence[Case]) -> Table:
    """Question → accepted question → hundredths."""
    pairs, asked_ = Counter[tuple[str, str]](), Counter[str]()
    for case in labelled:
        for question in case.questions:
            asked_[question.intent] += 1
            pairs.update((question.intent, other) for other in question.intents - {question.intent})
    table: dict[str, dict[str, int]] = {}
    for first in sorted(asked_):
        row = {b: round(100 * n / (asked_[a] + _DOUBT)) for (a, b), n in pairs.items() if a == first}
        if kept := _ranked(row, _RARE):
            table[first] = kept
    return table


def _ranked(row: Mapping[str, int], least: int) -> dict[str, int]:
    return dict(sorted(((k, v) for k, v in row.items() if v >= least), key=lambda p: (-p[1], p[0])))


def _written(head: str, table: Table) -> str:
    return "\n".join([head, *("\n".join(_section(name, row)) for name, row in table.items())]).rstrip() + "\n"


def _section(name: str, row: Mapping[str, int]) -> Iterator[str]:
    yield f"[{name}]"
    yield from (f"{key} = {value}" for key, value in row.items())
    yield ""


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python tests/quality/asking.py")
    parser.add_argument("folder", nargs="*", type=Path)
    parser.add_argument("--write", action="store_true", help="renew the tables of ingest/draft/phrases")
    words_ = parser.parse_args(words)
    labelled = [c for c in cases(words_.folder or [OWN]) if c.is_notice]
    for name, text in (("asked", _written(_ASKED, asked(labelled))), ("kin", _written(_KIN, kin(labelled)))):
        if words_.write:
            (PHRASES / f"{name}.toml").write_text(text, "utf-8")
        else:
            print(text)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
