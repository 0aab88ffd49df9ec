"""`ingest search`: what agents find."""

from __future__ import annotations

import click

from ingest.cli.options import Common, common
from ingest.cli.show import content
from ingest.cli.users import opened
from ingest.cli.words import say


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", default=5, show_default=True)
@common
def command(common: Common, words: tuple[str, ...], limit: int) -> None:
    """Find published entries by WORDS."""
    from ingest.answer.search import Wanted, search

    settings = common.settings()
    with opened(common) as (store, clock), store.reading() as tx:
        now = clock().astimezone(settings.bank.zone).replace(tzinfo=None)
        hits = search(tx, Wanted(" ".join(words), limit=limit), now).hits
    for hit in hits:
        click.echo("\n".join(content(hit.entry.content)))
        click.echo(f"     {say('state_' + hit.state.value)} · {hit.entry.title}")
    if not hits:
        click.echo(say("no_hits"))
