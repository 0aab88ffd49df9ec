"""`ingest publish`: the day's edition into the output folder, and by the channels of `[[publish.channel]]`."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import TYPE_CHECKING

import click

from ingest.cli.options import Common, common
from ingest.cli.table import table
from ingest.cli.words import say
from ingest.errors import language

if TYPE_CHECKING:
    from ingest.settings import Settings
    from ingest.store.store import Store


@click.command()
@click.option("--check", "checking", is_flag=True, help="Write and send nothing; say whether every channel could send.")
@common
def command(common: Common, checking: bool) -> None:
    """Write the day's bulletin and the approved FAQ entries into the output folder, and send what is new.

    Exit code 0: all of it is written and sent. 1: something waits. 2: a channel can't be used as it is configured.
    """
    from ingest import app
    from ingest.operate.deliver.channels import check, delivery
    from ingest.operate.unattended import write_edition

    settings = common.settings()
    if checking:
        check(settings)
    clock = app.clock_on(common.today, settings)
    with closing(app.open_store(settings, clock)) as store:
        if not checking:
            for name in write_edition(settings, store, clock()):
                click.echo(name)
            if settings.channels:
                with delivery(settings) as out:
                    out.send(store, clock)
        sys.exit(1 if _told(settings, store) and not checking else 0)


def _told(settings: Settings, store: Store) -> int:
    """Prints how each channel is; how many of them have something that waits."""
    from ingest.operate.deliver.editions import channel_of
    from ingest.text.causes import told

    with store.reading() as tx:
        found = tx.deliveries.by_channel([channel_of(channel.id) for channel in settings.channels])
    rows = []
    for channel in settings.channels:
        state = found[channel_of(channel.id)]
        last = f"{state.delivered.astimezone(settings.bank.zone):%Y-%m-%d %H:%M}" if state.delivered else "—"
        why = told(state.error).within(language()) if state.error else ""
        rows.append((channel.id, channel.kind, last, str(state.pending), why))
    if rows:
        heads = ("head_channel", "head_kind", "head_delivered", "head_waits", "head_why")
        click.echo(table([say(head) for head in heads], rows))
    return sum(bool(found[channel_of(channel.id)].pending) for channel in settings.channels)
