"""`python tests/quality [FOLDER…]`: read the labelled cases, print how good the drafts are.

Without folders: the repository's own cases; then `--write` renews `docs/quality.md`, `--pin` the floors of the gate, and
`--first-look` keeps the figures as those of the first run over the cases.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

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
    _print(verdicts, report.first_look().get("figures", {}) if not asked.folder else {}, asked.details)
    if asked.first_look:
        report.FIRST_LOOK.write_text(_first_look(report.totals(verdicts)), "utf-8")
    if asked.pin:
        report.FLOORS.write_text(_floors(report.totals(verdicts)), "utf-8")
    if asked.write:
        manual.write(verdicts)
    return 0


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python tests/quality", description=(__doc__ or "").strip())
    parser.add_argument("folder", nargs="*", type=Path)
    parser.add_argument("--details", action="store_true", help="the cases that are not agent-ready, and why")
    parser.add_argument("--write", action="store_true", help="renew docs/quality.md")
    parser.add_argument("--pin", action="store_true", help="set the floors just under these figures")
    parser.add_argument("--first-look", action="store_true", help="keep these figures as those of the first look")
    asked = parser.parse_args(words)
    if asked.folder and (asked.write or asked.pin or asked.first_look):
        parser.error("only the repository's own cases are written about")
    return asked


def _print(verdicts: Sequence[Verdict], first: Mapping[str, Sequence[int]], details: bool) -> None:
    tables = (report.figures(verdicts, first), report.by_category(verdicts), report.by_confidence(verdicts))
    print("\n\n".join(report.columns(rows) for rows in tables))  # noqa: T201
    if details:
        print("\n" + "\n".join(report.failed_gates(verdicts)))  # noqa: T201


def _first_look(total: Mapping[str, Count]) -> str:
    """The text of an earlier first look is kept, the figures are new."""
    about = report.first_look().get("about", "").strip()
    lines = [f"{name} = [{total[name].hits}, {total[name].of}]" for name in report.METRICS if name in total]
    return "\n".join(['about = """', about, '"""', "", "# metric = [hits, n]", "[figures]", *lines, ""])


def _floors(total: Mapping[str, Count]) -> str:
    lines = [
        "# The gate: no figure may fall under these (rise over, where fewer is better). Set by `python tests/quality --pin`."
    ]
    lines += [f"{name} = {_floor(name, total[name])}" for name in report.METRICS if total.get(name, Count()).of]
    return "\n".join([*lines, ""])


def _floor(name: str, count: Count) -> float:
    metric, value = report.METRICS[name], count.share or 0.0
    fewer = metric.get("fewer", False)
    if metric.get("strict") and value == (0 if fewer else 1):
        return value
    pinned = math.ceil((value + MARGIN) * 100) if fewer else max(0, math.floor((value - MARGIN) * 100))
    return round(pinned / 100, 2)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
