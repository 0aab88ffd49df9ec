"""`ingest search`: what agents find."""

from __future__ import annotations

import click

from ingest.cli.options import Common, common
from ingest.cli.show import content
from ingest.cli.users import opened
from ingest.cli.words import say


@click.command()
@click.argument("words", nargs=-1)
@click.option("--limit", default=5, show_default=True)
@click.option("--rebuild", is_flag=True, help="Index every entry anew, for instance after the dictionary changed.")
@common
def command(common: Common, words: tuple[str, ...], limit: int, rebuild: bool) -> None:
    """Find published entries by WORDS, as customers say them: 转账限额, xyk nf, 3.5%, or an entry's number."""
    if rebuild:
        with opened(common) as (store, _), store.writing() as tx:
            click.echo(say("search_rebuilt", count=tx.search.rebuild()))
    if words:
        _find(common, " ".join(words), limit)
    elif not rebuild:
        raise click.UsageError(say("search_words"))


def _find(common: Common, words: str, limit: int) -> None:
    from ingest.answer.search import Wanted, search
    from ingest.publish.lifecycle import wall_clock

    settings = common.settings()
    with opened(common) as (store, clock), store.reading() as tx:
        now = wall_clock(clock(), settings.bank.zone)
        found = search(tx, Wanted(words, limit=limit), now)
    for hit in found.hits:
        until = say("search_until", when=hit.entry.expires) if hit.entry.expires else say("search_open_end")
        click.echo(f"#{hit.entry.id}  {say('state_' + hit.state.value)} · {until}")
        click.echo("\n".join(content(hit.entry.content)))
        click.echo(f"     {hit.entry.title}")
    if not found.hits:
        click.echo(say("no_hits"))
    elif found.unknown:
        click.echo(say("search_unknown", words=", ".join(found.unknown)))
