"""`python tests/quality [FOLDER…]`: read the labelled cases, print how good the drafts are.

Without folders: the repository's own cases; then `--write` renews `docs/quality.md` and `--pin` the floors of the gate.
`--look NAME` keeps the figures under a name in `looks.toml`, to stand beside those of later runs.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import manual
import report
from gold import cases
from judge import Verdict, judged
from tallies import Count

OWN = Path(__file__).parents[1] / "cases"
MARGIN = 0.01
"""How far a floor lies under the figure it pins. `strict` metrics that are perfect have no room."""


def main(words: Sequence[str]) -> int:
    asked = _arguments(words)
    verdicts = [judged(case) for case in cases(asked.folder or [OWN])]
    if not verdicts:
        print("no gold.json found", file=sys.stderr)  # noqa: T201
        return 2
    _print(verdicts, [] if asked.folder else report.looks(), asked.details)
    if asked.look:
        with report.LOOKS.open("a", encoding="utf-8") as kept:
            kept.write(report.look(asked.look, "", report.totals(verdicts)))
    if asked.pin:
        report.FLOORS.write_text(_floors(verdicts), "utf-8")
    if asked.write:
        manual.write(verdicts)
    return 0


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python tests/quality", description=(__doc__ or "").strip())
    parser.add_argument("folder", nargs="*", type=Path)
    parser.add_argument("--details", action="store_true", help="the cases that are not agent-ready, and why")
    parser.add_argument("--write", action="store_true", help="renew docs/quality.md")
    parser.add_argument("--pin", action="store_true", help="set the floors just under these figures")
    parser.add_argument("--look", metavar="NAME", help="keep these figures under a name, beside those of later runs")
    asked = parser.parse_args(words)
    if asked.folder and (asked.write or asked.pin):
        parser.error("only the repository's own cases are written about")
    return asked


def _print(verdicts: Sequence[Verdict], looks: Sequence[Mapping[str, Any]], details: bool) -> None:
    tables = (report.figures(verdicts, looks), report.by_category(verdicts), report.by_confidence(verdicts))
    print("\n\n".join(report.columns(rows) for rows in tables))  # noqa: T201
    if details:
        print("\n" + "\n".join(report.failed_gates(verdicts)))  # noqa: T201


def _floors(verdicts: Sequence[Verdict]) -> str:
    lines = [
        "# The gate: no figure may fall under these (rise over, where fewer is better). Set by `python tests/quality --pin`,",
        "# which never lowers what it pinned for the same cases.",
    ]
    for name, before in report.floors().items():
        total = report.totals(report.of_set(name, verdicts))
        lines += ["", f"[{name}]"]
        for metric in report.METRICS:
            if total.get(metric, Count()).of:
                lines.append(f"{metric} = {_best(metric, _floor(metric, total[metric]), before.get(metric))}")
    return "\n".join([*lines, ""])


def _best(metric: str, now: float, before: float | None) -> float:
    if before is None:
        return now
    return min(now, before) if report.METRICS[metric].get("fewer") else max(now, before)


def _floor(name: str, count: Count) -> float:
    metric, value = report.METRICS[name], count.share or 0.0
    fewer = metric.get("fewer", False)
    if metric.get("strict") and value == (0 if fewer else 1):
        return value
    pinned = math.ceil((value + MARGIN) * 100) if fewer else max(0, math.floor((value - MARGIN) * 100))
    return round(pinned / 100, 2)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
