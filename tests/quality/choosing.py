"""`python tests/quality/choosing.py [FOLDER…]`: which entries are of use, learnt from labelled notices.

For each notice all entries that the rules writer offers are ranked as it would rank them; each is compared with the
labelled questions and key facts. Logistic regression gives what each feature of `ingest.draft.worth` weighs. Printed:
how well the weights find useful entries in notices that they were not learnt from. `--write` puts them into
`phrases/confidence.toml`. Run it once: the ranking changes with the weights, and weights learnt from their own ranking
find less in notices that they were not learnt from.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gold import Case, cases
from page import notice_text
from questions import SEATS, Answers
from values import meets, needs
from wording import told

import ingest.draft
from ingest.draft.brief import briefs
from ingest.draft.choice import ranked
from ingest.draft.rules import offers
from ingest.model import FaqDraft, Reading
from ingest.pipeline.job import Job
from ingest.pipeline.read import NO_TEXT, read

OWN = Path(__file__).parents[1] / "cases"
TABLE = Path(ingest.draft.__file__).parent / "phrases" / "confidence.toml"
DEEP = 30
"""Entries of a notice that are looked at, the best first."""
AGAIN = 0.5
"""What an entry is worth that answers a question which one before it answers already."""
LATE = 0.9
"""What it is worth where its first sentence does not answer yet."""
CAUTION = 0.4
"""Log-odds taken off from being right: of other notices less is known than of those learnt from."""
MOVED = {"kind.second": -0.82, "kind.overview": -0.35, "no_own_news.said": 0.35}
"""Log-odds added to what was learnt: as learnt, entries on the whole change and second answers to one question took the
room of others in notices that the weights had not been learnt from."""
_RIDGE, _ROUNDS, _PARTS = 2.0, 400, 6
_SECTION = r"(?<=\n\[choice\.{name}\]).*?(?=\n\n\[)"

Row = dict[str, float]


@dataclass(frozen=True, slots=True)
class Seen:
    """One entry of a notice: its features, how much use it is (0 to 1), and of an entry that is given whether it is right
    (None where nobody asks its question)."""

    case: str
    row: Row
    use: float
    right: bool | None = None


def seen(case: Case) -> Iterator[Seen]:
    """The entries offered for a notice, in the order of their worth."""
    done = read(Job(raw=case.path.read_bytes(), reading=Reading(today=case.today), url=case.url))
    if not case.is_notice or done.facts.category is None or done.document.problem in NO_TEXT:
        return
    offered = offers(list(briefs(done.document, done.facts, case.today)))
    notice = notice_text(case)
    use, right = Use(case, notice), _right(case, done.drafts.faqs, notice)
    for place, (one, row) in enumerate(ranked(offered, done.facts, done.facts.category)):
        if place == DEEP:
            return
        given = (one.faq.intent, one.faq.question, one.faq.answer)
        yield Seen(case.id, row, use.of(one.faq), right.get(given))


def _right(case: Case, faqs: Sequence[FaqDraft], notice: str) -> dict[tuple[str, str, str], bool | None]:
    """Of the entries that are given, which ones are right; None for those that nobody asks for."""
    answers = Answers(case, faqs, notice)
    asked = [any(answers.asks(i, q) for q in case.questions) for i in range(len(faqs))]
    found = zip(faqs, answers.useful(), asked, strict=True)
    return {(f.intent, f.question, f.answer): useful if useful or wanted else None for f, useful, wanted in found}


class Use:
    """What the entries of a notice bring, one after the other."""

    def __init__(self, case: Case, notice: str) -> None:
        self.case, self.notice = case, notice
        self.covered: set[str] = set()
        self.brought: set[str] = set()
        facts = [(w.id, needs(w.value)) for w in case.windows if w.value.key]
        self.facts = [*facts, *((f.id, needs(f.value)) for f in case.figures if f.value.key)]

    def of(self, faq: FaqDraft) -> float:
        alone = Answers(self.case, [faq], self.notice)
        fits = [q.id for q in self.case.questions if alone.fits(0, q)]
        new = {n for n, wanted in self.facts if wanted and alone.counts(0) and meets(told(faq), wanted)} - self.brought
        fresh = [q for q in self.case.questions if q.id in fits and q.id not in self.covered][:SEATS]
        self.covered.update(q.id for q in fresh)
        self.brought |= new
        if fresh:
            return 1.0 if any(alone.direct(0, q) for q in fresh) else LATE
        return AGAIN if fits or new else 0.0


def fitted(all_: Sequence[Seen]) -> Row:
    """The weights of least loss, by gradient descent with a step for each feature."""
    names = sorted({n for s in all_ for n in s.row})
    weight, pace = dict.fromkeys(names, 0.0), dict.fromkeys(names, 1e-6)
    for _ in range(_ROUNDS):
        slope = {n: _RIDGE * weight[n] for n in names}
        for s in all_:
            off = _likely(s.row, weight) - s.use
            for n, value in s.row.items():
                slope[n] += off * value
        for n in names:
            pace[n] += slope[n] ** 2
            weight[n] -= slope[n] / math.sqrt(pace[n]) / 4
    return weight


def _likely(row: Row, weight: Row) -> float:
    total = sum(value * weight.get(n, 0.0) for n, value in row.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def certainty(all_: Sequence[Seen]) -> Row:
    """What makes an entry right whose question is asked at all: the same features, weighed for that."""
    found = fitted([replace(s, use=float(s.right)) for s in all_ if s.right is not None])
    return {n: w - CAUTION if n.startswith("kind.") else w for n, w in found.items()}


def held_out(all_: Sequence[Seen]) -> float:
    """The share of pairs in which the more useful entry is thought likelier, by weights of other notices."""
    ids = sorted({s.case for s in all_})
    likely: list[tuple[float, float]] = []
    for part in range(_PARTS):
        apart = set(ids[part::_PARTS])
        weight = fitted([s for s in all_ if s.case not in apart])
        likely += [(_likely(s.row, weight), s.use) for s in all_ if s.case in apart]
    good, poor = [p for p, use in likely if use == 1], [p for p, use in likely if use == 0]
    return sum((g > b) + (g == b) / 2 for g in good for b in poor) / max(1, len(good) * len(poor))


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python tests/quality/choosing.py")
    parser.add_argument("folder", nargs="*", type=Path)
    parser.add_argument("--write", action="store_true", help="put the weights into phrases/confidence.toml")
    asked = parser.parse_args(words)
    all_ = [s for case in cases(asked.folder or [OWN]) for s in seen(case)]
    weight = fitted(all_)
    moved = {n: w + MOVED.get(n, 0.0) for n, w in weight.items()}
    tables = {"weight": _lines(moved), "right": _lines(certainty(all_))}
    print(f"{len(all_)} entries, {sum(s.use for s in all_):.0f} of use, told apart {held_out(all_):.3f}")  # noqa: T201
    if asked.write:
        text = TABLE.read_text("utf-8")
        for name, lines in tables.items():
            text = _filled(text, name, lines)
        TABLE.write_text(text, "utf-8")
    else:
        print("\n".join(line for lines in tables.values() for line in lines))  # noqa: T201
    return 0


def _lines(weight: Row) -> list[str]:
    return [f'"{n}" = {w:.2f}' if "." in n else f"{n} = {w:.2f}" for n, w in sorted(weight.items())]


def _filled(text: str, name: str, lines: Sequence[str]) -> str:
    """`text` with other lines in one section; the remark behind the section's name stays."""
    pattern = re.compile(_SECTION.format(name=name), re.S)
    return pattern.sub(lambda m: "\n".join((m[0].partition("\n")[0], *lines)), text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
