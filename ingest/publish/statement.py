"""The coverage statement in words: silence is never shown as "nothing new"."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.model import VisitReport
from ingest.publish.edition import CoverageStatement
from ingest.publish.wording import labels, say_since, say_time
from ingest.text.causes import told_all

NOT_READ = ("failed", "suspicious", "skipped")
"""The gaps of a statement, the worst first."""


def say_coverage(coverage: CoverageStatement, language: str) -> str:
    """In one or two sentences: how many sources, and whether an empty bulletin means that nothing is new."""
    words = labels(language)
    if coverage.at is None:
        return words["coverage.never"]
    counts = {name: len(getattr(coverage, name)) for name in ("read", *NOT_READ)}
    line = words["coverage.line"].format(time=say_time(coverage.at, language), due=coverage.due, **counts)
    sure = words["coverage.complete" if coverage.complete else "coverage.incomplete"]
    return line + ("" if language == "zh" else " ") + sure


def gaps(coverage: CoverageStatement) -> Iterator[tuple[str, VisitReport]]:
    """Every source that was not read as it should be, with the name of its label: ("failed", visit)."""
    return ((name, visit) for name in NOT_READ for visit in getattr(coverage, name))


def say_gap(name: str, visit: VisitReport, language: str, zone: str) -> tuple[str, str]:
    """What is wrong ("Could not be read", since when), and why; either may be empty."""
    since = say_since(visit, language, zone)
    label = labels(language)[f"coverage.{name}"]
    return f"{label} ({since})" if since else label, told_all(visit.causes).within(language)
