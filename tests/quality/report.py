"""The figures as tables: on a terminal and in `docs/quality.md`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from calibration import BANDS, KINDS, by_band
from judge import Verdict
from tallies import Count, Counts, added

HERE = Path(__file__).parent
METRICS: Mapping[str, Mapping[str, Any]] = tomllib.loads((HERE / "metrics.toml").read_text("utf-8"))
LOOKS, FLOORS = HERE / "looks.toml", HERE / "floors.toml"

Row = Sequence[str]


def totals(verdicts: Iterable[Verdict]) -> Counts:
    return added(v.counts for v in verdicts)


def share(count: Count | None) -> str:
    return "–" if count is None or count.share is None else f"{count.share:.3f}"


def interval(count: Count) -> str:
    return f"{count.interval[0]:.2f}–{count.interval[1]:.2f}" if count.interval else ""


def figures(verdicts: Sequence[Verdict], looks: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Metric, value, n and what it counts, interval; and what each look at other cases, or at an earlier time, gave."""
    total = totals(verdicts)
    rows: list[Row] = [("", "now", "n", "95 %", *(look["name"] for look in looks))]
    for name, metric in METRICS.items():
        count = total.get(name, Count())
        then = [share(Count(*look["figures"][name])) if name in look["figures"] else "–" for look in looks]
        label = metric["label"] + (" (fewer is better)" if metric.get("fewer") else "")
        rows.append((label, share(count), f"{count.of} {metric['counts']}", interval(count), *then))
    return rows


BY_CATEGORY = ("agent_ready", "window_exact", "figure_recall", "grounded", "covered", "faq_useful")


def by_category(verdicts: Sequence[Verdict]) -> list[Row]:
    """One row a labelled category: how many notices, and hits of how many for the main metrics."""
    heads = ("category", "cases", *(METRICS[m]["label"].strip("*") for m in BY_CATEGORY))
    rows: list[Row] = [heads]
    for category in sorted({v.case.category for v in verdicts if v.case.is_notice and v.case.category}):
        some = [v for v in verdicts if v.case.category == category]
        total = totals(some)
        rows.append((f"`{category}`", str(len(some)), *(_of(total.get(m, Count())) for m in BY_CATEGORY)))
    others = [v for v in verdicts if not v.case.is_notice]
    return [*rows, ("no notice", str(len(others)), *("–" for _ in BY_CATEGORY))] if others else rows


def _of(count: Count) -> str:
    return f"{count.hits} of {count.of}" if count.of else "–"


def by_confidence(verdicts: Sequence[Verdict]) -> list[Row]:
    """How often facts and drafts of each band of confidence are right."""
    found = by_band(s for v in verdicts for s in v.sure)
    rows: list[Row] = [("right, by confidence", *(name for name, _ in BANDS))]
    for kind in KINDS:
        counts = [found[kind, name] for name, _ in BANDS]
        rows.append((f"{kind}s", *(f"{share(c)} ({_of(c)})" if c.of else "–" for c in counts)))
    return rows


def failed_gates(verdicts: Iterable[Verdict]) -> Iterable[str]:
    """Which cases are not agent-ready, and at which gates."""
    for v in verdicts:
        if v.case.is_notice and not v.ready:
            yield f"{v.case.id} ({v.case.category}): {', '.join(name for name, good in v.gates.items() if not good)}"


_UP_TO = {
    "first": {"zh": 20, "en": 10},
    "sixty": {"zh": 38, "en": 22},
    "seventy": {"zh": 44, "en": 26},
    "eighth": {"zh": 80, "en": 54},
    "tenth": {"zh": 124, "en": 77},
    "eleventh": {"zh": 141, "en": 84},
}
"""The thirty of the first look; those with three more of ten each; those with the fifth look; those with the eighth;
those with the tenth; those with the eleventh."""


def looks() -> Sequence[Mapping[str, Any]]:
    """What earlier runs gave, the oldest first: `name`, `about`, and `figures`, hits and n by metric."""
    return tomllib.loads(LOOKS.read_text("utf-8")).get("look", []) if LOOKS.exists() else []


def look(name: str, about: str, total: Counts) -> str:
    """A run over cases as an entry of `looks.toml`."""
    lines = [f"{metric} = [{total[metric].hits}, {total[metric].of}]" for metric in METRICS if metric in total]
    return "\n".join(["[[look]]", f'name = "{name}"', 'about = """', about, '"""', "[look.figures]", *lines, ""])


def floors() -> Mapping[str, Mapping[str, float]]:
    """By set of cases (see `of_set`) and metric: the share that must not be undercut (exceeded, where fewer is better)."""
    return tomllib.loads(FLOORS.read_text("utf-8"))


def of_set(name: str, verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts on a set of cases, whose ids end in numbers: "all", or those up to a number for each language."""
    if name == "all":
        return list(verdicts)
    return [v for v in verdicts if int(v.case.id.rpartition("-")[2]) <= _UP_TO[name][v.case.language]]


def markdown(rows: Sequence[Row]) -> str:
    head, *rest = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([head, "|" + "---|" * len(rows[0]), *rest])


def columns(rows: Sequence[Row]) -> str:
    """For a terminal."""
    plain = [[cell.strip("*`") for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in plain) for i in range(len(plain[0]))]
    return "\n".join("  ".join(f"{c:<{w}}" for c, w in zip(row, widths, strict=True)).rstrip() for row in plain)
