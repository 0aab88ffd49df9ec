"""`ingest backup`: everything in one file, while it runs."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import click

from ingest.cli.options import Common, common
from ingest.cli.words import say


@click.command()
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a line.")
@common
def command(common: Common, file: str, as_json: bool) -> None:
    """Write the database, sources.toml and what is published into FILE. Runs and people may go on meanwhile.

    FILE appears when it is whole; one that is there is then replaced. It holds password hashes: keep it safe.
    """
    from ingest import app
    from ingest.operate.backup import backup

    settings = common.settings()
    clock = app.clock_on(common.today, settings)
    with closing(app.open_store(settings, clock)) as store:
        made = backup(settings, store, Path(file), clock)
    told = {"file": str(made.path), "bytes": made.bytes, "sha256": made.sha256, "events": made.manifest.audit[0]}
    megabytes = f"{made.bytes / 2**20:.1f}"
    click.echo(json.dumps(told) if as_json else say("backup_made", **told, megabytes=megabytes))
