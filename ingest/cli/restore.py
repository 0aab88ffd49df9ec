"""`ingest restore`: a backup in the place of what is there."""

from __future__ import annotations

import getpass
from pathlib import Path

import click

from ingest.cli.options import Common, common
from ingest.cli.words import say


@click.command()
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--force", is_flag=True, help="Also over a database that holds something.")
@click.option("--check", is_flag=True, help="Only look whether FILE is whole.")
@common
def command(common: Common, file: str, force: bool, check: bool) -> None:
    """Put the backup FILE in the place of the database. Everything is verified first.

    Where there is no sources.toml yet, the backup's is used. Leaves with 75 while a run is at work; pages may stay
    open.
    """
    from ingest import app
    from ingest.operate import restore

    path = Path(file)
    if check:
        manifest = restore.verify(path)
        click.echo(say("backup_whole", file=path, made=_minute(manifest.made), events=manifest.audit[0]))
        return
    if not common.config.exists():
        restore.configuration(path, common.config)
    settings = common.settings()
    clock = app.clock_on(common.today, settings)
    done = restore.restore(settings, path, f"operator:{getpass.getuser()}", clock, force=force)
    click.echo(say("restored", made=_minute(done.manifest.made), events=done.events))
    if done.aside:
        click.echo(say("restored_aside", path=done.aside))
    if done.configuration:
        click.echo(say("restored_configuration", path=done.configuration))


def _minute(at: object) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
