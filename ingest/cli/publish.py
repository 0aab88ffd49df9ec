"""`ingest publish`: the day's edition into the output folder."""

from __future__ import annotations

from contextlib import closing

import click

from ingest.cli.options import Common, common


@click.command()
@common
def command(common: Common) -> None:
    """Write the day's bulletin and the approved FAQ entries into the output folder."""
    from ingest import app
    from ingest.operate.unattended import write_edition

    settings = common.settings()
    clock = app.clock_on(common.today, settings)
    with closing(app.open_store(settings, clock)) as store:
        for name in write_edition(settings, store, clock()):
            click.echo(name)
