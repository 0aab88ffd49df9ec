"""`ingest sources`: what is configured, is it valid, does it still work, and what a new place would need."""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from ingest.cli.options import Common, common
from ingest.cli.sources_add import add
from ingest.cli.sources_probe import probe
from ingest.cli.words import say

if TYPE_CHECKING:
    from ingest.model import Source


@click.group("sources")
def command() -> None:
    """What is configured: list it, check it, try it, add to it."""


@command.command("check")
@common
def check(common: Common) -> None:
    """Say every mistake in the configuration at once, with its line; and what is hardly meant as it stands."""
    from ingest import app
    from ingest.settings import text_of
    from ingest.settings.doubts import doubts

    settings = common.settings()
    app.model_key(settings)
    enabled = sum(s.enabled for s in settings.sources)
    if said := doubts(settings.file, text_of(settings.file), os.environ):
        click.echo(str(said))
    click.echo(say("sources_valid", file=settings.file, sources=len(settings.sources), enabled=enabled))


@command.command("list")
@common
def list_(common: Common) -> None:
    """Each source with its kind, schedule, and how its last visit went."""
    from ingest import app
    from ingest.cli.table import table

    settings = common.settings()
    with closing(app.open_store(settings)) as store, store.reading() as tx:
        last = tx.runs.last_visits()
        alone = {
            state.host: state.until for state in tx.hosts.in_trouble() if state.until and state.until > store.clock()
        }
    rows = []
    for source in settings.sources:
        visit = last.get(source.id)
        when = visit.started.astimezone(settings.bank.zone).strftime("%Y-%m-%d %H:%M") if visit else "—"
        status = say("status_" + visit.status.value) if visit else say("status_skipped") if not source.enabled else "—"
        if until := max((alone[name] for name in _doors(source) if name in alone), default=None):
            status += say("left_alone_until", when=until.astimezone(settings.bank.zone).strftime("%H:%M"))
        rows.append(
            (
                source.id,
                source.kind.value,
                source.cron or _interval(source.every.total_seconds()),
                when,
                status,
                source.place,
            )
        )
    heads = (
        say("head_source"),
        say("head_kind"),
        say("head_every"),
        say("head_last"),
        say("head_status"),
        say("head_place"),
    )
    click.echo(table(heads, rows))


def _doors(source: Source) -> list[str]:
    """The names under which the store keeps what it knows of the source's hosts and log-in."""
    return [f"login:{source.id}", *((urlsplit(url).hostname or "").rstrip(".") for url in source.urls)]


def _interval(seconds: float) -> str:
    for unit, size in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds >= size and seconds % size == 0:
            return f"{seconds / size:.0f}{unit}"
    return f"{seconds:.0f}s"


command.add_command(add)
command.add_command(probe)
