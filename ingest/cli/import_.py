"""`ingest import`: saved pages carried over by hand, through the same pipeline."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ingest.cli.options import Common, common
from ingest.errors import InputError, Text


@click.command("import")
@click.argument("path", nargs=-1, required=True)
@common
def command(common: Common, path: tuple[str, ...]) -> None:
    """Read saved pages and documents from PATHs (files or folders) into the queue."""
    from ingest.cli.progress import Progress
    from ingest.cli.run import as_lines, failed
    from ingest.operate.unattended import import_paths

    paths = [Path(name) for name in path]
    for one in paths:
        if not one.exists():
            raise InputError(Text(f"{one}: no such file or folder", f"{one}：没有这个文件或文件夹"))
    with Progress() as progress:
        report = import_paths(common.settings(), paths, today=common.today, progress=progress)
    click.echo(as_lines(report))
    sys.exit(1 if failed(report) else 0)
