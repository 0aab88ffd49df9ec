"""`ingest doctor`: is everything there that an unattended installation needs."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING

import click

from ingest.cli.options import Common, common

if TYPE_CHECKING:
    from ingest.operate.doctor.findings import Finding

_COLOURS = {"ok": "green", "warning": "yellow", "failed": "red", "skipped": None}


@click.command()
@click.option("--network", is_flag=True, help="Also send a test message through each channel of [alerts].")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
@common
def command(common: Common, network: bool, as_json: bool) -> None:
    """Look at clock, disk, database, lock, sources, mail, permissions and the rest; say what to do.

    Exit code 0: nothing has failed. 1: something has.
    """
    findings = _findings(common, network)
    well = not any(f.state == "failed" for f in findings)
    if as_json:
        click.echo(json.dumps({"ok": well, "checks": [_object(f) for f in findings]}, ensure_ascii=False))
    else:
        for finding in findings:
            _print(finding)
    sys.exit(0 if well else 1)


def _findings(common: Common, network: bool) -> Sequence[Finding]:
    from ingest import app
    from ingest.errors import StoreError
    from ingest.operate.doctor import examine
    from ingest.operate.doctor.findings import Patient

    settings = common.settings()
    now = app.clock_on(common.today, settings)()
    try:
        store = app.open_store(settings)
    except StoreError as e:
        return list(examine(Patient(settings, None, e.message, now, os.environ, network)))
    with closing(store):
        return list(examine(Patient(settings, store, None, now, os.environ, network)))


def _object(finding: Finding) -> dict[str, object]:
    remedy = {"en": finding.remedy.en, "zh": finding.remedy.zh} if finding.remedy else None
    return {
        "id": finding.id,
        "name": {"en": finding.name.en, "zh": finding.name.zh},
        "state": finding.state.value,
        "said": {"en": finding.said.en, "zh": finding.said.zh},
        "remedy": remedy,
    }


def _print(finding: Finding) -> None:
    from ingest.cli.words import say

    state = click.style(say("check_" + finding.state.value), fg=_COLOURS[finding.state.value])
    click.echo(f"{finding.id} {state} {finding.name}: {finding.said}")
    if finding.remedy:
        click.echo(f"    -> {finding.remedy}")
