"""The gate: what the drafts of the labelled cases were worth must not be lost."""

from __future__ import annotations

from pathlib import Path

import pytest
import report
from calibration import BANDS, by_band
from gold import cases
from judge import Verdict, judged
from tallies import Count, Counts

OWN = Path(__file__).parents[1] / "cases"


@pytest.fixture(scope="module")
def verdicts() -> list[Verdict]:
    return [judged(case) for case in cases([OWN])]


@pytest.fixture(scope="module")
def total(verdicts: list[Verdict]) -> Counts:
    return report.totals(verdicts)


FLOORS = [(name, metric, floor) for name, some in report.floors().items() for metric, floor in some.items()]


@pytest.mark.parametrize(("name", "metric", "floor"), FLOORS)
def test_no_figure_falls_under_its_floor(verdicts: list[Verdict], name: str, metric: str, floor: float) -> None:
    count = report.totals(report.of_set(name, verdicts)).get(metric, Count())
    assert count.of, f"{metric}: nothing was measured"
    assert count.share is not None
    fewer = report.METRICS[metric].get("fewer", False)
    assert count.share <= floor if fewer else count.share >= floor, f"{metric}: {count.hits} of {count.of}"


def test_every_metric_has_a_floor(total: Counts) -> None:
    measured = {name for name in report.METRICS if total.get(name, Count()).of}
    assert measured == set(report.floors()["all"])


@pytest.mark.parametrize("kind", ["window", "figure", "FAQ draft"])
def test_what_is_said_to_be_sure_is_right_nineteen_times_in_twenty(verdicts: list[Verdict], kind: str) -> None:
    """Bulletins are too few in one band to be measured so finely. Sure of hardly anything would be of no use."""
    found = by_band(s for v in verdicts for s in v.sure)
    sure, every = found[kind, BANDS[0][0]], [found[kind, name] for name, _ in BANDS]
    assert sure.hits >= 0.95 * sure.of, f"{sure.hits} of {sure.of}"
    assert sure.of >= 0.1 * sum(count.of for count in every)
