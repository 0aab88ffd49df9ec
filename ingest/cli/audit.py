"""`ingest audit`: verify or export the record of decisions."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from ingest.cli.options import Common, common
from ingest.cli.users import opened
from ingest.cli.words import say

_FILE = click.Path(dir_okay=False, path_type=Path)
_DAY = click.DateTime(("%Y-%m-%d", "%Y-%m-%dT%H:%M"))


@click.group("audit")
def command() -> None:
    """The append-only record: who did what, when."""


@command.command("verify")
@common
def verify(common: Common) -> None:
    """Read the whole chain of hashes; exit code 1 if it is broken, naming the first row that does not fit."""
    with opened(common) as (store, _), store.reading() as tx:
        count = tx.audit.count()
        broken = tx.audit.verify(lambda done: _progress(done, count))
    if broken:
        click.echo(say("audit_broken", row=broken.id, reason=broken.said), err=True)
        sys.exit(1)
    click.echo(say("audit_whole", count=count))


@command.command("export")
@click.option("--subject", default=None, help='Only this subject ("draft:12") or kind of subject ("draft").')
@click.option("--actor", default=None, help="Only what this person did.")
@click.option("--action", default=None, help='Only this action, e.g. "published".')
@click.option("--since", type=_DAY, default=None, help="Only from this day on (the bank's time).")
@click.option("--until", type=_DAY, default=None, help="Only before this day.")
@click.option("--format", "form", type=click.Choice(("jsonl", "csv")), default="jsonl", help="Default jsonl.")
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), default=None, help="Default: standard output."
)
@common
def export(
    common: Common,
    subject: str | None,
    actor: str | None,
    action: str | None,
    since: dt.datetime | None,
    until: dt.datetime | None,
    form: str,
    output: Path | None,
) -> None:
    """Every event, oldest first: one JSON object a line, or CSV that no spreadsheet takes for formulas."""
    from ingest.publish.pack.record import write
    from ingest.store.audit import Wanted

    zone = common.settings().bank.zone
    wanted = Wanted(actor, action, subject, *(at.replace(tzinfo=zone) if at else None for at in (since, until)))
    with opened(common) as (store, _), store.reading() as tx, _opened(output) as out:
        count = write(tx.audit.all_of(wanted), form, out)
    if output:
        click.echo(say("audit_exported", count=count, file=output), err=True)


@contextmanager
def _opened(output: Path | None) -> Iterator[TextIO]:
    if output is None:
        yield sys.stdout
        return
    with output.open("w", encoding="utf-8", newline="") as file:
        yield file


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty() and done < of:
        sys.stderr.write("\r\x1b[K  " + say("audit_progress", count=done, of=of))
        sys.stderr.flush()
