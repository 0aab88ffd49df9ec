"""`ingest run`: one unattended pass; one line per source, a summary, an exit code."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

import click

from ingest.cli.options import Common, common
from ingest.cli.words import say
from ingest.model import RunReport, VisitReport, VisitStatus
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
    if as_json:
        click.echo(json.dumps(as_object(report), ensure_ascii=False))
    elif said := troubles(report) if quiet else as_lines(report):
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
    }


def troubles(report: RunReport) -> str:
    """The lines of the sources that failed or are degraded."""
    return "\n".join(_line(v) for v in report.visits if v.status in _TROUBLED)


def as_lines(report: RunReport) -> str:
    lines = [_line(v) for v in report.visits] or [say("nothing_due")]
    seconds = (report.finished - report.started).total_seconds()
    total = {c: sum(getattr(v, c) for v in report.visits) for c in COUNTERS}
    lines.append(say("run_summary", run=report.run_id, seconds=f"{seconds:.1f}", sources=len(report.visits), **total))
    return "\n".join(lines)


def _line(visit: VisitReport) -> str:
    counts = ", ".join(
        say(f"count_{c}", n=n) for c in COUNTERS if c not in ("requests", "not_modified") and (n := getattr(visit, c))
    )
    reason = f": {told_all(visit.causes)}" if visit.causes else ""
    return f"{visit.source_id}: {say('status_' + visit.status.value)}{reason} ({counts or say('count_nothing')})"
