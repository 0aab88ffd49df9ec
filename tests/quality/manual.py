"""`docs/quality.md`: the frame of words is `quality.md.txt`, the tables are measured."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from string import Template

import report
from judge import Verdict

PAGE = Path(__file__).parents[2] / "docs" / "quality.md"
FRAME = Path(__file__).with_name("quality.md.txt")


def page(verdicts: Sequence[Verdict]) -> str:
    languages = [sum(v.case.language == language for v in verdicts) for language in ("zh", "en")]
    ready = report.totals(verdicts)["agent_ready"]
    low, high = ready.interval or (0.0, 1.0)
    return Template(FRAME.read_text("utf-8")).substitute(
        cases=len(verdicts),
        chinese=languages[0],
        english=languages[1],
        notices=ready.of,
        ready=ready.hits,
        low=f"{low:.0%}".replace("%", " %"),
        high=f"{high:.0%}".replace("%", " %"),
        latest=[look["name"] for look in report.looks() if look["name"].endswith(" look")][-1],
        figures=report.markdown(report.figures(verdicts, report.looks())),
        categories=report.markdown(report.by_category(verdicts)),
        confidence=report.markdown(report.by_confidence(verdicts)),
        looks="\n\n".join(look["about"].strip() for look in report.looks()),
    )


def write(verdicts: Sequence[Verdict]) -> Path:
    PAGE.write_text(page(verdicts), "utf-8")
    return PAGE
