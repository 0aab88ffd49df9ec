"""`ingest run`: one unattended pass; one line per source, a summary, an exit code."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Container, Iterator
from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo

import click

from ingest.cli.options import Common, common
from ingest.cli.words import say
from ingest.errors import language
from ingest.model import Coverage, RunReport, VisitReport, VisitStatus
from ingest.text.causes import told, told_all

COUNTERS = (
    "requests",
    "not_modified",
    "found",
    "new",
    "revised",
    "repeated",
    "unchanged",
    "gone",
    "turned_away",
    "drafts",
)

_TROUBLED = (VisitStatus.FAILED, VisitStatus.DEGRADED)


@click.command()
@click.argument("source", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every enabled source, due or not.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
@click.option("--quiet", is_flag=True, help="Only lines of sources that failed or are degraded: cron mails no others.")
@common
def command(common: Common, source: tuple[str, ...], everything: bool, as_json: bool, quiet: bool) -> None:
    """One pass over the sources that are due, or over the SOURCEs named.

    Exit code 0: all well. 1: some sources failed or are degraded. 2: unusable configuration. 75: another run
    is at work.
    """
    from ingest.cli import logs
    from ingest.cli.progress import Progress
    from ingest.operate.unattended import run

    with Progress(enabled=False if as_json or quiet or logs.as_json() else None) as progress:
        report = run(common.settings(), names=source, everything=everything, today=common.today, progress=progress)
    zone = common.settings().bank.zone
    if as_json:
        click.echo(json.dumps(as_object(report), ensure_ascii=False))
    elif said := troubles(report, zone) if quiet else as_lines(report, zone):
        click.echo(said)
    sys.exit(1 if failed(report) else 0)


def failed(report: RunReport) -> bool:
    """Whether some source failed or is degraded."""
    return any(v.status in _TROUBLED for v in report.visits)


def as_object(report: RunReport) -> dict[str, Any]:
    """The object of `--json`."""
    sources = [
        {
            "id": v.source_id,
            "status": v.status.value,
            **{c: getattr(v, c) for c in COUNTERS},
            "reason": str(told_all(v.causes)) or None,
            "code": v.causes[0].code if v.causes else None,
            "causes": [asdict(cause) for cause in v.causes],
            "since": v.since.isoformat() if v.since else None,
            "turned": [
                {"url": t.url, "title": t.title, "code": t.code, "reason": str(told(t.cause))} for t in v.turned
            ],
        }
        for v in report.visits
    ]
    totals = {c: sum(getattr(v, c) for v in report.visits) for c in COUNTERS}
    return {
        "run": report.run_id,
        "started": report.started.isoformat(),
        "finished": report.finished.isoformat(),
        "sources": sources,
        "totals": totals,
        "coverage": _coverage_object(report.coverage) if report.coverage else None,
    }


def _coverage_object(coverage: Coverage) -> dict[str, Any]:
    from ingest.publish.edition import state_coverage

    stated = state_coverage(coverage, dt.UTC)
    named = {name: [v.source_id for v in getattr(stated, name)] for name in ("read", "suspicious", "failed", "skipped")}
    return {"due": stated.due, "complete": stated.complete, **named}


def troubles(report: RunReport, zone: ZoneInfo | None = None) -> str:
    """The lines of the sources that failed or are degraded."""
    return "\n".join(_line(v, zone, report.started) for v in report.visits if v.status in _TROUBLED)


def as_lines(report: RunReport, zone: ZoneInfo | None = None) -> str:
    """`zone`: with it the statement of how all sources stand, in that time."""
    lines = [_line(v, zone, report.started) for v in report.visits] or [say("nothing_due")]
    seconds = (report.finished - report.started).total_seconds()
    total = {c: sum(getattr(v, c) for v in report.visits) for c in COUNTERS}
    lines.append(say("run_summary", run=report.run_id, seconds=f"{seconds:.1f}", sources=len(report.visits), **total))
    if report.coverage and zone:
        lines += _coverage_lines(report.coverage, {v.source_id for v in report.visits}, zone)
    return "\n".join(lines)


def _coverage_lines(coverage: Coverage, told: Container[str], zone: ZoneInfo) -> Iterator[str]:
    """How all sources stand, and the gaps that no line above has told."""
    from ingest.publish.edition import state_coverage
    from ingest.publish.statement import gaps, say_coverage, say_gap

    stated = state_coverage(coverage, zone)
    yield say_coverage(stated, language())
    for name, visit in gaps(stated):
        if visit.source_id not in told:
            what, why = say_gap(name, visit, language(), zone.key)
            yield say("coverage_gap", source=visit.source_id, what=what, why=f": {why}" if why else "")


def _line(visit: VisitReport, zone: ZoneInfo | None, started: dt.datetime) -> str:
    """With since when, where the trouble is older than this run."""
    counts = ", ".join(
        say(f"count_{c}", n=n) for c in COUNTERS if c not in ("requests", "not_modified") and (n := getattr(visit, c))
    )
    reason = f": {told_all(visit.causes)}" if visit.causes else ""
    if zone and visit.since and visit.since < started:
        reason = say("line_since", time=f"{visit.since.astimezone(zone):%Y-%m-%d %H:%M}") + reason
    return f"{visit.source_id}: {say('status_' + visit.status.value)}{reason} ({counts or say('count_nothing')})"
