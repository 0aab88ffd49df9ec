"""`python tests/search`: how well customers' questions are answered, by language and form; `--misses`: those that are
not among three; `--rivals`: beside other indexes of the same texts (needs the group `bench`)."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from customers import Finder, Question, filled, ours, places, questions, score, texts, wilson


def table(name: str, find: Finder, asked: Sequence[Question]) -> list[str]:
    found = places(find, asked)
    cuts = [("all", lambda q: True)]
    cuts += [(f"{language}", lambda q, at=language: q.language == at) for language in ("zh", "en")]
    cuts += [(form, lambda q, at=form: q.form == at) for form in sorted({q.form for q in asked})]
    rows = [f"| {name} | questions | first | among three | among ten | MRR |", "|---|---|---|---|---|---|"]
    for cut, fits in cuts:
        some = score([place for place, question in zip(found, asked, strict=True) if fits(question)])
        low, high = wilson(some.three, some.of)
        rows.append(
            f"| {cut} | {some.of} | {some.first / some.of:.3f} | {some.three / some.of:.3f} ({low:.2f}–{high:.2f})"
            f" | {some.ten / some.of:.3f} | {some.mrr:.3f} |"
        )
    return rows


def misses(find: Finder, asked: Sequence[Question]) -> list[str]:
    found = places(find, asked)
    return [
        f"{q.form:12}{q.typed}  {','.join(q.entries)} at {place}: {' '.join(list(find(q.typed))[:4])}"
        for q, place in zip(asked, found, strict=True)
        if not place or place > 3
    ]


def main(words: Sequence[str]) -> None:
    files = ("questions.tsv", "second.tsv", "third.tsv")
    with tempfile.TemporaryDirectory() as folder:
        store, names = filled(Path(folder) / "s.db")
        finders = [("ingest", ours(store, names))]
        if "--rivals" in words:
            from plain_indexes import rivals

            finders += rivals(texts())
        for file in files:
            for name, find in finders:
                print("\n".join(table(f"{name}, {file}", find, questions(file))) + "\n")  # noqa: T201
            if "--misses" in words:
                print("\n".join(misses(finders[0][1], questions(file))) + "\n")  # noqa: T201
        store.close()


if __name__ == "__main__":
    main(sys.argv[1:])
