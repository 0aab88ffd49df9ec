"""`ingest vacuum`: clear what is older than `[retention]` says, now, and give the disk its space back."""

from __future__ import annotations

import json
from contextlib import closing

import click

from ingest.cli.options import Common, common
from ingest.cli.words import say


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
@common
def command(common: Common, as_json: bool) -> None:
    """Clear what is too old and shrink the database. A run does the first by itself, once a day.

    Waits for nobody: leaves with 75 while a run is at work.
    """
    from ingest import app
    from ingest.operate.lock import only_run
    from ingest.operate.retention import clear
    from ingest.store.space import free_all, size

    settings = common.settings()
    clock = app.clock_on(common.today, settings)
    with only_run(settings.folder, settings.database_url, what="vacuum"):
        with closing(app.open_store(settings, clock)) as store:
            before = size(settings.database_url)
            cleared = clear(settings, store, clock)
        free_all(settings.database_url)
        after = size(settings.database_url)
    told = {"rows": cleared.rows, "files": cleared.files, "bytes_before": before, "bytes_after": after}
    if as_json:
        click.echo(json.dumps(told))
        return
    rows = ", ".join(f"{name} {count}" for name, count in cleared.rows.items() if count) or "—"
    click.echo(say("vacuum_rows", rows=rows, files=cleared.files))
    click.echo(say("vacuum_size", before=f"{before / 2**20:.1f}", after=f"{after / 2**20:.1f}"))
